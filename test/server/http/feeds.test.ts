/** Published sheets through the interface of a whole server: followed, broken, healed, and their addresses in no place where they could be read. */
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FeedList, FeedState } from '../../../shared/feeds-api.ts';
import type { Log } from '../../../server/log.ts';
import { silentLog } from '../../../server/log.ts';
import { givenSheets, type Sheets } from '../../support/sheets.ts';
import { givenAccount } from './account-support.ts';
import { givenFolder, givenServer, withKey, type Answer, type Given } from './support.ts';

const csv = 'id,owner,stage,amount,closed\nD-1,ana@x.example,Won,100,2026-11-03\nD-2,ana@x.example,Won,200,2026-11-04\n';

interface Desk {
	given: Given;
	sheets: Sheets;
	ops: (method: string, path: string, body?: unknown) => Promise<Answer>;
	/** Looks at it and follows it; its state once it was fetched. */
	follow: (wish: object) => Promise<FeedState>;
	/** The only sheet, once it is not being fetched. */
	settled: () => Promise<FeedState>;
	sales: () => Promise<number | null>;
}

async function givenDesk({ env = {}, log = silentLog, sheets: there }: { env?: Record<string, string>; log?: Log; sheets?: Sheets } = {}): Promise<Desk> {
	const sheets = there ?? (await givenSheets());
	const given = await givenServer({ env: { FEED_HOSTS: sheets.origin, CURRENCY: 'EUR', ...env }, log });
	const headers = there ? await given.signIn() : given.session();
	const ops: Desk['ops'] = (method, path, body) => given.call(method, path, { headers, ...(body === undefined ? {} : { body }) });
	const settled = async (): Promise<FeedState> => {
		const list = async (): Promise<FeedList> => (await ops('GET', '/api/v1/feeds')).json;
		await expect.poll(async () => (await list()).feeds[0]?.isFetching, { timeout: 15_000 }).toBe(false);
		const [feed] = (await list()).feeds;
		if (!feed) throw new Error('no sheet is followed');
		return feed;
	};
	return {
		given, sheets, ops, settled,
		follow: async (wish) => {
			const draft = await ops('POST', '/api/v1/feeds/draft', { name: 'Deals', ...wish });
			if (draft.status !== 200) throw new Error(draft.text);
			expect((await ops('POST', '/api/v1/feeds', {})).status).toBe(200);
			return settled();
		},
		sales: async () => (await given.call('GET', '/api/v1/explain?metric=sales&period=2026-11', { headers: withKey })).json.value,
	};
}

