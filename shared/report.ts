/** What a screen says of itself, so that whoever looks after the screens need not stand in front of it. */

/** Milliseconds between a screen's reports; one comes at once when it connects and when its panel has changed by hand. */
export const reportMs = 10_000;

/** Whether a celebration would be heard: `waits` for a key, since browsers keep a page silent before one. */
export const soundStates = ['on', 'waits', 'off', 'none'] as const;
export type SoundState = (typeof soundStates)[number];

export interface ScreenReport {
	/** The display it runs. */
	build: string;
	/** The oldest Chromium that can all that it can: 85. */
	engine: number;
	/** Of the picture, in the screen's own pixels. */
	width: number;
	height: number;
	/** The title of the panel on show; null: none, as on a dark screen. */
	panel: string | null;
	/** The number of the board that it has painted, of this connection; null before the first. */
	board: number | null;
	/** Frames painted just before the report, and in how many milliseconds: asking for all of them would keep an old set busy. */
	frames: number;
	inMs: number;
	/** Bytes; null where the browser does not say. */
	heap: number | null;
	/** Null while it is not known: the browser is asked some seconds after the page has started. */
	sound: SoundState | null;
	/** What keeps the set awake: `lock`, `video`, or nothing. */
	wake: 'lock' | 'video' | 'none';
	/** Black outside its hours. */
	isAsleep: boolean;
	/** The page is not to be seen: another tab or app is before it, or its window is closed to a strip. */
	isHidden: boolean;
	/** The rotation stands by hand. */
	isPaused: boolean;
}

/** As a screen says it: whole on connecting and once a minute, in between only what has changed, and always what it has painted. */
export type SentReport = Pick<ScreenReport, 'frames' | 'inMs'> & Partial<ScreenReport>;
