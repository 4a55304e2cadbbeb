/** Comparisons with the period before, like with like (M12). */
import { describe, expect, test } from 'vitest';
import { ana, call, cy, givenWall, people, won } from '../../support/wall.ts';

describe('[M12] month to date against the previous month up to the same working time', () => {
	// 4 September 13:00 is 3.5 working days in; so is 6 August 13:00.
	const now = '2026-09-04T13:00';
	const deals = [
		won({ owner: ana, on: '2026-08-03', amount: 100 }),
		won({ owner: ana, on: '2026-08-06T12:59', amount: 40 }),
		won({ owner: ana, on: '2026-08-06T13:00', amount: 60 }),
		won({ owner: ana, on: '2026-08-06T13:01', amount: 1000 }),
		won({ owner: cy, on: '2026-08-31', amount: 2000 }),
		won({ owner: ana, on: '2026-09-01', amount: 150 }),
		won({ owner: cy, on: '2026-09-04T12:00', amount: 150 }),
	];
	test.each([
		['company', 0.5, 300, 200],
		['team:North', -0.25, 150, 200],
		[`person:${ana}`, -0.25, 150, 200],
	])('growth of %s is %d', async (scope, growth, is, was) => {
		const given = givenWall({ now, people: [...people], deals });
		expect(await given.explain('growth', { scope })).toMatchObject({ value: growth, numerator: is - was, denominator: was });
		expect((await given.explain('sales', { scope })).previous).toMatchObject({ period: '2026-08', value: was, change: growth });
	});
	test('[M3] against nothing there is no growth', async () => {
		const given = givenWall({ now, people: [...people], deals });
		expect(await given.explain('growth', { scope: `person:${cy}` })).toMatchObject({ value: null, text: '–' });
	});
	test('once the month is over, whole against whole', async () => {
		const given = givenWall({ now: '2026-10-01T00:00', people: [...people], deals });
		expect(await given.explain('growth', { period: '2026-09' })).toMatchObject({ value: expect.closeTo(-2900 / 3200, 3), numerator: -2900, denominator: 3200 });
	});
});

test('[M12] a shorter previous month is compared to its end', async () => {
	const deals = [won({ on: '2026-02-28T12:00', amount: 100 }), won({ on: '2026-03-02', amount: 150 })];
	// February 2026 has 20 working days, March 22; 20.5 had elapsed.
	const given = givenWall({ now: '2026-03-30T13:00', deals });
	expect(await given.value('growth')).toBe(0.5);
	given.at('2026-03-27T16:59');
	expect(await given.value('growth')).toBeNull();
});

test('[M12] weeks, quarters and years too, around their holidays', async () => {
	const given = givenWall({
		now: '2026-09-16T13:00',
		holidays: ['2026-09-07'],
		activities: [
			// W37 began on Tuesday: 2.5 days in is Thursday 13:00.
			...['2026-09-08', '2026-09-10T12:00', '2026-09-10T13:01', '2026-09-11'].map((on) => call({ on })),
			...['2026-09-14', '2026-09-15', '2026-09-16'].map((on) => call({ on })),
			...['2026-04-01', '2026-06-30'].map((on) => call({ on })),
		],
	});
	expect((await given.explain('calls_made', { period: '2026-W38' })).previous).toEqual({ period: '2026-W37', until: '2026-09-10T11:00:00Z', value: 2, text: '2', change: 0.5 });
	expect((await given.explain('calls_made', { period: '2026-Q3' })).previous).toMatchObject({ period: '2026-Q2', value: 1, text: '1', change: 6 });
	expect((await given.explain('calls_made', { period: '2026' })).previous).toMatchObject({ period: '2025', value: 0, text: '0', change: null });
	expect((await given.explain('calls_made', { period: '2026-09-15' })).previous).toMatchObject({ period: '2026-09-14', value: 1, change: 0 });
});

test('a rate is compared in points', async () => {
	const given = givenWall({
		now: '2026-10-01T00:00',
		activities: [call({ on: '2026-08-03', outcome: 'connected' }), call({ on: '2026-08-03' }), call({ on: '2026-09-03', outcome: 'connected' }), call({ on: '2026-09-03' }), call({ on: '2026-09-03' }), call({ on: '2026-09-03' })],
	});
	expect((await given.explain('connect_rate', { period: '2026-09' })).previous).toMatchObject({ period: '2026-08', value: 0.5, text: '50%', change: -0.25 });
});

test('growth from below zero has the sign of the change', async () => {
	const given = givenWall({ now: '2026-10-01T00:00', deals: [won({ on: '2026-08-03', amount: -100 }), won({ on: '2026-09-03', amount: 50 })] });
	expect(await given.value('growth', { period: '2026-09' })).toBe(1.5);
});

test('growth of any metric, and a hundred per cent down is −100 %', async () => {
	const given = givenWall({ now: '2026-10-01T00:00', activities: [call({ on: '2026-08-03' })] });
	expect(await given.explain('growth:calls_made', { period: '2026-09' })).toMatchObject({ value: -1, text: '−100%' });
});
