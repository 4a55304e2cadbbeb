/** API keys over HTTP: what each may, and when it works no more. */
import { request as httpRequest } from 'node:http';
import { describe, expect, test } from 'vitest';
import { keyAuthor, keyNameIn, type KeyList, type KeyMade, type KeyRequest, type KeyScope } from '../../../shared/keys-api.ts';
import { accountName } from '../../../server/floor/accounts.ts';
import { apiKey, givenServer, withKey, type Given } from './support.ts';

const givenKeys = async (env: Record<string, string> = {}) => {
	const given = await givenServer({ env });
	const session = given.session();
	const make = async (wish: Partial<KeyRequest> = {}): Promise<KeyMade> => {
		const { status, json } = await given.call('POST', '/api/v1/keys', { body: { name: 'CRM', scopes: ['ingest', 'targets', 'read'], source: null, until: null, ...wish }, headers: session });
		expect([status, json]).toEqual([200, { key: expect.anything(), secret: expect.any(String) }]);
		return json;
	};
	const list = async (): Promise<KeyList> => (await given.call('GET', '/api/v1/keys', { headers: session })).json;
	const keyed = (secret: string) => ({ Authorization: `Bearer ${secret}` });
	const push = (secret: string, body: unknown) => given.call('POST', '/api/v1/facts', { body, headers: keyed(secret) });
	return { ...given, admin: session, make, list, keyed, push };
};

const deal = { external_id: 'D-1', owner: 'ana@x.example', status: 'won', amount: '100', closed: '2026-11-20' };
const target = { metric: 'sales', scope: 'company', period: '2026-11', value: '500' };

describe('making one', () => {
	test('[check 16] a key has 128 random bits or more behind a prefix, is shown once, and kept as its SHA-256', async () => {
		const { make, list, server, call, admin } = await givenKeys();
		const [one, other] = [await make(), await make({ name: 'Dialer' })];
		for (const { key, secret } of [one, other]) {
			expect(secret).toMatch(/^fc_[a-z]{8}_[\w-]{43}$/);
			expect(secret.startsWith(`${key.prefix}_`)).toBe(true);
		}
		// 43 signs of base64url are 256 bits; no two keys begin alike.
		expect(Buffer.from(one.secret.slice(-43), 'base64url')).toHaveLength(32);
		expect(one.secret.slice(12)).not.toBe(other.secret.slice(12));
		const everything = JSON.stringify(await list()) + (await call('GET', '/api/v1/health', { headers: admin })).text;
		const { journal } = server.wall();
		const logged = JSON.stringify(journal.entries({ kinds: ['api key made'], limit: 10 }));
		for (const { secret } of [one, other]) {
			const rest = secret.slice(-43);
			expect(everything).not.toContain(rest);
			expect(logged).not.toContain(rest);
		}
		expect(logged).toContain('"hash":""');
	});

	test('[check 16] nothing of a key but its prefix and its hash is in the database', async () => {
		const { make, config, server } = await givenKeys();
		const { secret, key } = await make();
		await server.close();
		const { default: Database } = await import('better-sqlite3');
		const { createHash } = await import('node:crypto');
		const { readdirSync, readFileSync } = await import('node:fs');
		const file = readdirSync(config.dataDir).find((name) => name.endsWith('.sqlite')) ?? '';
		const bytes = readdirSync(config.dataDir).filter((name) => name.startsWith(file)).map((name) => readFileSync(`${config.dataDir}/${name}`).toString('latin1')).join('');
		expect(bytes).not.toContain(secret.slice(-43));
		const db = new Database(`${config.dataDir}/${file}`);
		expect(db.prepare('SELECT prefix, hash FROM api_key').get()).toEqual({ prefix: key.prefix, hash: createHash('sha256').update(secret).digest('hex') });
		db.close();
	});

	test('a name is taken while its key was not revoked, however it is written, and free again afterwards', async () => {
		const { make, call, admin } = await givenKeys();
		const { key } = await make({ name: 'Nightly CRM' });
		const again = () => call('POST', '/api/v1/keys', { body: { name: 'nightly crm', scopes: ['read'], source: null, until: null }, headers: admin });
		expect((await again()).json).toMatchObject({ error: 'taken', field: 'name' });
		await call('DELETE', `/api/v1/keys/${key.id}`, { headers: admin });
		expect((await again()).status).toBe(200);
	});

	test.each([
		['name', { name: '' }],
		['name', { name: 'a\nb' }],
		['scopes', { scopes: [] }],
		['scopes[0]', { scopes: ['everything'] }],
		['scopes', { scopes: ['read', 'read', 'read', 'read'] }],
		['source', { source: 'a/b' }],
		['source', { source: 'by hand' }],
		['source', { source: 'crm', scopes: ['read'] }],
		['until', { until: '2026-11-22' }],
		['until', { until: '2026-02-30' }],
		['until', { until: 7 }],
	])('a wish with a wrong %s is a 400 that names it', async (field, wrong) => {
		const { call, admin, list } = await givenKeys();
		const { status, json } = await call('POST', '/api/v1/keys', { body: { name: 'CRM', scopes: ['ingest'], source: null, until: null, ...wrong }, headers: admin });
		expect([status, json.field]).toEqual([400, field]);
		expect((await list()).keys).toEqual([]);
	});
});

