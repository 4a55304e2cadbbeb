/** Deals won and lost, and what follows from them (KPIS.md §4). */
import { describe, expect, test } from 'vitest';
import { ana, bo, cy, givenWall, lost, open, people, won } from '../../support/wall.ts';

const now = '2026-09-15T18:00';
const deals = [
	won({ owner: ana, on: '2026-09-15T10:00', amount: '1200.50', created: '2026-09-05', account: 'Acme', region: 'West', product: 'Pro' }),
	won({ owner: ana, on: '2026-09-14', amount: 800, created: '2026-09-14T08:00', account: 'Bolt', region: 'West', product: 'Lite' }),
	lost({ owner: ana, on: '2026-09-01', amount: 5_000, created: '2026-08-01', region: 'East' }),
	won({ owner: cy, on: '2026-08-31T23:59', amount: 3_000, first_touch: '2026-06-01', created: '2026-08-01', account: 'ACME ', region: 'East', product: 'Pro' }),
	won({ owner: cy, on: '2026-07-01', amount: null, created: '2026-06-01' }),
	lost({ owner: bo, on: '2026-02-28', created: '2026-03-10' }),
	won({ owner: bo, on: '2026-01-01', amount: 100, created: '2026-01-02' }),
	won({ on: '2026-09-02', amount: 10, account: 'Cube' }),
	open({ owner: ana, amount: 9_999, created: '2026-09-01' }),
];
const given = () => givenWall({ now, people: [...people], deals });

describe('by scope and period', () => {
	test.each([
		['sales', 'company', [1200.5, 2000.5, 2010.5, 5010.5, 5110.5]],
		['sales', 'team:North', [1200.5, 2000.5, 2000.5, 2000.5, 2100.5]],
		['sales', `person:${cy}`, [0, 0, 0, 3000, 3000]],
		['deals_won', 'company', [1, 2, 3, 5, 6]],
		['deals_won', 'team:South', [0, 0, 0, 2, 2]],
		['deals_won', `person:${ana}`, [1, 2, 2, 2, 2]],
		['deals_lost', 'company', [0, 0, 1, 1, 2]],
		['deals_lost', `person:${bo}`, [0, 0, 0, 0, 1]],
		['deals_lost', 'team:North', [0, 0, 1, 1, 2]],
	])('%s of %s by day, week, month, quarter and year', async (metric, scope, expected) => {
		const wall = given();
		const values = await Promise.all(['2026-09-15', '2026-W38', '2026-09', '2026-Q3', '2026'].map((period) => wall.value(metric, { scope, period })));
		expect(values).toEqual(expected);
	});
});

describe('rates and means', () => {
	test.each([
		['company', '2026-09', 3, 4],
		['company', '2026', 6, 8],
		['team:North', '2026', 3, 5],
		[`person:${cy}`, '2026', 2, 2],
		[`person:${bo}`, '2026-09', 0, 0],
		['company', '2026-09-15', 1, 1],
	])('[M7] win_rate of %s in %s is %i won of %i decided; open deals are not among them', async (scope, period, above, below) => {
		expect(await given().explain('win_rate', { scope, period })).toMatchObject({ numerator: above, denominator: below, value: below === 0 ? null : above / below });
	});

	test('[M16] a won deal without an amount counts in deals_won, and neither in sales nor in the average', async () => {
		expect(await given().explain('average_deal_size', { period: '2026-Q3' })).toMatchObject({ value: 1252.63, numerator: 5010.5, denominator: 4, note: expect.stringContaining('won deals without a known amount, not in it: 1') });
		expect(await given().explain('average_deal_size', { period: '2026-07' })).toMatchObject({ value: null, text: '–', denominator: 0 });
		expect(await given().explain('average_deal_size', { period: '2026', scope: 'team:North' })).toMatchObject({ value: 700.17, denominator: 3 });
	});

	test('[M16] sales_cycle_days is calendar days from first touch, else creation, to won; a deal closed before it began has none', async () => {
		// 10 days, 0 days; 91 days from the first touch; 30 days; Bo's began after it was closed.
		expect(await given().explain('sales_cycle_days', { period: '2026-09' })).toMatchObject({ value: 5, numerator: 10, denominator: 2, unit: 'days' });
		expect(await given().explain('sales_cycle_days', { period: '2026-Q3' })).toMatchObject({ value: 32.75, numerator: 131, denominator: 4 });
		expect(await given().explain('sales_cycle_days', { period: '2026', scope: 'team:South' })).toMatchObject({ value: 60.5, denominator: 2 });
		expect(await given().explain('sales_cycle_days', { period: '2026', scope: `person:${bo}` })).toMatchObject({ value: null, denominator: 0 });
	});

	test('[M2] the rate of a scope is the sum of its parts’ numerators over that of their denominators', async () => {
		const { by = [], numerator, denominator } = await given().explain('win_rate', { period: '2026', by: 'person' });
		expect([numerator, denominator]).toEqual([by.reduce((sum, part) => sum + (part.numerator ?? 0), 0), by.reduce((sum, part) => sum + (part.denominator ?? 0), 0)]);
		expect(by.map(({ key, text }) => [key, text])).toEqual([[cy, '100%'], ['unassigned', '100%'], [ana, '67%'], [bo, '50%']]);
	});
});

