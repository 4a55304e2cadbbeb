/**
 * Activities: what somebody did, credited to who did it. Whether a touch is the first of its lead (else of its deal) or a follow-up
 * depends on its siblings: derived for all of them whenever one changes.
 */
import type { Db } from '../db/open.ts';
import type { Calendar } from '../floor/calendar.ts';
import type { FactRow, FactStages } from './fact-table.ts';
import { createFactTable } from './fact-table.ts';
import { restorableFrom } from './restorable.ts';
import type { Retired, TouchOf } from './retired.ts';
import type { ActivityRow } from './schema.ts';
import type { Touches } from './touches.ts';
import { updatedAt } from './touches.ts';

interface ActivityFact extends FactRow {
	kind: string;
	direction: string | null;
	outcome: string | null;
	owner_key: string;
	account: string | null;
	deal: string | null;
	lead: string | null;
	/** 1: it reached a decision-maker and learned something. */
	meaningful: number | null;
	seconds: number | null;
	at: number | null;
	day: string;
	is_first_touch: number;
	is_follow_up: number;
}

export interface Activities extends Touches<ActivityRow> {
	/** A touch that is not taken, since it lies too far back, has come before those that are here. */
	passed: (row: ActivityRow, source: string) => void;
	/** What was touched before may be touched for the first time again. */
	forgetPassed: () => void;
	/** Derives anew what depends on siblings, for every lead and deal touched since the last call. */
	settleTouches: () => void;
	/** The same for all of them: other rows count than before, or days are others. */
	touchAll: () => void;
}

const columns = ['kind', 'direction', 'outcome', 'owner_key', 'account', 'deal', 'lead', 'meaningful', 'seconds', 'at', 'day', 'is_first_touch', 'is_follow_up'] as const;
/** Outbound touches. */
const touchKinds = ['call', 'email', 'linkedin'];
const isTouch = `direction = 'outbound' AND kind IN (${touchKinds.map((kind) => `'${kind}'`).join(', ')}) AND counts = 1`;

interface Touch {
	kind: string;
	direction: string | null;
	lead: string | null;
	deal: string | null;
}
/** What an activity touches, if it is a touch. */
export function touchedBy({ kind, direction, lead, deal }: Touch): { of: TouchOf; id: string } | null {
	const id = lead ?? deal;
	return direction === 'outbound' && touchKinds.includes(kind) && id !== null ? { of: lead === null ? 'deal' : 'lead', id } : null;
}

export function createActivities(db: Db, { calendar: zone, retired, ...stages }: FactStages & { calendar: () => Calendar; retired: Retired }): Activities {
	const table = createFactTable<ActivityFact>(db, { entity: 'activities', table: 'activity', columns: [...columns], derived: ['is_first_touch', 'is_follow_up'], ...stages });
	const touched = new Map<string, { source: string; of: TouchOf; id: string }>();
	const touchOne = (of: TouchOf, source: string, id: string): void => void touched.set(`${of} ${source}/${id}`, { source, of, id });
	const touch = (row: Pick<ActivityFact, 'source' | 'lead' | 'deal'> | null): void => {
		const id = row?.lead ?? row?.deal;
		if (row && id != null) touchOne(row.lead === null ? 'deal' : 'lead', row.source, id);
	};
	const siblings = (of: TouchOf) =>
		db.prepare<[string, string], ActivityFact & { is_touch: number }>(`SELECT *, (${isTouch}) AS is_touch FROM activity WHERE source = ? AND ${of} = ? ${of === 'deal' ? 'AND lead IS NULL' : ''} ORDER BY day, coalesce(at, -1), external_id`);
	const siblingsOf = { lead: siblings('lead'), deal: siblings('deal') };
	const settle = db.prepare<[number, number, number]>('UPDATE activity SET is_first_touch = ?, is_follow_up = ? WHERE id = ?');
	const all = db.prepare<[], Pick<ActivityFact, 'source' | 'lead' | 'deal'>>('SELECT DISTINCT source, lead, CASE WHEN lead IS NULL THEN deal END AS deal FROM activity WHERE lead IS NOT NULL OR deal IS NOT NULL');
	const restorable = restorableFrom(table, (fact) => (fact.at === null ? fact : { ...fact, day: zone().dayOf(fact.at) }));

	return {
		...restorable,
		restore: (source, externalId, version, entry) => {
			touch(table.stands(source, externalId));
			restorable.restore(source, externalId, version, entry);
			touch(table.stands(source, externalId));
		},
		save: (row, { source, calendar, ownerKey, entry }) => {
			const updated_at = updatedAt(row.updated, calendar);
			const { outcome, before, after } = table.save(
				{ source, external_id: row.external_id, updated_at },
				(stands) => {
					const { at, day } = calendar.momentOf(row.at);
					// Without lead and deal it has no siblings that would settle it: it is neither, whatever it was.
					const hasSiblings = row.lead !== null || row.deal !== null;
					return {
						source,
						external_id: row.external_id,
						kind: row.kind,
						direction: row.direction,
						outcome: row.outcome?.toLowerCase() ?? null,
						owner_key: ownerKey(row.owner),
						account: row.account,
						deal: row.deal,
						lead: row.lead,
						meaningful: row.meaningful === null ? null : Number(row.meaningful),
						seconds: row.seconds,
						at,
						day,
						is_first_touch: hasSiblings ? (stands?.is_first_touch ?? 0) : 0,
						is_follow_up: hasSiblings ? (stands?.is_follow_up ?? 0) : 0,
						updated_at,
					};
				},
				entry,
			);
			if (after) {
				touch(before);
				touch(after);
			}
			return outcome;
		},
		remove: (source, externalId, deletedAt, entry) => {
			const removed = table.remove(source, externalId, deletedAt, entry);
			touch(removed);
			return removed !== null;
		},
		passed: (row, source) => {
			const found = touchedBy(row);
			if (found && retired.notePassed(found.of, source, found.id, zone().momentOf(row.at).day)) touchOne(found.of, source, found.id);
		},
		forgetPassed: () => {
			for (const { of, source, id } of retired.forgetTouches()) touchOne(of, source, id);
		},
		settleTouches: () => {
			for (const { source, of, id } of touched.values()) {
				let isFirst = !retired.wasTouched(of, source, id);
				for (const row of siblingsOf[of].all(source, id)) {
					const isTouched = row.is_touch === 1;
					const first = isTouched && isFirst ? 1 : 0;
					const follow = isTouched && !isFirst ? 1 : 0;
					if (isTouched) isFirst = false;
					if (row.is_first_touch === first && row.is_follow_up === follow) continue;
					settle.run(first, follow, row.id);
					table.markDirty(row);
				}
			}
			touched.clear();
		},
		touchAll: () => all.all().forEach(touch),
	};
}
