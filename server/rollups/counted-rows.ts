/**
 * The rows that a sum counts, newest first, page by page. Read by the very expression that the sum adds up,
 * so that the rows and the figure cannot tell two stories.
 */
import type { Db } from '../db/open.ts';
import { streams } from '../facts/streams.ts';
import { bind, factRows, joins, type Bound } from './fact-rows.ts';
import { measureOf, type MeasureId } from './measures.ts';
import type { Cut, Range, Whose } from './read.ts';

/** Where a page ends. */
export interface RowPlace {
	day: string;
	/** −1 for a date without a time: these come last of their day. */
	at: number;
	source: string;
	externalId: string;
}

export interface CountedRow extends RowPlace {
	ownerKey: string;
	/** Who is credited; null: nobody known. */
	person: number | null;
	/** What it adds to the sum; money in minor units. */
	adds: number;
}

export interface RowsPage {
	limit: number;
	/** Only rows behind this one. */
	after: RowPlace | null;
}

const filterOf = { company: '', team: 'AND m.team = @whose', person: 'AND i.person = @whose' } as const;

/** Reads rows of columns source, external_id, day, at_, owner_key and adds, whatever they come from. */
export const pageOf = (rows: string, whose: Whose['kind'], on = joins): string => `
	SELECT r.source, r.external_id AS externalId, r.day, coalesce(r.at_, -1) AS at, r.owner_key AS ownerKey, i.person, r.adds
	FROM (${rows}) r ${on}
	WHERE r.adds IS NOT NULL ${filterOf[whose]} AND (r.day, coalesce(r.at_, -1), r.source, r.external_id) < (@pageDay, @pageAt, @pageSource, @pageId)
	ORDER BY r.day DESC, coalesce(r.at_, -1) DESC, r.source DESC, r.external_id DESC LIMIT @limit`;
export interface PageBound {
	limit: number;
	pageDay: string;
	pageAt: number;
	pageSource: string;
	pageId: string;
}

export const bindPage = ({ limit, after }: RowsPage): PageBound => ({
	limit,
	// No day is later than a letter.
	pageDay: after?.day ?? 'z',
	pageAt: after?.at ?? 0,
	pageSource: after?.source ?? '',
	pageId: after?.externalId ?? '',
});

export interface CountedRows {
	page: (measure: MeasureId, range: Range, cut: Cut, whose: Whose, page: RowsPage) => CountedRow[];
	/** How many rows there are, and how many of them are credited to nobody known. */
	count: (measure: MeasureId, range: Range, cut: Cut, whose: Whose) => { count: number; unassigned: number };
}

export function createCountedRows(db: Db): CountedRows {
	const adding = (measure: MeasureId): string => `SELECT source, external_id, day_ AS day, owner_ AS owner_key, at_, ${measureOf(measure).adds} AS adds FROM (${factRows(measure)})`;
	return {
		page: (measure, range, cut, whose, page) => {
			// The index of the day begins where the page does.
			const to = page.after && page.after.day < range.to ? page.after.day : range.to;
			return db.prepare<[Bound & PageBound], CountedRow>(pageOf(adding(measure), whose.kind)).all({ ...bind({ from: range.from, to }, cut, whose), ...bindPage(page) });
		},
		count: (measure, range, cut, whose) => {
			const sql = `SELECT count(*) AS count, coalesce(sum(i.person IS NULL), 0) AS unassigned FROM (${adding(measure)}) r ${joins} WHERE r.adds IS NOT NULL ${filterOf[whose.kind]}`;
			return db.prepare<[Bound], { count: number; unassigned: number }>(sql).get(bind(range, cut, whose)) ?? { count: 0, unassigned: 0 };
		},
	};
}

/** The kind of fact that a measure counts. */
export const entityCounted = (measure: MeasureId) => streams[measureOf(measure).stream].entity;

/** The measure that adds one for each row that another counts; of most measures themselves. */
const countsOf: Partial<Record<MeasureId, MeasureId>> = { sales: 'deals_won_sized', cycle_days: 'deals_won_timed' };
/** Null: they have to be counted. */
export const rowsOf = (measure: MeasureId): MeasureId | null => countsOf[measure] ?? (measureOf(measure).unit === undefined ? measure : null);
