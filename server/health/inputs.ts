/** All that is known of how the server is doing, as data. Whoever has something to add gives it here: what is not given is not known, and nothing is said of it. */
import type { Incident } from '../alerts/incidents.ts';
import type { Retirable } from '../../shared/retention-api.ts';

/** Times are epoch milliseconds. */
export interface HealthInputs {
	now: number;
	/** What is a simulated company's is nobody's worry. */
	isDemo: boolean;
	/** `count`: how many had something to do. */
	tick: { state: 'ok' | 'starting' | 'stalled'; computedAt: number | null; intervalMs: number; lastMs: number | null; p99Ms: number | null; count: number };
	/** `isLasting`: it happened at the last tick, too. */
	lastError: { at: number; panel: string | null; message: string; isLasting: boolean } | null;
	disk: DiskState;
	/** `heldSince`: since when another program has not let go of its log; null: none has it. */
	database: { bytes: number; walBytes: number; heldSince: number | null };
	memory: { usedBytes: number; machineBytes: number };
	sources: { name: string; lastReportedAt: number; isSilent: boolean }[];
	/** Rows that the facts refused of a source within a day. */
	rejected: { source: string; rows: number; since: number }[];
	/** Paired screens by how they are, and those that somebody has to see to. */
	screens: { paired: number; live: number; dark: number; dead: Pick<Incident, 'kind' | 'name' | 'place' | 'since'>[] };
	clock: ClockState;
	alerts: { channels: { kind: string; to: string; lastError: { at: number; message: string } | null }[] };
	floor: FloorState;
	outside: Known;
}

export interface DiskState {
	/** Of the file system of the database; null where there is none, as in memory. */
	freeBytes: number | null;
	/** Less is too little. */
	wantedBytes: number;
	/** How much the database grows in a day; null: not known yet. */
	growthBytes: number | null;
	/** Since when it is full, as a write was refused, or so nearly that pushes are slow; null: it is not. */
	fullSince: number | null;
	tightSince: number | null;
	/** Since when less is free than is wanted. */
	lowSince: number | null;
	/** The same of the disk of the backups, where that is another one. */
	backupFreeBytes: number | null;
	backupLowSince: number | null;
}

export interface ClockState {
	/** By how much it was set, forward or back, and when that was noticed. */
	stepped: { at: number; byMs: number } | null;
	/** The newest entry is later than now by so much; 0: it is not. */
	behindMs: number;
}

/** What takes longer to find out, and is therefore asked for less often. */
export interface FloorState {
	/** Names that facts of late have and nobody is known by. */
	unassigned: number;
	unrated: { currency: string; amounts: number }[];
	/** Activities that are dated later than now. */
	ahead: number;
	/** Years, this one or the next, without any holidays. */
	holidaysMissing: number[];
	/** Kinds whose old facts are not taken out, since the clock is not believed. */
	retentionWaiting: Retirable[];
}

/** What other parts of the server know. */
export interface Outside {
	backup: () => { lastGoodAt: number | null; failing: { since: number; message: string } | null } | null;
	/** Why the folder of the backups cannot be read, and what is free there where it lies on another disk. */
	backupFolder: () => { trouble: string | null; freeBytes: number | null } | null;
	/** Sheets that are fetched and cannot be: in a sentence. */
	feeds: () => { name: string; since: number; message: string }[] | null;
	certificate: () => { validUntil: number; problem: string | null } | null;
	/** Keys that end, by name. */
	keys: () => { name: string; expiresAt: number }[] | null;
	/** It may do what it never needs to. */
	isRoot: () => boolean | null;
}

/** What they answered. */
export type Known = { [Name in keyof Outside]: ReturnType<Outside[Name]> };

export const nothingOutside: Outside = { backup: () => null, backupFolder: () => null, feeds: () => null, certificate: () => null, keys: () => null, isRoot: () => null };
