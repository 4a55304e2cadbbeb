/**
 * What a deal was when (M13): its states from one instant to the next. A deal is open at an instant exactly when this says so.
 * The last state is always what the deal row says now; a state that contradicts it is dropped. An open deal in another currency keeps its
 * own amount here: the pipeline of a moment is converted at the rate that was in force at that moment (M5), not at today's.
 */
import type { Db } from '../db/open.ts';
import type { Calendar } from '../floor/calendar.ts';
import type { Rates } from './rates.ts';

const now = 9_000_000_000_000_000;

export interface DealState {
	status: 'open' | 'won' | 'lost';
	owner_key: string;
	stage: string | null;
	/** As sent; `currency` is null where it is the workspace's. */
	amount: string | null;
	currency: string | null;
	amount_minor: number | null;
	expected_close_day: string | null;
	forecast_category: string | null;
}

/** The times that place a state in history; `known` is when the change was made (`changed`), else when it arrived. */
export interface DealTimes {
	created: number | null;
	closed: number | null;
	known: number;
	/** Those of them that stand for the beginning of a calendar day. */
	dated: readonly number[];
}

export interface HistoryRow extends DealState {
	from_at: number;
	day: string;
	approximate: number;
	/** 1: it holds from the beginning of `day`, wherever that begins in the workspace's zone. */
	dated: number;
}

export interface DealHistory {
	/** The states of a deal at first sight. */
	begun: (state: DealState, times: DealTimes) => HistoryRow[];
	/** The states once another has followed. */
	changed: (rows: HistoryRow[], before: DealState & { created: number | null; closed: number | null; closed_day: string | null }, state: DealState, times: DealTimes) => HistoryRow[];
	read: (deal: number) => HistoryRow[];
	write: (deal: number, rows: HistoryRow[], counts: number) => void;
	replace: (deal: number, rows: HistoryRow[], counts: number) => void;
	/** As they are in the workspace's zone and at its rates, whatever these were when the rows were made. */
	derived: (rows: readonly HistoryRow[]) => HistoryRow[];
	/** In another zone days begin at other instants: moves every state that holds from the beginning of a day. */
	moveDays: () => void;
}

export interface HistoryStages {
	calendar: () => Pick<Calendar, 'dayOf' | 'startOf'>;
	/** Of the workspace. */
	currency: () => string;
	rates: Pick<Rates, 'worth'>;
}

