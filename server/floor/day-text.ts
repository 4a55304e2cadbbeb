/** Days as the log of changes writes them, in the language of its words and the order that the region is used to. */
import { languageOf } from '../../shared/words/language.ts';

const tagOf = (locale: string): string => {
	const { region } = new Intl.Locale(locale);
	return `${languageOf(locale) === 'sv' ? 'sv' : 'en'}${region && locale !== 'en-XA' ? `-${region}` : ''}`;
};
const at = (day: string): number => Temporal.PlainDate.from(day).toZonedDateTime('UTC').epochMilliseconds;
const writer = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => new Intl.DateTimeFormat(tagOf(locale), { timeZone: 'UTC', numberingSystem: 'latn', calendar: 'gregory', ...options });
const date = { day: 'numeric', month: 'short', year: 'numeric' } as const;

/** "3 Aug 2026". */
export const dayText = (day: string, locale: string): string => writer(locale, date).format(at(day));

/** "3–7 Aug 2026"; of a single day the day. */
export const stretchText = ({ from, to }: { from: string; to: string }, locale: string): string =>
	// Some languages set thin spaces around the dash.
	writer(locale, date).formatRange(at(from), at(to)).replace(/[\u2009\u202f]/g, '');

/** 1 = Monday: "Monday". */
export const weekdayText = (weekday: number, locale: string): string => writer(locale, { weekday: 'long' }).format(at(`2024-01-0${weekday}`));

/** 1 = January: "January". */
export const monthText = (month: number, locale: string): string => writer(locale, { month: 'long' }).format(at(`2024-${String(month).padStart(2, '0')}-01`));
