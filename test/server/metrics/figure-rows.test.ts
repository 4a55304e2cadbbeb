/** The rows behind a figure are the figure: over every metric, scope and period of a random floor they come to what explain says. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FigureRow, FigureRows } from '../../../shared/why-api.ts';
import { metricIds, metricOf, type MetricId } from '../../../server/metrics/catalogue.ts';
import { isHeadcount } from '../../../server/metrics/headcount.ts';
import type { GivenWall, Row } from '../../support/wall.ts';
import { ana, cy, givenWall, open, people, won } from '../../support/wall.ts';
import { now, rawFloor, zone } from './raw-floor.ts';

const ask = ({ wall }: GivenWall, metric: string, query: Row = {}): Promise<FigureRows> => wall.explainRows({ metric, ...query });
async function allRows(given: GivenWall, metric: string, query: Row = {}): Promise<{ rows: FigureRow[]; last: FigureRows }> {
	const rows: FigureRow[] = [];
	for (let before: string | undefined; ; ) {
		const last = await ask(given, metric, { limit: '200', ...query, ...(before === undefined ? {} : { before }) });
		rows.push(...last.rows);
		if (last.older === null) return { rows, last };
		before = last.older;
	}
}
const sumOf = (rows: FigureRow[]): number => rows.reduce((sum, { adds }) => sum + Math.round(adds * 100), 0) / 100;

const floor = rawFloor(20_261_127);
let given: GivenWall;
beforeAll(() => {
	given = givenWall({ now, timeZone: zone, stays: true });
	for (const rows of floor.pushes) expect(given.push(rows).rejected).toEqual([]);
});
afterAll(async () => {
	await given.close();
	floor.raw.close();
});

const isOfPeople = (metric: MetricId): boolean => {
	const { formula } = metricOf(metric);
	return formula.kind === 'ratio' && isHeadcount(formula.of);
};

describe.each(['company', `team:${floor.teams[0] ?? ''}`, `person:${floor.people[0] ?? ''}`])('of %s', (scope) => {
	// Those of "reps at quota" and of who stays are people; what follows from other figures has the rows of these.
	test.each(metricIds.filter((metric) => metric !== 'reps_at_quota' && !isOfPeople(metric) && metricOf(metric).formula.kind !== 'computed'))('[M2] the rows of %s come to what is above and below the line', async (metric) => {
		const { formula } = metricOf(metric);
		for (const query of [{ scope, period: '2026-09' }, { scope, period: '2026' }, { scope, period: '2026-Q3', asOf: '2026-08-12T11:00' }, { scope, period: '2026-09-15' }]) {
			// What is derived counts its base's rows: those of sales.
			const said = await given.explain(formula.kind === 'derived' ? 'sales' : metric, query);
			// People are counted, and are no facts.
			const parts = formula.kind === 'ratio' ? (['numerator', 'denominator'] as const).filter((part) => part === 'numerator' || formula.over !== 'people_active') : [undefined];
			for (const part of parts) {
				const { rows, last } = await allRows(given, metric, { ...query, ...(part ? { part } : {}) });
				expect(new Set(rows.map((row) => `${row.source} ${row.externalId}`)).size, 'each row once').toBe(rows.length);
				expect(rows.length).toBe(last.count);
				expect(sumOf(rows)).toBeCloseTo(last.sum, 6);
				expect(last.sum).toBeCloseTo((part ? said[part] : said.value) ?? 0, 6);
				const days = rows.map(({ day }) => day ?? '');
				expect(days).toEqual([...days].sort().reverse());
			}
		}
	});
});

test('a row says what it is, whose, when, and what it adds', async () => {
	const small = givenWall({ people: [...people], deals: [won({ external_id: 'D-1', name: 'Big one', account: 'Acme', owner: ana, on: '2026-09-03T10:00:00+02:00', amount: 1200 }), won({ external_id: 'D-2', owner: 'Zoe', on: '2026-09-04', amount: null }), won({ external_id: 'D-3', owner: 'Zoe', on: '2026-09-04', amount: '9.50' })] });
	const found = await ask(small, 'sales');
	expect(found).toMatchObject({ how: 'Amounts of deals won: €1,210, rows: 2', part: null, entity: 'deals', unit: 'money', count: 2, sum: 1209.5, sumText: '€1,210', unassigned: 1, older: null });
	expect(found.rows).toEqual([
		{ entity: 'deals', source: 'crm', externalId: 'D-3', name: null, account: null, kind: 'won', outcome: null, day: '2026-09-04', at: null, person: null, owner: 'Zoe', amount: 9.5, adds: 9.5, text: '€10' },
		{ entity: 'deals', source: 'crm', externalId: 'D-1', name: 'Big one', account: 'Acme', kind: 'won', outcome: null, day: '2026-09-03', at: '2026-09-03T10:00:00+02:00', person: { handle: ana, name: 'Ana' }, owner: ana, amount: 1200, adds: 1200, text: '€1,200' },
	]);
	expect(found.leftOut).toEqual([{ why: 'unsized', count: 1, says: '1 without a known amount' }]);
});

test('what ops left out is counted apart, and leaves the rows', async () => {
	const small = givenWall({ people: [...people], deals: [won({ external_id: 'D-1', owner: ana, on: '2026-09-03', amount: 100 }), won({ external_id: 'D-2', owner: ana, on: '2026-09-04', amount: 30 })] });
	const [fact] = small.wall.corrections.search({ entity: 'deals', source: 'crm', id: 'D-2' }).facts;
	small.wall.corrections.correct({ kind: 'exclude', entity: 'deals', source: 'crm', externalId: 'D-2', seen: fact?.seen ?? 0, reason: 'a double' }, 'ops', small.head().at);
	const { rows, leftOut } = await ask(small, 'sales');
	expect(rows.map(({ externalId }) => externalId)).toEqual(['D-1']);
	expect(leftOut).toEqual([{ why: 'excluded', count: 1, says: '1 left out by hand' }]);
});

test('[M13] open deals are those that were open at the instant, in the state they were in', async () => {
	const small = givenWall({ now: '2026-09-02T09:00', people: [...people], deals: [open({ external_id: 'O-1', owner: ana, created: '2026-09-01T08:00:00Z', amount: 500 })] });
	small.at('2026-09-10T09:00');
	small.push({ deals: [won({ external_id: 'O-1', owner: ana, created: '2026-09-01T08:00:00Z', on: '2026-09-08T08:00:00Z', amount: 700 })] });
	expect((await ask(small, 'pipeline_value', { asOf: '2026-09-05' })).rows).toMatchObject([{ externalId: 'O-1', adds: 500, person: { name: 'Ana' } }]);
	expect((await ask(small, 'pipeline_value')).rows).toEqual([]);
});

test('[M8] what is derived shows its own arithmetic', async () => {
	// Eight of twenty-two working days of September 2026 have elapsed, and half of the ninth.
	const small = givenWall({ now: '2026-09-11T13:00', people: [...people], deals: [won({ owner: ana, on: '2026-09-03', amount: 1_240_000 }), won({ owner: ana, on: '2026-08-03', amount: 1_000_000 })] });
	small.target('company', '2026-09', 2_000_000);
	const how = async (metric: string): Promise<string> => (await ask(small, metric)).how;
	expect(await how('quota_attainment')).toBe('€1.24M ÷ €2.00M target = 62%');
	expect(await how('pace')).toBe('€1.24M ÷ (€2.00M target × 39% of the working days) = 160%');
	expect(await how('projected')).toBe('€1.24M ÷ 39% of the working days = €3.21M');
	expect(await how('required_per_day')).toBe('(€2.00M target − €1.24M) ÷ 13.5 working days left = €56.3k');
	expect(await how('growth')).toBe('(€1.24M − €1.00M in August 2026) ÷ €1.00M = 24%');
	expect(await how('win_rate')).toBe('1 (Deals won) ÷ 1 (Deals decided) = 100%');
	expect((await ask(small, 'pace', { period: '2026-10' })).how).toBe('Not known: no target');
});

test('[M12] the period before is explained up to the moment that it was compared to, and growth lists the rows of both', async () => {
	// 4 September 13:00 is 3.5 working days in; so is 6 August 13:00.
	const deals = [
		won({ external_id: 'A-1', owner: ana, on: '2026-08-03', amount: 100 }),
		won({ external_id: 'A-2', owner: ana, on: '2026-08-06T12:59', amount: 40 }),
		won({ external_id: 'A-3', owner: ana, on: '2026-08-06T13:01', amount: 1000 }),
		won({ external_id: 'S-1', owner: ana, on: '2026-09-01', amount: 210 }),
	];
	const small = givenWall({ now: '2026-09-04T13:00', people: [...people], deals });
	const { previous } = await small.explain('sales');
	expect(previous).toMatchObject({ period: '2026-08', value: 140, change: 0.5 });
	const before = { period: previous?.period, until: previous?.until };
	expect(await small.explain('sales', before)).toMatchObject({ period: '2026-08', value: 140 });
	expect((await ask(small, 'sales', before)).sum).toBe(140);
	// A month whole is what it was whole.
	expect(await small.explain('sales', { period: '2026-08' })).toMatchObject({ value: 1140 });

	const now = await ask(small, 'growth');
	expect([now.part, now.sum, now.parts]).toEqual(['numerator', 210, [{ part: 'numerator', label: 'September 2026' }, { part: 'before', label: 'August 2026, up to the same working time' }]]);
	const was = await ask(small, 'growth', { part: 'before' });
	expect([was.part, was.sum, was.rows.map(({ externalId }) => externalId)]).toEqual(['before', 140, ['A-2', 'A-1']]);
	expect((await ask(small, 'growth:win_rate')).parts.map(({ part }) => part)).toEqual(['numerator', 'denominator', 'before', 'before_denominator']);
	await expect(ask(small, 'sales', { part: 'before' })).rejects.toMatchObject({ field: 'part' });
});

test('[M12] a deal that is open again since stands in the period before as it did in the figure', async () => {
	const small = givenWall({ now: '2026-08-20T09:00', people: [...people], deals: [won({ external_id: 'A-1', owner: ana, on: '2026-08-03', amount: 100 }), won({ external_id: 'A-2', owner: ana, on: '2026-08-04', amount: 40 })] });
	small.at('2026-09-04T13:00');
	small.push({ deals: [open({ external_id: 'A-1', owner: ana, amount: 100 })] });
	const { previous } = await small.explain('sales');
	expect(previous?.value).toBe(40);
	expect(await small.explain('sales', { period: '2026-08', until: previous?.until })).toMatchObject({ value: 40 });
});

test('the people behind "reps at quota" are those who have a target, with what they have come to', async () => {
	const small = givenWall({ now: '2026-09-11T13:00', people: [...people], deals: [won({ owner: ana, on: '2026-09-03', amount: 1200 }), won({ owner: cy, on: '2026-09-03', amount: 500 })] });
	small.target(`person:${ana}`, '2026-09', 1000);
	small.target(`person:${cy}`, '2026-09', 1000);
	const found = await ask(small, 'reps_at_quota');
	expect(found).toMatchObject({ how: '1 people at or above their target ÷ 2 who have one = 50%', label: 'People who have a target', count: 2, sum: 1, rows: [] });
	expect(found.people).toEqual([
		{ handle: ana, name: 'Ana', result: 1200, target: 1000, attainment: 1.2, isReached: true, texts: { result: '€1,200', target: '€1,000', attainment: '120%' } },
		{ handle: cy, name: 'Cy', result: 500, target: 1000, attainment: 0.5, isReached: false, texts: { result: '€500', target: '€1,000', attainment: '50%' } },
	]);
	expect((await ask(small, 'sales')).people).toBeNull();
});

test('[M5] an amount without a rate is told from an amount that is not known', async () => {
	const small = givenWall({ people: [...people], deals: [won({ owner: ana, on: '2026-09-01', amount: '1000', currency: 'SEK' }), won({ owner: ana, on: '2026-09-02', amount: null }), won({ owner: ana, on: '2026-09-02', amount: '10' }), open({ owner: ana, created: '2026-09-01', amount: '500', currency: 'SEK' }), open({ owner: ana, created: '2026-09-01', amount: null })] });
	const both = [{ why: 'unsized', count: 1, says: '1 without a known amount' }, { why: 'unrated', count: 1, says: '1 without a rate for its currency' }];
	for (const metric of ['sales', 'pipeline_value', 'average_deal_size']) expect((await ask(small, metric)).leftOut).toEqual(both);
	expect((await small.explain('sales')).note).toBe('won deals without a known amount, not in it: 1; deals whose currency has no rate, not in it: 1');
	expect((await small.explain('pipeline_value')).note).toContain('deals whose currency has no rate, not in it: 1');
});

test('a place that no page gave is refused', async () => {
	await expect(ask(given, 'sales', { before: 'nonsense' })).rejects.toThrow('expected what an earlier page gave as older');
	await expect(ask(given, 'nothing')).rejects.toThrow('there is no metric');
});