describe('new_customers', () => {
	test('are accounts whose first won deal fell in the period, credited to its owner, in whatever spelling', async () => {
		const wall = given();
		expect(await wall.by('new_customers', 'person', { period: '2026' })).toEqual({ [cy]: 1, [ana]: 1, unassigned: 1 });
		expect(await wall.value('new_customers', { period: '2026-09' })).toBe(2);
		expect(await wall.value('new_customers', { period: '2026-09', scope: 'team:North' })).toBe(1);
		expect((await wall.explain('new_customers', { period: '2026' })).note).toContain('won deals without an account, not in it: 2');
	});

	test('an earlier win that arrives late takes the first win over, and one that goes gives it back', async () => {
		const wall = given();
		wall.push({ deals: [won({ external_id: 'late', owner: bo, on: '2026-08-01', amount: 1, account: 'acme' })] });
		expect(await wall.by('new_customers', 'month', { period: '2026' })).toEqual({ '2026-08': 1, '2026-09': 2 });
		expect(await wall.by('new_customers', 'person', { period: '2026-08' })).toEqual({ [bo]: 1 });
		wall.push({ deleted: [{ entity: 'deals', external_id: 'late' }] });
		expect(await wall.by('new_customers', 'person', { period: '2026-08' })).toEqual({ [cy]: 1 });
	});

	test('two sources speak of the same account', async () => {
		const wall = givenWall({ now, people: [...people], deals: [won({ owner: ana, on: '2026-09-02', account: 'Acme' })] });
		wall.push({ source: 'other', deals: [won({ owner: cy, on: '2026-09-01', account: 'acme' })] });
		expect(await wall.by('new_customers', 'person', { period: '2026-09' })).toEqual({ [cy]: 1 });
	});
});

describe('slices', () => {
	test('[M11] sales by region, product and type add up to sales', async () => {
		const wall = given();
		expect(await wall.by('sales', 'region', { period: '2026' })).toEqual({ East: 3000, West: 2000.5, unknown: 110 });
		expect(await wall.by('sales', 'product', { period: '2026' })).toEqual({ Pro: 4200.5, Lite: 800, unknown: 110 });
		expect(await wall.by('sales', 'type', { period: '2026-09' })).toEqual({ expansion: 1200.5, new_business: 810 });
		expect(await wall.by('sales', 'region', { period: '2026', scope: 'team:North' })).toEqual({ West: 2000.5, unknown: 100 });
		expect(await wall.by('win_rate', 'region', { period: '2026' })).toEqual({ West: 1, East: 0.5, unknown: 0.75 });
	});

	test('[M16] a missing type is expansion once the account has an earlier win, else new business; what the source says stands', async () => {
		const wall = givenWall({
			now,
			deals: [
				won({ on: '2026-09-03', amount: 1, account: 'Acme' }),
				won({ on: '2026-09-04', amount: 2, account: 'Acme' }),
				won({ on: '2026-09-05', amount: 4, account: 'Acme', type: 'renewal' }),
				won({ on: '2026-09-06', amount: 8 }),
			],
		});
		expect(await wall.by('sales', 'type', { period: '2026-09' })).toEqual({ new_business: 9, expansion: 2, renewal: 4 });
		wall.push({ deals: [won({ on: '2026-09-01', amount: 16, account: 'acme' })] });
		expect(await wall.by('sales', 'type', { period: '2026-09' })).toEqual({ new_business: 24, expansion: 3, renewal: 4 });
	});

	test('a slice that a metric does not have is said, not left silent', async () => {
		const found = await givenWall({ now, people: [...people], deals }).explain('sales', { period: '2026', by: 'outcome' });
		expect(found).toMatchObject({ value: 5110.5, by: [], note: expect.stringContaining('Sales cannot be told apart by outcome') });
	});
});

describe('[M16] closings', () => {
	test('in the future count on that day, with a warning', async () => {
		const wall = givenWall({ now, people: [...people] });
		const reply = wall.push({ deals: [won({ owner: ana, on: '2026-09-20', amount: 500 })] });
		expect(reply).toMatchObject({ inserted: 1, rejected: [], warnings: [{ entity: 'deals', index: 0, field: 'closed', code: 'in_the_future' }] });
		expect(await wall.value('sales', { period: '2026-09' })).toBe(0);
		wall.at('2026-09-20T00:00');
		expect(await wall.value('sales', { period: '2026-09' })).toBe(500);
	});

	test('won or lost without a day are rejected; open deals with one are open', async () => {
		const wall = givenWall({ now });
		const reply = wall.push({ deals: [{ external_id: '1', status: 'won' }, { external_id: '2', status: 'lost', closed: null }, { external_id: '3', status: 'open', closed: '2026-09-01' }] });
		expect(reply.rejected.map(({ index, field, code }) => [index, field, code])).toEqual([[0, 'closed', 'missing'], [1, 'closed', 'missing']]);
		expect(await wall.value('open_deals')).toBe(1);
	});

	test('[M6] correcting and reopening a deal moves it; nothing is counted twice', async () => {
		const wall = givenWall({ now, people: [...people], deals: [won({ external_id: 'D', owner: ana, on: '2026-09-10', amount: 100 })] });
		wall.push({ deals: [won({ external_id: 'D', owner: ana, on: '2026-08-10', amount: 100 })] });
		expect(await wall.by('sales', 'month', { period: '2026' })).toEqual({ '2026-08': 100 });
		wall.push({ deals: [lost({ external_id: 'D', owner: ana, on: '2026-08-11', amount: 100 })] });
		expect([await wall.value('sales', { period: '2026' }), await wall.value('deals_lost', { period: '2026' })]).toEqual([0, 1]);
		wall.push({ deals: [open({ external_id: 'D', owner: ana, amount: 100 })] });
		expect([await wall.value('deals_lost', { period: '2026' }), await wall.value('open_deals')]).toEqual([0, 1]);
	});
});
