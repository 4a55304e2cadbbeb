/**
 * Keeps verified copies of the database: one a day, by hand, and before what cannot be undone. One thing is done at a time, in a process of
 * its own; it gives way when the disk runs full or the write-ahead log grows behind it, and is tried again later.
 */
import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { BackupProblem, BackupReason, BackupWork } from '../../shared/backups-api.ts';
import type { Clock } from '../clock.ts';
import { newestForm } from '../db/forms.ts';
import type { Safeguards } from '../db/open.ts';
import { freeBytes } from '../db/room.ts';
import { ConfigError, InputError } from '../errors.ts';
import type { Log } from '../log.ts';
import { asBackupError, BackupError } from './backup-error.ts';
import { lastDue, nextDue } from './due.ts';
import { removeDatabase, type BackupFolder, type StoredBackup } from './folder.ts';
import type { Inspected } from './inspect.ts';
import { runJob, runJobNow, type Jobs } from './jobs.ts';
import { outdated } from './retention.ts';

export interface BackupsOptions {
	/** The database. */
	file: string;
	folder: BackupFolder;
	clock: Clock;
	log: Log;
	/** Of the workspace that is served; null while it is a demo, of which nothing is kept. */
	timeZone: () => string | null;
	/** Where people are told why the start takes long. */
	print: (line: string) => void;
	/** Milliseconds since the start, by a clock that nobody sets. */
	uptime?: () => number;
}

export interface BackupFailure extends BackupProblem {
	/** Epoch milliseconds. */
	at: number;
	work: BackupWork;
}

export interface BackupState {
	isKept: boolean;
	running: { work: BackupWork; since: number } | null;
	/** When the newest of this database was made; null: there is none. */
	lastGood: number | null;
	/** Of making one and of putting one back: what went wrong the last time, since the start. Empty while all is well. */
	failures: BackupFailure[];
	/** Since when none has come about; null while all is well. */
	failingSince: number | null;
	/** When the next daily one is due, or tried again. */
	next: number | null;
	/** Bytes that one takes at most. */
	needed: number;
}

export interface Backups {
	folder: BackupFolder;
	/** For opening the database. */
	safeguards: Safeguards;
	state: () => BackupState;
	/** @throws BackupError; InputError 409 while something else is done. */
	backUp: (why: BackupReason) => Promise<StoredBackup>;
	/** The form that a backup gets when it is put back. */
	form: number;
	/** @throws InputError 409 while something is done */
	requireIdle: () => void;
	/** Does something that nothing else is to be done beside; what goes wrong is in the state. @throws InputError 409 */
	during: <T>(work: BackupWork, job: (signal: AbortSignal) => Promise<T>) => Promise<T>;
	/** Within `during`. */
	copy: (why: BackupReason, signal: AbortSignal) => Promise<StoredBackup>;
	run: <K extends keyof Jobs>(what: K, given: Jobs[K]['given'], signal: AbortSignal) => Promise<Jobs[K]['value']>;
	/** Looks at a file that was brought, in the folder, and keeps it. It is gone when it is none. @throws BackupError, InputError 409 */
	bring: (path: string) => Promise<StoredBackup>;
	/** What is in one. @throws InputError 404, BackupError */
	inspect: (name: string) => Promise<Inspected>;
	/** @throws InputError 404, 409 */
	remove: (name: string) => void;
	/** Makes the daily one when it is due. Never rejects. */
	look: () => Promise<void>;
	/** Looks every minute from now on. */
	start: () => void;
	close: () => Promise<void>;
}

const lookEveryMs = 60_000;
/** A server that restarts over and over must not do it each time, and one that starts has better to do. */
const afterStartMs = 10 * 60_000;
const againAfterMs = 60 * 60_000;
const watchEveryMs = 500;
/** What is written while a copy is made waits in the log until it is done; more than this is waited for at a quieter time. */
const largestLog = 512_000_000;
const leastFree = 64_000_000;

export const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

