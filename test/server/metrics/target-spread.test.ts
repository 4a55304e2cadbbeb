/** A whole spread over its months: the parts always sum to it, and what is closed keeps what it has. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SpreadRequest, SpreadRow } from '../../../shared/targets-api.ts';
import { ana, bo, givenWall, people, won } from '../../support/wall.ts';
import { parse } from '../../../server/http/route.ts';
import { spreadRequest } from '../../../server/metrics/target-spread.ts';

type Given = ReturnType<typeof givenWall>;
const now = '2026-09-15T09:00';
const ask = async (given: Given, over: object) => given.wall.spreadTargets(parse(spreadRequest, { metric: 'sales', period: '2026-Q4', scopes: ['company'], by: 'workdays', ...over }));
const only = async (given: Given, over: Partial<SpreadRequest> = {}): Promise<SpreadRow> => {
	const { rows } = await ask(given, over);
	if (!rows[0]) throw new Error('no row came back');
	return rows[0];
};
const values = ({ cells }: SpreadRow) => cells.map(({ value }) => value);
/** Writes what was proposed, as the page does. */
const write = async (given: Given, over: Partial<SpreadRequest> = {}): Promise<void> => {
	const { metric, parts, rows } = await ask(given, over);
	given.setTargets(rows.flatMap(({ scope, cells }) => cells.flatMap(({ was, value, isKept }, at) => (isKept || value === was ? [] : [{ metric, scope, period: parts[at]?.id, value, was }]))));
};

describe('by working days', () => {
	test('a quarter goes over its months, to the cent', async () => {
		// October has 22 working days, November 21, December 23: 66 in all.
		const given = givenWall({ now });
		given.target('company', '2026-Q4', 1000);
		expect(await only(given)).toMatchObject({ whole: 1000, by: 'workdays', problem: null, cells: [{ was: null, value: 333.33, isKept: false }, { value: 318.18 }, { value: 348.49 }] });
	});
	test('counts stay whole, holidays count as none', async () => {
		const given = givenWall({ now, holidays: ['2026-12-24', '2026-12-25', '2026-12-31'] });
		given.target('company', '2026-Q4', 100, 'deals_won');
		// 22, 21 and 20 of 63: 34.9, 33.3 and 31.7.
		expect(values(await only(given, { metric: 'deals_won' }))).toEqual([35, 33, 32]);
	});
	test('a person’s less their leave, and only while employed', async () => {
		const given = givenWall({ now, people: [{ email: ana, name: 'Ana', team: 'North' }, { email: bo, name: 'Bo', team: 'North', end: '2026-11-30' }] });
		given.wall.journal.apply('calendar saved', { leave: [{ person: given.idOf(ana), from: '2026-10-01', to: '2026-10-31' }] }, given.head());
		for (const email of [ana, bo]) given.target(`person:${email}`, '2026-Q4', 4400);
		const { rows } = await ask(given, { scopes: [`person:${ana}`, `person:${bo}`] });
		expect(rows.map(values)).toEqual([[0, 2100, 2300], [2251.16, 2148.84, 0]]);
	});
	test('for somebody who is not employed then nothing is spread; without a working day the parts are equal, and that is said', async () => {
		const given = givenWall({ now, people: [{ email: ana, name: 'Ana', team: 'North' }, { email: bo, name: 'Bo', team: 'North', end: '2026-09-30' }] });
		given.wall.journal.apply('calendar saved', { leave: [{ person: given.idOf(ana), from: '2026-10-01', to: '2026-12-31' }] }, given.head());
		for (const email of [ana, bo]) given.target(`person:${email}`, '2026-Q4', 300);
		for (const by of ['workdays', 'last_year'] as const)
			expect((await ask(given, { by, scopes: [`person:${ana}`, `person:${bo}`] })).rows).toMatchObject([
				{ fallback: 'no_workdays', problem: null, cells: [{ value: 100 }, { value: 100 }, { value: 100 }] },
				{ problem: 'not_employed', cells: [] },
			]);
	});
	test('without a whole of its own, what its months sum to is spread anew; with neither there is nothing to spread', async () => {
		const given = givenWall({ now });
		given.target('company', '2026-10', 660);
		expect(values(await only(given))).toEqual([220, 210, 230]);
		expect(await only(given, { period: '2027-Q1' })).toMatchObject({ whole: null, cells: [] });
	});
});

