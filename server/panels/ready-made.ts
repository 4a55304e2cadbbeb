/** The boards that come with the product (KPIS.md §6), as far as the metrics reach that there are: each of five to eight KPIs, with activity. */
import { defaultBoard, type BoardPlan, type PlanPeriod } from '../../shared/board.ts';
import type { Language } from '../../shared/views.ts';
import { boardWords } from '../../shared/words/boards.ts';
import { wordsIn } from '../../shared/words/language.ts';
import type { MetricId } from '../metrics/catalogue.ts';
import type { BoardConfig, FigureConfig, PanelConfig } from './boards.ts';

type Panel = Pick<PanelConfig, 'id' | 'kind' | 'metric' | 'period'> & Partial<Pick<PanelConfig, 'ranking'>> & { figures: readonly FigureConfig[] };

/** Of the whole company, always, for as long as the board says. */
const panel = (given: Panel): PanelConfig => ({ scope: 'company', ranking: 'result', by: null, seconds: null, pinned: false, times: null, ...given });
const figures = (period: PlanPeriod, ...metrics: readonly MetricId[]): FigureConfig[] => metrics.map((metric) => ({ metric, base: null, period }));

export const floorBoard: BoardConfig = {
	id: defaultBoard,
	name: 'Floor',
	seconds: 20,
	panels: [
		panel({ id: 'meetings-by-week', kind: 'trend', metric: 'meetings_booked', period: 'week', figures: [...figures('week', 'meetings_held', 'connect_rate'), ...figures('month', 'no_show_rate')] }),
		panel({ id: 'attainment', kind: 'attainment', metric: 'sales', period: 'month', figures: figures('month', 'reps_at_quota', 'required_per_day', 'projected') }),
		panel({ id: 'leaders-sales', kind: 'leaderboard', metric: 'sales', period: 'month', figures: figures('month', 'deals_won', 'win_rate', 'average_deal_size') }),
		panel({ id: 'leaders-meetings', kind: 'leaderboard', metric: 'meetings_booked', period: 'week', figures: figures('week', 'meetings_held', 'connect_rate', 'growth') }),
		panel({ id: 'leaders-improved', kind: 'leaderboard', metric: 'sales', period: 'month', ranking: 'improvement', figures: figures('month', 'growth', 'projected', 'deals_won') }),
		panel({ id: 'sales-target', kind: 'target', metric: 'sales', period: 'month', figures: figures('month', 'required_per_day', 'win_rate', 'average_deal_size') }),
	],
};

const sdrBoard: BoardConfig = {
	id: 'sdr',
	name: 'SDR',
	seconds: 20,
	panels: [
		panel({ id: 'meetings-by-week', kind: 'trend', metric: 'meetings_booked', period: 'week', figures: [...figures('week', 'meetings_held', 'growth'), ...figures('month', 'no_show_rate')] }),
		panel({ id: 'leaders-meetings', kind: 'leaderboard', metric: 'meetings_booked', period: 'week', figures: [...figures('day', 'meetings_booked'), ...figures('week', 'calls_made', 'emails_sent')] }),
		panel({ id: 'calls-by-day', kind: 'trend', metric: 'calls_made', period: 'day', figures: figures('day', 'connects', 'connect_rate', 'emails_sent') }),
		panel({ id: 'leaders-calls', kind: 'leaderboard', metric: 'calls_made', period: 'week', figures: figures('week', 'connects', 'connect_rate', 'growth') }),
		panel({ id: 'leaders-connects', kind: 'leaderboard', metric: 'connects', period: 'week', figures: figures('week', 'connect_rate', 'meetings_booked') }),
		panel({ id: 'leaders-improved', kind: 'leaderboard', metric: 'meetings_booked', period: 'month', ranking: 'improvement', figures: figures('month', 'growth', 'meetings_held', 'no_show_rate') }),
	],
};

