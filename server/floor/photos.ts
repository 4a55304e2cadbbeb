/** The bytes of photos: noted beside the journal, known by their SHA-256, and gone with the last person who has them. */
import { createHash } from 'node:crypto';
import type { Db } from '../db/open.ts';

export type PhotoType = 'image/jpeg' | 'image/png';

export interface Photo {
	type: PhotoType;
	bytes: Uint8Array;
}

export interface Photos {
	/** Keeps a photo that was checked and returns its id. In the transaction of the entry that gives it to somebody, or it is dropped with the next. */
	keep: (photo: Photo) => string;
	read: (id: string) => Photo | null;
	/** Deletes what nobody has. */
	dropUnused: () => void;
}

export function createPhotos(db: Db): Photos {
	const insert = db.prepare<[string, PhotoType, Uint8Array]>('INSERT INTO photo (id, type, bytes) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING');
	const byId = db.prepare<[string], Photo>('SELECT type, bytes FROM photo WHERE id = ?');
	const drop = db.prepare<[]>('DELETE FROM photo WHERE id NOT IN (SELECT photo FROM person WHERE photo IS NOT NULL)');
	return {
		keep: ({ type, bytes }) => {
			const id = createHash('sha256').update(bytes).digest('hex');
			insert.run(id, type, bytes);
			return id;
		},
		read: (id) => byId.get(id) ?? null,
		dropUnused: () => void drop.run(),
	};
}
