/** Deals and meetings as the admin page finds and corrects them, as JSON. */

export type CorrectableEntity = 'deals' | 'meetings';

/**
 * Fields in the vocabulary of a push. People by their handle (else as their source named them), amounts in units of the workspace's
 * currency unless `currency` says another, times as a day or as local time with its offset. Null: not known.
 */
export type FactFields = Record<string, string | null>;

export interface FactPlace {
	entity: CorrectableEntity;
	source: string;
	externalId: string;
}

/** Kept, but worth a look: a closing day in the future, an amount without a rate. */
export interface FactWarning {
	field: string;
	code: string;
	message: string;
}

export interface FactView extends FactPlace {
	/** As it counts; null when it does not. */
	now: FactFields | null;
	/** As its source last said; null when the source has deleted it, or it was entered by hand. */
	said: FactFields | null;
	/** What is set by hand (`set`: by field); null when nothing is. */
	byHand: { excluded: boolean; entered: boolean; set: FactFields; at: string; author: string; reason: string } | null;
	/** What a push would warn of in what counts. */
	warnings: FactWarning[];
	/** It stands, and another source was chosen to count for this kind of fact (M17); absent when it counts. */
	countsNot?: true;
	/** To be sent back with a correction: it is refused when the fact has changed since. */
	seen: number;
}

export interface FoundFacts {
	facts: FactView[];
	/** Not everything there is was looked through. */
	isPartial: boolean;
}

export interface CorrectionsInForce {
	/** Newest first. */
	facts: FactView[];
	/** Of all. */
	count: number;
	/** To be sent as `before` for the next ones; null when these are the last. */
	older: number | null;
	/** Everybody who can be given a deal or a meeting. */
	people: { handle: string; name: string }[];
}

/** `set`: fields to set, null for "not known"; a field set to what the source says follows the source again. */
export type CorrectionRequest =
	| ({ kind: 'exclude' | 'withdraw'; reason: string; seen: number } & FactPlace)
	| ({ kind: 'correct'; reason: string; seen: number; set: FactFields } & FactPlace)
	| { kind: 'enter'; entity: CorrectableEntity; reason: string; set: FactFields };

export interface CorrectionRecord {
	/** Newest first. */
	entries: CorrectionEntry[];
	/** Of all. */
	count: number;
	/** To be sent as `before` for the next ones; null when these are the last. */
	older: number | null;
}

export interface CorrectionEntry extends FactPlace {
	entry: number;
	at: string;
	author: string;
	what: 'excluded' | 'corrected' | 'entered' | 'withdrawn' | 'undone';
	reason: string;
	/** What this one took back, or null. */
	undoes: { entry: number; at: string; author: string; what: CorrectionEntry['what']; reason: string } | null;
	/** Whether an undo would be taken now, and if not, why. */
	undo: { possible: boolean; reason: string };
	/** As it counted before and after; null when it did not. */
	before: FactFields | null;
	after: FactFields | null;
}
