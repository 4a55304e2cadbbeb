/**
 * A quarter's or a year's target spread over its months, by working days or by the shape of results a year before. What is closed keeps
 * what it has, the rest goes over what is open, and the parts always sum to the whole. Only says what the parts would be.
 */
import { z } from 'zod';
import type { Spread, SpreadRow } from '../../shared/targets-api.ts';
import { InputError } from '../errors.ts';
import type { People } from '../floor/people.ts';
import type { Period, PeriodRules } from '../floor/period.ts';
import { parsePeriod, partsOf, periodsWithin } from '../floor/period.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { LockDesk } from '../floor/target-locks.ts';
import type { Targets } from '../floor/targets.ts';
import type { MetricId } from './catalogue.ts';
import { metricOf } from './catalogue.ts';
import { parseMetric } from './explain.ts';
import type { Metrics } from './metrics.ts';
import { parseScope, scopeText, storedScope, type Scope } from './scope.ts';
import { shares } from './shares.ts';
import { createYearShape } from './year-shape.ts';

export const spreadRequest = z.object({
	metric: z.string({ message: 'expected a metric' }),
	period: z.string({ message: 'expected a quarter or a year' }),
	scopes: z.array(z.string({ message: 'expected a scope' }), { message: 'expected a list of scopes' }).min(1, { message: 'expected at least one scope' }).max(1_000, { message: 'at most 1000 scopes' }),
	by: z.enum(['workdays', 'last_year'], { message: 'expected workdays or last_year' }),
	quarters: z.boolean({ message: 'expected true or false' }).default(false).meta({ description: 'Whether its quarters are written as well.' }),
}, { message: 'expected {metric, period, scopes, by}' });
export type SpreadWish = z.infer<typeof spreadRequest>;

export interface TargetSpreadStages {
	targets: Targets;
	locks: Pick<LockDesk, 'of'>;
	people: People;
	metrics: Metrics;
	settings: FloorSettings;
	json: (metric: string, value: number | null) => number | null;
}

export type SpreadTargets = (request: SpreadWish, now: number) => Spread;

