/** Rejected rows as CSV, for whoever repairs them. */
import { csvText } from '../../../shared/csv-text.ts';
import type { Delimiter } from './sheet.ts';
import type { Rejection } from './understand.ts';

/** @param delimiter the one that opens well where the files come from. */
export const rejectedFile = (rejected: readonly (Rejection & { file: string })[], delimiter: Delimiter): string =>
	csvText([['file', 'line', 'column', 'value', 'reason'], ...rejected.map(({ file, line, column, value, reason }) => [file, String(line), column, value, reason])], delimiter);
