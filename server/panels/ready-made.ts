/** The boards that come with the product (KPIS.md §6): each of five to eight KPIs, with activity among the results. */
import { defaultBoard, type BoardPlan, type PlanPeriod } from '../../shared/board.ts';
import type { Language } from '../../shared/views.ts';
import { boardWords } from '../../shared/words/boards.ts';
import { wordsIn } from '../../shared/words/language.ts';
import type { MetricId } from '../metrics/catalogue.ts';
import type { BoardConfig, FigureConfig, PanelConfig } from './boards.ts';

type Panel = Pick<PanelConfig, 'id' | 'kind' | 'metric' | 'period'> & Partial<Pick<PanelConfig, 'ranking' | 'by' | 'figures'>>;

/** Of the whole company, always, for as long as the board says. */
const panel = (given: Panel): PanelConfig => ({ scope: 'company', ranking: 'result', by: null, figures: [], seconds: null, pinned: false, times: null, ...given });
const figures = (period: PlanPeriod, ...metrics: readonly MetricId[]): FigureConfig[] => metrics.map((metric) => ({ metric, base: null, period }));
const board = (id: string, name: string, seconds: number, ...panels: PanelConfig[]): BoardConfig => ({ id, name, seconds, panels });

export const floorBoard: BoardConfig = board(
	defaultBoard,
	'Floor',
	20,
	panel({ id: 'meetings-by-week', kind: 'trend', metric: 'meetings_booked', period: 'week', figures: [...figures('week', 'meetings_held', 'connect_rate'), ...figures('month', 'no_show_rate')] }),
	panel({ id: 'attainment', kind: 'attainment', metric: 'sales', period: 'month', figures: figures('month', 'reps_at_quota', 'required_per_day', 'projected') }),
	panel({ id: 'leaders-sales', kind: 'leaderboard', metric: 'sales', period: 'month', figures: figures('month', 'deals_won', 'win_rate', 'average_deal_size') }),
	panel({ id: 'leaders-meetings', kind: 'leaderboard', metric: 'meetings_booked', period: 'week', figures: figures('week', 'meetings_held', 'connect_rate', 'growth') }),
	panel({ id: 'leaders-improved', kind: 'leaderboard', metric: 'sales', period: 'month', ranking: 'improvement', figures: figures('month', 'growth', 'projected', 'deals_won') }),
	panel({ id: 'sales-target', kind: 'target', metric: 'sales', period: 'month', figures: figures('month', 'required_per_day', 'win_rate', 'average_deal_size') }),
);

/** Who answered stands in the calls by outcome: that is the connect rate, and the ninth KPI no more. */
const sdrBoard = board(
	'sdr',
	'SDR',
	20,
	panel({ id: 'kpis', kind: 'scorecard', metric: 'meetings_booked', period: 'week', figures: [...figures('week', 'calls_made', 'emails_sent'), ...figures('month', 'accepted_opportunities', 'meetings_upcoming', 'reach_rate', 'pass_rate', 'pipe_rate')] }),
	panel({ id: 'calls-by-outcome', kind: 'breakdown', metric: 'calls_made', period: 'week', by: 'outcome', figures: [...figures('day', 'calls_made'), ...figures('week', 'meetings_booked')] }),
	panel({ id: 'emails-by-outcome', kind: 'breakdown', metric: 'emails_sent', period: 'week', by: 'outcome', figures: [...figures('day', 'emails_sent'), ...figures('week', 'growth')] }),
	panel({ id: 'meetings-by-week', kind: 'trend', metric: 'meetings_booked', period: 'week', figures: [...figures('day', 'meetings_upcoming'), ...figures('week', 'growth'), ...figures('month', 'accepted_opportunities')] }),
	panel({ id: 'leaders-meetings', kind: 'leaderboard', metric: 'meetings_booked', period: 'week', figures: [...figures('day', 'meetings_booked'), ...figures('week', 'calls_made', 'emails_sent')] }),
	panel({ id: 'leaders-improved', kind: 'leaderboard', metric: 'meetings_booked', period: 'month', ranking: 'improvement', figures: figures('month', 'growth', 'accepted_opportunities', 'calls_made') }),
);

