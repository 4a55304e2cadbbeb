/** Looking after the screens over the interface. */
import { describe, expect, test } from 'vitest';
import type { PairingStarted, ScreenList, ScreenRow } from '../../../shared/api.ts';
import { usualChoice, usualSetup, type ScreenSetup } from '../../../shared/screen.ts';
import type { Log } from '../../../server/log.ts';
import { wellReport } from '../../support/reports.ts';
import { fromElsewhere, givenServer, next, type Given } from './support.ts';

const list = async (given: Given): Promise<ScreenList> => (await given.call('GET', '/api/v1/screens', { headers: given.session() })).json;
const rowOf = async (given: Given, id: number): Promise<ScreenRow | undefined> => (await list(given)).screens.find((one) => one.id === id);

describe('pairing', () => {
	const start = async (given: Given, headers: Record<string, string> = {}): Promise<PairingStarted> => (await given.call('POST', '/api/v1/pairing', { body: {}, headers })).json;

	test('takes name, place, board and privacy, all in one entry', async () => {
		const given = await givenServer();
		const { userCode, deviceCode } = await start(given);
		const body = { code: userCode, name: ' 👨‍👩‍👧 crew ', place: ' By the lift ', board: 'management', privacy: 'lobby' };
		const answer = (await given.call('POST', '/api/v1/screens', { body, headers: given.session() })).json;
		expect(answer).toMatchObject({ name: '👨‍👩‍👧 crew', place: 'By the lift', setup: { ...usualChoice, board: 'management', privacy: 'lobby' }, lastChange: { author: 'admin' } });
		expect((await given.call('POST', '/api/v1/pairing/claim', { body: { deviceCode } })).status).toBe(200);
		const entries = given.server.wall().journal.entries({ kinds: ['screen paired', 'screen set up', 'screen renamed'], limit: 9 });
		expect(entries.map(({ kind, body: kept }) => [kind, kept])).toEqual([['screen paired', { name: '👨‍👩‍👧 crew', place: 'By the lift', board: 'management', privacy: 'lobby', tokenHash: expect.stringMatching(/^[0-9a-f]{64}$/) }]]);
		expect(given.server.wall().screens.setupOf(answer.id)).toEqual({ ...usualSetup, name: '👨‍👩‍👧 crew', place: 'By the lift' });
	});

	test.each([
		[{ name: 'x'.repeat(61) }, 'name'],
		[{ name: 'a\nb' }, 'name'],
		[{ name: '\u3164' }, 'name'],
		[{ place: 'x'.repeat(61) }, 'place'],
		[{ place: 7 }, 'place'],
		[{ board: '' }, 'board'],
		[{ board: 'x'.repeat(61) }, 'board'],
		[{ board: 'nowhere' }, 'board'],
		[{ privacy: 'none' }, 'privacy'],
	])('of %j is refused and named, and the screen goes on waiting', async (wrong, field) => {
		const given = await givenServer();
		const { userCode, deviceCode } = await start(given);
		const { status, json } = await given.call('POST', '/api/v1/screens', { body: { code: userCode, name: 'Hall', ...wrong }, headers: given.session() });
		expect([status, json.field]).toEqual([400, field]);
		expect((await given.call('POST', '/api/v1/pairing/claim', { body: { deviceCode } })).status).toBe(202);
	});

	test('leads a phone to the address by which the screen itself came; one that is too long for a code across a room has none', async () => {
		const given = await givenServer();
		expect((await start(given, { Host: 'floor.example:4000' })).qr).toMatchObject({ size: 33 });
		expect((await start(given, { Host: `${'long.'.repeat(20)}example` })).qr).toBeNull();
	});

	test('the token is in no entry, no log line and no answer but the one in which it is claimed', async () => {
		const lines: string[] = [];
		const line = (...said: unknown[]): void => void lines.push(JSON.stringify(said, (_key, value: unknown) => (value instanceof Error ? String(value.stack) : value)));
		const log = { debug: line, info: line, warn: line, error: line, fatal: line } as unknown as Log; // as much of one as is used
		const given = await givenServer({ log });
		const answers: string[] = [];
		const ask = async (method: string, path: string, body?: unknown, headers = given.session()) => {
			const answer = await given.call(method, path, { ...(body === undefined ? {} : { body }), headers });
			answers.push(answer.text + JSON.stringify(answer.headers));
			return answer.json;
		};
		const { userCode, deviceCode } = await ask('POST', '/api/v1/pairing', {});
		const { id } = await ask('POST', '/api/v1/screens', { code: userCode, name: 'Hall' });
		const { token } = (await given.call('POST', '/api/v1/pairing/claim', { body: { deviceCode } })).json;
		const socket = given.connect({ token, headers: fromElsewhere });
		await next(socket, 'board');
		const gone = next(socket, 'disconnect');
		socket.emit('report', { ...wellReport, panel: token.repeat(3) });
		await gone;
		await ask('POST', '/api/v1/pairing/claim', { deviceCode });
		await ask('GET', '/api/v1/screens');
		await ask('GET', '/api/v1/health');
		await ask('GET', '/api/v1/wall', undefined, { Authorization: `Bearer ${token}` });
		await ask('DELETE', `/api/v1/screens/${id}`);
		expect(lines.length).toBeGreaterThan(0);
		expect(token).toHaveLength(43);
		expect([...lines, ...answers].filter((text) => text.includes(token))).toEqual([]);
		expect(JSON.stringify(given.server.wall().journal.entries({ kinds: ['screen paired', 'screen revoked'], limit: 9 }))).not.toContain(token);
	});
});

