/** How long facts are kept: GET and PUT /api/v1/retention, and what would go: POST /api/v1/retention/preview. */

/** Kinds of fact that may be taken out once they are old. What the others say holds at any moment: customers, pipeline, recurring revenue. */
export const retirable = ['activities', 'meetings', 'proposals'] as const;
export type Retirable = (typeof retirable)[number];

/** For how many months each kind is kept besides the one that runs; null: for ever. */
export type Keep = Record<Retirable, number | null>;
export const keepsAll: Keep = { activities: null, meetings: null, proposals: null };

/** So that a month can be held against the same month of the year before. */
export const leastMonths = 13;
export const mostMonths = 120;

export interface RetentionKind {
	of: Retirable;
	/** Null: for ever. */
	months: number | null;
	facts: number;
	/** The day of the oldest; null when there is none. */
	oldest: string | null;
	/** Nothing is known of before that day; null: all that ever came is kept. */
	before: string | null;
	/** By the clock far more is due than the time that passed: nothing is taken out until somebody saves it once more. */
	isWaiting: boolean;
}

export interface Retention {
	kinds: RetentionKind[];
	/** Something is being taken out at present. */
	isRunning: boolean;
	/** Of the file of the database, in bytes: how large it is, and what of it is unused. */
	file: { size: number; unused: number };
}

/** What keeping so much and no more would take out now. */
export interface RetentionPreview {
	kinds: {
		of: Retirable;
		/** Everything before that day goes. */
		before: string;
		facts: number;
		oldest: string;
	}[];
	/** Figures that are not known any more of periods that begin before the day. */
	figures: { of: Retirable; labels: string[] }[];
	/** Months that go and were never closed: `2024-11`, with what they are called. */
	unclosed: { month: string; label: string }[];
	/** A backup is made before. */
	backup: boolean;
}