test('[check 42] a sheet is looked at like a file, followed, renamed, paused, fetched at once and removed', async () => {
	const { given, sheets, ops, settled, sales } = await givenDesk();
	sheets.put('/deals', csv);
	const draft = await ops('POST', '/api/v1/feeds/draft', { name: 'Deals', address: sheets.url('/deals'), everyMinutes: 7 });
	expect(draft.json).toMatchObject({ name: 'Deals', author: 'admin', feed: { id: null, name: 'Deals', host: sheets.origin, everyMinutes: 7 }, choices: { kind: 'deals', source: 'Deals' } });
	expect((await ops('GET', '/api/v1/imports')).json.draft.feed).toMatchObject({ name: 'Deals' });
	expect((await ops('POST', '/api/v1/imports/draft/run', {})).json).toMatchObject({ error: 'conflict' });
	expect((await ops('POST', '/api/v1/feeds', {})).json).toMatchObject({ name: 'Deals', everyMinutes: 7, isOn: true });
	const { id } = await settled();
	expect(await sales()).toBe(300);
	expect((await ops('GET', '/api/v1/imports')).json.draft).toBeNull();
	expect((await ops('POST', '/api/v1/feeds', {})).status).toBe(404);

	expect((await ops('PUT', `/api/v1/feeds/${id}`, { name: 'Sales sheet', everyMinutes: 60, isOn: false })).json).toMatchObject({ name: 'Sales sheet', everyMinutes: 60, isOn: false, next: null });
	sheets.put('/deals', `${csv}D-3,ana@x.example,Won,1,2026-11-05\n`);
	expect((await ops('POST', `/api/v1/feeds/${id}/poll`, {})).json).toMatchObject({ isFetching: true });
	expect((await settled()).next).toBeNull();
	expect(await sales()).toBe(301);
	expect((await ops('PUT', `/api/v1/feeds/${id}`, { isOn: true })).json.next).not.toBeNull();
	expect((await ops('GET', '/api/v1/changes?of=imports')).json.changes.map(({ says, author, undo }: { says: string; author: string; undo: object }) => [says, author, undo])).toEqual([
		['Changed the sheet Sales sheet: goes on', 'admin', { possible: false, reason: 'change it back at the sheet instead' }],
		['Changed the sheet Sales sheet: it was called Deals, fetched every 1 hour, paused', 'admin', { possible: false, reason: 'change it back at the sheet instead' }],
		['Follows the sheet Deals, every 7 minutes', 'admin', { possible: false, reason: 'change it back at the sheet instead' }],
	]);
	for (const [method, path, body, status, field] of [
		['DELETE', `/api/v1/feeds/${id}`, undefined, 400, 'facts'],
		['DELETE', `/api/v1/feeds/${id}?facts=burn`, undefined, 400, 'facts'],
		['PUT', `/api/v1/feeds/${id}`, {}, 400, 'name'],
		['PUT', `/api/v1/feeds/${id}`, { everyMinutes: 0 }, 400, 'everyMinutes'],
		['PUT', `/api/v1/feeds/${id}`, { everyMinutes: 1_441 }, 400, 'everyMinutes'],
		['PUT', `/api/v1/feeds/${id}`, { name: 'a/b' }, 400, 'name'],
		['PUT', `/api/v1/feeds/${id}`, { name: 'By  hand' }, 400, 'name'],
		['POST', `/api/v1/feeds/${id}/confirm`, { gone: 0 }, 400, 'gone'],
		['POST', '/api/v1/feeds/draft', { name: 'sales SHEET', address: sheets.url('/deals') }, 409, 'name'],
		['POST', '/api/v1/feeds/draft', { address: sheets.url('/deals') }, 400, 'name'],
		['POST', '/api/v1/feeds/draft', { name: 'Other' }, 400, 'address'],
		['POST', '/api/v1/feeds/draft', { name: 'Other', address: sheets.url('/deals'), header: { name: 'Host', value: 'a' } }, 400, 'header.name'],
		['POST', '/api/v1/feeds/draft', { name: 'Other', address: sheets.url('/deals'), header: { name: 'X-A', value: 'a\r\nX-B: c' } }, 400, 'header.value'],
		['POST', '/api/v1/feeds/draft', { id: 99 }, 404, 'id'],
	] as const) {
		const answer = await ops(method, path, body);
		expect([method, path, body, answer.status, answer.json.field]).toEqual([method, path, body, status, field]);
	}
	expect((await ops('DELETE', `/api/v1/feeds/${id}?facts=take`)).json).toEqual({});
	expect([await sales(), (await ops('GET', '/api/v1/feeds')).json]).toEqual([0, { feeds: [], hosts: [sheets.origin] }]);
	expect((await ops('GET', '/api/v1/audit')).json.rows.filter(({ what }: { what: string }) => what.startsWith('feed')).map(({ what, who, about, fields, address }: Record<string, unknown>) => [what, who, about, fields, address])).toEqual([
		['feed removed', 'admin', 'Sales sheet', [], '127.0.0.1'],
		['feed saved', 'admin', 'Sales sheet', ['isOn'], '127.0.0.1'],
		['feed saved', 'admin', 'Sales sheet', ['name', 'everyMs', 'isOn'], '127.0.0.1'],
		['feed saved', 'admin', 'Deals', [], '127.0.0.1'],
	]);
	expect(given.fatal).toEqual([]);
});

test('[check 6] who is shut out while what a sheet brought is taken out takes out no more, and it is followed as before', async () => {
	const { given, sheets, ops, follow, sales } = await givenDesk();
	const rows = Array.from({ length: 3_000 }, (_, at) => `D-${at},ana@x.example,Won,1,2026-11-03\n`);
	sheets.put('/deals', `id,owner,stage,amount,closed\n${rows.join('')}`);
	const { id } = await follow({ address: sheets.url('/deals') });
	expect(await sales()).toBe(3_000);
	const eva = await givenAccount(given, 'ops', 'eva');
	const taken = given.call('DELETE', `/api/v1/feeds/${id}?facts=take`, { headers: eva.session() });
	await expect.poll(sales, { interval: 5 }).toBeLessThan(3_000);
	await ops('DELETE', `/api/v1/accounts/${eva.id}`);
	expect((await taken).status).toBe(401);
	expect(await sales()).toBeGreaterThan(0);
	expect((await ops('GET', '/api/v1/feeds')).json.feeds).toMatchObject([{ id, isOn: true, next: expect.any(String) }]);
});

