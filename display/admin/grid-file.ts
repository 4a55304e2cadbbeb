/** The grid as it is shown, as rows for a spreadsheet; imported again it changes nothing. */
import type { TargetGrid } from '../../shared/api.ts';
import type { TargetImportWords } from '../../shared/words/target-import.ts';
import { copiedText } from './cell-view.ts';
import type { NumberRules } from './numbers.ts';

export const gridRows = (grid: TargetGrid, rules: NumberRules, words: TargetImportWords): string[][] => [
	[words.who, words.scopeColumn, words.metric, ...grid.periods.map(({ label }) => label)],
	...grid.rows.map((row) => [row.name, row.scope, grid.metric, ...row.cells.map(({ value }) => copiedText(value, rules))]),
];
