/** What a screen says of itself, so that whoever looks after the screens need not stand in front of it. */

/** Milliseconds between a screen's reports; one comes at once when it connects and when its panel has changed by hand. */
export const reportMs = 10_000;

/** Whether a celebration would be heard: `waits` for a key, since browsers keep a page silent before one. */
export const soundStates = ['on', 'waits', 'off', 'none'] as const;
export type SoundState = (typeof soundStates)[number];

export interface ScreenReport {
	/** The display it runs. */
	build: string;
	/** "Chromium 85", as far as the browser says. */
	engine: string;
	/** Of the picture, in the screen's own pixels. */
	width: number;
	height: number;
	/** The title of the panel on show; null: none, as on a dark screen. */
	panel: string | null;
	/** The number of the board that it has painted; null before the first. */
	board: number | null;
	/** Frames painted since the last report, and in how many milliseconds. */
	frames: number;
	inMs: number;
	/** Bytes; null where the browser does not say. */
	heap: number | null;
	sound: SoundState;
	/** What keeps the set awake: `lock`, `video`, or nothing. */
	wake: 'lock' | 'video' | 'none';
	/** Black outside its hours; the rotation stands by hand. */
	isAsleep: boolean;
	isPaused: boolean;
}
