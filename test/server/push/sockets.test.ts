/** Who gets the board, and what a wall can do with its socket: nothing but listen. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { changedBoard, type BoardChange } from '../../../shared/board-change.ts';
import type { BoardView } from '../../../shared/views.ts';
import { connectRaw } from '../../support/raw-wall.ts';
import { wellReport } from '../../support/reports.ts';
import { fromElsewhere, givenServer, next, refusal, type WallSocket } from '../http/support.ts';
import { givenSockets } from './support.ts';

const isIn = async (socket: WallSocket): Promise<boolean> => {
	const admitted = await Promise.race([next(socket, 'connect').then(() => true), next(socket, 'connect_error').then(() => false)]);
	if (!admitted) socket.disconnect();
	return admitted;
};

describe('what a wall gets', () => {
	test.each(['websocket', 'polling'] as const)('over %s the whole board at once, then a beat with the time and the age of the data', async (transport) => {
		const given = await givenServer();
		const socket = given.connect({ transports: [transport], origin: transport === 'polling' ? null : given.origin });
		const [[board], [now, asOf]] = await Promise.all([next(socket, 'board'), next(socket, 'beat')]);
		expect(board).toMatchObject({ format: 2, panels: expect.any(Array) });
		expect(now).toBe(given.now.ms);
		expect(asOf).toEqual(expect.any(String));
	});

	test('what changes on the board follows, and leads to the very board that a wall gets which connects now', async () => {
		const given = await givenServer();
		const socket = given.connect();
		const [first, number] = (await next(socket, 'board')) as [BoardView, number];
		const changed = next(socket, 'change');
		await given.call('POST', '/api/v1/facts', {
			headers: { Authorization: `Bearer ${given.config.apiKey ?? ''}` },
			body: { source: 'crm', people: [{ email: 'a@x.example', name: 'Ana', team: 'West' }], deals: [{ external_id: 'D-1', owner: 'a@x.example', status: 'won', amount: '1200', closed: '2026-11-23T08:00:00Z' }] },
		});
		const [change, after] = (await changed) as [BoardChange, number];
		const second = changedBoard(first, change);
		expect(second.revision).toBeGreaterThan(first.revision);
		expect(after).toBe(number + 1);
		expect((await next(given.connect(), 'board'))[0]).toEqual(second);
	});
});

describe('[check 20] who is let in', () => {
	test('a browser on the same machine, by any of its loopback names', async () => {
		const given = await givenServer();
		const { port } = given.server;
		for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `127.8.9.1:${port}`, `[::1]:${port}`]) {
			expect(await isIn(given.connect({ origin: `http://${host}`, headers: { Host: host } }))).toBe(true);
		}
	});

	test.each([
		{ 'X-Forwarded-For': '127.0.0.1' },
		{ 'X-Forwarded-Host': 'localhost' },
		{ 'X-Forwarded-Proto': 'http' },
		{ Forwarded: 'for=127.0.0.1' },
	])('whoever comes through a proxy (%o) is not on the same machine, and is told to pair', async (headers) => {
		const given = await givenServer();
		expect(await refusal(given.connect({ headers }))).toBe('not_paired');
	});

	test('another name than localhost is not the same machine, so that a rebound name shows nothing', async () => {
		const given = await givenServer();
		for (const name of ['wall.test', '127.0.0.1.evil.example', 'localhost.evil.example', '192.168.1.4', '0.0.0.0', '127.1']) {
			const host = `${name}:${given.server.port}`;
			expect(await refusal(given.connect({ origin: `http://${host}`, headers: { Host: host } }))).toBe('not_paired');
		}
	});

	test('behind a proxy nobody is on the same machine', async () => {
		const given = await givenServer({ env: { TRUST_PROXY: '0' } });
		expect(await refusal(given.connect())).toBe('not_paired');
	});

	test('in the demo everybody', async () => {
		const { connect } = await givenSockets();
		expect(await isIn(connect(['websocket'], fromElsewhere))).toBe(true);
	});

	test('nobody with a token that is not known, not even in the demo or on the same machine: it was removed, and is told so', async () => {
		const demo = await givenServer({ env: { DEMO: 'on', API_KEY: '' }, administrator: false });
		const real = await givenServer();
		for (const given of [demo, real]) {
			for (const token of ['x'.repeat(43), '', 7 as unknown as string]) expect(await refusal(given.connect({ token }))).toBe('not_paired');
			expect(await isIn(given.connect())).toBe(true);
		}
	});

	test('neither a session nor the API key is a screen’s token', async () => {
		const given = await givenServer();
		const session = given.session();
		expect(await refusal(given.connect({ token: given.config.apiKey ?? '', headers: fromElsewhere }))).toBe('not_paired');
		expect(await refusal(given.connect({ token: session['Cookie']?.split('=')[1] ?? '', headers: { ...fromElsewhere, Cookie: session['Cookie'] ?? '' } }))).toBe('not_paired');
	});
});

test('[check 14] a token in the address of a socket lets nobody in', async () => {
	const given = await givenServer();
	const { token } = await given.pairScreen(given.session());
	const raw = await connectRaw(given.server.port, { query: `&token=${token}`, headers: fromElsewhere, joins: false });
	await expect.poll(() => raw.received().includes('0{"sid"')).toBe(true);
	raw.text('40');
	await expect.poll(() => /4[04]\{.*/.exec(raw.received().toString())?.[0]).toContain('not_paired');
});

