/**
 * View-models: what a panel shows, decided on the server down to the last character.
 * A display never formats, rounds, ranks or compares; it decides place and size only.
 * Colours follow `tone`; a tone always comes with words or a mark, never alone.
 */

import type { ActivitySheetView, BreakdownView, ForecastView, FunnelView, PipelineView, ScorecardView, WorkbackView } from './further-views.ts';
import type { ReviewPanelKind, ReviewPanelViews } from './review-views.ts';
export type * from './further-views.ts';

/** How a figure stands against what it is compared with. `none`: nothing to compare with. */
export type Tone = 'good' | 'bad' | 'watch' | 'none';

/** The sign that goes with a tone, so that it can be read without colour. */
export type Mark = '▲' | '▼' | '=' | '';

/**
 * A number as the wall writes it. `text` is `before + digits + after`, byte for byte the `text` of `/api/v1/explain`;
 * the parts exist so that units can be set smaller than digits. An unknown value is `–` with empty parts beside it.
 */
export interface NumberText {
	text: string;
	before: string;
	digits: string;
	after: string;
}

/** A judgement in words: "6 % ahead of pace". */
export interface Verdict {
	tone: Tone;
	mark: Mark;
	text: string;
}

/** A figure beside a panel's main form: label, number, and how it compares. */
export interface FigureView {
	id: string;
	label: string;
	number: NumberText;
	verdict: Verdict | null;
	/** A second line of fact: "4 of 9" for small samples, else what the comparison is with. */
	note: string;
}

/** What every panel says about itself, whatever its kind. */
export interface PanelFrame<Kind extends string> {
	/** Unique on its board; the element on show is `[data-panel="<id>"]`. */
	id: string;
	kind: Kind;
	title: string;
	/** The period in words: "November 2026", "Week 47". */
	period: string;
	/** Where in the period we are: "Day 16 of 20"; empty when it does not apply. */
	progress: string;
	/** Seconds that it is on show; null: the board's. */
	seconds: number | null;
	/** At most three. */
	figures: FigureView[];
	/** What the panel's metric is, in a line: "Deals won, of the deals decided in the period." */
	about: string;
	/** Where it is defined, for a QR code while the rotation rests: "/definitions#win_rate". */
	definition: string;
	/** One sentence when there is nothing to show yet, and what will appear; else null. The main form is then left out. */
	empty: string | null;
	/** A source beyond its limit: "crm silent since 13:10"; else null. */
	stale: string | null;
	/** This view could not be refreshed and is the last good one: "Not refreshed since 14:20"; else null. */
	failed: string | null;
	/** "Demo" while the numbers are simulated; else null. */
	demo: string | null;
}

export interface AxisTick {
	value: number;
	text: string;
}

/** The number a panel is about, and what it is compared with. */
export interface Headline {
	label: string;
	number: NumberText;
	verdict: Verdict | null;
	/** "of €500k target"; "no target" when there is none. */
	context: string;
}

export interface TrendBar {
	id: string;
	/** On the axis: "W47". Empty when there is no room for every label. */
	label: string;
	value: number;
	text: string;
	/** The bar's own target in the same unit, or null. */
	target: number | null;
	/** `prev` colour for `none`; the current bar has the tone of the headline. */
	tone: Tone;
}

/** A metric by period, the last bar being the current, unfinished period. */
export interface TrendView extends PanelFrame<'trend'> {
	headline: Headline;
	bars: TrendBar[];
	/** Where the current bar should stand by now, in the bars' unit; null when unknown. */
	paceNow: number | null;
	/** In words, for the mark of `paceNow`: "expected by now 31". */
	paceNowText: string;
	/** In words, for the target line: "target 45"; empty when no bar has a target. */
	targetText: string;
	yMax: number;
	yTicks: AxisTick[];
}

export interface AttainmentRow {
	id: string;
	name: string;
	/** Attainment: "82%"; "–" without a target. */
	number: NumberText;
	/** "€164k of €200k"; "no target" when there is none. */
	detail: string;
	/** Length of the bar as a share of the scale (0–1); null without a target. */
	bar: number | null;
	/** Where the bar should be by now, same scale; null when unknown. */
	pace: number | null;
	verdict: Verdict | null;
}

export interface AttainmentGroup {
	id: 'teams' | 'people';
	title: string;
	/** Where 100 % lies on the bars' scale (0–1); each group has a scale of its own. */
	targetAt: number;
	rows: AttainmentRow[];
	/** "and 12 more"; empty when all are listed. */
	more: string;
}

