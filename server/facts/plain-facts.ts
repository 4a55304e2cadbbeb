/**
 * Facts that stand by themselves, each described by its columns: what a row says, word for word, and what follows from it – days in the
 * workspace's zone, owner keys, amounts in its currency. What depends on sibling rows, or has a history, is no such fact.
 */
import type { Db } from '../db/open.ts';
import type { Calendar } from '../floor/calendar.ts';
import type { FactContext } from './correctable.ts';
import type { Built, Cell, FactRow, FactStages } from './fact-table.ts';
import { createFactTable } from './fact-table.ts';
import { minorDigits, toMinor } from './money.ts';
import type { Rates } from './rates.ts';
import { nameKey } from '../db/name-key.ts';
import { restorableFrom } from './restorable.ts';
import type { AccountRow, FactEntity, FigureRow, LeadRow, MovementRow, PositionRow, ProposalRow, SurveyRow } from './schema.ts';
import { factTables } from './streams.ts';
import type { Touches } from './touches.ts';
import { momentOf, updatedAt } from './touches.ts';

/** Names of columns are those of the row's fields, but for what follows from one. */
interface Described {
	/** As they are; true is 1. */
	plain: readonly string[];
	/** `owner` becomes `owner_key`. */
	owners?: readonly string[];
	/** `created` becomes `created_at` and `created_day`. */
	moments?: readonly string[];
	/** The same of a field whose columns are `at` and `day`. */
	at?: string;
	/** `opened` becomes `opened_day`. */
	days?: readonly string[];
	/** `amount` becomes `amount` and `amount_minor`: in the row's currency, at the rate of the day. */
	money?: string;
	/** Further columns. */
	derived?: (row: Record<string, Cell>) => Record<string, Cell>;
	/** Columns that `derived` gives. */
	gives?: readonly string[];
}

const ofAccount = { derived: ({ account }: Record<string, Cell>) => ({ account_key: typeof account === 'string' ? nameKey(account) : null }), gives: ['account_key'] };

const described = {
	proposals: { plain: ['deal'], owners: ['owner'], moments: ['sent'] },
	accounts: {
		plain: ['name', 'region'],
		owners: ['owner'],
		moments: ['created', 'churned'],
		derived: ({ name }: Record<string, Cell>) => ({ account_key: typeof name === 'string' ? nameKey(name) : null }),
		gives: ['account_key'],
	},
	leads: {
		plain: ['name', 'account', 'lead_source', 'channel', 'rating'],
		owners: ['owner', 'sdr'],
		moments: ['created', 'first_response', 'mql', 'sql', 'passed', 'accepted', 'on_forecast', 'disqualified'],
		derived: ({ owner_key, sdr_key }: Record<string, Cell>) => ({ sdr_key: sdr_key === '' ? null : (sdr_key ?? null), credited_key: sdr_key === '' ? (owner_key ?? '') : (sdr_key ?? owner_key ?? '') }),
		gives: ['credited_key'],
	},
	movements: { plain: ['kind', 'account', 'currency'], owners: ['owner'], at: 'at', money: 'amount', ...ofAccount },
	surveys: { plain: ['account', 'satisfied'], owners: ['owner'], at: 'at', ...ofAccount },
	figures: { plain: ['name', 'scope', 'month', 'currency'], money: 'value', derived: ({ month }: Record<string, Cell>) => ({ day: `${month}-01` }), gives: ['day'] },
	positions: { plain: ['title', 'team', 'role'], days: ['opened', 'filled'] },
} as const satisfies Partial<Record<FactEntity, Described>>;

interface Rows {
	proposals: ProposalRow;
	accounts: AccountRow;
	leads: LeadRow;
	movements: MovementRow;
	surveys: SurveyRow;
	figures: FigureRow;
	positions: PositionRow;
}
export type PlainEntity = keyof Rows;

type PlainRow = FactRow & Record<string, Cell>;

