/** What comes in wrong gets a 4xx that names the place; nothing crashes and nothing is half-written. */
import { gzipSync } from 'node:zlib';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { givenServer, withKey, type Given } from './support.ts';

const writes = ['POST /api/v1/facts', 'POST /api/v1/retention/preview', 'PUT /api/v1/retention', 'POST /api/v1/retention/lift', 'PUT /api/v1/targets', 'POST /api/v1/targets/undo', 'PUT /api/v1/targets/lock', 'POST /api/v1/targets/spread', 'POST /api/v1/setup', 'POST /api/v1/session', 'PUT /api/v1/password', 'PUT /api/v1/accounts/1', 'POST /api/v1/accounts/1/reset', 'POST /api/v1/invitations', 'POST /api/v1/invitations/look', 'POST /api/v1/invitations/use', 'POST /api/v1/pairing', 'POST /api/v1/pairing/claim', 'POST /api/v1/screens', 'PUT /api/v1/screens/unpaired/setup', 'POST /api/v1/screens/unpaired/card', 'PUT /api/v1/screens/1', 'POST /api/v1/screens/all/identify', 'POST /api/v1/screens/all/reload', 'PUT /api/v1/people/1/ranking', 'POST /api/v1/people', 'PUT /api/v1/people/1', 'POST /api/v1/people/move', 'POST /api/v1/people/1/given-back', 'POST /api/v1/teams', 'PUT /api/v1/teams/1', 'POST /api/v1/changes/undo', 'POST /api/v1/people/1/identities', 'POST /api/v1/people/1/merge', 'POST /api/v1/people/1/erasure', 'POST /api/v1/doubles/apart', 'POST /api/v1/unassigned', 'POST /api/v1/deals/recredit', 'PUT /api/v1/money/rates', 'PUT /api/v1/money/authority', 'PUT /api/v1/money/time-zone', 'PUT /api/v1/money/stages', 'PUT /api/v1/money/stalled', 'PUT /api/v1/money/currency', 'PUT /api/v1/settings', 'PUT /api/v1/calendar/week', 'PUT /api/v1/calendar/holidays', 'PUT /api/v1/calendar/leave', 'POST /api/v1/boards', 'POST /api/v1/boards/preview', 'POST /api/v1/boards/floor/copies', 'PUT /api/v1/boards/floor', 'PUT /api/v1/celebrations/rules', 'POST /api/v1/celebrations/trial', 'POST /api/v1/messages', 'PUT /api/v1/messages/1', 'POST /api/v1/alerts/test', 'PUT /api/v1/imports/draft', 'POST /api/v1/imports/draft/propose', 'POST /api/v1/imports/draft/check', 'POST /api/v1/imports/draft/run', 'POST /api/v1/imports/stop', 'POST /api/v1/imports/1/resume', 'POST /api/v1/imports/1/undo', 'POST /api/v1/feeds', 'POST /api/v1/feeds/draft', 'PUT /api/v1/feeds/1', 'POST /api/v1/feeds/1/poll', 'POST /api/v1/feeds/1/confirm', 'PUT /api/v1/review/agenda', 'POST /api/v1/review/closes', 'POST /api/v1/review/meetings', 'PUT /api/v1/review/meetings/1', 'POST /api/v1/review/meetings/1/present', 'POST /api/v1/review/actions', 'PUT /api/v1/review/actions/1', 'POST /api/v1/review/links', 'POST /api/v1/present', 'POST /api/v1/backups', 'POST /api/v1/backups/floorcast-2026-11-23T090000Z.sqlite/restore', 'POST /api/v1/keys'];
/** They take an empty object. */
const bodiless = ['/api/v1/accounts/1/reset', '/api/v1/screens/all/identify', '/api/v1/screens/all/reload', '/api/v1/imports/draft/check', '/api/v1/imports/draft/run', '/api/v1/imports/stop', '/api/v1/imports/1/resume', '/api/v1/imports/1/undo', '/api/v1/review/meetings/1/present', '/api/v1/backups'];
const reads = ['/api/v1/health', '/api/v1/system/health', '/metrics', '/api/v1/retention', '/api/v1/explain', '/api/v1/explain/rows', '/api/v1/facts/list', '/api/v1/facts/trail', '/api/v1/wall', '/api/v1/targets', '/api/v1/targets/grid', '/api/v1/targets/log', '/api/v1/session', '/api/v1/sessions', '/api/v1/accounts', '/api/v1/audit', '/api/v1/screens', '/api/v1/people', '/api/v1/doubles', '/api/v1/unassigned', '/api/v1/unassigned/count', '/api/v1/unassigned/deals', '/api/v1/people/1', '/api/v1/teams', '/api/v1/money', '/api/v1/settings', '/api/v1/calendar', '/api/v1/calendar/sets', '/api/v1/boards', '/api/v1/celebrations', '/api/v1/celebrations/rules', '/api/v1/messages', '/api/v1/alerts', '/api/v1/feeds', '/api/v1/imports', '/api/v1/backups', '/api/v1/review', '/api/v1/review/changes', '/api/v1/review/figures', '/api/v1/review/meetings', '/api/v1/review/links', '/definitions', '/api/v1/keys', '/api/docs', '/api/docs/openapi.json'];