const sdrManagerBoard = board(
	'sdr-manager',
	'SDR manager',
	25,
	panel({ id: 'activity', kind: 'activity-sheet', metric: 'calls_made', period: 'week', figures: figures('week', 'emails_sent', 'connects', 'meetings_booked') }),
	panel({ id: 'kpis', kind: 'scorecard', metric: 'meetings_booked', period: 'month', figures: figures('month', 'calls_per_rep', 'emails_per_rep', 'connects', 'new_accounts', 'mrr', 'active_accounts') }),
	panel({ id: 'meetings-by-week', kind: 'trend', metric: 'meetings_booked', period: 'week', figures: figures('week', 'growth', 'connects') }),
	panel({ id: 'accounts-by-month', kind: 'trend', metric: 'new_accounts', period: 'month', figures: figures('month', 'growth', 'active_accounts', 'mrr') }),
	panel({ id: 'accounts-by-region', kind: 'breakdown', metric: 'active_accounts', period: 'month', by: 'region', figures: figures('month', 'mrr', 'new_accounts') }),
);

const aeBoard = board(
	'ae',
	'AE',
	20,
	panel({ id: 'sales-target', kind: 'target', metric: 'sales', period: 'month', figures: figures('month', 'required_per_day', 'projected', 'pipeline_coverage') }),
	panel({ id: 'kpis', kind: 'scorecard', metric: 'sales', period: 'month', figures: figures('month', 'deals_won', 'win_rate', 'proposals_sent', 'leads_worked', 'open_deals', 'pipeline_coverage') }),
	panel({ id: 'activity', kind: 'activity-sheet', metric: 'meetings_held', period: 'week', figures: figures('week', 'demos_held', 'calls_made', 'emails_sent') }),
	panel({ id: 'deals-by-stage', kind: 'breakdown', metric: 'open_deals', period: 'month', by: 'stage', figures: [...figures('quarter', 'pipeline_coverage'), ...figures('month', 'win_rate', 'proposals_sent')] }),
	panel({ id: 'attainment', kind: 'attainment', metric: 'sales', period: 'month', figures: figures('month', 'reps_at_quota', 'win_rate', 'deals_won') }),
	panel({ id: 'leaders-sales', kind: 'leaderboard', metric: 'sales', period: 'month', figures: figures('month', 'deals_won', 'win_rate', 'growth') }),
);

const accountManagerBoard = board(
	'account-manager',
	'Account manager',
	25,
	panel({ id: 'kpis', kind: 'scorecard', metric: 'retention_rate', period: 'quarter', figures: figures('quarter', 'expansion_rate', 'net_revenue_retention', 'csat', 'churned_accounts', 'account_value', 'mrr', 'customer_interactions') }),
	panel({ id: 'churn-by-month', kind: 'trend', metric: 'churned_accounts', period: 'month', figures: figures('quarter', 'retention_rate', 'net_revenue_retention') }),
	panel({ id: 'leaders-mrr', kind: 'leaderboard', metric: 'mrr', period: 'month', figures: figures('month', 'mrr', 'account_value') }),
	panel({ id: 'leaders-interactions', kind: 'leaderboard', metric: 'customer_interactions', period: 'month', figures: [...figures('month', 'customer_interactions'), ...figures('quarter', 'csat', 'expansion_rate')] }),
);

const leaderBoard = board(
	'sales-leader',
	'Sales leader',
	25,
	panel({ id: 'attainment', kind: 'attainment', metric: 'sales', period: 'month', figures: figures('month', 'reps_at_quota', 'required_per_day', 'projected') }),
	panel({ id: 'forecast', kind: 'forecast', metric: 'sales', period: 'quarter', figures: figures('quarter', 'projected', 'average_open_deal_size', 'sales_cycle_days') }),
	panel({ id: 'pipeline', kind: 'pipeline', metric: 'pipeline_value', period: 'quarter', figures: figures('quarter', 'open_deals', 'average_open_deal_size', 'sales_cycle_days') }),
	panel({ id: 'deals-by-seller', kind: 'breakdown', metric: 'open_deals', period: 'month', by: 'person', figures: figures('month', 'open_deals', 'pipeline_value', 'meetings_held') }),
	panel({ id: 'deals-by-product', kind: 'breakdown', metric: 'open_deals', period: 'month', by: 'product', figures: figures('month', 'pipeline_value', 'average_open_deal_size') }),
	panel({ id: 'new-and-existing', kind: 'breakdown', metric: 'sales', period: 'quarter', by: 'type', figures: figures('quarter', 'sales', 'growth', 'sales_cycle_days') }),
	panel({ id: 'meetings-by-week', kind: 'trend', metric: 'meetings_held', period: 'week', figures: [...figures('week', 'growth'), ...figures('month', 'sales', 'open_deals')] }),
);

