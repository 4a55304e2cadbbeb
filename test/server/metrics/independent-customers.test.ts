/** Every metric of customers, money and people against SQL over raw facts: whole, by team, by person, by part, and as of earlier moments. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GivenWall, Row } from '../../support/wall.ts';
import { givenWall } from '../../support/wall.ts';
import { customerFloor, independentCustomers, independentFigures, independentlyValued, independentPeople, independentPositions, margin, pushesOf, teams } from './independent-customers.ts';
import type { Check } from './independent-deals.ts';
import { now, zone } from './raw-floor.ts';

const floor = customerFloor(20_261_127);
let wall: GivenWall;
beforeAll(() => {
	wall = givenWall({ now, timeZone: zone, stays: true });
	for (const rows of pushesOf(floor)) expect(wall.push(rows).rejected).toEqual([]);
});
afterAll(async () => {
	await wall.close();
	floor.raw.close();
});

const instantOf = (text: string): number => Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
const periods: Record<string, [string, string]> = { '2026-09': ['2026-09-01', '2026-09-30'], '2026-08': ['2026-08-01', '2026-08-31'], '2026-06': ['2026-06-01', '2026-06-30'], '2026-Q3': ['2026-07-01', '2026-09-30'], '2026': ['2026-01-01', '2026-12-31'], '2026-W37': ['2026-09-07', '2026-09-13'], '2026-09-15': ['2026-09-15', '2026-09-15'] };
const moments = [now, '2026-08-20T11:00', '2026-09-08T16:45'];
const cases = Object.entries(periods).flatMap(([period, [from, to]]) => moments.filter((asOf) => asOf.slice(0, 10) >= from).map((asOf) => ({ period, from, to, asOf })));
type Case = (typeof cases)[number];
const before = (day: string): string => Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();

const bind = ({ from, to, asOf }: Case) => {
	const end = Math.min(instantOf(asOf), instantOf(`${Temporal.PlainDate.from(to).add({ days: 1 }).toString()}T00:00`) - 1);
	const today = asOf.slice(0, 10);
	return { from, to, end, moment: to < today ? to : today, gone: to < today ? to : before(today) };
};
interface Found {
	key: string | null;
	above: number | null;
	below: number | null;
}
const summed = (rows: string, each: Case, key: string, where = '1'): Found[] =>
	floor.raw.prepare<[object], Found>(`SELECT ${key} AS key, sum(above) AS above, sum(below) AS below FROM (${rows}) r LEFT JOIN belongs b ON b.owner = r.owner AND r.day BETWEEN b.from_day AND b.to_day WHERE ${where} GROUP BY 1`).all(bind(each));
const select = ({ rows }: Check, each: Case, key: string, where = '1'): Found[] => summed(rows, each, key, where);
const valueOf = ({ ratio, cents }: Check, found: Found | undefined): number | null => {
	// Nothing is divided by what is paid less than nothing.
	if (ratio && (!found?.below || (cents === 'both' && found.below < 0))) return null;
	const above = (found?.above ?? 0) / (cents ? 100 : 1);
	return ratio ? above / ((found?.below ?? 1) / (cents === 'both' ? 100 : 1)) : above;
};
const near = (value: number | null, digits = 2): unknown => (value === null ? null : expect.closeTo(value, digits - 0.05));
/** Parts that are nothing may be left out or not. */
const same = (about: unknown[], given: Record<string, number | null>, parts: Record<string, number | null>, digits?: number): void => {
	for (const name of new Set([...Object.keys(parts), ...Object.keys(given)])) expect([...about, name, given[name] ?? 0]).toEqual([...about, name, near(parts[name] ?? 0, digits)]);
};
const all = { ...independentCustomers, ...independentPeople };

test('the floor is varied enough to mean something', () => {
	for (const [metric, check] of Object.entries(all)) expect([metric, cases.filter((each) => (select(check, each, 'NULL')[0]?.above ?? 0) !== 0).length > 3]).toEqual([metric, true]);
	expect(select(independentCustomers['mrr'] ?? { rows: '' }, cases[0] as Case, `r.owner = ''`).map(({ key }) => key)).toEqual([0, 1]);
});

