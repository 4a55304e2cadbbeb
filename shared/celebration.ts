/** A moment that the floor lives for, decided on the server down to the last character, for one privacy. */
import type { NumberText } from './views.ts';

export const celebrationKinds = ['deal', 'target', 'streak'] as const;
export type CelebrationKind = (typeof celebrationKinds)[number];

export interface CelebrationView {
	/** The same on every screen and for ever: whoever has shown it does not show it again. */
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
	/** The amount, the streak's days; null where it is unknown or may not be shown. */
	number: NumberText | null;
	/** What it means for the target: "€412k of €500k this month"; empty without one. */
	meaning: string;
	/** In quiet hours: a band, without a sound. */
	quiet: boolean;
}

/** How long after the moment a screen still shows it, for instance one that was just reconnecting. */
export const celebratedWithinMs = 10 * 60_000;
