/** The forms that a database has had, one for each migration. Migrations are numbered and append-only; each runs in one transaction with the number that it reaches. */
import type Database from 'better-sqlite3';
import { readdirSync, readFileSync } from 'node:fs';
import { nameKey } from './name-key.ts';

type Db = Database.Database;

const folder = new URL('./migrations/', import.meta.url);

const migrations = readdirSync(folder)
	.filter((name) => name.endsWith('.sql'))
	.sort()
	.map((name) => ({ number: Number.parseInt(name, 10), sql: readFileSync(new URL(name, folder), 'utf8') }));

/** The form that this build writes. */
export const newestForm = migrations.at(-1)?.number ?? 0;

/** Of an open database; 0 before its first migration. */
export const formOf = (db: Db): number => Number(db.pragma('user_version', { simple: true }));

/** What migrations and queries call. */
export const giveFunctions = (db: Db): void => {
	db.function('name_key', { deterministic: true }, (name: unknown) => (typeof name === 'string' ? nameKey(name) : null));
};

/** Goes on from where the database is. `upTo`: an earlier form. */
export function migrate(db: Db, upTo = newestForm): void {
	const reached = formOf(db);
	for (const { number, sql } of migrations) {
		if (number <= reached || number > upTo) continue;
		db.transaction(() => {
			db.exec(sql);
			db.pragma(`user_version = ${number}`);
		})();
	}
}
