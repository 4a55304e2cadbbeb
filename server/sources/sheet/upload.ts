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

/** How files begin that are no tables, whatever they are called. */
const others: readonly { what: string; begins: readonly number[] }[] = [
	{ what: 'a picture', begins: [0x89, 0x50, 0x4e, 0x47] },
	{ what: 'a picture', begins: [0xff, 0xd8, 0xff] },
	{ what: 'a picture', begins: [...Buffer.from('GIF8')] },
	{ what: 'a picture', begins: [0x49, 0x49, 0x2a, 0x00] },
	{ what: 'a picture', begins: [0x4d, 0x4d, 0x00, 0x2a] },
	{ what: 'a PDF', begins: [...Buffer.from('%PDF-')] },
	{ what: 'a packed archive', begins: [0x1f, 0x8b, 0x08] },
	{ what: 'a packed archive', begins: [0x37, 0x7a, 0xbc, 0xaf] },
	{ what: 'a packed archive', begins: [...Buffer.from('Rar!'), 0x1a] },
	{ what: 'a packed archive', begins: [...Buffer.from('BZh'), 0x31, 0x41, 0x59] },
	{ what: 'a packed archive', begins: [0xfd, 0x37, 0x7a, 0x58, 0x5a] },
	{ what: 'a packed archive', begins: [0x28, 0xb5, 0x2f, 0xfd] },
];
const looked = 65_536;

/** What the bytes are, if they are plainly no text; null otherwise. */
function otherThan(bytes: Uint8Array): string | null {
	return others.find(({ begins }) => begins.every((byte, at) => bytes[at] === byte))?.what ?? null;
}

/** Text has tabs and ends of lines, and hardly another control character. */
function isOfControls({ encoding }: Sheet, bytes: Uint8Array): boolean {
	if (encoding !== 'utf-8' && encoding !== 'windows-1252') return false;
	const near = bytes.subarray(0, looked);
	const controls = near.reduce((sum, byte) => sum + Number(byte < 0x20 && (byte < 0x09 || byte > 0x0d)), 0);
	return controls > 4 && controls > near.length / 100;
}

const noText = (what: string): InputError => refuse(`This is no table but ${what}. Save the sheet as CSV or XLSX.`);
const refuse = (message: string): InputError => new InputError(message, { code: 'unreadable', field: 'file' });

/** @param name of the workbook's sheet; the first that has rows unless given. @param most what a file may have, unless anything. @throws InputError 400 `unreadable`, or 413. */
export async function readUpload(bytes: Uint8Array, { name, reading = {}, most }: { name?: string; reading?: Reading; most?: Shape } = {}): Promise<Uploaded> {
	if (bytes.length === 0) throw refuse('The file is empty.');
	if (isOldWorkbook(bytes)) throw refuse('This is an old workbook, or one with a password. Save it as XLSX without a password, or as CSV.');
	const other = otherThan(bytes);
	if (other !== null) throw noText(other);
	try {
		if (!isWorkbook(bytes)) {
			const sheet = readSheet(bytes, reading, most);
			if (isOfControls(sheet, bytes)) throw noText('bytes of something else');
			return { kind: 'csv', sheet, name: null, names: [] };
		}
		const found = await readWorkbookSheet(safeWorkbook(bytes), name);
		if (most) requireShape({ columns: found.sheet.width, rows: found.sheet.rows.length + found.sheet.blank }, most);
		return { kind: 'xlsx', ...found };
	} catch (error) {
		if (error instanceof SourceError) throw refuse(`The file cannot be read: ${error.message}.`);
		throw error;
	}
}
