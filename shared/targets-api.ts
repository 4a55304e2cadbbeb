/** The targets page: which periods are locked, and how a whole is spread over its parts. */

/** Periods that the grid can show. */
export const gridKinds = ['month', 'quarter', 'year'] as const;
export type GridKind = (typeof gridKinds)[number];

/** A period that is over is locked, until it is unlocked on purpose. */
export type PeriodLock = { state: 'open' } | { state: 'locked' } | { state: 'unlocked'; author: string; at: string };

/** PUT /api/v1/targets/lock. A quarter or a year goes with its months. */
export interface LockRequest {
	period: string;
	locked: boolean;
}

/** What follows from parts, in the metric's unit: a scope's own months or quarters, its people, its teams. */
export interface PartsSum {
	of: 'periods' | 'people' | 'teams';
	value: number;
	/** Some parts have no target. */
	incomplete: boolean;
}

/** POST /api/v1/targets/spread: what the parts would be. Writes nothing: the parts are then set like any other targets. */
export interface SpreadRequest {
	metric: string;
	/** A quarter or a year. */
	period: string;
	scopes: string[];
	by: 'workdays' | 'last_year';
	/** Of a year: its quarters too. A quarter that has a target of its own is set anyway, so that it agrees with its months. */
	quarters?: boolean;
}

export interface Spread {
	metric: string;
	period: string;
	/** Quarters, where there are any, and then months. */
	parts: { id: string; label: string; kind: GridKind }[];
	rows: SpreadRow[];
}

export interface SpreadRow {
	scope: string;
	name: string;
	/** Null: nothing stands that could be spread. */
	whole: number | null;
	/** By which it was spread in the end. */
	by: 'workdays' | 'last_year';
	/** By last year: the first and last month whose results gave the shape. */
	shape: { from: string; to: string } | null;
	/** Why not as asked for: no results a year before, or not all of those months known; or no working day at all, so equal parts. */
	fallback: 'no_results' | 'not_all_known' | 'no_workdays' | null;
	/** Why it cannot be spread: closed parts have more than the whole already, all are closed, it is not in whole units, or nobody is employed in what is open. */
	problem: 'closed_exceed' | 'all_closed' | 'not_whole' | 'not_employed' | null;
	/** One per part; empty where it cannot be spread. */
	cells: { was: number | null; value: number | null; isKept: boolean }[];
}
