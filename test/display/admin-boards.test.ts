/** Plans of boards while they are edited: what is offered, what follows a change, how long a round takes. */
import { describe, expect, test } from 'vitest';
import type { BoardPreview } from '../../shared/board-api.ts';
import type { PanelView } from '../../shared/views.ts';
import { boardWords } from '../../shared/words/boards.ts';
import { wordsIn } from '../../shared/words/language.ts';
import { screenWords } from '../../shared/words/screens.ts';
import { added, bysFor, duplicated, figurePeriods, metricsFor, moved, newBoard, panelKinds, periodsFor, readSeconds, removed, sameDraft, settled, withFigure, withPanel, type Offers } from '../../display/admin/board-plan.ts';
import { adviceText, durationText, errorsIn, panelTitle, roundMs, roundText } from '../../display/admin/board-view.ts';
import { InputError } from '../../server/errors.ts';
import { floorBoard } from '../fixtures/views.ts';
import { boardDraft, panelPlan } from '../support/plans.ts';
import { givenWall, people } from '../support/wall.ts';
import { z } from 'zod';
import { parse } from '../../server/http/route.ts';
import { boardPlan } from '../../server/panels/plans.ts';

const words = wordsIn(boardWords, 'en');
const given = (): { offers: Offers; check: (plan: unknown) => string } => {
	const { wall } = givenWall({ people: [...people] });
	return {
		offers: wall.boards.offers(),
		check: (plan) => {
			try {
				wall.boards.draft(parse(z.object({ plan: boardPlan }), { plan }).plan);
				return 'taken';
			} catch (error) {
				if (error instanceof InputError) return error.message;
				throw error;
			}
		},
	};
};

test('whatever is chosen in a form, the server takes the board', () => {
	const { offers, check } = given();
	const figures = [{ metric: 'reps_at_quota', base: null, period: 'month' as const }, { metric: 'growth', base: 'deals_won', period: 'year' as const }, { metric: 'growth', base: null, period: 'year' as const }];
	let taken = 0;
	for (const kind of panelKinds) {
		for (const { id: metric } of offers.metrics) {
			for (const ranking of ['result', 'improvement'] as const) {
				for (const scope of ['company', 'team:North', 'person:ana@x.example']) {
					const panel = settled(panelPlan({ kind, metric, ranking, scope, period: 'year', figures }), offers);
					expect([kind, metric, ranking, scope, check(boardDraft({ panels: [panel] }))]).toEqual([kind, metric, ranking, scope, 'taken']);
					expect(periodsFor(offers, panel)).toContain(panel.period);
					taken += 1;
				}
			}
		}
	}
	expect(taken).toBe(panelKinds.length * offers.metrics.length * 2 * 3);
});

test('what a panel is told apart by follows its form, its metric and whose it is', () => {
	const { offers } = given();
	const draft = boardDraft({ panels: [panelPlan({ kind: 'breakdown', metric: 'sales', by: 'channel' })] });
	const first = (part: Parameters<typeof withPanel>[2], from = draft) => withPanel(from, 0, part, offers).panels[0];
	expect(bysFor(offers, panelPlan({ kind: 'breakdown', metric: 'calls_made' }))).toEqual(['team', 'person', 'outcome']);
	expect([first({})?.by, first({ metric: 'calls_made' })?.by, first({ scope: 'team:North', metric: 'calls_made' })?.by, first({ kind: 'trend' })?.by]).toEqual(['channel', 'team', 'person', null]);
	expect([first({ kind: 'funnel' })?.by, first({ kind: 'funnel', by: 'leads' })?.by]).toEqual(['calls', 'leads']);
	// Meetings of one person are told apart by nothing: the panel is of something else then.
	expect(first({ metric: 'meetings_booked', scope: 'person:ana@x.example' })).toMatchObject({ metric: 'sales', by: 'channel' });
	expect(metricsFor(offers, { kind: 'breakdown', scope: 'person:ana@x.example' }).map(({ id }) => id)).not.toContain('meetings_booked');
});

