/** Accounts as administrators look after them. */
import { describe, expect, test } from 'vitest';
import { givenAccount, isIn, type Headers } from './account-support.ts';
import { givenServer, password, type Given } from './support.ts';

const change = ({ call }: Given, by: Headers, id: number, body: unknown) => call('PUT', `/api/v1/accounts/${id}`, { body, headers: by });
const idOf = ({ server }: Given, wanted: string): number => server.wall().accounts.list().find(({ name }) => name === wanted)?.id ?? 0;

test('the list says who there is, when each was last seen, and how many sessions each has', async () => {
	const given = await givenServer();
	const eva = await givenAccount(given, 'viewer', 'eva');
	await givenAccount(given, 'ops', 'bo');
	eva.session();
	given.now.ms += 3_600_000;
	const late = eva.session();
	given.now.ms += 120_000;
	await given.call('GET', '/api/v1/targets', { headers: late });
	expect((await given.call('GET', '/api/v1/accounts', { headers: given.session() })).json.accounts).toEqual([
		{ id: expect.any(Number), name: 'admin', role: 'admin', note: '', isDisabled: false, seenAt: '2026-11-23T10:02:00Z', sessions: 1 },
		{ id: expect.any(Number), name: 'bo', role: 'ops', note: '', isDisabled: false, seenAt: null, sessions: 0 },
		{ id: eva.id, name: 'eva', role: 'viewer', note: '', isDisabled: false, seenAt: '2026-11-23T10:02:00Z', sessions: 2 },
	]);
});

test('a live session is held to a new role with its next request', async () => {
	const given = await givenServer();
	const [admin, eva] = [given.session(), await givenAccount(given, 'ops', 'eva')];
	const session = eva.session();
	const may = async (): Promise<[number, number, number]> => [
		(await given.call('GET', '/api/v1/people', { headers: session })).status,
		(await given.call('PUT', '/api/v1/targets', { body: [], headers: session })).status,
		(await given.call('GET', '/api/v1/accounts', { headers: session })).status,
	];
	expect(await may()).toEqual([200, 200, 403]);
	for (const [role, expected] of [['viewer', [200, 403, 403]], ['manager', [403, 403, 403]], ['admin', [200, 200, 200]], ['ops', [200, 200, 403]]] as const) {
		expect((await change(given, admin, eva.id, { role })).json).toMatchObject({ name: 'eva', role });
		expect(await may()).toEqual(expected);
	}
});

test('a disabled account cannot sign in, which reads like a wrong password, and can again once it is enabled', async () => {
	const given = await givenServer();
	const [admin, eva] = [given.session(), await givenAccount(given, 'ops', 'eva')];
	const session = eva.session();
	expect((await change(given, admin, eva.id, { isDisabled: true })).json).toMatchObject({ isDisabled: true, sessions: 0 });
	expect(await isIn(given, session)).toBe(false);
	const refused = await given.call('POST', '/api/v1/session', { body: { account: 'eva', password } });
	expect([refused.status, refused.json.error]).toEqual([401, 'wrong_credentials']);
	await change(given, admin, eva.id, { isDisabled: false });
	expect(await isIn(given, session)).toBe(false);
	expect(await given.signIn('eva')).toHaveProperty('Cookie');
});

test('a removed account is gone with its sessions; its name is free, and its number is never another’s', async () => {
	const given = await givenServer();
	const [admin, eva] = [given.session(), await givenAccount(given, 'ops', 'eva')];
	const session = eva.session();
	expect((await given.call('DELETE', `/api/v1/accounts/${eva.id}`, { headers: admin })).status).toBe(200);
	expect(await isIn(given, session)).toBe(false);
	await expect(given.signIn('eva')).rejects.toThrow('401');
	const other = await givenAccount(given, 'viewer', 'eva');
	expect(other.id).not.toBe(eva.id);
	expect(await isIn(given, session)).toBe(false);
	for (const [method, path, body] of [['PUT', '', { role: 'ops' }], ['DELETE', '', undefined], ['DELETE', '/sessions', undefined], ['POST', '/reset', {}]] as const) {
		const { status, json } = await given.call(method, `/api/v1/accounts/${eva.id}${path}`, { ...(body && { body }), headers: admin });
		expect([status, json.error, json.field]).toEqual([404, 'not_found', 'id']);
	}
});

