/** Meetings as they stand at a moment. */
import type { RowSet } from '../row-sets.ts';

export const meetingRows = {
	/** Booked by then and scheduled for later, unless called off or moved since. */
	meetings_upcoming: {
		entity: 'meetings',
		reads: ['meetings'],
		taken: 'moment',
		unit: 'count',
		columns: [],
		rows: `
			SELECT source, external_id, scheduled_day AS day, scheduled_at AS at_, due_key AS owner_key, 1 AS adds FROM meeting
			WHERE counts = 1 AND status NOT IN ('cancelled', 'rescheduled') AND booked_day <= @day AND (booked_at IS NULL OR booked_at <= @instant)
				AND scheduled_day >= @day AND (CASE WHEN scheduled_at IS NULL THEN scheduled_day > @day ELSE scheduled_at > @instant END)`,
	},
} as const satisfies Record<string, RowSet>;
