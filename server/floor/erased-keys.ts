/**
 * The owner keys of people who were erased, known only by their salted hashes: what is pushed under such a key counts on, unnamed.
 * Whoever has the file and guesses an address can tell that it was erased; what is not guessed cannot be read out of it.
 */
import { createHash } from 'node:crypto';
import type { Db } from '../db/open.ts';

export interface ErasedKeys {
	/** What stands in facts for the key of somebody erased; null for any other. */
	standsFor: (key: string) => string | null;
	/** Of the first erasing; null before it. */
	salt: () => string | null;
	/** From now on `key` is known as `anonymous`. */
	add: (key: string, anonymous: string, salt: string) => void;
	/** Whether the file still holds remains of what was erased. */
	isSwept: () => boolean;
	setSwept: (isSwept: boolean) => void;
}

export function createErasedKeys(db: Db): ErasedKeys {
	const find = db.prepare<[string], string>('SELECT key FROM erased_key WHERE hash = ?').pluck();
	const insert = db.prepare<[string, string]>('INSERT INTO erased_key (hash, key) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING');
	const readSalt = db.prepare<[], string>('SELECT salt FROM erasing').pluck();
	const begin = db.prepare<[string]>('INSERT INTO erasing (id, salt, is_swept) VALUES (1, ?, 0) ON CONFLICT (id) DO UPDATE SET is_swept = 0');
	const unswept = db.prepare<[], number>('SELECT 1 FROM erasing WHERE is_swept = 0').pluck();
	const sweep = db.prepare<[number]>('UPDATE erasing SET is_swept = ?');
	const hashOf = (key: string, salt: string): string => createHash('sha256').update(`${salt}\n${key}`).digest('base64url');

	// Asked of every row of a push: where nobody was ever erased it costs nothing.
	let salt: string | null | undefined;
	const saltNow = (): string | null => (salt === undefined ? (salt = readSalt.get() ?? null) : salt);

	return {
		standsFor: (key) => {
			const by = key === '' ? null : saltNow();
			return by === null ? null : (find.get(hashOf(key, by)) ?? null);
		},
		salt: saltNow,
		add: (key, anonymous, wished) => {
			// A transaction that is rolled back takes its salt along.
			salt = undefined;
			begin.run(wished);
			insert.run(hashOf(key, readSalt.get() ?? wished), anonymous);
		},
		isSwept: () => unswept.get() === undefined,
		setSwept: (isSwept) => void sweep.run(isSwept ? 1 : 0),
	};
}
