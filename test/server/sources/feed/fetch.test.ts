/** A real server outside, on this machine: the product's own list of hosts allows it. */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { hostsIn } from '../../../../server/allowed-hosts.ts';
import { FeedError } from '../../../../server/sources/feed/feed-error.ts';
import { fetchSheet, retryAfterMs, type FetchedSheet, type Fetching } from '../../../../server/sources/feed/fetch.ts';
import type { Resolve } from '../../../../server/outbound.ts';
import type { FeedHeader } from '../../../../shared/feeds-api.ts';
import { givenSheets, type Sheets } from '../../../support/sheets.ts';

const now = Date.parse('2026-11-27T10:00:00Z');
const csv = 'id,amount\n1,100\n';
const listed = (text: string) => hostsIn(text) ?? [];
const get = (url: string, { origin }: Sheets, more: Partial<Fetching> & { header?: FeedHeader } = {}): Promise<FetchedSheet | null> => {
	const { header = null, ...fetching } = more;
	return fetchSheet(url, header, { hosts: listed(origin), now, signal: new AbortController().signal, connectMs: 1_000, wholeMs: 1_000, mostBytes: 100_000, ...fetching });
};
const troubleOf = async (fetching: Promise<FetchedSheet | null>): Promise<[trouble: FeedError['trouble'], retry: FeedError['retry']]> => {
	const error = await fetching.then(() => new Error('it was fetched'), (found: unknown) => found);
	if (!(error instanceof FeedError)) throw error;
	expect(JSON.stringify([error.message, error.trouble, error.stack])).not.toContain('secret');
	return [error.trouble, error.retry];
};

test('a sheet comes whole, packed or not, and is known by what its server says of it', async () => {
	const sheets = await givenSheets();
	sheets.put('/secret.csv', (request, response) => {
		const isPacked = request.headers['accept-encoding'] === 'gzip';
		response.writeHead(200, { 'Content-Type': 'text/csv', ETag: '"v1"', 'Last-Modified': 'Fri, 27 Nov 2026 09:00:00 GMT', ...(isPacked ? { 'Content-Encoding': 'gzip' } : {}) }).end(isPacked ? gzipSync(csv) : csv);
	});
	const found = await get(sheets.url('/secret.csv'), sheets);
	expect([found?.bytes.toString(), found?.etag, found?.modified]).toEqual([csv, '"v1"', 'Fri, 27 Nov 2026 09:00:00 GMT']);
	expect(sheets.asked[0]?.headers).toMatchObject({ 'user-agent': 'Floorcast', 'accept-encoding': 'gzip' });
	expect(Object.keys(sheets.asked[0]?.headers ?? {})).not.toContain('cookie');
});

test('[R21] one that is as it was is not sent again', async () => {
	const sheets = await givenSheets();
	sheets.put('/a', (request, response) => void (request.headers['if-none-match'] === '"v1"' ? response.writeHead(304) : response.writeHead(200, { ETag: '"v1"' })).end(request.headers['if-none-match'] === '"v1"' ? '' : csv));
	const first = await get(sheets.url('/a'), sheets);
	expect(await get(sheets.url('/a'), sheets, { known: { etag: first?.etag ?? null, modified: null } })).toBeNull();
	expect(sheets.asked[0]?.headers).not.toHaveProperty('if-none-match');
	// A server that says so though nothing was asked has no sheet for us.
	sheets.put('/b', (_request, response) => void response.writeHead(304).end());
	expect((await troubleOf(get(sheets.url('/b'), sheets)))[0]).toMatchObject({ code: 'failed', status: 304 });
});

test('[R21] what one address said of its answer is neither told to another, nor kept of another', async () => {
	const sheets = await givenSheets();
	sheets.put('/there', (_request, response) => void response.writeHead(200, { ETag: '"v1"', 'Last-Modified': 'Fri, 27 Nov 2026 09:00:00 GMT' }).end(csv));
	sheets.put('/here', (_request, response) => void response.writeHead(302, { Location: '/there' }).end());
	const known = { etag: '"v1"', modified: 'Fri, 27 Nov 2026 09:00:00 GMT' };
	expect(await get(sheets.url('/here'), sheets, { known })).toMatchObject({ etag: null, modified: null });
	expect(sheets.asked.map(({ headers }) => [headers['if-none-match'], headers['if-modified-since']])).toEqual([[known.etag, known.modified], [undefined, undefined]]);
});