test('[check 36] what may not be asked is refused in words, before anything is asked', async () => {
	const other = await givenSheets();
	const { sheets, ops } = await givenDesk();
	const said = async (address: string): Promise<[number, string, string]> => {
		const { status, json } = await ops('POST', '/api/v1/feeds/draft', { name: 'Other', address });
		expect(JSON.stringify(json)).not.toContain('secret');
		return [status, json.field, json.message];
	};
	for (const address of [other.url('/secret'), 'http://169.254.169.254/secret', 'http://localhost:1/secret', 'https://docs.google.com/secret', `https://127.0.0.1:${sheets.port}/secret`]) {
		expect(await said(address)).toEqual([422, 'address', expect.stringMatching(/^Sheets may not be fetched from .+\. Whoever runs the server can add it to FEED_HOSTS\.$/)]);
	}
	expect(await said('https://ana:secret@docs.google.com/a')).toEqual([422, 'address', expect.stringContaining('There is a name or a password in this address.')]);
	expect(await said('file:///secret')).toEqual([422, 'address', 'This is no address of a sheet. One begins with https://.']);
	sheets.put('/secret', (_request, response) => void response.writeHead(302, { Location: other.url('/secret') }).end());
	expect((await said(sheets.url('/secret')))[2]).toMatch(/^The address leads on to http:\/\/127\.0\.0\.1:\d+, where sheets may not be fetched from\./);
	expect(other.asked).toEqual([]);
});

test('a look that comes to nothing promises no other one: that is whoever looks to decide', async () => {
	const { sheets, ops } = await givenDesk();
	const look = async (): Promise<[number, string]> => {
		const { status, json } = await ops('POST', '/api/v1/feeds/draft', { name: 'Other', address: sheets.url('/deals') });
		return [status, json.message];
	};
	sheets.put('/deals', (_request, response) => void response.writeHead(500).end());
	expect(await look()).toEqual([422, '127.0.0.1 answered with an error (500). Look at the sheet again later.']);
	sheets.put('/deals', (_request, response) => void response.writeHead(429, { 'Retry-After': '60' }).end());
	expect(await look()).toEqual([422, '127.0.0.1 asks to wait. Look at the sheet again in some minutes.']);
	sheets.put('/deals', (_request, response) => void response.writeHead(200, { 'Content-Length': '500' }).write('id,own', () => response.destroy()));
	expect(await look()).toEqual([422, 'The answer of 127.0.0.1 broke off half-way. Look at the sheet again.']);
	sheets.put('/deals', '');
	expect(await look()).toEqual([422, 'There is nothing in the sheet. Look at it again once there are rows in it.']);
	// What is no matter of time is said as ever.
	sheets.put('/deals', (_request, response) => void response.writeHead(404).end());
	expect(await look()).toEqual([422, 'There is no sheet at this address (404). See whether it is still published, and give its address anew.']);
});

test('[check 36] where no host is listed nothing is fetched, and the page can say so', async () => {
	const { ops, sheets } = await givenDesk({ env: { FEED_HOSTS: 'none' } });
	expect((await ops('GET', '/api/v1/feeds')).json).toEqual({ feeds: [], hosts: [] });
	expect((await ops('POST', '/api/v1/feeds/draft', { name: 'Deals', address: sheets.url('/deals') })).status).toBe(422);
	expect(sheets.asked).toEqual([]);
});

