/** What was detected of a file, and what becomes of its columns, in lines that a person reads before it is sent. */
import type { Bound } from './columns.ts';
import { isValue } from './columns.ts';
import type { Rule } from './mapping.ts';
import type { Plan } from './plan.ts';
import type { Sheet, SheetRow } from './sheet.ts';
import { canBeLeftOut, optionsOf } from './own-words.ts';
import { fieldValue } from './understand.ts';

const encodingWords = { 'utf-8': 'UTF-8', 'utf-16le': 'UTF-16 (little-endian)', 'utf-16be': 'UTF-16 (big-endian)', 'windows-1252': 'Windows-1252' } as const;
const delimiterWords = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as const;

export const countText = (count: number): string => count.toLocaleString('en');
export const rowsText = (count: number): string => `${countText(count)} ${count === 1 ? 'row' : 'rows'}`;

function ruleText({ from, values, otherwise, unit, period }: Rule, column: string, hasHeader: boolean): string {
	const source = 'is' in from ? `'${from.is}'` : 'template' in from ? from.template : hasHeader ? column : `column ${column}`;
	const shown = values ? [...values].slice(0, 4).map(([value, means]) => `${value || 'empty'} → ${means || 'nothing'}`) : [];
	const meaning = [...shown, ...(values && values.size > shown.length ? ['…'] : []), ...(otherwise === null ? [] : [`else ${otherwise}`])];
	return [source, ...(period ? [`its ${period}`] : []), ...(unit ? [`in ${unit}`] : []), ...(meaning.length > 0 ? [`(${meaning.join(', ')})`] : [])].join(' ');
}

const mostMeanings = 12;

/** What each value of a column became, and in how many rows, where our own reading of it decides. */
function meaningsOf({ kind, rows, isMatched }: Plan, bound: Bound): string | null {
	const { field, rule } = bound;
	const options = optionsOf(kind, field);
	if (!rule.recognise && !options && !(rule.values && rule.otherwise !== null)) return null;
	const counts = new Map<string, { means: string; count: number }>();
	for (const { cells } of rows) {
		const [value, means] = [bound.raw(cells), bound.text(cells)];
		if (value === '' && means === '') continue;
		const known = counts.get(value);
		if (known) known.count += 1;
		else counts.set(value, { means, count: 1 });
	}
	const found = [...counts].sort((a, b) => b[1].count - a[1].count);
	if (found.every(([value, { means }]) => value === means)) return null;
	const isOurs = (means: string): boolean => !options || options.includes(means);
	const shown = found.slice(0, mostMeanings).map(([value, { means, count }]) => `${value || 'empty'} → ${means === '' ? 'nothing' : isOurs(means) ? means : isMatched && canBeLeftOut(kind, field) ? 'left out' : 'rejected'}, ${countText(count)}`);
	return `${shown.join('; ')}${found.length > shown.length ? `; and ${countText(found.length - shown.length)} other values` : ''}`;
}

function table({ forms, columns }: Plan, fields: readonly Bound[], indent: string): string[] {
	const width = Math.max(...fields.map(({ field }) => field.length));
	return fields.map((bound) => {
		const form = forms.of.get(bound);
		const read = form?.example ? fieldValue(bound, form.example, form) : null;
		const example = form?.example && read && 'value' in read && read.value !== form.example ? `${form.example} is ${String(read.value)}` : '';
		return [`${indent}${bound.field.padEnd(width)} ← ${ruleText(bound.rule, bound.column, columns.hasHeader)}`, form?.said ?? '', example].filter((part) => part !== '').join(' · ');
	});
}

/** The columns, and below each what its values became. */
const fieldTable = (plan: Plan): string[] =>
	table(plan, plan.fields, '  ').flatMap((line, index) => {
		const bound = plan.fields[index];
		const meanings = bound ? meaningsOf(plan, bound) : null;
		return meanings === null ? [line] : [line, `      ${meanings}`];
	});

const cellsText = ({ cells }: SheetRow): string => cells.filter((cell) => cell !== '').join(', ');

export function describe(sheet: Sheet, plan: Plan): string[] {
	const { columns, kind, rows, introduces, ignored, knownBy, above, headerLine } = plan;
	const [first] = rows;
	const detected = [
		`${encodingWords[sheet.encoding]}${sheet.marked ? ' by its mark' : ''}`,
		`${delimiterWords[sheet.delimiter]} between cells`,
		headerLine === null ? 'no header' : `header in line ${headerLine}`,
		rowsText(rows.length),
	];
	return [
		`  ${detected.join(' · ')}`,
		...above.map((row) => `  line ${row.line} is left out, above the header: ${cellsText(row)}`),
		...(first && !columns.hasHeader && !first.cells.some(isValue) ? [`  line ${first.line} is taken as data: ${cellsText(first)}`] : []),
		...fieldTable(plan),
		...(kind === 'deals' && !plan.fields.some(({ field }) => field === 'amount') ? ['  no column of amounts: the deals count, what they are worth does not'] : []),
		...(introduces ? ['  and of each row a person:', ...table(plan, introduces, '    ')] : []),
		...(ignored.length > 0 ? [`  ignored: ${ignored.map((name) => (columns.hasHeader ? name : `column ${name}`)).join(', ')}`] : []),
		...(knownBy ? [`  no column of ids: a row is known by ${[...knownBy, 'its occurrence'].join(', ')}`] : []),
	];
}
