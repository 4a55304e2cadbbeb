import type { ScreenReport } from '../../shared/report.ts';

/** What a screen says that is well. */
export const wellReport: ScreenReport = {
	build: 'dev',
	engine: 85,
	width: 1920,
	height: 1080,
	panel: 'Sales by week',
	board: 0,
	frames: 30,
	inMs: 500,
	heap: 12_000_000,
	sound: 'on',
	wake: 'lock',
	isAsleep: false,
	isHidden: false,
	isPaused: false,
};
