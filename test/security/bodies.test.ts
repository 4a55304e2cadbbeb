/** Bodies: whatever comes, a clear 4xx or what was meant; no fault of ours, and nothing written of what was refused. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { routesOf } from '../../server/http/app.ts';
import { demandClear } from './answers.ts';
import { addressOf, examples, headersOf, type Example } from './examples.ts';
import { allowedOf, openFloor, type Floor } from './floor.ts';
import { change, changed, fuzzing, jsonText, nasty, nearly, ofSchema } from './nasty.ts';
import { rules } from './rules.ts';

let floor: Floor;
let tests = 0;
beforeAll(async () => {
	floor = await openFloor();
});
// What is taken stays, and a floor that grows is slower with each call.
beforeEach(async () => {
	tests += 1;
	if (tests % 12 > 0) return;
	await floor.close();
	floor = await openFloor();
});
afterAll(async () => floor.close());

/** Only read as a table: what the routes work with is never touched. */
const routes = routesOf({ wall: {}, sockets: () => undefined, pairing: {}, setupCode: {}, config: { trustProxy: null } } as unknown as Parameters<typeof routesOf>[0]);
const taking = rules.filter(([method]) => method === 'POST' || method === 'PUT');
const routeOf = (method: string, path: string) => routes.find((route) => route.method.toUpperCase() === method && route.path === path);

test('every route that takes a body has a schema, or a good call from which wrong ones are made', () => {
	expect(taking.filter(([method, path]) => !routeOf(method, path)?.body && !examples[`${method} ${path}`]).map(([method, path]) => `${method} ${path}`)).toEqual([]);
});

/** Of a body that are tried one after the other. */
const mostPlaces = 20;
const json = taking.filter(([method, path]) => !routeOf(method, path)?.reads);

test.each(json)('[check 17] [check 32] %s %s takes what is wrong in one place for what it is', async (method, path, callers) => {
	const good = examples[`${method} ${path}`];
	const schema = routeOf(method, path)?.body;
	if (!good && !schema) throw new Error('nothing to begin with');
	const caller = allowedOf(callers);
	const bodies = good ? null : fc.sample(ofSchema(schema ?? fail()), { numRuns: 20, seed: 1 });
	let run = 0;
	/** Good until it was taken: what was refused has changed nothing. */
	let kept: Example | null = null;
	await fc.assert(
		fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 2 }), async (changes) => {
			kept ??= (await good?.call(floor)) ?? { body: bodies?.[(run += 1) % bodies.length] };
			const example = kept;
			const body = changes.reduce<unknown>(changed, example.body);
			const headers = headersOf(floor, caller, example);
			const before = floor.digest();
			const answer = await floor.call(method, addressOf(path, example), { headers, raw: jsonText(body) });
			demandClear(floor, answer, before);
			if (answer.status >= 300) return;
			kept = null;
			await floor.settled();
		}),
		fuzzing(10),
	);
});

test.each(json.filter(([method, path]) => examples[`${method} ${path}`]))('%s %s takes what is nearly right for what it is', async (method, path, callers) => {
	const { call } = examples[`${method} ${path}`] ?? fail();
	const caller = allowedOf(callers);
	let example = await call(floor);
	for (const place of nearly(example.body).keys()) {
		const nearby = nearly(example.body)[place];
		const headers = headersOf(floor, caller, example);
		const before = floor.digest();
		const answer = await floor.call(method, addressOf(path, example), { headers, raw: jsonText(nearby) });
		demandClear(floor, answer, before);
		if (place === mostPlaces) return;
		if (answer.status >= 300) continue;
		await floor.settled();
		example = await call(floor);
	}
});

test.each(json)('%s %s refuses what has nothing to do with it', async (method, path, callers) => {
	const schema = routeOf(method, path)?.body;
	const anything = schema ? fc.oneof(nasty, ofSchema(schema)) : nasty;
	const caller = allowedOf(callers);
	await fc.assert(
		fc.asyncProperty(anything, async (body) => {
			const headers = floor.as(caller);
			const before = floor.digest();
			demandClear(floor, await floor.call(method, addressOf(path, {}), { headers, raw: jsonText(body) }), before);
		}),
		fuzzing(5),
	);
});

const fail = (): never => {
	throw new Error('there is no schema');
};
