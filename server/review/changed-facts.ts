/**
 * Facts that a month sees otherwise than when it was closed: net, one line each. As it was then is the earliest version that was written
 * over since; what has none and was written since is new. Candidates are found by index and looked at one by one, with breath in between.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Db } from '../db/open.ts';
import type { FactEntity } from '../facts/schema.ts';
import { factEntities } from '../facts/schema.ts';
import { factTables } from '../facts/streams.ts';
import { daysFromTo } from '../floor/period.ts';
import { changeSeen, countedAt, type Cells, type Days, type SeenChange } from './seen-facts.ts';

export interface FactChangedSince extends SeenChange {
	entity: FactEntity;
	source: string;
	externalId: string;
	/** As it was when the month was closed, and as it is; null: it was not, or is not. */
	was: Cells | null;
	is: Cells | null;
	/** The entry that changed it last. */
	entry: number;
}

export interface ChangedFacts {
	/** Of a month (its first and last day), after an entry. Newest first. */
	since: (month: Days, revision: number) => Promise<FactChangedSince[]>;
}

interface Key {
	source: string;
	external_id: string;
}
interface Written extends Key {
	entity: string;
	entry: number;
}

const page = 2_000;
const sliceMs = 8;
const isEntity = (text: string): text is FactEntity => factEntities.some((entity) => entity === text);

export function createChangedFacts(db: Db): ChangedFacts {
	// The version holds the day of a moment as text: most versions of other months are passed over without being read.
	const overwritten = db.prepare<[{ after: number; until: number; month: string }], Written>(
		`SELECT entity, source, external_id, entry FROM replaced_row WHERE entry > @after AND entry <= @until AND (entity = 'deals' OR instr(row, @month) > 0)`,
	);
	const entryAhead = db.prepare<[number, number], number | null>('SELECT max(entry) FROM (SELECT entry FROM replaced_row WHERE entry > ? ORDER BY entry LIMIT ?)').pluck();
	const versions = db.prepare<[string, string, string, number], { row: string; entry: number }>('SELECT row, entry FROM replaced_row WHERE entity = ? AND source = ? AND external_id = ? AND entry > ? ORDER BY entry LIMIT 1');
	const newest = db.prepare<[string, string, string], number | null>('SELECT max(entry) FROM replaced_row WHERE entity = ? AND source = ? AND external_id = ?').pluck();
	const tables = factEntities.map((entity) => {
		const table = factTables.get(entity) ?? '';
		return {
			entity,
			one: db.prepare<[string, string], Cells>(`SELECT * FROM ${table} WHERE source = ? AND external_id = ?`),
			days: Object.keys(countedAt[entity]).map((day) => db.prepare<[string, string, number], Key>(`SELECT source, external_id FROM ${table} WHERE ${day} BETWEEN ? AND ? AND entry > ?`)),
		};
	});
	const oneOf = new Map(tables.map(({ entity, one }) => [entity, one]));
	const openDeals = db.prepare<[{ after: number; last: string; from: number; limit: number }], Key & { id: number }>(
		`SELECT id, source, external_id FROM deal WHERE id > @from AND entry > @after AND created_day <= @last AND (closed_day > @last OR (closed_day IS NULL AND status = 'open')) ORDER BY id LIMIT @limit`,
	);

	return {
		since: async (month, revision) => {
			let begun = performance.now();
			const breath = async (): Promise<void> => {
				if (performance.now() - begun < sliceMs) return;
				await nextTurn();
				begun = performance.now();
			};
			const keys = new Map<string, Key & { entity: FactEntity }>();
			const note = (entity: FactEntity, { source, external_id }: Key): void => void keys.set(JSON.stringify([entity, source, external_id]), { entity, source, external_id });

			for (let after = revision; ; ) {
				const until = entryAhead.get(after, page) ?? null;
				if (until === null) break;
				for (const { entity, ...key } of overwritten.all({ after, until, month: `"${month.from.slice(0, 8)}` })) if (isEntity(entity)) note(entity, key);
				after = until;
				await breath();
			}
			for (const { entity, days } of tables) {
				// Of activities there are many, and an index by day; of others few.
				const spans = entity === 'activities' ? daysFromTo(month.from, month.to).map((day) => ({ from: day, to: day })) : [month];
				for (const found of days) {
					for (const { from, to } of spans) {
						for (const key of found.all(from, to, revision)) note(entity, key);
						await breath();
					}
				}
			}
			for (let from = 0; ; ) {
				const found = openDeals.all({ after: revision, last: month.to, from, limit: page });
				for (const key of found) note('deals', key);
				await breath();
				if (found.length < page) break;
				from = found.at(-1)?.id ?? 0;
			}

			const changed: FactChangedSince[] = [];
			for (const { entity, source, external_id: externalId } of keys.values()) {
				const is = oneOf.get(entity)?.get(source, externalId) ?? null;
				const earliest = versions.get(entity, source, externalId, revision);
				// A row of the table, as it was written over.
				const replaced = earliest ? (JSON.parse(earliest.row) as Cells) : is;
				const was = replaced && Number(replaced['entry']) <= revision ? replaced : null;
				const change = changeSeen(entity, was, is, month);
				if (change) changed.push({ ...change, entity, source, externalId, was, is, entry: is ? Math.max(Number(is['entry']), earliest ? (newest.get(entity, source, externalId) ?? 0) : 0) : (newest.get(entity, source, externalId) ?? 0) });
				await breath();
			}
			return changed.sort((a, b) => b.entry - a.entry || (a.externalId < b.externalId ? -1 : 1));
		},
	};
}
