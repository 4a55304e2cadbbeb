/** Evaluates metrics as they stand at a moment: sums first, divided last (M2); unknown is null, never zero (M3). */
import type { Calendar } from '../floor/calendar.ts';
import type { Person } from '../floor/people.ts';
import type { Period, PeriodRules } from '../floor/period.ts';
import { periodsWithin, previousPeriod } from '../floor/period.ts';
import type { Cut, Reader } from '../rollups/read.ts';
import type { Formula, MetricId } from './catalogue.ts';
import { computed } from './computed.ts';
import { timeDimensionOf, type Dimension } from './dimension.ts';
import { known, ratio, unknown, type Evaluated, type Reason } from './evaluated.ts';
import { metricOf } from './catalogue.ts';
import { quantitiesBehind, quantitiesOf } from './explain.ts';
import { isFigure, type Lacking } from './figures.ts';
import type { Amount, Quantities, QuantityId } from './quantities.ts';
import type { IsRetired } from './retired-figures.ts';
import type { Roster } from './roster.ts';
import type { Scope } from './scope.ts';
import { personScope, teamScope, whoseOf } from './scope.ts';
import type { StandingTarget, TargetOf } from './target-of.ts';

/** How far a period has come, in working days and to the whole minute; for a person less their leave. */
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
	/** Another period as far as this one has come, in working time. */
	sameTime: (other: Period, period: Period, cut: Cut) => Cut;
	/** The previous period, and the moment in it up to which it compares like with like (M12). */
	previous: (period: Period, cut: Cut) => { period: Period; cut: Cut };
	/** Whether facts that it rests on were taken out: it is not known, by nobody and nothing that it is told apart by. */
	isRetired: (metric: MetricId, period: Period, cut: Cut) => boolean;
	/** A cut at an instant. `asOf`: what history to believe, unless it is the instant itself. */
	cutAt: (until: number, asOf?: number) => Cut;
}

export interface EvaluatorStages {
	reader: Reader;
	quantities: Quantities;
	roster: Roster;
	target: TargetOf;
	calendar: () => Calendar;
	rules: () => PeriodRules;
	isRetired: IsRetired;
}

const minuteMs = 60_000;

