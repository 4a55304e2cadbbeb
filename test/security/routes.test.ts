/** Another way to write an address, or another method, is no other way in. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demandClear } from './answers.ts';
import { addressOf, reads } from './examples.ts';
import { allowedOf, openFloor, type Floor } from './floor.ts';
import { mayCall, rules } from './rules.ts';

let floor: Floor;
beforeAll(async () => {
	floor = await openFloor();
});
afterAll(async () => floor.close());

/** Different ways to say the same address, or to make a careless router think so. */
const spellings = (path: string): string[] => {
	const [last = ''] = path.split('/').slice(-1);
	return [
		`${path}/`, `${path}//`, `/${path}`, path.toUpperCase(), path.replace('/api/', '/API/'), path.replace('/v1/', '//v1/'), path.replace('/v1/', '/./v1/'), path.replace('/v1/', '/v1/../v1/'), path.replace('/v1/', '/v1/%2e%2e/v1/'),
		path.replace('/v1/', '/v1%2f'), path.replaceAll('/', '%2F').replace('%2F', '/'), path.replace('/v1/', '/v1;a=1/'), path.replace('/v1/', '/v1/..;/v1/'), `${path};a=1`, `${path}%00`, `${path}%20`, `${path}.json`, `${path}#x`, `${path}%23x`, `${path}%3Fx=1`,
		path.replace(last, last.replace(/^./, (letter) => `%${letter.charCodeAt(0).toString(16)}`)), path.replace('/api', '/assets/..%2fapi'), path.replace('/api', '/healthz/../api'), path.replace('/api', '/api/v1/session/../..'),
		`http://127.0.0.1${path}`, `//127.0.0.1${path}`,
	];
};

test.each(rules)('%s %s, written in another way, is open to nobody to whom it is closed', async (method, pattern, named) => {
	// As it stands in the table, too: a router that takes its own pattern for an address would serve it to anyone.
	for (const path of [pattern, addressOf(pattern, {}), pattern.replace(/:\w+/g, ':key'), pattern.replace(/:\w+/g, '*'), pattern.replace(/:\w+/g, '%3Aid')]) {
		for (const spelling of [path, ...spellings(path)]) {
			const before = floor.digest();
			const answer = await floor.call(method, spelling, { headers: { Origin: floor.origin }, ...(method === 'POST' || method === 'PUT' ? { body: {} } : {}) });
			demandClear(floor, answer, before);
			if (!mayCall('nobody', named)) expect([spelling, [400, 401, 403, 404, 405].includes(answer.status)]).toEqual([spelling, true]);
		}
	}
});

const all = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'SEARCH', 'PURGE', 'M-SEARCH', 'LINK'];

test.each([...new Set(rules.map(([, path]) => path))])('%s takes its methods and no others, whatever a header calls them', async (pattern) => {
	const here = rules.filter(([, path]) => path === pattern);
	const takes = here.map(([method]) => method);
	const caller = allowedOf(here.flatMap(([, , named]) => named));
	/** `people/move` is of the form of `people/:id`, which then says what it takes. */
	const isOfAnother = rules.some(([, other]) => other !== pattern && !pattern.includes(':') && new RegExp(`^${other.replace(/:\w+/g, '[^/]+')}$`).test(pattern));
	for (const method of all) {
		const before = floor.digest();
		const answer = await floor.call(method, addressOf(pattern, {}), { headers: { ...floor.as(caller), 'X-HTTP-Method-Override': takes[0] ?? 'GET', 'X-HTTP-Method': takes[0] ?? 'GET', 'X-Method-Override': takes[0] ?? 'GET' }, ...(method === 'POST' || method === 'PUT' || method === 'PATCH' ? { body: 1 } : {}) });
		expect(floor.digest()).toBe(before);
		if (takes.includes(method) || (method === 'HEAD' && takes.includes('GET'))) continue;
		if (isOfAnother) {
			expect([method, [400, 404, 405].includes(answer.status)]).toEqual([method, true]);
			continue;
		}
		expect([method, answer.status, answer.headers['allow']]).toEqual([method, 405, takes.join(', ')]);
		if (method !== 'HEAD') demandClear(floor, answer, before);
	}
});

test('a method within the body or the query is none', async () => {
	const before = floor.digest();
	const headers = floor.as('admin');
	for (const query of ['_method=DELETE', 'method=DELETE', 'X-HTTP-Method-Override=DELETE']) await floor.call('GET', `/api/v1/screens?${query}`, { headers });
	await floor.call('POST', '/api/v1/teams', { headers, body: { _method: 'DELETE' } });
	expect(floor.digest()).toBe(before);
});

test.each(rules)('%s %s says in every answer how a browser is to treat it', async (method, pattern, named) => {
	const good = (await reads[`${method} ${pattern}`]?.(floor)) ?? {};
	for (const caller of ['nobody', allowedOf(named)] as const) {
		const { headers } = await floor.call(method, addressOf(pattern, good), { headers: floor.as(caller), ...(method === 'POST' || method === 'PUT' ? { body: 1 } : {}) });
		expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin', 'content-security-policy': expect.stringContaining("default-src 'none'") });
		expect(headers['cache-control']).toMatch(/no-store|private|no-cache/);
		for (const telling of ['x-powered-by', 'server', 'etag', 'access-control-allow-origin', 'access-control-allow-credentials']) expect(headers).not.toHaveProperty(telling);
	}
});

test('nothing of it was a fault of the server', () => {
	expect(floor.faults).toEqual([]);
});
