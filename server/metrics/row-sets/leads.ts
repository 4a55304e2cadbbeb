/**
 * Leads: cohorts, who worked them, and how soon they were answered. A cohort is of the period in which its leads entered a state; how far
 * they came is what had happened by the moment. `@until` cuts what is dated later.
 */
import type { RowSet } from '../row-sets.ts';

/** Had happened by the moment. */
const by = (state: string): string => `(${state}_day < @untilDay OR (${state}_day = @untilDay AND (${state}_at IS NULL OR ${state}_at <= @until)))`;
const during = (state: string): string => `${state}_day BETWEEN @from AND @to AND (${state}_at IS NULL OR ${state}_at <= @until)`;
const columns = ['lead_source', 'channel'] as const;

/** Of the leads that entered a state in the period, those that reached another; credited as the entering is. */
const cohort = (entered: string, reached: string, credited: 'owner_key' | 'credited_key'): RowSet => ({
	entity: 'leads',
	reads: ['leads'],
	settled: ['leads'],
	taken: 'period',
	unit: 'count',
	columns,
	rows: `SELECT source, external_id, ${entered}_day AS day, ${entered}_at AS at_, ${credited} AS owner_key, 1 AS adds, lead_source, channel FROM lead WHERE counts = 1 AND ${during(entered)} AND ${by(reached)}`,
});

const created = (adds: string, where: string): RowSet => ({
	entity: 'leads',
	reads: ['leads'],
	settled: ['leads'],
	taken: 'period',
	unit: 'count',
	columns,
	rows: `SELECT source, external_id, created_day AS day, created_at AS at_, owner_key, ${adds} AS adds, lead_source, channel FROM lead WHERE counts = 1 AND ${during('created')} AND ${where}`,
});

const isTouch = (row: string): string => `${row}.counts = 1 AND ${row}.direction = 'outbound' AND ${row}.kind IN ('call', 'email', 'linkedin')`;
const touchesOf = (of: string): string => `FROM activity t WHERE t.source = ${of}.source AND t.lead = ${of}.lead AND ${isTouch('t')} AND (t.day < @untilDay OR (t.day = @untilDay AND (t.at IS NULL OR t.at <= @until)))`;

/** Each lead once, on the day of its first activity of the period; its owner's, or of who was first where the lead itself is unknown. */
const worked = (having: string): string => `
	SELECT a.source, a.lead AS external_id, min(a.day) AS day, a.at AS at_, coalesce(l.owner_key, a.owner_key) AS owner_key, ${having} AS adds, l.lead_source, l.channel
	FROM activity a LEFT JOIN lead l ON l.source = a.source AND l.external_id = a.lead AND l.counts = 1
	WHERE a.counts = 1 AND a.lead IS NOT NULL AND a.day BETWEEN @from AND @to AND (a.at IS NULL OR a.at <= @until)
	GROUP BY a.source, a.lead`;

/** The first touches of the period, for who made them. */
const firstTouches = (adds: string): RowSet => ({
	entity: 'activities',
	reads: ['activities'],
	taken: 'period',
	unit: 'count',
	columns: [],
	rows: `SELECT a.source, a.external_id, a.day, a.at AS at_, a.owner_key, ${adds} AS adds FROM activity a WHERE a.counts = 1 AND a.is_first_touch = 1 AND a.lead IS NOT NULL AND a.day BETWEEN @from AND @to AND (a.at IS NULL OR a.at <= @until)`,
});

const workedSet = (having: string, more: Pick<RowSet, 'settled'> = {}): RowSet => ({ entity: 'leads', reads: ['leads', 'activities'], ...more, taken: 'period', unit: 'count', columns, rows: worked(having) });

export const leadRows = {
	leads_worked: workedSet('1', { settled: ['activities'] }),
	/** Touched once, and not for fourteen days since; touches that are no longer kept are known by their number. */
	leads_touched_once: workedSet(
		`CASE WHEN (SELECT sum(n) = 1 AND max(last) <= date(@untilDay, '-14 days') FROM (
			SELECT count(*) AS n, max(t.day) AS last ${touchesOf('a')} UNION ALL SELECT touches, last_day FROM retired_touch WHERE of = 'lead' AND source = a.source AND id = a.lead)) THEN 1 END`,
	),
	leads_first_touched: { ...firstTouches('1'), settled: ['activities'] },
	touches_of_prospects: firstTouches(`(SELECT count(*) ${touchesOf('a')} AND t.day <= date(a.day, '+28 days'))`),
	leads_to_mql: cohort('created', 'mql', 'owner_key'),
	mqls_to_sql: cohort('mql', 'sql', 'credited_key'),
	mqls_to_opportunity: cohort('mql', 'accepted', 'credited_key'),
	passed_to_forecast: cohort('passed', 'on_forecast', 'credited_key'),
	leads_rated: created('1', 'rating IS NOT NULL'),
	/** By their source or channel. */
	web_leads: created('1', `(${['lead_source', 'channel'].map((column) => `(${column} LIKE 'web%' AND ${column} NOT LIKE 'webinar%') OR ${column} LIKE 'hemsid%'`).join(' OR ')})`),
	leads_likely: created('1', `rating = 'likely'`),
	leads_responded: created('1', `${by('first_response')} AND working_seconds(created_at, first_response_at) IS NOT NULL`),
	/** In working time. */
	response_seconds: { ...created('working_seconds(created_at, first_response_at)', by('first_response')), unit: 'seconds' },
	/** By the clock. */
	response_clock_seconds: { ...created('CASE WHEN first_response_at >= created_at THEN (first_response_at - created_at) / 1000 END', by('first_response')), unit: 'seconds' },
	/** What the period's leads were won for, on the day and for the owner of each lead. */
	value_of_leads: {
		entity: 'deals',
		reads: ['leads', 'deals'],
		settled: ['leads'],
		taken: 'period',
		unit: 'money',
		columns,
		rows: `
			SELECT d.source, d.external_id, l.created_day AS day, l.created_at AS at_, l.owner_key, d.amount_minor AS adds, l.lead_source, l.channel
			FROM lead l JOIN deal d ON d.source = l.source AND d.lead = l.external_id
			WHERE l.counts = 1 AND l.created_day BETWEEN @from AND @to AND (l.created_at IS NULL OR l.created_at <= @until)
				AND d.counts = 1 AND d.status = 'won' AND (d.closed_day < @untilDay OR (d.closed_day = @untilDay AND (d.closed_at IS NULL OR d.closed_at <= @until)))`,
	},
} as const satisfies Record<string, RowSet>;
