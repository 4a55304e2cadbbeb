/** Shapes of the HTTP interface, as JSON. Money in units of the workspace's currency, rates as a share, null = unknown. */
import type { AccountRole } from './account-roles.ts';
import type { BackupHealth } from './backups-api.ts';
import type { QrCode, ScreenHealth, UnpairedScreen } from './fleet.ts';
import type { HealthFinding } from './health-api.ts';
import type { ChosenSetup, Privacy, ScreenHours } from './screen.ts';
import type { GridKind, PartsSum, PeriodLock } from './targets-api.ts';

export interface ApiError {
	/** A short code: `bad_input`, `unauthorized`, `not_found`, … */
	error: string;
	message: string;
	/** Where in the request: `deals[3].amount`, `period`. */
	field?: string;
}

export interface RejectedRow {
	entity: string;
	index: number;
	field: string;
	code: string;
	message: string;
}

export interface PushReply {
	/** Rows of people and facts. */
	inserted: number;
	updated: number;
	unchanged: number;
	/** Rows taken out by `deleted`. */
	deleted: number;
	/** Target cells set. */
	targets: number;
	rejected: RejectedRow[];
	/** Kept, but worth a look: a closing day in the future, an amount without a rate. */
	warnings: RejectedRow[];
	/** Names of fields that mean nothing here, each once: `deals.colour`. */
	ignored: string[];
	/** Owners of the facts pushed that mean nobody yet, each once, as the rows name them. */
	unknownOwners: string[];
}

export type UnitName = 'count' | 'money' | 'share' | 'days' | 'seconds' | 'ratio';

export interface Explained {
	metric: string;
	label: string;
	means: string;
	unit: UnitName;
	scope: string;
	period: string;
	value: number | null;
	text: string;
	numerator: number | null;
	denominator: number | null;
	/** Of a mean, beside it; absent where none is told. */
	median?: { value: number | null; text: string };
	target: number | null;
	/** How the target came about; null without one. */
	targetFrom: { derived: boolean; incomplete: boolean } | null;
	attainment: number | null;
	pace: number | null;
	/** `until`: the moment in it up to which it is compared, to be sent as `until`. */
	previous: { period: string; until: string; value: number | null; text: string; change: number | null } | null;
	facts: { count: number; newest: string | null; sources: string[] };
	asOf: string;
	/** True when a figure rests on the first known state of a deal, before its history begins (M13). */
	approximate: boolean;
	/** Why a value is unknown, or what to know about it; absent when there is nothing to say. */
	note?: string;
	by?: ExplainedPart[];
	/** As the wall writes them: "–" for what is not known. */
	texts: { scope: string; period: string; target: string; attainment: string; pace: string; previousPeriod: string; change: string; asOf: string };
}

export interface ExplainedPart {
	key: string;
	value: number | null;
	text: string;
	numerator: number | null;
	denominator: number | null;
}

export interface Health {
	status: 'ok' | 'starting' | 'stalled';
	version: string;
	build: string;
	revision: number;
	/** Of the workspace, by ISO 4217; null before there is one. */
	currency: string | null;
	/** ISO instants, or null before the first. */
	computedAt: string | null;
	dataAsOf: string | null;
	tick: { intervalMs: number; lastMs: number | null; p99Ms: number | null };
	lastError: { at: string; panel: string | null; message: string } | null;
	facts: Record<string, number>;
	sources: { name: string; lastReported: string; silent: boolean; facts: Record<string, number> }[];
	screens: { paired: number; online: number };
	/** Null in a demo, of which nothing is kept. */
	backups: BackupHealth | null;
	/** Another program reads the database and does not let go: since when, and how large its write-ahead log has become. Null while none does. */
	logHeld: { since: string; bytes: number } | null;
	/** What is wrong, worst first, in the workspace's language. */
	findings: HealthFinding[];
}

/** A target: `value` in units of the metric (money in currency units, rates as a share); null clears. */
export interface TargetCell {
	metric: string;
	scope: string;
	period: string;
	value: number | null;
}

