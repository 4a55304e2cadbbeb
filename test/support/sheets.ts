/** A server outside that has sheets: what it answers, and what it was asked. It is on this machine, which the product's own FEED_HOSTS has to allow. */
import { createServer as createHttp, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Sheets {
	port: number;
	/** As FEED_HOSTS has it: `http://127.0.0.1:<port>`. */
	origin: string;
	url: (path: string) => string;
	/** Puts a sheet there: its text, or whatever answers. */
	put: (path: string, sheet: string | Buffer | RequestListener) => void;
	/** All that was asked. */
	asked: { path: string; headers: IncomingHttpHeaders }[];
	/** Nobody is there any more. */
	stop: () => Promise<void>;
	/** On the same port again. */
	start: () => Promise<void>;
}

export async function givenSheets(tls?: { key: string; cert: string }): Promise<Sheets> {
	const sheets = new Map<string, string | Buffer | RequestListener>();
	const asked: Sheets['asked'] = [];
	const answer: RequestListener = (request, response) => {
		const path = request.url ?? '';
		asked.push({ path, headers: request.headers });
		const sheet = sheets.get(path);
		if (typeof sheet === 'function') void sheet(request, response);
		else if (sheet === undefined) response.writeHead(404).end();
		else response.writeHead(200, { 'Content-Type': 'text/csv' }).end(sheet);
	};
	let port = 0;
	let stop = (): Promise<void> => Promise.resolve();
	const start = async (): Promise<void> => {
		const server = tls ? createHttps(tls, answer) : createHttp(answer);
		await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
		// A TCP server has an address of this form.
		({ port } = server.address() as AddressInfo);
		stop = () => {
			server.closeAllConnections();
			return new Promise((resolve) => void server.close(() => resolve()));
		};
	};
	await start();
	onTestFinished(() => stop());
	const origin = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`;
	return { port, origin, url: (path) => `${origin}${path}`, put: (path, sheet) => void sheets.set(path, sheet), asked, stop: () => stop(), start };
}
