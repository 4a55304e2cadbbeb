/** What a screen's hours come to, in words. */
import type { ScreenState } from '../../shared/api.ts';
import type { ScreenHours } from '../../shared/screen.ts';
import { fill } from '../../shared/words/language.ts';
import type { ScreenWords } from '../../shared/words/screens.ts';
import { comingText, type Place } from './moments.ts';

export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

/** 1 = Monday. */
export const weekdayName = (day: number, locale: string, width: 'long' | 'short'): string =>
	// The first of January 2024 was a Monday.
	new Intl.DateTimeFormat(locale, { weekday: width, timeZone: 'UTC' }).format(Date.UTC(2024, 0, day));

/** "Monday–Friday", "Monday, Tuesday, Thursday–Saturday", "every day". `days` are in order. */
export function daysText(days: readonly number[], words: ScreenWords, locale: string): string {
	if (days.length === weekdays.length) return words.everyDay;
	const runs: number[][] = [];
	for (const day of days) {
		const run = runs[runs.length - 1];
		if (run && run[run.length - 1] === day - 1) run.push(day);
		else runs.push([day]);
	}
	const name = (day = 1): string => weekdayName(day, locale, 'long');
	return runs.map((run) => (run.length > 2 ? `${name(run[0])}–${name(run[run.length - 1])}` : run.map(name).join(', '))).join(', ');
}

/** "On Monday–Friday 07:00–19:00, dark otherwise." */
export function hoursText(hours: ScreenHours | null, words: ScreenWords, locale: string): string {
	if (!hours) return words.sayAlways;
	const { days, from, to, offOnHolidays } = hours;
	const [usual, exceptHolidays] = to < from ? [words.sayNight, words.sayNightHolidays] : [words.sayHours, words.sayHolidays];
	return fill(offOnHolidays ? exceptHolidays : usual, { days: daysText(days, words, locale), from, to });
}

/** "Dark now, until Wed 08:00."; empty for a screen that is on. */
export function darkText(dark: ScreenState['dark'], words: ScreenWords, place: Place, now: number): string {
	if (!dark) return '';
	return dark.until === null ? words.darkNow : fill(words.darkUntil, { time: comingText(dark.until, place, now) });
}

/** What is wrong with hours, by field. Times are empty while they are being typed. */
export function hoursErrors({ days, from, to }: ScreenHours, words: ScreenWords): { days?: string; from?: string; to?: string } {
	return {
		...(days.length === 0 ? { days: words.needDay } : {}),
		...(from === '' ? { from: words.needTime } : {}),
		...(to === '' ? { to: words.needTime } : to === from ? { to: words.sameTime } : {}),
	};
}
