/** From one version to the next and back: what is there before is copied, a kill at any statement loses nothing, and the way back is named. */
import Database from 'better-sqlite3';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formOf, giveFunctions, migrate, newestForm } from '../../server/db/forms.ts';
import { openDatabase } from '../../server/db/open.ts';
import { ask, givenFolder, withKey } from '../server/http/support.ts';
import { faultsLibrary, givenFaults } from '../support/faults.ts';
import { givenSmallDisk, mayMount } from '../support/machine.ts';
import { contentOf, makeOlderDatabase, olderDeals } from '../support/older.ts';
import { isUp, portOf, startProcess } from '../support/process.ts';

const name = 'floorcast.sqlite';
/** Some while ago: all later migrations find something to do in it. */
const earlier = 3;
const isCopy = new RegExp(`^floorcast-\\d{4}-\\d\\d-\\d\\dT\\d{6}Z-before-upgrade-${earlier}\\.sqlite$`);

const givenOlder = (folder = givenFolder()): string => {
	mkdirSync(folder, { recursive: true });
	makeOlderDatabase(join(folder, name), earlier);
	return folder;
};
const copiesIn = (folder: string): string[] => (existsSync(join(folder, 'backups')) ? readdirSync(join(folder, 'backups')).sort() : []);
const dealsOf = async (port: number): Promise<number> => (await ask(port, 'GET', '/api/v1/health', { headers: withKey })).json.facts.deals;
const restore = (folder: string, ...args: string[]) => spawnSync(process.execPath, ['server/restore.ts', ...args], { env: { PATH: process.env['PATH'], DATA_DIR: folder }, encoding: 'utf8' });

test('[R17] a migration that is killed at any of its statements goes on at the next start, and comes out the same', () => {
	const folder = givenFolder();
	const file = join(folder, name);
	makeOlderDatabase(file, earlier);
	const straight = join(folder, 'straight.sqlite');
	copyFileSync(file, straight);
	const whole = openDatabase(straight, null);
	const expected = contentOf(whole);
	whole.close();

	// What a kill leaves is what was written by then: the file and its log, as they are at that moment.
	const left: string[] = [];
	const db = new Database(file, {
		verbose: () => {
			const at = join(folder, `at-${left.length}.sqlite`);
			for (const ending of ['', '-wal']) if (existsSync(file + ending)) copyFileSync(file + ending, at + ending);
			left.push(at);
		},
	});
	db.pragma('journal_mode = WAL');
	// So that what is not committed reaches the log, too.
	db.pragma('cache_size = 5');
	giveFunctions(db);
	migrate(db);
	expect(formOf(db)).toBe(newestForm);
	db.close();
	expect(left.length).toBeGreaterThan(100);

	const forms = new Set<number>();
	for (const at of left) {
		const found = new Database(at, { readonly: true });
		forms.add(formOf(found));
		found.close();
		const opened = openDatabase(at, null);
		expect(contentOf(opened)).toBe(expected);
		expect([opened.pragma('integrity_check', { simple: true }), opened.pragma('foreign_key_check')]).toEqual(['ok', []]);
		opened.close();
	}
	expect([forms.has(earlier), forms.has(newestForm), forms.size > 10]).toEqual([true, true, true]);
});

test('[R17] before it is migrated, a database is copied; the copy is the one that was', async () => {
	const folder = givenOlder();
	const untouched = join(givenFolder(), name);
	copyFileSync(join(folder, name), untouched);
	const started = startProcess({ DATA_DIR: folder });
	const port = await portOf(started);
	await isUp(port);
	expect(await dealsOf(port)).toBe(olderDeals);
	const [copy = ''] = copiesIn(folder);
	expect([copiesIn(folder).length, copy]).toEqual([1, expect.stringMatching(isCopy)]);
	expect(statSync(join(folder, 'backups', copy)).mode & 0o777).toBe(0o600);
	const [before, now] = [untouched, join(folder, 'backups', copy)].map((file) => new Database(file, { readonly: true }));
	expect(now && contentOf(now)).toBe(before && contentOf(before));
	before?.close();
	now?.close();
	// The next start has nothing to copy.
	started.child.kill('SIGTERM');
	await started.exit;
	await isUp(await portOf(startProcess({ DATA_DIR: folder })));
	expect(copiesIn(folder)).toEqual([copy]);
});

test('[R17] of those copies the last three stay', () => {
	const folder = givenOlder();
	mkdirSync(join(folder, 'backups'));
	const older = [1, 2, 3, 4].map((day) => `floorcast-2026-0${day}-01T000000Z-before-upgrade-2.sqlite`);
	for (const one of [...older, 'floorcast-2025-01-01T000000Z.sqlite']) writeFileSync(join(folder, 'backups', one), 'a backup');
	const started = startProcess({ DATA_DIR: folder });
	return portOf(started).then(() => {
		const left = copiesIn(folder);
		expect(left).toEqual(['floorcast-2025-01-01T000000Z.sqlite', ...older.slice(2), expect.stringMatching(isCopy)]);
	});
});

