/** The funnels (KPIS.md §6), as data: what follows on what, and by which rate. A step whose metric there is not is left out. */
import { isMetricId, type MetricId } from './catalogue.ts';

export const funnelIds = ['calls', 'leads', 'reach'] as const;
export type FunnelId = (typeof funnelIds)[number];

interface PlannedStep {
	/** Of the metric itself; `above`: what stands above the line of the step's rate. */
	number: { of: string } | { above: string };
	/** From the step before; null: one number by the other. */
	rate: string | null;
}

const planned: Record<FunnelId, readonly PlannedStep[]> = {
	calls: [
		{ number: { of: 'calls_made' }, rate: null },
		{ number: { of: 'connects' }, rate: 'connect_rate' },
		{ number: { of: 'meetings_booked' }, rate: 'connect_to_meeting_rate' },
		{ number: { of: 'sqls' }, rate: 'meeting_to_sql_rate' },
		{ number: { of: 'deals_won' }, rate: null },
	],
	leads: [
		{ number: { of: 'new_leads' }, rate: null },
		{ number: { of: 'mqls' }, rate: 'lead_to_mql_rate' },
		{ number: { of: 'sqls' }, rate: 'mql_to_sql_rate' },
		{ number: { of: 'accepted_opportunities' }, rate: null },
		{ number: { above: 'opportunity_to_customer_rate' }, rate: 'opportunity_to_customer_rate' },
	],
	reach: [
		{ number: { of: 'outbound_activities' }, rate: null },
		{ number: { of: 'conversations' }, rate: 'reach_rate' },
		{ number: { above: 'pass_rate' }, rate: 'pass_rate' },
		{ number: { above: 'pipe_rate' }, rate: 'pipe_rate' },
	],
};

export interface FunnelPart {
	/** What its number is read from. */
	metric: MetricId;
	isAbove: boolean;
	/** From the part before, where that is the one the rate is of. */
	rate: MetricId | null;
}

export function partsOfFunnel(id: FunnelId): FunnelPart[] {
	let isWhole = true;
	return planned[id].flatMap(({ number, rate }): FunnelPart[] => {
		const metric = 'of' in number ? number.of : number.above;
		const follows = isWhole;
		isWhole = isMetricId(metric);
		return isMetricId(metric) ? [{ metric, isAbove: 'above' in number, rate: follows && rate !== null && isMetricId(rate) ? rate : null }] : [];
	});
}

export const isFunnel = (id: string | null): id is FunnelId => funnelIds.some((known) => known === id);

/** Whether a funnel begins with it: that is what a panel of the funnel is of. */
export const beginsFunnel = (metric: MetricId): boolean => funnelIds.some((id) => partsOfFunnel(id)[0]?.metric === metric);
