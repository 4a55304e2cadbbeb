/**
 * Which person an owner key means, as ops decide it: keys given, taken away and left out, two people merged into one and told apart
 * again. No fact and no rollup is touched: only how keys are read. Every log says what stood before, so that it can be taken back.
 */
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';
import type { Applying, Handler } from '../journal/journal.ts';
import type { People } from './people.ts';
import type { Photos } from './photos.ts';

/** `person` null: nobody, by hand, else ambiguous or taken away. */
export interface Meaning {
	person: number | null;
	byHand: boolean;
}

/** Null: nothing is known of the key. */
export interface KeyChange {
	key: string;
	from: Meaning | null;
	to: Meaning | null;
}

interface Address {
	person: number;
	from: string | null;
	to: string | null;
}

/** What the log keeps of keys that were given. */
export interface LoggedKeys {
	keys: KeyChange[];
	addresses: Address[];
	/** Somebody who was made for these keys, or whose making was taken back. */
	there: { person: number; from: boolean; to: boolean } | null;
	undoes?: number;
}

/** Of the one who was merged and the one who stays, before; entries of older versions know only `from` and `into`. */
export interface LoggedMerge {
	from: number;
	into: number;
	was?: { keys: KeyChange[]; email: [string | null, string | null]; photo: [string | null, string | null]; isRanked: [boolean, boolean] };
	undoes?: number;
}

export interface LoggedParting {
	from: number;
	into: number;
	/** Keys that were given back, and those that mean somebody else by now. */
	given: string[];
	kept: string[];
	undoes: number;
}

// An alias and not an interface: only those fit where any handlers do.
export type IdentityHandlers = {
	/** The keys with what they shall mean; those of `make` mean somebody new of that name. Replies with the one who was made. */
	'identities set': Handler<{ keys: { key: string; to: Meaning | null }[]; make?: string; addresses?: { person: number; to: string | null }[]; there?: { person: number; to: boolean }; undoes?: number }, number | null>;
	'identity assigned': Handler<{ key: string; person: number }, void>;
	'people merged': Handler<{ from: number; into: number; undoes?: number }, void>;
	/** Gives back what the merge took, as far as it has not become somebody else's. */
	'people unmerged': Handler<{ merge: LoggedMerge; undoes: number }, void>;
	'people told apart': Handler<{ a: number; b: number; apart: boolean; undoes?: number }, void>;
};

export interface Identities {
	handlers: IdentityHandlers;
	meaningOf: (key: string) => Meaning | null;
	keysOf: (person: number) => { key: string; byHand: boolean }[];
	/** Keys that ops left out: they mean nobody. */
	leftOut: () => string[];
	/** The name of somebody who may have been merged since; undefined of one who was erased, or never was. */
	nameOf: (person: number) => string | undefined;
	/** Whom somebody was merged into. */
	mergedInto: (person: number) => number | null;
	/** Nothing is known of them but their name and so many keys: their making can be taken back. */
	isBare: (person: number, keys: number) => boolean;
	/** They were made, and their making was taken back. */
	isUnmade: (person: number) => boolean;
	emailOf: (person: number) => string | null;
	whoHasAddress: (email: string) => number | null;
	toldApart: () => { a: number; b: number }[];
}

interface Row {
	email: string | null;
	photo: string | null;
	is_ranked: number;
}

export const isSameMeaning = (a: Meaning | null, b: Meaning | null): boolean => a?.person === b?.person && a?.byHand === b?.byHand;