test.skipIf(!mayMount)('[R5] [R17] without room for that copy it does not start, says what is needed, and changes nothing', async () => {
	const folder = givenOlder(join(givenSmallDisk('64m'), 'floor'));
	const before = new Database(join(folder, name), { readonly: true });
	const content = contentOf(before);
	before.close();
	const { exit, output } = startProcess({ DATA_DIR: folder });
	expect([await exit, output()]).toEqual([1, expect.stringMatching(/^The database .* is of an earlier version, and is copied before it is changed; that failed\. There is no room in .*: \d+ MB are needed, \d+ MB are free\. Nothing was changed: see to it and start again, or start the version before\.$/m)]);
	const after = new Database(join(folder, name), { readonly: true });
	expect(contentOf(after)).toBe(content);
	after.close();
	expect(copiesIn(folder)).toEqual([]);
});

test('[R17] a folder for backups that is not there stops the upgrade, not a start', async () => {
	const folder = givenOlder();
	const env = { DATA_DIR: folder, BACKUP_DIR: join(folder, 'a share that is not mounted') };
	const { exit, output } = startProcess(env);
	expect([await exit, output()]).toEqual([1, expect.stringMatching(/that failed\. .*a share that is not mounted cannot be read or written: ENOENT.*Nothing was changed/)]);
	await isUp(await portOf(startProcess({ ...env, DATA_DIR: givenFolder() })));
});

test.skipIf(faultsLibrary === null)('[R17] killed while it copies, or while it migrates, the server starts again and has everything', async () => {
	const folder = givenOlder();
	const faults = givenFaults(folder);
	const ends: (number | null)[] = [];
	// Each kill further on: in the copy, which is a process of its own, in its name, in the migrations.
	for (const nth of [1, 3, 8, 20, 60, 120]) {
		faults.fail({ on: ['write', 'sync', 'cut'], nth, with: 'kill' });
		const started = startProcess({ ...faults.env, DATA_DIR: folder });
		ends.push(await Promise.race([started.exit, portOf(started).then(isUp, () => undefined).then(() => 0)]));
		started.child.kill('SIGKILL');
		await started.exit;
	}
	expect(ends.filter((end) => end === null).length).toBeGreaterThan(2);
	faults.heal();
	const port = await portOf(startProcess({ DATA_DIR: folder }));
	await isUp(port);
	expect(await dealsOf(port)).toBe(olderDeals);
	expect(copiesIn(folder).filter((one) => !isCopy.test(one) && !one.includes('before-upgrade'))).toEqual([]);
});

test('[R17] a version before the upgrade names the copy that it can read, and one command brings it back', async () => {
	const folder = givenOlder();
	const upgraded = startProcess({ DATA_DIR: folder });
	await isUp(await portOf(upgraded));
	upgraded.child.kill('SIGTERM');
	await upgraded.exit;
	// As a version after this one leaves it, with the copy that it made of this form.
	const file = join(folder, name);
	const db = new Database(file);
	db.exec('CREATE TABLE of_the_future (id INTEGER)');
	db.pragma('user_version = 9999');
	db.close();
	const [copy = ''] = copiesIn(folder);
	const path = join(folder, 'backups', copy);
	const refused = startProcess({ DATA_DIR: folder });
	expect([await refused.exit, refused.output().trim()]).toEqual([1, `The database ${file} was written by a newer version of Floorcast (its form is 9999, this one knows ${newestForm}). Start the newer version, or go back to what was there before the upgrade: npm run restore -- ${path}.`]);

	const done = restore(folder, path);
	expect([done.status, done.stderr]).toEqual([0, '']);
	const [, aside = ''] = /What was there is in (.+)\. Delete/.exec(done.stdout) ?? [];
	const put = new Database(join(aside, name), { readonly: true });
	expect(formOf(put)).toBe(9999);
	put.close();
	const port = await portOf(startProcess({ DATA_DIR: folder }));
	await isUp(port);
	expect(await dealsOf(port)).toBe(olderDeals);
});

test('the command restores into an empty folder, leaves alone what a server holds, and refuses what is no backup', async () => {
	const folder = givenOlder();
	const started = startProcess({ DATA_DIR: folder });
	await isUp(await portOf(started));
	const [copy = ''] = copiesIn(folder);
	const path = join(folder, 'backups', copy);
	const held = restore(folder, path);
	expect([held.status, held.stderr]).toEqual([1, expect.stringContaining('another Floorcast is running')]);

	const elsewhere = join(givenFolder(), 'new');
	const wrong = join(givenFolder(), 'wrong.sqlite');
	writeFileSync(wrong, 'no database');
	for (const [file, says] of [[wrong, /^This is no backup of Floorcast: it is no SQLite database\.\nNothing was changed\.$/], [join(folder, 'none'), /^There is no file .*none\.\nNothing was changed\.$/]] as const) {
		const { status, stderr } = restore(elsewhere, file);
		expect([status, stderr.trim()]).toEqual([1, expect.stringMatching(says)]);
	}
	expect(restore(elsewhere).status).toBe(2);
	expect(restore(elsewhere, path).status).toBe(0);
	const port = await portOf(startProcess({ DATA_DIR: elsewhere }));
	await isUp(port);
	expect(await dealsOf(port)).toBe(olderDeals);
});
