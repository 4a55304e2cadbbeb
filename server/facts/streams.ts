/**
 * Where and when facts are credited: a stream is a fact table with one day column and one owner column.
 * A write marks the (day, owner) of each of its entity's streams dirty, before and after; rollups are drained stream by stream.
 */
import type { FactEntity } from './schema.ts';

export interface Stream {
	entity: FactEntity;
	table: string;
	day: string;
	owner: string;
	/** The instant behind the day; null for a date without a time. */
	at: string;
}

export const streams = {
	deal_closing: { entity: 'deals', table: 'deal', day: 'closed_day', owner: 'closer_key', at: 'closed_at' },
	meeting_booking: { entity: 'meetings', table: 'meeting', day: 'booked_day', owner: 'booker_key', at: 'booked_at' },
	meeting_due: { entity: 'meetings', table: 'meeting', day: 'due_day', owner: 'due_key', at: 'due_at' },
	meeting_owning: { entity: 'meetings', table: 'meeting', day: 'due_day', owner: 'owner_key', at: 'due_at' },
	activity: { entity: 'activities', table: 'activity', day: 'day', owner: 'owner_key', at: 'at' },
	proposal: { entity: 'proposals', table: 'proposal', day: 'sent_day', owner: 'owner_key', at: 'sent_at' },
	account_creation: { entity: 'accounts', table: 'customer_account', day: 'created_day', owner: 'owner_key', at: 'created_at' },
} as const satisfies Record<string, Stream>;

export type StreamName = keyof typeof streams;

export const streamNames = Object.keys(streams) as StreamName[];

export const streamsOf = (entity: FactEntity): StreamName[] => streamNames.filter((name) => streams[name].entity === entity);

/** Every kind of fact with its table. */
export const factTables: ReadonlyMap<FactEntity, string> = new Map(streamNames.map((name) => [streams[name].entity, streams[name].table]));
