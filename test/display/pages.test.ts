import { expect, test } from 'vitest';
import { pageCount, pageOf } from '../../display/tv/rotation/pages.ts';
import { viewFixtures } from '../fixtures/views.ts';
import type { ShownView } from '../../shared/views.ts';

function fixture(kind: keyof typeof viewFixtures, state: string): ShownView {
	const view = viewFixtures[kind][state];
	if (!view) throw new Error(`no fixture ${kind} ${state}`);
	return view;
}
function rowNames(view: ShownView): string[] {
	if (view.kind === 'leaderboard') return view.rows.map(({ name }) => name);
	if (view.kind === 'scorecard') return view.cells.map(({ label }) => label);
	if (view.kind === 'breakdown') return view.rows.map(({ name }) => name);
	if (view.kind === 'attainment') return view.groups.flatMap(({ rows }) => rows.map(({ name }) => name));
	return [];
}

test('panels without a list have one page, the view itself', () => {
	for (const kind of ['trend', 'target'] as const) {
		const view = fixture(kind, 'ahead');
		expect(pageCount(view)).toBe(1);
		expect(pageOf(view, 0)).toBe(view);
	}
});

test('a list of seven has one page, of eight two, of 28 four', () => {
	const all = fixture('leaderboard', '28-rows');
	if (all.kind !== 'leaderboard') throw new Error('not a leaderboard');
	const counts = [0, 1, 7, 8, 14, 15, 28].map((rows) => pageCount({ ...all, rows: all.rows.slice(0, rows) }));
	expect(counts).toEqual([1, 1, 1, 2, 2, 3, 4]);
});

test('the pages of a leaderboard together are its rows, in order, each once', () => {
	const view = fixture('leaderboard', '200-rows');
	const pages = Array.from({ length: pageCount(view) }, (_, page) => pageOf(view, page));
	expect(pages.flatMap(rowNames)).toEqual(rowNames(view));
});

test('"and 172 more" stands on the last page only', () => {
	const view = fixture('leaderboard', '200-rows');
	const said = [0, 1, 2, 3].map((page) => {
		const shown = pageOf(view, page);
		return shown.kind === 'leaderboard' ? shown.more : null;
	});
	expect(said).toEqual(['', '', '', 'and 172 more']);
});

test('seen from afar a page has five rows, and still every one of the 28 is shown', () => {
	const view = fixture('leaderboard', '200-rows');
	expect(pageCount(view, true)).toBe(6);
	const pages = Array.from({ length: 6 }, (_, page) => pageOf(view, page, true));
	expect(pages.map((page) => rowNames(page).length)).toEqual([5, 5, 5, 5, 5, 3]);
	expect(pages.flatMap(rowNames)).toEqual(rowNames(view));
	expect(pages.map((page) => page.kind === 'leaderboard' && page.more)).toEqual(['', '', '', '', '', 'and 172 more']);
	expect(pageCount(fixture('attainment', 'ahead'), true)).toBe(4); // 4 teams, 14 people
});

test('teams and people never share a page', () => {
	const view = fixture('attainment', 'ahead'); // 4 teams, 14 people
	expect(pageCount(view)).toBe(3);
	const groups = [0, 1, 2].map((page) => {
		const shown = pageOf(view, page);
		return shown.kind === 'attainment' ? shown.groups.map(({ id, rows }) => `${id} ${rows.length}`) : [];
	});
	expect(groups).toEqual([['teams 4'], ['people 7'], ['people 7']]);
});

test('a page of a list says how long all of it is, so that its last page looks like those before', () => {
	const view = fixture('attainment', 'ahead'); // 4 teams, 14 people
	const lengths = Array.from({ length: pageCount(view, true) }, (_, page) => {
		const shown = pageOf(view, page, true);
		return 'rowsInAll' in shown ? shown.rowsInAll : null;
	});
	expect(lengths).toEqual([4, 14, 14, 14]);
});

test('a page past the end is the last page, so that a list that gets shorter never shows nothing', () => {
	const view = fixture('leaderboard', '28-rows');
	expect(pageOf(view, 9)).toEqual(pageOf(view, 3));
	expect(pageOf(view, -1)).toEqual(pageOf(view, 0));
});

test('groups without rows have no page, and nothing at all is one', () => {
	const view = fixture('attainment', 'no-rows');
	expect(pageCount(view)).toBe(1);
	expect(rowNames(pageOf(view, 0))).toEqual([]);
});

test('an empty panel has one page, whatever its lists hold', () => {
	expect(pageCount({ ...fixture('leaderboard', '28-rows'), empty: 'Nothing yet.' })).toBe(1);
});

test('key figures and what is told apart have one page, from afar as many as they need, and leave nothing out', () => {
	for (const [view, pages] of [[fixture('scorecard', 'eight'), 2], [fixture('scorecard', 'five'), 2], [fixture('breakdown', 'ten-rows'), 2], [fixture('breakdown', 'ahead'), 1]] as const) {
		expect([pageCount(view), pageCount(view, true)]).toEqual([1, pages]);
		expect(pageOf(view, 0)).toEqual(view);
		expect(Array.from({ length: pages }, (_, page) => pageOf(view, page, true)).flatMap(rowNames)).toEqual(rowNames(view));
	}
	const [first, last] = [0, 1].map((page) => pageOf(fixture('breakdown', 'ten-rows'), page, true));
	expect([first?.kind === 'breakdown' && first.more, last?.kind === 'breakdown' && last.more]).toEqual(['', 'and 18 more: €112k']);
});
