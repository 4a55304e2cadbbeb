/** Customers: accounts with a won deal or a recurring movement, until they leave; by their name, however it is written. */
import type { RowSet } from '../row-sets.ts';

/** Whether something had happened by then. */
type When = (day: string, at: string) => string;
const byMoment: When = (day, at) => `(${day} < @day OR (${day} = @day AND (${at} IS NULL OR ${at} <= @instant)))`;
const beforePeriod: When = (day) => `${day} < @from`;

/** What a movement adds to what is paid every month. */
export const signed = (of: string): string => `CASE WHEN ${of}.kind IN ('new', 'expansion') THEN ${of}.amount_minor ELSE -${of}.amount_minor END`;

/** Deals that were won at asOf and are no longer (M6): as their history has them. The index of closings asks for both conditions on the status. */
const wonThen = (since: When): string => `deal_history h JOIN deal d ON d.id = h.deal WHERE h.status <> 'open' AND h.status = 'won' AND h.counts = 1 AND h.until_at < 9000000000000000 AND h.until_at > @asOf AND h.from_at <= @instant AND ${since('h.day', 'h.from_at')}`;

/** Whether an account was won after a day that it had left on. */
const cameBack = (key: string, gone: string, until: When): string => `
	(EXISTS (SELECT 1 FROM deal d WHERE d.account_key = ${key} AND d.status = 'won' AND d.counts = 1 AND d.closed_day > ${gone} AND ${until('d.closed_day', 'd.closed_at')})
		OR EXISTS (SELECT 1 FROM movement m WHERE m.account_key = ${key} AND m.kind = 'new' AND m.counts = 1 AND m.day > ${gone} AND ${until('m.day', 'm.at')}))`;

/** Whose name stands for several accounts has left once all of them have; who is won again has not. */
const left = (until: When): string => `
	SELECT g.key FROM (
		SELECT account_key AS key, max(churned_day) AS day FROM customer_account WHERE counts = 1 GROUP BY 1 HAVING total(churned_day IS NOT NULL AND ${until('churned_day', 'churned_at')}) = count(*)
	) g WHERE NOT ${cameBack('g.key', 'g.day', until)}`;

/** Of the account's own owner, else of who won it first. Named by what it is called where no account is known. */
const customers = (since: When, adds: string): string => `
	WITH since AS MATERIALIZED (
		SELECT key, substr(min(first), 1, 10) AS day, source, name, owner_key FROM (
			SELECT account_key AS key, closed_day || '1' || source || external_id AS first, source, account AS name, closer_key AS owner_key
			FROM deal WHERE is_first_win = 1 AND counts = 1 AND ${since('closed_day', 'closed_at')}
			UNION ALL
			SELECT d.account_key, h.day || '1' || d.source || d.external_id, d.source, d.account, h.owner_key FROM ${wonThen(since)} AND d.account_key IS NOT NULL
			UNION ALL
			SELECT account_key, min(day || '2' || source || external_id), source, account, owner_key FROM movement WHERE counts = 1 AND ${since('day', 'at')} GROUP BY account_key
		) GROUP BY key
	), known AS MATERIALIZED (
		SELECT account_key AS key, source, external_id, name, owner_key, region, min(id + CASE owner_key WHEN '' THEN 1000000000000 ELSE 0 END) AS first FROM customer_account WHERE counts = 1 GROUP BY account_key
	), has_left AS MATERIALIZED (${left(byMoment)})
	SELECT coalesce(k.source, s.source) AS source, coalesce(k.external_id, s.name) AS external_id, s.day, NULL AS at_, coalesce(nullif(k.owner_key, ''), s.owner_key) AS owner_key,
		${adds} AS adds, k.region, coalesce(k.name, s.name) AS account
	FROM since s LEFT JOIN known k ON k.key = s.key WHERE s.key NOT IN (${since === byMoment ? 'SELECT key FROM has_left' : left(since)})`;

/** Twelve months of what it pays, where that is known; else what it was won for. */
const worth = `coalesce(
	(SELECT 12 * sum(${signed('m')}) FROM movement m WHERE m.account_key = s.key AND m.counts = 1 AND ${byMoment('m.day', 'm.at')}),
	(SELECT sum(amount) FROM (
		SELECT d.amount_minor AS amount FROM deal d WHERE d.account_key = s.key AND d.status = 'won' AND d.counts = 1 AND ${byMoment('d.closed_day', 'd.closed_at')}
		UNION ALL SELECT h.amount_minor FROM ${wonThen(byMoment)} AND d.account_key = s.key)))`;

const ofMoment = { entity: 'accounts', reads: ['accounts', 'deals', 'movements'], settled: ['deals', 'movements'], ofClosings: true, taken: 'moment', unit: 'count', columns: ['region', 'account'] } as const;

export const customerRows = {
	active_accounts: { ...ofMoment, rows: customers(byMoment, '1') },
	/** With a limit that is none, what each is worth is worked out once. */
	account_values: { ...ofMoment, unit: 'money', rows: `${customers(byMoment, worth)} LIMIT -1` },
	accounts_valued: { ...ofMoment, counts: 'account_values', rows: customers(byMoment, `CASE WHEN ${worth} IS NOT NULL THEN 1 END`) },
	/** Of the team that each was with when the period began. */
	customers_begun: { ...ofMoment, asBegun: true, teams: 'row', rows: customers(beforePeriod, '1') },
	customers_kept: { ...ofMoment, teams: 'row', rows: customers(beforePeriod, 'CASE WHEN s.key NOT IN (SELECT key FROM has_left) THEN 1 END') },
	/** What was done with accounts that were customers on the day. */
	customer_interactions: {
		entity: 'activities',
		reads: ['activities', 'deals', 'movements', 'accounts'],
		settled: ['activities', 'deals', 'movements'],
		ofClosings: true,
		taken: 'period',
		daily: true,
		unit: 'count',
		columns: ['outcome'],
		rows: `
			WITH gone AS MATERIALIZED (SELECT account_key AS key, max(churned_day) AS day FROM customer_account WHERE counts = 1 GROUP BY 1 HAVING count(churned_day) = count(*))
			SELECT a.source, a.external_id, a.day, a.at AS at_, a.owner_key, 1 AS adds, a.outcome FROM activity a LEFT JOIN gone g ON g.key = name_key(a.account)
			WHERE a.counts = 1 AND a.account IS NOT NULL AND a.day BETWEEN @from AND @to AND (a.at IS NULL OR a.at <= @until) AND (g.day IS NULL OR g.day > a.day OR ${cameBack('g.key', 'g.day', (day) => `${day} <= a.day`)})
				AND (EXISTS (SELECT 1 FROM deal d WHERE d.account_key = name_key(a.account) AND d.status = 'won' AND d.counts = 1 AND d.closed_day <= a.day)
					OR EXISTS (SELECT 1 FROM movement m WHERE m.account_key = name_key(a.account) AND m.counts = 1 AND m.day <= a.day))`,
	},
} as const satisfies Record<string, RowSet>;
