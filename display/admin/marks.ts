/**
 * What stands in a cell besides the target that the server holds: on its way, not understood, or refused.
 * A mark keeps the value that its writer saw (`was`), so that nobody's change is overwritten unseen.
 */
import type { TargetChange, TargetGrid } from '../../shared/api.ts';
import { type NumberProblem, type NumberRules, parseNumber } from './numbers.ts';

export interface Place {
	metric: string;
	scope: string;
	period: string;
	/** "Sales · North · Nov 2026": the mark may outlive the grid on show. */
	name: string;
}

/** Who wrote a value, and when. */
export interface Writer {
	author: string;
	at: string;
}

export type MarkState =
	| { kind: 'saving'; value: number | null }
	/** Understood, but waiting for the other cells of its paste. */
	| { kind: 'ready'; value: number | null }
	| { kind: 'invalid'; problem: NumberProblem | 'locked' }
	/** Somebody else's value stands there now. */
	| { kind: 'conflict'; value: number | null; now: number | null; by: Writer | null }
	| { kind: 'failed'; value: number | null; message: string };

export interface Mark {
	place: Place;
	/** Cells of one paste belong together: they are saved as one entry. */
	group: number;
	text: string;
	was: number | null;
	rules: NumberRules;
	state: MarkState;
}

export type Marks = ReadonlyMap<string, Mark>;

export const placeKey = ({ metric, scope, period }: Pick<Place, 'metric' | 'scope' | 'period'>): string => `${metric}|${period}|${scope}`;

export const readMark = (place: Place, text: string, was: number | null, rules: NumberRules, group: number): Mark => {
	const parsed = parseNumber(text, rules);
	return { place, group, text, was, rules, state: parsed.ok ? { kind: 'ready', value: parsed.value } : { kind: 'invalid', problem: parsed.problem } };
};

export const changeOf = ({ place, was, state }: Mark): TargetChange | null =>
	state.kind === 'invalid' ? null : { metric: place.metric, scope: place.scope, period: place.period, value: state.value, was };

/** Replaces or, with null, removes marks. */
export const withMarks = (marks: Marks, changes: Iterable<readonly [string, Mark | null]>): Marks => {
	const next = new Map(marks);
	for (const [key, mark] of changes) {
		if (mark) next.set(key, mark);
		else next.delete(key);
	}
	return next;
};

/** The grid with one value set; the same grid when it does not show that cell. */
export const withValue = (grid: TargetGrid, change: { metric: string; scope: string; period: string; value: number | null }): TargetGrid => {
	const column = grid.periods.findIndex((each) => each.id === change.period);
	if (grid.metric !== change.metric || column < 0) return grid;
	const rows = grid.rows.map((row) =>
		row.scope === change.scope ? { ...row, cells: row.cells.map((cell, at) => (at === column ? { ...cell, value: change.value } : cell)) } : row,
	);
	return { ...grid, rows };
};

export const standing = (grid: TargetGrid | null, place: Pick<Place, 'metric' | 'scope' | 'period'>): number | null | undefined => {
	if (!grid || grid.metric !== place.metric) return undefined;
	const column = grid.periods.findIndex((each) => each.id === place.period);
	return grid.rows.find((row) => row.scope === place.scope)?.cells[column]?.value;
};

/** How many marks are in each state. */
export const countMarks = (marks: Marks): Record<MarkState['kind'], number> => {
	const counts = { saving: 0, ready: 0, invalid: 0, conflict: 0, failed: 0 };
	for (const mark of marks.values()) counts[mark.state.kind]++;
	return counts;
};

/** What waits for a lock to open, and how many cells would then be sent: those, and what was pasted with them unless it waits for more. */
export function waitingFor(marks: Marks, opens: (period: string) => boolean, heldGroup: number | null): { marks: Mark[]; saves: number } {
	const all = [...marks.values()];
	const waiting = all.filter(({ place, state }) => state.kind === 'invalid' && state.problem === 'locked' && opens(place.period));
	const freed = new Set(waiting.filter(({ place, text, was, rules, group }) => readMark(place, text, was, rules, group).state.kind === 'ready'));
	const isSent = (group: number): boolean => group !== heldGroup && all.every((mark) => mark.group !== group || mark.state.kind === 'ready' || mark.state.kind === 'failed' || freed.has(mark));
	const groups = new Set(waiting.map(({ group }) => group).filter(isSent));
	return { marks: waiting, saves: all.filter(({ group }) => groups.has(group)).length };
}

/** The value that whoever types into a cell has before their eyes. */
export const seen = (mark: Mark | undefined, stands: number | null | undefined): number | null => {
	if (mark?.state.kind === 'saving') return mark.state.value;
	if (mark && mark.state.kind !== 'conflict') return mark.was;
	return stands ?? null;
};
