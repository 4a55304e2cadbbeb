/** The shapes in which backups travel between the server and the admin page. */

/** Why there is a backup. `before-upgrade`: of what an older version wrote; `before-restore`: of what a restore put away; `before-retention`: of what had facts that grew too old. */
export const backupReasons = ['daily', 'by-hand', 'before-upgrade', 'before-restore', 'before-retention', 'uploaded'] as const;
export type BackupReason = (typeof backupReasons)[number];

/** What can be wrong with a backup, or with making one; the page has a sentence for each. */
export const backupProblems = ['no_room', 'no_folder', 'log_large', 'locked', 'damaged', 'differs', 'not_ours', 'newer', 'empty', 'timed_out', 'failed'] as const;
export type BackupProblemCode = (typeof backupProblems)[number];

export interface BackupProblem {
	code: BackupProblemCode;
	/** In a sentence, in English, with what the page's own does not say. */
	message: string;
}

export interface BackupHealth {
	/** When the newest was made; null: there is none. */
	last: string | null;
	/** When the next is made, or tried again. */
	next: string | null;
	/** Since when none has come about, and why the last time; null while all is well. */
	failing: (BackupProblem & { since: string }) | null;
}

export interface BackupRow {
	/** Of its file. */
	name: string;
	/** When what is in it was so: an ISO instant. */
	at: string;
	/** Bytes. */
	size: number;
	why: BackupReason;
}

/** What is being done; one thing at a time. */
export type BackupWork = 'backup' | 'check' | 'restore';

export interface BackupList {
	/** False in a demo, which nothing is kept of. */
	isKept: boolean;
	/** Newest first. */
	backups: BackupRow[];
	/** Where they lie, as the operator wrote it. */
	folder: string;
	running: { work: BackupWork; since: string } | null;
	/** The newest that was made of this database. */
	lastGood: string | null;
	/** Of making one and of putting one back: what went wrong the last time. */
	failures: (BackupProblem & { at: string; work: BackupWork })[];
	/** When the next daily one is made. */
	next: string | null;
	/** Bytes that one takes at most, and that are free where they lie; null when that cannot be told. */
	needed: number;
	free: number | null;
	/** The last that was put back. */
	restored: { at: string; author: string; name: string } | null;
}

/** People, and each kind of fact. */
export const countedEntities = ['people', 'deals', 'meetings', 'activities', 'proposals', 'accounts', 'leads', 'movements', 'surveys', 'figures', 'positions'] as const;
export type CountedEntity = (typeof countedEntities)[number];

/** What is in a backup, and what putting it back would do. */
export interface BackupContents {
	name: string;
	/** Of the workspace in it. */
	workspace: string;
	/** Whether it is of this workspace: else it is of another floor altogether. */
	isOurs: boolean;
	/** Whether it is brought to the form of this version. */
	isOlder: boolean;
	/** When its newest entry was made. */
	newestAt: string | null;
	/** By kind: how many it has, and how many there are now. */
	counts: { entity: CountedEntity; then: number; now: number }[];
	/** Entries made since. */
	entriesSince: number;
	/** Administrators who can sign in afterwards. */
	administrators: string[];
	/** Whether whoever asks stays signed in. */
	staysSignedIn: boolean;
	/** What there is now and not in it, by name: screens, keys and published sheets, which are to be made anew. */
	gone: { screens: string[]; keys: string[]; feeds: string[] };
	/** What works from then on and does not now, whoever made it: names of screens and keys, and how many links to reviews. */
	comes: { screens: string[]; keys: string[]; links: number };
	/** What was taken away since, and stays so: names of accounts that are otherwise now, of screens, keys and published sheets, and how many links and people erased. */
	stays: { accounts: string[]; screens: string[]; keys: string[]; feeds: string[]; links: number; erased: number };
}
