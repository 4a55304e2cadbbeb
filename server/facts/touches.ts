/** Meetings: each credited as M4 says. */
import type { FactWarning } from '../../shared/corrections.ts';
import type { Db } from '../db/open.ts';
import type { Calendar, Moment } from '../floor/calendar.ts';
import type { Correctable, FactContext } from './correctable.ts';
import { momentText } from './correctable.ts';
import type { Built, FactKey, FactRow, FactStages, Outcome } from './fact-table.ts';
import { createFactTable } from './fact-table.ts';
import { restorableFrom, type Restorable, type Version } from './restorable.ts';
import type { MeetingRow } from './schema.ts';

export interface Touches<Row> extends Restorable {
	save: (row: Row, context: FactContext) => Outcome;
	remove: (source: string, externalId: string, deletedAt: number, entry: number) => boolean;
}

export interface Meetings extends Correctable<MeetingRow>, Pick<Touches<MeetingRow>, 'remove'> {
	save: (row: MeetingRow, context: FactContext) => { outcome: Outcome; warnings: FactWarning[] };
}

interface MeetingFact extends FactRow {
	kind: string;
	booker_key: string;
	due_key: string;
	owner_key: string;
	account: string | null;
	deal: string | null;
	lead: string | null;
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

const none = { at: null, day: null };
export const momentOf = (iso: string | null, calendar: Calendar): Moment | typeof none => (iso === null ? none : calendar.momentOf(iso));

/** The instant of `updated`; a date alone stands for its beginning. */
export function updatedAt(iso: string | null, calendar: Calendar): number | null {
	if (iso === null) return null;
	const { at, day } = calendar.momentOf(iso);
	return at ?? calendar.startOf(day);
}

export function createMeetings(db: Db, { calendar, ...stages }: FactStages & { calendar: () => Calendar }): Meetings {
	const table = createFactTable<MeetingFact>(db, {
		entity: 'meetings',
		table: 'meeting',
		columns: [
			'kind', 'booker_key', 'due_key', 'owner_key', 'account', 'deal', 'lead', 'status', 'replaces', 'moved_by',
			'booked_at', 'booked_day', 'scheduled_at', 'scheduled_day', 'held_at', 'held_day', 'due_at', 'due_day',
		],
		derived: [],
		...stages,
	});
	const build = (row: MeetingRow, { source, calendar, ownerKey }: FactContext): Built<MeetingFact> => {
		const booked = calendar.momentOf(row.booked_at);
		const scheduled = momentOf(row.scheduled_for, calendar);
		const held = momentOf(row.held_at, calendar);
		const due = held.day === null ? scheduled : held;
		return {
			source,
			external_id: row.external_id,
			kind: row.kind,
			booker_key: ownerKey(row.booked_by),
			due_key: ownerKey(row.booked_by ?? row.owner),
			owner_key: ownerKey(row.owner),
			account: row.account,
			deal: row.deal,
			lead: row.lead,
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
			updated_at: updatedAt(row.updated, calendar),
		};
	};
	const warningsOf = ({ status, due_day }: MeetingFact, { calendar, at }: Pick<FactContext, 'calendar' | 'at'>): FactWarning[] => {
		if (status !== 'held' && status !== 'no_show') return [];
		if (due_day === null) return [{ field: 'held_at', code: 'no_day', message: 'held or missed on an unknown day; it counts as booked only' }];
		return due_day > calendar.dayOf(at) ? [{ field: 'held_at', code: 'in_the_future', message: `held or missed on ${due_day}, which is yet to come; it counts from that day` }] : [];
	};
	const keyOf = (row: MeetingRow, { source, calendar }: FactContext): FactKey => ({ source, external_id: row.external_id, updated_at: updatedAt(row.updated, calendar) });

	// Versions are made below and nowhere else, from columns of this table.
	const factOf = (version: Version | null): MeetingFact | null => version && (version.fact as MeetingFact);
	/** As it is in the workspace's zone, whatever that was when it was made. */
	const derived = (fact: MeetingFact): MeetingFact => {
		const day = (at: number | null, stands: string | null): string | null => (at === null ? stands : calendar().dayOf(at));
		return {
			...fact,
			booked_day: day(fact.booked_at, fact.booked_day) ?? fact.booked_day,
			scheduled_day: day(fact.scheduled_at, fact.scheduled_day),
			held_day: day(fact.held_at, fact.held_day),
			due_day: day(fact.due_at, fact.due_day),
		};
	};
	const key = (owner: string): string | null => (owner === '' ? null : owner);
	/** As its source would push it again; people by owner key. */
	const fieldsFrom = (fact: MeetingFact, calendar: Calendar) => ({
		kind: fact.kind,
		booked_by: key(fact.booker_key),
		owner: key(fact.owner_key),
		account: fact.account,
		deal: fact.deal,
		lead: fact.lead,
		status: fact.status,
		replaces: fact.replaces,
		moved_by: fact.moved_by,
		booked_at: momentText(fact.booked_at, fact.booked_day, calendar),
		scheduled_for: momentText(fact.scheduled_at, fact.scheduled_day, calendar),
		held_at: momentText(fact.held_at, fact.held_day, calendar),
	});

	return {
		save: (row, context) => {
			const { outcome, before, after } = table.save(keyOf(row, context), () => build(row, context), context.entry);
			const stands = after ?? before;
			return { outcome, warnings: stands ? warningsOf(stands, context) : [] };
		},
		remove: (source, externalId, deletedAt, entry) => table.remove(source, externalId, deletedAt, entry) !== null,
		...restorableFrom(table, derived),
		weigh: (said, row, context) => {
			const { outcome, next, revives } = table.weigh(factOf(said), keyOf(row, context), () => build(row, context), context.entry);
			return { outcome, said: next && { fact: next, history: [] }, revives };
		},
		withFields: (externalId, fields, said, standing, context) => {
			const base = factOf(said) ?? factOf(standing);
			const given = base ? { ...fieldsFrom(base, context.calendar), updated: momentText(base.updated_at, null, context.calendar) } : { updated: null };
			// The fields were parsed as such a row.
			const row = { ...given, ...fields, external_id: externalId } as MeetingRow;
			return { fact: { ...build(row, { ...context, ownerKey: (owner) => owner ?? '' }), id: 0, counts: 1, entry: context.entry } satisfies MeetingFact, history: [] };
		},
		put: (source, externalId, version, entry) => void table.put(source, externalId, version && derived(version.fact as MeetingFact), entry),
		derived: ({ fact }) => ({ fact: derived(fact as MeetingFact), history: [] }),
		buriedBy: table.buriedBy,
		fieldsOf: (version, { calendar }) => fieldsFrom(version.fact as MeetingFact, calendar),
		warningsOf: (version, context) => warningsOf(version.fact as MeetingFact, context),
	};
}