/** In a PUT: `was`, when given, must equal what stands, else 409. */
export interface TargetChange extends TargetCell {
	was?: number | null;
}

/** One row of the change log on the targets page. */
export interface LoggedChange {
	entry: number;
	at: string;
	author: string;
	/** The entry this one took back, or null. */
	undoes: number | null;
	/** Whether an undo would be taken now, and if not, why. */
	undo: { possible: boolean; reason: string };
	cells: { metric: string; scope: string; period: string; from: number | null; to: number | null }[];
	/** A period that was locked or unlocked. */
	lock?: { period: string; locked: boolean };
}

/** What the admin and review pages need to know before anything else. */
export interface SessionInfo {
	/** True until an administrator exists: the set-up page is shown. */
	setupNeeded: boolean;
	demo: boolean;
	account: { name: string; role: AccountRole } | null;
	workspace: { name: string; currency: string; timeZone: string; locale: string; language: string; today: string; month: string } | null;
}

export interface SetupRequest {
	code: string;
	account: string;
	password: string;
	workspace: { name: string; currency: string; timeZone: string; locale: string };
}

/** Rows and columns of the targets grid. */
export interface TargetGrid {
	metric: string;
	unit: UnitName;
	label: string;
	/** Metrics that can have a target, for the choice above the grid. Only sums have parts. */
	metrics: { id: string; label: string; unit: UnitName; isSum: boolean }[];
	kind: GridKind;
	/** Columns. `from` and `to`: first and last day. */
	periods: { id: string; label: string; from: string; to: string; lock: PeriodLock }[];
	/** The company; each team with its people under it; then who is in no team. */
	rows: {
		scope: string;
		kind: 'company' | 'team' | 'person';
		name: string;
		/** The scope of the team that a person is listed under. */
		team: string | null;
		/** One per period: what was set, and what follows from parts; the first of them stands where nothing was set. */
		cells: { value: number | null; sums: PartsSum[] }[];
	}[];
}

export interface PairingStarted {
	/** Kept by the screen; exchanged for its token once ops have approved. */
	deviceCode: string;
	/** Shown on the screen. */
	userCode: string;
	expiresAt: string;
	/** Leads a phone to the admin page with the code filled in; null where the screen's own address is too long for one. */
	qr: QrCode | null;
}

/** How a screen is set up. */
export interface ScreenState {
	setup: ChosenSetup;
	/** Null when nobody ever changed it. */
	lastChange: { at: string; author: string } | null;
	/** An ISO instant while the test card is shown. */
	cardUntil: string | null;
	/** An ISO instant while its name fills the picture. */
	identifyUntil: string | null;
	/** Set while the screen is dark by its hours. `until`: an ISO instant; null when that lies further ahead than its hours are known. */
	/** A review is gone through on it: it shows that, whatever it is set up for, and keeps no hours. */
	isInReview: boolean;
	dark: { until: string | null } | null;
}

/** What is chosen when a screen is paired; the rest is as it usually is. */
export interface PairingApproval {
	code: string;
	name: string;
	place?: string;
	board?: string;
	privacy?: Privacy;
}

export interface ScreenRow extends ScreenState, ScreenHealth {
	id: number;
	name: string;
	/** Where it hangs; empty when nobody said. */
	place: string;
	pairedAt: string;
	lastSeen: string | null;
	online: boolean;
}

/** How many screens that are online were told. */
export interface Reached {
	reached: number;
}

export interface ScreenList {
	/** Paired ones, by name. */
	screens: ScreenRow[];
	/** All that need no pairing; `online`: how many of them are. */
	unpaired: ScreenState & { online: number; screens: UnpairedScreen[] };
	/** The server's time. */
	now: string;
	/** The display that the server serves. */
	build: string;
	/** What to begin with where hours are chosen: the working week, a little wider. */
	proposedHours: ScreenHours;
}
