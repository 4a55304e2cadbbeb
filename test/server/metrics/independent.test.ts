/**
 * Every base metric against SQL over raw facts, written from KPIS.md alone: it imports nothing of the metrics or the rollups.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GivenWall } from '../../support/wall.ts';
import { givenWall } from '../../support/wall.ts';
import { activitySums } from './independent-activity.ts';
import { derived, states, sums as firstSums, type Query, type Standing } from './independent-sums.ts';
import { now, rawFloor, zone } from './raw-floor.ts';

const sums: Record<string, Query> = { ...firstSums, ...activitySums };

const periods: Record<string, [string, string]> = {
	'2026-09-15': ['2026-09-15', '2026-09-15'], '2026-03-29': ['2026-03-29', '2026-03-29'], '2026-02-28': ['2026-02-28', '2026-02-28'],
	'2026-W38': ['2026-09-14', '2026-09-20'], '2026-W01': ['2025-12-29', '2026-01-04'], '2026-W13': ['2026-03-23', '2026-03-29'],
	'2026-09': ['2026-09-01', '2026-09-30'], '2026-06': ['2026-06-01', '2026-06-30'], '2026-05': ['2026-05-01', '2026-05-31'],
	'2026-Q3': ['2026-07-01', '2026-09-30'], '2026-Q1': ['2026-01-01', '2026-03-31'], '2026': ['2026-01-01', '2026-12-31'], '2025': ['2025-01-01', '2025-12-31'],
};

interface Found {
	key: string | null;
	above: number;
	below: number;
}

const floor = rawFloor(20_260_915);
const until = Temporal.PlainDateTime.from(now).toZonedDateTime(zone).epochMilliseconds;
const today = now.slice(0, 10);
const joins = 'LEFT JOIN means w ON w.owner = r.owner LEFT JOIN belongs b ON b.owner = r.owner AND r.day BETWEEN b.from_day AND b.to_day';
const select = (metric: string, [from, to]: [string, string], key: string, where = '1', upTo = { until, today }): Found[] =>
	floor.raw
		.prepare<unknown[], Found>(`SELECT ${key} AS key, sum(above) AS above, sum(below) AS below FROM (${sums[metric]?.rows ?? ''}) r ${joins} WHERE r.day BETWEEN ? AND ? AND (r.ms IS NULL OR r.ms <= ?) AND r.day <= ? AND ${where} GROUP BY 1`)
		.all(from, to, upTo.until, upTo.today);

/** What explain should say of sums: nothing counted is 0, nothing below the line is unknown. */
const valueOf = ({ ratio, cents }: Query, found: Found | undefined): number | null => {
	if (ratio && !found?.below) return null;
	return (found?.above ?? 0) / (ratio ? (found?.below ?? 1) : 1) / (cents ? 100 : 1);
};
/** Equal but for the rounding of the last digit. */
const near = (value: number | null, digits = 3): unknown => (value === null ? null : expect.closeTo(value, digits - 0.05));

let wall: GivenWall;
beforeAll(() => {
	wall = givenWall({ now, timeZone: zone, stays: true });
	for (const rows of floor.pushes) expect(wall.push(rows).rejected).toEqual([]);
});
afterAll(async () => {
	await wall.close();
	floor.raw.close();
});

test('the floor is large and varied enough to mean something', () => {
	for (const metric of Object.keys(sums)) expect([metric, (select(metric, ['2026-01-01', '2026-12-31'], 'NULL')[0]?.below ?? 0) > 20]).toEqual([metric, true]);
});

describe.each(Object.entries(sums))('%s equals the query over raw facts', (metric, query) => {
	const expected = (found: Found | undefined) => near(valueOf(query, found), query.round);
	const expectedBy = (found: Found[], nobody: string) => Object.fromEntries(found.map((part) => [part.key ?? nobody, expected(part)]));

	test('for the company, every team and every person, by day, week, month, quarter and year', async () => {
		for (const [index, [period, days]] of Object.entries(periods).entries()) {
			const found = await wall.explain(metric, { period });
			const [raw] = select(metric, days, 'NULL');
			expect([period, found.value]).toEqual([period, expected(raw)]);
			if (query.ratio) expect([period, found.numerator, found.denominator]).toEqual([period, near((raw?.above ?? 0) / (query.cents ? 100 : 1)), raw?.below ?? 0]);
			for (const [by, key] of [['team', 'b.team'], ['person', 'w.person']] as const) expect([period, by, await wall.by(metric, by, { period })]).toEqual([period, by, expectedBy(select(metric, days, key), 'unassigned')]);
			const [team, person] = [floor.teams[index % 3] ?? '', floor.people[index % 12] ?? ''];
			expect([period, team, await wall.value(metric, { period, scope: `team:${team}` })]).toEqual([period, team, expected(select(metric, days, 'NULL', `b.team = '${team}'`)[0])]);
			expect([period, person, await wall.value(metric, { period, scope: `person:${person}` })]).toEqual([period, person, expected(select(metric, days, 'NULL', `w.person = '${person}'`)[0])]);
		}
	});

	test('part by part: region, product, month, person, team and outcome', async () => {
		const isActivity = /raw_activity/.test(query.rows);
		const isDeal = !isActivity && /raw_deal/.test(query.rows);
		const named = `CASE WHEN r.outcome IN ('connected', 'no_answer', 'voicemail', 'replied') THEN r.outcome END`;
		const isAccount = /raw_account/.test(query.rows);
		const parts: [string, string][] = [['month', 'substr(r.day, 1, 7)'], ['person', 'w.person'], ['team', 'b.team'], ...(isDeal || isAccount ? ([['region', 'r.region']] as [string, string][]) : []), ...(isDeal ? ([['product', 'r.product']] as [string, string][]) : []), ...(isActivity && query.outcomes !== 'none' ? ([['outcome', query.outcomes === 'all' ? 'r.outcome' : named]] as [string, string][]) : [])];
		for (const [by, key] of parts) {
			for (const [scope, where] of [['company', '1'], ['team:North', `b.team = 'North'`]] as const) {
				const raw = select(metric, ['2026-01-01', '2026-12-31'], key, where);
				const nobody = by === 'person' || by === 'team' ? 'unassigned' : 'unknown';
				expect([by, scope, await wall.by(metric, by, { period: '2026', scope })]).toEqual([by, scope, expectedBy(raw, nobody)]);
			}
		}
	});
});

