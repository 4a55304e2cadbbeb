/**
 * Mappings: which column of a sheet becomes which field of a fact, as JSON that people write. For each kind of row a field has a rule:
 * a column by name or number, a template such as `{Agent|slug}@x.example`, or a constant; then what its values mean.
 */
import { z } from 'zod';
import { InputError } from '../../errors.ts';
import { rowSchemas } from '../../facts/schema.ts';
import { placeholder } from './columns.ts';
import { isCurrencyCode } from './currency.ts';
import { dateOrders } from './dates.ts';
import { decimalSigns } from './decimals.ts';
import { encodings } from './decode.ts';
import type { Recognise } from './meanings.ts';
import type { Reading } from './sheet.ts';
import { delimiters } from './sheet.ts';

export const sheetKinds = ['people', 'accounts', 'deals', 'activities', 'meetings', 'proposals', 'leads', 'movements', 'surveys', 'figures', 'positions', 'targets'] as const;
export type SheetKind = (typeof sheetKinds)[number];

export const fieldsOf = (kind: SheetKind): string[] => Object.keys(rowSchemas[kind].shape);

/** What is written is moved so many places: per cent become shares, cents units. */
export const units = { percent: -2, cents: -2, thousands: 3 } as const;
export const periods = ['day', 'week', 'month', 'quarter', 'year'] as const;

/** A column by its name, or by its number counted from 1. */
export type ColumnName = string | number;

export interface Rule {
	from: { column: ColumnName } | { template: string } | { is: string };
	/** What each value means, whatever its case; '' is the empty cell. Null: values stand as they are. */
	values: ReadonlyMap<string, string> | null;
	/** What usual words mean, where a column was matched by its name. */
	recognise: Recognise | null;
	/** For what none of these knows. */
	otherwise: string | null;
	/** The column that stands for it in rows where this one is empty. */
	or: ColumnName | null;
	dates: Reading['dates'];
	decimal: Reading['decimal'];
	unit: keyof typeof units | null;
	/** The calendar period that a date lies in, for targets. */
	period: (typeof periods)[number] | null;
}

export type Fields = ReadonlyMap<string, Rule>;

export interface Section {
	fields: Fields;
	/** A person that each row makes known, such as its owner; each is told once. */
	introduces: Fields | null;
	/** The fields were found by the names of the columns, and some may be taken for what they are not. */
	isMatched?: boolean;
}

export interface Mapping {
	source: string | null;
	reading: Reading;
	sections: Partial<Record<SheetKind, Section>>;
}

export const rule = (from: Rule['from'], more: Partial<Rule> = {}): Rule => ({ from, values: null, recognise: null, otherwise: null, or: null, dates: undefined, decimal: undefined, unit: null, period: null, ...more });
export const valueMap = (values: Record<string, string>): Map<string, string> => new Map(Object.entries(values));

const column = z.union([z.string(), z.number()]).refine((name) => (typeof name === 'string' ? name.trim() !== '' : Number.isInteger(name) && name > 0), { message: 'expected the name of a column, or its number from 1' });
const oneOf = <T extends string>(names: readonly [T, ...T[]]) => z.enum(names, { message: `expected ${names.join(', ')}` });

const longRule = z
	.strictObject({
		column: column.optional(),
		template: z.string().min(1).optional(),
		is: z.union([z.string(), z.number()]).transform(String).optional(),
		values: z.record(z.string(), z.string(), { message: 'expected what each value means, as {"value": "meaning"}' }).optional(),
		otherwise: z.string().optional(),
		or: column.optional(),
		dates: oneOf(dateOrders).optional(),
		decimal: oneOf(decimalSigns).optional(),
		unit: oneOf(['percent', 'cents', 'thousands']).optional(),
		period: oneOf(periods).optional(),
	})
	.transform(({ column, template, is, values, otherwise, or, dates, decimal, unit, period }, context): Rule => {
		const from = [...(column === undefined ? [] : [{ column }]), ...(template === undefined ? [] : [{ template }]), ...(is === undefined ? [] : [{ is }])];
		if (!from[0] || from.length > 1) {
			context.addIssue({ code: 'custom', message: 'expected exactly one of column, template and is' });
			return z.NEVER;
		}
		if (template?.replace(placeholder, '').match(/[{}]/)) context.addIssue({ code: 'custom', path: ['template'], message: 'expected columns as {Name} or {Name|slug}' });
		return rule(from[0], { values: values ? valueMap(values) : null, otherwise: otherwise ?? null, or: or ?? null, dates, decimal, unit: unit ?? null, period: period ?? null });
	});

