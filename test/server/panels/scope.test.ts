/** Panels of a team or a person: whose numbers they are, in every kind. */
import { describe, expect, test } from 'vitest';
import type { PanelKind, PanelView, PanelViews } from '../../../shared/views.ts';
import type { PanelConfig } from '../../../server/panels/boards.ts';
import { boardOf, givenBoards, panelOf } from '../../support/boards.ts';
import { ana, bo, booked, cy, givenWall, people, won } from '../../support/wall.ts';

const now = '2026-09-15T13:00';
const target = (scope: string, value: number, metric = 'sales', period = '2026-09') => ({ metric, scope, period, value });
const rows = {
	people: [...people],
	deals: [won({ owner: ana, on: '2026-09-02', amount: 100 }), won({ owner: bo, on: '2026-09-14', amount: 40 }), won({ owner: cy, on: '2026-09-03', amount: 500 }), won({ owner: ana, on: '2026-08-03', amount: 70 })],
	meetings: [booked({ by: bo, on: '2026-09-14' }), booked({ by: cy, on: '2026-09-15' })],
	targets: [target('company', 2000), target('team:North', 280), target(`person:${ana}`, 200), target(`person:${bo}`, 80), target(`person:${cy}`, 1000)],
};

async function show<K extends PanelKind>(kind: K, part: Partial<PanelConfig>): Promise<PanelViews[K]> {
	const [view] = (await givenBoards(givenWall({ now, ...rows })).show(boardOf([panelOf({ kind, ...part })]), 'floor', now)).panels;
	if (view?.kind !== kind) throw new Error('another kind of panel');
	// Its kind was just compared.
	return view as PanelViews[K];
}

describe('of a team', () => {
	const scope = 'team:North';
	test('a target panel has its way and its target', async () => {
		const view = await show('target', { scope });
		expect([view.period, view.headline.number.text, view.headline.context, view.pathText]).toEqual(['North · September 2026', '€140', 'of €280 target', 'target €280']);
		expect([view.actual[2], view.actual[11], view.path[22]]).toEqual([10_000, 14_000, 28_000]);
	});
	test('a trend has its bars', async () => {
		const view = await show('trend', { scope });
		expect(view.title).toBe('Sales by month');
		expect(view.bars.slice(-2).map(({ label, text, target: own }) => [label, text, own])).toEqual([['Aug', '€70', null], ['Sep', '€140', 28_000]]);
	});
	test.each([['day', 'Sales by day', '15'], ['week', 'Sales by week', 'W38'], ['quarter', 'Sales by quarter', 'Q3'], ['year', 'Sales by year', '2026']] as const)('a trend by %s is called so, and so are its bars', async (period, title, label) => {
		const view = await show('trend', { scope, period });
		expect([view.title, view.bars.at(-1)?.label, view.bars.length]).toEqual([title, label, 12]);
	});
	test('an attainment has the team in its headline, and below it its people', async () => {
		const view = await show('attainment', { scope });
		expect(view.groups.map(({ id, rows: of }) => [id, of.map(({ name, number, detail }) => `${name} ${number.text} ${detail}`)])).toEqual([['people', ['Ana 50% €100 of €200', 'Bo 50% €40 of €80']]]);
		expect(view.headline).toMatchObject({ label: 'Sales, North', number: { text: '50%' }, context: '€140 of €280' });
	});
	test('a leaderboard ranks its people among themselves, and adds up to the team', async () => {
		const view = await show('leaderboard', { scope });
		expect(view.rows.map(({ rank, name, number }) => `${rank} ${name} ${number.text}`)).toEqual(['1 Ana €100', '2 Bo €40']);
		expect(view.total).toMatchObject({ label: 'North', number: { text: '€140' } });
	});
	test('figures are the team’s', async () => {
		const view = await show('target', { scope, figures: [{ metric: 'deals_won', base: null, period: 'month' }, { metric: 'reps_at_quota', base: 'sales', period: 'month' }] });
		expect(view.figures.map(({ number, note }) => [number.text, note])).toEqual([['2', expect.any(String)], ['0%', '0 of 2']]);
	});
	test('whatever it was called when the board was planned, it is the same team', async () => {
		const given = givenWall({ now, ...rows });
		const id = given.db.prepare<[], number>(`SELECT id FROM team WHERE name = 'North'`).pluck().get() ?? 0;
		given.wall.journal.apply('team renamed', { team: id, name: 'Polaris' }, given.head());
		const [view] = (await givenBoards(given).show(boardOf([panelOf({ scope })]), 'floor', now)).panels;
		expect(view?.period).toBe('Polaris · September 2026');
	});
});

describe('of a person', () => {
	const scope = `person:${ana}`;
	test('target and trend are theirs', async () => {
		expect((await show('target', { scope })).headline).toMatchObject({ number: { text: '€100' }, context: 'of €200 target' });
		expect((await show('trend', { scope })).bars.at(-1)?.text).toBe('€100');
		expect((await show('trend', { scope })).period).toBe('Ana · September 2026');
	});
	test('a leaderboard shows their place among everybody, an attainment theirs alone', async () => {
		expect((await show('leaderboard', { scope })).rows.map(({ rank, name }) => `${rank} ${name}`)).toEqual(['2 Ana']);
		expect((await show('attainment', { scope })).groups.map(({ id, rows: of }) => [id, of.map(({ name }) => name)])).toEqual([['people', ['Ana']]]);
	});
});

describe('of whom nobody knows', () => {
	test.each(['team:Gone', 'person:gone@x.example', 'nobody', ''])('%j: every kind says so, and nothing throws', async (scope) => {
		for (const kind of ['trend', 'attainment', 'leaderboard', 'target'] as const) {
			const view: PanelView = await show(kind, { scope, figures: [{ metric: 'sales', base: null, period: 'month' }] });
			expect(view).toMatchObject({ kind, figures: [], empty: expect.stringContaining('Nobody is known as') });
		}
	});
});
