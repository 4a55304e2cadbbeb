/** Accounts, sessions, ways in by link, and the record of who did what: shapes of the HTTP interface. Times are ISO instants. */
import type { AccountRole } from './account-roles.ts';

export interface AccountView {
	id: number;
	name: string;
	role: AccountRole;
	/** Whose it is, as whoever invited them wrote it. */
	note: string;
	isDisabled: boolean;
	/** Null: never. */
	seenAt: string | null;
	/** How many are open. */
	sessions: number;
}

/** A way in by link that still works. */
export interface InvitationView {
	id: number;
	/** The account whose password it resets; null: it makes one. */
	account: { id: number; name: string } | null;
	/** Of the account that it makes, or resets. */
	role: AccountRole;
	note: string;
	by: string;
	at: string;
	expiresAt: string;
}

export interface AccountList {
	accounts: AccountView[];
	invitations: InvitationView[];
}

export interface InvitationWish {
	role: AccountRole;
	note?: string;
}

/** The address is in no other answer. */
export interface InvitationMade {
	invitation: InvitationView;
	/** `/admin#invite=…`; what stands after # reaches no server and no log. */
	path: string;
}

export interface AccountChange {
	role?: AccountRole;
	isDisabled?: boolean;
}

/** What whoever opens a link may know before it is used. */
export interface InvitationSeen {
	/** The account whose password it resets; null: a new one, whose name is still to be chosen. */
	account: string | null;
	role: AccountRole;
	expiresAt: string;
	workspace: string;
}

export interface InvitationUse {
	token: string;
	/** Of the new account. */
	account?: string;
	password: string;
}

export interface SessionView {
	/** Where it was begun. */
	address: string;
	/** As the browser calls itself; empty when it does not. */
	browser: string;
	since: string;
	usedAt: string;
	isThis: boolean;
}

/** What the machine notes by itself. */
export type AccessKind =
	| 'signed in'
	| 'sign-in failed'
	| 'sign-in throttled'
	| 'signed out'
	| 'signed out everywhere'
	| 'link refused'
	| 'set-up code refused'
	| 'password refused'
	| 'backup made'
	| 'backup brought'
	| 'backup downloaded'
	| 'backup deleted'
	| 'more failures not noted';

export interface AuditRow {
	id: string;
	at: string;
	/** An AccessKind, or the kind of an entry of the journal: `role changed`. */
	what: string;
	/** The account, as it was typed where nobody is known by it; or `environment`, `command`, `API key …`. */
	who: string;
	/** Whom or what it concerns, by name. */
	about: string;
	/** The role that it gives; where it changes one, the one before and the new one. */
	roles: string[];
	/** What of a setting it changed. */
	fields: string[];
	/** Empty when it is not known. */
	address: string;
}

export interface AuditPage {
	rows: AuditRow[];
	/** To ask with as `before` for the rows before these; null: there are none. */
	older: string | null;
}