describe('[check 19] Origin', () => {
	test('it must equal the Host, in name and port', async () => {
		const given = await givenServer();
		const { port } = given.server;
		for (const origin of ['http://evil.example', `http://127.0.0.1:${port + 1}`, `http://127.0.0.1:${port}.evil.example`, 'null', `http://evil.example#127.0.0.1:${port}`, `http://user@127.0.0.1:${port}`, `file://127.0.0.1:${port}`]) {
			for (const transports of [['websocket' as const], ['polling' as const]]) expect(await isIn(given.connect({ origin, transports }))).toBe(false);
		}
	});

	test('it may be absent on polling from our own page, never on a WebSocket', async () => {
		const given = await givenServer();
		expect(await isIn(given.connect({ origin: null, transports: ['polling'] }))).toBe(true);
		expect(await isIn(given.connect({ origin: null, transports: ['polling'], headers: { 'Sec-Fetch-Site': 'same-origin' } }))).toBe(true);
		expect(await isIn(given.connect({ origin: null, transports: ['polling'], headers: { 'Sec-Fetch-Site': 'cross-site' } }))).toBe(false);
		expect(await isIn(given.connect({ origin: null, transports: ['websocket'] }))).toBe(false);
		expect(await isIn(given.connect({ origin: null, transports: ['websocket'], headers: { 'Sec-Fetch-Site': 'same-origin' } }))).toBe(false);
	});
});