describe('a name and a place', () => {
	test('are changed together or alone, logged from what to what, and told to the screen', async () => {
		const given = await givenServer();
		const headers = given.session();
		const { id, token } = await given.pairScreen(headers, 'Lobby');
		const socket = given.connect({ token, headers: fromElsewhere });
		const told: ScreenSetup[] = [];
		socket.on('screen', (setup) => told.push(setup));
		await next(socket, 'board');
		const put = (body: unknown) => given.call('PUT', `/api/v1/screens/${id}`, { body, headers });
		expect((await put({ place: ' Second floor ' })).json).toMatchObject({ id, name: 'Lobby', place: 'Second floor' });
		expect((await put({ name: 'Hall', place: '' })).json).toMatchObject({ id, name: 'Hall', place: '' });
		expect((await put({ name: 'Hall' })).status).toBe(200);
		await expect.poll(() => told.map(({ name, place }) => [name, place])).toEqual([['Lobby', ''], ['Lobby', 'Second floor'], ['Hall', '']]);
		expect(given.server.wall().journal.entries({ kinds: ['screen renamed'], limit: 9 })).toMatchObject([
			{ author: 'admin', body: { id, from: { name: 'Lobby', place: 'Second floor' }, to: { name: 'Hall', place: '' } } },
			{ author: 'admin', body: { id, from: { name: 'Lobby', place: '' }, to: { name: 'Lobby', place: 'Second floor' } } },
		]);
		await given.server.close();
		const again = await givenServer({ env: { DATA_DIR: given.config.dataDir } });
		expect(again.server.wall().screens.paired()).toMatchObject([{ id, name: 'Hall', place: '' }]);
	});
	test.each([[{}, 'body'], [{ name: '' }, 'name'], [{ name: 'x'.repeat(61) }, 'name'], [{ place: 'a\u0000' }, 'place'], [{ place: null }, 'place']])('of %j are refused and named', async (wrong, field) => {
		const given = await givenServer();
		const { id } = await given.pairScreen(given.session(), 'Lobby');
		const { status, json } = await given.call('PUT', `/api/v1/screens/${id}`, { body: wrong, headers: given.session() });
		expect([status, json.field]).toEqual([400, field]);
		expect(await rowOf(given, id)).toMatchObject({ name: 'Lobby', place: '' });
	});
	test('of a screen that was removed are not changed', async () => {
		const given = await givenServer();
		const { id } = await given.pairScreen(given.session(), 'Lobby');
		await given.call('DELETE', `/api/v1/screens/${id}`, { headers: given.session() });
		expect((await given.call('PUT', `/api/v1/screens/${id}`, { body: { name: 'Hall' }, headers: given.session() })).status).toBe(404);
	});
});

describe('to one, to those without a code, and to all', () => {
	const threeWalls = async (given: Given) => {
		const headers = given.session();
		const [lobby, hall] = [await given.pairScreen(headers, 'Lobby'), await given.pairScreen(headers, 'Hall')];
		const walls = [given.connect({ token: lobby.token, headers: fromElsewhere }), given.connect({ token: hall.token, headers: fromElsewhere }), given.connect()] as const;
		await Promise.all(walls.map((wall) => next(wall, 'board')));
		return { lobby, walls, ask: (at: string | number, what: string) => given.call('POST', `/api/v1/screens/${at}/${what}`, { body: {}, headers }) };
	};

	test('a name fills the picture for ten seconds', async () => {
		const given = await givenServer();
		const { lobby, walls, ask } = await threeWalls(given);
		const until: (number | null)[][] = walls.map(() => []);
		walls.forEach((wall, index) => wall.on('screen', ({ identifyUntil }) => until[index]?.push(identifyUntil)));
		const ends = given.now.ms + 10_000;
		expect((await ask(lobby.id, 'identify')).json).toEqual({ reached: 1 });
		await expect.poll(() => until).toEqual([[ends], [], []]);
		expect(await rowOf(given, lobby.id)).toMatchObject({ identifyUntil: '2026-11-23T09:00:10Z' });
		given.now.ms += 10_000;
		expect(await rowOf(given, lobby.id)).toMatchObject({ identifyUntil: null });
		await ask('unpaired', 'identify');
		await expect.poll(() => until[2]).toEqual([ends + 10_000]);
		expect((await ask('all', 'identify')).json).toEqual({ reached: 3 });
		await expect.poll(() => until.map((all) => all.at(-1))).toEqual([ends + 10_000, ends + 10_000, ends + 10_000]);
		expect(given.server.wall().journal.entries({ kinds: ['screen set up', 'screen renamed'], limit: 9 })).toEqual([]);
	});

	test('a page is loaded anew', async () => {
		const given = await givenServer();
		const { lobby, walls, ask } = await threeWalls(given);
		const reloads = [0, 0, 0];
		walls.forEach((wall, index) => wall.on('reload', () => (reloads[index] = (reloads[index] ?? 0) + 1)));
		expect((await ask(lobby.id, 'reload')).json).toEqual({ reached: 1 });
		await expect.poll(() => reloads).toEqual([1, 0, 0]);
		await ask('unpaired', 'reload');
		await expect.poll(() => reloads).toEqual([1, 0, 1]);
		await ask('all', 'reload');
		await expect.poll(() => reloads).toEqual([2, 1, 2]);
	});
});

