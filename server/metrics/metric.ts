/** What a metric is: what it is called, what it means, and how it follows from what is counted. Sums first, divided last (M2). */
import type { UnitName } from '../../shared/api.ts';
import type { Role } from '../../shared/roles.ts';
import type { MeasureId } from '../rollups/measures.ts';
import type { ComputedId } from './computed.ts';
import type { FigureId } from './figures.ts';
import type { QuantityId } from './quantities.ts';
import type { RowSetId } from './row-sets.ts';

export interface Words {
	en: string;
	sv: string;
}

/** What follows from another metric's value and target over a period. */
export type Derivation = 'quota_attainment' | 'reps_at_quota' | 'pace' | 'projected' | 'required_per_day' | 'growth';

export type Formula =
	| { kind: 'sum'; measure: MeasureId }
	/** What all rows of a set add: a distinct count, or a state; or monthly figures. */
	| { kind: 'rows'; of: RowSetId | FigureId }
	/** `ofByStage`: stands above the line where it is told apart by stage. `overGain`: nothing is divided by what is not above zero. */
	| { kind: 'ratio'; of: QuantityId; over: QuantityId; ofByStage?: RowSetId; overGain?: true }
	/** Of other metrics. */
	| { kind: 'computed'; of: ComputedId }
	| { kind: 'derived'; derivation: Derivation };

/** What is usual, in the metric's inner unit; null: open on that side. */
export interface Benchmark {
	from: number | null;
	to: number | null;
	text: Words;
}

export interface Metric {
	label: Words;
	means: Words;
	/** The formula as text. */
	how?: Words;
	/** `base`: the unit of the metric it is derived from. */
	unit: UnitName | 'base';
	class: 'activity' | 'objective' | 'efficiency';
	/** Leading or lagging. */
	leads: boolean;
	better: 'up' | 'down' | 'neither';
	/** Whom its boards rank; empty: everybody who sells. */
	roles: Role[];
	benchmark?: Benchmark;
	/** Whose it can be (M11); absent: anybody's. */
	scopes?: readonly ('company' | 'team' | 'person')[];
	/** Why what stands above and below the line is credited to different people, where it is (M4). */
	credit?: Words;
	/** Of a mean: what its median, which is told beside it, is one of; and the same by the clock. */
	median?: QuantityId;
	clock?: RowSetId;
	formula: Formula;
}
