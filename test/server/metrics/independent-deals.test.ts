/** Every metric of pipeline and results against SQL over raw states: whole, by team, by person, by part, and as of earlier moments. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GivenWall, Row } from '../../support/wall.ts';
import { givenWall } from '../../support/wall.ts';
import { dealFloor, independentDeals, independentlyComputed, people, stages, type Check } from './independent-deals.ts';
import { now, zone } from './raw-floor.ts';

const floor = dealFloor(20_261_127);
const target = 400_000;
let wall: GivenWall;
beforeAll(() => {
	wall = givenWall({ now, timeZone: zone, stays: true });
	for (const rows of floor.pushes) expect(wall.push(rows).rejected).toEqual([]);
	wall.wall.journal.apply('stages ordered', { stages: [...stages] }, wall.head());
	for (const period of ['2026-08', '2026-09', '2026-Q3']) wall.target('company', period, period.length === 7 && !period.includes('Q') ? target : target * 3);
});
afterAll(async () => {
	await wall.close();
	floor.raw.close();
});

const instantOf = (text: string): number => Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
const periods: Record<string, [string, string]> = { '2026-09': ['2026-09-01', '2026-09-30'], '2026-08': ['2026-08-01', '2026-08-31'], '2026-06': ['2026-06-01', '2026-06-30'], '2026-Q3': ['2026-07-01', '2026-09-30'], '2026-W37': ['2026-09-07', '2026-09-13'] };
const moments = [now, '2026-08-20T11:00', '2026-09-08T16:45'];
const cases = Object.entries(periods).flatMap(([period, [from, to]]) => moments.filter((asOf) => asOf.slice(0, 10) >= from).map((asOf) => ({ period, from, to, asOf })));
type Case = (typeof cases)[number];

interface Found {
	key: string | null;
	above: number | null;
	below: number | null;
}
const select = ({ rows }: Check, { from, to, asOf }: Case, key: string, where = '1'): Found[] => {
	const end = Math.min(instantOf(asOf), instantOf(`${Temporal.PlainDate.from(to).add({ days: 1 }).toString()}T00:00`) - 1);
	const moment = Temporal.Instant.fromEpochMilliseconds(end).toZonedDateTimeISO(zone).toPlainDate().toString();
	return floor.raw
		.prepare<[object], Found>(`SELECT ${key} AS key, sum(above) AS above, sum(below) AS below FROM (${rows}) r LEFT JOIN belongs b ON b.owner = r.owner WHERE ${where} GROUP BY 1`)
		.all({ from, to, end, moment, now: instantOf(asOf), start: instantOf(`${from}T00:00`) });
};
const valueOf = ({ ratio, cents }: Check, found: Found | undefined): number | null => {
	if (ratio && !found?.below) return null;
	const above = (found?.above ?? 0) / (cents ? 100 : 1);
	return ratio ? above / ((found?.below ?? 1) / (cents === 'both' ? 100 : 1)) : above;
};
const near = (value: number | null, digits = 2): unknown => (value === null ? null : expect.closeTo(value, digits - 0.05));

test('the floor is varied enough to mean something', () => {
	for (const [metric, check] of Object.entries(independentDeals)) {
		expect([metric, cases.map((each) => select(check, each, 'NULL')[0]?.above ?? 0).filter((above) => above !== 0).length > 3]).toEqual([metric, true]);
	}
});

describe.each(Object.entries(independentDeals))('%s equals the query over raw facts', (metric, check) => {
	const expected = (found: Found | undefined) => near(valueOf(check, found), check.digits);

	test('for the company, every team and every person, now and as of earlier moments', async () => {
		for (const each of cases) {
			const { period, asOf } = each;
			const about = [period, asOf];
			expect([...about, await wall.value(metric, { period, asOf })]).toEqual([...about, expected(select(check, each, 'NULL')[0])]);
			for (const [by, key, empty] of [['team', 'b.team', null], ['person', 'r.owner', null]] as const) {
				const parts = Object.fromEntries(select(check, each, key).map((part) => [part.key ?? 'unassigned', expected(part)]));
				const given = await wall.by(metric, by, { period, asOf });
				for (const name of new Set([...Object.keys(parts), ...Object.keys(given)])) expect([...about, by, name, given[name] ?? empty]).toEqual([...about, by, name, check.ratio ? (parts[name] ?? null) : (name in parts && name in given ? parts[name] : null)]);
			}
			expect([...about, await wall.value(metric, { period, asOf, scope: 'team:North' })]).toEqual([...about, expected(select(check, each, 'NULL', `b.team = 'North'`)[0])]);
			const person = people[3]?.email ?? '';
			expect([...about, await wall.value(metric, { period, asOf, scope: `person:${person}` })]).toEqual([...about, expected(select(check, each, 'NULL', `r.owner = '${person}'`)[0])]);
		}
	});

	test('part by part', async () => {
		const { by } = check;
		if (!by) return;
		for (const each of cases) {
			const parts = Object.fromEntries(select(check, each, `r.${by}`).map((part) => [part.key ?? 'unknown', expected(part)]));
			expect([each.period, each.asOf, await wall.by(metric, by, { period: each.period, asOf: each.asOf })]).toEqual([each.period, each.asOf, parts]);
		}
	});
});

test.each(Object.entries(independentlyComputed))('%s follows from what the queries give', async (metric, { of, value }) => {
	let known = 0;
	for (const each of cases.filter(({ period }) => period !== '2026-06' && period !== '2026-W37')) {
		const partsOf = (where: string) => Object.fromEntries(of.map((id) => [id, valueOf(independentDeals[id] ?? { rows: '' }, select(independentDeals[id] ?? { rows: '' }, each, 'NULL', where)[0])]));
		const { period, asOf } = each;
		const isPersons = metric === 'sales_cycle_vs_team';
		const [own, theirs] = isPersons ? [partsOf(`r.owner = 's1@x.example'`), partsOf(`b.team = 'South'`)] : [partsOf('1'), {}];
		const expected = value(own, theirs, period === '2026-Q3' ? 3 * target : target);
		if (expected !== null) known += 1;
		expect([period, asOf, await wall.value(metric, { period, asOf, scope: isPersons ? 'person:s1@x.example' : 'company' })]).toEqual([period, asOf, near(expected, 2)]);
	}
	expect(known).toBeGreaterThan(3);
});

describe('whatever the floor', () => {
	const additive = Object.entries(independentDeals).filter(([, { ratio }]) => !ratio).map(([metric]) => metric);
	const metrics = [...Object.keys(independentDeals), ...Object.keys(independentlyComputed)];

	test('[M2] parts come to the whole, and shares stay between nothing and all', async () => {
		for (const { period, asOf } of cases) {
			for (const metric of additive) {
				const { by } = independentDeals[metric] ?? {};
				const whole = (await wall.value(metric, { period, asOf })) ?? 0;
				for (const dimension of ['team', 'person', ...(by ? [by] : [])]) {
					const sum = Object.values(await wall.by(metric, dimension, { period, asOf })).reduce<number>((all, value) => all + (value ?? 0), 0);
					expect([metric, period, asOf, dimension, sum]).toEqual([metric, period, asOf, dimension, expect.closeTo(whole, 2)]);
				}
			}
			for (const metric of ['close_rate', 'win_rate', 'win_rate_value', 'stage_conversion']) {
				const share = (await wall.value(metric, { period, asOf })) ?? 0;
				expect([metric, share >= 0 && share <= 1]).toEqual([metric, true]);
			}
		}
	});

	test('[M13] the value as of an earlier moment is what the wall showed then', async () => {
		for (const moment of moments.slice(1)) {
			const until = instantOf(moment);
			const isPast = (iso: unknown): boolean => Temporal.Instant.from(String(iso)).epochMilliseconds <= until;
			const then = givenWall({ now: moment, timeZone: zone, people: [...people] });
			for (const { deals = [], activities = [] } of floor.pushes) then.push({ deals: (deals as Row[]).filter(({ changed }) => isPast(changed)), activities: (activities as Row[]).filter(({ at }) => isPast(at)) });
			then.wall.journal.apply('stages ordered', { stages: [...stages] }, then.head());
			for (const period of ['2026-08', '2026-Q3']) then.target('company', period, period === '2026-08' ? target : target * 3);
			for (const period of ['2026-06', '2026-08', '2026-Q3']) {
				for (const metric of metrics) {
					// Contract values and costs have no history: what is held now counts.
					const shown = await then.explain(metric, { period });
					expect([moment, period, metric, (await wall.explain(metric, { period, asOf: moment })).value]).toEqual([moment, period, metric, shown.value]);
				}
			}
		}
	});
});
