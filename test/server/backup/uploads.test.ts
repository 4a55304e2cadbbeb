/** Files that are brought as backups, and names that are none: refused with a reason, and nothing of them is left anywhere. */
import Database from 'better-sqlite3';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { openDistrusted } from '../../../server/backup/inspect.ts';
import type { Db } from '../../../server/db/open.ts';
import { makeOlderDatabase, olderDeals } from '../../support/older.ts';
import { givenFolder, givenServer, withKey, type Given } from '../http/support.ts';
import { backUp, bring, dealsNow, folderOf, list, push, restore } from './support.ts';

/** A sound backup of a floor, and the same changed by `change`. */
const givenBackup = async (): Promise<{ given: Given; session: Record<string, string>; sound: Buffer; changed: (change: (db: Db) => void) => Buffer; spoilt: (spoil: (bytes: Buffer) => Buffer) => Buffer }> => {
	const given = await givenServer();
	const session = given.session();
	await push(given, ...Array.from({ length: 500 }, (_, index) => `D-${index}`));
	const { name } = await backUp(given, session);
	const sound = readFileSync(join(folderOf(given), name));
	return {
		given,
		session,
		sound,
		changed: (change) => {
			const file = join(givenFolder(), 'changed.sqlite');
			writeFileSync(file, sound);
			const db = new Database(file);
			change(db);
			db.close();
			return readFileSync(file);
		},
		spoilt: (spoil) => spoil(Buffer.from(sound)),
	};
};

const foreign = (encoding = 'UTF-8'): Buffer => {
	const file = join(givenFolder(), 'foreign.sqlite');
	const db = new Database(file);
	db.pragma(`encoding = '${encoding}'`);
	db.exec('CREATE TABLE cookies (name TEXT); PRAGMA user_version = 5');
	db.close();
	return readFileSync(file);
};

test('[check 30] what is no backup of ours, is damaged, or has anything in its schema that ours has not, is refused in words and gone', { timeout: 120_000 }, async () => {
	const { given, session, sound, changed, spoilt } = await givenBackup();
	const pages = sound.length / 4096;
	const write = (place: number, value: number) => (bytes: Buffer) => {
		bytes.writeUInt32BE(value, place);
		return bytes;
	};
	const cases: [string, Buffer, string, RegExp][] = [
		['nothing', Buffer.alloc(0), 'empty', /^The file is empty\.$/],
		['a text', Buffer.from('not a database '.repeat(1000)), 'not_ours', /it is no SQLite database/],
		['a packed one', gzipSync(sound), 'not_ours', /it is no SQLite database/],
		['the first bytes alone', sound.subarray(0, 50), 'not_ours', /it says no form|no SQLite database/],
		['another program’s', foreign(), 'not_ours', /is not what a database of form 5 has/],
		['one in another encoding', foreign('UTF-16le'), 'not_ours', /another encoding/],
		['cut short', sound.subarray(0, Math.floor(pages / 2) * 4096), 'damaged', /shorter or longer than it says/],
		['with something behind it', Buffer.concat([sound, Buffer.from('more')]), 'damaged', /shorter or longer than it says/],
		['of a newer version', spoilt(write(60, 9999)), 'newer', /made by a newer version of Floorcast \(its form is 9999, this one knows \d+\)\. Upgrade first/],
		['without a form', spoilt(write(60, 0)), 'not_ours', /it says no form/],
		['of a form that it has not', spoilt(write(60, 7)), 'not_ours', /is not what a database of form 7 has/],
		['with a page overwritten', spoilt((bytes) => bytes.fill(7, Math.floor(pages / 2) * 4096, (Math.floor(pages / 2) + 1) * 4096)), 'damaged', /^(The file is damaged|It cannot be read)/],
		['with a trigger', changed((db) => db.exec(`CREATE TRIGGER evil AFTER DELETE ON session BEGIN UPDATE account SET role = 'admin'; END`)), 'not_ours', /trigger evil/],
		['with a view in the place of a table', changed((db) => db.exec(`DROP TABLE alert; CREATE VIEW alert AS SELECT 1 AS channel`)), 'not_ours', /alert/],
		['with a virtual table', changed((db) => db.exec('CREATE VIRTUAL TABLE evil USING fts5 (text)')), 'not_ours', /table evil/],
		['with a table more', changed((db) => db.exec('CREATE TABLE evil (text TEXT)')), 'not_ours', /table evil/],
		['with an index that computes', changed((db) => db.exec('CREATE INDEX evil ON deal (upper(name))')), 'not_ours', /index evil/],
		['with a trigger under the name of SQLite’s own', changed((db) => db.unsafeMode().exec(`PRAGMA writable_schema = ON; INSERT INTO sqlite_schema VALUES ('trigger', 'sqlite_stat1', 'session', 0, 'CREATE TRIGGER sqlite_stat1 AFTER DELETE ON session BEGIN DELETE FROM deal; END')`)), 'not_ours', /trigger sqlite_stat1/],
		['with another default', changed((db) => db.unsafeMode().exec(`PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'is_first_win INTEGER NOT NULL DEFAULT 0', 'is_first_win INTEGER NOT NULL DEFAULT 1') WHERE name = 'deal'`)), 'not_ours', /table deal/],
		['with another comment', changed((db) => db.unsafeMode().exec(`PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, '-- as sent;', '-- as seen;') WHERE name = 'deal'`)), 'not_ours', /table deal/],
		['with a table less', changed((db) => db.exec('DROP TABLE alert')), 'not_ours', /alert/],
		['with a column more', changed((db) => db.exec('ALTER TABLE account ADD COLUMN evil TEXT')), 'not_ours', /table account/],
		['of a form that SQLite does not know', spoilt(write(44, 9)), 'damaged', /^It cannot be read: unsupported file format\.$/],
		['with a name that is no JSON', changed((db) => db.exec(`UPDATE setting SET value = '{' WHERE name = 'name'`)), 'damaged', /^It cannot be read/],
		['with a name of megabytes', changed((db) => db.exec(`UPDATE setting SET value = '"' || hex(zeroblob(2000000)) || '"' WHERE name = 'name'`)), 'not_ours', /no name that one may have/],
		['with an account of another role', changed((db) => db.exec(`INSERT INTO account (name, role, password_hash, entry) VALUES ('evil', 'root', '', 1)`)), 'not_ours', /role is none/],
		['with rows that refer to none', changed((db) => db.exec(`PRAGMA foreign_keys = OFF; INSERT INTO setting (name, value, entry) VALUES ('x', '1', 987654)`)), 'damaged', /rows of setting refer to none/],
	];
	const before = readdirSync(folderOf(given));
	const found = [];
	for (const [what, bytes, code] of cases) {
		const { status, json } = await bring(given, session, bytes);
		found.push([what, status, json?.error, json?.message]);
		expect([what, code, readdirSync(folderOf(given))]).toEqual([what, code, before]);
	}
	expect(found).toEqual(cases.map(([what, , code, says]) => [what, 400, code, expect.stringMatching(says)]));
	expect([await dealsNow(given), (await list(given, session)).running]).toEqual([500, null]);
	// One that SQLite has analysed is as good as any.
	expect((await bring(given, session, changed((db) => db.exec('ANALYZE')))).status).toBe(200);
	expect((await bring(given, session, changed((db) => db.pragma('journal_mode = WAL')))).status).toBe(200);
});