const eachWrite = async (work: (given: Given, method: string, path: string, headers: Record<string, string>) => Promise<void>): Promise<void> => {
	const given = await givenServer();
	const session = given.session();
	for (const write of writes) {
		const [method = '', path = ''] = write.split(' ');
		await work(given, method, path, path === '/api/v1/facts' ? withKey : session);
	}
};

test('a body that is not JSON is a 400 that says where it breaks off', () =>
	eachWrite(async ({ call }, method, path, headers) => {
		const { status, json } = await call(method, path, { raw: '{"source": "crm",\n "deals": [}', headers });
		expect([status, json.error, json.field]).toEqual([400, 'malformed_json', 'body']);
		expect(json.message).toMatch(/position \d+|line \d+|\.\.\./);
	}));

test('[check 8] [check 17] a body of another type is a 415, and so is one without a type', () =>
	eachWrite(async ({ call }, method, path, headers) => {
		for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/json; charset=latin1']) {
			const { status, json } = await call(method, path, { raw: '{}', headers: { ...headers, 'Content-Type': type } });
			expect([status, json.field]).toEqual([415, 'Content-Type']);
		}
		expect((await call(method, path, { headers })).status).toBe(415);
	}));

test('[check 17] a body that is too large is a 413, also when it is only large once unpacked', () =>
	eachWrite(async ({ call }, method, path, headers) => {
		const large = JSON.stringify({ source: 'x'.repeat(5_100_000) });
		expect((await call(method, path, { raw: large, headers })).status).toBe(413);
		const bomb = await call(method, path, { raw: gzipSync(large), headers: { ...headers, 'Content-Encoding': 'gzip' } });
		expect([bomb.status, bomb.json.error]).toEqual([413, 'too_large']);
	}));

test.each([['POST', '/api/v1/session'], ['PUT', '/api/v1/settings'], ['POST', '/api/v1/pairing']])('[check 17] %s %s takes 64 kB, as all do that need no more, and not a byte beyond', async (method, path) => {
	const given = await givenServer();
	const send = async (bytes: number): Promise<number> => (await given.call(method, path, { raw: '{}'.padEnd(bytes), headers: given.session() })).status;
	expect([(await send(65_536)) === 413, await send(65_537)]).toEqual([false, 413]);
});

test('a body of an unexpected shape is a 4xx that names the field', () =>
	eachWrite(async ({ call }, method, path, headers) => {
		if (path === '/api/v1/pairing') return;
		for (const body of [null, 1, 'text', true, [1], { a: 1 }, [[]], {}, JSON.parse('{"__proto__": {"source": "x"}}'), { account: {}, password: [] }, { entry: -1 }, { code: 1, name: 2 }]) {
			if (bodiless.includes(path) && JSON.stringify(body) === '{}') continue;
			const { status, json } = await call(method, path, { body, headers });
			expect(status).toBeGreaterThanOrEqual(400);
			expect(status).toBeLessThan(500);
			if (status !== 404 && status !== 429) expect(json.field).toEqual(expect.any(String));
		}
	}));

