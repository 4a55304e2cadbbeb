/** The documentation is what is served: made from the route table and the schemas that check the requests. */
import { Validator } from '@seriousme/openapi-schema-validator';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { routesOf } from '../../../server/http/app.ts';
import { boardShown, explained, healthTold, pushReply, targetCells } from '../../../server/http/answers.ts';
import { exampleQueries, examplePush } from '../../../server/http/docs/examples.ts';
import { fieldsOf } from '../../../server/http/docs/fields.ts';
import { groupOf, groups } from '../../../server/http/docs/groups.ts';
import { jsonSchemaOf } from '../../../server/http/docs/json-schema.ts';
import { openApiOf, openApiPath, type OpenApi } from '../../../server/http/docs/openapi.ts';
import { rowSchemas } from '../../../server/facts/schema.ts';
import { givenServer, withKey } from './support.ts';

const nothing = (): never => {
	throw new Error('not to be called');
};
// Only the table is read: what the routes work with is never touched.
const routes = routesOf({ wall: {}, sockets: nothing, pairing: {}, setupCode: {}, config: { trustProxy: null } } as unknown as Parameters<typeof routesOf>[0]);
const named = routes.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const);
const document = openApiOf(routes, '1.2.3');
const read = (file: string): string => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');

describe('the route table', () => {
	test.each(named)('%s says in one sentence what it does', (_name, { says }) => {
		expect(says).toMatch(/^[A-Z][^\n]{5,199}[.]$/);
	});

	test.each(named.filter(([, { method }]) => method === 'post' || method === 'put'))('%s says what its body must be, or which files it takes', (name, route) => {
		// Asked for a code, and sent nothing that is looked at.
		if (name === 'POST /api/v1/pairing') return;
		if (route.reads) expect(route.takes?.length).toBeGreaterThan(0);
		else expect(route.body ?? route.rows).toBeInstanceOf(z.ZodType);
		// Rows are taken one by one by a single call; nowhere else is a body checked by whoever answers.
		expect(route.rows !== undefined).toBe(name === 'POST /api/v1/facts');
	});

	test('no route parses beside its schema, and nobody else says what is wrong with a request', () => {
		const root = fileURLToPath(new URL('../../../', import.meta.url));
		const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'server'], { cwd: root, encoding: 'utf8' }).split('\n').filter((file) => file.endsWith('.ts'));
		const ofRoutes = files.filter((file) => file.startsWith('server/http/routes/'));
		expect(ofRoutes.length).toBeGreaterThan(20);
		expect(ofRoutes.filter((file) => /\b(safeParse|parseQuery)\b|(?<![\w.])parse\(|\.parse\(/.test(read(file).replaceAll('JSON.parse(', '')))).toEqual([]);
		// They make a refusal of what a schema found: the framework alone asks one about a request.
		expect(files.filter((file) => /\b(badBody|firstIssue)\b/.test(read(file)))).toEqual(['server/errors.ts', 'server/http/route.ts']);
	});

	test.each(named)('%s is about something that the documentation has a place for', (_name, { path }) => {
		const part = path.replace(/^\/api(\/v1)?/, '').split('/')[1] ?? '';
		expect(groupOf(path).parts).toContain(part);
	});
});