describe('what it may', () => {
	const calls: [string, KeyScope[], (given: Awaited<ReturnType<typeof givenKeys>>, secret: string) => ReturnType<Given['call']>][] = [
		['facts', ['ingest'], ({ push }, secret) => push(secret, { source: 'crm', deals: [deal] })],
		['people', ['ingest'], ({ push }, secret) => push(secret, { source: 'crm', people: [{ email: 'ana@x.example' }] })],
		['deleted rows', ['ingest'], ({ push }, secret) => push(secret, { source: 'crm', deleted: [{ entity: 'deals', external_id: 'D-1' }] })],
		['a report of nothing new', ['ingest'], ({ push }, secret) => push(secret, { source: 'crm' })],
		['rows that are wrong', ['ingest'], ({ push }, secret) => push(secret, { source: 'crm', deals: [{}] })],
		['targets', ['targets'], ({ push }, secret) => push(secret, { source: 'plan', targets: [target] })],
		['targets that are wrong', ['targets'], ({ push }, secret) => push(secret, { source: 'plan', targets: [{}] })],
		['facts with targets', ['ingest', 'targets'], ({ push }, secret) => push(secret, { source: 'crm', deals: [deal], targets: [target] })],
		...['/api/v1/health', '/api/v1/explain?metric=sales&scope=company&period=2026-11', '/api/v1/wall'].map((path): (typeof calls)[number] => [path, ['read'], ({ call, keyed }, secret) => call('GET', path, { headers: keyed(secret) })]),
	];
	const each: KeyScope[][] = [['ingest'], ['targets'], ['read'], ['ingest', 'targets'], ['ingest', 'read'], ['ingest', 'targets', 'read']];

	test.each(calls)('[check 16] %s: only a key of these scopes, and nothing is kept of what another one sends', async (_what, needed, ask) => {
		const given = await givenKeys();
		for (const scopes of each) {
			const { secret } = await given.make({ name: scopes.join(' '), scopes });
			const before = given.server.wall().journal.revision();
			const { status, json } = await ask(given, secret);
			if (needed.every((scope) => scopes.includes(scope))) expect([scopes, status]).toEqual([scopes, 200]);
			else {
				expect([scopes, status, json.error]).toEqual([scopes, 403, 'forbidden']);
				expect(given.server.wall().journal.revision()).toBe(before);
			}
		}
	});

	test('[check 18] rows are known by their source and their id there: a key that is kept to a source touches no other', async () => {
		const { make, push, call, admin } = await givenKeys();
		const crm = await make({ name: 'CRM', source: 'crm' });
		const dialer = await make({ name: 'Dialer', source: 'dialer' });
		expect((await push(crm.secret, { source: 'crm', deals: [deal] })).json).toMatchObject({ inserted: 1 });
		const stands = async () => (await call('GET', '/api/v1/facts?entity=deals', { headers: admin })).json.facts.map(({ source, externalId, now }: { source: string; externalId: string; now: { amount: string } }) => [source, externalId, now.amount]);
		const before = await stands();
		// The same id is another row, in its own source.
		expect((await push(dialer.secret, { source: 'dialer', deals: [{ ...deal, status: 'lost' }] })).json).toMatchObject({ inserted: 1, updated: 0 });
		for (const body of [{ source: 'crm', deals: [{ ...deal, amount: '9' }] }, { source: 'crm', deleted: [{ entity: 'deals', external_id: 'D-1' }] }, { source: 'CRM' }, { source: 'crm', targets: [target] }]) {
			const { status, json } = await push(dialer.secret, body);
			expect([status, json.error, json.field]).toEqual([403, 'forbidden', 'source']);
			expect(json.message).toContain('dialer');
		}
		expect((await push(dialer.secret, { source: 'dialer', deleted: [{ entity: 'deals', external_id: 'D-1' }] })).json).toMatchObject({ deleted: 1 });
		expect(await stands()).toEqual(before);
		// Told again by its own key it changes nothing.
		expect((await push(crm.secret, { source: 'crm', deals: [deal] })).json).toMatchObject({ inserted: 0, unchanged: 1 });
	});

	test('the key of the environment may all that keys can, for any source', async () => {
		const { push, call } = await givenKeys();
		expect((await push(apiKey, { source: 'crm', deals: [deal], targets: [target] })).json).toMatchObject({ inserted: 1, targets: 1 });
		expect((await call('GET', '/api/v1/health', { headers: withKey })).status).toBe(200);
		expect((await call('GET', '/api/v1/keys', { headers: withKey })).status).toBe(403);
	});

	test('the journal says which key it was, in a way in which no account can be called', async () => {
		const { make, push, call, admin } = await givenKeys();
		const { secret } = await make({ name: 'ana' });
		await push(secret, { source: 'crm', deals: [deal], targets: [target] });
		await push(apiKey, { source: 'plan', targets: [{ ...target, value: '600' }] });
		const log = (await call('GET', '/api/v1/targets/log', { headers: admin })).json;
		expect(log.map(({ author }: { author: string }) => author)).toEqual(['API key', 'API key ana']);
		for (const name of ['ana', null]) expect(() => accountName(keyAuthor(name))).toThrow('The server itself writes under this name');
		expect([keyNameIn('API key ana'), keyNameIn('API key'), keyNameIn('key'), keyNameIn('ana')]).toEqual(['ana', '', '', null]);
	});
});