export function createEvaluator({ reader, quantities, roster, target, calendar, rules, isRetired }: EvaluatorStages): Evaluator {
	const cutAt: Evaluator['cutAt'] = (until, asOf = until) => ({ asOf, until, untilDay: calendar().dayOf(until) });

	const progress: Evaluator['progress'] = (scope, period, cut) => {
		const person = scope.kind === 'person' ? scope.id : undefined;
		const total = calendar().workdays(period.from, period.to, person);
		const isOver = cut.until >= calendar().endOf(period.to);
		// By whole minutes: else every wall is told each second of digits that nobody reads.
		const elapsed = isOver ? total : calendar().elapsed(period.from, period.to, Math.floor(cut.until / minuteMs) * minuteMs, person);
		return { elapsed, total, isOver, share: isOver ? 1 : total === 0 ? null : elapsed / total };
	};

	const sameTime: Evaluator['sameTime'] = (other, period, cut) => {
		const { elapsed, atElapsed, endOf } = calendar();
		const until = cut.until >= endOf(period.to) ? endOf(other.to) : atElapsed(other.from, other.to, elapsed(period.from, period.to, cut.until));
		return cutAt(Math.min(until, cut.until), cut.asOf);
	};

	const befores = new WeakMap<Cut, Map<string, { period: Period; cut: Cut }>>();
	const previous: Evaluator['previous'] = (period, cut) => {
		const before = previousPeriod(period, rules());
		// The same cut for the same moment, so that what was read for it is read once.
		const known = befores.get(cut) ?? new Map<string, { period: Period; cut: Cut }>();
		befores.set(cut, known);
		const found = known.get(before.id) ?? { period: before, cut: sameTime(before, period, cut) };
		known.set(before.id, found);
		return found;
	};

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
		if (isRetired(quantitiesBehind(metricOf(base).formula), period, cut)) return unknown('retired');
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
				return found.result.value === null ? unknown(found.result.reason ?? 'no_denominator') : ratio(found.result.value, found.target.value * (state.share ?? 0));
			}
			case 'projected': {
				const state = pacing(base, scope, period, cut);
				if (typeof state === 'string') return unknown(state);
				const result = value(base, base, scope, period, cut);
				return result.value === null ? unknown(result.reason ?? 'no_denominator') : known(result.value / (state.share ?? 1));
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
	const ratioOf = ({ overGain }: Extract<Formula, { kind: 'ratio' }>, above: Amount, below: Amount): Evaluated => {
		const found = ratio(above.amount, below.amount, above.approximate || below.approximate);
		return overGain && below.amount < 0 ? { ...found, value: null, reason: 'no_denominator' } : found;
	};

	const evaluated: Evaluator['value'] = (metric, base, scope, period, cut) => {
		const { formula, scopes } = metricOf(metric);
		if (scopes && !scopes.includes(scope.kind)) return unknown('not_in_this_scope');
		if (isRetired(quantitiesOf(formula), period, cut)) return unknown('retired');
		const whose = whoseOf(scope);
		switch (formula.kind) {
			case 'sum':
				return known(reader.sum(formula.measure, period, cut, whose));
			case 'rows': {
				const found = quantities.of(formula.of, scope, period, cut);
				return typeof found === 'string' ? unknown(found) : ofAmount(found);
			}
			case 'ratio': {
				const above = quantities.of(formula.of, scope, period, cut);
				const below = quantities.of(formula.over, scope, period, cut);
				if (typeof above !== 'string' && typeof below !== 'string') return ratioOf(formula, above, below);
				// What is known of it is told, too.
				const amountOf = (side: Amount | Lacking): number | null => (typeof side === 'string' ? null : side.amount);
				return { ...unknown(typeof above === 'string' ? above : typeof below === 'string' ? below : 'no_denominator'), numerator: amountOf(above), denominator: amountOf(below) };
			}
			case 'computed':
				return computed[formula.of]({
					scope, period, cut, roster, evaluator, calendar: calendar(),
					value: (of) => value(of, of, scope, period, cut),
					amount: (of: QuantityId) => {
						const found = quantities.of(of, scope, period, cut);
						return typeof found === 'string' || isRetired([of], period, cut) ? null : found.amount;
					},
				});
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
		const { formula, scopes } = metricOf(metric);
		const found = new Map<string | number | null, Evaluated>();
		if ((dimension === 'person' || dimension === 'team') && scopes && !scopes.includes(dimension)) return found;
		const counted = quantitiesOf(formula);
		const isLost = isRetired(counted, period, cut);
		const time = timeDimensionOf(dimension);
		if (isLost && !time) return found;
		if (formula.kind === 'sum' || formula.kind === 'rows') {
			for (const [key, amount] of quantities.by(formula.kind === 'sum' ? formula.measure : formula.of, dimension, scope, period, cut)) found.set(key, ofAmount(amount));
		} else if (formula.kind === 'ratio') {
			// By what one side knows nothing of, its part would be 0 and not unknown.
			if (![formula.of, formula.over].every((side) => quantities.tellsApart(side, dimension))) return found;
			const nothing: Amount = { amount: 0, approximate: false };
			const above = quantities.by(dimension === 'stage' ? (formula.ofByStage ?? formula.of) : formula.of, dimension, scope, period, cut);
			const below = quantities.by(formula.over, dimension, scope, period, cut);
			// Whose figure is not known is not without costs.
			const keys = [...new Set([...below.keys(), ...above.keys()])].filter((key) => (!isFigure(formula.of) || above.has(key)) && (!isFigure(formula.over) || below.has(key)));
			for (const key of keys) found.set(key, ratioOf(formula, above.get(key) ?? nothing, below.get(key) ?? nothing));
		} else if (dimension === 'person' || dimension === 'team') {
			for (const member of membersOf(dimension, scope, period)) {
				const result = value(metric, base, member, period, cut);
				if (member.kind !== 'company' && result.value !== null) found.set(member.id, result);
			}
		}
		// Of each period by itself: those since are whole.
		if (isLost && time) for (const part of periodsWithin(time, period, rules())) if (isRetired(counted, part, cut)) found.set(part.id, unknown('retired'));
		return found;
	};

	const evaluator: Evaluator = { value, by, target, quotas, progress, sameTime, previous, cutAt, isRetired: (metric, period, cut) => isRetired(quantitiesBehind(metricOf(metric).formula), period, cut) };
	return evaluator;
}