describe('a year', () => {
	test('goes over its months, and over its quarters at once when asked to', async () => {
		const given = givenWall({ now });
		given.target('company', '2027', 261, 'deals_won');
		const year = { metric: 'deals_won', period: '2027' };
		// 261 working days: each month has its own.
		expect(values(await only(given, year))).toEqual([21, 20, 23, 22, 21, 22, 22, 22, 22, 21, 22, 23]);
		const both = await ask(given, { ...year, quarters: true });
		expect(both.parts.map(({ id }) => id).slice(0, 5)).toEqual(['2027-Q1', '2027-Q2', '2027-Q3', '2027-Q4', '2027-01']);
		expect(both.rows.flatMap(values).slice(0, 5)).toEqual([64, 65, 66, 66, 21]);
	});
	test('makes a quarter that is set agree with its months, unasked', async () => {
		const given = givenWall({ now });
		given.target('company', '2027', 261, 'deals_won');
		given.target('company', '2027-Q2', 1, 'deals_won');
		await write(given, { metric: 'deals_won', period: '2027' });
		const set = Object.fromEntries(given.wall.targets().map(({ period, value }) => [period, value]));
		expect([set['2027'], set['2027-Q2'], set['2027-04'], set['2027-05'], set['2027-06'], set['2027-Q1']]).toEqual([261, 65, 22, 21, 22, undefined]);
	});
	test('[M13] follows the fiscal year', async () => {
		const given = givenWall({ now, fiscalYearStart: 4 });
		given.target('company', '2028', 1200);
		const { parts } = await ask(given, { period: '2028' });
		expect([parts[0]?.id, parts[11]?.id]).toEqual(['2027-04', '2028-03']);
	});
});

describe('closed months', () => {
	test('keep what they have, and the rest goes over the open ones', async () => {
		const given = givenWall({ now });
		given.target('company', '2026-Q4', 1000);
		given.target('company', '2026-10', 120);
		given.at('2026-11-02T09:00');
		// 880 over 21 and 23 days.
		expect(await only(given)).toMatchObject({ cells: [{ was: 120, value: 120, isKept: true }, { value: 420, isKept: false }, { value: 460, isKept: false }] });
		given.wall.lockTargets('2026-10', false, 'ops');
		expect(values(await only(given))).toEqual([333.33, 318.18, 348.49]);
	});
	test('that have more than the whole, or are all there is, are said', async () => {
		const given = givenWall({ now });
		given.target('company', '2026-Q4', 100);
		given.target('company', '2026-10', 120);
		given.at('2026-11-02T09:00');
		expect(await only(given)).toMatchObject({ problem: 'closed_exceed', cells: [] });
		given.at('2027-01-02T09:00');
		given.wall.lockTargets('2026-10', false, 'ops');
		given.target('company', '2026-10', 20);
		given.wall.lockTargets('2026-10', true, 'ops');
		expect(await only(given)).toMatchObject({ problem: 'all_closed', cells: [] });
	});
	test('of a closed quarter with a target of its own stand as a whole', async () => {
		const given = givenWall({ now });
		given.target('company', '2026', 1000);
		given.target('company', '2026-Q3', 400);
		given.at('2026-10-05T09:00');
		const { parts, rows } = await ask(given, { period: '2026' });
		const cells = Object.fromEntries(parts.map(({ id }, at) => [id, rows[0]?.cells[at]]));
		expect(cells['2026-Q3']).toEqual({ was: 400, value: 400, isKept: true });
		// September is locked; July and August ended before the workspace was made, but their quarter is fixed.
		for (const month of ['2026-07', '2026-08', '2026-09']) expect(cells[month]).toMatchObject({ value: null, isKept: true });
		const spread = Object.entries(cells).filter(([id]) => /-\d\d$/.test(id)).reduce((sum, [, cell]) => sum + (cell?.value ?? 0), 0);
		expect(spread).toBeCloseTo(600, 6);
	});
});

