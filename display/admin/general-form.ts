/** The general settings as they are being typed: what is different, what is wrong, and what a change would mean. */
import type { GeneralState, GeneralValues } from '../../shared/settings-api.ts';
import type { GeneralWords } from '../../shared/words/general.ts';
import { fill } from '../../shared/words/language.ts';
import { languageFor } from './app.svelte.ts';
import { monthName } from './calendar-view.ts';
import { timeLocale } from './moments.ts';
import { isLocale } from './setup.ts';

/** Fields hold text; numbers are those of weekdays and months. */
export type GeneralForm = Record<keyof GeneralValues, string>;

export const fields = ['name', 'locale', 'weekStart', 'fiscalYearStart'] as const;

export const formOf = ({ name, locale, weekStart, fiscalYearStart }: GeneralValues): GeneralForm => ({ name, locale, weekStart: String(weekStart), fiscalYearStart: String(fiscalYearStart) });

/** What differs from what stands. */
export function changesOf(form: GeneralForm, stands: GeneralValues): Partial<GeneralValues> {
	const wished: GeneralValues = { name: form.name.trim(), locale: form.locale.trim(), weekStart: Number(form.weekStart), fiscalYearStart: Number(form.fiscalYearStart) };
	return {
		...(wished.name === stands.name ? {} : { name: wished.name }),
		...(wished.locale === stands.locale ? {} : { locale: wished.locale }),
		...(wished.weekStart === stands.weekStart ? {} : { weekStart: wished.weekStart }),
		...(wished.fiscalYearStart === stands.fiscalYearStart ? {} : { fiscalYearStart: wished.fiscalYearStart }),
	};
}

export type GeneralErrors = Partial<Record<keyof GeneralValues, string>>;

export const generalErrors = ({ name, locale }: Partial<GeneralValues>, words: GeneralWords): GeneralErrors => ({
	...(name === '' ? { name: words.needName } : {}),
	...(locale !== undefined && !isLocale(locale) ? { locale: words.localeWrong } : {}),
});

const hasWords = (locale: string): boolean => /^(en|sv)(-|$)/i.test(locale);

/** What saving would mean, by field; `locale`: of the words now. */
export function meanings(changes: Partial<GeneralValues>, stands: GeneralState, words: GeneralWords, locale: string): Partial<Record<keyof GeneralValues, string>> {
	const means: Partial<Record<keyof GeneralValues, string>> = {};
	const wished = changes.locale;
	if (wished !== undefined && isLocale(wished)) {
		// A date and a number, as they would be written.
		const example = `${new Intl.DateTimeFormat(timeLocale(wished, languageFor(wished)), { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' }).format(Date.UTC(2026, 11, 24))} · ${new Intl.NumberFormat(wished).format(12_345.6)}`;
		means.locale = fill(hasWords(wished) ? words.localeMeans : words.localeEnglish, { example });
	}
	if (changes.weekStart !== undefined) means.weekStart = [words.weekStartMeans, stands.targets.weeks > 0 ? fill(words.weekTargets, { count: stands.targets.weeks }) : ''].join(' ').trim();
	if (changes.fiscalYearStart !== undefined) {
		const quarter = (start: number): string => `${monthName(start, locale)}–${monthName(start + 2, locale)}`;
		const named = fill(words.fiscalYearMeans, { quarter: words.firstQuarter, after: quarter(changes.fiscalYearStart), before: quarter(stands.fiscalYearStart) });
		const { quartersAndYears } = stands.targets;
		means.fiscalYearStart = [named, quartersAndYears > 0 ? fill(words.fiscalTargets, { count: quartersAndYears }) : ''].join(' ').trim();
	}
	return means;
}