test.each([true, false])('[check 30] what the schema of a file says may not call what is ours (readonly: %s)', (readonly) => {
	const file = join(givenFolder(), 'evil.sqlite');
	const made = new Database(file);
	made.exec(`CREATE VIEW evil AS SELECT ours(); CREATE VIEW harmless AS SELECT upper('x')`);
	made.close();
	const db = openDistrusted(file, { readonly });
	onTestFinished(() => void db.close());
	db.function('ours', () => 'called');
	expect(db.prepare('SELECT ours()').pluck().get()).toBe('called');
	expect(db.prepare('SELECT * FROM harmless').pluck().get()).toBe('X');
	expect(() => db.prepare('SELECT * FROM evil').get()).toThrow('unsafe use of ours()');
});

test('[check 30] a file is taken as it is, within its bound, from an administrator, and never into memory', async () => {
	const given = await givenServer();
	const session = given.session();
	expect((await bring(given, session, Buffer.from('x'))).status).toBe(400);
	const send = (headers: Record<string, string>, raw = Buffer.from('x')) => given.call('POST', '/api/v1/backups/upload', { raw, headers: { ...session, ...headers } });
	expect((await send({ 'Content-Type': 'text/csv' })).status).toBe(415);
	expect((await send({ 'Content-Type': 'application/json' })).status).toBe(415);
	expect((await send({ 'Content-Type': 'application/vnd.sqlite3', 'Content-Encoding': 'gzip' })).json).toMatchObject({ error: 'unsupported_type', field: 'Content-Encoding' });
	// Said to be larger than any, it is refused before it is sent.
	const status = await new Promise<number>((resolve, reject) => {
		const sending = request({ host: '127.0.0.1', port: given.server.port, method: 'POST', path: '/api/v1/backups/upload', headers: { ...session, 'Content-Type': 'application/vnd.sqlite3', 'Content-Length': 21_000_000_000 } });
		sending.on('response', (response) => {
			resolve(response.statusCode ?? 0);
			sending.destroy();
		});
		sending.on('error', reject);
		sending.write('SQLite format 3\0');
	});
	expect(status).toBe(413);
	expect(readdirSync(folderOf(given))).toEqual([]);
	// Half of one, whose sender goes.
	await new Promise<void>((resolve) => {
		const sending = request({ host: '127.0.0.1', port: given.server.port, method: 'POST', path: '/api/v1/backups/upload', headers: { ...session, 'Content-Type': 'application/vnd.sqlite3', 'Content-Length': 100_000 } });
		sending.on('error', () => resolve());
		sending.write(Buffer.alloc(50_000), () => setTimeout(() => sending.destroy(new Error('gone')), 100));
	});
	await expect.poll(() => readdirSync(folderOf(given))).toEqual([]);
	expect((await given.call('GET', '/healthz')).status).toBe(200);

	// A large one is on the disk as it comes.
	const held = () => process.memoryUsage().external + process.memoryUsage().heapUsed;
	const before = held();
	let [most, left] = [0, 300];
	const piece = Buffer.alloc(1_000_000, 7);
	const refused = await new Promise<number>((resolve, reject) => {
		const sending = request({ host: '127.0.0.1', port: given.server.port, method: 'POST', path: '/api/v1/backups/upload', headers: { ...session, 'Content-Type': 'application/vnd.sqlite3' } }, (response) => resolve(response.statusCode ?? 0));
		sending.on('error', reject);
		const send = (): void => {
			most = Math.max(most, held() - before);
			if (left === 0) sending.end();
			else if (sending.write(piece)) setImmediate(send);
			else sending.once('drain', send);
			left -= 1;
		};
		send();
	});
	expect([refused, most < 100_000_000, readdirSync(folderOf(given))]).toEqual([400, true, []]);
});