describe('by last year’s shape', () => {
	const sold = [['2025-10-05', 100], ['2025-11-05', 300], ['2025-12-05', 600]] as const;
	const deals = sold.map(([on, amount]) => won({ on, amount, owner: ana }));

	test('the months get what they had of the same months a year before', async () => {
		const given = givenWall({ now, people: [...people], deals });
		given.target('company', '2026-Q4', 2000);
		given.target(`person:${ana}`, '2026-Q4', 10);
		const { rows } = await ask(given, { by: 'last_year', scopes: ['company', `person:${ana}`] });
		expect(rows.map(values)).toEqual([[200, 600, 1200], [1, 3, 6]]);
		expect(rows[0]).toMatchObject({ by: 'last_year', shape: { from: 'October 2025', to: 'December 2025' }, fallback: null });
	});
	test('falls back to working days where nothing was sold, and where not all of it is known', async () => {
		const given = givenWall({ now, people: [...people], deals });
		for (const [scope, period] of [[`person:${bo}`, '2026-Q4'], ['company', '2026-Q3']] as const) given.target(scope, period, 660);
		expect(await only(given, { by: 'last_year', scopes: [`person:${bo}`] })).toMatchObject({ by: 'workdays', shape: null, fallback: 'no_results', cells: [{ value: 220 }, { value: 210 }, { value: 230 }] });
		const partly = givenWall({ now, people: [...people], deals: deals.slice(1) });
		partly.target('company', '2026-Q4', 660);
		expect(await only(partly, { by: 'last_year' })).toMatchObject({ by: 'workdays', fallback: 'not_all_known', cells: [{ value: 220 }, { value: 210 }, { value: 230 }] });
	});
	test('of months that are not over a year before, the year before that serves', async () => {
		const given = givenWall({ now, people: [...people], deals });
		given.target('company', '2027-Q4', 2000);
		expect(await only(given, { by: 'last_year', period: '2027-Q4' })).toMatchObject({ shape: { from: 'October 2025', to: 'December 2025' }, cells: [{ value: 200 }, { value: 600 }, { value: 1200 }] });
	});
});

test('what cannot be spread is refused with the field', async () => {
	const given = givenWall({ now });
	for (const [over, field] of [[{ period: '2026-10' }, 'period'], [{ metric: 'win_rate' }, 'metric'], [{ scopes: ['team:None'] }, 'scopes[0]'], [{ scopes: [] }, 'scopes'], [{ by: 'luck' }, 'by']] as const)
		await expect(ask(given, over), field).rejects.toMatchObject({ name: 'InputError', field });
	given.target('company', '2026-Q4', 10.5, 'deals_won');
	expect(await only(given, { metric: 'deals_won' })).toMatchObject({ problem: 'not_whole', cells: [] });
});

test('whatever is closed and whatever was set, the parts sum to the whole, and quarters to their months', async () => {
	const months = ['07', '08', '09', '10', '11', '12'].map((month) => `2026-${month}`);
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 0, max: 50_000_000 }),
			fc.dictionary(fc.constantFrom(...months, '2026-Q3', '2026-Q4'), fc.integer({ min: 0, max: 100_000 })),
			fc.constantFrom('2026-09-15T09:00', '2026-10-02T09:00', '2026-11-02T09:00'),
			fc.boolean(),
			async (cents, set, at, quarters) => {
				const given = givenWall({ now: '2026-06-15T09:00', stays: true });
				try {
					given.target('company', '2026', cents / 100);
					for (const [period, value] of Object.entries(set)) given.target('company', period, value / 100);
					given.at(at);
					const { parts, rows } = await ask(given, { period: '2026', quarters });
					if (rows[0]?.problem) return;
					await write(given, { period: '2026', quarters });
					const stands = Object.fromEntries(given.wall.targets().map(({ period, value }) => [period, Math.round((value ?? 0) * 100)]));
					const quarterSum = (quarter: number): number => [1, 2, 3].reduce((sum, month) => sum + (stands[`2026-${String(quarter * 3 - 3 + month).padStart(2, '0')}`] ?? 0), 0);
					const locked = new Set((await given.wall.targetGrid({ kind: 'quarter', from: '2026-01', count: 4 })).periods.filter(({ lock }) => lock.state === 'locked').map(({ id }) => id));
					let whole = 0;
					for (const quarter of [1, 2, 3, 4]) {
						const own = stands[`2026-Q${quarter}`];
						whole += own ?? quarterSum(quarter);
						if (own !== undefined && !locked.has(`2026-Q${quarter}`)) expect(own).toBe(quarterSum(quarter));
					}
					expect(whole).toBe(cents);
					expect(parts.length).toBeGreaterThanOrEqual(12);
				} finally {
					await given.close();
				}
			},
		),
		{ numRuns: 40 },
	);
});
