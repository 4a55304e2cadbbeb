/** A disk that is full for what the wall writes of itself, after a push was acknowledged. */
import { expect, test } from 'vitest';
import { ana, floorPanels, givenWall, people, won } from '../support/wall.ts';

const now = '2026-09-15T12:00';

test('[R5] sums that find no room: reads show what there is and say so, the tick goes on, and all is right once there is room', async () => {
	const given = givenWall({ now, people: [...people], deals: [won({ owner: ana, on: '2026-09-01', amount: 1 })] });
	await given.wall.start();
	given.push({ deals: Array.from({ length: 3_000 }, (_, index) => won({ owner: `p${index}@x.example`, on: '2026-09-02', amount: 1 })) });
	given.db.pragma(`max_page_count = ${String(given.db.pragma('page_count', { simple: true }))}`);
	const { value, note } = await given.explain('sales');
	expect([(value ?? 0) < 3_001, note]).toEqual([true, 'Disk full: nothing new since 12:00']);
	expect((await given.explain('calls_made')).note).toBe('Disk full: nothing new since 12:00');
	expect((await given.board()).panels.map(({ stale }) => stale)).toEqual(Object.keys(floorPanels).map(() => 'Disk full: nothing new since 12:00'));
	await expect.poll(() => given.wall.latest()?.board.panels[0]?.stale).toBe('Disk full: nothing new since 12:00');
	expect([given.wall.isTicking(), given.wall.health().lastError]).toEqual([true, expect.objectContaining({ message: 'the disk is full' })]);

	given.db.pragma('max_page_count = 1000000');
	expect(await given.explain('sales')).toMatchObject({ value: 3_001 });
	expect(await given.explain('sales')).not.toHaveProperty('note');
	given.push({});
	await expect.poll(() => given.wall.latest()?.board.panels[0]?.stale).toBe(null);
	expect(given.wall.health().lastError).toBe(null);
});
