/**
 * What all fact tables share: rows keyed by (source, external_id); the same row twice changes nothing, an older one never
 * overwrites a newer, a deleted one stays deleted; a write and what it makes dirty are one transaction.
 */
import type { Db } from '../db/open.ts';
import type { Authority } from './authority.ts';
import { createFactChanges, type FactChanges } from './fact-changes.ts';
import type { FactEntity } from './schema.ts';
import { momentsOf, streams, streamsOf } from './streams.ts';

export type Cell = string | number | null;
export type Outcome = 'inserted' | 'updated' | 'unchanged';

/** The columns every fact table has. */
export interface FactRow {
	id: number;
	source: string;
	external_id: string;
	updated_at: number | null;
	/** 1: its source counts for this kind of fact (M17). The table sees to it. */
	counts: number;
	entry: number;
}

/** What a kind of fact makes of a row that arrives; the rest is the table's. */
export type Built<Row> = Omit<Row, 'id' | 'entry' | 'counts'>;

export interface Saved<Row> {
	outcome: Outcome;
	before: Row | null;
	/** Null when nothing was written. */
	after: Row | null;
}

export interface FactKey {
	source: string;
	external_id: string;
	updated_at: number | null;
}

/** What a row that arrives makes of what stands. */
export interface Weighed<Row> {
	outcome: Outcome;
	/** The columns that stand from then on; null when nothing changes. An unchanged row may bring a newer stamp. */
	next: Row | null;
	/** It was deleted, and this is newer than the deletion. */
	revives: boolean;
}

/** Builds the columns from what stands; called only when the row may be written. */
export type Next<Row> = (before: Row | null) => Built<Row>;

export interface FactTable<Row extends FactRow> {
	entity: FactEntity;
	stands: (source: string, externalId: string) => Row | null;
	/** Writes nothing. */
	weigh: (before: Row | null, key: FactKey, next: Next<Row>, entry: number) => Weighed<Row>;
	save: (key: FactKey, next: Next<Row>, entry: number) => Saved<Row>;
	/** Makes the table hold this row, or none, whatever stamps and deletions say. */
	put: (source: string, externalId: string, row: Row | null, entry: number) => { before: Row | null; after: Row | null };
	/** The same, but the row keeps its own entry: it is as if what changed it had never been. */
	restore: (source: string, externalId: string, row: Row | null, entry: number) => { before: Row | null; after: Row | null };
	/** Returns the row that was taken out, or null when there was none or it is newer than the deletion. */
	remove: (source: string, externalId: string, deletedAt: number, entry: number) => Row | null;
	/** Notes a deletion without taking anything out. */
	bury: (source: string, externalId: string, deletedAt: number, entry: number) => void;
	unbury: (source: string, externalId: string) => void;
	/** The entry of the newest deletion, or 0. */
	buriedBy: (source: string, externalId: string) => number;
	/** The newest deletion, or null. */
	grave: (source: string, externalId: string) => Grave | null;
	markDirty: (row: Row) => void;
}

export interface Grave {
	deletedAt: number;
	entry: number;
}

/** Marks pairs once per batch: most rows of a batch share their day and owner. */
export interface DirtyMarks extends FactChanges {
	mark: (stream: string, day: string, owner: string) => void;
	/** Forget what was marked; at the start of every entry, since a drain may have come between. */
	reset: () => void;
}

