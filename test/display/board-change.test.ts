/** What differs between two boards leads from the one to the other, whatever they are. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changedBoard, changeOf } from '../../shared/board-change.ts';
import type { BoardView } from '../../shared/views.ts';
import { floorBoard } from '../fixtures/views.ts';

/** As a wall gets it; JSON knows no −0. */
const carried = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
/** Anything JSON can say stands for a board here: the change does not know what is on it. */
const board = fc.jsonValue({ maxDepth: 4 }).map(carried) as unknown as fc.Arbitrary<BoardView>;

describe('a change', () => {
	test('leads from one board to the other, and leaves the one as it was', () => {
		fc.assert(
			fc.property(board, board, (before, after) => {
				const kept = JSON.stringify(before);
				expect(changedBoard(before, carried(changeOf(before, after)))).toEqual(after);
				expect(JSON.stringify(before)).toBe(kept);
			}),
		);
	});

	test('of nothing is null, and of one figure some hundred bytes', () => {
		expect(changeOf(floorBoard, carried(floorBoard))).toBeNull();
		const after = carried(floorBoard);
		const [panel] = after.panels;
		if (panel) panel.title = 'Another';
		const change = changeOf(floorBoard, after);
		expect(JSON.stringify(change)).toBe('{"panels":{"0":{"title":["Another"]}}}');
		const made = changedBoard(floorBoard, change);
		expect(made.panels.slice(1).every((view, index) => view === floorBoard.panels[index + 1])).toBe(true);
	});

	test('of lists of other lengths, and of fields that come or go, is the whole list or object', () => {
		const given = (value: unknown): BoardView => ({ ...floorBoard, panels: value as BoardView['panels'] });
		expect(changeOf(given([1, 2]), given([1]))).toEqual({ panels: [[1]] });
		expect(changeOf(given({ a: 1 }), given({ b: 1 }))).toEqual({ panels: [{ b: 1 }] });
		expect(changeOf(given(null), given([]))).toEqual({ panels: [[]] });
	});

	test('that does not fit is an error and not a wrong board', () => {
		expect(() => changedBoard({ ...floorBoard, panels: null as unknown as [] }, { panels: { 0: { title: ['x'] } } })).toThrow('another board');
	});
});