const isShort = (raw: unknown): raw is ColumnName => typeof raw === 'string' || typeof raw === 'number';
const ruleSchema = z.preprocess((raw) => (isShort(raw) ? { column: raw } : raw), longRule);

const fieldsSchema = (kind: SheetKind) =>
	z.record(z.string(), ruleSchema, { message: 'expected the rules of fields, as {"field": "column"}' }).transform((rules, context): Fields => {
		const known = fieldsOf(kind);
		for (const name of Object.keys(rules)) if (!known.includes(name)) context.addIssue({ code: 'custom', path: [name], message: `${kind} have no such field; they have ${known.join(', ')}` });
		return new Map(Object.entries(rules));
	});

const sectionSchema = (kind: SheetKind) =>
	z.preprocess((raw) => {
		if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return { fields: raw };
		const { introduces, ...fields }: Record<string, unknown> = { ...raw };
		return introduces === undefined ? { fields } : { fields, introduces };
	}, z.object({ fields: fieldsSchema(kind), introduces: fieldsSchema('people').optional() }));

const mappingSchema = z.strictObject({
	about: z.string().optional(),
	source: z.string().trim().min(1).optional(),
	reading: z
		.strictObject({
			encoding: oneOf(encodings).optional(),
			delimiter: oneOf(delimiters).optional(),
			header: z.boolean({ message: 'expected true or false' }).optional(),
			decimal: oneOf(decimalSigns).optional(),
			dates: oneOf(dateOrders).optional(),
			currency: z.string().toUpperCase().refine(isCurrencyCode, { message: 'expected a code such as USD' }).optional(),
		})
		.optional(),
	people: sectionSchema('people').optional(),
	accounts: sectionSchema('accounts').optional(),
	deals: sectionSchema('deals').optional(),
	activities: sectionSchema('activities').optional(),
	meetings: sectionSchema('meetings').optional(),
	proposals: sectionSchema('proposals').optional(),
	leads: sectionSchema('leads').optional(),
	movements: sectionSchema('movements').optional(),
	surveys: sectionSchema('surveys').optional(),
	figures: sectionSchema('figures').optional(),
	positions: sectionSchema('positions').optional(),
	targets: sectionSchema('targets').optional(),
});

/** Where no message of ours says what is wanted. */
const kindWanted = (issue: z.core.$ZodIssue): string =>
	issue.code === 'invalid_type' && issue.expected === 'string' ? 'expected a text' : 'expected an object, as {"deals": {"amount": "Value"}}';

/** @throws InputError that names the place in the mapping. */
export function readMapping(json: string): Mapping {
	let raw: unknown;
	try {
		raw = JSON.parse(json);
	} catch (error) {
		throw new InputError(`it is not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
	}
	const parsed = mappingSchema.safeParse(raw);
	if (!parsed.success) {
		const issue = parsed.error.issues[0];
		const place = (issue?.path ?? []).filter((part) => part !== 'fields').join('.');
		const message = issue?.code === 'unrecognized_keys' ? `'${issue.keys[0] ?? ''}' means nothing here` : issue?.message.startsWith('Invalid input') ? kindWanted(issue) : (issue?.message ?? 'it is not understood');
		throw new InputError(place === '' ? message : `${place}: ${message}`, { field: place });
	}
	const { source, reading, ...rest } = parsed.data;
	const sections: Mapping['sections'] = {};
	for (const kind of sheetKinds) {
		const found = rest[kind];
		if (found) sections[kind] = { fields: found.fields, introduces: found.introduces ?? null };
	}
	return { source: source ?? null, reading: reading ?? {}, sections };
}
