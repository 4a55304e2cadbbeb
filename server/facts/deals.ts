/**
 * Deals. A deal counts on the day it was closed, for who owned it then (M4, M6); an amount in another currency without a rate
 * is kept and not guessed (M5). First wins and missing types follow from an account's other deals and are recomputed for it whole.
 */
import type { Db } from '../db/open.ts';
import type { Calendar } from '../floor/calendar.ts';
import { ownerKey } from '../floor/people.ts';
import { daysBetween } from '../floor/period.ts';
import { createDealHistory } from './deal-history.ts';
import type { DirtyMarks, FactRow, Outcome } from './fact-table.ts';
import { createFactTable } from './fact-table.ts';
import { minorDigits, toMinor } from './money.ts';
import type { DealRow } from './schema.ts';

export interface DealFact extends FactRow {
	name: string | null;
	owner_key: string;
	closer_key: string;
	sdr_key: string | null;
	stage: string | null;
	status: 'open' | 'won' | 'lost';
	amount: string | null;
	currency: string | null;
	amount_minor: number | null;
	given_type: string | null;
	type: string | null;
	account: string | null;
	account_key: string | null;
	is_first_win: number;
	product: string | null;
	region: string | null;
	channel: string | null;
	lead_source: string | null;
	lost_reason: string | null;
	first_touch_at: number | null;
	first_touch_day: string | null;
	created_at: number | null;
	created_day: string | null;
	expected_close_day: string | null;
	closed_at: number | null;
	closed_day: string | null;
	cycle_days: number | null;
	arrived_at: number;
}

const columns = [
	'name', 'owner_key', 'closer_key', 'sdr_key', 'stage', 'status', 'amount', 'currency', 'amount_minor', 'given_type', 'type', 'account', 'account_key', 'is_first_win',
	'product', 'region', 'channel', 'lead_source', 'lost_reason', 'first_touch_at', 'first_touch_day', 'created_at', 'created_day', 'expected_close_day',
	'closed_at', 'closed_day', 'cycle_days', 'arrived_at',
] as const satisfies (keyof DealFact)[];

export interface DealContext {
	source: string;
	calendar: Calendar;
	/** Of the workspace. */
	currency: string;
	/** When the batch arrived, and its entry. */
	at: number;
	entry: number;
}

export interface DealWarning {
	field: string;
	code: string;
	message: string;
}

export interface Deals {
	save: (row: DealRow, context: DealContext) => { outcome: Outcome; warnings: DealWarning[] };
	remove: (source: string, externalId: string, deletedAt: number, entry: number) => boolean;
	/** Recomputes what depends on sibling deals, for every account touched since the last call. */
	settleAccounts: () => void;
}