test('[R21] while its server is away, slow, busy or talks of something else, the wall has the last good numbers, and one request at a time is made', { timeout: 60_000 }, async () => {
	const { given, sheets, ops, follow, settled, sales } = await givenDesk();
	sheets.put('/deals', csv);
	const { id } = await follow({ address: sheets.url('/deals') });
	const fetchNow = async (): Promise<FeedState> => {
		await ops('POST', `/api/v1/feeds/${id}/poll`, {});
		return settled();
	};
	sheets.put('/deals', (_request, response) => void response.writeHead(429, { 'Retry-After': '3600' }).end());
	const busy = await fetchNow();
	expect(busy.trouble).toEqual({ code: 'busy', host: '127.0.0.1' });
	// Not at its interval of five minutes, but when it was said.
	const waits = ({ next }: FeedState): number => Temporal.Instant.from(next ?? '').epochMilliseconds - given.now.ms;
	expect(waits(busy)).toBeGreaterThan(59 * 60_000);
	// Not sooner either since somebody has changed something about it.
	expect(waits((await ops('PUT', `/api/v1/feeds/${id}`, { everyMinutes: 1 })).json)).toBeGreaterThan(59 * 60_000);
	await ops('PUT', `/api/v1/feeds/${id}`, { everyMinutes: 5 });
	sheets.put('/deals', (_request, response) => void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Sign in</html>'));
	expect((await fetchNow()).trouble).toEqual({ code: 'page' });
	expect((await given.call('GET', '/api/v1/health', { headers: withKey })).json.findings.map(({ code, text }: Record<string, string>) => [code, text])).toContainEqual(['feed_failing', expect.stringContaining('The sheet Deals cannot be fetched: There is a web page at this address, and no table.')]);
	let isAnswered: (() => void) | null = null;
	sheets.put('/deals', (_request, response) => void (isAnswered = () => void response.end(csv)));
	await ops('POST', `/api/v1/feeds/${id}/poll`, {});
	await expect.poll(() => isAnswered !== null).toBe(true);
	const before = sheets.asked.length;
	for (let at = 0; at < 5; at += 1) expect((await ops('POST', `/api/v1/feeds/${id}/poll`, {})).json).toMatchObject({ error: 'fetching' });
	expect(sheets.asked.length).toBe(before);
	await sheets.stop();
	expect((await settled()).trouble).toMatchObject({ code: expect.stringMatching(/^(broken|unreachable)$/) });
	// Many failures one after the other lead to no more than the one request each.
	expect((await fetchNow()).trouble).toEqual({ code: 'unreachable', host: '127.0.0.1' });
	expect(await sales()).toBe(300);
	given.now.ms += 21 * 60_000;
	expect((await given.call('GET', '/api/v1/health', { headers: withKey })).json.sources).toMatchObject([{ name: 'Deals', silent: true }]);
	await sheets.start();
	sheets.put('/deals', `${csv}D-3,ana@x.example,Won,1,2026-11-05\n`);
	expect((await fetchNow()).trouble).toBeNull();
	expect([await sales(), (await given.call('GET', '/api/v1/health', { headers: withKey })).json.sources[0].silent]).toEqual([301, false]);
});

test('[R21] a server that is started again asks a sheet that is not due yet nothing', async () => {
	const folder = givenFolder();
	const first = await givenDesk({ env: { DATA_DIR: folder } });
	first.sheets.put('/deals', csv);
	await first.follow({ address: first.sheets.url('/deals'), everyMinutes: 60 });
	await first.given.server.close();
	const before = first.sheets.asked.length;
	const second = await givenDesk({ env: { DATA_DIR: folder }, sheets: first.sheets });
	const { next, reported, isOn } = await second.settled();
	expect([isOn, reported, next]).toEqual([true, '2026-11-23T09:00:00Z', expect.stringMatching(/^2026-11-23T(09:59|10:00)/)]);
	expect(first.sheets.asked.length).toBe(before);
});

test('[R21] a server that stops half-way through a first take, or after a try that failed, fetches the sheet soon when it is started again, also when it is renamed', { timeout: 60_000 }, async () => {
	const waits = (given: Given, { next }: FeedState): number => Temporal.Instant.from(next ?? '').epochMilliseconds - given.now.ms;
	const folder = givenFolder();
	const first = await givenDesk({ env: { DATA_DIR: folder } });
	const { sheets, ops } = first;
	sheets.put('/deals', `${csv}${Array.from({ length: 6_000 }, (_, at) => `M-${at},ana@x.example,Won,1,2026-11-05\n`).join('')}`);
	expect((await ops('POST', '/api/v1/feeds/draft', { name: 'Deals', address: sheets.url('/deals'), everyMinutes: 1_440 })).status).toBe(200);
	expect((await ops('POST', '/api/v1/feeds', {})).status).toBe(200);
	await expect.poll(first.sales, { timeout: 15_000 }).toBeGreaterThan(0);
	await first.given.server.close();

	const second = await givenDesk({ env: { DATA_DIR: folder }, sheets });
	const cut = await second.settled();
	expect(cut).toMatchObject({ reported: null, trouble: null });
	expect(waits(second.given, cut)).toBeLessThanOrEqual(30_000);
	expect(await second.sales()).toBeLessThan(6_300);
	sheets.put('/deals', (_request, response) => void response.writeHead(500).end());
	await second.ops('POST', `/api/v1/feeds/${cut.id}/poll`, {});
	expect((await second.settled()).trouble).toMatchObject({ code: 'failed', status: 500 });
	await second.given.server.close();

	const third = await givenDesk({ env: { DATA_DIR: folder }, sheets });
	expect(waits(third.given, await third.settled())).toBeLessThanOrEqual(30_000);
	expect(waits(third.given, (await third.ops('PUT', `/api/v1/feeds/${cut.id}`, { name: 'All deals' })).json)).toBeLessThanOrEqual(30_000);
});

/** Everything in a folder but the key, as one text. */
const written = (folder: string): string => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)).filter((file) => statSync(file).isFile() && !file.endsWith('secret.key')).map((file) => readFileSync(file, 'latin1')).join('\n');

