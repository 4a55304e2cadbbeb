/** What a connection says beneath events: packets of every kind, and frames that are none. */
import fc from 'fast-check';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { silentLog, type Log } from '../../server/log.ts';
import { wellReport } from '../support/reports.ts';
import { connectRaw, frame, opcodes, pollRaw, type RawWall } from '../support/raw-wall.ts';
import { apiKey, givenServer, next, type Given, type WallSocket } from '../server/http/support.ts';
import { fuzzing } from './nasty.ts';

const report = `42${JSON.stringify(['report', wellReport])}`;
/** Long before a line that says nothing of use is given up, which takes nine seconds at least. */
const isCutOff = (raw: RawWall): Promise<void> => expect.poll(() => raw.isClosed(), { timeout: 5_000 }).toBe(true);
const isWell = async ({ call, fatal }: Given): Promise<void> => {
	expect([(await call('GET', '/healthz')).text, fatal]).toEqual(['ok', []]);
};
/** Errors of ours that the log tells of. */
const logging = () => {
	const errors: unknown[] = [];
	return { errors, log: Object.assign(Object.create(silentLog) as Log, { error: (found: unknown) => void errors.push(found) }) };
};

describe('[check 21] a hundred packets a minute, whatever they are', () => {
	test.each([
		['answers to pings', '3'],
		['acknowledgements of what was never asked', '430[]'],
		['an engine’s empty packets', '6'],
		['wishes to come in elsewhere', '40/nowhere,'],
		['pings the wrong way', '2'],
		['another event', '42["set target"]'],
		['reports', report],
	])('%s', async (_what, packet) => {
		const given = await givenServer();
		const raw = await connectRaw(given.server.port);
		await expect.poll(() => raw.received().includes('40{')).toBe(true);
		for (let said = 0; said < 101 && !raw.isClosed(); said += 1) raw.text(packet);
		await isCutOff(raw);
		await isWell(given);
	});

	test('a hundred are not too many', async () => {
		const given = await givenServer();
		const raw = await connectRaw(given.server.port);
		await expect.poll(() => raw.received().includes('40{')).toBe(true);
		for (let said = 0; said < 20; said += 1) raw.text(report);
		for (let said = 0; said < 78; said += 1) raw.text('3');
		// With the first, by which it came in; that it is answered shows that all were heard.
		raw.text('40/nowhere,');
		await expect.poll(() => raw.received().includes('44/nowhere,')).toBe(true);
		await isWell(given);
		expect(raw.isClosed()).toBe(false);
	});

	test('also before it was let in, and in one breath on polling', async () => {
		const given = await givenServer();
		const raw = await connectRaw(given.server.port, { joins: false });
		for (let said = 0; said < 101; said += 1) raw.text('3');
		await isCutOff(raw);
		const polling = await pollRaw(given.server.port);
		await polling.say(Array.from({ length: 20_000 }, () => '3').join('\u001e'));
		expect((await polling.say('3')).status).toBe(400);
		await isWell(given);
	});

	test('and probes of a line that it never changes to', async () => {
		const given = await givenServer();
		const { sid } = await pollRaw(given.server.port);
		const raw = await connectRaw(given.server.port, { joins: false, query: `&sid=${sid}` });
		for (let said = 0; said < 101; said += 1) raw.text('2probe');
		await isCutOff(raw);
		await isWell(given);
	});
});

test('[R9] [check 21] pings of WebSocket itself are answered by nobody: who floods with them and reads nothing costs nothing', async () => {
	const given = await givenServer();
	const raw = await connectRaw(given.server.port, { isDeaf: true });
	const heard = await connectRaw(given.server.port);
	await expect.poll(() => heard.received().includes('42["board"')).toBe(true);
	const pings = Buffer.concat(Array.from({ length: 2_000 }, () => frame(opcodes.ping, 'x'.repeat(125))));
	global.gc?.();
	const before = process.memoryUsage().external;
	for (let sent = 0; sent < 100; sent += 1) {
		raw.send(pings);
		await new Promise((resolve) => setImmediate(resolve));
	}
	await isWell(given);
	heard.send(frame(opcodes.ping, 'anybody there?'));
	await isWell(given);
	expect(heard.received().includes('anybody there?')).toBe(false);
	// 25 MB of pings would be as many bytes of answers, waiting.
	await expect.poll(() => process.memoryUsage().external - before).toBeLessThan(100_000_000);
});

