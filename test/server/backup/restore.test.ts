/** A backup that is put back: what is there then, what was there before, who stays signed in, and what stays taken away. */
import Database from 'better-sqlite3';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newestForm } from '../../../server/db/forms.ts';
import type { BoardView } from '../../../shared/views.ts';
import { makeOlderDatabase } from '../../support/older.ts';
import { givenFolder, givenServer, onBoards } from '../http/support.ts';
import { backUp, dealsNow, folderOf, list, push, restore, spoilIndex, workspace } from './support.ts';

test('[R16] a backup that is put back is on the walls, what it replaced is a backup, and only who put it back stays signed in', async () => {
	const given = await givenServer();
	const session = given.session();
	await push(given, 'D-1');
	const { name } = await backUp(given, session);
	const boards: BoardView[] = [];
	onBoards(given.connect(), (board) => boards.push(board));
	const isShown = (sales: string) => expect.poll(() => JSON.stringify(boards.at(-1)), { timeout: 15_000 }).toContain(`"${sales}"`);
	await push(given, 'D-2', 'D-3');
	await isShown('€300');
	const other = given.session();
	expect(await dealsNow(given)).toBe(3);
	given.now.ms += 60_000;
	await restore(given, session, name);

	expect(await dealsNow(given)).toBe(1);
	await isShown('€100');
	const { backups, restored } = await list(given, session);
	expect(restored).toEqual({ at: '2026-11-23T09:01:00Z', author: 'admin', name });
	expect((await given.call('GET', '/api/v1/backups', { headers: other })).status).toBe(401);
	const before = backups.find(({ why }) => why === 'before-restore');
	expect(before?.at).toBe('2026-11-23T09:01:00Z');

	// And back again.
	await restore(given, session, before?.name ?? '');
	expect(await dealsNow(given)).toBe(3);
	await isShown('€300');
	expect((await list(given, session)).backups.map(({ why }) => why)).toEqual(['before-restore', 'before-restore', 'by-hand']);
});

test('[check 30] [R16] a backup that went bad where it lies is put back neither from the page nor by the command, and nothing is changed', async () => {
	const given = await givenServer();
	const session = given.session();
	await push(given, 'D-1');
	const name = 'floorcast-2026-11-20T011500Z.sqlite';
	const file = join(folderOf(given), name);
	mkdirSync(folderOf(given));
	makeOlderDatabase(file, newestForm);
	const db = new Database(file);
	spoilIndex(db);
	db.close();
	expect((await list(given, session)).backups.map((row) => row.name)).toEqual([name]);
	const damaged = /^The file is damaged: row \d+ missing from index entry_decision\./;
	expect((await given.call('POST', `/api/v1/backups/${name}/restore`, { body: { workspace }, headers: session })).status).toBe(200);
	await expect.poll(async () => (await list(given, session)).failures).toEqual([expect.objectContaining({ work: 'restore', code: 'damaged', message: expect.stringMatching(damaged) })]);
	expect([await dealsNow(given), (await list(given, session)).restored]).toEqual([1, null]);

	const folder = givenFolder();
	const { status, stderr } = spawnSync(process.execPath, ['server/restore.ts', file], { env: { PATH: process.env['PATH'], DATA_DIR: folder }, encoding: 'utf8' });
	expect([status, stderr, readdirSync(folder)]).toEqual([1, expect.stringMatching(damaged), ['lock']]);
});
