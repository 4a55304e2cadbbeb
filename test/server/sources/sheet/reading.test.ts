/** How a file is written: encoding, delimiter, lines; how its numbers and dates are. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DateOrder } from '../../../../server/sources/sheet/dates.ts';
import { dateEvidence, readDate } from '../../../../server/sources/sheet/dates.ts';
import { decimalEvidence, readDecimal, shiftPoint } from '../../../../server/sources/sheet/decimals.ts';
import { decode } from '../../../../server/sources/sheet/decode.ts';
import { readSheet } from '../../../../server/sources/sheet/sheet.ts';
import { encodingsOf } from './support.ts';

describe('an encoding', () => {
	test.each([...encodingsOf('Name;Betrag\nZoë Müller;12 €\n')])('%s is told by the bytes alone', (encoding, bytes) => {
		const { text, encoding: found, marked } = decode(bytes);
		expect([text.replace('\ufeff', ''), `${found}${marked ? ' with a mark' : ''}`]).toEqual(['Name;Betrag\nZoë Müller;12 €\n', encoding]);
	});
	test('that is forced is believed', () => {
		expect(decode(Buffer.from('é', 'utf8'), 'windows-1252').text).toBe('Ã©');
	});
});

describe('a sheet', () => {
	const read = (text: string) => readSheet(Buffer.from(text));
	test.each([
		['comma', ',', 'a,b\n1,2\n'],
		['semicolon, with commas in its numbers', ';', 'Datum;Betrag\n01.01.2024;1.234,50\n02.01.2024;2.000,00\n'],
		['semicolon, though every row could be cut at its one comma', ';', 'x;1,50\ny;2,50\n'],
		['tab, with commas in its texts', '\t', 'a\tb\tc\n1, 2\t3\t4\n5\t6, 7\t8\n'],
		['bar', '|', 'a|b\n1|2\n'],
		['comma, around texts with semicolons', ',', 'a,b\n"x;y;z",1\n"p;q;r",2\n'],
		['comma, for want of any', ',', 'name\nAna\nBo\n'],
	])('its delimiter is found: %s', (_what, delimiter, text) => {
		expect(read(text).delimiter).toBe(delimiter);
	});
	test('that says its delimiter in a first line of its own is believed, and its lines are counted from there', () => {
		expect(read('sep=;\r\na,b;c\r\n1,2;3\r\n')).toMatchObject({ delimiter: ';', rows: [{ line: 2, cells: ['a,b', 'c'] }, { line: 3 }] });
	});
	test('each row knows the line on which it begins, past empty lines and texts of several lines, in any line ending', () => {
		for (const end of ['\n', '\r\n']) {
			const { rows } = read(['a,b', '1,"x', 'y"', '', ' ,', '3,4', '5,6'].join(end));
			expect(rows.map(({ line, cells }) => [line, ...cells])).toEqual([[1, 'a', 'b'], [2, '1', 'x\ny'], [6, '3', '4'], [7, '5', '6']]);
		}
		expect(read('a,b\r1,2\r3,4').rows.map(({ line }) => line)).toEqual([1, 2, 3]);
	});
	test('texts lose the spaces around them; a quotation mark within one is a character; é is one character', () => {
		expect(read('a,b\n  x ,5" pipe\ncafe\u0301,"say ""so"""\n').rows.slice(1).map(({ cells }) => cells)).toEqual([['x', '5" pipe'], ['café', 'say "so"']]);
	});
	test.each([['', /is empty/], ['a,b\n1,"x\n2,3\n', /quotation mark is opened and never closed/], ['PK\u0003\u0004\u0000\u0000', /save the sheet as CSV/]])('%j cannot be read, in a sentence', (text, reason) => {
		expect(() => read(text)).toThrow(expect.objectContaining({ name: 'SourceError', message: expect.stringMatching(reason) }));
	});
});

describe('a number', () => {
	test.each([
		['1,234.50', '1234.5', null], ['1.234,50', null, '1234.5'], ['1 234,50', null, '1234.5'], ['1\u202f234,50', null, '1234.5'], ["1'234.50", '1234.5', null], ['12,34,567.50', '1234567.5', null],
		['€ 2.900,00', null, '2900'], ['$1,234.50', '1234.5', null], ['12 kr', '12', '12'], ['USD 5', '5', '5'], ['R$ 5', '5', '5'], ['5 €', '5', '5'],
		['-5', '-5', '-5'], ['−5', '-5', '-5'], ['5-', '-5', '-5'], ['(1,234.50)', '-1234.5', null], ['-€5', '-5', '-5'], ['(-5)', null, null], ['-0.00', '0', null],
		['1.234', '1.234', '1234'], ['1.234.567', null, '1234567'], ['1054', '1054', '1054'], ['1054.00', '1054', null], ['.5', '0.5', null], ['007', '7', '7'],
		['1.2 M', null, null], ['5k', null, null], ['12%', null, null], ['1e5', null, null], ['1-2', null, null], ['abc', null, null], ['1,23', null, '1.23'], ['1.2.3', null, null], ['', null, null], ['9'.repeat(100), null, null],
	])('%j is %j with a decimal point and %j with a comma', (text, point, comma) => {
		expect([readDecimal(text, '.'), readDecimal(text, ',')]).toEqual([point, comma]);
	});
	test.each([['12.5', -2, '0.125'], ['-1250', -2, '-12.5'], ['5', -2, '0.05'], ['1.25', 3, '1250'], ['1.2345', 3, '1234.5'], ['0', -2, '0'], ['100', -2, '1']])('%s moved by %i places is %s', (text, places, moved) => {
		expect(shiftPoint(text, places)).toBe(moved);
	});
	test('written in any way is read back', () => {
		fc.assert(fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.constantFrom('en', 'de', 'sv', 'fr', 'de-CH', 'en-IN'), (cents, locale) => {
			const text = (cents / 100).toLocaleString(locale, { minimumFractionDigits: 2 });
			expect(Number(readDecimal(text, ['en', 'de-CH', 'en-IN'].includes(locale) ? '.' : ','))).toBe(cents / 100);
		}));
	});
	test.each([
		[['1,054', '2,300'], { either: '1,054' }], [['1054', '12'], {}], [['1,054', '2.50'], { either: '1,054', point: '2.50' }], [['1.234.567'], { comma: '1.234.567' }], [['12.345.678,9', '0.5'], { comma: '12.345.678,9', point: '0.5' }], [['x', ''], {}],
	])('of %j the sign is known by %j', (texts, by) => {
		const { point, comma, either } = decimalEvidence(texts.map((text, line) => ({ text, line })));
		expect({ point: point?.text, comma: comma?.text, either: either?.text }).toEqual({ point: undefined, comma: undefined, either: undefined, ...by });
	});
});

describe('a date', () => {
	test.each([
		['2024-06-21', '2024-06-21'], ['2017-3-1', '2017-03-01'], ['2024/06/21', '2024-06-21'], ['20240621', '2024-06-21'], ['2024-06-21 15:30', '2024-06-21T15:30:00'], ['2024-06-21T15:30:05.500', '2024-06-21T15:30:05.5'],
		['2024-06-21T15:30:00Z', '2024-06-21T15:30:00Z'], ['2024-06-21 15:30 +02:00', '2024-06-21T13:30:00Z'], ['2024-06-21 15:30:00 UTC', '2024-06-21T15:30:00Z'], ['21 Jun 2024', '2024-06-21'], ['21-Jun-24', '2024-06-21'],
		['June 21, 2024 3:05 PM', '2024-06-21T15:05:00'], ['Friday, 21 June 2024', '2024-06-21'], ['5. maj 2024', '2024-05-05'], ['1 März 2024', '2024-03-01'],
		['2024-02-30', null], ['2024-06-21 24:00', null], ['2024-06-21 15', null], ['soon', null], ['45464', null], ['1234567', null], ['21/06/2024', null], ['', null],
	])('%j speaks for itself: %j', (text, iso) => {
		expect(readDate(text, { order: null, counted: false })).toBe(iso);
	});
	test.each<[string, DateOrder, string | null]>([
		['21.06.2024 15:30', 'dmy', '2024-06-21T15:30:00'], ['21/06/2024', 'dmy', '2024-06-21'], ['21/06/2024', 'mdy', null], ['06/21/2024 12:05 AM', 'mdy', '2024-06-21T00:05:00'], ['6/21/24', 'mdy', '2024-06-21'], ['12/31/99', 'mdy', '1999-12-31'],
		['03-04-2024', 'dmy', '2024-04-03'], ['03-04-2024', 'mdy', '2024-03-04'], ['24-06-21', 'ymd', '2024-06-21'], ['2024-06-21', 'dmy', '2024-06-21'], ['21/06-2024', 'dmy', null], ['6/21/24 13:00 PM', 'mdy', null], ['99/99/2024', 'dmy', null],
	])('%j in the order %s is %j', (text, order, iso) => {
		expect(readDate(text, { order, counted: false })).toBe(iso);
	});
	test.each([['45464', '2024-06-21'], ['45464.5', '2024-06-21T12:00:00'], ['45464,6458333', '2024-06-21T15:30:00'], ['123', null], ['99999', null]])('%j as a spreadsheet counts days is %j', (text, iso) => {
		expect(readDate(text, { order: null, counted: true })).toBe(iso);
	});
	test.each([
		[['03/04/2024', '05/06/2024'], { either: '03/04/2024' }], [['03/04/2024', '21/06/2024'], { either: '03/04/2024', dmy: '21/06/2024' }], [['06/21/2024'], { mdy: '06/21/2024' }], [['03.04.2024'], { dmy: '03.04.2024' }],
		[['04/04/2024'], {}], [['2024-06-21', '1 May 2024'], { plain: '2024-06-21' }], [['45464'], { counted: '45464' }], [['21/06/2024', '06/21/2024'], { dmy: '21/06/2024', mdy: '06/21/2024' }],
	])('of %j the order is known by %j', (texts, by) => {
		const found = dateEvidence(texts.map((text, line) => ({ text, line })));
		expect(Object.fromEntries(Object.entries(found).map(([name, placed]) => [name, placed?.text]))).toEqual({ dmy: undefined, mdy: undefined, either: undefined, plain: undefined, counted: undefined, ...by });
	});
	test('of any day, however it is written, is read back', () => {
		fc.assert(fc.property(fc.integer({ min: 0, max: 40_000 }), fc.constantFrom<[string, DateOrder]>(['en-US', 'mdy'], ['en-GB', 'dmy'], ['de', 'dmy'], ['sv', 'ymd'], ['nl', 'dmy']), fc.constantFrom('numeric', 'short', 'long'), (days, [locale, order], month) => {
			const date = Temporal.PlainDate.from('1971-01-01').add({ days });
			const text = date.toLocaleString(locale, { year: 'numeric', month: month as 'long', day: 'numeric' });
			expect([text, readDate(text, { order, counted: false })]).toEqual([text, date.toString()]);
		}));
	});
});
