/**
 * Every base metric against SQL over raw facts, written from KPIS.md alone: it imports nothing of the metrics or the rollups.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GivenWall } from '../../support/wall.ts';
import { givenWall } from '../../support/wall.ts';
import { now, rawFloor, zone } from './raw-floor.ts';

interface Query {
	/** Rows that count, with their day, instant, owner and what they add above and below the line. */
	rows: string;
	ratio?: boolean;
	/** Divides what is above the line into units of the workspace. */
	cents?: boolean;
	round?: number;
}

const firstWins = `SELECT min(day || '|' || coalesce(printf('%015d', ms), '') || '|' || rowid) FROM raw_deal WHERE status = 'won' AND account IS NOT NULL GROUP BY account`;
const activity = (kind: string, over = '1') => `SELECT day, ms, owner, 1 AS above, ${over} AS below, NULL AS region, NULL AS product, outcome FROM raw_activity WHERE kind = '${kind}' AND direction = 'outbound'`;
const closed = (above: string, below: string, where: string) => `SELECT day, ms, owner, ${above} AS above, ${below} AS below, region, product, NULL AS outcome FROM raw_deal WHERE ${where}`;
const meeting = (day: string, ms: string, owner: string, above: string, where: string) => `SELECT ${day} AS day, ${ms} AS ms, ${owner} AS owner, ${above} AS above, 1 AS below, NULL AS region, NULL AS product, NULL AS outcome FROM raw_meeting WHERE ${where}`;

const queries: Record<string, Query> = {
	calls_made: { rows: activity('call') },
	emails_sent: { rows: activity('email') },
	connects: { rows: `${activity('call')} AND outcome = 'connected'` },
	connect_rate: { rows: `SELECT day, ms, owner, coalesce(outcome = 'connected', 0) AS above, 1 AS below, NULL AS region, NULL AS product, outcome FROM raw_activity WHERE kind = 'call' AND direction = 'outbound'`, ratio: true, round: 4 },
	meetings_booked: { rows: meeting('day', 'ms', 'booker', '1', 'replaces IS NULL') },
	meetings_held: { rows: meeting('due_day', 'due_ms', 'owner', '1', `status = 'held' AND due_day IS NOT NULL`) },
	no_show_rate: { rows: meeting('due_day', 'due_ms', `CASE booker WHEN '' THEN owner ELSE booker END`, `status = 'no_show'`, `status IN ('held', 'no_show') AND due_day IS NOT NULL`), ratio: true, round: 4 },
	proposals_sent: { rows: 'SELECT day, ms, owner, 1 AS above, 1 AS below, NULL AS region, NULL AS product, NULL AS outcome FROM raw_proposal' },
	new_accounts: { rows: `SELECT day, ms, owner, 1 AS above, 1 AS below, region, NULL AS product, NULL AS outcome FROM raw_account` },
	deals_won: { rows: closed('1', '1', `status = 'won'`) },
	deals_lost: { rows: closed('1', '1', `status = 'lost'`) },
	win_rate: { rows: closed(`status = 'won'`, '1', `status <> 'open'`), ratio: true, round: 4 },
	sales: { rows: closed('cents', '1', `status = 'won' AND cents IS NOT NULL`), cents: true },
	average_deal_size: { rows: closed('cents', '1', `status = 'won' AND cents IS NOT NULL`), cents: true, ratio: true, round: 2 },
	sales_cycle_days: { rows: closed('julianday(day) - julianday(began)', '1', `status = 'won' AND began <= day`), ratio: true, round: 2 },
	new_customers: { rows: closed('1', '1', `status = 'won' AND account IS NOT NULL AND day || '|' || coalesce(printf('%015d', ms), '') || '|' || rowid IN (${firstWins})`) },
};

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
const select = (metric: string, [from, to]: [string, string], key: string, where = '1'): Found[] =>
	floor.raw
		.prepare<unknown[], Found>(`SELECT ${key} AS key, sum(above) AS above, sum(below) AS below FROM (${queries[metric]?.rows ?? ''}) r ${joins} WHERE r.day BETWEEN ? AND ? AND (r.ms IS NULL OR r.ms <= ?) AND r.day <= ? AND ${where} GROUP BY 1`)
		.all(from, to, until, today);

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
	for (const metric of Object.keys(queries)) expect([metric, (select(metric, ['2026-01-01', '2026-12-31'], 'NULL')[0]?.below ?? 0) > 20]).toEqual([metric, true]);
});

describe.each(Object.entries(queries))('%s equals the query over raw facts', (metric, query) => {
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
		const isDeal = /raw_deal/.test(query.rows);
		const isActivity = /raw_activity/.test(query.rows);
		const named = `CASE WHEN r.outcome IN ('connected', 'no_answer', 'voicemail', 'replied') THEN r.outcome END`;
		const isAccount = /raw_account/.test(query.rows);
		const parts: [string, string][] = [['month', 'substr(r.day, 1, 7)'], ['person', 'w.person'], ['team', 'b.team'], ...(isDeal || isAccount ? ([['region', 'r.region']] as [string, string][]) : []), ...(isDeal ? ([['product', 'r.product']] as [string, string][]) : []), ...(isActivity ? ([['outcome', named]] as [string, string][]) : [])];
		for (const [by, key] of parts) {
			for (const [scope, where] of [['company', '1'], ['team:North', `b.team = 'North'`]] as const) {
				const raw = select(metric, ['2026-01-01', '2026-12-31'], key, where);
				const nobody = by === 'person' || by === 'team' ? 'unassigned' : 'unknown';
				expect([by, scope, await wall.by(metric, by, { period: '2026', scope })]).toEqual([by, scope, expectedBy(raw, nobody)]);
			}
		}
	});
});

test('open_deals and pipeline_value equal the query over raw facts, now and as of many days', async () => {
	for (const day of ['2025-11-15', '2026-01-31', '2026-03-29', '2026-06-30', '2026-09-14', '2026-09-15']) {
		const instant = Math.min(until, Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds - 1);
		const states = (key: string, where = '1'): Found[] =>
			floor.raw
				.prepare<unknown[], Found>(
					`SELECT ${key} AS key, count(*) AS above, coalesce(sum(r.cents), 0) AS below FROM raw_deal r LEFT JOIN means w ON w.owner = r.owner LEFT JOIN belongs b ON b.owner = r.owner AND ? BETWEEN b.from_day AND b.to_day
					WHERE r.made_ms <= ? AND (r.status = 'open' OR coalesce(r.ms > ?, r.day > ?)) AND ${where} GROUP BY 1`,
				)
				.all(day, instant, instant, day);
		const asOf = day === today ? now : day;
		const [all] = states('NULL');
		expect([day, await wall.value('open_deals', { asOf }), await wall.value('pipeline_value', { asOf })]).toEqual([day, all?.above ?? 0, near((all?.below ?? 0) / 100)]);
		for (const [by, key, nobody] of [['person', 'w.person', 'unassigned'], ['team', 'b.team', 'unassigned'], ['region', 'r.region', 'unknown']] as const) {
			expect([day, by, await wall.by('open_deals', by, { asOf })]).toEqual([day, by, Object.fromEntries(states(key).map((found) => [found.key ?? nobody, found.above]))]);
			expect([day, by, await wall.by('pipeline_value', by, { asOf, scope: 'team:West' })]).toEqual([day, by, Object.fromEntries(states(key, `b.team = 'West'`).map((found) => [found.key ?? nobody, near(found.below / 100)]))]);
		}
	}
});
