/** The targets page's grid: months × company, teams and people, with what was set and what follows where nothing was. */
import { z } from 'zod';
import type { TargetGrid } from '../../shared/api.ts';
import { firstIssue, InputError } from '../errors.ts';
import type { Period } from '../floor/period.ts';
import { addDays, parsePeriod, periodAround } from '../floor/period.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { Targets } from '../floor/targets.ts';
import { metricIds, metricOf } from './catalogue.ts';
import { parseMetric, unitOf } from './explain.ts';
import type { Metrics } from './metrics.ts';
import type { Scope } from './scope.ts';
import { company, personScope, scopeText, storedScope, teamScope } from './scope.ts';
import { canHaveTarget } from './target-edit.ts';

const querySchema = z.strictObject({
	metric: z.string().default('sales'),
	from: z.string().optional(),
	months: z.coerce.number().int().min(1).max(24).default(6),
});

export interface TargetGridStages {
	metrics: Metrics;
	settings: FloorSettings;
	targets: Targets;
	json: (metric: string, value: number | null) => number | null;
}

export function createTargetGrid({ metrics, settings, targets, json }: TargetGridStages): (query: Record<string, unknown>, now: number) => TargetGrid {
	const { evaluator, roster } = metrics;
	return (raw, now) => {
		const query = querySchema.safeParse(raw);
		if (!query.success) throw firstIssue(query.error, 'expected metric, from and months');
		const rules = settings.get();
		const { id } = parseMetric(query.data.metric);
		if (!canHaveTarget(id)) throw new InputError(`${id} has no targets of its own`, { field: 'metric', code: 'no_target' });
		const first = query.data.from === undefined ? periodAround('month', settings.calendar().dayOf(now), rules) : parsePeriod(query.data.from, rules, 'from');
		if (first.kind !== 'month') throw new InputError('expected a month such as 2026-11', { field: 'from' });
		const months: Period[] = [];
		for (let month = first; months.length < query.data.months; month = periodAround('month', addDays(month.to, 1), rules)) months.push(month);
		const last = months.at(-1) ?? first;

		const set = targets.ofMetric(id);
		const row = (scope: Scope, kind: TargetGrid['rows'][number]['kind'], name: string): TargetGrid['rows'][number] => ({
			scope: scopeText(scope),
			kind,
			name,
			cells: months.map((month) => {
				const own = set.get(month.id)?.get(storedScope(scope)) ?? null;
				const parts = evaluator.target(id, scope, month, 'ofParts');
				return { value: json(id, own), derived: json(id, parts?.value ?? null), incomplete: parts?.incomplete ?? false };
			}),
		});
		const active = new Set(roster.active({ from: first.from, to: last.to }).map((person) => person.id));
		const people = roster.people().map((person) => row(personScope(person), 'person', person.name));
		const shown = people.filter(({ cells }, index) => active.has(roster.people()[index]?.id ?? -1) || cells.some(({ value }) => value !== null));
		const language = metrics.numbers().language === 'sv' ? 'sv' : 'en';
		const monthName = metrics.times();
		const teams = roster.teams().map((team) => ({ team, row: row(teamScope(team), 'team', team.name) }));
		// Of a closed team only what was set stays to be seen.
		const openTeams = teams.filter(({ team, row: { cells } }) => !team.isClosed || cells.some(({ value }) => value !== null)).map((each) => each.row);
		return {
			metric: id,
			unit: unitOf({ id, base: id }),
			label: metricOf(id).label[language],
			metrics: metricIds.filter(canHaveTarget).map((metric) => ({ id: metric, label: metricOf(metric).label[language], unit: unitOf({ id: metric, base: metric }) })),
			months: months.map((month) => ({ id: month.id, label: monthName.period(month) })),
			rows: [row(company, 'company', metrics.numbers().words.company), ...openTeams, ...shown],
		};
	};
}
