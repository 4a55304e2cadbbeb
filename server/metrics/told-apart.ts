/** By what a metric can be told apart (M11): by whose it is, and by what all the facts that it is counted from say. */
import { streams } from '../facts/streams.ts';
import { measureOf } from '../rollups/measures.ts';
import { factColumns, type FactColumn } from '../rollups/read.ts';
import type { MetricId } from './catalogue.ts';
import { metricOf } from './catalogue.ts';
import { isMeasure, type QuantityId } from './quantities.ts';
import { isRowSet, rowSetOf } from './row-sets.ts';
import type { Scope } from './scope.ts';

export const parts = ['team', 'person', 'region', 'channel', 'product', 'type', 'stage', 'lead_source', 'forecast_category', 'outcome', 'account'] as const satisfies readonly ('team' | 'person' | FactColumn)[];
export type Part = (typeof parts)[number];

export const isPart = (name: string | null): name is Part => parts.some((part) => part === name);

const columns = parts.filter((part) => part !== 'team' && part !== 'person');

function columnsOf(id: QuantityId): readonly FactColumn[] {
	if (isRowSet(id)) return rowSetOf(id).columns;
	if (!isMeasure(id)) return [];
	const { table } = streams[measureOf(id).stream];
	// What a deal was forecast as tells open deals apart; of a closed one it is past.
	return columns.filter((column) => column !== 'forecast_category' && factColumns[column].some((having) => having === table));
}

function columnsOfMetric(metric: MetricId): readonly FactColumn[] {
	const { formula } = metricOf(metric);
	switch (formula.kind) {
		case 'sum':
			return columnsOf(formula.measure);
		case 'rows':
			return columnsOf(formula.of);
		case 'ratio': {
			const below = columnsOf(formula.over);
			return columnsOf(formula.of).filter((column) => below.includes(column));
		}
		case 'computed':
		case 'derived':
			return [];
	}
}

/** Whose it is comes first: a team's by its people, one person's not at all. Empty where there is nothing to tell apart. */
export function partsOf(metric: MetricId, { kind }: Pick<Scope, 'kind'>): readonly Part[] {
	const { formula, scopes } = metricOf(metric);
	if (formula.kind === 'derived') return [];
	const whose = (['team', 'person'] as const).filter((part) => (kind === 'company' || (kind === 'team' && part === 'person')) && (scopes?.includes(part) ?? true));
	return [...whose, ...columnsOfMetric(metric)];
}

/** Whether its parts are shares of a whole. */
export const addsUp = (metric: MetricId): boolean => {
	const { formula } = metricOf(metric);
	// The company's own figure may be more than its teams'.
	return formula.kind === 'sum' || (formula.kind === 'rows' && isRowSet(formula.of));
};
