/** Key figures side by side: each in its own period, with how it stands and the twelve periods up to now. */
import { describe, expect, test } from 'vitest';
import type { ScorecardCell, ScorecardView } from '../../../shared/further-views.ts';
import type { Privacy } from '../../../shared/screen.ts';
import type { FigureConfig, PanelConfig } from '../../../server/panels/boards.ts';
import { boardOf, givenBoards, panelOf } from '../../support/boards.ts';
import { ana, bo, call, givenWall, lost, open, people, won, type GivenWall } from '../../support/wall.ts';

/** Ten and a half working days of September have gone by; as many of August by 17 August, 13:00. */
const now = '2026-09-15T13:00';
const figure = (metric: FigureConfig['metric'], period: FigureConfig['period'] = 'month', base: FigureConfig['base'] = null): FigureConfig => ({ metric, base, period });
const rows = {
	people: [...people],
	deals: [
		won({ owner: ana, on: '2026-09-02', amount: 300 }),
		lost({ owner: ana, on: '2026-09-03' }),
		lost({ owner: bo, on: '2026-09-04' }),
		won({ owner: ana, on: '2026-08-04', amount: 200 }),
		won({ owner: ana, on: '2026-08-25', amount: 400 }),
		lost({ owner: ana, on: '2026-08-05' }),
		won({ owner: ana, on: '2025-10-01', amount: 150 }),
		// Before the twelve months.
		won({ owner: ana, on: '2025-09-30', amount: 9000 }),
	],
	activities: [call({ owner: bo, on: '2026-09-14', outcome: 'connected' }), call({ owner: bo, on: '2026-09-15' }), call({ owner: bo, on: '2026-09-07' })],
};

async function show(wall: GivenWall, part: Partial<PanelConfig>, privacy: Privacy = 'floor'): Promise<ScorecardView> {
	const [view] = (await givenBoards(wall).show(boardOf([panelOf({ kind: 'scorecard', ...part })]), privacy, now)).panels;
	if (view?.kind !== 'scorecard') throw new Error('no scorecard is shown');
	return view;
}
const line = ({ label, period, number, verdict, note }: ScorecardCell): string => [label, period, number.text, verdict ? `${verdict.mark}${verdict.text}` : '', note].join(' ').replace(/\s+/g, ' ').trim();

test('its own metric comes first, then its figures, each compared with the same time of its period before [M9, M12]', async () => {
	const view = await show(givenWall({ now, ...rows }), { figures: [figure('win_rate'), figure('calls_made', 'week'), figure('average_deal_size'), figure('connect_rate', 'week')] });
	expect(view).toMatchObject({ title: 'Key figures', period: 'September 2026', progress: 'Day 11 of 22', figures: [], empty: null });
	expect(view.cells.map(line)).toEqual([
		'Sales €300 ▲50% vs. same time last month',
		'Win rate 33% ▼17 pts 1 of 3',
		'Calls made W38 2 ▲100% vs. same time last week',
		'Average deal size €300 ▲50% vs. same time last month',
		'Connect rate W38 50% ▲50 pts 1 of 2',
	]);
	expect(view.cells.map(({ id }) => id)).toEqual(['sales-month', 'win_rate-month', 'calls_made-week', 'average_deal_size-month', 'connect_rate-week']);
});

test('a sparkline is the twelve periods up to now, from nothing to the largest; what is unknown has no bar [M3]', async () => {
	const { cells } = await show(givenWall({ now, ...rows }), { figures: [figure('win_rate'), figure('calls_made', 'week')] });
	// October 2025 with €150, August with €600, September with €300 so far.
	expect(cells[0]?.spark).toEqual([0.25, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0.5]);
	// All won in October, two of three in August, one of three in September.
	expect(cells[1]?.spark).toEqual([1, null, null, null, null, null, null, null, null, null, 0.667, 0.333]);
	expect(cells[2]?.spark).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.5, 1]);
	expect(cells.map(({ band, benchmark }) => [band, benchmark])).toEqual([[null, ''], [null, ''], [null, '']]);
});

