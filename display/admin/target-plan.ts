/** What copying forward, raising and spreading would write: looked at first, then written as one entry. */
import type { TargetChange, TargetGrid } from '../../shared/api.ts';
import type { Spread } from '../../shared/targets-api.ts';
import { fill } from '../../shared/words/language.ts';
import type { TargetWords } from '../../shared/words/targets.ts';
import { decimalsOf, type NumberRules } from './numbers.ts';

export interface PlannedCell {
	was: number | null;
	value: number | null;
	/** Closed: it stays as it is. */
	isKept: boolean;
}

export interface Plan {
	columns: { id: string; label: string }[];
	/** A null cell is none of the plan's. */
	rows: { scope: string; name: string; cells: (PlannedCell | null)[] }[];
	notes: string[];
	changes: TargetChange[];
}

export interface Chosen {
	/** Rows of the grid. */
	rows: TargetGrid['rows'];
	/** First and last column. */
	left: number;
	right: number;
}

const changesOf = (metric: string, columns: Plan['columns'], rows: Plan['rows']): TargetChange[] =>
	rows.flatMap(({ scope, cells }) =>
		cells.flatMap((cell, at) => (cell && !cell.isKept && cell.value !== cell.was ? [{ metric, scope, period: columns[at]?.id ?? '', value: cell.value, was: cell.was }] : [])),
	);

const isLocked = (period: TargetGrid['periods'][number] | undefined): boolean => period?.lock.state === 'locked';

/** The chosen columns into the periods that `next` shows, over and over: one column into each, three into each three. */
export function copyPlan(grid: TargetGrid, { rows, left, right }: Chosen, next: TargetGrid, words: TargetWords): Plan {
	const notes: string[] = [];
	const planned = rows.flatMap((row) => {
		const given = row.cells.slice(left, right + 1).map(({ value }) => value);
		if (given.every((value) => value === null)) return [];
		const there = next.rows.find(({ scope }) => scope === row.scope);
		if (!there) {
			notes.push(fill(words.notThere, { name: row.name }));
			return [];
		}
		const cells = next.periods.map((period, at): PlannedCell | null => {
			const value = given[at % given.length] ?? null;
			const was = there.cells[at]?.value ?? null;
			return value === null ? null : { was, value: isLocked(period) ? was : value, isKept: isLocked(period) };
		});
		return [{ scope: row.scope, name: row.name, cells }];
	});
	if (planned.length === 0 && notes.length === 0) notes.push(words.copyNothing);
	const columns = next.periods.map(({ id, label }) => ({ id, label }));
	return { columns, rows: planned, notes, changes: changesOf(grid.metric, columns, planned) };
}

/** Steps that a raised target can be rounded to, finest first. */
export const roundings = (rules: NumberRules): number[] => {
	if (rules.unit === 'share') return [0.001, 0.01];
	if (rules.unit === 'count') return [1, 10, 100];
	const finest = Number((10 ** -Math.min(2, decimalsOf(rules))).toFixed(2));
	return [...new Set([finest, 1, 10, 100, 1_000])];
};

/** Null: no percentage that a target can be raised by. */
export const readPercent = (text: string): number | null => {
	const plain = text.replace(/\s|%/g, '').replace(/[−–]/, '-').replace(',', '.');
	const number = /^[+-]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
	return number >= -100 && number <= 1_000 ? number : null;
};

export const raised = (value: number, percent: number, step: number): number => {
	const exact = Number(((value * (100 + percent)) / 100).toFixed(8));
	return Number((Math.round(Number((exact / step).toFixed(6))) * step).toFixed(8));
};

export function raisePlan(grid: TargetGrid, { rows, left, right }: Chosen, percent: number, step: number, words: TargetWords): Plan {
	const notes: string[] = [];
	const periods = grid.periods.slice(left, right + 1);
	const planned = rows.flatMap((row) => {
		const given = row.cells.slice(left, right + 1);
		if (given.every(({ value }) => value === null)) return [];
		const cells = given.map(({ value: was }, at): PlannedCell | null => {
			if (was === null) return null;
			const value = raised(was, percent, step);
			const isTooMuch = grid.unit === 'share' && value > 1;
			if (isTooMuch) notes.push(fill(words.tooLarge, { name: `${row.name}, ${periods[at]?.label ?? ''}` }));
			const isKept = isTooMuch || isLocked(periods[at]);
			return { was, value: isKept ? was : value, isKept };
		});
		return [{ scope: row.scope, name: row.name, cells }];
	});
	if (planned.length === 0) notes.push(words.raiseNothing);
	const columns = periods.map(({ id, label }) => ({ id, label }));
	return { columns, rows: planned, notes, changes: changesOf(grid.metric, columns, planned) };
}

export function spreadPlan({ metric, parts, rows }: Spread, words: TargetWords): Plan {
	const columns = parts.map(({ id, label }) => ({ id, label }));
	const planned = rows.filter(({ cells }) => cells.length > 0).map(({ scope, name, cells }) => ({ scope, name, cells: cells.map((cell) => (cell.value === null && cell.was === null ? null : cell)) }));
	const shapes = new Set(rows.flatMap(({ shape }) => (shape ? `${shape.from}|${shape.to}` : [])));
	const notes = rows.flatMap((row) => {
		const values = { name: row.name, ...(row.shape ?? {}) };
		if (row.whole === null) return fill(words.noWhole, values);
		if (row.problem !== null) return fill({ closed_exceed: words.closedExceed, all_closed: words.allClosed, not_whole: words.notWhole, not_employed: words.notEmployed }[row.problem], values);
		if (row.fallback !== null) return fill({ no_results: words.noResults, not_all_known: words.notAllKnown, no_workdays: words.noWorkdays }[row.fallback], values);
		return row.shape && shapes.size > 1 ? fill(words.shapeOf, values) : [];
	});
	const [shared] = rows.flatMap(({ shape }) => shape ?? []);
	if (shared && shapes.size === 1) notes.unshift(fill(words.shapeOfAll, { ...shared }));
	return { columns, rows: planned, notes, changes: changesOf(metric, columns, planned) };
}
