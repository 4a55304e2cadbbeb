/** Months as they were closed: what was shown and said of each scope, kept whatever facts, targets and people become later. */
import type { Explained } from '../../shared/api.ts';
import type { ReviewSection } from '../../shared/review-api.ts';
import type { Db } from '../db/open.ts';
import type { Handler } from '../journal/journal.ts';

/** Of one scope. */
export interface ClosePart {
	/** As it is stored: `company`, `team:<id>`, `person:<id>`. */
	scope: string;
	sections: ReviewSection[];
	figures: Explained[];
}

export interface MonthClosed {
	uid: string;
	month: string;
	parts: ClosePart[];
	/** By itself, on the working day that the agenda says. */
	byItself: boolean;
	/** The newest entry that its numbers rest on; the one before the close unless it says so. */
	revision?: number;
}

/** A close that this database lacked, as its file has it. */
export interface CloseKept {
	uid: string;
	month: string;
	closedAt: number;
	author: string;
	parts: ClosePart[];
}

export interface StoredClose {
	id: number;
	uid: string;
	month: string;
	/** Epoch milliseconds. */
	closedAt: number;
	/** Empty: by itself. */
	author: string;
	/** The newest entry that it rests on; null: kept from its file. */
	revision: number | null;
}

export type CloseHandlers = {
	/** Answers with the number of the close. The log keeps the header. */
	'month closed': Handler<MonthClosed, number>;
	/** Answers with the number of the close; one that is there already stays as it is. */
	'close kept': Handler<CloseKept, number>;
};

export interface Closes {
	handlers: CloseHandlers;
	/** Newest first. */
	ofMonth: (month: string) => StoredClose[];
	/** Oldest first. */
	all: () => StoredClose[];
	one: (id: number) => StoredClose | null;
	part: (id: number, scope: string) => ClosePart | null;
	/** Whose review it has, as stored. */
	scopes: (id: number) => string[];
	/** Its parts as JSON, as they are written to a file. */
	partsText: (id: number) => string;
}

export function createCloses(db: Db): Closes {
	const columns = 'id, uid, month, closed_at AS closedAt, author, revision';
	const insert = db.prepare<[string, string, number, string, number | null, number]>('INSERT INTO month_close (uid, month, closed_at, author, revision, entry) VALUES (?, ?, ?, ?, ?, ?)');
	const insertPart = db.prepare<[number, string, string, string]>('INSERT INTO close_part (close, scope, sections, figures) VALUES (?, ?, ?, ?)');
	const ofMonth = db.prepare<[string], StoredClose>(`SELECT ${columns} FROM month_close WHERE month = ? ORDER BY closed_at DESC, id DESC`);
	const all = db.prepare<[], StoredClose>(`SELECT ${columns} FROM month_close ORDER BY id`);
	const one = db.prepare<[number], StoredClose>(`SELECT ${columns} FROM month_close WHERE id = ?`);
	const byUid = db.prepare<[string], number>('SELECT id FROM month_close WHERE uid = ?').pluck();
	const part = db.prepare<[number, string], { sections: string; figures: string }>('SELECT sections, figures FROM close_part WHERE close = ? AND scope = ?');
	const parts = db.prepare<[number], { scope: string; sections: string; figures: string }>('SELECT scope, sections, figures FROM close_part WHERE close = ? ORDER BY scope');
	const scopes = db.prepare<[number], string>('SELECT scope FROM close_part WHERE close = ? ORDER BY scope').pluck();
	const write = (id: number, all: readonly ClosePart[]): void => {
		for (const { scope, sections, figures } of all) insertPart.run(id, scope, JSON.stringify(sections), JSON.stringify(figures));
	};
	return {
		handlers: {
			'month closed': ({ uid, month, parts: made, byItself, revision }, entry) => {
				const rests = revision ?? entry.id - 1;
				const id = Number(insert.run(uid, month, entry.at, byItself ? '' : entry.author, rests, entry.id).lastInsertRowid);
				write(id, made);
				return { reply: id, logged: { uid, month, byItself, revision: rests } };
			},
			'close kept': ({ uid, month, closedAt, author, parts: kept }, entry) => {
				const known = byUid.get(uid);
				const id = known ?? Number(insert.run(uid, month, closedAt, author, null, entry.id).lastInsertRowid);
				if (known === undefined) write(id, kept);
				return { reply: id, logged: { uid, month } };
			},
		},
		ofMonth: (month) => ofMonth.all(month),
		all: () => all.all(),
		one: (id) => one.get(id) ?? null,
		part: (id, scope) => {
			const found = part.get(id, scope);
			// Written by the handlers above and nowhere else.
			return found ? { scope, sections: JSON.parse(found.sections) as ReviewSection[], figures: JSON.parse(found.figures) as Explained[] } : null;
		},
		scopes: (id) => scopes.all(id),
		partsText: (id) => `[${parts.all(id).map(({ scope, sections, figures }) => `{"scope":${JSON.stringify(scope)},"sections":${sections},"figures":${figures}}`).join(',\n')}]`,
	};
}
