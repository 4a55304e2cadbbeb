/** Rejected rows as CSV, for whoever repairs them. A cell that a spreadsheet would run as a formula is disarmed; a number stays one. */
import type { Rejection } from './understand.ts';

const isNumber = (text: string): boolean => /^[-+]?\d+([.,]\d+)*$/.test(text);
const isFormula = (text: string): boolean => /^[=+\-@\t\r\n\0]/.test(text) && !isNumber(text);
/** Enough to find it again. */
const longest = 1_000;
const cell = (text: string): string => `"${(isFormula(text) ? `'${text}` : text).slice(0, longest).replaceAll('"', '""')}"`;
const row = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`;

/** Marked as UTF-8, without which spreadsheets take it for something else. */
export const rejectedFile = (rejected: readonly (Rejection & { file: string })[]): string =>
	`\ufeff${row(['file', 'line', 'column', 'value', 'reason'])}${rejected.map(({ file, line, column, value, reason }) => row([file, String(line), column, value, reason])).join('')}`;