describe.each(Object.entries(states))('%s equals the query over raw facts', (metric, { adds, cents }) => {
	test('now and as of many days, whole and part by part', async () => {
		for (const day of ['2025-11-15', '2026-01-31', '2026-03-29', '2026-06-30', '2026-09-14', '2026-09-15']) {
			const instant = Math.min(until, Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds - 1);
			const found = (key: string, where = '1'): [string | null, unknown][] =>
				floor.raw
					.prepare<unknown[], { key: string | null; amount: number }>(
						`SELECT ${key} AS key, ${adds} AS amount FROM raw_deal r LEFT JOIN means w ON w.owner = r.owner LEFT JOIN belongs b ON b.owner = r.owner AND ? BETWEEN b.from_day AND b.to_day
						WHERE r.made_ms <= ? AND (r.status = 'open' OR coalesce(r.ms > ?, r.day > ?)) AND ${where} GROUP BY 1`,
					)
					.all(day, instant, instant, day)
					.map(({ key: part, amount }) => [part, near(cents ? amount / 100 : amount)]);
			const asOf = day === today ? now : day;
			expect([day, await wall.value(metric, { asOf })]).toEqual([day, found('NULL')[0]?.[1] ?? 0]);
			for (const [by, key, nobody] of [['person', 'w.person', 'unassigned'], ['team', 'b.team', 'unassigned'], ['region', 'r.region', 'unknown']] as const) {
				for (const [scope, where] of [['company', '1'], ['team:West', `b.team = 'West'`]] as const) {
					expect([day, by, scope, await wall.by(metric, by, { asOf, scope })]).toEqual([day, by, scope, Object.fromEntries(found(key, where).map(([part, amount]) => [part ?? nobody, amount]))]);
				}
			}
		}
	});
});

describe('what is derived', () => {
	/** September 2026 has 22 working days; by half past two on the 15th ten whole ones are over, and five and a half hours of eight. */
	const [elapsed, total] = [10.6875, 22];
	const september: [string, string] = ['2026-09-01', '2026-09-30'];
	/** As much working time into August, which begins on a Saturday. */
	const august: [string, string] = ['2026-08-01', '2026-08-31'];
	const then = { until: Temporal.PlainDateTime.from('2026-08-17T14:30').toZonedDateTime(zone).epochMilliseconds, today: '2026-08-17' };
	const [someone = ''] = floor.people;
	const targets: Record<string, number> = { company: 500_000, 'team:North': 90_000, ...Object.fromEntries(floor.people.slice(0, 6).map((person, at) => [`person:${person}`, 100 * 8 ** at])) };
	const result = (scope: string, days = september, upTo = { until, today }): number => {
		const [kind, name] = scope.split(':');
		const where = kind === 'company' ? '1' : kind === 'team' ? `b.team = '${name}'` : `w.person = '${name}'`;
		return (select('sales', days, 'NULL', where, upTo)[0]?.above ?? 0) / 100;
	};
	const quotasOf = (scope: string): Standing['quotas'] =>
		floor.people.slice(0, 6).flatMap((person) => {
			const [team] = floor.raw.prepare<unknown[], string>(`SELECT team FROM belongs WHERE owner = ? AND '2026-09-01' BETWEEN from_day AND to_day`).pluck().all(person);
			const isIn = scope === 'company' || scope === `person:${person}` || scope === `team:${team}`;
			return isIn ? [{ result: result(`person:${person}`), target: targets[`person:${person}`] ?? 0 }] : [];
		});

	test.each(Object.entries(derived))('%s equals what follows from raw sums, for the company, a team and a person', async (metric, formula) => {
		for (const [scope, value] of Object.entries(targets)) wall.target(scope, '2026-09', value);
		for (const scope of ['company', 'team:North', `person:${someone}`]) {
			const given = { result: result(scope), target: targets[scope] ?? 0, elapsed, total, before: result(scope, august, then), quotas: quotasOf(scope) };
			expect([scope, await wall.value(metric, { scope, period: '2026-09' })]).toEqual([scope, near(formula(given), 2)]);
		}
	});
});
