/** A reader that does not let go of the database: the log behind it is bounded, said, and cut again once the reader has gone. */
import Database from 'better-sqlite3';
import { existsSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createLogGrowth } from '../../server/db/log-growth.ts';
import { openDatabase, type Db } from '../../server/db/open.ts';
import { givenFolder, givenServer, withKey } from './http/support.ts';

const megabyte = 1_000_000;
const limits = { usualBytes: 2 * megabyte, mostBytes: 8 * megabyte, patienceMs: 60_000, everyMs: 0 };

const givenReader = (file: string): Db => {
	const reader = new Database(file, { readonly: true });
	onTestFinished(() => void reader.close());
	reader.exec('BEGIN');
	reader.prepare('SELECT count(*) FROM entry').get();
	return reader;
};
const logOf = (file: string): number => (existsSync(`${file}-wal`) ? statSync(`${file}-wal`).size : 0);

test('[R18] the log that a reader holds is said after a while, is over its bound later, and is cut when the reader has gone', () => {
	const file = join(givenFolder(), 'floorcast.sqlite');
	const db = openDatabase(file);
	onTestFinished(() => void db.close());
	db.pragma('journal_size_limit = 2000000');
	let now = 1_000_000;
	const growth = createLogGrowth(db, { now: () => now }, limits);
	const write = db.prepare(`INSERT INTO entry (kind, at, author, body) VALUES ('x', 0, 'x', ?)`);
	const grow = (bytes: number): void => {
		const until = logOf(file) + bytes;
		while (logOf(file) < until) write.run('x'.repeat(50_000));
		growth.look();
	};
	grow(megabyte);
	expect([growth.held(), growth.isOver()]).toEqual([null, false]);
	const reader = givenReader(file);
	grow(3 * megabyte);
	// Whoever reads for a moment is not worth a word.
	expect([growth.held(), growth.isOver()]).toEqual([null, false]);
	now += 60_000;
	expect(growth.held()).toEqual({ since: 1_000_000, bytes: logOf(file) });
	grow(6 * megabyte);
	expect([growth.held()?.since, growth.isOver()]).toEqual([1_000_000, true]);

	reader.exec('COMMIT');
	growth.look();
	expect([growth.held(), growth.isOver(), logOf(file)]).toEqual([null, false, 0]);
	// And it was worked off, not thrown away.
	expect(db.prepare('SELECT count(*) > 100 FROM entry').pluck().get()).toBe(1);
});

test('[R18] with a reader that is there at the moment of cutting, nobody waits', () => {
	const file = join(givenFolder(), 'floorcast.sqlite');
	const db = openDatabase(file);
	onTestFinished(() => void db.close());
	const write = db.prepare(`INSERT INTO entry (kind, at, author, body) VALUES ('x', 0, 'x', ?)`);
	const held = givenReader(file);
	while (logOf(file) < 4 * megabyte) write.run('x'.repeat(50_000));
	held.exec('COMMIT');
	const growth = createLogGrowth(db, { now: () => 0 }, limits);
	// It reads what is newest: all of the log can be worked off, and not be cut.
	givenReader(file);
	const begun = performance.now();
	growth.look();
	expect([performance.now() - begun < 2_000, growth.held(), logOf(file) > 0]).toEqual([true, null, true]);
	expect(db.pragma('busy_timeout', { simple: true })).toBe(5_000);
});

test('[R18] in a whole server: facts are taken and boards built while a reader holds on for ten minutes, health says so, and all is well after it', { timeout: 120_000 }, async () => {
	const given = await givenServer();
	const { db } = given.server.wall().options;
	const { name } = db;
	const reader = givenReader(name);
	let row = 0;
	const push = async (): Promise<number> => {
		const activities = [{ external_id: `C-${(row += 1)}`, kind: 'call', direction: 'outbound', at: '2026-11-20', owner: 'ana@x.example' }];
		return (await given.call('POST', '/api/v1/facts', { body: { source: 'dialer', activities }, headers: withKey })).status;
	};
	/** As much as facts write in those minutes. */
	const write = db.prepare(`INSERT INTO entry (kind, at, author, body) VALUES ('x', 0, 'x', ?)`);
	const health = async () => (await given.call('GET', '/api/v1/health', { headers: withKey })).json;
	expect((await health()).logHeld).toBe(null);
	while (logOf(name) < 70 * megabyte) write.run('x'.repeat(1_000_000));
	expect(await push()).toBe(200);
	// At the next look, which is within seconds.
	await expect.poll(async () => (given.now.ms += 600_000) > 0 && (await health()).logHeld, { timeout: 30_000, interval: 1_000 }).toEqual({ since: expect.any(String), bytes: expect.any(Number) });
	expect((await health()).logHeld.bytes).toBeGreaterThan(70 * megabyte);
	expect([(await health()).status, await push()]).toEqual(['ok', 200]);
	// As large as it may become; what SQLite has not written there it does not read.
	truncateSync(`${name}-wal`, 1_000_000_001);
	expect((await given.call('POST', '/api/v1/facts', { body: { source: 'dialer' }, headers: withKey })).json).toMatchObject({ error: 'log_full', message: expect.stringMatching(/^Another program reads the database.*Nothing of this was kept\.$/) });
	expect((await health()).status).toBe('ok');
	reader.exec('COMMIT');
	await expect.poll(() => logOf(name), { timeout: 30_000 }).toBeLessThan(megabyte);
	expect((await health()).logHeld).toBe(null);
	expect([await push(), (await health()).facts.activities]).toEqual([200, row]);
});