test('[check 30] of a file whose sender is signed out while it comes nothing is left', async () => {
	const given = await givenServer();
	const session = given.session();
	const sending = request({ host: '127.0.0.1', port: given.server.port, method: 'POST', path: '/api/v1/backups/upload', headers: { ...session, 'Content-Type': 'application/vnd.sqlite3' } });
	const answered = new Promise<unknown>((resolve, reject) => {
		sending.on('response', ({ statusCode }) => resolve(statusCode));
		sending.on('error', reject);
	});
	sending.write('SQLite format 3\0');
	await expect.poll(() => readdirSync(folderOf(given))).toHaveLength(1);
	await given.call('DELETE', '/api/v1/session', { headers: session });
	sending.end('and the rest');
	expect(await answered).toBe(401);
	sending.destroy();
	await expect.poll(() => readdirSync(folderOf(given))).toEqual([]);
});

test('[check 30] a backup of an earlier version is brought to this one as it is put back', async () => {
	const given = await givenServer();
	const session = given.session();
	const file = join(givenFolder(), 'older.sqlite');
	makeOlderDatabase(file, 3);
	const db = new Database(file);
	db.pragma('wal_checkpoint(TRUNCATE)');
	db.close();
	const brought = await bring(given, session, readFileSync(file));
	expect([brought.status, brought.json.why]).toEqual([200, 'uploaded']);
	const contents = await given.call('GET', `/api/v1/backups/${brought.json.name}/contents`, { headers: session });
	expect(contents.json).toMatchObject({ workspace: 'Sales floor', isOurs: false, isOlder: true, administrators: [], staysSignedIn: false, newestAt: '2026-09-01T08:00:00Z', counts: expect.arrayContaining([{ entity: 'deals', then: olderDeals, now: 0 }]) });
	await restore(given, session, brought.json.name);
	expect(await dealsNow(given)).toBe(olderDeals);
	// It knows no administrator: whoever reads what the server prints makes one.
	expect(given.printed.at(-1)).toMatch(/^Set-up code: /);
});

test('[check 30] what a file would let in is said before it is put back', { timeout: 60_000 }, async () => {
	const { given, session, changed } = await givenBackup();
	const brought = await bring(given, session, changed((db) => {
		db.exec(`INSERT INTO api_key (prefix, hash, name, scopes, made_at, made_by, entry) VALUES ('fc_abcdefgh', 'a hash', 'dashboards', 'ingest read', 1, 'admin', 1)`);
		db.exec(`INSERT INTO screen (name, place, token_hash, paired_at, entry) VALUES ('Hall', '', 'another hash', 1, 1)`);
	}));
	expect(brought.status).toBe(200);
	const { backups } = await list(given, session);
	const name = backups.find(({ why }) => why === 'uploaded')?.name;
	expect((await given.call('GET', `/api/v1/backups/${name}/contents`, { headers: session })).json).toMatchObject({ isOurs: true, comes: { screens: ['Hall'], keys: ['dashboards'], links: 0 } });
	const own = backups.find(({ why }) => why !== 'uploaded')?.name;
	expect((await given.call('GET', `/api/v1/backups/${own}/contents`, { headers: session })).json.comes).toEqual({ screens: [], keys: [], links: 0 });
});

