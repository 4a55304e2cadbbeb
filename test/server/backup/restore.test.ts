/** A backup that is put back: what is there then, what was there before, who stays signed in, and what stays taken away. */
import { expect, test } from 'vitest';
import type { BoardView } from '../../../shared/views.ts';
import { givenServer, onBoards } from '../http/support.ts';
import { backUp, dealsNow, list, push, restore } from './support.ts';

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
