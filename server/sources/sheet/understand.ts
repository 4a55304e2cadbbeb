/** Rows of a sheet to rows of a push: each either good by the very schema that the server has, or rejected with its place and reason. */
import { rowSchemas } from '../../facts/schema.ts';
import type { Bound } from './columns.ts';
import { readDate } from './dates.ts';
import { readDecimal, shiftPoint } from './decimals.ts';
import type { FieldForm } from './forms.ts';
import { writtenAs } from './forms.ts';
import { units } from './mapping.ts';
import type { Plan } from './plan.ts';
import { isFact } from './plan.ts';
import { rowKeys } from './row-keys.ts';
import type { SheetRow } from './sheet.ts';

export type PushRow = Record<string, unknown>;

export interface GoodRow {
	from: SheetRow;
	row: PushRow;
}

export interface Rejection {
	line: number;
	/** As the file calls it; '' when it is about the row as a whole. */
	column: string;
	value: string;
	reason: string;
}

/** What was noticed about rows that are taken all the same. */
export interface Note {
	message: string;
	count: number;
	line: number;
}

export interface Understood {
	rows: GoodRow[];
	/** People that the rows make known, each once. */
	introduced: PushRow[];
	rejected: Rejection[];
	notes: Note[];
}

function noteOnce(notes: Map<string, Note>, message: string, line: number): void {
	const known = notes.get(message);
	if (known) known.count += 1;
	else notes.set(message, { message, count: 1, line });
}

/** The calendar period of a day; the workspace's fiscal year is not known here. */
function periodOf(day: string, kind: NonNullable<Bound['rule']['period']>): string {
	const date = Temporal.PlainDate.from(day);
	switch (kind) {
		case 'day':
			return day;
		case 'week':
			return `${date.yearOfWeek ?? date.year}-W${String(date.weekOfYear ?? 1).padStart(2, '0')}`;
		case 'month':
			return day.slice(0, 7);
		case 'quarter':
			return `${day.slice(0, 4)}-Q${Math.ceil(date.month / 3)}`;
		case 'year':
			return day.slice(0, 4);
	}
}