describe.each(Object.entries(all))('%s equals the query over raw facts', (metric, check) => {
	const expected = (found: Found | undefined) => near(valueOf(check, found), check.digits);
	const isOfPeople = metric in independentPeople;

	test('for the company, every team and every person, now and as of earlier moments', async () => {
		for (const each of cases) {
			const { period, asOf } = each;
			const about = [period, asOf];
			const found = await wall.explain(metric, { period, asOf });
			const [raw] = select(check, each, 'NULL');
			expect([...about, found.value]).toEqual([...about, expected(raw)]);
			if (check.ratio) expect([...about, found.numerator, found.denominator]).toEqual([...about, near((raw?.above ?? 0) / (check.cents ? 100 : 1)), near((raw?.below ?? 0) / (check.cents === 'both' ? 100 : 1))]);
			for (const [by, key] of [['team', 'b.team'], ...(isOfPeople ? [] : [['person', `nullif(r.owner, '')`]])] as const) {
				const parts = Object.fromEntries(select(check, each, key ?? '').map((part) => [part.key ?? 'unassigned', valueOf(check, part)]));
				same([...about, by], await wall.by(metric, by ?? '', { period, asOf }), parts, check.digits);
			}
			expect([...about, await wall.value(metric, { period, asOf, scope: 'team:North' })]).toEqual([...about, expected(select(check, each, 'NULL', `b.team = 'North'`)[0])]);
			const person = floor.people[0] ?? '';
			const ofPerson = await wall.explain(metric, { period, asOf, scope: `person:${person}` });
			if (isOfPeople) expect(ofPerson).toMatchObject({ value: null, note: expect.stringContaining('not known at this level') });
			else expect([...about, ofPerson.value]).toEqual([...about, expected(select(check, each, 'NULL', `r.owner = '${person}'`)[0])]);
		}
	});

	test('part by part', async () => {
		const { by } = check;
		if (!by) return;
		for (const each of cases) {
			const parts = Object.fromEntries(select(check, each, `r.${by}`).map((part) => [part.key ?? 'unknown', valueOf(check, part)]));
			same([each.period, each.asOf], await wall.by(metric, by, { period: each.period, asOf: each.asOf }), parts, check.digits);
		}
	});
});

/** Month by month up to the moment; null where one lacks it, and of what is no whole months. */
function figure(names: readonly string[], scope: string, each: Case): number | null {
	if (/W|-\d\d-\d\d$/.test(each.period)) return null;
	let sum = 0;
	for (let month = Temporal.PlainYearMonth.from(each.from.slice(0, 7)); month.toString() <= bind(each).moment.slice(0, 7); month = month.add({ months: 1 })) {
		for (const name of names) {
			const of = (where: string): number | null => floor.raw.prepare<unknown[], number | null>(`SELECT ${name === 'largest_rival' ? 'max' : 'sum'}(value) FROM raw_figure WHERE name = ? AND month = ? AND ${where}`).pluck().get(name, month.toString()) ?? null;
			const found = scope === 'company' ? (of(`scope = 'company'`) ?? of('1')) : of(`scope = '${scope}'`);
			if (found === null) return null;
			sum += found;
		}
	}
	return sum;
}
const figured = (metric: string, scope: string, each: Case): number | null => {
	const check = independentFigures[metric];
	const money = check && figure(check.figures, scope, each);
	if (!check || money == null) return null;
	if (check.with === undefined) return money;
	const rows = `SELECT owner, day, above, 0 AS below FROM (${check.with})`;
	const other = summed(rows, each, 'NULL', scope === 'company' ? '1' : `b.team = '${scope.slice(5)}'`)[0]?.above ?? 0;
	const [above, below] = check.isBelow ? [other, money] : [money, other];
	return below > 0 ? above / below : null;
};

test.each(Object.entries(independentFigures))('%s equals monthly figures and the query over raw facts', async (metric, { scopes }) => {
	let known = 0;
	for (const each of cases) {
		const { period, asOf } = each;
		for (const scope of scopes.includes('team') ? ['company', 'team:North', 'team:South'] : ['company']) {
			const expected = figured(metric, scope, each);
			if (expected !== null) known += 1;
			const found = await wall.explain(metric, { period, asOf, scope });
			expect([period, asOf, scope, found.value]).toEqual([period, asOf, scope, near(expected, expected !== null && expected < 10 ? 4 : 2)]);
			if (expected === null) expect(found.note).toMatch(/a monthly figure is missing|nothing to divide by/);
		}
		if (scopes.includes('team')) same([period, asOf], await wall.by(metric, 'team', { period, asOf }), Object.fromEntries(teams.map((team) => [team, figured(metric, `team:${team}`, each)])), 2);
		expect(await wall.explain(metric, { period, asOf, scope: `person:${floor.people[0] ?? ''}` })).toMatchObject({ value: null, note: expect.stringContaining('not known at this level') });
	}
	expect(known).toBeGreaterThan(5);
});

test.each(Object.entries(independentPositions))('%s equals the query over raw positions', async (metric, rows) => {
	for (const each of cases) {
		const { period, asOf } = each;
		const found = (key: string, where = '1') => floor.raw.prepare<[object], Found>(`SELECT ${key} AS key, sum(above) AS above, sum(below) AS below FROM (${rows}) WHERE ${where} GROUP BY 1`).all(bind(each));
		const mean = (part: Found | undefined): number | null => (part?.below ? (part.above ?? 0) / part.below : null);
		expect([period, asOf, await wall.value(metric, { period, asOf })]).toEqual([period, asOf, near(mean(found('NULL')[0]))]);
		expect([period, asOf, await wall.value(metric, { period, asOf, scope: 'team:South' })]).toEqual([period, asOf, near(mean(found('NULL', `team = 'South'`)[0]))]);
		same([period, asOf], await wall.by(metric, 'team', { period, asOf }), Object.fromEntries(found('team').map((part) => [part.key ?? 'unassigned', mean(part)])));
	}
});

