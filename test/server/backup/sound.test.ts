/** What is copied, and what is put back, is read through first: a file that is damaged within gets no further. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { BackupError } from '../../../server/backup/backup-error.ts';
import { copyVerified } from '../../../server/backup/copy.ts';
import { openDistrusted } from '../../../server/backup/inspect.ts';
import { prepare } from '../../../server/backup/prepare.ts';
import { openDatabase, type Db } from '../../../server/db/open.ts';
import { givenFolder } from '../http/support.ts';

function givenDatabase(): { file: string; to: string; db: Db } {
	const folder = givenFolder();
	const file = join(folder, 'floor.sqlite');
	const db = openDatabase(file);
	onTestFinished(() => void db.close());
	return { file, to: join(folder, 'copy.sqlite'), db };
}
const codeOf = (work: () => unknown): string => {
	try {
		work();
		return 'none';
	} catch (error) {
		if (!(error instanceof BackupError)) throw error;
		return error.code;
	}
};
/** A row that refers to none. */
const orphan = (db: Db): void => {
	db.pragma('foreign_keys = OFF');
	db.prepare(`INSERT INTO entry_address (entry, at, address) VALUES (4711, 0, '')`).run();
};

test('[R16] a copy whose rows refer to none is no backup', () => {
	const { file, to, db } = givenDatabase();
	expect(copyVerified(file, to).revision).toBe(0);
	orphan(db);
	expect(codeOf(() => copyVerified(file, to))).toBe('damaged');
});

test('[R16] [check 30] a backup that went bad where it lies is not put back', () => {
	const { file, to } = givenDatabase();
	copyVerified(file, to);
	const bad = `${to}.bad`;
	copyFileSync(to, bad);
	const spoilt = openDatabase(bad);
	orphan(spoilt);
	spoilt.close();
	expect(codeOf(() => prepare(to, `${file}.good`))).toBe('none');
	expect(codeOf(() => prepare(bad, `${file}.prepared`))).toBe('damaged');
});

test('[check 30] nothing in the schema of a file that is looked at may call what is not harmless', () => {
	const { file } = givenDatabase();
	const db = openDistrusted(file);
	onTestFinished(() => void db.close());
	expect(['trusted_schema', 'cell_size_check', 'mmap_size'].map((name) => db.pragma(name, { simple: true }))).toEqual([0, 1, 0]);
	expect(() => db.exec('CREATE TABLE anything (id INTEGER)')).toThrow(/readonly/);
});
