import { describe, expect, test } from 'vitest';
import { deskOf } from '../../support/corrections.ts';
import { ana, bo, call, cy, givenWall, lost, open, people, won, type GivenWall, type Row } from '../../support/wall.ts';

const now = '2026-09-15T09:00';
/** The same deal in one state after the other, each dated by its change. */
const lived = (given: GivenWall, deal: Row, states: Row[]): void => states.forEach((state) => void given.push({ deals: [{ status: 'open', ...deal, ...state }] }));
const deal = { external_id: 'D', created: '2026-08-03T10:00', owner: ana, amount: 1000 };

describe('the forecast', () => {
	test('is what was won in the period and what is expected to close in it, told apart by category', async () => {
		const given = givenWall({
			now, people: [...people],
			deals: [
				won({ owner: ana, on: '2026-09-03', amount: 100 }), won({ owner: ana, on: '2026-08-31', amount: 7000 }), lost({ owner: ana, on: '2026-09-03', amount: 900 }),
				open({ owner: ana, amount: 20, expected_close: '2026-09-30', forecast_category: 'commit' }), open({ owner: cy, amount: 3, expected_close: '2026-09-01', forecast_category: 'best_case' }),
				open({ owner: cy, amount: 4, expected_close: '2026-09-20' }), open({ owner: ana, amount: 5000, expected_close: '2026-10-01', forecast_category: 'commit' }), open({ owner: ana, amount: 6000 }),
				open({ owner: ana, amount: null, expected_close: '2026-09-20', forecast_category: 'commit' }),
			],
		});
		expect(await given.explain('forecast', { period: '2026-09' })).toMatchObject({ value: 127, text: '€127' });
		expect(await given.by('forecast', 'forecast_category', { period: '2026-09' })).toEqual({ won: 100, commit: 20, best_case: 3, unknown: 4 });
		expect(await given.by('forecast', 'team', { period: '2026-09' })).toEqual({ North: 120, South: 7 });
	});

	test('a won deal counts for the team of its day, an open one for that of the moment (M4)', async () => {
		const given = givenWall({ now, people: [...people, { email: ana, name: 'Ana', team: 'South', team_from: '2026-09-10' }], deals: [won({ owner: ana, on: '2026-09-03', amount: 100 }), open({ owner: ana, amount: 20, expected_close: '2026-09-30' })] });
		expect(await given.by('forecast', 'team', { period: '2026-09' })).toEqual({ North: 100, South: 20 });
	});

	test('[M13] its accuracy is told against how it stood when the period began', async () => {
		const given = givenWall({ now, people: [...people] });
		lived(given, deal, [{ changed: '2026-08-03T10:00', expected_close: '2026-09-10' }, { changed: '2026-09-01T08:00', expected_close: '2026-10-10', amount: 9000 }, { changed: '2026-09-12T08:00', status: 'won', closed: '2026-09-12T08:00', amount: 800 }]);
		expect(await given.explain('forecast_accuracy', { period: '2026-09' })).toMatchObject({ value: 0.8, numerator: 800, denominator: 1000, approximate: false });
		expect(await given.explain('forecast_accuracy', { period: '2026-08' })).toMatchObject({ value: null, numerator: 0, denominator: 0, note: 'nothing to divide by' });
		expect(await given.explain('forecast_accuracy', { period: '2026-10' })).toMatchObject({ value: null, note: 'the period has not begun' });
	});

	test('[M5] an open deal in another currency is worth what the rate of the moment says', async () => {
		const given = givenWall({ now, people: [...people], deals: [open({ owner: ana, amount: 100, currency: 'USD', created: '2026-08-03', expected_close: '2026-09-30' })] });
		expect(await given.value('forecast', { period: '2026-09' })).toBe(0);
		given.wall.journal.apply('rates set', { currency: 'USD', rates: [{ from: '2026-01-01', rate: '0.5' }, { from: '2026-09-01', rate: '2' }] }, given.head());
		expect([await given.value('forecast', { period: '2026-09' }), await given.value('pipeline_created', { period: '2026-08' })]).toEqual([200, 50]);
	});
});

describe('coverage', () => {
	const floor = { now, people: [...people], deals: [won({ owner: ana, on: '2026-09-03', amount: 400 }), open({ owner: ana, amount: 1200, expected_close: '2026-09-30' })] };

	test('is what is expected to close by what is missing', async () => {
		const given = givenWall(floor);
		given.target('company', '2026-09', 1000);
		expect(await given.explain('pipeline_coverage', { period: '2026-09' })).toMatchObject({ value: 2, numerator: 1200, denominator: 600, unit: 'ratio' });
	});

	test('[M14] is unknown once the target is met, and without one', async () => {
		const given = givenWall(floor);
		expect(await given.explain('pipeline_coverage', { period: '2026-09' })).toMatchObject({ value: null, note: 'no target' });
		given.target('company', '2026-09', 400);
		expect(await given.explain('pipeline_coverage', { period: '2026-09' })).toMatchObject({ value: null, note: 'the target is met: nothing is left to cover' });
	});
});

