/** What leaves the server for a lobby: neither money nor anybody's name, whatever is on the board. */
import { describe, expect, test } from 'vitest';
import { planPeriods } from '../../../shared/board.ts';
import type { AttainmentView, LeaderboardView, PanelKind, ShownView, TargetView, TrendView } from '../../../shared/views.ts';
import { baseMetrics, metricIds, metricOf } from '../../../server/metrics/catalogue.ts';
import { parts } from '../../../server/metrics/told-apart.ts';
import type { FigureConfig, PanelConfig } from '../../../server/panels/boards.ts';
import { boardOf, givenBoards, panelOf } from '../../support/boards.ts';
import { booked, call, givenWall, lost, open, proposal, won } from '../../support/wall.ts';

const now = '2026-09-15T13:00';
const [zelda, quentin, yolanda] = ['zelda.quist@x.example', 'quentin.obi@x.example', 'yolanda.frost@x.example'];
const crew = [
	{ email: zelda, name: 'Zelda Quist', team: 'Nimbus', role: 'ae' },
	{ email: quentin, name: 'Quentin Obi', team: 'Nimbus', role: 'sdr' },
	{ email: yolanda, name: 'Yolanda Frost', team: 'Orchid', role: 'ae' },
];
const target = (scope: string, value: number, metric = 'sales', period = '2026-09') => ({ metric, scope, period, value });
const rows = {
	people: crew,
	deals: [
		...['2026-06-03', '2026-07-07', '2026-08-05'].flatMap((on) => [won({ owner: zelda, on, amount: 131_313.13, account: `A ${on}` }), won({ owner: yolanda, on, amount: 98_765.43 })]),
		won({ owner: zelda, on: '2026-09-02', amount: 123_456.78, created: '2026-08-01', account: 'Acme' }),
		won({ owner: yolanda, on: '2026-09-15', amount: 345_678.9 }),
		won({ on: '2026-09-03', amount: 77_777.77 }),
		lost({ owner: quentin, on: '2026-09-10' }),
		open({ owner: yolanda, amount: 555_555.55 }),
	],
	meetings: [booked({ by: quentin, owner: zelda, on: '2026-09-14', scheduled_for: '2026-09-15T10:00', status: 'no_show' }), booked({ by: quentin, owner: zelda, on: '2026-09-07', scheduled_for: '2026-09-14', status: 'held' })],
	activities: [call({ owner: quentin, on: '2026-09-14', outcome: 'connected' }), call({ owner: zelda, on: '2026-09-15' })],
	proposals: [proposal({ owner: zelda, on: '2026-09-14' })],
	targets: [
		target('company', 987_654), target('team:Nimbus', 444_444), target('team:Orchid', 543_210), target(`person:${zelda}`, 333_333), target('company', 7_654_321, 'sales', '2026'),
		target('company', 40, 'meetings_booked'), target('company', 654_321, 'pipeline_value'), target('team:Orchid', 600_001, 'pipeline_value'), target('company', 55_555, 'average_deal_size'),
	],
};

const numbersOf = (value: unknown): number[] => (typeof value === 'number' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersOf) : []);
const textsOf = (value: unknown): string[] => (typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []);
const money = { EUR: /€|EUR/, SEK: /(?<!\p{L})kr(?!\p{L})|SEK/u };
const personal = /zelda|quist|quentin|obi\b|yolanda|frost|x\.example|"(ZQ|QO|YF)"|"photo":"|person:/i;

const kinds: PanelKind[] = ['trend', 'attainment', 'leaderboard', 'target', 'scorecard', 'breakdown', 'activity-sheet', 'workback', 'forecast'];
const scopes = ['company', 'team:Nimbus', 'team:Orchid', `person:${zelda}`, 'team:Gone', 'person:nobody@x.example'];
const figuresFrom = (from: number): FigureConfig[] =>
	[0, 1, 2].map((step) => ({ metric: metricIds[(from + step) % metricIds.length] ?? 'sales', base: step === 1 ? 'sales' : null, period: planPeriods[(from + step) % planPeriods.length] ?? 'month' }));
/** Every kind of panel of every metric, scope and period, ranked both ways, with every figure beside it somewhere. */
const everyPanel: PanelConfig[] = kinds.flatMap((kind) =>
	baseMetrics.flatMap((metric) =>
		scopes.flatMap((scope) =>
			planPeriods.flatMap((period) =>
				(kind === 'leaderboard' ? (['result', 'improvement'] as const) : (['result'] as const)).map((ranking) => ({ ...panelOf({ kind, metric, scope, period, ranking }) })),
			),
		),
	),
).map((panel, index) => ({ ...panel, id: `p${index}`, by: panel.kind === 'breakdown' ? (parts[index % parts.length] ?? null) : null, figures: figuresFrom(index * 3) }));

