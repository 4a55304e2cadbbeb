/** Set-up, signing in and out, passwords. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { cookieOf, fromElsewhere, givenServer, next, password, withKey, type Given } from './support.ts';

const setUpWith = (given: Given, changes: Record<string, unknown> = {}) => ({
	code: given.setupCode(),
	account: 'Ana',
	password: 'a fine password',
	workspace: { name: 'North floor', currency: 'SEK', timeZone: 'Europe/Stockholm', locale: 'sv-SE' },
	...changes,
});
const setUp = (given: Given, changes: Record<string, unknown> = {}) => given.call('POST', '/api/v1/setup', { body: setUpWith(given, changes) });

describe('set-up', () => {
	test('[check 1] the printed code makes one administrator, who is signed in by it; afterwards the route is gone', async () => {
		const given = await givenServer({ administrator: false });
		expect(given.setupCode()).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
		expect((await given.call('GET', '/api/v1/session')).json).toMatchObject({ setupNeeded: true, demo: false, account: null, workspace: { currency: 'EUR', timeZone: 'Europe/Stockholm' } });

		const { status, json, headers } = await setUp(given);
		expect(status).toBe(200);
		expect(json).toMatchObject({ setupNeeded: false, account: { name: 'ana', role: 'admin' }, workspace: { name: 'North floor', currency: 'SEK', locale: 'sv-SE' } });
		expect((await given.call('GET', '/api/v1/targets', { headers: { Cookie: cookieOf(headers) } })).status).toBe(200);

		expect((await setUp(given)).status).toBe(404);
		expect((await given.call('GET', '/api/v1/session')).json).toEqual({ setupNeeded: false, demo: false, account: null, workspace: null });
	});

	test('the code may be typed in lower case, with or without the hyphen', async () => {
		const given = await givenServer({ administrator: false });
		expect((await setUp(given, { code: ` ${given.setupCode().toLowerCase().replace('-', ' ')} ` })).status).toBe(200);
	});

	test('[check 1] five wrong codes end the code, and a new one is printed', async () => {
		const given = await givenServer({ administrator: false });
		const first = given.setupCode();
		for (let tries = 0; tries < 5; tries += 1) {
			expect(given.setupCode()).toBe(first);
			expect((await setUp(given, { code: 'BBBB-BBBB' })).json).toMatchObject({ error: 'wrong_code', field: 'code' });
		}
		expect(given.setupCode()).not.toBe(first);
		expect((await setUp(given, { code: first })).status).toBe(403);
		expect((await setUp(given)).status).toBe(200);
	});

	test('two set-ups at once make one administrator', async () => {
		const given = await givenServer({ administrator: false });
		const body = setUpWith(given);
		const statuses = (await Promise.all([1, 2, 3].map(() => given.call('POST', '/api/v1/setup', { body })))).map(({ status }) => status);
		expect(statuses.filter((status) => status === 200)).toHaveLength(1);
		expect(statuses.every((status) => [200, 404, 409].includes(status))).toBe(true);
	});

	test.each([
		['workspace.currency', { workspace: { name: 'A', currency: 'EUX', timeZone: 'UTC', locale: 'en' } }],
		['workspace.timeZone', { workspace: { name: 'A', currency: 'EUR', timeZone: 'Mars/Base', locale: 'en' } }],
		['workspace.locale', { workspace: { name: 'A', currency: 'EUR', timeZone: 'UTC', locale: 'not a locale' } }],
		['workspace.name', { workspace: { name: ' ', currency: 'EUR', timeZone: 'UTC', locale: 'en' } }],
		['workspace', { workspace: null }],
		['account', { account: '' }],
		['password', { password: 'short' }],
		['password', { password: 'Password123' }],
		['password', { password: 'x'.repeat(257) }],
		['password', { account: 'Ana Lind', password: 'AnaLind-2026' }],
		['password', { password: 'North floor 1' }],
	])('[check 1] [check 3] a bad %s is named, uses up no try and writes nothing', async (field, changes) => {
		const given = await givenServer({ administrator: false });
		const { status, json } = await setUp(given, changes);
		expect([status, json.field]).toEqual([400, field]);
		expect((await given.call('GET', '/api/v1/session')).json.setupNeeded).toBe(true);
	});

	test('in the automatic demo it starts the real floor on the same port, and walls come back by themselves', async () => {
		const given = await givenServer({ administrator: false, env: { DEMO: 'auto', API_KEY: '' } });
		expect((await given.call('GET', '/api/v1/session')).json).toMatchObject({ setupNeeded: true, demo: true });
		const wall = given.connect();
		expect((await next(wall, 'board'))[0]).toMatchObject({ name: expect.any(String) });

		const back = next(wall, 'disconnect').then(() => next(wall, 'board', 10_000));
		const { status, headers } = await setUp(given);
		expect(status).toBe(200);
		// At once, as the page does.
		const { json } = await given.call('GET', '/api/v1/session', { headers: { Cookie: cookieOf(headers) } });
		expect((await back)[0]).toMatchObject({ name: 'North floor' });
		expect(existsSync(join(given.config.dataDir, 'floorcast.sqlite'))).toBe(true);

		expect(json).toMatchObject({ setupNeeded: false, demo: false, account: { name: 'ana' }, workspace: { name: 'North floor', currency: 'SEK' } });
		expect((await setUp(given)).status).toBe(404);
	});

	test('[check 1] with DEMO=on it makes the administrator of the demo, which goes on and opens nothing but the wall', async () => {
		const given = await givenServer({ administrator: false, env: { DEMO: 'on' } });
		expect(given.server.wall().accounts.list()).toEqual([]);
		for (const headers of [{}, { Host: 'localhost' }, fromElsewhere]) expect((await given.call('GET', '/api/v1/wall', { headers })).status).toBe(401);
		const { name, currency, timeZone, locale } = (await given.call('GET', '/api/v1/session')).json.workspace;
		expect((await setUp(given, { workspace: { name, currency, timeZone, locale } })).json).toMatchObject({ demo: true, account: { name: 'ana' } });
		expect(existsSync(join(given.config.dataDir, 'floorcast.sqlite'))).toBe(false);
		expect(given.server.wall().options.demo).toBe(true);
	});

	test('over figures that exist the currency and the zone stay as they are; the name may be chosen', async () => {
		const given = await givenServer({ administrator: false });
		await given.call('POST', '/api/v1/facts', { body: { source: 'crm', deals: [{ external_id: 'D-1', status: 'open', amount: '10' }] }, headers: withKey });
		const refused = await setUp(given);
		expect([refused.status, refused.json.field]).toEqual([409, 'workspace.currency']);
		expect((await given.call('GET', '/api/v1/session')).json.setupNeeded).toBe(true);
		expect((await setUp(given, { workspace: { name: 'North floor', currency: 'EUR', timeZone: 'Europe/Stockholm', locale: 'sv-SE' } })).json).toMatchObject({ workspace: { name: 'North floor', currency: 'EUR' } });
	});
});

describe('signing in', () => {
	test('[check 1] no account is there by itself', async () => {
		const { server, call } = await givenServer({ administrator: false });
		expect(server.wall().accounts.list()).toEqual([]);
		for (const account of ['admin', 'ops', 'manager', 'viewer', 'demo', '']) expect((await call('POST', '/api/v1/session', { body: { account, password: account } })).status).toBe(401);
	});

	test('[check 5] signing in again gives another token and ends the one before in the same browser', async () => {
		const { call, signIn } = await givenServer();
		const first = await signIn();
		const again = await call('POST', '/api/v1/session', { body: { account: 'admin', password }, headers: first });
		expect(cookieOf(again.headers)).toMatch(/^floorcast_session=[\w-]{43}$/);
		expect(cookieOf(again.headers)).not.toBe(first['Cookie']);
		expect((await call('GET', '/api/v1/targets', { headers: first })).status).toBe(401);
		// One that a browser was made to bring along is never taken over.
		const planted = await call('POST', '/api/v1/session', { body: { account: 'admin', password }, headers: { Cookie: 'floorcast_session=planted' } });
		expect(cookieOf(planted.headers)).not.toContain('planted');
	});

	test('ADMIN_PASSWORD makes the account admin, and never overwrites a password that was changed', async () => {
		const given = await givenServer({ administrator: false, env: { ADMIN_PASSWORD: password } });
		const session = await given.signIn();
		expect((await given.call('PUT', '/api/v1/password', { body: { current: password, next: 'another password' }, headers: session })).status).toBe(200);
		await given.server.close();
		const again = await givenServer({ env: { DATA_DIR: given.config.dataDir, ADMIN_PASSWORD: password } });
		await expect(again.signIn()).rejects.toThrow('401');
		expect(await again.signIn('admin', 'another password')).toHaveProperty('Cookie');
		expect(again.printed.join()).not.toMatch(/set-up code/i);
	});

	test('[check 4] account names are compared without case or spaces; a wrong name and a wrong password read alike', async () => {
		const { call, signIn } = await givenServer();
		expect(await signIn('  ADMIN ')).toHaveProperty('Cookie');
		const wrongPassword = await call('POST', '/api/v1/session', { body: { account: 'admin', password: 'wrong password' } });
		const wrongName = await call('POST', '/api/v1/session', { body: { account: 'nobody', password } });
		expect(wrongPassword.status).toBe(401);
		expect(wrongName.json).toEqual(wrongPassword.json);
	});

	test('[check 4] an unknown account takes as long as a known one', async () => {
		const { server } = await givenServer();
		const { accounts } = server.wall();
		const fastest = { admin: Infinity, nobody: Infinity };
		for (const name of ['admin', 'nobody', 'admin', 'nobody', 'admin', 'nobody'] as const) {
			const begun = performance.now();
			await accounts.check(name, 'wrong password');
			fastest[name] = Math.min(fastest[name], performance.now() - begun);
		}
		// Without the same work it would be a hundred times faster.
		expect(fastest.nobody / fastest.admin).toBeGreaterThan(0.2);
		expect(fastest.nobody / fastest.admin).toBeLessThan(5);
	});

	test('[check 7] the cookie is HttpOnly, SameSite=Strict and for every path; Secure and __Host- only over TLS', async () => {
		const body = { account: 'admin', password };
		const plain = await (await givenServer()).call('POST', '/api/v1/session', { body });
		expect(String(plain.headers['set-cookie'])).toMatch(/^floorcast_session=[\w-]{43}; .*Path=\/;.* HttpOnly; SameSite=Strict$/);
		expect(String(plain.headers['set-cookie'])).not.toContain('Secure');

		const behind = await givenServer({ env: { TRUST_PROXY: '1' } });
		const overTls = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '192.0.2.7' };
		const secure = await behind.call('POST', '/api/v1/session', { body, headers: overTls });
		expect(String(secure.headers['set-cookie'])).toMatch(/^__Host-floorcast_session=[\w-]{43}; Max-Age=1209600; .*HttpOnly; Secure; SameSite=Strict$/);
		expect((await behind.call('GET', '/api/v1/targets', { headers: { ...overTls, Cookie: cookieOf(secure.headers) } })).status).toBe(200);
		// A browser takes no word of a __Host- cookie, that it is over either, without these.
		const over = await behind.call('DELETE', '/api/v1/session', { headers: { ...overTls, Cookie: cookieOf(secure.headers), Host: 'wall.test', Origin: 'https://wall.test' } });
		expect(String(over.headers['set-cookie'])).toMatch(/^__Host-floorcast_session=; Path=\/; Expires=Thu, 01 Jan 1970 [^;]+; HttpOnly; Secure; SameSite=Strict$/);

		const forged = await (await givenServer()).call('POST', '/api/v1/session', { body, headers: overTls });
		expect(String(forged.headers['set-cookie'])).not.toContain('__Host-');
	});

	test('[check 2] [check 5] of a session only the SHA-256 of its token is on disk, and of a password only its scrypt hash', async () => {
		const given = await givenServer();
		const { Cookie = '' } = await given.signIn();
		const token = Cookie.split('=')[1] ?? '';
		const db = new Database(join(given.config.dataDir, 'floorcast.sqlite'), { readonly: true });
		expect(db.prepare('SELECT token_hash FROM session').pluck().all()).toEqual([createHash('sha256').update(token).digest('hex')]);
		expect(db.prepare('SELECT password_hash FROM account').pluck().get()).toMatch(/^\$scrypt\$n=16384,r=8,p=5\$[\w+/=]{24}\$[\w+/=]{44}$/);
		const everything = JSON.stringify(db.prepare('SELECT * FROM entry').all());
		db.close();
		expect(everything).not.toContain(password);
		expect(everything).not.toContain(token);
	});

	test('[check 6] a session ends 24 hours after its last use and 14 days after its start', async () => {
		const given = await givenServer();
		const isIn = async (headers: Record<string, string>): Promise<boolean> => (await given.call('GET', '/api/v1/targets', { headers })).status === 200;
		const idle = given.session();
		given.now.ms += 24 * 3_600_000 - 1;
		expect(await isIn(idle)).toBe(true);
		given.now.ms += 24 * 3_600_000;
		expect(await isIn(idle)).toBe(false);

		const busy = given.session();
		for (let hours = 0; hours < 14 * 24 - 12; hours += 12) {
			given.now.ms += 12 * 3_600_000;
			expect(await isIn(busy)).toBe(true);
		}
		given.now.ms += 12 * 3_600_000;
		expect(await isIn(busy)).toBe(false);
	});

	test('[R14] one that began while the clock ran ahead lasts no longer than any other', async () => {
		const given = await givenServer();
		const isIn = async (headers: Record<string, string>): Promise<boolean> => (await given.call('GET', '/api/v1/targets', { headers })).status === 200;
		given.now.ms += 365 * 24 * 3_600_000;
		const [idle, busy] = [given.session(), given.session()];
		given.now.ms -= 365 * 24 * 3_600_000;
		expect([await isIn(idle), await isIn(busy)]).toEqual([true, true]);
		for (let hours = 12; hours < 14 * 24; hours += 12) {
			given.now.ms += 12 * 3_600_000;
			expect(await isIn(busy)).toBe(true);
		}
		expect(await isIn(idle)).toBe(false);
		given.now.ms += 12 * 3_600_000;
		expect(await isIn(busy)).toBe(false);
	});

	test('[check 6] signing out ends the session on the server, not only in the browser', async () => {
		const { call, session: signedIn } = await givenServer();
		const session = signedIn();
		const { status, headers } = await call('DELETE', '/api/v1/session', { headers: session });
		expect([status, cookieOf(headers)]).toEqual([200, 'floorcast_session=']);
		expect((await call('GET', '/api/v1/targets', { headers: session })).status).toBe(401);
	});

	test('[check 3] [check 6] changing the password ends every other session, and needs the current one', async () => {
		const { call, signIn, session } = await givenServer();
		const [here, elsewhere] = [session(), session()];
		const change = (body: unknown, headers = here) => call('PUT', '/api/v1/password', { body, headers });
		expect((await change({ current: 'wrong password', next: 'another password' })).json).toMatchObject({ error: 'wrong_password', field: 'current' });
		expect((await change({ current: password, next: 'short' })).json).toMatchObject({ field: 'next' });
		expect((await change({ current: password, next: 'Admin-2026' })).json).toMatchObject({ error: 'password_is_name', field: 'next' });

		const changed = await change({ current: password, next: 'another password' });
		expect(changed.status).toBe(200);
		for (const old of [here, elsewhere]) expect((await call('GET', '/api/v1/targets', { headers: old })).status).toBe(401);
		expect((await call('GET', '/api/v1/targets', { headers: { Cookie: cookieOf(changed.headers) } })).status).toBe(200);
		await expect(signIn()).rejects.toThrow('401');
		expect(await signIn('admin', 'another password')).toHaveProperty('Cookie');
	});
});

describe('throttling', () => {
	const wrong = { body: { account: 'admin', password: 'wrong password' } };

	test('[check 4] after ten failures an account rests, with a 429 that says when to come back', async () => {
		const { call } = await givenServer();
		const statuses = await Promise.all(Array.from({ length: 12 }, () => call('POST', '/api/v1/session', wrong)));
		expect(statuses.filter(({ status }) => status === 401)).toHaveLength(10);
		const { status, json, headers } = await call('POST', '/api/v1/session', { body: { account: ' ADMIN', password } });
		expect([status, json.error]).toEqual([429, 'too_many_attempts']);
		expect(Number(headers['retry-after'])).toBeGreaterThan(0);
	});

	test('[check 4] [check 33] after twenty failures an address rests, and a forged X-Forwarded-For does not move it', async () => {
		const { call } = await givenServer();
		for (let tries = 0; tries < 20; tries += 1) {
			await call('POST', '/api/v1/session', { body: { account: `nobody${tries}`, password: 1 }, headers: { 'X-Forwarded-For': `192.0.2.${tries}` } });
		}
		expect((await call('POST', '/api/v1/session', { body: { account: 'admin', password }, headers: { 'X-Forwarded-For': '192.0.2.99' } })).status).toBe(429);
	});

	test.each([['POST', '/api/v1/setup', false], ['PUT', '/api/v1/password', true]] as const)('[check 4] so it does after twenty failures of %s %s', async (method, path, administrator) => {
		const given = await givenServer({ administrator });
		const failing = async (): Promise<number> => (await given.call(method, path, { body: { current: 1, code: 1 }, headers: administrator ? given.session() : {} })).status;
		for (let tries = 0; tries < 20; tries += 1) expect(await failing()).toBe(400);
		expect(await failing()).toBe(429);
	});

	test('[check 4] [check 33] behind a trusted proxy each address counts on its own, by what the proxy wrote and not by what the client did', async () => {
		const { call } = await givenServer({ env: { TRUST_PROXY: '1' } });
		const from = (address: string) => ({ body: { account: `nobody ${Math.random()}`, password: 1 }, headers: { 'X-Forwarded-For': `198.51.100.${Math.floor(Math.random() * 250)}, ${address}` } });
		for (let tries = 0; tries < 20; tries += 1) await call('POST', '/api/v1/session', from('192.0.2.1'));
		expect((await call('POST', '/api/v1/session', from('192.0.2.1'))).status).toBe(429);
		expect((await call('POST', '/api/v1/session', from('192.0.2.2'))).status).toBe(400);
	});

	test('[check 4] a name that does not exist rests as well, so that nobody is told which do', async () => {
		const { call } = await givenServer();
		const failing = async (): Promise<number> => (await call('POST', '/api/v1/session', { body: { account: 'nobody', password: 1 } })).status;
		for (let tries = 0; tries < 10; tries += 1) expect(await failing()).toBe(400);
		expect(await failing()).toBe(429);
	});

	test('[check 4] a rest lasts for the quarter of an hour', async () => {
		vi.useFakeTimers({ toFake: ['Date', 'performance'] });
		onTestFinished(() => void vi.useRealTimers());
		const { call } = await givenServer();
		const failing = async (): Promise<number> => (await call('POST', '/api/v1/session', { body: { account: 'admin', password: 1 } })).status;
		for (let tries = 0; tries < 10; tries += 1) await failing();
		vi.advanceTimersByTime(15 * 60_000 - 1_000);
		expect(await failing()).toBe(429);
		vi.advanceTimersByTime(1_000);
		expect(await failing()).toBe(400);
	});

	test('[R14] a clock that is set back keeps nobody out for longer', async () => {
		vi.useFakeTimers({ toFake: ['Date', 'performance'] });
		onTestFinished(() => void vi.useRealTimers());
		const { call, signIn } = await givenServer();
		for (let tries = 0; tries < 10; tries += 1) await call('POST', '/api/v1/session', wrong);
		await expect(signIn()).rejects.toThrow('429');
		vi.setSystemTime(Date.now() - 24 * 3_600_000);
		vi.advanceTimersByTime(15 * 60_000);
		expect(await signIn()).toHaveProperty('Cookie');
	});

	test('signing in rightly is never counted', async () => {
		const { signIn } = await givenServer();
		for (let times = 0; times < 11; times += 1) expect(await signIn()).toHaveProperty('Cookie');
	});
});

test('being on the same machine opens nothing of the interface', async () => {
	const { call } = await givenServer();
	for (const headers of [{}, { Host: 'localhost' }]) expect((await call('GET', '/api/v1/wall', { headers })).status).toBe(401);
});
