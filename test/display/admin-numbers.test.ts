import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatAmount, formatNumber, type NumberRules, parseNumber } from '../../display/admin/numbers.ts';

const money = (locale: string, currency = 'EUR'): NumberRules => ({ locale, currency, unit: 'money' });
const share: NumberRules = { locale: 'en-GB', currency: 'EUR', unit: 'share' };
const count: NumberRules = { locale: 'en-GB', currency: 'EUR', unit: 'count' };
const value = (text: string, rules: NumberRules): number | null | string => {
	const parsed = parseNumber(text, rules);
	return parsed.ok ? parsed.value : parsed.problem;
};

describe('money as people type it', () => {
	test.each([
		['250000', 'en-GB', 250_000],
		['250 000', 'en-GB', 250_000],
		['250\u00a0000', 'sv-SE', 250_000],
		['250\u202f000', 'fr-FR', 250_000],
		['250,000', 'en-GB', 250_000],
		['250,000.50', 'en-GB', 250_000.5],
		['250.000,50', 'de-DE', 250_000.5],
		['250.000,50', 'en-GB', 250_000.5],
		['1.250.000', 'en-GB', 1_250_000],
		['1,250,000', 'de-DE', 1_250_000],
		['2,50,000', 'en-IN', 250_000],
		["250'000", 'de-CH', 250_000],
		['250’000.50', 'de-CH', 250_000.5],
		['€250,000', 'en-IE', 250_000],
		['250 000 kr', 'sv-SE', 250_000],
		['SEK 1,5', 'sv-SE', 1.5],
		['0,50', 'sv-SE', 0.5],
		['12.5', 'sv-SE', 12.5],
		['0', 'en-GB', 0],
		['', 'en-GB', null],
		['  ', 'en-GB', null],
	])('%s in %s is %s', (text, locale, expected) => {
		expect(value(text, money(locale, locale === 'sv-SE' ? 'SEK' : 'EUR'))).toBe(expected);
	});

	test('three digits after a mark are thousands, since money has no three decimals: a target is never a thousand times too small', () => {
		expect(value('250,000', money('sv-SE'))).toBe(250_000);
		expect(value('250.000', money('en-GB'))).toBe(250_000);
	});

	test('where money has three decimals, the locale decides what the mark means', () => {
		expect(value('250.000', money('en-GB', 'KWD'))).toBe(250);
		expect(value('250,000', money('en-GB', 'KWD'))).toBe(250_000);
	});

	test.each([
		['abc', 'not_a_number'],
		['12a', 'not_a_number'],
		['1,2,3', 'not_a_number'],
		['1.2.3,4', 'not_a_number'],
		['250,00,000.5.5', 'not_a_number'],
		['-', 'not_a_number'],
		['1e5', 'not_a_number'],
		['#REF!', 'not_a_number'],
		['-5', 'negative'],
		['(5)', 'negative'],
		['40 %', 'not_a_percentage'],
		['0.505', 'too_many_decimals'],
		['9999999999999', 'too_large'],
	])('%s is refused: %s', (text, problem) => {
		expect(value(text, money('en-GB'))).toBe(problem);
	});
});

describe('rates and counts', () => {
	test.each([
		['40 %', 0.4],
		['40%', 0.4],
		['40', 0.4],
		['37,5 %', 0.375],
		['0.4 %', 0.004],
		['120', 1.2],
		['0', 0],
		['', null],
	])('%s is a share of %s', (text, expected) => {
		expect(value(text, share)).toBe(expected);
	});

	test('a small number without the sign could be a share or a percentage, so it is asked back', () => {
		expect(value('0.4', share)).toBe('percent_unclear');
		expect(value('1', share)).toBe('percent_unclear');
	});

	test('counts are whole', () => {
		expect(value('45', count)).toBe(45);
		expect(value('1 204', count)).toBe(1204);
		expect(value('45.0', count)).toBe(45);
		expect(value('45.5', count)).toBe('not_whole');
	});
});

test('what a cell shows is read back as the same number, in every locale', () => {
	const locales = ['en-GB', 'en-US', 'en-IN', 'sv-SE', 'de-DE', 'de-CH', 'fr-FR', 'pl-PL', 'pt-BR', 'nb-NO', 'es-ES'];
	const amounts = fc.integer({ min: 0, max: 999_999_999_99 }).map((minor) => minor / 100);
	fc.assert(
		fc.property(fc.constantFrom(...locales), amounts, (locale, amount) => {
			expect(value(formatNumber(amount, money(locale)), money(locale))).toBe(amount);
			expect(value(formatAmount(amount, money(locale)), money(locale))).toBe(amount);
		}),
	);
	fc.assert(
		fc.property(fc.constantFrom(...locales), fc.integer({ min: 101, max: 9999 }), (locale, points) => {
			const rules: NumberRules = { ...share, locale };
			expect(value(formatNumber(points / 10_000, rules), rules)).toBe(points / 10_000);
		}),
	);
});

test('cells show whole amounts without decimals, others with all of them', () => {
	expect(formatNumber(250_000, money('en-GB'))).toBe('250,000');
	expect(formatNumber(250_000.5, money('en-GB'))).toBe('250,000.50');
	expect(formatNumber(null, money('en-GB'))).toBe('');
	expect(formatNumber(0.4, share)).toBe('40%');
	expect(formatAmount(250_000, money('en-IE'))).toBe('€250,000');
});
