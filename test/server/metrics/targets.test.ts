/** The target that stands: set, derived, incomplete, shared out (DESIGN §4 "Targets"). */
import { describe, expect, test } from 'vitest';
import { ana, bo, cy, givenWall, lost, open, people, won } from '../../support/wall.ts';

const now = '2026-09-15T09:00';
const target = (scope: string, period: string, value: number | string, metric = 'sales') => ({ metric, scope, period, value });
const standing = async (given: ReturnType<typeof givenWall>, period: string, scope = 'company', metric = 'sales') => {
	const { target: value, targetFrom } = await given.explain(metric, { period, scope });
	return targetFrom ? { value, ...targetFrom } : value;
};
const set = (value: number) => ({ value, derived: false, incomplete: false });
const derived = (value: number) => ({ value, derived: true, incomplete: false });
const incomplete = (value: number) => ({ value, derived: true, incomplete: true });
const months = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'].map((month) => `2026-${month}`);

describe('what was set wins', () => {
	test('over parts in time and over people', async () => {
		const given = givenWall({ now, people: [...people], targets: [target('company', '2026-Q3', 1000), target('company', '2026-09', 10), target(`person:${ana}`, '2026-Q3', 7)] });
		expect(await standing(given, '2026-Q3')).toEqual(set(1000));
		expect(await standing(given, '2026-09')).toEqual(set(10));
	});
	test('[M3] without any, there is none: a dash, and no attainment', async () => {
		const given = givenWall({ now, people: [...people] });
		expect(await standing(given, '2026-09')).toBeNull();
		expect(await given.explain('quota_attainment')).toMatchObject({ value: null, text: '–', note: expect.stringContaining('no target') });
		expect(await given.explain('reps_at_quota')).toMatchObject({ value: null, text: '–' });
	});
	test('cleared, it stands no more', async () => {
		const given = givenWall({ now, targets: [target('company', '2026-09', 10)] });
		given.target('company', '2026-09', null);
		expect(await standing(given, '2026-09')).toBeNull();
	});
});

describe('for sums, the scope’s own largest set parts in time', () => {
	test('a quarter is its months, a year its quarters, and a set quarter goes before its months', async () => {
		const given = givenWall({ now, targets: [...months.map((month) => target('company', month, 10)), target('company', '2026-Q1', 100)] });
		expect(await standing(given, '2026-Q1')).toEqual(set(100));
		expect(await standing(given, '2026-Q2')).toEqual(derived(30));
		expect(await standing(given, '2026')).toEqual(derived(190));
	});
	test('parts that do not cover the period are incomplete: the sum is shown, attainment and pace are unknown', async () => {
		const given = givenWall({ now, targets: [target('company', '2026-07', 10), target('company', '2026-09', 20)], deals: [won({ on: '2026-09-01', amount: 6 })] });
		expect(await standing(given, '2026-Q3')).toEqual(incomplete(30));
		expect(await standing(given, '2026')).toEqual(incomplete(30));
		for (const metric of ['quota_attainment', 'pace', 'required_per_day']) expect(await given.explain(metric, { period: '2026-Q3' })).toMatchObject({ value: null, note: expect.stringContaining('do not cover') });
		expect(await given.explain('sales', { period: '2026-Q3' })).toMatchObject({ value: 6, attainment: null, pace: null });
		expect(await given.value('quota_attainment', { period: '2026-09' })).toBe(0.3);
	});
	test('a month does not follow from its quarter', async () => {
		expect(await standing(givenWall({ now, targets: [target('company', '2026-Q3', 90)] }), '2026-09')).toBeNull();
	});
	test('[M13] with a fiscal year, its quarters and months', async () => {
		const given = givenWall({ now, fiscalYearStart: 4, targets: [...months.slice(3).map((month) => target('company', month, 10)), target('company', '2027-Q4', 50)] });
		expect(await standing(given, '2027')).toEqual(derived(140));
		expect(await standing(given, '2027-Q2')).toEqual(derived(30));
	});
});

