/** Names that mean an object's prototype: wherever they come in, they are names, and no object of ours is another afterwards. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { readKept } from '../../server/floor/screen-report.ts';
import { wellReport } from '../support/reports.ts';
import { demandClear } from './answers.ts';
import { addressOf, examples, headersOf, reads, type Example } from './examples.ts';
import { allowedOf, openFloor, type Floor } from './floor.ts';
import { polluted } from './nasty.ts';
import { rules } from './rules.ts';

let floor: Floor;
beforeAll(async () => {
	floor = await openFloor();
});
afterAll(async () => floor.close());

/** Objects of a body, by three names each, that are tried one after the other. */
const mostPlaces = 14;
const builtIn = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype];
const namesOf = (): string[] => builtIn.flatMap((prototype) => Object.getOwnPropertyNames(prototype)).sort();
const usual = namesOf();
const demandUntouched = (): void => {
	expect(namesOf()).toEqual(usual);
	expect([({} as { polluted?: unknown }).polluted, ([] as { polluted?: unknown }).polluted]).toEqual([undefined, undefined]);
};

describe('[check 32] prototypes are as they were', () => {
	test.each(rules.filter(([method, path]) => examples[`${method} ${path}`]))('after %s %s, with the names in each object of its body', async (method, path, callers) => {
		const call = async (on: Floor): Promise<Example> => (await examples[`${method} ${path}`]?.call(on)) ?? {};
		const caller = allowedOf(callers);
		let example = await call(floor);
		for (const place of polluted(example.body).keys()) {
			const body = polluted(example.body)[place];
			const headers = headersOf(floor, caller, example);
			const before = floor.digest();
			const answer = await floor.call(method, addressOf(path, example), { headers, raw: JSON.stringify(body) });
			demandClear(floor, answer, before);
			demandUntouched();
			if (place === mostPlaces) return;
			if (answer.status >= 300) continue;
			await floor.settled();
			example = await call(floor);
		}
	});
	test.each(rules.filter(([method]) => method === 'GET'))('after %s %s, with the names in its query and its address', async (method, path, callers) => {
		const good = (await reads[`${method} ${path}`]?.(floor)) ?? {};
		const headers = floor.as(allowedOf(callers));
		for (const asked of ['__proto__=1', '__proto__[polluted]=1', 'constructor[prototype][polluted]=1', 'constructor=1&prototype=1', '__proto__.polluted=1', 'a[__proto__][polluted]=1', '%5f%5fproto%5f%5f[polluted]=1']) {
			const before = floor.digest();
			demandClear(floor, await floor.call(method, `${addressOf(path, { at: good.at })}?${asked}`, { headers }), before);
		}
		for (const name of ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString']) {
			const before = floor.digest();
			demandClear(floor, await floor.call(method, path.replace(/:\w+/g, name), { headers }), before);
		}
		demandUntouched();
	});
	test('after a file whose columns, values and mapping have such names', async () => {
		const floor = await openFloor();
		onTestFinished(floor.close);
		const file = '__proto__,constructor,owner,status,closed\n__proto__,toString,ana@x.example,__proto__,2026-11-05\nprototype,valueOf,constructor,won,2026-11-05\n';
		const headers = { ...floor.as('admin'), 'Content-Type': 'text/csv' };
		const sent = await floor.call('POST', '/api/v1/imports?name=__proto__', { raw: file, headers });
		expect(sent.status).toBe(200);
		const { draft } = await floor.good('GET', '/api/v1/imports');
		const mapped = `{"external_id":{"from":{"column":"__proto__"}},"name":{"from":{"column":"constructor"}},"owner":{"from":{"column":"owner"}},"closed":{"from":{"column":"closed"}},"status":{"from":{"column":"status"},"values":{"__proto__":"won","constructor":"lost","won":"won"}}}`;
		const { status } = await floor.call('PUT', '/api/v1/imports/draft', { raw: JSON.stringify({ ...draft.choices, kind: 'deals', source: '__proto__', fields: 0 }).replace('"fields":0', `"fields":${mapped}`), headers: floor.as('admin') });
		expect(status).toBe(200);
		await floor.good('POST', '/api/v1/imports/draft/run', {});
		await floor.settled();
		demandUntouched();
		// A meaning of such a name is none: its row is listed among the rejected, and the other is there.
		const [{ counts }] = (await floor.good('GET', '/api/v1/imports')).imports;
		expect(counts).toMatchObject({ inserted: 1, rejected: 1 });
		await floor.good('GET', '/api/v1/explain?metric=sales&period=2026-11&by=person');
	});
	test('after people, teams and sources of such names have reached the wall', async () => {
		const floor = await openFloor();
		onTestFinished(floor.close);
		const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];
		await floor.good('POST', '/api/v1/facts', { source: 'constructor', people: names.map((name) => ({ email: `${name}@x.example`, name, team: name, role: name })), deals: names.map((name) => ({ external_id: name, name, owner: `${name}@x.example`, stage: name, product: name, region: name, channel: name, account: name, status: 'won', amount: '5', closed: '2026-11-20' })), deleted: [{ entity: 'deals', external_id: 'valueOf' }] }, 'key');
		const { by } = await floor.good('GET', '/api/v1/explain?metric=sales&period=2026-11&by=team');
		expect(by.filter(({ key }: { key: string }) => names.includes(key)).map(({ key, value }: { key: string; value: number }) => [key, value]).sort()).toEqual(names.slice(0, -1).map((name) => [name, 5]).sort());
		const board = await floor.good('GET', '/api/v1/wall');
		expect(JSON.stringify(board)).toContain('hasOwnProperty');
		demandUntouched();
	});
	test('after what was stored of a screen’s last report is read', () => {
		for (const stored of ['{"__proto__":{"polluted":1},"at":1,"report":{}}', `{"at":1,"report":{"__proto__":${JSON.stringify(wellReport)}}}`, '{"constructor":{"prototype":{"polluted":1}}}']) expect(readKept(stored)).toBe(null);
		demandUntouched();
	});
});
