/** Addresses, queries and headers: over every route, whatever stands in them. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demandClear } from './answers.ts';
import { addressOf, examples, reads } from './examples.ts';
import { allowedOf, openFloor, type Floor } from './floor.ts';
import { fuzzing } from './nasty.ts';
import { callers, mayCall, rules, type Caller } from './rules.ts';

let floor: Floor;
beforeAll(async () => {
	floor = await openFloor();
});
afterAll(async () => floor.close());

const reading = rules.filter(([method]) => method === 'GET');
const changing = rules.filter(([method]) => method !== 'GET');
const withPlaces = rules.filter(([, path]) => path.includes('/:'));
const bodyOf = (method: string) => (method === 'POST' || method === 'PUT' ? { body: 1 } : {});

/** What a parameter of an address may be, as it stands in it. */
const oddPart = fc.oneof(
	fc.constantFrom(
		'0', '-1', '1.5', '1e3', '00001', '999999999999999', '9999999999999999', '99999999999999999999', 'NaN', '%20', '%00', '1%00', '%2e%2e', '..%2f..%2f', '..%5c', '%252e%252e', '..;', '.%2e;a=1', '~', '*', ':id', ':key', '%3Aid', '{id}',
		'__proto__', 'constructor', 'prototype', 'toString', 'null', 'undefined', 'true', '%E0%A4%A', '%', '%f0%28', '%ED%A0%80', '%F0%9F%98%80', '1;2', '1,2', '1%0d%0aX-Injected:1', "1'--", '1%20OR%201=1', 'draft', 'unpaired', 'all', 'floor', 'x'.repeat(2_000),
	),
	fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).map((text) => encodeURIComponent(text.toWellFormed())).filter((part) => part !== '.' && part !== '..'),
);

test.each(withPlaces)('%s %s: what an address names is there, or it is said that it is not', async (method, path, named) => {
	const headers = floor.as(allowedOf(named));
	const query = (await (method === 'GET' ? reads[`${method} ${path}`] : undefined)?.(floor))?.query;
	await fc.assert(
		fc.asyncProperty(oddPart, async (part) => {
			const before = floor.digest();
			demandClear(floor, await floor.call(method, addressOf(path, { query }).replace('999', part), { headers, ...bodyOf(method) }), before);
		}),
		fuzzing(6),
	);
});

const oddQuery = fc.array(
	fc.tuple(
		fc.constantFrom('metric', 'scope', 'period', 'asOf', 'by', 'until', 'from', 'limit', 'before', 'of', 'q', 'id', 'entity', 'source', 'key', 'board', 'privacy', 'month', 'close', 'since', 'year', 'country', 'region', 'language', 'after', 'kind', 'count', 'was', 'name', 'day', 'state', '__proto__', 'constructor', 'a[b]', 'a[]', '', 'hasOwnProperty'),
		fc.oneof(
			fc.constantFrom('', '0', '-1', '1e9', 'NaN', '2026', '2026-11', '2026-W48', '2026-Q4', '2026-02-30', '+275760-09-13', '-271821-04-20', '9999-12-31', '0000-01-01', '2026-11-23T09:00:00Z', '2026-11-23T09:00:00[Europe/Berlin]', '2026-11-23[u-ca=hebrew]', 'company', 'team:North', 'team:', 'person:ana@x.example', 'person:__proto__', 'pace:sales', 'pace:pace:sales', '__proto__', 'constructor', 'sales', 'growth', 'deals', '%', '_', "'", '"', '\u0000', '\ud800', '\u202e', '[', '(((((', '\\', 'x'.repeat(3_000), '9'.repeat(300)),
			fc.string({ unit: 'binary', maxLength: 20 }),
		),
	),
	{ minLength: 1, maxLength: 3 },
);

