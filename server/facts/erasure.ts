/**
 * Erasing a person (M18): their facts count on under keys that say nothing, and name, address, keys and photo are left nowhere in the
 * database. Figures cannot change: each of their keys becomes another one, in facts and in the sums alike, and both mean the same
 * number of a person. What a source sends later under an erased key is taken under the key that stands for it.
 */
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';
import type { ErasedKeys } from '../floor/erased-keys.ts';
import type { People } from '../floor/people.ts';
import type { Photos } from '../floor/photos.ts';
import type { FloorSettings } from '../floor/settings.ts';
import { writtenNames } from '../floor/short-name.ts';
import type { Handler } from '../journal/journal.ts';

// An alias and not an interface: only those fit where any handlers do.
export type ErasureHandlers = {
	/** `salt`: counts when it is the first erasing. The log keeps the number alone. */
	'person erased': Handler<{ person: number; salt: string }, void>;
};

export interface Erasure {
	handlers: ErasureHandlers;
	/** Clears what is left of it in unused parts of the file. Not within a transaction; takes as long as reading the file. */
	sweep: () => void;
}

/** Where facts and sums hold owner keys. */
const keyColumns = {
	deal: ['owner_key', 'closer_key', 'sdr_key'],
	deal_history: ['owner_key'],
	meeting: ['booker_key', 'due_key', 'owner_key'],
	activity: ['owner_key'],
	proposal: ['owner_key'],
	customer_account: ['owner_key'],
	lead: ['owner_key', 'sdr_key', 'credited_key'],
	movement: ['owner_key'],
	survey: ['owner_key'],
	rollup: ['owner_key'],
	dirty: ['owner_key'],
} as const;

/** What holds no trace of a person, or is somebody else's text: what accounts and screens are called, what stands on a screen. */
const untouched = [...Object.keys(keyColumns), 'figure', 'position', 'person', 'identity', 'membership', 'leave', 'team', 'team_alias', 'target', 'told_apart', 'erased_key', 'erased_salt', 'erasing', 'carried', 'photo', 'account', 'session', 'screen', 'screen_setup', 'screen_seen', 'message', 'setting', 'holiday', 'feed_row'];

interface Mentions {
	/** Keys, addresses and names of two words, with what becomes of them wherever they are a whole text. */
	whole: Map<string, string>;
	/** The same of single words, which may mean anything else: only where a person is meant. */
	single: Map<string, string>;
	/** Addresses and full names, wherever they stand within a text; null where there is none. */
	within: RegExp | null;
	/** Rows and scopes of views that are theirs: `person:<id>`, `person:<address>`. */
	theirs: Set<string>;
	/** Names of one word, for sentences of closed months; null where there is none. */
	said: RegExp | null;
}

/** What a text says where: a person, something of a fact, or anything. */
type Saying = 'person' | 'fact' | 'text';

