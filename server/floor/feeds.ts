/**
 * Published sheets that ops want followed. Entries carry the address sealed, and the log not at all. Which rows of a sheet are in the facts
 * is kept with the entry that brought them, so that a row that is gone from the sheet can go from the wall, and no other.
 */
import type { FeedTrouble } from '../../shared/feeds-api.ts';
import { mostFeeds } from '../../shared/feeds-api.ts';
import type { ImportChoices } from '../../shared/imports-api.ts';
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';
import type { Handler } from '../journal/journal.ts';

export interface FeedPlan {
	name: string;
	choices: ImportChoices;
	host: string;
	hasHeader: boolean;
	everyMs: number;
	isOn: boolean;
}

export interface FeedSaved extends FeedPlan {
	/** Null: a new one. */
	id: number | null;
	sealed: string;
}

export interface Feed extends FeedPlan {
	id: number;
	sealed: string;
	author: string;
}

/** What the log keeps of a change. */
export interface LoggedFeed {
	id: number;
	name: string;
	from: FeedPlan | null;
	to: FeedPlan | null;
	/** Where the sheet is, or its header, was said anew. */
	moved?: boolean;
	/** With the facts that it had brought. */
	takenBack?: boolean;
}

// An alias and not an interface: only those fit where any handlers do.
export type FeedHandlers = {
	/** Answers with its number. @throws InputError 404, 409 when another one is called so or there are too many. */
	'feed saved': Handler<FeedSaved, number>;
	/** `takenBack`: the facts that it had brought have gone before. @throws InputError 404 */
	'feed removed': Handler<{ id: number; takenBack: boolean }, null>;
};

/** A row of a sheet, by the kind of thing it is and its key. */
export interface FeedRow {
	entity: string;
	key: string;
	digest: string;
}

/** What a part of a fetched sheet brought into the facts, and what it took out of them. */
export interface FeedPart {
	id: number;
	saw: readonly FeedRow[];
	lost: readonly Omit<FeedRow, 'digest'>[];
}

export interface FeedNotes {
	triedAt: number | null;
	reportedAt: number | null;
	wholeAt: number | null;
	etag: string | null;
	modified: string | null;
	digest: string | null;
	rows: number;
	rejected: number;
	rejectedSays: string;
	/** So many as a rule; null: not known yet. */
	usuallyRejected: number | null;
	failures: number;
	/** Its server asked to be left alone until then; null: it did not. */
	notBefore: number | null;
	trouble: FeedTrouble | null;
}

/** When a sheet of a source was last fetched, and how often that is meant to be. */
export interface Polled {
	reportedAt: number;
	everyMs: number;
}

export interface Feeds {
	handlers: FeedHandlers;
	/** By name. */
	list: () => Feed[];
	one: (id: number) => Feed | null;
	/** @throws InputError 404 */
	demand: (id: number) => Feed;
	/** Whether another sheet than this one is called so; null: than a new one. */
	isTaken: (name: string, id: number | null) => boolean;
	/** Called by the handler of the batch. */
	arrived: (part: FeedPart) => void;
	/** Digests by key. */
	rows: (id: number, entity: string) => Map<string, string>;
	/** Whether another sheet of the same source has the row, too: it is not gone while that one has it. */
	isElsewhere: (feed: Feed, key: string) => boolean;
	/** How many of its rows are in the facts, people left aside. */
	count: (id: number) => number;
	/** So many keys of its rows that are in the facts. */
	someKeys: (id: number, entity: string, limit: number) => string[];
	notes: (id: number) => FeedNotes;
	/** Notes of the machine's own, beside the journal. */
	note: (id: number, part: Partial<FeedNotes>) => void;
	reseal: (id: number, sealed: string) => void;
	/** Nothing was fetched later than now: what is noted so was while the clock ran ahead. */
	correct: (now: number) => void;
	/** By source; one that is on and was never taken whole is as old as what ops last said of it. */
	polled: () => Map<string, Polled[]>;
}

interface Row {
	id: number;
	name: string;
	choices: string;
	host: string;
	has_header: number;
	sealed: string;
	every_ms: number;
	is_on: number;
	author: string;
}

interface State {
	tried_at: number | null;
	reported_at: number | null;
	whole_at: number | null;
	etag: string | null;
	modified: string | null;
	digest: string | null;
	rows: number;
	rejected: number;
	rejected_says: string;
	usually_rejected: number | null;
	failures: number;
	not_before: number | null;
	trouble: string | null;
}