describe('the document', () => {
	test('is valid OpenAPI 3.1 by the schema of the specification', async () => {
		const validator = new Validator();
		// A copy: it is put together anew while it is validated.
		const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(document)));
		expect(errors).toBeUndefined();
		expect([valid, validator.version]).toEqual([true, '3.1']);
	});

	test('has every route and no other, each under a name of its own', () => {
		const documented = Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));
		expect(documented.sort()).toEqual(routes.map(({ method, path }) => `${method} ${openApiPath(path)}`).sort());
		const names = Object.values(document.paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
		expect(new Set(names).size).toBe(names.length);
		expect(document.tags.map(({ name }) => name)).toEqual(groups.map(({ title }) => title));
	});

	test('says of each call who may make it', () => {
		const ways = (method: string, path: string) => document.paths[path]?.[method]?.security;
		expect(ways('post', '/api/v1/facts')).toEqual([{ key: ['ingest'] }, { key: ['targets'] }]);
		expect(ways('get', '/api/v1/health')).toEqual([{ key: ['read'] }, { session: [] }]);
		expect(ways('put', '/api/v1/targets')).toEqual([{ session: ['admin', 'ops'] }]);
		expect(ways('get', '/healthz')).toEqual([]);
		const known = Object.keys(document.components.securitySchemes);
		for (const route of routes) for (const way of ways(route.method, openApiPath(route.path)) ?? []) expect(known).toEqual(expect.arrayContaining(Object.keys(way)));
	});

	test('says of each change, and of nothing else, that it may have to be sent again', () => {
		for (const { method, path } of routes) expect([path, document.paths[openApiPath(path)]?.[method]?.responses?.['503'] !== undefined]).toEqual([path, method !== 'get']);
	});

	test('a push is documented by what its rows are checked with', () => {
		const push = document.paths['/api/v1/facts']?.['post']?.requestBody?.content?.['application/json']?.schema;
		for (const [kind, schema] of Object.entries(rowSchemas)) {
			const list = push?.properties?.[kind];
			const rows = list?.anyOf?.find(({ type }) => type === 'array')?.items;
			expect(rows, kind).toEqual(jsonSchemaOf(schema));
			// Whoever writes a script finds out here what a field means.
			for (const [name, { description }] of Object.entries(rows?.properties ?? {})) expect(description, `${kind}.${name}`).toMatch(/\w{3}.*\.$/);
		}
		expect(push?.required).toEqual(['source']);
	});

	test('what a schema refines is said in its words, and what it takes in JSON Schema’s', () => {
		const schema = z.object({ zone: z.string().refine(() => true, { message: 'expected a time zone' }), many: z.int().min(1).max(5), late: z.string().nullish().transform((text) => text ?? null).meta({ description: 'Later.' }) });
		expect(jsonSchemaOf(schema)).toEqual({
			type: 'object',
			required: ['zone', 'many'],
			properties: { zone: { type: 'string', description: 'Expected a time zone.' }, many: { type: 'integer', minimum: 1, maximum: 5 }, late: { type: ['string', 'null'], description: 'Later.' } },
		});
		expect(fieldsOf(jsonSchemaOf(schema))).toEqual([
			{ name: 'zone', type: 'text', isRequired: true, says: 'Expected a time zone.' },
			{ name: 'many', type: 'whole number from 1 to 5', isRequired: true, says: '' },
			{ name: 'late', type: 'text, or null', isRequired: false, says: 'Later.' },
		]);
	});

	test('fields are listed with their place, lists and other forms told apart', () => {
		const schema = z.union([z.object({ add: z.array(z.object({ name: z.string().max(9), as: z.enum(['a', 'b']).default('a') })).max(3) }), z.object({ remove: z.boolean() })]);
		expect(fieldsOf(jsonSchemaOf(schema))).toEqual([
			{ name: 'add', type: 'list, at most 3', isRequired: true, says: '' },
			{ name: 'add[].name', type: 'text, at most 9 characters', isRequired: true, says: '' },
			{ name: 'add[].as', type: '`a`, `b`', isRequired: false, says: 'Unless given: `a`.' },
			{ name: 'remove', type: 'true or false', isRequired: true, says: '', isOther: true },
		]);
	});
});

