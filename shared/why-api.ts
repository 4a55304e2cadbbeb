/** The rows behind a figure, and all facts to look through: GET /api/v1/explain/rows, /api/v1/facts/list. */

export type FactKind = 'deals' | 'meetings' | 'activities' | 'proposals' | 'accounts';

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
}

export interface FigureRow extends ListedFact {
	/** What it adds to the figure, in its unit. */
	adds: number;
	text: string;
}

/** Facts that do not count, or only partly. */
export interface LeftOut {
	why: 'excluded' | 'unsized' | 'no_account';
	count: number;
	says: string;
}

export interface FigureRows {
	/** How the figure follows from what is counted, in words. */
	how: string;
	/** Which part of a ratio the rows are of; null when it is none. */
	part: 'numerator' | 'denominator' | null;
	/** What the rows are. */
	label: string;
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
