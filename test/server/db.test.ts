import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { holdFolder, openDatabase } from '../../server/db/open.ts';
import { ConfigError } from '../../server/errors.ts';

const givenFolder = (): string => {
	const folder = mkdtempSync(join(tmpdir(), 'floorcast-db-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
};

test('a data folder belongs to one process; the next one is told so, and gets it once it is free', () => {
	const folder = givenFolder();
	const release = holdFolder(folder);
	expect(() => holdFolder(folder)).toThrow(ConfigError);
	expect(() => holdFolder(folder)).toThrow(/another Floorcast/);
	release();
	holdFolder(folder)();
});

test('[R17] a database of a newer form is refused with words that help', () => {
	const file = join(givenFolder(), 'floorcast.sqlite');
	const db = openDatabase(file);
	db.pragma('user_version = 9999');
	db.close();
	expect(() => openDatabase(file)).toThrow(/newer version of Floorcast/);
});

test('a file that is no database is refused with words that help', () => {
	const file = join(givenFolder(), 'floorcast.sqlite');
	// Long enough to be read as a page.
	writeFileSync(file, 'this is not a database '.repeat(500));
	expect(() => openDatabase(file)).toThrow(/cannot be read/);
});

test('opening twice one after the other changes nothing: foreign keys on, WAL, full synchronisation', () => {
	const file = join(givenFolder(), 'floorcast.sqlite');
	openDatabase(file).close();
	const db = openDatabase(file);
	expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
	expect(db.pragma('synchronous', { simple: true })).toBe(2);
	// Once worked off, the log beside it is cut.
	expect(db.pragma('journal_size_limit', { simple: true })).toBe(67_108_864);
	expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
	db.close();
});

test('[R18] the log is cut to 64 MiB when it begins anew after it was larger', () => {
	const db = openDatabase(join(givenFolder(), 'floorcast.sqlite'));
	expect(db.pragma('journal_size_limit', { simple: true })).toBe(67_108_864);
	db.close();
});
