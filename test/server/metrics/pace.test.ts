/** Pace, projection and what is needed per day (M8, M14, M15). */
import { describe, expect, test } from 'vitest';
import { ana, booked, bo, givenWall, people, won } from '../../support/wall.ts';

const office = ['09:00', '17:00'] as const;
const around = ['00:00', '00:00'] as const;
const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value * 10_000) / 10_000);

describe('[M8] across a holiday', () => {
	// September 2026 has 22 weekdays, the 7th is a holiday: 100 a working day.
	const given = () => givenWall({ holidays: ['2026-09-07'], deals: [won({ on: '2026-09-01', amount: 400 })], targets: [{ metric: 'sales', scope: 'company', period: '2026-09', value: 2100 }] });
	test.each([
		['2026-09-04T17:00', 4],
		['2026-09-06T12:00', 4],
		['2026-09-07T00:00', 4],
		['2026-09-07T13:00', 4],
		['2026-09-08T00:00', 4],
		['2026-09-08T09:00', 4],
		['2026-09-08T13:00', 4.5],
		['2026-09-08T13:00:59.999', 4.5],
		['2026-09-08T13:06', 4.5125],
		['2026-09-08T17:00', 5],
		['2026-09-08T23:59', 5],
	])('at %s %d of 21 working days have elapsed', async (at, elapsed) => {
		const wall = given();
		wall.at(at);
		expect(await wall.explain('pace')).toMatchObject({ value: rounded(400 / (100 * elapsed)), numerator: 400, denominator: 100 * elapsed });
		expect(await wall.value('projected')).toBe(Math.round((400 / elapsed) * 21 * 100) / 100);
		expect(await wall.explain('required_per_day')).toMatchObject({ value: Math.round((1700 / (21 - elapsed)) * 100) / 100, numerator: 1700 });
	});
});

describe('[M1] [M8] on days with 23 and 25 hours', () => {
	const given = (sunday: readonly [string, string], period: string) =>
		givenWall({ week: [office, office, office, office, office, office, sunday], deals: [won({ on: period === '2026-W43' ? '2026-10-19' : '2026-03-23', amount: 60 })], targets: [{ metric: 'sales', scope: 'company', period, value: 70 }] });
	test.each([
		['2026-W43', '2026-10-25T00:00', 0],
		['2026-W43', '2026-10-25T09:00', 10 / 25],
		['2026-W43', '2026-10-25T13:00', 14 / 25],
		['2026-W43', '2026-10-25T17:00', 18 / 25],
		['2026-W13', '2026-03-29T00:00', 0],
		['2026-W13', '2026-03-29T09:00', 8 / 23],
		['2026-W13', '2026-03-29T13:00', 12 / 23],
		['2026-W13', '2026-03-29T17:00', 16 / 23],
	])('in %s, open around the clock, at %s the share of its hours is %d', async (period, at, share) => {
		const wall = given(['00:00', '24:00'], period);
		wall.at(at);
		expect(await wall.value('pace', { period })).toBe(rounded(60 / (10 * (6 + share))));
	});
	test.each([
		['2026-W43', '2026-10-25T00:00', 0],
		['2026-W43', '2026-10-25T09:00', 0],
		['2026-W43', '2026-10-25T13:00', 0.5],
		['2026-W43', '2026-10-25T17:00', 1],
		['2026-W13', '2026-03-29T13:00', 0.5],
	])('in %s, open from nine to five, at %s it is %d', async (period, at, share) => {
		const wall = given(office, period);
		wall.at(at);
		expect(await wall.value('pace', { period })).toBe(rounded(60 / (10 * (6 + share))));
	});
});

describe('[M15] too early', () => {
	const given = () => givenWall({ people: [...people], deals: [won({ owner: ana, on: '2026-09-01T08:00', amount: 100 })], targets: [{ metric: 'sales', scope: `person:${ana}`, period: '2026-09', value: 2200 }] });
	test.each(['2026-09-01T08:59', '2026-09-01T13:00', '2026-09-01T16:59'])('at %s there is no pace and no projection, but a result and what is needed', async (at) => {
		const wall = given();
		wall.at(at);
		for (const scope of ['company', `person:${ana}`]) {
			expect(await wall.explain('pace', { scope })).toMatchObject({ value: null, text: '–', note: expect.stringContaining('too early') });
			expect(await wall.explain('projected', { scope })).toMatchObject({ value: null, text: '–' });
			expect(await wall.explain('quota_attainment', { scope })).toMatchObject({ value: 0.0455, text: '4.5%' });
			expect(await wall.value('required_per_day', { scope })).toBeGreaterThanOrEqual(95.45);
		}
	});
	test('from one full working day on there are', async () => {
		const wall = given();
		wall.at('2026-09-01T17:00');
		expect([await wall.value('pace'), await wall.value('projected')]).toEqual([1, 2200]);
	});
	test('[M8] what is won outside of working time counts, while the share does not move', async () => {
		const wall = given();
		wall.at('2026-09-05T10:00');
		const before = await wall.explain('pace');
		wall.push({ deals: [won({ owner: ana, on: '2026-09-05T11:00', amount: 300 })] });
		wall.at('2026-09-06T23:00');
		expect([before.denominator, before.numerator]).toEqual([400, 100]);
		expect(await wall.explain('pace')).toMatchObject({ numerator: 400, denominator: 400, value: 1 });
	});
});

