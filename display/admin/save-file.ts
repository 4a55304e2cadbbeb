/** Hands a text to the browser as a file to keep. */
import { csvText } from '../../shared/csv-text.ts';

/** Spreadsheets expect a semicolon where a comma is the decimal sign. */
export const delimiterFor = (locale: string): ',' | ';' => (new Intl.NumberFormat(locale).formatToParts(1.5).some(({ type, value }) => type === 'decimal' && value === ',') ? ';' : ',');

export const saveCsv = (name: string, rows: readonly (readonly string[])[], locale: string): void => saveFile(name, csvText(rows, delimiterFor(locale)));

export function saveFile(name: string, text: string): void {
	const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
	const link = document.createElement('a');
	link.href = address;
	link.download = name;
	link.click();
	// The browser has taken it over by then.
	setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
