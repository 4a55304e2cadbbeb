/** What browsers are told about security: the same with every answer, whoever gives it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect as connectPlain } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { routesOf } from '../../../server/http/app.ts';
import { givenCertificate } from '../../support/certificate.ts';
import { givenFolder, givenServer, withKey, type Answer, type Ask, type Given } from './support.ts';

const host = 'wall.test:4000';

const givenDisplay = (): string => {
	const folder = givenFolder();
	mkdirSync(join(folder, 'assets'));
	for (const page of ['index', 'admin', 'review']) writeFileSync(join(folder, `${page}.html`), `<title>${page}</title>`);
	writeFileSync(join(folder, 'assets', 'wall-a1b2c3.js'), 'export {};');
	writeFileSync(join(folder, '.env'), 'API_KEY=none');
	return folder;
};

type Secured = 'plain' | 'tls';
const given = {
	plain: () => givenServer({ displayDir: givenDisplay() }),
	tls: () => givenServer({ displayDir: givenDisplay(), env: givenCertificate().env }),
} satisfies Record<Secured, () => Promise<Given>>;
const both: Secured[] = ['plain', 'tls'];

const policyOf = (secured: Secured): string =>
	[
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self'",
		"img-src 'self' blob:",
		"font-src 'self'",
		"media-src 'self'",
		`connect-src 'self' ${secured === 'tls' ? 'wss' : 'ws'}://${host}`,
		"base-uri 'none'",
		"form-action 'self'",
		"frame-ancestors 'none'",
		"object-src 'none'",
	].join(';');

/** @param policy of what is answered to no request, another one */
const expectSecure = ({ headers }: Pick<Answer, 'headers'>, secured: Secured, policy = policyOf(secured)): void => {
	expect(headers).toMatchObject({ 'content-security-policy': policy, 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'same-origin' });
	expect(headers['strict-transport-security']).toBe(secured === 'tls' ? 'max-age=31536000' : undefined);
	// On plain http a browser ignores it, and complains on its console at every page.
	expect(headers['cross-origin-opener-policy']).toBe(secured === 'tls' ? 'same-origin' : undefined);
	for (const tells of ['x-powered-by', 'server', 'via']) expect(headers[tells]).toBeUndefined();
};

/** Sends bytes as they are. */
const send = ({ server, config }: Given, said: string): Promise<Answer> =>
	new Promise((resolve, reject) => {
		const at = { host: '127.0.0.1', port: server.port };
		const socket = config.tls ? connectTls({ ...at, rejectUnauthorized: false }, () => socket.write(said)) : connectPlain(at, () => socket.write(said));
		let text = '';
		socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
		socket.on('end', () => {
			const [head = '', body = ''] = text.split('\r\n\r\n');
			const [first = '', ...lines] = head.split('\r\n');
			const headers = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]));
			resolve({ status: Number(first.split(' ')[1]), headers, text: body, bytes: Buffer.from(body), json: null });
		});
		socket.on('error', reject);
		onTestFinished(() => void socket.destroy());
	});

