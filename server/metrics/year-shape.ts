/**
 * The shape that results had in the same months of an earlier year: of the latest year in which all of them are over. It serves only
 * where it is known for all of them: facts reach back so far, and a person was there.
 */
import type { Period } from '../floor/period.ts';
import { parsePeriod } from '../floor/period.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { MetricId } from './catalogue.ts';
import type { Metrics } from './metrics.ts';
import { company, type Scope } from './scope.ts';

export interface YearShape {
	/** First and last month whose results gave the shape, as they are written. */
	from: string;
	to: string;
	/** One per month; null when there is no shape. */
	weights: number[] | null;
	why: 'no_results' | 'not_all_known' | null;
}

const mostYears = 2;

export function createYearShape({ metrics, settings }: { metrics: Metrics; settings: FloorSettings }): (metric: MetricId, scope: Scope, months: readonly Period[], now: number) => YearShape {
	const { evaluator, roster } = metrics;
	const before = ({ id }: Period, years: number): Period => parsePeriod(`${String(Number(id.slice(0, 4)) - years).padStart(4, '0')}${id.slice(4)}`, settings.get());

	return (metric, scope, months, now) => {
		const today = settings.calendar().dayOf(now);
		const last = months.at(-1);
		let years = 1;
		while (last && years < mostYears && before(last, years).to >= today) years++;
		const then = months.map((month) => before(month, years));
		const named = { from: metrics.times().period(then[0] ?? months[0] ?? before(parsePeriod(today.slice(0, 7), settings.get()), 1)), to: metrics.times().period(then.at(-1) ?? parsePeriod(today.slice(0, 7), settings.get())) };
		const none = (why: 'no_results' | 'not_all_known'): YearShape => ({ ...named, weights: null, why });

		const cut = evaluator.cutAt(now);
		const results = (whose: Scope, month: Period): number => Math.max(0, Math.round(evaluator.value(metric, metric, whose, month, cut).value ?? 0));
		const weights = then.map((month) => results(scope, month));
		if (weights.every((weight) => weight === 0)) return none('no_results');
		const person = scope.kind === 'person' ? roster.person(scope.id) : undefined;
		const wasThere = then.every((month) => month.to < today && (person?.startDay ?? month.from) <= month.from && (person?.endDay ?? month.to) >= month.to);
		// A month in which the whole company has nothing lies before the first facts, or they are missing.
		if (!wasThere || then.some((month) => results(company, month) === 0)) return none('not_all_known');
		return { ...named, weights, why: null };
	};
}
