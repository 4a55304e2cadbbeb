/** A real server that is sent what is no HTTP, no WebSocket and no Socket.IO: the process stays, and the walls that it has stay with it. */
import fc from 'fast-check';
import { connect } from 'node:net';
import { setTimeout as pass } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ask, withKey } from '../server/http/support.ts';
import { isUp, portOf, startProcess, watchWall } from '../support/process.ts';

interface Ground {
	port: number;
	/** Sends the pieces one after the other and goes; resolves to what came back. */
	say: (pieces: readonly (string | Uint8Array)[], staysMs?: number) => Promise<string>;
	expectWell: () => Promise<void>;
}

const given = async (): Promise<Ground> => {
	const { child, exit, output, ...started } = startProcess({ TICK_MS: '200' });
	const port = await portOf({ child, exit, output, ...started });
	await isUp(port);
	const wall = watchWall(port);
	await expect.poll(() => wall.boards.length).toBeGreaterThan(0);
	let pushed = 0;
	return {
		port,
		say: (pieces, staysMs = 0) =>
			new Promise((resolve) => {
				let answer = '';
				const socket = connect({ port, host: '127.0.0.1' });
				socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
				socket.on('error', () => socket.destroy());
				socket.on('close', () => resolve(answer));
				socket.on('connect', () => {
					void (async () => {
						for (const piece of pieces) {
							if (socket.destroyed) return;
							socket.write(piece);
							// Frames that come before the handshake was answered are not looked at.
							const isWished = typeof piece === 'string' && piece.includes('Upgrade: websocket');
							for (let waited = 0; isWished && answer === '' && waited < 500 && !socket.destroyed; waited += 5) await pass(5);
							await new Promise((next) => setImmediate(next));
						}
						await pass(staysMs);
						socket.end();
						setTimeout(() => socket.destroy(), 300).unref();
					})();
				});
			}),
		expectWell: async () => {
			expect([child.exitCode, child.signalCode]).toEqual([null, null]);
			expect((await ask(port, 'GET', '/healthz')).text).toBe('ok');
			// What is on the walls moves on: the same connection is told of a fact that comes now.
			const { boards } = wall;
			const before = boards.length;
			pushed += 1;
			const deals = [{ external_id: `D-${pushed}`, status: 'won', amount: 1_000 * pushed, closed: Temporal.Now.plainDateISO('UTC').toString() }];
			expect((await ask(port, 'POST', '/api/v1/facts', { body: { source: 'crm', deals }, headers: withKey })).status).toBe(200);
			await expect.poll(() => boards.length, { timeout: 20_000 }).toBeGreaterThan(before);
			expect(output()).not.toMatch(/at .*\(|Error:/);
		},
	};
};

const host = 'Host: 127.0.0.1\r\n';
const get = (path: string, headers = ''): string => `GET ${path} HTTP/1.1\r\n${host}${headers}\r\n`;
const post = (path: string, headers: string, body = ''): string => `POST ${path} HTTP/1.1\r\n${host}${headers}\r\n${body}`;
const json = 'Content-Type: application/json\r\n';

const http: [string, (string | Uint8Array)[]][] = [
	['nothing', ['']],
	['one line feed', ['\n']],
	['noughts', [Buffer.alloc(10_000)]],
	['what is no text', [Buffer.alloc(10_000, 0xff)]],
	['a method that there is not', ['BREW /pot HTTP/1.1\r\n\r\n']],
	['a version that there is not', ['GET / HTTP/9.9\r\n\r\n']],
	['no version', ['GET /\r\n\r\n']],
	['a handshake of TLS', [Buffer.from('16030100c8010000c40303', 'hex'), Buffer.alloc(200, 3)]],
	['the beginning of HTTP/2', ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', Buffer.from('000000040000000000', 'hex')]],
	['a wish for HTTP/2', [get('/', 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n')]],
	['a wish for HTTP/2 with a body', [post('/api/v1/facts', `${json}Content-Length: 2\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n`, '{}')]],
	['a wish for something else', [get('/', 'Connection: Upgrade\r\nUpgrade: telnet\r\n')]],
	['an upgrade elsewhere', [get('/api/v1/facts', 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n')]],
	['a tunnel', ['CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1:22\r\n\r\n']],
	['another server’s address', ['GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n']],
	['a star', ['OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n']],
	['no host', ['GET / HTTP/1.1\r\n\r\n']],
	['two hosts', ['GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n']],
	['a host that is none', ['GET / HTTP/1.1\r\nHost: []:::\r\n\r\n', 'GET / HTTP/1.1\r\nHost: \u0001\r\n\r\n']],
	['an address that cannot be decoded', [get('/%'), get('/%ff%fe'), get('/%c0%ae%c0%ae/'), get('/api/v1/screens/%00'), get('/?%')]],
	['an address of bytes', [Buffer.concat([Buffer.from('GET /'), Buffer.from([0xc3, 0x28, 0xff, 0xfe]), Buffer.from(` HTTP/1.1\r\n${host}\r\n`)])]],
	['a very long address', [get(`/${'a'.repeat(100_000)}`)]],
	['a very long header', [get('/', `X: ${'a'.repeat(100_000)}\r\n`)]],
	['very many headers', [get('/', 'X: 1\r\n'.repeat(20_000))]],
	['a header without a name', [get('/', ': x\r\n')]],
	['a header with a nought', [get('/', 'X: a\u0000b\r\n')]],
	['a folded header', [get('/', 'X: a\r\n b\r\n')]],
	['two lengths', [post('/api/v1/facts', `${json}Content-Length: 2\r\nContent-Length: 3\r\n`, '{}')]],
	['a length below nothing', [post('/api/v1/facts', `${json}Content-Length: -1\r\n`, '{}')]],
	['a length beyond everything', [post('/api/v1/facts', `${json}Content-Length: 99999999999999999999999\r\n`, '{}')]],
	['a length and pieces', [post('/api/v1/facts', `${json}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n`, '0\r\n\r\nGET / HTTP/1.1\r\n\r\n')]],
	['pieces whose size is none', [post('/api/v1/facts', `${json}Transfer-Encoding: chunked\r\n`, 'zz\r\n{}\r\n0\r\n\r\n')]],
	['a piece larger than memory', [post('/api/v1/facts', `${json}Transfer-Encoding: chunked\r\n`, 'ffffffffffffffff\r\n{')]],
	['a piece that is announced at length', [post('/api/v1/facts', `${json}Transfer-Encoding: chunked\r\n`, `2;${'x'.repeat(100_000)}\r\n{}\r\n0\r\n\r\n`)]],
	['trailers', [post('/api/v1/facts', `${json}Transfer-Encoding: chunked\r\nTrailer: X\r\n`, `0\r\n${'X: y\r\n'.repeat(5_000)}\r\n`)]],
	['pieces packed twice', [post('/api/v1/facts', `${json}Transfer-Encoding: gzip, chunked\r\n`, '2\r\n{}\r\n0\r\n\r\n')]],
	['what is not packed', [post('/api/v1/facts', `${json}Authorization: ${withKey.Authorization}\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n`, '{}')]],
	['an expectation', [post('/api/v1/facts', `${json}Expect: 200-maybe\r\nContent-Length: 2\r\n`, '{}'), post('/api/v1/facts', `${json}Expect: 100-continue\r\nContent-Length: 2\r\n`)]],
	['half a request', ['GET / HT']],
	['half a body', [post('/api/v1/facts', `${json}Authorization: ${withKey.Authorization}\r\nContent-Length: 100\r\n`, '{"source":')]],
	['a thousand requests in one breath', [get('/api/v1/health').repeat(1_000)]],
	['a body after a GET', [get('/healthz', 'Content-Length: 50000\r\n'), 'x'.repeat(50_000)]],
	['JSON of bytes', [Buffer.concat([Buffer.from(post('/api/v1/facts', `${json}Authorization: ${withKey.Authorization}\r\nContent-Length: 6\r\n`)), Buffer.from([0x22, 0xff, 0xfe, 0xc0, 0x80, 0x22])])]],
	['JSON that is deep', [post('/api/v1/facts', `${json}Authorization: ${withKey.Authorization}\r\nContent-Length: 200000\r\n`, '['.repeat(200_000))]],
	['a key of __proto__', [post('/api/v1/facts', `${json}Authorization: ${withKey.Authorization}\r\nContent-Length: 39\r\n`, '{"__proto__":{"source":"x"},"source":1}')]],
];

test('[R19] malformed HTTP, and wishes for other protocols, end no process and no wall', { timeout: 120_000 }, async () => {
	const { say, expectWell } = await given();
	for (const [, pieces] of http) await say(pieces);
	await expectWell();
	// All at once, too.
	await Promise.all(http.map(([, pieces]) => say(pieces)));
	await expectWell();
});

const handshake = (headers = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n', query = 'EIO=4&transport=websocket', origin = 'Origin: http://127.0.0.1\r\n'): string => get(`/socket.io/?${query}`, `Connection: Upgrade\r\nUpgrade: websocket\r\n${origin}${headers}`);
/** Of a server on this port: the Origin must be its Host. */
const at = (port: number, piece: string | Uint8Array): string | Uint8Array => (typeof piece === 'string' ? piece.replaceAll('127.0.0.1', `127.0.0.1:${port}`) : piece);
/** As a client sends it, masked with noughts. */
const frame = (first: number, payload: string | Uint8Array): Buffer => {
	const bytes = Buffer.from(payload);
	const length = bytes.length < 126 ? Buffer.from([0x80 | bytes.length]) : Buffer.from([0xfe, bytes.length >> 8, bytes.length & 255]);
	return Buffer.concat([Buffer.from([first]), length, Buffer.alloc(4), bytes]);
};
const [text, binary, ping, close] = [0x81, 0x82, 0x89, 0x88];

const sockets: [string, (string | Uint8Array)[]][] = [
	['a handshake without a key', [handshake('Sec-WebSocket-Version: 13\r\n')]],
	['of an old version', [handshake('Sec-WebSocket-Version: 8\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n')]],
	['with a key that is none', [handshake('Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\n')]],
	['with extensions that make no sense', [handshake(`Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Extensions: ${'permessage-deflate; server_max_window_bits=999, '.repeat(200)}x\r\n`), frame(text, '40')]],
	['with protocols that make no sense', [handshake('Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: ,,,\r\n')]],
	['of an old engine', [handshake(undefined, 'EIO=3&transport=websocket')]],
	['of a session that there is not', [handshake(undefined, 'EIO=4&transport=websocket&sid=nobody')]],
	['with a query of bytes', [handshake(undefined, 'EIO=4&transport=%ff%fe&sid=%00')]],
	['with no query', [handshake(undefined, '')]],
	['and then HTTP', [handshake(), get('/healthz')]],
	['a frame that is not masked', [handshake(), Buffer.from([0x81, 0x02, 0x34, 0x30])]],
	['reserved bits', [handshake(), frame(0xf1, '40')]],
	['a kind that there is not', [handshake(), frame(0x83, '40')]],
	['a frame longer than anything', [handshake(), Buffer.from([0x82, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0])]],
	['half a frame', [handshake(), frame(text, '40'), Buffer.from([0x82, 0xfe, 0xff])]],
	['a text that is no UTF-8', [handshake(), frame(text, Buffer.from([0x34, 0x32, 0xc3, 0x28, 0xff]))]],
	['a close for no reason', [handshake(), frame(close, Buffer.from([1])), frame(close, Buffer.from([0, 5]))]],
	['a flood of pings', [handshake(), Buffer.concat(Array.from({ length: 5_000 }, () => frame(ping, 'x'.repeat(100))))]],
	['a text in endlessly many pieces', [handshake(), frame(0x01, '4'), Buffer.concat(Array.from({ length: 50_000 }, () => frame(0x00, '')))]],
	['attachments without number', [handshake(), frame(text, '40'), frame(text, '4599999999999999999999-["report",{"_placeholder":true,"num":0}]'), frame(binary, 'x')]],
	['attachments below nothing, and of no number', [handshake(), frame(text, '40'), frame(text, '45-1-["report"]'), frame(text, '45NaN-["report"]'), frame(text, '45-["report"]')]],
	['a flood of attachments', [handshake(), frame(text, '40'), frame(text, '4550000-["report",{"_placeholder":true,"num":0}]'), Buffer.concat(Array.from({ length: 20_000 }, () => frame(binary, 'x'.repeat(100))))]],
	['attachments in the place of methods', [handshake(), frame(text, '40'), frame(text, '451-["report",{"_placeholder":true,"num":"splice"}]'), frame(binary, 'x'), frame(text, '451-{"toString":"foo"}'), frame(binary, 'x')]],
	['an attachment that nobody announced', [handshake(), frame(text, '40'), frame(binary, 'x'), frame(text, '450-["a"]')]],
	['a packet before the attachments have come', [handshake(), frame(text, '40'), frame(text, '453-["report",{"_placeholder":true,"num":2}]'), frame(text, '42["report"]')]],
	['events with the names of the machine’s own', [handshake(), frame(text, '40'), ...['error', 'connect', 'disconnect', 'disconnecting', 'newListener', 'removeListener', '__proto__', 'constructor'].map((event) => frame(text, `42["${event}",{}]`))]],
	['what is no event', [handshake(), frame(text, '40'), ...['42', '42{}', '42[]', '42[null]', '42["a"', '43', '431', '44', '46', '47', '49', '4', '9', '2probe', '5', 'b', '42/x,["a"]'].map((packet) => frame(text, packet))]],
	['JSON that is deep', [handshake(), frame(text, '40'), frame(text, `42["report",${'['.repeat(30_000)}`)]],
	['a frame of 64 kB and more', [handshake(), frame(text, '40'), Buffer.concat([Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0]), Buffer.alloc(131_072, 'x')])]],
];

test('[R19] malformed WebSocket and Socket.IO, and floods of attachments, end no process and no wall', { timeout: 120_000 }, async () => {
	const { say, expectWell, port } = await given();
	// So well begun, it is let in.
	expect(await say([at(port, handshake()), frame(text, '40')], 300)).toMatch(/101 Switching Protocols[^]*40\{"sid"[^]*42\["board"/);
	for (const [, pieces] of sockets) await say(pieces.map((piece) => at(port, piece)), 20);
	await expectWell();
	await Promise.all(sockets.map(([, pieces]) => say(pieces.map((piece) => at(port, piece)), 20)));
	await expectWell();
});

test('[R19] whatever is made of them at random ends no process and no wall', { timeout: 180_000 }, async () => {
	const { say, expectWell, port } = await given();
	const known = [...http, ...sockets].flatMap(([, pieces]) => pieces).map((piece) => Buffer.from(at(port, piece))).filter(({ length }) => length < 2_000);
	const spoilt = fc.tuple(fc.constantFrom(...known), fc.array(fc.tuple(fc.nat(2_000), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }), fc.nat(2_000)).map(([bytes, changes, cut]) => {
		const changed = Buffer.from(bytes);
		for (const [at, value] of changes) if (changed.length > 0) changed[at % changed.length] = value;
		return changed.subarray(0, cut % 3 === 0 ? cut % (changed.length + 1) : changed.length);
	});
	const piece = fc.oneof({ weight: 4, arbitrary: spoilt }, { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }).map((said) => frame(text, said.toWellFormed())) });
	await fc.assert(
		fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 5 }), fc.boolean(), async (pieces, isOpened) => {
			await say(isOpened ? [at(port, handshake()), frame(text, '40'), ...pieces] : pieces);
			expect((await ask(port, 'GET', '/healthz')).text).toBe('ok');
		}),
		{ numRuns: 120 },
	);
	await expectWell();
});
