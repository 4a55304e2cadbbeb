/** The workspace's settings and calendar: changed by entries, read by everything after. */
import { describe, expect, test } from 'vitest';
import { ana, floorPanels, givenWall, people, won } from '../../support/wall.ts';

const now = '2026-09-08T13:00';
const rows = { people: [...people], deals: [won({ owner: ana, on: '2026-09-01', amount: 550 })], targets: [{ metric: 'sales', scope: 'company', period: '2026-09', value: 2200 }] };

describe('a calendar that is saved', () => {
	test('moves every pace at once, and holidays saved again take the place of those before', async () => {
		const given = givenWall({ now, ...rows });
		const save = (days: string[]) => given.wall.journal.apply('calendar saved', { holidays: days.map((day) => ({ day, name: 'Free' })) }, given.head());
		expect(await given.value('pace')).toBe(1);
		save(['2026-09-07', '2026-09-30']);
		expect(await given.value('pace')).toBe(Math.round((550 / 2200 / (4.5 / 20)) * 10_000) / 10_000);
		save([]);
		expect(await given.value('pace')).toBe(1);
	});
	test('leaves alone what it does not name', async () => {
		const given = givenWall({ now, ...rows, holidays: ['2026-09-07'] });
		given.wall.journal.apply('calendar saved', { leave: [{ person: given.idOf(ana), from: '2026-09-01', to: '2026-09-02' }] }, given.head());
		expect((await given.view('target', floorPanels.target)).progress).toBe('Day 5 of 21');
	});
	test('of another week changes its hours', async () => {
		const given = givenWall({ now, ...rows });
		const half = ['09:00', '13:00'] as const;
		given.wall.journal.apply('calendar saved', { week: [half, half, half, half, half, null, null] }, given.head());
		expect(await given.explain('pace')).toMatchObject({ denominator: 600 });
	});
	test('changes no rollup', async () => {
		const given = givenWall({ now, ...rows });
		given.wall.rollups.drain(Number.POSITIVE_INFINITY);
		const before = given.dump()['rollup'];
		given.wall.journal.apply('calendar saved', { holidays: [{ day: '2026-09-01', name: 'Free' }] }, given.head());
		expect(given.wall.rollups.drain(0)).toBe(true);
		expect(given.dump()['rollup']).toEqual(before);
	});
});

test('two holidays on one day are refused whole', () => {
	const given = givenWall({ now, ...rows, holidays: ['2026-09-07'] });
	const twice = [{ day: '2026-12-25', name: 'a' }, { day: '2026-12-25', name: 'b' }];
	expect(() => given.wall.journal.apply('calendar saved', { holidays: twice }, given.head())).toThrow();
	expect(given.db.prepare('SELECT day FROM holiday').pluck().all()).toEqual(['2026-09-07']);
});

test.each([['Europe/Berlin', '2026-09-01'], ['Pacific/Kiritimati', '2026-09-02'], ['Pacific/Pago_Pago', '2026-08-31']])('[M1] in %s the workspace’s today is its own', (timeZone, today) => {
	expect(givenWall({ now: '2026-09-01T10:30:00Z', timeZone }).wall.workspace()).toMatchObject({ today });
});