describe('[check 22] connections are capped', () => {
	test('of one token the newest few hold, so that a set which comes back is let in', async () => {
		const given = await givenServer();
		const { token, id } = await given.pairScreen(given.session());
		const walls: WallSocket[] = [];
		for (let count = 0; count < 13; count += 1) {
			const wall = given.connect({ token, headers: { 'X-Forwarded-For': '192.0.2.7' } });
			wall.io.reconnection(false);
			await next(wall, 'board');
			walls.push(wall);
		}
		await expect.poll(() => walls.map(({ connected }) => connected)).toEqual([...Array<boolean>(3).fill(false), ...Array<boolean>(10).fill(true)]);
		const { screens } = (await given.call('GET', '/api/v1/screens', { headers: given.session() })).json;
		expect(screens.find((screen: { id: number }) => screen.id === id).connections).toBe(10);
	});

	test('also for those that ask all at once', async () => {
		const given = await givenServer({ most: { total: 500, perAddress: 5 } });
		const asked = `GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: 127.0.0.1:${given.server.port}\r\n\r\n`;
		const raw = connect({ host: '127.0.0.1', port: given.server.port }, () => raw.write(asked.repeat(60)));
		let said = '';
		raw.on('data', (chunk) => (said += chunk.toString()));
		await expect.poll(() => said.match(/HTTP\/1\.1 /g)?.length).toBe(60);
		const sids = [...said.matchAll(/"sid":"([^"]+)"/g)].map(([, sid]) => sid ?? '');
		const held = await Promise.all(sids.map(async (sid) => (await given.call('POST', `/socket.io/?EIO=4&transport=polling&sid=${sid}`, { raw: '3', headers: { 'Content-Type': 'text/plain' } })).status));
		expect(held.filter((status) => status === 200).length).toBeLessThanOrEqual(5);
		raw.destroy();
		await isWell(given);
	});
});

