/** Ties the rules of a mapping to the columns of one sheet. */
import { InputError } from '../../errors.ts';
import type { ColumnName, Fields, Rule, SheetKind } from './mapping.ts';
import { nameKey, ownWord } from './own-words.ts';
import type { Sheet, SheetRow } from './sheet.ts';

export interface Columns {
	/** Of the header, else numbers. */
	names: readonly string[];
	hasHeader: boolean;
}

/** A field, tied to where its text comes from. */
export interface Bound {
	field: string;
	rule: Rule;
	/** What the person who reads a message finds in the file. */
	column: string;
	/** Positions of the columns that it reads. */
	positions: readonly number[];
	/** The text of a row for this field as the file has it. */
	raw: (cells: readonly string[]) => string;
	/** The same after its values have been given their meaning; '' for none. */
	text: (cells: readonly string[]) => string;
	/** What stands for it where it is empty; '' for nothing. */
	instead: (cells: readonly string[]) => string;
}

export const placeholder = /\{([^{}|]+)(?:\|(slug))?\}/g;

/** For addresses: `Darcel Schlecht` is `darcel.schlecht`. */
export const slug = (text: string): string =>
	text
		.normalize('NFKD')
		.replace(/\p{M}+/gu, '')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, '.')
		.replace(/^\.|\.$/g, '');

/** Columns that a rule reads, as it names them. */
export function columnsIn({ from, or }: Rule): ColumnName[] {
	return [...columnsFrom(from), ...(or === null ? [] : [or])];
}

function columnsFrom(from: Rule['from']): ColumnName[] {
	if ('is' in from) return [];
	if ('column' in from) return [from.column];
	return [...from.template.matchAll(placeholder)].map(([, name = '']) => (/^\d+$/.test(name) ? Number(name) : name));
}

export const namesColumns = (fields: Iterable<Rule>): string[] => [...fields].flatMap(columnsIn).filter((name) => typeof name === 'string');

/** Whether a text is nothing but a number, a date or an id: what a column holds, and not what it is called. */
export const isValue = (text: string): boolean => text.length < 100 && ((/^[\s\d.,:/+()€$£%-]+$/.test(text) && /\d/.test(text)) || /^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}/.test(text) || text.includes('@') || /[0-9a-f]{8}-[0-9a-f]{4}/i.test(text));

/** A first row that names columns: no values in it, where there are some below. */
export function looksLikeHeader({ rows: [first, ...rest] }: Sheet): boolean {
	if (!first || rest.length === 0 || first.cells.some(isValue)) return false;
	const below = rest.slice(0, 100);
	return first.cells.some((_, position) => below.filter(({ cells }) => isValue(cells[position] ?? '')).length > below.length / 2);
}

const filled = ({ cells }: SheetRow): number => cells.filter((cell) => cell !== '').length;

/** How many lines stand above the row that names the columns: narrow ones, such as a title, before the first that has most of the file's width. */
export function titleLines({ rows, width }: Sheet): number {
	const first = rows.slice(0, 12).findIndex((row) => filled(row) > width / 2);
	return first > 0 && !rows[first]?.cells.some(isValue) ? first : 0;
}

export const headerNames = (sheet: Sheet): string[] => (sheet.rows[0]?.cells ?? []).map((cell, index) => cell || String(index + 1));
export const numberNames = (sheet: Sheet): string[] => Array.from({ length: sheet.width }, (_, index) => String(index + 1));

const valueKey = (text: string): string => text.trim().toLowerCase();

/** @throws InputError when the sheet has no such column, or more than one. */
function positionOf(name: ColumnName, { names, hasHeader }: Columns, place: string): number {
	if (typeof name === 'number') {
		if (name > names.length) throw new InputError(`${place}: there is no column ${name}; the file has ${names.length}`, { field: place });
		return name - 1;
	}
	const found = hasHeader ? names.flatMap((own, index) => (nameKey(own) === nameKey(name) ? [index] : [])) : [];
	if (found.length === 1 && found[0] !== undefined) return found[0];
	const exact = names.indexOf(name);
	if (found.length > 1 && exact >= 0 && names.lastIndexOf(name) === exact) return exact;
	if (found.length > 1) throw new InputError(`${place}: several columns are called '${name}'; give the number of the one that is meant`, { field: place });
	throw new InputError(`${place}: there is no column '${name}'; ${hasHeader ? `the file has ${names.join(', ')}` : 'the file has no header, so columns go by their numbers'}`, { field: place });
}

/** @param at where the rules stand in the mapping, for messages: `deals`. */
export function bind(fields: Fields, columns: Columns, kind: SheetKind, at: string = kind): Bound[] {
	return [...fields].map(([field, rule]) => {
		const { from, values, recognise, otherwise, period } = rule;
		const means = values && new Map([...values].map(([value, meaning]) => [valueKey(value), meaning]));
		const place = `${at}.${field}`;
		const positions = columnsFrom(from).map((name) => positionOf(name, columns, place));
		const other = rule.or === null ? null : positionOf(rule.or, columns, place);
		const raw = textOf(rule, positions);
		const own = period ? null : ownWord(kind, field);
		const meaning = (text: string): string => {
			const meant = means?.get(valueKey(text)) ?? (text === '' ? '' : (recognise?.(text) ?? otherwise ?? text));
			return own && meant !== '' ? own(meant) : meant;
		};
		return {
			field,
			rule,
			column: 'is' in from ? '' : positions.map((position) => columns.names[position] ?? '').join(' + '),
			positions: other === null ? positions : [...positions, other],
			raw,
			text: (cells) => meaning(raw(cells)),
			instead: (cells) => (other === null ? '' : (cells[other] ?? '')),
		};
	});
}

function textOf({ from }: Rule, positions: readonly number[]): (cells: readonly string[]) => string {
	if ('is' in from) return () => from.is;
	const [only = 0] = positions;
	if ('column' in from) return (cells) => cells[only] ?? '';
	const { template } = from;
	return (cells) => {
		let part = 0;
		let isWhole = true;
		const text = template.replace(placeholder, (_match, _name: string, form: string | undefined) => {
			const cell = cells[positions[part++] ?? -1] ?? '';
			const filled = form === 'slug' ? slug(cell) : cell;
			if (filled === '') isWhole = false;
			return filled;
		});
		// A key or address with a hole in it would be the same for many rows.
		return isWhole ? text : '';
	};
}
