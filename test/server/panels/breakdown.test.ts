/** A metric told apart: which bars, in which order, of which whole, against which time. */
import { describe, expect, test } from 'vitest';
import type { BreakdownView } from '../../../shared/further-views.ts';
import type { Privacy } from '../../../shared/screen.ts';
import type { PanelConfig } from '../../../server/panels/boards.ts';
import { boardOf, givenBoards, panelOf } from '../../support/boards.ts';
import { ana, bo, call, cy, givenWall, lost, open, people, won, type GivenWall } from '../../support/wall.ts';

/** Ten and a half working days of September have gone by; as many of August by 17 August, 13:00. */
const now = '2026-09-15T13:00';
const deals = [
	won({ owner: ana, on: '2026-09-02', amount: 300, channel: 'Partner', type: 'new_business' }),
	won({ owner: bo, on: '2026-09-14', amount: 100, channel: 'Direct', type: 'renewal' }),
	won({ owner: cy, on: '2026-09-03', amount: 50 }),
	won({ owner: ana, on: '2026-08-04', amount: 200, channel: 'Partner' }),
	won({ owner: bo, on: '2026-08-10', amount: 125, channel: 'Direct' }),
	won({ owner: bo, on: '2026-08-25', amount: 900, channel: 'Direct' }),
	won({ owner: cy, on: '2026-08-05', amount: 80, channel: 'Web' }),
];
const given = (more: Parameters<typeof givenWall>[0] = {}): GivenWall => givenWall({ now, people: [...people], deals, ...more });

async function show(wall: GivenWall, part: Partial<PanelConfig>, privacy: Privacy = 'floor', moment = now): Promise<BreakdownView> {
	const [view] = (await givenBoards(wall).show(boardOf([panelOf({ kind: 'breakdown', by: 'channel', ...part })]), privacy, moment)).panels;
	if (view?.kind !== 'breakdown') throw new Error('no breakdown is shown');
	return view;
}
const lines = ({ rows }: BreakdownView): string[] => rows.map(({ name, number, share, verdict, note }) => [name, number.text, share, verdict ? `${verdict.mark}${verdict.text}` : '', note].join(' ').replace(/\s+/g, ' ').trim());

describe('sales by channel', () => {
	test('are ordered by amount, what is not said after all others, each as a share of the whole and against the same time before [M12]', async () => {
		const view = await show(given(), {});
		expect(view).toMatchObject({ title: 'Sales by channel', period: 'September 2026', compared: 'vs. same time last month', more: '', empty: null, about: 'Net amount of the deals won, by the day they were closed.' });
		expect(lines(view)).toEqual(['Partner €300 67% ▲50%', 'Direct €100 22% ▼20%', 'Web €0 0% ▼100%', 'Not said €50 11% new']);
		expect(view.rows.map(({ bar }) => bar)).toEqual([1, 0.333, 0, 0.167]);
		expect(view.headline).toMatchObject({ label: 'This month', number: { text: '€450' }, verdict: { mark: '▲', text: '11% vs. last month' }, context: '' });
	});
	test('of a month in which nothing came before are all new', async () => {
		expect(lines(await show(given(), {}, 'floor', '2026-08-31T20:00'))).toEqual(['Direct €1,025 79% new', 'Partner €200 15% new', 'Web €80 6.1% new']);
	});
	test('stand in the language of the floor, and the words of sources as they are', async () => {
		const view = await show(given({ locale: 'sv', currency: 'SEK' }), { by: 'type' });
		expect(view).toMatchObject({ title: 'Försäljning per typ', compared: 'mot samma tid förra mån.' });
		expect(view.rows.map(({ name }) => name)).toEqual(['Nyförsäljning', 'Förnyelse']);
		expect((await show(given({ locale: 'sv', currency: 'SEK' }), {})).rows.map(({ name }) => name)).toEqual(['Partner', 'Direct', 'Web', 'Inte angivet']);
	});
	test('with a target say how they stand against it', async () => {
		const { headline } = await show(given({ targets: [{ metric: 'sales', scope: 'company', period: '2026-09', value: 900 }] }), {});
		expect(headline).toMatchObject({ number: { text: '€450' }, verdict: { tone: 'good', text: '4.8% ahead of pace' }, context: 'of €900 target' });
	});
	test('partly below zero are bars on both sides of it, and no shares', async () => {
		const view = await show(givenWall({ now, people: [...people], deals: [won({ on: '2026-09-02', amount: 100, channel: 'Web' }), won({ on: '2026-09-03', amount: -50, channel: 'Partner' })] }), {});
		expect(lines(view)).toEqual(['Web €100 new', 'Partner −€50 new']);
		expect(view.rows.map(({ bar }) => bar)).toEqual([1, -0.5]);
	});
	test('of which there are none yet say what will appear', async () => {
		expect(await show(givenWall({ now, people: [...people] }), {})).toMatchObject({ empty: 'Nothing yet. Figures appear here with the first results.', rows: [], more: '' });
	});
});