test('[check 17] a body nested more than twenty levels deep is a 400, however deep it is; one of twenty is looked at', () =>
	eachWrite(async ({ call, server }, method, path, headers) => {
		if (path === '/api/v1/pairing') return;
		const before = server.wall().journal.revision();
		const nested = (levels: number, [open, close]: readonly [string, string]): string => `${open.repeat(levels)}1${close.repeat(levels)}`;
		for (const signs of [['[', ']'], ['{"a":', '}']] as const) {
			const { status, json } = await call(method, path, { raw: nested(20, signs), headers });
			expect(status).toBeGreaterThanOrEqual(400);
			expect(status).toBeLessThan(500);
			expect(json.error).not.toBe('too_deep');
			for (const levels of [21, 9_000]) {
				const deep = await call(method, path, { raw: nested(levels, signs), headers });
				expect([deep.status, deep.json.error, deep.json.field]).toEqual([400, 'too_deep', 'body']);
			}
		}
		expect(server.wall().journal.revision()).toBe(before);
	}));

test('[check 17] a push of five megabytes of brackets is refused, and the next one is taken', async () => {
	const { call } = await givenServer();
	for (const raw of ['['.repeat(2_400_000) + ']'.repeat(2_400_000), `{"source":"crm","deals":[${'[{"a":'.repeat(600_000)}1${'}]'.repeat(600_000)}]}`]) {
		const { status, json } = await call('POST', '/api/v1/facts', { raw, headers: withKey });
		expect([status, json.error]).toEqual([400, 'too_deep']);
	}
	expect((await call('POST', '/api/v1/facts', { body: { source: 'crm' }, headers: withKey })).status).toBe(200);
});

test('[check 17] lists have a longest length, each, and more is refused with their names', async () => {
	const { call, session } = await givenServer();
	const headers = session();
	const many = <T>(length: number, one: T): T[] => Array.from({ length }, () => one);
	const cases: [string, string, unknown, number, string][] = [
		['PUT', '/api/v1/targets', many(10_001, { metric: 'sales', scope: 'company', period: '2026-11', value: 1 }), 413, 'body'],
		['POST', '/api/v1/targets/spread', { metric: 'sales', period: '2026', by: 'workdays', scopes: many(1_001, 'company') }, 400, 'scopes'],
		['POST', '/api/v1/people/move', { people: many(1_001, { id: 1, seen: 1 }), team: 1, from: null }, 400, 'people'],
		['POST', '/api/v1/unassigned', { keys: many(1_001, 'crm/x'), person: null }, 400, 'body'],
		['PUT', '/api/v1/money/stages', { stages: many(201, 'A') }, 400, 'stages'],
		['PUT', '/api/v1/calendar/holidays', { days: many(401, { day: '2026-12-24', name: 'X' }) }, 400, 'days'],
		['POST', '/api/v1/messages', { form: 'band', title: 'A', screens: many(501, 1) }, 400, 'screens'],
		['POST', '/api/v1/review/meetings', { month: '2026-10', scope: 'company', close: null, screens: many(101, null) }, 400, 'screens'],
	];
	for (const [method, path, body, status, field] of cases) {
		const answer = await call(method, path, { body, headers });
		expect([path, answer.status, answer.json.field]).toEqual([path, status, field]);
	}
});

test('[check 17] a push with more than 10,000 rows over all its lists is a 413 and keeps nothing', async () => {
	const { call } = await givenServer();
	const row = (index: number) => ({ external_id: `C-${index}`, kind: 'call', at: '2026-11-23' });
	const body = { source: 'dialer', activities: Array.from({ length: 9_999 }, (_, index) => row(index)), deleted: [{ entity: 'deals', external_id: 'a' }, { entity: 'deals', external_id: 'b' }] };
	const { status, json } = await call('POST', '/api/v1/facts', { body, headers: withKey });
	expect([status, json.error]).toEqual([413, 'too_many_rows']);
	expect(json.message).toContain('10001');
});

