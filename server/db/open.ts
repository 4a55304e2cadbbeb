/**
 * Opens the one database. Migrations are numbered and append-only; each runs in one transaction with the number that it reaches,
 * so that a start which is killed half-way goes on where it was. A file newer than this build is refused, never guessed at; what is
 * refused is left as it was.
 */
import Database from 'better-sqlite3';
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { nameKey } from './name-key.ts';
import { ConfigError, diskProblem, isDiskFull, isLocked } from '../errors.ts';

export type Db = Database.Database;

const folder = new URL('./migrations/', import.meta.url);

const migrations = readdirSync(folder)
	.filter((name) => name.endsWith('.sql'))
	.sort()
	.map((name) => ({ number: Number.parseInt(name, 10), sql: readFileSync(new URL(name, folder), 'utf8') }));

const newest = migrations.at(-1)?.number ?? 0;

/** Larger files are read through only after the disk has failed: some 1 GB a second, from a disk that is as fast. */
const largestExamined = 100_000_000;

/** How long a start waits for another program to let go. */
const patienceMs = 2_000;

const formOf = (db: Db): number => Number(db.pragma('user_version', { simple: true }));

const migrate = (db: Db): void => {
	const reached = formOf(db);
	for (const { number, sql } of migrations) {
		if (number <= reached) continue;
		db.transaction(() => {
			db.exec(sql);
			db.pragma(`user_version = ${number}`);
		})();
	}
};

const notOurs = (file: string): ConfigError => new ConfigError(`The file ${file} is no database of Floorcast. Restore a backup, or move the file away to start empty.`);

const refuseOthers = (db: Db, file: string): void => {
	const reached = formOf(db);
	if (reached > newest) {
		throw new ConfigError(`The database ${file} was written by a newer version of Floorcast (its form is ${reached}, this one knows ${newest}). Start the newer version, or restore a backup made before the upgrade.`);
	}
	// Ours gets its name only once it has its form.
	if (reached === 0) throw notOurs(file);
};

const suspicion = (file: string): string => `${file}.suspect`;

const refuseDamaged = (db: Db, file: string): void => {
	const isSuspect = existsSync(suspicion(file));
	if (!isSuspect && statSync(file).size > largestExamined) return;
	const found = String(db.pragma(isSuspect ? 'integrity_check(1)' : 'quick_check(1)', { simple: true }));
	if (found !== 'ok') throw new ConfigError(`The database ${file} is damaged: ${found.split('\n').at(-1)}. Restore a backup, or move the file away to start empty.`);
};

/** Looks at a file without the means to change it. @throws ConfigError */
const examine = (file: string): void => {
	// SQLite itself would take away the log beside an empty file, with what may be left of the facts.
	if (statSync(file).size === 0) throw notOurs(file);
	const db = new Database(file, { readonly: true, timeout: patienceMs });
	try {
		refuseOthers(db, file);
		refuseDamaged(db, file);
	} finally {
		db.close();
	}
};

const connect = (file: string, { shared }: { shared: boolean }): Db => {
	const db = new Database(file);
	try {
		if (!shared) db.pragma('locking_mode = EXCLUSIVE');
		db.pragma('journal_mode = WAL');
		db.pragma('synchronous = FULL');
		db.pragma('foreign_keys = ON');
		db.pragma('journal_size_limit = 67108864');
		// Else a read that sorts much would fail with a disk that is full.
		db.pragma('temp_store = MEMORY');
		db.function('name_key', { deterministic: true }, (name: unknown) => (typeof name === 'string' ? nameKey(name) : null));
		migrate(db);
		return db;
	} catch (error) {
		db.close();
		throw error;
	}
};

const connectAnyhow = (file: string): Db => {
	try {
		return connect(file, { shared: true });
	} catch (error) {
		if (!isDiskFull(error)) throw error;
		// Not even room for the log's index. Held by one connection alone it is kept in memory: the wall can show what there is.
		return connect(file, { shared: false });
	}
};

/** Under another name until it is whole, so that a start which is killed leaves no file that could be anything. */
const create = (file: string): void => {
	const unfinished = `${file}.new`;
	for (const ending of ['', '-wal', '-shm']) rmSync(unfinished + ending, { force: true });
	connect(unfinished, { shared: true }).close();
	renameSync(unfinished, file);
	// A name is on disk once its folder is; Windows knows no such thing.
	if (process.platform === 'win32') return;
	const folder = openSync(dirname(file), 'r');
	fsyncSync(folder);
	closeSync(folder);
};

/** @throws ConfigError when the file is not a Floorcast database, is damaged, or is newer than this build, or when the disk does not let us. */
export function openDatabase(file: string): Db {
	try {
		if (file === ':memory:') return connect(file, { shared: true });
		if (!existsSync(file)) create(file);
		try {
			examine(file);
			rmSync(suspicion(file), { force: true });
		} catch (error) {
			if (!isDiskFull(error)) throw error;
		}
		return connectAnyhow(file);
	} catch (error) {
		const problem = diskProblem(error, file);
		throw problem === null ? error : new ConfigError(problem, { cause: error });
	}
}

/** After the disk has failed, the next start reads the whole file before it trusts it. */
export const suspect = (db: Db): void => {
	if (!db.memory) writeFileSync(suspicion(db.name), '');
};

/**
 * Keeps a data folder for this process alone: a second writer would lose what the first one acknowledged. Held by a lock that
 * the operating system drops when the process ends, however it ends. Returns its release.
 * @throws ConfigError when another process holds it.
 */
export function holdFolder(folder: string): () => void {
	const file = join(folder, 'lock');
	let lock: Db | null = null;
	try {
		lock = new Database(file, { timeout: patienceMs });
		// To lock a file without a page SQLite writes one, for which a full disk has no room.
		if (formOf(lock) === 0) lock.pragma('user_version = 1');
		lock.exec('BEGIN EXCLUSIVE');
	} catch (error) {
		lock?.close();
		if (isLocked(error)) throw new ConfigError(`DATA_DIR: another Floorcast is running on ${folder}. Stop it, or give this one a folder of its own.`);
		const problem = diskProblem(error, file);
		throw problem === null ? error : new ConfigError(`DATA_DIR: ${problem}`);
	}
	const held = lock;
	return () => void held.close();
}