test('[check 38] [check 39] the address of a sheet and its header stand in no file, no answer, no entry and no log', { timeout: 60_000 }, async () => {
	const lines: string[] = [];
	const tell = (...said: unknown[]): void => void lines.push(JSON.stringify(said, (_key, value: unknown) => (value instanceof Error ? [value.message, value.stack] : value)));
	const log: Log = Object.assign(Object.create(silentLog) as Log, { debug: tell, info: tell, warn: tell, error: tell, fatal: tell });
	const folder = givenFolder();
	const { given, sheets, ops, follow, settled } = await givenDesk({ env: { DATA_DIR: folder }, log });
	const [path, token] = ['/2PACX-capability/pub', 'Bearer t0ken-of-the-sheet'];
	sheets.put(path, (request, response) => void (request.headers.authorization === token ? response.end(csv) : response.writeHead(401).end()));
	const refused = await ops('POST', '/api/v1/feeds/draft', { name: 'Deals', address: sheets.url(path) });
	expect(refused.json).toMatchObject({ error: 'feed', message: '127.0.0.1 lets nobody in (401). Share the sheet by a link that anyone may open, or give the header that is wanted.' });
	const { id } = await follow({ address: sheets.url(path), header: { name: 'Authorization', value: token } });
	const answers = [refused.text];
	for (const [what, work] of [
		['a server error', () => sheets.put(path, (_request, response) => void response.writeHead(500).end())],
		['a redirect to a secret place', () => sheets.put(path, (_request, response) => void response.writeHead(302, { Location: 'http://10.0.0.9/2PACX-capability' }).end())],
		['nobody there', () => sheets.stop()],
	] as const) {
		await work();
		await ops('POST', `/api/v1/feeds/${id}/poll`, {});
		expect((await settled()).trouble, what).not.toBeNull();
		answers.push((await ops('GET', '/api/v1/feeds')).text, (await ops('GET', '/api/v1/imports')).text, (await ops('GET', '/api/v1/changes?of=imports')).text, (await given.call('GET', '/api/v1/health', { headers: withKey })).text);
	}
	const entries = JSON.stringify(given.server.wall().journal.entries({ kinds: ['feed saved', 'facts arrived'], limit: 100 }));
	expect(entries).toContain('Deals');
	for (const secret of ['2PACX-capability', 't0ken-of-the-sheet']) for (const place of [entries, lines.join('\n'), answers.join('\n'), written(folder)]) expect(place).not.toContain(secret);
	expect(written(folder)).toContain(sheets.origin);
	expect(statSync(join(folder, 'secret.key')).mode & 0o777).toBe(0o600);
});

