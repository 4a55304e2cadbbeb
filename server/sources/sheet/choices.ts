/** What is chosen on the imports page, as a mapping's section says it, and back: the page and the command plan by the same rules. */
import type { ColumnRef, FieldChoice, ImportChoices } from '../../../shared/imports-api.ts';
import type { ColumnName, Fields, Rule, Section, SheetKind } from './mapping.ts';
import { fieldsOf, rule, valueMap } from './mapping.ts';
import { dealStatus, meanings } from './meanings.ts';
import { nameKey } from './own-words.ts';
import type { Reading } from './sheet.ts';

/** A column by its name where that is its own, else by its number: so that a remembered choice outlives a new order of columns. */
export function refOf(names: readonly string[], position: number): ColumnRef {
	const name = names[position] ?? '';
	const isOwn = name !== '' && !/^\d+$/.test(name) && names.filter((other) => nameKey(other) === nameKey(name)).length === 1 && nameKey(name) !== '';
	return isOwn ? name : position + 1;
}

/** The position that a name or number means, or null when the file has none such. */
export function positionIn(names: readonly string[], ref: ColumnName): number | null {
	if (typeof ref === 'number') return ref <= names.length ? ref - 1 : null;
	const found = names.flatMap((name, index) => (nameKey(name) === nameKey(ref) ? [index] : []));
	return found.length === 1 ? (found[0] ?? null) : null;
}

const usualOf = (kind: SheetKind, field: string): Rule['recognise'] => meanings[kind]?.[field] ?? (kind === 'deals' && field === 'status' ? dealStatus : null);

export const ruleOf = (kind: SheetKind, field: string, choice: FieldChoice): Rule =>
	rule(choice.from, {
		values: choice.values ? valueMap(choice.values) : null,
		recognise: choice.usual ? usualOf(kind, field) : null,
		otherwise: choice.otherwise ?? null,
		or: choice.or ?? null,
		dates: choice.dates,
		decimal: choice.decimal,
		unit: choice.unit ?? null,
	});

/** In the order in which our own rows have them. */
const fieldsFrom = (kind: SheetKind, choices: Readonly<Record<string, FieldChoice>>): Fields =>
	new Map(fieldsOf(kind).flatMap((field) => (choices[field] ? [[field, ruleOf(kind, field, choices[field])] as const] : [])));

export const sectionOf = ({ kind, fields, introduces, isMatched }: ImportChoices): Section => ({
	fields: fieldsFrom(kind, fields),
	introduces: introduces ? fieldsFrom('people', introduces) : null,
	isMatched,
});

export const readingOf = ({ encoding, delimiter, header, dates, decimal, currency }: ImportChoices): Reading => ({
	...(encoding === null ? {} : { encoding }),
	...(delimiter === null ? {} : { delimiter }),
	...(header === null ? {} : { header }),
	...(dates === null ? {} : { dates }),
	...(decimal === null ? {} : { decimal }),
	...(currency === null ? {} : { currency }),
});

const choiceOf = ({ from, values, recognise, otherwise, or, dates, decimal, unit }: Rule): FieldChoice => ({
	from,
	...(values === null ? {} : { values: Object.fromEntries(values) }),
	...(recognise === null ? {} : { usual: true }),
	...(otherwise === null ? {} : { otherwise }),
	...(or === null ? {} : { or }),
	...(dates === undefined ? {} : { dates }),
	...(decimal === undefined ? {} : { decimal }),
	...(unit === null ? {} : { unit }),
});

/**
 * Rules as choices for a file with these columns. A rule whose column the file has not is left out.
 * @param at rules that name columns by number, as matching does, get their names.
 */
export function choicesFrom(fields: Fields, names: readonly string[]): Record<string, FieldChoice> {
	const found: Record<string, FieldChoice> = {};
	for (const [field, each] of fields) {
		const choice = choiceOf(each);
		if ('column' in choice.from) {
			const position = positionIn(names, choice.from.column);
			if (position === null) continue;
			choice.from = { column: refOf(names, position) };
		}
		const other = choice.or === undefined ? null : positionIn(names, choice.or);
		if (other === null) delete choice.or;
		else choice.or = refOf(names, other);
		found[field] = choice;
	}
	return found;
}
