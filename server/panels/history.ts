/** A metric's latest periods. */
import type { FactEntity } from '../facts/schema.ts';
import type { MetricId } from '../metrics/catalogue.ts';
import { metricOf } from '../metrics/catalogue.ts';
import type { Period, PeriodRules } from '../floor/period.ts';
import { addDays, periodAround, periodsWithin } from '../floor/period.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { entityOfQuantity, isMeasure } from '../metrics/quantities.ts';
import { storedScope } from '../metrics/scope.ts';
import type { Cut } from '../rollups/read.ts';
import type { PanelContext } from './context.ts';

export const periodsShown = 12;

/** Every key figure of a moment asks for the same. */
const known = new WeakMap<Cut, Map<string, Period[]>>();

/** So many up to and with `current`. */
export function lastPeriods(current: Period, { cut, rules }: Pick<PanelContext, 'cut' | 'rules'>): Period[] {
	const ofCut = known.get(cut) ?? new Map<string, Period[]>();
	known.set(cut, ofCut);
	const found = ofCut.get(current.id) ?? periodsUpTo(current, rules);
	ofCut.set(current.id, found);
	return found;
}

function periodsUpTo(current: Period, rules: PeriodRules): Period[] {
	let first = current;
	for (let index = 1; index < periodsShown; index += 1) first = periodAround(current.kind, addDays(first.from, -1), rules);
	return periodsWithin(current.kind, { from: first.from, to: current.to }, rules);
}

/** Of these each period has a value of its own; what is needed a day has none once it is over. */
const comparable: readonly string[] = ['quota_attainment', 'growth'];

interface Remembered {
	on: readonly unknown[];
	asOf: number;
	values: (number | null)[];
}
const remembered = new WeakMap<Metrics, Map<string, Remembered>>();
const mostRemembered = 500;

/** What periods that are over came to: read again when one of the facts behind it, a person or the calendar has changed. */
function ofPast(metric: MetricId, entities: readonly FactEntity[], past: readonly Period[], { metrics, cut, scope, calendar }: PanelContext): (number | null)[] {
	const [first, last] = [past[0], past.at(-1)];
	if (!first || !last) return [];
	const memory = remembered.get(metrics) ?? new Map<string, Remembered>();
	remembered.set(metrics, memory);
	const key = `${metric} ${storedScope(scope)} ${first.kind} ${first.from} ${last.to} ${calendar.dayOf(cut.asOf)}`;
	const on = [...entities.map(metrics.factChanges), metrics.roster.people(), calendar];
	const before = memory.get(key);
	if (before && cut.asOf >= before.asOf && on.every((part, at) => part === before.on[at])) return before.values;
	const { evaluator } = metrics;
	const { kind } = metricOf(metric).formula;
	// A state has a value of its own at the end of each; what is rolled up by day is read once for all of them.
	const found = kind === 'state' ? null : evaluator.by(metric, metric, first.kind, scope, { ...first, to: last.to }, cut);
	const values = past.map((period) => (found ? (found.get(period.id)?.value ?? (kind === 'sum' ? 0 : null)) : evaluator.value(metric, metric, scope, period, cut).value));
	// What history said earlier is not what it says now.
	if (before && cut.asOf < before.asOf) return values;
	memory.delete(key);
	memory.set(key, { on, asOf: cut.asOf, values });
	const [oldest] = memory.keys();
	if (memory.size > mostRemembered && oldest !== undefined) memory.delete(oldest);
	return values;
}

/** What its past rests on, where that is nothing but facts; null: it has a value of its own in each period, which is remembered elsewhere or not at all. */
function entitiesBehind(metric: MetricId): readonly FactEntity[] | null {
	const { formula } = metricOf(metric);
	if (formula.kind === 'state') return ['deals'];
	const quantities = formula.kind === 'sum' ? [formula.measure] : formula.kind === 'ratio' ? [formula.of, formula.over] : [];
	return quantities.length > 0 && quantities.every(isMeasure) ? quantities.map(entityOfQuantity) : null;
}

/** The values of the latest periods, the last being the current one; empty where a period that is over says nothing. */
export function historyOf(metric: MetricId, base: MetricId, current: Period, context: PanelContext): (number | null)[] {
	const { metrics, cut, scope } = context;
	const { formula } = metricOf(metric);
	if (formula.kind === 'derived' && !comparable.includes(formula.derivation)) return [];
	const periods = lastPeriods(current, context);
	const valueOf = (period: Period): number | null => metrics.evaluator.value(metric, base, scope, period, cut).value;
	const entities = entitiesBehind(metric);
	return entities ? [...ofPast(metric, entities, periods.slice(0, -1), context), valueOf(current)] : periods.map(valueOf);
}
