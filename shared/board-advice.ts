/**
 * What may be said of a board as it is planned. A KPI is a metric that the board shows, in a panel or in a figure beside one: counted
 * once, however often and of whatever period or scope. What is derived (pace, needed per day, growth, …) tells of the metric that it is
 * derived from and is no other KPI. An activity sheet counts as its first column; a funnel as where it begins and what it converts. An activity is what people do; results are objectives and efficiency, which follow from it.
 */
import type { BoardPlan, PanelPlan } from './board.ts';

export const fewestKpis = 5;
export const mostKpis = 8;

export type Advice = { about: 'few' | 'many'; count: number } | { about: 'no-activity' | 'only-activity' };

type MetricClass = 'activity' | 'objective' | 'efficiency';

/** What a funnel tells, step by step: where it begins, and how much of each step comes to the next. */
const funnelKpis: Record<string, readonly string[]> = {
	calls: ['connect_rate', 'connect_to_meeting_rate', 'meeting_to_sql_rate'],
	leads: ['mql_to_sql_rate', 'mql_to_opportunity_rate', 'opportunity_to_customer_rate'],
};

/** What the main form shows besides the panel's metric. */
function formKpis({ kind, by }: PanelPlan): readonly string[] {
	if (kind === 'funnel') return funnelKpis[by ?? 'calls'] ?? [];
	return kind === 'forecast' ? ['forecast'] : [];
}

/** The metrics that count, in the order in which they first come. `isDerived`: it counts as what it is derived from. */
export function kpisOf({ panels }: Pick<BoardPlan, 'panels'>, isDerived: (metric: string) => boolean): string[] {
	const found = panels.flatMap((panel) => {
		const { kind, metric, figures } = panel;
		// The columns of a sheet are one picture: what people do.
		const beside = kind === 'activity-sheet' ? [] : figures;
		return [metric, ...formKpis(panel), ...beside.map((figure) => (isDerived(figure.metric) ? (figure.base ?? metric) : figure.metric))];
	});
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
