/** Deals over a period: what was created in it and became of that, the stages that they left, and how they closed. */
import type { RowSet } from '../row-sets.ts';
import { columnsOf, dealColumns, worthOn } from './open-deals.ts';

const inPeriod = { entity: 'deals', reads: ['deals'], settled: ['deals'], taken: 'period', unit: 'count', columns: dealColumns } as const;

/** Deals created in the period in the state that they were in at a moment; credited to who had them then. */
const created = (adds: string, moment: '@until' | '@asOf'): string => `
	SELECT d.source, d.external_id, d.created_day AS day, d.created_at AS at_, h.owner_key, ${adds} AS adds, h.approximate, ${columnsOf()}
	FROM deal d JOIN deal_history h ON h.deal = d.id AND h.from_at <= ${moment} AND h.until_at > ${moment}
	WHERE d.counts = 1 AND d.created_day BETWEEN @from AND @to AND (d.created_at IS NULL OR d.created_at <= @until)`;

/** Each time a deal left a stage that we saw it in. `n`: where it went. */
const left = (adds: string): string => `
	SELECT d.source, d.external_id, n.day, n.from_at AS at_, h.owner_key, ${adds} AS adds, ${columnsOf()}
	FROM deal_history h JOIN deal_history n ON n.deal = h.deal AND n.from_at = h.until_at JOIN deal d ON d.id = h.deal
	WHERE h.status = 'open' AND h.counts = 1 AND h.approximate = 0 AND h.stage IS NOT NULL AND h.until_at >= @fromAt AND h.until_at <= @until
		AND n.day BETWEEN @from AND @to AND (n.status <> 'open' OR n.stage <> h.stage)`;
const placeOf = (stage: string): string => `(SELECT place FROM stage_order WHERE name = ${stage})`;

/** As they stand now, and those that were closed at asOf and are open again. */
const closings = `
	SELECT d.id AS deal, d.closed_day AS day, d.closed_at AS at_, d.closer_key AS owner_key, d.stage, d.forecast_category
	FROM deal d WHERE d.counts = 1 AND d.closed_day BETWEEN @from AND @to AND (d.closed_at IS NULL OR d.closed_at <= @until)
	UNION ALL
	SELECT deal, day, from_at, owner_key, stage, forecast_category
	FROM deal_history WHERE status <> 'open' AND counts = 1 AND until_at < 9000000000000000 AND until_at > @asOf AND from_at <= @until AND day BETWEEN @from AND @to`;
const firstExpected = (column: string): string => `(SELECT ${column} FROM deal_history f WHERE f.deal = h.deal AND f.expected_close_day IS NOT NULL ORDER BY f.from_at LIMIT 1)`;
const slip = `julianday(h.day) - julianday(${firstExpected('f.expected_close_day')})`;
const closed = (adds: string): string => `
	SELECT d.source, d.external_id, h.day, h.at_, h.owner_key, ${adds} AS adds, ${firstExpected(`max(f.approximate, f.status <> 'open')`)} AS approximate, ${columnsOf()}
	FROM (${closings}) h JOIN deal d ON d.id = h.deal`;

export const dealRows = {
	/** At the rate of the day of creation (M5). */
	pipeline_created: { ...inPeriod, unit: 'money', daily: true, approximate: true, rows: created(worthOn('d.created_day'), '@asOf') },
	cohort_created: { ...inPeriod, rows: created('1', '@until') },
	cohort_won: { ...inPeriod, rows: created(`CASE WHEN h.status = 'won' THEN 1 END`, '@until') },
	stages_left: { ...inPeriod, rows: left('1') },
	stages_left_forward: { ...inPeriod, rows: left(`CASE WHEN n.status = 'won' OR (n.status = 'open' AND ${placeOf('n.stage')} > ${placeOf('h.stage')}) THEN 1 END`) },
	/** The forecast as it stood when the period began: nothing was won in it yet. */
	forecast_begun: {
		...inPeriod,
		unit: 'money',
		approximate: true,
		rows: `
			SELECT d.source, d.external_id, @from AS day, h.from_at AS at_, h.owner_key, ${worthOn('@from')} AS adds, h.approximate, ${columnsOf()}
			FROM deal_history h JOIN deal d ON d.id = h.deal
			WHERE h.status = 'open' AND h.counts = 1 AND h.until_at >= @fromAt AND h.from_at < @fromAt AND h.expected_close_day BETWEEN @from AND @lastDay`,
	},
	slip_days: { ...inPeriod, unit: 'days', approximate: true, rows: closed(`CAST(${slip} AS INTEGER)`) },
	closed_expected: { ...inPeriod, approximate: true, rows: closed(`CASE WHEN ${slip} IS NOT NULL THEN 1 END`) },
} as const satisfies Record<string, RowSet>;