test('[check 36] what one host may reach is not what the next may; the time is that of all of them together', async () => {
	const sheets = await givenSheets();
	const hosts = listed(`${sheets.origin},files.example.com:${sheets.port}`);
	const here: Resolve = (_name, give) => give(null, [{ address: '127.0.0.1', family: 4 }]);
	sheets.put('/to-private', (_request, response) => void response.writeHead(302, { Location: `https://files.example.com:${sheets.port}/there` }).end());
	expect((await troubleOf(get(sheets.url('/to-private'), sheets, { hosts, resolve: here })))[0]).toEqual({ code: 'forbidden', host: 'files.example.com' });

	const late = (path: string, next: string | null): void => sheets.put(path, (_request, response) => void setTimeout(() => (next === null ? response.end(csv) : response.writeHead(302, { Location: next }).end()), 200));
	late('/late', '/later');
	late('/later', '/latest');
	late('/latest', null);
	expect((await troubleOf(get(sheets.url('/late'), sheets, { wholeMs: 500 })))[0]).toMatchObject({ code: 'slow' });
});

test('[check 36] a redirect is followed to hosts on the list only, each looked at anew, three times at most; a header is told to no other host', async () => {
	const [sheets, other, unlisted] = await Promise.all([givenSheets(), givenSheets(), givenSheets()]);
	const header = { name: 'Authorization', value: 'Bearer secret' };
	const hosts = listed(`${sheets.origin},${other.origin}`);
	const to = (Location: string, status = 302) => (_request: unknown, response: { writeHead: (status: number, headers: Record<string, string>) => { end: () => void } }): void => response.writeHead(status, { Location }).end();
	other.put('/there', csv);
	sheets.put('/here', csv);
	sheets.put('/307', to(other.url('/there'), 307));
	expect((await get(sheets.url('/307'), sheets, { hosts, header }))?.bytes.toString()).toBe(csv);
	expect([sheets.asked.at(-1)?.headers.authorization, other.asked.at(-1)?.headers.authorization]).toEqual(['Bearer secret', undefined]);
	sheets.put('/relative', to('here'));
	expect((await get(sheets.url('/relative'), sheets, { hosts, header }))?.bytes.toString()).toBe(csv);
	expect(sheets.asked.at(-1)?.headers.authorization).toBe('Bearer secret');
	for (const [from, next] of [['/1', '/2'], ['/2', '/3'], ['/3', '/4'], ['/4', '/here'], ['/round', '/round']] as const) sheets.put(from, to(next));
	expect((await get(sheets.url('/2'), sheets, { hosts }))?.bytes.toString()).toBe(csv);
	for (const path of ['/1', '/round']) expect((await troubleOf(get(sheets.url(path), sheets, { hosts })))[0]).toEqual({ code: 'circles' });
	const before = sheets.asked.length;
	await troubleOf(get(sheets.url('/round'), sheets, { hosts }));
	expect(sheets.asked.length - before).toBe(4);

	for (const [path, location] of [['/unlisted', unlisted.url('/secret')], ['/cloud', 'http://169.254.169.254/secret'], ['/port', `http://127.0.0.1:${unlisted.port}/secret`], ['/file', 'file:///etc/secret'], ['/named', `http://ana:secret@127.0.0.1:${other.port}/there`], ['/upper', 'HTTP://LOCALHOST:9/secret']] as const) {
		sheets.put(path, to(location));
		expect([path, (await troubleOf(get(sheets.url(path), sheets, { hosts })))[0].code]).toEqual([path, 'elsewhere']);
	}
	// With its port, since the host may be listed with another.
	for (const [path, host] of [['/port', `http://127.0.0.1:${unlisted.port}`], ['/file', 'file:'], ['/named', `…@http://127.0.0.1:${other.port}`]] as const) expect((await troubleOf(get(sheets.url(path), sheets, { hosts })))[0]).toEqual({ code: 'elsewhere', host });
	expect(unlisted.asked).toEqual([]);
	for (const [path, location] of [['/broken', 'http://['], ['/nowhere', '']] as const) {
		sheets.put(path, to(location));
		expect(['circles', 'failed']).toContain((await troubleOf(get(sheets.url(path), sheets, { hosts })))[0].code);
	}
	sheets.put('/sign-in', to('https://accounts.google.com/ServiceLogin?continue=secret'));
	expect(await troubleOf(get(sheets.url('/sign-in'), sheets, { hosts }))).toEqual([{ code: 'sign_in', host: '127.0.0.1' }, 'later']);
});

test('[check 36] a host that is listed and stands for a private address is asked nothing, unless it is listed with its scheme', async () => {
	const sheets = await givenSheets();
	sheets.put('/secret', csv);
	const inside: Resolve = (_name, give) => give(null, [{ address: '127.0.0.1', family: 4 }]);
	expect(await troubleOf(get(`https://files.example.com:${sheets.port}/secret`, sheets, { hosts: listed(`files.example.com:${sheets.port}`), resolve: inside }))).toEqual([{ code: 'forbidden', host: 'files.example.com' }, 'later']);
	// A name of the LAN that suddenly means this machine.
	expect(await troubleOf(get(`http://nas.lan:${sheets.port}/secret`, sheets, { hosts: listed(`http://nas.lan:${sheets.port}`), resolve: inside }))).toEqual([{ code: 'forbidden', host: 'nas.lan' }, 'later']);
	expect(sheets.asked).toEqual([]);
	expect((await get(`http://localhost:${sheets.port}/secret`, sheets, { hosts: listed(`http://localhost:${sheets.port}`), resolve: inside }))?.bytes.toString()).toBe(csv);
});

