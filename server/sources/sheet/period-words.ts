/** Periods as people write them at the head of a column or in a cell: `Nov 2026`, `november`, `Q4 2026`, `kv 4`, a date. */
import { monthNamed, readDate } from './dates.ts';

/** `year` is null where none is written. */
export type WrittenPeriod = { kind: 'month' | 'quarter'; year: number | null; number: number } | { kind: 'year'; year: number; number: 0 } | { kind: 'id'; id: string };

const fullYear = (text: string | undefined): number | null => (text === undefined || text === '' ? null : text.length === 2 ? 2000 + Number(text) : Number(text));
const isYear = (year: number | null): boolean => year === null || (year >= 1990 && year <= 2100);

const quarterWord = String.raw`(?:q|k|kv|kvartal|quarter)\.?`;
const forms: [RegExp, (match: RegExpExecArray) => WrittenPeriod | null][] = [
	[/^(\d{4})-W\d{2}$/i, ([id]) => ({ kind: 'id', id: id.toUpperCase() })],
	[/^(?:fy|år|year)?\s?(\d{4})$/i, ([, year = '']) => ({ kind: 'year', year: Number(year), number: 0 })],
	[/^(\d{4})[-/.\s](\d{1,2})$/, ([, year = '', month]) => monthOf(Number(month), Number(year))],
	[/^(\d{1,2})[-/.\s](\d{4})$/, ([, month, year = '']) => monthOf(Number(month), Number(year))],
	[/^(20\d{2})(0[1-9]|1[0-2])$/, ([, year = '', month]) => monthOf(Number(month), Number(year))],
	[new RegExp(String.raw`^${quarterWord}\s?([1-4])(?:[-/\s]*(?:fy)?\s?'?(\d{4}|\d{2}))?$`, 'i'), ([, number, year]) => ({ kind: 'quarter', year: fullYear(year), number: Number(number) })],
	[new RegExp(String.raw`^([1-4])(?::?a|st|nd|rd|th)?\s?(?:q|kv|kvartalet|kvartal|quarter)\.?(?:[-/\s]*'?(\d{4}|\d{2}))?$`, 'i'), ([, number, year]) => ({ kind: 'quarter', year: fullYear(year), number: Number(number) })],
	[new RegExp(String.raw`^(\d{4})[-/\s]*${quarterWord}\s?([1-4])$`, 'i'), ([, year = '', number]) => ({ kind: 'quarter', year: Number(year), number: Number(number) })],
	[/^(\p{L}{3,12})\.?(?:[-/,\s]*'?(\d{4}|\d{2}))?$/u, ([, name = '', year]) => monthOf(monthNamed(name), fullYear(year))],
	[/^(\d{4}|\d{2})[-/\s]+(\p{L}{3,12})\.?$/u, ([, year, name = '']) => monthOf(monthNamed(name), fullYear(year))],
];

function monthOf(number: number | undefined, year: number | null): WrittenPeriod | null {
	return number !== undefined && number >= 1 && number <= 12 ? { kind: 'month', year, number } : null;
}

/** 01/11/2026 and 11/1/2026 are the first of November wherever they were written; 03/04/2026 is no month's beginning. */
function firstOfMonth(text: string): WrittenPeriod | null {
	const [, one, other, year] = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text) ?? [];
	if (year === undefined) return null;
	const [a, b] = [Number(one), Number(other)];
	return a === 1 ? monthOf(b, Number(year)) : b === 1 ? monthOf(a, Number(year)) : null;
}

/** Null when it names no period. A date names the month that it lies in. */
export function readPeriodWords(written: string): WrittenPeriod | null {
	const text = written.trim().replace(/\s+/g, ' ');
	if (text === '' || text.length > 40) return null;
	for (const [form, build] of forms) {
		const match = form.exec(text);
		const period = match && build(match);
		if (period) return 'year' in period && !isYear(period.year) ? null : period;
	}
	const first = firstOfMonth(text);
	if (first) return first;
	const [, year, month] = /^(\d{4})-(\d{2})-/.exec(readDate(text, { order: null, counted: false }) ?? '') ?? [];
	return year === undefined ? null : monthOf(Number(month), Number(year));
}