export function createDeals(db: Db, calendar: () => Calendar, marks: DirtyMarks): Deals {
	const table = createFactTable<DealFact>(db, { entity: 'deals', table: 'deal', columns: [...columns], derived: ['type', 'is_first_win', 'arrived_at', 'closer_key'], marks });
	const history = createDealHistory(db, (at) => calendar().dayOf(at));
	const ofAccount = db.prepare<[string], DealFact>('SELECT * FROM deal WHERE account_key = ? ORDER BY closed_day, closed_at, source, external_id');
	const settle = db.prepare<[string, number, number]>('UPDATE deal SET type = ?, is_first_win = ? WHERE id = ?');
	const touched = new Set<string>();

	const instantOf = (at: number | null, day: string | null): number | null => at ?? (day === null ? null : calendar().startOf(day));
	const timesOf = (deal: DealFact): { created: number | null; closed: number | null } => ({ created: instantOf(deal.created_at, deal.created_day), closed: instantOf(deal.closed_at, deal.closed_day) });

	const build = (row: DealRow, { source, calendar, currency, at }: DealContext, before: DealFact | null): Omit<DealFact, 'id' | 'entry'> => {
		const moment = (iso: string | null) => (iso === null ? { at: null, day: null } : calendar.momentOf(iso));
		const created = moment(row.created);
		const touch = moment(row.first_touch);
		const closed = row.status === 'open' ? moment(null) : moment(row.closed);
		const owner = ownerKey(row.owner, source);
		const start = touch.day ?? created.day;
		const cycle = row.status === 'won' && start !== null && closed.day !== null ? daysBetween(start, closed.day) : -1;
		const accountKey = row.account === null ? null : row.account.normalize('NFKC').toLowerCase();
		// Without its account a deal is new business; with one, settleAccounts decides.
		const keepsDerived = before !== null && before.account_key === accountKey && accountKey !== null;
		return {
			source,
			external_id: row.external_id,
			name: row.name,
			owner_key: owner,
			closer_key: before !== null && row.status !== 'open' && before.status === row.status ? before.closer_key : owner,
			sdr_key: row.sdr === null ? null : ownerKey(row.sdr, source),
			stage: row.stage,
			status: row.status,
			amount: row.amount,
			currency: row.currency,
			amount_minor: row.amount !== null && (row.currency === null || row.currency === currency) ? toMinor(row.amount, minorDigits(currency)) : null,
			given_type: row.type,
			type: keepsDerived ? before.type : (row.type ?? 'new_business'),
			account: row.account,
			account_key: accountKey,
			is_first_win: keepsDerived ? before.is_first_win : 0,
			product: row.product,
			region: row.region,
			channel: row.channel,
			lead_source: row.lead_source,
			lost_reason: row.lost_reason,
			first_touch_at: touch.at,
			first_touch_day: touch.day,
			created_at: created.at,
			created_day: created.day,
			expected_close_day: row.expected_close,
			closed_at: closed.at,
			closed_day: closed.day,
			cycle_days: cycle >= 0 ? cycle : null,
			updated_at: row.updated === null ? null : instantOf(calendar.momentOf(row.updated).at, calendar.momentOf(row.updated).day),
			arrived_at: before?.arrived_at ?? at,
		};
	};

	const warningsOf = (deal: DealFact, { calendar, at }: DealContext): DealWarning[] => {
		const warnings: DealWarning[] = [];
		if (deal.closed_day !== null && deal.closed_day > calendar.dayOf(at)) warnings.push({ field: 'closed', code: 'in_the_future', message: `closed on ${deal.closed_day}, which is yet to come; it counts from that day` });
		if (deal.amount !== null && deal.amount_minor === null) warnings.push({ field: 'currency', code: 'no_rate', message: `there is no rate for ${deal.currency ?? ''}; the deal counts, its amount does not` });
		const start = deal.first_touch_day ?? deal.created_day;
		if (start !== null && deal.closed_day !== null && deal.closed_day < start) warnings.push({ field: 'closed', code: 'before_creation', message: `closed on ${deal.closed_day}, before it began on ${start}; its sales cycle is unknown` });
		return warnings;
	};

	const touch = (deal: DealFact | null): void => {
		if (deal?.account_key) touched.add(deal.account_key);
	};

	return {
		save: (row, context) => {
			const updated = row.updated === null ? null : context.calendar.momentOf(row.updated);
			const saved = table.save(
				{ source: context.source, external_id: row.external_id, updated_at: updated === null ? null : instantOf(updated.at, updated.day) },
				(before) => build(row, context, before),
				context.entry,
			);
			const { outcome, before, after } = saved;
			if (!after) return { outcome, warnings: [] };
			const changed = row.changed === null ? null : context.calendar.momentOf(row.changed);
			const times = { ...timesOf(after), known: changed === null ? context.at : (instantOf(changed.at, changed.day) ?? context.at) };
			// A closing keeps its credit when the deal is opened again later.
			const state = after.status === 'open' ? after : { ...after, owner_key: after.closer_key };
			if (before) history.change(after.id, { ...before, ...timesOf(before) }, state, times);
			else history.begin(after.id, state, times);
			touch(before);
			touch(after);
			return { outcome, warnings: warningsOf(after, context) };
		},
		remove: (source, externalId, deletedAt, entry) => {
			const removed = table.remove(source, externalId, deletedAt, entry);
			touch(removed);
			return removed !== null;
		},
		settleAccounts: () => {
			for (const account of touched) {
				const deals = ofAccount.all(account);
				const wins = deals.filter(({ status }) => status === 'won');
				const first = wins[0];
				for (const deal of deals) {
					const isFirst = deal.id === first?.id ? 1 : 0;
					const earlier = first !== undefined && first.id !== deal.id && (deal.closed_day === null || (first.closed_day ?? '') < deal.closed_day || (first.closed_day === deal.closed_day && deals.indexOf(first) < deals.indexOf(deal)));
					const type = deal.given_type ?? (earlier ? 'expansion' : 'new_business');
					if (type === deal.type && isFirst === deal.is_first_win) continue;
					settle.run(type, isFirst, deal.id);
					table.markDirty(deal);
				}
			}
			touched.clear();
		},
	};
}
