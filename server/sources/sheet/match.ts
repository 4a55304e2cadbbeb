/** A mapping for a sheet whose columns carry our own names or the usual ones, so that most exports need no mapping at all. */
import { InputError } from '../../errors.ts';
import { isFreeText } from './forms.ts';
import type { Fields, Rule, SheetKind } from './mapping.ts';
import { fieldsOf, rule } from './mapping.ts';
import { dealStatus, meanings } from './meanings.ts';
import { nameKey } from './own-words.ts';
import { question, type Question } from './question.ts';
import { synonyms } from './synonyms.ts';

export interface Matched {
	fields: Fields;
	/** Fields that two columns could be. */
	questions: Question[];
}

/** Some CRMs put what a row is before each of its fields: `Deal - Title`, beside `Person - Name` of another thing. */
const withoutKind = (kind: SheetKind, name: string): string => name.replace(new RegExp(`^(?:${kind}|${kind.replace(/ies$/, 'y').replace(/s$/, '')}) - (?=.)`, 'i'), '');

const isQuantity = (name: string): boolean => ['quantity', 'qty', 'units', 'antal', 'menge', 'anzahl'].includes(nameKey(name));

/**
 * @param names of the header.
 * @param said the column of a field, by its name or number, where whoever imports has said it.
 * @throws InputError when what was said is not there.
 */
export function matchColumns(kind: SheetKind, names: readonly string[], said: Readonly<Record<string, string>> = {}): Matched {
	const fields = new Map<string, Rule>();
	const taken = new Set<number>();
	const questions: Question[] = [];
	const take = (field: string, position: number): void => {
		taken.add(position);
		fields.set(field, rule({ column: position + 1 }, { recognise: meanings[kind]?.[field] ?? null }));
	};
	const keys = names.map((name) => nameKey(withoutKind(kind, name)));
	const free = (words: readonly string[]): number[] => keys.flatMap((key, index) => (!taken.has(index) && words.includes(key) ? [index] : []));

	for (const [field, column] of Object.entries(said)) {
		if (!fieldsOf(kind).includes(field)) throw new InputError(`${kind} have no field '${field}'; they have ${fieldsOf(kind).join(', ')}`);
		const found = names.findIndex((name) => nameKey(name) === nameKey(column));
		const position = found < 0 && /^[1-9]\d*$/.test(column) ? Number(column) - 1 : found;
		if (position < 0) throw new InputError(`${field}: there is no column '${column}'; the file has ${names.join(', ')}`);
		take(field, position);
	}
	// A column that is called just as a field is that field's, whatever else would take it.
	const usual = Object.entries(synonyms[kind]).filter(([field]) => !fields.has(field));
	const claimed = new Map<string, string[]>();
	for (const [field, tiers] of usual) {
		const [position] = free([nameKey(field)]);
		if (position === undefined) continue;
		take(field, position);
		// A text that is called by our own name is meant; of figures and dates the other may be.
		claimed.set(field, isFreeText(field) ? [nameKey(field)] : (tiers[0] ?? []).map(nameKey));
	}
	for (const [field, tiers] of usual) {
		if (fields.has(field)) continue;
		for (const tier of tiers) {
			const words = tier.map(nameKey);
			const position = words.flatMap((word) => free([word]))[0];
			// Beside a quantity a price is one unit's.
			if (position === undefined || (field === 'amount' && tier.includes('price') && names.some(isQuantity))) continue;
			take(field, position);
			claimed.set(field, words);
			break;
		}
	}
	for (const [field, words] of claimed) {
		const rivals = free(words).map((index) => names[index] ?? '');
		const { from } = fields.get(field) ?? rule({ is: '' });
		const chosen = 'column' in from ? (names[Number(from.column) - 1] ?? '') : '';
		if (rivals.length > 0) questions.push(question('column', field, `${field} can be ${[chosen, ...rivals].join(' or ')}. Say which with --column ${field}=${/\W/.test(chosen) ? `"${chosen}"` : chosen}, or in a mapping.`, { choices: [chosen, ...rivals] }));
	}
	const stage = fields.get('stage');
	// Most CRMs have stages only, of which two are the end.
	if (kind === 'deals' && stage && !fields.has('status')) fields.set('status', { ...stage, recognise: dealStatus, otherwise: 'open' });
	return { fields, questions };
}
