/**
 * What each kind of panel can show. A kind that adds up days, or people, shows sums: of a rate a day without a denominator is unknown,
 * and unknown is not zero (M3). A kind that measures against a target needs a metric of which more is better.
 */
import { planPeriods, type PlanPeriod } from '../../shared/board.ts';
import type { PanelKind } from '../../shared/views.ts';
import { metricOf, type MetricId } from '../metrics/catalogue.ts';
import { beginsFunnel } from '../metrics/funnels.ts';
import { isRowSet, rowSetOf } from '../metrics/row-sets.ts';
import { company, type Scope } from '../metrics/scope.ts';
import { partsOf } from '../metrics/told-apart.ts';

const isSum = (metric: MetricId): boolean => metricOf(metric).formula.kind === 'sum';
const addsUpByDay = (metric: MetricId): boolean => {
	const { formula } = metricOf(metric);
	return formula.kind === 'sum' || (formula.kind === 'rows' && isRowSet(formula.of) && rowSetOf(formula.of).daily === true);
};
const isUpward = (metric: MetricId): boolean => metricOf(metric).better === 'up';

interface Showable {
	can: (metric: MetricId) => boolean;
	/** Why not, after the name of the metric. */
	otherwise: string;
	periods: readonly PlanPeriod[];
}

const showable: Record<PanelKind, Showable> = {
	// Of twelve years there is no room and hardly a fact.
	trend: { can: addsUpByDay, otherwise: 'is no sum, and has no bars by period', periods: ['day', 'week', 'month', 'quarter'] },
	attainment: { can: (metric) => isSum(metric) && isUpward(metric), otherwise: 'has no attainment of a target', periods: planPeriods },
	leaderboard: { can: (metric) => isUpward(metric) && ['sum', 'rows'].includes(metricOf(metric).formula.kind), otherwise: 'does not rank people', periods: planPeriods },
	// Within one day there is no path to draw.
	scorecard: { can: (metric) => metricOf(metric).formula.kind !== 'derived', otherwise: 'is derived from another metric; it can be one of the further figures', periods: planPeriods },
	funnel: { can: beginsFunnel, otherwise: 'begins no funnel', periods: ['month', 'quarter', 'year'] },
	breakdown: { can: (metric) => partsOf(metric, company).length > 0, otherwise: 'cannot be told apart', periods: planPeriods },
	'activity-sheet': { can: (metric) => isSum(metric), otherwise: 'is no activity', periods: ['day', 'week', 'month'] },
	pipeline: { can: (metric) => metric === 'pipeline_value', otherwise: 'is no pipeline', periods: ['month', 'quarter'] },
	workback: { can: (metric) => metric === 'sales', otherwise: 'is not worked back to calls', periods: ['week', 'month', 'quarter'] },
	forecast: { can: (metric) => metric === 'sales', otherwise: 'is not forecast', periods: ['month', 'quarter'] },
	target: { can: (metric) => isSum(metric) && isUpward(metric), otherwise: 'does not add up to a target', periods: ['week', 'month', 'quarter', 'year'] },
};

export const showableAs = (kind: PanelKind): Showable => showable[kind];

/** Periods in which a panel of this kind can show the metric; none when it cannot show it at all. */
export const periodsOf = (kind: PanelKind, metric: MetricId): readonly PlanPeriod[] => (showable[kind].can(metric) ? showable[kind].periods : []);

/** Most improved compares this month with the three before (M18), so it is of months, and of what adds up day by day. */
export const improvesIn: readonly PlanPeriod[] = ['month'];
export const canImprove = (metric: MetricId): boolean => isSum(metric) && isUpward(metric);

/** Whether a figure that is derived can be derived from it. Growth compares; the others add up to a target. */
export function canDerive(metric: MetricId, base: MetricId): boolean {
	const { formula } = metricOf(metric);
	if (formula.kind !== 'derived' || metricOf(base).formula.kind === 'derived' || !isUpward(base)) return false;
	return formula.derivation === 'growth' || isSum(base);
}

/** Whether it can be of a company, a team, a person (M11). */
export const isOf = (metric: MetricId, kind: Scope['kind']): boolean => metricOf(metric).scopes?.includes(kind) ?? true;

/** Of one person it says what their attainment says. */
export const needsPeople = (metric: MetricId): boolean => metric === 'reps_at_quota';
