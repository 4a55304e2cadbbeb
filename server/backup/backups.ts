/**
 * Keeps verified copies of the database: one a day, by hand, and before what cannot be undone. One thing is done at a time, in a process of
 * its own; it gives way when the disk runs full or the write-ahead log grows behind it, and is tried again later.
 */
import { dirname } from 'node:path';
import type { BackupProblem, BackupReason, BackupWork } from '../../shared/backups-api.ts';
import type { Clock } from '../clock.ts';
import { newestForm } from '../db/forms.ts';
import { databaseBytes, freeBytes, sizeOf } from '../db/room.ts';
import { InputError } from '../errors.ts';
import type { Log } from '../log.ts';
import { asBackupError, BackupError } from './backup-error.ts';
import { lastDue, nextDue } from './due.ts';
import type { BackupFolder, StoredBackup } from './folder.ts';
import type { Inspected } from './inspect.ts';
import { runJob, type Jobs } from './jobs.ts';
import { outdated } from './outdated.ts';

export interface BackupsOptions {
	/** The database. */
	file: string;
	folder: BackupFolder;
	clock: Clock;
	log: Log;
	/** Of the workspace that is served; null while it is a demo, of which nothing is kept. */
	timeZone: () => string | null;
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
	/** What is in one. @param signal nobody waits for it any more @throws InputError 404, BackupError */
	inspect: (name: string, signal: AbortSignal) => Promise<Inspected>;
	/** @throws InputError 404, 409; BackupError */
	remove: (name: string) => Promise<void>;
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

export function createBackups({ file, folder, clock, log, timeZone, uptime = () => performance.now() }: BackupsOptions): Backups {
	const startedAt = uptime();
	const ending = new AbortController();
	let running: { work: BackupWork; since: number } | null = null;
	let idle: Promise<unknown> = Promise.resolve();
	const failures = new Map<BackupWork, BackupFailure>();
	let failingSince: number | null = null;
	/** Of daily ones, by the clock that nobody sets. */
	let triedAt: number | null = null;
	let timer: NodeJS.Timeout | undefined;

	const needed = (): number => databaseBytes(file);
	const newest = (isCounted: (why: BackupReason) => boolean): number | null => folder.list().find(({ at, why }) => isCounted(why) && at <= clock.now())?.at ?? null;

	/** Why a job is to give way; null while it need not. */
	const inTheWay = (logBefore: number): BackupError | null => {
		if (sizeOf(`${file}-wal`) - logBefore > largestLog) return new BackupError('log_large', `More than ${largestLog / 1_000_000} MB were written while it was made.`);
		const free = Math.min(folder.free() ?? Number.POSITIVE_INFINITY, freeBytes(dirname(file)));
		return free < leastFree ? new BackupError('no_room', `The disk of ${folder.path} is nearly full.`) : null;
	};
	const run: Backups['run'] = async (what, given, signal) => {
		const giving = new AbortController();
		const logBefore = sizeOf(`${file}-wal`);
		const watching = setInterval(() => {
			void folder.look();
			const why = inTheWay(logBefore);
			if (why) giving.abort(why);
		}, watchEveryMs);
		try {
			return await runJob(what, given, AbortSignal.any([signal, giving.signal]));
		} finally {
			clearInterval(watching);
		}
	};
	const dropOutdated = async (): Promise<void> => {
		try {
			await folder.remove(outdated(folder.list(), timeZone()));
		} catch (error) {
			log.warn({ err: error }, 'backups that are no longer kept could not be deleted');
		}
	};
	/** Of a file that may be gone; a folder that does not answer is swept at the next start. */
	const discard = (unfinished: string): Promise<void> => folder.discard(unfinished).catch((error: unknown) => log.warn({ err: error }, 'what was left of a backup could not be deleted'));
	const copy: Backups['copy'] = async (why, signal) => {
		await folder.demandRoom(needed());
		const name = folder.nameAt(clock.now(), why);
		const unfinished = folder.unfinished(name);
		try {
			await run('copy', { from: file, to: unfinished }, signal);
			const kept = await folder.keep(unfinished, name);
			failingSince = null;
			await dropOutdated();
			log.info({ name, size: kept.size }, 'a backup was made');
			return kept;
		} finally {
			await discard(unfinished);
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
				log[known ? 'warn' : 'error']({ err: error, work, problem: code }, 'a backup could not be made, checked or put back');
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
		await folder.look();
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

	return {
		folder,
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
					return await folder.keep(path, folder.nameAt(clock.now(), 'uploaded'));
				} finally {
					await discard(path);
				}
			}),
		inspect: async (name, signal) => await run('inspect', { file: folder.pathOf(name), isWhole: false }, AbortSignal.any([signal, ending.signal])),
		remove: async (name) => {
			folder.pathOf(name);
			requireIdle();
			await folder.remove([name]);
			log.info({ name }, 'a backup was deleted');
		},
		look,
		start: () => {
			folder.sweep().catch((error: unknown) => log.warn({ err: error }, 'what was left of backups could not be deleted'));
			timer ??= setInterval(() => void look(), lookEveryMs);
		},
		close: async () => {
			clearInterval(timer);
			ending.abort(new BackupError('failed', 'The server is stopping.'));
			await idle;
		},
	};
}