test('[check 38] a copy of the database without its key fetches nothing, says so, and takes the address anew; the numbers are there', { timeout: 60_000 }, async () => {
	const [folder, elsewhere] = [givenFolder(), givenFolder()];
	const first = await givenDesk({ env: { DATA_DIR: folder } });
	first.sheets.put('/capability', csv);
	await first.follow({ address: first.sheets.url('/capability') });
	await first.given.server.close();
	copyFileSync(join(folder, 'floorcast.sqlite'), join(elsewhere, 'floorcast.sqlite'));
	const before = first.sheets.asked.length;
	const second = await givenDesk({ env: { DATA_DIR: elsewhere }, sheets: first.sheets });
	const { id } = await second.settled();
	await second.ops('POST', `/api/v1/feeds/${id}/poll`, {});
	expect(await second.settled()).toMatchObject({ name: 'Deals', trouble: { code: 'key' } });
	expect((await second.ops('POST', '/api/v1/feeds/draft', { id })).json.message).toBe('The address cannot be read any more: the key that it was sealed with is gone. Give the address again.');
	expect([first.sheets.asked.length, await second.sales(), existsSync(join(elsewhere, 'secret.key'))]).toEqual([before, 300, false]);
	const draft = await second.ops('POST', '/api/v1/feeds/draft', { id, address: first.sheets.url('/capability') });
	expect(draft.json).toMatchObject({ feed: { id, name: 'Deals' }, mapping: { kind: 'remembered' } });
	expect((await second.ops('POST', '/api/v1/feeds', {})).status).toBe(200);
	expect(await second.settled()).toMatchObject({ id, trouble: null, rows: 2 });
	expect(existsSync(join(elsewhere, 'secret.key'))).toBe(true);
});

test('[check 38] with a new key before the former one, a start seals what there is anew, and the former is needed no more', { timeout: 60_000 }, async () => {
	const folder = givenFolder();
	const [former, next] = ['f'.repeat(32), 'n'.repeat(32)];
	const first = await givenDesk({ env: { DATA_DIR: folder, SECRET_KEY: former } });
	first.sheets.put('/capability', csv);
	await first.follow({ address: first.sheets.url('/capability') });
	await first.given.server.close();
	expect(existsSync(join(folder, 'secret.key'))).toBe(false);
	const second = await givenDesk({ env: { DATA_DIR: folder, SECRET_KEY: `${next},${former}` }, sheets: first.sheets });
	await second.given.server.close();
	const third = await givenDesk({ env: { DATA_DIR: folder, SECRET_KEY: next }, sheets: first.sheets });
	const { id } = await third.settled();
	await third.ops('POST', `/api/v1/feeds/${id}/poll`, {});
	expect((await third.settled()).trouble).toBeNull();
	await third.given.server.close();
	const fourth = await givenDesk({ env: { DATA_DIR: folder, SECRET_KEY: former }, sheets: first.sheets });
	await fourth.ops('POST', `/api/v1/feeds/${id}/poll`, {});
	expect((await fourth.settled()).trouble).toEqual({ code: 'key' });
});

test('[check 38] a header is told to the host that it was given for, and to no other that the address is changed to', async () => {
	const other = await givenSheets();
	const sheets = await givenSheets();
	const { ops, follow } = await givenDesk({ env: { FEED_HOSTS: `${sheets.origin},${other.origin}` }, sheets });
	const header = { name: 'X-Sheet-Key', value: 'for-them-alone' };
	for (const server of [sheets, other]) for (const path of ['/a', '/b']) server.put(path, csv);
	const { id, hasHeader } = await follow({ address: sheets.url('/a'), header });
	expect([hasHeader, sheets.asked.at(-1)?.headers['x-sheet-key']]).toEqual([true, 'for-them-alone']);
	await ops('POST', '/api/v1/feeds/draft', { id, address: other.url('/a') });
	expect(other.asked.at(-1)?.headers).not.toHaveProperty('x-sheet-key');
	await ops('POST', '/api/v1/feeds/draft', { id, address: sheets.url('/b') });
	expect(sheets.asked.at(-1)?.headers['x-sheet-key']).toBe('for-them-alone');
	await ops('POST', '/api/v1/feeds/draft', { id, header: null });
	expect(sheets.asked.at(-1)?.headers).not.toHaveProperty('x-sheet-key');
});
