/** A board's plan as it comes from outside, and as the builders take it. What a kind of panel cannot show is refused with its field. */
import { z } from 'zod';
import { boardLimits, figuresOf } from '../../shared/board-api.ts';
import { planPeriods, type BoardPlan, type FigurePlan, type PanelPlan } from '../../shared/board.ts';
import type { PanelKind } from '../../shared/views.ts';
import { InputError } from '../errors.ts';
import type { People } from '../floor/people.ts';
import { plainName } from '../floor/plain-text.ts';
import { areApart, notApart, timesShape } from '../floor/screen-hours.ts';
import { isMetricId, metricOf, type MetricId } from '../metrics/catalogue.ts';
import { funnelIds, isFunnel } from '../metrics/funnels.ts';
import { parseScope, scopeText, type Scope } from '../metrics/scope.ts';
import { partsOf } from '../metrics/told-apart.ts';
import { canDerive, canImprove, improvesIn, isOf, needsPeople, periodsOf, showableAs } from './showable.ts';

const kinds = ['trend', 'attainment', 'leaderboard', 'target', 'scorecard', 'funnel', 'breakdown', 'activity-sheet', 'pipeline', 'workback', 'forecast'] as const satisfies readonly PanelKind[];
export const panelKinds: readonly PanelKind[] = kinds;

const { panels: mostPanels, name: longestName, leastSeconds, mostSeconds, kpis: mostKpis } = boardLimits;

const text = z.string({ message: 'expected text' }).max(200, { message: 'at most 200 characters' });
const period = z.enum(planPeriods, { message: `expected ${planPeriods.join(', ')}` });
const seconds = z
	.int({ message: 'expected a whole number of seconds' })
	.min(leastSeconds, { message: `at least ${leastSeconds} seconds` })
	.max(mostSeconds, { message: `at most ${mostSeconds} seconds` });
const figure = z.strictObject({ metric: text, base: text.nullable(), period }, { message: 'expected metric, base and period' });
const panel = z.strictObject(
	{
		id: z.string({ message: 'expected text' }).regex(/^[a-z0-9][a-z0-9-]{0,59}$/, { message: 'expected 1 to 60 small letters, digits and hyphens' }),
		kind: z.enum(kinds, { message: `expected ${kinds.join(', ')}` }),
		metric: text,
		scope: text,
		period,
		ranking: z.enum(['result', 'improvement'], { message: 'expected result or improvement' }),
		by: z.string({ message: 'expected text or null' }).max(40, { message: 'at most 40 characters' }).nullable().default(null),
		figures: z.array(figure, { message: 'expected a list' }).max(mostKpis, { message: `at most ${mostKpis} figures` }),
		seconds: seconds.nullable(),
		pinned: z.boolean({ message: 'expected true or false' }),
		times: z.strictObject(timesShape, { message: 'expected days, from and to, or null for always' }).refine(areApart, notApart).nullable(),
	},
	{ message: 'expected id, kind, metric, scope, period, ranking, figures, seconds, pinned and times' },
);
/** A board as ops wish it. */
export const boardPlan = z.object(
	{
		name: z.string({ message: 'expected text' }).transform((wished, context) => {
			const name = plainName(wished, longestName);
			if (name !== null) return name;
			context.addIssue({ code: 'custom', message: `a name has 1 to ${longestName} characters` });
			return z.NEVER;
		}),
		seconds,
		panels: z.array(panel, { message: 'expected a list' }).min(1, { message: 'at least one panel' }).max(mostPanels, { message: `at most ${mostPanels} panels` }),
	},
	{ message: 'expected name, seconds and panels' },
);

export type PlanWish = Omit<BoardPlan, 'id'>;

const refuse = (field: string, message: string): never => {
	throw new InputError(`${field}: ${message}`, { field });
};

function metricNamed(id: string, field: string): MetricId {
	if (!isMetricId(id)) throw new InputError(`${field}: there is no metric '${id.slice(0, 60)}'`, { field, code: 'unknown_metric' });
	return id;
}

