/** What a file is proposed to be, by its columns: as a file like it was last time, as a mapping that comes along says, else by the names. */
import type { ImportChoices, ImportDraft, ImportKind } from '../../../shared/imports-api.ts';
import { importKinds } from '../../../shared/imports-api.ts';
import { choicesFrom, positionIn } from './choices.ts';
import { columnsIn, headerNames, looksLikeHeader, numberNames, titleLines } from './columns.ts';
import type { Fields, Mapping } from './mapping.ts';
import { matchColumns } from './match.ts';
import { nameKey } from './own-words.ts';
import { outlineSheet } from './plan.ts';
import type { Sheet } from './sheet.ts';

export interface Remembered {
	/** Of the columns, as `columnsKey` makes it. */
	key: string;
	choices: ImportChoices;
}

export interface KnownMappings {
	remembered: readonly Remembered[];
	shipped: readonly { name: string; mapping: Mapping }[];
}

/** Whose columns are called alike are the same, in whatever order. */
export const columnsKey = (names: readonly string[]): string => names.map(nameKey).filter((key) => key !== '').sort().join(' ');

/** The names of a sheet's columns, with what stands above them left aside. */
export function namesOf(sheet: Sheet, header: boolean | null): { names: string[]; hasHeader: boolean } {
	const whole = header === false ? sheet : { ...sheet, rows: sheet.rows.slice(titleLines(sheet)) };
	const hasHeader = header ?? (looksLikeHeader(whole) || !whole.rows[0]?.cells.every((cell) => /^[\d.,:/ -]*$/.test(cell)));
	const names = hasHeader ? headerNames(whole) : numberNames(sheet);
	return { names: [...names, ...numberNames(sheet).slice(names.length)], hasHeader };
}

const noChoices = (kind: ImportKind, source: string): ImportChoices => ({ kind, source, sheet: null, encoding: null, delimiter: null, header: null, dates: null, decimal: null, currency: null, fields: {}, introduces: null, isMatched: true, settled: [] });

/** How many of the columns that its rules read the file has, as a share. */
function likeness(fields: Fields, names: readonly string[]): { share: number; count: number } {
	const wanted = new Set([...fields.values()].flatMap(columnsIn).filter((name) => typeof name === 'string'));
	const there = [...wanted].filter((name) => positionIn(names, name) !== null).length;
	return { share: wanted.size === 0 ? 0 : there / wanted.size, count: there };
}

/** By the names of the columns, for one kind. */
export function matched(kind: ImportKind, names: readonly string[], hasHeader: boolean, source: string): ImportChoices {
	const { fields } = matchColumns(kind, hasHeader ? names : []);
	// A column that is called so is the text that it is; of a constant nothing is known yet.
	return { ...noChoices(kind, source), header: hasHeader, fields: choicesFrom(fields, names) };
}

/** The kind that most columns speak for, of those that lack least. */
export function likelyKind(sheet: Sheet, names: readonly string[], hasHeader: boolean): ImportKind {
	const scores = importKinds.map((kind) => {
		const { fields } = matchColumns(kind, hasHeader ? names : []);
		const { questions } = outlineSheet({ ...sheet, rows: sheet.rows.slice(0, 60) }, kind, null, { header: hasHeader });
		const lacks = questions.flat().filter(({ about }) => about === 'missing' || about === 'identity').length;
		// An activity's kind and a meeting's booking are said by few files; what they lack can be said in one choice.
		return { kind, score: fields.size - 2 * lacks };
	});
	return scores.reduce((best, one) => (one.score > best.score ? one : best)).kind;
}

export interface Proposal {
	choices: ImportChoices;
	mapping: ImportDraft['mapping'];
}

const likeEnough = 0.8;

/** @param kind that is wished; null: the likeliest. */
export function propose(sheet: Sheet, known: KnownMappings, kind: ImportKind | null = null, header: boolean | null = null): Proposal {
	const { names, hasHeader } = namesOf(sheet, header);
	const key = columnsKey(names);
	const remembered = known.remembered.find((one) => one.key === key && (kind === null || one.choices.kind === kind));
	if (remembered && hasHeader) return { choices: { ...remembered.choices, sheet: null, header: true }, mapping: { kind: 'remembered', name: remembered.choices.source } };
	const [best] = known.shipped
		.flatMap(({ name, mapping }) =>
			importKinds.flatMap((each) => {
				const section = mapping.sections[each];
				return section && (kind === null || each === kind) ? [{ name, mapping, section, kind: each, ...likeness(section.fields, names) }] : [];
			}),
		)
		.filter(({ share, count }) => share >= likeEnough && count > 2)
		.sort((a, b) => b.count * b.share - a.count * a.share);
	if (best && hasHeader) {
		const { mapping, section } = best;
		const { dates = null, decimal = null, currency = null } = mapping.reading;
		const introduces = section.introduces ? choicesFrom(section.introduces, names) : null;
		return { choices: { ...noChoices(best.kind, mapping.source ?? 'import'), header: true, dates, decimal, currency, fields: choicesFrom(section.fields, names), introduces, isMatched: false }, mapping: { kind: 'shipped', name: best.name } };
	}
	return { choices: matched(kind ?? likelyKind(sheet, names, hasHeader), names, hasHeader, 'import'), mapping: { kind: 'matched', name: '' } };
}
