/** How one screen is set up: what ops choose for it, and what the screen is told. */
import { defaultBoard } from './board.ts';
import type { MessageView } from './message.ts';

export const themes = ['dark', 'light'] as const;
export type Theme = (typeof themes)[number];

/** What a set cuts off at each side, in per cent of the picture. */
export const overscans = [0, 2.5, 5] as const;
export type Overscan = (typeof overscans)[number];

/**
 * What a screen may show, kept by the server. `floor`: what the floor sees. `lobby`: no money and no personal names.
 * `boardroom`: everything, also who is left out of rankings.
 */
export const privacies = ['floor', 'lobby', 'boardroom'] as const;
export type Privacy = (typeof privacies)[number];

/** What a screen is told about itself: when it connects, and again whenever it changes. */
export interface ScreenSetup {
	/** What ops call it; empty for one that needs no pairing. */
	name: string;
	/** Where it hangs; empty when nobody said. */
	place: string;
	theme: Theme;
	overscan: Overscan;
	/** Everything a quarter larger and less of it, for rooms whose last desk is more than six metres away. */
	far: boolean;
	/** Fades only, whatever the browser asks for. */
	calm: boolean;
	/**
	 * When the screen is on: stretches `[from, to)` in epoch milliseconds of the server's clock, in order, for the coming
	 * days. Null: always. After the last stretch nothing is known, and the screen is on; where it is off at the end of what is
	 * known, the last stretch is an empty one that says until when.
	 */
	on: readonly (readonly [from: number, to: number])[] | null;
	/** The test card is shown until then (epoch milliseconds of the server's clock); null: it is not. */
	cardUntil: number | null;
	/** Its name fills the picture until then (epoch milliseconds of the server's clock); null: it does not. */
	identifyUntil: number | null;
	/** Whether it shows celebrations. */
	celebrates: boolean;
	/** What ops have to say on this screen, now and in the coming days, in the order in which it begins. */
	messages: readonly MessageView[];
}

/** Whether a screen is on at a moment by its stretches, and until when; null: not known, or for as long as anything is. */
export function onAt(on: ScreenSetup['on'], now: number): { isOn: boolean; until: number | null } {
	const coming = on?.find(([, to]) => now < to);
	if (!coming) return { isOn: true, until: null };
	const [from, to] = coming;
	if (now >= from) return { isOn: true, until: to };
	return { isOn: false, until: to > from ? from : null };
}

/** Until the screen is told otherwise. */
export const usualSetup: ScreenSetup = {
	name: '', place: '', theme: 'dark', overscan: 0, far: false, calm: false, on: null, cardUntil: null, identifyUntil: null, celebrates: true, messages: [],
};

/** Stretches of the week, as ops say them. */
export interface WeekTimes {
	/** The weekdays on which they begin, in order: 1 = Monday … 7 = Sunday. At least one. */
	days: readonly number[];
	/** Local times of the workspace, 'HH:MM'; `to` may be '24:00', and one before `from` is the next day's. Never the same. */
	from: string;
	to: string;
}

/** When a screen is on, as ops say it. */
export interface ScreenHours extends WeekTimes {
	/** It does not go on on the holidays of the calendar. */
	offOnHolidays: boolean;
}

/** What ops choose for a screen. */
export interface ChosenSetup extends Pick<ScreenSetup, 'theme' | 'overscan' | 'far' | 'calm' | 'celebrates'> {
	/** Null: always on. */
	hours: ScreenHours | null;
	/** The id of the board that it shows. */
	board: string;
	privacy: Privacy;
}

/** Until ops choose otherwise. */
export const usualChoice: ChosenSetup = { theme: 'dark', overscan: 0, far: false, calm: false, celebrates: true, hours: null, board: defaultBoard, privacy: 'floor' };
