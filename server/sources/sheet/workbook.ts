/** Workbooks (XLSX): the rows of one of their sheets as text, as a CSV would have them. */
import { types } from 'node:util';
import readWorkbook from 'read-excel-file/node';
import { isoText } from '../../clock.ts';
import { SourceError } from '../../errors.ts';
import type { Sheet } from './sheet.ts';
import { rowCounts } from './workbook-rows.ts';

/** A workbook is a zip file. */
export const isWorkbook = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;

/** Cells have no zone, so the instant's UTC reads as the cell did; a time alone lies on the day before spreadsheets begin to count. */
function dateText(at: number): string {
	const [day = '', time = ''] = isoText(at).slice(0, 19).split('T');
	if (day <= '1899-12-31') return time;
	return time === '00:00:00' ? day : `${day}T${time}`;
}

/** Never with an exponent: numbers of 16 digits and more are ids, or were. */
const numberText = (value: number): string => (Number.isInteger(value) ? value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 0 }) : String(Number(value.toPrecision(15))));

function cellText(cell: unknown): string {
	if (cell === null || cell === undefined) return '';
	// The library's dates.
	if (types.isDate(cell)) return Number.isNaN(cell.getTime()) ? '' : dateText(cell.getTime());
	if (typeof cell === 'number') return numberText(cell);
	return String(cell).replace(/\r\n?/g, '\n').normalize('NFC').trim();
}

/** @param name of the sheet; the first that has rows unless given. @throws SourceError when it cannot be read. */
export async function readWorkbookSheet(bytes: Uint8Array, name?: string): Promise<{ sheet: Sheet; name: string; names: string[] }> {
	const sheets = await readWorkbook(Buffer.from(bytes)).catch(() => {
		throw new SourceError('unreadable', 'this is no workbook that can be read; save it anew as XLSX, or as CSV');
	});
	const names = sheets.map((sheet) => sheet.sheet);
	const filled = sheets.map((sheet) => ({
		name: sheet.sheet,
		// Rows by their numbers in the workbook; blank ones are left out as in a CSV.
		rows: sheet.data.map((cells, index) => ({ line: index + 1, cells: cells.map(cellText) })).filter(({ cells }) => cells.some((cell) => cell !== '')),
	}));
	const found = name === undefined ? filled.find(({ rows }) => rows.length > 0) : filled.find((sheet) => sheet.name === name);
	if (!found) throw new SourceError('unreadable', name === undefined ? 'the workbook is empty' : `there is no sheet '${name.slice(0, 60)}'; there are ${names.join(', ')}`);
	if (found.rows.length === 0) throw new SourceError('unreadable', `the sheet '${found.name}' is empty`);
	const width = found.rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
	return { sheet: { encoding: 'utf-8', marked: false, delimiter: ',', width, rows: found.rows, blank: Math.max(0, (rowCounts(bytes).get(found.name) ?? 0) - found.rows.length) }, name: found.name, names };
}
