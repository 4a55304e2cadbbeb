/** The fact rows that sums read, as SQL: one source for the sums, for what is said of them, and for the rows themselves. */
import { byHand } from '../facts/schema.ts';
import { streams, type StreamName } from '../facts/streams.ts';
import type { MeasureId } from './measures.ts';
import { measureOf } from './measures.ts';
import type { Cut, Range, Whose } from './read.ts';

export interface Bound {
	from: string;
	to: string;
	asOf: number;
	until: number;
	untilDay: string;
	whose: number | null;
	slice: string;
}

/** People and teams of rows `r` with a day and an owner key, by the memberships of a day. */
export const joinsOn = (day: string): string => `LEFT JOIN identity i ON i.key = r.owner_key LEFT JOIN membership m ON m.person = i.person AND m.from_day <= ${day} AND m.to_day >= ${day}`;
export const joins = joinsOn('r.day');
export const filterOf = { company: '', team: 'WHERE m.team = @whose', person: 'WHERE i.person = @whose' } as const;

/** What measures, slices and traces read of a closed deal. */
const closing = 'closed_day, closer_key, closed_at, status, amount_minor, amount, contract_value_minor, cost_minor, cycle_days, is_first_win, region, channel, product, type, stage, lead_source, forecast_category, account_key, source, external_id';
/** The same of a meeting. */
const meeting = 'booked_day, booker_key, booked_at, due_day, due_key, due_at, owner_key, kind, status, replaces, source, external_id';

/** M17, of what is in no table of facts: its source counts. */
const counting = (table: string): string => `NOT EXISTS (SELECT 1 FROM authority a WHERE a.entity = ${table}.entity AND a.source <> ${table}.source AND ${table}.source <> '${byHand}')`;

/** A deal that was closed at asOf but is open again, or closed otherwise, today: as its history has it. First wins are those known today. */
export const reopened = `
	SELECT h.day AS closed_day, h.owner_key AS closer_key, h.from_at AS closed_at, h.status, h.amount_minor, h.amount, d.contract_value_minor, d.cost_minor,
		CASE WHEN coalesce(d.first_touch_day, d.created_day) <= h.day THEN CAST(julianday(h.day) - julianday(coalesce(d.first_touch_day, d.created_day)) AS INTEGER) END AS cycle_days,
		0 AS is_first_win, d.region, d.channel, d.product, d.type, h.stage, d.lead_source, h.forecast_category, d.account_key, d.source, d.external_id
	FROM deal_history h JOIN deal d ON d.id = h.deal
	WHERE h.status <> 'open' AND h.counts = 1 AND h.until_at < 9000000000000000 AND h.until_at > @asOf AND h.from_at <= @until AND h.day BETWEEN @from AND @to`;

export const bind = (range: Range, cut: Cut, whose: Whose, slice = ''): Bound => ({
	from: range.from,
	to: range.to < cut.untilDay ? range.to : cut.untilDay,
	asOf: cut.asOf,
	until: cut.until,
	untilDay: cut.untilDay,
	whose: whose.kind === 'company' ? null : whose.id,
	slice,
});

/** A closing that was taken back counts as long as it stood. */
export const isClosing = (stream: StreamName): boolean => stream === 'deal_closing';

/** What is left out is in no table of facts; what its source last said of it is kept with the correction. */
const leftOutRows = (entity: string): string => {
	const columns = (entity === 'deals' ? `${closing}, created_day, created_at` : meeting).split(', ').map((column) => `json_extract(said, '$.fact.${column}') AS ${column}`);
	return `(SELECT ${columns.join(', ')} FROM correction WHERE entity = '${entity}' AND json_extract(hand, '$.excluded') AND ${counting('correction')})`;
};

/** Fact rows of a stream in the range and before the cut, with the columns that measures and slices read. */
export const factRows = (measure: MeasureId, isLeftOut = false): string => {
	const { entity, table, day, owner, at } = streams[measureOf(measure).stream];
	const inTime = `f.${day} BETWEEN @from AND @to AND (f.${at} IS NULL OR f.${at} <= @until)`;
	const counted = isClosing(measureOf(measure).stream) ? `SELECT ${closing} FROM deal f WHERE f.counts = 1 AND ${inTime} UNION ALL ${reopened}` : `SELECT * FROM ${table} f WHERE f.counts = 1 AND ${inTime}`;
	const rows = isLeftOut ? `SELECT * FROM ${leftOutRows(entity)} f WHERE ${inTime}` : counted;
	return `SELECT f.*, f.${day} AS day_, f.${owner} AS owner_, f.${at} AS at_ FROM (${rows}) f`;
};
