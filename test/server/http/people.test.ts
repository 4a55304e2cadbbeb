/** The list of people, who is left out of rankings, and photos: taken in by content, given out to whoever may see the wall. */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { ListedPerson } from '../../../shared/people-api.ts';
import { usualChoice, type Privacy } from '../../../shared/screen.ts';
import { jpeg, ofCanvas, png, turned } from '../../support/photos.ts';
import { fromElsewhere, givenServer, withKey, type Answer, type Given } from './support.ts';

const people = [
	{ email: 'ana@x.example', name: 'Ana Ek', team: 'North', role: 'ae', start: '2025-01-01' },
	{ email: 'bo@x.example', name: 'Bo', team: 'South' },
	{ email: 'cy@x.example', name: 'Cy Ek', role: 'lead', end: '2026-06-30' },
];

interface Floor extends Given {
	ops: Record<string, string>;
	listed: () => Promise<ListedPerson[]>;
	idOf: (name: string) => Promise<number>;
	put: (id: number | string, raw: Buffer, headers?: Record<string, string>) => Promise<Answer>;
}

async function givenFloor(env: Record<string, string> = {}): Promise<Floor> {
	const given = await givenServer({ env });
	const ops = given.session();
	if (env['DEMO'] === undefined) await given.call('POST', '/api/v1/facts', { body: { source: 'crm', people }, headers: withKey });
	const listed = async (): Promise<ListedPerson[]> => (await given.call('GET', '/api/v1/people', { headers: ops })).json;
	return {
		...given,
		ops,
		listed,
		idOf: async (name) => (await listed()).find((person) => person.name === name)?.id ?? 0,
		put: (id, raw, headers = {}) => given.call('PUT', `/api/v1/people/${id}/photo`, { raw, headers: { ...ops, 'Content-Type': 'image/jpeg', ...headers } }),
	};
}
const photos = ({ server }: Given): number => server.wall().options.db.prepare<[], number>('SELECT count(*) FROM photo').pluck().get() ?? 0;

test('everybody is listed with their team of today, and whether they are here', async () => {
	const { listed } = await givenFloor();
	expect(await listed()).toEqual([
		{ id: expect.any(Number), handle: 'ana@x.example', name: 'Ana Ek', email: 'ana@x.example', team: 'North', role: 'ae', initials: 'AE', photo: null, isRanked: true, isActive: true, hasLeft: false, seen: expect.any(Number) },
		{ id: expect.any(Number), handle: 'bo@x.example', name: 'Bo', email: 'bo@x.example', team: 'South', role: null, initials: 'B', photo: null, isRanked: true, isActive: true, hasLeft: false, seen: expect.any(Number) },
		{ id: expect.any(Number), handle: 'cy@x.example', name: 'Cy Ek', email: 'cy@x.example', team: null, role: 'lead', initials: 'CE', photo: null, isRanked: true, isActive: false, hasLeft: true, seen: expect.any(Number) },
	]);
});

test('[check 27] a photo is taken in, given out without what else the file said, changed and removed; each is on record', async () => {
	const given = await givenFloor();
	const { put, call, ops, idOf, server } = given;
	const ana = await idOf('Ana Ek');
	const first = await put(ana, turned(ofCanvas));
	expect([first.status, first.json]).toEqual([200, expect.objectContaining({ id: ana, photo: expect.stringMatching(/^[0-9a-f]{64}$/) })]);
	const got = await call('GET', `/photos/${first.json.photo}`, { headers: ops });
	expect([got.status, got.bytes.subarray(0, 2).toString('hex'), got.bytes.includes('Exif'), got.bytes.includes('ICC')]).toEqual([200, 'ffd8', false, false]);
	expect(got.headers).toMatchObject({
		'content-type': 'image/jpeg',
		'x-content-type-options': 'nosniff',
		'cache-control': 'private, max-age=31536000, immutable',
		'content-security-policy': "default-src 'none'; sandbox",
		'content-disposition': 'inline',
		'cross-origin-resource-policy': 'same-origin',
	});

	const second = await put(ana, png(), { 'Content-Type': 'image/png' });
	expect((await call('GET', `/photos/${second.json.photo}`, { headers: ops })).headers['content-type']).toBe('image/png');
	expect((await call('GET', `/photos/${first.json.photo}`, { headers: ops })).json).toMatchObject({ error: 'not_found' });
	const removed = await call('DELETE', `/api/v1/people/${ana}/photo`, { headers: ops });
	expect([removed.status, removed.json.photo, photos(given)]).toEqual([200, null, 0]);
	expect((await call('DELETE', `/api/v1/people/${ana}/photo`, { headers: ops })).status).toBe(200);
	expect(server.wall().journal.entries({ kinds: ['photo set'], limit: 9 }).map(({ author, body }) => [author, body])).toEqual([
		['admin', { person: ana, from: second.json.photo, to: null }],
		['admin', { person: ana, from: first.json.photo, to: second.json.photo }],
		['admin', { person: ana, from: null, to: first.json.photo }],
	]);
});

