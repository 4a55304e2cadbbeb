/**
 * `npm run restore -- <file>`: puts a backup back where no server runs, since its database is damaged, gone, or of a newer version. As main.ts for
 * the server, it alone reads arguments and environment, and exits. Nothing is taken over from what was there; that is put aside.
 */
import { copyFileSync, existsSync, linkSync, mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { asBackupError } from './backup/backup-error.ts';
import { runJobNow } from './backup/jobs.ts';
import { decide, finish, preparedFile } from './backup/swap.ts';
import { systemClock } from './clock.ts';
import { databaseFiles, readConfig } from './config.ts';
import { removeDatabase } from './db/beside.ts';
import { holdFolder, openDatabase } from './db/open.ts';
import { freeBytes } from './db/room.ts';
import { syncFolder } from './db/sync.ts';
import { ConfigError } from './errors.ts';
import { createStores } from './stores.ts';

const usage = `npm run restore -- <backup>   puts a backup back, with the server stopped: a file such as
                              data/backups/floorcast-2026-11-27T021500Z.sqlite.
                              What is there is put aside in the data folder.`;

/** npm runs its scripts in the project's folder; files are meant from where the user stands. */
const here = process.env['npm_lifecycle_event'] === 'restore' ? (process.env['INIT_CWD'] ?? process.cwd()) : process.cwd();
const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** The database and its log under other names: they stay, whatever takes their place. */
function putAside(file: string, folder: string): string | null {
	if (!existsSync(file)) return null;
	const stamp = Temporal.Instant.fromEpochMilliseconds(systemClock.now()).toString({ smallestUnit: 'second' }).replaceAll(':', '');
	const aside = join(folder, `before-restore-${stamp}`);
	mkdirSync(aside, { mode: 0o700 });
	for (const ending of ['', '-wal']) {
		if (!existsSync(file + ending)) continue;
		const to = join(aside, databaseFiles.real + ending);
		try {
			linkSync(file + ending, to);
		} catch {
			copyFileSync(file + ending, to); // a disk without links
		}
	}
	syncFolder(aside);
	return aside;
}

let isDecided = false;

function restore(backup: string): void {
	const { dataDir } = readConfig(process.env);
	mkdirSync(dataDir, { recursive: true, mode: 0o700 });
	const release = holdFolder(dataDir);
	const file = join(dataDir, databaseFiles.real);
	const prepared = preparedFile(file);
	try {
		finish(file);
		if (!existsSync(backup)) throw new ConfigError(`There is no file ${backup}.`);
		if (freeBytes(dataDir) < statSync(backup).size) throw new ConfigError(`There is no room in ${dataDir} for another ${Math.ceil(statSync(backup).size / 1_000_000)} MB.`);
		print(`Checking ${backup}, which takes about ten seconds for each GB.`);
		const { newestAt } = runJobNow('prepare', { from: backup, to: prepared });
		const db = openDatabase(prepared);
		createStores(db, systemClock, () => null).journal.apply('backup restored', { name: backup, replaced: 0 }, { at: systemClock.now(), author: 'command' });
		db.close();
		const aside = putAside(file, dataDir);
		isDecided = true;
		decide(file, prepared);
		finish(file);
		print(`It is in place: what was known ${newestAt === null ? 'then' : `on ${Temporal.Instant.fromEpochMilliseconds(newestAt).toString()}`}. Start the server.`);
		if (aside !== null) print(`What was there is in ${aside}. Delete it when it is not needed any more.`);
		print('Everybody signs in anew. What was taken away since then, such as screens, links and passwords, is valid again: look through them.');
	} finally {
		removeDatabase(prepared);
		release();
	}
}

process.umask(0o077);
const [given, ...more] = process.argv.slice(2);
if (given === undefined || given.startsWith('-') || more.length > 0) {
	print(usage);
	process.exitCode = given === '--help' ? 0 : 2;
} else {
	try {
		restore(resolve(here, given));
	} catch (error) {
		const said = error instanceof ConfigError ? error.message : (asBackupError(error, given)?.message ?? (error instanceof Error ? error.stack : String(error)));
		process.stderr.write(`${said}\n${isDecided ? 'Do it again, or start the server: either goes on where it was.' : 'Nothing was changed.'}\n`);
		process.exitCode = 1;
	}
}
