/** How wide and long a file is: what is no sheet of anybody's work is refused before it is cut into cells, which takes many times its size. */
import { InputError } from '../../errors.ts';

export interface Shape {
	columns: number;
	rows: number;
}

const count = (most: number): string => most.toLocaleString('en');

/** @throws InputError 413 */
export function requireShape({ columns, rows }: Shape, most: Shape): void {
	const what = columns > most.columns ? `${count(most.columns)} columns` : rows > most.rows ? `${count(most.rows)} rows` : null;
	if (what !== null) throw new InputError(`The file has more than ${what}. Bring it in with npm run import, or split it.`, { status: 413, code: 'too_large', field: 'file' });
}

const [quote, newline] = [34, 10];

/** The shape of a text in which lines end with a newline alone, as far as it is within `most`; quotation marks are read as the cutting reads them. */
export function shapeOf(text: string, delimiter: string, most: Shape): Shape {
	const cut = delimiter.charCodeAt(0);
	let isQuoted = false;
	let begins = true;
	let [columns, widest, rows] = [1, 1, 0];
	for (let at = 0; at < text.length && widest <= most.columns && rows <= most.rows; at += 1) {
		const sign = text.charCodeAt(at);
		if (isQuoted) {
			if (sign !== quote) continue;
			if (text.charCodeAt(at + 1) === quote) at += 1;
			else isQuoted = false;
		} else if (sign === cut) {
			columns += 1;
			if (columns > widest) widest = columns;
			begins = true;
		} else if (sign === newline) {
			rows += 1;
			columns = 1;
			begins = true;
		} else {
			isQuoted = begins && sign === quote;
			begins = false;
		}
	}
	return { columns: widest, rows };
}