test('[check 29] names that lead elsewhere, are coded, or are not of our making, are none', async () => {
	const given = await givenServer();
	const session = given.session();
	await push(given, 'D-1');
	const { name } = await backUp(given, session);
	writeFileSync(join(given.config.dataDir, 'floorcast-2026-11-23T080000Z.sqlite'), 'outside');
	for (const inside of ['notes.txt', `${name}.new`, 'lock']) copyFileSync(join(folderOf(given), name), join(folderOf(given), inside));
	const corpus = [
		'..', '.', '../floorcast.sqlite', '../floorcast-2026-11-23T080000Z.sqlite', '..%2ffloorcast.sqlite', '%2e%2e%2ffloorcast.sqlite', '..%5cfloorcast.sqlite', '%2e%2e/floorcast.sqlite', '..%252ffloorcast.sqlite',
		'....//floorcast.sqlite', '/etc/passwd', '%2fetc%2fpasswd', 'file:%2f%2f%2fetc%2fpasswd', 'floorcast-2026-11-23T090000Z-by-hand.sqlite%00', 'floorcast-2026-11-23T090000Z-by-hand.sqlite%00.txt',
		'floorcast-2026-11-23T090000Z-by-hand.sqlite%2f..%2f..%2flock', './floorcast-2026-11-23T090000Z-by-hand.sqlite/.', 'FLOORCAST-2026-11-23T090000Z-by-hand.sqlite', 'floorcast-2026-11-23T090000Z-by-hand.sqlite ', 'floorcast-2026-11-23T090000Z-by-hand.sqlite%20',
		'floorcast-2026-11-23T090000Z-evil.sqlite', 'floorcast-2026-02-30T090000Z.sqlite', 'floorcast-2026-11-23T090000Z.sqlite', 'notes.txt', 'lock', `${name}.new`, `${name}-wal`, '~', '*', '%', '%zz', '%c0%ae%c0%ae%2f', '﻿..%2flock', 'con', 'a'.repeat(3_000), '__proto__', 'constructor',
	];
	const before = readdirSync(folderOf(given)).sort();
	for (const one of corpus) {
		for (const [method, ending, body] of [['GET', '', undefined], ['HEAD', '', undefined], ['DELETE', '', undefined], ['GET', '/contents', undefined], ['POST', '/restore', { workspace: 'Sales floor' }]] as const) {
			const { status, text, headers } = await given.call(method, `/api/v1/backups/${encodeURI(one).replaceAll('%25', '%')}${ending}`, { headers: session, ...(body && { body }) }).catch(() => ({ status: 400, text: '', headers: {} as Record<string, undefined> }));
			expect([one, method, status >= 400 && status < 500]).toEqual([one, method, true]);
			expect(text).not.toMatch(/SQLite format|outside|root:/);
			expect(headers['content-disposition']).toBeUndefined();
		}
	}
	expect(readdirSync(folderOf(given)).sort()).toEqual(before);
	expect([await dealsNow(given), (await list(given, session)).backups.map((row) => row.name)]).toEqual([1, [name]]);
	expect((await given.call('GET', `/api/v1/backups/${name}`, { headers: session })).status).toBe(200);
	expect((await given.call('GET', '/api/v1/health', { headers: withKey })).json.status).toBe('ok');
});

test('[check 29] the pages and their files lead nowhere else', async () => {
	const displayDir = givenFolder();
	writeFileSync(join(displayDir, 'index.html'), 'the wall');
	mkdirSync(join(displayDir, '.git'));
	for (const hidden of ['.env', '.git/config']) writeFileSync(join(displayDir, hidden), 'secret');
	const given = await givenServer({ displayDir });
	writeFileSync(join(displayDir, '..', 'floorcast-secret.txt'), 'secret');
	for (const one of ['/../floorcast-secret.txt', '/%2e%2e/floorcast-secret.txt', '/..%2ffloorcast-secret.txt', '/..%5cfloorcast-secret.txt', '/%2e%2e%5cfloorcast-secret.txt', '/assets/../../floorcast-secret.txt', '/assets/%2e%2e/%2e%2e/floorcast-secret.txt', '/..%252ffloorcast-secret.txt', '/.%00./floorcast-secret.txt', '//floorcast-secret.txt', '/....//floorcast-secret.txt', '/.env', '/.git/config', '/%c0%ae%c0%ae/floorcast-secret.txt', '/index.html%00.txt', '/index.html/..%2f..%2ffloorcast-secret.txt', '/file:///etc/passwd']) {
		const { status, text } = await given.call('GET', one);
		expect([one, status >= 400 && status < 500, /secret|root:/.test(text)]).toEqual([one, true, false]);
	}
	expect((await given.call('GET', '/')).text).toBe('the wall');
});
