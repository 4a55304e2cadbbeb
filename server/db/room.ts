/**
 * Whether the disk of the database takes what is written. A full one refuses what is new and breaks no read; that there is room again
 * is noticed without anybody pushing.
 */
import { statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../clock.ts';
import { isDiskFull } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Db } from './open.ts';

export interface Room {
	/** Since when the disk takes no writes; null while it does. */
	fullSince: () => number | null;
	/** Whether the disk may be full at the next write. */
	isTight: () => boolean;
	/** A write was refused. @throws the error when it is another than that the disk is full */
	refused: (error: unknown) => void;
	/** A write was taken. */
	taken: () => void;
	/** To be called now and then: finds out for itself. */
	look: () => void;
}

/** A push of 10,000 rows into a large database writes about so much. */
export const tightBytes = 256_000_000;
/** A refused write has left less than this: the write-ahead log took the rest, and still takes what is small. */
const roomyBytes = 1_000_000;

/** Of a file; 0 where there is none. */
export const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** What a database takes, with its write-ahead log: a copy takes no more. */
export const databaseBytes = (file: string): number => sizeOf(file) + sizeOf(`${file}-wal`);

/** Of the disk of a folder, for this user. */
export function freeBytes(folder: string): number {
	const { bavail, bsize } = statfsSync(folder);
	return bavail * bsize;
}

export function createRoom(db: Db, { clock, log, onFull, onRoom }: { clock: Clock; log: Log; onFull: (at: number, error: unknown) => void; onRoom: () => void }): Room {
	let fullSince: number | null = null;
	const left = (): number => (db.memory ? Number.POSITIVE_INFINITY : freeBytes(dirname(db.name)));
	/** One page, which says what it said before. */
	const write = (): void => void db.pragma(`user_version = ${String(db.pragma('user_version', { simple: true }))}`);
	const taken = (): void => {
		if (fullSince === null) return;
		fullSince = null;
		log.info('the disk takes writes again');
		onRoom();
	};
	const refused = (error: unknown): void => {
		if (!isDiskFull(error)) throw error;
		if (fullSince !== null) return;
		fullSince = clock.now();
		log.warn({ err: error }, 'the disk is full; the wall shows what it has');
		onFull(fullSince, error);
	};

	return {
		fullSince: () => fullSince,
		isTight: () => left() < tightBytes,
		refused,
		taken,
		look: () => {
			if (fullSince === null || left() < roomyBytes) return;
			try {
				write();
				taken();
			} catch (error) {
				refused(error);
			}
		},
	};
}
