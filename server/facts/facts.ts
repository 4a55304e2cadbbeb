/** The entry `facts arrived`: one batch of people, facts and deletions from one source, in one transaction. */
import type { RejectedRow } from '../../shared/api.ts';
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';
import type { People } from '../floor/people.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { Handler } from '../journal/journal.ts';
import { createCustomerAccounts } from './customer-accounts.ts';
import { createDeals } from './deals.ts';
import type { Outcome } from './fact-table.ts';
import { createDirtyMarks } from './fact-table.ts';
import type { FactBatch, FactEntity } from './schema.ts';
import { factEntities } from './schema.ts';
import type { Sources } from './source-reports.ts';
import { createActivities, createMeetings, createProposals, updatedAt } from './touches.ts';

export interface FactsArrived extends FactBatch {
	/** Of the batch as it came, so that the log can tell a repetition. */
	digest: string;
}

export interface BatchReply {
	inserted: number;
	updated: number;
	unchanged: number;
	deleted: number;
	rejected: RejectedRow[];
	warnings: RejectedRow[];
}

export interface Facts {
	handlers: { 'facts arrived': Handler<FactsArrived, BatchReply> };
}

export function createFacts(db: Db, stages: { settings: FloorSettings; people: People; sources: Sources }): Facts {
	const { settings, people, sources } = stages;
	const marks = createDirtyMarks(db);
	const deals = createDeals(db, settings.calendar, marks);
	const meetings = createMeetings(db, marks);
	const activities = createActivities(db, marks);
	const proposals = createProposals(db, marks);
	const accounts = createCustomerAccounts(db, marks);
	const removers = { deals, meetings, activities, proposals, accounts };

	return {
		handlers: {
			'facts arrived': (batch, entry) => {
				marks.reset();
				const calendar = settings.calendar();
				const { source } = batch;
				const today = calendar.dayOf(entry.at);
				const reply: BatchReply = { inserted: 0, updated: 0, unchanged: 0, deleted: 0, rejected: [], warnings: [] };
				const gained = new Map<FactEntity, number>();
				const note = (outcome: Outcome, entity?: FactEntity): void => {
					reply[outcome] += 1;
					if (entity && outcome === 'inserted') gained.set(entity, (gained.get(entity) ?? 0) + 1);
				};
				for (const { index, row } of batch.people) {
					try {
						note(people.patch(row, source, entry, today));
					} catch (error) {
						if (!(error instanceof InputError)) throw error;
						reply.rejected.push({ entity: 'people', index, field: error.field ?? '', code: error.code, message: error.message });
					}
				}
				for (const { index, row } of batch.deals) {
					const { outcome, warnings } = deals.save(row, { source, calendar, currency: settings.get().currency, at: entry.at, entry: entry.id });
					note(outcome, 'deals');
					for (const warning of warnings) reply.warnings.push({ entity: 'deals', index, ...warning });
				}
				const context = { source, calendar, entry: entry.id };
				for (const { index, row } of batch.meetings) {
					note(meetings.save(row, context), 'meetings');
					const isDue = row.status === 'held' || row.status === 'no_show';
					if (isDue && row.held_at === null && row.scheduled_for === null) {
						reply.warnings.push({ entity: 'meetings', index, field: 'held_at', code: 'no_day', message: 'held or missed on an unknown day; it counts as booked only' });
					}
				}
				for (const { row } of batch.activities) note(activities.save(row, context), 'activities');
				for (const { row } of batch.proposals) note(proposals.save(row, context), 'proposals');
				for (const { index, row } of batch.accounts) {
					note(accounts.save(row, context), 'accounts');
					if (row.created === null) reply.warnings.push({ entity: 'accounts', index, field: 'created', code: 'no_day', message: 'created on an unknown day; it is not counted among the new accounts' });
				}
				for (const { row } of batch.deleted) {
					if (!removers[row.entity].remove(source, row.external_id, updatedAt(row.updated, calendar) ?? entry.at, entry.id)) continue;
					reply.deleted += 1;
					gained.set(row.entity, (gained.get(row.entity) ?? 0) - 1);
				}
				deals.settleAccounts();
				sources.reported(source, entry.at, gained, calendar, batch.isFile);
				const { inserted, updated, unchanged, deleted } = reply;
				const rows = Object.fromEntries([...factEntities, 'people' as const].map((entity) => [entity, batch[entity].length]));
				return { reply, logged: { source, rows, inserted, updated, unchanged, deleted, rejected: reply.rejected.length, digest: batch.digest } };
			},
		},
	};
}
