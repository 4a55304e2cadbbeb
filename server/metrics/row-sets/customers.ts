/** Customers: accounts with a won deal or a recurring movement, until they leave; by their name, however it is written. */
import type { RowSet } from '../row-sets.ts';

/** Whether something had happened by then. */
type When = (day: string, at: string) => string;
const byMoment: When = (day, at) => `(${day} < @day OR (${day} = @day AND (${at} IS NULL OR ${at} <= @instant)))`;
const beforePeriod: When = (day) => `${day} < @from`;

/** What a movement adds to what is paid every month. */
export const signed = (of: string): string => `CASE WHEN ${of}.kind IN ('new', 'expansion') THEN ${of}.amount_minor ELSE -${of}.amount_minor END`;

/** Whose name stands for several accounts has left once all of them have. */
const left = (when: When): string => `total(churned_day IS NOT NULL AND ${when('churned_day', 'churned_at')}) = count(*)`;

/** Of the account's own owner, else of who won it first. Named by what it is called where no account is known. */
const customers = (since: When, adds: string): string => `
	WITH since AS MATERIALIZED (
		SELECT key, substr(min(first), 1, 10) AS day, source, name, owner_key FROM (
			SELECT account_key AS key, closed_day || '1' || source || external_id AS first, source, account AS name, closer_key AS owner_key
			FROM deal WHERE is_first_win = 1 AND counts = 1 AND ${since('closed_day', 'closed_at')}
			UNION ALL
			SELECT account_key, day || '2' || source || external_id, source, account, owner_key FROM movement WHERE counts = 1 AND ${since('day', 'at')}
		) GROUP BY key
	), known AS MATERIALIZED (
		SELECT account_key AS key, source, external_id, name, owner_key, region, min(id + CASE owner_key WHEN '' THEN 1000000000000 ELSE 0 END) AS first,
			${left(since)} AS had_left, ${left(byMoment)} AS has_left
		FROM customer_account WHERE counts = 1 GROUP BY account_key
	)
	SELECT coalesce(k.source, s.source) AS source, coalesce(k.external_id, s.name) AS external_id, s.day, NULL AS at_, coalesce(nullif(k.owner_key, ''), s.owner_key) AS owner_key,
		${adds} AS adds, k.region, coalesce(k.name, s.name) AS account
	FROM since s LEFT JOIN known k ON k.key = s.key WHERE coalesce(k.had_left, 0) = 0`;

/** Twelve months of what it pays, where that is known; else what it was won for. */
const worth = `coalesce(
	(SELECT 12 * sum(${signed('m')}) FROM movement m WHERE m.account_key = s.key AND m.counts = 1 AND ${byMoment('m.day', 'm.at')}),
	(SELECT sum(d.amount_minor) FROM deal d WHERE d.account_key = s.key AND d.status = 'won' AND d.counts = 1 AND ${byMoment('d.closed_day', 'd.closed_at')}))`;

const ofMoment = { entity: 'accounts', reads: ['accounts', 'deals', 'movements'], settled: ['deals', 'movements'], taken: 'moment', unit: 'count', columns: ['region', 'account'] } as const;

export const customerRows = {
	active_accounts: { ...ofMoment, rows: customers(byMoment, '1') },
	account_values: { ...ofMoment, unit: 'money', rows: customers(byMoment, worth) },
	accounts_valued: { ...ofMoment, rows: customers(byMoment, `CASE WHEN ${worth} IS NOT NULL THEN 1 END`) },
	/** Of the team that each was with when the period began. */
	customers_begun: { ...ofMoment, teams: 'row', rows: customers(beforePeriod, '1') },
	customers_kept: { ...ofMoment, teams: 'row', rows: customers(beforePeriod, 'CASE WHEN coalesce(k.has_left, 0) = 0 THEN 1 END') },
	/** What was done with accounts that were customers on the day. */
	customer_interactions: {
		entity: 'activities',
		reads: ['activities', 'deals', 'movements', 'accounts'],
		settled: ['activities', 'deals', 'movements'],
		taken: 'period',
		daily: true,
		unit: 'count',
		columns: ['outcome'],
		rows: `
			WITH gone AS MATERIALIZED (SELECT account_key AS key, max(churned_day) AS day FROM customer_account WHERE counts = 1 GROUP BY 1 HAVING count(churned_day) = count(*))
			SELECT a.source, a.external_id, a.day, a.at AS at_, a.owner_key, 1 AS adds, a.outcome FROM activity a LEFT JOIN gone g ON g.key = name_key(a.account)
			WHERE a.counts = 1 AND a.account IS NOT NULL AND a.day BETWEEN @from AND @to AND (a.at IS NULL OR a.at <= @until) AND (g.day IS NULL OR g.day > a.day)
				AND (EXISTS (SELECT 1 FROM deal d WHERE d.account_key = name_key(a.account) AND d.status = 'won' AND d.counts = 1 AND d.closed_day <= a.day)
					OR EXISTS (SELECT 1 FROM movement m WHERE m.account_key = name_key(a.account) AND m.counts = 1 AND m.day <= a.day))`,
	},
} as const satisfies Record<string, RowSet>;
