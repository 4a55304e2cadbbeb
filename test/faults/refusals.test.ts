/** Files and folders that a server must not start on: it says why in a sentence, exits with 1, and leaves them byte for byte. */
import Database from 'better-sqlite3';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, closeSync, copyFileSync, existsSync, ftruncateSync, mkdirSync, openSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { givenFolder, withKey } from '../server/http/support.ts';
import { givenSmallDisk, makeReadOnly, mayMount } from '../support/machine.ts';
import { isUp, portOf, startProcess, tryToAsk, type Started } from '../support/process.ts';
import { givenWall } from '../support/wall.ts';

const name = 'floorcast.sqlite';
const pageSize = 4096;
const noise = (pages: number): Buffer => Buffer.from(Array.from({ length: pages * pageSize }, (_, index) => (index * 7919 + 13) % 251));

/** A page in the middle of the deals of the database that was made last, which its write-ahead log does not hold. */
let middlePage = 0;

/** A folder as a killed server leaves it: what was written last is in the write-ahead log still. */
const givenDatabase = async (): Promise<string> => {
	const made = join(givenFolder(), name);
	const given = givenWall({ file: made });
	const fill = (from: number) => given.push({ deals: Array.from({ length: 2_000 }, (_, index) => ({ external_id: String(from + index), status: 'won', closed: '2026-09-01', amount: 1, owner: `p${index % 70}@x.example` })) });
	fill(0);
	given.wall.rollups.drain(Number.POSITIVE_INFINITY);
	given.db.pragma('wal_checkpoint(TRUNCATE)');
	const pages = given.db.prepare<[], number>("SELECT pageno FROM dbstat WHERE name = 'deal' AND pagetype = 'leaf' ORDER BY pageno").pluck().all();
	middlePage = pages[Math.floor(pages.length / 2)] ?? 0;
	given.push({ deals: [{ external_id: 'last', status: 'won', closed: '2026-09-01', amount: 1 }] });
	const folder = givenFolder();
	for (const ending of ['', '-wal']) copyFileSync(made + ending, join(folder, name + ending));
	await given.close();
	return folder;
};

const overwrite = (file: string, page: number, bytes: Buffer): void => {
	const handle = openSync(file, 'r+');
	writeSync(handle, bytes, 0, bytes.length, page * pageSize);
	closeSync(handle);
};

const contents = (folder: string): Record<string, string> =>
	Object.fromEntries(readdirSync(folder).filter((file) => file.startsWith(name) && !file.endsWith('-shm')).map((file) => [file, createHash('sha256').update(readFileSync(join(folder, file))).digest('hex')]));

const expectRefused = async ({ exit, output }: Started, says: RegExp): Promise<void> => {
	expect([await exit, output()]).toEqual([1, expect.stringMatching(says)]);
	expect(output().trim().split('\n')).toHaveLength(1);
	expect(output()).not.toContain('    at ');
};

const spoilt: [string, (file: string) => void, RegExp][] = [
	['cut in half', (file) => truncateSync(file, Math.floor(statSync(file).size / 2 / pageSize) * pageSize), /^The database .* (is damaged|cannot be read): .*Restore a backup/],
	['with a page overwritten in its middle', (file) => overwrite(file, middlePage - 1, noise(1)), /^The database .* is damaged: .*Restore a backup, or move the file away/],
	['that is no database', (file) => writeFileSync(file, 'this is not a database '.repeat(500)), /^The database .* cannot be read: file is not a database .*Restore a backup/],
	['that is empty', (file) => truncateSync(file, 0), /^The file .* is no database of Floorcast\. Restore a backup, or move the file away to start empty\.$/m],
	['of another program', (file) => writeFileSync(file, otherDatabase()), /^The file .* is no database of Floorcast\./],
	['of a newer version', (file) => overwriteForm(file, 9_999), /^The database .* was written by a newer version of Floorcast .* Start the newer version, or restore a backup/],
];

const otherDatabase = (): Buffer => {
	const db = new Database(':memory:');
	db.exec('CREATE TABLE cookies (name TEXT)');
	const bytes = db.serialize();
	db.close();
	return bytes;
};

