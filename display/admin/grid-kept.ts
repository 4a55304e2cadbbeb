/** A grid that arrives keeps what is the same as before, so that a table of two hundred people paints only what changed. */
import type { TargetGrid } from '../../shared/api.ts';

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

export const keptGrid = (before: TargetGrid | null, next: TargetGrid): TargetGrid => {
	if (before?.metric !== next.metric || before.kind !== next.kind) return next;
	const known = new Map(before.rows.map((row) => [row.scope, row]));
	const rows = next.rows.map((row) => {
		const was = known.get(row.scope);
		if (!was) return row;
		if (isSame(was, row)) return was;
		return { ...row, cells: row.cells.map((cell, at) => (isSame(was.cells[at], cell) ? (was.cells[at] ?? cell) : cell)) };
	});
	const periods = next.periods.map((period, at) => (isSame(before.periods[at], period) ? (before.periods[at] ?? period) : period));
	return { ...next, periods, rows };
};
