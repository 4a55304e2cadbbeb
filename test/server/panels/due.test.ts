/** When a panel is due: by the workspace's days and hours, over midnight and where the clocks change; and what pinning does. */
import { describe, expect, test } from 'vitest';
import type { PanelConfig } from '../../../server/panels/boards.ts';
import { boardOf, givenBoards, panelOf } from '../../support/boards.ts';
import { givenWall } from '../../support/wall.ts';

/** Ids of the panels that a wall shows at a local moment in Berlin. */
async function shownAt(panels: readonly Partial<PanelConfig>[], moment: string, isReplay = false): Promise<{ ids: string[]; empty: string | null }> {
	const board = boardOf(panels.map((panel, index) => panelOf({ id: `p${index}`, ...panel })));
	const view = await givenBoards(givenWall({ now: moment })).show(board, 'floor', moment, isReplay);
	return { ids: view.panels.map(({ id }) => id), empty: view.empty };
}
const isDue = async (times: PanelConfig['times'], moment: string): Promise<boolean> => (await shownAt([{ times }], moment)).ids.length === 1;

describe('days and hours', () => {
	// 15 September 2026 is a Tuesday.
	test.each([
		['2026-09-15T08:59:59', false], ['2026-09-15T09:00', true], ['2026-09-15T10:29:59', true], ['2026-09-15T10:30', false], ['2026-09-16T09:30', false],
	])('Tuesdays from 09:00 to 10:30, at %s: %s', async (moment, due) => {
		expect(await isDue({ days: [2], from: '09:00', to: '10:30' }, moment)).toBe(due);
	});
	test.each([
		['2026-09-15T21:59', false], ['2026-09-15T22:00', true], ['2026-09-15T23:59:59', true], ['2026-09-16T00:00', true], ['2026-09-16T01:59', true], ['2026-09-16T02:00', false], ['2026-09-15T01:00', false],
	])('Tuesdays from 22:00 to 02:00 of the next day, at %s: %s', async (moment, due) => {
		expect(await isDue({ days: [2], from: '22:00', to: '02:00' }, moment)).toBe(due);
	});
	test('a whole day ends at its midnight', async () => {
		const day = { days: [7], from: '00:00', to: '24:00' };
		expect([await isDue(day, '2026-09-19T23:59:59'), await isDue(day, '2026-09-20T00:00'), await isDue(day, '2026-09-20T23:59:59'), await isDue(day, '2026-09-21T00:00')]).toEqual([false, true, true, false]);
	});
	test('[M1] on the night in which the clocks leap from 02:00 to 03:00, and on the one in which an hour comes twice', async () => {
		const spring = { days: [7], from: '01:30', to: '02:30' };
		// 02:30 is leapt over: the stretch ends with the leap.
		expect([await isDue(spring, '2026-03-29T01:29:59+01:00'), await isDue(spring, '2026-03-29T01:59:59+01:00'), await isDue(spring, '2026-03-29T03:00:00+02:00')]).toEqual([false, true, false]);
		const leapt = { days: [7], from: '02:00', to: '03:00' };
		expect([await isDue(leapt, '2026-03-29T01:59:59+01:00'), await isDue(leapt, '2026-03-29T03:00:00+02:00')]).toEqual([false, false]);
		const autumn = { days: [7], from: '02:30', to: '03:30' };
		// From the first 02:30 through the second one.
		expect([await isDue(autumn, '2026-10-25T02:29:59+02:00'), await isDue(autumn, '2026-10-25T02:30:00+02:00'), await isDue(autumn, '2026-10-25T02:10:00+01:00'), await isDue(autumn, '2026-10-25T03:29:59+01:00'), await isDue(autumn, '2026-10-25T03:30:00+01:00')]).toEqual([false, true, true, true, false]);
	});
});

describe('which panels a board shows', () => {
	const morning = { days: [1, 2, 3, 4, 5], from: '08:00', to: '12:00' };
	const panels = [{}, { times: morning, pinned: true }, { times: morning }];
	test('those that are due, in their order', async () => {
		expect((await shownAt([{}, { times: morning }, {}], '2026-09-15T09:00')).ids).toEqual(['p0', 'p1', 'p2']);
		expect((await shownAt([{}, { times: morning }, {}], '2026-09-15T13:00')).ids).toEqual(['p0', 'p2']);
	});
	test('while a pinned one is due, the pinned ones alone', async () => {
		expect([(await shownAt(panels, '2026-09-15T09:00')).ids, (await shownAt(panels, '2026-09-15T13:00')).ids]).toEqual([['p1'], ['p0']]);
	});
	test('none of them when none is due, and then a sentence says so; another one when there are none at all', async () => {
		expect(await shownAt([{ times: morning }], '2026-09-15T13:00')).toEqual({ ids: [], empty: 'Nothing is due on this board just now. Its panels come back at their hours.' });
		expect(await shownAt([], '2026-09-15T13:00')).toEqual({ ids: [], empty: 'This board has no panels yet. They appear here as soon as it has.' });
		expect((await shownAt([{}], '2026-09-15T13:00')).empty).toBe(null);
	});
	test('all of them in a replay: a review is not a clock', async () => {
		expect((await shownAt(panels, '2026-09-15T13:00', true)).ids).toEqual(['p0', 'p1', 'p2']);
	});
});
