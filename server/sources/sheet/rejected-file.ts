/** Rejected rows as CSV, for whoever repairs them. */
import { parse } from 'csv-parse/sync';
import { type CsvDelimiter, csvText } from '../../../shared/csv-text.ts';
import { importWords } from '../../../shared/words/imports.ts';
import { wordsIn } from '../../../shared/words/language.ts';
import { saidIn } from '../../../shared/words/server-says.ts';
import type { Language } from '../../../shared/views.ts';
import { delimiters, type Delimiter } from './sheet.ts';
import type { Rejection } from './understand.ts';

/** @param delimiter the one that opens well where the files come from. */
export const rejectedFile = (rejected: readonly (Rejection & { file: string })[], delimiter: Delimiter): string =>
	csvText([['file', 'line', 'column', 'value', 'reason'], ...rejected.map(({ file, line, column, value, reason }) => [file, String(line), column, value, reason])], delimiter);

/** The same file with its reasons, and what its columns are called, in another language. */
export function rejectedIn(file: string, language: Language): string {
	if (language === 'en') return file;
	const delimiter: CsvDelimiter = delimiters.find((one) => file.startsWith(`"file"${one}`, 1)) ?? ',';
	const [, ...rows]: string[][] = parse(file, { bom: true, delimiter });
	const words = wordsIn(importWords, language);
	return csvText([[words.headFile, words.headLine, words.headColumn, words.headValue, words.headReason], ...rows.map((cells) => [...cells.slice(0, -1), saidIn(cells.at(-1) ?? '', language)])], delimiter);
}
