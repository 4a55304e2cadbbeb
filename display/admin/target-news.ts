/** What stands differently in the grid than a moment ago, and who made it so. */
import type { LoggedChange, TargetGrid } from '../../shared/api.ts';
import { placeKey, type Mark, type Marks, type Writer } from './marks.ts';

export interface News {
	/** "North · Nov 2026". */
	name: string;
	from: number | null;
	to: number | null;
	/** Null when the log is too short to say. */
	by: Writer | null;
}

type Cells = ReadonlyMap<string, { name: string; value: number | null }>;

const cellsOf = (grid: TargetGrid): Cells =>
	new Map(
		grid.rows.flatMap((row) =>
			row.cells.flatMap(({ value }, column) => {
				const period = grid.months[column];
				return period ? [[placeKey({ metric: grid.metric, scope: row.scope, period: period.id }), { name: `${row.name} · ${period.label}`, value }] as const] : [];
			}),
		),
	);

/** Who wrote last in a cell, as far back as the log goes. It is newest first. */
export function writerOf(log: readonly LoggedChange[] | null, key: string): Writer | null {
	const change = log?.find(({ cells }) => cells.some((cell) => placeKey(cell) === key));
	return change ? { author: change.author, at: change.at } : null;
}

/** Cells shown before and after that hold something else now. */
export function newsOf(before: TargetGrid | null, after: TargetGrid, log: readonly LoggedChange[] | null): Map<string, News> {
	const news = new Map<string, News>();
	if (before?.metric !== after.metric) return news;
	const earlier = cellsOf(before);
	for (const [key, { name, value }] of cellsOf(after)) {
		const was = earlier.get(key);
		if (was && was.value !== value) news.set(key, { name, from: was.value, to: value, by: writerOf(log, key) });
	}
	return news;
}

/** Marks that wait to be sent while their cell holds something else than their writer saw. */
export function overtaken(marks: Marks, after: TargetGrid, log: readonly LoggedChange[] | null): [string, Mark][] {
	const cells = cellsOf(after);
	return [...marks].flatMap(([key, mark]): [string, Mark][] => {
		const now = cells.get(key)?.value;
		const { state } = mark;
		if (now === undefined || state.kind === 'saving' || state.kind === 'invalid') return [];
		if (state.kind === 'conflict') return now === state.now ? [] : [[key, { ...mark, state: { ...state, now, by: writerOf(log, key) } }]];
		// The same value from both is no quarrel.
		return now === mark.was || now === state.value ? [] : [[key, { ...mark, state: { kind: 'conflict', value: state.value, now, by: writerOf(log, key) } }]];
	});
}
