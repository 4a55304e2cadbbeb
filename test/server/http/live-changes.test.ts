/** The live stream of changes, read as a browser reads it. */
import { expect, onTestFinished, test } from 'vitest';
import { listen, type Listening } from './live-support.ts';
import { givenServer, withKey, type Given } from './support.ts';

const target = { metric: 'sales', scope: 'company', period: '2026-11', value: 500_000 };
const put = ({ call }: Given, headers: Record<string, string>, value = 500_000) => call('PUT', '/api/v1/targets', { body: [{ ...target, value }], headers });
const deal = (id: string) => ({ external_id: id, name: 'Secret customer', owner: 'ana@x.example', status: 'won', amount: '10.00', currency: 'EUR', created: '2026-11-01', closed: '2026-11-02' });
const pushDeal = ({ call }: Given, id: string) => call('POST', '/api/v1/facts', { body: { source: 'crm', deals: [deal(id)] }, headers: withKey });

test('a change is told to whoever listens within a second: its kind and author, and nothing of what is in it', async () => {
	const given = await givenServer();
	const live = await listen(given, given.session());
	const revision = given.server.wall().journal.revision();
	await expect.poll(() => live.messages).toEqual([{ revision, changes: [], facts: false }]);
	await put(given, given.session());
	await expect.poll(() => live.messages.length, { timeout: 1000 }).toBe(2);
	expect(live.messages[1]).toEqual({ revision: revision + 1, changes: [{ entry: revision + 1, area: 'targets', kind: 'targets set', author: 'admin', at: '2026-11-23T09:00:00Z' }], facts: false });
	expect(live.raw()).not.toContain('500000');
});

test('facts are one word, at most once a second, and hold no change of people up', async () => {
	const given = await givenServer();
	const live = await listen(given, given.session());
	const began = performance.now();
	for (let index = 0; index < 8; index += 1) await pushDeal(given, `D-${index}`);
	await put(given, given.session());
	await expect.poll(() => live.messages.some(({ changes }) => changes?.some(({ area }) => area === 'targets')), { timeout: 900 }).toBe(true);
	await expect.poll(() => live.messages.at(-1)?.revision === given.server.wall().journal.revision(), { timeout: 3000 }).toBe(true);
	const seconds = (performance.now() - began) / 1000;
	expect(live.messages.filter(({ facts }) => facts).length).toBeGreaterThan(0);
	expect(live.messages.filter(({ facts }) => facts).length).toBeLessThanOrEqual(1 + Math.ceil(seconds));
	expect(live.raw()).not.toMatch(/Secret|ana@/);
});

test('pushes that come one upon the other, as those of a long import, put no telling off', async () => {
	const given = await givenServer();
	const { journal, push } = given.server.wall();
	const live = await listen(given, given.session());
	await put(given, given.session());
	const target = journal.revision();
	// Each sooner than a telling would come by itself.
	let number = 0;
	const pushing = setInterval(() => push({ source: 'crm', deals: [deal(`B-${number++}`)] }, 'key'), 25);
	onTestFinished(() => clearInterval(pushing));
	await expect.poll(() => live.messages.some(({ changes }) => changes?.some(({ entry }) => entry === target)), { timeout: 10_000 }).toBe(true);
	const heard = live.messages.length;
	await expect.poll(() => live.messages.slice(heard).filter(({ facts }) => facts).length, { timeout: 10_000 }).toBeGreaterThan(1);
	expect(number).toBeGreaterThan(10);
});

test('what concerns accounts and screens is told to nobody', async () => {
	const given = await givenServer();
	const live = await listen(given, given.session());
	await given.pairScreen(given.session());
	await put(given, given.session());
	await expect.poll(() => live.messages.length).toBe(2);
	expect(live.messages[1]?.changes?.map(({ kind }) => kind)).toEqual(['targets set']);
});

test('more than can be told is told as that', async () => {
	const given = await givenServer();
	const live = await listen(given, given.session());
	const { journal } = given.server.wall();
	journal.together(() => {
		for (let value = 0; value < 300; value += 1) journal.apply('targets set', { cells: [{ metric: 'sales', scope: 'company', period: '2026-11', value }] }, { at: 1, author: 'admin' });
	});
	await expect.poll(() => live.messages.at(-1)).toEqual({ revision: journal.revision(), changes: null, facts: false });
});

test('[TRUST 6] signing out ends the streams of that session at once, and no other', async () => {
	const given = await givenServer();
	const [mine, theirs] = [given.session(), given.session()];
	const [own, other] = [await listen(given, mine), await listen(given, theirs)];
	expect((await given.call('DELETE', '/api/v1/session', { headers: mine })).status).toBe(200);
	await expect.poll(() => own.events, { timeout: 1000 }).toEqual(['ended', 'closed']);
	await put(given, theirs);
	await expect.poll(() => other.messages.length).toBe(2);
	expect([own.messages.length, other.events]).toEqual([1, []]);
});

test('[TRUST 6] so does a change of the password, in every browser', async () => {
	const given = await givenServer();
	const lives = [await listen(given, given.session()), await listen(given, given.session())];
	const { status } = await given.call('PUT', '/api/v1/password', { body: { current: 'correct horse battery', next: 'another horse battery' }, headers: given.session() });
	expect(status).toBe(200);
	for (const live of lives) await expect.poll(() => live.events).toEqual(['ended', 'closed']);
});

test('a session whose time is up is told nothing more, and listening does not prolong it', async () => {
	const given = await givenServer();
	const live = await listen(given, given.session());
	given.now.ms += 25 * 3_600_000;
	await put(given, given.session());
	await expect.poll(() => live.events).toEqual(['ended', 'closed']);
	expect(live.messages.length).toBe(1);
});

test('of one session the oldest of too many streams gives way, and says so', async () => {
	const given = await givenServer();
	const session = given.session();
	const lives: Listening[] = [];
	for (let index = 0; index < 7; index += 1) lives.push(await listen(given, session));
	await expect.poll(() => lives[0]?.events).toEqual(['replaced', 'closed']);
	await put(given, session);
	for (const live of lives.slice(1)) await expect.poll(() => live.messages.length).toBe(2);
});

test('a server that stops ends them, and at once', async () => {
	const given = await givenServer();
	const live = await listen(given, given.session());
	const began = performance.now();
	await given.server.close();
	// Connections that have not ended by themselves are ended after a second and a half.
	expect(performance.now() - began).toBeLessThan(10_000);
	await expect.poll(() => live.events).toEqual(['closed']);
});

test('it works on plain http through no cache, and HEAD asks for no stream', async () => {
	const given = await givenServer();
	const { status, headers } = await given.call('GET', '/api/v1/changes/live', { headers: given.session() });
	expect([status, headers['content-type'], headers['cache-control']]).toEqual([200, 'text/event-stream', 'no-store']);
	expect((await given.call('HEAD', '/api/v1/changes/live', { headers: given.session() })).status).toBe(200);
	expect((await given.call('GET', '/api/v1/changes/live?a=1&a=2', { headers: given.session() })).json).toMatchObject({ field: 'a' });
});
