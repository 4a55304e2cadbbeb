/** What was celebrated, or looked at and left: noted by the machine itself, once and for ever. */
import type { Db } from '../db/open.ts';
import type { Occasion } from './occasion.ts';

/** Something that was celebrated. */
export interface Celebrated {
	id: string;
	/** Epoch milliseconds. */
	at: number;
	withdrawnAt: number | null;
	about: Occasion;
}

export interface CelebrationStore {
	/** Up to which entry has been looked. */
	looked: () => number;
	lookedUpTo: (entry: number) => void;
	isNoted: (id: string) => boolean;
	/**
	 * Under which id something is noted next; null while it stands, or was left. What was taken back may come again, and is another celebration
	 * then: screens that have shown the first one show it.
	 */
	nextId: (id: string) => string | null;
	/** False when it was noted before: then nothing is written. `about`: null where it is left. */
	note: (id: string, at: number, about: Occasion | null) => boolean;
	withdraw: (id: string, at: number) => void;
	/** All that was noted, and taking it into another database, so that nothing is celebrated again there. */
	noted: () => NotedRow[];
	take: (rows: readonly NotedRow[]) => void;
	/** Newest first, those withdrawn too. */
	since: (at: number, limit: number) => Celebrated[];
}

export interface NotedRow {
	id: string;
	at: number;
	celebrated: number;
	withdrawn_at: number | null;
	about: string | null;
}

interface Row {
	id: string;
	at: number;
	withdrawn_at: number | null;
	about: string;
}

export function createCelebrationStore(db: Db): CelebrationStore {
	const looked = db.prepare<[], number>('SELECT entry FROM celebration_look').pluck();
	const lookedUpTo = db.prepare<[number]>('UPDATE celebration_look SET entry = ?');
	const isNoted = db.prepare<[string], number>('SELECT 1 FROM celebration WHERE id = ?').pluck();
	const withdrawnAt = db.prepare<[string], number | null>('SELECT withdrawn_at FROM celebration WHERE id = ?').pluck();
	const note = db.prepare<[string, number, number, string | null]>('INSERT INTO celebration (id, at, celebrated, about) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING');
	const withdraw = db.prepare<[number, string]>('UPDATE celebration SET withdrawn_at = ? WHERE id = ? AND withdrawn_at IS NULL');
	const noted = db.prepare<[], NotedRow>('SELECT id, at, celebrated, withdrawn_at, about FROM celebration');
	const take = db.prepare<[NotedRow]>('INSERT INTO celebration (id, at, celebrated, withdrawn_at, about) VALUES (@id, @at, @celebrated, @withdrawn_at, @about) ON CONFLICT DO NOTHING');
	const since = db.prepare<[number, number], Row>('SELECT id, at, withdrawn_at, about FROM celebration WHERE celebrated = 1 AND at >= ? ORDER BY at DESC, id LIMIT ?');
	return {
		looked: () => looked.get() ?? 0,
		lookedUpTo: (entry) => void lookedUpTo.run(entry),
		isNoted: (id) => isNoted.get(id) !== undefined,
		nextId: (id) => {
			for (let time = 1; ; time += 1) {
				const one = time === 1 ? id : `${id}#${time}`;
				const taken = withdrawnAt.get(one);
				if (taken === undefined) return one;
				if (taken === null) return null;
			}
		},
		note: (id, at, about) => note.run(id, at, about ? 1 : 0, about && JSON.stringify(about)).changes > 0,
		noted: () => noted.all(),
		take: (rows) => rows.forEach((row) => take.run(row)),
		withdraw: (id, at) => void withdraw.run(at, id),
		// Written by `note` above and nowhere else.
		since: (at, limit) => since.all(at, limit).map((row) => ({ id: row.id, at: row.at, withdrawnAt: row.withdrawn_at, about: JSON.parse(row.about) as Occasion })),
	};
}