describe('the last administrator', () => {
	test('stays one: no other role, not disabled, not removed, in words', async () => {
		const given = await givenServer();
		const admin = given.session();
		const id = idOf(given, 'admin');
		for (const answer of [await change(given, admin, id, { role: 'ops' }), await change(given, admin, id, { isDisabled: true }), await given.call('DELETE', `/api/v1/accounts/${id}`, { headers: admin })]) {
			expect([answer.status, answer.json.error, answer.json.message]).toEqual([409, 'last_administrator', expect.stringMatching(/last administrator.*make somebody else one first/)]);
		}
		expect((await change(given, admin, id, { role: 'admin' })).status).toBe(200);
		expect(await isIn(given, admin)).toBe(true);
	});

	test('is who is left while the others are disabled', async () => {
		const given = await givenServer();
		const [admin, eva] = [given.session(), await givenAccount(given, 'admin', 'eva')];
		await change(given, admin, eva.id, { isDisabled: true });
		expect((await change(given, admin, idOf(given, 'admin'), { role: 'viewer' })).status).toBe(409);
		// A disabled one is not the last of those who may sign in.
		expect((await change(given, admin, eva.id, { role: 'ops' })).status).toBe(200);
	});

	test('is who is left when two make each other something else at once', async () => {
		const given = await givenServer();
		const [admin, eva] = [given.session(), await givenAccount(given, 'admin', 'eva')];
		const answers = await Promise.all([change(given, admin, eva.id, { role: 'viewer' }), change(given, eva.session(), idOf(given, 'admin'), { role: 'viewer' })]);
		expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
		expect(given.server.wall().accounts.hasAdministrator()).toBe(true);
	});

	test('may go once there is another', async () => {
		const given = await givenServer();
		const [admin, eva] = [given.session(), await givenAccount(given, 'admin', 'eva')];
		expect((await given.call('DELETE', `/api/v1/accounts/${idOf(given, 'admin')}`, { headers: admin })).status).toBe(200);
		expect(await isIn(given, admin)).toBe(false);
		expect((await given.call('GET', '/api/v1/accounts', { headers: eva.session() })).json.accounts).toHaveLength(1);
	});
});

test('what is half right changes nothing', async () => {
	const given = await givenServer();
	const [admin, eva] = [given.session(), await givenAccount(given, 'ops', 'eva')];
	const id = idOf(given, 'admin');
	for (const body of [{}, { role: 'root' }, { isDisabled: 'yes' }, { role: 'ops', name: 'x' }]) expect((await change(given, admin, eva.id, body)).status).toBe(400);
	await given.call('PUT', `/api/v1/accounts/${eva.id}`, { body: { role: 'viewer', isDisabled: 1 }, headers: admin });
	expect((await change(given, admin, id, { role: 'ops', isDisabled: true })).status).toBe(409);
	expect(given.server.wall().accounts.list().map(({ name, role, isDisabled }) => [name, role, isDisabled])).toEqual([['admin', 'admin', false], ['eva', 'ops', false]]);
	expect((await change(given, admin, Number.NaN, { role: 'ops' })).status).toBe(400);
});

test('the own sessions are listed with where and by what they were begun, and all but this one are ended', async () => {
	const given = await givenServer();
	const body = { account: 'admin', password };
	const phone = await given.call('POST', '/api/v1/session', { body, headers: { 'User-Agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1' } });
	given.now.ms += 60_000;
	const edge = await given.call('POST', '/api/v1/session', { body, headers: { 'User-Agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0 Safari/537.36 Edg/143.0' } });
	const [onPhone, here] = [phone, edge].map(({ headers }) => ({ Cookie: String(headers['set-cookie']).split(';')[0] ?? '', Origin: given.origin }));
	expect((await given.call('GET', '/api/v1/sessions', { headers: here ?? {} })).json).toEqual([
		{ address: '127.0.0.1', browser: 'Edge, Windows', since: '2026-11-23T09:01:00Z', usedAt: '2026-11-23T09:01:00Z', isThis: true },
		{ address: '127.0.0.1', browser: 'Safari, iPhone', since: '2026-11-23T09:00:00Z', usedAt: '2026-11-23T09:00:00Z', isThis: false },
	]);
	const eva = (await givenAccount(given, 'ops', 'eva')).session();
	expect((await given.call('DELETE', '/api/v1/sessions', { headers: here ?? {} })).status).toBe(200);
	expect(await Promise.all([here, onPhone, eva].map((headers) => isIn(given, headers ?? {})))).toEqual([true, false, true]);
});
