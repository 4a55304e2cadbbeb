/** Evaluates metrics as they stand at a moment: sums first, divided last (M2); unknown is null, never zero (M3). */
import type { Calendar } from '../floor/calendar.ts';
import type { Person } from '../floor/people.ts';
import type { Period, PeriodRules } from '../floor/period.ts';
import { previousPeriod } from '../floor/period.ts';
import type { Cut, FactColumn, Reader, Whose } from '../rollups/read.ts';
import type { Formula, MetricId } from './catalogue.ts';
import { computed } from './computed.ts';
import { metricOf } from './catalogue.ts';
import type { OpenDealsReader } from './open-deals.ts';
import type { Amount, Quantities, QuantityId } from './quantities.ts';
import type { Roster } from './roster.ts';
import type { Scope } from './scope.ts';
import { personScope, teamScope } from './scope.ts';
import type { StandingTarget, TargetOf } from './target-of.ts';

/** A value in the metric's inner unit (money in minor units); for a ratio what stands above and below the line. */
export interface Evaluated {
	value: number | null;
	numerator: number | null;
	denominator: number | null;
	approximate: boolean;
	/** Why it is unknown. */
	reason: Reason | null;
}

export type Reason = 'no_target' | 'incomplete_target' | 'too_early' | 'over' | 'no_working_time' | 'not_begun' | 'not_for_this_metric' | 'no_denominator' | 'less_is_better' | 'not_in_this_scope' | 'no_figure' | 'target_met';

export type TimeDimension = 'day' | 'week' | 'month' | 'quarter' | 'year';
export type Dimension = 'person' | 'team' | TimeDimension | FactColumn;
export const timeDimensions: readonly TimeDimension[] = ['day', 'week', 'month', 'quarter', 'year'];

/** How far a period has come, in working days; for a person less their leave. */
export interface Progress {
	elapsed: number;
	total: number;
	isOver: boolean;
	/** 0–1, or null when there is no working time to compare with. */
	share: number | null;
}

export interface Quota {
	person: Person;
	/** Null when it is not known. */
	result: number | null;
	target: number;
	isReached: boolean;
}

export interface Evaluator {
	value: (metric: MetricId, base: MetricId, scope: Scope, period: Period, cut: Cut) => Evaluated;
	/** Keyed by person or team id, by period id, or by a column's value; null: unassigned, or not said. */
	by: (metric: MetricId, base: MetricId, dimension: Dimension, scope: Scope, period: Period, cut: Cut) => Map<string | number | null, Evaluated>;
	target: TargetOf;
	/** Who has a target for a period, with what they have come to: what "reps at quota" counts. */
	quotas: (base: MetricId, scope: Scope, period: Period, cut: Cut) => Quota[];
	progress: (scope: Scope, period: Period, cut: Cut) => Progress;
	/** The previous period, and the moment in it up to which it compares like with like (M12). */
	previous: (period: Period, cut: Cut) => { period: Period; cut: Cut };
	/** When a metric of state is taken: at the cut, or at the end of a period that is over; null before it has begun. */
	stateMoment: (period: Period, cut: Cut) => { instant: number; day: string } | null;
	/** A cut at an instant. `asOf`: what history to believe, unless it is the instant itself. */
	cutAt: (until: number, asOf?: number) => Cut;
}

export const known = (value: number | null, numerator: number | null = null, denominator: number | null = null, approximate = false): Evaluated => ({ value, numerator, denominator, approximate, reason: null });
export const unknown = (reason: Reason): Evaluated => ({ value: null, numerator: null, denominator: null, approximate: false, reason });
export const ratio = (above: number, below: number, approximate = false): Evaluated => ({ value: below === 0 ? null : above / below, numerator: above, denominator: below, approximate, reason: below === 0 ? 'no_denominator' : null });

/** One figure by another; unknown where either is. */
export const quotient = (above: Evaluated, below: Evaluated): Evaluated =>
	above.value === null ? unknown(above.reason ?? 'no_denominator') : below.value === null ? unknown(below.reason ?? 'no_denominator') : ratio(above.value, below.value, above.approximate || below.approximate);

export const whoseOf = (scope: Scope): Whose => (scope.kind === 'company' ? { kind: 'company' } : { kind: scope.kind, id: scope.id });

export interface EvaluatorStages {
	reader: Reader;
	openDeals: OpenDealsReader;
	quantities: Quantities;
	roster: Roster;
	target: TargetOf;
	calendar: () => Calendar;
	rules: () => PeriodRules;
}

