/** Whom the keys mean by which facts name their owners: routes under /api/v1/people, /api/v1/doubles and /api/v1/unassigned. */
import type { Consequence } from './consequence.ts';

/** How many facts of each kind there are, and their first and last day; days are null where none has one. */
export interface KeyFacts {
	deals: number;
	meetings: number;
	activities: number;
	proposals: number;
	accounts: number;
	leads: number;
	movements: number;
	surveys: number;
	figures: number;
	positions: number;
	first: string | null;
	last: string | null;
}

export interface IdentityKey {
	key: string;
	/** The source whose own name for the person it is; null: an address, which is the same everywhere. */
	source: string | null;
	/** As the source writes it, or the address. */
	name: string;
	/** Set by ops; else a source said it. */
	byHand: boolean;
	facts: KeyFacts;
}

export interface PersonIdentities {
	person: number;
	name: string;
	keys: IdentityKey[];
	/** Sources whose names for a person can be given. */
	sources: string[];
}

/** `add`: an address, or with `source` a name as that source writes it. `remove`: a key. `move`: although it means somebody else now. */
export type IdentityRequest = { add: string; source?: string; move?: boolean } | { remove: string };

export interface Merged {
	person: PersonIdentities;
	consequences: Consequence[];
}

export interface Assigned {
	unassigned: Unassigned;
	consequences: Consequence[];
}

/** A deal that was credited to another, by a correction. */
export interface Recredited {
	consequences: Consequence[];
}

/** What merging does, before it is done. */
export interface MergePreview {
	from: { id: number; name: string; keys: number; facts: number };
	into: { id: number; name: string; keys: number; facts: number };
	/** What the other has that would count no longer. */
	lost: { targets: number; teams: string[]; photo: boolean; role: string | null };
	/** The one who stays gets them, having none. */
	gained: { photo: boolean; email: string | null; leftOut: boolean };
}

export type Likeness = 'name' | 'address' | 'initials' | 'nearly';

export interface Doubles {
	pairs: { a: DoublePerson; b: DoublePerson; likeness: Likeness }[];
}

export interface DoublePerson {
	id: number;
	name: string;
	email: string | null;
	team: string | null;
	facts: number;
}

export interface UnassignedKey {
	key: string;
	/** Null: an address. */
	source: string | null;
	/** The sources whose facts name it, where it is an address. */
	sources: string[];
	name: string;
	/** Several people are called so, or ops took it from somebody. */
	isAmbiguous: boolean;
	facts: KeyFacts;
	/** This month, as the wall writes it; '' for none. */
	sales: string;
	/** Facts of this month that count. */
	thisMonth: number;
	proposal: { person: number; name: string; likeness: Likeness } | null;
}

export interface Unassigned {
	/** The most facts first. */
	keys: UnassignedKey[];
	/** Said to mean nobody. */
	leftOut: UnassignedKey[];
	/** Facts whose source named nobody at all: none of them can be given by a key. */
	unowned: KeyFacts;
	people: { id: number; name: string; team: string | null }[];
}

/** To somebody (`person`), somebody new (`name`), nobody on purpose (`person: null`); or back into the list (`back`). */
export type AssignRequest = { keys: string[] } & ({ person: number | null } | { name: string } | { back: true });

/** What erasing does, before it is done. */
export interface ErasePreview {
	name: string;
	keys: string[];
	facts: number;
	targets: number;
	teams: string[];
	photo: boolean;
	/** People merged into them, who go along. */
	merged: string[];
}

export interface Erased {
	person: number;
	/** False: remains may still be in unused parts of the file; it is tried again at the next start. */
	isSwept: boolean;
}
