/** A sheet: the rows of a file as text, each with its line, whatever the file's encoding and delimiter. */
import { CsvError, parse } from 'csv-parse/sync';
import { SourceError } from '../../errors.ts';
import type { DateOrder } from './dates.ts';
import type { Decoded, Encoding } from './decode.ts';
import { decode } from './decode.ts';
import type { DecimalSign } from './decimals.ts';
import { requireShape, type Shape, shapeOf } from './shape.ts';

export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** What is known beforehand of how a file is written; the rest is detected. */
export interface Reading {
	encoding?: Encoding | undefined;
	delimiter?: Delimiter | undefined;
	/** Whether the first row names the columns. */
	header?: boolean | undefined;
	decimal?: DecimalSign | undefined;
	dates?: DateOrder | undefined;
	/** Of amounts that do not say theirs: an ISO 4217 code. */
	currency?: string | undefined;
	/** The column of a field, by its name or number, where columns are matched by their names. */
	columns?: Readonly<Record<string, string>> | undefined;
}

export interface SheetRow {
	/** Where it begins in the file, counted from 1. */
	line: number;
	cells: string[];
}

export interface Sheet {
	encoding: Decoded['encoding'];
	marked: boolean;
	delimiter: Delimiter;
	/** How many columns most rows have. */
	width: number;
	/** All rows, the header too if there is one. */
	rows: SheetRow[];
	/** How many rows of the file have nothing in them; they are in no list. */
	blank: number;
}

/** How much is looked at to tell the delimiter. */
const sampleRows = 300;
const sampleLength = 500_000;
/** A longer record is a quotation mark that was never closed, unless a line is as long. */
const longestRecord = 1_000_000;

const breaks = (cells: readonly string[]): number => cells.reduce((sum, cell) => sum + (cell.match(/\n/g)?.length ?? 0), 0);
export const linesIn = ({ cells }: SheetRow): number => breaks(cells) + 1;
const tidy = (cell: string): string => {
	const text = cell.trim();
	// Programs write é in one character or in two; here it is one text.
	return /[^\x20-\x7e]/.test(text) ? text.normalize('NFC') : text;
};

function recordsOf(text: string, delimiter: Delimiter, to?: number): { rows: SheetRow[]; blank: number } {
	const begins: number[] = [];
	let blank = 0;
	let ended = 0;
	const records: string[][] = parse(text, {
		delimiter,
		bom: true,
		relax_quotes: true,
		relax_column_count: true,
		skip_empty_lines: false,
		max_record_size: longestRecord,
		...(to === undefined ? {} : { to }),
		on_record: (cells: string[], { lines }) => {
			const line = lines - ended > 1 ? lines - breaks(cells) : lines;
			ended = lines;
			if (cells.every((cell) => cell.trim() === '')) {
				blank += 1;
				return null;
			}
			begins.push(line);
			return cells.map(tidy);
		},
	});
	return { rows: records.map((cells, index) => ({ line: begins[index] ?? 0, cells })), blank };
}

/** The first line, counted from 1, that is longer than any record. */
function longLine(text: string): number | null {
	for (let [at, line] = [0, 1]; at < text.length; line += 1) {
		const end = text.indexOf('\n', at);
		const next = end === -1 ? text.length : end;
		if (next - at > longestRecord) return line;
		at = next + 1;
	}
	return null;
}

const readable = (text: string, delimiter: Delimiter): { rows: SheetRow[]; blank: number } => {
	try {
		return recordsOf(text, delimiter);
	} catch (error) {
		if (!(error instanceof CsvError)) throw error;
		const line = typeof error['lines'] === 'number' ? error['lines'] : null;
		const where = line === null ? '' : ` (noticed in line ${line})`;
		const long = error.code === 'CSV_MAX_RECORD_SIZE' ? longLine(text) : null;
		if (long !== null) throw new SourceError('unreadable', `line ${long} has more than ${longestRecord.toLocaleString('en')} characters`);
		throw new SourceError('unreadable', /QUOTE|MAX_RECORD/.test(error.code) ? `a quotation mark is opened and never closed${where}` : `${error.message}${where}`);
	}
};

const mostCommon = (widths: number[]): { width: number; share: number } => {
	const counts = new Map<number, number>();
	for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
	const [width, times] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [1, 0];
	return { width, share: widths.length === 0 ? 0 : times / widths.length };
};

/**
 * The delimiter that cuts most rows alike. A comma may also stand in numbers and sentences, so it yields to another that does as well;
 * what cuts nothing is no delimiter.
 */
function detectDelimiter(text: string): Delimiter {
	let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 };
	for (const delimiter of [';', '\t', '|', ','] as const) {
		let rows: SheetRow[];
		try {
			({ rows } = recordsOf(text, delimiter, sampleRows));
		} catch (error) {
			if (error instanceof CsvError) continue;
			throw error;
		}
		const { width, share } = mostCommon(rows.map(({ cells }) => cells.length));
		const score = width > 1 ? share : 0;
		if (score > best.score) best = { delimiter, score };
	}
	return best.delimiter;
}

/** @throws SourceError when the file cannot be cut into rows, InputError when it has more of them, or of columns, than `most`. */
export function readSheet(bytes: Uint8Array, reading: Reading = {}, most: Shape | null = null): Sheet {
	const { text: written, encoding, marked } = decode(bytes, reading.encoding);
	// One ending for all lines, so that each has one number and a text of several lines is the same from any system.
	const lines = written.replace(/\r\n?/g, '\n');
	// Some programs say the delimiter in a line of its own before all others.
	const [told = '', said] = /^sep=(.)(?=\n)/i.exec(lines) ?? [];
	const text = lines.slice(told.length);
	if (text.includes('\u0000')) throw new SourceError('unreadable', 'this is no text file; save the sheet as CSV');
	const delimiter = reading.delimiter ?? delimiters.find((one) => one === said) ?? detectDelimiter(text.slice(0, sampleLength));
	if (most) requireShape(shapeOf(text, delimiter, most), most);
	const { rows, blank } = readable(text, delimiter);
	if (rows.length === 0) throw new SourceError('unreadable', 'the file is empty');
	return { encoding, marked, delimiter, width: mostCommon(rows.slice(0, sampleRows).map(({ cells }) => cells.length)).width, rows, blank };
}

/**
 * Whether a cell holds the rest of its row, further rows, and the beginning of the last, as it does when a quotation mark is opened
 * and the next one that happens to come closes it. A text of several lines with as many delimiters in each is no text.
 */
export function holdsRows({ cells }: SheetRow, width: number, delimiter: Delimiter): boolean {
	return width > 1 && cells.some((cell, index) => {
		if (!cell.includes('\n')) return false;
		const lines = cell.split('\n');
		// In a narrow file an address may look like a row; what ended the cell is then the quotation mark that opens another.
		const opensAnother = lines.at(-1)?.split(delimiter).some((part) => part.startsWith('"')) ?? false;
		if (!opensAnother && width < 4) return false;
		return lines.every((line, place) => {
			const count = line.split(delimiter).length - 1;
			const wanted = place === 0 ? width - 1 - index : place < lines.length - 1 ? width - 1 : index;
			// Delimiters within quotation marks come on top, and so does what a short row lacks at its end.
			return line.includes('"') || (place === lines.length - 1 && cells.length < width) ? count >= wanted : count === wanted;
		});
	});
}
