/**
 * What ops change of people: who they are, when they were where, and what they look like. Each entry's log has the whole state
 * before and after, so that taking it back restores it exactly; what ops set is from then on set by hand (by-hand.ts).
 */
import type { HandField } from '../../shared/people-api.ts';
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';
import type { Applying, Handler } from '../journal/journal.ts';
import type { ByHand, SetByHand } from './by-hand.ts';
import type { Hindrance } from './change-log.ts';
import { forEver, fromEver, type Memberships, type Span } from './memberships.ts';
import { addDays } from './period.ts';
import type { Photos } from './photos.ts';
import { createRemoving } from './removing.ts';
import type { Teams } from './teams.ts';

export interface PersonFields {
	name: string;
	email: string | null;
	role: string | null;
	manager: string | null;
	start: string | null;
	end: string | null;
}

export interface PersonState extends PersonFields {
	handle: string;
	memberships: Span[];
	byHand: SetByHand[];
}

interface KeyRow {
	person: number | null;
	by_hand: number;
}

export interface PersonChange {
	person: number;
	/** Null: not there. */
	before: PersonState | null;
	after: PersonState | null;
	/** Which owner keys meant whom. */
	keys: { key: string; before: KeyRow | null; after: KeyRow | null }[];
}

/** What the log keeps of each entry of person-edits but rankings and photos. */
export interface PeopleChanged {
	changes: PersonChange[];
	undoes?: number;
}

export interface NewPerson extends Omit<PersonFields, 'end'> {
	/** By name; one that is not there is made. */
	team: string | null;
}

/** `seen`: the number of the entry that changed them last when the author looked. */
export interface SeenPerson {
	id: number;
	seen?: number;
}

export interface PersonEditHandlers {
	'people added': Handler<{ people: NewPerson[] }, number[]>;
	/** `spans`: all their times in teams. @throws InputError 404, 409 when somebody changed them since. */
	'person saved': Handler<{ person: number; seen?: number; fields: Partial<PersonFields>; spans?: Span[] }, void>;
	/** From that day on, whatever was known of later days. */
	'person moved': Handler<{ person: number; team: string; from: string }, void>;
	'people moved': Handler<{ people: SeenPerson[]; team: number; from: string }, void>;
	/** A field is the sources' again, as they say it now. */
	'person given back': Handler<{ person: number; seen?: number; field: HandField }, void>;
	'people undone': Handler<{ undoes: number; changes: PersonChange[] }, void>;
	/** Logged with what stood before, as the next. @throws InputError 404 */
	'person ranked': Handler<{ person: number; isRanked: boolean; undoes?: number }, void>;
	/** The bytes are kept beside the journal. @throws InputError 404 */
	'photo set': Handler<{ person: number; photo: string | null; undoes?: number }, void>;
}

export interface PersonEdits {
	handlers: PersonEditHandlers;
	/** Null: not there. */
	state: (person: number) => PersonState | null;
	/** Why the changes of an entry cannot be taken back now. */
	hindrance: (changes: readonly PersonChange[], entry: number) => Hindrance | null;
}

const fieldNames = ['handle', 'name', 'email', 'role', 'manager', 'start', 'end'] as const;
const handFields: readonly HandField[] = ['name', 'role', 'manager', 'start', 'end', 'team'];
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const setOf = (state: PersonState | null, field: HandField): SetByHand | undefined => state?.byHand.find((set) => set.field === field);

/** The spans of somebody who is in the team from that day on. */
export function movedSpans(spans: readonly Span[], team: number, from: string): Span[] {
	const before = spans.filter((span) => span.from < from).map((span) => (span.to >= from ? { ...span, to: addDays(from, -1) } : span));
	const last = before.at(-1);
	if (last?.team === team && addDays(last.to, 1) === from) return [...before.slice(0, -1), { ...last, to: forEver }];
	return [...before, { team, from, to: forEver }];
}

interface Tools {
	photos: Photos;
	teams: Teams;
	memberships: Memberships;
	byHand: ByHand;
	/** Called before each change. */
	changed: () => void;
}