const readClock = (text: string): string | null => {
	const [, hours, minutes, seconds] = /^(\d{1,3}):([0-5]\d):([0-5]\d)$/.exec(text) ?? [];
	return hours === undefined ? null : String(Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
};

/** The value as the schema wants it, or why there is none. */
export function fieldValue(bound: Bound, text: string, form: FieldForm | undefined): { value: unknown } | { reason: string } {
	const { field, rule } = bound;
	const as = writtenAs(bound);
	if (as === 'text' || !form) return { value: text };
	if (as === 'number') {
		const bare = rule.unit === 'percent' ? text.replace(/\s*%$/, '') : text;
		const decimal = readDecimal(bare, form.decimal) ?? (field === 'seconds' ? readClock(bare) : null);
		if (decimal === null) return { reason: `no number with a decimal ${form.decimal === '.' ? 'point' : 'comma'}` };
		const moved = rule.unit ? shiftPoint(decimal, units[rule.unit]) : decimal;
		return { value: field === 'seconds' ? Number(moved) : moved };
	}
	const date = readDate(text, form.dates);
	if (date === null) return { reason: `no date or time${form.dates.order ? ` with the ${form.dates.order === 'ymd' ? 'year' : form.dates.order === 'dmy' ? 'day' : 'month'} first` : ''}` };
	const day = date.slice(0, 10);
	return { value: rule.period ? periodOf(day, rule.period) : as === 'day' ? day : date };
}

const cellsOf = ({ positions }: Bound, { cells }: SheetRow): string => positions.map((position) => cells[position] ?? '').join(' ');

function build(fields: readonly Bound[], from: SheetRow, forms: Plan['forms']): { row: PushRow } | Rejection {
	const row: PushRow = {};
	for (const bound of fields) {
		const text = bound.text(from.cells);
		if (text === '') continue;
		const found = fieldValue(bound, text, forms.of.get(bound));
		if ('reason' in found) return { line: from.line, column: bound.column, value: cellsOf(bound, from), reason: found.reason };
		row[bound.field] = found.value;
	}
	return { row };
}

/** Why the schema, here or at the server, refuses a field of a row. */
export function rejection(plan: Plan, from: SheetRow, field: string, message: string): Rejection {
	const bound = plan.fields.find((known) => known.field === field);
	return { line: from.line, column: bound?.column ?? '', value: bound ? cellsOf(bound, from) : '', reason: bound || field === '' ? message : `${field}: ${message}` };
}

interface Parsed extends GoodRow {
	parsed: PushRow;
}

/** Of rows with one id the newest stands, else the last; the server would take them one after the other, and each import anew. */
function withoutRepeats(plan: Plan, rows: Parsed[], notes: Map<string, Note>): Parsed[] {
	const idOf = ({ parsed }: Parsed): string | null =>
		plan.kind === 'targets' ? JSON.stringify([parsed['metric'], parsed['scope'], parsed['period']]) : isFact(plan.kind) && !plan.hasRowKeys ? String(parsed['external_id']) : null;
	const stands = new Map<string, Parsed>();
	for (const row of rows) {
		const id = idOf(row);
		if (id === null) return rows;
		const other = stands.get(id);
		const isOlder = other !== undefined && String(row.parsed['updated'] ?? '') < String(other.parsed['updated'] ?? '');
		if (other) noteOnce(notes, 'the same id stands in several rows; the newest counts, else the last', row.from.line);
		if (!isOlder) stands.set(id, row);
	}
	return rows.filter((row) => stands.get(idOf(row) ?? '') === row);
}

export function understand(plan: Plan): Understood {
	const { kind, fields, introduces, rows, forms, columns, hasRowKeys } = plan;
	const schema = rowSchemas[kind];
	const good: Parsed[] = [];
	const rejected: Rejection[] = [];
	const introduced = new Map<string, PushRow>();
	const notes = new Map<string, Note>();
	for (const from of rows) {
		const surplus = from.cells.slice(columns.names.length).filter((cell) => cell !== '');
		if (surplus.length > 0) {
			rejected.push({ line: from.line, column: '', value: from.cells.join(' | '), reason: `has ${from.cells.length} cells, the file has ${columns.names.length} columns` });
			continue;
		}
		if (from.cells.length < columns.names.length) noteOnce(notes, 'the row has fewer cells than the file has columns; the rest is taken as empty', from.line);
		const built = build(fields, from, forms);
		if (!('row' in built)) {
			rejected.push(built);
			continue;
		}
		const parsed = schema.safeParse(hasRowKeys ? { external_id: 'row', ...built.row } : built.row);
		if (!parsed.success) {
			const issue = parsed.error.issues[0];
			const field = String(issue?.path[0] ?? '');
			rejected.push(rejection(plan, from, field, issue?.code === 'custom' || field in built.row ? (issue?.message ?? '') : `a row of ${kind} needs this`));
			continue;
		}
		// Only keys made of rows need the parsed form; a second copy of a large file is a lot to hold.
		good.push({ from, row: built.row, parsed: hasRowKeys ? parsed.data : built.row });
		// Who is named by nothing usable is not made known; the row counts all the same.
		const person = introduces && build(introduces, from, forms);
		if (person && 'row' in person && rowSchemas.people.safeParse(person.row).success) introduced.set(JSON.stringify(person.row), person.row);
	}
	const kept = withoutRepeats(plan, good, notes);
	const keys = isFact(kind) && hasRowKeys ? rowKeys(kind, kept.map(({ parsed }) => parsed)) : null;
	return { rows: kept.map(({ from, row }, index) => ({ from, row: keys ? { external_id: keys[index], ...row } : row })), introduced: [...introduced.values()], rejected, notes: [...notes.values()] };
}
