/**
 * Settings that change what facts amount to: dated rates (M5), the source that counts (M17), the time zone (M1). Each is one entry: the
 * setting, every derived column that follows from it, and what that makes dirty, in one transaction. Nothing is lost by any of them: rows
 * keep what was sent, so that the way back gives what stood before.
 */
import type { RateFrom } from '../../shared/money-api.ts';
import type { Db } from '../db/open.ts';
import type { FloorSettings, SettingsChange, SettingValues } from '../floor/settings.ts';
import type { Applying, Handler } from '../journal/journal.ts';
import type { Activities } from './activities.ts';
import type { Authority } from './authority.ts';
import type { Corrections } from './corrections.ts';
import type { Deals } from './deals.ts';
import type { DirtyMarks } from './fact-table.ts';
import type { Rates } from './rates.ts';
import type { FactEntity } from './schema.ts';
import { byHand, factEntities } from './schema.ts';
import { factTables, streams, streamsOf } from './streams.ts';

/** What the log keeps. `of` and not `entity`: figures change by it, and no fact does. */
export interface RatesSet {
	currency: string;
	from: readonly RateFrom[];
	to: readonly RateFrom[];
	undoes?: number;
}
export interface AuthoritySet {
	of: FactEntity;
	from: string | null;
	to: string | null;
	undoes?: number;
}

/** Each replies with how many facts count otherwise than before. An alias and not an interface: only those fit where any handlers do. */
export type RestatingHandlers = {
	'rates set': Handler<{ currency: string; rates: readonly RateFrom[]; undoes?: number }, number>;
	/** `source` null: all count. */
	'authority set': Handler<{ of: FactEntity; source: string | null; undoes?: number }, number>;
	'time zone set': Handler<{ timeZone: string; undoes?: number }, number>;
	'stages ordered': Handler<{ stages: readonly string[]; undoes?: number }, number>;
	'stalled days set': Handler<{ days: number; undoes?: number }, number>;
	'currency set': Handler<{ currency: string; undoes?: number }, number>;
};
/** Those by which facts amount to something else. */
export const restatingKinds = ['rates set', 'authority set', 'time zone set'] as const satisfies (keyof RestatingHandlers)[];

export interface Restating {
	handlers: RestatingHandlers;
}

export interface RestatingStages {
	settings: FloorSettings;
	rates: Rates;
	authority: Authority;
	deals: Deals;
	activities: Activities;
	corrections: Corrections;
	marks: DirtyMarks;
}

/** The days of instants, by table. Days without an instant are calendar days, and stay. */
const dayColumns: Record<FactEntity, readonly (readonly [at: string, day: string])[]> = {
	deals: [['first_touch_at', 'first_touch_day'], ['created_at', 'created_day'], ['closed_at', 'closed_day']],
	meetings: [['booked_at', 'booked_day'], ['scheduled_at', 'scheduled_day'], ['held_at', 'held_day'], ['due_at', 'due_day']],
	activities: [['at', 'day']],
	proposals: [['sent_at', 'sent_day']],
	accounts: [['created_at', 'created_day'], ['churned_at', 'churned_day']],
	leads: ['created', 'first_response', 'mql', 'sql', 'passed', 'accepted', 'on_forecast', 'disqualified'].map((state) => [`${state}_at`, `${state}_day`] as const),
	movements: [['at', 'day']],
	surveys: [['at', 'day']],
	figures: [],
	positions: [],
};

