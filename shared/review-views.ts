/** The view-models of what only a monthly review shows: what stands out, deals won and lost, months side by side, what was agreed. */
import type { NumberText, PanelFrame, Verdict } from './views.ts';

/** A deviation in words, with its numbers: "West sold €214k, 31 % less than its quota of €310k." */
export interface Finding {
	id: string;
	verdict: Verdict;
}

/** The largest deviations of a section, at most three, the largest first. */
export interface FindingsView extends PanelFrame<'findings'> {
	/** The title of the section. */
	of: string;
	findings: Finding[];
}

export interface WonLostRow {
	id: string;
	/** Of the deal, else of its account. */
	name: string;
	/** "Acme · Maja Lind"; empty where nobody said. */
	detail: string;
	number: NumberText;
}

export interface WonLostSide {
	id: 'won' | 'lost';
	title: string;
	count: NumberText;
	amount: NumberText;
	/** The amount against the month before. */
	verdict: Verdict | null;
	/** The largest, at most five. */
	rows: WonLostRow[];
	/** "and 12 more"; empty when all are listed. */
	more: string;
}

export interface WonLostView extends PanelFrame<'won-lost'> {
	sides: WonLostSide[];
}

export interface ComparisonRow {
	id: string;
	label: string;
	/** As many as there are columns; the verdict is of the first against this one. */
	cells: { number: NumberText; verdict: Verdict | null }[];
}

/** The month beside the one before and the same of last year. */
export interface ComparisonView extends PanelFrame<'comparison'> {
	columns: { id: string; label: string }[];
	rows: ComparisonRow[];
}

export interface ActionRow {
	id: string;
	what: string;
	/** Empty where nobody said. */
	who: string;
	/** "by 14 Jul", "late since 14 Jul"; empty without a day. */
	until: string;
	isDone: boolean;
	isLate: boolean;
}

export interface ActionsView extends PanelFrame<'actions'> {
	/** What earlier reviews agreed on, then what this one does. */
	groups: { id: 'earlier' | 'agreed'; title: string; rows: ActionRow[]; more: string }[];
}

export interface ReviewPanelViews {
	findings: FindingsView;
	'won-lost': WonLostView;
	comparison: ComparisonView;
	actions: ActionsView;
}
export type ReviewPanelKind = keyof ReviewPanelViews;
