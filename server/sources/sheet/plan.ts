/** What is going to be made of a sheet: its columns, which field each becomes, and how its numbers and dates are written. */
import { InputError } from '../../errors.ts';
import { factEntities, rowSchemas } from '../../facts/schema.ts';
import type { FactEntity } from '../../facts/schema.ts';
import type { Bound, Columns } from './columns.ts';
import { bind, headerNames, looksLikeHeader, namesColumns, numberNames, titleLines } from './columns.ts';
import type { Currencies } from './currency.ts';
import { doubtsOf } from './doubts.ts';
import type { Forms } from './forms.ts';
import { detectForms } from './forms.ts';
import type { Fields, Section, SheetKind } from './mapping.ts';
import { matchColumns } from './match.ts';
import { question, type Question } from './question.ts';
import { lastingFields } from './row-keys.ts';
import type { Delimiter, Reading, Sheet, SheetRow } from './sheet.ts';

export interface Plan {
	kind: SheetKind;
	columns: Columns;
	/** Of the header; null when there is none. */
	headerLine: number | null;
	/** Lines above the header, such as a title. */
	above: readonly SheetRow[];
	delimiter: Delimiter;
	fields: Bound[];
	/** The fields were found by the names of the columns, not by a mapping. */
	isMatched: boolean;
	/** Of the person that each row makes known; null when it makes none. */
	introduces: Bound[] | null;
	/** Columns that nothing is made of. */
	ignored: string[];
	/** What rows are known by but their occurrence, since no column has their ids; null where one has. */
	knownBy: string[] | null;
	currencies: Currencies;
	forms: Forms;
	/** Without the header. */
	rows: readonly SheetRow[];
}

export const isFact = (kind: SheetKind): kind is FactEntity => factEntities.some((entity) => entity === kind);

const listed = (names: readonly string[]): string => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`);

/** Fields without which no row can be good. */
function missingFields(kind: SheetKind, fields: Fields): string[] {
	if (kind === 'people') return fields.has('email') || fields.has('name') ? [] : ['email or name'];
	const found = rowSchemas[kind].safeParse({ external_id: 'x' });
	const needed = found.success ? [] : found.error.issues.map((issue) => String(issue.path[0]));
	return needed.filter((field) => !fields.has(field));
}

function columnsOf(sheet: Sheet, section: Section | null, header: boolean | undefined): Columns {
	const named = section ? namesColumns([...section.fields.values(), ...(section.introduces?.values() ?? [])]) : [];
	const hasHeader = header ?? (section === null || named.length > 0 || looksLikeHeader(sheet));
	const names = hasHeader ? headerNames(sheet) : numberNames(sheet);
	// Rows may be wider than their header: the columns after it go by their numbers.
	return { hasHeader, names: [...names, ...numberNames(sheet).slice(names.length)] };
}

function knownBy(kind: SheetKind, fields: Fields): string[] | null | Question {
	if (!isFact(kind) || fields.has('external_id')) return null;
	// What is the same in every row tells none from another.
	const known = lastingFields(kind, (field) => 'is' in (fields.get(field)?.from ?? { is: '' }) === false);
	if (known.length === 0) return question('identity', 'external_id', `nothing tells one of these ${kind} from another: there is no column of ids, nor of ${lastingFields(kind, () => true).join(', ')}. Say which column has one with --column external_id=…, or in a mapping.`);
	return known;
}

/**
 * A plan with what has to be said before it can be followed, in the order in which it is asked: one list after the other.
 * @param section of a mapping; without one the columns are matched by their names.
 * @param workspaceCurrency null when it is not known.
 * @throws InputError for a column that is not there.
 */
export function outlineSheet(given: Sheet, kind: SheetKind, section: Section | null, reading: Reading, workspaceCurrency: string | null = null): { plan: Plan; questions: Question[][] } {
	const titles = reading.header === false ? 0 : titleLines(given);
	const whole = { ...given, rows: given.rows.slice(titles) };
	const columns = columnsOf(whole, section, reading.header);
	const above = columns.hasHeader ? given.rows.slice(0, titles) : [];
	const sheet = columns.hasHeader ? whole : given;
	const matched = section ? null : matchColumns(kind, columns.hasHeader ? columns.names : [], reading.columns);
	const fields = matched?.fields ?? section?.fields ?? new Map();
	const missing = missingFields(kind, fields);
	const lacks: Question[] = [];
	if (missing.length > 0) {
		const have = columns.hasHeader ? `the file has ${columns.names.join(', ')}` : 'the file has no header row';
		const says = `${kind} need ${listed(missing)}: ${section ? 'the mapping has no rule for it' : `no column is called so; ${have}. Say which it is (--column ${missing[0] === 'email or name' ? 'name' : (missing[0] ?? '')}=…), or what is what in a mapping (--map)`}`;
		for (const field of missing) lacks.push(question('missing', field === 'email or name' ? 'name' : field, says));
	}
	const found = knownBy(kind, fields);
	const [known, unknown] = Array.isArray(found) || found === null ? [found, []] : [null, [found]];
	const bounds = bind(fields, columns, kind);
	const introduces = section?.introduces ? bind(section.introduces, columns, 'people', `${kind}.introduces`) : null;
	const used = new Set([...bounds, ...(introduces ?? [])].flatMap(({ positions }) => positions));
	const rows = columns.hasHeader ? sheet.rows.slice(1) : sheet.rows;
	const currencies: Currencies = { said: reading.currency ?? null, workspace: workspaceCurrency };
	const forms = detectForms([...bounds, ...(introduces ?? [])], rows, reading);
	const doubts = [...forms.questions, ...doubtsOf(bounds, rows, currencies)];
	const plan: Plan = {
		kind,
		columns,
		headerLine: columns.hasHeader ? (sheet.rows[0]?.line ?? 1) : null,
		above,
		delimiter: sheet.delimiter,
		fields: bounds,
		isMatched: section === null || section.isMatched === true,
		introduces,
		ignored: columns.names.filter((_, index) => !used.has(index)),
		knownBy: known,
		currencies,
		forms,
		rows,
	};
	return { plan, questions: [matched?.questions ?? [], lacks, unknown, doubts] };
}

/** @throws InputError that says what is missing or in doubt. */
export function planSheet(...given: Parameters<typeof outlineSheet>): Plan {
	const { plan, questions } = outlineSheet(...given);
	const first = questions.find((asked) => asked.length > 0);
	// One sentence names all that is missing.
	if (first) throw new InputError([...new Set(first.map(({ says }) => says))].join('\n'));
	return plan;
}
