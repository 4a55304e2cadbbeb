/**
 * The interface as OpenAPI 3.1, made from the route table and the schemas that check the requests: what is documented is what is served,
 * and what a request must be is what it is checked with.
 */
import type { Who } from '../caller.ts';
import { whoMay } from '../caller.ts';
import { usualBody, type Route } from '../route.ts';
import { groupOf, groups, partOf } from './groups.ts';
import { jsonSchemaOf, type JsonSchema } from './json-schema.ts';

export interface Parameter {
	name: string;
	in: 'path' | 'query';
	required: boolean;
	description?: string;
	schema: JsonSchema;
}

interface Content {
	content?: Record<string, { schema: JsonSchema }>;
}

export interface Operation {
	operationId: string;
	tags: string[];
	summary: string;
	description: string;
	security: Record<string, string[]>[];
	parameters?: Parameter[];
	requestBody?: Content & { required: true; description: string };
	responses: Record<string, (Content & { description: string }) | { $ref: string }>;
}

export interface OpenApi {
	openapi: '3.1.0';
	info: { title: string; version: string; description: string };
	servers: { url: string }[];
	tags: { name: string }[];
	paths: Record<string, Record<string, Operation>>;
	components: { securitySchemes: Record<string, Record<string, string>>; schemas: Record<string, JsonSchema>; responses: Record<string, Content & { description: string }> };
}

const security: Record<Who, Record<string, string[]>[]> = {
	all: [],
	key: [{ key: ['ingest'] }, { key: ['targets'] }],
	reader: [{ key: ['read'] }, { session: [] }],
	session: [{ session: [] }],
	desk: [{ session: ['admin', 'ops', 'viewer'] }],
	ops: [{ session: ['admin', 'ops'] }],
	steer: [{ session: ['admin', 'ops', 'manager'] }],
	admin: [{ session: ['admin'] }],
	link: [{ link: [] }],
	wall: [{ session: [] }, { screen: [] }],
};

const errorSchema: JsonSchema = {
	type: 'object',
	description: 'What every answer is that is no success.',
	required: ['error', 'message'],
	properties: {
		error: { type: 'string', description: 'A short code, such as `bad_input` or `not_found`.' },
		message: { type: 'string', description: 'What was wrong, in a sentence.' },
		field: { type: 'string', description: 'Where in the request: `deals[3].amount`, `period`.' },
	},
};
const errors: Record<string, string> = {
	400: 'The request was not understood; `field` says where.',
	401: 'Nobody is known by this key or session, or none was sent.',
	403: 'Whoever asks is known and may not do this.',
	404: 'There is no such thing, or no longer.',
	409: 'Something else is so by now.',
	413: 'The body is too large.',
	415: 'The body is of another type than is taken here.',
	429: 'Too many at once, or too often.',
	503: 'A backup is being put back (`restoring`, with `Retry-After`), or the server is stopping (`stopping`); nothing of the request was kept. Send it again.',
	507: 'The disk of the server is full; nothing of the request was kept.',
};

const isWrite = ({ method }: Route): boolean => method !== 'get';
const takesBody = ({ method }: Route): boolean => method === 'post' || method === 'put';

const errorsOf = (route: Route): string[] => [
	'400',
	...(route.who === 'all' ? [] : ['401', '403']),
	...(route.path.includes(':') ? ['404'] : []),
	...(isWrite(route) && route.who !== 'key' ? ['409'] : []),
	...(takesBody(route) ? ['413', '415'] : []),
	...(route.before ? ['429'] : []),
	...(isWrite(route) ? ['503', '507'] : []),
];

const pathParameters = (path: string): Parameter[] =>
	[...path.matchAll(/:(\w+)/g)].map(([, name = '']) => {
		const { id } = groupOf(path);
		return { name, in: 'path', required: true, ...(name === 'id' && id !== undefined ? { description: id } : {}), schema: { type: 'string' } };
	});

