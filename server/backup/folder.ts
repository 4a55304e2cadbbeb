/**
 * The folder of the backups: what lies in it, under which names, and whether there is room for more. It may be a share that does not answer: what
 * it holds is remembered, and nobody waits for it for long.
 */
import { statSync, type Stats } from 'node:fs';
import { access, constants, mkdir, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BackupReason } from '../../shared/backups-api.ts';
import { databaseFilesOf } from '../db/beside.ts';
import { tightBytes } from '../db/room.ts';
import { syncFolderLater } from '../db/sync.ts';
import { InputError } from '../errors.ts';
import { asBackupError, BackupError } from './backup-error.ts';
import { nameOfBackup, readBackupName } from './names.ts';
import type { KeptBackup } from './outdated.ts';

export interface StoredBackup extends KeptBackup {
	size: number;
}

export interface BackupFolder {
	path: string;
	/** Newest first, as it was when it was looked at last; none where it cannot be read. */
	list: () => StoredBackup[];
	/** Bytes that were free then; null where that cannot be told. */
	free: () => number | null;
	/** The same, where it lies on another disk than `file`; else null. */
	freeApart: (file: string) => number | null;
	/** Why one that somebody chose could not be read then; null: it could. */
	trouble: () => string | null;
	/** Never rejects. */
	look: () => Promise<void>;
	/** Where one lies. @throws InputError 404 for a name that none has */
	pathOf: (name: string) => string;
	/** @throws BackupError unless there is a folder to write to and it has room for so many bytes, and for what the database needs besides. */
	demandRoom: (bytes: number) => Promise<void>;
	/** Where the file of a backup that is being made lies until it is whole. */
	unfinished: (name: string) => string;
	/** A name that no other has. */
	nameAt: (at: number, why: BackupReason) => string;
	/** It is whole, and gets its name. @throws BackupError */
	keep: (file: string, name: string) => Promise<StoredBackup>;
	remove: (names: readonly string[]) => Promise<void>;
	/** A file in the folder that gets no name, with what SQLite may leave beside it. */
	discard: (file: string) => Promise<void>;
	/** Files that were begun and never got their names. */
	sweep: () => Promise<void>;
}

const answersWithinMs = 20_000;
const unfinishedEnding = '.new';
const leftovers = /^(floorcast-[\w-]+\.sqlite|[0-9a-f-]{36})\.new(-\w+)?$/;

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1_000_000).toLocaleString('en')} MB`;

/** What of the names in a folder is a backup, newest first. */
export const storedIn = (names: readonly (readonly [name: string, found: Stats | undefined])[]): StoredBackup[] =>
	names
		.flatMap(([name, found]) => {
			const named = readBackupName(name);
			return named && found?.isFile() ? [{ ...named, name, size: found.size }] : [];
		})
		.sort((a, b) => b.at - a.at || b.name.localeCompare(a.name));

/** @throws BackupError when so many bytes would leave the database less than it needs. */
export function demandFree(path: string, free: number, bytes: number): void {
	const wanted = bytes + tightBytes;
	if (free < wanted) throw new BackupError('no_room', `There is no room in ${path}: ${megabytes(wanted)} are needed, ${megabytes(free)} are free.`);
}

export const unfinishedName = (name: string): string => `${name}${unfinishedEnding}`;

/** A name that no other has: two of one second are a second apart. */
export function freeName(isTaken: (name: string) => boolean, at: number, why: BackupReason, form: number | null = null): string {
	for (let moment = at; ; moment += 1_000) {
		const name = nameOfBackup({ at: moment, why, form });
		if (!isTaken(name)) return name;
	}
}

/** @param isOurs whether to make it where it is missing: one that somebody chose may be a share that is not mounted. */
export function openBackupFolder(path: string, { isOurs }: { isOurs: boolean }): BackupFolder {
	let known: StoredBackup[] = [];
	let free: number | null = null;
	/** The number of its disk. */
	let disk: number | null = null;
	let trouble: string | null = null;

	/** @throws BackupError */
	const within = async <T>(work: Promise<T>): Promise<T> => {
		const late = Promise.withResolvers<never>();
		const timer = setTimeout(() => late.reject(new BackupError('no_folder', `${path} does not answer.`)), answersWithinMs);
		try {
			return await Promise.race([work, late.promise]);
		} catch (error) {
			throw asBackupError(error, path) ?? error;
		} finally {
			clearTimeout(timer);
		}
	};
	const statOf = (name: string): Promise<Stats | undefined> => stat(join(path, name)).catch(() => undefined); // gone meanwhile
	const read = async (): Promise<void> => {
		const names = (await readdir(path)).filter((name) => readBackupName(name) !== null);
		const found = storedIn(await Promise.all(names.map(async (name) => [name, await statOf(name)] as const)));
		const [{ bavail, bsize }, { dev }] = await Promise.all([statfs(path), stat(path)]);
		[known, free, disk, trouble] = [found, bavail * bsize, dev, null];
	};
	/** One at a time: each that gets no answer keeps a thread. */
	let reading: Promise<void> | null = null;
	const begin = (): Promise<void> => (reading ??= read().finally(() => (reading = null)));
	const waitFor = async (found: Promise<void>): Promise<void> => {
		try {
			await within(found);
		} catch (error) {
			if (!(error instanceof BackupError)) throw error;
			[known, free, disk, trouble] = [[], null, null, isOurs ? null : error.message];
		}
	};
	const look = (): Promise<void> => waitFor(begin());
	/** As it is now: a reading that began before a change may lack it. */
	const lookAnew = (): Promise<void> => waitFor(Promise.allSettled([reading]).then(begin));
	const prepareFolder = async (): Promise<void> => {
		if (isOurs) await mkdir(path, { recursive: true, mode: 0o700 });
		await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
	};

	return {
		path,
		list: () => known,
		free: () => free,
		freeApart: (file) => (disk === null || disk === statSync(dirname(file)).dev ? null : free),
		trouble: () => trouble,
		look,
		pathOf: (name) => {
			if (!known.some((one) => one.name === name)) throw new InputError('There is no such backup.', { status: 404, code: 'not_found', field: 'name' });
			return join(path, name);
		},
		demandRoom: async (bytes) => {
			await within(prepareFolder());
			await lookAnew();
			demandFree(path, free ?? 0, bytes);
		},
		unfinished: (name) => join(path, unfinishedName(name)),
		nameAt: (at, why) => freeName((name) => known.some((one) => one.name === name), at, why),
		keep: async (file, name) => {
			await within(rename(file, join(path, name)).then(() => syncFolderLater(path)));
			await lookAnew();
			const kept = known.find((one) => one.name === name);
			if (!kept) throw new BackupError('no_folder', `${path} did not keep ${name}.`);
			return kept;
		},
		remove: async (names) => {
			await within(Promise.all(names.map((name) => rm(join(path, name), { force: true }))));
			await lookAnew();
		},
		discard: async (file) => {
			await within(Promise.all(databaseFilesOf(file).map((one) => rm(one, { force: true }))));
		},
		sweep: async () => {
			await look();
			if (free === null) return;
			const names = await within(readdir(path));
			await within(Promise.all(names.filter((name) => leftovers.test(name)).map((name) => rm(join(path, name), { force: true }))));
		},
	};
}
