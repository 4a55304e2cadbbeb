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
	/** All that is known, and taking it over from another database; what stands for a key there may be somebody else's here, and becomes another. */
	kept: () => { hashes: { hash: string; key: string }[]; salts: string[] };
	take: (from: Pick<ErasedKeys, 'kept'>) => void;
	/** How many of those people are not among these hashes. */
	countBeside: (hashes: readonly string[]) => number;
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
	const further = db.prepare<[], string>('SELECT salt FROM erased_salt').pluck();
	const insertSalt = db.prepare<[string]>('INSERT INTO erased_salt (salt) VALUES (?) ON CONFLICT DO NOTHING');
	const adopt = db.prepare<[string]>('INSERT INTO erasing (id, salt, is_swept) VALUES (1, ?, 1) ON CONFLICT (id) DO NOTHING');
	const listed = db.prepare<[], { hash: string; key: string }>('SELECT hash, key FROM erased_key ORDER BY key');
	const hashOf = (key: string, salt: string): string => createHash('sha256').update(`${salt}\n${key}`).digest('base64url');

	// Asked of every row of a push: where nobody was ever erased it costs nothing.
	let salts: string[] | undefined;
	const saltsNow = (): string[] => {
		if (salts) return salts;
		const own = readSalt.get();
		return (salts = own === undefined ? [] : [own, ...further.all().filter((one) => one !== own)]);
	};
	/** `erased:<person>:<n>`: whose a key was, in the database that erased it. */
	const whose = (anonymous: string): string => anonymous.split(':')[1] ?? '';

	return {
		standsFor: (key) => {
			if (key === '') return null;
			for (const salt of saltsNow()) {
				const found = find.get(hashOf(key, salt));
				if (found !== undefined) return found;
			}
			return null;
		},
		salt: () => saltsNow()[0] ?? null,
		add: (key, anonymous, wished) => {
			// A transaction that is rolled back takes its salt along.
			salts = undefined;
			begin.run(wished);
			insert.run(hashOf(key, readSalt.get() ?? wished), anonymous);
		},
		kept: () => ({ hashes: listed.all(), salts: saltsNow() }),
		take: (from) => {
			const there = from.kept();
			for (const one of there.salts) {
				adopt.run(one);
				insertSalt.run(one);
			}
			const theirs = new Map<string, string>();
			for (const { hash, key } of there.hashes) {
				const person = whose(key);
				// A number is a person of that database only; what was made of one stays as it is from then on.
				if (!theirs.has(person)) theirs.set(person, /^\d+$/.test(person) ? hash.slice(0, 22) : person);
				insert.run(hash, `erased:${theirs.get(person) ?? ''}:${key.split(':')[2] ?? ''}`);
			}
			salts = undefined;
		},
		countBeside: (hashes) => {
			const known = new Set(hashes);
			return new Set(listed.all().flatMap(({ hash, key }) => (known.has(hash) ? [] : [whose(key)]))).size;
		},
		isSwept: () => unswept.get() === undefined,
		setSwept: (isSwept) => void sweep.run(isSwept ? 1 : 0),
	};
}
