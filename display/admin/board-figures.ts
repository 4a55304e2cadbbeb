/** The figures of a panel with what each is of, so that each can be explained. */
import type { PanelPlan } from '../../shared/board.ts';
import type { ShownView } from '../../shared/views.ts';
import type { Figure } from './why-link.ts';

export interface PanelFigure {
	label: string;
	/** As the panel shows it. */
	text: string;
	figure: Figure;
}

/** `plan`: what the view was made of. */
export function figuresOf(view: ShownView, plan: PanelPlan): PanelFigure[] {
	const { metric, scope, period } = plan;
	// An empty panel shows what stands beside its main form only.
	const main = view.empty !== null ? null : view.kind === 'leaderboard' ? view.total : view.kind === 'scorecard' || view.kind === 'activity-sheet' ? null : 'headline' in view ? view.headline : null;
	const mainMetric = view.kind === 'attainment' ? `quota_attainment:${metric}` : metric;
	const beside = view.figures.flatMap(({ id, label, number }): PanelFigure[] => {
		const figure = plan.figures.find((each) => `${each.metric}-${each.period}` === id);
		if (!figure) return [];
		const isDerived = ['quota_attainment', 'reps_at_quota', 'pace', 'projected', 'required_per_day', 'growth'].includes(figure.metric);
		return [{ label, text: number.text, figure: { metric: isDerived ? `${figure.metric}:${figure.base ?? metric}` : figure.metric, scope, period: figure.period } }];
	});
	return [...(main ? [{ label: main.label, text: main.number.text, figure: { metric: mainMetric, scope, period } }] : []), ...beside];
}
