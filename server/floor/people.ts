/**
 * People, teams, and who belonged where and when. Facts name owners by key; identities say which person a key means.
 * Nothing here touches a fact or a rollup: moving, merging and assigning people only changes how keys are read.
 */
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';
import type { PersonRow } from '../facts/schema.ts';
import type { Applying } from '../journal/journal.ts';
import { createByHand, type SetByHand } from './by-hand.ts';
import type { ErasedKeys } from './erased-keys.ts';
import { createMemberships, fromEver, type Membership, type Span } from './memberships.ts';
import { createPersonEdits, type PersonEditHandlers, type PersonEdits } from './person-edits.ts';
import type { Photos } from './photos.ts';
import { createTeams, type Team, type TeamHandlers } from './teams.ts';

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
	/** The entry that changed them last. */
	entry: number;
	/** Erased: their facts count on, and the name is what stands for it (M18). */
	isErased: boolean;
}

export interface People {
	handlers: PersonEditHandlers & TeamHandlers;
	edits: PersonEdits;
	/** Patches a person by a pushed row: absent fields stay, and so does what ops have set by hand (M4). @throws InputError when a name alone could mean several people. */
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
	team: (id: number) => Team | undefined;
	formerNames: (team: number) => string[];
	/** Names of those who are in the team on that day or later, and have not left before. */
	membersFrom: (team: number, day: string) => string[];
	memberships: () => Membership[];
	spansOf: (person: number) => Span[];
	/** What ops have set of somebody, and what the sources say instead. */
	setByHand: (person: number) => SetByHand[];
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
	entry: number;
	erased: number;
}