const largest = 'x'.repeat(5_100_000);
/** What, how it is asked for, the status. */
const answers: [string, string, Ask, number][] = [
	['the wall', 'GET /', {}, 200],
	['a page', 'GET /admin', {}, 200],
	['the head of a page', 'HEAD /review', {}, 200],
	['a file', 'GET /assets/wall-a1b2c3.js', {}, 200],
	['a part of a file', 'GET /assets/wall-a1b2c3.js', { headers: { Range: 'bytes=0-1' } }, 206],
	['a part that is not there', 'GET /assets/wall-a1b2c3.js', { headers: { Range: 'bytes=900-' } }, 416],
	['a file that the browser has', 'GET /assets/wall-a1b2c3.js', { headers: { 'If-Modified-Since': 'Fri, 01 Jan 2100 00:00:00 GMT' } }, 304],
	['no file', 'GET /assets/none.js', {}, 404],
	['a path out of the folder', 'GET /assets/..%2f..%2fpackage.json', {}, 404],
	['a path that is none', 'GET /%zz', {}, 404],
	['a page of the server', 'GET /definitions', {}, 200],
	['whether it is up', 'GET /healthz', {}, 200],
	['no such call', 'GET /api/v1/nothing', {}, 404],
	['a call of nobody', 'GET /api/v1/targets', {}, 401],
	['a wrong key', 'GET /api/v1/health', { headers: { Authorization: 'Bearer wrong' } }, 401],
	['a call of somebody else', 'PUT /api/v1/settings', { body: {}, headers: withKey }, 403],
	['a figure', 'GET /api/v1/explain?metric=sales', { headers: withKey }, 200],
	['a figure that there is not', 'GET /api/v1/explain?metric=luck', { headers: withKey }, 400],
	['a method that is not taken', 'DELETE /api/v1/facts', { headers: withKey }, 405],
	['a body that is no JSON', 'POST /api/v1/facts', { raw: '{', headers: withKey }, 400],
	['a body of another type', 'POST /api/v1/facts', { raw: '{}', headers: { ...withKey, 'Content-Type': 'text/plain' } }, 415],
	['a body that is too large', 'POST /api/v1/facts', { body: { source: largest }, headers: withKey }, 413],
	['a handshake by polling', 'GET /socket.io/?EIO=4&transport=polling', {}, 200],
	['a handshake of an older protocol', 'GET /socket.io/?EIO=3&transport=polling', {}, 400],
	['a handshake of another origin', 'GET /socket.io/?EIO=4&transport=polling', { headers: { Origin: 'https://other.example' } }, 403],
	['a session of sockets that there is not', 'GET /socket.io/?EIO=4&transport=polling&sid=none', {}, 400],
	['no transport', 'GET /socket.io/', {}, 400],
	['the sockets’ script, which is not served', 'GET /socket.io/socket.io.js', {}, 400],
];

