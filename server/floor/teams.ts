/** Teams by every name they have had, so that targets, boards and stored scopes survive a renaming. None is ever deleted. */
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';
import type { Handler } from '../journal/journal.ts';

export interface Team {
	id: number;
	name: string;
	/** Nobody is in it any more, and none can be put there until it is opened again. */
	isClosed: boolean;
}

export interface TeamHandlers {
	/** Logged with the name before. @throws InputError 409 when another team is, or was, called so. */
	'team renamed': Handler<{ team: number; name: string; undoes?: number }, void>;
	/** A new team, or one that was closed. @throws InputError 409 */
	'team opened': Handler<{ name: string; undoes?: number }, number>;
	/** `on`: today. @throws InputError 404, or 409 when somebody is in it then or later. */
	'team closed': Handler<{ team: number; on: string; undoes?: number }, void>;
}

export interface Teams {
	handlers: TeamHandlers;
	all: () => Team[];
	team: (id: number) => Team | undefined;
	/** By its name now or a former one. */
	named: (name: string) => Team | undefined;
	/** Also makes it, or opens it again. */
	demand: (name: string) => Team;
	formerNames: (id: number) => string[];
	/** Names of those who are in it on that day or later, and have not left before. Whoever was erased does not count: nobody can move them. */
	membersFrom: (id: number, day: string) => string[];
}

interface StoredTeam {
	id: number;
	name: string;
	is_closed: number;
}

const toTeam = ({ is_closed, ...rest }: StoredTeam): Team => ({ ...rest, isClosed: is_closed === 1 });
const toKnown = (stored: StoredTeam | undefined): Team | undefined => stored && toTeam(stored);

/** `changed` is called before each change. */
export function createTeams(db: Db, changed: () => void): Teams {
	const all = db.prepare<[], StoredTeam>('SELECT id, name, is_closed FROM team ORDER BY name');
	const byId = db.prepare<[number], StoredTeam>('SELECT id, name, is_closed FROM team WHERE id = ?');
	const byName = db.prepare<[string], StoredTeam>('SELECT t.id, t.name, t.is_closed FROM team_alias a JOIN team t ON t.id = a.team WHERE a.name = ?');
	const add = db.prepare<[string]>('INSERT INTO team (name) VALUES (?)');
	const addAlias = db.prepare<[string, number]>('INSERT INTO team_alias (name, team) VALUES (?, ?)');
	const rename = db.prepare<[string, number]>('UPDATE team SET name = ? WHERE id = ?');
	const close = db.prepare<[number, number]>('UPDATE team SET is_closed = ? WHERE id = ?');
	const former = db.prepare<[number], string>('SELECT a.name FROM team_alias a JOIN team t ON t.id = a.team WHERE t.id = ? AND a.name <> t.name ORDER BY a.name').pluck();
	const members = db
		.prepare<[number, string, string], string>('SELECT DISTINCT p.name FROM membership m JOIN person p ON p.id = m.person WHERE m.team = ? AND m.to_day >= ? AND (p.end_day IS NULL OR p.end_day >= ?) AND p.merged_into IS NULL AND p.erased = 0 ORDER BY p.name')
		.pluck();

	const demandId = (id: number): Team => {
		const stored = byId.get(id);
		if (!stored) throw new InputError('There is no such team.', { status: 404, code: 'not_found', field: 'id' });
		return toTeam(stored);
	};
	const taken = ({ name }: Team, wanted: string): InputError =>
		new InputError(name === wanted ? `There is a team ${wanted} already.` : `${wanted} is what ${name} was called before; choose another name.`, { field: 'name', status: 409, code: 'taken' });
	const make = (name: string): Team => {
		const id = Number(add.run(name).lastInsertRowid);
		addAlias.run(name, id);
		return { id, name, isClosed: false };
	};
	const named = (name: string): Team | undefined => toKnown(byName.get(name));
	const membersFrom = (id: number, day: string): string[] => members.all(id, day, day);
	/** For the log: nothing but what was not said. */
	const undoing = (undoes: number | undefined) => (undoes === undefined ? {} : { undoes });

	return {
		handlers: {
			'team renamed': ({ team, name, undoes }) => {
				const { name: from } = demandId(team);
				const holder = named(name);
				if (holder && holder.id !== team) throw taken(holder, name);
				changed();
				rename.run(name, team);
				if (!holder) addAlias.run(name, team);
				return { reply: undefined, logged: { team, from, to: name, ...undoing(undoes) } };
			},
			'team opened': ({ name, undoes }) => {
				const known = named(name);
				if (known && !known.isClosed) throw taken(known, name);
				changed();
				if (known) close.run(0, known.id);
				const { id } = known ?? make(name);
				return { reply: id, logged: { team: id, name: known?.name ?? name, ...undoing(undoes) } };
			},
			'team closed': ({ team, on, undoes }) => {
				const { name } = demandId(team);
				const [somebody] = membersFrom(team, on);
				if (somebody !== undefined) throw new InputError(`${somebody} is in it: a team is closed once nobody is.`, { field: 'id', status: 409, code: 'not_empty' });
				changed();
				close.run(1, team);
				return { reply: undefined, logged: { team, name, ...undoing(undoes) } };
			},
		},
		all: () => all.all().map(toTeam),
		team: (id) => toKnown(byId.get(id)),
		named,
		demand: (name) => {
			const known = named(name);
			if (!known) return make(name);
			if (known.isClosed) close.run(0, known.id);
			return { ...known, isClosed: false };
		},
		formerNames: (id) => former.all(id),
		membersFrom,
	};
}
