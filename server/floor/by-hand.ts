/** Which fields of a person ops have set, so that no source overwrites them (M4), and what the sources say of those instead. */
import type { HandField } from '../../shared/people-api.ts';
import type { Db } from '../db/open.ts';

export interface SetByHand {
	field: HandField;
	/** Null: nothing; '': that there is none. */
	says: string | null;
	/** Of a team: the day it is said from; null: from ever. */
	since: string | null;
	/** Null: it is what stood before ops set it. */
	source: string | null;
}

export interface ByHand {
	of: (person: number) => SetByHand[];
	/** Ops have set it: what stood before is what the sources say. */
	mark: (person: number, field: HandField, says: string | null, since?: string | null) => void;
	/** A source says something of a field that is set by hand. */
	note: (person: number, said: SetByHand) => void;
	/** The sources decide again. */
	release: (person: number, field: HandField) => void;
	put: (person: number, set: SetByHand) => void;
}

export function createByHand(db: Db): ByHand {
	const of = db.prepare<[number], SetByHand>('SELECT field, says, since, source FROM set_by_hand WHERE person = ? ORDER BY field');
	const mark = db.prepare<[number, string, string | null, string | null]>('INSERT INTO set_by_hand (person, field, says, since) VALUES (?, ?, ?, ?) ON CONFLICT (person, field) DO NOTHING');
	const note = db.prepare<[string | null, string | null, string | null, number, string]>('UPDATE set_by_hand SET says = ?, since = ?, source = ? WHERE person = ? AND field = ?');
	const put = db.prepare<[number, string, string | null, string | null, string | null]>('INSERT OR REPLACE INTO set_by_hand (person, field, says, since, source) VALUES (?, ?, ?, ?, ?)');
	const release = db.prepare<[number, string]>('DELETE FROM set_by_hand WHERE person = ? AND field = ?');
	return {
		of: (person) => of.all(person),
		mark: (person, field, says, since = null) => void mark.run(person, field, says, since),
		note: (person, { field, says, since, source }) => void note.run(says, since, source, person, field),
		release: (person, field) => void release.run(person, field),
		put: (person, { field, says, since, source }) => void put.run(person, field, says, since, source),
	};
}