describe('stages', () => {
	const steps = [{ changed: '2026-08-03T10:00', stage: 'Lead' }, { changed: '2026-09-01T10:00', stage: 'Demo' }, { changed: '2026-09-02T10:00', stage: 'Demo', amount: 2000 }, { changed: '2026-09-03T10:00', stage: 'Lead' }, { changed: '2026-09-04T10:00', stage: 'Lead', status: 'lost', closed: '2026-09-04T10:00' }];

	test('a deal leaves a stage with each change of it and with its closing; a change of amount is none', async () => {
		const given = givenWall({ now, people: [...people] });
		lived(given, deal, steps);
		expect(await given.explain('stage_conversion', { period: '2026-09', by: 'stage' })).toMatchObject({ numerator: 1, denominator: 3, by: [{ key: 'Lead', numerator: 1, denominator: 2 }, { key: 'Demo', numerator: 0, denominator: 1 }] });
	});

	test('stand in the order that ops have set, else as first seen', async () => {
		const given = givenWall({ now, people: [...people] });
		lived(given, deal, steps);
		given.wall.journal.apply('stages ordered', { stages: ['Demo', 'Lead'] }, given.head());
		expect(await given.by('stage_conversion', 'stage', { period: '2026-09' })).toEqual({ Demo: 1, Lead: 0 });
	});

	test('what came closed already left no stage that anybody saw', async () => {
		const given = givenWall({ now, people: [...people], deals: [won({ owner: ana, on: '2026-09-03', created: '2026-08-01', stage: 'Won' })] });
		expect(await given.explain('stage_conversion', { period: '2026-09' })).toMatchObject({ value: null, denominator: 0 });
	});

	test('an account stands in its furthest', async () => {
		const given = givenWall({ now, people: [...people], deals: [open({ owner: ana, account: 'Acme', stage: 'Lead' }), open({ owner: cy, account: 'ACME', stage: 'Demo' }), open({ owner: bo, account: 'Beta', stage: 'Lead' }), open({ owner: bo, stage: 'Demo' }), won({ owner: bo, account: 'Gone', on: '2026-09-01', stage: 'Demo' })] });
		expect(await given.by('accounts_by_stage', 'stage')).toEqual({ Lead: 1, Demo: 1 });
		expect(await given.by('accounts_by_stage', 'person')).toEqual({ [cy]: 1, [bo]: 1 });
	});

	test('age is since creation, by stage since the deal entered it', async () => {
		const given = givenWall({ now, people: [...people], deals: [open({ owner: ana, amount: 1 })] });
		lived(given, deal, [{ changed: '2026-08-03T10:00', stage: 'Lead' }, { changed: '2026-09-01T10:00', stage: 'Demo' }, { changed: '2026-09-10T10:00', stage: 'Demo', amount: 2000 }]);
		expect(await given.explain('deal_age', { by: 'stage' })).toMatchObject({ value: 43, denominator: 1, by: [{ key: 'Demo', value: 14 }] });
		expect(await given.value('deal_age', { asOf: '2026-08-05' })).toBe(2);
	});
});

describe('a stalled deal', () => {
	test('has had nothing happen for 14 days, or as many as ops say', async () => {
		const given = givenWall({ now, people: [...people] });
		lived(given, deal, [{ changed: '2026-08-03T10:00', stage: 'Lead' }, { changed: '2026-09-01T10:00', stage: 'Demo' }]);
		expect([await given.value('stalled_deals', { asOf: '2026-09-14' }), await given.value('stalled_deals')]).toEqual([0, 1]);
		given.push({ activities: [call({ owner: ana, on: '2026-09-05T10:00', deal: 'D' })] });
		expect([await given.value('stalled_deals'), await given.value('stalled_deals', { asOf: '2026-08-31' })]).toEqual([0, 1]);
		given.wall.journal.apply('stalled days set', { days: 7 }, given.head());
		expect(await given.value('stalled_deals')).toBe(1);
		given.push({ meetings: [{ external_id: 'M', owner: ana, deal: 'D', booked_at: '2026-09-14', scheduled_for: '2026-09-20' }] });
		expect(await given.value('stalled_deals')).toBe(0);
	});
});

