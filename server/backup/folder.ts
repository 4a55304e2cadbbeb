/** The folder of the backups: what lies in it, under which names, and whether there is room for more. */
import { accessSync, constants, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BackupReason } from '../../shared/backups-api.ts';
import { freeBytes, tightBytes } from '../db/room.ts';
import { syncFolder } from '../db/sync.ts';
import { InputError } from '../errors.ts';
import { asBackupError, BackupError } from './backup-error.ts';
import { nameOfBackup, readBackupName } from './names.ts';
import type { KeptBackup } from './retention.ts';

export interface StoredBackup extends KeptBackup {
	size: number;
}

export interface BackupFolder {
	path: string;
	/** Newest first; none where the folder cannot be read. */
	list: () => StoredBackup[];
	/** Where one lies. @throws InputError 404 for a name that none has */
	pathOf: (name: string) => string;
	/** @throws BackupError unless there is a folder to write to and it has room for so many bytes, and for what the database needs besides. */
	demandRoom: (bytes: number) => void;
	/** Bytes that are free; null where that cannot be told. */
	free: () => number | null;
	/** Where the file of a backup that is being made lies until it is whole. */
	unfinished: (name: string) => string;
	/** A name that no other has. */
	nameAt: (at: number, why: BackupReason, form?: number | null) => string;
	/** It is whole, and gets its name. */
	keep: (from: string, name: string) => StoredBackup;
	remove: (names: readonly string[]) => void;
	/** Files that were begun and never got their names. */
	sweep: () => void;
}

const unfinishedEnding = '.new';
/** What SQLite may leave beside a file that it was writing. */
const endings = ['', '-journal', '-wal', '-shm'];

/** A file with what may lie beside it. */
export const removeDatabase = (file: string): void => endings.forEach((ending) => rmSync(file + ending, { force: true }));

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1_000_000).toLocaleString('en')} MB`;

/** @param isOurs whether to make it where it is missing: one that somebody chose may be a share that is not mounted. */
export function openBackupFolder(path: string, { isOurs }: { isOurs: boolean }): BackupFolder {
	const stored = (name: string): StoredBackup | null => {
		const named = readBackupName(name);
		if (!named) return null;
		const found = statSync(join(path, name), { throwIfNoEntry: false });
		return found?.isFile() ? { ...named, name, size: found.size } : null;
	};
	const names = (): string[] => {
		try {
			return readdirSync(path);
		} catch (error) {
			if (asBackupError(error, path) === null) throw error;
			return [];
		}
	};
	const list = (): StoredBackup[] => names().flatMap((name) => stored(name) ?? []).sort((a, b) => b.at - a.at || b.name.localeCompare(a.name));
	const demandFolder = (): void => {
		try {
			if (isOurs) mkdirSync(path, { recursive: true, mode: 0o700 });
			accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
		} catch (error) {
			throw asBackupError(error, path) ?? error;
		}
	};

	return {
		path,
		list,
		pathOf: (name) => {
			if (stored(name) === null) throw new InputError('There is no such backup.', { status: 404, code: 'not_found', field: 'name' });
			return join(path, name);
		},
		demandRoom: (bytes) => {
			demandFolder();
			const [free, wanted] = [freeBytes(path), bytes + tightBytes];
			if (free < wanted) throw new BackupError('no_room', `There is no room in ${path}: ${megabytes(wanted)} are needed, ${megabytes(free)} are free.`);
		},
		free: () => {
			try {
				return freeBytes(path);
			} catch (error) {
				if (asBackupError(error, path) === null) throw error;
				return null;
			}
		},
		unfinished: (name) => join(path, `${name}${unfinishedEnding}`),
		nameAt: (at, why, form = null) => {
			for (let moment = at; ; moment += 1_000) {
				const name = nameOfBackup({ at: moment, why, form });
				if (!existsSync(join(path, name))) return name;
			}
		},
		keep: (from, name) => {
			renameSync(from, join(path, name));
			syncFolder(path);
			const kept = stored(name);
			if (!kept) throw new BackupError('no_folder', `${path} did not keep ${name}.`);
			return kept;
		},
		remove: (given) => {
			for (const name of given) rmSync(join(path, name), { force: true });
		},
		sweep: () => {
			for (const name of names()) if (/^(floorcast-[\w-]+\.sqlite|[0-9a-f-]{36})\.new(-\w+)?$/.test(name)) rmSync(join(path, name), { force: true });
		},
	};
}