test.each(Object.entries(independentlyValued))('%s follows from what the queries give', async (metric, value) => {
	let known = 0;
	for (const each of cases.filter(({ period }) => /^2026(-\d\d|-Q\d)?$/.test(period))) {
		const { period, from, to, asOf } = each;
		for (const [scope, where] of [['company', '1'], ['team:North', `b.team = 'North'`]] as const) {
			const of = (id: string) => valueOf(independentCustomers[id] ?? { rows: '' }, select(independentCustomers[id] ?? { rows: '' }, each, 'NULL', where)[0]);
			const days = (last: string): number => Temporal.PlainDate.from(from).until(last).total('days') + 1;
			const months = ((period.length === 4 ? 12 : period.includes('Q') ? 3 : 1) * days(bind(each).moment)) / days(to);
			const expected = value({ mrr: of('mrr') ?? 0, accounts: of('active_accounts') ?? 0, margin: valueOf({ rows: '', ratio: true }, summed(margin, each, 'NULL', where)[0]), retention: of('retention_rate'), months, cac: figured('cac', scope, each) });
			if (expected !== null) known += 1;
			expect([period, asOf, scope, await wall.value(metric, { period, asOf, scope })]).toEqual([period, asOf, scope, near(expected, 1)]);
		}
	}
	expect(known).toBeGreaterThan(5);
});

describe('whatever the floor', () => {
	test('[M2] parts come to the whole, and shares stay between nothing and all', async () => {
		for (const { period, asOf } of cases) {
			for (const [metric, by] of [['mrr', []], ['active_accounts', ['region', 'account']], ['churned_accounts', ['region']]] as const) {
				const whole = (await wall.value(metric, { period, asOf })) ?? 0;
				for (const dimension of ['team', 'person', ...by]) {
					const sum = Object.values(await wall.by(metric, dimension, { period, asOf })).reduce<number>((total, value) => total + (value ?? 0), 0);
					expect([metric, period, asOf, dimension, sum]).toEqual([metric, period, asOf, dimension, expect.closeTo(whole, 2)]);
				}
			}
			for (const metric of ['csat', 'retention_rate', 'rep_retention_rate']) {
				const share = (await wall.value(metric, { period, asOf })) ?? 0;
				expect([metric, share >= 0 && share <= 1]).toEqual([metric, true]);
			}
		}
	});

	test('what is paid at the end is what was paid at the start and what was gained since', async () => {
		for (const period of ['2026-06', '2026-08', '2026-Q3']) {
			const [start, end] = [(await wall.explain('net_revenue_retention', { period })).denominator ?? 0, await wall.value('mrr', { period })];
			const [retained, gained] = [(await wall.explain('net_revenue_retention', { period })).numerator ?? 0, (await wall.explain('cost_of_net_new_revenue', { period })).denominator ?? 0];
			expect(end).toBeCloseTo(start + gained, 2);
			expect(await wall.value('mrr', { asOf: before(periods[period]?.[0] ?? '') })).toBeCloseTo(start, 2);
			expect(retained).toBeGreaterThan(0);
		}
	});

	test('the value as of an earlier moment is what the wall showed then', async () => {
		for (const moment of moments.slice(1)) {
			const until = instantOf(moment);
			const isPast = (text: unknown): boolean => (String(text).length === 10 ? String(text) <= moment.slice(0, 10) : Temporal.Instant.from(String(text)).epochMilliseconds <= until);
			const { people, accounts, deals, movements, surveys, figures, positions, leads } = floor.rows;
			const then = givenWall({ now: moment, timeZone: zone });
			const past = (rows: readonly Row[], field: string): Row[] => rows.filter((row) => isPast(row[field]));
			const rows = {
				people, figures, deals: past(deals, 'closed'), movements: past(movements, 'at'), surveys: past(surveys, 'at'), leads: past(leads, 'created'),
				accounts: accounts.map((row) => ({ ...row, churned: row['churned'] !== undefined && isPast(row['churned']) ? row['churned'] : null })),
				positions: past(positions, 'opened').map((row) => ({ ...row, filled: row['filled'] !== null && isPast(row['filled']) ? row['filled'] : null })),
			};
			for (const pushed of pushesOf({ rows, billing: past(floor.billing, 'at'), moves: floor.moves })) expect(then.push(pushed).rejected).toEqual([]);
			for (const period of ['2026-06', '2026-08', '2026-Q3']) {
				for (const metric of [...Object.keys(all), ...Object.keys(independentFigures), ...Object.keys(independentPositions), ...Object.keys(independentlyValued)]) {
					expect([moment, period, metric, (await wall.explain(metric, { period, asOf: moment })).value]).toEqual([moment, period, metric, (await then.explain(metric, { period })).value]);
				}
			}
		}
	});
});