export function createBackups({ file, folder, clock, log, timeZone, print, uptime = () => performance.now() }: BackupsOptions): Backups {
	const startedAt = uptime();
	const ending = new AbortController();
	let running: { work: BackupWork; since: number } | null = null;
	let idle: Promise<unknown> = Promise.resolve();
	const failures = new Map<BackupWork, BackupFailure>();
	let failingSince: number | null = null;
	/** Of daily ones, by the clock that nobody sets. */
	let triedAt: number | null = null;
	let timer: NodeJS.Timeout | undefined;

	const needed = (): number => sizeOf(file) + sizeOf(`${file}-wal`);
	const newest = (isCounted: (why: BackupReason) => boolean): number | null => folder.list().find(({ at, why }) => isCounted(why) && at <= clock.now())?.at ?? null;

	/** Ends a job that is in the way. */
	const watch = (signal: AbortSignal, giveWay: (why: BackupError) => void): (() => void) => {
		const logBefore = sizeOf(`${file}-wal`);
		const watching = setInterval(() => {
			if (sizeOf(`${file}-wal`) - logBefore > largestLog) giveWay(new BackupError('log_large', `More than ${largestLog / 1_000_000} MB were written while it was made.`));
			else if (existsSync(file) && Math.min(folder.free() ?? 0, freeBytes(dirname(file))) < leastFree) giveWay(new BackupError('no_room', `The disk of ${folder.path} is nearly full.`));
		}, watchEveryMs);
		signal.addEventListener('abort', () => clearInterval(watching), { once: true });
		return () => clearInterval(watching);
	};
	const run: Backups['run'] = async (what, given, signal) => {
		const giving = new AbortController();
		const stop = watch(signal, (why) => giving.abort(why));
		try {
			return await runJob(what, given, AbortSignal.any([signal, giving.signal]));
		} finally {
			stop();
		}
	};
	const dropOutdated = (): void => {
		try {
			folder.remove(outdated(folder.list(), timeZone()));
		} catch (error) {
			log.warn({ err: error }, 'backups that are no longer kept could not be deleted');
		}
	};
	const copy: Backups['copy'] = async (why, signal) => {
		folder.demandRoom(needed());
		const name = folder.nameAt(clock.now(), why);
		const unfinished = folder.unfinished(name);
		try {
			await run('copy', { from: file, to: unfinished }, signal);
			const kept = folder.keep(unfinished, name);
			failingSince = null;
			dropOutdated();
			log.info({ name, size: kept.size }, 'a backup was made');
			return kept;
		} finally {
			removeDatabase(unfinished);
		}
	};

	const requireIdle = (): void => {
		if (running) throw new InputError('A backup is being made, checked or put back; wait until that is done.', { status: 409, code: 'busy', field: 'name' });
	};
	const during: Backups['during'] = (work, job) => {
		requireIdle();
		ending.signal.throwIfAborted();
		running = { work, since: clock.now() };
		const done = (async () => {
			try {
				const value = await job(ending.signal);
				failures.delete(work);
				return value;
			} catch (error) {
				if (ending.signal.aborted) throw error;
				const known = asBackupError(error, folder.path);
				const { code, message } = known ?? { code: 'failed' as const, message: error instanceof Error ? error.message : String(error) };
				// Whoever brought a file is told at once.
				if (work !== 'check') failures.set(work, { at: clock.now(), work, code, message });
				if (work === 'backup') failingSince ??= clock.now();
				log[known ? 'warn' : 'error']({ err: error, work, code }, 'a backup could not be made, checked or put back');
				throw known ?? error;
			} finally {
				running = null;
			}
		})();
		idle = done.catch(() => undefined); // said above
		return done;
	};
	const backUp: Backups['backUp'] = (why) => during('backup', (signal) => copy(why, signal));

	const next = (zone: string): number => {
		const now = clock.now();
		if ((newest((why) => why === 'daily') ?? Number.NEGATIVE_INFINITY) >= lastDue(now, zone)) return nextDue(now, zone);
		const waits = [startedAt + afterStartMs, ...(triedAt === null ? [] : [triedAt + againAfterMs])].map((at) => at - uptime());
		return now + Math.ceil(Math.max(0, ...waits));
	};
	const look = async (): Promise<void> => {
		if (running || ending.signal.aborted) return;
		const zone = timeZone();
		if (zone === null || next(zone) > clock.now()) return;
		triedAt = uptime();
		try {
			await backUp('daily');
		} catch (error) {
			// What it was is logged, and in the state.
			if (!(error instanceof BackupError) && !ending.signal.aborted) log.error({ err: error }, 'the daily backup failed');
		}
	};

	const beforeMigration = (form: number): void => {
		try {
			folder.demandRoom(needed());
			const name = folder.nameAt(clock.now(), 'before-upgrade', form);
			const unfinished = folder.unfinished(name);
			print(`The database is of an earlier version. First it is copied to ${folder.path}, which takes about ten seconds for each GB.`);
			try {
				runJobNow('copy', { from: file, to: unfinished });
				folder.keep(unfinished, name);
			} finally {
				removeDatabase(unfinished);
			}
			dropOutdated();
		} catch (error) {
			const known = asBackupError(error, folder.path);
			if (!known) throw error;
			throw new ConfigError(`The database ${file} is of an earlier version, and is copied before it is changed; that failed. ${known.message} Nothing was changed: see to it and start again, or start the version before.`, { cause: error });
		}
	};

	return {
		folder,
		safeguards: {
			beforeMigration,
			copyFrom: (most) => {
				const found = folder.list().find(({ why, form }) => why === 'before-upgrade' && form !== null && form <= most);
				return found ? folder.pathOf(found.name) : null;
			},
		},
		state: () => {
			const zone = timeZone();
			return { isKept: zone !== null, running, lastGood: newest((why) => why !== 'uploaded'), failures: [...failures.values()], failingSince, next: zone === null ? null : next(zone), needed: needed() };
		},
		backUp,
		form: newestForm,
		requireIdle,
		during,
		copy,
		run,
		bring: (path) =>
			during('check', async (signal) => {
				try {
					await run('inspect', { file: path, isWhole: true }, signal);
					return folder.keep(path, folder.nameAt(clock.now(), 'uploaded'));
				} finally {
					removeDatabase(path);
				}
			}),
		inspect: async (name) => await run('inspect', { file: folder.pathOf(name), isWhole: false }, ending.signal),
		remove: (name) => {
			folder.pathOf(name);
			requireIdle();
			folder.remove([name]);
			log.info({ name }, 'a backup was deleted');
		},
		look,
		start: () => {
			folder.sweep();
			timer ??= setInterval(() => void look(), lookEveryMs);
		},
		close: async () => {
			clearInterval(timer);
			ending.abort(new BackupError('failed', 'The server is stopping.'));
			await idle;
		},
	};
}