describe('what a key is answered', () => {
	/** Nothing more and nothing less than is documented. */
	const demand = (schema: z.ZodType, json: unknown): void => {
		const { error } = schema.safeParse(json);
		expect(error?.issues ?? []).toEqual([]);
	};

	test('is as documented, for the very examples of the page', async () => {
		const { call, session } = await givenServer();
		const push = await call('POST', '/api/v1/facts', { body: examplePush, headers: withKey });
		expect([push.status, push.json.rejected, push.json.ignored]).toEqual([200, [], []]);
		expect(push.json).toMatchObject({ inserted: 3, targets: 1 });
		demand(pushReply, push.json);
		const bad = await call('POST', '/api/v1/facts', { body: { source: 'crm', deals: [{}, { external_id: 'D-9', owner: 'Zoe', status: 'won', amount: 1, closed: '2027-01-01', colour: 'red' }] }, headers: withKey });
		expect([bad.json.rejected.length, bad.json.ignored, bad.json.unknownOwners]).toEqual([1, ['deals.colour'], ['Zoe']]);
		demand(pushReply, bad.json);

		for (const [path, query] of Object.entries(exampleQueries)) {
			const { status, json } = await call('GET', `${path}?${query}`, { headers: withKey });
			expect([path, status]).toEqual([path, 200]);
			demand(path === '/api/v1/wall' ? boardShown : explained, json);
		}
		for (const metric of ['win_rate', 'average_deal_size', 'pace', 'growth', 'lead_response_time', 'reps_at_quota', 'pipeline_value', 'mrr']) {
			for (const by of ['', '&by=team', '&by=month']) {
				const { status, json } = await call('GET', `/api/v1/explain?metric=${metric}${by}`, { headers: withKey });
				if (status === 200) demand(explained, json);
				else expect([status, json.field]).toEqual([400, expect.any(String)]);
			}
		}
		demand(boardShown, (await call('GET', '/api/v1/wall', { headers: withKey })).json);
		for (const board of ['sdr', 'management', 'funnels']) {
			const { status, json } = await call('GET', `/api/v1/wall?board=${board}&privacy=boardroom`, { headers: withKey });
			if (status === 200) demand(boardShown, json);
		}
		demand(healthTold, (await call('GET', '/api/v1/health', { headers: withKey })).json);
		const headers = session();
		demand(targetCells, (await call('GET', '/api/v1/targets', { headers })).json);
		demand(targetCells, (await call('PUT', '/api/v1/targets', { body: [{ metric: 'sales', scope: 'company', period: '2026-11', value: 5, was: null }], headers })).json);
	});

	test('is documented for every call that a key may make', () => {
		for (const { who, answers, gives, path } of routes) if (who === 'key' || who === 'reader') expect([path, answers !== undefined || gives !== undefined]).toEqual([path, true]);
	});

	test('an example of another address would be refused, and a field that nobody documented found', () => {
		expect(() => demand(pushReply, { inserted: 1 })).toThrow();
		expect(() => demand(targetCells, [{ metric: 'sales', scope: 'company', period: '2026-11', value: 1, colour: 'red' }])).toThrow();
	});
});

describe('the pages', () => {
	test('are open to everybody, and the JSON is the document', async () => {
		const { call } = await givenServer();
		const { status, json, headers } = await call('GET', '/api/docs/openapi.json');
		expect([status, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
		const served = json as OpenApi;
		expect(served.openapi).toBe('3.1.0');
		expect(Object.keys(served.paths)).toEqual(Object.keys(document.paths));
	});

	test('the page needs no script and no style but the server’s own, and names every call', async () => {
		const { call, origin } = await givenServer();
		const { status, text, headers } = await call('GET', '/api/docs');
		expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
		expect(text).not.toMatch(/<script|style=|<style|https?:\/\/(?!127\.0\.0\.1)/);
		for (const route of routes) expect(text).toContain(`<code>${openApiPath(route.path)}</code>`);
		expect(text).toContain(`curl &quot;${origin}/api/v1/health&quot;`);
		expect(text).not.toMatch(/undefined|\[object|NaN/);
	});

	test('a Host that is no host does not get out of the text', async () => {
		const { call } = await givenServer();
		const { text } = await call('GET', '/api/docs', { headers: { Host: 'a"><img src=x>' } });
		expect(text).not.toContain('<img');
	});

	test('the calls that a key may make come first', async () => {
		const { call } = await givenServer();
		const { text } = await call('GET', '/api/docs');
		const order = ['id="postFacts"', 'id="getExplain"', 'id="getWall"', 'id="getHealth"', 'id="getTargets"'].map((id) => text.indexOf(id));
		expect(order.every((at, index) => at > (order[index - 1] ?? 0))).toBe(true);
	});
});
