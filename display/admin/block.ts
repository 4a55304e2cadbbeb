/** Rectangular blocks of cells as spreadsheets put them on the clipboard: tab-separated, quoted where needed. */

/** Rows of texts. The line break that spreadsheets put at the end makes no row; short rows are filled up. */
export const parseBlock = (clipboard: string): string[][] => {
	const rows: string[][] = [];
	let row: string[] = [];
	let cell = '';
	let isQuoted = false;
	const text = clipboard.replace(/\r\n?/g, '\n').replace(/\n$/, '');
	for (let at = 0; at < text.length; at++) {
		const sign = text.charAt(at);
		if (isQuoted) {
			if (sign !== '"') cell += sign;
			else if (text.charAt(at + 1) === '"') { cell += '"'; at++; }
			else isQuoted = false;
		} else if (sign === '"' && cell === '') {
			isQuoted = true;
		} else if (sign === '\t') {
			row.push(cell);
			cell = '';
		} else if (sign === '\n') {
			rows.push([...row, cell]);
			row = [];
			cell = '';
		} else {
			cell += sign;
		}
	}
	rows.push([...row, cell]);
	const width = Math.max(...rows.map((each) => each.length));
	return rows.map((each) => [...each, ...Array<string>(width - each.length).fill('')]);
};

export const isBlock = (clipboard: string): boolean => /[\t\n]/.test(clipboard.replace(/\r\n?/g, '\n').replace(/\n$/, ''));

const quote = (cell: string): string => (/[\t\n"]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell);

export const writeBlock = (rows: readonly (readonly string[])[]): string => rows.map((row) => row.map(quote).join('\t')).join('\n');
