/**
 * What a deal was when (M13): its states from one instant to the next. A deal is open at an instant exactly when this says so.
 * The last state is always what the deal row says now; a state that contradicts it is dropped.
 */
import type { Db } from '../db/open.ts';

const now = 9_000_000_000_000_000;

export interface DealState {
	status: 'open' | 'won' | 'lost';
	owner_key: string;
	stage: string | null;
	amount_minor: number | null;
	expected_close_day: string | null;
}

/** The times that place a state in history; `known` is when the change was made (`changed`), else when it arrived. */
export interface DealTimes {
	created: number | null;
	closed: number | null;
	known: number;
}

export interface HistoryRow extends DealState {
	from_at: number;
	day: string;
	approximate: number;
}

export interface DealHistory {
	/** The states of a deal at first sight. */
	begun: (state: DealState, times: DealTimes) => HistoryRow[];
	/** The states once another has followed. */
	changed: (rows: HistoryRow[], before: DealState & { created: number | null; closed: number | null }, state: DealState, times: DealTimes) => HistoryRow[];
	read: (deal: number) => HistoryRow[];
	write: (deal: number, rows: HistoryRow[]) => void;
	replace: (deal: number, rows: HistoryRow[]) => void;
}

export function createDealHistory(db: Db, dayOf: (at: number) => string): DealHistory {
	const read = db.prepare<[number], HistoryRow>('SELECT from_at, day, status, owner_key, stage, amount_minor, expected_close_day, approximate FROM deal_history WHERE deal = ? ORDER BY from_at');
	const clear = db.prepare<[number]>('DELETE FROM deal_history WHERE deal = ?');
	const insert = db.prepare<[HistoryRow & { deal: number; until_at: number }]>(
		`INSERT INTO deal_history (deal, from_at, until_at, status, day, owner_key, stage, amount_minor, expected_close_day, approximate)
		VALUES (@deal, @from_at, @until_at, @status, @day, @owner_key, @stage, @amount_minor, @expected_close_day, @approximate)`,
	);

	const write: DealHistory['write'] = (deal, rows) => {
		rows.forEach((row, index) => insert.run({ ...row, deal, until_at: rows[index + 1]?.from_at ?? now }));
	};
	const row = (at: number, state: DealState, approximate = 0): HistoryRow => ({
		from_at: at,
		day: dayOf(at),
		status: state.status,
		owner_key: state.owner_key,
		stage: state.stage,
		amount_minor: state.amount_minor,
		expected_close_day: state.expected_close_day,
		approximate,
	});

	/** Nothing is open before the creation as it is known now; from then on the first known state holds. */
	const fromCreation = (rows: HistoryRow[], created: number): HistoryRow[] => {
		const [first] = rows;
		const standing = rows.findLast((past) => past.from_at <= created);
		const moved = { from_at: created, day: dayOf(created) };
		if (!standing) return first ? [{ ...first, ...moved, status: 'open', approximate: 1 }, ...(first.status === 'open' && first.approximate ? rows.slice(1) : rows)] : rows;
		if (standing.status !== 'open') return rows.filter((past) => past.status !== 'open' || past.from_at > created);
		return [{ ...standing, ...moved }, ...rows.filter((past) => past.from_at > created)];
	};

	return {
		begun: (state, { created, closed, known }) => {
			if (closed !== null) {
				const opened = created !== null && created < closed ? [row(created, { ...state, status: 'open' }, 1)] : [];
				return [...opened, row(closed, state)];
			}
			return created !== null && created < known ? [row(created, state, 1), row(known, state)] : [row(created ?? known, state)];
		},
		changed: (past, before, state, { created, closed, known }) => {
			let rows = past;
			if (created !== null && created !== before.created) rows = fromCreation(rows, created);
			// A closing that is corrected or taken back before it began never was.
			const closingStands = before.closed !== null && (closed === null ? before.closed < known : before.closed === closed && before.status === state.status);
			if (before.closed !== null && !closingStands) rows = rows.filter((was) => !(was.status !== 'open' && was.from_at === before.closed));
			const at = closed ?? Math.max(known, created ?? known);
			const last = rows.at(-1);
			const sameState = last && last.status === state.status && last.owner_key === state.owner_key && last.stage === state.stage && last.amount_minor === state.amount_minor && last.expected_close_day === state.expected_close_day;
			return sameState && closed === null ? rows : [...rows.filter((was) => was.from_at < at), row(at, state)];
		},
		read: (deal) => read.all(deal),
		write,
		replace: (deal, rows) => {
			clear.run(deal);
			write(deal, rows);
		},
	};
}
