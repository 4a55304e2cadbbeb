/**
 * Numbers as the wall writes them (DISPLAY part 1 §7): below 10,000 in full, above with three digits; per cent without decimals,
 * one below 10 %; a true minus; in the workspace's locale and currency. The only place where a figure becomes text.
 */
import type { UnitName } from '../../shared/api.ts';
import type { Language, NumberText } from '../../shared/views.ts';
import type { WallWords } from '../../shared/words/wall.ts';
import { wallWords } from '../../shared/words/wall.ts';
import { languageOf, wordsIn } from '../../shared/words/language.ts';
import { minorDigits } from '../facts/money.ts';

export interface NumberWriter {
	words: WallWords;
	language: Language;
	/** A value in the unit's inner form (money in minor units, shares 0–1); null is "–". */
	write: (unit: UnitName, value: number | null) => NumberText;
	/** The same, as text only. */
	text: (unit: UnitName, value: number | null) => string;
	/** A change with its sign: "+12%", "−4 pts" for shares that are told in points. */
	change: (value: number, inPoints: boolean) => string;
	/** A plain number with at most one decimal. */
	decimal: (value: number) => string;
	/** A share as a bare percentage without sign: "6%". */
	percent: (value: number) => string;
}

const minus = '−';
const narrowGap = '\u00a0';

export function createNumberWriter(locale: string, currency: string): NumberWriter {
	const language = languageOf(locale);
	const words = wordsIn(wallWords, language);
	// Magnitudes and units stay short in the pseudo-locale: they are part of a number, not of a sentence.
	const symbols = wordsIn(wallWords, language === 'sv' ? 'sv' : 'en');
	const formats = new Map<string, Intl.NumberFormat>();
	const plain = (value: number, decimals: number): string => {
		const key = String(decimals);
		const format = formats.get(key) ?? new Intl.NumberFormat(locale, { numberingSystem: 'latn', minimumFractionDigits: decimals, maximumFractionDigits: decimals });
		formats.set(key, format);
		return format.format(value);
	};
	const minor = minorDigits(currency);
	const parts = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol', maximumFractionDigits: 0 }).formatToParts(1);
	const symbol = parts.find(({ type }) => type === 'currency')?.value ?? currency;
	const symbolFirst = parts.findIndex(({ type }) => type === 'currency') < parts.findIndex(({ type }) => type === 'integer');
	const gap = parts.some(({ type }) => type === 'literal') ? narrowGap : '';
	const percentGap = new Intl.NumberFormat(locale, { style: 'percent' }).formatToParts(0.5).some(({ type }) => type === 'literal') ? narrowGap : '';

	const number = (before: string, digits: string, after: string): NumberText => ({ text: before + digits + after, before, digits, after });
	const nothing: NumberText = number('', symbols.unknown, '');

	/** Three digits and a magnitude; `limit` below which the number is written in full. */
	const compact = (value: number, decimals: number): { digits: string; magnitude: string } => {
		if (Math.round(value) < 10_000) return { digits: plain(value, decimals), magnitude: '' };
		const steps = [symbols.thousand, symbols.million, symbols.billion];
		let scaled = value;
		let step = -1;
		// 999.6 k would be written 1,000k: three digits are what is left after rounding.
		while (step < steps.length - 1 && (step < 0 || Number(scaled.toPrecision(3)) >= 1000)) {
			scaled /= 1000;
			step += 1;
		}
		const three = Number(scaled.toPrecision(3));
		return { digits: plain(three, three >= 100 ? 0 : three >= 10 ? 1 : 2), magnitude: steps[step] ?? '' };
	};

	const percentDigits = (value: number): string => {
		const percent = value * 100;
		const oneDecimal = Math.round(percent * 10) / 10;
		return plain(oneDecimal < 10 && oneDecimal !== 0 ? oneDecimal : Math.round(percent), oneDecimal < 10 && oneDecimal !== 0 && !Number.isInteger(oneDecimal) ? 1 : 0);
	};

	const write: NumberWriter['write'] = (unit, value) => {
		if (value === null) return nothing;
		const size = Math.abs(value);
		const signed = (made: NumberText): NumberText => (value < 0 && /[1-9]/.test(made.digits) ? number(minus + made.before, made.digits, made.after) : made);
		switch (unit) {
			case 'money': {
				const { digits, magnitude } = compact(size / 10 ** minor, 0);
				const english = magnitude !== '' && language !== 'sv';
				return signed(symbolFirst ? number(symbol + gap, digits, magnitude) : number('', digits, english ? `${magnitude}${gap}${symbol}` : `${narrowGap}${magnitude}${symbol}`));
			}
			case 'share':
				return signed(number('', percentDigits(size), `${percentGap}%`));
			case 'days':
				return signed(number('', plain(size, size < 100 && !Number.isInteger(size) ? 1 : 0), `${narrowGap}${symbols.days}`));
			case 'seconds': {
				const minutes = Math.round(size / 60);
				return signed(minutes < 60 ? number('', plain(minutes, 0), `${narrowGap}${symbols.minutes}`) : number('', plain(size / 3600, 1), `${narrowGap}${symbols.hours}`));
			}
			case 'ratio':
				return signed(number('', plain(size, size < 100 ? 1 : 0), ''));
			case 'count': {
				const { digits, magnitude } = compact(size, size < 10 && !Number.isInteger(Math.round(size * 10) / 10) ? 1 : 0);
				return signed(number('', digits, language === 'sv' && magnitude ? narrowGap + magnitude : magnitude));
			}
		}
	};

	return {
		words,
		language,
		write,
		text: (unit, value) => write(unit, value).text,
		decimal: (value) => plain(value, Number.isInteger(Math.round(value * 10) / 10) ? 0 : 1),
		percent: (value) => write('share', Math.abs(value)).text,
		change: (value, inPoints) => {
			const sign = value < 0 ? minus : '+';
			if (!inPoints) return sign + write('share', Math.abs(value)).text;
			return `${sign}${plain(Math.abs(value * 100), Math.abs(value) < 0.1 && Math.round(Math.abs(value) * 1000) % 10 !== 0 ? 1 : 0)}${narrowGap}${symbols.points}`;
		},
	};
}

/** An inner value as JSON says it: money in units to its minor digit, the rest rounded beyond what a sample can carry. */
export function jsonValue(unit: UnitName, value: number | null, currency: string): number | null {
	if (value === null) return null;
	if (unit === 'money') return Math.round(value) / 10 ** minorDigits(currency);
	const factor = unit === 'days' ? 100 : 10_000;
	return Math.round(value * factor) / factor;
}
