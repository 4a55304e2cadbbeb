/** What makes a sheet unfit to be imported as it is: each in a sentence that says where, and what to do. */
import type { Bound } from './columns.ts';
import { currenciesOf, currencyOf } from './currency.ts';
import type { Currencies } from './currency.ts';
import { currencyMark } from './decimals.ts';
import { isClosedSomehow } from './meanings.ts';
import { question, type Question } from './question.ts';
import type { SheetRow } from './sheet.ts';

function* textsOf(bound: Bound, rows: readonly SheetRow[]): Generator<{ text: string; line: number }> {
	for (const { line, cells } of rows) {
		const text = bound.text(cells);
		if (text !== '') yield { text, line };
	}
}

/** Numbers too long for a spreadsheet come out as 5,80503E+18, or with zeros after their fifteenth digit, and many different ones so alike. */
function mangledIds(bounds: readonly Bound[], rows: readonly SheetRow[]): Question[] {
	return bounds.flatMap((bound) => {
		if (!['external_id', 'id', 'deal', 'replaces'].includes(bound.field)) return [];
		const texts = [...textsOf(bound, rows)];
		const long = texts.filter(({ text }) => /^\d{17,}$/.test(text));
		const isRounded = long.length > 1 && long.every(({ text }) => /^0+$/.test(text.slice(15)));
		const found = texts.find(({ text }) => /^\d([.,]\d+)?e\+\d+$/i.test(text)) ?? (isRounded ? long[0] : undefined);
		return found ? [question('mangled', bound.field, `${bound.column}: ${found.text} (line ${found.line}) is an id that a spreadsheet has shortened; different ones look the same so. Export it anew, and keep the column as text.`, { column: bound.column, value: found.text, line: found.line })] : [];
	});
}

function sharedIds(bounds: readonly Bound[], rows: readonly SheetRow[]): Question[] {
	const bound = bounds.find(({ field }) => field === 'external_id');
	if (!bound || rows.length < 4) return [];
	const counts = new Map<string, number>();
	for (const { text } of textsOf(bound, rows)) counts.set(text, (counts.get(text) ?? 0) + 1);
	const [id, count] = [...counts].reduce((most, one) => (one[1] > most[1] ? one : most), ['', 0]);
	return count > rows.length / 2 ? [question('shared_id', bound.field, `${bound.column || 'external_id'}: ${count} of ${rows.length} rows have the id '${id}', so it does not tell them apart. Say the column of ids with --column external_id=…, or leave it out in a mapping.`, { column: bound.column, value: id })] : [];
}

/** `Closed` among the stages would count as open. */
function closedStages(bounds: readonly Bound[], rows: readonly SheetRow[]): Question[] {
	const bound = bounds.find(({ field, rule }) => field === 'status' && rule.recognise !== null);
	if (!bound) return [];
	const texts = new Map<string, number>();
	for (const { line, cells } of rows) {
		const text = bound.raw(cells);
		if (!texts.has(text)) texts.set(text, line);
	}
	const isSaid = (text: string): boolean => [...(bound.rule.values?.keys() ?? [])].some((value) => value.trim().toLowerCase() === text.trim().toLowerCase());
	return [...texts].flatMap(([text, line]) => (isClosedSomehow(text) && !isSaid(text) ? [question('meaning', 'status', `${bound.column}: '${text}' (line ${line}) is over, but won or lost? Say in a mapping what it means ("status": {"column": …, "values": …}).`, { column: bound.column, value: text, line, choices: ['won', 'lost', 'open'] })] : []));
}

/** Amounts in a sign that several currencies share, where neither the workspace's is one of them nor whoever imports has said which. */
function sharedSigns(bounds: readonly Bound[], rows: readonly SheetRow[], currencies: Currencies): Question[] {
	const amount = bounds.find(({ field }) => field === 'amount' || field === 'value');
	const currency = bounds.find(({ field }) => field === 'currency');
	if (!amount || currencies.workspace === null) return [];
	for (const { line, cells } of rows) {
		const text = amount.text(cells);
		const mark = currencyMark(text);
		if (mark === '' || currencyOf(mark, currencies) !== null || (currency && currency.text(cells) !== '')) continue;
		const way = amount.field === 'value' ? 'Targets are in that one: remove the sign if they are.' : 'Say which, as in --currency USD, or give "currency" in a mapping.';
		return [question('currency', amount.field, `${amount.column}: ${text} (line ${line}) can be in several currencies, and the workspace's is ${currencies.workspace}. ${way}`, { column: amount.column, value: text, line, choices: currenciesOf(mark) })];
	}
	return [];
}

export const doubtsOf = (bounds: readonly Bound[], rows: readonly SheetRow[], currencies: Currencies): Question[] => [
	...mangledIds(bounds, rows), ...sharedIds(bounds, rows), ...closedStages(bounds, rows), ...sharedSigns(bounds, rows, currencies),
];
