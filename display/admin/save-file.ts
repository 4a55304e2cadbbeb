/** Hands a text to the browser as a file to keep. */
import { csvText } from '../../shared/csv-text.ts';

/** Spreadsheets expect a semicolon where a comma is the decimal sign. */
export const delimiterFor = (locale: string): ',' | ';' => (new Intl.NumberFormat(locale).formatToParts(1.5).some(({ type, value }) => type === 'decimal' && value === ',') ? ';' : ',');

export function saveCsv(name: string, rows: readonly (readonly string[])[], locale: string): void {
	const address = URL.createObjectURL(new Blob([csvText(rows, delimiterFor(locale))], { type: 'text/csv;charset=utf-8' }));
	const link = document.createElement('a');
	link.href = address;
	link.download = name;
	link.click();
	// The browser has taken it over by then.
	setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
