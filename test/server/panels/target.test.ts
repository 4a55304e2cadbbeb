/** `target` and `trend`: results over time against their targets. */
import { describe, expect, test } from 'vitest';
import { ana, bo, booked, floorPanels, givenWall, people, won } from '../../support/wall.ts';

/** Places on the chart are in cents. */
const euros = (values: (number | null)[]): (number | null)[] => values.map((value) => value && value / 100);

const target = (period: string, value: number, metric = 'sales', scope = 'company') => ({ metric, scope, period, value });

describe('target: cumulative sales of the month', () => {
	// September 2026 has 22 working days.
	const deals = [won({ on: '2026-09-01T10:00', amount: 100 }), won({ on: '2026-09-03', amount: 50 }), won({ on: '2026-09-05T12:00', amount: 30 }), won({ on: '2026-09-07T08:00', amount: 20 })];
	const view = async (now: string, setting: Parameters<typeof givenWall>[0] = {}) => givenWall({ now, deals, targets: [target('2026-09', 2200)], ...setting }).view('target', floorPanels.target);

	test('has a point a working day, the path to the target, and the result in the last point reached', async () => {
		const found = await view('2026-09-03T13:00');
		expect(found).toMatchObject({ headline: { number: { text: '€150' }, verdict: { tone: 'bad', mark: '▼', text: '40% behind pace' }, context: 'of €2,200 target' }, progress: 'Day 3 of 22', pathText: 'target €2,200', projectionText: 'on course for €1,320' });
		expect(euros(found.actual)).toEqual([0, 100, 100, 150, ...Array.from({ length: 19 }, () => null)]);
		expect([found.path.length, found.xLabels.length, euros([0, 3, 22].map((day) => found.path[day] ?? null))]).toEqual([23, 23, [0, 300, 2200]]);
		expect(euros([2, 3, 22].map((day) => found.projection[day] ?? null))).toEqual([null, 150, 1320]);
	});
	test('[M8] what is won at the weekend stands in the point of today, and then in the next working day’s', async () => {
		expect(euros((await view('2026-09-06T12:00')).actual.slice(0, 7))).toEqual([0, 100, 100, 150, 180, null, null]);
		expect(euros((await view('2026-09-07T12:00')).actual.slice(0, 7))).toEqual([0, 100, 100, 150, 150, 200, null]);
	});
	test('[M15] on the first day it is too early to project', async () => {
		expect(await view('2026-09-01T12:00')).toMatchObject({ headline: { verdict: { tone: 'none', text: 'too early for a pace' } }, projection: [], projectionText: '' });
	});
	test('before the first working day the result stands at the start', async () => {
		const found = await givenWall({ now: '2026-08-01T12:00', deals: [won({ on: '2026-08-01', amount: 9 })] }).view('target', floorPanels.target);
		expect([...euros(found.actual.slice(0, 2)), found.headline.number.text]).toEqual([9, null, '€9']);
	});
	test('[M3] without a target there is no path; with an incomplete one the sum is shown and not judged', async () => {
		expect(await view('2026-09-03T13:00', { targets: [] })).toMatchObject({ path: [], pathText: '', headline: { context: 'no target' } });
		const quarter = await view('2026-09-03T13:00', { people: [...people], targets: [target('2026-09', 100, 'sales', `person:${ana}`), target('2026-Q3', 0, 'deals_won', `person:${bo}`)] });
		expect(quarter.headline.context).toBe('of €100 target');
	});
	test('over the target it is over the target, at the end it is short of it', async () => {
		expect((await view('2026-09-03T13:00', { targets: [target('2026-09', 50)] })).headline.verdict).toEqual({ tone: 'good', mark: '▲', text: '200% over target' });
		const replayed = await givenWall({ now: '2026-12-01T12:00', deals, targets: [target('2026-09', 400)] }).view('target', floorPanels.target, '2026-09-30');
		expect(replayed).toMatchObject({ headline: { verdict: { tone: 'bad', text: '50% short of target' } }, projection: [] });
		expect(replayed.actual.at(-1)).toBe(20_000);
	});
	test('a month without working time does not break it', async () => {
		const found = await view('2026-09-03T13:00', { week: [null, null, null, null, null, null, null] });
		expect(found).toMatchObject({ actual: [15_000], headline: { number: { text: '€150' } }, progress: '' });
	});
	test('negative results stay on the panel', async () => {
		const found = await givenWall({ now: '2026-09-03T13:00', deals: [won({ on: '2026-09-02', amount: -500 })], targets: [target('2026-09', 2200)] }).view('target', floorPanels.target);
		expect([found.headline.number.text, found.actual[3]]).toEqual(['−€500', -50_000]);
	});
});

describe('trend: meetings booked by week', () => {
	const now = '2026-09-16T13:00';
	const week = (day: string, count: number) => Array.from({ length: count }, () => booked({ by: bo, on: day }));
	test('has twelve bars, the last one running, with its pace and the targets of each week', async () => {
		const found = await givenWall({ now, people: [...people], meetings: [...week('2026-09-14', 3), ...week('2026-09-11', 5), ...week('2026-07-01', 2), ...week('2026-06-28', 9)], targets: [target('2026-09', 44, 'meetings_booked')] }).view('trend', floorPanels.trend);
		expect(found.bars.map(({ id, value }) => `${id} ${value}`)).toEqual(['2026-W27 2', '2026-W28 0', '2026-W29 0', '2026-W30 0', '2026-W31 0', '2026-W32 0', '2026-W33 0', '2026-W34 0', '2026-W35 0', '2026-W36 0', '2026-W37 5', '2026-W38 3']);
		expect(found.bars.slice(-3).map(({ target: own, tone, label }) => [own, tone, label])).toEqual([[null, 'none', 'W36'], [10, 'none', 'W37'], [10, 'bad', 'W38']]);
		expect(found).toMatchObject({ period: 'Week 38', paceNow: 5, paceNowText: 'expected by now 5', targetText: 'target 10', headline: { number: { text: '3' }, verdict: { text: '40% behind pace' }, context: 'of a target of 10' } });
		expect(found.yTicks.map(({ value }) => value)).toEqual([0, found.yMax / 2, found.yMax]);
	});
	test('[M12] without a target it is compared with last week at the same time', async () => {
		const found = await givenWall({ now, meetings: [...week('2026-09-14', 3), ...week('2026-09-08', 2), ...week('2026-09-10', 5)] }).view('trend', floorPanels.trend);
		expect(found).toMatchObject({ paceNow: null, paceNowText: '', targetText: '', headline: { verdict: { tone: 'good', mark: '▲', text: '50% vs. last week' }, context: 'no target' } });
	});
	test('[M13] weeks that begin on Sunday', async () => {
		const found = await givenWall({ now, weekStart: 7, meetings: week('2026-09-13', 1) }).view('trend', floorPanels.trend);
		expect(found.bars.at(-1)).toMatchObject({ id: '2026-W38', value: 1 });
	});
	test('an empty floor says so', async () => {
		const found = await givenWall({ now }).view('trend', floorPanels.trend);
		expect(found.empty).toBe('Nothing yet. Figures appear here with the first results.');
	});
});