export interface PlainStages extends FactStages {
	calendar: () => Calendar;
	/** Of the workspace. */
	currency: () => string;
	rates: Pick<Rates, 'worth'>;
}

export type PlainFacts = { [K in PlainEntity]: Touches<Rows[K]> };

function createPlain<K extends PlainEntity>(db: Db, entity: K, { calendar: zone, currency, rates, ...stages }: PlainStages): Touches<Rows[K]> {
	const { plain, owners = [], moments = [], at, days = [], money, derived, gives = [] }: Described = described[entity];
	const pairs = [...moments.map((field) => ({ field, at: `${field}_at`, day: `${field}_day` })), ...(at === undefined ? [] : [{ field: at, at: 'at', day: 'day' }])];
	const columns = [
		...plain, ...owners.map((field) => `${field}_key`), ...pairs.flatMap((pair) => [pair.at, pair.day]), ...days.map((field) => `${field}_day`),
		...(money === undefined ? [] : [money, `${money}_minor`]), ...gives,
	];
	const table = createFactTable<PlainRow>(db, { entity, table: factTables.get(entity) ?? '', columns, derived: [], ...stages });

	/** Web visits are no money, and are counted as if they were: whole ones have no cents. */
	const minorOf = (row: Record<string, Cell>): number | null => {
		const amount = row[money ?? ''];
		const of = row['currency'];
		if (typeof amount !== 'string') return null;
		if (typeof of !== 'string' || of === currency()) return toMinor(amount, minorDigits(currency()));
		return rates.worth(amount, of, String(row['day']));
	};
	/** What follows from the rest, in the workspace's zone and at its rates of today. */
	const following = <Row extends Record<string, Cell>>(row: Row): Row => {
		const moved: Record<string, Cell> = { ...row };
		for (const pair of pairs) {
			const instant = row[pair.at];
			if (typeof instant === 'number') moved[pair.day] = zone().dayOf(instant);
		}
		Object.assign(moved, derived?.(moved));
		if (money !== undefined) moved[`${money}_minor`] = minorOf(moved);
		// The same columns, and others in them.
		return moved as Row;
	};
	const build = (given: Rows[K], { source, calendar, ownerKey }: FactContext): Built<PlainRow> => {
		// A row's fields are texts, flags and nothing.
		const row = given as Record<string, string | boolean | null>;
		const built: Record<string, Cell> = { source, external_id: given.external_id, updated_at: updatedAt(given.updated, calendar) };
		const cell = (field: string): Cell => {
			const value = row[field] ?? null;
			return typeof value === 'boolean' ? Number(value) : value;
		};
		const textOf = (field: string): string | null => (typeof row[field] === 'string' ? row[field] : null);
		for (const field of plain) built[field] = cell(field);
		for (const field of owners) built[`${field}_key`] = ownerKey(textOf(field));
		for (const pair of pairs) {
			const found = momentOf(textOf(pair.field), calendar);
			built[pair.at] = found.at;
			built[pair.day] = found.day;
		}
		for (const field of days) built[`${field}_day`] = textOf(field);
		if (money !== undefined) built[money] = textOf(money);
		// All columns of the table are there by now.
		return following(built) as Built<PlainRow>;
	};
	return {
		...restorableFrom(table, following),
		save: (row, context) => table.save({ source: context.source, external_id: row.external_id, updated_at: updatedAt(row.updated, context.calendar) }, () => build(row, context), context.entry).outcome,
		remove: (source, externalId, deletedAt, entry) => table.remove(source, externalId, deletedAt, entry) !== null,
	};
}

export const createPlainFacts = (db: Db, stages: PlainStages): PlainFacts => {
	const of = <K extends PlainEntity>(entity: K): Touches<Rows[K]> => createPlain(db, entity, stages);
	return { proposals: of('proposals'), accounts: of('accounts'), leads: of('leads'), movements: of('movements'), surveys: of('surveys'), figures: of('figures'), positions: of('positions') };
};
