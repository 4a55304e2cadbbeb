/** Rows of a sheet to rows of a push: each either good by the very schema that the server has, or rejected with its place and reason. */
import { rowSchemas } from '../../facts/schema.ts';
import type { Bound } from './columns.ts';
import { readDate } from './dates.ts';
import { currencyMark, readDecimal, shiftPoint } from './decimals.ts';
import type { FieldForm } from './forms.ts';
import { writtenAs } from './forms.ts';
import { units } from './mapping.ts';
import { settleCurrency } from './money.ts';
import { canBeLeftOut, optionsOf } from './own-words.ts';
import type { Plan } from './plan.ts';
import { isFact } from './plan.ts';
import { canBeKnown, rowKeys } from './row-keys.ts';
import type { SheetRow } from './sheet.ts';
import { holdsRows, linesIn } from './sheet.ts';

/** Texts are seldom longer. */
const mostLines = 20;

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
	/** How many rows another with the same id stands for. */
	repeated: number;
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

/** Hours, minutes and seconds, or minutes and seconds, as telephones show them. */
const readClock = (text: string): string | null => {
	const [, hours = '0', minutes, seconds] = /^(?:(\d{1,3}):(?=\d\d:))?(\d{1,3}):([0-5]\d)$/.exec(text) ?? [];
	return minutes === undefined ? null : String(Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
};

/** The value as the schema wants it, or why there is none. */
export function fieldValue(bound: Bound, text: string, form: FieldForm | undefined): { value: unknown } | { reason: string } {
	const { field, rule } = bound;
	const as = writtenAs(bound);
	if (as === 'text' || !form) return { value: text };
	if (as === 'number') {
		const bare = rule.unit === 'percent' ? text.replace(/%$/, '').trimEnd() : text;
		const decimal = readDecimal(bare, form.decimal) ?? (field === 'seconds' ? readClock(bare) : null);
		if (decimal === null) return { reason: `no number with a decimal ${form.decimal === '.' ? 'point' : 'comma'}` };
		const moved = rule.unit ? shiftPoint(decimal, units[rule.unit]) : decimal;
		return { value: field === 'seconds' ? Math.round(Number(moved)) : moved };
	}
	const date = readDate(text, form.dates);
	if (date === null) return { reason: `no date or time${form.dates.order ? ` with the ${form.dates.order === 'ymd' ? 'year' : form.dates.order === 'dmy' ? 'day' : 'month'} first` : ''}` };
	const day = date.slice(0, 10);
	return { value: rule.period ? periodOf(day, rule.period) : as === 'day' ? day : date };
}

const cellsOf = ({ positions }: Bound, { cells }: SheetRow): string => positions.map((position) => cells[position] ?? '').join(' ');

/** What tables write for no figure. */
const isDash = (text: string): boolean => /^[-‐-―−]$/.test(text);

/** @param onInstead told of each field that another column stands for. */
function build(fields: readonly Bound[], from: SheetRow, forms: Plan['forms'], onInstead: (bound: Bound) => void = () => undefined): { row: PushRow } | Rejection {
	const row: PushRow = {};
	for (const bound of fields) {
		const own = bound.text(from.cells);
		const other = own === '' ? bound.instead(from.cells) : '';
		// An open deal has not been closed, whatever else its row says.
		const isOpen = other !== '' && bound.field === 'closed' && fields.some(({ field, text }) => field === 'status' && text(from.cells) === 'open');
		const text = own || (isOpen ? '' : other);
		if (text === '' || (isDash(text) && writtenAs(bound) === 'number')) continue;
		if (own === '') onInstead(bound);
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
		plan.kind === 'targets' ? JSON.stringify([parsed['metric'], parsed['scope'], parsed['period']]) : isFact(plan.kind) && !plan.knownBy ? String(parsed['external_id']) : null;
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

/** Fields that hold one of our words, and can do without where a column was only taken for theirs. */
const doubtfulFields = ({ kind, fields, isMatched }: Plan): { bound: Bound; options: readonly string[] }[] =>
	isMatched ? fields.flatMap((bound) => (canBeLeftOut(kind, bound.field) ? [{ bound, options: optionsOf(kind, bound.field) ?? [] }] : [])).filter(({ options }) => options.length > 0) : [];

const happened = ['created', 'closed', 'first_touch', 'changed', 'updated', 'churned', 'booked_at', 'held_at', 'at', 'sent'];

/** @param today a day: what is dated far from it is noted. */
export function understand(plan: Plan, today: string): Understood {
	const { kind, fields, introduces, rows, forms, columns, knownBy, currencies } = plan;
	const schema = rowSchemas[kind];
	const hasRowKeys = knownBy !== null;
	const doubtful = doubtfulFields(plan);
	const dated = fields.filter(({ field }) => happened.includes(field));
	const amount = fields.find(({ field }) => field === 'amount' || field === 'value');
	const farAhead = Temporal.PlainDate.from(today).add({ years: 2 }).toString();
	const good: Parsed[] = [];
	const rejected: Rejection[] = [];
	const introduced = new Map<string, PushRow>();
	const notes = new Map<string, Note>();

	/** A row of the schema, or why there is none. */
	const read = (from: SheetRow): Parsed | Rejection => {
		const whole = (reason: string): Rejection => ({ line: from.line, column: '', value: from.cells.join(' | '), reason });
		const surplus = from.cells.slice(columns.names.length).filter((cell) => cell !== '');
		if (surplus.length > 0) return whole(`has ${from.cells.length} cells, the file has ${columns.names.length} columns`);
		if (holdsRows(from, columns.names.length, plan.delimiter)) return whole('a cell holds what looks like further rows: a quotation mark is opened and not closed');
		const built = build(fields, from, forms, ({ column, rule }) => noteOnce(notes, `${column} is empty; ${String(rule.or)} stands for it`, from.line));
		if (!('row' in built)) return built;
		const { row } = built;
		for (const { bound, options } of doubtful) {
			const value = row[bound.field];
			if (value === undefined || options.includes(String(value))) continue;
			noteOnce(notes, `${bound.column} '${String(value)}' is none of ${options.join(', ')}; it is left out`, from.line);
			delete row[bound.field];
		}
		const trouble = settleCurrency(row, amount, from.cells, currencies);
		if (trouble !== null) return rejection(plan, from, amount?.field ?? '', trouble);
		const parsed = schema.safeParse(hasRowKeys ? { external_id: 'row', ...row } : row);
		if (!parsed.success) {
			const issue = parsed.error.issues[0];
			const field = String(issue?.path[0] ?? '');
			return rejection(plan, from, field, issue?.code === 'custom' || field in row ? (issue?.message ?? '') : `a row of ${kind} needs this`);
		}
		if (hasRowKeys && isFact(kind) && !canBeKnown(kind, parsed.data)) return whole(`nothing tells this row from others: it has none of ${knownBy.join(', ')}`);
		// Only keys made of rows need the parsed form; a second copy of a large file is a lot to hold.
		return { from, row, parsed: hasRowKeys ? parsed.data : row };
	};

	for (const from of rows) {
		const found = read(from);
		if ('reason' in found) {
			rejected.push(found);
			continue;
		}
		const { row } = found;
		good.push(found);
		if (from.cells.length < columns.names.length) noteOnce(notes, 'the row has fewer cells than the file has columns; the rest is taken as empty', from.line);
		if (linesIn(from) > mostLines) noteOnce(notes, `the row goes over more than ${mostLines} lines; is a quotation mark missing?`, from.line);
		for (const { field, column } of dated) {
			const day = row[field];
			if (typeof day === 'string' && (day < '1970' || day > farAhead)) noteOnce(notes, `${column} lies before 1970 or more than two years ahead`, from.line);
		}
		if (amount && currencies.workspace === null && row['currency'] === undefined && currencyMark(amount.text(from.cells)) !== '') noteOnce(notes, `whether ${currencyMark(amount.text(from.cells))} is the workspace's currency could not be checked without the server`, from.line);
		// Who is named by nothing usable is not made known; the row counts all the same.
		const person = introduces && build(introduces, from, forms);
		if (person && 'row' in person && rowSchemas.people.safeParse(person.row).success) introduced.set(JSON.stringify(person.row), person.row);
	}
	const kept = withoutRepeats(plan, good, notes);
	const keys = isFact(kind) && hasRowKeys ? rowKeys(kind, kept.map(({ parsed }) => parsed)) : null;
	return {
		rows: kept.map(({ from, row }, index) => ({ from, row: keys ? { external_id: keys[index], ...row } : row })),
		introduced: [...introduced.values()],
		rejected,
		repeated: good.length - kept.length,
		notes: [...notes.values()],
	};
}
