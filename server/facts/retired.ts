/**
 * From which day on facts of a kind are kept, where not all of them are. What was before it is not known any more (M3): no figure of a
 * period that begins before it is one, and a row that lies before it is not taken.
 */
import type { Db } from '../db/open.ts';
import type { FactEntity } from './schema.ts';

export type TouchOf = 'lead' | 'deal';

export interface Retired {
	/** Null: all that ever came is kept. */
	before: (entity: FactEntity) => string | null;
	/** Nothing that lay before the day is kept from now on. It never moves back: what was taken out does not return by itself. */
	put: (entity: FactEntity, day: string, entry: number) => void;
	/** What lies before it is taken again. */
	lift: (entity: FactEntity) => void;
	/** A touch of a lead, or of a deal, was taken out. */
	noteTouch: (of: TouchOf, source: string, id: string, day: string) => void;
	/** One was not taken. It may have been here before: false when it is known that there were any. */
	notePassed: (of: TouchOf, source: string, id: string, day: string) => boolean;
	wasTouched: (of: TouchOf, source: string, id: string) => boolean;
	/** Forgets those that were touched before, and returns them. */
	forgetTouches: () => { of: TouchOf; source: string; id: string }[];
	/** What was read is read anew: the entry that changed it may not have been kept. */
	forget: () => void;
}

export function createRetired(db: Db): Retired {
	const read = db.prepare<[], { entity: FactEntity; before_day: string }>('SELECT entity, before_day FROM retired');
	const write = db.prepare<[string, string, number]>(
		`INSERT INTO retired (entity, before_day, entry) VALUES (?, ?, ?) ON CONFLICT (entity) DO UPDATE SET before_day = excluded.before_day, entry = excluded.entry WHERE excluded.before_day > before_day`,
	);
	const drop = db.prepare<[string]>('DELETE FROM retired WHERE entity = ?');
	const insert = 'INSERT INTO retired_touch (of, source, id, touches, last_day) VALUES (?, ?, ?, 1, ?) ON CONFLICT';
	const note = db.prepare<[string, string, string, string]>(`${insert} (of, source, id) DO UPDATE SET touches = touches + 1, last_day = max(last_day, excluded.last_day)`);
	const notePassed = db.prepare<[string, string, string, string]>(`${insert} DO NOTHING`);
	const touch = db.prepare<[string, string, string], number>('SELECT 1 FROM retired_touch WHERE of = ? AND source = ? AND id = ?').pluck();
	const anyTouch = db.prepare<[], number>('SELECT 1 FROM retired_touch LIMIT 1').pluck();
	const touches = db.prepare<[], { of: TouchOf; source: string; id: string }>('SELECT of, source, id FROM retired_touch');
	const forgetTouches = db.prepare('DELETE FROM retired_touch');
	let known: Map<FactEntity, string> | null = null;
	// Most floors have none, and looking for one would cost each lead of a push. Once true it stays true.
	let hasTouches: boolean | null = null;

	return {
		before: (entity) => (known ??= new Map(read.all().map(({ entity: of, before_day }) => [of, before_day]))).get(entity) ?? null,
		put: (entity, day, entry) => {
			write.run(entity, day, entry);
			known = null;
		},
		lift: (entity) => {
			drop.run(entity);
			known = null;
		},
		noteTouch: (of, source, id, day) => {
			hasTouches = true;
			note.run(of, source, id, day);
		},
		notePassed: (of, source, id, day) => {
			hasTouches = true;
			return notePassed.run(of, source, id, day).changes > 0;
		},
		wasTouched: (of, source, id) => {
			hasTouches ??= anyTouch.get() !== undefined;
			return hasTouches && touch.get(of, source, id) !== undefined;
		},
		forgetTouches: () => {
			const all = touches.all();
			forgetTouches.run();
			return all;
		},
		forget: () => {
			known = null;
		},
	};
}
