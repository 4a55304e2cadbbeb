/** Ways in by link: to a new account, and to a new password. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { givenAccount, invite, isIn, signedInBy, tokenOf, use } from './account-support.ts';
import { givenServer, password } from './support.ts';

const hour = 3_600_000;

test('[check 5] whoever opens an invitation chooses name and password, is signed in with its role, and the link is spent', async () => {
	const given = await givenServer();
	const admin = given.session();
	const made = await invite(given, admin, { role: 'manager', note: 'Eva, North' });
	expect(made.json).toEqual({
		path: expect.stringMatching(/^\/admin#invite=[\w-]{43}$/),
		invitation: { id: expect.any(Number), account: null, role: 'manager', note: 'Eva, North', by: 'admin', at: '2026-11-23T09:00:00Z', expiresAt: '2026-11-26T09:00:00Z' },
	});
	const token = tokenOf(made);
	expect((await given.call('POST', '/api/v1/invitations/look', { body: { token } })).json).toEqual({ account: null, role: 'manager', expiresAt: '2026-11-26T09:00:00Z', workspace: 'Sales floor' });
	expect((await given.call('GET', '/api/v1/accounts', { headers: admin })).json.invitations).toEqual([made.json.invitation]);

	const used = await use(given, token);
	expect([used.status, used.json.account]).toEqual([200, { name: 'eva', role: 'manager' }]);
	const eva = signedInBy(given, used);
	// It may close a month, though not one that is none.
	expect((await given.call('POST', '/api/v1/review/closes', { body: { month: 'none' }, headers: eva })).status).toBe(400);
	expect((await given.call('GET', '/api/v1/people', { headers: eva })).status).toBe(403);
	expect(await given.signIn('eva', 'a fine password')).toHaveProperty('Cookie');
	const { accounts, invitations } = (await given.call('GET', '/api/v1/accounts', { headers: admin })).json;
	expect([accounts.map(({ name, note }: Record<string, unknown>) => [name, note]), invitations]).toEqual([[['admin', ''], ['eva', 'Eva, North']], []]);
});

test('[check 5] of a link the server keeps the SHA-256 alone, and none of its answers and no log has it again', async () => {
	const lines: string[] = [];
	const keep = (...said: unknown[]): void => void lines.push(JSON.stringify(said));
	const given = await givenServer({ log: { debug: keep, info: keep, warn: keep, error: keep, fatal: keep } });
	const admin = given.session();
	const token = tokenOf(await invite(given, admin));
	const db = new Database(join(given.config.dataDir, 'floorcast.sqlite'), { readonly: true });
	expect(db.prepare('SELECT token_hash FROM invitation').pluck().all()).toEqual([createHash('sha256').update(token).digest('hex')]);
	expect(JSON.stringify(db.prepare('SELECT body FROM entry').all())).not.toMatch(/[0-9a-f]{64}/);
	db.close();
	await use(given, token);
	for (const path of ['accounts', 'audit', 'sessions', 'session']) expect((await given.call('GET', `/api/v1/${path}`, { headers: admin })).text).not.toContain(token);
	for (const file of ['floorcast.sqlite', 'floorcast.sqlite-wal']) expect(readFileSync(join(given.config.dataDir, file)).includes(token)).toBe(false);
	expect(lines.join('\n') + given.printed.join('\n')).not.toContain(token);
});

test('an unknown, a spent, a revoked and an expired link read alike, and make nothing', async () => {
	const given = await givenServer();
	const admin = given.session();
	const [spent, revoked, expired] = [await invite(given, admin), await invite(given, admin), await invite(given, admin)];
	await use(given, tokenOf(spent));
	expect((await given.call('DELETE', `/api/v1/invitations/${revoked.json.invitation.id}`, { headers: admin })).status).toBe(200);
	expect((await given.call('DELETE', `/api/v1/invitations/${revoked.json.invitation.id}`, { headers: admin })).status).toBe(404);
	given.now.ms += 72 * hour;
	const said = new Set<string>();
	for (const token of ['x'.repeat(43), tokenOf(spent), tokenOf(revoked), tokenOf(expired), 'x']) {
		for (const answer of [await given.call('POST', '/api/v1/invitations/look', { body: { token } }), await use(given, token, { account: 'mallory' })]) {
			expect([answer.status, answer.json.error]).toEqual([404, 'link_invalid']);
			said.add(answer.text);
		}
	}
	expect(said.size).toBe(1);
	expect(given.server.wall().accounts.list().map(({ name }) => name)).toEqual(['admin', 'eva']);
	expect((await given.call('GET', '/api/v1/accounts', { headers: given.session() })).json.invitations).toEqual([]);
});

test('two who use one link at once make one account', async () => {
	const given = await givenServer();
	const token = tokenOf(await invite(given, given.session()));
	const statuses = (await Promise.all(['eva', 'bo', 'cy'].map((account) => use(given, token, { account })))).map(({ status }) => status);
	expect(statuses.sort()).toEqual([200, 404, 404]);
	expect(given.server.wall().accounts.list()).toHaveLength(2);
});

test.each([
	['account', 400, { account: '' }],
	['account', 400, { account: undefined }],
	['account', 409, { account: ' ADMIN ' }],
	['password', 400, { password: 'short' }],
	['password', 400, { password: 'Password123' }],
	['password', 400, { account: 'eva brown', password: 'EvaBrown2026' }],
	['password', 400, { password: 'sales floor' }],
])('what is wrong with the %s is said, and the link is good still (%d, %j)', async (field, status, more) => {
	const given = await givenServer();
	const token = tokenOf(await invite(given, given.session()));
	const refused = await use(given, token, more);
	expect([refused.status, refused.json.field]).toEqual([status, field]);
	expect((await use(given, token)).status).toBe(200);
});

test('[check 3] a password of 64 characters and more may be chosen, of any signs', async () => {
	const given = await givenServer();
	const long = `${'å'.repeat(64)} 🙂 <script>`;
	await use(given, tokenOf(await invite(given, given.session())), { password: long });
	expect(await given.signIn('eva', long)).toHaveProperty('Cookie');
});

describe('a reset link', () => {
	const reset = async (given: Awaited<ReturnType<typeof givenServer>>, id: number) => given.call('POST', `/api/v1/accounts/${id}/reset`, { body: {}, headers: given.session() });

	test('[check 6] gives an account a new password, ends all of its sessions, and is good once and for a day', async () => {
		const given = await givenServer();
		const eva = await givenAccount(given, 'ops', 'eva');
		const [here, there] = [eva.session(), eva.session()];
		const made = await reset(given, eva.id);
		expect(made.json).toMatchObject({ path: expect.stringMatching(/^\/admin#reset=[\w-]{43}$/), invitation: { account: { id: eva.id, name: 'eva' }, role: 'ops', expiresAt: '2026-11-24T09:00:00Z' } });
		expect((await given.call('POST', '/api/v1/invitations/look', { body: { token: tokenOf(made) } })).json).toMatchObject({ account: 'eva', role: 'ops' });
		// Nothing has changed until it is used.
		expect([await isIn(given, here), await given.signIn('eva')]).toEqual([true, expect.anything()]);

		const used = await use(given, tokenOf(made), { account: 'somebody else', password: 'another password' });
		expect(used.json.account).toEqual({ name: 'eva', role: 'ops' });
		expect(await Promise.all([here, there, signedInBy(given, used)].map((headers) => isIn(given, headers)))).toEqual([false, false, true]);
		await expect(given.signIn('eva', password)).rejects.toThrow('401');
		expect(await given.signIn('eva', 'another password')).toHaveProperty('Cookie');
		expect((await use(given, tokenOf(made))).status).toBe(404);

		const late = tokenOf(await reset(given, eva.id));
		given.now.ms += 24 * hour;
		expect((await use(given, late)).status).toBe(404);
	});

	test('takes the place of an earlier one, and goes with the account', async () => {
		const given = await givenServer();
		const eva = await givenAccount(given, 'ops', 'eva');
		const [first, second] = [tokenOf(await reset(given, eva.id)), tokenOf(await reset(given, eva.id))];
		expect((await use(given, first)).status).toBe(404);
		await given.call('PUT', `/api/v1/accounts/${eva.id}`, { body: { isDisabled: true }, headers: given.session() });
		expect((await use(given, second)).status).toBe(404);
		expect((await reset(given, eva.id)).json).toMatchObject({ error: 'disabled' });
		await given.call('DELETE', `/api/v1/accounts/${eva.id}`, { headers: given.session() });
		expect((await use(given, second)).status).toBe(404);
		expect((await reset(given, eva.id)).status).toBe(404);
	});
});

test('[check 5] a browser that was signed in as somebody else is so no longer once it has used a link', async () => {
	const given = await givenServer();
	const old = (await givenAccount(given, 'viewer', 'bo')).session();
	const used = await given.call('POST', '/api/v1/invitations/use', { body: { token: tokenOf(await invite(given, given.session())), account: 'Eva', password: 'a fine password' }, headers: old });
	expect([used.status, await isIn(given, signedInBy(given, used)), await isIn(given, old)]).toEqual([200, true, false]);
});

test('[check 4] guessing links is throttled as signing in is, by address', async () => {
	const given = await givenServer();
	const token = tokenOf(await invite(given, given.session()));
	for (let tries = 0; tries < 20; tries += 1) expect((await given.call('POST', '/api/v1/invitations/look', { body: { token: `wrong ${tries}` } })).status).toBe(404);
	expect((await use(given, token)).status).toBe(429);
});

test('[check 8] no page of another site uses a link, or makes one', async () => {
	const given = await givenServer();
	const admin = given.session();
	const token = tokenOf(await invite(given, admin));
	for (const headers of [{ Origin: 'http://evil.example' }, { 'Sec-Fetch-Site': 'cross-site' }, { ...admin, Origin: 'http://evil.example' }]) {
		expect((await given.call('POST', '/api/v1/invitations/use', { body: { token, account: 'eva', password: 'a fine password' }, headers })).status).toBe(403);
	}
	expect((await use(given, token)).status).toBe(200);
});

describe('[check 6] links go', () => {
	const opens = async ({ call }: Awaited<ReturnType<typeof givenServer>>, token: string): Promise<number> => (await call('POST', '/api/v1/invitations/look', { body: { token } })).status;

	test.each([
		['removed', 'DELETE', undefined],
		['disabled', 'PUT', { isDisabled: true }],
		['no administrator any more', 'PUT', { role: 'ops' }],
	])('with the administrator who made them, once they are %s', async (_what, method, body) => {
		const given = await givenServer();
		const boss = await givenAccount(given, 'admin', 'boss');
		const eva = await givenAccount(given, 'ops', 'eva');
		const own = tokenOf(await invite(given, given.session(), { role: 'viewer' }));
		const theirs = [tokenOf(await invite(given, boss.session(), { role: 'admin' })), tokenOf(await given.call('POST', `/api/v1/accounts/${eva.id}/reset`, { body: {}, headers: boss.session() }))];
		expect((await given.call(method, `/api/v1/accounts/${boss.id}`, { ...(body && { body }), headers: given.session() })).status).toBe(200);
		expect(await Promise.all([...theirs, own].map((token) => opens(given, token)))).toEqual([404, 404, 200]);
	});

	test('to a new password, once the old one was changed', async () => {
		const given = await givenServer();
		const eva = await givenAccount(given, 'ops', 'eva');
		const token = tokenOf(await given.call('POST', `/api/v1/accounts/${eva.id}/reset`, { body: {}, headers: given.session() }));
		expect(await opens(given, token)).toBe(200);
		await given.call('PUT', '/api/v1/password', { body: { current: password, next: 'another password' }, headers: eva.session() });
		expect(await opens(given, token)).toBe(404);
	});
});

test.each(['feed', 'Key', 'environment', 'API key crm'])('nobody is called %s, as what the server itself writes with', async (name) => {
	const given = await givenServer();
	const { status, json } = await use(given, tokenOf(await invite(given, given.session())), { account: name });
	expect([status, json.field]).toEqual([400, 'account']);
});