describe('[check 23] what Socket.IO could do besides is off', () => {
	test('messages are not compressed, whoever offers it', async () => {
		const given = await givenServer();
		const raw = await connectRaw(given.server.port, { headers: { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' } });
		await expect.poll(() => raw.received().includes('101 Switching Protocols')).toBe(true);
		expect(raw.received().toString('latin1')).not.toMatch(/sec-websocket-extensions/i);
	});
	test('nor are they on polling', async () => {
		const given = await givenServer();
		const at = `http://127.0.0.1:${given.server.port}/socket.io/?EIO=4&transport=polling`;
		const ask = async (sid: string, body?: string): Promise<[text: string, encoding: string | null]> => {
			const answer = await fetch(`${at}${sid}`, { headers: { 'Accept-Encoding': 'gzip, deflate' }, ...(body === undefined ? {} : { method: 'POST', body }) });
			return [await answer.text(), answer.headers.get('content-encoding')];
		};
		const sid = `&sid=${/"sid":"([^"]+)"/.exec((await ask(''))[0])?.[1]}`;
		await ask(sid, '40{}');
		let [text, encoding] = await ask(sid);
		while (!text.includes('["board"')) [text, encoding] = await ask(sid);
		expect(text.length).toBeGreaterThan(1_024);
		expect(encoding).toBeNull();
	});
	test('the protocol of old clients is refused, and no script is served', async () => {
		const given = await givenServer();
		for (const version of ['3', '2', '', 'x', '5']) expect((await given.call('GET', `/socket.io/?EIO=${version}&transport=polling`)).status).toBe(400);
		for (const script of ['socket.io.js', 'socket.io.min.js', 'socket.io.esm.min.js', 'socket.io.msgpack.min.js', 'socket.io.js.map']) {
			const { status, text } = await given.call('GET', `/socket.io/${script}`);
			expect([status, /function|mappings/.test(text)]).toEqual([400, false]);
		}
	});
	test('the only ways are WebSocket and polling', async () => {
		const given = await givenServer();
		for (const transport of ['webtransport', 'flashsocket', 'jsonp', '__proto__', 'constructor', '', 'polling&transport=websocket']) expect((await given.call('GET', `/socket.io/?EIO=4&transport=${transport}`)).status).toBe(400);
		// JSON with padding would run in any page.
		for (const padded of ['j=0', 'a=1&j=', 'j=0&j=1', '%6a=0']) expect((await given.call('GET', `/socket.io/?EIO=4&transport=polling&${padded}`)).text).not.toContain('___eio');
	});
});

describe('[check 20] there is one namespace', () => {
	test.each(['/admin', '/socket.io-admin', '/board', '/__proto__', '/constructor', '//', '/?token=x', '/*', '/../', '/\u0000', `/${'x'.repeat(10_000)}`])('%s is none', async (namespace) => {
		const given = await givenServer();
		const raw = await connectRaw(given.server.port, { joins: false });
		raw.text(`40${namespace},`);
		await expect.poll(() => raw.isClosed() || raw.received().includes('44/')).toBe(true);
		expect(raw.received().includes('40/')).toBe(false);
		await isWell(given);
	});
	test('whoever is not let into it can say and hear nothing, and is gone after a while', async () => {
		const given = await givenServer();
		const raw = await connectRaw(given.server.port, { headers: { 'X-Forwarded-For': '192.0.2.7' } });
		await expect.poll(() => raw.received().includes('44{"message":"not_paired"}')).toBe(true);
		raw.text(report);
		await raw.closed;
		expect(raw.received().includes('42[')).toBe(false);
	});
	test('an API key, a session and a link open it as little as nothing', async () => {
		const given = await givenServer();
		const session = given.session();
		for (const headers of [{ Authorization: `Bearer ${apiKey}` }, { Cookie: session['Cookie'] ?? '' }]) {
			const raw = await connectRaw(given.server.port, { headers: { 'X-Forwarded-For': '192.0.2.7', ...headers } });
			await expect.poll(() => raw.received().includes('44{"message":"not_paired"}')).toBe(true);
		}
	});
});

/** Shapes that have ended servers of this kind, and their neighbours. */
const corpus = [
	'', '0', '1', '2', '3', '4', '5', '6', '7', '9', 'x', '\u0000', '\ufffd', '4\u0000', '40', '40{bad', '40null', '40"x"', '40[]', '40{"token":[1]}', '40{"token":{"a":1}}', '40{"__proto__":{"token":"x"}}', `40${'['.repeat(30_000)}`, `40{"token":"${'x'.repeat(60_000)}"}`,
	'41', '41{}', '42', '42[]', '42[1]', '42[null]', '42[{}]', '42["connect"]', '42["connect_error"]', '42["disconnect"]', '42["disconnecting"]', '42["newListener"]', '42["removeListener"]', '42["error"]', '42["__proto__",{}]', '42["constructor"]', '42["toString"]', '42["hasOwnProperty"]', '42["board"', '421["report",{}]', '4299999999999999999999["report",{}]', '42/admin,["report",{}]',
	'43', '43[]', '430[]', '431[1,2]', '43999999999[]', '44', '44{}', '44"x"', '45', '45-', '451-["a",{"_placeholder":true,"num":0}]', '450-["a"]', '45-1-["a"]', '451-["report",{"_placeholder":true,"num":5}]', '451-["report",{"_placeholder":true,"num":-1}]', '451-["report",{"_placeholder":true,"num":"splice"}]', '452-[{"_placeholder":true,"num":0},{"_placeholder":true,"num":0}]', '4511-["a"]', '459999999999-[]', '451e9-[]', '451-{"toString":""}', '451-[{"toString":"foo"}]', '46', '461-[{"_placeholder":true,"num":0}]', '47', '48', '49',
	'4,', '4/,', '42/', '42/x', `42/${'x'.repeat(60_000)}`, 'b', 'bAAAA', 'b====', 'b\u0000', '2probe', '5', '1', '0{"sid":"x"}', `4${'{"a":'.repeat(10_000)}`, `42${'['.repeat(60_000)}`,
];
const binaries = [Buffer.alloc(0), Buffer.alloc(1), Buffer.alloc(100, 255), Buffer.alloc(60_000), Buffer.from('451-["a"]')];

describe('[check 24] [R19] malformed packets', () => {
	test.each(['WebSocket', 'polling'])('of the corpus over %s leave the others their wall', async (line) => {
		const { errors, log } = logging();
		const given = await givenServer({ log });
		const other = given.connect();
		await next(other, 'board');
		for (const packet of corpus) {
			if (line === 'polling') {
				const polling = await pollRaw(given.server.port);
				expect((await polling.say('40')).status).toBe(200);
				expect([200, 400]).toContain((await polling.say(packet)).status);
				expect([200, 400, 413]).toContain((await polling.say(`${packet}\u001e${packet}`)).status);
			} else {
				const raw = await connectRaw(given.server.port);
				raw.text(packet);
				for (const bytes of binaries) raw.send(frame(opcodes.binary, bytes));
				raw.socket.end();
			}
		}
		await isWell(given);
		expect([other.connected, errors]).toEqual([true, []]);
	});

	test('frames that are none, of every kind, leave the others their wall', async () => {
		const { errors, log } = logging();
		const given = await givenServer({ log });
		const other = given.connect();
		await next(other, 'board');
		const frames = [
			Buffer.from([0x81, 0x05, 0x68]), // unmasked
			Buffer.from([0xf1, 0x80, 0, 0, 0, 0]), // reserved bits
			Buffer.from([0x83, 0x80, 0, 0, 0, 0]), // unknown opcode
			Buffer.from([0x09, 0x80, 0, 0, 0, 0]), // a ping in pieces
			Buffer.from([0x89, 0xfe, 0xff, 0xff, 0, 0, 0, 0]), // a ping that is too long
			Buffer.from([0x80, 0x80, 0, 0, 0, 0]), // goes on with nothing
			Buffer.from([0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]), // longer than anything
			Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0]), // 65,537 bytes
			Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28]), // no UTF-8
			Buffer.from([0x88, 0x81, 0, 0, 0, 0, 1]), // a close of one byte
			Buffer.from([0x88, 0x82, 0, 0, 0, 0, 0, 5]), // a close for a reason that there is not
			Buffer.concat(Array.from({ length: 50_000 }, (_, at) => Buffer.from([at === 0 ? 0x01 : 0x00, 0x80, 0, 0, 0, 0]))), // a text in endlessly many pieces
			Buffer.from('GET / HTTP/1.1\r\n\r\n'),
			Buffer.alloc(100_000, 255),
		];
		for (const bytes of frames) {
			const raw = await connectRaw(given.server.port);
			await expect.poll(() => raw.received().includes('40{')).toBe(true);
			raw.send(bytes);
			raw.socket.end();
			await raw.closed;
		}
		await isWell(given);
		expect([other.connected, errors]).toEqual([true, []]);
	});

	test('at random over both lines', async () => {
		const { errors, log } = logging();
		const given = await givenServer({ log, most: { total: 2_000, perAddress: 2_000 } });
		const other = given.connect();
		await next(other, 'board');
		const piece = fc.oneof(fc.constantFrom(...corpus.filter((packet) => packet.length < 100)), fc.string({ unit: 'binary', maxLength: 30 }).map((text) => text.toWellFormed()), fc.json({ maxDepth: 3 }).map((json) => `42["report",${json}]`), fc.json({ maxDepth: 2 }).map((json) => `40${json}`));
		await fc.assert(
			fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 6 }), fc.uint8Array({ maxLength: 60 }), async (packets, noise) => {
				const raw = await connectRaw(given.server.port, { joins: packets.length % 2 === 0 });
				for (const packet of packets) raw.text(packet);
				raw.send(frame(opcodes.binary, Buffer.from(noise)));
				raw.send(Buffer.from(noise));
				raw.socket.end();
				const polling = await pollRaw(given.server.port);
				expect([200, 400]).toContain((await polling.say(packets.join('\u001e'))).status);
				expect([200, 400]).toContain((await polling.say(Buffer.from(noise), { 'Content-Type': 'application/octet-stream' })).status);
				expect((await given.call('GET', '/healthz')).status).toBe(200);
			}),
			fuzzing(40),
		);
		expect([other.connected, errors, given.fatal]).toEqual([true, [], []]);
	});

	test('a payload on polling beyond 64 kB is refused unread', async () => {
		const given = await givenServer();
		const polling = await pollRaw(given.server.port);
		expect((await polling.say('x'.repeat(70_000))).status).toBe(413);
		await isWell(given);
	});
});