test('the same photo again is no change; two who share one keep it until neither has it', async () => {
	const given = await givenFloor();
	const { put, call, ops, idOf, server } = given;
	const [ana, bo] = [await idOf('Ana Ek'), await idOf('Bo')];
	const { photo } = (await put(ana, ofCanvas)).json;
	const before = server.wall().journal.revision();
	expect([(await put(ana, turned(ofCanvas))).json.photo, server.wall().journal.revision()]).toEqual([photo, before]);
	expect((await put(bo, ofCanvas)).json.photo).toBe(photo);
	await call('DELETE', `/api/v1/people/${ana}/photo`, { headers: ops });
	expect((await call('GET', `/photos/${photo}`, { headers: ops })).status).toBe(200);
	await put(bo, png());
	expect((await call('GET', `/photos/${photo}`, { headers: ops })).status).toBe(404);
	expect(photos(given)).toBe(1);
});

test('[check 27] what counts is the content and not what is said of it', async () => {
	const { put, idOf } = await givenFloor();
	const ana = await idOf('Ana Ek');
	expect((await put(ana, png(), { 'Content-Type': 'image/jpeg' })).status).toBe(200);
	for (const said of ['image/jpeg', 'image/png']) {
		const svg = await put(ana, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), { 'Content-Type': said });
		expect([svg.status, svg.json]).toEqual([415, { error: 'unsupported_type', message: 'This is neither a JPEG nor a PNG picture.', field: 'body' }]);
	}
	for (const said of ['image/svg+xml', 'image/gif', 'text/html', 'application/json', 'application/octet-stream', 'multipart/form-data; boundary=x']) {
		const { status, json } = await put(ana, ofCanvas, { 'Content-Type': said });
		expect([said, status, json.field]).toEqual([said, 415, 'Content-Type']);
	}
	expect((await put(ana, gzipSync(ofCanvas), { 'Content-Encoding': 'gzip' })).json).toMatchObject({ error: 'unsupported_type', field: 'Content-Encoding' });
	expect((await put(ana, Buffer.alloc(0))).status).toBe(415);
});

test('a picture that is wrong is a 422 that says how, one that is too large a 413; nothing is kept of either', async () => {
	const given = await givenFloor();
	const { put, idOf, server } = given;
	const ana = await idOf('Ana Ek');
	const before = server.wall().journal.revision();
	const wrong = await put(ana, jpeg({ height: 65 }));
	expect([wrong.status, wrong.json]).toEqual([422, { error: 'bad_photo', message: 'A photo is square, 64 to 512 pixels a side; this one is 64 × 65.', field: 'body' }]);
	expect((await put(ana, ofCanvas.subarray(0, 800))).status).toBe(422);
	const large = await put(ana, Buffer.concat([ofCanvas, Buffer.alloc(100_000)]));
	expect([large.status, large.json]).toEqual([413, { error: 'too_large', message: 'The body is larger than 100000 bytes.', field: 'body' }]);
	expect([photos(given), server.wall().journal.revision()]).toEqual([0, before]);
});

test('a person that there is not is a 404, whatever is asked of them', async () => {
	const { put, call, ops, server, idOf } = await givenFloor();
	const [ana, bo] = [await idOf('Ana Ek'), await idOf('Bo')];
	server.wall().journal.apply('people merged', { from: bo, into: ana }, { at: 1, author: 'test' });
	for (const id of ['0', '999', 'ana@x.example', '-1', '1.5', '9'.repeat(30), '%00', '..%2f1', String(bo)]) {
		expect((await put(id, ofCanvas)).json).toMatchObject({ error: 'not_found', field: 'id' });
		expect((await call('DELETE', `/api/v1/people/${id}/photo`, { headers: ops })).json).toMatchObject({ error: 'not_found', field: 'id' });
		expect((await call('PUT', `/api/v1/people/${id}/ranking`, { body: { isRanked: false }, headers: ops })).json).toMatchObject({ error: 'not_found', field: 'id' });
	}
});

test('who is left out of rankings is said in one word, on record, once', async () => {
	const { call, ops, server, idOf } = await givenFloor();
	const ana = await idOf('Ana Ek');
	const rank = (isRanked: unknown) => call('PUT', `/api/v1/people/${ana}/ranking`, { body: { isRanked }, headers: ops });
	for (const wrong of [null, 'no', 0, undefined]) expect((await rank(wrong)).json).toMatchObject({ error: 'bad_input', field: 'isRanked' });
	for (const isRanked of [false, false, true]) expect((await rank(isRanked)).json.isRanked).toBe(isRanked);
	expect(server.wall().journal.entries({ kinds: ['person ranked'], limit: 9 }).map(({ body }) => body)).toEqual([{ person: ana, from: false, to: true }, { person: ana, from: true, to: false }]);
});

