/** Boards as the admin page reads and writes them. */
import type { Advice } from './board-advice.ts';
import type { BoardPlan, PlanPeriod } from './board.ts';
import type { UnitName } from './api.ts';
import type { Privacy } from './screen.ts';
import type { BoardView, PanelKind } from './views.ts';

/** A board without its id, which it gets when it is first saved. */
export type BoardDraft = Omit<BoardPlan, 'id'>;

export interface BoardRow {
	plan: BoardPlan;
	/** It comes with the product: removing it brings back how it came. */
	isReadyMade: boolean;
	/** Ready-made, and not as it came. */
	isChanged: boolean;
	/** The entry that it stands on; null when nobody ever changed it. */
	entry: number | null;
	/** Null when nobody ever did. */
	lastChange: { at: string; author: string } | null;
	/** Names of the paired screens that show it. */
	screens: string[];
	/** Those that need no pairing show it. */
	onUnpaired: boolean;
	advice: Advice[];
}

export type ScopeKind = 'company' | 'team' | 'person';

export interface OfferedMetric {
	id: string;
	label: string;
	means: string;
	class: 'activity' | 'objective' | 'efficiency';
	/** `base`: that of what it is derived from. */
	unit: UnitName | 'base';
	/** The periods in which each kind can show it; a kind that cannot is left out. */
	shownAs: Partial<Record<PanelKind, readonly PlanPeriod[]>>;
	/** The periods of a leaderboard of who improved most; empty: none. */
	improvesIn: readonly PlanPeriod[];
	/** For a figure that is derived: what it can be derived from; null for others. */
	bases: readonly string[] | null;
	/** What a breakdown can tell it apart by, by whose it is; empty: it cannot. */
	toldApart: Record<ScopeKind, readonly string[]>;
	/** Whose it can be. */
	scopes: readonly ScopeKind[];
	/** A figure of it is not offered beside a panel of one person. */
	needsPeople: boolean;
}

export interface BoardList {
	/** Ready-made ones first, then by name. */
	boards: BoardRow[];
	/** Boards of ops that are gone, when and by whom: who edited one meanwhile is told. */
	removed: { id: string; at: string; author: string }[];
	metrics: OfferedMetric[];
	teams: { name: string; scope: string }[];
	people: { name: string; scope: string }[];
}

export interface BoardSaving {
	plan: BoardDraft;
	/** The entry of the board that whoever saves has seen; null: none. */
	was: number | null;
}

/** The same board, of a team or a person. */
export interface BoardCopying {
	/** `team:<name>`, `person:<email>`, or `company`. */
	scope: string;
}

export interface PreviewRequest {
	plan: BoardDraft;
	privacy: Privacy;
}

export interface BoardPreview {
	/** All panels that such a screen may show, whatever their times. */
	board: BoardView;
	/** The ids of those that a wall would show now. */
	due: string[];
	advice: Advice[];
}

/** Limits of a plan, which the editor keeps too. */
export const boardLimits = { boards: 50, panels: 24, name: 60, leastSeconds: 5, mostSeconds: 600, figures: 3, kpis: 7 } as const;


/** Beside the main form; of a scorecard the further KPIs, of a sheet the further columns. A work-back needs the whole width for its steps. */
export const figuresOf = (kind: PanelKind): number => (kind === 'workback' ? 0 : kind === 'scorecard' || kind === 'activity-sheet' ? boardLimits.kpis : boardLimits.figures);