describe('[check 15] a lobby', () => {
	test.each([['en', 'EUR'], ['sv', 'SEK']] as const)('in %s gets neither money in %s nor a name, of any metric, kind, scope and period', async (locale, currency) => {
		const given = givenWall({ now, locale, currency, ...rows });
		given.db.prepare(`UPDATE person SET photo = 'abc123'`).run();
		const boards = givenBoards(given);
		const chunk = 300;
		const seen = { money: 0, names: 0, shares: 0 };
		for (let from = 0; from < everyPanel.length; from += chunk) {
			const board = boardOf(everyPanel.slice(from, from + chunk));
			const [lobby, floor] = [await boards.show(board, 'lobby', now), await boards.show(board, 'floor', now)];
			const byId = new Map(floor.panels.map((panel) => [panel.id, panel]));
			for (const panel of lobby.panels) {
				const config = board.panels.find(({ id }) => id === panel.id);
				const what = `${config?.kind} ${config?.metric} ${config?.scope} ${config?.period} ${config?.ranking}`;
				const json = JSON.stringify(panel);
				expect.soft(money[currency].exec(json), what).toBe(null);
				expect.soft(personal.exec(json), what).toBe(null);
				const onFloor = byId.get(panel.id);
				if (config && metricOf(config.metric).unit === 'money') {
					// Amounts of the fixture are far beyond shares, counts and places of a chart.
					const amounts = new Set(numbersOf(onFloor).filter((number) => Math.abs(number) > 100_000));
					expect.soft(numbersOf(panel).filter((number) => amounts.has(number)), what).toEqual([]);
				}
				for (const text of textsOf(onFloor).filter((each) => money[currency].test(each))) {
					for (const [digits] of text.matchAll(/\d[\d.,\u00a0]*\d/g)) if (digits.length > 3) expect.soft(json.includes(digits), `${what}: ${digits}`).toBe(false);
				}
				if (money[currency].test(JSON.stringify(onFloor))) seen.money += 1;
				if (personal.test(JSON.stringify(onFloor))) seen.names += 1;
				if (json.includes('%')) seen.shares += 1;
			}
			expect(lobby.panels.length).toBe(board.panels.filter(({ scope, by }) => !scope.startsWith('person:') && by !== 'person').length);
		}
		// Of what was looked for there was enough to find.
		for (const count of Object.values(seen)) expect(count).toBeGreaterThan(200);
	}, 120_000);

	const show = async (panel: Partial<PanelConfig>, privacy: 'lobby' | 'floor' | 'boardroom' = 'lobby', more: object = {}): Promise<ShownView> => {
		const [view] = (await givenBoards(givenWall({ now, ...rows, ...more })).show(boardOf([panelOf(panel)]), privacy, now)).panels;
		if (!view) throw new Error('the panel is not shown');
		return view;
	};
	/** September 2026 has 22 working days, of which 10.5 have gone by; €200 of €400 are won, by the teams €150 of €200 and €50 of €500. */
	const small = {
		deals: [won({ owner: zelda, on: '2026-09-02', amount: 150 }), won({ owner: yolanda, on: '2026-09-14', amount: 50 })],
		targets: [target('company', 400), target('team:Nimbus', 200), target('team:Orchid', 500)],
	};

	test('sees the way to a money target in per cent of it', async () => {
		const view = (await show({ kind: 'target' }, 'lobby', small)) as TargetView;
		expect(view.headline).toMatchObject({ label: 'This month', number: { text: '50%' }, context: 'of target', verdict: { tone: 'good', text: '4.8% ahead of pace' } });
		// In hundredths of a per cent: 37.5 % on the second day, 50 % by today, 100 % the target, 104.76 % where it is heading.
		expect([view.actual[2], view.actual[11], view.path[22], view.projection.at(-1)]).toEqual([3750, 5000, 10_000, 10_476]);
		expect([view.projectionText, view.pathText, view.yTicks.map(({ text }) => text)]).toEqual(['on course for 105%', 'target', ['0%', '60%', '120%']]);
	});
	test('sees bars of money in per cent of the target of each, and without one says when they come', async () => {
		const targets = [...small.targets, target('company', 1_000, 'sales', '2026-08')];
		const deals = [...small.deals, won({ owner: zelda, on: '2026-08-03', amount: 900 })];
		const view = (await show({ kind: 'trend' }, 'lobby', { deals, targets })) as TrendView;
		expect(view.bars.slice(-3).map(({ text, value, target: of }) => [text, value, of])).toEqual([['–', 0, null], ['90%', 9000, 10_000], ['50%', 5000, 10_000]]);
		expect(view).toMatchObject({ headline: { number: { text: '50%' }, context: 'of target' }, paceNowText: 'expected by now 48%', targetText: 'target', empty: null });
		expect(await show({ kind: 'trend' }, 'lobby', { deals, targets: [] })).toMatchObject({ empty: 'Shown here as a share of the target, as soon as there is one.' });
	});
	test('sees teams by their share of the target where the floor sees people by money', async () => {
		const board = (await show({ kind: 'leaderboard' }, 'lobby', small)) as LeaderboardView;
		expect(board.rows.map(({ rank, name, number, initials, photo }) => [rank, name, number.text, initials, photo])).toEqual([['1', 'Nimbus', '75%', '', null], ['2', 'Orchid', '10%', '', null]]);
		expect(board).toMatchObject({ by: 'Sales this month, of target', total: { label: 'Everybody', number: { text: '50%' } } });
		const untargeted = (await show({ kind: 'leaderboard' }, 'lobby', { ...small, targets: small.targets.slice(0, 2) })) as LeaderboardView;
		expect(untargeted.rows.map(({ rank, name, number }) => [rank, name, number.text])).toEqual([['1', 'Nimbus', '75%'], ['', 'Orchid', '–']]);
	});
	test('sees all teams on a leaderboard of one team’s people', async () => {
		const board = (await show({ kind: 'leaderboard', scope: 'team:Orchid' }, 'lobby', small)) as LeaderboardView;
		expect([board.period, board.rows.map(({ name }) => name), board.total?.label]).toEqual(['September 2026', ['Nimbus', 'Orchid'], 'Everybody']);
	});
	test('sees counts of teams as they are', async () => {
		const board = (await show({ kind: 'leaderboard', metric: 'meetings_booked' })) as LeaderboardView;
		expect(board.rows.map(({ name, number }) => [name, number.text])).toEqual([['Nimbus', '2'], ['Orchid', '0']]);
	});
	test('sees how teams stand, and nobody of them', async () => {
		const view = (await show({ kind: 'attainment' }, 'lobby', small)) as AttainmentView;
		expect(view.groups.map(({ id, rows: of }) => [id, of.map(({ name, number, detail }) => [name, number.text, detail])])).toEqual([['teams', [['Nimbus', '75%', ''], ['Orchid', '10%', '']]]]);
		expect(view.headline).toMatchObject({ label: 'Sales, everybody', number: { text: '50%' }, context: 'of target' });
	});
	test('sees a figure of money as a share of its target, and none without', async () => {
		const figures: FigureConfig[] = (['sales', 'pipeline_value', 'required_per_day', 'projected'] as const).map((metric) => ({ metric, base: metric === 'sales' || metric === 'pipeline_value' ? null : 'sales', period: 'month' }));
		const found = async (wanted: FigureConfig[]) => (await show({ kind: 'leaderboard', metric: 'deals_won', figures: wanted }, 'lobby', small)).figures.map(({ label, number, note, verdict }) => [label, number.text, verdict?.text ?? '', note]);
		expect(await found(figures.slice(0, 2))).toEqual([['Sales, of target', '50%', '', expect.any(String)]]);
		expect(await found(figures.slice(2))).toEqual([['Needed per day, of target', '4.3%', '', '11.5 working days left'], ['On course for', '105%', '4.8% over target', 'of target']]);
	});
	test('is not shown what is of one person; when that is all there is, the board says so', async () => {
		const boards = givenBoards(givenWall({ now, ...rows }));
		const board = boardOf([panelOf({ scope: `person:${zelda}` })]);
		expect(await boards.show(board, 'lobby', now)).toMatchObject({ panels: [], empty: 'What is on this board is not for this screen.' });
		expect(await boards.show(board, 'floor', now)).toMatchObject({ panels: [{ rows: [{ name: 'Zelda Quist', rank: '2' }] }], empty: null });
	});
});

