/** Deals as they stand at a moment, by their history (M13): credited to the owner and the team of that moment. */
import type { RowSet } from '../row-sets.ts';

/** By what deals can be told apart. */
export const dealColumns = ['region', 'channel', 'product', 'type', 'stage', 'lead_source', 'forecast_category'] as const;

/** Of a state `h` of a deal, in the workspace's currency at the rate of a day (M5). */
export const worthOn = (day: string): string => `CASE WHEN h.currency IS NULL THEN h.amount_minor ELSE in_workspace(h.amount, h.currency, ${day}) END`;
export const columnsOf = (category = 'h.forecast_category'): string => `d.region, d.channel, d.product, d.type, h.stage, d.lead_source, ${category} AS forecast_category`;

const isOpen = `h.status = 'open' AND h.counts = 1 AND h.until_at > @instant AND h.from_at <= @instant`;
const openRows = (adds: string, approximate = 'h.approximate'): string => `
	SELECT d.source, d.external_id, h.day, h.from_at AS at_, h.owner_key, ${adds} AS adds, ${approximate} AS approximate, ${columnsOf()}
	FROM deal_history h JOIN deal d ON d.id = h.deal WHERE ${isOpen}`;

/** A state that came before, in another stage or not open. */
const before = `(SELECT max(p.from_at) FROM deal_history p WHERE p.deal = h.deal AND p.from_at < h.from_at AND (p.stage IS NOT h.stage OR p.status <> 'open'))`;
/** Of the first state in the stage that the deal is in. */
const entered = (column: string): string => `(SELECT e.${column} FROM deal_history e WHERE e.deal = h.deal AND e.from_at <= h.from_at AND e.from_at > coalesce(${before}, -9000000000000000) ORDER BY e.from_at LIMIT 1)`;

const stalledDays = `coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'stalledDays'), 14)`;
/** Nothing later than this, up to the moment. */
const stalledSince = `date(@day, '-' || ${stalledDays} || ' days')`;
const lately = (day: string, at: string): string => `${day} > ${stalledSince} AND ${day} <= @day AND (${at} IS NULL OR ${at} <= @instant)`;

const expected = `h.expected_close_day BETWEEN @from AND @lastDay`;
const won = `
	SELECT d.source, d.external_id, d.closed_day AS day, d.closed_at AS at_, d.closer_key AS owner_key, d.amount_minor AS adds, 0 AS approximate,
		d.region, d.channel, d.product, d.type, d.stage, d.lead_source, 'won' AS forecast_category
	FROM deal d WHERE d.counts = 1 AND d.status = 'won' AND d.closed_day BETWEEN @from AND @lastDay AND d.closed_day <= @day AND (d.closed_at IS NULL OR d.closed_at <= @instant)
	UNION ALL
	SELECT d.source, d.external_id, h.day, h.from_at, h.owner_key, h.amount_minor, 0, ${columnsOf(`'won'`)}
	FROM deal_history h JOIN deal d ON d.id = h.deal
	WHERE h.status <> 'open' AND h.status = 'won' AND h.counts = 1 AND h.until_at < 9000000000000000 AND h.until_at > @asOf AND h.from_at <= @instant AND h.day BETWEEN @from AND @lastDay`;

const open = { entity: 'deals', reads: ['deals'], settled: ['deals'], taken: 'moment', unit: 'count', columns: dealColumns, approximate: true } as const;

export const openDealRows = {
	open_deals: { ...open, rows: openRows('1', '0') },
	/** With an amount and no rate for it (M5). */
	open_unrated: { ...open, rows: openRows(`CASE WHEN h.currency IS NOT NULL AND h.amount IS NOT NULL AND ${worthOn('@day')} IS NULL THEN 1 END`, '0') },
	pipeline_value: { ...open, unit: 'money', rows: openRows(worthOn('@day')) },
	/** Open and expected to close in the period. */
	open_expected: { ...open, unit: 'money', rows: `${openRows(worthOn('@day'))} AND ${expected}` },
	/** The same with what was won in the period so far, which counts for the team of its day. */
	forecast: {
		...open,
		unit: 'money',
		teams: 'row',
		rows: `
			SELECT d.source, d.external_id, @day AS day, h.from_at AS at_, h.owner_key, ${worthOn('@day')} AS adds, h.approximate, ${columnsOf()}
			FROM deal_history h JOIN deal d ON d.id = h.deal WHERE ${isOpen} AND ${expected}
			UNION ALL ${won}`,
	},
	/** One row an account: its open deal that has come furthest. */
	accounts_by_stage: {
		...open,
		rows: `
			SELECT * FROM (
				SELECT o.*, row_number() OVER (PARTITION BY o.account_key ORDER BY s.place DESC, o.created_day DESC, o.external_id, o.source) AS nth
				FROM (SELECT d.source, d.external_id, h.day, h.from_at AS at_, h.owner_key, 1 AS adds, h.approximate, d.account_key, d.created_day, ${columnsOf()}
					FROM deal_history h JOIN deal d ON d.id = h.deal WHERE ${isOpen} AND d.account_key IS NOT NULL) o
				LEFT JOIN stage_order s ON s.name = o.stage
			) WHERE nth = 1`,
	},
	open_deals_dated: { ...open, counts: 'deal_age_days', rows: openRows('CASE WHEN d.created_day IS NOT NULL THEN 1 END', '0') },
	deal_age_days: { ...open, unit: 'days', rows: openRows('CAST(julianday(@day) - julianday(d.created_day) AS INTEGER)', '0') },
	/** Of the same deals, since each entered the stage it is in. */
	days_in_stage: { ...open, unit: 'days', rows: openRows(`CASE WHEN d.created_day IS NOT NULL THEN CAST(julianday(@day) - julianday(${entered('day')}) AS INTEGER) END`, entered('approximate')) },
	/** No touch, meeting, proposal or change of stage for so many days. */
	stalled_deals: {
		...open,
		reads: ['deals', 'activities', 'meetings', 'proposals'],
		settled: ['deals', 'activities', 'meetings', 'proposals'],
		rows: `${openRows('1', entered('approximate'))}
			AND ${entered('day')} <= ${stalledSince}
			AND NOT EXISTS (SELECT 1 FROM activity a WHERE a.source = d.source AND a.deal = d.external_id AND a.counts = 1 AND ${lately('a.day', 'a.at')})
			AND (d.source, d.external_id) NOT IN (
				SELECT source, deal FROM meeting WHERE deal IS NOT NULL AND counts = 1 AND ${lately('booked_day', 'booked_at')}
				UNION ALL SELECT source, deal FROM meeting WHERE deal IS NOT NULL AND counts = 1 AND status = 'held' AND ${lately('due_day', 'due_at')}
				UNION ALL SELECT source, deal FROM proposal WHERE deal IS NOT NULL AND counts = 1 AND ${lately('sent_day', 'sent_at')}
			)`,
	},
} as const satisfies Record<string, RowSet>;
