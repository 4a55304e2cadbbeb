/** What may stand or lie between a TV and its server: a proxy that passes no WebSockets, a line that swallows all that is sent. */
import { createServer as createHttpServer, request as httpRequest } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

const listening = (server: Server): Promise<number> =>
	new Promise((resolve) => {
		server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)); // a TCP server has one of this form
	});

/** Passes on all but WebSockets, which it answers with an error, or not at all. Returns the port it listens on. */
export async function givenProxyWithoutWebSockets(to: number, upgrades: 'refused' | 'unanswered'): Promise<number> {
	const proxy = createHttpServer((request, response) => {
		const passed = httpRequest({ host: '127.0.0.1', port: to, method: request.method, path: request.url, headers: request.headers }, (answer) => {
			response.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(response);
		});
		passed.on('error', () => response.destroy());
		response.on('close', () => passed.destroy());
		request.pipe(passed);
	});
	const held = new Set<Socket>();
	proxy.on('upgrade', (_request, socket: Socket) => {
		held.add(socket);
		socket.on('error', () => socket.destroy());
		if (upgrades === 'refused') socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n');
	});
	onTestFinished(() => {
		for (const socket of held) socket.destroy();
		proxy.closeAllConnections();
		proxy.close();
	});
	return listening(proxy);
}

export interface BadLine {
	port: number;
	/** From now on nothing comes through, and nobody is told: as when a cable is pulled. */
	cut: () => void;
	/** What is sent on new connections comes through; what was open at the cut stays dead. */
	heal: () => void;
}

export async function givenLine(to: number): Promise<BadLine> {
	let isCut = false;
	const open = new Set<Socket>();
	const line = createServer((near) => {
		open.add(near);
		near.on('error', () => near.destroy());
		if (isCut) return;
		const far = connect(to, '127.0.0.1');
		open.add(far);
		far.on('error', () => near.destroy());
		far.pipe(near).pipe(far);
	});
	onTestFinished(() => {
		for (const socket of open) socket.destroy();
		line.close();
	});
	return {
		port: await listening(line),
		cut: () => {
			isCut = true;
			for (const socket of open) {
				socket.unpipe();
				socket.pause();
			}
		},
		heal: () => (isCut = false),
	};
}
