/** People and teams that an import made known, and taking them away again while nothing else knows or uses them. */
import type { Db } from '../db/open.ts';

export type Newcomer = 'people' | 'teams';

export interface Newcomers {
	/** The numbers of the newest; those that follow have come since. */
	newest: () => Record<Newcomer, number>;
	since: (newest: Record<Newcomer, number>) => { kind: Newcomer; id: number }[];
	/** All that is said of one, for comparison; null when there is none. */
	portrait: (kind: Newcomer, id: number) => string | null;
	/** What it is called. */
	called: (kind: Newcomer, id: number) => string;
	/** Whether anything in the floor rests on it that does not go with the import: leave, a target, a board, somebody merged into it; for a team its members. */
	isUsed: (kind: Newcomer, id: number, goes: { import: number; people: ReadonlySet<number> }) => boolean;
	/** Owner keys that mean this person. */
	keysOf: (person: number) => string[];
	forget: (kind: Newcomer, id: number) => void;
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
		EXISTS (SELECT 1 FROM target t WHERE t.scope = '${kind}:' || CAST(@id AS INTEGER) AND t.value IS NOT NULL
			AND NOT EXISTS (SELECT 1 FROM import_before b WHERE b.import = @import AND b.entity = 'targets' AND b.external_id = t.metric || ' ' || t.scope || ' ' || t.period AND b.entry = t.entry))
		OR EXISTS (SELECT 1 FROM board WHERE instr(plan, '"${kind}:' || CAST(@id AS INTEGER) || '"') > 0)`;
	const used = {
		people: db.prepare<[{ id: number; import: number }], number>(`SELECT EXISTS (SELECT 1 FROM leave WHERE person = @id) OR EXISTS (SELECT 1 FROM person WHERE merged_into = @id) OR ${scoped('person')}`).pluck(),
		teams: db.prepare<[{ id: number; import: number }], number>(`SELECT ${scoped('team')}`).pluck(),
	};
	const members = db.prepare<[number], number>('SELECT person FROM membership WHERE team = ?').pluck();
	const keys = db.prepare<[number], string>('SELECT key FROM identity WHERE person = ?').pluck();
	const drops = {
		people: ['DELETE FROM identity WHERE person = ?', 'DELETE FROM membership WHERE person = ?', 'DELETE FROM person WHERE id = ?'].map((sql) => db.prepare<[number]>(sql)),
		teams: ['DELETE FROM team_alias WHERE team = ?', 'DELETE FROM team WHERE id = ?'].map((sql) => db.prepare<[number]>(sql)),
	};
	const kinds = ['people', 'teams'] as const;

	return {
		newest: () => ({ people: count.people.get() ?? 0, teams: count.teams.get() ?? 0 }),
		since: (newest) => kinds.flatMap((kind) => after[kind].all(newest[kind]).map((id) => ({ kind, id }))),
		portrait: (kind, id) => {
			const [own, ...rest] = portraits[kind].map((statement) => statement.all(id));
			return own?.length ? JSON.stringify([own, ...rest]) : null;
		},
		called: (kind, id) => names[kind].get(id) ?? String(id),
		isUsed: (kind, id, goes) => used[kind].get({ id, import: goes.import }) === 1 || (kind === 'teams' && members.all(id).some((person) => !goes.people.has(person))),
		keysOf: (person) => keys.all(person),
		forget: (kind, id) => {
			for (const drop of drops[kind]) drop.run(id);
			changed();
		},
	};
}
