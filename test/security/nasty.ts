/** What may come in: anything that JSON can say, above all what is nearly right. */
import fc from 'fast-check';
import { z } from 'zod';

/** Runs of each property: few by default, many where somebody wants to look longer. */
export const runsOf = (usual: number): number => Math.max(1, Math.round(usual * Number(process.env['FUZZ_FACTOR'] ?? 1)));
/** The same each time unless another is asked for; a failure prints its own. */
export const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_127);
export const fuzzing = (usual: number) => ({ numRuns: runsOf(usual), seed, endOnFailure: true }) as const;

/** Numbers that JSON can write and no schema expects; put in after the rest was written. */
const rawNumbers = ['1e999', '-1e999', '1E400', '-0', '0.1e-400', '9007199254740993', '123456789012345678901234567890'];
const mark = '\u0001raw:';

const deep = (depth: number, isList: boolean): unknown => Array.from({ length: depth }).reduce<unknown>((inner) => (isList ? [inner] : { a: inner }), 'deep');
/** JSON.parse makes an own key of it, as the body parser does. */
const polluting: unknown[] = ['{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}', '{"prototype":{"polluted":1}}', '{"__proto__":null}', '[{"__proto__":[]}]'].map((text) => JSON.parse(text));

const texts = [
	'', ' ', '0', '-1', 'NaN', 'Infinity', '-Infinity', 'null', 'undefined', 'true', '1e5', '0x10', '1_000', '٣', '²', '½',
	'\u0000', 'a\u0000b', '\ud800', 'a\udfffb', '\u202egnp.exe', '\u200b', '\u{1f469}\u200d\u{1f469}\u200d\u{1f467}', 'é', 'ﷺ', '\ufeff', '\u2028', 'a\nb', '\r\n', '\t',
	'__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'company', 'team:', 'team:\u0000', 'person:', 'team:__proto__', 'person:constructor',
	'2026-13', '2026-02-30', '2026-W54', '0000-01-01', '-271821-04-19', '+275760-09-14', '9999-12-31T23:59:60Z', '2026-11-23T25:00', '1e3', '2026',
	"' OR 1=1 --", '"; DROP TABLE deal; --', '%', '_', '../../etc/passwd', '..\\..\\x', '<img src=x onerror=alert(1)>', '${7*7}', '{{7*7}}', '=1+1', '(((((((((((((a',
];

export const nasty: fc.Arbitrary<unknown> = fc.oneof(
	fc.constantFrom<unknown>(null, true, false, 0, -1, 1, 0.5, 1e308, 5e-324, 2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 53), [], {}, [[]], [null], { '': '' }, { length: 1e9 }, ...polluting),
	fc.constantFrom(...texts),
	fc.constantFrom(...rawNumbers.map((number) => mark + number)),
	fc.constantFrom(deep(500, true), deep(500, false), Array.from({ length: 3_000 }, () => 1), 'x'.repeat(10_000), '\u{1f600}'.repeat(3_000), ' '.repeat(20_000), '9'.repeat(400), 'a'.repeat(101)),
	fc.string({ unit: 'binary', maxLength: 40 }),
	fc.double({ noNaN: true, noDefaultInfinity: true }),
	fc.jsonValue({ maxDepth: 3 }),
);

export const jsonText = (value: unknown): string => (JSON.stringify(value) ?? 'null').replace(/"\\u0001raw:([^"]+)"/g, '$1');

type Path = (string | number)[];
/** All places in a value, itself first. */
const placesIn = (value: unknown, at: Path = []): Path[] => {
	if (typeof value !== 'object' || value === null) return [at];
	return [at, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...at, key]))];
};

export type Change = { place: number; how: 'replace'; with: unknown } | { place: number; how: 'remove' } | { place: number; how: 'add'; key: string; with: unknown } | { place: number; how: 'repeat'; times: number };
export const change: fc.Arbitrary<Change> = fc.oneof(
	{ weight: 6, arbitrary: fc.record({ place: fc.nat(), how: fc.constant('replace' as const), with: nasty }) },
	{ weight: 1, arbitrary: fc.record({ place: fc.nat(), how: fc.constant('remove' as const) }) },
	{ weight: 1, arbitrary: fc.record({ place: fc.nat(), how: fc.constant('add' as const), key: fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'more', '', 'id', 'entry', 'author', 'at', 'role'), with: nasty }) },
	{ weight: 1, arbitrary: fc.record({ place: fc.nat(), how: fc.constant('repeat' as const), times: fc.constantFrom(2, 1_100) }) },
);

