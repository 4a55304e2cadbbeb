/** Times and periods as people read them, in the workspace's zone and locale. */
import type { AdminWords } from '../../shared/words/admin.ts';
import { fill } from '../../shared/words/language.ts';

export interface Place {
	locale: string;
	timeZone: string;
}

/** Months in the language of the words around them, in the order that the region is used to. */
export function timeLocale(locale: string, language: string): string {
	const [own] = locale.split('-');
	if (own === language.split('-')[0]) return locale;
	const [, region] = /-([A-Z]{2})(?:-|$)/.exec(locale) ?? [];
	return region === undefined ? language : `${language}-${region}`;
}

type Moment = number | string;

const instant = (at: Moment): number => (typeof at === 'number' ? at : Date.parse(at));

const write = (at: Moment, { locale, timeZone }: Place, options: Intl.DateTimeFormatOptions): string =>
	// As on the wall, where hours run from 0 to 23 whatever the locale's habit.
	new Intl.DateTimeFormat(locale.includes('-u-') ? locale : `${locale}-u-hc-h23`, { timeZone, ...options }).format(instant(at));

const dayOf = (at: Moment, place: Place): string => write(at, place, { year: 'numeric', month: 'numeric', day: 'numeric' });

/** "14:32:05". */
export const clockText = (at: Moment, place: Place): string => write(at, place, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** The time alone today, with its date before. */
export const momentText = (at: Moment, place: Place, now: number): string => {
	const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };
	if (dayOf(at, place) === dayOf(now, place)) return write(at, place, time);
	return write(at, place, { ...time, day: 'numeric', month: 'short', year: 'numeric' });
};

/** Of what is to come: the time alone today, with its weekday before it within a week: "Wed 08:00". */
export const comingText = (at: Moment, place: Place, now: number): string => {
	if (dayOf(at, place) === dayOf(now, place) || instant(at) - now > 6 * 86_400_000) return momentText(at, place, now);
	return write(at, place, { weekday: 'short', hour: '2-digit', minute: '2-digit' });
};

/** "2 Nov 2026", of a day or a moment that begins with one. */
export const dayText = (day: string, locale: string): string => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' }).format(Date.parse(`${day.slice(0, 10)}T00:00:00Z`));

/** "November 2026" or, short, "Nov 2026". */
export const monthText = (month: string, locale: string, width: 'long' | 'short' = 'long'): string => {
	const [year = 0, number = 1] = month.split('-').map(Number);
	return new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: width, year: 'numeric' }).format(Date.UTC(year, number - 1, 1));
};

/** A target's period: a month, a quarter ('2026-Q4'), else as it is. */
export const periodText = (period: string, locale: string, words: AdminWords): string => {
	const quarter = /^(\d{4})-Q([1-4])$/.exec(period);
	if (quarter) return fill(words.quarter, { number: quarter[2] ?? '', year: quarter[1] ?? '' });
	return /^\d{4}-\d{2}$/.test(period) ? monthText(period, locale, 'short') : period;
};
