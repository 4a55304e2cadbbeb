/** Target cells as people and interfaces write them, to and from the form in which they are kept. */
import { z } from 'zod';
import type { TargetCell } from '../../shared/api.ts';
import { InputError } from '../errors.ts';
import { decimal } from '../facts/schema.ts';
import { minorDigits, toMinor } from '../facts/money.ts';
import type { People } from '../floor/people.ts';
import { parsePeriod } from '../floor/period.ts';
import type { Settings } from '../floor/settings.ts';
import type { TargetEdit } from '../floor/targets.ts';
import type { MetricId } from './catalogue.ts';
import { isMetricId, metricOf } from './catalogue.ts';
import { parseMetric, unitOf } from './explain.ts';
import { jsonValue } from './number-text.ts';
import type { Roster } from './roster.ts';
import { parseScope, personScope, scopeText, storedScope, teamScope } from './scope.ts';

export interface TargetEditor {
	/** @throws InputError that names the field: `[2].period`. */
	parse: (cell: { metric: string; scope: string; period: string; value: string | null }, place?: string) => TargetEdit;
	/** The list of changes of a PUT. `was` is compared as it is shown. */
	parseChanges: (changes: TargetChanges) => { edit: TargetEdit; was: number | null | undefined }[];
	/** A stored cell as JSON says it; null when its scope or metric is no more. */
	cell: (stored: { metric: string; scope: string; period: string; value: number | null }) => TargetCell | null;
	json: (metric: string, value: number | null) => number | null;
}

const text = (what: string) => z.string({ message: `expected ${what}` });
const largestEdit = 10_000;

/** What a PUT of targets is. */
export const targetChanges = z
	.array(
		z.object(
			{
				metric: text('a metric'),
				scope: text('company, team:<name> or person:<email>'),
				period: text('a month, a quarter, a year, a week or a day'),
				value: decimal.nullable(),
				was: z.number({ message: 'expected a number or null' }).nullish().meta({ description: 'What was seen there; when something else stands there by now, nothing is written (409).' }),
			},
			{ message: 'expected {metric, scope, period, value}' },
		),
		{ message: 'expected a list of {metric, scope, period, value}' },
	)
	.meta({ maxItems: largestEdit });
export type TargetChanges = z.infer<typeof targetChanges>;

/** Metrics that can have a target: all that are computed from facts, and growth. */
export const canHaveTarget = (id: MetricId): boolean => metricOf(id).formula.kind !== 'derived' || id === 'growth';

export function createTargetEditor(stages: { people: People; roster: Roster; settings: () => Settings }): TargetEditor {
	const { people, roster, settings } = stages;

	const inner = (id: MetricId, base: MetricId, text: string): number => {
		const { currency } = settings();
		return unitOf({ id, base }) === 'money' ? toMinor(text, minorDigits(currency)) : Number(text);
	};

	const parse: TargetEditor['parse'] = (cell, place = '') => {
		const at = (field: string): string => (place ? `${place}.${field}` : field);
		const { id, base } = parseMetric(cell.metric, at('metric'));
		if (!canHaveTarget(id) || cell.metric !== id) throw new InputError(`${cell.metric} follows from other targets and has none of its own`, { field: at('metric'), code: 'no_target' });
		const period = parsePeriod(cell.period, settings(), at('period'));
		const scope = parseScope(cell.scope, people, at('scope'));
		const value = cell.value === null ? null : inner(id, base, cell.value);
		if (value !== null && (value < 0 || value > 1e15)) throw new InputError('a target lies between 0 and 10 trillion', { field: at('value'), code: 'out_of_range' });
		if (value !== null && value > 1 && metricOf(id).formula.kind === 'ratio' && unitOf({ id, base }) === 'share') throw new InputError('expected a share between 0 and 1, such as 0.4 for 40 %', { field: at('value'), code: 'out_of_range' });
		return { metric: id, scope: storedScope(scope), period: period.id, value };
	};

	const scopeOf = (stored: string): string | null => {
		if (stored === 'company') return stored;
		const [kind, id] = stored.split(':');
		if (kind === 'team') {
			const team = roster.team(Number(id));
			return team ? scopeText(teamScope(team)) : null;
		}
		const person = roster.person(Number(id));
		return person ? scopeText(personScope(person)) : null;
	};

	const json = (metric: string, value: number | null): number | null => (isMetricId(metric) ? jsonValue(unitOf({ id: metric, base: metric }), value, settings().currency) : value);

	return {
		parse,
		parseChanges: (changes) => {
			if (changes.length > largestEdit) throw new InputError(`at most ${largestEdit} cells at once`, { status: 413, code: 'too_large', field: 'body' });
			return changes.map(({ was, ...cell }, index) => ({ edit: parse(cell, `[${index}]`), was }));
		},
		cell: ({ metric, scope, period, value }) => {
			const named = scopeOf(scope);
			return named === null ? null : { metric, scope: named, period, value: json(metric, value) };
		},
		json,
	};
}

