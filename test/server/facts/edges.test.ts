import { expect, test } from 'vitest';
import { givenWall, won } from '../../support/wall.ts';

test('growth has targets of its own', async () => {
	const wall = givenWall({ now: '2026-11-30T18:00', deals: [won({ on: '2026-10-05', amount: 1_000 }), won({ on: '2026-11-05', amount: 1_120 })] });
	wall.target('company', '2026-11', 0.06, 'growth');
	wall.target('company', '2026-11', 5_000);
	wall.at('2026-12-01T09:00');
	const explained = await wall.explain('growth', { period: '2026-11' });
	expect(explained).toMatchObject({ value: 0.12, target: 0.06, attainment: 2, pace: null });
});

test('[M4] a meeting held on an unknown day is kept and warned of', () => {
	const wall = givenWall({ now: '2026-11-23T10:00' });
	const { warnings, rejected } = wall.push({ meetings: [{ external_id: 'M-1', booked_at: '2026-11-20', status: 'held' }] });
	expect(rejected).toEqual([]);
	expect(warnings).toMatchObject([{ entity: 'meetings', index: 0, field: 'held_at', code: 'no_day' }]);
});

test('[M14] who turns out to have begun earlier was in the first team from then on', async () => {
	const ana = { email: 'ana@x.example', name: 'Ana', team: 'West', start: '2026-06-01' };
	const wall = givenWall({ now: '2026-11-23T10:00', people: [ana], deals: [won({ on: '2026-05-10', amount: 700, owner: ana.email })] });
	expect(await wall.value('sales', { scope: 'team:West', period: '2026-05' })).toBe(0);
	wall.push({ people: [{ ...ana, start: '2026-05-01' }] });
	expect(await wall.value('sales', { scope: 'team:West', period: '2026-05' })).toBe(700);
});

test('[M17] a row without a date does not make an older dated one welcome again', async () => {
	const deal = won({ on: '2026-11-05', amount: 100 });
	const wall = givenWall({ now: '2026-11-23T10:00', deals: [{ ...deal, updated: '2026-11-20T10:00:00Z' }] });
	wall.push({ deals: [{ ...deal, amount: 200 }] });
	const { unchanged } = wall.push({ deals: [{ ...deal, amount: 50, updated: '2026-11-10T10:00:00Z' }] });
	expect(unchanged).toBe(1);
	expect(await wall.value('sales', { period: '2026-11' })).toBe(200);
});
