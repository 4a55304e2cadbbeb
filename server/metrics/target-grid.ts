/** The targets page's grid: months, quarters or years × company, teams and people, with what was set and what follows from parts. */
import { z } from 'zod';
import type { TargetGrid } from '../../shared/api.ts';
import { gridKinds } from '../../shared/targets-api.ts';
import { textIn } from '../../shared/words/language.ts';
import { InputError } from '../errors.ts';
import type { Period } from '../floor/period.ts';
import { addDays, parsePeriod, periodAround } from '../floor/period.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { LockDesk } from '../floor/target-locks.ts';
import type { Targets } from '../floor/targets.ts';
import type { MetricId } from './catalogue.ts';
import { metricIds, metricOf } from './catalogue.ts';
import { parseMetric, unitOf } from './explain.ts';
import type { Metrics } from './metrics.ts';
import type { Scope } from './scope.ts';
import { company, personScope, scopeText, storedScope, teamScope } from './scope.ts';
import { canHaveTarget } from './target-edit.ts';

const usual = { metric: 'sales', kind: 'month', count: 6 } as const;
export const gridQuery = z.strictObject({
	metric: z.string().default(usual.metric),
	kind: z.enum(gridKinds, { message: `expected ${gridKinds.join(', ')}` }).default(usual.kind),
	from: z.string().optional().meta({ description: 'Any month, quarter or year: the first column is the one that its first day lies in.' }),
	count: z.coerce.number().int().min(1).max(24).default(usual.count),
});
export type GridQuery = Partial<z.infer<typeof gridQuery>>;

export interface TargetGridStages {
	metrics: Metrics;
	settings: FloorSettings;
	targets: Targets;
	locks: Pick<LockDesk, 'of'>;
	json: (metric: string, value: number | null) => number | null;
}

export function createTargetGrid({ metrics, settings, targets, locks, json }: TargetGridStages): (query: GridQuery, now: number) => TargetGrid {
	const { roster } = metrics;
	return ({ metric: named = usual.metric, kind = usual.kind, from, count = usual.count }, now) => {
		const rules = settings.get();
		const { id } = parseMetric(named);
		if (!canHaveTarget(id)) throw new InputError(`${id} has no targets of its own`, { field: 'metric', code: 'no_target' });
		const today = settings.calendar().dayOf(now);
		const asked = from === undefined ? null : parsePeriod(from, rules, 'from');
		if (asked && !gridKinds.some((each) => each === asked.kind)) throw new InputError('expected a month such as 2026-11, a quarter or a year', { field: 'from' });
		const first = periodAround(kind, asked?.from ?? today, rules);
		const periods: Period[] = [];
		for (let period = first; periods.length < count; period = periodAround(kind, addDays(period.to, 1), rules)) periods.push(period);
		const last = periods.at(-1) ?? first;

		const set = targets.ofMetric(id);
		const row = (scope: Scope, team: string | null = null): TargetGrid['rows'][number] => ({
			scope: scopeText(scope),
			kind: scope.kind,
			name: scope.kind === 'company' ? metrics.numbers().words.company : scope.name,
			team,
			cells: periods.map((period) => ({
				value: json(id, set.get(period.id)?.get(storedScope(scope)) ?? null),
				sums: metrics.targetSums(id, scope, period).map((sum) => ({ ...sum, value: json(id, sum.value) ?? 0 })),
			})),
		});
		const active = new Set(roster.active({ from: first.from, to: last.to }).map((person) => person.id));
		// Where somebody is today, or on the day of those shown that is nearest.
		const on = today < first.from ? first.from : today > last.to ? last.to : today;
		const people = roster.people().flatMap((person) => {
			const team = roster.teamOn(person.id, on);
			const found = row(personScope(person));
			return active.has(person.id) || found.cells.some(({ value }) => value !== null) ? [{ team, row: found }] : [];
		});
		// Of a closed team only what was set, and who is in it, stays to be seen.
		const teams = roster.teams().map((team) => ({ team, row: row(teamScope(team)) })).filter(({ team, row: { cells } }) => !team.isClosed || cells.some(({ value }) => value !== null) || people.some((person) => person.team === team.id));
		const under = (id: number | null, scope: string | null): TargetGrid['rows'] => people.filter(({ team }) => team === id).map((person) => ({ ...person.row, team: scope }));
		const { language } = metrics.numbers();
		const label = (metric: MetricId): string => textIn(metricOf(metric).label, language);
		return {
			metric: id,
			unit: unitOf({ id, base: id }),
			label: label(id),
			metrics: metricIds.filter(canHaveTarget).map((metric) => ({ id: metric, label: label(metric), unit: unitOf({ id: metric, base: metric }), isSum: metricOf(metric).formula.kind === 'sum' })),
			kind,
			periods: periods.map((period) => ({ id: period.id, label: metrics.times().period(period), from: period.from, to: period.to, lock: locks.of(period) })),
			rows: [row(company), ...teams.flatMap((each) => [each.row, ...under(each.team.id, each.row.scope)]), ...under(null, null)],
		};
	};
}