function scopeNamed(name: string, field: string, people: People): Scope {
	try {
		return parseScope(name, people, field);
	} catch (error) {
		// The place in the plan, as in the other messages.
		if (error instanceof InputError) throw new InputError(`${field}: ${error.message}`, { field, status: error.status, code: error.code });
		throw error;
	}
}

function checkFigures(figures: readonly FigurePlan[], { metric, scope }: { metric: MetricId; scope: Scope }, place: string): void {
	figures.forEach((each, index) => {
		const at = `${place}.figures[${index}]`;
		const id = metricNamed(each.metric, `${at}.metric`);
		if (figures.some((other, before) => before < index && other.metric === each.metric && other.period === each.period)) refuse(at, 'the same figure stands beside the panel already');
		if (!isOf(id, scope.kind)) refuse(`${at}.metric`, `${id} is not of a ${scope.kind}`);
		if (scope.kind === 'person' && needsPeople(id)) refuse(`${at}.metric`, `${id} is not one person's`);
		if (metricOf(id).formula.kind !== 'derived') {
			if (each.base !== null) refuse(`${at}.base`, `${id} is derived from nothing; expected null`);
			return;
		}
		const base = each.base === null ? metric : metricNamed(each.base, `${at}.base`);
		if (!canDerive(id, base)) refuse(each.base === null ? `${at}.metric` : `${at}.base`, `${id} cannot be derived from ${base}`);
	});
}

function checkedPanel(wished: PanelPlan, place: string, people: People): PanelPlan {
	const { kind } = wished;
	const metric = metricNamed(wished.metric, `${place}.metric`);
	const { otherwise } = showableAs(kind);
	const periods = periodsOf(kind, metric);
	if (periods.length === 0) refuse(`${place}.metric`, `${metric} ${otherwise}`);
	if (!periods.includes(wished.period)) refuse(`${place}.period`, `a ${kind} of ${metric} is by ${periods.join(', ')}`);
	if (wished.ranking === 'improvement') {
		if (kind !== 'leaderboard') refuse(`${place}.ranking`, 'only a leaderboard ranks by improvement');
		if (!canImprove(metric)) refuse(`${place}.ranking`, `${metric} does not rank by improvement`);
		if (!improvesIn.includes(wished.period)) refuse(`${place}.period`, `a ranking by improvement is by ${improvesIn.join(', ')}`);
	}
	const most = figuresOf(kind);
	if (wished.figures.length > most) refuse(`${place}.figures`, most === 0 ? `a ${kind} has no figures beside it` : `at most ${most} figures`);
	const scope = scopeNamed(wished.scope, `${place}.scope`, people);
	if (!isOf(metric, scope.kind)) refuse(`${place}.metric`, `${metric} is not of a ${scope.kind}`);
	if (kind === 'breakdown') {
		const parts = partsOf(metric, scope);
		if (parts.length === 0) refuse(`${place}.metric`, `${metric} of one person cannot be told apart`);
		if (!parts.some((part) => part === wished.by)) refuse(`${place}.by`, `${metric} is told apart by ${parts.join(', ')}`);
	} else if (kind === 'funnel') {
		if (!isFunnel(wished.by)) refuse(`${place}.by`, `a funnel is one of ${funnelIds.join(', ')}`);
	} else if (wished.by !== null) refuse(`${place}.by`, `a ${kind} is told apart by nothing; expected null`);
	if ((kind === 'scorecard' || kind === 'activity-sheet') && wished.figures.some((each) => each.metric === metric && each.period === wished.period)) refuse(`${place}.figures`, `${metric} is on the ${kind} already`);
	checkFigures(wished.figures, { metric, scope }, place);
	return { ...wished, scope: scopeText(scope) };
}

/** @throws InputError that names the field, in a body that has the plan: `plan.panels[0].metric`. */
export function checkedPlan({ name, seconds: each, panels }: PlanWish, id: string, people: People): BoardPlan {
	const field = 'plan';
	panels.forEach(({ id: panelId }, index) => {
		if (panels.findIndex((other) => other.id === panelId) < index) refuse(`${field}.panels[${index}].id`, `there are two panels with the id '${panelId}'`);
	});
	return { id, name, seconds: each, panels: panels.map((one, index) => checkedPanel(one, `${field}.panels[${index}]`, people)) };
}