/** What those on another machine are answered. */
const elsewhere = (token?: string): Record<string, string> => ({ ...fromElsewhere, ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) });
const privacy = ({ server, now }: Given, screen: number | null, wanted: Privacy): void =>
	void server.wall().journal.apply('screen set up', { screen, setup: { ...usualChoice, privacy: wanted } }, { at: now.ms, author: 'test' });

test('[check 13] a photo is given to who is signed in and to a paired screen until it is revoked, to nobody else', async () => {
	const given = await givenFloor();
	const { put, call, ops, idOf, pairScreen, server, now } = given;
	const { photo } = (await put(await idOf('Ana Ek'), ofCanvas)).json;
	const screen = await pairScreen(ops);
	const status = async (headers: Record<string, string>): Promise<number> => (await call('GET', `/photos/${photo}`, { headers })).status;
	expect(await status({ ...fromElsewhere, Cookie: ops['Cookie'] ?? '' })).toBe(200);
	expect(await status(elsewhere(screen.token))).toBe(200);
	// On its own machine, as the wall's page.
	expect(await status({})).toBe(200);
	const nobody = await call('GET', `/photos/${photo}`, { headers: elsewhere() });
	expect([nobody.status, nobody.json.error, nobody.headers['cache-control']]).toEqual([401, 'unauthorized', 'no-store']);
	expect(await status(elsewhere('x'.repeat(43)))).toBe(401);
	expect(await status({ ...fromElsewhere, Cookie: 'floorcast_session=abc' })).toBe(401);
	expect(await status({ ...fromElsewhere, ...withKey })).toBe(403);
	expect((await call('GET', `/photos/${photo}?token=${screen.token}`, { headers: fromElsewhere })).status).toBe(401);
	server.wall().journal.apply('screen revoked', { id: screen.id }, { at: now.ms, author: 'test' });
	expect(await status(elsewhere(screen.token))).toBe(401);
});

test('[check 15] a screen in the lobby is given no photo, neither a paired one nor one on the server’s own machine; one in the boardroom is', async () => {
	const given = await givenFloor();
	const { put, call, ops, idOf, pairScreen } = given;
	const { photo } = (await put(await idOf('Ana Ek'), ofCanvas)).json;
	const { id, token } = await pairScreen(ops);
	const answer = async (headers: Record<string, string>): Promise<unknown[]> => {
		const { status, json } = await call('GET', `/photos/${photo}`, { headers });
		return [status, json?.error];
	};
	privacy(given, id, 'lobby');
	expect(await answer(elsewhere(token))).toEqual([403, 'forbidden']);
	expect(await answer({})).toEqual([200, undefined]);
	privacy(given, id, 'boardroom');
	privacy(given, null, 'lobby');
	expect(await answer(elsewhere(token))).toEqual([200, undefined]);
	expect(await answer({})).toEqual([403, 'forbidden']);
	expect(await answer({ ...fromElsewhere, Cookie: ops['Cookie'] ?? '' })).toEqual([200, undefined]);
});

test('in the demo anyone may look at its photos', async () => {
	const { call } = await givenFloor({ DEMO: 'on' });
	expect((await call('GET', `/photos/${'0'.repeat(64)}`, { headers: fromElsewhere })).json).toMatchObject({ error: 'not_found' });
	expect((await call('GET', '/api/v1/people', { headers: fromElsewhere })).status).toBe(401);
});

test('at the address of photos there is nothing else', async () => {
	const { call, ops, put, idOf } = await givenFloor();
	const { photo } = (await put(await idOf('Ana Ek'), ofCanvas)).json;
	for (const id of ['..%2f..%2fpackage.json', '..%5c..%5cpackage.json', '%2e%2e%2f', '%00', `${photo}%00`, `${photo}.svg`, `${photo}'--`, photo.toUpperCase(), photo.slice(0, 63), '%25', '*', '1 OR 1=1', 'constructor', '__proto__']) {
		const { status, json } = await call('GET', `/photos/${encodeURI(id).replaceAll('%25', '%')}`, { headers: ops });
		expect([id, status >= 400 && status < 500, json]).toEqual([id, true, { error: expect.any(String), message: expect.any(String), ...(json.field ? { field: 'id' } : {}) }]);
	}
	for (const path of ['/photos', '/photos/', `/photos/${photo}/`, '/photos/../photos']) expect((await call('GET', path, { headers: ops })).status).toBe(path.endsWith(`${photo}/`) ? 200 : 404);
	expect((await call('PUT', `/photos/${photo}`, { raw: ofCanvas, headers: ops })).status).toBe(405);
	expect((await call('HEAD', `/photos/${photo}`, { headers: ops })).bytes).toHaveLength(0);
});
