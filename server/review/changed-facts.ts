/**
 * Which facts of a month are not as they were at an entry: net, each fact once, whatever came between. Rows that were written over are
 * kept with the entry that did it, so the oldest kept since then is the row as it stood.
 */
import type { Db } from '../db/open.ts';
import type { FactEntity } from '../facts/schema.ts';
import { factTables, momentsOf } from '../facts/streams.ts';
import type { Period } from '../floor/period.ts';

type Cell = string | number | null;
export type FactCells = Record<string, Cell>;

export interface FactDifference {
	entity: FactEntity;
	source: string;
	externalId: string;
	/** Null: there was none, or is none, that counts. */
	before: FactCells | null;
	after: FactCells | null;
	/** The columns that the month sees and that differ; empty where one side is missing. */
	columns: string[];
	/** The newest entry that wrote it. */
	entry: number;
}

/** Of a row, what is its key, worked out from the rest or from other rows, or says when it came. */
const notSeen = new Set(['id', 'source', 'external_id', 'entry', 'updated_at', 'arrived_at', 'counts', 'type', 'is_first_win', 'cycle_days', 'account_key', 'due_key', 'due_day', 'due_at', 'credited_key', 'is_first_touch', 'is_follow_up']);

/** Columns that a month sees only when it has one of these moments of the fact. */
const seenWith: Partial<Record<FactEntity, { columns: readonly string[]; days: readonly string[] }>> = {
	// An open deal's stage and owner are told by its history; who closed it is credited with its creation as well.
	deals: { columns: ['status', 'stage', 'lost_reason', 'expected_close_day', 'forecast_category', 'owner_key', 'pipeline'], days: ['closed_day'] },
	meetings: { columns: ['status', 'moved_by', 'held_day', 'held_at'], days: ['due_day', 'scheduled_day'] },
};

/** An amount by its worth, however it is written; as it was sent where that is not known. */
const cellOf = (row: FactCells, name: string): Cell => row[`${name}_minor`] ?? row[name] ?? null;

const dayOf = (row: FactCells, column: string): string | null => {
	const cell = row[column];
	return typeof cell === 'string' ? cell : null;
};

interface Kept {
	source: string;
	external_id: string;
	entry: number;
	newest: number;
	row: string;
}

export interface ChangedFacts {
	/** Since an entry, in the order in which they were last written. */
	of: (month: Pick<Period, 'from' | 'to'>, after: number) => FactDifference[];
	/** Whether there is any. */
	any: (month: Pick<Period, 'from' | 'to'>, after: number) => boolean;
}