/** Fields of facts that name people. */
const personField = /^((owner|closer|sdr|credited|booker|due)_key|owner|sdr|booked_by|manager|make|handle|email|who)$/;
const personEntry = /^(person|people|identit)/;
/** Versions of facts: of what their sources say, only who is meant is a person. */
const factTables = ['correction', 'replaced_row'];
/** What was shown of closed months: there a row, a sentence and a cell name people. */
const viewTables = ['close_part'];
const sentence = /^(name|text|detail|value|note|period)$/;
/** Fields that name one person alone. */
const personColumns: Record<string, readonly string[]> = { review_action: ['who'], review_link: ['label'] };

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export function createErasure(db: Db, stages: { people: People; photos: Photos; erased: ErasedKeys; settings: FloorSettings }): Erasure {
	const { people, photos, erased, settings } = stages;
	const everyone = db.prepare<[number], { id: number; handle: string; email: string | null; name: string; photo: string | null }>(
		`WITH RECURSIVE same (id) AS (SELECT ? UNION SELECT p.id FROM person p JOIN same s ON p.merged_into = s.id)
		SELECT id, handle, email, name, photo FROM person JOIN same USING (id) ORDER BY id`,
	);
	const keysOf = db.prepare<[number], string>('SELECT key FROM identity WHERE person = ? ORDER BY key').pluck();
	const rename = db.prepare<[string, number, string]>('UPDATE identity SET key = ?, by_hand = 1, entry = ? WHERE key = ?');
	const empty = db.prepare<[string, number, number]>(`UPDATE person SET handle = ?, email = NULL, name = '', manager = NULL, photo = NULL, erased = 1, entry = ? WHERE id = ?`);
	const leave = db.prepare<[string, number, string]>('UPDATE person SET end_day = ? WHERE id = ? AND (end_day IS NULL OR end_day > ?)');
	const unmanage = db.prepare<[string]>('UPDATE person SET manager = NULL WHERE manager = ? COLLATE NOCASE');
	const renames = Object.entries(keyColumns).flatMap(([table, columns]) =>
		columns.map((column) => db.prepare<[string, string]>(`UPDATE ${table} SET ${column} = ? WHERE ${column} = ?`)),
	);
	const sources = db.prepare<[], string>('SELECT name FROM source').pluck();
	const meant = db.prepare<[string], number | null>('SELECT person FROM identity WHERE key = ?').pluck();
	const named = Object.entries(keyColumns).flatMap(([table, columns]) => columns.map((column) => `SELECT ${column} FROM ${table} WHERE ${column} IN (SELECT value FROM json_each(@keys))`));
	const inUse = db.prepare<[{ keys: string }], string>(`${named.join(' UNION ')} UNION SELECT key FROM identity WHERE key IN (SELECT value FROM json_each(@keys))`).pluck();
	const formerNames = db
		.prepare<[number], string>(
			`SELECT DISTINCT n.value FROM entry e, json_each(CASE WHEN e.kind IN ('people added', 'person saved', 'person given back', 'people undone') THEN e.body ELSE '{}' END, '$.changes') c, json_each(json_array(c.value ->> '$.before.name', c.value ->> '$.after.name')) n
			WHERE c.value ->> '$.person' = ? AND n.value <> ''`,
		)
		.pluck();
	const forgetHand = db.prepare<[number]>('DELETE FROM set_by_hand WHERE person = ?');
	const tables = db.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`).pluck();
	const columnsOf = db.prepare<[string], { name: string; type: string; pk: number }>('SELECT name, type, pk FROM pragma_table_info(?)');

	const folded = (map: Map<string, string>, text: string): string | undefined => map.get(text) ?? map.get(text.toLowerCase());
	const replaced = (text: string, saying: Saying, { whole, single, within }: Mentions): string => {
		if (saying === 'fact') return text;
		const found = folded(whole, text) ?? (saying === 'person' ? folded(single, text) : undefined);
		return found ?? (within && saying === 'text' ? text.replace(within, people.nameless()) : text);
	};
	/** A row of a view, or what a view says of one scope. */
	const isTheirs = (value: object, { theirs }: Mentions): boolean => ('id' in value && typeof value.id === 'string' && theirs.has(value.id)) || ('scope' in value && typeof value.scope === 'string' && theirs.has(value.scope));
	const nameless = (value: object): object => ({
		...value,
		...('name' in value ? { name: people.nameless() } : {}),
		...('whose' in value && value.whose !== '' ? { whose: people.nameless() } : {}),
		...('initials' in value ? { initials: '' } : {}),
		...('photo' in value ? { photo: null } : {}),
		...('texts' in value && typeof value.texts === 'object' && value.texts !== null && 'scope' in value.texts ? { texts: { ...value.texts, scope: people.nameless() } } : {}),
	});
	const deep = (value: unknown, saying: Saying, mentions: Mentions): unknown => {
		if (typeof value === 'string') return replaced(value, saying, mentions);
		if (Array.isArray(value)) return value.map((one) => deep(one, saying, mentions));
		if (typeof value !== 'object' || value === null) return value;
		const { said } = mentions;
		const field = (name: string, one: unknown): unknown => {
			if (typeof one !== 'string') return deep(one, saying, mentions);
			const next = deep(one, personField.test(name) ? 'person' : saying, mentions);
			if (!said || typeof next !== 'string') return next;
			// "Sales, Olga": what it is of stands last, and is not what is measured.
			if (name === 'label') return next.replace(/, ([^,]+)$/, (all: string, whose: string) => (folded(mentions.single, whose) === undefined ? all : `, ${people.nameless()}`));
			return sentence.test(name) ? next.replace(said, people.nameless()) : next;
		};
		return Object.fromEntries(Object.entries(isTheirs(value, mentions) ? nameless(value) : value).map(([name, one]) => [saying === 'text' ? replaced(name, saying, mentions) : name, field(name, one)]));
	};
	const cleaned = (text: string, saying: Saying, mentions: Mentions): string => {
		if (!/^[[{]/.test(text)) return replaced(text, saying, mentions);
		let parsed: unknown;
		try {
			parsed = JSON.parse(text);
		} catch {
			return replaced(text, saying, mentions); // a text that only begins like JSON
		}
		const next = JSON.stringify(deep(parsed, saying, mentions));
		return next === JSON.stringify(parsed) ? text : next;
	};

	/** Logs, corrections, plans of boards, and whatever else is kept as text. */
	const clean = (mentions: Mentions): void => {
		const texts = [...mentions.whole.keys(), ...mentions.single.keys()].filter((text) => !text.startsWith('person:'));
		// As it stands in JSON; and lower-cased here, because SQLite folds only ASCII.
		const needles = JSON.stringify([...new Set([...texts.flatMap((text) => [text, text.toLowerCase()]), ...mentions.theirs].map((text) => JSON.stringify(text).slice(1, -1)))]);
		for (const table of tables.all()) {
			if (untouched.includes(table)) continue;
			const columns = columnsOf.all(table);
			const keys = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk).map(({ name }) => `"${name}"`);
			const texted = columns.filter(({ name, type, pk }) => type === 'TEXT' && pk === 0 && name !== 'author' && name !== 'kind').map(({ name }) => `"${name}"`);
			if (keys.length === 0) continue;
			const kind = table === 'entry' ? 'kind' : `'${table === 'set_by_hand' ? 'person' : ''}'`;
			for (const column of texted) {
				const found = db
					.prepare<[string], [string, string, ...(string | number)[]]>(`SELECT ${[column, kind, ...keys].join(', ')} FROM "${table}" t WHERE EXISTS (SELECT 1 FROM json_each(?) WHERE instr(lower(t.${column}), lower(value)) > 0)`)
					.raw()
					.all(needles);
				const write = db.prepare(`UPDATE "${table}" SET ${column} = ? WHERE ${keys.map((key) => `${key} = ?`).join(' AND ')}`);
				for (const [text, of, ...key] of found) {
					const meaning = personEntry.test(of) ? { ...mentions, whole: new Map([...mentions.single, ...mentions.whole]) } : mentions;
					const next = cleaned(text, factTables.includes(table) ? 'fact' : personColumns[table]?.some((named) => `"${named}"` === column) ? 'person' : 'text', viewTables.includes(table) ? meaning : { ...meaning, theirs: new Set<string>(), said: null });
					if (next !== text) write.run(next, ...key);
				}
			}
		}
	};

	/** What sources call them without meaning them: taken from them, ambiguous, or never assigned. Not where somebody else has the name. */
	const strays = (same: { id: number; name: string; email: string | null }[]): string[] => {
		const ids = new Set(same.map(({ id }) => id));
		const names = same.flatMap(({ name }) => (people.withName(name).some(({ id }) => !ids.has(id)) ? [] : [name]));
		const wished = [...same.flatMap(({ email }) => email ?? []), ...names.flatMap((name) => sources.all().map((source) => people.ownerKey(name, source)))];
		return inUse.all({ keys: JSON.stringify(wished) }).filter((key) => meant.get(key) == null).sort();
	};

	return {
		handlers: {
			'person erased': ({ person, salt }, entry) => {
				if (!people.person(person)) throw new InputError('There is no such person.', { status: 404, code: 'not_found', field: 'id' });
				people.changed();
				const same = everyone.all(person);
				const mentions = { whole: new Map<string, string>(), single: new Map<string, string>(), theirs: new Set<string>() };
				const long = new Set<string>();
				const everybody = people.list();
				const note = (text: string | null, becomes: string): void => {
					if (text === null || text === '') return;
					const isWord = !/[@/\s]/.test(text);
					const map = isWord ? mentions.single : mentions.whole;
					map.set(text, becomes).set(text.toLowerCase(), becomes);
					if (!isWord && !text.includes('/')) long.add(text);
				};
				const handleOf = (id: number): string => `erased:${id}`;
				const isTheirsAlone = (written: string): boolean => !everybody.some((one) => writtenNames(one.name).includes(written) && !same.some((gone) => gone.id === one.id));
				// What ops called them before; where somebody else is called so by now, it is theirs.
				const formerly = same.flatMap(({ id }) => formerNames.all(id)).filter(isTheirsAlone);
				for (const former of formerly) for (const written of writtenNames(former)) if (isTheirsAlone(written)) note(written, people.nameless());
				const words = [...same.map(({ name }) => name), ...formerly].filter((name) => name !== '' && !/\s/.test(name));
				for (const { id, handle, email, name, photo } of same) {
					note(name, people.nameless());
					// What a row calls them; somebody else who is called so keeps it.
					for (const written of writtenNames(name)) if (isTheirsAlone(written)) note(written, people.nameless());
					for (const text of [id, handle, email, name]) if (text !== null && text !== '') mentions.theirs.add(`person:${text}`);
					note(email, handleOf(id));
					note(handle, handleOf(id));
					for (const text of [name, email, handle]) if (text) for (const written of [text, text.toLowerCase()]) mentions.whole.set(`person:${written}`, `person:${handleOf(id)}`);
					if (photo !== null) mentions.whole.set(photo, handleOf(id));
				}
				[...same.flatMap(({ id }) => keysOf.all(id)), ...strays(same)].forEach((key, index) => {
					const anonymous = `erased:${person}:${index + 1}`;
					erased.add(key, anonymous, salt);
					rename.run(anonymous, entry.id, key);
					for (const column of renames) column.run(anonymous, key);
					// As its source writes it: a name, or a number that says nothing.
					const own = key.includes('@') ? '' : key.slice(key.indexOf('/') + 1);
					if (!mentions.whole.has(own) && !mentions.single.has(own) && !/^\d*$/.test(own)) note(own, anonymous);
					note(key, anonymous);
				});
				const within = long.size === 0 ? null : new RegExp([...long].sort((a, b) => b.length - a.length).map(escaped).join('|'), 'giu');
				for (const text of [...mentions.whole.keys(), ...mentions.single.keys()]) unmanage.run(text);
				for (const { id } of same) {
					empty.run(handleOf(id), entry.id, id);
					forgetHand.run(id);
				}
				const today = settings.calendar().dayOf(entry.at);
				leave.run(today, person, today);
				photos.dropUnused();
				const said = words.length === 0 ? null : new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.map(escaped).join('|')})(?![\\p{L}\\p{N}])`, 'gu');
				clean({ ...mentions, within, said });
				return { reply: undefined, logged: { person } };
			},
		},
		sweep: () => {
			if (erased.isSwept()) return;
			// Rewritten whole: pages that were let go, and the rest of pages in use, are not taken along.
			db.pragma('temp_store = FILE');
			try {
				db.exec('VACUUM');
			} finally {
				db.pragma('temp_store = MEMORY');
			}
			db.pragma('wal_checkpoint(TRUNCATE)');
			erased.setSwept(true);
		},
	};
}
