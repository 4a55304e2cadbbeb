/** Our own words, however they are capitalised and punctuated: `No-Show` is `no_show`, `Nov 2026` a month. What is none of ours stays as it is. */
import type { z } from 'zod';
import { rowSchemas } from '../../facts/schema.ts';
import { monthNamed } from './dates.ts';
import type { SheetKind } from './mapping.ts';

/** Names are the same whatever their case, spaces and punctuation. */
export const nameKey = (name: string): string => name.normalize('NFKD').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

function enumOf(schema: z.core.$ZodType): string[] | null {
	// The definition of any schema is one of these; the union of all is what `_zod.def` is not typed as.
	const { def } = schema._zod as z.core.$ZodTypes['_zod'];
	if (def.type === 'enum') return Object.values(def.entries).map(String);
	if (def.type === 'pipe') return enumOf(def.in);
	// A boolean, or one of the ways to write it: of the unions of a row the only one with words.
	if (def.type === 'union') return def.options.some((option) => enumOf(option)) ? ['yes', 'no'] : null;
	return def.type === 'optional' || def.type === 'nullable' || def.type === 'default' ? enumOf(def.innerType) : null;
}

const schemaOf = (kind: SheetKind, field: string): z.ZodType | undefined => new Map<string, z.ZodType>(Object.entries(rowSchemas[kind].shape)).get(field);

/** The words that a field takes; null when it takes any text. */
export function optionsOf(kind: SheetKind, field: string): string[] | null {
	const schema = schemaOf(kind, field);
	return schema ? enumOf(schema) : null;
}

/** Whether a row is as good without the field, and means nothing else by its absence. */
export const canBeLeftOut = (kind: SheetKind, field: string): boolean => schemaOf(kind, field)?.safeParse(undefined).data === null;

function periodText(text: string): string {
	const [, year, month] = /^(\d{4})[-/.](\d{1,2})$/.exec(text) ?? [];
	const [, lateMonth, lateYear] = /^(\d{1,2})[-/.](\d{4})$/.exec(text) ?? [];
	if (year ?? lateYear) return `${year ?? lateYear ?? ''}-${(month ?? lateMonth ?? '').padStart(2, '0')}`;
	const [, quarter, quartersYear] = /^[qk]([1-4])[-/\s]*(\d{4})$/i.exec(text) ?? [];
	const [, yearFirst, quarterLast] = /^(\d{4})[-/\s]*[qk]([1-4])$/i.exec(text) ?? [];
	if (quarter ?? quarterLast) return `${quartersYear ?? yearFirst ?? ''}-Q${quarter ?? quarterLast ?? ''}`;
	// Spreadsheets shorten "Nov 2026" to "nov-26".
	const [, name = '', namesYear = ''] = /^(\p{L}+)\.?[-/\s]*(\d{4}|\d{2})$/u.exec(text) ?? [];
	const [, firstYear = '', lastName = ''] = /^(\d{4})[-/\s]*(\p{L}+)\.?$/u.exec(text) ?? [];
	const named = monthNamed(name || lastName);
	if (named === undefined) return text;
	const whole = namesYear || firstYear;
	return `${whole.length === 2 ? '20' : ''}${whole}-${String(named).padStart(2, '0')}`;
}

const targetWords: Record<string, (text: string) => string> = {
	metric: (text) => text.toLowerCase().replace(/[\s_-]+/g, '_'),
	scope: (text) => {
		const [, kind = '', name = ''] = /^(company|team|person)\s*(?::\s*(\S.*)?)?$/i.exec(text) ?? [];
		return kind === '' ? text : [kind.toLowerCase(), ...(name === '' ? [] : [name])].join(':');
	},
	period: periodText,
};

const yesAndNo = new Map(Object.entries({ yes: 'yes y true t 1 x ja j sant wahr oui vrai sí si sim', no: 'no n false f 0 nej nein falskt falsch non faux não' }).flatMap(([word, list]) => list.split(' ').map((text) => [nameKey(text), word] as const)));

const figureWords: Record<string, (text: string) => string> = {
	/** What is not of the company is of a team, by its name. */
	scope: (text) => {
		const [, name = text] = /^(?:team|lag)\s*:\s*((?:\S.*)?)$/i.exec(text) ?? [];
		return ['company', 'thecompany', 'wholecompany', 'all', 'företaget', 'företag', 'bolaget', 'unternehmen', 'firma'].map(nameKey).includes(nameKey(text)) ? 'company' : `team:${name}`;
	},
	/** A spreadsheet may write a month as its first day. */
	month: (text) => periodText(text.replace(/^(\d{4}-\d\d)-\d\d(?:[T ].*)?$/, '$1')),
};

/** How a field's text is put into our words; null where it is anybody's text. */
export function ownWord(kind: SheetKind, field: string): ((text: string) => string) | null {
	if (kind === 'targets') return targetWords[field] ?? null;
	if (kind === 'figures' && figureWords[field]) return figureWords[field];
	const options = optionsOf(kind, field);
	if (!options) return null;
	if (options.includes('yes')) return (text) => yesAndNo.get(nameKey(text)) ?? text;
	const byKey = new Map(options.map((option) => [nameKey(option), option]));
	return (text) => byKey.get(nameKey(text)) ?? text;
}