export function createDirtyMarks(db: Db): DirtyMarks {
	const insert = db.prepare<[string, string, string]>('INSERT INTO dirty (stream, day, owner_key) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
	const marked = new Map<string, Map<string, Set<string>>>();
	return {
		...createFactChanges(),
		mark: (stream, day, owner) => {
			let days = marked.get(stream);
			if (!days) marked.set(stream, (days = new Map()));
			let owners = days.get(day);
			if (!owners) days.set(day, (owners = new Set()));
			if (owners.has(owner)) return;
			insert.run(stream, day, owner);
			owners.add(owner);
		},
		reset: () => marked.clear(),
	};
}

/** What every kind of fact is written with. */
export interface FactStages {
	marks: DirtyMarks;
	authority: Pick<Authority, 'counts'>;
}

export function createFactTable<Row extends FactRow>(db: Db, options: { entity: FactEntity; table: string; columns: (keyof Row & string)[]; derived: (keyof Row & string)[] } & FactStages): FactTable<Row> {
	const { entity, table, marks, authority } = options;
	const compared = options.columns.filter((column) => !options.derived.includes(column));
	const columns = ['source', 'external_id', ...options.columns, 'updated_at', 'counts', 'entry'];
	const select = db.prepare<[string, string], Row>(`SELECT * FROM ${table} WHERE source = ? AND external_id = ?`);
	const insert = db.prepare<[Row]>(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})`);
	const update = db.prepare<[Row]>(`UPDATE ${table} SET ${columns.map((column) => `${column} = @${column}`).join(', ')} WHERE id = @id`);
	const drop = db.prepare<[number]>(`DELETE FROM ${table} WHERE id = ?`);
	const touch = db.prepare<[number | null, number]>(`UPDATE ${table} SET updated_at = ? WHERE id = ?`);
	const deletion = db.prepare<[string, string, string], number>('SELECT deleted_at FROM tombstone WHERE entity = ? AND source = ? AND external_id = ?').pluck();
	const deletionEntry = db.prepare<[string, string, string], number>('SELECT entry FROM tombstone WHERE entity = ? AND source = ? AND external_id = ?').pluck();
	const anyDeletion = db.prepare<[string], number>('SELECT 1 FROM tombstone WHERE entity = ? LIMIT 1').pluck();
	const unbury = db.prepare<[string, string, string]>('DELETE FROM tombstone WHERE entity = ? AND source = ? AND external_id = ?');
	const dig = db.prepare<[string, string, string, number, number]>(
		'INSERT INTO tombstone (entity, source, external_id, deleted_at, entry) VALUES (?, ?, ?, ?, ?) ON CONFLICT (entity, source, external_id) DO UPDATE SET deleted_at = max(deleted_at, excluded.deleted_at), entry = excluded.entry',
	);
	// Most floors never have a deletion, and looking for one costs each new row as much as finding its place. Once true it stays true.
	let hasDeletions: boolean | null = null;
	const grave = db.prepare<[string, string, string], Grave>('SELECT deleted_at AS deletedAt, entry FROM tombstone WHERE entity = ? AND source = ? AND external_id = ?');
	const buried = (source: string, externalId: string): number | undefined => {
		hasDeletions ??= anyDeletion.get(entity) !== undefined;
		return hasDeletions ? deletion.get(entity, source, externalId) : undefined;
	};
	const bury = (source: string, externalId: string, deletedAt: number, entry: number): void => {
		hasDeletions = true;
		dig.run(entity, source, externalId, deletedAt, entry);
	};
	const keepOld = db.prepare<[string, string, string, number, string]>('INSERT INTO replaced_row (entity, source, external_id, entry, row) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING');
	const credited = streamsOf(entity).map((name) => ({ name, ...streams[name] }));

	const [begins, ...others] = momentsOf(entity).map(({ day }) => day);
	/** Null: it does not say when it began. */
	const firstDay = (cells: Record<string, Cell>): string | null => {
		const first = begins === undefined ? null : cells[begins];
		if (typeof first !== 'string') return null;
		return others.reduce((least, day) => (typeof cells[day] === 'string' && cells[day] < least ? cells[day] : least), first);
	};

	const countsFor = (source: string): number => (authority.counts(entity, source) ? 1 : 0);

	const markDirty = (row: Row): void => {
		// Which columns a stream reads is known only by name; they are days and owner keys by the schema.
		const cells = row as unknown as Record<string, Cell>;
		marks.changed(entity, firstDay(cells));
		if (entity === 'deals' && typeof cells['closed_day'] === 'string') marks.changed('closings', cells['closed_day']);
		for (const { name, day, owner } of credited) {
			const when = cells[day];
			if (typeof when === 'string') marks.mark(name, when, String(cells[owner] ?? ''));
		}
	};

	const weigh: FactTable<Row>['weigh'] = (before, { source, external_id, updated_at }, next, entry) => {
		if (!before) {
			const deletedAt = buried(source, external_id);
			if (deletedAt !== undefined && (updated_at === null || updated_at <= deletedAt)) return { outcome: 'unchanged', next: null, revives: false };
			// The number is given when the row is written.
			return { outcome: 'inserted', next: Object.assign(next(null), { id: 0, counts: countsFor(source), entry }) as unknown as Row, revives: deletedAt !== undefined };
		}
		if (updated_at !== null && before.updated_at !== null && updated_at < before.updated_at) return { outcome: 'unchanged', next: null, revives: false };
		// What came without a date does not make an older dated row welcome again.
		const stamp = updated_at ?? before.updated_at;
		const after = Object.assign(next(before), { updated_at: stamp, id: before.id, counts: before.counts, entry }) as unknown as Row;
		if (!compared.every((column) => after[column] === before[column])) return { outcome: 'updated', next: after, revives: false };
		return { outcome: 'unchanged', next: stamp === before.updated_at ? null : { ...before, updated_at: stamp }, revives: false };
	};

	/** The row gets its number. */
	const add = (row: Row): Row => {
		row.id = Number(insert.run(row).lastInsertRowid);
		markDirty(row);
		return row;
	};
	const replace = (before: Row, after: Row, entry = after.entry): void => {
		keepOld.run(entity, before.source, before.external_id, entry, JSON.stringify(before));
		update.run(after);
		markDirty(before);
		markDirty(after);
	};
	const takeOut = (before: Row, entry: number): void => {
		keepOld.run(entity, before.source, before.external_id, entry, JSON.stringify(before));
		markDirty(before);
		drop.run(before.id);
	};

	const write: FactTable<Row>['restore'] = (source, externalId, row, entry) => {
		const before = select.get(source, externalId) ?? null;
		if (!row) {
			if (before) takeOut(before, entry);
			return { before, after: null };
		}
		const counts = countsFor(source);
		if (!before) return { before, after: add({ ...row, counts }) };
		const after = { ...row, id: before.id, counts };
		replace(before, after, entry);
		return { before, after };
	};

	return {
		entity,
		markDirty,
		stands: (source, externalId) => select.get(source, externalId) ?? null,
		weigh,
		save: (key, next, entry) => {
			const { source, external_id } = key;
			const before = select.get(source, external_id) ?? null;
			const { outcome, next: after, revives } = weigh(before, key, next, entry);
			if (!after) return { outcome, before, after };
			if (revives) unbury.run(entity, source, external_id);
			if (!before) return { outcome, before, after: add(after) };
			if (outcome === 'unchanged') {
				touch.run(after.updated_at, before.id);
				return { outcome, before, after: null };
			}
			replace(before, after);
			return { outcome, before, after };
		},
		put: (source, externalId, row, entry) => write(source, externalId, row && { ...row, entry }, entry),
		restore: write,
		remove: (source, externalId, deletedAt, entry) => {
			const before = select.get(source, externalId) ?? null;
			if (before && before.updated_at !== null && before.updated_at > deletedAt) return null;
			bury(source, externalId, deletedAt, entry);
			if (before) takeOut(before, entry);
			return before;
		},
		bury,
		unbury: (source, externalId) => void unbury.run(entity, source, externalId),
		grave: (source, externalId) => {
			hasDeletions ??= anyDeletion.get(entity) !== undefined;
			return hasDeletions ? (grave.get(entity, source, externalId) ?? null) : null;
		},
		buriedBy: (source, externalId) => deletionEntry.get(entity, source, externalId) ?? 0,
	};
}
