/** The months that a month under review is held against, each as far as the month itself has come (M12), and whether anything is known of them. */
import { addDays, periodAround, type Period } from '../floor/period.ts';
import { metricOf, type MetricId } from '../metrics/catalogue.ts';
import type { Evaluated } from '../metrics/evaluated.ts';
import { quantitiesBehind } from '../metrics/explain.ts';
import { isMeasure } from '../metrics/quantities.ts';
import type { Scope } from '../metrics/scope.ts';
import type { MeasureId } from '../rollups/measures.ts';
import type { Cut } from '../rollups/read.ts';
import type { SectionContext } from './section.ts';

export interface Stretch {
	period: Period;
	cut: Cut;
}

export function monthsBefore({ metrics, month, cut }: SectionContext, count: number): Stretch[] {
	const found: Stretch[] = [];
	for (let at: Stretch = { period: month, cut }; found.length < count; ) {
		const before = metrics.evaluator.previous(at.period, at.cut);
		found.push(before);
		at = before;
	}
	return found;
}

export function sameLastYear({ metrics, rules, month, cut }: SectionContext): Stretch {
	let period = month;
	for (let index = 0; index < 12; index += 1) period = periodAround('month', addDays(period.from, -1), rules);
	return { period, cut: metrics.evaluator.sameTime(period, month, cut) };
}

/** What is no sum by day rests on deals, from the first that there was. */
const ofDeals: readonly MeasureId[] = ['deals_created', 'deals_decided'];

/** Whether facts of that kind reach back to the period, and are kept: before the first there is not none, but nobody knows. */
export function isKnown(metric: MetricId, period: Period, { metrics, cut }: SectionContext): boolean {
	const measures = quantitiesBehind(metricOf(metric).formula).filter(isMeasure);
	const days = (measures.length > 0 ? measures : ofDeals).flatMap((measure) => metrics.reader.since(measure) ?? []);
	return days.some((day) => day <= period.to) && !metrics.evaluator.isRetired(metric, period, cut);
}

const unknown: Evaluated = { value: null, numerator: null, denominator: null, approximate: false, reason: null };

export function valueIn(metric: MetricId, scope: Scope, { period, cut }: Stretch, context: SectionContext): Evaluated {
	if (!isKnown(metric, period, context)) return unknown;
	const { evaluator } = context.metrics;
	const found = evaluator.value(metric, metric, scope, period, cut);
	// Open deals that come to nothing are deals whose amounts nobody knows.
	const isUnsized = metric === 'pipeline_value' && found.value === 0 && evaluator.value('open_deals', 'open_deals', scope, period, cut).value !== 0;
	return isUnsized ? unknown : found;
}

/** The mean of the three months before, of which all have to be known; null otherwise. */
export function meanBefore(context: SectionContext, metric: MetricId, of: (stretch: Stretch) => number | null): number | null {
	const values = monthsBefore(context, 3).map((stretch) => (isKnown(metric, stretch.period, context) ? of(stretch) : null));
	let sum = 0;
	for (const value of values) {
		if (value === null) return null;
		sum += value;
	}
	return sum / values.length;
}
