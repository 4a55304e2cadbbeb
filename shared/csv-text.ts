/** CSV for spreadsheets. What one would run as a formula is disarmed, also where it would cut a cell in two because it expects another delimiter; a number stays one. */
export type CsvDelimiter = ',' | ';' | '\t' | '|';

const isNumber = (text: string): boolean => /^[-+]?\d+([.,]\d+)*$/.test(text);
/** In two steps: what begins a text may be a delimiter itself, behind which the rest begins. */
const disarmed = (text: string): string => (isNumber(text) ? text : text.replace(/^(?=[=+\-@＝＋－＠\t\r\n\0])/, "'").replace(/([,;|\t\r\n])(?=[=+\-@＝＋－＠\t\r\n\0])/g, "$1'"));
/** Enough to find it again. */
const longest = 1_000;
const cell = (text: string): string => `"${disarmed(text.slice(0, longest)).split('"').join('""')}"`;

/** Marked as UTF-8, without which spreadsheets take it for something else. @param delimiter the one that opens well where it is read. */
export const csvText = (rows: readonly (readonly string[])[], delimiter: CsvDelimiter): string => `\ufeff${rows.map((cells) => `${cells.map(cell).join(delimiter)}\r\n`).join('')}`;
