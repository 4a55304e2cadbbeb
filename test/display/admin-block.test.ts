import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isBlock, parseBlock, writeBlock } from '../../display/admin/block.ts';
import { placeBlock } from '../../display/admin/pasting.ts';

test('a block from Excel has tabs, line breaks of Windows and one at the end', () => {
	expect(parseBlock('1\t2\r\n3\t4\r\n')).toEqual([
		['1', '2'],
		['3', '4'],
	]);
});

test('quoted cells may hold tabs, line breaks and doubled quotes', () => {
	expect(parseBlock('"a\tb"\t"say ""hi"""\n"two\nlines"\tc')).toEqual([
		['a\tb', 'say "hi"'],
		['two\nlines', 'c'],
	]);
});

test('a quote inside a cell is just a sign', () => {
	expect(parseBlock('55" TV\t1')).toEqual([['55" TV', '1']]);
});

test('short rows are filled up, empty cells stay', () => {
	expect(parseBlock('1\t\t3\n4')).toEqual([
		['1', '', '3'],
		['4', '', ''],
	]);
});

test('one cell copied from a spreadsheet is no block, though a line break follows it', () => {
	expect(isBlock('250 000\r\n')).toBe(false);
	expect(isBlock('1\t2')).toBe(true);
	expect(isBlock('1\n2')).toBe(true);
});

test('whatever is written can be read back', () => {
	const cell = fc.string({ unit: fc.constantFrom('a', '1', ' ', '"', '\t', '\n', ',') });
	const block = fc.integer({ min: 2, max: 4 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 4 }));
	fc.assert(
		fc.property(block, (rows) => {
			expect(parseBlock(`${writeBlock(rows)}\n`)).toEqual(rows);
		}),
	);
});

const extent = { rows: 3, columns: 4 };

test('a block starts at the upper left cell of the selection', () => {
	const { cells, outside } = placeBlock([['1', '2'], ['3', '4']], { top: 1, left: 1, bottom: 2, right: 3 }, extent);
	expect(cells).toEqual([
		{ row: 1, column: 1, text: '1' },
		{ row: 1, column: 2, text: '2' },
		{ row: 2, column: 1, text: '3' },
		{ row: 2, column: 2, text: '4' },
	]);
	expect(outside).toBe(0);
});

test('what has no place in the table is counted, empty cells are not', () => {
	const { cells, outside } = placeBlock([['1', '2', ''], ['3', '4', '5']], { top: 2, left: 2, bottom: 2, right: 2 }, extent);
	expect(cells.map(({ text }) => text)).toEqual(['1', '2']);
	expect(outside).toBe(3);
});

test('a single text fills the selection', () => {
	const { cells } = placeBlock([['7']], { top: 0, left: 0, bottom: 1, right: 1 }, extent);
	expect(cells).toHaveLength(4);
	expect(new Set(cells.map(({ text }) => text))).toEqual(new Set(['7']));
});