const fresh: State = { tried_at: null, reported_at: null, whole_at: null, etag: null, modified: null, digest: null, rows: 0, rejected: 0, rejected_says: '', usually_rejected: null, failures: 0, not_before: null, trouble: null };

const planOf = ({ name, choices, host, hasHeader, everyMs, isOn }: FeedPlan): FeedPlan => ({ name, choices, host, hasHeader, everyMs, isOn });

// Choices are parsed on their way into the journal, troubles are the poll's own; both are written below and nowhere else.
const feedOf = ({ choices, has_header, every_ms, is_on, ...row }: Row): Feed => ({ ...row, choices: JSON.parse(choices) as ImportChoices, hasHeader: has_header === 1, everyMs: every_ms, isOn: is_on === 1 });
const notesOf = (row: State): FeedNotes => ({
	triedAt: row.tried_at, reportedAt: row.reported_at, wholeAt: row.whole_at, etag: row.etag, modified: row.modified, digest: row.digest, rows: row.rows, rejected: row.rejected,
	rejectedSays: row.rejected_says, usuallyRejected: row.usually_rejected, failures: row.failures, notBefore: row.not_before, trouble: row.trouble === null ? null : (JSON.parse(row.trouble) as FeedTrouble),
});
const stateOf = (notes: FeedNotes): State => ({
	tried_at: notes.triedAt, reported_at: notes.reportedAt, whole_at: notes.wholeAt, etag: notes.etag, modified: notes.modified, digest: notes.digest, rows: notes.rows, rejected: notes.rejected,
	rejected_says: notes.rejectedSays, usually_rejected: notes.usuallyRejected, failures: notes.failures, not_before: notes.notBefore, trouble: notes.trouble && JSON.stringify(notes.trouble),
});