test('forms of one metric are of that one; a scorecard has seven further KPIs, a sheet columns of its own period', () => {
	const { offers, check } = given();
	for (const [kind, metric] of [['pipeline', 'pipeline_value'], ['workback', 'sales'], ['forecast', 'sales']] as const) {
		expect(metricsFor(offers, { kind, scope: 'company' }).map(({ id }) => id)).toEqual([metric]);
	}
	for (const kind of ['scorecard', 'activity-sheet'] as const) {
		let panel = settled(panelPlan({ kind, metric: 'calls_made', period: 'week' }), offers);
		for (let at = 0; at < 9; at += 1) panel = settled({ ...panel, figures: withFigure(panel, offers) }, offers);
		expect(panel.figures).toHaveLength(7);
		expect(new Set(panel.figures.map(({ metric }) => metric)).has('calls_made')).toBe(false);
		expect(panel.figures.every(({ period }) => period === 'week')).toBe(true);
		expect(check(boardDraft({ panels: [panel] }))).toBe('taken');
		// Elsewhere three fit.
		expect(settled({ ...panel, kind: 'trend' }, offers).figures).toHaveLength(3);
	}
	expect(figurePeriods(panelPlan({ kind: 'scorecard' }), [{ metric: 'sales', base: null, period: 'week' }], 0)).toEqual(['day', 'week', 'quarter', 'year']);
});

test('a sheet of activities begins with what a floor counts, in the period that the panel had', () => {
	const { offers, check } = given();
	const made = withPanel(boardDraft({ panels: [panelPlan({ metric: 'sales', period: 'week' })] }), 0, { kind: 'activity-sheet' }, offers);
	const figure = (metric: string) => ({ metric, base: null, period: 'week' });
	expect(made.panels[0]).toMatchObject({ kind: 'activity-sheet', metric: 'calls_made', period: 'week', figures: [figure('emails_sent'), figure('connects'), figure('meetings_booked')] });
	expect(check(made)).toBe('taken');
	// What was chosen since stays.
	expect(withPanel(made, 0, { metric: 'meetings_held' }, offers).panels[0]).toMatchObject({ metric: 'meetings_held', figures: [figure('emails_sent'), figure('connects'), figure('meetings_booked')] });
});

test('what still fits is kept, and what does not becomes the usual', () => {
	const { offers } = given();
	const draft = boardDraft({ panels: [panelPlan({ metric: 'meetings_booked', period: 'year', ranking: 'result', by: null, figures: [{ metric: 'pace', base: null, period: 'week' }] })] });
	const [trend] = withPanel(draft, 0, { kind: 'trend' }, offers).panels;
	expect(trend).toMatchObject({ kind: 'trend', metric: 'meetings_booked', period: 'month', figures: [{ metric: 'pace', base: null, period: 'week' }] });
	const [open] = withPanel(draft, 0, { metric: 'open_deals' }, offers).panels;
	// Of a state there is no pace.
	expect(open).toMatchObject({ metric: 'open_deals', period: 'year', figures: [{ metric: 'pace', base: 'sales', period: 'week' }] });
	const [improved] = withPanel(draft, 0, { ranking: 'improvement' }, offers).panels;
	expect(improved).toMatchObject({ ranking: 'improvement', period: 'month' });
});

describe('panels', () => {
	const ids = ({ panels }: { panels: readonly { id: string }[] }): string[] => panels.map(({ id }) => id);
	test('are added, duplicated, moved and removed, each with an id of its own', () => {
		const { offers, check } = given();
		const one = newBoard('New', offers);
		const two = added(one, offers);
		expect([ids(one), ids(two), check(two)]).toEqual([['leaderboard-sales'], ['leaderboard-sales', 'leaderboard-sales-2'], 'taken']);
		const three = duplicated(two, 0);
		expect(ids(three)).toEqual(['leaderboard-sales', 'leaderboard-sales-3', 'leaderboard-sales-2']);
		expect([ids(moved(three, 0, 1)), ids(moved(three, 0, -1)), ids(moved(three, 2, 1))]).toEqual([['leaderboard-sales-3', 'leaderboard-sales', 'leaderboard-sales-2'], ids(three), ids(three)]);
		expect(ids(removed(three, 1))).toEqual(ids(two));
	});
	test('get figures that differ', () => {
		const { offers, check } = given();
		let panel = panelPlan();
		for (let count = 0; count < 3; count += 1) panel = { ...panel, figures: withFigure(panel, offers) };
		expect(check(boardDraft({ panels: [panel] }))).toBe('taken');
		const twice = [{ metric: 'sales', base: null, period: 'month' as const }, { metric: 'sales', base: null, period: 'week' as const }];
		expect(figurePeriods(panelPlan({ figures: twice }), twice, 1)).toEqual(['day', 'week', 'quarter', 'year']);
	});
	test('are called by form, metric and whose they are', () => {
		const { offers } = given();
		expect(panelTitle(panelPlan(), offers, words)).toBe('Leaderboard · Sales');
		expect(panelTitle(panelPlan({ ranking: 'improvement', scope: 'team:North' }), offers, words)).toBe('Most improved · Sales · Team North');
		expect(panelTitle(panelPlan({ kind: 'target', scope: 'person:ana@x.example' }), offers, words)).toBe('Path to the target · Sales · Ana');
	});
});

