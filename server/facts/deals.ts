/**
 * Deals. A deal counts on the day it was closed, for who owned it then (M4, M6), in another currency at the rate of that day; an amount
 * without a rate is kept and not guessed (M5). First wins and missing types follow from an account's other deals and are recomputed for it whole.
 */
import type { FactWarning } from '../../shared/corrections.ts';
import type { Db } from '../db/open.ts';
import type { Calendar } from '../floor/calendar.ts';
import { daysBetween } from '../floor/period.ts';
import type { Correctable, FactContext, Fields } from './correctable.ts';
import { momentText } from './correctable.ts';
import { createDealHistory } from './deal-history.ts';
import type { HistoryRow } from './deal-history.ts';
import type { Built, FactKey, FactRow, FactStages, Outcome } from './fact-table.ts';
import { createFactTable } from './fact-table.ts';
import { minorDigits, minorText, toMinor } from './money.ts';
import { nameKey } from '../db/name-key.ts';
import type { Rates } from './rates.ts';
import { restorableFrom, type Version } from './restorable.ts';
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
	pipeline: string | null;
	contract_value: string | null;
	contract_value_minor: number | null;
	recurring: string | null;
	recurring_minor: number | null;
	cost: string | null;
	cost_minor: number | null;
	forecast_category: string | null;
	lead: string | null;
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
	'pipeline', 'contract_value', 'contract_value_minor', 'recurring', 'recurring_minor', 'cost', 'cost_minor', 'forecast_category', 'lead',
	'product', 'region', 'channel', 'lead_source', 'lost_reason', 'first_touch_at', 'first_touch_day', 'created_at', 'created_day', 'expected_close_day',
	'closed_at', 'closed_day', 'cycle_days', 'arrived_at',
] as const satisfies (keyof DealFact)[];

export interface Deals extends Correctable<DealRow> {
	/** `isWon`: it was not won before, and is now. */
	save: (row: DealRow, context: FactContext) => { outcome: Outcome; isWon: boolean; warnings: FactWarning[] };
	remove: (source: string, externalId: string, deletedAt: number, entry: number) => boolean;
	/** The account's deals have changed. */
	touchAccount: (accountKey: string) => void;
	/** Recomputes what depends on sibling deals, for every account touched since the last call. */
	settleAccounts: () => void;
	/** In another zone days begin at other instants: moves every state in history that holds from the beginning of a day. */
	moveDays: () => void;
}

export interface DealStages extends FactStages {
	calendar: () => Calendar;
	/** Of the workspace. */
	currency: () => string;
	rates: Rates;
}

/** Columns that a version kept by an earlier version of the product lacks. */
const blank = { pipeline: null, contract_value: null, recurring: null, cost: null, forecast_category: null, lead: null };

/** Calendar days from the beginning of a won deal to its closing; null when unknown or negative. */
const cycleOf = ({ status, first_touch_day, created_day, closed_day }: Pick<DealFact, 'status' | 'first_touch_day' | 'created_day' | 'closed_day'>): number | null => {
	const start = first_touch_day ?? created_day;
	const days = status === 'won' && start !== null && closed_day !== null ? daysBetween(start, closed_day) : -1;
	return days >= 0 ? days : null;
};

