/** Boards: which panels, of which metric and period. Configuration, not code (KPIS.md §6). */
import type { PanelKind } from '../../shared/views.ts';
import type { PeriodKind } from '../floor/period.ts';
import type { MetricId } from '../metrics/catalogue.ts';

/** A figure beside a panel's main form, in the current period of its kind. */
export interface FigureConfig {
	metric: MetricId;
	/** What a derived metric is derived from; the panel's metric unless said. */
	base?: MetricId;
	period: PeriodKind;
}

export interface PanelConfig<K extends PanelKind = PanelKind> {
	id: string;
	kind: K;
	metric: MetricId;
	/** The current period of this kind; for a trend the kind of its bars. */
	period: PeriodKind;
	/** Leaderboards only: by the result itself, or by how much better it is than the person's own three months before (M18). */
	ranking?: 'result' | 'improvement';
	figures: FigureConfig[];
}

export interface BoardConfig {
	id: string;
	/** Seconds a panel is on show. */
	seconds: number;
	panels: PanelConfig[];
}

export const floorBoard: BoardConfig = {
	id: 'floor',
	seconds: 20,
	panels: [
		{
			id: 'meetings-by-week',
			kind: 'trend',
			metric: 'meetings_booked',
			period: 'week',
			figures: [
				{ metric: 'meetings_held', period: 'week' },
				{ metric: 'connect_rate', period: 'week' },
				{ metric: 'no_show_rate', period: 'month' },
			],
		},
		{
			id: 'attainment',
			kind: 'attainment',
			metric: 'sales',
			period: 'month',
			figures: [
				{ metric: 'reps_at_quota', period: 'month' },
				{ metric: 'required_per_day', period: 'month' },
				{ metric: 'projected', period: 'month' },
			],
		},
		{
			id: 'leaders-sales',
			kind: 'leaderboard',
			metric: 'sales',
			period: 'month',
			ranking: 'result',
			figures: [
				{ metric: 'deals_won', period: 'month' },
				{ metric: 'new_customers', period: 'month' },
				{ metric: 'sales_cycle_days', period: 'month' },
			],
		},
		{
			id: 'leaders-meetings',
			kind: 'leaderboard',
			metric: 'meetings_booked',
			period: 'week',
			ranking: 'result',
			figures: [
				{ metric: 'calls_made', period: 'week' },
				{ metric: 'emails_sent', period: 'week' },
				{ metric: 'connects', period: 'week' },
			],
		},
		{
			id: 'leaders-improved',
			kind: 'leaderboard',
			metric: 'sales',
			period: 'month',
			ranking: 'improvement',
			figures: [
				{ metric: 'growth', period: 'month' },
				{ metric: 'proposals_sent', period: 'month' },
				{ metric: 'pipeline_value', period: 'month' },
			],
		},
		{
			id: 'sales-target',
			kind: 'target',
			metric: 'sales',
			period: 'month',
			figures: [
				{ metric: 'required_per_day', period: 'month' },
				{ metric: 'win_rate', period: 'month' },
				{ metric: 'average_deal_size', period: 'month' },
			],
		},
	],
};