describe('cohorts and closings', () => {
	test('[M7] close rate is of what was created in the period, win rate of what was decided in it', async () => {
		const given = givenWall({ now, people: [...people], deals: [won({ owner: ana, created: '2026-08-10', on: '2026-09-01', amount: 300 }), open({ owner: ana, created: '2026-08-11' }), lost({ owner: ana, created: '2026-07-01', on: '2026-08-12', amount: 100 }), lost({ owner: cy, created: '2026-08-12', on: '2026-08-20' })] });
		expect(await given.explain('close_rate', { period: '2026-08' })).toMatchObject({ numerator: 1, denominator: 3 });
		expect(await given.explain('win_rate', { period: '2026-08' })).toMatchObject({ numerator: 0, denominator: 2 });
		expect(await given.explain('close_rate', { period: '2026-08', asOf: '2026-08-31' })).toMatchObject({ numerator: 0, denominator: 3 });
		expect(await given.explain('win_rate_value', { period: '2026-Q3' })).toMatchObject({ value: 0.75, numerator: 300, denominator: 400 });
	});

	test('the first close expected counts, not the last; without one a deal tells nothing', async () => {
		const given = givenWall({ now, people: [...people], deals: [won({ owner: ana, on: '2026-09-03' })] });
		lived(given, deal, [{ changed: '2026-08-03T10:00', expected_close: '2026-08-30' }, { changed: '2026-08-20T10:00', expected_close: '2026-09-12' }, { changed: '2026-09-09T10:00', expected_close: '2026-09-12', status: 'lost', closed: '2026-09-09' }]);
		expect(await given.explain('close_date_slip', { period: '2026-09' })).toMatchObject({ value: 10, denominator: 1, approximate: false });
	});

	test('a deal first seen closed slips by what it says then: approximately (M13)', async () => {
		const given = givenWall({ now, people: [...people], deals: [won({ owner: ana, on: '2026-09-03', created: '2026-08-01', expected_close: '2026-09-01' })] });
		expect(await given.explain('close_date_slip', { period: '2026-09' })).toMatchObject({ value: 2, approximate: true });
	});

	test('a cost that is not known is in neither side of the margin; a contract value is no amount', async () => {
		const given = givenWall({ now, people: [...people], deals: [won({ owner: ana, on: '2026-09-03', amount: 100, cost: 40, contract_value: 1200 }), won({ owner: ana, on: '2026-09-03', amount: 500 }), won({ owner: ana, on: '2026-09-03', cost: 40 }), lost({ owner: ana, on: '2026-09-03', amount: 100, cost: 1, contract_value: 9 })] });
		expect(await given.explain('margin_rate', { period: '2026-09' })).toMatchObject({ value: 0.6, numerator: 60, denominator: 100 });
		expect(await given.value('bookings', { period: '2026-09' })).toBe(1200);
	});

	test('the median of the cycle stands beside its mean, and a person’s beside the team’s', async () => {
		const given = givenWall({ now, people: [...people], deals: [won({ owner: ana, created: '2026-09-01', on: '2026-09-03' }), won({ owner: ana, created: '2026-09-01', on: '2026-09-05' }), won({ owner: bo, created: '2026-08-01', on: '2026-09-01' })] });
		expect(await given.explain('sales_cycle_days', { period: '2026-09' })).toMatchObject({ value: 12.33, median: { value: 4, text: expect.stringMatching(/^4\sdays$/) } });
		expect(await given.value('sales_cycle_vs_team', { period: '2026-09', scope: `person:${ana}` })).toBe(-9.33);
		expect(await given.by('sales_cycle_vs_team', 'person', { period: '2026-09', scope: 'team:North' })).toEqual({ [ana]: -9.33, [bo]: 18.67 });
		expect(await given.value('sales_cycle_vs_team', { period: '2026-09' })).toBe(null);
	});

	test('[M14] sales per rep is by who sells, whether or not they sold', async () => {
		const given = givenWall({ now, people: [...people, { email: 'lead@x.example', name: 'Lee', team: 'North', role: 'lead' }], deals: [won({ owner: ana, on: '2026-09-03', amount: 300 })] });
		expect(await given.explain('sales_per_rep', { period: '2026-09' })).toMatchObject({ value: 100, numerator: 300, denominator: 3 });
		expect(await given.by('sales_per_rep', 'team', { period: '2026-09' })).toEqual({ North: 150, South: 0 });
	});

	test('velocity is unknown while any part of it is', async () => {
		const given = givenWall({ now, people: [...people], deals: [won({ owner: ana, created: '2026-09-01', on: '2026-09-05', amount: 300 }), lost({ owner: ana, on: '2026-09-05' }), open({ owner: ana }), open({ owner: ana })] });
		expect(await given.explain('sales_velocity', { period: '2026-09' })).toMatchObject({ value: 75, numerator: 300, denominator: 4 });
		expect(await given.value('sales_velocity', { period: '2026-08' })).toBe(null);
	});
});

test('[M5] an amount that is corrected takes the deal’s other sums along into the workspace’s currency', async () => {
	const given = givenWall({ now, people: [...people] });
	given.wall.journal.apply('rates set', { currency: 'USD', rates: [{ from: '2026-01-01', rate: '0.5' }] }, given.head());
	given.push({ deals: [won({ external_id: 'F', owner: ana, on: '2026-09-03', amount: 100, currency: 'USD', contract_value: 1000, cost: 40 })] });
	expect([await given.value('bookings', { period: '2026-09' }), await given.value('margin_rate', { period: '2026-09' })]).toEqual([500, 0.6]);
	deskOf(given).correct('F', { amount: '80' });
	expect([await given.value('sales', { period: '2026-09' }), await given.value('bookings', { period: '2026-09' }), await given.value('margin_rate', { period: '2026-09' })]).toEqual([80, 500, 0.75]);
});
