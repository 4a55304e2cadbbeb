/**
 * Puts a backup back. All that may go wrong is done beside the floor while it is served: the copy is checked, brought to this build's form, and
 * opened on trial. From the backup of what there is now until the end nothing is taken in, so that nothing is acknowledged and then in neither.
 */
import { dirname } from 'node:path';
import type { BackupRow } from '../shared/backups-api.ts';
import { BackupError } from './backup/backup-error.ts';
import type { Backups } from './backup/backups.ts';
import { demandFree } from './backup/folder.ts';
import type { Restorer } from './backup/restored.ts';
import { decide, preparedFile } from './backup/swap.ts';
import type { Clock } from './clock.ts';
import { removeDatabase } from './db/beside.ts';
import type { Db } from './db/open.ts';
import { freeBytes } from './db/room.ts';
import type { Log } from './log.ts';
import type { Wall } from './wall.ts';

export interface Restoring {
	/** Begins; what goes wrong is in the state of the backups. @param stillMay throws once they have been shut out @throws InputError 404, 409 */
	begin: (name: BackupRow['name'], by: Restorer, stillMay: () => void) => void;
	/** Nothing is taken in at the moment. */
	isHeld: () => boolean;
}

export interface RestoringOptions {
	/** The database. */
	file: string;
	backups: Backups;
	clock: Clock;
	log: Log;
	/** The wall that is served. */
	wall: () => Wall;
	/** A wall over another file, which nobody is shown. */
	openOnTrial: (file: string) => { db: Db; wall: Wall };
	/** Closes the floor, has it decided, and serves what is there then. */
	replace: (decides: () => void) => Promise<void>;
}

export function createRestoring({ file, backups, clock, log, wall, openOnTrial, replace }: RestoringOptions): Restoring {
	let isHeld = false;

	/** For the copy beside the database, and for the one of what there is now: they may share a disk. */
	const demandRoom = async (name: string): Promise<void> => {
		const size = backups.folder.list().find((one) => one.name === name)?.size ?? 0;
		await backups.folder.demandRoom(size + backups.state().needed);
		demandFree(dirname(file), freeBytes(dirname(file)), size);
	};
	/** Takes over what stays as it is, and has a board built: what cannot be shown must not take the place of what can. */
	const tryOut = async (prepared: string, by: Restorer, name: string): Promise<void> => {
		const trial = openOnTrial(prepared);
		try {
			if (!trial.wall.workspace()) throw new BackupError('not_ours', 'There is no workspace in it.');
			trial.wall.carrying.takeOver(wall().carrying, by, name, clock.now());
			await trial.wall.boardAt({});
		} finally {
			await trial.wall.close();
			trial.db.close();
		}
	};
	const demandRight = (by: Restorer, stillMay: () => void): void => {
		try {
			stillMay();
		} catch (error) {
			throw new BackupError('failed', `${by.account} has been signed out or may not put one back any more`, { cause: error });
		}
	};
	const restore = async (name: string, by: Restorer, stillMay: () => void, signal: AbortSignal): Promise<void> => {
		const backup = backups.folder.pathOf(name);
		await demandRoom(name);
		const prepared = preparedFile(file);
		try {
			await backups.run('prepare', { from: backup, to: prepared }, signal);
			demandRight(by, stillMay);
			isHeld = true;
			wall().imports.requireIdle();
			await backups.copy('before-restore', signal);
			await tryOut(prepared, by, name);
			signal.throwIfAborted();
			demandRight(by, stillMay);
			await replace(() => decide(file, prepared));
			log.warn({ name, by: by.account }, 'a backup was put back');
		} finally {
			isHeld = false;
			removeDatabase(prepared);
		}
	};

	return {
		begin: (name, by, stillMay) => {
			backups.folder.pathOf(name);
			wall().imports.requireIdle();
			void backups.during('restore', (signal) => restore(name, by, stillMay, signal)).catch((error: unknown) => {
				// Said by whoever looks at the backups, and logged there.
				log.debug({ err: error }, 'a backup was not put back');
			});
		},
		isHeld: () => isHeld,
	};
}
