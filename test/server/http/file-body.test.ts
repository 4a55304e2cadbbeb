/** A body that is a file: what does not come whole, or is larger than it may be, is taken by nobody, and gone. */
import express from 'express';
import { readdirSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { fileBody, isFileBody } from '../../../server/http/file-body.ts';
import { givenFolder } from './support.ts';

const largest = 1_000_000;

/** `send`: without a word of how long it is. Resolves to the status. */
const givenTaker = async (): Promise<{ folder: string; taken: number[]; send: (size: number) => Promise<number> }> => {
	const folder = givenFolder();
	const taken: number[] = [];
	const app = express();
	app.set('env', 'test'); // else it prints what it refuses
	app.post('/', fileBody(() => folder, { largest: () => largest, hint: 'Split it.' }), (asked, response) => {
		if (!isFileBody(asked.body)) throw new Error('there is no file');
		taken.push(asked.body.size);
		response.end();
	});
	const server = createServer(app).listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	onTestFinished(() => {
		server.close();
		server.closeAllConnections();
	});
	return {
		folder,
		taken,
		send: (size) =>
			new Promise((resolve, reject) => {
				// A TCP server has an address of this form.
				const sending = request({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, method: 'POST', headers: { 'Content-Type': 'text/csv', 'Transfer-Encoding': 'chunked' } }, (response) => {
					resolve(response.statusCode ?? 0);
					response.resume();
				});
				sending.on('error', reject);
				sending.end(Buffer.alloc(size, 10));
			}),
	};
};

test('[check 27] [check 30] a file that does not say how long it is is taken up to its bound, and refused above it; nothing of either is left where nobody took it', async () => {
	const { folder, taken, send } = await givenTaker();
	expect([await send(largest), await send(largest + 1), taken]).toEqual([200, 413, [largest]]);
	await expect.poll(() => readdirSync(folder)).toEqual([]);
});
