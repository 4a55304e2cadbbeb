/**
 * The target that stands for a metric, scope and period (DESIGN §4). What was set wins; else, for sums only, the largest set
 * parts in time; else, for a team or the company, each person's, counted in the team they are in on the part's first day;
 * else, for the company, the teams'. A week or a day has its share of the month's by working time.
 */
import type { PartsSum } from '../../shared/targets-api.ts';
import type { Calendar } from '../floor/calendar.ts';
import type { People, Person } from '../floor/people.ts';
import type { Period, PeriodRules } from '../floor/period.ts';
import { partsOf, periodsWithin } from '../floor/period.ts';
import type { Targets } from '../floor/targets.ts';
import type { MetricId } from './catalogue.ts';
import { createMemory } from './memory.ts';
import { metricOf } from './catalogue.ts';
import type { Scope } from './scope.ts';
import { personScope, storedScope, teamScope } from './scope.ts';

export interface StandingTarget {
	/** In the metric's inner unit. */
	value: number;
	derived: boolean;
	/** The parts do not cover the period: the sum is shown, attainment and pace are unknown. */
	incomplete: boolean;
}

export type TargetOf = (metric: MetricId, scope: Scope, period: Period) => StandingTarget | null;

/** What follows from the parts, whatever was set for the whole: in time, of people, of teams. The first stands where nothing was set. */
export type SumsOf = (metric: MetricId, scope: Scope, period: Period) => PartsSum[];

interface Parts {
	set: { from: string; value: number }[];
	/** First days of the parts for which nothing was set. */
	missing: string[];
}

export interface TargetStages {
	targets: Targets;
	people: People;
	calendar: () => Calendar;
	rules: () => PeriodRules;
	teamOn: (person: number, day: string) => number | null;
}

export function createTargetOf({ targets, people, calendar, rules, teamOn }: TargetStages): { target: TargetOf; sums: SumsOf } {
	const partsSet = (metric: MetricId, scope: string, period: Period, ofParts?: 'ofParts'): Parts => {
		const value = targets.ofMetric(metric).get(period.id)?.get(scope);
		if (value !== undefined && !ofParts) return { set: [{ from: period.from, value }], missing: [] };
		const parts = partsOf(period, rules()).map((part) => partsSet(metric, scope, part));
		const set = parts.flatMap((part) => part.set);
		return set.length === 0 ? { set, missing: [period.from] } : { set, missing: parts.flatMap((part) => part.missing) };
	};

	const isEmployed = (person: Person, day: string): boolean => (person.startDay ?? day) <= day && (person.endDay ?? day) >= day;

	const ofPeople = (metric: MetricId, scope: Scope, period: Period): StandingTarget | null => {
		let sum = 0;
		let found = false;
		let incomplete = false;
		for (const person of people.list()) {
			const { set, missing } = partsSet(metric, storedScope(personScope(person)), period);
			if (set.length === 0) continue;
			const counts = (day: string): boolean => scope.kind === 'company' || teamOn(person.id, day) === (scope.kind === 'team' ? scope.id : null);
			for (const part of set) {
				if (!counts(part.from)) continue;
				sum += part.value;
				found = true;
			}
			if (missing.some((day) => counts(day) && isEmployed(person, day))) incomplete = true;
		}
		return found ? { value: sum, derived: true, incomplete } : null;
	};

	const ofTeams = (metric: MetricId, period: Period): StandingTarget | null => {
		const manned = new Set(people.list().map(({ id }) => teamOn(id, period.from)));
		const parts = people.teams().filter(({ id }) => manned.has(id)).map((team) => partsSet(metric, storedScope(teamScope(team)), period));
		const set = parts.flatMap((part) => part.set);
		if (set.length === 0) return null;
		return { value: set.reduce((sum, { value }) => sum + value, 0), derived: true, incomplete: parts.some((part) => part.missing.length > 0) };
	};

	const share = (metric: MetricId, scope: Scope, period: Period): StandingTarget | null => {
		const person = scope.kind === 'person' ? scope.id : undefined;
		let sum = 0;
		let found = false;
		let incomplete = false;
		for (const month of periodsWithin('month', period, rules())) {
			const from = month.from > period.from ? month.from : period.from;
			const to = month.to < period.to ? month.to : period.to;
			const own = calendar().workdays(from, to, person);
			const whole = calendar().workdays(month.from, month.to, person);
			const target = whole > 0 ? targetOf(metric, scope, month) : null;
			if (target) {
				sum += (target.value * own) / whole;
				found = true;
				incomplete ||= target.incomplete && own > 0;
			} else incomplete ||= own > 0;
		}
		return found ? { value: sum, derived: true, incomplete } : null;
	};

	// Each figure that has to do with a target asks for it, and a company's is the sum of everybody's.
	const memory = createMemory<StandingTarget | null>((metric) => [targets.ofMetric(metric), people.changes(), calendar(), rules()]);
	const targetOf: TargetOf = (metric, scope, period) => memory(metric, `${storedScope(scope)} ${period.id}`, () => workedOut(metric, scope, period));

	const ownParts = (metric: MetricId, scope: Scope, period: Period, ofParts?: 'ofParts'): StandingTarget | null => {
		const { set, missing } = partsSet(metric, storedScope(scope), period, ofParts);
		return set.length === 0 ? null : { value: set.reduce((sum, { value }) => sum + value, 0), derived: true, incomplete: missing.length > 0 };
	};

	const workedOut: TargetOf = (metric, scope, period) => {
		const set = targets.ofMetric(metric).get(period.id)?.get(storedScope(scope));
		if (set !== undefined) return { value: set, derived: false, incomplete: false };
		if (metricOf(metric).formula.kind !== 'sum') return null;
		if (period.kind === 'week' || period.kind === 'day') return share(metric, scope, period);
		const own = ownParts(metric, scope, period);
		if (own) return own;
		if (scope.kind === 'person') return null;
		return ofPeople(metric, scope, period) ?? (scope.kind === 'company' ? ofTeams(metric, period) : null);
	};

	/** Each team's as it stands: a team without a target of its own counts with its people's. */
	const standingTeams = (metric: MetricId, period: Period): StandingTarget | null => {
		if (!ofTeams(metric, period)) return null;
		const manned = new Set(people.list().map(({ id }) => teamOn(id, period.from)));
		const standing = people.teams().filter(({ id }) => manned.has(id)).map((team) => targetOf(metric, teamScope(team), period));
		return { value: standing.reduce((sum, each) => sum + (each?.value ?? 0), 0), derived: true, incomplete: standing.some((each) => each === null || each.incomplete) };
	};

	return {
		target: targetOf,
		sums: (metric, scope, period) => {
			if (metricOf(metric).formula.kind !== 'sum') return [];
			const found: [PartsSum['of'], StandingTarget | null][] = [
				['periods', ownParts(metric, scope, period, 'ofParts')],
				['people', scope.kind === 'person' ? null : ofPeople(metric, scope, period)],
				['teams', scope.kind === 'company' ? standingTeams(metric, period) : null],
			];
			return found.flatMap(([of, sum]) => (sum ? [{ of, value: sum.value, incomplete: sum.incomplete }] : []));
		},
	};
}
