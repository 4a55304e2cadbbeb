/** Who may call what, over the whole route table. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../../server/config.ts';
import { startServer, type RunningServer } from '../../../server/floorcast.ts';
import { silentLog } from '../../../server/log.ts';
import { callers, rules, type Caller } from '../../security/rules.ts';
import { apiKey, ask, fromElsewhere, type Answer } from './support.ts';

let server: RunningServer;
let folder: string;
let origin: string;
let screenToken: string;
let linkToken: string;
const call = (method: string, path: string, headers: Record<string, string>, body?: unknown): Promise<Answer> => ask(server.port, method, path, { headers, ...(body === undefined ? {} : { body }) });
const ids = new Map<string, number>();
const session = (account: string): Record<string, string> => ({ Cookie: `floorcast_session=${server.wall().accounts.startSession(ids.get(account) ?? 0)}`, Origin: origin });
const credentials = (caller: Caller): Record<string, string> => {
	if (caller === 'key') return { Authorization: `Bearer ${apiKey}` };
	if (caller === 'screen') return { Authorization: `Bearer ${screenToken}` };
	if (caller === 'link') return { Authorization: `Bearer ${linkToken}` };
	return caller === 'nobody' ? {} : session(caller);
};

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'floorcast-'));
	const config = readConfig({ DEMO: 'off', API_KEY: apiKey, HOST: '127.0.0.1', PORT: '0', DATA_DIR: folder });
	server = await startServer(config, { clock: { now: () => Date.parse('2026-11-23T09:00:00Z') }, log: silentLog, print: () => undefined, displayDir: join(folder, 'none') });
	await server.ready;
	origin = `http://127.0.0.1:${server.port}`;
	for (const name of ['admin', 'ops', 'manager', 'viewer'] as const) ids.set(name, server.wall().journal.apply('account created', { name, role: name, passwordHash: '' }, { at: 1, author: 'test' }));
	const ops = session('ops');
	const { deviceCode, userCode } = (await call('POST', '/api/v1/pairing', {}, {})).json;
	await call('POST', '/api/v1/screens', ops, { code: userCode, name: 'Lobby' });
	screenToken = (await call('POST', '/api/v1/pairing/claim', {}, { deviceCode })).json.token;
	const { journal } = server.wall();
	const close = journal.apply('month closed', { uid: 'a-close', month: '2026-10', parts: [{ scope: 'company', sections: [], figures: [] }], revision: journal.revision(), byItself: false }, { at: 1, author: 'ops' });
	linkToken = (await call('POST', '/api/v1/review/links', ops, { close, scope: 'company', label: 'The board', days: 30 })).json.path.replace('/review#link=', '');
});
afterAll(async () => {
	await server.close();
	rmSync(folder, { recursive: true, force: true });
});

const path = (pattern: string): string => pattern.replace(/:(id|name)/, '999');

describe.each(rules)('%s %s', (method, pattern, named) => {
	const allowed: Caller[] = named.includes('ops') ? [...named, 'admin'] : named;
	test.each(callers)('[check 11] is open to %s exactly when the design says so', async (caller) => {
		const headers = credentials(caller);
		// A body that no route takes: whoever is let in gets past 401 and 403, and nothing is changed.
		const { status, json } = await call(method, path(pattern), headers, method === 'GET' || method === 'DELETE' ? undefined : 1);
		if (allowed.includes(caller)) expect(['unauthorized', 'forbidden', 'foreign_origin']).not.toContain(json?.error);
		else expect(status).toBe(caller === 'nobody' ? 401 : 403);
		expect(status).toBeLessThan(500);
		if (status >= 300) expect(json).toMatchObject({ error: expect.any(String), message: expect.any(String) });
	});

	test('is closed to a key that is not the key, and to a session that does not exist', async () => {
		if (pattern === '/healthz') return;
		const body = method === 'GET' || method === 'DELETE' ? undefined : 1;
		for (const Authorization of [`Bearer ${apiKey}x`, 'Bearer', 'Basic YTpi', `Bearer ${apiKey.slice(1)}`]) {
			expect((await call(method, path(pattern), { Authorization }, body)).status).toBe(401);
		}
		if (allowed.includes('nobody')) return;
		expect((await call(method, path(pattern), { Cookie: 'floorcast_session=abc', Origin: origin }, body)).status).toBe(401);
	});

	test('[check 8] takes no change from a page of another site', async () => {
		if (method === 'GET') return;
		const ours = session('ops');
		const body = method === 'DELETE' ? undefined : 1;
		for (const foreign of [{ Origin: 'http://evil.example' }, { Origin: 'null' }, { Origin: `${origin}.evil.example` }, { Origin: origin, 'Sec-Fetch-Site': 'cross-site' }, { Origin: origin, 'Sec-Fetch-Site': 'same-site' }]) {
			const { status, json } = await call(method, path(pattern), { ...ours, ...foreign }, body);
			if (!allowed.includes('ops')) expect(status).toBe(403);
			else expect([status, json.error, json.field]).toEqual([403, 'foreign_origin', 'Origin']);
		}
		const { Cookie = '' } = ours;
		if (allowed.includes('ops')) expect((await call(method, path(pattern), { Cookie }, body)).status).toBe(403);
	});
});

test.each(['key', 'api_key', 'apiKey', 'token', 'access_token', 'auth', 'authorization', 'Authorization', 'bearer'])('[check 14] neither a key nor a token counts in an address, as ?%s=', async (name) => {
	for (const path of ['/api/v1/explain', '/api/v1/wall', '/photos/1']) {
		for (const secret of [apiKey, screenToken]) expect((await call('GET', `${path}?${name}=${secret}`, fromElsewhere)).status).toBe(401);
	}
});

test('the table above lists every route there is', async () => {
	const { routesOf } = await import('../../../server/http/app.ts');
	const nothing = (): never => {
		throw new Error('not to be called');
	};
	// Only the table is read: what the routes work with is never touched.
	const context = { wall: {}, sockets: nothing, pairing: {}, setupCode: {}, config: { trustProxy: null } } as unknown as Parameters<typeof routesOf>[0];
	const listed = routesOf(context).map((route) => `${route.method.toUpperCase()} ${route.path}`);
	expect(listed.sort()).toEqual(rules.map(([method, pattern]) => `${method} ${pattern}`).sort());
});

test.each(['/api/v1/nothing', '/api/v1', '/api/v2/facts', '/api/v1/metrics', '/.env', '/..%2f..%2fpackage.json', '/assets/..%5c..%5cpackage.json', '/%2e%2e/package.json', '/a%00b'])(
	'%s is unknown, and the answer says so in JSON without a trace of us',
	async (unknown) => {
		const { status, json, headers } = await call('GET', unknown, {});
		expect([400, 403, 404]).toContain(status);
		expect(json).toMatchObject({ error: expect.any(String), message: expect.any(String) });
		expect(JSON.stringify(json)).not.toMatch(/\\n|node_modules|\.ts:|\/root|\/tmp/);
		expect(headers['x-powered-by']).toBeUndefined();
	},
);

test('a method that a route does not take is a 405 that names those it takes', async () => {
	const { status, headers, json } = await call('DELETE', '/api/v1/targets', {});
	expect([status, headers['allow'], json.error]).toEqual([405, 'GET, PUT', 'method_not_allowed']);
});
