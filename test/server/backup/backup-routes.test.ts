/** Backups over HTTP: made, listed, downloaded, brought, deleted; who may, and what is refused. */
import Database from 'better-sqlite3';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openBackupFolder } from '../../../server/backup/folder.ts';
import { givenSmallDisk, mayMount } from '../../support/machine.ts';
import { processesOf } from '../../support/processes.ts';
import { givenFolder, givenServer } from '../http/support.ts';
import { backUp, bring, folderOf, idle, list, push } from './support.ts';

test('[R16] a backup by hand is a whole database for this user alone, under a name of the server, and is downloaded byte for byte', async () => {
	const given = await givenServer();
	const session = given.session();
	await push(given, 'D-1');
	await backUp(given, session);
	const { backups, lastGood, next, isKept } = await list(given, session);
	expect(backups).toEqual([{ name: 'floorcast-2026-11-23T090000Z-by-hand.sqlite', at: '2026-11-23T09:00:00Z', size: expect.any(Number), why: 'by-hand' }]);
	expect([isKept, lastGood, next?.slice(0, 16)]).toEqual([true, '2026-11-23T09:00:00Z', '2026-11-23T09:09']);
	const name = backups[0]?.name ?? '';
	const file = join(folderOf(given), name);
	expect([readdirSync(folderOf(given)), statSync(file).mode & 0o777, statSync(folderOf(given)).mode & 0o777]).toEqual([[name], 0o600, 0o700]);
	const db = new Database(file, { readonly: true });
	expect([db.pragma('integrity_check', { simple: true }), db.prepare('SELECT external_id FROM deal').pluck().all()]).toEqual(['ok', ['D-1']]);
	db.close();

	const downloaded = await given.call('GET', `/api/v1/backups/${name}`, { headers: session });
	expect([downloaded.status, downloaded.headers['content-type'], downloaded.headers['content-disposition'], downloaded.headers['cache-control']]).toEqual([200, 'application/vnd.sqlite3', `attachment; filename="${name}"`, 'no-store']);
	expect(downloaded.bytes.equals(readFileSync(file))).toBe(true);
	expect((await given.call('HEAD', `/api/v1/backups/${name}`, { headers: session })).headers['content-length']).toBe(String(downloaded.bytes.length));

	const brought = await bring(given, session, downloaded.bytes);
	expect([brought.status, brought.json]).toEqual([200, { name: 'floorcast-2026-11-23T090000Z-uploaded.sqlite', at: '2026-11-23T09:00:00Z', size: downloaded.bytes.length, why: 'uploaded' }]);
	expect((await given.call('DELETE', `/api/v1/backups/${name}`, { headers: session })).json.backups).toEqual([brought.json]);
	expect(existsSync(file)).toBe(false);
});

test('a folder that somebody chose and that is not there is told of before a backup is tried, and no more once it is', async () => {
	const BACKUP_DIR = join(givenFolder(), 'a share that is not mounted');
	const given = await givenServer({ env: { BACKUP_DIR } });
	const session = given.session();
	const told = async (): Promise<string[]> => (await given.call('GET', '/api/v1/system/health', { headers: session })).json.findings.map(({ code }: { code: string }) => code).filter((code: string) => code.startsWith('backup'));
	await expect.poll(told).toEqual(['backup_folder']);
	mkdirSync(BACKUP_DIR);
	await list(given, session);
	expect(await told()).toEqual(['backup_none']);
});

test.skipIf(!mayMount)('the disk of the backups is known apart from that of the database', async () => {
	const disk = givenSmallDisk('16m');
	const folder = openBackupFolder(disk, { isOurs: false });
	await folder.look();
	const free = folder.free();
	expect([folder.freeApart(join(givenFolder(), 'floorcast.sqlite')), folder.freeApart(join(disk, 'floorcast.sqlite')), (free ?? 0) > 1e6]).toEqual([free, null, true]);
});

test('one thing is done at a time', async () => {
	const given = await givenServer();
	const session = given.session();
	const begun = [given.call('POST', '/api/v1/backups', { body: {}, headers: session }), given.call('POST', '/api/v1/backups', { body: {}, headers: session })];
	const answers = await Promise.all(begun);
	expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
	expect((await idle(given, session)).backups).toHaveLength(1);
	// What was refused was not made.
	const { rows } = (await given.call('GET', '/api/v1/audit', { headers: session })).json;
	expect(rows.filter(({ what }: { what: string }) => what === 'backup made')).toHaveLength(1);
});

test('two are looked into at once; whoever does not wait for it leaves no process behind', async () => {
	const given = await givenServer();
	const session = given.session();
	const { name } = await backUp(given, session);
	const look = () => given.call('GET', `/api/v1/backups/${name}/contents`, { headers: session });
	const answers = await Promise.all(Array.from({ length: 6 }, look));
	expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 429, 429, 429, 429]);
	const jobs = (): number => processesOf(process.pid).filter(({ command }) => command.includes('backup/job.ts')).length;
	await expect.poll(jobs).toBe(0);
	const asked = request({ host: '127.0.0.1', port: given.server.port, path: `/api/v1/backups/${name}/contents`, headers: session });
	asked.on('error', () => undefined);
	asked.end();
	await expect.poll(jobs, { interval: 5 }).toBe(1);
	asked.destroy();
	// It takes some hundred milliseconds to start.
	await expect.poll(jobs, { interval: 5, timeout: 100 }).toBe(0);
	expect((await look()).status).toBe(200);
});
