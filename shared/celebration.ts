/** A moment that the floor lives for, decided on the server down to the last character, for one privacy. */
import type { WeekTimes } from './screen.ts';
import type { NumberText } from './views.ts';

export const celebrationKinds = ['deal', 'target', 'streak'] as const;
export type CelebrationKind = (typeof celebrationKinds)[number];

export interface CelebrationView {
	/** The same on every screen and for ever: whoever has shown it does not show it again. It tells nothing of what it is about. */
	id: string;
	kind: CelebrationKind;
	/** When it happened, in epoch milliseconds of the server's clock. */
	at: number;
	/** "Deal won", "Target reached". */
	title: string;
	/** Whose it is: a person, or, where no personal names are shown or there is none, their team or the floor. */
	name: string;
	/** Of the name, where there is no photo. */
	initials: string;
	/** The id of a photo, fetched from `/photos/<id>`; null where there is none or it may not be shown. */
	photo: string | null;
	/** What it was: "Acme · new business"; empty when there is nothing to say. */
	detail: string;
	/** The amount, the result, the streak's days; null where it is unknown or may not be shown. */
	number: NumberText | null;
	/** What it means for the target: "€412k of €500k this month"; empty without one. */
	meaning: string;
	/** Shown in quiet hours: a band, without a sound. In a list: it happened in them. */
	quiet: boolean;
}

/** How long after the moment a screen is still told of it, for instance one that was just reconnecting. There it may wait as long for its turn. */
export const celebratedWithinMs = 10 * 60_000;

export const dealTypes = ['new_business', 'expansion', 'renewal'] as const;
export type DealType = (typeof dealTypes)[number];

export const targetScopes = ['company', 'teams', 'people'] as const;
export type TargetScope = (typeof targetScopes)[number];

/** What ops want celebrated. */
export interface CelebrationRules {
	deals: {
		on: boolean;
		/** In units of the workspace's currency; null: every deal, also one whose amount is unknown. */
		threshold: number | null;
		types: readonly DealType[];
	};
	targets: { on: boolean; scopes: readonly TargetScope[] };
	/** Celebrated after so many working days in a row, and after each multiple. */
	streaks: { on: boolean; days: number };
	/** In them a celebration is a band without a sound. */
	quiet: readonly WeekTimes[];
}

/** Until ops choose otherwise. */
export const usualRules: CelebrationRules = {
	deals: { on: true, threshold: null, types: dealTypes },
	targets: { on: true, scopes: targetScopes },
	streaks: { on: true, days: 5 },
	quiet: [],
};

/** As `GET /api/v1/celebrations/rules` answers. */
export interface RulesState {
	rules: CelebrationRules;
	/** Null when nobody ever changed them. */
	lastChange: { at: string; author: string } | null;
}

/** As `GET /api/v1/celebrations` lists them, newest first: everything is shown, as in a boardroom. */
export interface CelebratedRow {
	view: CelebrationView;
	/** An ISO instant; null while it stands. */
	withdrawn: string | null;
}
