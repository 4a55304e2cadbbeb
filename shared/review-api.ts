/** The monthly review: /api/v1/review and what is under it. */
import type { UnitName } from './api.ts';
import type { Finding } from './review-views.ts';
import type { Privacy } from './screen.ts';
import type { BoardView, ShownView } from './views.ts';

export const sectionIds = ['target', 'year', 'quota', 'deals', 'pipeline', 'activity', 'actions'] as const;
export type SectionId = (typeof sectionIds)[number];

/** A section's place in the agenda is its place in the list. */
export interface AgendaItem {
	section: SectionId;
	shown: boolean;
	/** `team:<name>`: the section is of that team whatever the review is of; null: of what the review is of. */
	scope: string | null;
}

export interface Agenda {
	items: AgendaItem[];
	/** A month closes by itself as the n-th working day after it begins (1–20); null: by hand only. */
	closesOn: number | null;
}

export interface TableColumn {
	id: string;
	label: string;
	unit: UnitName | 'text' | 'day';
}

/** `value` as in explain: in units of its column; null when unknown. `text` as it is read. */
export interface TableCell {
	value: string | number | null;
	text: string;
}

/** The numbers of a section, to be read, printed and taken along. */
export interface ReviewTable {
	id: string;
	title: string;
	columns: TableColumn[];
	rows: TableCell[][];
}

export interface ReviewSection {
	id: SectionId;
	title: string;
	/** What it is of: `company`, `team:<name>`, `person:<email>`, and its name; empty for the company. */
	scope: string;
	whose: string;
	/** Each is a picture on the screen; what stands out comes last. */
	panels: ShownView[];
	findings: Finding[];
	tables: ReviewTable[];
}

/** A month as it was closed. */
export interface CloseHead {
	id: number;
	month: string;
	closedAt: string;
	/** "3 Jul 2017, 17:02". */
	closedText: string;
	/** Empty: by itself, on the working day that the agenda says. */
	by: string;
	/** This database was restored from before it: it was kept from its file, and what changed since cannot be told. */
	isKept: boolean;
}

/** One review of one scope: what screens, remotes and hand-outs show alike. */
export interface ReviewDocument {
	month: string;
	/** "June 2017". */
	title: string;
	scope: string;
	whose: string;
	close: CloseHead | null;
	/** "as closed on 3 Jul 2017, 17:02"; "as known 27 Nov 2026, 18:40, not closed". */
	asOf: string;
	/** What a picture of it needs besides its panel. */
	board: Omit<BoardView, 'panels'>;
	sections: ReviewSection[];
}

export interface ReviewScope {
	scope: string;
	name: string;
	kind: 'company' | 'team' | 'person';
	/** Of a person: the team, `team:<name>`; else null. */
	team: string | null;
}

/** GET /api/v1/review?month=[&scope=][&close=<number>|none] */
export interface ReviewReply {
	document: ReviewDocument;
	agenda: Agenda;
	/** Of this month, newest first. */
	closes: CloseHead[];
	/** What can be looked into. */
	scopes: ReviewScope[];
	actions: ReviewAction[];
	/** Closes that a restored database lacked, and that were kept. */
	kept: CloseHead[];
	/** Whether the caller may close, steer and write. */
	mayChange: boolean;
}

/** What was agreed. */
export interface ReviewAction {
	id: number;
	/** The month whose review agreed on it. */
	month: string;
	what: string;
	/** Empty: nobody yet. */
	who: string;
	/** A day; null: none. */
	until: string | null;
	/** ISO; null while it is to be done. */
	doneAt: string | null;
	by: string;
	at: string;
}

/** POST /api/v1/review/actions: `key` is made by whoever writes it, so that writing it again is harmless. */
export interface ActionWish {
	key: string;
	month: string;
	what: string;
	who: string;
	until: string | null;
}

/** A fact of the month that is not as it was when the month was closed. */
export interface ChangedFact {
	how: 'changed' | 'deleted' | 'added';
	entity: string;
	source: string;
	externalId: string;
	/** "Deal Acme 50 seats, won 14 Jun". */
	label: string;
	/** What is otherwise: "amount: €1,000 → €1,200"; of what was added or deleted what it counts. */
	changes: string[];
	at: string;
	atText: string;
	author: string;
}

/** GET /api/v1/review/changes?close= */
export interface ChangedSince {
	/** Null: it cannot be told, since the database was restored from before the close. */
	facts: ChangedFact[] | null;
	/** How many more there are than are listed. */
	more: number;
	/** Key figures then and now, those that differ. */
	figures: { metric: string; label: string; then: string; now: string }[];
	/** What ops changed of the month: targets, people, settings; a sentence each. */
	ops: { text: string; at: string; author: string }[];
}

export interface LinkView {
	id: number;
	close: CloseHead;
	scope: string;
	/** Whom it is for, in words. */
	label: string;
	expiresAt: string;
	createdAt: string;
	by: string;
	/** Null: never opened. */
	openedAt: string | null;
}

/** POST /api/v1/review/links {close, scope, label, days}: the address is shown once. */
export interface LinkMade {
	link: LinkView;
	/** "/review#link=…" */
	path: string;
}

/** GET /api/v1/handout with the link's token as bearer. */
export interface Handout {
	document: ReviewDocument;
	actions: ReviewAction[];
	expiresAt: string;
}

/** One picture. */
export interface SlidePlace {
	section: SectionId;
	panel: string;
	page: number;
}

/** Which month the picture is of. */
export const comparisons = ['none', 'before', 'year'] as const;
export type MonthCompared = (typeof comparisons)[number];

/** A review that is gone through together. What is on its screens follows from it. */
export interface Meeting {
	id: number;
	/** Counts its changes. */
	seq: number;
	month: string;
	scope: string;
	/** The number of the close that is shown; null: the figures as known now. */
	close: number | null;
	/** Where whoever steers is; null: at the start. */
	at: SlidePlace | null;
	/** What stays on the screens while whoever steers looks ahead; null: they follow. */
	held: SlidePlace | null;
	compared: MonthCompared;
	isBlank: boolean;
	/** Null: the screens that need no pairing. */
	screens: (number | null)[];
	startedBy: string;
	startedAt: string;
	/** It ends by itself then, unless it is steered before. */
	endsAt: string;
}

/** PUT /api/v1/review/meetings/:id. Each is the state wished for, so that sending it again is harmless. */
export type MeetingWish = Partial<Pick<Meeting, 'month' | 'scope' | 'close' | 'at' | 'held' | 'compared' | 'isBlank' | 'screens'>>;

/** POST /api/v1/review/meetings/:id/present: "/tv#present=<code>" becomes a screen of the meeting, once and within a minute. */
export interface PresentCode {
	code: string;
}

/** POST /api/v1/present {code}: what the page is a screen with from then on; 404 for a code that is wrong, used or too old. */
export interface Presented {
	token: string;
}

/** A screen that the review can be shown on. */
export interface MeetingScreen {
	id: number | null;
	name: string;
	place: string;
	isOnline: boolean;
	/** Whom it is seen by when it shows its own board. */
	privacy: Privacy;
	/** The meeting that it shows. */
	meeting: number | null;
}
