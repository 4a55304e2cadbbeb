/** The good calls of the register are good, and each does what it says and nothing else. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressOf, examples, headersOf, reads, refused } from './examples.ts';
import { allowedOf, openFloor, type Floor } from './floor.ts';
import { rules, type Caller } from './rules.ts';

let floor: Floor;
beforeAll(async () => {
	floor = await openFloor();
});
afterAll(async () => {
	expect(floor.faults).toEqual([]);
	await floor.close();
});

const callersOf = (method: string, path: string): readonly Caller[] => rules.find((rule) => rule[0] === method && rule[1] === path)?.[2] ?? [];

test.each(Object.entries(examples).map(([name, good]) => [name, good.does, good] as const))('%s %s, as the register says', async (name, does, good) => {
	const [method = '', path = ''] = name.split(' ');
	await floor.settled();
	const example = await good.call(floor);
	const { raw, body } = example;
	const headers = { ...headersOf(floor, allowedOf(callersOf(method, path)), example), ...(raw && { 'Content-Type': raw.type }) };
	const before = floor.digest();
	const { status, text } = await floor.call(method, addressOf(path, example), { headers, ...(raw ? { raw: raw.bytes } : body === undefined ? {} : { body }) });
	expect([status, text]).toEqual([refused[name] ?? 200, expect.anything()]);
	expect(floor.digest() !== before).toBe(does === 'writes');
});

test.each(rules.filter(([method]) => method === 'GET'))('[check 9] %s %s changes nothing', async (method, path, callers) => {
	await floor.settled();
	const example = (await reads[`${method} ${path}`]?.(floor)) ?? {};
	const headers = floor.as(allowedOf(callers));
	const { journal } = floor.server.wall();
	const [before, revision] = [floor.digest(), journal.revision()];
	for (const verb of ['GET', 'HEAD']) {
		const { status, text } = await floor.call(verb, addressOf(path, example), { headers });
		expect([status, text]).toEqual([refused[`${method} ${path}`] ?? 200, expect.anything()]);
	}
	expect([floor.digest(), journal.titles(revision, 5)]).toEqual([before, []]);
});
