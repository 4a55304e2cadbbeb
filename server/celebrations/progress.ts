/**
 * Targets reached and streaks kept: what a metric's results have come to since the last look. A target counts as reached live when what
 * is dated of these hours alone has carried it from below to at or above: not a back-fill, not a lowered target, not somebody's move.
 */
import type { CelebrationRules } from '../../shared/celebration.ts';
import type { FactEntity } from '../facts/schema.ts';
import type { Calendar } from '../floor/calendar.ts';
import { addDays, periodAround, type Period } from '../floor/period.ts';
import type { Settings } from '../floor/settings.ts';
import type { Targets } from '../floor/targets.ts';
import { baseMetrics, entityOf, metricOf, type MetricId } from '../metrics/catalogue.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { company, personScope, storedScope, teamScope, type Scope } from '../metrics/scope.ts';
import type { Cut, Range } from '../rollups/read.ts';
import type { Found, StreakOccasion, TargetOccasion } from './occasion.ts';
import { createStreaks } from './streaks.ts';

/** Facts that came within so long before are of these hours. */
const recentMs = 12 * 3_600_000;

export interface ProgressStages {
	metrics: Metrics;
	targets: Targets;
	settings: { get: () => Settings; calendar: () => Calendar };
	rules: () => CelebrationRules;
	/** Under which id it is noted; null: it was, and was not taken back. */
	nextId: (id: string) => string | null;
	/** False: left out of rankings, and of what is celebrated of one person's results. */
	isRanked: (person: number) => boolean;
}

/** What has changed since the last look. */
export interface Changed {
	entities: ReadonlySet<FactEntity>;
	/** Those whose facts all came live. */
	live: ReadonlySet<FactEntity>;
	targets: boolean;
}

export interface ProgressWatch {
	look: (changed: Changed, cut: Cut) => Found[];
	/** Whether the result is at or above what it was celebrated for. */
	stands: (about: TargetOccasion | StreakOccasion, cut: Cut) => boolean;
}

/** Only sums that are better the larger grow towards a target; a rate would be there with the first deal, and gone with the next. */
const watched = baseMetrics.flatMap((metric) => {
	const { formula, better } = metricOf(metric);
	return formula.kind === 'sum' && better === 'up' ? [{ metric, entity: entityOf(metric) }] : [];
});

type Sums = Map<string, number>;
/** What a metric had come to at the last look. */
interface Memory {
	periods: Map<string, Sums>;
	recentFrom: string;
	recent: Sums;
}