export function createIdentities(db: Db, { people, photos }: { people: People; photos: Photos }): Identities {
	const identity = db.prepare<[string], { person: number | null; by_hand: number }>('SELECT person, by_hand FROM identity WHERE key = ?');
	const write = db.prepare<[string, number | null, number, number]>(
		'INSERT INTO identity (key, person, by_hand, entry) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET person = excluded.person, by_hand = excluded.by_hand, entry = excluded.entry',
	);
	const forget = db.prepare<[string]>('DELETE FROM identity WHERE key = ?');
	const keysOf = db.prepare<[number], { key: string; by_hand: number }>(`SELECT key, by_hand FROM identity WHERE person = ? ORDER BY instr(key, '@') = 0, key`);
	const leftOut = db.prepare<[], string>('SELECT key FROM identity WHERE person IS NULL AND by_hand = 1 ORDER BY key').pluck();

	const rowOf = db.prepare<[number], Row>('SELECT email, photo, is_ranked FROM person WHERE id = ?');
	const nameOf = db.prepare<[number], string>('SELECT name FROM person WHERE id = ? AND erased = 0').pluck();
	const mergedInto = db.prepare<[number], number | null>('SELECT merged_into FROM person WHERE id = ?').pluck();
	const setMerged = db.prepare<[number | null, number, number]>('UPDATE person SET merged_into = ?, entry = ? WHERE id = ?');
	const setRow = db.prepare<[string | null, string | null, number, number, number]>('UPDATE person SET email = ?, photo = ?, is_ranked = ?, entry = ? WHERE id = ?');
	const setEmail = db.prepare<[string | null, number, number]>('UPDATE person SET email = ?, entry = ? WHERE id = ?');
	const addressee = db.prepare<[string], number>('SELECT id FROM person WHERE email = ?').pluck();
	const handleTaken = db.prepare<[string], number>('SELECT 1 FROM person WHERE handle = ?').pluck();
	const insert = db.prepare<[string, string, number]>('INSERT INTO person (handle, name, entry) VALUES (?, ?, ?)');
	const belongings = db.prepare<[{ person: number; scope: string }], number>(
		`SELECT (SELECT count(*) FROM identity WHERE person = @person) + (SELECT count(*) FROM membership WHERE person = @person) + (SELECT count(*) FROM leave WHERE person = @person)
		+ (SELECT count(*) FROM person WHERE merged_into = @person OR (id = @person AND photo IS NOT NULL)) + (SELECT count(*) FROM target WHERE scope = @scope AND value IS NOT NULL)`,
	).pluck();

	const apart = db.prepare<[number, number]>('INSERT INTO told_apart (a, b) VALUES (?, ?) ON CONFLICT DO NOTHING');
	const notApart = db.prepare<[number, number]>('DELETE FROM told_apart WHERE a = ? AND b = ?');
	const allApart = db.prepare<[], { a: number; b: number }>('SELECT a, b FROM told_apart');

	const meaningOf = (key: string): Meaning | null => {
		const known = identity.get(key);
		return known ? { person: known.person, byHand: known.by_hand === 1 } : null;
	};
	const mean = (key: string, to: Meaning | null, entry: Applying): KeyChange => {
		const from = meaningOf(key);
		if (to) write.run(key, to.person, to.byHand ? 1 : 0, entry.id);
		else forget.run(key);
		return { key, from, to };
	};
	const demand = (id: number, field = 'person'): Row => {
		const row = people.person(id) && rowOf.get(id);
		if (!row) throw new InputError('There is no such person.', { field, status: 404, code: 'not_found' });
		return row;
	};
	const conflict = (message: string, field: string): InputError => new InputError(message, { status: 409, code: 'conflict', field });

	const readdress = (person: number, to: string | null, entry: Applying): Address => {
		const { email: from } = demand(person);
		const holder = to === null ? undefined : addressee.get(to);
		if (holder !== undefined && holder !== person) throw conflict('The address is somebody else’s.', 'key');
		setEmail.run(to, entry.id, person);
		return { person, from, to };
	};
	const isThere = (person: number): boolean => mergedInto.get(person) !== person;

	const assign = (keys: readonly { key: string; to: Meaning | null }[], entry: Applying): KeyChange[] => {
		for (const { to } of keys) if (to && to.person !== null) demand(to.person);
		return [...new Map(keys.map((each) => [each.key, each])).values()].map(({ key, to }) => mean(key, to, entry));
	};

	return {
		handlers: {
			'identities set': ({ keys, make, addresses = [], there, undoes }, entry) => {
				people.changed();
				let made: number | null = null;
				const address = make === undefined ? undefined : keys.map(({ key }) => key).find((key) => key.includes('@') && addressee.get(key) === undefined);
				if (make !== undefined) {
					const handle = [address ?? make, make, keys[0]?.key ?? ''].find((wished) => wished !== '' && !handleTaken.get(wished)) ?? `${make}/${entry.id}`;
					made = Number(insert.run(handle, make, entry.id).lastInsertRowid);
				}
				// Back before keys are theirs again, and gone only after they are not.
				if (there?.to === true) setMerged.run(null, entry.id, there.person);
				const changed = assign(made === null ? keys : keys.map(({ key }) => ({ key, to: { person: made, byHand: true } })), entry);
				const wished = [...addresses, ...(made !== null && address !== undefined ? [{ person: made, to: address }] : [])];
				// One gives up an address before another gets it.
				const readdressed = wished.sort((one, other) => Number(one.to !== null) - Number(other.to !== null)).map(({ person, to }) => readdress(person, to, entry));
				if (there?.to === false) {
					if (belongings.get({ person: there.person, scope: `person:${there.person}` }) !== 0) throw conflict('Something has been said of them since.', 'person');
					setMerged.run(there.person, entry.id, there.person);
				}
				const here = made === null ? (there ? { person: there.person, from: !there.to, to: there.to } : null) : { person: made, from: false, to: true };
				const logged: LoggedKeys = { keys: changed, addresses: readdressed, there: here, ...(undoes === undefined ? {} : { undoes }) };
				return { reply: made, logged };
			},
			'identity assigned': ({ key, person }, entry) => {
				people.changed();
				const logged: LoggedKeys = { keys: assign([{ key, to: { person, byHand: true } }], entry), addresses: [], there: null };
				return { reply: undefined, logged };
			},
			'people merged': ({ from, into, undoes }, entry) => {
				people.changed();
				if (from === into) throw new InputError('two different people are needed', { field: 'into' });
				const [theirs, own] = [demand(from, 'from'), demand(into, 'into')];
				const keys = keysOf.all(from).map(({ key }) => mean(key, { person: into, byHand: true }, entry));
				// The photo stays with its row, so that it is there when they are told apart again.
				setRow.run(null, theirs.photo, theirs.is_ranked, entry.id, from);
				setMerged.run(into, entry.id, from);
				// Who was left out under either name stays so.
				setRow.run(own.email ?? theirs.email, own.photo ?? theirs.photo, Math.min(own.is_ranked, theirs.is_ranked), entry.id, into);
				photos.dropUnused();
				const was: LoggedMerge['was'] = { keys, email: [theirs.email, own.email], photo: [theirs.photo, own.photo], isRanked: [theirs.is_ranked === 1, own.is_ranked === 1] };
				return { reply: undefined, logged: { from, into, was, ...(undoes === undefined ? {} : { undoes }) } };
			},
			'people unmerged': ({ merge: { from, into, was }, undoes }, entry) => {
				people.changed();
				const now = demand(into, 'into');
				if (mergedInto.get(from) !== into || !was) throw conflict('They are not one person any more.', 'from');
				setMerged.run(null, entry.id, from);
				const [given, kept]: [string[], string[]] = [[], []];
				for (const { key, from: before } of was.keys) {
					const isTheirs = meaningOf(key)?.person === into;
					(isTheirs ? given : kept).push(key);
					if (isTheirs) mean(key, { person: from, byHand: before?.byHand ?? false }, entry);
				}
				const [email, photo] = [was.email[0], was.photo[0]];
				// What the one who stays had of the other, and still has as it was; what was set since is theirs.
				const inherits = <T>(stands: T, [other, own]: [T, T]): boolean => own === null && other !== null && stands === other;
				const left = {
					email: inherits(now.email, was.email) ? null : now.email,
					photo: inherits(now.photo, was.photo) ? null : now.photo,
					isRanked: was.isRanked[1] && !was.isRanked[0] && now.is_ranked === 0 ? 1 : now.is_ranked,
				};
				setRow.run(left.email, left.photo, left.isRanked, entry.id, into);
				setRow.run(email !== null && addressee.get(email) === undefined ? email : null, photo, was.isRanked[0] ? 1 : 0, entry.id, from);
				photos.dropUnused();
				const logged: LoggedParting = { from, into, given, kept, undoes };
				return { reply: undefined, logged };
			},
			'people told apart': ({ a, b, apart: areTwo, undoes }) => {
				const pair: [number, number] = a < b ? [a, b] : [b, a];
				for (const id of pair) demand(id);
				if (a === b) throw new InputError('two different people are needed', { field: 'b' });
				(areTwo ? apart : notApart).run(...pair);
				return { reply: undefined, logged: { a: pair[0], b: pair[1], apart: areTwo, ...(undoes === undefined ? {} : { undoes }) } };
			},
		},
		meaningOf,
		keysOf: (person) => keysOf.all(person).map(({ key, by_hand }) => ({ key, byHand: by_hand === 1 })),
		leftOut: () => leftOut.all(),
		nameOf: (person) => nameOf.get(person),
		mergedInto: (person) => mergedInto.get(person) ?? null,
		isBare: (person, keys) => belongings.get({ person, scope: `person:${person}` }) === keys,
		isUnmade: (person) => !isThere(person),
		emailOf: (person) => rowOf.get(person)?.email ?? null,
		whoHasAddress: (email) => addressee.get(email) ?? null,
		toldApart: () => allApart.all(),
	};
}
