/** What a field is made of, as the value of a select, and the labels of fields and words. */
import type { ColumnRef, FieldChoice, ImportChoices, ImportColumn, ImportField } from '../../shared/imports-api.ts';
import { fill } from '../../shared/words/language.ts';
import type { ImportWords } from '../../shared/words/imports.ts';

export interface Option {
	value: string;
	label: string;
}

const isKey = (words: ImportWords, key: string): key is keyof ImportWords & string => key in words;
/** A field or word that has no name of its own is called as it is. */
const named = (words: ImportWords, key: string, otherwise: string): string => (isKey(words, key) ? words[key] : otherwise);
export const fieldLabel = (words: ImportWords, field: string): string => named(words, `field_${field}`, field);
export const wordLabel = (words: ImportWords, word: string): string => named(words, `word_${word}`, word);

const columnValue = (ref: ColumnRef): string => `column:${JSON.stringify(ref)}`;

export const valueOf = (choice: FieldChoice | null | undefined): string => {
	if (!choice) return '';
	const { from } = choice;
	if ('column' in from) return columnValue(from.column);
	return 'is' in from ? `is:${from.is}` : `template:${from.template}`;
};

const columnOptions = (columns: readonly ImportColumn[]): Option[] => columns.map(({ ref, name }) => ({ value: columnValue(ref), label: name }));

/** Nothing, each column, and where only certain words are taken, each of them for all rows. */
export function sourceOptions(field: ImportField, columns: readonly ImportColumn[], words: ImportWords, choice: FieldChoice | null): Option[] {
	const constants = field.options ?? [];
	const own = choice && !('column' in choice.from) && !('is' in choice.from && constants.includes(choice.from.is)) ? choice.from : null;
	return [
		{ value: '', label: words.nothing },
		...columnOptions(columns),
		...constants.map((word) => ({ value: `is:${word}`, label: fill(words.always, { word: wordLabel(words, word) }) })),
		...(own ? [{ value: valueOf(choice), label: 'is' in own ? fill(words.always, { word: own.is }) : fill(words.template, { text: 'template' in own ? own.template : '' }) }] : []),
	];
}

/** The columns alone, after what stands for none. */
export const columnsOr = (none: string, columns: readonly ImportColumn[]): Option[] => [{ value: '', label: none }, ...columnOptions(columns)];

export function columnIn(value: string): ColumnRef | null {
	if (!value.startsWith('column:')) return null;
	const ref: unknown = JSON.parse(value.slice('column:'.length));
	return typeof ref === 'string' || typeof ref === 'number' ? ref : null;
}

/** The choices with a field made of something else. What its old values meant says nothing of the new ones. */
export function withSource(choices: ImportChoices, field: string, value: string, before: FieldChoice | null = choices.fields[field] ?? null): ImportChoices {
	const { [field]: _gone, ...fields } = choices.fields;
	const settled = choices.settled.includes(field) ? choices.settled : [...choices.settled, field];
	if (value === '') return { ...choices, fields, settled };
	const column = columnIn(value);
	if (column !== null) return { ...choices, settled, fields: { ...fields, [field]: { from: { column }, usual: true } } };
	if (value.startsWith('is:')) return { ...choices, settled, fields: { ...fields, [field]: { from: { is: value.slice(3) } } } };
	return { ...choices, settled, fields: before ? { ...fields, [field]: before } : fields };
}

export function withPart(choices: ImportChoices, field: string, part: Partial<FieldChoice>): ImportChoices {
	const choice = choices.fields[field];
	if (!choice) return choices;
	const next: FieldChoice = { ...choice, ...part };
	// What is not said is left out, not said to be nothing.
	const said = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
	return { ...choices, fields: { ...choices.fields, [field]: { ...said, from: next.from } } };
}

/** A value of a field given its meaning; as it is when `means` is null. */
export function withMeaning(choices: ImportChoices, field: string, value: string, means: string | null): ImportChoices {
	const values = choices.fields[field]?.values ?? {};
	const { [value]: _gone, ...others } = values;
	return withPart(choices, field, { values: means === null ? others : { ...others, [value]: means } });
}

/** What makes the owner of each row known: by address where there are addresses; null where rows have no owner. */
export function ownersKnown({ kind, fields }: ImportChoices, columns: readonly ImportColumn[]): ImportChoices['introduces'] {
	const owner = fields['owner'] ?? fields['booked_by'];
	if (!owner || kind === 'people') return null;
	const { from } = owner;
	const isAddress = 'column' in from && (columns.find(({ ref }) => ref === from.column)?.examples.some((text) => text.includes('@')) ?? false);
	return { [isAddress ? 'email' : 'name']: { from } };
}
