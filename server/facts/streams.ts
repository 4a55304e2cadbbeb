/**
 * Where and when facts are credited: a stream is a fact table with one day column and one owner column.
 * A write marks the (day, owner) of each of its entity's streams dirty, before and after; rollups are drained stream by stream.
 */
import { factEntities, type FactEntity } from './schema.ts';

export interface Stream {
	entity: FactEntity;
	table: string;
	day: string;
	owner: string;
	/** The instant behind the day; null for a date without a time. */
	at: string;
}

export const streams = {
	deal_creation: { entity: 'deals', table: 'deal', day: 'created_day', owner: 'closer_key', at: 'created_at' },
	deal_closing: { entity: 'deals', table: 'deal', day: 'closed_day', owner: 'closer_key', at: 'closed_at' },
	meeting_booking: { entity: 'meetings', table: 'meeting', day: 'booked_day', owner: 'booker_key', at: 'booked_at' },
	meeting_due: { entity: 'meetings', table: 'meeting', day: 'due_day', owner: 'due_key', at: 'due_at' },
	meeting_owning: { entity: 'meetings', table: 'meeting', day: 'due_day', owner: 'owner_key', at: 'due_at' },
	activity: { entity: 'activities', table: 'activity', day: 'day', owner: 'owner_key', at: 'at' },
	proposal: { entity: 'proposals', table: 'proposal', day: 'sent_day', owner: 'owner_key', at: 'sent_at' },
	account_creation: { entity: 'accounts', table: 'customer_account', day: 'created_day', owner: 'owner_key', at: 'created_at' },
	account_churn: { entity: 'accounts', table: 'customer_account', day: 'churned_day', owner: 'owner_key', at: 'churned_at' },
	lead_creation: { entity: 'leads', table: 'lead', day: 'created_day', owner: 'owner_key', at: 'created_at' },
	lead_mql: { entity: 'leads', table: 'lead', day: 'mql_day', owner: 'credited_key', at: 'mql_at' },
	lead_sql: { entity: 'leads', table: 'lead', day: 'sql_day', owner: 'credited_key', at: 'sql_at' },
	lead_passing: { entity: 'leads', table: 'lead', day: 'passed_day', owner: 'credited_key', at: 'passed_at' },
	lead_acceptance: { entity: 'leads', table: 'lead', day: 'accepted_day', owner: 'credited_key', at: 'accepted_at' },
	lead_forecast: { entity: 'leads', table: 'lead', day: 'on_forecast_day', owner: 'credited_key', at: 'on_forecast_at' },
} as const satisfies Record<string, Stream>;

export type StreamName = keyof typeof streams;

export const streamNames = Object.keys(streams) as StreamName[];

export const streamsOf = (entity: FactEntity): StreamName[] => streamNames.filter((name) => streams[name].entity === entity);

const tables = {
	deals: 'deal', meetings: 'meeting', activities: 'activity', proposals: 'proposal', accounts: 'customer_account',
	leads: 'lead', movements: 'movement', surveys: 'survey', figures: 'figure', positions: 'position',
} as const satisfies Record<FactEntity, string>;

/** Every kind of fact with its table. */
export const factTables: ReadonlyMap<FactEntity, string> = new Map(factEntities.map((entity) => [entity, tables[entity]]));

/** Where facts lie in time besides, where no sum by day holds them. */
const furtherMoments: Partial<Record<FactEntity, readonly Pick<Stream, 'table' | 'day' | 'at'>[]>> = {
	meetings: [{ table: 'meeting', day: 'scheduled_day', at: 'scheduled_at' }],
	leads: [{ table: 'lead', day: 'first_response_day', at: 'first_response_at' }],
	movements: [{ table: 'movement', day: 'day', at: 'at' }],
	surveys: [{ table: 'survey', day: 'day', at: 'at' }],
};

/** Where facts of a kind lie in time: from these instants on they count, or count otherwise. The first is when they begin. */
export const momentsOf = (entity: FactEntity): readonly Pick<Stream, 'table' | 'day' | 'at'>[] => [...streamsOf(entity).map((name) => streams[name]), ...(furtherMoments[entity] ?? [])];
