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

export interface FactView extends FactPlace {
	/** As it counts; null when it does not. */
	now: FactFields | null;
	/** As its source last said; null when the source has deleted it, or it was entered by hand. */
	said: FactFields | null;
	/** What is set by hand (`set`: by field); null when nothing is. */
	byHand: { excluded: boolean; entered: boolean; set: FactFields; at: string; author: string; reason: string } | null;
	/** To be sent back with a correction: it is refused when the fact has changed since. */
	seen: number;
}

export interface FoundFacts {
	facts: FactView[];
	/** Not everything there is was looked through. */
	isPartial: boolean;
}

export interface CorrectionsInForce {
	/** The newest 1,000, newest first. */
	facts: FactView[];
	/** Everybody who can be given a deal or a meeting. */
	people: { handle: string; name: string }[];
}

/** `set`: fields to set, null for "not known"; a field set to what the source says follows the source again. */
export type CorrectionRequest =
	| ({ kind: 'exclude' | 'withdraw'; reason: string; seen: number } & FactPlace)
	| ({ kind: 'correct'; reason: string; seen: number; set: FactFields } & FactPlace)
	| { kind: 'enter'; entity: CorrectableEntity; reason: string; set: FactFields };

export interface CorrectionEntry extends FactPlace {
	entry: number;
	at: string;
	author: string;
	what: 'excluded' | 'corrected' | 'entered' | 'withdrawn' | 'undone';
	reason: string;
	/** The entry this one took back, or null. */
	undoes: number | null;
	/** Whether an undo would be taken now, and if not, why. */
	undo: { possible: boolean; reason: string };
	/** As it counted before and after; null when it did not. */
	before: FactFields | null;
	after: FactFields | null;
}
