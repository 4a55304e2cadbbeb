/** A board as ops plan it: which panels, of what, and when. What a screen is shown of it is a `BoardView`. */
import type { WeekTimes } from './screen.ts';
import type { PanelKind } from './views.ts';

export const planPeriods = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type PlanPeriod = (typeof planPeriods)[number];

/** A figure beside a panel's main form, in the current period of its kind. */
export interface FigurePlan {
	metric: string;
	/** What a derived metric is derived from; the panel's metric when null. */
	base: string | null;
	period: PlanPeriod;
}

export interface PanelPlan {
	/** Unique on its board, and lasting. */
	id: string;
	kind: PanelKind;
	metric: string;
	/** `company`, `team:<name>` or `person:<email>` (M11). */
	scope: string;
	/** The current period of this kind; for a trend the kind of its bars. */
	period: PlanPeriod;
	/** Leaderboards only: by the result itself, or by how much better it is than the person's own three months before (M18). */
	ranking: 'result' | 'improvement';
	/** `breakdown`: the dimension it is told apart by; `funnel`: which one (`calls`, `leads` or `reach`); null for all other kinds. */
	by: string | null;
	/** At most three beside the main form; the further KPIs of a scorecard and columns of an activity sheet, at most seven. */
	figures: readonly FigurePlan[];
	/** How long it is on show; the board's seconds when null. */
	seconds: number | null;
	/** While any panel that is due is pinned, the others are left out. */
	pinned: boolean;
	/** On which days and between which local times it is shown; null: always. */
	times: WeekTimes | null;
}

export interface BoardPlan {
	id: string;
	name: string;
	/** How long a panel is on show unless it says otherwise. */
	seconds: number;
	panels: readonly PanelPlan[];
}

/** The board of screens for which nobody chose one, also when theirs is gone. */
export const defaultBoard = 'floor';
