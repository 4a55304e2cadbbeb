/** A wall that keeps to no rules: a plain connection that says whatever a test wants, in frames or in requests, and may leave unread what it gets. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pass } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { ask, type Answer } from '../server/http/support.ts';

export const opcodes = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** As clients send them: masked, here with nothing. */
export function frame(opcode: number, content: string | Buffer): Buffer {
	const bytes = Buffer.from(content);
	const length = bytes.length;
	const head = length < 126 ? [0x80 | length] : length < 65_536 ? [0x80 | 126, length >> 8, length & 255] : [0x80 | 127, 0, 0, 0, 0, (length >>> 24) & 255, (length >> 16) & 255, (length >> 8) & 255, length & 255];
	return Buffer.concat([Buffer.from([0x80 | opcode, ...head, 0, 0, 0, 0]), bytes]);
}

export interface RawWall {
	socket: Socket;
	send: (bytes: Buffer | string) => void;
	text: (text: string) => void;
	/** All that has come, unless it is left unread. */
	received: () => Buffer;
	isClosed: () => boolean;
	closed: Promise<void>;
}

/** `token`: of a screen. `isDeaf`: once it is connected it reads nothing more. */
export async function connectRaw(port: number, { token, headers = {}, isDeaf = false, joins = true, query = '' }: { token?: string; headers?: Record<string, string>; isDeaf?: boolean; joins?: boolean; query?: string } = {}): Promise<RawWall> {
	const socket = connect({ host: '127.0.0.1', port, noDelay: true });
	onTestFinished(() => void socket.destroy());
	socket.on('error', () => undefined);
	let received = Buffer.alloc(0);
	let closed = false;
	const end = once(socket, 'close').then(() => void (closed = true));
	await once(socket, 'connect');
	const said = { Host: `127.0.0.1:${port}`, Origin: `http://127.0.0.1:${port}`, Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==', ...headers };
	socket.on('data', (chunk: Buffer) => (received = Buffer.concat([received, chunk])));
	socket.write(`GET /socket.io/?EIO=4&transport=websocket${query} HTTP/1.1\r\n${Object.entries(said).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
	// What comes before the engine listens is lost.
	for (let tries = 0; tries < 500 && !closed && !received.includes('0{"sid"') && !(query !== '' && received.includes('101 ')); tries += 1) await pass(5);
	if (isDeaf) socket.pause();
	const text = (words: string): void => void socket.write(frame(opcodes.text, words));
	if (joins) text(`40${token === undefined ? '' : JSON.stringify({ token })}`);
	return { socket, text, send: (bytes) => void socket.write(bytes), received: () => received, isClosed: () => closed, closed: end };
}

/** A wall on polling: its session, and what it says and hears with it. */
export interface RawPolling {
	sid: string;
	say: (payload: string | Buffer, headers?: Record<string, string>) => Promise<Answer>;
	hear: () => Promise<Answer>;
}
export async function pollRaw(port: number, headers: Record<string, string> = {}): Promise<RawPolling> {
	const path = '/socket.io/?EIO=4&transport=polling';
	const opened = await ask(port, 'GET', path, { headers });
	const sid = String((JSON.parse(opened.text.slice(1)) as { sid: unknown }).sid);
	return {
		sid,
		say: (payload, more = {}) => ask(port, 'POST', `${path}&sid=${sid}`, { raw: payload, headers: { 'Content-Type': 'text/plain;charset=UTF-8', ...headers, ...more } }),
		hear: () => ask(port, 'GET', `${path}&sid=${sid}`, { headers }),
	};
}