describe.each(both)('[check 25] policy, nosniff, no frames, referrer, and over TLS what asks for it: %s', (secured) => {
	test.each(answers)('%s: %s', async (_what, asked, how, status) => {
		const { call } = await given[secured]();
		const [method = '', path = ''] = asked.split(' ');
		const answer = await call(method, path, { ...how, headers: { Host: host, ...how.headers } });
		expect(answer.status).toBe(status);
		expectSecure(answer, secured);
	});

	test('every call that there is, of nobody and of an administrator', async () => {
		const { call, session } = await given[secured]();
		const nothing = (): never => {
			throw new Error('not to be called');
		};
		// Only the table is read: what the routes work with is never touched.
		const context = { wall: {}, sockets: nothing, pairing: {}, setupCode: {}, config: { trustProxy: null } } as unknown as Parameters<typeof routesOf>[0];
		for (const { method, path } of routesOf(context)) {
			const at = path.replace(/:\w+/g, '1');
			expectSecure(await call(method.toUpperCase(), at, { headers: { Host: host } }), secured);
			// What is asked by its own page, of which Origin tells; that of another host is refused, with the same headers.
			expectSecure(await call(method.toUpperCase(), at, { headers: { ...session(), Host: host } }), secured);
		}
	});

	test('too many tries, and a mistake of ours', async () => {
		const { call, server } = await given[secured]();
		const signIn = () => call('POST', '/api/v1/session', { body: { account: 'x', password: 1 }, headers: { Host: host } });
		for (let tries = 0; tries < 20; tries += 1) await signIn();
		const limited = await signIn();
		expect(limited.status).toBe(429);
		expectSecure(limited, secured);

		server.wall().explain = () => {
			throw new Error('a slip');
		};
		const mistaken = await call('GET', '/api/v1/explain?metric=sales', { headers: { ...withKey, Host: host } });
		expect(mistaken.status).toBe(500);
		expect(mistaken.text).not.toMatch(/a slip|\.ts|node_modules/);
		expectSecure(mistaken, secured);
	});

	test.each([
		['no Host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
		['an expectation that nobody can meet', `GET / HTTP/1.1\r\nHost: ${host}\r\nExpect: a miracle\r\nConnection: close\r\n\r\n`, 417],
	])('what Node answers by itself: %s', async (_what, said, status) => {
		const server = await given[secured]();
		const answer = await send(server, said);
		expect(answer.status).toBe(status);
		expectSecure(answer, secured, status === 400 ? policyOf(secured).replace(/connect-src [^;]+/, "connect-src 'self' 'self'") : policyOf(secured));
	});

	test.each([
		['no HTTP at all', 'hello\r\n\r\n', 400],
		['a header that is none', `GET / HTTP/1.1\r\nHost: ${host}\r\nbad header\r\n\r\n`, 400],
		['two lengths', `POST /api/v1/facts HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
		['a header that is too long', `GET / HTTP/1.1\r\nHost: ${host}\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
	])('what is no request: %s', async (_what, said, status) => {
		const answer = await send(await given[secured](), said);
		expect(answer.status).toBe(status);
		expectSecure(answer, secured, "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
	});

	test('a WebSocket that is refused, which no browser shows as a page, gets a fixed word and the end of the connection', async () => {
		const server = await given[secured]();
		const upgrade = (origin: string) => `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nOrigin: ${origin}\r\n\r\n`;
		expect(await send(server, upgrade('https://other.example/<script>'))).toMatchObject({ status: 400, text: 'Forbidden' });
	});
});

test('[check 25] over plain http to a port that speaks TLS: the redirect and the refusal, neither of which may promise TLS', async () => {
	const { server } = await given.tls();
	for (const said of [`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`, 'hello\r\n\r\n']) {
		const answer = await send({ server, config: { tls: null } } as Given, said); // only these are used
		expectSecure(answer, 'plain', "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
	}
});

test('behind a proxy TLS is what the trusted proxy says it is, and a client that says so itself is not believed', async () => {
	const overTls = { 'X-Forwarded-Proto': 'https', Host: host };
	const behind = await givenServer({ env: { TRUST_PROXY: '1' } });
	expectSecure(await behind.call('GET', '/', { headers: overTls }), 'tls');
	expectSecure(await behind.call('GET', '/', { headers: { Host: host } }), 'plain');
	expectSecure(await (await given.plain()).call('GET', '/', { headers: overTls }), 'plain');
	expectSecure(await (await given.tls()).call('GET', '/', { headers: { ...overTls, 'X-Forwarded-Proto': 'http' } }), 'tls');
});

test('on plain http nothing asks for TLS', async () => {
	const { headers } = await (await given.plain()).call('GET', '/');
	expect(String(headers['content-security-policy'])).not.toContain('upgrade-insecure-requests');
});

test('a Host that could smuggle something into the policy is left out of it', async () => {
	const { call } = await givenServer();
	const { headers } = await call('GET', '/', { headers: { Host: "x; script-src 'unsafe-inline'" } });
	expect(String(headers['content-security-policy'])).toContain("connect-src 'self' 'self';");
});

test.each(['/nothing', '/api/v1/nothing', '/assets/none.js', '/api/v1/targets/x/y', '/.env', '/socket.io/admin', '/%2e%2e/package.json', '/node_modules/express/package.json', '/server/main.ts', '/.build/compiled', '/index.html/x'])('[check 31] %s is not there, and the answer tells of no stack, version or place', async (path) => {
	for (const server of [await given.plain(), await given.tls()]) {
		for (const [method, how] of [['GET', {}], ['HEAD', {}], ['POST', { body: {} }]] as const) {
			const { status, text, headers } = await server.call(method, path, { ...how, headers: { Host: host } });
			expect([400, 403, 404]).toContain(status);
			const said = `${text} ${Object.entries(headers).flat().join(' ')}`;
			expect(said).not.toMatch(/express|node\b|node_modules|\\n +at |\.[jt]s:\d|\bv?\d+\.\d+\.\d+\b|\/(?:tmp|home|root|opt|app)\//i);
			expect(headers['x-powered-by']).toBeUndefined();
		}
	}
});