const put = (into: object, key: string | number, value: unknown): void => void Object.defineProperty(into, key, { value, enumerable: true, configurable: true, writable: true });

/** The same, but for one place. */
export function changed(value: unknown, { place, ...how }: Change): unknown {
	const copy: unknown = structuredClone(value);
	const places = placesIn(copy);
	const at = places[place % places.length] ?? [];
	const find = (path: Path): unknown => path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], copy);
	const key = at.at(-1);
	const outer = key === undefined ? null : (find(at.slice(0, -1)) as object);
	switch (how.how) {
		case 'replace':
			if (outer === null || key === undefined) return how.with;
			put(outer, key, how.with);
			return copy;
		case 'remove':
			if (outer === null || key === undefined) return undefined;
			if (Array.isArray(outer)) outer.splice(Number(key), 1);
			else Reflect.deleteProperty(outer, key);
			return copy;
		case 'add': {
			const inner = find(at);
			if (typeof inner === 'object' && inner !== null) put(inner, how.key, how.with);
			return copy;
		}
		case 'repeat':
			if (Array.isArray(outer)) outer.push(...Array.from({ length: how.times }, () => structuredClone(find(at))));
			return copy;
	}
}

/** Of the same form and another content: what is asked for is not there, or was seen before somebody else changed it. */
const neighbour = (value: unknown): unknown => {
	if (typeof value === 'number') return value + 1;
	if (typeof value === 'string') return `${value}1`;
	if (typeof value === 'boolean') return !value;
	if (Array.isArray(value)) return [];
	return value === null ? 'something' : {};
};

/** The same, each time but for one place, which is near what it was. */
export const nearly = (value: unknown): unknown[] =>
	placesIn(value).map((at, place) => changed(value, { place, how: 'replace', with: neighbour(at.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value)) }));

/** The same, each time with one object more that names its prototype; and itself as one. */
export const polluted = (value: unknown): unknown[] =>
	placesIn(value).flatMap((_, place) => ['__proto__', 'constructor', 'prototype'].map((key) => changed(value, { place, how: 'add', key, with: { polluted: 1, prototype: { polluted: 1 } } }))).filter((one) => JSON.stringify(one) !== JSON.stringify(value));

/** What a JSON schema describes, as far as it says: valid in form, at random in all else. */
type JsonSchema = { [key: string]: unknown } | boolean | undefined;
function ofJsonSchema(schema: JsonSchema, depth = 0): fc.Arbitrary<unknown> {
	if (typeof schema !== 'object' || depth > 6) return nasty;
	const of = (inner: unknown): fc.Arbitrary<unknown> => ofJsonSchema(inner as JsonSchema, depth + 1);
	if ('const' in schema) return fc.constant(schema['const']);
	if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]));
	const choices = schema['anyOf'] ?? schema['oneOf'];
	if (Array.isArray(choices) && choices.length > 0) return fc.oneof(...choices.map(of));
	if (Array.isArray(schema['allOf'])) return of(schema['allOf'][0]);
	switch (schema['type']) {
		case 'object': {
			const properties = Object.entries((schema['properties'] ?? {}) as Record<string, unknown>);
			const required = (schema['required'] ?? []) as string[];
			return fc.record(Object.fromEntries(properties.map(([name, inner]) => [name, of(inner)])), { requiredKeys: required.filter((name) => properties.some(([known]) => known === name)) });
		}
		case 'array':
			return fc.array(of(schema['items']), { minLength: Math.min(5, Number(schema['minItems'] ?? 0)), maxLength: Math.max(1, Math.min(5, Number(schema['maxItems'] ?? 5))) });
		case 'string':
			return fc.oneof(fc.constantFrom('company', 'team:North', '2026-11', '2026-11-05', 'sales', 'ana@x.example', '1', 'Ana'), fc.string({ maxLength: 30 }));
		case 'integer':
			return fc.integer({ min: Math.max(-1_000, Number(schema['minimum'] ?? schema['exclusiveMinimum'] ?? -1)), max: Math.max(1_000, Number(schema['minimum'] ?? 0)) });
		case 'number':
			return fc.double({ noNaN: true, noDefaultInfinity: true });
		case 'boolean':
			return fc.boolean();
		case 'null':
			return fc.constant(null);
		default:
			return nasty;
	}
}

/** Values in the form that a schema asks for. */
export const ofSchema = (schema: z.ZodType): fc.Arbitrary<unknown> => ofJsonSchema(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema);