describe('[check 15] who is left out of rankings', () => {
	const listed = async (kind: 'leaderboard' | 'attainment', privacy: 'floor' | 'boardroom', ranking: 'result' | 'improvement' = 'result'): Promise<unknown> => {
		const given = givenWall({ now, ...rows });
		given.db.prepare('UPDATE person SET is_ranked = 0 WHERE handle = ?').run(yolanda);
		const [view] = (await givenBoards(given).show(boardOf([panelOf({ kind, ranking })]), privacy, now)).panels;
		if (view?.kind === 'leaderboard') return view.rows.map(({ rank, name }) => `${rank} ${name}`.trim());
		return view?.kind === 'attainment' ? view.groups.find(({ id }) => id === 'people')?.rows.map(({ name }) => name) : [];
	};
	test('is not listed on the floor, and is in a boardroom', async () => {
		expect(await listed('leaderboard', 'floor')).toEqual(['1 Zelda Quist', '2 Quentin Obi', 'Unassigned']);
		expect(await listed('leaderboard', 'boardroom')).toEqual(['1 Yolanda Frost', '2 Zelda Quist', '3 Quentin Obi', 'Unassigned']);
		expect([await listed('leaderboard', 'floor', 'improvement'), await listed('leaderboard', 'boardroom', 'improvement')]).toEqual([['1 Zelda Quist'], ['1 Yolanda Frost', '2 Zelda Quist']]);
		expect([await listed('attainment', 'floor'), await listed('attainment', 'boardroom')]).toEqual([['Zelda Quist'], ['Zelda Quist', 'Yolanda Frost']]);
	});
});
