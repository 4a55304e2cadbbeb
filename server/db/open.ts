/**
 * Opens the one database. A start that is killed while it brings the file to this build's form goes on where it was. A file newer than
 * this build is refused, never guessed at; what is refused is left as it was.
 */
import Database from 'better-sqlite3';
import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError, diskProblem, isDiskFull, isLocked } from '../errors.ts';
import { removeDatabase, suspicion } from './beside.ts';
import { formOf, giveFunctions, migrate, newestForm } from './forms.ts';
import { syncFolder } from './sync.ts';

export type Db = Database.Database;

/** Larger files are read through only after the disk has failed: some 1 GB a second, from a disk that is as fast. */
const largestExamined = 100_000_000;

/** How long a start waits for another program to let go. */
const patienceMs = 2_000;

const notOurs = (file: string): ConfigError => new ConfigError(`The file ${file} is no database of Floorcast. Restore a backup, or move the file away to start empty.`);

/** What stands by an upgrade, and by who goes back behind one. */
export interface Safeguards {
	/** Called before a database of an earlier form is brought to this one. What it throws stops the start; nothing was changed then. */
	beforeMigration: (from: number) => void;
	/** A copy that this build can read, made before a newer one took the database over; null when there is none. */
	copyFrom: (newest: number) => string | null;
}

const refuseOthers = (reached: number, file: string, safeguards: Safeguards | null): void => {
	if (reached > newestForm) {
		const copy = safeguards?.copyFrom(newestForm) ?? null;
		const back = copy === null ? 'restore a backup made before the upgrade' : `go back to what was there before the upgrade: npm run restore -- ${copy}`;
		throw new ConfigError(`The database ${file} was written by a newer version of Floorcast (its form is ${reached}, this one knows ${newestForm}). Start the newer version, or ${back}.`);
	}
	// Ours gets its name only once it has its form.
	if (reached === 0) throw notOurs(file);
};

const refuseDamaged = (db: Db, file: string): void => {
	const isSuspect = existsSync(suspicion(file));
	if (!isSuspect && statSync(file).size > largestExamined) return;
	const found = String(db.pragma(isSuspect ? 'integrity_check(1)' : 'quick_check(1)', { simple: true }));
	if (found !== 'ok') throw new ConfigError(`The database ${file} is damaged: ${found.split('\n').at(-1)}. Restore a backup, or move the file away to start empty.`);
};

/** Looks at a file without the means to change it. Returns its form. @throws ConfigError */
const examine = (file: string, safeguards: Safeguards | null): number => {
	// SQLite itself would take away the log beside an empty file, with what may be left of the facts.
	if (statSync(file).size === 0) throw notOurs(file);
	const db = new Database(file, { readonly: true, timeout: patienceMs });
	try {
		const form = formOf(db);
		refuseOthers(form, file, safeguards);
		refuseDamaged(db, file);
		return form;
	} finally {
		db.close();
	}
};

const connect = (file: string, { shared, upTo = newestForm }: { shared: boolean; upTo?: number }): Db => {
	const db = new Database(file);
	try {
		if (!shared) db.pragma('locking_mode = EXCLUSIVE');
		db.pragma('journal_mode = WAL');
		db.pragma('synchronous = FULL');
		db.pragma('foreign_keys = ON');
		db.pragma('journal_size_limit = 67108864');
		// Else a read that sorts much would fail with a disk that is full.
		db.pragma('temp_store = MEMORY');
		giveFunctions(db);
		migrate(db, upTo);
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
		return connectFull(file, error);
	}
};

/** Not even room for the log's index. Held by one connection alone it is kept in memory: the wall can show what there is. */
const connectFull = (file: string, full: unknown): Db => {
	const db = connect(file, { shared: false, upTo: 0 });
	if (formOf(db) === newestForm) return db;
	// There is no copy of it yet, and no room for one.
	db.close();
	throw full;
};

/** Under another name until it is whole, so that a start which is killed leaves no file that could be anything. */
const create = (file: string): void => {
	const unfinished = `${file}.new`;
	removeDatabase(unfinished);
	connect(unfinished, { shared: true }).close();
	renameSync(unfinished, file);
	syncFolder(dirname(file));
};

/** For whoever has no way back: only the start of a server copies what it migrates. */
const refusesEarlier: Safeguards = {
	beforeMigration: () => {
		throw new ConfigError('The database is of an earlier version. Start the server once, which copies it before it brings it to this one; nothing was changed.');
	},
	copyFrom: () => null,
};

/**
 * @param safeguards null: a database of an earlier form is migrated as it is; unless given, it is refused.
 * @throws ConfigError when the file is not a Floorcast database, is damaged, or is newer than this build, or when the disk does not let us.
 */
export function openDatabase(file: string, safeguards: Safeguards | null = refusesEarlier): Db {
	try {
		if (file === ':memory:') return connect(file, { shared: true });
		if (!existsSync(file)) create(file);
		try {
			const form = examine(file, safeguards);
			rmSync(suspicion(file), { force: true });
			if (form < newestForm) safeguards?.beforeMigration(form);
		} catch (error) {
			if (!isDiskFull(error)) throw error;
			return connectFull(file, error);
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
