/** Who may call what, over the whole route table. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../../server/config.ts';
import { startServer, type RunningServer } from '../../../server/floorcast.ts';
import { silentLog } from '../../../server/log.ts';
import { apiKey, ask, type Answer } from './support.ts';

type Caller = 'nobody' | 'key' | 'screen' | 'link' | 'viewer' | 'manager' | 'ops' | 'admin';
const callers: Caller[] = ['nobody', 'key', 'screen', 'link', 'viewer', 'manager', 'ops', 'admin'];
const everyone: Caller[] = ['nobody', 'key', 'screen', 'link', 'viewer', 'manager', 'ops'];
const readers: Caller[] = ['key', 'viewer', 'manager', 'ops'];
const signedIn: Caller[] = ['viewer', 'manager', 'ops'];
/** Who looks at the admin page. */
const desk: Caller[] = ['viewer', 'ops'];
/** Who leads a review. */
const leading: Caller[] = ['manager', 'ops'];

/** Whatever is open to ops is to administrators. Written by hand from the design, not read from the code. */
const table: [string, string, Caller[]][] = [
	['GET', '/healthz', everyone],
	['GET', '/api/v1/health', readers],
	['POST', '/api/v1/facts', ['key']],
	['GET', '/api/v1/explain', readers],
	['GET', '/api/v1/explain/rows', desk],
	['GET', '/api/v1/wall', readers],
	['GET', '/api/v1/review', signedIn],
	['GET', '/api/v1/review/meetings', signedIn],
	['POST', '/api/v1/review/meetings', leading],
	['GET', '/api/v1/review/meetings/:id', signedIn],
	['PUT', '/api/v1/review/meetings/:id', leading],
	['DELETE', '/api/v1/review/meetings/:id', leading],
	['POST', '/api/v1/review/meetings/:id/present', leading],
	['POST', '/api/v1/present', everyone],
	['POST', '/api/v1/review/actions', leading],
	['PUT', '/api/v1/review/actions/:id', leading],
	['DELETE', '/api/v1/review/actions/:id', leading],
	['GET', '/api/v1/review/links', signedIn],
	['POST', '/api/v1/review/links', leading],
	['DELETE', '/api/v1/review/links/:id', leading],
	['GET', '/api/v1/handout', ['link']],
	['PUT', '/api/v1/review/agenda', leading],
	['POST', '/api/v1/review/closes', leading],
	['GET', '/api/v1/review/changes', signedIn],
	['GET', '/api/v1/review/figures', signedIn],
	['GET', '/definitions', everyone],
	['GET', '/definitions/:id', everyone],
	['GET', '/api/v1/targets', signedIn],
	['PUT', '/api/v1/targets', ['ops']],
	['GET', '/api/v1/targets/grid', desk],
	['GET', '/api/v1/targets/log', desk],
	['POST', '/api/v1/targets/undo', ['ops']],
	['PUT', '/api/v1/targets/lock', ['ops']],
	['POST', '/api/v1/targets/spread', desk],
	['GET', '/api/v1/facts', desk],
	['GET', '/api/v1/facts/list', desk],
	['GET', '/api/v1/facts/trail', desk],
	['GET', '/api/v1/corrections', desk],
	['POST', '/api/v1/corrections', ['ops']],
	['GET', '/api/v1/corrections/log', desk],
	['POST', '/api/v1/corrections/undo', ['ops']],
	['GET', '/api/v1/people', desk],
	['POST', '/api/v1/people', ['ops']],
	['POST', '/api/v1/people/move', ['ops']],
	['GET', '/api/v1/people/:id', desk],
	['PUT', '/api/v1/people/:id', ['ops']],
	['POST', '/api/v1/people/:id/given-back', ['ops']],
	['GET', '/api/v1/teams', desk],
	['POST', '/api/v1/teams', ['ops']],
	['PUT', '/api/v1/teams/:id', ['ops']],
	['GET', '/api/v1/people/:id/identities', desk],
	['POST', '/api/v1/people/:id/identities', ['ops']],
	['GET', '/api/v1/people/:id/merge', desk],
	['POST', '/api/v1/people/:id/merge', ['ops']],
	['GET', '/api/v1/people/:id/deals', desk],
	['GET', '/api/v1/people/:id/erasure', desk],
	['POST', '/api/v1/people/:id/erasure', ['ops']],
	['GET', '/api/v1/doubles', desk],
	['POST', '/api/v1/doubles/apart', ['ops']],
	['GET', '/api/v1/unassigned', desk],
	['GET', '/api/v1/unassigned/count', desk],
	['GET', '/api/v1/unassigned/deals', desk],
	['POST', '/api/v1/unassigned', ['ops']],
	['POST', '/api/v1/deals/recredit', ['ops']],
	['GET', '/api/v1/imports', desk],
	['POST', '/api/v1/imports', ['ops']],
	['PUT', '/api/v1/imports/draft', ['ops']],
	['DELETE', '/api/v1/imports/draft', ['ops']],
	['POST', '/api/v1/imports/draft/propose', ['ops']],
	['POST', '/api/v1/imports/draft/check', ['ops']],
	['GET', '/api/v1/imports/draft/rejected', desk],
	['POST', '/api/v1/imports/draft/run', ['ops']],
	['POST', '/api/v1/imports/stop', ['ops']],
	['POST', '/api/v1/imports/:id/resume', ['ops']],
	['GET', '/api/v1/imports/:id/rejected', desk],
	['GET', '/api/v1/imports/:id/stayed', desk],
	['GET', '/api/v1/imports/:id/undo', desk],
	['POST', '/api/v1/imports/:id/undo', ['ops']],
	['GET', '/api/v1/import-samples/:kind', desk],
	['GET', '/api/v1/backups', ['admin']],
	['POST', '/api/v1/backups', ['admin']],
	['POST', '/api/v1/backups/upload', ['admin']],
	['GET', '/api/v1/backups/:name', ['admin']],
	['GET', '/api/v1/backups/:name/contents', ['admin']],
	['POST', '/api/v1/backups/:name/restore', ['admin']],
	['DELETE', '/api/v1/backups/:name', ['admin']],
	['GET', '/api/v1/feeds', desk],
	['POST', '/api/v1/feeds', ['ops']],
	['POST', '/api/v1/feeds/draft', ['ops']],
	['PUT', '/api/v1/feeds/:id', ['ops']],
	['DELETE', '/api/v1/feeds/:id', ['ops']],
	['POST', '/api/v1/feeds/:id/poll', ['ops']],
	['POST', '/api/v1/feeds/:id/confirm', ['ops']],
	['GET', '/api/v1/changes', desk],
	['POST', '/api/v1/changes/undo', ['ops']],
	['GET', '/api/v1/settings', desk],
	['PUT', '/api/v1/settings', ['ops']],
	['GET', '/api/v1/calendar', desk],
	['GET', '/api/v1/calendar/sets', desk],
	['PUT', '/api/v1/calendar/week', ['ops']],
	['PUT', '/api/v1/calendar/holidays', ['ops']],
	['PUT', '/api/v1/calendar/leave', ['ops']],
	['GET', '/api/v1/money', desk],
	['PUT', '/api/v1/money/rates', ['ops']],
	['PUT', '/api/v1/money/authority', ['ops']],
	['PUT', '/api/v1/money/time-zone', ['ops']],
	['PUT', '/api/v1/money/stages', ['ops']],
	['PUT', '/api/v1/money/stalled', ['ops']],
	['PUT', '/api/v1/money/currency', ['ops']],
	['GET', '/api/v1/system/health', desk],
	['GET', '/metrics', readers],
	['GET', '/api/v1/retention', desk],
	['POST', '/api/v1/retention/preview', ['admin']],
	['PUT', '/api/v1/retention', ['admin']],
	['POST', '/api/v1/retention/lift', ['admin']],
	['PUT', '/api/v1/people/:id/ranking', ['ops']],
	['PUT', '/api/v1/people/:id/photo', ['ops']],
	['DELETE', '/api/v1/people/:id/photo', ['ops']],
	// Nobody, here, is on the server's own machine; what is not stands in people.test.ts.
	['GET', '/photos/:id', ['nobody', 'screen', 'viewer', 'manager', 'ops']],
	['POST', '/api/v1/targets/import', ['ops']],
	['GET', '/api/v1/changes/live', signedIn],
	['GET', '/api/v1/session', everyone],
	['POST', '/api/v1/setup', everyone],
	['POST', '/api/v1/session', everyone],
	['DELETE', '/api/v1/session', signedIn],
	['PUT', '/api/v1/password', signedIn],
	['GET', '/api/v1/sessions', signedIn],
	['DELETE', '/api/v1/sessions', signedIn],
	['GET', '/api/v1/accounts', ['admin']],
	['PUT', '/api/v1/accounts/:id', ['admin']],
	['DELETE', '/api/v1/accounts/:id', ['admin']],
	['DELETE', '/api/v1/accounts/:id/sessions', ['admin']],
	['POST', '/api/v1/accounts/:id/reset', ['admin']],
	['POST', '/api/v1/invitations', ['admin']],
	['DELETE', '/api/v1/invitations/:id', ['admin']],
	['POST', '/api/v1/invitations/look', everyone],
	['POST', '/api/v1/invitations/use', everyone],
	['GET', '/api/v1/audit', ['admin']],
	['GET', '/api/v1/audit/csv', ['admin']],
	['POST', '/api/v1/pairing', everyone],
	['POST', '/api/v1/pairing/claim', everyone],
	['GET', '/api/v1/boards', desk],
	['POST', '/api/v1/boards', ['ops']],
	['POST', '/api/v1/boards/preview', desk],
	['POST', '/api/v1/boards/:id/copies', ['ops']],
	['PUT', '/api/v1/boards/:id', ['ops']],
	['DELETE', '/api/v1/boards/:id', ['ops']],
	['GET', '/api/v1/screens', desk],
	['POST', '/api/v1/screens', ['ops']],
	['PUT', '/api/v1/screens/:id', ['ops']],
	['DELETE', '/api/v1/screens/:id', ['ops']],
	['PUT', '/api/v1/screens/:id/setup', ['ops']],
	['POST', '/api/v1/screens/:id/card', ['ops']],
	['POST', '/api/v1/screens/:id/identify', ['ops']],
	['POST', '/api/v1/screens/:id/reload', ['ops']],
	['GET', '/api/v1/celebrations', signedIn],
	['GET', '/api/v1/celebrations/rules', desk],
	['PUT', '/api/v1/celebrations/rules', ['ops']],
	['POST', '/api/v1/celebrations/trial', ['ops']],
	['GET', '/api/v1/messages', desk],
	['POST', '/api/v1/messages', ['ops']],
	['PUT', '/api/v1/messages/:id', ['ops']],
	['DELETE', '/api/v1/messages/:id', ['ops']],
	['GET', '/api/v1/alerts', desk],
	['POST', '/api/v1/alerts/test', ['admin']],
	['GET', '/api/docs', everyone],
	['GET', '/api/docs/openapi.json', everyone],
	['GET', '/api/v1/keys', ['admin']],
	['POST', '/api/v1/keys', ['admin']],
	['DELETE', '/api/v1/keys/:id', ['admin']],
];

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

describe.each(table)('%s %s', (method, pattern, named) => {
	const allowed: Caller[] = named.includes('ops') ? [...named, 'admin'] : named;
	test.each(callers)('is open to %s exactly when the design says so', async (caller) => {
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

test('the table above lists every route there is', async () => {
	const { routesOf } = await import('../../../server/http/app.ts');
	const nothing = (): never => {
		throw new Error('not to be called');
	};
	// Only the table is read: what the routes work with is never touched.
	const context = { wall: {}, sockets: nothing, pairing: {}, setupCode: {}, config: { trustProxy: null } } as unknown as Parameters<typeof routesOf>[0];
	const listed = routesOf(context).map((route) => `${route.method.toUpperCase()} ${route.path}`);
	expect(listed.sort()).toEqual(table.map(([method, pattern]) => `${method} ${pattern}`).sort());
});

test.each(['/api/v1/nothing', '/api/v1', '/api/v2/facts', '/metrics', '/.env', '/..%2f..%2fpackage.json', '/assets/..%5c..%5cpackage.json', '/%2e%2e/package.json', '/a%00b'])(
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