export function createPersonEdits(db: Db, { photos, teams, memberships, byHand, changed }: Tools): PersonEdits {
	type Stored = Omit<PersonState, 'memberships' | 'byHand'> & { id: number; entry: number; is_ranked: number; photo: string | null };
	const there = db.prepare<[number], Stored>('SELECT id, handle, name, email, role, manager, start_day AS start, end_day AS "end", entry, is_ranked, photo FROM person WHERE id = ? AND merged_into IS NULL AND erased = 0');
	const insert = db.prepare<[string, string, string | null, number]>('INSERT INTO person (handle, name, email, entry) VALUES (?, ?, ?, ?)');
	const update = db.prepare<[Omit<Stored, 'is_ranked' | 'photo'>]>(
		'UPDATE person SET handle = @handle, name = @name, email = @email, role = @role, manager = @manager, start_day = @start, end_day = @end, entry = @entry WHERE id = @id',
	);
	const remove = createRemoving(db);
	const bringBack = db.prepare<[number]>('UPDATE person SET merged_into = NULL WHERE id = ? AND merged_into = id');
	const isRemoved = db.prepare<[number], number>('SELECT 1 FROM person WHERE id = ? AND merged_into = id').pluck();
	const named = db.prepare<[string, string, number], { name: string }>('SELECT name FROM person WHERE (email = ? OR id = (SELECT person FROM identity WHERE key = ?)) AND id <> ?');
	const handleHolder = db.prepare<[string], number>('SELECT id FROM person WHERE handle = ?').pluck();
	const setRanked = db.prepare<[number, number, number]>('UPDATE person SET is_ranked = ?, entry = ? WHERE id = ?');
	const setPhoto = db.prepare<[string | null, number, number]>('UPDATE person SET photo = ?, entry = ? WHERE id = ?');
	const keyRow = db.prepare<[string], KeyRow>('SELECT person, by_hand FROM identity WHERE key = ?');
	const keysOf = db.prepare<[number], string>('SELECT key FROM identity WHERE person = ?').pluck();
	const setKey = db.prepare<[string, number | null, number, number]>('INSERT OR REPLACE INTO identity (key, person, by_hand, entry) VALUES (?, ?, ?, ?)');
	const dropKey = db.prepare<[string]>('DELETE FROM identity WHERE key = ?');

	const demand = ({ id, seen }: SeenPerson): Stored => {
		const stored = there.get(id);
		if (!stored) throw new InputError('There is no such person.', { status: 404, code: 'not_found', field: 'id' });
		if (seen !== undefined && stored.entry !== seen) throw new InputError(`${stored.name} was changed since you looked. Look again, then save.`, { status: 409, code: 'changed', field: 'seen' });
		return stored;
	};
	const state: PersonEdits['state'] = (id) => {
		const stored = there.get(id);
		if (!stored) return null;
		const { handle, name, email, role, manager, start, end } = stored;
		return { handle, name, email, role, manager, start, end, memberships: memberships.of(id), byHand: byHand.of(id) };
	};
	const freeHandle = (wished: string): string => {
		if (handleHolder.get(wished) === undefined) return wished;
		let number = 2;
		while (handleHolder.get(`${wished} ${number}`) !== undefined) number += 1;
		return `${wished} ${number}`;
	};
	const demandFree = (email: string, but: number): void => {
		const holder = named.get(email, email, but);
		if (holder) throw new InputError(`${email} is an address of ${holder.name}.`, { status: 409, code: 'taken', field: 'email' });
	};

	/** Makes a change of somebody and returns it whole; of their addresses the keys too. */
	const recorded = (person: number, entry: Applying, work: () => void, before = state(person)): PersonChange => {
		work();
		const stored = demand({ id: person });
		const keys: PersonChange['keys'] = [];
		if (stored.email !== null && stored.email !== before?.email) {
			const was = keyRow.get(stored.email) ?? null;
			setKey.run(stored.email, person, 1, entry.id);
			keys.push({ key: stored.email, before: was, after: { person, by_hand: 1 } });
		}
		update.run({ ...stored, entry: entry.id });
		return { person, before, after: state(person), keys };
	};

	const moveSpans = (person: number, spans: readonly Span[]): void => {
		const last = memberships.of(person).at(-1);
		byHand.mark(person, 'team', last ? (teams.team(last.team)?.name ?? null) : null, last && last.from !== fromEver ? last.from : null);
		memberships.replace(person, spans);
	};

	const saveFields = (stored: Stored, fields: Partial<PersonFields>, entry: Applying): void => {
		const next = { ...stored, ...fields };
		if (next.start !== null && next.end !== null && next.start > next.end) throw new InputError('The last day is before the first.', { field: 'end', code: 'ends_before' });
		if (next.email !== null && next.email !== stored.email) {
			demandFree(next.email, stored.id);
			// Whoever is known by a name stays so: as a manager, and in scopes elsewhere. A former address goes on meaning them.
			if (stored.handle === stored.email && handleHolder.get(next.email) === undefined) next.handle = next.email;
		}
		for (const field of ['name', 'role', 'manager', 'start', 'end'] as const) if (next[field] !== stored[field]) byHand.mark(stored.id, field, stored[field]);
		update.run({ ...next, entry: entry.id });
	};

	const add = ({ name, email, role, manager, start, team }: NewPerson, entry: Applying): PersonChange => {
		if (email !== null) demandFree(email, 0);
		const id = Number(insert.run(freeHandle(email ?? name), name, null, entry.id).lastInsertRowid);
		return recorded(
			id,
			entry,
			() => {
				const given = { role, manager, start };
				update.run({ ...demand({ id }), email, ...given, entry: entry.id });
				byHand.mark(id, 'name', null);
				for (const field of ['role', 'manager', 'start'] as const) if (given[field] !== null) byHand.mark(id, field, null);
				if (team !== null) moveSpans(id, [{ team: teams.demand(team).id, from: start ?? fromEver, to: forEver }]);
			},
			null,
		);
	};

	const move = (person: number, team: number, from: string, entry: Applying): PersonChange => recorded(person, entry, () => moveSpans(person, movedSpans(memberships.of(person), team, from)));

	const giveBack = (stored: Stored, field: HandField, entry: Applying): void => {
		const set = byHand.of(stored.id).find((each) => each.field === field);
		if (!set) throw new InputError('Nobody has set this by hand.', { status: 409, code: 'conflict', field: 'field' });
		byHand.release(stored.id, field);
		if (set.says === null) return;
		if (field === 'team') memberships.replace(stored.id, movedSpans(memberships.of(stored.id), teams.demand(set.says).id, set.since ?? fromEver));
		else update.run({ ...stored, [field]: set.says === '' ? null : set.says, entry: entry.id });
	};

	/** Takes what differs between before and after, and nothing else. */
	const put = ({ person, before, after, keys }: PersonChange, entry: Applying): PersonChange => {
		const now = state(person);
		for (const { key, after: row } of keys) {
			if (row) setKey.run(key, row.person, row.by_hand, entry.id);
			else dropKey.run(key);
		}
		for (const field of handFields) {
			const [was, set] = [setOf(before, field), setOf(after, field)];
			if (was && !set) byHand.release(person, field);
			if (set && !was) byHand.put(person, set);
		}
		if (!after) {
			memberships.replace(person, []);
			remove(person, entry.id);
			photos.dropUnused();
			return { person, before: now, after: null, keys };
		}
		bringBack.run(person);
		const stored = demand({ id: person });
		const taken = fieldNames.filter((field) => before?.[field] !== after[field]);
		update.run({ ...stored, ...Object.fromEntries(taken.map((field) => [field, after[field]])), entry: entry.id });
		if (!isSame(before?.memberships, after.memberships)) memberships.replace(person, after.memberships);
		return { person, before: now, after: state(person), keys };
	};

	const replied = (changes: PersonChange[], more: { undoes?: number } = {}): { reply: undefined; logged: PeopleChanged } => ({ reply: undefined, logged: { changes, ...more } });

	return {
		handlers: {
			'people added': ({ people }, entry) => {
				changed();
				const changes = people.map((person) => add(person, entry));
				return { reply: changes.map(({ person }) => person), logged: { changes } satisfies PeopleChanged };
			},
			'person saved': ({ person, seen, fields, spans }, entry) => {
				const stored = demand({ id: person, ...(seen === undefined ? {} : { seen }) });
				changed();
				const save = (): void => {
					saveFields(stored, fields, entry);
					const { start } = demand({ id: person });
					if (spans) {
						if (!isSame(spans, memberships.of(person))) moveSpans(person, spans);
					} else if (start !== null && stored.start !== null && start < stored.start) memberships.beginEarlier(person, stored.start, start);
				};
				return replied([recorded(person, entry, save)]);
			},
			'person moved': ({ person, team, from }, entry) => {
				demand({ id: person });
				changed();
				return replied([move(person, teams.demand(team).id, from, entry)]);
			},
			'people moved': ({ people, team, from }, entry) => {
				const to = teams.team(team);
				if (!to || to.isClosed) throw new InputError('There is no such team.', { status: 404, code: 'not_found', field: 'team' });
				for (const person of people) demand(person);
				changed();
				return replied(people.map(({ id }) => move(id, team, from, entry)));
			},
			'person given back': ({ person, seen, field }, entry) => {
				const stored = demand({ id: person, ...(seen === undefined ? {} : { seen }) });
				changed();
				return replied([recorded(person, entry, () => giveBack(stored, field, entry))]);
			},
			'people undone': ({ undoes, changes }, entry) => {
				changed();
				return replied(changes.map((change) => put(change, entry)), { undoes });
			},
			'person ranked': ({ person, isRanked, undoes }, entry) => {
				const from = demand({ id: person }).is_ranked === 1;
				changed();
				setRanked.run(isRanked ? 1 : 0, entry.id, person);
				return { reply: undefined, logged: { person, from, to: isRanked, ...(undoes === undefined ? {} : { undoes }) } };
			},
			'photo set': ({ person, photo, undoes }, entry) => {
				const { photo: from } = demand({ id: person });
				changed();
				setPhoto.run(photo, entry.id, person);
				photos.dropUnused();
				return { reply: undefined, logged: { person, from, to: photo, ...(undoes === undefined ? {} : { undoes }) } };
			},
		},
		state,
		hindrance: (changes, entry) => {
			let isNothing = true;
			for (const { person, before, after, keys } of changes) {
				const now = state(person);
				if (!after) {
					// It was taken out: what it had must still be free.
					if (!isRemoved.get(person)) return 'later';
				} else if (!now) return 'gone';
				else if (!before) {
					const own = keys.map(({ key }) => key);
					if (there.get(person)?.entry !== entry || keysOf.all(person).some((key) => !own.includes(key))) return 'later';
				} else {
					if (fieldNames.some((field) => before[field] !== after[field] && now[field] !== after[field])) return 'later';
					if (!isSame(before.memberships, after.memberships) && !isSame(now.memberships, after.memberships)) return 'later';
					for (const field of handFields) {
						const [was, is] = [before, after].map((each) => setOf(each, field) !== undefined);
						if (was !== is && (setOf(now, field) !== undefined) !== is) return 'later';
					}
				}
				for (const key of keys) if (!isSame(keyRow.get(key.key) ?? null, key.after)) return 'later';
				if (before) {
					if (before.handle !== now?.handle && ![undefined, person].includes(handleHolder.get(before.handle))) return 'later';
					if (before.email !== null && before.email !== now?.email && named.get(before.email, before.email, person)) return 'later';
					// A team that was closed since is not joined again.
					if (before.memberships.some(({ team, to }) => teams.team(team)?.isClosed && !after?.memberships.some((span) => span.team === team && span.to >= to))) return 'later';
				}
				if (!isSame(before, after)) isNothing = false;
			}
			return isNothing ? 'nothing' : null;
		},
	};
}