test.each(reading)('%s %s takes any query for what it is, and is changed by none', async (method, path, named) => {
	const headers = floor.as(allowedOf(named));
	const good = (await reads[`${method} ${path}`]?.(floor)) ?? {};
	await fc.assert(
		fc.asyncProperty(oddQuery, fc.boolean(), async (odd, isBeside) => {
			const asked = [...(isBeside ? Object.entries(good.query ?? {}).filter(([name]) => !odd.some(([other]) => other === name)) : []), ...odd].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value.toWellFormed())}`).join('&');
			const before = floor.digest();
			const answer = await floor.call(method, `${addressOf(path, { at: good.at })}?${asked}`, { headers });
			demandClear(floor, answer, before);
			expect(floor.digest()).toBe(before);
		}),
		fuzzing(6),
	);
});

test.each(reading)('%s %s: a parameter is given once, as text', async (method, path, named) => {
	const headers = floor.as(allowedOf(named));
	const good = (await reads[`${method} ${path}`]?.(floor)) ?? {};
	for (const twice of ['metric=a&metric=b', 'x=1&x=1', '__proto__=1&__proto__=2']) {
		const before = floor.digest();
		const answer = await floor.call(method, `${addressOf(path, { at: good.at })}?${twice}`, { headers });
		demandClear(floor, answer, before);
		expect([answer.status, answer.json.field]).toEqual([400, twice.split('=')[0]]);
	}
});

const oddHeaders: fc.Arbitrary<Record<string, string>> = fc.record(
	{
		Authorization: fc.constantFrom('Bearer', 'Bearer ', 'bearer x', 'Bearer x y', `Bearer ${'x'.repeat(7_000)}`, 'Basic YTpi', 'Negotiate abc', 'Bearer __proto__', 'Bearer null', 'Bearer \u00ff'),
		Cookie: fc.constantFrom('', ';', '=', 'floorcast_session', 'floorcast_session=', 'floorcast_session==', 'floorcast_session=a; floorcast_session=b', '__Host-floorcast_session=x', '__proto__=1', `floorcast_session=${'x'.repeat(7_000)}`, 'floorcast_session=\u00ff', '; ; ;=; floorcast_session = x'),
		Origin: fc.constantFrom('', 'null', 'http://', 'http://evil.example', 'http://[::1', 'http://a@127.0.0.1', 'file://', 'http://127.0.0.1:999999', '\u00ff', 'http://127.0.0.1.evil.example', 'javascript:0'),
		'Content-Type': fc.constantFrom('', 'application/json; charset=utf-16', 'application/json; charset=', 'application/json;;;', 'text/plain', 'application/json, text/plain', 'multipart/form-data', '\u00ff', 'application/json; __proto__=1', 'application/vnd.api+json', 'application/csp-report'),
		'Content-Encoding': fc.constantFrom('gzip', 'br', 'deflate', 'identity', 'zstd', 'gzip, gzip', '__proto__'),
		'X-Forwarded-For': fc.constantFrom('', ',', ',,,', '127.0.0.1', '::1', 'unknown', '10.0.0.1:80', '[::1]:80', '\u00ff', 'a'.repeat(2_000), '1'.repeat(30), '::ffff:1.2.3.4', 'fe80::1%eth0'),
		'X-Forwarded-Proto': fc.constantFrom('https', 'http', '', 'HTTPS', 'javascript', 'https,http', '\u00ff'),
		'X-Forwarded-Host': fc.constantFrom('evil.example', '', ',', "x; script-src 'unsafe-inline'", '\u00ff', 'a'.repeat(3_000), '<script>'),
		Forwarded: fc.constantFrom('for=127.0.0.1', ';', '"'),
		'Sec-Fetch-Site': fc.constantFrom('cross-site', 'same-site', 'none', '', 'x', 'same-origin'),
		Host: fc.constantFrom('localhost', 'evil.example', '', ':', 'a b', '[', "';x", '127.0.0.1:0'),
		'X-HTTP-Method-Override': fc.constantFrom('DELETE', 'PUT'),
		'X-HTTP-Method': fc.constantFrom('DELETE'),
		'X-Original-URL': fc.constantFrom('/api/v1/targets'),
		'X-Rewrite-URL': fc.constantFrom('/api/v1/targets'),
		Expect: fc.constantFrom('100-continue'),
		'If-None-Match': fc.constantFrom('*', '"x"'),
		Range: fc.constantFrom('bytes=0-', 'bytes=9-1', 'x'),
		'Accept-Language': fc.constantFrom('sv', '*', '__proto__'),
	},
	{ requiredKeys: [] },
);

test.each(rules)('%s %s: no header is a fault of ours, and none lets anybody write', async (method, path, named) => {
	const good = (await reads[`${method} ${path}`]?.(floor)) ?? {};
	await fc.assert(
		fc.asyncProperty(oddHeaders, fc.constantFrom<Caller>('nobody', allowedOf(named)), async (odd, caller) => {
			const headers = { ...floor.as(caller), ...odd };
			const before = floor.digest();
			const answer = await floor.call(method, addressOf(path, good), { headers, ...bodyOf(method) });
			demandClear(floor, answer, before);
			expect(floor.digest()).toBe(before);
			// A policy is one line, and ours.
			expect(String(answer.headers['content-security-policy'] ?? "default-src 'none'")).not.toMatch(/unsafe|<|[\r\n]/);
		}),
		fuzzing(3),
	);
});

/** Whoever is not let in is turned away before anything is looked at, whatever they send. */
test.each(rules)('[check 11] [check 20] %s %s answers nobody else, however well they ask', async (method, path, named) => {
	const good = method === 'GET' ? await reads[`${method} ${path}`]?.(floor) : await examples[`${method} ${path}`]?.call(floor);
	const { at, query, body, raw } = good ?? {};
	const sent = raw ? { raw: raw.bytes } : body === undefined ? {} : { body };
	for (const caller of callers.filter((one) => !mayCall(one, named))) {
		const headers = { ...floor.as(caller), ...(raw && { 'Content-Type': raw.type }) };
		const before = floor.digest();
		const answer = await floor.call(method, addressOf(path, { at, query }), { headers, ...sent });
		demandClear(floor, answer, before);
		expect([caller, answer.status]).toEqual([caller, caller === 'nobody' ? 401 : 403]);
	}
});

test.each(changing)('[check 8] %s %s takes a good call from another site, or as a form, for what it is', async (method, path, named) => {
	const caller = allowedOf(named);
	const good = await examples[`${method} ${path}`]?.call(floor);
	const { at, query, body, raw } = good ?? {};
	const address = addressOf(path, { at, query });
	const sent = raw ? { raw: raw.bytes } : body === undefined ? {} : { raw: JSON.stringify(body) };
	const ours: Record<string, string> = { ...floor.as(caller), ...(raw && { 'Content-Type': raw.type }) };
	const isSession = 'Cookie' in ours;
	if (isSession) {
		const sites: Record<string, string>[] = [{ Origin: 'http://evil.example' }, { Origin: 'null' }, { Origin: '' }, { 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' }, { 'Sec-Fetch-Site': 'none' }];
		for (const foreign of sites) {
			const before = floor.digest();
			const answer = await floor.call(method, address, { headers: { ...ours, ...foreign }, ...sent });
			demandClear(floor, answer, before);
			expect([foreign, answer.status, answer.json.error]).toEqual([foreign, 403, 'foreign_origin']);
		}
	}
	if (method === 'DELETE') return;
	for (const type of ['text/plain', 'text/plain;application/json', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml']) {
		const before = floor.digest();
		const answer = await floor.call(method, address, { headers: { ...ours, 'Content-Type': type }, ...sent });
		demandClear(floor, answer, before);
		expect([type, answer.status]).toEqual([type, 415]);
	}
});
