/**
 * Looks at a file that is to be put back. Nobody knows who made it: it is read-only, its schema is not trusted and must be the known one before
 * anything in it is run, and all of it is read through. Done in a process of its own, which may end over it.
 */
import Database from 'better-sqlite3';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { accountRoles } from '../../shared/account-roles.ts';
import { countedEntities, type CountedEntity } from '../../shared/backups-api.ts';
import { removeLogs } from '../db/beside.ts';
import { formOf, newestForm } from '../db/forms.ts';
import type { Db } from '../db/open.ts';
import { BackupError } from './backup-error.ts';
import { strangeIn } from './known-schema.ts';

export interface Inspected {
	form: number;
	/** When the workspace was created: that is who it is. */
	createdAt: number | null;
	workspace: string;
	/** Its newest entry, when that was made, and of which kind it is. */
	revision: number;
	newestAt: number | null;
	newestKind: string | null;
	/** Where backups were put back in it, oldest first. */
	restores: { id: number; at: number; body: string }[];
	/** Rows by kind of fact, and of people. */
	counts: Record<CountedEntity, number>;
	accounts: { name: string; role: string; passwordHash: string }[];
	/** Those not revoked, with the hashes of their secrets. */
	screens: { name: string; hash: string }[];
	keys: { name: string; hash: string }[];
	/** Published sheets: whether each is fetched, and from where, sealed. */
	feeds: { name: string; isOn: boolean; sealed: string }[];
	/** Hashes of those that are not taken back. */
	links: string[];
	/** Hashes of the keys of people who were erased. */
	erased: string[];
}

const magic = 'SQLite format 3\0';
const headerBytes = 100;
const longestName = 200;
const countedTables: Record<CountedEntity, string> = { people: 'person', deals: 'deal', meetings: 'meeting', activities: 'activity', proposals: 'proposal', accounts: 'customer_account', leads: 'lead', movements: 'movement', surveys: 'survey', figures: 'figure', positions: 'position' };

const notOurs = (why: string): BackupError => new BackupError('not_ours', `This is no backup of Floorcast: ${why}.`);
const damaged = (why: string): BackupError => new BackupError('damaged', `The file is damaged: ${why}.`);

/** What the first bytes say, before SQLite looks at any. @throws BackupError */
export function readHeader(file: string): { form: number } {
	const { size } = statSync(file);
	if (size === 0) throw new BackupError('empty', 'The file is empty.');
	const header = Buffer.alloc(headerBytes);
	const handle = openSync(file, 'r');
	try {
		readSync(handle, header, 0, headerBytes, 0);
	} finally {
		closeSync(handle);
	}
	if (header.toString('latin1', 0, magic.length) !== magic) throw notOurs('it is no SQLite database');
	const [pageBytes, pages, encoding, form] = [header.readUInt16BE(16), header.readUInt32BE(28), header.readUInt32BE(56), header.readUInt32BE(60)];
	if (encoding > 1) throw notOurs('its texts are in another encoding');
	if (form > newestForm) throw new BackupError('newer', `It was made by a newer version of Floorcast (its form is ${form}, this one knows ${newestForm}). Upgrade first, then put it back.`);
	if (form === 0) throw notOurs('it says no form');
	if (size !== pages * (pageBytes === 1 ? 65_536 : pageBytes)) throw damaged('it is shorter or longer than it says; it may not have come whole');
	return { form };
}

/** Nothing in its schema may call more than SQLite's own harmless functions. */
export function openDistrusted(file: string, { readonly = true } = {}): Db {
	const db = new Database(file, { readonly, fileMustExist: true });
	try {
		db.pragma('trusted_schema = OFF');
		db.pragma('cell_size_check = ON');
		db.pragma('mmap_size = 0');
		db.pragma('cache_size = -8000');
		return db;
	} catch (error) {
		db.close();
		throw error;
	}
}

