/** JSON Schema of what a zod schema takes: for the documentation, from the very schemas that check the requests. */
import { z } from 'zod';

/** As far as we write it: drafts and OpenAPI 3.1 know more. */
export interface JsonSchema {
	type?: string | string[];
	description?: string;
	format?: string;
	pattern?: string;
	enum?: unknown[];
	const?: unknown;
	default?: unknown;
	examples?: unknown[];
	minimum?: number;
	maximum?: number;
	minLength?: number;
	maxLength?: number;
	minItems?: number;
	maxItems?: number;
	properties?: Record<string, JsonSchema>;
	required?: string[];
	additionalProperties?: boolean | JsonSchema;
	items?: JsonSchema;
	prefixItems?: JsonSchema[];
	anyOf?: JsonSchema[];
	oneOf?: JsonSchema[];
	[key: string]: unknown;
}

const messageOf = (error: unknown): string => {
	if (typeof error !== 'function') return '';
	const said: unknown = error({ code: 'custom', input: undefined, path: [] });
	return typeof said === 'string' ? said : '';
};

/** What JSON Schema has no word for, a schema's own refinements say when they refuse. */
const refinementsOf = (schema: z.core.$ZodType): string =>
	(schema._zod.def.checks ?? [])
		.flatMap((check) => {
			const { def } = check._zod;
			return def.check === 'custom' ? messageOf(def.error) : [];
		})
		.filter((message) => message !== '')
		.map((message) => `${message.charAt(0).toUpperCase()}${message.slice(1)}.`)
		.join(' ');

/** @param io what it takes, or what comes of it. */
export function jsonSchemaOf(schema: z.core.$ZodType, io: 'input' | 'output' = 'input'): JsonSchema {
	const { $schema: _draft, '~standard': _standard, ...json } = z.toJSONSchema(schema, {
		io,
		unrepresentable: 'any',
		override: ({ zodSchema, jsonSchema }) => {
			const refined = refinementsOf(zodSchema);
			if (refined !== '') jsonSchema.description ??= refined;
			// Every whole number has these; they say nothing.
			if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
			if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
		},
	});
	// What zod writes is JSON Schema, of which the type above names what is read here.
	return json as JsonSchema;
}
