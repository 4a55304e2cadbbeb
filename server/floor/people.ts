/**
 * People, teams, and who belonged where and when. Facts name owners by key; identities say which person a key means.
 * Nothing here touches a fact or a rollup: moving, merging and assigning people only changes how keys are read.
 */
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';
import type { PersonRow } from '../facts/schema.ts';
import type { Applying, Handler } from '../journal/journal.ts';
import type { ErasedKeys } from './erased-keys.ts';
import { addDays } from './period.ts';
import type { Photos } from './photos.ts';

export const fromEver = '0000-01-01';
export const forEver = '9999-12-31';

/** How facts name an owner: an e-mail address wherever it comes from, else the source's own word for the person; '' when unknown. */
export const ownerKey = (owner: string | null, source: string): string =>
	owner === null ? '' : owner.includes('@') ? owner.toLowerCase() : `${source}/${owner}`;

export interface Person {
	id: number;
	handle: string;
	email: string | null;
	name: string;
	role: string | null;
	manager: string | null;
	startDay: string | null;
	endDay: string | null;
	/** False: left out of rankings, and not named among the others. */
	isRanked: boolean;
	/** The id of their photo. */
	photo: string | null;
	/** Erased: their facts count on, and the name is what stands for it (M18). */
	isErased: boolean;
}

export interface Team {
	id: number;
	name: string;
}

export interface Membership {
	person: number;
	team: number;
	from: string;
	to: string;
}

export interface People {
	handlers: {
		'person moved': Handler<{ person: number; team: string; from: string }, void>;
		/** Logged with what stood before, as the next. @throws InputError 404 */
		'person ranked': Handler<{ person: number; isRanked: boolean; undoes?: number }, void>;
		/** The bytes are kept beside the journal. @throws InputError 404 */
		'photo set': Handler<{ person: number; photo: string | null }, void>;
		'team renamed': Handler<{ team: number; name: string }, void>;
	};
	/** Patches a person by a pushed row: absent fields stay. @throws InputError when a name alone could mean several people. */
	patch: (row: PersonRow, source: string, entry: Applying, today: string) => 'inserted' | 'updated' | 'unchanged';
	/** How a fact names an owner, also one who was erased. */
	ownerKey: (owner: string | null, source: string) => string;
	/** The row is of somebody who was erased: it is not to be taken. */
	isErased: (row: PersonRow, source: string) => boolean;
	/** Everybody but those merged into another, by name; who was erased comes last. */
	list: () => Person[];
	/** Unless merged into another, or erased. */
	person: (id: number) => Person | undefined;
	teams: () => Team[];
	memberships: () => Membership[];
	/** By handle, e-mail address or any key that means just one person. */
	personNamed: (name: string) => Person | undefined;
	/** Whom an owner key means; undefined where that is nobody, or several. */
	behindKey: (key: string) => Person | undefined;
	/** Also of somebody who was merged into another: then that one. */
	personNow: (id: number) => Person | undefined;
	/** Everybody who is called so. */
	withName: (name: string) => Person[];
	/** By its name now or a former one. */
	teamNamed: (name: string) => Team | undefined;
	/** An owner key that means this person: their address, if they have one. */
	keyOf: (person: number) => string | undefined;
	/** Whether an owner key means somebody. */
	isKnownKey: (key: string) => boolean;
	count: () => number;
	/** Grows with every change, so that what is remembered of people can be known to be old. */
	changes: () => number;
	/** For entries whose handlers stand elsewhere. */
	changed: () => void;
	/** What stands for the name of somebody who was erased. */
	nameless: () => string;
}

interface StoredPerson {
	id: number;
	handle: string;
	email: string | null;
	name: string;
	role: string | null;
	manager: string | null;
	start_day: string | null;
	end_day: string | null;
	is_ranked: number;
	photo: string | null;
	erased: number;
}

const columns = 'id, handle, email, name, role, manager, start_day, end_day, is_ranked, photo, erased';

