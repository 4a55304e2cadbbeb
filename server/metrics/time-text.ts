/** Times and periods as the wall writes them, in the workspace's zone and language. */
import { fill, languageOf } from '../../shared/words/language.ts';
import type { Calendar } from '../floor/calendar.ts';
import type { Period } from '../floor/period.ts';
import { daysBetween } from '../floor/period.ts';
import type { WallWords } from '../../shared/words/wall.ts';

export interface TimeWriter {
	/** "14:29" today, "Fri 17:42" within six days, else "12 Nov 2026". */
	moment: (at: number, now: number) => string;
	/** "30 Nov 2026 23:59". */
	full: (at: number) => string;
	/** "November 2026", "Week 47", "Q4 2026", "2026", "23 Nov 2026". */
	period: (period: Period) => string;
	/** On an axis: "23", "W47", "Nov", "Q4", "2026". */
	short: (period: Period) => string;
}

export function createTimeWriter(locale: string, words: WallWords, calendar: Calendar): TimeWriter {
	// Months in the language of the words around them, in the order that the region is used to.
	const { region } = new Intl.Locale(locale);
	const language = `${languageOf(locale) === 'sv' ? 'sv' : 'en'}${region && locale !== 'en-XA' ? `-${region}` : ''}`;
	const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, { timeZone: calendar.timeZone, numberingSystem: 'latn', calendar: 'gregory', hourCycle: 'h23', ...options });
	const clock = format({ hour: '2-digit', minute: '2-digit' });
	const weekday = format({ weekday: 'short' });
	const date = format({ day: 'numeric', month: 'short', year: 'numeric' });
	const month = format({ month: 'long', year: 'numeric' });
	const monthShort = format({ month: 'short' });
	const capital = (text: string): string => text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
	const noon = (day: string): number => calendar.startOf(day) + 12 * 3_600_000;
	const weekNumber = (period: Period): number => Number(period.id.slice(-2));
	return {
		moment: (at, now) => {
			const age = daysBetween(calendar.dayOf(at), calendar.dayOf(now));
			if (age === 0) return clock.format(at);
			return age > 0 && age < 7 ? `${weekday.format(at)} ${clock.format(at)}` : date.format(at);
		},
		full: (at) => `${date.format(at)} ${clock.format(at)}`,
		period: (period) => {
			switch (period.kind) {
				case 'day':
					return date.format(noon(period.from));
				case 'week':
					return fill(words.week, { number: weekNumber(period) });
				case 'month':
					return capital(month.format(noon(period.from)));
				case 'quarter':
					return fill(words.quarter, { number: period.id.slice(-1), year: period.id.slice(0, 4) });
				case 'year':
					return period.id;
			}
		},
		short: (period) => {
			switch (period.kind) {
				case 'day':
					return String(Number(period.from.slice(-2)));
				case 'week':
					return fill(words.weekShort, { number: weekNumber(period) });
				case 'month':
					return capital(monthShort.format(noon(period.from)).replace(/\.$/, ''));
				case 'quarter':
					return fill(words.quarterShort, { number: period.id.slice(-1) });
				case 'year':
					return period.id;
			}
		},
	};
}
