/** Importing targets: POST /api/v1/targets/import takes a file and writes nothing; the cells are then set by PUT /api/v1/targets. */
import type { UnitName } from './api.ts';

export const largestTargetFile = 5_000_000;
/** Cells that are set at once, as one entry. */
export const mostImported = 10_000;

export type ImportedState = 'new' | 'changed' | 'unchanged' | 'locked';

export interface ImportedTarget {
	/** Where in the file. */
	line: number;
	column: string;
	metric: string;
	scope: string;
	/** Of the scope, and of the period. */
	name: string;
	period: string;
	periodName: string;
	/** In the metric's unit; null where nothing stands. */
	from: number | null;
	to: number;
	state: ImportedState;
}

export interface RejectedCell {
	line: number;
	column: string;
	value: string;
	/** A sentence in the workspace's language. */
	reason: string;
}

export interface ImportMetric {
	id: string;
	label: string;
	unit: UnitName;
}

/** What the file leaves open. `chosen` is what was taken, and can be chosen anew. */
export interface ImportQuestions {
	/** The file names no metric. */
	metric: { chosen: string } | null;
	/** Some periods have no year. */
	year: { chosen: number; options: number[] } | null;
	/** A number that can mean a thousand times as much, and what it was taken for. */
	decimal: { text: string; chosen: '.' | ','; options: { sign: '.' | ','; means: number }[] } | null;
	/** Names that several people or teams have; null: not chosen yet, and so not imported. */
	who: { text: string; line: number; chosen: string | null; options: { scope: string; label: string }[] }[];
	/** A workbook with several sheets. */
	sheet: { chosen: string; options: string[] } | null;
}

export interface TargetImport {
	kind: 'csv' | 'xlsx';
	shape: 'long' | 'wide';
	cells: ImportedTarget[];
	rejected: RejectedCell[];
	/** Rows of sums, such as "Total": left out, and no fault. */
	totals: { line: number; text: string }[];
	/** Columns that say nothing here. */
	ignored: string[];
	questions: ImportQuestions;
	/** All that can be chosen. */
	metrics: ImportMetric[];
}
