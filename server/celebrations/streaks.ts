/** Streaks (M18): working days in a row at or above the day's share of the person's target; leave and days off are skipped, not broken. */
import { addDays, daysFromTo, periodAround, type Period } from '../floor/period.ts';
import type { MetricId } from '../metrics/catalogue.ts';
import { company, personScope, type Scope } from '../metrics/scope.ts';
import type { Cut } from '../rollups/read.ts';
import type { Found } from './occasion.ts';
import type { ProgressStages } from './progress.ts';

/** Read back so many days at first, then twice as many, as long as the streak holds. */
const firstStretchDays = 14;
const mostDays = 800;

export interface Streaks {
	/** Who has come to the day's share since the last look, where that makes a streak. */
	look: (metric: MetricId, isLive: boolean, cut: Cut) => Found[];
}

export function createStreaks({ metrics, targets, settings, rules, nextId, isRanked }: ProgressStages): Streaks {
	const { evaluator, roster } = metrics;
	/** Who was at or above the share of the day at the last look: a day that has held is not read again. */
	const there = new Map<MetricId, { day: string; people: Set<number> }>();
	const dayOf = (day: string): Period => ({ kind: 'day', id: day, from: day, to: day });

	/** Null without a target of the person's own. */
	const shareOf = (metric: MetricId, scope: Scope, day: string): number | null => {
		const standing = evaluator.target(metric, scope, dayOf(day));
		return standing && !standing.incomplete && standing.value > 0 ? standing.value : null;
	};

	/** How many working days in a row up to a day, which is one of them. */
	const lengthOf = (metric: MetricId, scope: Scope & { kind: 'person' }, today: string, cut: Cut): number => {
		const calendar = settings.calendar();
		let length = 0;
		for (let to = today, days = firstStretchDays; days <= mostDays; to = addDays(to, -days), days *= 2) {
			const from = addDays(to, 1 - days);
			const results = evaluator.by(metric, metric, 'day', scope, { kind: 'day', id: from, from, to }, cut);
			for (const day of daysFromTo(from, to).reverse()) {
				if (!calendar.isWorkday(day, scope.id)) continue;
				const share = shareOf(metric, scope, day);
				if (share === null || (results.get(day)?.value ?? 0) < share) return length;
				length += 1;
			}
		}
		return length;
	};

	return {
		look: (metric, isLive, cut) => {
			const { on, days } = rules().streaks;
			const today = cut.untilDay;
			const calendar = settings.calendar();
			const month = periodAround('month', today, settings.get());
			const own = targets.ofMetric(metric).get(month.id);
			if (!on || !own) return [];
			const known = there.get(metric);
			const seen = known?.day === today ? known.people : new Set<number>();
			const here = new Set<number>();
			there.set(metric, { day: today, people: here });
			const found: Found[] = [];
			for (const [person, { value }] of evaluator.by(metric, metric, 'person', company, dayOf(today), cut)) {
				if (typeof person !== 'number' || value === null || !own.has(`person:${person}`)) continue;
				const who = roster.person(person);
				if (!who || !calendar.isWorkday(today, person)) continue;
				const scope = personScope(who);
				const share = shareOf(metric, scope, today);
				if (share === null || value < share || scope.kind !== 'person') continue;
				here.add(person);
				if (seen.has(person)) continue;
				const id = nextId(`streak:${metric}:${person}:${today}`);
				if (id === null) continue;
				const length = lengthOf(metric, scope, today, cut);
				if (length === 0 || length % days !== 0) continue;
				const isWanted = isLive && isRanked(person);
				found.push({
					id,
					at: cut.until,
					about: isWanted ? { kind: 'streak', person, team: roster.teamOn(person, today), quiet: false, metric, day: today, days: length, value, target: share } : null,
				});
			}
			return found;
		},
	};
}
