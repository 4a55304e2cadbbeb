/**
 * The one door for what people and sources say. An entry is plain data with its own time and author; applying it is one
 * transaction and depends on the entry and the database alone, so the same entries give the same database.
 */
import type { Db } from '../db/open.ts';

export interface EntryHead {
	/** Epoch milliseconds. */
	at: number;
	/** Who said it: an account's name, `key`, `demo`. */
	author: string;
}

/** What a handler is told about the entry it applies. */
export interface Applying extends EntryHead {
	/** The entry's number; also the revision it leads to. */
	id: number;
}

/** What a handler gives back: its answer, and what of the entry is kept in the log when not the whole of it. */
export interface Applied<Reply> {
	reply: Reply;
	/** Facts keep a header here; administrative entries leave it out and are kept whole. */
	logged?: unknown;
}

export type Handler<Body, Reply> = (body: Body, entry: Applying) => Applied<Reply>;

// Each handler has its own body and reply; `never` and `unknown` are the widest that all of them fit.
export type Handlers = Record<string, Handler<never, unknown>>;

/** What an entry is, without what is in it. */
export interface EntryTitle extends Applying {
	kind: string;
}

export interface LoggedEntry extends Applying {
	kind: string;
	body: unknown;
}

export interface Journal<H extends Handlers> {
	/**
	 * Applies an entry and returns its handler's answer. Durable when it returns; nothing is written when it throws.
	 * @throws InputError from a handler that refuses the entry.
	 */
	apply: <K extends keyof H & string>(kind: K, body: Parameters<H[K]>[0], head: EntryHead) => ReturnType<H[K]>['reply'];
	/** Applies several entries in one transaction: all or none. */
	together: <T>(work: () => T) => T;
	/** What entries would come to: they are applied, answered and taken back, and nobody is told. */
	rehearse: <T>(work: () => T) => T;
	/** Number of the newest entry. */
	revision: () => number;
	/** When the newest entry was made, in epoch milliseconds. */
	newestAt: () => number;
	/** Newest first. `kinds`: only these. */
	entries: (query: { kinds: string[]; limit: number; before?: number }) => LoggedEntry[];
	/** Those after a revision, oldest first. */
	titles: (after: number, limit: number) => EntryTitle[];
	/** How many there are of these kinds. */
	count: (kinds: string[]) => number;
	entry: (id: number) => LoggedEntry | undefined;
	/** Called after each committed change. Returns its own removal. */
	onApplied: (listener: () => void) => () => void;
}

interface EntryRow {
	id: number;
	kind: string;
	at: number;
	author: string;
	body: string;
}

/** Undoes a rehearsal. */
const backAgain = new Error('a rehearsal');

export function createJournal<H extends Handlers>(db: Db, handlers: H): Journal<H> {
	const insert = db.prepare<[string, number, string]>(`INSERT INTO entry (kind, at, author, body) VALUES (?, ?, ?, '')`);
	const writeBody = db.prepare<[string, number]>('UPDATE entry SET body = ? WHERE id = ?');
	const newest = db.prepare<[], number | null>('SELECT max(id) FROM entry').pluck();
	const madeAt = db.prepare<[], number>('SELECT at FROM entry ORDER BY id DESC LIMIT 1').pluck();
	const byId = db.prepare<[number], EntryRow>('SELECT id, kind, at, author, body FROM entry WHERE id = ?');
	const listed = db.prepare<[number, string, number], EntryRow>(
		'SELECT id, kind, at, author, body FROM entry WHERE id < ? AND kind IN (SELECT value FROM json_each(?)) ORDER BY id DESC LIMIT ?',
	);
	const titled = db.prepare<[number, number], EntryTitle>('SELECT id, kind, at, author FROM entry WHERE id > ? ORDER BY id LIMIT ?');
	const counted = db.prepare<[string], number>('SELECT count(*) FROM entry WHERE kind IN (SELECT value FROM json_each(?))').pluck();
	// By an index that leaves out the pushes: there may be millions of them between two decisions.
	const decided = db.prepare<[string, number, number], EntryRow>(
		`SELECT id, kind, at, author, body FROM entry WHERE id IN (
			SELECT id FROM entry INDEXED BY entry_decision WHERE kind IN (SELECT value FROM json_each(?)) AND kind <> 'facts arrived' AND id < ? ORDER BY id DESC LIMIT ?
		) ORDER BY id DESC`,
	);
	const listeners = new Set<() => void>();
	/** Null: to be asked of the database. */
	let known: number | null = null;
	let knownAt: number | null = null;
	const forget = (): void => {
		known = null;
		knownAt = null;
	};
	const logged = (row: EntryRow): LoggedEntry => ({ ...row, body: JSON.parse(row.body) as unknown });

	const write = db.transaction((kind: string, body: unknown, head: EntryHead): unknown => {
		const id = Number(insert.run(kind, head.at, head.author).lastInsertRowid);
		const handler = handlers[kind];
		if (!handler) throw new Error(`no handler for the entry '${kind}'`);
		// The public signature of apply ties kind and body together; inside, one table holds handlers of every shape.
		const applied = (handler as Handler<unknown, unknown>)(body, { id, at: head.at, author: head.author });
		writeBody.run(JSON.stringify(applied.logged ?? body), id);
		forget();
		return applied.reply;
	});

	const tell = (): void => {
		if (db.inTransaction) return;
		for (const listener of listeners) listener();
	};

	return {
		apply: (kind, body, head) => {
			const reply = write(kind, body, head);
			tell();
			// The handler named by `kind` gave it.
			return reply as ReturnType<H[typeof kind]>['reply'];
		},
		together: (work) => {
			try {
				return db.transaction(work)();
			} finally {
				forget();
				tell();
			}
		},
		rehearse: (work) => {
			let played: { value: ReturnType<typeof work> } | null = null;
			try {
				db.transaction(() => {
					played = { value: work() };
					throw backAgain;
				})();
			} catch (error) {
				if (error !== backAgain) throw error;
			} finally {
				forget();
			}
			// Whoever comes here has been through the transaction.
			return (played as unknown as { value: ReturnType<typeof work> }).value;
		},
		revision: () => (known ??= newest.get() ?? 0),
		newestAt: () => (knownAt ??= madeAt.get() ?? 0),
		entries: ({ kinds, limit, before = Number.MAX_SAFE_INTEGER }) => {
			const wanted = JSON.stringify(kinds);
			return (kinds.includes('facts arrived') ? listed.all(before, wanted, limit) : decided.all(wanted, before, limit)).map(logged);
		},
		titles: (after, limit) => titled.all(after, limit),
		count: (kinds) => counted.get(JSON.stringify(kinds)) ?? 0,
		entry: (id) => {
			const row = byId.get(id);
			return row && logged(row);
		},
		onApplied: (listener) => {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
	};
}