/** @throws BackupError */
export function demandSound(db: Db): void {
	const found = String(db.pragma('integrity_check(1)', { simple: true }));
	if (found !== 'ok') throw damaged(found.split('\n').at(-1) ?? found);
	const [orphan] = db.prepare<[], { table: string }>('SELECT "table" FROM pragma_foreign_key_check LIMIT 1').all();
	if (orphan) throw damaged(`rows of ${orphan.table} refer to none`);
}

function summary(db: Db, form: number): Inspected {
	const tables = new Set(db.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all());
	const count = (table: string): number => db.prepare<[], number>(`SELECT count(*) FROM "${table}"`).pluck().get() ?? 0;
	const newest = db.prepare<[], { id: number; at: number; kind: string }>('SELECT id, at, kind FROM entry ORDER BY id DESC LIMIT 1').get();
	const created = db.prepare<[], number>(`SELECT at FROM entry WHERE kind = 'workspace created' ORDER BY id DESC LIMIT 1`).pluck().get();
	const named = db.prepare<[], string>(`SELECT value FROM setting WHERE name = 'name'`).pluck().get();
	const name: unknown = named === undefined ? '' : JSON.parse(named);
	if (typeof name !== 'string' || name.length > longestName) throw notOurs('its workspace has no name that one may have');
	const [stranger] = db.prepare<[string], string>('SELECT name FROM account WHERE role NOT IN (SELECT value FROM json_each(?)) LIMIT 1').pluck().all(JSON.stringify(accountRoles));
	if (stranger !== undefined) throw notOurs('it has an account whose role is none');
	const isDisabled = db.prepare<[], string>(`SELECT name FROM pragma_table_info('account')`).pluck().all().includes('is_disabled') ? 'is_disabled' : '0';
	return {
		form,
		createdAt: created ?? null,
		workspace: name,
		revision: newest?.id ?? 0,
		newestAt: newest?.at ?? null,
		newestKind: newest?.kind ?? null,
		restores: db.prepare<[], Inspected['restores'][number]>(`SELECT id, at, body FROM entry WHERE kind = 'backup restored' ORDER BY id`).all(),
		// One for each of them.
		counts: Object.fromEntries(countedEntities.map((entity) => [entity, tables.has(countedTables[entity]) ? count(countedTables[entity]) : 0])) as Inspected['counts'],
		accounts: db.prepare<[], Inspected['accounts'][number]>(`SELECT name, role, password_hash AS passwordHash FROM account WHERE ${isDisabled} = 0 ORDER BY name`).all(),
		screens: db.prepare<[], Inspected['screens'][number]>('SELECT name, token_hash AS hash FROM screen WHERE revoked_at IS NULL ORDER BY name').all(),
		keys: tables.has('api_key') ? db.prepare<[], Inspected['keys'][number]>('SELECT name, hash FROM api_key WHERE revoked_at IS NULL ORDER BY name').all() : [],
		feeds: tables.has('feed') ? db.prepare<[], { name: string; isOn: number; sealed: string }>('SELECT name, is_on AS isOn, sealed FROM feed ORDER BY name').all().map((feed) => ({ ...feed, isOn: feed.isOn === 1 })) : [],
		links: tables.has('review_link') ? db.prepare<[], string>('SELECT token_hash FROM review_link WHERE revoked_at IS NULL').pluck().all() : [],
		erased: tables.has('erased_key') ? db.prepare<[], string>('SELECT hash FROM erased_key').pluck().all() : [],
	};
}

/** `isWhole`: all of it is read through, which takes some five seconds for each GB. @throws BackupError */
export function inspect(file: string, { isWhole }: { isWhole: boolean }): Inspected {
	const { form } = readHeader(file);
	const db = openDistrusted(file);
	try {
		const strange = formOf(db) === form ? strangeIn(db, form) : 'its form';
		if (strange !== null) throw notOurs(`${strange} is not what a database of form ${form} has`);
		if (isWhole) demandSound(db);
		return summary(db, form);
	} finally {
		db.close();
		// SQLite leaves these beside a file that says it is written ahead.
		removeLogs(file);
	}
}