describe('for a team or the company, each person’s largest set parts', () => {
	test('counted in the team they are in on that part’s first day', async () => {
		const given = givenWall({ now, people: [...people], targets: [target(`person:${ana}`, '2026-Q3', 30), ...['2026-07', '2026-08', '2026-09'].map((month) => target(`person:${cy}`, month, 10))] });
		given.push({ people: [{ email: cy, team: 'North', team_from: '2026-09-01' }] });
		expect(await standing(given, '2026-Q3')).toEqual(derived(60));
		expect(await standing(given, '2026-Q3', 'team:North')).toEqual(derived(40));
		expect(await standing(given, '2026-Q3', 'team:South')).toEqual(derived(20));
		expect(await standing(given, '2026-09', 'team:South')).toBeNull();
		given.push({ people: [{ email: cy, team: 'North', team_from: '2026-08-02' }] });
		expect(await standing(given, '2026-Q3', 'team:South')).toEqual(derived(20));
		given.push({ people: [{ email: cy, team: 'North', team_from: '2026-08-01' }] });
		expect(await standing(given, '2026-Q3', 'team:South')).toEqual(derived(10));
	});
	test('a month that is missing for somebody employed then leaves the quarter incomplete, for one who left or came it does not', async () => {
		const of = async (person: Record<string, unknown>) => {
			const given = givenWall({ now, people: [{ email: ana, name: 'Ana', team: 'North', ...person }], targets: [target(`person:${ana}`, '2026-08', 10)] });
			return [await standing(given, '2026-Q3'), await standing(given, '2026-Q3', 'team:North')];
		};
		expect(await of({})).toEqual([incomplete(10), incomplete(10)]);
		expect(await of({ start: '2026-07-15', end: '2026-08-31' })).toEqual([derived(10), derived(10)]);
		expect(await of({ start: '2026-07-01', end: '2026-08-31' })).toEqual([incomplete(10), incomplete(10)]);
	});
	test('a team’s own parts go before its people’s', async () => {
		const given = givenWall({ now, people: [...people], targets: [target('team:North', '2026-09', 500), target(`person:${ana}`, '2026-09', 30), target(`person:${bo}`, '2026-09', 30)] });
		expect(await standing(given, '2026-09', 'team:North')).toEqual(set(500));
		expect(await standing(given, '2026-09', `person:${ana}`)).toEqual(set(30));
	});
	test('with nobody’s, the company has the teams’', async () => {
		const given = givenWall({ now, people: [...people], targets: [target('team:North', '2026-09', 500), target('team:South', '2026-09', 300)] });
		expect(await standing(given, '2026-09')).toEqual(derived(800));
	});
});

describe('a week or a day', () => {
	test('has its share of the month’s by working time', async () => {
		const given = givenWall({ now, holidays: ['2026-09-07'], targets: [target('company', '2026-09', 2100), target('company', '2026-08', 2100)] });
		expect(await standing(given, '2026-09-15')).toEqual(derived(100));
		expect(await standing(given, '2026-09-07')).toEqual(derived(0));
		expect(await standing(given, '2026-09-12')).toEqual(derived(0));
		expect(await standing(given, '2026-W38')).toEqual(derived(500));
		expect(await standing(given, '2026-W37')).toEqual(derived(400));
		// Monday is in August, which has 21 working days too.
		expect(await standing(given, '2026-W36')).toEqual(derived(500));
	});
	test('a week that reaches into a month without a target is incomplete, unless it has no working time there', async () => {
		const given = givenWall({ now, targets: [target('company', '2026-09', 2200), target('company', '2026-05', 2100)] });
		expect(await standing(given, '2026-W36')).toEqual(incomplete(400));
		expect(await standing(given, '2026-W40')).toEqual(incomplete(300));
		// 30 and 31 May are a weekend; W22 ends with them.
		expect(await standing(given, '2026-W22')).toEqual(derived(500));
		expect(await standing(given, '2026-W30')).toBeNull();
	});
	test('what was set for the week itself wins', async () => {
		expect(await standing(givenWall({ now, targets: [target('company', '2026-09', 2200), target('company', '2026-W38', 9)] }), '2026-W38')).toEqual(set(9));
	});
	test('a person’s share is of their own working days', async () => {
		const given = givenWall({ now, people: [...people], targets: [target(`person:${ana}`, '2026-09', 170)] });
		given.wall.journal.apply('calendar saved', { leave: [{ person: given.idOf(ana), from: '2026-09-14', to: '2026-09-18' }] }, given.head());
		expect(await standing(given, '2026-W38', `person:${ana}`)).toEqual(derived(0));
		expect(await standing(given, '2026-W37', `person:${ana}`)).toEqual(derived(50));
	});
	test('the shares of a month’s days add up to the month', async () => {
		const given = givenWall({ now, targets: [target('company', '2026-09', 2200)] });
		const days = Array.from({ length: 30 }, (_, index) => `2026-09-${String(index + 1).padStart(2, '0')}`);
		const shares = await Promise.all(days.map(async (day) => (await given.explain('sales', { period: day })).target ?? 0));
		expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(2200, 6);
	});
});

