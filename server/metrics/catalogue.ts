/** The metrics (KPIS.md §§1–5), as data. */
import type { Language } from '../../shared/views.ts';
import { textIn } from '../../shared/words/language.ts';
import type { FactEntity } from '../facts/schema.ts';
import { activity } from './catalogue/activity.ts';
import { customers } from './catalogue/customers.ts';
import { funnel } from './catalogue/funnel.ts';
import { pipeline } from './catalogue/pipeline.ts';
import { results } from './catalogue/results.ts';
import type { Metric } from './metric.ts';
import { entityOfQuantity } from './quantities.ts';

export type { Derivation, Formula, Metric } from './metric.ts';

export const catalogue = { ...activity, ...funnel, ...pipeline, ...results, ...customers };

export type MetricId = keyof typeof catalogue;

export const metricIds = Object.keys(catalogue) as MetricId[];

export const metricOf = (id: MetricId): Metric => catalogue[id];

export const labelOf = (id: MetricId, language: Language): string => textIn(metricOf(id).label, language);

/** What it is counted from; a rate's is that of what it is a rate of. */
export function entityOf(id: MetricId): FactEntity {
	const { formula } = metricOf(id);
	if (formula.kind === 'sum') return entityOfQuantity(formula.measure);
	if (formula.kind === 'rows') return entityOfQuantity(formula.of);
	return formula.kind === 'ratio' ? entityOfQuantity(formula.over) : 'deals';
}

export const isMetricId = (id: string): id is MetricId => Object.hasOwn(catalogue, id);

/** Metrics that are computed from facts themselves, so that others can be derived from them. */
export const baseMetrics = metricIds.filter((id) => metricOf(id).formula.kind !== 'derived');
