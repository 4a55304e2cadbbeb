/** People and teams that an import made known, and taking them away again while nothing else knows or uses them. */
import type { Db } from '../db/open.ts';
import { createRemoving } from './removing.ts';

export type Newcomer = 'people' | 'teams';

interface Newest extends Record<Newcomer, number> {
	closed: number[];
}

export interface Newcomers {
	/** The numbers of the newest, and the teams that are closed: those that follow, or are open, have come since. */
	newest: () => Newest;
	since: (newest: Newest) => { kind: Newcomer; id: number }[];
	/** All that is said of one, for comparison; null when there is none. */
	portrait: (kind: Newcomer, id: number) => string | null;
	/** What it is called. */
	called: (kind: Newcomer, id: number) => string;
	/** Whether anything in the floor rests on it that does not go with the import: a target, a board, whatever refers to people, somebody whose manager they are; for a team its members. */
	isUsed: (kind: Newcomer, id: number, goes: { own: ReadonlySet<number>; people: ReadonlySet<number> }) => boolean;
	/** Owner keys that mean this person. */
	keysOf: (person: number) => string[];
	/** A number is never another's: the person stays as one who was removed, the team is closed. */
	forget: (kind: Newcomer, id: number, entry: number) => void;
}

/** `changed`: whoever remembers people is to read them anew. */
export function createNewcomers(db: Db, changed: () => void): Newcomers {
	const count = { people: db.prepare<[], number | null>('SELECT max(id) FROM person').pluck(), teams: db.prepare<[], number | null>('SELECT max(id) FROM team').pluck() };
	const after = { people: db.prepare<[number], number>('SELECT id FROM person WHERE id > ?').pluck(), teams: db.prepare<[number], number>('SELECT id FROM team WHERE id > ?').pluck() };
	const rows = {
		people: ['SELECT * FROM person WHERE id = ?', 'SELECT key, person, by_hand FROM identity WHERE person = ? ORDER BY key', 'SELECT * FROM membership WHERE person = ? ORDER BY from_day'],
		teams: ['SELECT * FROM team WHERE id = ?', 'SELECT * FROM team_alias WHERE team = ? ORDER BY name'],
	};
	const portraits = { people: rows.people.map((sql) => db.prepare<[number], unknown>(sql)), teams: rows.teams.map((sql) => db.prepare<[number], unknown>(sql)) };
	const names = { people: db.prepare<[number], string>('SELECT handle FROM person WHERE id = ?').pluck(), teams: db.prepare<[number], string>('SELECT name FROM team WHERE id = ?').pluck() };
	// A scope as targets and boards store it ends with its number; bound numbers come as real ones.
	const scoped = (kind: string): string => `
		EXISTS (SELECT 1 FROM target t WHERE t.scope = '${kind}:' || CAST(@id AS INTEGER) AND t.value IS NOT NULL)
		OR EXISTS (SELECT 1 FROM board WHERE instr(plan, '"${kind}:' || CAST(@id AS INTEGER) || '"') > 0)`;
	// Every table that refers to people, also one that is new: but for what goes with them.
	const references = db
		.prepare<[], { table: string; column: string }>(`SELECT s.name AS "table", f."from" AS "column" FROM sqlite_schema s JOIN pragma_foreign_key_list(s.name) f ON f."table" = 'person' WHERE s.type = 'table'`)
		.all()
		.filter(({ table }) => table !== 'identity' && table !== 'membership');
	const used = {
		people: db.prepare<[{ id: number }], number>(`SELECT ${[...references.map(({ table, column }) => `EXISTS (SELECT 1 FROM "${table}" WHERE "${column}" = @id)`), scoped('person')].join(' OR ')}`).pluck(),
		teams: db.prepare<[{ id: number }], number>(`SELECT ${scoped('team')}`).pluck(),
	};
	const managed = db.prepare<[number], number>('SELECT m.id FROM person m JOIN person p ON p.id = ? AND m.manager IN (p.handle, p.email, p.name) COLLATE NOCASE WHERE m.merged_into IS NULL').pluck();
	const members = db.prepare<[number], number>('SELECT person FROM membership WHERE team = ?').pluck();
	const keys = db.prepare<[number], string>('SELECT key FROM identity WHERE person = ?').pluck();
	const drops = ['DELETE FROM identity WHERE person = ?', 'DELETE FROM membership WHERE person = ?'].map((sql) => db.prepare<[number]>(sql));
	const remove = createRemoving(db);
	const close = db.prepare<[number]>('UPDATE team SET is_closed = 1 WHERE id = ?');
	const closed = db.prepare<[], number>('SELECT id FROM team WHERE is_closed = 1').pluck();
	const kinds = ['people', 'teams'] as const;

	return {
		newest: () => ({ people: count.people.get() ?? 0, teams: count.teams.get() ?? 0, closed: closed.all() }),
		since: (newest) => {
			const still = new Set(closed.all());
			return [...kinds.flatMap((kind) => after[kind].all(newest[kind]).map((id) => ({ kind, id }))), ...newest.closed.filter((id) => !still.has(id)).map((id) => ({ kind: 'teams' as const, id }))];
		},
		portrait: (kind, id) => {
			const [own, ...rest] = portraits[kind].map((statement) => statement.all(id));
			return own?.length ? JSON.stringify([own, ...rest]) : null;
		},
		called: (kind, id) => names[kind].get(id) ?? String(id),
		isUsed: (kind, id, goes) => used[kind].get({ id }) === 1 || (kind === 'teams' ? members.all(id).some((person) => !goes.people.has(person)) : managed.all(id).some((person) => !goes.own.has(person))),
		keysOf: (person) => keys.all(person),
		forget: (kind, id, entry) => {
			changed();
			if (kind === 'teams') {
				close.run(id);
				return;
			}
			for (const drop of drops) drop.run(id);
			remove(id, entry);
		},
	};
}
