import type { Language } from '../views.ts';

/** Every sentence by its key. Placeholders are written `{name}`. */
export type Words = Record<string, string>;

/** What every translation must have: exactly the keys of the English one. */
export type Translation<English extends Words> = { readonly [Key in keyof English]: string };

/** A catalogue: the English words and every translation of them. */
export interface Catalogue<English extends Words> {
	en: English;
	sv: Translation<English>;
}

const accented: Record<string, string> = { a: 'å', e: 'é', i: 'î', o: 'ø', u: 'ü', A: 'Å', E: 'É', I: 'Î', O: 'Ø', U: 'Ü' };

/** `Live` → `[Lîvé··]`: still readable, about a third longer, and plainly from the catalogue. Placeholders stay. */
export function pseudoText(text: string): string {
	const letters = text
		.split(/(\{\w+\})/)
		.map((part) => (part.startsWith('{') ? part : part.replace(/[aeiouAEIOU]/g, (letter) => accented[letter] ?? letter)))
		.join('');
	return `[${letters}${'·'.repeat(Math.ceil(text.length * 0.35))}]`;
}

/** A whole catalogue as en-XA. */
export function pseudo<English extends Words>(english: English): Translation<English> {
	const entries = Object.entries(english).map(([key, text]) => [key, pseudoText(text)] as const);
	// Object.entries forgets that the keys are English's own.
	return Object.fromEntries(entries) as Translation<English>;
}

/** The language of a locale: what there are words for, else English. */
export function languageOf(locale: string): Language {
	if (locale === 'en-XA') return 'en-XA';
	return /^sv(-|$)/i.test(locale) ? 'sv' : 'en';
}

/** A text that stands in no catalogue. */
export const textIn = ({ en, sv }: Record<'en' | 'sv', string>, language: Language): string => (language === 'sv' ? sv : language === 'en' ? en : pseudoText(en));

/** The words of a language. */
export function wordsIn<English extends Words>(catalogue: Catalogue<English>, language: Language): Translation<English> {
	if (language === 'sv') return catalogue.sv;
	return language === 'en' ? catalogue.en : pseudo(catalogue.en);
}

const startIsolate = '\u2068';
const endIsolate = '\u2069';
// Letters of scripts that run from right to left, and what sets a direction without being seen.
const turning = /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]/;

/** A name that may be in any script, for use in a line with others: it turns nothing around it. */
export const isolated = (name: string): string => (turning.test(name) ? startIsolate + name.replace(/[\u202a-\u202e]/g, '') + endIsolate : name);

/** `fill('as of {time}', { time: '14:29' })` → `as of 14:29`. A placeholder without a value stays, to be seen. */
export function fill(text: string, values: Record<string, string | number>): string {
	return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => isolated(String(values[name] ?? placeholder)));
}
