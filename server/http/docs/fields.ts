/** A JSON Schema as people read it: its fields, one a line, with what each may be. */
import type { JsonSchema } from './json-schema.ts';

export interface Field {
	/** `deals[].amount`; empty for what is no object. */
	name: string;
	/** What may stand there. */
	type: string;
	isRequired: boolean;
	says: string;
	/** It begins another form that the body may have instead. */
	isOther?: boolean;
}

const quoted = (value: unknown): string => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
const isNull = (schema: JsonSchema): boolean => schema.type === 'null';
const isObject = (schema: JsonSchema): boolean => schema.properties !== undefined;
const count = (value: number): string => value.toLocaleString('en');
const many = (value: number, one: string): string => `${count(value)} ${one}${value === 1 ? '' : 's'}`;

/** Without the alternative of null, and whether there was one. */
function nullless(schema: JsonSchema): { schema: JsonSchema; orNull: boolean } {
	const { anyOf, type, ...rest } = schema;
	if (Array.isArray(type) && type.includes('null')) {
		const others = type.filter((name) => name !== 'null');
		return { schema: { ...rest, type: others.length === 1 ? (others[0] ?? '') : others }, orNull: true };
	}
	if (!anyOf?.some(isNull)) return { schema, orNull: false };
	const others = anyOf.filter((each) => !isNull(each));
	const [first = {}] = others;
	return { schema: others.length === 1 ? { ...first, ...rest } : { ...rest, anyOf: others }, orNull: true };
}

const alternativesOf = (schema: JsonSchema): JsonSchema[] => schema.anyOf ?? schema.oneOf ?? [];

const lengths = ({ minLength, maxLength }: JsonSchema): string => (maxLength === undefined ? '' : minLength !== undefined && minLength > 1 ? `, ${minLength} to ${count(maxLength)} characters` : `, at most ${many(maxLength, 'character')}`);
const range = ({ minimum, maximum }: JsonSchema): string => (minimum !== undefined && maximum !== undefined ? ` from ${count(minimum)} to ${count(maximum)}` : minimum !== undefined ? `, at least ${count(minimum)}` : maximum !== undefined ? `, at most ${count(maximum)}` : '');
const sizes = ({ minItems, maxItems }: JsonSchema): string => (minItems !== undefined && minItems === maxItems ? ` of ${count(minItems)}` : maxItems === undefined ? '' : `, at most ${count(maxItems)}`);

const texts: Record<string, string> = { date: 'date as `YYYY-MM-DD`', 'date-time': 'instant' };
const plainTypes: Record<string, string> = { string: 'text', integer: 'whole number', number: 'number', boolean: 'true or false', null: 'null', object: 'object' };

function typeText(given: JsonSchema): string {
	const { schema, orNull } = nullless(given);
	const suffix = orNull ? ', or null' : '';
	if (schema.const !== undefined) return quoted(schema.const) + suffix;
	if (schema.enum) return schema.enum.map(quoted).join(', ') + suffix;
	const alternatives = alternativesOf(schema);
	if (alternatives.length > 0) return [...new Set(alternatives.map(typeText))].join(', or ') + suffix;
	if (Array.isArray(schema.type)) return schema.type.map((name) => plainTypes[name] ?? name).join(' or ') + suffix;
	if (schema.prefixItems) return `list of ${schema.prefixItems.map(typeText).join(' and ')}${suffix}`;
	if (schema.type === 'array') return `list${isObject(nullless(schema.items ?? {}).schema) ? '' : ` of ${typeText(schema.items ?? {})}`}${sizes(schema)}${suffix}`;
	if (schema.type === 'object' && typeof schema.additionalProperties === 'object' && !isObject(schema)) return `names, each with ${typeText(schema.additionalProperties)}${suffix}`;
	if (schema.type === 'string') return `${texts[schema.format ?? ''] ?? 'text'}${lengths(schema)}${(schema.examples ?? []).length > 0 ? `, such as ${(schema.examples ?? []).map(quoted).join(' or ')}` : ''}${suffix}`;
	if (schema.type === 'integer' || schema.type === 'number') return `${plainTypes[schema.type]}${range(schema)}${suffix}`;
	return (typeof schema.type === 'string' ? (plainTypes[schema.type] ?? schema.type) : 'anything') + suffix;
}

/** What is inside of a field: of a list, what is in each. */
function within(name: string, given: JsonSchema): Field[] {
	const { schema } = nullless(given);
	if (isObject(schema)) return fieldsOf(schema, `${name}.`);
	if (schema.type === 'array' && schema.items) return within(`${name}[]`, schema.items);
	return alternativesOf(schema).flatMap((each) => within(name, each));
}

const usual = ({ default: value }: JsonSchema): string => (value === undefined ? '' : ` Unless given: ${quoted(value)}.`);

export function fieldsOf(given: JsonSchema, prefix = ''): Field[] {
	const { schema } = nullless(given);
	if (schema.properties) {
		return Object.entries(schema.properties).flatMap(([name, each]) => [
			{ name: prefix + name, type: typeText(each), isRequired: schema.required?.includes(name) ?? false, says: `${each.description ?? ''}${usual(each)}`.trim() },
			...within(prefix + name, each),
		]);
	}
	const alternatives = alternativesOf(schema);
	if (alternatives.some(isObject)) return alternatives.flatMap((each, index) => fieldsOf(each, prefix).map((field, at) => (index > 0 && at === 0 ? { ...field, isOther: true } : field)));
	if (schema.type === 'array') return [{ name: prefix, type: typeText(schema), isRequired: true, says: schema.description ?? '' }, ...within(prefix, schema)];
	return schema.type === undefined ? [] : [{ name: prefix, type: typeText(schema), isRequired: true, says: schema.description ?? '' }];
}