describe('how a screen is', () => {
	test('is what its newest connection says, and stays known when it has gone and the server was started anew', async () => {
		const given = await givenServer();
		const { id, token } = await given.pairScreen(given.session(), 'Lobby');
		expect(await rowOf(given, id)).toMatchObject({ standing: { state: 'never' }, report: null, online: false });
		const socket = given.connect({ token, headers: fromElsewhere });
		await next(socket, 'board');
		socket.emit('report', wellReport);
		await expect.poll(() => rowOf(given, id)).toMatchObject({ standing: { state: 'live' }, online: true, connections: 1, sent: expect.any(Number), report: wellReport });
		expect((await list(given)).build).toBe('dev');
		given.now.ms += 5_000;
		socket.emit('report', { ...wellReport, panel: 'The last' });
		await expect.poll(() => rowOf(given, id)).toMatchObject({ report: { panel: 'The last' } });
		socket.disconnect();
		const gone = { standing: { state: 'offline', since: '2026-11-23T09:00:05Z', froze: null }, lastSeen: '2026-11-23T09:00:05Z', online: false, connections: 0, report: { ...wellReport, panel: 'The last', at: '2026-11-23T09:00:05Z' } };
		await expect.poll(() => rowOf(given, id)).toMatchObject(gone);
		await given.server.close();
		const again = await givenServer({ env: { DATA_DIR: given.config.dataDir }, administrator: false });
		expect(again.server.wall().screens.paired()).toMatchObject([{ seenAt: Date.parse('2026-11-23T09:00:05Z'), report: { at: Date.parse('2026-11-23T09:00:05Z'), report: { panel: 'The last' } } }]);
	});

	test('is kept as the server stops, too, and a report of another form is none', async () => {
		const given = await givenServer();
		const { id, token } = await given.pairScreen(given.session(), 'Lobby');
		const socket = given.connect({ token, headers: fromElsewhere });
		await next(socket, 'board');
		socket.emit('report', { ...wellReport, panel: 'As it stopped' });
		await expect.poll(() => rowOf(given, id)).toMatchObject({ report: { panel: 'As it stopped' } });
		await given.server.close();
		const again = await givenServer({ env: { DATA_DIR: given.config.dataDir }, administrator: false });
		const { screens, options } = again.server.wall();
		expect(screens.paired()[0]?.report?.report.panel).toBe('As it stopped');
		options.db.prepare('UPDATE screen_seen SET report = ?').run('{"at": 1, "report": {"build": 7}}');
		expect(screens.paired()[0]?.report).toBeNull();
	});

	test('two connections with one token are said to be two', async () => {
		const given = await givenServer();
		const { id, token } = await given.pairScreen(given.session(), 'Lobby');
		for (const _ of [1, 2]) await next(given.connect({ token, headers: fromElsewhere }), 'board');
		expect(await rowOf(given, id)).toMatchObject({ connections: 2, online: true });
	});

	test('is dark by its hours, and live again', async () => {
		const given = await givenServer();
		const { id, token } = await given.pairScreen(given.session(), 'Lobby');
		await next(given.connect({ token, headers: fromElsewhere }), 'board');
		const put = (hours: unknown) => given.call('PUT', `/api/v1/screens/${id}/setup`, { body: { hours }, headers: given.session() });
		await put({ days: [7], from: '08:00', to: '18:00', offOnHolidays: false });
		expect(await rowOf(given, id)).toMatchObject({ standing: { state: 'dark' }, dark: { until: '2026-11-29T07:00:00Z' } });
		await put(null);
		expect(await rowOf(given, id)).toMatchObject({ standing: { state: 'live' }, dark: null });
	});
});

test('a revoked screen is told so, and its page has half a second to go by itself', async () => {
	const given = await givenServer();
	const { id, token } = await given.pairScreen(given.session(), 'Lobby');
	const socket = given.connect({ token, headers: fromElsewhere });
	await next(socket, 'board');
	const [told, gone] = [next(socket, 'revoked', 1000), next(socket, 'disconnect', 1000)];
	await given.call('DELETE', `/api/v1/screens/${id}`, { headers: given.session() });
	await Promise.all([told, gone]);
});
