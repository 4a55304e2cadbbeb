/** What a celebration is about, as it is kept: people and teams by number, so that who is renamed or erased is so here too. */
import type { CelebrationKind } from '../../shared/celebration.ts';
import type { MetricId } from '../metrics/catalogue.ts';

/** How a scope stands against its target of the month, at the moment. */
export interface Standing {
	/** Null: the company's. */
	team: number | null;
	/** In minor units of the workspace's currency. */
	value: number;
	target: number;
	/** "6% ahead of pace": neither names nor money are in it. */
	verdict: string;
}

interface AnyOccasion {
	kind: CelebrationKind;
	/** Whose it is; null: nobody's known, or not one person's. */
	person: number | null;
	/** The team at the moment; null: none, or the whole floor. */
	team: number | null;
	quiet: boolean;
}

export interface DealOccasion extends AnyOccasion {
	kind: 'deal';
	source: string;
	externalId: string;
	amountMinor: number | null;
	account: string | null;
	type: string | null;
	standing: Standing | null;
}

export interface TargetOccasion extends AnyOccasion {
	kind: 'target';
	metric: MetricId;
	period: string;
	/** In the metric's inner unit. */
	value: number;
	target: number;
	/** Working days after the day itself. */
	daysLeft: number;
}

export interface StreakOccasion extends AnyOccasion {
	kind: 'streak';
	metric: MetricId;
	person: number;
	day: string;
	days: number;
	/** The day's result and its share of the target. */
	value: number;
	target: number;
}

export type Occasion = DealOccasion | TargetOccasion | StreakOccasion;

/** Found by a look, and to be noted: celebrated, or only looked at. */
export interface Found {
	id: string;
	at: number;
	/** Null: looked at and left. */
	about: Occasion | null;
}
