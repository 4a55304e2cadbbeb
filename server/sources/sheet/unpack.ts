/**
 * A workbook is a zip file of XML, and a small one can unfold without end, or name a cell so far out that all before it fill the memory.
 * What leaves here is our own zip of what was unpacked within bounds, with no cell beyond them, so that whatever reads it next cannot be misled.
 */
import { Unzip, UnzipInflate, unzipSync, zipSync } from 'fflate';
import { InputError } from '../../errors.ts';

/** Bytes of the unpacked workbook at most. */
export const mostUnpacked = 64_000_000;
/** What a sheet can hold before its last row and column. */
export const mostCells = 5_000_000;
const mostRows = 1_048_576;
/** Bytes at a time: however much they unfold to, it is noticed before the memory is full. */
const slice = 4_096;

const tooLarge = (): InputError => new InputError('Unpacked, this workbook is too large. Save only the sheet that is needed, or as CSV.', { status: 413, code: 'too_large', field: 'file' });
const unreadable = (): InputError => new InputError('This is no workbook that can be read. Save it anew as XLSX, or as CSV.', { code: 'unreadable', field: 'file' });

/** What the zip's directory says of itself: the cheap look, which a liar passes. */
function declared(bytes: Uint8Array): number {
	let sum = 0;
	unzipSync(bytes, {
		filter: ({ originalSize }) => {
			sum += originalSize;
			return false;
		},
	});
	return sum;
}

function unpacked(bytes: Uint8Array): Map<string, Uint8Array> {
	const files = new Map<string, Uint8Array>();
	let size = 0;
	const unzip = new Unzip((file) => {
		if (!/\.(xml|rels)$/i.test(file.name)) return;
		const parts: Uint8Array[] = [];
		file.ondata = (error, part, isLast) => {
			if (error) throw error;
			size += part.length;
			if (size > mostUnpacked) throw tooLarge();
			parts.push(part);
			if (isLast) files.set(file.name, Buffer.concat(parts));
		};
		file.start();
	});
	unzip.register(UnzipInflate);
	for (let at = 0; at < bytes.length; at += slice) unzip.push(bytes.subarray(at, at + slice), at + slice >= bytes.length);
	return files;
}

const tagBegins = /<(?:\w+:)?(?:row|c)(?=[\s/>])/g;
const tags = /<(?:\w+:)?(row|c)(?=[\s/>])((?:[^<>"']|"[^"<]{0,200}"|'[^'<]{0,200}'){0,400})>/g;
const columnOf = (letters: string): number => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);

/** @throws InputError for a cell so far out that the sheet could not be held. */
function requireNear(xml: string): void {
	let [row, column, seen, rows] = [0, 0, 0, 0];
	for (const [, tag, attributes = ''] of xml.matchAll(tags)) {
		seen += 1;
		if (tag === 'row') rows += 1;
		if (rows > mostRows) throw tooLarge();
		const [, double, single] = /\sr\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(attributes) ?? [];
		const at = double ?? single;
		if (at === undefined && tag === 'row') continue;
		const [, letters = '', digits = ''] = /^([A-Z]{0,3})(\d{1,7})$/.exec(at ?? '') ?? [];
		if ((tag === 'c') !== (letters !== '') || digits === '' || Number(digits) > mostRows) throw unreadable();
		// A row is as long as its cells, and a cell that has only a colour is none.
		if (tag === 'row' || attributes.endsWith('/')) continue;
		row = Math.max(row, Number(digits));
		column = Math.max(column, columnOf(letters));
		if (row * column > mostCells) throw new InputError(`There is something in the cell ${letters}${digits}, far outside the rest. Delete it, or save the sheet as CSV.`, { status: 413, code: 'too_large', field: 'file' });
	}
	// What is not plainly a tag here may be one for another reader.
	if (seen !== (xml.match(tagBegins)?.length ?? 0)) throw unreadable();
}

/** The same workbook, safe to read. @throws InputError 413 or 400. */
export function safeWorkbook(bytes: Uint8Array): Uint8Array {
	try {
		if (declared(bytes) > mostUnpacked) throw tooLarge();
		const files = unpacked(bytes);
		for (const [name, xml] of files) if (/worksheets\//i.test(name)) requireNear(new TextDecoder().decode(xml));
		return zipSync(Object.fromEntries(files), { level: 0 });
	} catch (error) {
		if (error instanceof InputError) throw error;
		throw unreadable();
	}
}