test('a repeated or nested query parameter is a 400 that names it', async () => {
	const { call, session: signedIn } = await givenServer();
	const session = signedIn();
	for (const path of reads) {
		const { status, json } = await call('GET', `${path}?metric=sales&metric=calls_made`, { headers: session });
		expect([status, json.field]).toEqual([400, 'metric']);
	}
	for (const query of ['metric[]=sales', 'metric[a][b]=1', '__proto__=1', 'asOf=%00', 'metric=%f0%28', 'a'.repeat(3000)]) {
		for (const path of reads) expect((await call('GET', `${path}?${query}`, { headers: session })).status).toBeLessThan(500);
	}
});

test('an address that cannot be decoded is a 400', async () => {
	const { call } = await givenServer();
	expect((await call('GET', '/api/v1/%E0%A4%A')).status).toBeLessThan(500);
});

test('a screen that is no number is a 400, and one that does not exist a 404', async () => {
	const { call, session: signedIn } = await givenServer();
	const headers = signedIn();
	expect((await call('DELETE', '/api/v1/screens/abc', { headers })).json).toMatchObject({ error: 'bad_input', field: 'id' });
	expect((await call('DELETE', '/api/v1/screens/99', { headers })).status).toBe(404);
	expect((await call('PUT', '/api/v1/screens/abc', { body: { name: 'Hall' }, headers })).json).toMatchObject({ error: 'bad_input', field: 'id' });
	expect((await call('PUT', '/api/v1/screens/99', { body: { place: 'Hall' }, headers })).json).toMatchObject({ error: 'not_found', field: 'id' });
	for (const [method, what, body] of [['POST', 'identify', {}], ['POST', 'reload', {}], ['PUT', 'setup', { theme: 'dark', overscan: 0, far: false, calm: false, hours: null }], ['POST', 'card', { show: true }]] as const) {
		for (const id of ['abc', '-1', '1.5', 'Unpaired', 'All']) expect((await call(method, `/api/v1/screens/${id}/${what}`, { body, headers })).json).toMatchObject({ error: 'bad_input', field: 'id' });
		for (const id of ['0', '99']) expect((await call(method, `/api/v1/screens/${id}/${what}`, { body, headers })).json).toMatchObject({ error: 'not_found', field: 'id' });
	}
});

test('what is not HTTP at all gets a 400 in JSON, and the server goes on', async () => {
	const { server, call } = await givenServer();
	const said = await new Promise<string>((resolve, reject) => {
		const socket = connect(server.port, '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
		let text = '';
		socket.on('data', (chunk) => (text += chunk.toString()));
		socket.on('end', () => resolve(text));
		socket.on('error', reject);
	});
	expect(said).toMatch(/^HTTP\/1\.1 400 /);
	expect(said).toContain('{"error":"bad_request"');
	expect((await call('GET', '/healthz')).text).toBe('ok');
});

test('more than 16 pushes at once are told to wait, and the next one is taken', async () => {
	const { server, call } = await givenServer();
	const { request } = await import('node:http');
	const slow = Array.from({ length: 16 }, () => {
		const one = request({ host: '127.0.0.1', port: server.port, method: 'POST', path: '/api/v1/facts', headers: { ...withKey, 'Content-Type': 'application/json', 'Content-Length': 100 } });
		one.on('error', () => undefined);
		one.write('{');
		return one;
	});
	await expect.poll(async () => (await call('POST', '/api/v1/facts', { body: { source: 'crm' }, headers: withKey })).status).toBe(429);
	for (const one of slow) one.destroy();
	await expect.poll(async () => (await call('POST', '/api/v1/facts', { body: { source: 'crm' }, headers: withKey })).status).toBe(200);
});
