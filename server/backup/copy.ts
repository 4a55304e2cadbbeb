/**
 * Copies a database that is in use: whole, as it was at one moment, and compared with what it was at that moment. The connections only read, so
 * that there is one writer still; while they read, the write-ahead log cannot be worked off beyond that moment.
 */
import Database from 'better-sqlite3';
import { closeSync, openSync, statSync } from 'node:fs';
import { formOf } from '../db/forms.ts';
import type { Db } from '../db/open.ts';
import { syncFile } from '../db/sync.ts';
import { BackupError } from './backup-error.ts';
import { demandSound, openDistrusted } from './inspect.ts';

export interface Copied {
	size: number;
	form: number;
	revision: number;
}

/** Something may be written just between the two connections' first reads. */
const attempts = 3;

const [form, newest] = ['the form', 'the newest entry'];

/** How many rows each table has, the newest entry and the form: what a copy must have too. */
function contentOf(db: Db): Record<string, number> {
	const tables = db.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'`).pluck().all();
	const counts = tables.map((table) => [table, db.prepare<[], number>(`SELECT count(*) FROM "${table}"`).pluck().get() ?? 0] as const);
	return { ...Object.fromEntries(counts), [form]: formOf(db), [newest]: db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM entry').pluck().get() ?? 0 };
}

const differenceOf = (one: Record<string, number>, other: Record<string, number>): string | null => {
	const differs = [...new Set([...Object.keys(one), ...Object.keys(other)])].find((name) => one[name] !== other[name]);
	return differs === undefined ? null : `${differs}: ${one[differs]} and ${other[differs]}`;
};

function copyOnce(from: string, to: string): Record<string, number> {
	const before = new Database(from, { readonly: true, fileMustExist: true });
	try {
		before.exec('BEGIN');
		// The first read says what this connection sees until it is closed.
		before.prepare('SELECT count(*) FROM setting').get();
		const copying = new Database(from, { readonly: true, fileMustExist: true });
		try {
			copying.pragma('cache_size = -8000');
			copying.prepare<[string]>('VACUUM INTO ?').run(to);
		} finally {
			copying.close();
		}
		return contentOf(before);
	} finally {
		before.close();
	}
}

/** @param to a new file, for this user alone. Only what is whole, sound and equal is left there. @throws BackupError */
export function copyVerified(from: string, to: string): Copied {
	let differs: string | null = null;
	for (let attempt = 0; attempt < attempts; attempt += 1) {
		// Emptied for another try, not made anew: whoever brings it to the disk has it open.
		closeSync(openSync(to, 'w', 0o600));
		const expected = copyOnce(from, to);
		syncFile(to);
		const db = openDistrusted(to);
		try {
			const content = contentOf(db);
			differs = differenceOf(expected, content);
			if (differs !== null) continue;
			demandSound(db);
			return { size: statSync(to).size, form: formOf(db), revision: content[newest] ?? 0 };
		} finally {
			db.close();
		}
	}
	throw new BackupError('differs', `The copy differs from the database: ${differs}.`);
}