export function createFeeds(db: Db): Feeds {
	const columns = 'feed.id, name, choices, host, has_header, sealed, every_ms, is_on, author FROM feed JOIN entry ON entry.id = feed.entry';
	const all = db.prepare<[], Row>(`SELECT ${columns} ORDER BY name`);
	const byId = db.prepare<[number], Row>(`SELECT ${columns} WHERE feed.id = ?`);
	const namesake = db.prepare<[string, number | null], number>('SELECT 1 FROM feed WHERE name_key(name) = name_key(?) AND id IS NOT ? LIMIT 1').pluck();
	const counted = db.prepare<[], number>('SELECT count(*) FROM feed').pluck();
	type Values = [name: string, source: string, kind: string, choices: string, host: string, hasHeader: number, sealed: string, everyMs: number, isOn: number, entry: number];
	const insert = db.prepare<Values>('INSERT INTO feed (name, source, kind, choices, host, has_header, sealed, every_ms, is_on, entry) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
	const update = db.prepare<[...Values, number]>('UPDATE feed SET name = ?, source = ?, kind = ?, choices = ?, host = ?, has_header = ?, sealed = ?, every_ms = ?, is_on = ?, entry = ? WHERE id = ?');
	const remove = db.prepare<[number]>('DELETE FROM feed WHERE id = ?');
	const reseal = db.prepare<[string, number]>('UPDATE feed SET sealed = ? WHERE id = ?');
	const put = db.prepare<[number, string, string, string]>('INSERT INTO feed_row (feed, entity, external_id, digest) VALUES (?, ?, ?, ?) ON CONFLICT (feed, entity, external_id) DO UPDATE SET digest = excluded.digest');
	const drop = db.prepare<[number, string, string]>('DELETE FROM feed_row WHERE feed = ? AND entity = ? AND external_id = ?');
	const rows = db.prepare<[number, string], [string, string]>('SELECT external_id, digest FROM feed_row WHERE feed = ? AND entity = ?').raw();
	const elsewhere = db.prepare<[string, string, string, number], number>('SELECT 1 FROM feed JOIN feed_row r ON r.feed = feed.id AND r.entity = ? AND r.external_id = ? WHERE source = ? AND id <> ? LIMIT 1').pluck();
	const countRows = db.prepare<[number], number>(`SELECT count(*) FROM feed_row WHERE feed = ? AND entity <> 'people'`).pluck();
	const some = db.prepare<[number, string, number], string>('SELECT external_id FROM feed_row WHERE feed = ? AND entity = ? LIMIT ?').pluck();
	const state = db.prepare<[number], State>(`SELECT ${Object.keys(fresh).join(', ')} FROM feed_state WHERE feed = ?`);
	const setState = db.prepare<[State & { feed: number }]>(`INSERT OR REPLACE INTO feed_state (feed, ${Object.keys(fresh).join(', ')}) VALUES (@feed, ${Object.keys(fresh).map((name) => `@${name}`).join(', ')})`);
	const redate = db.prepare<[number, number]>('UPDATE feed_state SET reported_at = ? WHERE reported_at > ?');
	const polled = db.prepare<[], Polled & { source: string }>(`
		SELECT source, coalesce(reported_at, entry.at) AS reportedAt, every_ms AS everyMs FROM feed JOIN entry ON entry.id = feed.entry
		LEFT JOIN feed_state ON feed_state.feed = feed.id WHERE reported_at IS NOT NULL OR is_on = 1`);

	const one = (id: number): Feed | null => {
		const row = byId.get(id);
		return row ? feedOf(row) : null;
	};
	const demand = (id: number): Feed => {
		const found = one(id);
		if (!found) throw new InputError('There is no such sheet.', { status: 404, code: 'not_found', field: 'id' });
		return found;
	};
	const isTaken = (name: string, id: number | null): boolean => namesake.get(name, id) !== undefined;
	const notes = (id: number): FeedNotes => notesOf(state.get(id) ?? fresh);
	const note: Feeds['note'] = (id, part) => void setState.run({ ...stateOf({ ...notes(id), ...part }), feed: id });

	return {
		handlers: {
			'feed saved': ({ id, sealed, ...plan }, entry) => {
				const before = id === null ? null : demand(id);
				if (before?.name !== plan.name && isTaken(plan.name, id)) throw new InputError('Another sheet is called so.', { status: 409, code: 'taken', field: 'name' });
				if (!before && (counted.get() ?? 0) >= mostFeeds) throw new InputError(`There are ${mostFeeds} sheets already; remove one first.`, { status: 409, code: 'too_many', field: 'name' });
				const { name, choices, host, hasHeader, everyMs, isOn } = plan;
				const values: Values = [name, choices.source, choices.kind, JSON.stringify(choices), host, Number(hasHeader), sealed, everyMs, Number(isOn), entry.id];
				if (before) update.run(...values, before.id);
				const saved = before?.id ?? Number(insert.run(...values).lastInsertRowid);
				const moved = before !== null && before.sealed !== sealed;
				// What is known of the sheet was of another one, or was read otherwise.
				if (moved || (before && JSON.stringify(before.choices) !== JSON.stringify(choices))) note(saved, { wholeAt: null, etag: null, modified: null, digest: null, usuallyRejected: null, failures: 0, notBefore: null, trouble: null });
				const logged: LoggedFeed = { id: saved, name, from: before && planOf(before), to: planOf(plan), ...(moved ? { moved } : {}) };
				return { reply: saved, logged };
			},
			'feed removed': ({ id, takenBack }) => {
				const before = demand(id);
				remove.run(id);
				const logged: LoggedFeed = { id, name: before.name, from: planOf(before), to: null, takenBack };
				return { reply: null, logged };
			},
		},
		list: () => all.all().map(feedOf),
		one,
		demand,
		isTaken,
		arrived: ({ id, saw, lost }) => {
			for (const { entity, key, digest } of saw) put.run(id, entity, key, digest);
			for (const { entity, key } of lost) drop.run(id, entity, key);
		},
		rows: (id, entity) => new Map(rows.all(id, entity)),
		isElsewhere: ({ id, choices: { kind, source } }, key) => elsewhere.get(kind, key, source, id) !== undefined,
		count: (id) => countRows.get(id) ?? 0,
		someKeys: (id, entity, limit) => some.all(id, entity, limit),
		notes,
		note,
		reseal: (id, sealed) => void reseal.run(sealed, id),
		correct: (now) => void redate.run(now, now),
		polled: () => {
			const found = new Map<string, Polled[]>();
			for (const { source, reportedAt, everyMs } of polled.all()) found.set(source, [...(found.get(source) ?? []), { reportedAt, everyMs }]);
			return found;
		},
	};
}
