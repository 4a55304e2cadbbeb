/**
 * A pasted block that says whose and which its numbers are: its first columns name people, teams or the company, its first row periods.
 * Rows and columns then go where they belong, whatever is shown and selected; what names nobody is listed, not dropped.
 */
import type { TargetGrid } from '../../shared/api.ts';
import { periodAfter, periodsAround } from './period-columns.ts';

/** Texts of a paste that have no place in the table. */
export interface Outside {
	/** Cells beyond the last row or column. */
	count: number;
	/** Names of rows that mean nobody here, or several; columns that mean no period of the shown kind. */
	rows: string[];
	several: string[];
	columns: string[];
}

export interface NamedBlock extends Outside {
	cells: { scope: string; period: string; text: string }[];
}

export interface PasteAt {
	/** The scopes from the selected row on, and the first selected column: where what has no name of its own goes. */
	scopes: readonly string[];
	column: number;
	locale: string;
}

const plain = (text: string): string => text.normalize('NFC').trim().replace(/\s+/g, ' ').toLocaleLowerCase();
const isText = (text: string): boolean => /\p{L}/u.test(text) && !/^[^\p{L}]*\d[\d\s.,]*\p{L}{0,3}\.?$/u.test(text.trim());

/** How a column may be headed: '2026-11', "Nov 2026", "November 26", "11/2026"; without the year where only one column is meant. */
const headings = ({ id, label, from }: Pick<TargetGrid['periods'][number], 'id' | 'label' | 'from'>, locale: string): { full: string[]; short: string[] } => {
	const [year = '', month = ''] = from.split('-');
	if (id.includes('Q')) return { full: [id, label, `${id.slice(5)} ${id.slice(0, 4)}`, `K${id.slice(6)} ${id.slice(0, 4)}`].map(plain), short: [plain(id.slice(5)), plain(`K${id.slice(6)}`)] };
	if (!id.includes('-')) return { full: [plain(id), plain(label)], short: [] };
	const at = Date.UTC(Number(year), Number(month) - 1, 1);
	const names = [locale, 'en', 'sv'].flatMap((each) => (['long', 'short'] as const).map((width) => plain(new Intl.DateTimeFormat(each, { timeZone: 'UTC', month: width }).format(at)).replace(/\.$/, '')));
	const short = [...names, ...names.map((name) => name.slice(0, 3))];
	const years = [year, year.slice(2), `'${year.slice(2)}`];
	const joined = short.flatMap((name) => years.flatMap((each) => [`${name} ${each}`, `${name}-${each}`, `${name}. ${each}`]));
	return { full: [...joined, ...[id, label, `${month}/${year}`, `${month}.${year}`, `${year}/${month}`, `${year}${month}`, from].map(plain)], short };
};

/** The period of the shown kind that each heading means, whether it is shown or not; null: none. */
const periodsOf = (texts: readonly string[], grid: TargetGrid, locale: string): (string | null)[] => {
	const shown = grid.periods.map((period) => ({ id: period.id, ...headings(period, locale) }));
	const around = periodsAround(grid).map((id) => ({ id, ...headings({ id, label: id, from: `${id}-01` }, locale) }));
	const found = texts.map((text): { id: string | null; around: readonly string[] } => {
		const wanted = plain(text);
		const exact = shown.find(({ full }) => full.includes(wanted));
		if (exact) return { id: exact.id, around: [] };
		const short = shown.filter((each) => each.short.includes(wanted));
		const other = around.find(({ full }) => full.includes(wanted));
		if (other) return { id: other.id, around: [] };
		return { id: short.length === 1 ? (short[0]?.id ?? null) : null, around: [...shown, ...around].filter((each) => each.short.includes(wanted)).map(({ id }) => id) };
	});
	// A bare number is a number, unless a period that is shown stands beside it.
	const ids = new Set(shown.map(({ id }) => id));
	const isBare = found.every(({ id }, at) => id === null || (!ids.has(id) && /^[\d.,]+$/.test((texts[at] ?? '').trim())));
	return isBare ? texts.map(() => null) : inOneRun(found, grid.kind);
};

