/** Workbooks as sheets of text. */
import { expect, test } from 'vitest';
import { zipSync, strToU8 } from 'fflate';
import { isWorkbook, readWorkbookSheet } from '../../../server/sources/sheet/workbook.ts';

const workbook = (rows: string): Uint8Array =>
	zipSync({
		'[Content_Types].xml': strToU8('<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
		'xl/workbook.xml': strToU8('<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Deals" sheetId="1" r:id="rId1"/></sheets></workbook>'),
		'xl/_rels/workbook.xml.rels': strToU8('<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'),
		'xl/styles.xml': strToU8('<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>'),
		'xl/worksheets/sheet1.xml': strToU8(`<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`),
	});
const text = (at: string, value: string): string => `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;

test('numbers, dates, times and texts read as they stand in the sheet, and each row has its number', async () => {
	const bytes = workbook(`<row r="1">${text('A1', 'Id')}${text('B1', 'Closed')}${text('C1', 'Amount')}</row><row r="4">${text('A4', ' D-1 ')}<c r="B4" s="1"><v>46349</v></c><c r="C4"><v>1200.1</v></c></row><row r="5"><c r="A5"><v>5805028000056849</v></c><c r="B5" s="2"><v>46349.5</v></c></row>`);
	expect(isWorkbook(bytes)).toBe(true);
	const { sheet, name } = await readWorkbookSheet(bytes);
	expect(name).toBe('Deals');
	expect(sheet.width).toBe(3);
	expect(sheet.rows).toEqual([
		{ line: 1, cells: ['Id', 'Closed', 'Amount'] },
		{ line: 4, cells: ['D-1', '2026-11-23', '1200.1'] },
		{ line: 5, cells: ['5805028000056849', '2026-11-23T12:00:00', ''] },
	]);
});

test('what is no workbook says so in a sentence', async () => {
	await expect(readWorkbookSheet(Buffer.from('PK\u0003\u0004 and nothing more'))).rejects.toThrow('this is no workbook that can be read');
	await expect(readWorkbookSheet(workbook(''))).rejects.toThrow('the workbook is empty');
});

test('rows that have only a format are counted as blank, at the end too', async () => {
	const bytes = workbook(`<row r="1">${text('A1', 'Id')}</row><row r="2">${text('A2', 'D-1')}</row><row r="3"><c r="A3" s="1"/></row><row r="9"/>`);
	const { sheet } = await readWorkbookSheet(bytes);
	expect([sheet.rows.length, sheet.blank]).toEqual([2, 2]);
});