describe('its end', () => {
	test('[check 16] when it was last used is told, and noted at most once a minute', async () => {
		const { make, list, push, now } = await givenKeys();
		const { key, secret } = await make();
		expect(key.lastUsed).toBeNull();
		const used = async () => (await list()).keys[0]?.lastUsed;
		await push(secret, { source: 'crm' });
		expect(await used()).toBe('2026-11-23T09:00:00Z');
		now.ms += 59_000;
		await push(secret, { source: 'crm' });
		expect(await used()).toBe('2026-11-23T09:00:00Z');
		now.ms += 1_000;
		await push(secret, { source: 'crm' });
		expect(await used()).toBe('2026-11-23T09:01:00Z');
	});

	test('[check 16] it works to the end of its last day where the workspace is, and is a 401 that says so from then on', async () => {
		const { make, push, now, server } = await givenKeys();
		const { secret } = await make({ until: '2026-11-24' });
		// Stockholm is an hour ahead.
		now.ms = Date.parse('2026-11-24T22:59:59Z');
		expect((await push(secret, { source: 'crm' })).status).toBe(200);
		now.ms = Date.parse('2026-11-24T23:00:00Z');
		const { status, json, headers } = await push(secret, { source: 'crm' });
		expect([status, json.error, headers['www-authenticate']]).toEqual([401, 'unauthorized', 'Bearer']);
		expect(json.message).toContain('expired: 2026-11-24 was its last day');
		expect(server.wall().apiKeys.list()).toMatchObject([{ state: 'expired', lastUsed: '2026-11-24T22:59:59Z' }]);
	});

	test('[check 16] revoked, its next request is a 401 that says who did it', async () => {
		const { make, list, push, call, admin } = await givenKeys();
		const { key, secret } = await make({ name: 'Old CRM' });
		expect((await push(secret, { source: 'crm' })).status).toBe(200);
		expect((await call('DELETE', `/api/v1/keys/${key.id}`, { headers: admin })).status).toBe(200);
		const { status, json } = await push(secret, { source: 'crm' });
		expect([status, json.error]).toEqual([401, 'unauthorized']);
		expect(json.message).toContain('The API key "Old CRM" was revoked by admin');
		expect((await list()).keys).toMatchObject([{ state: 'revoked', revoked: { by: 'admin', at: '2026-11-23T09:00:00Z' } }]);
		expect((await call('DELETE', `/api/v1/keys/${key.id}`, { headers: admin })).status).toBe(404);
		expect((await call('DELETE', '/api/v1/keys/x', { headers: admin })).json).toMatchObject({ error: 'bad_input', field: 'id' });
	});

	test('[check 16] nobody is told of a key whose end they do not hold', async () => {
		const { make, push, call, admin } = await givenKeys();
		const { key, secret } = await make({ name: 'Old CRM' });
		await call('DELETE', `/api/v1/keys/${key.id}`, { headers: admin });
		for (const wrong of [`${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`, `${key.prefix}_${'A'.repeat(43)}`, key.prefix, secret.slice(0, -1), `${secret}A`, secret.toUpperCase()]) {
			const { status, text } = await push(wrong, { source: 'crm' });
			expect(status).toBe(401);
			expect(text).not.toContain('Old CRM');
		}
	});

	test('a restart keeps keys, their last use and what was revoked', async () => {
		const { make, push, call, admin, config, server } = await givenKeys();
		const [kept, gone] = [await make({ name: 'Kept' }), await make({ name: 'Gone' })];
		await push(kept.secret, { source: 'crm' });
		await call('DELETE', `/api/v1/keys/${gone.key.id}`, { headers: admin });
		await server.close();
		const after = await givenServer({ env: { DATA_DIR: config.dataDir } });
		expect((await after.call('POST', '/api/v1/facts', { body: { source: 'crm' }, headers: { Authorization: `Bearer ${kept.secret}` } })).status).toBe(200);
		expect((await after.call('POST', '/api/v1/facts', { body: { source: 'crm' }, headers: { Authorization: `Bearer ${gone.secret}` } })).status).toBe(401);
	});
});