describe('once the period is over', () => {
	test('pace is attainment, the projection is the result, and nothing is needed any more', async () => {
		const wall = givenWall({ now: '2026-10-01T00:00', deals: [won({ on: '2026-09-30T23:59', amount: 150 })], targets: [{ metric: 'sales', scope: 'company', period: '2026-09', value: 200 }] });
		const period = '2026-09';
		expect([await wall.value('pace', { period }), await wall.value('quota_attainment', { period }), await wall.value('projected', { period })]).toEqual([0.75, 0.75, 150]);
		expect(await wall.explain('required_per_day', { period })).toMatchObject({ value: null, note: expect.stringContaining('the period is over') });
	});
});

describe('[M14] required_per_day', () => {
	test('is 0 once the target is met, and unknown with no working time left', async () => {
		const wall = givenWall({ now: '2026-09-30T16:00', deals: [won({ on: '2026-09-30T12:00', amount: 200 })], targets: [{ metric: 'sales', scope: 'company', period: '2026-09', value: 200 }] });
		expect(await wall.explain('required_per_day')).toMatchObject({ value: 0, text: '€0' });
		wall.target('company', '2026-09', 300);
		expect(await wall.value('required_per_day')).toBe(800);
		wall.at('2026-09-30T17:00');
		expect(await wall.explain('required_per_day')).toMatchObject({ value: null, note: expect.stringContaining('no working time') });
	});
});

test('[M8] a period without working time has no pace', async () => {
	const wall = givenWall({ now: '2026-09-12T12:00', deals: [won({ on: '2026-09-12', amount: 10 })], targets: [{ metric: 'sales', scope: 'company', period: '2026-09-12', value: 20 }] });
	expect(await wall.explain('pace', { period: '2026-09-12' })).toMatchObject({ value: null, note: expect.stringContaining('no working time') });
	expect(await wall.value('quota_attainment', { period: '2026-09-12' })).toBe(0.5);
});

test('[M8] a person’s share is of their own days, less their leave; the team’s is of all', async () => {
	const wall = givenWall({ now: '2026-09-08T13:00', people: [...people], deals: [won({ owner: ana, on: '2026-09-08', amount: 30 })], targets: [{ metric: 'sales', scope: `person:${ana}`, period: '2026-09', value: 180 }] });
	// Away from the 1st to the 4th: 18 days are left, of which 1.5 have elapsed.
	wall.wall.journal.apply('calendar saved', { leave: [{ person: wall.idOf(ana), from: '2026-08-20', to: '2026-09-04' }] }, wall.head());
	expect(await wall.value('pace', { scope: `person:${ana}` })).toBe(2);
	expect(await wall.value('pace', { scope: 'team:North' })).toBe(rounded(30 / ((180 * 5.5) / 22)));
});

test('any sum has a pace: pace:meetings_booked by week', async () => {
	const wall = givenWall({ now: '2026-09-16T13:00', people: [...people], meetings: [1, 2, 3, 4].map(() => booked({ by: bo, on: '2026-09-14' })), targets: [{ metric: 'meetings_booked', scope: 'company', period: '2026-W38', value: 8 }] });
	expect(await wall.explain('pace:meetings_booked', { period: '2026-W38' })).toMatchObject({ metric: 'pace:meetings_booked', value: 1, text: '100%', numerator: 4, denominator: 4, target: 8, attainment: 0.5 });
	expect(await wall.explain('projected:meetings_booked', { period: '2026-W38' })).toMatchObject({ value: 8, text: '8', unit: 'count' });
	expect(await wall.explain('required_per_day:meetings_booked', { period: '2026-W38' })).toMatchObject({ value: 1.6, text: '1.6' });
});

test.each(['win_rate', 'open_deals', 'average_deal_size', 'sales_cycle_days'])('rates and states have no pace, even with a target: %s', async (base) => {
	const wall = givenWall({ targets: [{ metric: base, scope: 'company', period: '2026-09', value: '0.5' }], deals: [won({ on: '2026-09-01', amount: 1, created: '2026-08-01' })] });
	for (const derived of ['pace', 'projected', 'required_per_day']) expect([derived, await wall.value(`${derived}:${base}`)]).toEqual([derived, null]);
});

test('a week pattern without hours counts whole days', async () => {
	const wall = givenWall({ now: '2026-09-03T10:00', week: [around, around, around, around, around, null, null], deals: [won({ on: '2026-09-01', amount: 30 })], targets: [{ metric: 'sales', scope: 'company', period: '2026-09', value: 220 }] });
	expect(await wall.explain('pace')).toMatchObject({ value: 1, denominator: 30 });
});
