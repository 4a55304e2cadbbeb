/** The rows behind a figure, and all facts to look through: GET /api/v1/explain/rows, /api/v1/facts/list. */

import type { UnitName } from './api.ts';

export type FactKind = 'deals' | 'meetings' | 'activities' | 'proposals' | 'accounts' | 'leads' | 'movements' | 'surveys' | 'figures' | 'positions';

/** A fact in a list. */
export interface ListedFact {
	entity: FactKind;
	source: string;
	externalId: string;
	/** Of a deal or an account its name; null when its source gave none. */
	name: string | null;
	account: string | null;
	/** What it is: `won`, `call`, `demo`; null where the kind of fact says it all. */
	kind: string | null;
	/** How it went: `connected`, `no_show`; null when its source did not say. */
	outcome: string | null;
	/** The day that it is listed by; null when its source gave none. */
	day: string | null;
	/** Local time with its offset; null for a day without a time. */
	at: string | null;
	/** Who is credited; null: nobody known. */
	person: { handle: string; name: string } | null;
	/** As the source named the owner; null when it named nobody. */
	owner: string | null;
	/** In units of the workspace's currency; null when unknown, or no deal. */
	amount: number | null;
	/** Another source was chosen to count for this kind of fact (M17); absent when it counts. */
	countsNot?: true;
}

export interface FigureRow extends ListedFact {
	/** What it adds to the figure, in its unit. */
	adds: number;
	text: string;
}

/** Facts that do not count, or only partly. */
export interface LeftOut {
	why: 'excluded' | 'unsized' | 'unrated' | 'no_account';
	count: number;
	says: string;
}

/** Of a ratio, and of the period before that growth is measured by. */
export const rowParts = ['numerator', 'denominator', 'before', 'before_denominator'] as const;
export type RowPart = (typeof rowParts)[number];

/** Somebody who has a target, in units of what it is of. */
export interface FigurePerson {
	handle: string;
	name: string;
	result: number | null;
	target: number;
	attainment: number | null;
	isReached: boolean;
	texts: { result: string; target: string; attainment: string };
}

export interface FigureRows {
	/** How the figure follows from what is counted, in words. */
	how: string;
	/** Which part of the figure the rows are of; null when it has none. */
	part: RowPart | null;
	/** All parts that it has, to be asked for one by one; empty when it has none. */
	parts: { part: RowPart; label: string }[];
	/** What a share of people counts, instead of rows; null for every other figure. */
	people: FigurePerson[] | null;
	/** What the rows are. */
	label: string;
	entity: FactKind;
	/** Of what each adds. */
	unit: UnitName;
	rows: FigureRow[];
	/** Of all rows: how many, and what they come to. */
	count: number;
	sum: number;
	sumText: string;
	/** Of these, how many are credited to nobody known. */
	unassigned: number;
	leftOut: LeftOut[];
	/** To be sent as `before` for the next ones; null when these are the last. */
	older: string | null;
}

export interface FactPage {
	/** Newest first. */
	facts: ListedFact[];
	/** Of all that match. */
	count: number;
	/** Only the newest facts were looked through: there may be more. */
	isPartial: boolean;
	older: string | null;
	/** All sources that there are, to choose from. */
	sources: string[];
}

/** What was written about a fact, and by whom. */
export interface FactWrite {
	entry: number;
	at: string;
	author: string;
	/** The number of the import that it came with; null: with a push, or by hand. */
	import: number | null;
	/** By hand: a correction, or a fact that was entered. */
	isByHand: boolean;
}

export interface FactTrail extends ListedFact {
	/** What its source said, field by field, as far as it is known. */
	fields: Record<string, string>;
	/** The states of a deal, oldest first; empty of other facts. */
	history: { day: string; status: string; stage: string | null; amount: number | null; owner: string | null; isApproximate: boolean }[];
	/** Newest first. */
	written: FactWrite[];
}
