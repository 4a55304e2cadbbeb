/** What is going to be made of a sheet: its columns, which field each becomes, and how its numbers and dates are written. */
import { InputError } from '../../errors.ts';
import { factEntities, rowSchemas } from '../../facts/schema.ts';
import type { FactEntity } from '../../facts/schema.ts';
import type { Bound, Columns } from './columns.ts';
import { bind, headerNames, looksLikeHeader, namesColumns, numberNames } from './columns.ts';
import type { Forms } from './forms.ts';
import { detectForms } from './forms.ts';
import type { Fields, Section, SheetKind } from './mapping.ts';
import { matchColumns } from './match.ts';
import type { Reading, Sheet, SheetRow } from './sheet.ts';

export interface Plan {
	kind: SheetKind;
	columns: Columns;
	fields: Bound[];
	/** Of the person that each row makes known; null when it makes none. */
	introduces: Bound[] | null;
	/** Columns that nothing is made of. */
	ignored: string[];
	/** Rows are known by what they hold, since no column has their ids. */
	hasRowKeys: boolean;
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

/**
 * @param section of a mapping; without one the columns are matched by their names.
 * @throws InputError that says what is missing or in doubt.
 */
export function planSheet(sheet: Sheet, kind: SheetKind, section: Section | null, reading: Reading): Plan {
	const columns = columnsOf(sheet, section, reading.header);
	const fields = section ? section.fields : matchColumns(kind, columns.hasHeader ? columns.names : []);
	const missing = missingFields(kind, fields);
	if (missing.length > 0) {
		const have = columns.hasHeader ? `the file has ${columns.names.join(', ')}` : 'the file has no header row';
		throw new InputError(`${kind} need ${listed(missing)}: ${section ? 'the mapping has no rule for it' : `no column is called so; ${have}. Say in a mapping what is what (--map)`}`);
	}
	const bounds = bind(fields, columns, kind);
	const introduces = section?.introduces ? bind(section.introduces, columns, `${kind}.introduces`) : null;
	const used = new Set([...bounds, ...(introduces ?? [])].flatMap(({ positions }) => positions));
	const rows = columns.hasHeader ? sheet.rows.slice(1) : sheet.rows;
	const forms = detectForms([...bounds, ...(introduces ?? [])], rows, reading);
	if (forms.questions.length > 0) throw new InputError(forms.questions.join('\n'));
	return {
		kind,
		columns,
		fields: bounds,
		introduces,
		ignored: columns.names.filter((_, index) => !used.has(index)),
		hasRowKeys: isFact(kind) && !fields.has('external_id'),
		forms,
		rows,
	};
}
