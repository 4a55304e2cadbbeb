/** People and teams as the admin page lists and changes them. */
import type { Consequence } from './consequence.ts';

export interface ListedPerson {
	id: number;
	handle: string;
	name: string;
	email: string | null;
	/** The one they are in today. */
	team: string | null;
	role: string | null;
	initials: string;
	/** The id of their photo, at `/photos/<id>`. */
	photo: string | null;
	/** False: left out of rankings. */
	isRanked: boolean;
	/** Employed today. */
	isActive: boolean;
	/** Their last day was before today. */
	hasLeft: boolean;
	/** The number of the entry that changed them last: a change says which it has seen. */
	seen: number;
}

/** What no source overwrites once ops have set it. */
export type HandField = 'name' | 'role' | 'manager' | 'start' | 'end' | 'team';

/** Days are inclusive; null: from ever, or for ever. */
export interface TeamDays {
	team: number;
	name: string;
	from: string | null;
	to: string | null;
}

export interface FieldByHand {
	field: HandField;
	/** What a source says otherwise; `value` null: that there is none. `source` null: it stood so before. Null: nothing else. */
	says: { value: string | null; since: string | null; source: string | null } | null;
}

/** Everything of one person. */
export interface PersonCard extends ListedPerson {
	/** Without an id: as a source calls somebody whom we do not know. */
	manager: { id: number | null; name: string } | null;
	start: string | null;
	end: string | null;
	memberships: TeamDays[];
	byHand: FieldByHand[];
}

/** PUT /api/v1/people/:id: absent fields stay. */
export interface PersonChange {
	seen: number;
	name?: string;
	email?: string | null;
	role?: string | null;
	/** The id of another. */
	manager?: number | null;
	start?: string | null;
	end?: string | null;
	/** All of them. */
	memberships?: { team: number; from: string | null; to: string | null }[];
}

/** Somebody new, in POST /api/v1/people. */
export interface NewPerson {
	name: string;
	email?: string | null;
	role?: string | null;
	manager?: number | null;
	start?: string | null;
	/** By name: one that is not there is made. */
	team?: string | null;
}

export interface SavedPerson {
	person: PersonCard;
	consequences: Consequence[];
}

export interface SavedPeople {
	people: ListedPerson[];
	consequences: Consequence[];
}

export interface ListedTeam {
	id: number;
	name: string;
	/** What it was called before. */
	formerNames: string[];
	/** How many are in it today. */
	people: number;
	/** How many are in it, today or later: it can be closed once nobody is. */
	standing: number;
	isClosed: boolean;
}

/** Bytes of a photo at most, as it is sent. */
export const largestPhoto = 100_000;
/** Pixels of a side: photos are square. */
export const photoSides = { least: 64, most: 512 } as const;
/** People added in one go at most. */
export const mostAdded = 500;
