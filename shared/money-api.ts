/** Settings that change what facts amount to: /api/v1/money. */
import type { Consequence } from './consequence.ts';

export const factKinds = ['deals', 'meetings', 'activities', 'proposals', 'accounts', 'leads', 'movements', 'surveys', 'figures', 'positions'] as const;
export type FactKind = (typeof factKinds)[number];

export interface RateFrom {
	/** The first day on which it holds. */
	from: string;
	/** What one unit is worth in the workspace's currency: a decimal. */
	rate: string;
}

/** Amounts in a currency for which a rate is missing. */
export interface Unrated {
	currency: string;
	amounts: number;
	/** Of their amounts, in their own currency: a decimal. */
	sum: string;
	/** The earliest day that needs a rate. */
	from: string;
}

export interface Uncounted {
	source: string;
	externalId: string;
	/** Of the deal or account, or the kind of meeting or activity; empty where there is none. */
	name: string;
	day: string | null;
}

export interface KindState {
	of: FactKind;
	/** The source that alone counts, besides what was entered by hand; null: all do. */
	authority: string | null;
	/** `newest`: the day of its newest fact; null when it is far behind the others. */
	sources: { name: string; facts: number; newest: string | null }[];
	uncounted: { count: number; first: Uncounted[] };
}

export interface MoneyState {
	currency: string;
	/** Why the currency cannot be changed any more, in the workspace's language; null while it can. */
	currencyFixed: string | null;
	timeZone: string;
	today: string;
	rates: { currency: string; rates: RateFrom[] }[];
	unrated: Unrated[];
	/** In their order; `isOrdered`: ops have given it a place. */
	stages: { name: string; deals: number; isOrdered: boolean }[];
	/** An open deal on which nothing has happened for so many days is stalled. */
	stalledDays: number;
	kinds: KindState[];
}

export interface MoneyChanged {
	state: MoneyState;
	/** How many facts count otherwise than before. */
	touched: number;
	consequences: Consequence[];
}