const enablementBoard = board(
	'enablement',
	'Enablement',
	25,
	panel({ id: 'pipeline', kind: 'pipeline', metric: 'pipeline_value', period: 'quarter', figures: figures('quarter', 'stage_conversion', 'deal_age', 'close_rate') }),
	panel({ id: 'kpis', kind: 'scorecard', metric: 'close_rate', period: 'quarter', figures: figures('quarter', 'average_deal_size', 'pipeline_created', 'sales_cycle_days', 'stage_conversion', 'deal_age', 'pipeline_value', 'proposals_sent') }),
	panel({ id: 'new-pipeline', kind: 'breakdown', metric: 'pipeline_created', period: 'month', by: 'person', figures: figures('month', 'pipeline_created', 'average_deal_size', 'proposals_sent') }),
	panel({ id: 'size-by-person', kind: 'breakdown', metric: 'average_deal_size', period: 'quarter', by: 'person', figures: figures('quarter', 'average_deal_size', 'sales_cycle_days') }),
	panel({ id: 'cycle-by-person', kind: 'breakdown', metric: 'sales_cycle_days', period: 'quarter', by: 'person', figures: figures('quarter', 'sales_cycle_days', 'close_rate', 'proposals_sent') }),
);

const managementBoard = board(
	'management',
	'Management',
	25,
	panel({ id: 'sales-target', kind: 'target', metric: 'sales', period: 'quarter', figures: figures('quarter', 'projected', 'growth', 'average_deal_size') }),
	panel({ id: 'kpis', kind: 'scorecard', metric: 'sales', period: 'quarter', figures: [...figures('quarter', 'growth', 'average_deal_size', 'new_customers', 'ltv', 'cac', 'ltv_to_cac'), ...figures('month', 'meetings_booked')] }),
	panel({ id: 'sales-by-channel', kind: 'breakdown', metric: 'sales', period: 'quarter', by: 'channel', figures: figures('quarter', 'growth', 'average_deal_size') }),
	panel({ id: 'meetings-by-month', kind: 'trend', metric: 'meetings_booked', period: 'month', figures: [...figures('month', 'growth'), ...figures('quarter', 'new_customers', 'cac')] }),
	panel({ id: 'sales-by-month', kind: 'trend', metric: 'sales', period: 'month', figures: [...figures('month', 'growth', 'average_deal_size'), ...figures('year', 'sales')] }),
);

const funnelBoard = board(
	'funnel',
	'Funnel and activity ratios',
	25,
	panel({ id: 'calls-to-won', kind: 'funnel', metric: 'calls_made', period: 'month', by: 'calls', figures: figures('month', 'connect_rate', 'connect_to_meeting_rate', 'meeting_to_sql_rate') }),
	panel({ id: 'leads-to-customers', kind: 'funnel', metric: 'new_leads', period: 'quarter', by: 'leads', figures: figures('quarter', 'mql_to_sql_rate', 'mql_to_opportunity_rate', 'opportunity_to_customer_rate') }),
	panel({ id: 'kpis', kind: 'scorecard', metric: 'calls_made', period: 'month', figures: figures('month', 'connect_rate', 'connect_to_meeting_rate', 'meeting_to_sql_rate', 'new_leads', 'mql_to_sql_rate', 'mql_to_opportunity_rate', 'opportunity_to_customer_rate') }),
	panel({ id: 'connect-rates', kind: 'breakdown', metric: 'connect_rate', period: 'month', by: 'person', figures: figures('month', 'connect_rate', 'calls_made') }),
);

const workBackBoard = board(
	'work-back',
	'Work back',
	25,
	panel({ id: 'work-back', kind: 'workback', metric: 'sales', period: 'month' }),
	panel({ id: 'sales-target', kind: 'target', metric: 'sales', period: 'month', figures: figures('month', 'required_per_day', 'projected', 'pipeline_coverage') }),
	panel({ id: 'kpis', kind: 'scorecard', metric: 'sales', period: 'month', figures: [...figures('quarter', 'average_deal_size', 'win_rate', 'opportunity_to_customer_rate'), ...figures('month', 'pipeline_coverage', 'meetings_booked', 'calls_made')] }),
	panel({ id: 'calls-by-day', kind: 'trend', metric: 'calls_made', period: 'day', figures: [...figures('day', 'meetings_booked'), ...figures('week', 'calls_made', 'meetings_booked')] }),
);

/** In the order in which they are listed; the first is the default. */
export const readyMade: readonly BoardConfig[] = [floorBoard, sdrBoard, sdrManagerBoard, aeBoard, accountManagerBoard, leaderBoard, enablementBoard, managementBoard, funnelBoard, workBackBoard];

/** What ops call a board; one that is as it came is called so in the language of the workspace. */
export function titleOf(board: BoardPlan, language: Language): string {
	const words: Record<string, string> = wordsIn(boardWords, language);
	return (readyMade.some((ready) => ready === board) ? words[`ready_${board.id}`] : undefined) ?? board.name;
}
