/** The numbers of a review as files for spreadsheets: exact, and each says of which month, of whom and as of when it is. */
import { csvText } from '../../shared/csv-text.ts';
import type { ReviewDocument, ReviewSection, ReviewTable, TableCell, TableColumn } from '../../shared/review-api.ts';
import { wordsIn } from '../../shared/words/language.ts';
import { handoutWords } from '../../shared/words/review-handout.ts';
import { delimiterFor } from '../admin/save-file.ts';

const isText = ({ unit }: TableColumn): boolean => unit === 'text' || unit === 'day';

/** Whole: no grouping, no exponent, nothing rounded, and with the decimal sign that goes with the delimiter. */
function exact({ value }: TableCell, column: TableColumn | undefined, delimiter: string): string {
	if (value === null) return '';
	const text = typeof value === 'number' ? new Intl.NumberFormat('en', { useGrouping: false, maximumFractionDigits: 20 }).format(value) : value;
	const isNumber = column !== undefined && !isText(column) && /^-?\d+\.\d+$/.test(text);
	return isNumber && delimiter === ';' ? text.replace('.', ',') : text;
}

function headRows({ board, title, whose, asOf }: ReviewDocument): string[][] {
	const words = wordsIn(handoutWords, board.language);
	return [[words.workspace, board.name], [words.review, board.title], [words.month, title], [words.whose, whose || words.company], [words.asOf, asOf]];
}

function tableRows({ board, whose }: ReviewDocument, section: ReviewSection, table: ReviewTable): string[][] {
	const words = wordsIn(handoutWords, board.language);
	const delimiter = delimiterFor(board.locale);
	return [
		[words.section, section.title],
		...(section.whose === whose ? [] : [[words.sectionOf, section.whose || words.company]]),
		[words.table, table.title],
		[],
		table.columns.map(({ label }) => label),
		...table.rows.map((row) => row.map((cell, place) => exact(cell, table.columns[place], delimiter))),
	];
}

/** One table, with what it is of above it. */
export const tableCsv = (document: ReviewDocument, section: ReviewSection, table: ReviewTable): string =>
	csvText([...headRows(document), ...tableRows(document, section, table)], delimiterFor(document.board.locale));

/** All tables, one below the other. */
export const documentCsv = (document: ReviewDocument): string =>
	csvText([...headRows(document), ...document.sections.flatMap((section) => section.tables.flatMap((table) => [[], ...tableRows(document, section, table)]))], delimiterFor(document.board.locale));

const plain = (text: string): string => text.normalize('NFKD').replace(/\p{Mark}/gu, '').toLowerCase().replace(/[^\p{Letter}\p{Number}]+/gu, '-').replace(/^-+|-+$/g, '').slice(0, 40);

/** "review-2017-06-north-deals-won-2026-11-27.csv": month, whose, section and table, and the workspace's day on which it was taken. @param now epoch milliseconds */
export function csvName({ month, whose, board }: ReviewDocument, section: ReviewSection | null, table: ReviewTable | null, now: number): string {
	const day = new Date(now + board.clock.offsetMinutes * 60_000).toISOString().slice(0, 10);
	const parts = section && table ? [section.id, table.id === section.id ? '' : plain(table.id)] : [];
	return `${['review', month, plain(whose), ...parts, day].filter((part) => part !== '').join('-')}.csv`;
}
