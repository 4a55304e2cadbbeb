/**
 * Rejected rows as CSV, for whoever repairs them. What a spreadsheet would run as a formula is disarmed, also where it would cut a
 * cell in two because it expects another delimiter; a number stays one.
 */
import type { Delimiter } from './sheet.ts';
import type { Rejection } from './understand.ts';

const isNumber = (text: string): boolean => /^[-+]?\d+([.,]\d+)*$/.test(text);
const disarmed = (text: string): string => (isNumber(text) ? text : text.replace(/(^|[,;|\t\r\n])(?=[=+\-@\t\r\n\0])/g, "$1'"));
/** Enough to find it again. */
const longest = 1_000;
const cell = (text: string): string => `"${disarmed(text.slice(0, longest)).replaceAll('"', '""')}"`;
const row = (cells: readonly string[], delimiter: Delimiter): string => `${cells.map(cell).join(delimiter)}\r\n`;

/** Marked as UTF-8, without which spreadsheets take it for something else. @param delimiter the one that opens well where the files come from. */
export const rejectedFile = (rejected: readonly (Rejection & { file: string })[], delimiter: Delimiter): string =>
	`\ufeff${row(['file', 'line', 'column', 'value', 'reason'], delimiter)}${rejected.map(({ file, line, column, value, reason }) => row([file, String(line), column, value, reason], delimiter)).join('')}`;
