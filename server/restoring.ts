/**
 * Puts a backup back. All that may go wrong is done beside the floor while it is served: the copy is checked, brought to this build's form, and
 * opened on trial. From the backup of what there is now until the end nothing is taken in, so that nothing is acknowledged and then in neither.
 */
import { dirname } from 'node:path';
import type { BackupRow } from '../shared/backups-api.ts';
import { BackupError } from './backup/backup-error.ts';
import { sizeOf, type Backups } from './backup/backups.ts';
import { removeDatabase } from './backup/folder.ts';
import type { Restorer } from './backup/restored.ts';
import { decide, preparedFile } from './backup/swap.ts';
import type { Clock } from './clock.ts';
import type { Db } from './db/open.ts';
import { freeBytes, tightBytes } from './db/room.ts';
import type { Log } from './log.ts';
import type { Wall } from './wall.ts';

export interface Restoring {
	/** Begins; what goes wrong is in the state of the backups. @throws InputError 404, 409 */
	begin: (name: BackupRow['name'], by: Restorer) => void;
	/** Nothing is taken in at the moment. */
	isHeld: () => boolean;
	/** Resolves when none is going on. */
	idle: () => Promise<void>;
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
	let work: Promise<void> = Promise.resolve();

	const demandRoom = (backup: string): void => {
		// The copy beside the database, and the one in the folder: they may share a disk.
		const [copy, now] = [sizeOf(backup), sizeOf(file) + sizeOf(`${file}-wal`)];
		const isShared = dirname(backup).startsWith(dirname(file));
		backups.folder.demandRoom(isShared ? copy + now : now);
		if (freeBytes(dirname(file)) < copy + tightBytes) throw new BackupError('no_room', `There is no room in ${dirname(file)} for the database that is put back.`);
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
	const restore = async (name: string, by: Restorer, signal: AbortSignal): Promise<void> => {
		const backup = backups.folder.pathOf(name);
		demandRoom(backup);
		const prepared = preparedFile(file);
		try {
			await backups.run('prepare', { from: backup, to: prepared }, signal);
			isHeld = true;
			wall().imports.requireIdle();
			await backups.copy('before-restore', signal);
			await tryOut(prepared, by, name);
			signal.throwIfAborted();
			await replace(() => decide(file, prepared));
			log.warn({ name, by: by.account }, 'a backup was put back');
		} finally {
			isHeld = false;
			removeDatabase(prepared);
		}
	};

	return {
		begin: (name, by) => {
			backups.folder.pathOf(name);
			wall().imports.requireIdle();
			work = backups.during('restore', (signal) => restore(name, by, signal)).catch((error: unknown) => {
				// Said by whoever looks at the backups, and logged there.
				log.debug({ err: error }, 'a backup was not put back');
			});
		},
		isHeld: () => isHeld,
		idle: () => work,
	};
}