/** Who stands where against their quota: teams first, then people. */
export interface AttainmentView extends PanelFrame<'attainment'> {
	headline: Headline;
	/** In words, for the marks on the bars: "target", "expected by now 76%"; empty where there is no such mark. */
	targetText: string;
	paceText: string;
	groups: AttainmentGroup[];
}

export interface LeaderboardRow {
	id: string;
	/** Shared by ties: "1", "1", "3". Empty for who is listed but not ranked. */
	rank: string;
	name: string;
	/** Of the name, where there is no photo; empty where it is nobody's, and on all rows where nobody has a photo. */
	initials: string;
	/** The id of the person's photo, fetched from `/photos/<id>`; null: none. */
	photo: string | null;
	number: NumberText;
	/** Length of the bar as a share of the leader's (0–1). */
	bar: number;
	/** Movement since yesterday: "▲2", "▼1"; empty when none or unknown. */
	moved: string;
	/** A second fact: "€24.1k a month before"; empty when none. */
	note: string;
	first: boolean;
}

export interface LeaderboardView extends PanelFrame<'leaderboard'> {
	/** What the ranking is by: "closed this month". */
	by: string;
	rows: LeaderboardRow[];
	/** "and 12 more"; empty when all are listed. */
	more: string;
	/** Everybody together: label, number and how it stands; null when it makes no sense (rates). */
	total: { label: string; number: NumberText; verdict: Verdict | null } | null;
}

/** Cumulative result of a period against the path to its target. x is the working day (1 = first); index 0 is the start. */
export interface TargetView extends PanelFrame<'target'> {
	headline: Headline;
	/** One entry a point on the x axis: the label, empty where there is no room. */
	xLabels: string[];
	/** Cumulative result at the end of each day up to now; null after now. Same length as xLabels. */
	actual: (number | null)[];
	/** Cumulative target by working time; empty without a target. */
	path: number[];
	/** From now to the period's end at the present rate; null elsewhere; empty when too early. */
	projection: (number | null)[];
	/** Direct label at the end of the projection: "on course for €523k"; empty when unknown. */
	projectionText: string;
	/** Direct label at the end of the path: "target €500k"; empty without a target. */
	pathText: string;
	yMax: number;
	yTicks: AxisTick[];
}

export interface PanelViews {
	trend: TrendView;
	attainment: AttainmentView;
	leaderboard: LeaderboardView;
	target: TargetView;
	scorecard: ScorecardView;
	funnel: FunnelView;
	breakdown: BreakdownView;
	'activity-sheet': ActivitySheetView;
	pipeline: PipelineView;
	workback: WorkbackView;
	forecast: ForecastView;
}
export type PanelKind = keyof PanelViews;
export type PanelView = PanelViews[PanelKind];

/** All that a screen paints: what boards are planned of, and what a review adds. */
export type ShownViews = PanelViews & ReviewPanelViews;
export type ShownKind = PanelKind | ReviewPanelKind;
export type ShownView = ShownViews[ShownKind];

/** How the wall's clock runs: minutes east of UTC now, and after the next change of the zone's offset. */
export interface WallClock {
	offsetMinutes: number;
	/** Epoch milliseconds of the next change; null when none is known. */
	changesAt: number | null;
	offsetAfterMinutes: number;
}

/** The number of the snapshot's form; a stored one of another form is thrown away. */
export const boardFormat = 2;

/** Everything a wall shows: one message, the latest wins. */
export interface BoardView {
	format: typeof boardFormat;
	/** Identity of the display bundle the server serves. */
	build: string;
	revision: number;
	id: string;
	/** What ops call the board. */
	title: string;
	/** What the header calls the floor. */
	name: string;
	language: Language;
	locale: string;
	/** Seconds a panel is on show; panels with several pages stay until all were seen. */
	seconds: number;
	/** A date and time in words when this is a replay ("as it stood 30 Nov 2026 23:59"); else null. */
	replay: string | null;
	clock: WallClock;
	/** A review is gone through: its one picture stands until another comes, of a long list this page; `isBlank`: the screen is black for the moment. Absent on boards that turn. */
	review?: { page: number; isBlank: boolean };
	/** One sentence when there is no panel to show: none is planned, none may be shown here, or none is due. Else null. */
	empty: string | null;
	panels: ShownView[];
}

/** `en-XA` is the pseudo-locale: every word from the catalogue is bracketed and lengthened, to find those that are not. */
export const languages = ['en', 'sv', 'en-XA'] as const;
export type Language = (typeof languages)[number];