describe('what a wall may do', () => {
	test('[check 11] [check 21] whatever it says, it is disconnected', async () => {
		const given = await givenServer();
		const socket = given.connect();
		await next(socket, 'board');
		const gone = next(socket, 'disconnect');
		// The types know of no such event; a hostile client does not ask them.
		(socket as unknown as { emit: (event: string, carried: unknown) => void }).emit('set target', { value: 1 });
		expect((await gone)[0]).toBe('io server disconnect');
		expect((await given.call('GET', '/healthz')).status).toBe(200);
	});

	test('[check 20] there is no other namespace', async () => {
		const given = await givenServer();
		for (const namespace of ['/admin', '/board', '/__proto__']) expect(await refusal(given.connect({ namespace }))).toBe('Invalid namespace');
	});

	test.each(['', 'x', '2', '4', '0', '40', '40{bad', '40{"token":[1]}', '40null', '42["board"', '42["__proto__",{}]', '451-["a",{"_placeholder":true,"num":0}]', '459999999999-[]', '4\u0000', '6', Buffer.alloc(100)])(
		'[check 24] [R19] a malformed frame %j leaves the others their wall',
		async (frame) => {
			const { connect, origin, show } = await givenSockets();
			const other = connect();
			await next(other, 'connect');
			// Node's own WebSocket takes headers beside the standard's arguments.
			const raw = new WebSocket(`${origin.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, { headers: { Origin: origin } } as unknown as string);
			await new Promise((resolve, reject) => {
				raw.addEventListener('message', resolve, { once: true });
				raw.addEventListener('error', reject, { once: true });
			});
			raw.send('40');
			raw.send(frame);
			const shown = next(other, 'board');
			show(1);
			await shown;
			raw.close();
		},
	);

	test('[check 22] one connection is one wall, however often it asks to be let in', async () => {
		const warned: unknown[] = [];
		const warn = (warning: Error): void => void warned.push(warning.name);
		process.on('warning', warn);
		onTestFinished(() => void process.off('warning', warn));
		const { sockets, origin } = await givenSockets();
		const raw = new WebSocket(`${origin.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, { headers: { Origin: origin } } as unknown as string);
		const said: string[] = [];
		raw.addEventListener('message', ({ data }) => said.push(String(data)));
		await expect.poll(() => said.length).toBe(1);
		for (let asked = 0; asked < 50; asked += 1) raw.send('40');
		// Those that come before the first is in are refused; the first that comes later ends the connection.
		await expect.poll(() => said.filter((frame) => frame.startsWith('44')).length === 49 || raw.readyState === WebSocket.CLOSED).toBe(true);
		expect([said.filter((frame) => frame.startsWith('40')).length, said.some((frame) => frame.startsWith('44')), warned]).toEqual([1, true, []]);
		raw.close();
		await expect.poll(() => sockets.online().walls).toBe(0);
	});

	test('[check 21] a message of more than 64 kB ends the connection', async () => {
		const given = await givenServer();
		const raw = await connectRaw(given.server.port);
		await expect.poll(() => raw.received().includes('40{')).toBe(true);
		// But for its length it is what a wall says.
		const sayIn = (bytes: number): void => raw.text(`42["report",${JSON.stringify(wellReport)}]`.padEnd(bytes));
		sayIn(65_536);
		expect([(await given.call('GET', '/healthz')).status, raw.isClosed()]).toEqual([200, false]);
		sayIn(65_537);
		await expect.poll(() => raw.isClosed(), { timeout: 5_000 }).toBe(true);
	});
});

test.each(['websocket', 'polling'])('[R9] a wall on %s that was busy while ten boards came gets the newest, and not all of them', async (transport) => {
	const { connect, show } = await givenSockets();
	const socket = connect([transport]);
	await next(socket, 'beat');
	const revisions: number[] = [];
	socket.on('board', ({ revision }) => revisions.push(revision));
	// All in one turn: after the first the connection is busy.
	for (let revision = 1; revision <= 10; revision += 1) show(revision, 'x'.repeat(100_000));
	await expect.poll(() => revisions.at(-1)).toBe(10);
	expect(revisions.length).toBeLessThanOrEqual(3);
});

test('a wall that connects before there is a board gets the first one when it is there', async () => {
	const { connect, show } = await givenSockets();
	const socket = connect();
	await next(socket, 'beat');
	const first = next(socket, 'board');
	show(1);
	expect((await first)[0]).toMatchObject({ revision: 1 });
});

test('[check 22] connections are capped for each address and in all', async () => {
	const { connect, sockets } = await givenSockets({ total: 5, perAddress: 2 });
	const admitted = [connect(), connect()];
	await Promise.all(admitted.map((socket) => next(socket, 'connect')));
	expect(await isIn(connect())).toBe(false);
	expect(sockets.online().walls).toBe(2);
	admitted[0]?.disconnect();
	await expect.poll(() => sockets.online().walls).toBe(1);
	await expect.poll(() => isIn(connect())).toBe(true);
});

test('[check 22] a connection beyond all that are held is refused, whatever its address may hold', async () => {
	const { connect } = await givenSockets({ total: 2, perAddress: 50 });
	for (const expected of [true, true, false]) expect(await isIn(connect())).toBe(expected);
});
