/**
 * What differs between one board and the next, so that a deal costs a wall some hundred bytes and not the twenty thousand of the whole.
 * A change leads from exactly one board to exactly one other; whoever holds another board needs the whole one.
 */
import type { BoardView } from './views.ts';

/** `[value]`: stands here now. Otherwise what changed below, by field or by place in a list. */
type Change = readonly [unknown] | { readonly [place: string]: Change };

/** Opaque to whoever carries it; null: nothing differs. */
export type BoardChange = Change | null;

type Branch = { readonly [place: string]: unknown };

const isBranch = (value: unknown): value is Branch => typeof value === 'object' && value !== null;

/** Lists of one length, and objects with the same fields, are compared place by place; all else is replaced. */
const isAlike = (before: unknown, after: unknown): boolean => {
	if (!isBranch(before) || !isBranch(after) || Array.isArray(before) !== Array.isArray(after)) return false;
	const places = Object.keys(before);
	return places.length === Object.keys(after).length && places.every((place) => Object.prototype.hasOwnProperty.call(after, place));
};

function difference(before: unknown, after: unknown): Change | null {
	if (before === after) return null;
	if (!isBranch(before) || !isBranch(after) || !isAlike(before, after)) return [after];
	const below: Record<string, Change> = {};
	for (const place of Object.keys(after)) {
		const change = difference(before[place], after[place]);
		if (change) below[place] = change;
	}
	return Object.keys(below).length > 0 ? below : null;
}

const isReplacement = (change: Change): change is readonly [unknown] => Array.isArray(change);

/** What is not named by the change stays the very same object, so that nothing is painted anew for it. */
function applied(before: unknown, change: Change): unknown {
	if (isReplacement(change)) return change[0];
	if (!isBranch(before)) throw new Error('the change belongs to another board');
	const after: Record<string, unknown> = Array.isArray(before) ? Object.assign([], before) : { ...before };
	for (const [place, below] of Object.entries(change)) after[place] = applied(before[place], below);
	return after;
}

export const changeOf = (before: BoardView, after: BoardView): BoardChange => difference(before, after);

/** @throws Error when the change does not fit this board. A change made by `changeOf` from this board gives the board it was made for. */
// The types of a board are those of the board it was made for: both ends are one build's.
export const changedBoard = (before: BoardView, change: BoardChange): BoardView => (change === null ? before : (applied(before, change) as BoardView));
