/** Customers: accounts with a won deal or a recurring movement, until they leave. */
import type { RowSet } from '../row-sets.ts';

export const customerRows = {
	/** What was done with accounts that were customers on the day. */
	customer_interactions: {
		entity: 'activities',
		reads: ['activities', 'deals', 'movements', 'accounts'],
		taken: 'period',
		daily: true,
		unit: 'count',
		columns: ['outcome'],
		rows: `
			WITH gone AS MATERIALIZED (SELECT name_key(name) AS key, min(churned_day) AS day FROM customer_account WHERE counts = 1 AND churned_day IS NOT NULL GROUP BY 1)
			SELECT a.source, a.external_id, a.day, a.at AS at_, a.owner_key, 1 AS adds, a.outcome FROM activity a LEFT JOIN gone g ON g.key = name_key(a.account)
			WHERE a.counts = 1 AND a.account IS NOT NULL AND a.day BETWEEN @from AND @to AND (a.at IS NULL OR a.at <= @until) AND (g.day IS NULL OR g.day > a.day)
				AND (EXISTS (SELECT 1 FROM deal d WHERE d.account_key = name_key(a.account) AND d.status = 'won' AND d.counts = 1 AND d.closed_day <= a.day)
					OR EXISTS (SELECT 1 FROM movement m WHERE m.account_key = name_key(a.account) AND m.counts = 1 AND m.day <= a.day))`,
	},
} as const satisfies Record<string, RowSet>;