export function createChangedFacts(db: Db): ChangedFacts {
	const newestReplaced = db.prepare<[number], number>('SELECT 1 FROM replaced_row WHERE entry > ? LIMIT 1').pluck();
	// As it stood is what the first entry since then wrote over.
	const kept = db.prepare<[number, string], Kept>(
		`SELECT source, external_id, min(entry) AS entry, max(entry) AS newest, row FROM (SELECT * FROM replaced_row WHERE entry > ? AND entity = ? ORDER BY entry) GROUP BY source, external_id`,
	);
	const statements = new Map(
		[...factTables].map(([entity, table]) => [
			entity,
			{
				one: db.prepare<[string, string], FactCells>(`SELECT * FROM ${table} WHERE source = ? AND external_id = ?`),
				written: [...new Set(momentsOf(entity).map(({ day }) => day))].map((day) => db.prepare<[string, string, number], FactCells>(`SELECT * FROM ${table} WHERE ${day} BETWEEN ? AND ? AND entry > ?`)),
			},
		]),
	);
	/** Deals that were open as the month ended, whenever they began. */
	const opened = db.prepare<[string, string, number], FactCells>('SELECT * FROM deal WHERE created_day <= ? AND (closed_day IS NULL OR closed_day > ?) AND entry > ?');
	const figuresWritten = db.prepare<[string, number], FactCells>('SELECT * FROM figure WHERE month = ? AND entry > ?');

	const daysOf = (entity: FactEntity): string[] => [...new Set(momentsOf(entity).map(({ day }) => day))];
	const counted = (row: FactCells | null): FactCells | null => (row && row['counts'] === 1 ? row : null);
	const isWithin = (day: string | null, { from, to }: Pick<Period, 'from' | 'to'>): boolean => day !== null && day >= from && day <= to;

	/** Which of its moments the month has; a deal that was open as it ended is seen as well, and so is a figure of the month. */
	const seenIn = (entity: FactEntity, row: FactCells | null, month: Pick<Period, 'from' | 'to'>): string[] => {
		if (!row) return [];
		const moments = daysOf(entity).filter((column) => isWithin(dayOf(row, column), month));
		const created = dayOf(row, 'created_day');
		const closed = dayOf(row, 'closed_day');
		if (entity === 'deals' && created !== null && created <= month.to && (closed === null || closed > month.to)) moments.push('open');
		if (entity === 'figures' && row['month'] === month.from.slice(0, 7)) moments.push('month');
		return moments;
	};

	const differing = (entity: FactEntity, before: FactCells, after: FactCells, seen: readonly string[], month: Pick<Period, 'from' | 'to'>): string[] => {
		const rule = seenWith[entity];
		const days = daysOf(entity);
		const isOnlyOpen = seen.every((moment) => moment === 'open');
		const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
		return names.filter((name) => {
			if (notSeen.has(name) || name.endsWith('_minor') || (rule?.columns.includes(name) && !rule.days.some((day) => seen.includes(day)))) return false;
			if (cellOf(before, name) === cellOf(after, name)) return false;
			// Of a deal that is merely open, its history tells; here only whether it was.
			if (isOnlyOpen && entity === 'deals') return false;
			const moment = days.find((day) => name === day || name === day.replace(/day$/, 'at'));
			if (moment === undefined) return true;
			return isWithin(dayOf(before, moment), month) || isWithin(dayOf(after, moment), month);
		});
	};

	const compare = (entity: FactEntity, source: string, externalId: string, stood: FactCells | null, stands: FactCells | null, entry: number, month: Pick<Period, 'from' | 'to'>): FactDifference[] => {
		const [wasSeen, isSeen] = [seenIn(entity, counted(stood), month), seenIn(entity, counted(stands), month)];
		if (wasSeen.length === 0 && isSeen.length === 0) return [];
		const before = counted(stood);
		const after = counted(stands);
		if (!before || !after) return [{ entity, source, externalId, before, after, columns: [], entry }];
		const columns = differing(entity, before, after, [...new Set([...wasSeen, ...isSeen])], month);
		const isMoved = wasSeen.join() !== isSeen.join();
		if (columns.length === 0 && !isMoved) return [];
		// Which day it went to, or came from, is the change.
		const moved = isMoved ? daysOf(entity).filter((day) => before[day] !== after[day]) : [];
		return [{ entity, source, externalId, before, after, columns: [...new Set([...columns, ...moved])], entry }];
	};

	const of: ChangedFacts['of'] = (month, after) => {
		const found: FactDifference[] = [];
		const hasReplaced = newestReplaced.get(after) !== undefined;
		for (const [entity, { one, written }] of statements) {
			const done = new Set<string>();
			for (const { source, external_id, row, newest } of hasReplaced ? kept.all(after, entity) : []) {
				done.add(`${source}\n${external_id}`);
				// Written by the fact table, whole.
				const first = JSON.parse(row) as FactCells;
				// What came after and was written over since was not there.
				const stood = Number(first['entry']) > after ? null : first;
				const stands = one.get(source, external_id) ?? null;
				found.push(...compare(entity, source, external_id, stood, stands, Math.max(newest, Number(stands?.['entry'] ?? 0)), month));
			}
			const fresh = [
				...written.flatMap((statement) => statement.all(month.from, month.to, after)),
				...(entity === 'deals' ? opened.all(month.to, month.to, after) : []),
				...(entity === 'figures' ? figuresWritten.all(month.from.slice(0, 7), after) : []),
			];
			for (const row of fresh) {
				const key = `${row['source']}\n${row['external_id']}`;
				if (done.has(key)) continue;
				done.add(key);
				found.push(...compare(entity, String(row['source']), String(row['external_id']), null, row, Number(row['entry']), month));
			}
		}
		return found.sort((a, b) => a.entry - b.entry);
	};
	return { of, any: (month, after) => of(month, after).length > 0 };
}
