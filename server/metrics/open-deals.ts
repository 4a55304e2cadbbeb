/** State (KPIS.md §3): the deals open at an instant, by their history (M13). Credited to the owner and team of that instant. */
import type { Db } from '../db/open.ts';
import type { Rates } from '../facts/rates.ts';
import { bindPage, pageOf, type CountedRow, type PageBound, type RowsPage } from '../rollups/counted-rows.ts';
import { joinsOn } from '../rollups/fact-rows.ts';
import type { FactColumn, Whose } from '../rollups/read.ts';

export interface OpenDeals {
	count: number;
	/** How many of them have a known amount. */
	sized: number;
	/** How many have an amount and no rate for it (M5). */
	unrated: number;
	amountMinor: number;
	/** Some amount is the first known one, held backwards. */
	approximate: boolean;
}

export type OpenDealsGrouping = 'none' | 'person' | 'team' | Exclude<FactColumn, 'outcome'>;

export interface OpenDealsReader {
	at: (instant: number, day: string, whose: Whose) => OpenDeals;
	by: (instant: number, day: string, grouping: OpenDealsGrouping, whose: Whose) => Map<string | number | null, OpenDeals>;
	traces: (instant: number, day: string, whose: Whose) => { count: number; newest: string | null; sources: string[] };
	/** The deals that were open, by the day of the state they were in, newest first; by what each adds to the count or to the amount. */
	rows: (of: OpenDealsSum, instant: number, day: string, whose: Whose, page: RowsPage) => CountedRow[];
	/** How many of these rows are credited to nobody known. */
	unassigned: (of: OpenDealsSum, instant: number, day: string, whose: Whose) => number;
}

/** In another currency: at the rate of the moment that is looked at (M5). */
const worth = `CASE WHEN h.currency IS NULL THEN h.amount_minor ELSE in_workspace(h.amount, h.currency, @day) END`;

export type OpenDealsSum = 'open_deals' | 'pipeline_value';
const addsOf: Record<OpenDealsSum, string> = { open_deals: '1', pipeline_value: worth };

interface Bound {
	instant: number;
	day: string;
	whose: number | null;
}

interface Row {
	key: string | number | null;
	count: number;
	sized: number;
	unrated: number;
	amount: number | null;
	approximate: number | null;
}

const keyOf: Record<OpenDealsGrouping, string> = {
	none: 'NULL', person: 'i.person', team: 'm.team', stage: 'h.stage', region: 'd.region', channel: 'd.channel', product: 'd.product', type: 'd.type', lead_source: 'd.lead_source', forecast_category: 'h.forecast_category',
};
const filterOf = { company: '', team: 'AND m.team = @whose', person: 'AND i.person = @whose' } as const;

const isOpen = `h.status = 'open' AND h.counts = 1 AND h.until_at > @instant AND h.from_at <= @instant`;

const from = (whose: Whose['kind'], grouping: OpenDealsGrouping | 'source'): string => {
	const readsDeal = ['region', 'channel', 'product', 'type', 'lead_source', 'source'].includes(grouping);
	const readsOwner = whose !== 'company' || grouping === 'person' || grouping === 'team';
	return `
		FROM deal_history h ${readsDeal ? 'JOIN deal d ON d.id = h.deal' : ''}
		${readsOwner ? 'LEFT JOIN identity i ON i.key = h.owner_key LEFT JOIN membership m ON m.person = i.person AND m.from_day <= @day AND m.to_day >= @day' : ''}
		WHERE ${isOpen} ${filterOf[whose]}`;
};

const openRows = (of: OpenDealsSum): string => `
	SELECT d.source, d.external_id, h.day, h.from_at AS at_, h.owner_key, ${addsOf[of]} AS adds
	FROM deal_history h JOIN deal d ON d.id = h.deal WHERE ${isOpen}`;
/** People belong to the teams of the instant, not of the day of the state. */
const joins = joinsOn('@day');

const bound = (instant: number, day: string, whose: Whose): Bound => ({ instant, day, whose: whose.kind === 'company' ? null : whose.id });

export function createOpenDeals(db: Db, rates: Pick<Rates, 'ready'>): OpenDealsReader {
	const prepared = new Map<string, ReturnType<typeof db.prepare<[Bound], Row>>>();
	const rows = (instant: number, day: string, grouping: OpenDealsGrouping, whose: Whose): Row[] => {
		const name = `${grouping} ${whose.kind}`;
		const known = prepared.get(name) ?? db.prepare<[Bound], Row>(`SELECT ${keyOf[grouping]} AS key, count(*) AS count, count(${worth}) AS sized, count(CASE WHEN h.currency IS NOT NULL AND h.amount IS NOT NULL AND ${worth} IS NULL THEN 1 END) AS unrated, total(${worth}) AS amount, max(CASE WHEN h.approximate THEN ${worth} END) IS NOT NULL AS approximate ${from(whose.kind, grouping)} GROUP BY 1`);
		prepared.set(name, known);
		rates.ready();
		return known.all(bound(instant, day, whose));
	};
	const toOpen = (row: Row | undefined): OpenDeals => ({ count: row?.count ?? 0, sized: row?.sized ?? 0, unrated: row?.unrated ?? 0, amountMinor: row?.amount ?? 0, approximate: row?.approximate === 1 });
	return {
		at: (instant, day, whose) => toOpen(rows(instant, day, 'none', whose)[0]),
		by: (instant, day, grouping, whose) => new Map(rows(instant, day, grouping, whose).map((row) => [row.key, toOpen(row)])),
		traces: (instant, day, whose) => {
			const found = db
				.prepare<[Bound], { source: string; count: number; newest: string }>(`SELECT d.source, count(*) AS count, max(h.day) AS newest ${from(whose.kind, 'source')} GROUP BY 1 ORDER BY 1`)
				.all(bound(instant, day, whose));
			return {
				count: found.reduce((sum, { count }) => sum + count, 0),
				newest: found.reduce<string | null>((newest, row) => (newest === null || row.newest > newest ? row.newest : newest), null),
				sources: found.map(({ source }) => source),
			};
		},
		rows: (of, instant, day, whose, page) => {
			rates.ready();
			return db.prepare<[Bound & PageBound], CountedRow>(pageOf(openRows(of), whose.kind, joins)).all({ ...bound(instant, day, whose), ...bindPage(page) });
		},
		unassigned: (of, instant, day, whose) => {
			rates.ready();
			return whose.kind === 'company' ? (db.prepare<[Bound], number>(`SELECT count(*) FROM (${openRows(of)}) r LEFT JOIN identity i ON i.key = r.owner_key WHERE r.adds IS NOT NULL AND i.person IS NULL`).pluck().get(bound(instant, day, whose)) ?? 0) : 0;
		},
	};
}
