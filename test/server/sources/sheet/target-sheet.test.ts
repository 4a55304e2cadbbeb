/** Targets as people write them in spreadsheets. */
import { describe, expect, test } from 'vitest';
import { readPeriodWords } from '../../../../server/sources/sheet/period-words.ts';
import { readSheet } from '../../../../server/sources/sheet/sheet.ts';
import { readTargets } from '../../../../server/sources/sheet/target-sheet.ts';

const read = (text: string, sign?: '.' | ',') => readTargets(readSheet(Buffer.from(text)), { forced: sign });

describe('a period is understood', () => {
	const november = { kind: 'month', year: 2026, number: 11 };
	test.each(['2026-11', '2026/11', '11/2026', '202611', 'Nov 2026', 'nov. 2026', 'NOVEMBER 2026', 'november 2026', 'nov-26', "Nov '26", '2026 november', '2026-11-01', '2026-11-15', '1 Nov 2026', 'Nov 1, 2026', '01/11/2026', '11/1/2026', '2026-11-01T00:00:00'])('in %s', (text) => {
		expect(readPeriodWords(text)).toEqual(november);
	});
	test.each([['maj', 5], ['Oktober', 10], ['mars', 3], ['okt', 10], ['Aug.', 8], ['June', 6], ['juni', 6]])('in %s, without its year', (text, number) => {
		expect(readPeriodWords(text)).toEqual({ kind: 'month', year: null, number });
	});
	test.each(['Q4 2026', 'q4-2026', '2026-Q4', '2026 Q4', 'Q4/26', 'Kvartal 4 2026', 'kv 4 2026', 'kv. 4 2026', 'K4 2026', 'Quarter 4 2026', "Q4 '26"])('in %s', (text) => {
		expect(readPeriodWords(text)).toEqual({ kind: 'quarter', year: 2026, number: 4 });
	});
	test('in a quarter without year, a year, a week', () => {
		expect([readPeriodWords('Q2'), readPeriodWords('2026'), readPeriodWords('FY2026'), readPeriodWords('2026-W47')]).toEqual([{ kind: 'quarter', year: null, number: 2 }, { kind: 'year', year: 2026, number: 0 }, { kind: 'year', year: 2026, number: 0 }, { kind: 'id', id: '2026-W47' }]);
	});
	test.each(['', 'North', 'Total', 'Summa', '03/04/2026', '13/2026', '2026-13', '4711', 'Q5 2026', '250000', '12', 'Ana', 'x'.repeat(100)])('in none of: %s', (text) => {
		expect(readPeriodWords(text)).toBeNull();
	});
});

test('a wide sheet: a row for each, a column for each period; a title above and other columns do no harm', () => {
	const { shape, targets, ignored, rejected } = read('Targets H2;;;;\nWho;Nov 2026;dec 2026;Total;Comment\nNorth;250 000;260 000,50;510 000;ok\nana@x.example;30000;;;\n');
	expect([shape, ignored, rejected]).toEqual(['wide', ['Total', 'Comment'], []]);
	expect(targets.map(({ line, column, scope, period, value }) => [line, column, scope, period, value])).toEqual([
		[3, 'Nov 2026', 'North', { kind: 'month', year: 2026, number: 11 }, '250000'],
		[3, 'dec 2026', 'North', { kind: 'month', year: 2026, number: 12 }, '260000.5'],
		[4, 'Nov 2026', 'ana@x.example', { kind: 'month', year: 2026, number: 11 }, '30000'],
	]);
});

test('a long sheet: a row for each target, in Swedish too, with month and year apart', () => {
	const { shape, targets } = read('Nyckeltal;Säljare;Lag;År;Månad;Mål\nsales;Ana Lindqvist;North;2026;11;30 000 kr\n;;South;2026;december;1,5\n');
	expect(shape).toBe('long');
	expect(targets).toEqual([
		{ line: 2, column: 'Mål', metric: 'sales', scope: '', person: 'Ana Lindqvist', team: 'North', whoColumn: 'Säljare', period: { kind: 'month', year: 2026, number: 11 }, periodText: '11 2026', value: '30000', isPercent: false, mark: 'kr', text: '30 000 kr' },
		{ line: 3, column: 'Mål', metric: '', scope: '', person: '', team: 'South', whoColumn: 'Lag', period: { kind: 'month', year: 2026, number: 12 }, periodText: 'december 2026', value: '1.5', isPercent: false, mark: '', text: '1,5' },
	]);
});

test('what is not understood is listed with its line, its column and its text', () => {
	const { targets, rejected } = read('who,period,target\nNorth,2026-11,a lot\n,2026-11,5\nNorth,soon,6\nNorth,2026-12,7\n');
	expect(targets.map(({ value }) => value)).toEqual(['7']);
	expect(rejected).toEqual([
		{ line: 2, column: 'target', value: 'a lot', reason: 'no_number' },
		{ line: 3, column: 'who', value: '', reason: 'no_who' },
		{ line: 4, column: 'period', value: 'soon', reason: 'no_period' },
	]);
});

test.each([
	['250.000', null, '250000', true],
	['250,000', null, '250000', true],
	['250.000', '.', '250', true],
	['250.000;1.234,5', null, '250000', false],
	['250.000;12.5', null, '250', false],
	['1,5;12.5', null, '1.5', false],
	['€ 250 000', null, '250000', false],
	['$250,000.00', null, '250000', false],
	['40 %', null, '40', false],
	["1'250'000.50", null, '1250000.5', false],
] as const)('the number %s, decimals said to be %s, is %s; unclear: %s', (texts, sign, value, unclear) => {
	const { targets, unclear: found } = read(`who\tNov 2026\n${texts.split(';').map((text) => `North\t${text}\n`).join('')}`, sign ?? undefined);
	expect([targets[0]?.value, found !== null]).toEqual([value, unclear]);
});

test('a sheet of something else says what it should look like', () => {
	expect(() => read('a,b\nc,d\n')).toThrow('No columns of targets were found.');
	expect(() => read('id,amount,owner\n1,200,Ana\n')).toThrow('No columns of targets were found.');
});