test('what is typed as seconds is a number from 5 to 600, or nothing; a wrong one is another draft than none', () => {
	expect([' 45 ', '', '4.5', 'x', '-5'].map(readSeconds)).toEqual([45, null, NaN, NaN, NaN]);
	const bad = boardDraft({ panels: [panelPlan({ seconds: NaN })] });
	expect([sameDraft(bad, boardDraft()), sameDraft(boardDraft(), boardDraft())]).toEqual([false, true]);
	const places = (draft: Parameters<typeof errorsIn>[0]) => Object.keys(errorsIn(draft, words, wordsIn(screenWords, 'en')));
	expect(places(bad)).toEqual(['panels[0].seconds']);
	expect(places(boardDraft({ name: ' ', seconds: 601 }))).toEqual(['name', 'seconds']);
	expect(places(boardDraft({ panels: [panelPlan({ times: { days: [], from: '09:00', to: '' } })] }))).toEqual(['panels[0].days', 'panels[0].to']);
	expect(places(boardDraft({ seconds: 5, panels: [panelPlan({ seconds: 600 })] }))).toEqual([]);
});

describe('a round', () => {
	const view = (id: string, seconds: number | null, rows: number): PanelView => {
		const found = floorBoard.panels.find((panel) => panel.kind === 'leaderboard');
		const row = found?.kind === 'leaderboard' ? found.rows[0] : undefined;
		if (found?.kind !== 'leaderboard' || !row) throw new Error('the fixtures have a leaderboard with a row');
		return { ...found, id, seconds, rows: Array.from({ length: rows }, (_, at) => ({ ...row, id: String(at) })) };
	};
	const preview = (due: string[]): BoardPreview => ({ board: { ...floorBoard, seconds: 20, panels: [view('a', null, 7), view('b', null, 28), view('c', 45, 7), view('d', 5, 14)] }, due, advice: [] });

	test('is as long as the television takes: a panel’s own seconds, and eight for each page of a long list', () => {
		// 20 s; four pages of 8 s; 45 s; two pages of the 5 s that the panel has.
		expect([roundMs(preview(['a']), 'all'), roundMs(preview(['a', 'c']), 'due')]).toEqual([20_000 + 32_000 + 45_000 + 10_000, 65_000]);
	});
	test('is said in words, with what is due where that is less', () => {
		expect(roundText(preview(['a', 'b', 'c', 'd']), words)).toBe('A round takes 1 min 47 s.');
		expect(roundText(preview(['a']), words)).toBe('A round takes 1 min 47 s, of what is due now 20 s.');
		expect(roundText(preview([]), words)).toBe('A round takes 1 min 47 s. Nothing is due now, and a screen says so.');
		expect([durationText(120_000, words), durationText(59_600, words)]).toEqual(['2 min', '1 min']);
	});
});

test('advice says its number', () => {
	expect([adviceText({ about: 'few', count: 1 }, words), adviceText({ about: 'few', count: 4 }, words), adviceText({ about: 'many', count: 9 }, words)]).toEqual([
		'This board shows 1 KPI. Five to eight give a whole picture.',
		'This board shows 4 KPIs. Five to eight give a whole picture.',
		'This board shows 9 KPIs. More than eight are hard to keep in mind.',
	]);
});
