/** State (KPIS.md §3): the deals open at an instant, by their history (M13). Credited to the owner and team of that instant. */
import type { Db } from '../db/open.ts';
import type { Rates } from '../facts/rates.ts';
import type { FactColumn, Whose } from '../rollups/read.ts';

export interface OpenDeals {
	count: number;
	amountMinor: number;
	/** Some amount is the first known one, held backwards. */
	approximate: boolean;
}

export type OpenDealsGrouping = 'none' | 'person' | 'team' | Exclude<FactColumn, 'outcome'>;

export interface OpenDealsReader {
	at: (instant: number, day: string, whose: Whose) => OpenDeals;
	by: (instant: number, day: string, grouping: OpenDealsGrouping, whose: Whose) => Map<string | number | null, OpenDeals>;
	traces: (instant: number, day: string, whose: Whose) => { count: number; newest: string | null; sources: string[] };
}

interface Bound {
	instant: number;
	day: string;
	whose: number | null;
}

interface Row {
	key: string | number | null;
	count: number;
	amount: number | null;
	approximate: number | null;
}

/** In another currency: at the rate of the moment that is looked at (M5). */
const worth = `CASE WHEN h.currency IS NULL THEN h.amount_minor ELSE in_workspace(h.amount, h.currency, @day) END`;

const keyOf: Record<OpenDealsGrouping, string> = {
	none: 'NULL', person: 'i.person', team: 'm.team', stage: 'h.stage', region: 'd.region', channel: 'd.channel', product: 'd.product', type: 'd.type', lead_source: 'd.lead_source',
};
const filterOf = { company: '', team: 'AND m.team = @whose', person: 'AND i.person = @whose' } as const;

const from = (whose: Whose['kind'], grouping: OpenDealsGrouping | 'source'): string => {
	const readsDeal = ['region', 'channel', 'product', 'type', 'lead_source', 'source'].includes(grouping);
	const readsOwner = whose !== 'company' || grouping === 'person' || grouping === 'team';
	return `
		FROM deal_history h ${readsDeal ? 'JOIN deal d ON d.id = h.deal' : ''}
		${readsOwner ? 'LEFT JOIN identity i ON i.key = h.owner_key LEFT JOIN membership m ON m.person = i.person AND m.from_day <= @day AND m.to_day >= @day' : ''}
		WHERE h.status = 'open' AND h.counts = 1 AND h.until_at > @instant AND h.from_at <= @instant ${filterOf[whose]}`;
};

export function createOpenDeals(db: Db, rates: Pick<Rates, 'ready'>): OpenDealsReader {
	const prepared = new Map<string, ReturnType<typeof db.prepare<[Bound], Row>>>();
	const rows = (instant: number, day: string, grouping: OpenDealsGrouping, whose: Whose): Row[] => {
		const name = `${grouping} ${whose.kind}`;
		const known = prepared.get(name) ?? db.prepare<[Bound], Row>(`SELECT ${keyOf[grouping]} AS key, count(*) AS count, total(${worth}) AS amount, max(h.approximate AND (${worth}) IS NOT NULL) AS approximate ${from(whose.kind, grouping)} GROUP BY 1`);
		prepared.set(name, known);
		rates.ready();
		return known.all({ instant, day, whose: whose.kind === 'company' ? null : whose.id });
	};
	const toOpen = (row: Row | undefined): OpenDeals => ({ count: row?.count ?? 0, amountMinor: row?.amount ?? 0, approximate: row?.approximate === 1 });
	return {
		at: (instant, day, whose) => toOpen(rows(instant, day, 'none', whose)[0]),
		by: (instant, day, grouping, whose) => new Map(rows(instant, day, grouping, whose).map((row) => [row.key, toOpen(row)])),
		traces: (instant, day, whose) => {
			const found = db
				.prepare<[Bound], { source: string; count: number; newest: string }>(`SELECT d.source, count(*) AS count, max(h.day) AS newest ${from(whose.kind, 'source')} GROUP BY 1 ORDER BY 1`)
				.all({ instant, day, whose: whose.kind === 'company' ? null : whose.id });
			return {
				count: found.reduce((sum, { count }) => sum + count, 0),
				newest: found.reduce<string | null>((newest, row) => (newest === null || row.newest > newest ? row.newest : newest), null),
				sources: found.map(({ source }) => source),
			};
		},
	};
}
