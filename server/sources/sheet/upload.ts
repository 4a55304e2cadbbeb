/** A file that somebody hands over, as a sheet: told by its content, whatever it is called. */
import { InputError, SourceError } from '../../errors.ts';
import { requireShape, type Shape } from './shape.ts';
import type { Reading, Sheet } from './sheet.ts';
import { readSheet } from './sheet.ts';
import { safeWorkbook } from './unpack.ts';
import { isWorkbook, readWorkbookSheet } from './workbook.ts';

export interface Uploaded {
	kind: 'csv' | 'xlsx';
	sheet: Sheet;
	/** Of a workbook: which of its sheets this is, and all that it has; a CSV has none. */
	name: string | null;
	names: string[];
}

/** Workbooks of before 2007, and those under a password. */
const isOldWorkbook = (bytes: Uint8Array): boolean => bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0;

const refuse = (message: string): InputError => new InputError(message, { code: 'unreadable', field: 'file' });

/** @param name of the workbook's sheet; the first that has rows unless given. @param most what a file may have, unless anything. @throws InputError 400 `unreadable`, or 413. */
export async function readUpload(bytes: Uint8Array, { name, reading = {}, most }: { name?: string; reading?: Reading; most?: Shape } = {}): Promise<Uploaded> {
	if (bytes.length === 0) throw refuse('The file is empty.');
	if (isOldWorkbook(bytes)) throw refuse('This is an old workbook, or one with a password. Save it as XLSX without a password, or as CSV.');
	try {
		if (!isWorkbook(bytes)) return { kind: 'csv', sheet: readSheet(bytes, reading, most), name: null, names: [] };
		const found = await readWorkbookSheet(safeWorkbook(bytes), name);
		if (most) requireShape({ columns: found.sheet.width, rows: found.sheet.rows.length + found.sheet.blank }, most);
		return { kind: 'xlsx', ...found };
	} catch (error) {
		if (error instanceof SourceError) throw refuse(`The file cannot be read: ${error.message}.`);
		throw error;
	}
}
