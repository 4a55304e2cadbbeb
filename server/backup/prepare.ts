/** Makes of a backup a database of this build, beside the one that it is to replace. */
import { constants, copyFileSync, chmodSync, existsSync } from 'node:fs';
import { giveFunctions, migrate } from '../db/forms.ts';
import { syncFile } from '../db/sync.ts';
import { inspect, openDistrusted, type Inspected } from './inspect.ts';

/** Whoever was signed in or invited then, or had a link to a new password, is not now. */
const waysIn = ['session', 'invitation'];

/** What is looked at is the copy, which nobody else writes to. @throws BackupError when it is none, or damaged. */
export function prepare(from: string, to: string): Inspected {
	copyFileSync(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
	chmodSync(to, 0o600);
	const found = inspect(to, { isWhole: true });
	const db = openDistrusted(to, { readonly: false });
	try {
		db.pragma('journal_mode = DELETE');
		db.pragma('foreign_keys = ON');
		giveFunctions(db);
		migrate(db);
		for (const table of waysIn) if (db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).get(table)) db.exec(`DELETE FROM "${table}"`);
	} finally {
		db.close();
	}
	if (existsSync(`${to}-journal`)) throw new Error('the prepared database was left with a journal');
	syncFile(to);
	return found;
}