describe('rates and states', () => {
	test('have a target for each period on its own, never summed and never shared out', async () => {
		const given = givenWall({ now, people: [...people], targets: [...['2026-07', '2026-08', '2026-09'].map((month) => target('company', month, '0.5', 'win_rate')), target(`person:${ana}`, '2026-Q3', '0.4', 'win_rate'), target('company', '2026-09', 30, 'open_deals')] });
		expect(await standing(given, '2026-Q3', 'company', 'win_rate')).toBeNull();
		expect(await standing(given, '2026-09', 'company', 'win_rate')).toEqual(set(0.5));
		expect(await standing(given, '2026-W38', 'company', 'win_rate')).toBeNull();
		expect(await standing(given, '2026-Q3', 'company', 'open_deals')).toBeNull();
		expect(await standing(given, '2026-Q3', `person:${ana}`, 'win_rate')).toEqual(set(0.4));
	});
	test('have an attainment', async () => {
		const given = givenWall({ now, targets: [target('company', '2026-09', '0.5', 'win_rate'), target('company', '2026-09', 4, 'open_deals')], deals: [won({ on: '2026-09-01' }), lost({ on: '2026-09-01' }), lost({ on: '2026-09-02' }), lost({ on: '2026-09-02' }), open({})] });
		expect(await given.explain('win_rate')).toMatchObject({ value: 0.25, target: 0.5, attainment: 0.5, pace: null });
		expect(await given.explain('quota_attainment:open_deals')).toMatchObject({ value: 0.25, text: '25%' });
	});
	test('where less is better there is neither attainment, pace nor anybody at quota', async () => {
		const given = givenWall({ now, people: [...people], targets: [target('company', '2026-09', 2, 'deals_lost'), target(`person:${ana}`, '2026-09', 1, 'deals_lost')], deals: [lost({ on: '2026-09-01', owner: ana }), lost({ on: '2026-09-02', owner: ana }), lost({ on: '2026-09-03' })] });
		expect(await given.explain('deals_lost')).toMatchObject({ value: 3, target: 2, attainment: null, pace: null });
		expect(await given.explain('quota_attainment:deals_lost')).toMatchObject({ value: null, note: expect.stringContaining('less is better') });
		expect(await given.explain('reps_at_quota:deals_lost')).toMatchObject({ value: null, note: expect.stringContaining('less is better') });
	});
});

describe('quota_attainment and reps_at_quota', () => {
	const rows = {
		people: [...people],
		deals: [won({ owner: ana, on: '2026-09-01', amount: 340 }), won({ owner: bo, on: '2026-09-01', amount: 99.99 }), won({ owner: cy, on: '2026-09-14', amount: 50 }), won({ on: '2026-09-01', amount: 10 })],
		targets: [target(`person:${ana}`, '2026-09', 100), target(`person:${bo}`, '2026-09', 100), target(`person:${cy}`, '2026-09', 50)],
	};
	test('[M10] are of the whole period’s target and never capped', async () => {
		const given = givenWall({ now, ...rows });
		expect(await given.by('quota_attainment', 'person')).toEqual({ [ana]: 3.4, [bo]: 0.9999, [cy]: 1 });
		expect(await given.explain('quota_attainment', { scope: `person:${ana}` })).toMatchObject({ text: '340%', numerator: 340, denominator: 100 });
		expect(await given.by('quota_attainment', 'team')).toEqual({ North: 2.2, South: 1 });
		expect(await given.explain('quota_attainment')).toMatchObject({ value: 2, numerator: 499.99, denominator: 250 });
	});
	test('[M9] count people at 100 % or more of those with a target, in the team they began the period in', async () => {
		const given = givenWall({ now, ...rows });
		expect(await given.explain('reps_at_quota')).toMatchObject({ value: 0.6667, numerator: 2, denominator: 3 });
		expect(await given.explain('reps_at_quota', { scope: 'team:North' })).toMatchObject({ numerator: 1, denominator: 2 });
		expect(await given.explain('reps_at_quota', { scope: `person:${bo}` })).toMatchObject({ value: 0, numerator: 0, denominator: 1 });
		expect(await given.explain('reps_at_quota', { asOf: '2026-09-13' })).toMatchObject({ numerator: 1, denominator: 3 });
		expect(await given.value('reps_at_quota', { period: '2026-08' })).toBeNull();
	});
	test('a target of nothing has no attainment', async () => {
		const given = givenWall({ now, targets: [target('company', '2026-09', 0)], deals: rows.deals });
		expect(await given.explain('quota_attainment')).toMatchObject({ value: null, text: '–', denominator: 0 });
	});
	test('[M11] targets survive the renaming of their team', async () => {
		const given = givenWall({ now, ...rows, targets: [target('team:North', '2026-09', 1000)] });
		const north = given.db.prepare<[], number>(`SELECT id FROM team WHERE name = 'North'`).pluck().get() ?? 0;
		given.wall.journal.apply('team renamed', { team: north, name: 'Upland' }, given.head());
		expect(await standing(given, '2026-09', 'team:Upland')).toEqual(set(1000));
		expect((await given.explain('sales', { scope: 'team:North' })).scope).toBe('team:Upland');
		expect(given.wall.targets()).toEqual([{ metric: 'sales', scope: 'team:Upland', period: '2026-09', value: 1000 }]);
	});
});

test('[M11] a target may name a person by a name that just one has, and is refused where several have it', () => {
	const wall = givenWall({ people: [{ email: 'ana@x.example', name: 'Ana Ek' }, { email: 'bo@x.example', name: 'Bo Al' }, { email: 'bo.al@x.example', name: 'Bo Al' }] });
	const target = (name: string) => ({ metric: 'sales', scope: `person:${name}`, period: '2026-09', value: '5' });
	const reply = wall.push({ targets: [target('Ana Ek'), target('Bo Al'), target('Cy')] });
	expect(reply).toMatchObject({ targets: 1, rejected: [{ index: 1, field: 'scope', code: 'ambiguous', message: 'several people are called Bo Al: give an e-mail address' }, { index: 2, code: 'unknown_scope' }] });
});