const overwriteForm = (file: string, form: number): void => {
	const handle = openSync(file, 'r+');
	const number = Buffer.alloc(4);
	number.writeInt32BE(form);
	writeSync(handle, number, 0, 4, 60);
	closeSync(handle);
};

test.each(spoilt)('[R17] a database %s', async (what, spoil, says) => {
	const folder = await givenDatabase();
	spoil(join(folder, name));
	const before = contents(folder);
	await expectRefused(startProcess({ DATA_DIR: folder }), says);
	expect(contents(folder)).toEqual(before);
	// In the automatic demo too: it must not begin beside a floor that cannot be read.
	if (what === 'that is empty') await expectRefused(startProcess({ DATA_DIR: folder, DEMO: 'auto', API_KEY: '' }), says);
});

test('a database that another program holds, and a folder that another server does', async () => {
	const [held, shared] = [await givenDatabase(), givenFolder()];
	const other = new Database(join(held, name));
	onTestFinished(() => void other.close());
	other.pragma('locking_mode = EXCLUSIVE');
	other.exec('BEGIN EXCLUSIVE');
	const first = startProcess({ DATA_DIR: shared });
	const port = await portOf(first);
	await Promise.all([
		expectRefused(startProcess({ DATA_DIR: held }), /^The database .* is in use by another program\. Stop that one, then start again\.$/m),
		expectRefused(startProcess({ DATA_DIR: shared }), /^DATA_DIR: another Floorcast is running on .*Stop it, or give this one a folder of its own\.$/m),
	]);
	await isUp(port);
});

test('a folder that may not be written to', async () => {
	const says = /^DATA_DIR: .*Give this user a folder to read and write in\.$/m;
	if (process.getuid?.() !== 0) {
		const folder = givenFolder();
		chmodSync(folder, 0o500);
		await expectRefused(startProcess({ DATA_DIR: folder }), says);
		return;
	}
	if (mayMount) {
		const disk = givenSmallDisk('1m');
		makeReadOnly(disk);
		await expectRefused(startProcess({ DATA_DIR: disk }), says);
	}
	// Whom nothing belongs to, where they may run the server at all.
	const nobody = { uid: 65_534, gid: 65_534 };
	if (spawnSync(process.execPath, ['server/main.ts'], { ...nobody, env: { PORT: 'none' }, encoding: 'utf8' }).stderr.includes('PORT')) {
		const folder = join(givenFolder(), 'closed');
		mkdirSync(folder, { mode: 0o700 });
		await expectRefused(startProcess({ DATA_DIR: folder }, nobody), says);
	}
});

test('[R3] damage in a large database is found when it is read: the server stops, and the next start reads it all first', async () => {
	const folder = await givenDatabase();
	const file = join(folder, name);
	const reader = new Database(file, { readonly: true });
	// Deals themselves, which nothing reads before it is asked for.
	const damaged = reader.prepare<[], number>(`SELECT pageno FROM dbstat WHERE name = 'deal' AND pagetype = 'leaf'`).pluck().all();
	reader.close();
	expect(damaged.length).toBeGreaterThan(0);
	// Pages that no one uses make it too large to be read through at every start.
	const handle = openSync(file, 'r+');
	ftruncateSync(handle, 110_000_000);
	closeSync(handle);
	for (const page of damaged) overwrite(file, page - 1, noise(1));
	const started = startProcess({ DATA_DIR: folder });
	const port = await portOf(started);
	for (const by of ['person', 'day', 'region']) {
		const answer = await tryToAsk(port, 'GET', `/api/v1/explain?metric=sales&scope=company&period=2026-09&asOf=2026-09-30&by=${by}`, { headers: withKey });
		if (answer?.status !== 200) break;
	}
	expect(await started.exit).toBe(1);
	expect(started.output()).toMatch(/^The database .* cannot be read: .*Restore a backup, or move the file away to start empty\.$/m);
	expect(existsSync(`${file}.suspect`)).toBe(true);
	await expectRefused(startProcess({ DATA_DIR: folder }), /^The database .* is damaged: /);
});
