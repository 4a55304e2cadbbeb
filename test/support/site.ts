/** Serves a built display as the product does: its files, its content policy, nothing else. */
import { createServer, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { pairingQr } from '../fixtures/qr.ts';

const types: Record<string, string> = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.svg': 'image/svg+xml',
	'.woff2': 'font/woff2',
	'.webm': 'video/webm',
	'.mp4': 'video/mp4',
};

/** Old engines do not count a WebSocket as of the page's own origin. */
const policyAt = (host: string): string => [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"font-src 'self'",
	"media-src 'self'",
	"img-src 'self' blob:",
	`connect-src 'self' ws://${host}`,
].join('; ');

export interface Site {
	/** In the browser of launchBrowser, as a TV on the LAN opens it. */
	url: string;
	server: Server;
	close(): Promise<void>;
}

/** `answer` is asked first; it returns the JSON reply to a request that is not for a file, else null. */
export async function serveSite(folder: string, answer: (path: string) => { status: number; body: object } | null = () => null): Promise<Site> {
	const server = createServer((request, response) => {
		const path = new URL(request.url ?? '/', 'http://site').pathname;
		const reply = answer(path);
		if (reply) {
			response.writeHead(reply.status, { 'content-type': 'application/json' }).end(JSON.stringify(reply.body));
			return;
		}
		if (/^\/definitions\/\w+\.svg$/.test(path)) {
			response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 41 41"><path d="${pairingQr.path}"/></svg>`);
			return;
		}
		const file = ['/', '/tv', '/tv/diagnostics'].includes(path) ? '/index.html' : path;
		readFile(join(folder, file)).then(
			(content) => {
				const type = types[extname(file)] ?? 'application/octet-stream';
				response.writeHead(200, { 'content-type': type, 'content-security-policy': policyAt(request.headers.host ?? ''), 'cache-control': path === '/' ? 'max-age=31536000' : 'no-cache' });
				response.end(content);
			},
			() => response.writeHead(404).end(),
		);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo; // a TCP server has one of this form
	return {
		url: `http://wall.test:${port}`,
		server,
		close: () =>
			new Promise((resolve) => {
				server.closeAllConnections();
				server.close(() => resolve());
			}),
	};
}
