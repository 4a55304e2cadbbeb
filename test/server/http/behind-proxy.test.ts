/** The server behind a reverse proxy that speaks TLS for it. */
import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import { io } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import { notPaired } from '../../../shared/wire.ts';
import { givenReverseProxy } from '../../support/reverse-proxy.ts';
import { ask, cookieOf, givenServer, next, password, refusal, type Answer, type Ask, type Given, type WallSocket } from './support.ts';

interface Behind extends Given {
	/** As a browser asks, through the proxy. */
	through: (method: string, path: string, what?: Ask) => Promise<Answer>;
	connectThrough: (options: { token?: string; origin?: string; transport?: 'websocket' | 'polling' }) => WallSocket;
	proxyPort: number;
	ca: string;
}

const host = 'wall.test';

async function givenBehind({ env = { TRUST_PROXY: '1' }, keepsHost = true }: { env?: Record<string, string>; keepsHost?: boolean } = {}): Promise<Behind> {
	const given = await givenServer({ env });
	const { port: proxyPort, certificate } = await givenReverseProxy(given.server.port, { keepsHost });
	const ca = readFileSync(certificate.cert, 'utf8');
	return {
		...given,
		proxyPort,
		ca,
		through: (method, path, what = {}) => ask(proxyPort, method, path, { ca, ...what, headers: { Host: host, ...what.headers } }),
		connectThrough: ({ token, origin = `https://127.0.0.1:${proxyPort}`, transport = 'websocket' }) => {
			const socket: WallSocket = io(`https://127.0.0.1:${proxyPort}`, { ca, transports: [transport], forceNew: true, auth: token === undefined ? {} : { token }, extraHeaders: { Origin: origin } });
			onTestFinished(() => void socket.disconnect());
			return socket;
		},
	};
}

test.each([true, false])('[check 7] [check 25] a browser is spoken to as over TLS, and may change things from its own page alone (the Host is passed: %s)', async (keepsHost) => {
	const { through } = await givenBehind({ keepsHost });
	const page = await through('GET', '/');
	expect(page.headers['strict-transport-security']).toBe('max-age=31536000');
	expect(String(page.headers['content-security-policy'])).toContain(`wss://${host};`);
	const signedIn = await through('POST', '/api/v1/session', { body: { account: 'admin', password } });
	expect(String(signedIn.headers['set-cookie'])).toMatch(/^__Host-floorcast_session=.*; HttpOnly; Secure; SameSite=Strict$/);
	const change = (Origin: string) => through('PUT', '/api/v1/settings', { body: { name: 'North' }, headers: { Cookie: cookieOf(signedIn.headers), Origin } });
	expect((await change(`https://${host}`)).status).toBe(200);
	for (const foreign of ['https://inside', `http://${host}`]) expect((await change(foreign)).status).toBe(403);
});

test.each([true, false])('walls come through it by WebSocket and by polling (the Host is passed: %s)', async (keepsHost) => {
	const given = await givenBehind({ keepsHost });
	const { token } = await given.pairScreen(given.session());
	for (const transport of ['websocket', 'polling'] as const) await next(given.connectThrough({ token, transport }), 'board');
	expect(await refusal(given.connectThrough({ token, origin: 'https://other.example' }))).toMatch(/websocket error/);
});

test('[check 12] nobody is on the same machine behind it, though all come from there', async () => {
	const { through, connectThrough } = await givenBehind();
	expect((await through('GET', '/photos/1')).status).toBe(401);
	expect(await refusal(connectThrough({}))).toBe(notPaired);
});

test.each([
	['with the proxy trusted, by what the proxy says', { TRUST_PROXY: '1' }],
	['without, by its connection', {}],
])('[check 33] a client that writes X-Forwarded-For itself is limited as one address: %s', async (_how, env) => {
	const { through } = await givenBehind({ env });
	const tryAs = (forged: string) => through('POST', '/api/v1/session', { body: { account: `nobody ${forged}`, password: 1 }, headers: { 'X-Forwarded-For': forged, Forwarded: `for=${forged}`, 'X-Real-IP': forged } });
	for (let tries = 0; tries < 20; tries += 1) expect((await tryAs(`192.0.2.${tries}`)).status).toBe(400);
	for (const forged of ['198.51.100.1', '127.0.0.1', '::1', '198.51.100.1, 198.51.100.2', '']) expect((await tryAs(forged)).status).toBe(429);
});

test('changes are streamed as they come, not kept back until there are many', async () => {
	const given = await givenBehind();
	const session = given.session();
	const Cookie = session['Cookie']?.replace('floorcast', '__Host-floorcast') ?? '';
	let streamed = '';
	const request = get({ host: '127.0.0.1', port: given.proxyPort, path: '/api/v1/changes/live', ca: given.ca, headers: { Host: host, Cookie } }, (response) => {
		response.on('data', (chunk: Buffer) => (streamed += chunk.toString()));
		response.on('error', () => undefined);
	});
	request.on('error', () => undefined);
	onTestFinished(() => void request.destroy());
	const before = await expect.poll(() => streamed.length).toBeGreaterThan(0).then(() => streamed.length);
	await given.through('PUT', '/api/v1/settings', { body: { name: 'North' }, headers: { Cookie, Origin: `https://${host}` } });
	await expect.poll(() => streamed.slice(before)).toContain('settings');
});