test('[check 16] pushes are limited by how many of a key are under way, whatever another key does', async () => {
	const { make, push, server, keyed } = await givenKeys();
	const [busy, other] = [await make({ name: 'Busy' }), await make({ name: 'Other' })];
	const slow = Array.from({ length: 16 }, () => {
		const one = httpRequest({ host: '127.0.0.1', port: server.port, method: 'POST', path: '/api/v1/facts', headers: { ...keyed(busy.secret), 'Content-Type': 'application/json', 'Content-Length': 100 } });
		one.on('error', () => undefined);
		one.write('{');
		return one;
	});
	await expect.poll(async () => (await push(busy.secret, { source: 'crm' })).status).toBe(429);
	expect((await push(other.secret, { source: 'crm' })).status).toBe(200);
	for (const one of slow) one.destroy();
	await expect.poll(async () => (await push(busy.secret, { source: 'crm' })).status).toBe(200);
});

test('the list says whether the environment has a key, which sources there are, and what the day is', async () => {
	const { list, push, make } = await givenKeys();
	await make({ name: 'First' });
	await push((await make({ name: 'Second' })).secret, { source: 'crm' });
	expect(await list()).toMatchObject({ hasEnvironmentKey: true, today: '2026-11-23', sources: ['crm'], keys: [{ name: 'Second', by: 'admin', madeAt: '2026-11-23T09:00:00Z' }, { name: 'First', state: 'valid', lastUsed: null }] });
});