export function createRestating(db: Db, { settings, rates, authority, deals, activities, corrections, marks }: RestatingStages): Restating {
	db.function('local_day', (at: unknown) => (typeof at === 'number' ? settings.calendar().dayOf(at) : null));

	/** Marks what rows that `where` holds for are credited to. `day`: of another day than the column has. */
	const mark = (entity: FactEntity, where: string, bound: object = {}, day: (column: string) => string = (column) => column): void => {
		for (const name of streamsOf(entity)) {
			const { table, day: column, owner } = streams[name];
			db.prepare(`INSERT INTO dirty (stream, day, owner_key) SELECT DISTINCT '${name}', ${day(column)}, ${owner} FROM ${table} WHERE ${column} IS NOT NULL AND (${where}) ON CONFLICT DO NOTHING`).run(bound);
		}
	};

	/** Closed deals in a currency, or in all: the others' worth is asked for when a moment is looked at. */
	const convert = (currency: string | null): number => {
		rates.ready();
		const where = `status <> 'open' AND currency IS NOT NULL AND currency <> @own AND (@currency IS NULL OR currency = @currency)
			AND (${['amount', 'contract_value', 'recurring', 'cost'].map((sum) => `${sum}_minor IS NOT in_workspace(${sum}, currency, closed_day)`).join(' OR ')})`;
		const bound = { currency, own: settings.get().currency };
		mark('deals', where, bound);
		const { changes } = db.prepare(`UPDATE deal SET amount_minor = in_workspace(amount, currency, closed_day), ${['contract_value', 'recurring', 'cost'].map((sum) => `${sum}_minor = in_workspace(${sum}, currency, closed_day)`).join(', ')} WHERE ${where}`).run(bound);
		db.prepare(
			`UPDATE deal_history SET amount_minor = in_workspace(amount, currency, day)
			WHERE status <> 'open' AND currency IS NOT NULL AND (@currency IS NULL OR currency = @currency) AND amount_minor IS NOT in_workspace(amount, currency, day)`,
		).run({ currency });
		for (const [table, amount] of [['movement', 'amount'], ['figure', 'value']]) {
			db.prepare(
				`UPDATE ${table} SET ${amount}_minor = in_workspace(${amount}, currency, day)
				WHERE currency IS NOT NULL AND currency <> @own AND (@currency IS NULL OR currency = @currency) AND ${amount}_minor IS NOT in_workspace(${amount}, currency, day)`,
			).run(bound);
		}
		return changes;
	};

	const touchAccounts = (where: string, bound: object = {}): void => {
		for (const account of db.prepare<[object], string>(`SELECT DISTINCT account_key FROM deal WHERE account_key IS NOT NULL AND (${where})`).pluck().all(bound)) deals.touchAccount(account);
	};

	const recount = (entity: FactEntity, source: string | null): number => {
		const table = factTables.get(entity);
		const counts = `(@source IS NULL OR source = @source OR source = '${byHand}')`;
		const where = `counts <> ${counts}`;
		const bound = { source };
		mark(entity, where, bound);
		if (entity === 'deals') {
			touchAccounts(where, bound);
			db.prepare(`UPDATE deal_history SET counts = 1 - counts WHERE deal IN (SELECT id FROM deal WHERE ${where})`).run(bound);
		}
		const { changes } = db.prepare(`UPDATE ${table} SET counts = ${counts} WHERE ${where}`).run(bound);
		deals.settleAccounts();
		if (entity === 'activities') {
			activities.touchAll();
			activities.settleTouches();
		}
		return changes;
	};

	const cycle = `CASE WHEN status = 'won' AND coalesce(first_touch_day, created_day) <= closed_day THEN CAST(julianday(closed_day) - julianday(coalesce(first_touch_day, created_day)) AS INTEGER) END`;
	const moveToZone = (): number => {
		let touched = 0;
		// A function of SQL may ask nothing of the database while a statement runs.
		settings.calendar();
		// Its keys are the kinds of facts.
		for (const [entity, pairs] of Object.entries(dayColumns) as [FactEntity, (typeof dayColumns)[FactEntity]][]) {
			const table = factTables.get(entity);
			for (const [at, day] of pairs) {
				const where = `${at} IS NOT NULL AND ${day} <> local_day(${at})`;
				if (streamsOf(entity).some((name) => streams[name].day === day)) {
					mark(entity, where);
					mark(entity, where, {}, (column) => (column === day ? `local_day(${at})` : column));
				}
				// Which win is an account's first goes by the days.
				if (day === 'closed_day') touchAccounts(where);
				const { changes } = db.prepare(`UPDATE ${table} SET ${day} = local_day(${at}) WHERE ${where}`).run();
				if (streamsOf(entity).some((name) => streams[name].day === day)) touched += changes;
			}
		}
		mark('deals', `cycle_days IS NOT ${cycle}`);
		db.prepare(`UPDATE deal SET cycle_days = ${cycle} WHERE cycle_days IS NOT ${cycle}`).run();
		db.prepare('UPDATE deal_history SET day = local_day(from_at) WHERE dated = 0 AND day <> local_day(from_at)').run();
		deals.moveDays();
		activities.touchAll();
		activities.settleTouches();
		deals.settleAccounts();
		convert(null);
		corrections.derive();
		return touched;
	};

	/** What is remembered of settings is not to outlive an entry that was not kept. */
	const safely = <Logged>(work: () => { reply: number; logged: Logged }): { reply: number; logged: Logged } => {
		marks.reset();
		// Whatever of them there are amounts to something else.
		for (const of of [...factEntities, 'closings'] as const) marks.changed(of, null);
		try {
			return work();
		} finally {
			settings.forget();
			rates.forget();
			authority.forget();
		}
	};
	const taken = (undoes: number | undefined): { undoes?: number } => (undoes === undefined ? {} : { undoes });
	const set = (values: SettingValues, undoes: number | undefined, entry: Applying): SettingsChange => ({ ...settings.put(values, entry.id), ...taken(undoes) });

	return {
		handlers: {
			'rates set': ({ currency, rates: to, undoes }, entry) =>
				safely(() => {
					const logged: RatesSet = { currency, from: rates.of(currency), to, ...taken(undoes) };
					rates.put(currency, to, entry.id);
					const reply = convert(currency);
					corrections.derive();
					return { reply, logged };
				}),
			'authority set': ({ of, source, undoes }, entry) =>
				safely(() => {
					const logged: AuthoritySet = { of, from: authority.of(of), to: source, ...taken(undoes) };
					authority.put(of, source, entry.id);
					return { reply: recount(of, source), logged };
				}),
			'time zone set': ({ timeZone, undoes }, entry) =>
				safely(() => {
					const logged = set({ timeZone }, undoes, entry);
					return { reply: moveToZone(), logged };
				}),
			'stages ordered': ({ stages, undoes }, entry) => safely(() => ({ reply: 0, logged: set({ stageOrder: stages.length > 0 ? stages : null }, undoes, entry) })),
			'stalled days set': ({ days, undoes }, entry) => safely(() => ({ reply: 0, logged: set({ stalledDays: days }, undoes, entry) })),
			// Whoever applies it has seen that there is no amount yet which would mean something else by it.
			'currency set': ({ currency, undoes }, entry) => safely(() => ({ reply: 0, logged: set({ currency }, undoes, entry) })),
		},
	};
}
