/** Meetings, activities and proposals: facts that say what somebody did, each credited as M4 says. */
import type { Db } from '../db/open.ts';
import type { Calendar, Moment } from '../floor/calendar.ts';
import { ownerKey } from '../floor/people.ts';
import type { DirtyMarks, FactRow, Outcome } from './fact-table.ts';
import { createFactTable } from './fact-table.ts';
import type { ActivityRow, MeetingRow, ProposalRow } from './schema.ts';

export interface TouchContext {
	source: string;
	calendar: Calendar;
	entry: number;
}

export interface Touches<Row> {
	save: (row: Row, context: TouchContext) => Outcome;
	remove: (source: string, externalId: string, deletedAt: number, entry: number) => boolean;
}

interface MeetingFact extends FactRow {
	kind: string;
	booker_key: string;
	due_key: string;
	owner_key: string;
	account: string | null;
	deal: string | null;
	status: string;
	replaces: string | null;
	moved_by: string | null;
	booked_at: number | null;
	booked_day: string;
	scheduled_at: number | null;
	scheduled_day: string | null;
	held_at: number | null;
	held_day: string | null;
	due_at: number | null;
	due_day: string | null;
}

interface ActivityFact extends FactRow {
	kind: string;
	direction: string | null;
	outcome: string | null;
	owner_key: string;
	account: string | null;
	deal: string | null;
	seconds: number | null;
	at: number | null;
	day: string;
}

interface ProposalFact extends FactRow {
	deal: string | null;
	owner_key: string;
	sent_at: number | null;
	sent_day: string;
}

const none = { at: null, day: null };
export const momentOf = (iso: string | null, calendar: Calendar): Moment | typeof none => (iso === null ? none : calendar.momentOf(iso));

/** The instant of `updated`; a date alone stands for its beginning. */
export function updatedAt(iso: string | null, calendar: Calendar): number | null {
	if (iso === null) return null;
	const { at, day } = calendar.momentOf(iso);
	return at ?? calendar.startOf(day);
}

export function createMeetings(db: Db, marks: DirtyMarks): Touches<MeetingRow> {
	const table = createFactTable<MeetingFact>(db, {
		entity: 'meetings',
		table: 'meeting',
		columns: [
			'kind', 'booker_key', 'due_key', 'owner_key', 'account', 'deal', 'status', 'replaces', 'moved_by',
			'booked_at', 'booked_day', 'scheduled_at', 'scheduled_day', 'held_at', 'held_day', 'due_at', 'due_day',
		],
		derived: [],
		marks,
	});
	return {
		save: (row, { source, calendar, entry }) => {
			const updated_at = updatedAt(row.updated, calendar);
			return table.save(
				{ source, external_id: row.external_id, updated_at },
				() => {
					const booked = calendar.momentOf(row.booked_at);
					const scheduled = momentOf(row.scheduled_for, calendar);
					const held = momentOf(row.held_at, calendar);
					const due = held.day === null ? scheduled : held;
					return {
						source,
						external_id: row.external_id,
						kind: row.kind,
						booker_key: ownerKey(row.booked_by, source),
						due_key: ownerKey(row.booked_by ?? row.owner, source),
						owner_key: ownerKey(row.owner, source),
						account: row.account,
						deal: row.deal,
						status: row.status,
						replaces: row.replaces,
						moved_by: row.moved_by,
						booked_at: booked.at,
						booked_day: booked.day,
						scheduled_at: scheduled.at,
						scheduled_day: scheduled.day,
						held_at: held.at,
						held_day: held.day,
						due_at: due.at,
						due_day: due.day,
						updated_at,
					};
				},
				entry,
			).outcome;
		},
		remove: (source, externalId, deletedAt, entry) => table.remove(source, externalId, deletedAt, entry) !== null,
	};
}

export function createActivities(db: Db, marks: DirtyMarks): Touches<ActivityRow> {
	const table = createFactTable<ActivityFact>(db, { entity: 'activities', table: 'activity', columns: ['kind', 'direction', 'outcome', 'owner_key', 'account', 'deal', 'seconds', 'at', 'day'], derived: [], marks });
	return {
		save: (row, { source, calendar, entry }) => {
			const updated_at = updatedAt(row.updated, calendar);
			return table.save(
				{ source, external_id: row.external_id, updated_at },
				() => {
					const { at, day } = calendar.momentOf(row.at);
					return {
						source,
						external_id: row.external_id,
						kind: row.kind,
						direction: row.direction,
						outcome: row.outcome?.toLowerCase() ?? null,
						owner_key: ownerKey(row.owner, source),
						account: row.account,
						deal: row.deal,
						seconds: row.seconds,
						at,
						day,
						updated_at,
					};
				},
				entry,
			).outcome;
		},
		remove: (source, externalId, deletedAt, entry) => table.remove(source, externalId, deletedAt, entry) !== null,
	};
}

export function createProposals(db: Db, marks: DirtyMarks): Touches<ProposalRow> {
	const table = createFactTable<ProposalFact>(db, { entity: 'proposals', table: 'proposal', columns: ['deal', 'owner_key', 'sent_at', 'sent_day'], derived: [], marks });
	return {
		save: (row, { source, calendar, entry }) => {
			const updated_at = updatedAt(row.updated, calendar);
			return table.save(
				{ source, external_id: row.external_id, updated_at },
				() => {
					const sent = calendar.momentOf(row.sent);
					return { source, external_id: row.external_id, deal: row.deal, owner_key: ownerKey(row.owner, source), sent_at: sent.at, sent_day: sent.day, updated_at };
				},
				entry,
			).outcome;
		},
		remove: (source, externalId, deletedAt, entry) => table.remove(source, externalId, deletedAt, entry) !== null,
	};
}