/** Headings without a year that follow each other, Jan to Dec, are of one run: the first that is shown says of which year. */
function inOneRun(found: readonly { id: string | null; around: readonly string[] }[], kind: TargetGrid['kind']): (string | null)[] {
	const yearless = found.flatMap(({ around }, at) => (around.length > 0 ? [at] : []));
	const anchor = yearless.find((at) => found[at]?.id);
	const id = anchor === undefined ? null : (found[anchor]?.id ?? null);
	const expected = yearless.map((at) => (id === null || anchor === undefined ? null : periodAfter(kind, id, at - anchor)));
	const isRun = yearless.length > 1 && expected.every((period, index) => period !== null && found[yearless[index] ?? 0]?.around.includes(period));
	return found.map((each, at) => (isRun && each.around.length > 0 ? (expected[yearless.indexOf(at)] ?? null) : each.id));
}

const namesOf = ({ scope, name, kind }: TargetGrid['rows'][number]): string[] => [name, scope, kind === 'company' ? 'company' : scope.slice(scope.indexOf(':') + 1)].map(plain);

/** Null: the block names nothing, so its place is what counts. */
export function readNamed(block: readonly (readonly string[])[], grid: TargetGrid, { scopes, column, locale }: PasteAt): NamedBlock | null {
	const [head = [], ...below] = block;
	const width = head.length;
	const whose = new Map<string, Set<string>>();
	for (const row of grid.rows) for (const name of namesOf(row)) whose.set(name, (whose.get(name) ?? new Set()).add(row.scope));

	const scopeOf = (texts: readonly string[]): Set<string> => {
		for (const text of [...texts].sort((a, b) => Number(b.includes('@')) - Number(a.includes('@')))) {
			const found = whose.get(plain(text));
			if (found) return found;
		}
		return new Set();
	};
	const periods = periodsOf(head, grid, locale);
	const headed = periods.filter((period) => period !== null).length;
	// A year is a number like any target: it heads a column only beside a column of names.
	const mayHead = headed > 0 && below.length > 0 && (grid.kind !== 'year' || periods[0] === null);
	const hasHead = mayHead && head.every((text, at) => periods[at] !== null || text.trim() === '' || isText(text) || /^\d{4}-\d{2}$/.test(text.trim()));
	const rows = hasHead ? below : block;

	let labels = 0;
	while (labels < width && rows.some((row) => (row[labels] ?? '').trim() !== '') && rows.every((row) => (row[labels] ?? '').trim() === '' || isText(row[labels] ?? ''))) labels++;
	const named = rows.map((row) => scopeOf(row.slice(0, labels)));
	const hasNames = labels > 0 && labels < width && (hasHead || named.some((found) => found.size > 0));
	if (!hasHead && !hasNames) return null;
	if (!hasNames) labels = 0;

	const result: NamedBlock = { cells: [], count: 0, rows: [], several: [], columns: [] };
	if (hasHead) result.columns = head.slice(labels).filter((text, at) => periods[labels + at] === null && (text.trim() !== '' || rows.some((row) => (row[labels + at] ?? '').trim() !== '')));
	rows.forEach((row, down) => {
		const texts = row.slice(labels);
		if (row.every((text) => text.trim() === '')) return;
		const found = hasNames ? (named[down] ?? new Set<string>()) : new Set(scopes.slice(down, down + 1));
		const [scope] = found;
		const name = row.slice(0, labels).find((text) => text.trim() !== '')?.trim() ?? '';
		if (found.size > 1) return void result.several.push(name);
		if (scope === undefined) return void (hasNames ? result.rows.push(name) : (result.count += texts.filter((text) => text.trim() !== '').length));
		texts.forEach((text, right) => {
			const period = hasHead ? periods[labels + right] : grid.periods[column + right]?.id;
			if (period) result.cells.push({ scope, period, text });
			else if (!hasHead && text.trim() !== '') result.count++;
		});
	});
	return result;
}
