/**
 * What may be said of a board as it is planned. A KPI is a metric that the board shows, in a panel or in a figure beside one: counted
 * once, however often and of whatever period or scope. What is derived (pace, needed per day, growth, …) tells of the metric that it is
 * derived from and is no other KPI. An activity is what people do; results are objectives and efficiency, which follow from it.
 */
import type { BoardPlan } from './board.ts';

export const fewestKpis = 5;
export const mostKpis = 8;

export type Advice = { about: 'few' | 'many'; count: number } | { about: 'no-activity' | 'only-activity' };

type MetricClass = 'activity' | 'objective' | 'efficiency';

/** The metrics that count, in the order in which they first come. `isDerived`: it counts as what it is derived from. */
export function kpisOf({ panels }: Pick<BoardPlan, 'panels'>, isDerived: (metric: string) => boolean): string[] {
	const found = panels.flatMap(({ metric, figures }) => [metric, ...figures.map((figure) => (isDerived(figure.metric) ? (figure.base ?? metric) : figure.metric))]);
	return [...new Set(found)];
}

/** At most a sentence about how many, and one about which. */
export function adviceOn(kpis: readonly string[], classOf: (metric: string) => MetricClass | undefined): Advice[] {
	const count = kpis.length;
	const advice: Advice[] = count < fewestKpis ? [{ about: 'few', count }] : count > mostKpis ? [{ about: 'many', count }] : [];
	const classes = kpis.map(classOf);
	const activities = classes.filter((each) => each === 'activity').length;
	const results = classes.filter((each) => each === 'objective' || each === 'efficiency').length;
	if (results > 0 && activities === 0) advice.push({ about: 'no-activity' });
	else if (activities > 0 && results === 0) advice.push({ about: 'only-activity' });
	return advice;
}
