/** What may stand between a TV and its server: a proxy that passes no WebSockets. */
import { createServer as createHttpServer, request as httpRequest } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * Passes on all but WebSockets, which it answers with an error, or not at all, and what `passes` does not let: as if the server had
 * gone away just then. Returns the port it listens on.
 */
export async function givenProxyWithoutWebSockets(to: number, upgrades: 'refused' | 'unanswered', passes: (path: string) => boolean = () => true): Promise<number> {
	const proxy = createHttpServer((request, response) => {
		if (!passes(request.url ?? '')) {
			response.destroy();
			return;
		}
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
	await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
	return (proxy.address() as AddressInfo).port; // a TCP server has one of this form
}
