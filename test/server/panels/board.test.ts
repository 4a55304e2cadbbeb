/** The board as a whole: its numbers are those of explain, its texts are texts, and one panel never takes the others along. */
import { describe, expect, test } from 'vitest';
import type { BoardView, ShownView } from '../../../shared/views.ts';
import type { PanelBuilders } from '../../../server/panels/builders.ts';
import { panelBuilders } from '../../../server/panels/builders.ts';
import { boardDraft, panelPlan } from '../../support/plans.ts';
import { ana, bo, booked, call, cy, floorPanels, givenWall, lost, open, people, proposal, won } from '../../support/wall.ts';

const now = '2026-09-15T13:00';
const target = (scope: string, value: number | string, metric = 'sales', period = '2026-09') => ({ metric, scope, period, value });
const full = {
	people: [...people],
	deals: [won({ owner: ana, on: '2026-09-01', amount: 123_456.78, created: '2026-08-01', account: 'Acme' }), won({ owner: cy, on: '2026-08-04', amount: 9_000 }), lost({ owner: bo, on: '2026-09-10' }), open({ owner: cy, amount: 55 }), won({ on: '2026-09-02', amount: 7 })],
	meetings: [booked({ by: bo, owner: ana, on: '2026-09-14', scheduled_for: '2026-09-15T10:00', status: 'no_show' }), booked({ by: bo, owner: ana, on: '2026-09-07', scheduled_for: '2026-09-14', status: 'held' })],
	activities: [call({ owner: bo, on: '2026-09-14', outcome: 'connected' }), call({ owner: bo, on: '2026-09-14' }), call({ owner: ana, on: '2026-09-08' })],
	proposals: [proposal({ owner: ana, on: '2026-09-14' })],
	targets: [target('company', 200_000), target(`person:${ana}`, 100_000), target(`person:${bo}`, 50_000), target('company', 44, 'meetings_booked')],
};

/** Every text that a wall would paint. */
const textsOf = (value: unknown): string[] => (typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []);
const numbersOf = (value: unknown): number[] => (typeof value === 'number' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersOf) : []);

function expectSound(board: BoardView): void {
	for (const panel of board.panels) {
		for (const text of textsOf(panel)) expect([panel.id, text]).not.toContainEqual(expect.stringMatching(/NaN|undefined|null|Infinity|\{\w+\}|-\d/));
		for (const number of numbersOf(panel)) expect([panel.id, Number.isFinite(number)]).toEqual([panel.id, true]);
		expect(panel.figures.length).toBeLessThanOrEqual(3);
	}
	expect(JSON.parse(JSON.stringify(board))).toEqual(board);
}