export function createDealHistory(db: Db, { calendar, currency, rates }: HistoryStages): DealHistory {
	const columns = 'from_at, day, status, owner_key, stage, amount, currency, amount_minor, expected_close_day, forecast_category, approximate, dated';
	const read = db.prepare<[number], HistoryRow>(`SELECT ${columns} FROM deal_history WHERE deal = ? ORDER BY from_at`);
	const clear = db.prepare<[number]>('DELETE FROM deal_history WHERE deal = ?');
	const insert = db.prepare<[HistoryRow & { deal: number; until_at: number; counts: number }]>(
		`INSERT INTO deal_history (deal, until_at, counts, ${columns})
		VALUES (@deal, @until_at, @counts, @from_at, @day, @status, @owner_key, @stage, @amount, @currency, @amount_minor, @expected_close_day, @forecast_category, @approximate, @dated)`,
	);
	const withDays = db.prepare<[], { deal: number; counts: number }>('SELECT DISTINCT deal, counts FROM deal_history WHERE dated = 1');

	const write: DealHistory['write'] = (deal, rows, counts) => {
		rows.forEach((row, index) => insert.run({ ...row, deal, counts, until_at: rows[index + 1]?.from_at ?? now }));
	};
	/** A closing counts at the rate of its day; what an open deal is worth, only the moment that is looked at can say. */
	const worth = ({ status, amount, currency: foreign, amount_minor }: DealState, day: string): number | null => {
		if (foreign === null) return amount_minor;
		return status === 'open' || amount === null ? null : rates.worth(amount, foreign, day);
	};
	const row = (at: number, state: DealState, dated: readonly number[], approximate = 0): HistoryRow => {
		const day = calendar().dayOf(at);
		const isForeign = state.currency !== null && state.currency !== currency();
		const own = { ...state, amount: isForeign ? state.amount : null, currency: isForeign ? state.currency : null };
		return {
			from_at: at,
			day,
			status: state.status,
			owner_key: state.owner_key,
			stage: state.stage,
			amount: own.amount,
			currency: own.currency,
			amount_minor: worth(own, day),
			expected_close_day: state.expected_close_day,
			forecast_category: state.forecast_category ?? null,
			approximate,
			dated: dated.includes(at) ? 1 : 0,
		};
	};

	/** Nothing is open before the creation as it is known now; from then on the first known state holds, but in which stage a closed deal was nobody knows. */
	const fromCreation = (rows: HistoryRow[], created: number, dated: readonly number[]): HistoryRow[] => {
		const [first] = rows;
		const standing = rows.findLast((past) => past.from_at <= created);
		const moved = { from_at: created, day: calendar().dayOf(created), dated: dated.includes(created) ? 1 : 0 };
		const opened = (past: HistoryRow): HistoryRow => ({ ...past, status: 'open', amount_minor: past.currency === null ? past.amount_minor : null, ...(past.status !== 'open' && { stage: null, forecast_category: null }) });
		if (!standing) return first ? [{ ...opened(first), ...moved, approximate: 1 }, ...(first.status === 'open' && first.approximate ? rows.slice(1) : rows)] : rows;
		if (standing.status !== 'open') return rows.filter((past) => past.status !== 'open' || past.from_at > created);
		return [{ ...standing, ...moved }, ...rows.filter((past) => past.from_at > created)];
	};

	/** The rows keep their order: a day that would begin before what preceded it, or after what followed, is held between the two. */
	const inZone = (rows: readonly HistoryRow[]): HistoryRow[] => {
		let earliest = Number.NEGATIVE_INFINITY;
		return rows.map((past, index) => {
			const next = rows.findIndex((later, place) => place > index && later.dated === 0);
			const latest = next === -1 ? Number.POSITIVE_INFINITY : (rows[next]?.from_at ?? 0) - (next - index);
			const at = past.dated === 1 ? Math.min(latest, Math.max(earliest, calendar().startOf(past.day))) : past.from_at;
			earliest = at + 1;
			return { ...past, from_at: at, day: past.dated === 1 ? past.day : calendar().dayOf(at) };
		});
	};

	return {
		begun: (state, { created, closed, known, dated }) => {
			if (closed !== null) {
				const opened = created !== null && created < closed ? [row(created, { ...state, status: 'open' }, dated, 1)] : [];
				return [...opened, row(closed, state, dated)];
			}
			return created !== null && created < known ? [row(created, state, dated, 1), row(known, state, dated)] : [row(created ?? known, state, dated)];
		},
		changed: (past, before, state, { created, closed, known, dated }) => {
			let rows = past;
			if (created !== null && created !== before.created) rows = fromCreation(rows, created, dated);
			// A closing that is corrected or taken back before it began never was.
			const closingStands = before.closed !== null && (closed === null ? before.closed < known : before.closed === closed && before.status === state.status);
			const isClosing = (was: HistoryRow): boolean => was.status !== 'open' && (was.from_at === before.closed || (was.dated === 1 && was.day === before.closed_day));
			if (before.closed !== null && !closingStands) rows = rows.filter((was) => !isClosing(was));
			const at = closed ?? Math.max(known, created ?? known);
			const next = row(at, state, dated);
			const last = rows.at(-1);
			const sameState = last && (['status', 'owner_key', 'stage', 'amount', 'currency', 'amount_minor', 'expected_close_day', 'forecast_category'] as const).every((column) => last[column] === next[column]);
			return sameState && closed === null ? rows : [...rows.filter((was) => was.from_at < at), next];
		},
		read: (deal) => read.all(deal),
		write,
		replace: (deal, rows, counts) => {
			clear.run(deal);
			write(deal, rows, counts);
		},
		// What was kept by an earlier version knows neither currencies nor days.
		derived: (rows) => inZone(rows.map((past) => ({ ...past, amount: past.amount ?? null, currency: past.currency ?? null, forecast_category: past.forecast_category ?? null, dated: past.dated ?? 0 }))).map((past) => ({ ...past, amount_minor: worth(past, past.day) })),
		moveDays: () => {
			for (const { deal, counts } of withDays.all()) {
				const rows = read.all(deal);
				const moved = inZone(rows);
				if (moved.every((past, index) => past.from_at === rows[index]?.from_at)) continue;
				clear.run(deal);
				write(deal, moved, counts);
			}
		},
	};
}
