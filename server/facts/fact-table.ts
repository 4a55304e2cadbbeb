/**
 * What all fact tables share: rows keyed by (source, external_id); the same row twice changes nothing, an older one never
 * overwrites a newer, a deleted one stays deleted; a write and what it makes dirty are one transaction.
 */
import type { Db } from '../db/open.ts';
import type { FactEntity } from './schema.ts';
import { streams, streamsOf } from './streams.ts';

export type Cell = string | number | null;
export type Outcome = 'inserted' | 'updated' | 'unchanged';

/** The columns every fact table has. */
export interface FactRow {
	id: number;
	source: string;
	external_id: string;
	updated_at: number | null;
	entry: number;
}

export interface Saved<Row> {
	outcome: Outcome;
	before: Row | null;
	/** Null when nothing was written. */
	after: Row | null;
}

export interface FactTable<Row extends FactRow> {
	entity: FactEntity;
	/** `next` builds the columns from what stands now; called only when the row may be written. */
	save: (key: { source: string; external_id: string; updated_at: number | null }, next: (before: Row | null) => Omit<Row, 'id' | 'entry'>, entry: number) => Saved<Row>;
	/** Returns the row that was taken out, or null when there was none or it is newer than the deletion. */
	remove: (source: string, externalId: string, deletedAt: number, entry: number) => Row | null;
	markDirty: (row: Row) => void;
}

/** Marks pairs once per batch: most rows of a batch share their day and owner. */
export interface DirtyMarks {
	mark: (stream: string, day: string, owner: string) => void;
	/** Forget what was marked; at the start of every entry, since a drain may have come between. */
	reset: () => void;
}

export function createDirtyMarks(db: Db): DirtyMarks {
	const insert = db.prepare<[string, string, string]>('INSERT INTO dirty (stream, day, owner_key) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
	const marked = new Set<string>();
	return {
		mark: (stream, day, owner) => {
			const pair = `${stream}\n${day}\n${owner}`;
			if (marked.has(pair)) return;
			insert.run(stream, day, owner);
			marked.add(pair);
		},
		reset: () => marked.clear(),
	};
}

export function createFactTable<Row extends FactRow>(db: Db, options: { entity: FactEntity; table: string; columns: (keyof Row & string)[]; derived: (keyof Row & string)[]; marks: DirtyMarks }): FactTable<Row> {
	const { entity, table, marks } = options;
	const compared = options.columns.filter((column) => !options.derived.includes(column));
	const columns = ['source', 'external_id', ...options.columns, 'updated_at', 'entry'];
	const select = db.prepare<[string, string], Row>(`SELECT * FROM ${table} WHERE source = ? AND external_id = ?`);
	const insert = db.prepare<[Omit<Row, 'id'>]>(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})`);
	const update = db.prepare<[Row]>(`UPDATE ${table} SET ${columns.map((column) => `${column} = @${column}`).join(', ')} WHERE id = @id`);
	const drop = db.prepare<[number]>(`DELETE FROM ${table} WHERE id = ?`);
	const touch = db.prepare<[number, number]>(`UPDATE ${table} SET updated_at = ? WHERE id = ?`);
	const buried = db.prepare<[string, string, string], number>('SELECT deleted_at FROM tombstone WHERE entity = ? AND source = ? AND external_id = ?').pluck();
	const unbury = db.prepare<[string, string, string]>('DELETE FROM tombstone WHERE entity = ? AND source = ? AND external_id = ?');
	const bury = db.prepare<[string, string, string, number, number]>(
		'INSERT INTO tombstone (entity, source, external_id, deleted_at, entry) VALUES (?, ?, ?, ?, ?) ON CONFLICT (entity, source, external_id) DO UPDATE SET deleted_at = max(deleted_at, excluded.deleted_at), entry = excluded.entry',
	);
	const keepOld = db.prepare<[string, string, string, number, string]>('INSERT INTO replaced_row (entity, source, external_id, entry, row) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING');
	const credited = streamsOf(entity).map((name) => ({ name, ...streams[name] }));

	const markDirty = (row: Row): void => {
		// Which columns a stream reads is known only by name; they are days and owner keys by the schema.
		const cells = row as unknown as Record<string, Cell>;
		for (const { name, day, owner } of credited) {
			const when = cells[day];
			if (typeof when === 'string') marks.mark(name, when, String(cells[owner] ?? ''));
		}
	};

	return {
		entity,
		markDirty,
		save: ({ source, external_id, updated_at }, next, entry) => {
			const before = select.get(source, external_id) ?? null;
			if (!before) {
				const deletedAt = buried.get(entity, source, external_id);
				if (deletedAt !== undefined) {
					if (updated_at === null || updated_at <= deletedAt) return { outcome: 'unchanged', before: null, after: null };
					unbury.run(entity, source, external_id);
				}
				const row = { ...next(null), entry };
				const id = Number(insert.run(row as Omit<Row, 'id'>).lastInsertRowid);
				// The columns just written, and the key that the database gave.
				const after = { ...row, id } as unknown as Row;
				markDirty(after);
				return { outcome: 'inserted', before: null, after };
			}
			if (updated_at !== null && before.updated_at !== null && updated_at < before.updated_at) return { outcome: 'unchanged', before, after: null };
			// What came without a date does not make an older dated row welcome again.
			const after = { ...next(before), updated_at: updated_at ?? before.updated_at, id: before.id, entry } as unknown as Row;
			if (compared.every((column) => after[column] === before[column])) {
				if (updated_at !== null && updated_at !== before.updated_at) touch.run(updated_at, before.id);
				return { outcome: 'unchanged', before, after: null };
			}
			keepOld.run(entity, source, external_id, entry, JSON.stringify(before));
			update.run(after);
			markDirty(before);
			markDirty(after);
			return { outcome: 'updated', before, after };
		},
		remove: (source, externalId, deletedAt, entry) => {
			const before = select.get(source, externalId) ?? null;
			if (before && before.updated_at !== null && before.updated_at > deletedAt) return null;
			bury.run(entity, source, externalId, deletedAt, entry);
			if (!before) return null;
			keepOld.run(entity, source, externalId, entry, JSON.stringify(before));
			markDirty(before);
			drop.run(before.id);
			return before;
		},
	};
}
