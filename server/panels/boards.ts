/** Boards: which panels, of which metric, scope and period, and when. Configuration, not code (KPIS.md §6). */
import { defaultBoard, type BoardPlan, type FigurePlan, type PanelPlan } from '../../shared/board.ts';
import type { PanelKind } from '../../shared/views.ts';
import type { MetricId } from '../metrics/catalogue.ts';

/** A plan whose metrics are known to be some. */
export interface FigureConfig extends FigurePlan {
	metric: MetricId;
	base: MetricId | null;
}

export interface PanelConfig<K extends PanelKind = PanelKind> extends PanelPlan {
	kind: K;
	metric: MetricId;
	figures: readonly FigureConfig[];
}

export interface BoardConfig extends BoardPlan {
	panels: readonly PanelConfig[];
}

/** Where boards come from. */
export interface Boards {
	/** The board of that id, the very same object while nothing on it changes; the default one when there is none such, or no longer. */
	planOf: (id: string) => BoardConfig;
}

/** Of the whole company, always, for as long as the board says. */
const usual = { scope: 'company', ranking: 'result', seconds: null, pinned: false, times: null } as const;

export const floorBoard: BoardConfig = {
	id: defaultBoard,
	name: 'Floor',
	seconds: 20,
	panels: [
		{
			...usual,
			id: 'meetings-by-week',
			kind: 'trend',
			metric: 'meetings_booked',
			period: 'week',
			figures: [
				{ metric: 'meetings_held', base: null, period: 'week' },
				{ metric: 'connect_rate', base: null, period: 'week' },
				{ metric: 'no_show_rate', base: null, period: 'month' },
			],
		},
		{
			...usual,
			id: 'attainment',
			kind: 'attainment',
			metric: 'sales',
			period: 'month',
			figures: [
				{ metric: 'reps_at_quota', base: null, period: 'month' },
				{ metric: 'required_per_day', base: null, period: 'month' },
				{ metric: 'projected', base: null, period: 'month' },
			],
		},
		{
			...usual,
			id: 'leaders-sales',
			kind: 'leaderboard',
			metric: 'sales',
			period: 'month',
			figures: [
				{ metric: 'deals_won', base: null, period: 'month' },
				{ metric: 'new_customers', base: null, period: 'month' },
				{ metric: 'sales_cycle_days', base: null, period: 'month' },
			],
		},
		{
			...usual,
			id: 'leaders-meetings',
			kind: 'leaderboard',
			metric: 'meetings_booked',
			period: 'week',
			figures: [
				{ metric: 'calls_made', base: null, period: 'week' },
				{ metric: 'emails_sent', base: null, period: 'week' },
				{ metric: 'connects', base: null, period: 'week' },
			],
		},
		{
			...usual,
			id: 'leaders-improved',
			kind: 'leaderboard',
			metric: 'sales',
			period: 'month',
			ranking: 'improvement',
			figures: [
				{ metric: 'growth', base: null, period: 'month' },
				{ metric: 'proposals_sent', base: null, period: 'month' },
				{ metric: 'pipeline_value', base: null, period: 'month' },
			],
		},
		{
			...usual,
			id: 'sales-target',
			kind: 'target',
			metric: 'sales',
			period: 'month',
			figures: [
				{ metric: 'required_per_day', base: null, period: 'month' },
				{ metric: 'win_rate', base: null, period: 'month' },
				{ metric: 'average_deal_size', base: null, period: 'month' },
			],
		},
	],
};