test('a state has that of the end of each period, the last as it is now', async () => {
	const deals = [open({ amount: 100, created: '2026-07-20', owner: ana }), open({ amount: 100, created: '2026-09-10', owner: ana })];
	const { cells } = await show(givenWall({ now, people: [...people], deals }), { metric: 'open_deals' });
	expect(cells.map(line)).toEqual(['Open deals 2 ▲100% vs. same time last month']);
	expect(cells[0]?.spark.slice(-4)).toEqual([0, 0.5, 0.5, 1]);
});

test('with a target of its own a figure stands against that', async () => {
	const targets = [{ metric: 'sales', scope: 'company', period: '2026-09', value: 900 }];
	const { cells } = await show(givenWall({ now, ...rows, targets }), { figures: [figure('quota_attainment'), figure('required_per_day'), figure('projected')] });
	expect(cells.map(line)).toEqual([
		'Sales €300 ▼30% behind pace of €900 target',
		'Quota attainment 33%',
		'Needed per day €52 ▼€29 a day so far 11.5 working days left',
		'On course for €629 ▼30% short of target of €900 target',
	]);
	// What is needed a day has no past.
	expect(cells.map(({ spark }) => spark.length)).toEqual([12, 12, 0, 0]);
});

test('what is derived from another metric says from which', async () => {
	const { cells } = await show(givenWall({ now, ...rows }), { figures: [figure('growth'), figure('growth', 'week', 'calls_made')] });
	expect(cells.map(({ label }) => label)).toEqual(['Sales', 'Growth', 'Calls made: Growth']);
});

test('nine would be too many, and none stands twice', async () => {
	const metrics = ['sales', 'deals_won', 'deals_lost', 'win_rate', 'calls_made', 'connects', 'emails_sent', 'meetings_booked', 'meetings_held', 'no_show_rate'] as const;
	const { cells } = await show(givenWall({ now, ...rows }), { figures: metrics.map((metric) => figure(metric)) });
	expect(cells.map(({ id }) => id)).toEqual(metrics.slice(0, 8).map((metric) => `${metric}-month`));
});

test('before there is anything it says what will appear; with some of it, it does not', async () => {
	expect(await show(givenWall({ now, people: [...people] }), { figures: [figure('win_rate')] })).toMatchObject({ empty: 'Nothing yet. Figures appear here with the first results.' });
	expect(await show(givenWall({ now, people: [...people], activities: rows.activities }), { figures: [figure('calls_made')] })).toMatchObject({ empty: null });
});

test('in Swedish it says the same', async () => {
	const view = await show(givenWall({ now, ...rows, locale: 'sv', currency: 'SEK' }), { figures: [figure('calls_made', 'week')] });
	expect(view.title).toBe('Nyckeltal');
	expect(view.cells.map(({ label, period, note }) => [label, period, note])).toEqual([['Försäljning', '', 'mot samma tid förra mån.'], ['Samtal', 'v38', 'mot samma tid förra veckan']]);
});

describe('in a lobby', () => {
	const targets = [{ metric: 'sales', scope: 'company', period: '2026-09', value: 900 }];
	test('money is a share of its target, without a history, and where there is none it is left out', async () => {
		const { cells } = await show(givenWall({ now, ...rows, targets }), { figures: [figure('average_deal_size'), figure('win_rate')] }, 'lobby');
		expect(cells.map(line)).toEqual(['Sales, of target 33% ▼30% behind pace of target', 'Win rate 33% ▼17 pts 1 of 3']);
		expect(cells.map(({ spark }) => spark.length)).toEqual([0, 12]);
	});
	test('a scorecard of nothing but money without targets says when it appears', async () => {
		expect(await show(givenWall({ now, ...rows }), { figures: [figure('average_deal_size')] }, 'lobby')).toMatchObject({ cells: [], empty: 'Shown here as a share of the target, as soon as there is one.' });
	});
});