export function createProgressWatch(stages: ProgressStages): ProgressWatch {
	const { metrics, targets, settings, rules, nextId, isRanked } = stages;
	const { evaluator, roster } = metrics;
	const memories = new Map<MetricId, Memory>();
	const streaks = createStreaks(stages);

	const sumsOf = (metric: MetricId, period: Period, cut: Cut): Sums => {
		const sums: Sums = new Map([[storedScope(company), evaluator.value(metric, metric, company, period, cut).value ?? 0]]);
		for (const kind of ['team', 'person'] as const) {
			for (const [id, { value }] of evaluator.by(metric, metric, kind, company, period, cut)) if (id !== null) sums.set(`${kind}:${id}`, value ?? 0);
		}
		return sums;
	};
	/** A stretch of days as the evaluator takes it. */
	const stretch = ({ from, to }: Range): Period => ({ kind: 'day', id: from, from, to });

	const scopes = (): Scope[] => [...roster.people().map(personScope), ...roster.teams().map(teamScope), company];
	const isWanted = (scope: Scope): boolean => {
		const { on, scopes: wanted } = rules().targets;
		const name = scope.kind === 'company' ? 'company' : scope.kind === 'team' ? 'teams' : 'people';
		return on && wanted.includes(name) && (scope.kind !== 'person' || isRanked(scope.id));
	};
	/** The month's, whatever it follows from; of longer periods only what was set. */
	const targetOf = (metric: MetricId, scope: Scope, period: Period): number | null => {
		if (period.kind !== 'month' && targets.ofMetric(metric).get(period.id)?.get(storedScope(scope)) === undefined) return null;
		const standing = evaluator.target(metric, scope, period);
		return standing && !standing.incomplete && standing.value > 0 ? standing.value : null;
	};

	const lookAt = (metric: MetricId, entity: FactEntity, changed: Changed, cut: Cut): Found[] => {
		const calendar = settings.calendar();
		const at = cut.until;
		const today = cut.untilDay;
		const periods = (['month', 'quarter', 'year'] as const)
			.map((kind) => periodAround(kind, today, settings.get()))
			.filter(({ kind, id }) => targets.ofMetric(metric).has(id) || kind === 'month');
		if (!periods.some(({ id }) => targets.ofMetric(metric).has(id))) {
			memories.delete(metric);
			return [];
		}
		const before = memories.get(metric);
		const recentFrom = calendar.dayOf(at - recentMs);
		const recent = sumsOf(metric, stretch({ from: recentFrom, to: today }), cut);
		const isLive = changed.live.has(entity);
		/** What the facts of these hours have added. The first look, and the first of other hours, cannot tell, and take all there is. */
		const grown = (scope: string): number => (recent.get(scope) ?? 0) - (before?.recentFrom === recentFrom ? (before.recent.get(scope) ?? 0) : 0);
		const found: Found[] = [];
		const memory: Memory = { periods: new Map(), recentFrom, recent };
		for (const period of periods) {
			const sums = sumsOf(metric, period, cut);
			memory.periods.set(period.id, sums);
			const was = before?.periods.get(period.id);
			for (const scope of scopes()) {
				const name = storedScope(scope);
				const value = sums.get(name) ?? 0;
				const target = value > 0 ? targetOf(metric, scope, period) : null;
				if (target === null || value < target) continue;
				const id = nextId(`target:${metric}:${name}:${period.id}`);
				if (id === null) continue;
				// After a start, and in a new period, nobody knows what stood before: these hours are taken off, unless targets were changed too.
				const base = was ? (was.get(name) ?? 0) : changed.targets ? value : value - grown(name);
				const isReached = isLive && isWanted(scope) && base < target && base + grown(name) >= target;
				const about: TargetOccasion = {
					kind: 'target',
					person: scope.kind === 'person' ? scope.id : null,
					team: scope.kind === 'team' ? scope.id : scope.kind === 'person' ? roster.teamOn(scope.id, today) : null,
					quiet: false,
					metric, period: period.id, value, target,
					daysLeft: today < period.to ? calendar.workdays(addDays(today, 1), period.to) : 0,
				};
				found.push({ id, at, about: isReached ? about : null });
			}
		}
		memories.set(metric, memory);
		return [...found, ...streaks.look(metric, isLive, cut)];
	};

	let isFirst = true;
	return {
		look: (changed, cut) => {
			const found = watched.flatMap(({ metric, entity }) => (isFirst || changed.targets || changed.entities.has(entity) ? lookAt(metric, entity, changed, cut) : []));
			isFirst = false;
			// The company's target is what an evening ends with.
			return [...found.filter(({ id }) => id.startsWith('streak:')), ...found.filter(({ id }) => id.startsWith('target:'))];
		},
		stands: (about, cut) => {
			const { metric, person, team } = about;
			const who = person === null ? null : roster.person(person);
			const group = person !== null || team === null ? null : roster.team(team);
			const kinds = about.kind === 'streak' ? (['day'] as const) : (['month', 'quarter', 'year'] as const);
			const day = about.kind === 'streak' ? about.day : cut.untilDay;
			const id = about.kind === 'streak' ? about.day : about.period;
			const period = kinds.map((kind) => periodAround(kind, day, settings.get())).find((each) => each.id === id);
			// Somebody who is nobody any longer, or a period that is over: nothing is known against it.
			if (who === undefined || group === undefined || !period) return true;
			const scope = who ? personScope(who) : group ? teamScope(group) : company;
			return (evaluator.value(metric, metric, scope, period, cut).value ?? 0) >= about.target;
		},
	};
}