/** `nameless`: what stands for the name of somebody who was erased. */
export function createPeople(db: Db, photos: Photos, erased: Pick<ErasedKeys, 'standsFor'>, nameless: () => string): People {
	const toPerson = ({ start_day, end_day, is_ranked, erased: gone, name, ...rest }: StoredPerson): Person => ({
		...rest,
		name: gone === 1 ? nameless() : name,
		startDay: start_day,
		endDay: end_day,
		isRanked: is_ranked === 1,
		isErased: gone === 1,
	});
	const toKnown = (stored: StoredPerson | undefined): Person | undefined => stored && toPerson(stored);
	const byId = db.prepare<[number], StoredPerson>(`SELECT ${columns} FROM person WHERE id = ?`);
	const byHandle = db.prepare<[string], StoredPerson>(`SELECT ${columns} FROM person WHERE handle = ? AND merged_into IS NULL`);
	const there = db.prepare<[number], StoredPerson>(`SELECT ${columns} FROM person WHERE id = ? AND merged_into IS NULL AND erased = 0`);
	const mergedInto = db.prepare<[number], StoredPerson>(
		`WITH RECURSIVE same (id) AS (SELECT ? UNION SELECT merged_into FROM person JOIN same USING (id) WHERE merged_into IS NOT NULL)
		SELECT ${columns} FROM person JOIN same USING (id) WHERE merged_into IS NULL`,
	);
	const byEmail = db.prepare<[string], StoredPerson>(`SELECT ${columns} FROM person WHERE email = ?`);
	const handleTaken = db.prepare<[string], number>('SELECT 1 FROM person WHERE handle = ?').pluck();
	const all = db.prepare<[], StoredPerson>(`SELECT ${columns} FROM person WHERE merged_into IS NULL ORDER BY erased, name, id`);
	const allNamed = db.prepare<[string], StoredPerson>(`SELECT ${columns} FROM person WHERE name = ? AND merged_into IS NULL AND erased = 0 ORDER BY id`);
	const counted = db.prepare<[], number>('SELECT count(*) FROM person WHERE merged_into IS NULL AND erased = 0').pluck();
	const insert = db.prepare<[string, string | null, string, number]>('INSERT INTO person (handle, email, name, entry) VALUES (?, ?, ?, ?)');
	const update = db.prepare<[StoredPerson & { entry: number }]>(
		'UPDATE person SET handle = @handle, email = @email, name = @name, role = @role, manager = @manager, start_day = @start_day, end_day = @end_day, entry = @entry WHERE id = @id',
	);
	const setRanked = db.prepare<[number, number, number]>('UPDATE person SET is_ranked = ?, entry = ? WHERE id = ?');
	const setPhoto = db.prepare<[string | null, number, number]>('UPDATE person SET photo = ?, entry = ? WHERE id = ?');

	const identity = db.prepare<[string], { person: number | null; by_hand: number }>('SELECT person, by_hand FROM identity WHERE key = ?');
	const addIdentity = db.prepare<[string, number, number]>('INSERT INTO identity (key, person, entry) VALUES (?, ?, ?)');
	const blurIdentity = db.prepare<[number, string]>('UPDATE identity SET person = NULL, entry = ? WHERE key = ?');
	const claimIdentity = db.prepare<[number, number, string]>('UPDATE identity SET person = ?, entry = ? WHERE key = ? AND person IS NULL AND by_hand = 0');
	const keyOf = db.prepare<[number], string>(`SELECT key FROM identity WHERE person = ? ORDER BY instr(key, '@') = 0 OR instr(key, '/') > 0, key LIMIT 1`).pluck();

	const teamById = db.prepare<[string], Team>('SELECT t.id, t.name FROM team_alias a JOIN team t ON t.id = a.team WHERE a.name = ?');
	const allTeams = db.prepare<[], Team>('SELECT id, name FROM team ORDER BY name');
	const addTeam = db.prepare<[string]>('INSERT INTO team (name) VALUES (?)');
	const addAlias = db.prepare<[string, number]>('INSERT INTO team_alias (name, team) VALUES (?, ?)');
	const rename = db.prepare<[string, number]>('UPDATE team SET name = ? WHERE id = ?');

	const allMemberships = db.prepare<[], Membership>('SELECT person, team, from_day AS "from", to_day AS "to" FROM membership ORDER BY person, from_day');
	const membershipOn = db.prepare<[number, string, string], { team: number; from: string }>('SELECT team, from_day AS "from" FROM membership WHERE person = ? AND from_day <= ? AND to_day >= ?');
	const membershipFrom = db.prepare<[number, string], number>('SELECT team FROM membership WHERE person = ? AND from_day = ?').pluck();
	const anyMembership = db.prepare<[number], number>('SELECT 1 FROM membership WHERE person = ? LIMIT 1').pluck();
	const beginEarlier = db.prepare<[string, number, string, number]>('UPDATE membership SET from_day = ? WHERE person = ? AND from_day = ? AND NOT EXISTS (SELECT 1 FROM membership e WHERE e.person = ? AND e.from_day < membership.from_day)');
	const dropFrom = db.prepare<[number, string]>('DELETE FROM membership WHERE person = ? AND from_day >= ?');
	const endBefore = db.prepare<[string, number, string]>('UPDATE membership SET to_day = ? WHERE person = ? AND to_day >= ?');
	const join = db.prepare<[number, string, string, number]>('INSERT INTO membership (person, from_day, to_day, team) VALUES (?, ?, ?, ?)');

	const teamFor = (name: string): Team => {
		const known = teamById.get(name);
		if (known) return known;
		const id = Number(addTeam.run(name).lastInsertRowid);
		addAlias.run(name, id);
		return { id, name };
	};

	let changes = 0;

	/** From that day on, whatever was known of later days. */
	const move = (person: number, team: number, from: string): boolean => {
		if (membershipFrom.get(person, from) === team) return false;
		const now = membershipOn.get(person, from, from);
		dropFrom.run(person, from);
		if (now?.team === team && now.from < from) {
			endBefore.run(forEver, person, from);
			return true;
		}
		if (from > fromEver) endBefore.run(addDays(from, -1), person, from);
		join.run(person, from, forEver, team);
		return true;
	};

	/** A name that two people share means neither of them until ops say otherwise. */
	const introduce = (key: string, person: number, entry: Applying): void => {
		if (erased.standsFor(key) !== null) return;
		const known = identity.get(key);
		if (!known) addIdentity.run(key, person, entry.id);
		else if (known.person !== null && known.person !== person && !known.by_hand) blurIdentity.run(entry.id, key);
	};

	const meant = (key: string | null): StoredPerson | undefined => {
		const known = key === null ? undefined : identity.get(key);
		return known?.person == null ? undefined : byId.get(known.person);
	};

	const known = (row: PersonRow, source: string): StoredPerson | undefined => {
		const addressed = meant(row.email ?? null) ?? (row.email ? byEmail.get(row.email) : undefined);
		if (addressed) return addressed;
		if (row.id) return meant(`${source}/${row.id}`);
		// Ops have said that the address is nobody's here: then it is not that of whoever has the name.
		if (!row.name || (row.email && identity.get(row.email))) return undefined;
		const key = `${source}/${row.name}`;
		const named = meant(key);
		if (!row.email) {
			if (!named && identity.get(key)) throw new InputError(`several people are called ${row.name}: give an id or an e-mail address`, { field: 'name', code: 'ambiguous' });
			return named;
		}
		// The same source first knew the name alone, now it knows the address too.
		return named && named.email === null ? named : undefined;
	};

	/** What a row adds to what is known. */
	const missingOnly = (row: PersonRow, person: StoredPerson, hasTeam: boolean): PersonRow => ({
		...row,
		name: null,
		role: person.role ?? row.role,
		manager: person.manager ?? row.manager,
		start: person.start_day ?? row.start,
		end: person.end_day ?? row.end,
		team: hasTeam ? null : row.team,
	});

	const isFree = (email: string, person: number): boolean => !byEmail.get(email) && (identity.get(email) ?? { person }).person === person;

	const freeHandle = (row: PersonRow, source: string): string => {
		const wanted = [row.email, row.name, `${source}/${row.id ?? row.name ?? ''}`].find((handle) => handle && !handleTaken.get(handle));
		return wanted ?? `${source}/${row.id ?? ''}/${row.name ?? ''}`;
	};

	const demand = (id: number): StoredPerson => {
		const stored = there.get(id);
		if (!stored) throw new InputError('There is no such person.', { status: 404, code: 'not_found', field: 'id' });
		return stored;
	};

	/** They are known by this row only because ops said so: what it says of them is another source's view of somebody it knows less of. */
	const isOtherName = (row: PersonRow, source: string, person: StoredPerson): boolean => {
		if (row.email && row.email === person.email) return false;
		const key = row.email && identity.get(row.email) ? row.email : `${source}/${row.id ?? row.name ?? ''}`;
		return identity.get(key)?.by_hand === 1;
	};

	const patch: People['patch'] = (given, source, entry, today) => {
		changes += 1;
		const found = known(given, source);
		const row = found && isOtherName(given, source, found) ? missingOnly(given, found, anyMembership.get(found.id) !== undefined) : given;
		let outcome: 'inserted' | 'updated' | 'unchanged' = 'unchanged';
		let person = found;
		if (!person) {
			const id = Number(insert.run(freeHandle(row, source), row.email ?? null, row.name ?? row.email ?? '', entry.id).lastInsertRowid);
			person = byId.get(id);
			if (row.email) claimIdentity.run(id, entry.id, row.email);
			outcome = 'inserted';
		}
		if (!person) throw new Error('a person just inserted is not there');
		const next: StoredPerson = {
			...person,
			handle: row.email && person.email === null && !handleTaken.get(row.email) ? row.email : person.handle,
			// Ops may have given the address of another to this person: then it is a key of theirs, and stays the other's address.
			email: person.email ?? (row.email && isFree(row.email, person.id) ? row.email : null),
			name: row.name ?? person.name,
			role: row.role ?? person.role,
			manager: row.manager ?? person.manager,
			start_day: row.start ?? person.start_day,
			end_day: row.end === undefined ? person.end_day : row.end,
		};
		const differs = (Object.keys(next) as (keyof StoredPerson)[]).some((column) => next[column] !== person[column]);
		if (differs) {
			update.run({ ...next, entry: entry.id });
			// Who began earlier than was thought was in the first team from then on.
			if (next.start_day !== null && person.start_day !== null && next.start_day < person.start_day) beginEarlier.run(next.start_day, person.id, person.start_day, person.id);
			if (found) outcome = 'updated';
		}
		if (given.email) introduce(given.email, person.id, entry);
		if (given.id) introduce(`${source}/${given.id}`, person.id, entry);
		if (given.name && given.name !== given.id) introduce(`${source}/${given.name}`, person.id, entry);
		if (row.team) {
			const team = teamFor(row.team).id;
			const first = !anyMembership.get(person.id);
			const stays = !row.team_from && membershipOn.get(person.id, today, today)?.team === team;
			const from = row.team_from ?? (first ? (next.start_day ?? fromEver) : today);
			if (!stays && move(person.id, team, from) && found) outcome = 'updated';
		}
		return outcome;
	};

	return {
		handlers: {
			'person moved': (body) => {
				if (!there.get(body.person)) throw new InputError('no such person', { field: 'person' });
				changes += 1;
				move(body.person, teamFor(body.team).id, body.from);
				return { reply: undefined };
			},
			'person ranked': ({ person, isRanked, undoes }, entry) => {
				const from = demand(person).is_ranked === 1;
				changes += 1;
				setRanked.run(isRanked ? 1 : 0, entry.id, person);
				return { reply: undefined, logged: { person, from, to: isRanked, ...(undoes === undefined ? {} : { undoes }) } };
			},
			'photo set': ({ person, photo }, entry) => {
				const { photo: from } = demand(person);
				changes += 1;
				setPhoto.run(photo, entry.id, person);
				photos.dropUnused();
				return { reply: undefined, logged: { person, from, to: photo } };
			},
			'team renamed': (body) => {
				changes += 1;
				const holder = teamById.get(body.name);
				if (holder && holder.id !== body.team) throw new InputError(`there is a team ${body.name} already`, { field: 'name', status: 409, code: 'conflict' });
				rename.run(body.name, body.team);
				if (!holder) addAlias.run(body.name, body.team);
				return { reply: undefined };
			},
		},
		patch,
		ownerKey: (owner, source) => {
			const key = ownerKey(owner, source);
			return erased.standsFor(key) ?? key;
		},
		isErased: ({ email, id, name }, source) => {
			const keys = [email, id && `${source}/${id}`].filter(Boolean);
			return (keys.length > 0 ? keys : [`${source}/${name ?? ''}`]).some((key) => key && erased.standsFor(key) !== null);
		},
		list: () => all.all().map(toPerson),
		person: (id) => {
			const stored = there.get(id);
			return toKnown(stored);
		},
		teams: () => allTeams.all(),
		memberships: () => allMemberships.all(),
		personNamed: (name) => {
			const stored = byHandle.get(name) ?? meant(name) ?? (name.includes('@') ? meant(name.toLowerCase()) : undefined);
			return toKnown(stored);
		},
		behindKey: (key) => toKnown(meant(key)),
		personNow: (id) => toKnown(mergedInto.get(id)),
		withName: (name) => allNamed.all(name).map(toPerson),
		teamNamed: (name) => teamById.get(name),
		keyOf: (person) => keyOf.get(person),
		isKnownKey: (key) => identity.get(key)?.person != null,
		count: () => counted.get() ?? 0,
		changes: () => changes,
		changed: () => void (changes += 1),
		nameless,
	};
}