const columns = 'id, handle, email, name, role, manager, start_day, end_day, is_ranked, photo, entry, erased';

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
	const update = db.prepare<[StoredPerson]>(
		'UPDATE person SET handle = @handle, email = @email, name = @name, role = @role, manager = @manager, start_day = @start_day, end_day = @end_day, entry = @entry WHERE id = @id',
	);
	const touch = db.prepare<[number, number]>('UPDATE person SET entry = ? WHERE id = ?');

	const identity = db.prepare<[string], { person: number | null; by_hand: number }>('SELECT person, by_hand FROM identity WHERE key = ?');
	const addIdentity = db.prepare<[string, number, number]>('INSERT INTO identity (key, person, entry) VALUES (?, ?, ?)');
	const blurIdentity = db.prepare<[number, string]>('UPDATE identity SET person = NULL, entry = ? WHERE key = ?');
	const claimIdentity = db.prepare<[number, number, string]>('UPDATE identity SET person = ?, entry = ? WHERE key = ? AND person IS NULL AND by_hand = 0');
	const keyOf = db.prepare<[number], string>(`SELECT key FROM identity WHERE person = ? ORDER BY instr(key, '@') = 0 OR instr(key, '/') > 0, key LIMIT 1`).pluck();

	let changes = 0;
	const changed = (): void => {
		changes += 1;
	};
	const memberships = createMemberships(db);
	const teams = createTeams(db, changed);
	const byHand = createByHand(db);
	const edits = createPersonEdits(db, { photos, teams, memberships, byHand, changed });

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

	const isFree = (email: string, person: number): boolean => !byEmail.get(email) && (identity.get(email) ?? { person }).person === person;

	/** What a row adds to what is known. */
	const missingOnly = (row: PersonRow, person: StoredPerson, hasTeam: boolean): PersonRow => ({
		...row,
		name: null,
		role: person.role === null ? row.role : null,
		manager: person.manager === null ? row.manager : null,
		start: person.start_day === null ? row.start : null,
		end: person.end_day === null ? (row.end ?? undefined) : undefined,
		team: hasTeam ? null : row.team,
	});

	/** They are known by this row only because ops said so: what it says of them is another source's view of somebody it knows less of. */
	const isOtherName = (row: PersonRow, source: string, person: StoredPerson): boolean => {
		if (row.email && row.email === person.email) return false;
		const key = row.email && identity.get(row.email) ? row.email : `${source}/${row.id ?? row.name ?? ''}`;
		return identity.get(key)?.by_hand === 1;
	};

	const freeHandle = (row: PersonRow, source: string): string => {
		const wanted = [row.email, row.name, `${source}/${row.id ?? row.name ?? ''}`].find((handle) => handle && !handleTaken.get(handle));
		return wanted ?? `${source}/${row.id ?? ''}/${row.name ?? ''}`;
	};

	const patch: People['patch'] = (given, source, entry, today) => {
		changes += 1;
		const found = known(given, source);
		const row = found && isOtherName(given, source, found) ? missingOnly(given, found, memberships.of(found.id).length > 0) : given;
		let outcome: 'inserted' | 'updated' | 'unchanged' = 'unchanged';
		let person = found;
		if (!person) {
			const id = Number(insert.run(freeHandle(row, source), row.email ?? null, row.name ?? row.email ?? '', entry.id).lastInsertRowid);
			person = byId.get(id);
			if (row.email) claimIdentity.run(id, entry.id, row.email);
			outcome = 'inserted';
		}
		if (!person) throw new Error('a person just inserted is not there');
		const before = person;
		const { id } = person;
		const hand = new Map(byHand.of(id).map((set) => [set.field, set]));
		/** What the field is from now on: what ops have set stays, and what the source says is noted beside it. */
		const taken = <T extends string | null>(field: SetByHand['field'], said: T | undefined, stands: T): T => {
			if (said === undefined) return stands;
			const set = hand.get(field);
			if (!set) return said;
			if (set.says !== (said ?? '') || set.source !== source) byHand.note(id, { field, says: said ?? '', since: null, source });
			return stands;
		};
		const next: StoredPerson = {
			...person,
			handle: row.email && person.email === null && !handleTaken.get(row.email) ? row.email : person.handle,
			// Ops may have given the address of another to this person: then it is a key of theirs, and stays the other's address.
			email: person.email ?? (row.email && isFree(row.email, id) ? row.email : null),
			name: taken('name', row.name ?? undefined, person.name),
			role: taken('role', row.role ?? undefined, person.role),
			manager: taken('manager', row.manager ?? undefined, person.manager),
			start_day: taken('start', row.start ?? undefined, person.start_day),
			end_day: taken('end', row.end, person.end_day),
		};
		const differs = (Object.keys(next) as (keyof StoredPerson)[]).some((column) => next[column] !== before[column]);
		if (differs) {
			update.run({ ...next, entry: entry.id });
			if (!hand.has('team') && next.start_day !== null && person.start_day !== null && next.start_day < person.start_day) memberships.beginEarlier(id, person.start_day, next.start_day);
			if (found) outcome = 'updated';
		}
		if (given.email) introduce(given.email, id, entry);
		if (given.id) introduce(`${source}/${given.id}`, id, entry);
		if (given.name && given.name !== given.id) introduce(`${source}/${given.name}`, id, entry);
		if (row.team) {
			const set = hand.get('team');
			if (set) {
				const since = row.team_from ?? (set.says === row.team ? set.since : today);
				if (set.says !== row.team || set.since !== since || set.source !== source) byHand.note(id, { field: 'team', says: row.team, since, source });
			} else {
				const team = teams.demand(row.team).id;
				const stays = !row.team_from && memberships.on(id, today)?.team === team;
				const from = row.team_from ?? (memberships.of(id).length === 0 ? (next.start_day ?? fromEver) : today);
				if (!stays && memberships.move(id, team, from)) {
					touch.run(entry.id, id);
					if (found) outcome = 'updated';
				}
			}
		}
		return outcome;
	};

	return {
		handlers: {
			...edits.handlers,
			...teams.handlers,
		},
		edits,
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
		teams: teams.all,
		team: teams.team,
		formerNames: teams.formerNames,
		membersFrom: teams.membersFrom,
		memberships: memberships.all,
		spansOf: memberships.of,
		setByHand: byHand.of,
		personNamed: (name) => {
			const stored = byHandle.get(name) ?? meant(name) ?? (name.includes('@') ? meant(name.toLowerCase()) : undefined);
			return toKnown(stored);
		},
		behindKey: (key) => toKnown(meant(key)),
		personNow: (id) => toKnown(mergedInto.get(id)),
		withName: (name) => allNamed.all(name).map(toPerson),
		teamNamed: teams.named,
		keyOf: (person) => keyOf.get(person),
		isKnownKey: (key) => identity.get(key)?.person != null,
		count: () => counted.get() ?? 0,
		changes: () => changes,
		changed,
		nameless,
	};
}