test.each<[what: string, status: number, headers: Record<string, string>, body: string | Buffer, trouble: FeedError['trouble'], retry: FeedError['retry']]>([
	['is asked too often', 429, {}, '', { code: 'busy', host: '127.0.0.1' }, 'later'],
	['is asked too often, and says for how long', 429, { 'Retry-After': '120' }, '', { code: 'busy', host: '127.0.0.1' }, 120_000],
	['is asked too often, and says until when', 429, { 'Retry-After': 'Fri, 27 Nov 2026 10:30:00 GMT' }, '', { code: 'busy', host: '127.0.0.1' }, 1_800_000],
	['rests for a while', 503, { 'Retry-After': '60' }, '', { code: 'busy', host: '127.0.0.1' }, 60_000],
	['has an error', 500, {}, 'secret stack', { code: 'failed', host: '127.0.0.1', status: 500 }, 'soon'],
	['is down behind its proxy', 502, {}, '', { code: 'failed', host: '127.0.0.1', status: 502 }, 'soon'],
	['wants to know who asks', 401, {}, '', { code: 'denied', host: '127.0.0.1', status: 401 }, 'later'],
	['lets nobody in', 403, {}, '', { code: 'denied', host: '127.0.0.1', status: 403 }, 'later'],
	['has no such sheet', 404, {}, '', { code: 'gone', host: '127.0.0.1', status: 404 }, 'later'],
	['has it no more', 410, {}, '', { code: 'gone', host: '127.0.0.1', status: 410 }, 'later'],
	['does not understand', 400, {}, '', { code: 'failed', host: '127.0.0.1', status: 400 }, 'later'],
	['has nothing to say', 204, {}, '', { code: 'failed', host: '127.0.0.1', status: 204 }, 'later'],
	['sends a page to sign in on', 200, { 'Content-Type': 'text/html; charset=utf-8' }, '<!doctype html><title>Sign in</title>', { code: 'page' }, 'later'],
	['sends a page that begins with a remark', 200, { 'Content-Type': 'text/csv' }, '<!-- made by -->\n<html>', { code: 'page' }, 'later'],
	['sends a page and calls it a table', 200, { 'Content-Type': 'text/csv' }, '\ufeff\n <HTML lang="en"><body>', { code: 'page' }, 'later'],
	['sends what is for programs', 200, { 'Content-Type': 'application/json; charset=utf-8' }, '', { code: 'json' }, 'later'],
	['sends what is for programs and calls it a table', 200, { 'Content-Type': 'text/csv' }, '\n [ {"id": 1}]', { code: 'json' }, 'later'],
	['sends an empty file', 200, {}, '', { code: 'empty' }, 'soon'],
	['sends too much', 200, {}, 'x'.repeat(200_000), { code: 'large' }, 'later'],
	['sends too much, packed', 200, { 'Content-Encoding': 'gzip' }, gzipSync('x'.repeat(200_000)), { code: 'large' }, 'later'],
])('[R21] a server that %s', async (_what, status, headers, body, trouble, retry) => {
	const sheets = await givenSheets();
	sheets.put('/secret', (_request, response) => void response.writeHead(status, headers).end(body));
	expect(await troubleOf(get(sheets.url('/secret'), sheets))).toEqual([trouble, retry]);
	expect(sheets.asked.length).toBe(1);
});

test('[R21] one that is slow, breaks off or is gone is worth another try soon', async () => {
	const sheets = await givenSheets();
	sheets.put('/slow', () => undefined);
	sheets.put('/half', (_request, response) => {
		response.writeHead(200, { 'Content-Length': 1_000 });
		response.write('id,amount\n1,1');
		setTimeout(() => response.destroy(), 10);
	});
	expect(await troubleOf(get(sheets.url('/slow'), sheets, { wholeMs: 100 }))).toEqual([{ code: 'slow', host: '127.0.0.1' }, 'soon']);
	expect(await troubleOf(get(sheets.url('/half'), sheets))).toEqual([{ code: 'broken', host: '127.0.0.1' }, 'soon']);
	await sheets.stop();
	expect(await troubleOf(get(sheets.url('/a'), sheets))).toEqual([{ code: 'unreachable', host: '127.0.0.1' }, 'soon']);
});

test.each([
	[undefined, null],
	['', null],
	['soon', null],
	['-5', null],
	['0', 0],
	['90', 90_000],
	['999999999', 86_400_000],
	['Fri, 27 Nov 2026 10:00:30 GMT', 30_000],
	['Fri, 27 Nov 2026 09:00:00 GMT', 0],
	['Fri, 31 Feb 2026 09:00:00 GMT', null],
])('[R21] Retry-After: %s', (text, ms) => {
	expect(retryAfterMs(text, now)).toBe(ms);
});
