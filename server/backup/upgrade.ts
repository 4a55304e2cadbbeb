/**
 * Before a database is brought to this build's form it is copied, verified, and the copy kept; a build that is older than the database finds it there.
 * Done at the start, which waits for it.
 */
import { accessSync, constants, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Safeguards } from '../db/open.ts';
import { removeDatabase } from '../db/beside.ts';
import { databaseBytes, freeBytes } from '../db/room.ts';
import { syncFolder } from '../db/sync.ts';
import { ConfigError } from '../errors.ts';
import { asBackupError } from './backup-error.ts';
import { demandFree, freeName, storedIn, unfinishedName, type StoredBackup } from './folder.ts';
import { runJobNow } from './jobs.ts';
import { outdated } from './outdated.ts';

export interface UpgradeOptions {
	/** The database. */
	file: string;
	/** Of the backups. */
	folder: string;
	/** Whether to make it where it is missing. */
	isOurs: boolean;
	clock: Clock;
	/** Where people are told why the start takes long. */
	print: (line: string) => void;
}

export function createSafeguards({ file, folder, isOurs, clock, print }: UpgradeOptions): Safeguards {
	const stored = (): StoredBackup[] => storedIn(readdirSync(folder).map((name) => [name, statSync(join(folder, name), { throwIfNoEntry: false })] as const));

	const copy = (form: number): void => {
		if (isOurs) mkdirSync(folder, { recursive: true, mode: 0o700 });
		accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
		demandFree(folder, freeBytes(folder), databaseBytes(file));
		const taken = new Set(stored().map(({ name }) => name));
		const name = freeName((one) => taken.has(one), clock.now(), 'before-upgrade', form);
		const unfinished = join(folder, unfinishedName(name));
		try {
			runJobNow('copy', { from: file, to: unfinished });
			renameSync(unfinished, join(folder, name));
			syncFolder(folder);
		} finally {
			removeDatabase(unfinished);
		}
		for (const one of outdated(stored(), null)) rmSync(join(folder, one), { force: true });
	};

	return {
		beforeMigration: (form) => {
			print(`The database is of an earlier version. First it is copied to ${folder}, which takes about ten seconds for each GB.`);
			try {
				copy(form);
			} catch (error) {
				const known = asBackupError(error, folder);
				if (!known) throw error;
				throw new ConfigError(`The database ${file} is of an earlier version, and is copied before it is changed; that failed. ${known.message} Nothing was changed: see to it and start again, or start the version before.`, { cause: error });
			}
		},
		copyFrom: (most) => {
			try {
				const found = stored().find(({ why, form }) => why === 'before-upgrade' && form !== null && form <= most);
				return found ? join(folder, found.name) : null;
			} catch (error) {
				if (!asBackupError(error, folder)) throw error;
				return null;
			}
		},
	};
}