function queryParameters(route: Route): Parameter[] {
	const schema = route.query && jsonSchemaOf(route.query);
	return Object.entries(schema?.properties ?? {}).map(([name, { description, ...rest }]) => ({
		name,
		in: 'query',
		required: schema?.required?.includes(name) ?? false,
		...(description === undefined ? {} : { description }),
		schema: rest,
	}));
}

const sizeText = (bytes: number): string => (bytes >= 1_000_000 ? `${bytes / 1_000_000} MB` : `${Math.round(bytes / 1_000)} kB`);

function bodyOf(route: Route): Operation['requestBody'] | null {
	const schema = route.rows ?? route.body;
	if (route.takes) return { required: true, description: 'The file as it is.', content: Object.fromEntries(route.takes.map((type) => [type, { schema: {} }])) };
	if (!takesBody(route)) return null;
	return { required: true, description: `At most ${sizeText(route.largest ?? usualBody)}.`, content: { 'application/json': { schema: schema ? jsonSchemaOf(schema) : {} } } };
}

/** 'get /api/v1/people/:id/merge' → 'getPeopleIdMerge' */
const nameOf = ({ method, path }: Route): string =>
	method + path.replace(/^\/api(\/v1)?/, '').split(/[^A-Za-z0-9]+/).filter(Boolean).map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');

function operationOf(route: Route): Operation {
	const parameters = [...pathParameters(route.path), ...queryParameters(route)];
	const body = bodyOf(route);
	const answer = route.answers ? { content: { 'application/json': { schema: jsonSchemaOf(route.answers, 'output') } } } : { content: { [route.gives ?? 'application/json']: { schema: {} } } };
	return {
		operationId: nameOf(route),
		tags: [groupOf(route.path).title],
		summary: route.says,
		description: whoMay[route.who],
		security: security[route.who],
		...(parameters.length > 0 ? { parameters } : {}),
		...(body ? { requestBody: body } : {}),
		responses: { 200: { description: 'Done.', ...answer }, ...Object.fromEntries(errorsOf(route).map((status) => [status, { $ref: `#/components/responses/${status}` }])), default: { $ref: '#/components/responses/default' } },
	};
}

export const openApiPath = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

export function openApiOf(routes: readonly Route[], version: string): OpenApi {
	const paths: OpenApi['paths'] = {};
	for (const { title, parts } of groups) {
		const placeOf = ({ path }: Route): number => parts.indexOf(partOf(path));
		for (const route of routes.filter(({ path }) => groupOf(path).title === title).sort((a, b) => placeOf(a) - placeOf(b))) (paths[openApiPath(route.path)] ??= {})[route.method] = operationOf(route);
	}
	const answer = (description: string) => ({ description, content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } });
	return {
		openapi: '3.1.0',
		info: {
			title: 'Floorcast',
			version,
			description: 'Calls that a key may make are stable. The others are made by our own pages, and may change with them. A change needs a body of type `application/json`; a call with a session needs an `Origin` that is the server’s own.',
		},
		servers: [{ url: '/' }],
		tags: groups.filter(({ title }) => routes.some(({ path }) => groupOf(path).title === title)).map(({ title }) => ({ name: title })),
		paths,
		components: {
			securitySchemes: {
				key: { type: 'http', scheme: 'bearer', description: 'An API key, made in the admin page under System, or API_KEY of the environment. What it must be allowed to is named with each call.' },
				session: { type: 'apiKey', in: 'cookie', name: 'floorcast_session', description: 'Someone signed in, with a role that is named with each call. Over https the cookie is called `__Host-floorcast_session`.' },
				screen: { type: 'http', scheme: 'bearer', description: 'The token of a paired screen.' },
				link: { type: 'http', scheme: 'bearer', description: 'The token in a link to a closed review.' },
			},
			schemas: { Error: errorSchema },
			responses: { ...Object.fromEntries(Object.entries(errors).map(([status, text]) => [status, answer(text)])), default: answer('Anything else that went wrong.') },
		},
	};
}
