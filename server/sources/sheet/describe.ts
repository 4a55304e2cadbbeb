/** What was detected of a file, and what becomes of its columns, in lines that a person reads before it is sent. */
import type { Bound } from './columns.ts';
import type { Rule } from './mapping.ts';
import type { Plan } from './plan.ts';
import { lastingFields } from './row-keys.ts';
import { isFact } from './plan.ts';
import type { Sheet } from './sheet.ts';
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

function table({ forms, columns }: Plan, fields: readonly Bound[], indent: string): string[] {
	const width = Math.max(...fields.map(({ field }) => field.length));
	return fields.map((bound) => {
		const form = forms.of.get(bound);
		const read = form?.example ? fieldValue(bound, form.example, form) : null;
		const example = form?.example && read && 'value' in read && read.value !== form.example ? `${form.example} is ${String(read.value)}` : '';
		return [`${indent}${bound.field.padEnd(width)} ← ${ruleText(bound.rule, bound.column, columns.hasHeader)}`, form?.said ?? '', example].filter((part) => part !== '').join(' · ');
	});
}

export function describe(sheet: Sheet, plan: Plan): string[] {
	const { columns, kind, rows, introduces, ignored, hasRowKeys } = plan;
	const detected = [
		`${encodingWords[sheet.encoding]}${sheet.marked ? ' by its mark' : ''}`,
		`${delimiterWords[sheet.delimiter]} between cells`,
		columns.hasHeader ? `header in line ${sheet.rows[0]?.line ?? 1}` : 'no header',
		rowsText(rows.length),
	];
	const known = hasRowKeys && isFact(kind) ? lastingFields(kind).filter((field) => plan.fields.some((bound) => bound.field === field)) : [];
	return [
		`  ${detected.join(' · ')}`,
		...table(plan, plan.fields, '  '),
		...(introduces ? ['  and of each row a person:', ...table(plan, introduces, '    ')] : []),
		...(ignored.length > 0 ? [`  ignored: ${ignored.map((name) => (columns.hasHeader ? name : `column ${name}`)).join(', ')}`] : []),
		...(hasRowKeys ? [`  no column of ids: a row is known by ${[...known, 'its occurrence'].join(', ')}`] : []),
	];
}
