/** Numbers as the wall writes them. */
import { describe, expect, test } from 'vitest';
import type { UnitName } from '../../../shared/api.ts';
import { languageOf } from '../../../shared/words/language.ts';
import { createNumberWriter, jsonValue } from '../../../server/metrics/number-text.ts';

const english = createNumberWriter('en', 'EUR');
const plainGaps = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');
const cents = (value: number): number => value * 100;

describe('in English', () => {
	test.each<[UnitName, number | null, string]>([
		['money', null, '–'],
		['money', 0, '€0'],
		['money', cents(0.4), '€0'],
		['money', cents(-0.4), '€0'],
		['money', cents(9_999.49), '€9,999'],
		['money', cents(9_999.5), '€10.0k'],
		['money', cents(10_000), '€10.0k'],
		['money', cents(12_345), '€12.3k'],
		['money', cents(123_456), '€123k'],
		['money', cents(999_499), '€999k'],
		['money', cents(999_500), '€1.00M'],
		['money', cents(1_234_567), '€1.23M'],
		['money', cents(9_999_999_999), '€10.0B'],
		['money', cents(-1_234), '−€1,234'],
		['money', cents(-2_500_000), '−€2.50M'],
		['count', 0, '0'],
		['count', 42, '42'],
		['count', 9_999, '9,999'],
		['count', 12_000, '12.0k'],
		['count', -3, '−3'],
		['count', 2.5, '2.5'],
		['count', 9.96, '10'],
		['count', 12.5, '13'],
		['share', 0, '0%'],
		['share', 0.0004, '0%'],
		['share', 0.0455, '4.6%'],
		['share', 0.05, '5%'],
		['share', 0.0999, '10%'],
		['share', 0.1, '10%'],
		['share', 0.63152, '63%'],
		['share', 0.995, '100%'],
		['share', 1, '100%'],
		['share', 3.4, '340%'],
		['share', -1, '−100%'],
		['share', -0.034, '−3.4%'],
		['days', 51.78, '51.8 days'],
		['days', 120.4, '120 days'],
		['days', 7, '7 days'],
		['seconds', 1_500, '25 min'],
		['seconds', 5_400, '1.5 h'],
		['ratio', 2.5, '2.5'],
	])('%s %d is %s', (unit, value, text) => {
		const number = english.write(unit, value);
		expect(plainGaps(number.text)).toBe(text);
		expect(number.before + number.digits + number.after).toBe(number.text);
		expect(number.text).not.toContain('-');
	});
	test('changes carry their sign, shares of shares are told in points', () => {
		expect([english.change(0.12, false), english.change(-0.034, false), english.change(0.04, true), english.change(-0.2515, true)].map(plainGaps)).toEqual(['+12%', '−3.4%', '+4 pts', '−25 pts']);
	});
});

test.each([
	['sv', 'SEK', ['9 999 kr', '12,3 tkr', '1,23 Mkr', '−2,50 Mkr', '63 %', '4,6 %', '−3', '12,0 t']],
	['de', 'EUR', ['9.999 €', '12,3k €', '1,23M €', '−2,50M €', '63 %', '4,6 %', '−3', '12,0k']],
	['en-US', 'JPY', ['¥1.00M', '¥1.23M', '¥123M', '−¥250M', '63%', '4.6%', '−3', '12.0k']],
	['en-XA', 'EUR', ['€9,999', '€12.3k', '€1.23M', '−€2.50M', '63%', '4.6%', '−3', '12.0k']],
])('in %s and %s', (locale, currency, expected) => {
	const { text } = createNumberWriter(locale, currency);
	const money = [cents(9_999), cents(12_345), cents(1_234_567), cents(-2_500_000)].map((value) => text('money', value));
	const written = [...money, text('share', 0.632), text('share', 0.0455), text('count', -3), text('count', 12_000)].map(plainGaps);
	expect(written).toEqual(expected);
});

test.each(['ar-EG', 'fa', 'bn', 'hi', 'mr', 'my', 'he', 'ja', 'sv', 'de-CH', 'pl'])('in %s a negative number has a true minus, and its digits are those that the wall can draw', (locale) => {
	const { write } = createNumberWriter(locale, 'EUR');
	for (const unit of ['money', 'count', 'share', 'days', 'ratio'] as const) expect(write(unit, -123_456).text).toMatch(/^−.*[1-9]/);
});

test('every unit writes every number without NaN, Infinity or an ASCII minus', () => {
	for (const locale of ['en', 'sv', 'en-XA', 'de']) {
		const { text, change, percent, decimal } = createNumberWriter(locale, 'EUR');
		for (const value of [0, -0, 1e-9, -1e-9, 0.5, 999.95, 9_999.5, 999_949, 999_950, 1e9, 1e15, -1e15, 9e18]) {
			const texts = [...(['count', 'money', 'share', 'days', 'seconds', 'ratio'] as const).map((unit) => text(unit, value)), change(value, true), change(value, false), percent(value)];
			for (const written of texts) expect(written).not.toMatch(/NaN|Infinity|undefined|null|-/);
			expect(decimal(Math.abs(value))).not.toMatch(/NaN|Infinity/);
		}
	}
});

test('as JSON, money is in units to its minor digit, shares to four decimals, days to two', () => {
	expect([jsonValue('money', 236_091.4, 'EUR'), jsonValue('money', 1_234, 'JPY'), jsonValue('share', 0.631_499, 'EUR'), jsonValue('days', 51.777, 'EUR'), jsonValue('count', 3, 'EUR'), jsonValue('share', null, 'EUR')]).toEqual([2360.91, 1234, 0.6315, 51.78, 3, null]);
});

test('languages without words of their own are written in English', () => {
	expect(['sv', 'sv-FI', 'en-GB', 'en-XA', 'de', 'pt-BR'].map(languageOf)).toEqual(['sv', 'sv', 'en', 'en-XA', 'en', 'en']);
});
