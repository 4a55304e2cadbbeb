/**
 * What a month sees of a fact: for each moment of it that lies in the month, the columns that count there. What happens to a fact at
 * another time is not the month's: a deal that was created in June and is won in July looks in June as before.
 */
import type { FactEntity } from '../facts/schema.ts';

export type Cells = Record<string, string | number | null>;

/** A month of calendar days. */
export interface Days {
	from: string;
	to: string;
}

const leadOf = ['credited_key', 'lead_source', 'channel'];
const ofAccount = ['name', 'region', 'owner_key'];

/** By the day that places a fact in time: what is counted of it then. Sums in money stand for all that says them. */
export const countedAt: Record<FactEntity, Record<string, readonly string[]>> = {
	deals: {
		// What an open deal is worth follows from its history, which nothing that is known later changes.
		created_day: ['closer_key', 'product', 'region', 'channel', 'lead_source', 'pipeline'],
		closed_day: [
			'status', 'closer_key', 'sdr_key', 'amount', 'given_type', 'account', 'product', 'region', 'channel', 'lead_source', 'lost_reason', 'contract_value', 'recurring', 'cost',
			'pipeline', 'lead', 'created_day', 'first_touch_day',
		],
	},
	meetings: {
		booked_day: ['kind', 'booker_key', 'replaces', 'account', 'lead', 'deal'],
		scheduled_day: ['kind', 'owner_key', 'status', 'moved_by'],
		due_day: ['kind', 'due_key', 'owner_key', 'status', 'account', 'lead', 'deal'],
	},
	activities: { day: ['kind', 'direction', 'outcome', 'owner_key', 'account', 'deal', 'lead', 'seconds', 'meaningful'] },
	proposals: { sent_day: ['owner_key', 'deal'] },
	accounts: { created_day: ofAccount, churned_day: ofAccount },
	leads: {
		created_day: ['owner_key', ...leadOf, 'sdr_key', 'account', 'rating', 'disqualified_day'],
		first_response_day: ['owner_key', ...leadOf],
		mql_day: leadOf,
		sql_day: leadOf,
		passed_day: leadOf,
		accepted_day: leadOf,
		on_forecast_day: leadOf,
	},
	movements: { day: ['kind', 'account', 'owner_key', 'amount'] },
	surveys: { day: ['satisfied', 'account', 'owner_key'] },
	figures: { day: ['name', 'scope', 'value'] },
	positions: { opened_day: ['team', 'role'], filled_day: ['team', 'role'] },
};

const lies = (day: string | number | null | undefined, { from, to }: Days): boolean => typeof day === 'string' && day >= from && day <= to;

/** Created by then, and neither won nor lost. */
const isOpenAtEnd = (row: Cells, { to }: Days): boolean => {
	const { created_day: created, closed_day: closed, status } = row;
	if (typeof created !== 'string' || created > to) return false;
	return typeof closed === 'string' ? closed > to : status === 'open';
};

/** What says a sum: in the workspace's currency its worth, else as it was sent. */
const sums: Record<string, readonly string[]> = {
	amount: ['amount', 'currency', 'amount_minor'],
	contract_value: ['contract_value', 'currency', 'contract_value_minor'],
	recurring: ['recurring', 'currency', 'recurring_minor'],
	cost: ['cost', 'currency', 'cost_minor'],
	value: ['value', 'currency', 'value_minor'],
};
const isOther = (column: string, a: Cells, b: Cells): boolean => {
	const said = sums[column];
	if (!said) return (a[column] ?? null) !== (b[column] ?? null);
	const [written = '', currency = '', minor = ''] = said;
	if ((a[currency] ?? null) !== (b[currency] ?? null)) return true;
	// "1000" and "1000.00" are worth the same.
	const worth = [a[minor] ?? null, b[minor] ?? null];
	return worth.includes(null) ? (a[written] ?? null) !== (b[written] ?? null) : worth[0] !== worth[1];
};

export interface SeenChange {
	how: 'changed' | 'deleted' | 'added';
	/** Columns that are otherwise; of what was added or deleted those that count. */
	columns: string[];
}

/** Null when the month sees the same of both. A row that does not count is none. */
export function changeSeen(entity: FactEntity, was: Cells | null, is: Cells | null, month: Days): SeenChange | null {
	const before = was?.['counts'] === 0 ? null : was;
	const after = is?.['counts'] === 0 ? null : is;
	const found = new Set<string>();
	let [isSeen, differs] = [false, false];
	for (const [day, columns] of Object.entries(countedAt[entity])) {
		const [sawBefore, sawAfter] = [before !== null && lies(before[day], month), after !== null && lies(after[day], month)];
		if (!sawBefore && !sawAfter) continue;
		isSeen = true;
		if (before && after) for (const column of sawBefore && sawAfter ? [day, ...columns] : [day]) if (isOther(column, before, after)) found.add(column);
		if (!before || !after) for (const column of [day, ...columns]) found.add(column);
	}
	if (entity === 'deals') {
		const [wasOpen, nowOpen] = [before !== null && isOpenAtEnd(before, month), after !== null && isOpenAtEnd(after, month)];
		isSeen ||= wasOpen || nowOpen;
		if (wasOpen !== nowOpen && before && after) {
			differs = true;
			for (const column of ['created_day', 'closed_day', 'status']) if (isOther(column, before, after)) found.add(column);
		}
		if ((wasOpen || nowOpen) && (!before || !after)) for (const column of ['closer_key', 'amount', 'created_day']) found.add(column);
	}
	if (!isSeen || (!before && !after)) return null;
	if (!before) return { how: 'added', columns: [...found] };
	if (!after) return { how: 'deleted', columns: [...found] };
	return found.size > 0 || differs ? { how: 'changed', columns: [...found] } : null;
}