export function createEvaluator({ reader, openDeals, quantities, roster, target, calendar, rules }: EvaluatorStages): Evaluator {
	const cutAt: Evaluator['cutAt'] = (until, asOf = until) => ({ asOf, until, untilDay: calendar().dayOf(until) });

	const progress: Evaluator['progress'] = (scope, period, cut) => {
		const person = scope.kind === 'person' ? scope.id : undefined;
		const total = calendar().workdays(period.from, period.to, person);
		const isOver = cut.until >= calendar().endOf(period.to);
		const elapsed = isOver ? total : calendar().elapsed(period.from, period.to, cut.until, person);
		return { elapsed, total, isOver, share: isOver ? 1 : total === 0 ? null : elapsed / total };
	};

	const befores = new WeakMap<Cut, Map<string, { period: Period; cut: Cut }>>();
	const previous: Evaluator['previous'] = (period, cut) => {
		const before = previousPeriod(period, rules());
		const { isOver, elapsed } = progress({ kind: 'company' }, period, cut);
		const until = isOver ? calendar().endOf(before.to) : calendar().atElapsed(before.from, before.to, elapsed);
		// The same cut for the same moment, so that what was read for it is read once.
		const known = befores.get(cut) ?? new Map<string, { period: Period; cut: Cut }>();
		befores.set(cut, known);
		const found = known.get(before.id) ?? { period: before, cut: cutAt(Math.min(until, cut.until), cut.asOf) };
		known.set(before.id, found);
		return found;
	};

	const stateMoment: Evaluator['stateMoment'] = (period, cut) => {
		if (period.from > cut.untilDay) return null;
		const instant = Math.min(cut.until, calendar().endOf(period.to));
		return { instant, day: calendar().dayOf(instant) };
	};

	const ofState = (formula: Extract<Formula, { kind: 'state' }>, open: { count: number; amountMinor: number; approximate: boolean }): Evaluated =>
		formula.of === 'open_deals' ? known(open.count) : known(open.amountMinor, null, null, open.approximate);

	const attained = (base: MetricId, scope: Scope, period: Period, cut: Cut): { result: Evaluated; target: StandingTarget } | Reason => {
		const standing = target(base, scope, period);
		if (!standing) return 'no_target';
		if (standing.incomplete) return 'incomplete_target';
		if (metricOf(base).better === 'down') return 'less_is_better';
		return { result: value(base, base, scope, period, cut), target: standing };
	};

	/** For pace and projection: not before one full working day (M15), and not without working time (M8). */
	const pacing = (base: MetricId, scope: Scope, period: Period, cut: Cut): Progress | Reason => {
		if (metricOf(base).formula.kind !== 'sum') return 'not_for_this_metric';
		const state = progress(scope, period, cut);
		if (state.isOver) return state;
		if (state.share === null) return 'no_working_time';
		return state.elapsed < 1 ? 'too_early' : state;
	};

	const quotas: Evaluator['quotas'] = (base, scope, period, cut) =>
		roster.people().flatMap((person): Quota[] => {
			const standing = target(base, personScope(person), period);
			if (!standing || standing.incomplete || standing.value <= 0) return [];
			if (scope.kind === 'person' && scope.id !== person.id) return [];
			if (scope.kind === 'team' && roster.teamOn(person.id, period.from) !== scope.id) return [];
			const result = value(base, base, personScope(person), period, cut).value;
			return [{ person, result, target: standing.value, isReached: result !== null && result >= standing.value }];
		});

	const atQuota = (base: MetricId, scope: Scope, period: Period, cut: Cut): Evaluated => {
		if (metricOf(base).better === 'down') return unknown('less_is_better');
		const measured = quotas(base, scope, period, cut);
		return measured.length === 0 ? unknown('no_target') : ratio(measured.filter(({ isReached }) => isReached).length, measured.length);
	};

	const derived = (formula: Extract<Formula, { kind: 'derived' }>, base: MetricId, scope: Scope, period: Period, cut: Cut): Evaluated => {
		switch (formula.derivation) {
			case 'quota_attainment': {
				const found = attained(base, scope, period, cut);
				if (typeof found === 'string') return unknown(found);
				return found.result.value === null ? unknown(found.result.reason ?? 'no_denominator') : ratio(found.result.value, found.target.value);
			}
			case 'reps_at_quota':
				return atQuota(base, scope, period, cut);
			case 'pace': {
				const found = attained(base, scope, period, cut);
				if (typeof found === 'string') return unknown(found);
				const state = pacing(base, scope, period, cut);
				if (typeof state === 'string') return unknown(state);
				return ratio(found.result.value ?? 0, found.target.value * (state.share ?? 0));
			}
			case 'projected': {
				const state = pacing(base, scope, period, cut);
				if (typeof state === 'string') return unknown(state);
				return known((value(base, base, scope, period, cut).value ?? 0) / (state.share ?? 1));
			}
			case 'required_per_day': {
				if (metricOf(base).formula.kind !== 'sum') return unknown('not_for_this_metric');
				const standing = target(base, scope, period);
				if (!standing) return unknown('no_target');
				if (standing.incomplete) return unknown('incomplete_target');
				const state = progress(scope, period, cut);
				if (state.isOver) return unknown('over');
				const missing = standing.value - (value(base, base, scope, period, cut).value ?? 0);
				if (missing <= 0) return known(0);
				const left = state.total - state.elapsed;
				return left <= 0 ? unknown('no_working_time') : { ...known(missing / left, missing, left) };
			}
			case 'growth': {
				const before = previous(period, cut);
				const was = value(base, base, scope, before.period, before.cut).value;
				const is = value(base, base, scope, period, cut).value;
				return was === null || is === null || was === 0 ? unknown('no_denominator') : { ...ratio(is - was, Math.abs(was)) };
			}
		}
	};

	/** A board asks for the company's figures many times over; they live as long as the moment's cut does. */
	const valued = new WeakMap<Cut, Map<string, Evaluated>>();
	const value: Evaluator['value'] = (metric, base, scope, period, cut) => {
		if (scope.kind !== 'company') return evaluated(metric, base, scope, period, cut);
		const ofCut = valued.get(cut) ?? new Map<string, Evaluated>();
		valued.set(cut, ofCut);
		const name = `${metric} ${base} ${period.kind} ${period.from} ${period.to}`;
		const found = ofCut.get(name) ?? evaluated(metric, base, scope, period, cut);
		ofCut.set(name, found);
		return found;
	};

	const ofAmount = ({ amount, approximate }: Amount): Evaluated => known(amount, null, null, approximate);
	const ratioOf = (above: Amount, below: Amount): Evaluated => ratio(above.amount, below.amount, above.approximate || below.approximate);

	const evaluated: Evaluator['value'] = (metric, base, scope, period, cut) => {
		const { formula, scopes } = metricOf(metric);
		if (scopes && !scopes.includes(scope.kind)) return unknown('not_in_this_scope');
		const whose = whoseOf(scope);
		switch (formula.kind) {
			case 'sum':
				return known(reader.sum(formula.measure, period, cut, whose));
			case 'rows': {
				const found = quantities.of(formula.of, scope, period, cut);
				return found ? ofAmount(found) : unknown('not_begun');
			}
			case 'ratio': {
				const above = quantities.of(formula.of, scope, period, cut);
				const below = quantities.of(formula.over, scope, period, cut);
				return above && below ? ratioOf(above, below) : unknown('not_begun');
			}
			case 'computed':
				return computed[formula.of]({
					scope, period, cut, roster, evaluator, calendar: calendar(),
					value: (of) => value(of, of, scope, period, cut),
					amount: (of: QuantityId) => quantities.of(of, scope, period, cut)?.amount ?? null,
				});
			case 'state': {
				const moment = stateMoment(period, cut);
				return moment ? ofState(formula, openDeals.at(moment.instant, moment.day, whose)) : unknown('not_begun');
			}
			case 'derived':
				return derived(formula, base, scope, period, cut);
		}
	};

	/** Who can have a derived value: those in scope, one by one. */
	const membersOf = (dimension: 'person' | 'team', scope: Scope, period: Period): Scope[] => {
		if (dimension === 'team') return scope.kind === 'company' ? roster.teams().map(teamScope) : scope.kind === 'team' ? [scope] : [];
		const people = roster.people().map(personScope);
		if (scope.kind === 'person') return [scope];
		const team = scope.kind === 'team' ? scope.id : null;
		return team === null ? people : people.filter((person) => person.kind === 'person' && roster.teamOn(person.id, period.from) === team);
	};

	const by: Evaluator['by'] = (metric, base, dimension, scope, period, cut) => {
		const { formula } = metricOf(metric);
		const found = new Map<string | number | null, Evaluated>();
		if (formula.kind === 'sum' || formula.kind === 'rows') {
			for (const [key, amount] of quantities.by(formula.kind === 'sum' ? formula.measure : formula.of, dimension, scope, period, cut)) found.set(key, ofAmount(amount));
		} else if (formula.kind === 'ratio') {
			// By what one side knows nothing of, its part would be 0 and not unknown.
			if (![formula.of, formula.over].every((side) => quantities.tellsApart(side, dimension))) return found;
			const nothing: Amount = { amount: 0, approximate: false };
			const above = quantities.by(dimension === 'stage' ? (formula.ofByStage ?? formula.of) : formula.of, dimension, scope, period, cut);
			const below = quantities.by(formula.over, dimension, scope, period, cut);
			for (const key of new Set([...below.keys(), ...above.keys()])) found.set(key, ratioOf(above.get(key) ?? nothing, below.get(key) ?? nothing));
		} else if (formula.kind === 'state') {
			const moment = stateMoment(period, cut);
			const grouping = dimension === 'outcome' || timeDimensions.some((kind) => kind === dimension) ? null : (dimension as Exclude<Dimension, TimeDimension | 'outcome'>);
			if (moment && grouping) for (const [key, open] of openDeals.by(moment.instant, moment.day, grouping, whoseOf(scope))) found.set(key, ofState(formula, open));
		} else if (dimension === 'person' || dimension === 'team') {
			for (const member of membersOf(dimension, scope, period)) {
				const result = value(metric, base, member, period, cut);
				if (member.kind !== 'company' && result.value !== null) found.set(member.id, result);
			}
		}
		return found;
	};

	const evaluator: Evaluator = { value, by, target, quotas, progress, previous, stateMoment, cutAt };
	return evaluator;
}
