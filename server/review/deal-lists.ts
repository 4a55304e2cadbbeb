/** Deals one by one, for a review: those decided in a period, and open ones that are to close in it. Read by the very rows that the sums add up. */
import type { Db } from '../db/open.ts';
import type { Rates } from '../facts/rates.ts';
import { worthOn } from '../metrics/row-sets/open-deals.ts';
import { whoseOf, type Scope } from '../metrics/scope.ts';
import { bind, factRows, joins, joinsOn, type Bound } from '../rollups/fact-rows.ts';
import type { Cut, Range } from '../rollups/read.ts';

export interface ListedDeal {
	source: string;
	externalId: string;
	name: string | null;
	account: string | null;
	/** When it was closed, or is to be. */
	day: string;
	ownerKey: string;
	/** Who is credited; null: nobody known. */
	person: number | null;
	/** Null: not known, or not in the workspace's currency. */
	amountMinor: number | null;
	lostReason: string | null;
	stage: string | null;
	/** What an open one was forecast as; null where nobody said. */
	category: string | null;
}

export interface DealLists {
	/** The largest first; of unknown amount last. */
	decided: (status: 'won' | 'lost', range: Range, cut: Cut, scope: Scope) => ListedDeal[];
	/** Open at the moment of the cut and expected to close in the range, whether that has begun or not; by day. */
	expected: (range: Range, cut: Cut, scope: Scope) => ListedDeal[];
}

const filterOf = { company: '', team: 'AND m.team = @whose', person: 'AND i.person = @whose' } as const;

export function createDealLists(db: Db, rates: Pick<Rates, 'ready'>): DealLists {
	// Of a deal's closing the lost reason is the one known today: its history keeps none.
	const decided = (of: Scope['kind']): string => `
		SELECT r.source, r.external_id AS externalId, d.name, d.account, r.day, r.owner_key AS ownerKey, i.person, r.amount_minor AS amountMinor, d.lost_reason AS lostReason, r.stage, NULL AS category
		FROM (SELECT source, external_id, day_ AS day, owner_ AS owner_key, status, amount_minor, stage FROM (${factRows('deals_decided')})) r
		JOIN deal d ON d.source = r.source AND d.external_id = r.external_id ${joins}
		WHERE r.status = @status ${filterOf[of]}
		ORDER BY r.amount_minor IS NULL, r.amount_minor DESC, r.day, r.external_id, r.source`;
	const expected = (of: Scope['kind']): string => `
		SELECT r.source, r.external_id AS externalId, r.name, r.account, r.day, r.owner_key AS ownerKey, i.person, r.amountMinor, NULL AS lostReason, r.stage, r.category
		FROM (SELECT d.source, d.external_id, d.name, d.account, h.expected_close_day AS day, h.owner_key, ${worthOn('@untilDay')} AS amountMinor, h.stage, h.forecast_category AS category
			FROM deal_history h JOIN deal d ON d.id = h.deal
			WHERE h.status = 'open' AND h.counts = 1 AND h.until_at > @until AND h.from_at <= @until AND h.expected_close_day BETWEEN @from AND @to) r
		${joinsOn('@untilDay')}
		WHERE 1 ${filterOf[of]}
		ORDER BY r.day, r.amountMinor IS NULL, r.amountMinor DESC, r.external_id, r.source`;
	return {
		decided: (status, range, cut, scope) => db.prepare<[Bound & { status: string }], ListedDeal>(decided(scope.kind)).all({ ...bind(range, cut, whoseOf(scope)), status }),
		expected: ({ from, to }, { until, untilDay }, scope) => {
			rates.ready();
			const bound = { from, to, until, untilDay, whose: scope.kind === 'company' ? null : scope.id };
			return db.prepare<[typeof bound], ListedDeal>(expected(scope.kind)).all(bound);
		},
	};
}
