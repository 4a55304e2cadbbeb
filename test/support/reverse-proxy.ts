/** A reverse proxy that speaks TLS to browsers and plain http to the server, as the ones in `.deploy` do. */
import { readFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { givenCertificate, type GivenCertificate } from './certificate.ts';

export interface ReverseProxy {
	port: number;
	certificate: GivenCertificate;
}

/** `keepsHost`: false for one that asks for the server by its own name, and says in X-Forwarded-Host what it was asked for. */
export async function givenReverseProxy(to: number, { keepsHost = true } = {}): Promise<ReverseProxy> {
	const certificate = givenCertificate();
	const passedOn = ({ headers, socket }: IncomingMessage): Record<string, string | string[]> => {
		const known = [headers['x-forwarded-for'], socket.remoteAddress].flat().filter((address) => address !== undefined);
		const { host = '', ...others } = headers;
		return { ...(others as Record<string, string | string[]>), host: keepsHost ? host : `inside:${to}`, ...(keepsHost ? {} : { 'x-forwarded-host': host }), 'x-forwarded-for': known.join(', '), 'x-forwarded-proto': 'https' };
	};
	const proxy = createServer({ cert: readFileSync(certificate.cert), key: readFileSync(certificate.key) }, (request, response) => {
		const passed = httpRequest({ host: '127.0.0.1', port: to, method: request.method, path: request.url, headers: passedOn(request) }, (answer) => {
			response.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(response);
		});
		passed.on('error', () => response.destroy());
		response.on('close', () => passed.destroy());
		request.pipe(passed);
	});
	const held = new Set<Socket>();
	proxy.on('upgrade', (request: IncomingMessage, browser: Socket, head: Buffer) => {
		const lines = Object.entries(passedOn(request)).flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}`));
		const server = connect(to, '127.0.0.1', () => {
			server.write([`${request.method} ${request.url} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
			server.write(head);
			browser.pipe(server).pipe(browser);
		});
		for (const [end, other] of [[browser, server], [server, browser]] as const) {
			held.add(end);
			end.on('error', () => other.destroy());
			end.on('close', () => other.destroy());
		}
	});
	onTestFinished(() => {
		for (const socket of held) socket.destroy();
		proxy.closeAllConnections();
		proxy.close();
	});
	await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
	return { port: (proxy.address() as AddressInfo).port, certificate }; // a TCP server has one of this form
}
