/** A metric's latest periods. */
import type { MetricId } from '../metrics/catalogue.ts';
import { metricIds, metricOf } from '../metrics/catalogue.ts';
import { factsOf } from '../metrics/definitions.ts';
import { quantitiesBehind, quantitiesOf } from '../metrics/explain.ts';
import type { Period, PeriodRules } from '../floor/period.ts';
import { addDays, periodAround, periodsWithin } from '../floor/period.ts';
import type { Recall } from '../rollups/fact-memory.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { isMeasure } from '../metrics/quantities.ts';
import { storedScope } from '../metrics/scope.ts';
import type { Cut } from '../rollups/read.ts';
import type { PanelContext } from './context.ts';

export const periodsShown = 12;

/** Every key figure of a moment asks for the same. */
const known = new WeakMap<Cut, Map<string, Period[]>>();

/** So many up to and with `current`. */
export function lastPeriods(current: Period, { cut, rules }: Pick<PanelContext, 'cut' | 'rules'>, count = periodsShown): Period[] {
	const ofCut = known.get(cut) ?? new Map<string, Period[]>();
	known.set(cut, ofCut);
	const name = `${current.id} ${count}`;
	const found = ofCut.get(name) ?? periodsUpTo(current, rules, count);
	ofCut.set(name, found);
	return found;
}

function periodsUpTo(current: Period, rules: PeriodRules, count: number): Period[] {
	let first = current;
	for (let index = 1; index < count; index += 1) first = periodAround(current.kind, addDays(first.from, -1), rules);
	return periodsWithin(current.kind, { from: first.from, to: current.to }, rules);
}

/** Of these each period has a value of its own; what is needed a day has none once it is over. */
const comparable: readonly string[] = ['quota_attainment', 'growth'];

/** What the past of each rests on; on targets as well it changes by itself. */
const behind = new Map(
	metricIds.map((id) => {
		const { formula } = metricOf(id);
		return [id, { quantities: quantitiesBehind(formula), onTargets: factsOf(formula).some((each) => each === 'targets' || each === 'base') }];
	}),
);

const memoryOf = new WeakMap<Metrics, Recall<(number | null)[] | undefined>>();

/** What periods that are over came to; undefined: it is not known yet, and there is no time to work it out. */
function ofPast(metric: MetricId, past: readonly Period[], { metrics, cut, scope, patience }: PanelContext): (number | null)[] | undefined {
	const [first, last] = [past[0], past.at(-1)];
	if (!first || !last) return [];
	const quantities = behind.get(metric)?.quantities ?? [];
	const recall = memoryOf.get(metrics) ?? metrics.memories<(number | null)[] | undefined>(500);
	memoryOf.set(metrics, recall);
	return recall(`${metric} ${storedScope(scope)} ${first.kind} ${first.from} ${last.to}`, quantities.flatMap((id) => metrics.quantities.rests(id, last, cut)), cut, () => {
		if (!patience.goesOn()) return undefined;
		const { evaluator } = metrics;
		const { formula } = metricOf(metric);
		const { kind } = formula;
		// What is rolled up by day is read once for all of them; all else has a value of its own in each.
		const found = !quantitiesOf(formula).every(isMeasure) || kind === 'computed' ? null : evaluator.by(metric, metric, first.kind, scope, { ...first, to: last.to }, cut);
		const nothing = kind === 'sum' ? 0 : null;
		return past.map((period) => {
			if (!found) return evaluator.value(metric, metric, scope, period, cut).value;
			const one = found.get(period.id);
			return one ? one.value : nothing;
		});
	});
}

/** The values of the latest periods, the last being the current one; empty where a period that is over says nothing, or not yet. */
export function historyOf(metric: MetricId, base: MetricId, current: Period, context: PanelContext): (number | null)[] {
	const { metrics, cut, scope } = context;
	const { formula } = metricOf(metric);
	if (formula.kind === 'derived' && !comparable.includes(formula.derivation)) return [];
	const periods = lastPeriods(current, context);
	const valueOf = (period: Period): number | null => metrics.evaluator.value(metric, base, scope, period, cut).value;
	if (behind.get(metric)?.onTargets) return periods.map(valueOf);
	const past = ofPast(metric, periods.slice(0, -1), context);
	return past ? [...past, valueOf(current)] : [];
}
