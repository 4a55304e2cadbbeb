/** Meetings as they stand at a moment. */
import type { RowSet } from '../row-sets.ts';

/** Meetings that the seller moved, by the day for which they had been agreed. */
const moved = (adds: string): RowSet => ({
	entity: 'meetings',
	reads: ['meetings'],
	taken: 'period',
	unit: 'count',
	columns: [],
	rows: `
		WITH RECURSIVE moved AS (
			SELECT * FROM meeting WHERE counts = 1 AND status = 'rescheduled' AND moved_by = 'seller' AND coalesce(scheduled_day, booked_day) BETWEEN @from AND @to AND booked_day <= @untilDay
		), later (source, first, id, status, scheduled_day, depth) AS (
			SELECT source, external_id, external_id, status, scheduled_day, 0 FROM moved
			UNION SELECT l.source, l.first, m.external_id, m.status, m.scheduled_day, l.depth + 1 FROM later l JOIN meeting m ON m.source = l.source AND m.replaces = l.id AND m.counts = 1 AND l.depth < 20
		)
		SELECT source, external_id, coalesce(scheduled_day, booked_day) AS day, scheduled_at AS at_, due_key AS owner_key, ${adds} AS adds FROM moved`,
});

export const meetingRows = {
	moved_by_seller: moved('1'),
	/** Neither held in the end, nor still to come. */
	moved_and_lost: moved(`CASE WHEN NOT EXISTS (SELECT 1 FROM later l WHERE l.source = moved.source AND l.first = moved.external_id AND (l.status = 'held' OR (l.status = 'scheduled' AND l.scheduled_day >= @untilDay))) THEN 1 END`),
	/** Booked by then and scheduled for later, unless called off or moved since. */
	meetings_upcoming: {
		entity: 'meetings',
		reads: ['meetings'],
		settled: ['meetings'],
		taken: 'moment',
		unit: 'count',
		columns: [],
		rows: `
			SELECT source, external_id, scheduled_day AS day, scheduled_at AS at_, due_key AS owner_key, 1 AS adds FROM meeting
			WHERE counts = 1 AND status NOT IN ('cancelled', 'rescheduled') AND booked_day <= @day AND (booked_at IS NULL OR booked_at <= @instant)
				AND scheduled_day >= @day AND (CASE WHEN scheduled_at IS NULL THEN scheduled_day > @day ELSE scheduled_at > @instant END)`,
	},
} as const satisfies Record<string, RowSet>;
