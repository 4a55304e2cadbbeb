/**
 * Measures: additive sums over facts, each an SQL expression that reads one fact row and is null when the row does not count.
 * A rate, a mean or a distinct count is never a measure (M2).
 */
import type { StreamName } from '../facts/streams.ts';

export interface Measure {
	stream: StreamName;
	/** What one row adds; null when it adds nothing. */
	adds: string;
	/** Columns by which the sum is also kept apart; for streams with too many facts to read by index. */
	slicedBy?: 'outcome';
	/** Of what it adds; counts where it does not say. */
	unit?: 'money' | 'days' | 'seconds';
}

/** Outcomes with a sum of their own (M11); any other is part of the whole only. */
export const outcomes = ['connected', 'no_answer', 'voicemail', 'busy', 'wrong_number', 'replied', 'opened', 'bounced', 'none'] as const;

export const measures = {
	calls_made: { stream: 'activity', adds: `CASE WHEN kind = 'call' AND direction = 'outbound' THEN 1 END`, slicedBy: 'outcome' },
	emails_sent: { stream: 'activity', adds: `CASE WHEN kind = 'email' AND direction = 'outbound' THEN 1 END`, slicedBy: 'outcome' },
	connects: { stream: 'activity', adds: `CASE WHEN kind = 'call' AND direction = 'outbound' AND outcome = 'connected' THEN 1 END`, slicedBy: 'outcome' },
	conversations: { stream: 'activity', adds: `CASE WHEN direction = 'outbound' AND meaningful = 1 THEN 1 END` },
	linkedin_requests: { stream: 'activity', adds: `CASE WHEN kind = 'linkedin' AND direction = 'outbound' THEN 1 END` },
	outbound_activities: { stream: 'activity', adds: `CASE WHEN kind IN ('call', 'email', 'linkedin') AND direction = 'outbound' THEN 1 END` },
	follow_ups: { stream: 'activity', adds: `CASE WHEN is_follow_up = 1 THEN 1 END` },
	activities: { stream: 'activity', adds: `1` },
	meetings_booked: { stream: 'meeting_booking', adds: `CASE WHEN replaces IS NULL THEN 1 END` },
	meetings_due: { stream: 'meeting_due', adds: `CASE WHEN status IN ('held', 'no_show') THEN 1 END` },
	no_shows: { stream: 'meeting_due', adds: `CASE WHEN status = 'no_show' THEN 1 END` },
	meetings_held: { stream: 'meeting_owning', adds: `CASE WHEN status = 'held' THEN 1 END` },
	demos_held: { stream: 'meeting_owning', adds: `CASE WHEN status = 'held' AND lower(kind) = 'demo' THEN 1 END` },
	proposals_sent: { stream: 'proposal', adds: `1` },
	new_accounts: { stream: 'account_creation', adds: `1` },
	churned_accounts: { stream: 'account_churn', adds: `1` },
	new_leads: { stream: 'lead_creation', adds: `1` },
	mqls: { stream: 'lead_mql', adds: `1` },
	sqls: { stream: 'lead_sql', adds: `1` },
	leads_passed: { stream: 'lead_passing', adds: `1` },
	accepted_opportunities: { stream: 'lead_acceptance', adds: `1` },
	leads_on_forecast: { stream: 'lead_forecast', adds: `1` },
	deals_created: { stream: 'deal_creation', adds: `1` },
	deals_won: { stream: 'deal_closing', adds: `CASE WHEN status = 'won' THEN 1 END` },
	deals_lost: { stream: 'deal_closing', adds: `CASE WHEN status = 'lost' THEN 1 END` },
	deals_decided: { stream: 'deal_closing', adds: `CASE WHEN status IN ('won', 'lost') THEN 1 END` },
	sales: { stream: 'deal_closing', adds: `CASE WHEN status = 'won' THEN amount_minor END`, unit: 'money' },
	bookings: { stream: 'deal_closing', adds: `CASE WHEN status = 'won' THEN contract_value_minor END`, unit: 'money' },
	amount_decided: { stream: 'deal_closing', adds: `CASE WHEN status IN ('won', 'lost') THEN amount_minor END`, unit: 'money' },
	margin: { stream: 'deal_closing', adds: `CASE WHEN status = 'won' THEN amount_minor - cost_minor END`, unit: 'money' },
	sales_costed: { stream: 'deal_closing', adds: `CASE WHEN status = 'won' AND cost_minor IS NOT NULL THEN amount_minor END`, unit: 'money' },
	deals_won_sized: { stream: 'deal_closing', adds: `CASE WHEN status = 'won' AND amount_minor IS NOT NULL THEN 1 END` },
	cycle_days: { stream: 'deal_closing', adds: `CASE WHEN status = 'won' THEN cycle_days END`, unit: 'days' },
	deals_won_timed: { stream: 'deal_closing', adds: `CASE WHEN status = 'won' AND cycle_days IS NOT NULL THEN 1 END` },
	deals_won_without_account: { stream: 'deal_closing', adds: `CASE WHEN status = 'won' AND account_key IS NULL THEN 1 END` },
	new_customers: { stream: 'deal_closing', adds: `CASE WHEN status = 'won' AND is_first_win = 1 THEN 1 END` },
} as const satisfies Record<string, Measure>;

export type MeasureId = keyof typeof measures;

export const measureIds = Object.keys(measures) as MeasureId[];

export const measureOf = (id: MeasureId): Measure => measures[id];