describe('every panel, in every state', () => {
	const floors = {
		full,
		'an empty floor': {},
		'people alone': { people: full.people },
		'facts alone': { deals: full.deals, meetings: full.meetings, activities: full.activities },
		'no targets': { ...full, targets: [] },
		'nothing but losses and credits': { people: full.people, deals: [won({ owner: ana, on: '2026-09-02', amount: -9_999_999 }), lost({ owner: bo, on: '2026-09-02' })], targets: [target('company', 9_999_999), target(`person:${ana}`, 9_999_999)] },
		'3.4 times the target': { people: full.people, deals: [won({ owner: ana, on: '2026-09-02', amount: 340 })], targets: [target(`person:${ana}`, 100)] },
		'a target of nothing': { people: full.people, deals: full.deals, targets: [target('company', 0), target(`person:${ana}`, 0)] },
		'€9,999,999,999 and forty characters': { people: [{ email: ana, name: 'Maximiliane-Alexandra von Hohenstein-Berg', team: 'A team whose name has forty characters, ok' }], deals: [won({ owner: ana, on: '2026-09-02', amount: '9999999999' })], targets: [target('company', '9999999999')] },
	};
	const moments = ['2026-09-01T00:00', '2026-09-01T09:00', now, '2026-09-06T12:00', '2026-09-30T23:59:59', '2026-10-25T02:30', '2027-01-01T00:00'];
	test.each(Object.entries(floors))('%s: texts without NaN, undefined, null or Infinity, and finite numbers', async (_name, rows) => {
		for (const locale of ['en', 'sv', 'en-XA']) {
			const given = givenWall({ now, locale, ...rows });
			for (const moment of locale === 'en' ? moments : [now]) {
				given.at(moment);
				const board = await given.board();
				expect(board.panels.map(({ id }) => id)).toEqual(Object.values(floorPanels));
				expectSound(board);
			}
			await given.close();
		}
	});
	test('in the pseudo-language every word comes from the catalogue', async () => {
		const given = givenWall({ now, locale: 'en-XA', ...full });
		for (const panel of (await given.board()).panels) for (const text of [panel.title, panel.progress, ...panel.figures.map(({ label }) => label)]) expect(text === '' || /\[/.test(text)).toBe(true);
	});
});

test('every figure and headline is, byte for byte, the text of explain', async () => {
	for (const locale of ['en', 'sv']) {
		const given = givenWall({ now, locale, ...full });
		const { panels } = await given.board();
		const base: Record<string, string> = { 'meetings-by-week': 'meetings_booked', 'leaders-meetings': 'meetings_booked' };
		const periods: Record<string, string> = { week: '2026-W38', month: '2026-09' };
		for (const { id, figures } of panels) {
			for (const figure of figures) {
				const [metric = '', kind = ''] = figure.id.split('-');
				const asked = ['pace', 'projected', 'required_per_day', 'growth', 'reps_at_quota'].includes(metric) ? `${metric}:${base[id] ?? 'sales'}` : metric;
				expect([id, figure.id, figure.number.text]).toEqual([id, figure.id, (await given.explain(asked, { period: periods[kind] })).text]);
			}
		}
		const [trend, sales] = [await given.view('trend', floorPanels.trend), await given.view('leaderboard', floorPanels.sales)];
		expect(trend.headline.number.text).toBe((await given.explain('meetings_booked', { period: '2026-W38' })).text);
		for (const { id, text } of trend.bars) expect([id, text]).toEqual([id, (await given.explain('meetings_booked', { period: id })).text]);
		for (const { id, number } of sales.rows.filter((row) => row.id !== '')) expect([id, number.text]).toEqual([id, (await given.explain('sales', { scope: given.scopeOfRow(id) })).text]);
		expect(sales.total?.number.text).toBe((await given.explain('sales')).text);
		await given.close();
	}
});

test('[M9] a rate of fewer than ten says "1 of 2"', async () => {
	const [trend] = (await givenWall({ now, ...full }).board()).panels;
	expect(trend?.figures.map(({ id, number, note }) => [id, number.text, note])).toEqual([['meetings_held-week', '1', expect.any(String)], ['connect_rate-week', '50%', '1 of 2'], ['no_show_rate-month', '50%', '1 of 2']]);
});

describe('a builder that fails', () => {
	const failing = (state: { fails: boolean }, how: () => never | Promise<never>): PanelBuilders => ({ ...panelBuilders, target: (config, context) => (state.fails ? how() : panelBuilders.target(config, context)) });
	const find = (board: BoardView, id: string): ShownView | undefined => board.panels.find((panel) => panel.id === id);

	test('keeps its last good view, marked with its age, and is in health; the others go on', async () => {
		const state = { fails: false };
		const given = givenWall({ now, ...full, expectsErrors: true, builders: failing(state, () => { throw new Error('out of paint'); }) });
		const good = await given.board();
		state.fails = true;
		given.at('2026-09-15T14:20');
		given.push({ deals: [won({ owner: ana, on: '2026-09-15', amount: 1_000 })] });
		const bad = await given.board();
		expect(find(bad, floorPanels.target)).toEqual({ ...find(good, floorPanels.target), failed: 'Not refreshed since 13:00' });
		expect(find(bad, floorPanels.sales)).not.toEqual(find(good, floorPanels.sales));
		expect(given.wall.health().lastError).toEqual({ at: '2026-09-15T12:20:00Z', panel: floorPanels.target, message: 'out of paint' });
		expect(given.logged).toHaveLength(1);
		state.fails = false;
		expect(find(await given.board(), floorPanels.target)).toMatchObject({ failed: null, headline: { number: { text: '€124k' } } });
	});
	test('that never worked is left out, and does not empty the board', async () => {
		const given = givenWall({ now, ...full, expectsErrors: true, builders: failing({ fails: true }, () => { throw new Error('never'); }) });
		expect((await given.board()).panels.map(({ id }) => id)).toEqual(Object.values(floorPanels).filter((id) => id !== floorPanels.target));
	});
	test('that never returns is waited for only so long', async () => {
		const state = { fails: false };
		const given = givenWall({ now, ...full, expectsErrors: true, builders: failing(state, () => new Promise<never>(() => undefined)) });
		await given.board();
		state.fails = true;
		const from = performance.now();
		const board = await given.board();
		expect(performance.now() - from).toBeLessThan(4_000);
		expect(board.panels).toHaveLength(6);
		expect(find(board, floorPanels.target)?.failed).toBe('Not refreshed since 13:00');
		expect(given.wall.health().lastError).toMatchObject({ panel: floorPanels.target, message: expect.stringContaining('did not answer') });
	});
	test('in a preview is left out, and leaves nothing behind: no error of the wall, no view for it to fall back on', async () => {
		const state = { fails: true };
		const given = givenWall({ now, ...full, builders: failing(state, () => { throw new Error('out of paint'); }) });
		const draft = boardDraft({ panels: [panelPlan(), panelPlan({ id: 'way', kind: 'target' })] });
		const shown = async (): Promise<string[]> => (await given.wall.previewBoard(draft, 'floor')).board.panels.map(({ id }) => id);
		expect([await shown(), given.wall.health().lastError, given.logged]).toEqual([['leaders'], null, []]);
		state.fails = false;
		expect(await shown()).toEqual(['leaders', 'way']);
		state.fails = true;
		expect([await shown(), given.wall.health().lastError, given.logged]).toEqual([['leaders'], null, []]);
	});
	test('in a replay it is said, not papered over', async () => {
		const given = givenWall({ now, ...full, expectsErrors: true, builders: failing({ fails: true }, () => { throw new Error('out of paint'); }) });
		await expect(given.board('2026-09-01')).rejects.toThrow('out of paint');
	});
});

describe('the marks of a panel', () => {
	test('a silent source marks the panels that rest on it, and no others', async () => {
		const given = givenWall({ now: '2026-09-15T09:00', people: [...people] });
		for (const minute of ['10', '20', '30', '40', '50', '59']) {
			given.at(`2026-09-15T09:${minute}`);
			given.push({ source: 'dialer', meetings: [booked({ external_id: minute, by: bo, on: '2026-09-15T09:00' })] });
			given.push({ source: 'crm', deals: [won({ external_id: minute, owner: ana, on: '2026-09-15', amount: 1 })] });
		}
		given.at('2026-09-15T12:00');
		given.push({ source: 'crm' });
		const stale = (await given.board()).panels.map(({ id, stale: mark }) => [id, mark]);
		expect(Object.fromEntries(stale)).toEqual({ ...Object.fromEntries(Object.values(floorPanels).map((id) => [id, null])), [floorPanels.trend]: 'dialer silent since 09:59', [floorPanels.meetings]: 'dialer silent since 09:59' });
		given.push({ source: 'dialer' });
		expect((await given.board()).panels.every((panel) => panel.stale === null)).toBe(true);
	});
	test('the wall’s clock knows the next change of the offset', async () => {
		expect((await givenWall({ now }).board()).clock).toEqual({ offsetMinutes: 120, changesAt: Temporal.Instant.from('2026-10-25T01:00:00Z').epochMilliseconds, offsetAfterMinutes: 60 });
	});
});