const aeBoard: BoardConfig = {
	id: 'ae',
	name: 'AE',
	seconds: 20,
	panels: [
		panel({ id: 'sales-target', kind: 'target', metric: 'sales', period: 'month', figures: figures('month', 'required_per_day', 'projected', 'pipeline_value') }),
		panel({ id: 'attainment', kind: 'attainment', metric: 'sales', period: 'month', figures: figures('month', 'reps_at_quota', 'win_rate', 'average_deal_size') }),
		panel({ id: 'leaders-sales', kind: 'leaderboard', metric: 'sales', period: 'month', figures: figures('month', 'deals_won', 'win_rate', 'growth') }),
		panel({ id: 'held-by-week', kind: 'trend', metric: 'meetings_held', period: 'week', figures: figures('week', 'proposals_sent', 'growth', 'deals_won') }),
		panel({ id: 'leaders-proposals', kind: 'leaderboard', metric: 'proposals_sent', period: 'month', figures: figures('month', 'meetings_held', 'growth') }),
		panel({ id: 'leaders-pipeline', kind: 'leaderboard', metric: 'pipeline_value', period: 'month', figures: figures('month', 'pipeline_value', 'open_deals') }),
	],
};

const leaderBoard: BoardConfig = {
	id: 'sales-leader',
	name: 'Sales leader',
	seconds: 25,
	panels: [
		panel({ id: 'attainment', kind: 'attainment', metric: 'sales', period: 'month', figures: figures('month', 'reps_at_quota', 'required_per_day', 'projected') }),
		panel({ id: 'attainment-quarter', kind: 'attainment', metric: 'sales', period: 'quarter', figures: figures('quarter', 'reps_at_quota', 'required_per_day', 'projected') }),
		panel({ id: 'sales-target', kind: 'target', metric: 'sales', period: 'month', figures: [...figures('month', 'win_rate', 'average_deal_size'), ...figures('quarter', 'sales_cycle_days')] }),
		panel({ id: 'won-by-week', kind: 'trend', metric: 'deals_won', period: 'week', figures: figures('week', 'meetings_held', 'growth', 'win_rate') }),
		panel({ id: 'leaders-pipeline', kind: 'leaderboard', metric: 'pipeline_value', period: 'month', figures: figures('month', 'pipeline_value', 'open_deals') }),
		panel({ id: 'leaders-improved', kind: 'leaderboard', metric: 'sales', period: 'month', ranking: 'improvement', figures: figures('month', 'growth', 'deals_won', 'meetings_held') }),
	],
};

const managementBoard: BoardConfig = {
	id: 'management',
	name: 'Management',
	seconds: 25,
	panels: [
		panel({ id: 'sales-target', kind: 'target', metric: 'sales', period: 'quarter', figures: figures('quarter', 'projected', 'growth', 'pipeline_value') }),
		panel({ id: 'sales-by-month', kind: 'trend', metric: 'sales', period: 'month', figures: figures('month', 'growth', 'average_deal_size', 'deals_won') }),
		panel({ id: 'attainment', kind: 'attainment', metric: 'sales', period: 'quarter', figures: figures('quarter', 'reps_at_quota', 'win_rate', 'sales_cycle_days') }),
		panel({ id: 'meetings-by-month', kind: 'trend', metric: 'meetings_booked', period: 'month', figures: figures('month', 'growth') }),
		panel({ id: 'customers-by-month', kind: 'trend', metric: 'new_customers', period: 'month', figures: [...figures('month', 'growth', 'average_deal_size'), ...figures('year', 'new_customers')] }),
		panel({ id: 'sales-target-year', kind: 'target', metric: 'sales', period: 'year', figures: figures('year', 'projected', 'growth', 'win_rate') }),
	],
};

/** In the order in which they are listed; the first is the default. */
export const readyMade: readonly BoardConfig[] = [floorBoard, sdrBoard, aeBoard, leaderBoard, managementBoard];

/** What ops call a board; one that is as it came is called so in the language of the workspace. */
export function titleOf(board: BoardPlan, language: Language): string {
	const words: Record<string, string> = wordsIn(boardWords, language);
	return (readyMade.some((ready) => ready === board) ? words[`ready_${board.id}`] : undefined) ?? board.name;
}