test('more than ten parts are ten, and the sum of the others', async () => {
	const many = Array.from({ length: 13 }, (_, place) => won({ on: '2026-09-02', amount: 1300 - place * 100, product: `P${String(place).padStart(2, '0')}` }));
	const view = await show(givenWall({ now, deals: many }), { by: 'product' });
	expect(view.rows.map(({ name }) => name)).toEqual(['P00', 'P01', 'P02', 'P03', 'P04', 'P05', 'P06', 'P07', 'P08', 'P09']);
	expect(view.more).toBe('and 3 more: €600');
	expect(view.rows[0]?.share).toBe('14%');
});

test('open deals by stage are in the order of the stages, whatever their number', async () => {
	const wall = givenWall({ now, deals: ['Offer', 'Offer', 'Offer', 'Lead', 'Demo', 'Demo', 'Odd'].map((stage) => open({ stage, created: '2026-09-01' })) });
	wall.wall.journal.apply('stages ordered', { stages: ['Lead', 'Demo', 'Offer'] }, wall.head());
	const view = await show(wall, { metric: 'open_deals', by: 'stage' });
	expect(view.rows.map(({ name, number, share }) => `${name} ${number.text} ${share}`)).toEqual(['Lead 1 14%', 'Demo 2 29%', 'Offer 3 43%', 'Odd 1 14%']);
});

test('a rate has no shares, and says of how few it is [M2, M9]', async () => {
	const view = await show(given({ deals: [...deals, lost({ owner: ana, on: '2026-09-04', channel: 'Partner' }), lost({ on: '2026-09-04', channel: 'Web' })] }), { metric: 'win_rate' });
	expect(lines(view)).toEqual(['Direct 100% =0 pts 1 of 1', 'Partner 50% ▼50 pts 1 of 2', 'Web 0% ▼100 pts 0 of 1', 'Not said 100% 1 of 1']);
	expect(view.headline.number.text).toBe('60%');
});

test('calls by outcome are in words', async () => {
	const activities = [...['connected', 'connected', 'no_answer'].map((outcome) => call({ owner: bo, on: '2026-09-14', outcome })), call({ owner: bo, on: '2026-09-14' })];
	expect(lines(await show(given({ activities }), { metric: 'calls_made', by: 'outcome' }))).toEqual(['Connected 2 50% new', 'No answer 1 25% new', 'Not said 1 25% new']);
});

describe('whose it is', () => {
	test('teams by their name, and what is nobody’s as unassigned', async () => {
		expect(lines(await show(given({ deals: [...deals, won({ on: '2026-09-07', amount: 550 })] }), { by: 'team' }))).toEqual(['North €400 40% ▲23%', 'South €50 5% ▼38%', 'Unassigned €550 55% new']);
	});
	test('a team’s people, and of the team only', async () => {
		const view = await show(given(), { by: 'person', scope: 'team:North' });
		expect([view.period, lines(view)]).toEqual(['North · September 2026', ['Ana €300 75% ▲50%', 'Bo €100 25% ▼20%']]);
	});
	test('who is left out of rankings is among the others on the floor, and listed in a boardroom', async () => {
		const wall = given();
		wall.db.prepare(`UPDATE person SET is_ranked = 0 WHERE handle = ?`).run(ana);
		const floor = await show(wall, { by: 'person' });
		expect([lines(floor), floor.more]).toEqual([['Bo €100 22% ▼20%', 'Cy €50 11% ▼38%'], 'and 1 more: €300']);
		expect((await show(wall, { by: 'person' }, 'boardroom')).rows.map(({ name }) => name)).toEqual(['Ana', 'Bo', 'Cy']);
	});
});

describe('in a lobby', () => {
	test('money is a share of the whole, and its total a share of its target', async () => {
		const view = await show(given({ targets: [{ metric: 'sales', scope: 'company', period: '2026-09', value: 900 }] }), {}, 'lobby');
		expect(lines(view)).toEqual(['Partner 67% ▲50%', 'Direct 22% ▼20%', 'Web 0% ▼100%', 'Not said 11% new']);
		expect(view.headline).toMatchObject({ number: { text: '50%' }, context: 'of target' });
		expect(JSON.stringify(view)).not.toMatch(/€|450|300/);
	});
	test('what cannot be a share is not shown', async () => {
		expect(await show(given(), { metric: 'average_deal_size' }, 'lobby')).toMatchObject({ rows: [], empty: 'These figures are not for this screen.', headline: { number: { text: '–' } } });
	});
	test('a breakdown by person is left out', async () => {
		const board = boardOf([panelOf({ kind: 'breakdown', by: 'person' })]);
		const shown = await givenBoards(given()).show(board, 'lobby', now);
		expect([shown.panels, shown.empty]).toEqual([[], 'What is on this board is not for this screen.']);
	});
});
