/** A real receiver. It is on this machine, which a webhook of the product refuses: here another address is refused instead. */
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Notice } from '../../../server/alerts/notice.ts';
import { createWebhook, isHere } from '../../../server/alerts/webhook.ts';

const notice: Notice = { title: 'T', text: 'Lobby is gone — sedan 10:02.', kind: 'dead', subject: 'screen:1', since: '2026-09-15T08:02:00Z', incidents: [] };
const never = (): AbortSignal => new AbortController().signal;
const nowhere = (address: string): boolean => address === '192.0.2.1';

async function givenReceiver(answer: RequestListener): Promise<string> {
	const server = createServer(answer);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	// A TCP server has an address of this form.
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const bodyOf = async (request: IncomingMessage): Promise<string> => {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer); // of a stream without an encoding
	return Buffer.concat(chunks).toString('utf8');
};

test('a notice is posted as JSON with its text, to the path and query of the address', async () => {
	const got: unknown[] = [];
	const origin = await givenReceiver((request, response) => {
		void bodyOf(request).then((body) => {
			got.push([request.method, request.url, request.headers['content-type'], JSON.parse(body)]);
			response.end('ok');
		});
	});
	await createWebhook(new URL(`${origin}/hooks/secret?x=1`), nowhere)(notice, never());
	const { title: _title, ...said } = notice;
	expect(got).toEqual([['POST', '/hooks/secret?x=1', 'application/json', said]]);
});

test('a redirect is not followed', async () => {
	let visits = 0;
	const origin = await givenReceiver((request, response) => {
		visits += 1;
		request.resume();
		response.writeHead(307, { Location: '/elsewhere' }).end();
	});
	await expect(createWebhook(new URL(`${origin}/secret`), nowhere)(notice, never())).rejects.toThrow('127.0.0.1 answered 307');
	expect(visits).toBe(1);
});

test('an answer without an end counts once it is too large, and is read no further', async () => {
	let isClosed = false;
	const origin = await givenReceiver((request, response) => {
		request.resume();
		const pouring = setInterval(() => response.write('x'.repeat(50_000)), 5);
		response.on('close', () => {
			clearInterval(pouring);
			isClosed = true;
		});
	});
	await createWebhook(new URL(origin), nowhere)(notice, never());
	await expect.poll(() => isClosed).toBe(true);
});

test('one that does not answer is given up after ten seconds, and at once when the server stops; what is said of it holds no secret', async () => {
	const origin = await givenReceiver((request) => request.resume());
	const webhook = createWebhook(new URL(`${origin}/secret`), nowhere);
	const stopping = new AbortController();
	const stopped = webhook(notice, stopping.signal).catch((error: unknown) => String(error));
	stopping.abort();
	expect(await stopped).not.toContain('secret');
	const began = performance.now();
	await expect(webhook(notice, never())).rejects.toThrow('127.0.0.1 did not answer within 10 s');
	expect(performance.now() - began).toBeLessThan(12_000);
}, 20_000);

test.each(['http://127.0.0.1:9', 'http://localhost:9', 'http://[::1]:9', 'http://0.0.0.0:9', 'http://127.9.9.9:9', 'http://2130706433:9', 'http://169.254.169.254/latest', 'http://[fe80::1]:9', 'http://[::ffff:127.0.0.1]:9', 'http://[::ffff:169.254.1.1]:9', 'http://[::127.0.0.1]:9', 'http://[64:ff9b::127.0.0.1]:9', 'http://[64:ff9b::a9fe:a9fe]:9', 'http://[2002:7f00:1::]:9', 'http://[2002:7fff:1::1]:9', 'http://[2002:a9fe:a9fe::1]:9', 'http://224.0.0.1:9', 'http://239.255.255.250:9', 'http://[ff02::1]:9', 'http://[::ffff:239.1.1.1]:9', 'http://[64:ff9b::e000:1]:9', 'http://[2002:efff:1::1]:9'])(
	'%s is refused: it is this machine, its link, or many',
	async (url) => {
		await expect(createWebhook(new URL(url))(notice, never())).rejects.toThrow(/is this machine, of its link only, or of many/);
	},
);

test.each(['192.168.1.20', '10.0.0.5', '172.16.3.4', '203.0.113.9', '2001:db8::1', 'fd00::2', '::ffff:192.168.1.20', '64:ff9b::192.168.1.20', '64:ff9b::cb00:7109', '2002:c0a8:114::1', '2002:a9ff::1', '223.255.255.255', '240.0.0.1'])('%s is not', (address) => {
	expect(isHere(address)).toBe(false);
});

test('a certificate that nobody vouches for is refused', async () => {
	const plain = await givenReceiver((_request, response) => response.end());
	// Not even TLS: the same port, asked as if it were.
	await expect(createWebhook(new URL(plain.replace('http:', 'https:')), nowhere)(notice, never())).rejects.toThrow();
});
