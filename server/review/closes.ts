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
	/** The newest entry that they rest on. */
	revision: number;
	/** By itself, on the working day that the agenda says. */
	byItself: boolean;
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
};

export interface Closes {
	handlers: CloseHandlers;
	/** Newest first. */
	ofMonth: (month: string) => StoredClose[];
	one: (id: number) => StoredClose | null;
	part: (id: number, scope: string) => ClosePart | null;
}

export function createCloses(db: Db): Closes {
	const columns = 'id, uid, month, closed_at AS closedAt, author, revision';
	const insert = db.prepare<[string, string, number, string, number | null, number]>('INSERT INTO month_close (uid, month, closed_at, author, revision, entry) VALUES (?, ?, ?, ?, ?, ?)');
	const insertPart = db.prepare<[number, string, string, string]>('INSERT INTO close_part (close, scope, sections, figures) VALUES (?, ?, ?, ?)');
	const ofMonth = db.prepare<[string], StoredClose>(`SELECT ${columns} FROM month_close WHERE month = ? ORDER BY closed_at DESC, id DESC`);
	const one = db.prepare<[number], StoredClose>(`SELECT ${columns} FROM month_close WHERE id = ?`);
	const part = db.prepare<[number, string], { sections: string; figures: string }>('SELECT sections, figures FROM close_part WHERE close = ? AND scope = ?');
	return {
		handlers: {
			'month closed': ({ uid, month, parts, revision, byItself }, entry) => {
				const id = Number(insert.run(uid, month, entry.at, byItself ? '' : entry.author, revision, entry.id).lastInsertRowid);
				for (const { scope, sections, figures } of parts) insertPart.run(id, scope, JSON.stringify(sections), JSON.stringify(figures));
				return { reply: id, logged: { uid, month, byItself } };
			},
		},
		ofMonth: (month) => ofMonth.all(month),
		one: (id) => one.get(id) ?? null,
		part: (id, scope) => {
			const found = part.get(id, scope);
			// Written by the handler above and nowhere else.
			return found ? { scope, sections: JSON.parse(found.sections) as ReviewSection[], figures: JSON.parse(found.figures) as Explained[] } : null;
		},
	};
}