export function createTargetSpread({ targets, locks, people, metrics, settings, json }: TargetSpreadStages): SpreadTargets {
	const shapeOf = createYearShape({ metrics, settings });
	const isLocked = (period: Period): boolean => locks.of(period).state === 'locked';

	/** The days of a month; of a person those employed. Null: none. */
	const employed = (scope: Scope, { from, to }: Period): { first: string; last: string } | null => {
		const person = scope.kind === 'person' ? metrics.roster.person(scope.id) : undefined;
		const first = person?.startDay && person.startDay > from ? person.startDay : from;
		const last = person?.endDay && person.endDay < to ? person.endDay : to;
		return first > last ? null : { first, last };
	};
	/** Working days of a month; for a person those employed, less their leave. */
	const workdays = (scope: Scope, month: Period): number => {
		const days = employed(scope, month);
		return days ? settings.calendar().workdays(days.first, days.last, scope.kind === 'person' ? scope.id : undefined) : 0;
	};

	const spreadOne = (metric: MetricId, scope: Scope, whole: Period, parts: readonly Period[], by: SpreadRow['by'], now: number): SpreadRow => {
		const own = (period: Period): number | null => targets.ofMetric(metric).get(period.id)?.get(storedScope(scope)) ?? null;
		const rules = settings.get();
		const total = own(whole) ?? metrics.targetSums(metric, scope, whole).find(({ of }) => of === 'periods')?.value ?? null;
		const row: SpreadRow = { scope: scopeText(scope), name: scope.kind === 'company' ? metrics.numbers().words.company : scope.name, whole: json(metric, total), by, shape: null, fallback: null, problem: null, cells: [] };
		if (total === null) return row;
		if (!Number.isInteger(total)) return { ...row, problem: 'not_whole' };

		const { fixed, open, quarters } = layOut(whole, rules, isLocked, own);
		const rest = total - fixed;
		if (rest < 0) return { ...row, problem: 'closed_exceed' };
		if (open.length === 0) return rest === 0 ? row : { ...row, problem: 'all_closed' };
		if (open.every((month) => employed(scope, month) === null)) return { ...row, problem: 'not_employed' };

		const shape = by === 'last_year' ? shapeOf(metric, scope, open, now) : null;
		const days = open.map((month) => workdays(scope, month));
		const given = shares(rest, shape?.weights ?? days);
		const isEqual = !shape?.weights && days.every((count) => count === 0);
		const next = new Map<string, number>(open.map((month, index) => [month.id, given[index] ?? 0]));
		for (const quarter of quarters) next.set(quarter.id, quarter.months.reduce((sum, month) => sum + (next.get(month.id) ?? own(month) ?? 0), 0));
		return {
			...row,
			by: shape?.weights ? 'last_year' : 'workdays',
			shape: shape?.weights ? { from: shape.from, to: shape.to } : null,
			fallback: isEqual ? 'no_workdays' : shape && !shape.weights ? shape.why : null,
			cells: parts.map((part) => {
				const was = own(part);
				const value = part.kind === 'month' || was !== null || next.has(part.id) ? (next.get(part.id) ?? was) : null;
				return { was: json(metric, was), value: json(metric, value), isKept: !next.has(part.id) };
			}),
		};
	};

	return (request, now) => {
		const rules = settings.get();
		const { id } = parseMetric(request.metric);
		if (metricOf(id).formula.kind !== 'sum') throw new InputError(`${id} is no sum: its targets have no parts`, { field: 'metric', code: 'no_target' });
		const period = parsePeriod(request.period, rules);
		if (period.kind !== 'quarter' && period.kind !== 'year') throw new InputError(`expected a quarter or a year, not '${period.id}'`, { field: 'period' });
		const scopes = request.scopes.map((scope, index) => parseScope(scope, people, `scopes[${index}]`));
		const quarters = partsOf(period, rules).filter(({ kind }) => kind === 'quarter');
		const isSet = (quarter: Period): boolean => scopes.some((scope) => targets.ofMetric(id).get(quarter.id)?.has(storedScope(scope)));
		const parts = [...quarters.filter((quarter) => request.quarters || isSet(quarter)), ...periodsWithin('month', period, rules)];
		const wanted = new Set(request.quarters ? quarters.map((quarter) => quarter.id) : []);
		return {
			metric: id,
			period: period.id,
			// Only kinds that the grid knows are parts of a quarter or a year.
			parts: parts.map((part) => ({ id: part.id, label: metrics.times().period(part), kind: part.kind === 'quarter' ? 'quarter' : 'month' })),
			rows: scopes.map((scope) => spreadOne(id, scope, period, parts, request.by, now)).map((row) => withoutUnset(row, parts, wanted)),
		};
	};
}

/** A quarter that is neither set nor asked for stays unset: it follows from its months. */
const withoutUnset = (row: SpreadRow, parts: readonly Period[], wanted: ReadonlySet<string>): SpreadRow => ({
	...row,
	cells: row.cells.map((cell, index) => {
		const part = parts[index];
		return part?.kind === 'quarter' && cell.was === null && !wanted.has(part.id) ? { was: null, value: null, isKept: true } : cell;
	}),
});

interface Layout {
	/** What closed parts have. */
	fixed: number;
	/** Months that can be given something. */
	open: Period[];
	/** Quarters that follow from their months. */
	quarters: { id: string; months: Period[] }[];
}

/** A closed quarter with a target of its own stands as a whole, else each of its months for itself. */
function layOut(whole: Period, rules: PeriodRules, isLocked: (period: Period) => boolean, own: (period: Period) => number | null): Layout {
	const layout: Layout = { fixed: 0, open: [], quarters: [] };
	const takeMonths = (months: readonly Period[]): void => {
		for (const month of months) {
			if (isLocked(month)) layout.fixed += own(month) ?? 0;
			else layout.open.push(month);
		}
	};
	if (whole.kind === 'quarter') takeMonths(partsOf(whole, rules));
	else
		for (const quarter of partsOf(whole, rules)) {
			const stands = isLocked(quarter) ? own(quarter) : null;
			if (stands !== null) {
				layout.fixed += stands;
				continue;
			}
			const months = partsOf(quarter, rules);
			takeMonths(months);
			if (!isLocked(quarter)) layout.quarters.push({ id: quarter.id, months });
		}
	return layout;
}
