/** Metrics that follow from others: each says how, for a scope and a period as they stand at a moment. */
import type { Calendar } from '../floor/calendar.ts';
import type { Period } from '../floor/period.ts';
import type { Cut } from '../rollups/read.ts';
import type { MetricId } from './catalogue.ts';
import type { Evaluated, Evaluator } from './evaluate.ts';
import { quotient } from './evaluate.ts';
import type { QuantityId } from './quantities.ts';
import type { Roster } from './roster.ts';
import type { Scope } from './scope.ts';

/** Names and not keys of the table below: metrics name them, and they are made of metrics. */
export type ComputedId = 'average_open_deal_size';

export interface Computing {
	scope: Scope;
	period: Period;
	cut: Cut;
	evaluator: Evaluator;
	/** Of the same scope, period and moment. */
	value: (metric: MetricId) => Evaluated;
	/** What it adds up to; null before its period has begun. */
	amount: (quantity: QuantityId) => number | null;
	roster: Roster;
	calendar: Calendar;
}

export const computed: Record<ComputedId, (given: Computing) => Evaluated> = {
	average_open_deal_size: ({ value }) => quotient(value('pipeline_value'), value('open_deals')),
};

/** What it is made of, so that a figure can be followed down to its facts. */
export const ingredientsOf: Record<ComputedId, readonly MetricId[]> = {
	average_open_deal_size: ['pipeline_value', 'open_deals'],
};
