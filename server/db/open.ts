/**
 * Opens the one database. Migrations are numbered and append-only; each runs in one transaction with the number that it reaches,
 * so that a start which is killed half-way goes on where it was. A file newer than this build is refused, never guessed at.
 */
import Database from 'better-sqlite3';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, isDiskFailure, isLocked } from '../errors.ts';

export type Db = Database.Database;

const folder = new URL('./migrations/', import.meta.url);

const migrations = readdirSync(folder)
	.filter((name) => name.endsWith('.sql'))
	.sort()
	.map((name) => ({ number: Number.parseInt(name, 10), sql: readFileSync(new URL(name, folder), 'utf8') }));

const newest = migrations.at(-1)?.number ?? 0;

const migrate = (db: Db, file: string): void => {
	const reached = Number(db.pragma('user_version', { simple: true }));
	if (reached > newest) {
		throw new ConfigError(`The database ${file} was written by a newer version of Floorcast (its form is ${reached}, this one knows ${newest}). Start the newer version, or restore a backup made before the upgrade.`);
	}
	for (const { number, sql } of migrations) {
		if (number <= reached) continue;
		db.transaction(() => {
			db.exec(sql);
			db.pragma(`user_version = ${number}`);
		})();
	}
};

/** @throws ConfigError when the file is not a Floorcast database, is damaged, or is newer than this build. */
export function openDatabase(file: string): Db {
	const db = new Database(file);
	try {
		db.pragma('journal_mode = WAL');
		db.pragma('synchronous = FULL');
		db.pragma('foreign_keys = ON');
		db.pragma('journal_size_limit = 67108864');
		migrate(db, file);
		return db;
	} catch (error) {
		db.close();
		if (isDiskFailure(error)) {
			throw new ConfigError(`The database ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}. Restore a backup, or move the file away to start empty.`);
		}
		throw error;
	}
}

/**
 * Keeps a data folder for this process alone: a second writer would lose what the first one acknowledged. Held by a lock that
 * the operating system drops when the process ends, however it ends. Returns its release.
 * @throws ConfigError when another process holds it.
 */
export function holdFolder(folder: string): () => void {
	const lock = new Database(join(folder, 'lock'), { timeout: 2_000 });
	try {
		lock.exec('BEGIN EXCLUSIVE');
	} catch (error) {
		lock.close();
		if (isLocked(error)) throw new ConfigError(`DATA_DIR: another Floorcast is running on ${folder}. Stop it, or give this one a folder of its own.`);
		throw error;
	}
	return () => void lock.close();
}