export function createDeals(db: Db, { calendar, currency, rates, marks, authority }: DealStages): Deals {
	const table = createFactTable<DealFact>(db, { entity: 'deals', table: 'deal', columns: [...columns], derived: ['type', 'is_first_win', 'arrived_at', 'closer_key'], marks, authority });
	const history = createDealHistory(db, { calendar, currency, rates });
	const ofAccount = db.prepare<[string], Pick<DealFact, 'id' | 'status' | 'closed_day' | 'given_type' | 'type' | 'is_first_win' | 'counts'>>(
		'SELECT id, status, closed_day, given_type, type, is_first_win, counts FROM deal WHERE account_key = ? ORDER BY closed_day, closed_at, source, external_id',
	);
	const byId = db.prepare<[number], DealFact>('SELECT * FROM deal WHERE id = ?');
	const settle = db.prepare<[string, number, number]>('UPDATE deal SET type = ?, is_first_win = ? WHERE id = ?');
	const touched = new Set<string>();

	const instantOf = (at: number | null, day: string | null): number | null => at ?? (day === null ? null : calendar().startOf(day));
	const timesOf = (deal: DealFact): { created: number | null; closed: number | null } => ({ created: instantOf(deal.created_at, deal.created_day), closed: instantOf(deal.closed_at, deal.closed_day) });

	const isForeign = (of: string | null): of is string => of !== null && of !== currency();
	/** An open deal in another currency is worth what the moment that is looked at says: its history knows. */
	const minorOf = ({ currency: of, status, closed_day }: Pick<DealFact, 'currency' | 'status' | 'closed_day'>, amount: string | null): number | null => {
		if (amount === null) return null;
		if (!isForeign(of)) return toMinor(amount, minorDigits(currency()));
		return status === 'open' || closed_day === null ? null : rates.worth(amount, of, closed_day);
	};
	/** All its amounts, in the workspace's currency. */
	const minorsOf = (deal: Pick<DealFact, 'currency' | 'status' | 'closed_day' | 'amount' | 'contract_value' | 'recurring' | 'cost'>) => ({
		amount_minor: minorOf(deal, deal.amount),
		contract_value_minor: minorOf(deal, deal.contract_value),
		recurring_minor: minorOf(deal, deal.recurring),
		cost_minor: minorOf(deal, deal.cost),
	});
	/** As it is in the workspace's zone and at its rates, whatever these were when it was made; of before deals had some of its columns. */
	const derived = (given: DealFact): DealFact => {
		// What there is keeps its place: versions are compared as they are written.
		const lacking = Object.fromEntries(Object.entries(blank).filter(([column]) => !(column in given)));
		const deal = { ...given, ...lacking };
		const day = (at: number | null, stands: string | null): string | null => (at === null ? stands : calendar().dayOf(at));
		const now = { ...deal, first_touch_day: day(deal.first_touch_at, deal.first_touch_day), created_day: day(deal.created_at, deal.created_day), closed_day: day(deal.closed_at, deal.closed_day) };
		return { ...now, cycle_days: cycleOf(now), ...minorsOf(now) };
	};

	const build = (row: DealRow, { source, calendar, ownerKey, at }: FactContext, before: DealFact | null): Built<DealFact> => {
		const moment = (iso: string | null) => (iso === null ? { at: null, day: null } : calendar.momentOf(iso));
		const created = moment(row.created);
		const touch = moment(row.first_touch);
		const closed = row.status === 'open' ? moment(null) : moment(row.closed);
		const owner = ownerKey(row.owner);
		const accountKey = row.account === null ? null : nameKey(row.account);
		// Without its account a deal is new business; with one, settleAccounts decides.
		const keepsDerived = before !== null && before.account_key === accountKey && accountKey !== null;
		return {
			source,
			external_id: row.external_id,
			name: row.name,
			owner_key: owner,
			closer_key: before !== null && row.status !== 'open' && before.status === row.status ? before.closer_key : owner,
			sdr_key: row.sdr === null ? null : ownerKey(row.sdr),
			stage: row.stage,
			status: row.status,
			amount: row.amount,
			currency: row.currency,
			...minorsOf({ ...row, closed_day: closed.day }),
			pipeline: row.pipeline,
			contract_value: row.contract_value,
			recurring: row.recurring,
			cost: row.cost,
			forecast_category: row.forecast_category,
			lead: row.lead,
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
			cycle_days: cycleOf({ status: row.status, first_touch_day: touch.day, created_day: created.day, closed_day: closed.day }),
			updated_at: row.updated === null ? null : instantOf(calendar.momentOf(row.updated).at, calendar.momentOf(row.updated).day),
			arrived_at: before?.arrived_at ?? at,
		};
	};

	const warningsOf = (deal: DealFact, { calendar, at }: Pick<FactContext, 'calendar' | 'at'>): FactWarning[] => {
		const warnings: FactWarning[] = [];
		if (deal.closed_day !== null && deal.closed_day > calendar.dayOf(at)) warnings.push({ field: 'closed', code: 'in_the_future', message: `closed on ${deal.closed_day}, which is yet to come; it counts from that day` });
		const isConverted = deal.status === 'open' && isForeign(deal.currency) && rates.on(deal.currency, calendar.dayOf(at)) !== null;
		if (deal.amount !== null && deal.amount_minor === null && !isConverted) warnings.push({ field: 'currency', code: 'no_rate', message: `there is no rate for ${deal.currency ?? ''}; the deal counts, its amount does not` });
		const start = deal.first_touch_day ?? deal.created_day;
		if (start !== null && deal.closed_day !== null && deal.closed_day < start) warnings.push({ field: 'closed', code: 'before_creation', message: `closed on ${deal.closed_day}, before it began on ${start}; its sales cycle is unknown` });
		return warnings;
	};

	const touch = (deal: DealFact | null): void => {
		if (deal?.account_key) touched.add(deal.account_key);
	};

	const momentAt = (iso: string | null, calendar: Calendar): number | null => {
		const moment = iso === null ? null : calendar.momentOf(iso);
		return moment && instantOf(moment.at, moment.day);
	};
	const datedOf = (deal: DealFact, changed: string | null, calendar: Calendar): number[] =>
		[deal.created_at === null ? deal.created_day : null, deal.closed_at === null ? deal.closed_day : null, changed !== null && calendar.momentOf(changed).at === null ? changed : null].flatMap((day) => (day === null ? [] : [calendar.startOf(day)]));
	const keyOf = (row: DealRow, { source, calendar }: FactContext): FactKey => ({ source, external_id: row.external_id, updated_at: momentAt(row.updated, calendar) });

	/** The deal's states once this version follows another; `past` is read only if there is one. */
	const statesAfter = (before: DealFact | null, past: () => HistoryRow[], after: DealFact, changed: string | null, { calendar, at }: FactContext): HistoryRow[] => {
		const times = { ...timesOf(after), known: momentAt(changed, calendar) ?? at, dated: datedOf(after, changed, calendar) };
		// A closing keeps its credit when the deal is opened again later.
		const state = after.status === 'open' ? after : { ...after, owner_key: after.closer_key };
		return before ? history.changed(past(), { ...before, ...timesOf(before) }, state, times) : history.begun(state, times);
	};

	// Versions are made below and nowhere else, from columns of this table.
	const factOf = (version: Version | null): DealFact | null => version && (version.fact as DealFact);
	const key = (owner: string): string | null => (owner === '' ? null : owner);
	/** As its source would push it again; people by owner key. */
	const rowFrom = (fact: DealFact, calendar: Calendar): DealRow => ({
		...blank,
		...fact,
		forecast_category: (fact.forecast_category ?? null) as DealRow['forecast_category'],
		owner: key(fact.owner_key),
		sdr: fact.sdr_key,
		type: fact.given_type as DealRow['type'],
		first_touch: momentText(fact.first_touch_at, fact.first_touch_day, calendar),
		created: momentText(fact.created_at, fact.created_day, calendar),
		expected_close: fact.expected_close_day,
		closed: momentText(fact.closed_at, fact.closed_day, calendar),
		changed: null,
		updated: momentText(fact.updated_at, null, calendar),
	});

	/** A corrected amount is in the workspace's currency, and takes the deal's other sums along: at the rate of its closing, else of today. */
	const movedSums = (base: DealFact, fields: Fields, { calendar, at }: FactContext): Pick<DealRow, 'contract_value' | 'recurring' | 'cost'> | object => {
		const { currency: from } = base;
		if (!('currency' in fields) || !isForeign(from) || fields['currency'] === from) return {};
		const moved = (sum: string | null, minor: number | null): string | null => {
			const worth = minor ?? (sum === null ? null : rates.worth(sum, from, calendar.dayOf(at)));
			return worth === null ? null : minorText(worth, minorDigits(currency()));
		};
		return { contract_value: moved(base.contract_value, base.contract_value_minor), recurring: moved(base.recurring, base.recurring_minor), cost: moved(base.cost, base.cost_minor) };
	};

	return {
		save: (row, context) => {
			const { outcome, before, after } = table.save(keyOf(row, context), (stands) => build(row, context, stands), context.entry);
			if (!after) return { outcome, isWon: false, warnings: [] };
			const states = statesAfter(before, () => history.read(after.id), after, row.changed, context);
			if (before) history.replace(after.id, states, after.counts);
			else history.write(after.id, states, after.counts);
			touch(before);
			touch(after);
			return { outcome, isWon: after.status === 'won' && before?.status !== 'won', warnings: warningsOf(after, context) };
		},
		...restorableFrom(table, derived),
		standing: (source, externalId) => {
			const fact = table.stands(source, externalId);
			return fact && { fact, history: history.read(fact.id) };
		},
		weigh: (said, row, context) => {
			const before = factOf(said);
			const { outcome, next, revives } = table.weigh(before, keyOf(row, context), (stands) => build(row, context, stands), context.entry);
			if (!next) return { outcome, said: null, revives };
			const past = said?.history ?? [];
			return { outcome, revives, said: { fact: next, history: outcome === 'unchanged' ? past : statesAfter(before, () => past, next, row.changed, context) } };
		},
		withFields: (externalId, fields, said, standing, context, changed) => {
			const base = factOf(said) ?? factOf(standing);
			const given = base ? rowFrom(base, context.calendar) : {};
			// The fields were parsed as such a row.
			const row = { updated: null, changed: null, ...given, ...(base ? movedSums(base, fields, context) : {}), ...fields, external_id: externalId } as DealRow;
			const built = build(row, { ...context, ownerKey: (owner) => owner ?? '' }, base);
			// Whoever ops name has the credit, whenever the deal was closed.
			const fact: DealFact = { ...built, closer_key: 'owner' in fields ? built.owner_key : built.closer_key, id: 0, counts: 1, entry: context.entry };
			const before = standing ?? said;
			return { fact, history: statesAfter(factOf(before), () => before?.history ?? [], fact, changed, context) };
		},
		put: (source, externalId, version, entry) => {
			const { before, after } = table.put(source, externalId, version && derived(version.fact as DealFact), entry);
			if (version && after) history.replace(after.id, history.derived(version.history), after.counts);
			touch(before);
			touch(after);
		},
		derived: (version) => ({ fact: derived(version.fact as DealFact), history: history.derived(version.history) }),
		restore: (source, externalId, version, entry) => {
			const { before, after } = table.restore(source, externalId, version && derived(version.fact as DealFact), entry);
			if (version && after) history.replace(after.id, history.derived(version.history), after.counts);
			touch(before);
			touch(after);
		},
		buriedBy: table.buriedBy,
		fieldsOf: (version, { calendar }) => {
			const fact = version.fact as DealFact;
			const { name, owner, sdr, stage, status, account, product, region, channel, lead_source, lost_reason, first_touch, created, expected_close, closed } = rowFrom(fact, calendar);
			return {
				name, sdr, stage, status, account, product, region, channel, lead_source, lost_reason, first_touch, created, expected_close, closed,
				owner: fact.status === 'open' ? owner : key(fact.closer_key),
				amount: fact.amount_minor === null || isForeign(fact.currency) ? fact.amount : minorText(fact.amount_minor, minorDigits(currency())),
				currency: fact.currency ?? currency(),
				type: fact.given_type,
			};
		},
		warningsOf: (version, context) => warningsOf(version.fact as DealFact, context),
		remove: (source, externalId, deletedAt, entry) => {
			const removed = table.remove(source, externalId, deletedAt, entry);
			touch(removed);
			return removed !== null;
		},
		touchAccount: (accountKey) => void touched.add(accountKey),
		moveDays: history.moveDays,
		settleAccounts: () => {
			for (const account of touched) {
				const deals = ofAccount.all(account);
				// What its source's authority leaves uncounted is nobody's first win (M17).
				const wins = deals.filter(({ status, counts }) => status === 'won' && counts === 1);
				const first = wins[0];
				for (const deal of deals) {
					const isFirst = deal.id === first?.id ? 1 : 0;
					const earlier = first !== undefined && first.id !== deal.id && (deal.closed_day === null || (first.closed_day ?? '') < deal.closed_day || (first.closed_day === deal.closed_day && deals.indexOf(first) < deals.indexOf(deal)));
					const type = deal.given_type ?? (earlier ? 'expansion' : 'new_business');
					if (type === deal.type && isFirst === deal.is_first_win) continue;
					settle.run(type, isFirst, deal.id);
					const settled = byId.get(deal.id);
					if (settled) table.markDirty(settled);
				}
			}
			touched.clear();
		},
	};
}
