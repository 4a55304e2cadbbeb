/** The server over TLS, with certificates made here. */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectPlain } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { readConfig } from '../../../server/config.ts';
import { ConfigError } from '../../../server/errors.ts';
import { openCertificate, type Certificate } from '../../../server/http/certificate.ts';
import { silentLog, type Log } from '../../../server/log.ts';
import { givenCertificate, type GivenCertificate } from '../../support/certificate.ts';
import { startProcess } from '../../support/process.ts';
import { givenFolder, givenServer, next, password, refusal, withKey } from './support.ts';

const overTls = (port: number, options: object = {}): Promise<TLSSocket> =>
	new Promise((resolve, reject) => {
		const socket: TLSSocket = connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options }, () => resolve(socket));
		socket.on('error', reject);
		onTestFinished(() => void socket.destroy());
	});

/** Whatever a connection that begins with `said` is answered until it ends. */
const answerTo = (port: number, said: string | Buffer): Promise<string> =>
	new Promise((resolve, reject) => {
		const socket = connectPlain(port, '127.0.0.1', () => socket.write(said));
		let answer = '';
		socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
		socket.on('end', () => resolve(answer));
		socket.on('error', reject);
		onTestFinished(() => void socket.destroy());
	});

describe('a server with a certificate', () => {
	test('[check 7] [check 25] speaks https alone: its cookies are __Host- and Secure, its pages ask for TLS from now on, its addresses say so', async () => {
		const given = await givenServer({ env: givenCertificate().env });
		const signedIn = await given.call('POST', '/api/v1/session', { body: { account: 'admin', password } });
		expect(String(signedIn.headers['set-cookie'])).toMatch(/^__Host-floorcast_session=[\w-]{43}; Max-Age=\d+; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Strict$/);
		expect((await given.call('GET', '/api/v1/targets', { headers: given.session() })).status).toBe(200);
		const { headers } = await given.call('GET', '/', { headers: { Host: 'wall.test:4000' } });
		expect(headers).toMatchObject({ 'strict-transport-security': 'max-age=31536000', 'cross-origin-opener-policy': 'same-origin' });
		expect(String(headers['content-security-policy'])).toContain(`connect-src 'self' wss://wall.test:4000;`);
		const { port } = given.server;
		expect(given.printed.join('\n')).toContain(`Wall:  https://wall.test:${port}/  https://127.0.0.1:${port}/`);
	});

	test('takes TLS 1.2 and 1.3, nothing older', async () => {
		const { server } = await givenServer({ env: givenCertificate().env });
		for (const version of ['TLSv1.2', 'TLSv1.3']) {
			const socket = await overTls(server.port, { minVersion: version, maxVersion: version });
			expect(socket.getProtocol()).toBe(version);
		}
		await expect(overTls(server.port, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' })).rejects.toThrow();
	});

	test('[check 19] carries walls over wss and over polling, from its own origin alone', async () => {
		const given = await givenServer({ env: givenCertificate().env });
		const { token } = await given.pairScreen(given.session());
		for (const transport of ['websocket', 'polling'] as const) await next(given.connect({ token, transports: [transport] }), 'board');
		expect(await refusal(given.connect({ token, origin: 'https://other.example' }))).toMatch(/websocket error/);
	});

	test('[check 8] [check 19] a page that came in the clear is another site, whatever its host and port', async () => {
		const given = await givenServer({ env: givenCertificate().env });
		const inTheClear = given.origin.replace('https:', 'http:');
		const change = (Origin: string) => given.call('PUT', '/api/v1/settings', { body: { name: 'North' }, headers: { ...given.session(), Origin } });
		expect([(await change(inTheClear)).status, (await change(given.origin)).status]).toEqual([403, 200]);
		for (const transport of ['websocket', 'polling'] as const) expect(await refusal(given.connect({ origin: inTheClear, transports: [transport] }))).toMatch(`${transport === 'polling' ? 'xhr poll' : transport} error`);
	});

	test('sends a page asked for in the clear to https, and tells everybody else; no key is sent twice', async () => {
		const { server } = await givenServer({ env: givenCertificate().env });
		const page = await answerTo(server.port, 'GET /admin?x=1 HTTP/1.1\r\nAccept: */*\r\nHost: wall.test:4000\r\n\r\n');
		expect(page).toMatch(/^HTTP\/1\.1 307 [^]*\r\nLocation: https:\/\/wall\.test:4000\/admin\?x=1\r\n/);
		expect(page).not.toContain('Strict-Transport-Security');
		const others = ['POST /api/v1/facts HTTP/1.1\r\nHost: wall.test:4000\r\nAuthorization: Bearer x\r\n\r\n', ...['/api/v1/health', '/metrics', '/socket.io/?EIO=4'].map((path) => `GET ${path} HTTP/1.1\r\nHost: wall.test:4000\r\n\r\n`), 'GET / HTTP/1.1\r\nHost: a/b\r\n\r\n', 'GET / HTTP/1.1\r\n\r\n', 'GET /\tx HTTP/1.1\r\nHost: wall.test\r\n\r\n', 'hello\r\n', Buffer.from([0x80, 0x2e, 0x01])];
		for (const said of others) {
			const answer = await answerTo(server.port, said);
			expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[^]*\r\n\r\n\{"error":"https_only","message":"[^"]*https[^"]*"\}$/);
			expect(answer).not.toContain('Location');
		}
	});

	test('stands what is no TLS after its first byte, and connections that say nothing', async () => {
		const { server, call } = await givenServer({ env: givenCertificate().env });
		const silent = Array.from({ length: 50 }, () => connectPlain(server.port, '127.0.0.1').on('error', () => undefined));
		onTestFinished(() => silent.forEach((socket) => socket.destroy()));
		await Promise.allSettled([Buffer.from([0x16]), Buffer.from([0x16, 3, 1, 0, 4, 1, 2, 3, 4]), Buffer.alloc(70_000, 0x16)].map((said) => Promise.race([answerTo(server.port, said), new Promise((resolve) => setTimeout(resolve, 300))])));
		for (const socket of silent.slice(25)) socket.resetAndDestroy();
		expect((await call('GET', '/healthz')).status).toBe(200);
	});

	test('takes an answer of many megabytes and as large a body', async () => {
		const { call } = await givenServer({ env: givenCertificate().env });
		const activities = Array.from({ length: 10_000 }, (_, index) => ({ external_id: `C-${'x'.repeat(150)}-${index}`, kind: 'call', at: '2026-11-20T10:00:00Z' }));
		expect((await call('POST', '/api/v1/facts', { body: { source: 'dialer', activities }, headers: withKey })).json).toMatchObject({ inserted: 10_000 });
	});
});

describe('a renewed certificate', () => {
	const replace = (by: GivenCertificate, { cert, key }: GivenCertificate): void => {
		copyFileSync(by.key, key);
		copyFileSync(by.cert, cert);
	};
	const serialAt = async (port: number): Promise<string> => {
		const socket = await overTls(port);
		const { serialNumber }: PeerCertificate = socket.getPeerCertificate();
		socket.destroy();
		return serialNumber;
	};

	test('is served without a restart, and to walls that are connected nothing happens', async () => {
		const certificate = givenCertificate();
		const given = await givenServer({ env: certificate.env });
		const { token } = await given.pairScreen(given.session());
		const wall = given.connect({ token });
		await next(wall, 'board');
		let hasLeft = false;
		wall.on('disconnect', () => (hasLeft = true));
		expect(await serialAt(given.server.port)).toBe(certificate.serial);
		const renewed = givenCertificate();
		replace(renewed, certificate);
		await expect.poll(() => serialAt(given.server.port), { timeout: 30_000, interval: 500 }).toBe(renewed.serial);
		expect([wall.connected, hasLeft]).toEqual([true, false]);
	});

	/** The clock goes on, look by look, until it is so; files are read by threads, which no fake clock moves. */
	const lookUntil = (isSo: () => void): Promise<void> =>
		vi.waitFor(async () => {
			await vi.advanceTimersByTimeAsync(5_000);
			isSo();
		}, { timeout: 20_000, interval: 20 });
	const lookOften = async (): Promise<void> => {
		let looks = 0;
		await lookUntil(() => expect(++looks).toBe(10));
	};
	const open = async (files: GivenCertificate): Promise<{ certificate: Certificate; said: string[]; now: { ms: number } }> => {
		const said: string[] = [];
		const now = { ms: Date.now() };
		const note = (kind: string) => (about: unknown, message?: string) => said.push(`${kind}: ${message} ${JSON.stringify(about)}`);
		const log: Log = { ...silentLog, info: note('info'), error: note('error') } as Log; // only these two are used
		vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
		const certificate = await openCertificate(files, { clock: { now: () => now.ms }, log });
		onTestFinished(() => {
			certificate.close();
			vi.useRealTimers();
		});
		return { certificate, said, now };
	};

	test('that cannot be served is kept out, logged once and said; the next good one is taken', async () => {
		const files = givenCertificate();
		const { certificate, said } = await open(files);
		const served: Buffer[] = [];
		const first = certificate.pem();
		certificate.onRenewed(({ cert }) => served.push(cert));
		writeFileSync(files.cert, 'half of a cert');
		await lookUntil(() => expect(certificate.state().problem).toMatch(/^TLS_CERT: .* holds no certificate in PEM form/));
		await lookOften();
		expect([certificate.pem(), served, said.length]).toEqual([first, [], 1]);
		rmSync(files.key);
		await lookUntil(() => expect(certificate.state().problem).toMatch(/^TLS_KEY: There is no such file\./));

		const renewed = givenCertificate({ days: 200 });
		replace(renewed, files);
		await lookUntil(() => expect(certificate.state().problem).toBeNull());
		expect(served).toEqual([readFileSync(renewed.cert)]);
		expect(certificate.state().daysLeft).toBeGreaterThan(190);
		expect(said.map((line) => line.split(' ')[0])).toEqual(['error:', 'error:', 'info:']);
	});

	test('whose key comes a moment after it is not called bad', async () => {
		const files = givenCertificate();
		const { certificate, said } = await open(files);
		const renewed = givenCertificate();
		copyFileSync(renewed.cert, files.cert);
		await vi.advanceTimersByTimeAsync(5_000);
		await new Promise((resolve) => setTimeout(resolve, 50));
		copyFileSync(renewed.key, files.key);
		await lookUntil(() => expect(certificate.pem().cert).toEqual(readFileSync(renewed.cert)));
		expect(said.filter((line) => line.startsWith('error'))).toEqual([]);
	});

	test('is asked for in time: the days that the present one has left are counted, also past its end', async () => {
		const { certificate, now } = await open(givenCertificate({ days: 30 }));
		const { validUntil } = certificate.state();
		now.ms = validUntil - 86_400_000 - 1;
		expect(certificate.state()).toEqual({ validUntil, daysLeft: 1, problem: null });
		now.ms = validUntil + 1;
		expect(certificate.state().daysLeft).toBe(-1);
	});
});

describe('a certificate that cannot be served stops the start and says why', () => {
	const from = (over: Partial<GivenCertificate>, now = Date.now()) => openCertificate({ ...givenCertificate(), ...over }, { clock: { now: () => now }, log: silentLog });
	const file = (content: string): string => {
		const path = join(givenFolder(), 'x.pem');
		writeFileSync(path, content);
		return path;
	};

	test('one without the other', () => {
		expect(() => readConfig({ TLS_CERT: '/c.pem' })).toThrow(/TLS_KEY: expected/);
		expect(() => readConfig({ TLS_KEY: '/k.pem', TLS_CERT: ' ' })).toThrow(/TLS_CERT: expected/);
		expect(readConfig({ TLS_KEY: '/k.pem', TLS_CERT: '/c.pem' }).tls).toEqual({ cert: '/c.pem', key: '/k.pem' });
		expect(readConfig({}).tls).toBeNull();
	});

	test.each([
		['a file that is missing', () => from({ cert: '/nowhere/c.pem' }), /^TLS_CERT: There is no such file\. .*\/nowhere\/c\.pem/],
		['a folder', () => from({ key: givenFolder() }), /^TLS_KEY: Expected a file\./],
		['a text', () => from({ cert: file('hello') }), /^TLS_CERT: .* holds no certificate in PEM form/],
		['the two the wrong way round', () => { const { cert, key } = givenCertificate(); return from({ cert: key, key: cert }); }, /^TLS_CERT: .* holds no certificate/],
		['a certificate instead of a key', () => { const { cert } = givenCertificate(); return from({ cert, key: cert }); }, /^TLS_KEY: .* holds no private key in PEM form/],
		['a key with a passphrase', () => { const { cert, key } = givenCertificate({ passphrase: 'hush' }); return from({ cert, key }); }, /^TLS_KEY: .* is locked with a passphrase/],
		['the key of another', () => from({ key: givenCertificate().key }), /^TLS_KEY: .* is not the key of the certificate in /],
		['one that has expired', () => from({}, Date.now() + 91 * 86_400_000), /^TLS_CERT: .* expired on \d{4}-\d\d-\d\d\.$/],
		['a chain whose second part is broken', () => { const { cert, key } = givenCertificate(); return from({ cert: file(`${readFileSync(cert, 'utf8')}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`), key }); }, /^TLS_CERT: .* cannot be served/],
	])('%s', async (_what, opening, says) => {
		const error: unknown = await opening().catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(ConfigError);
		expect((error as ConfigError).message).toMatch(says);
		expect((error as ConfigError).message).not.toMatch(/hush|PRIVATE KEY-----\n/);
	});

	test('one that is valid only later is served: a small box may start with its clock behind', async () => {
		expect((await from({}, 0)).state().problem).toBeNull();
	});

	test('files that this user may not read', async () => {
		const { key, env } = givenCertificate();
		chmodSync(key, 0);
		const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
		// Where root alone may read the sources, nobody else can run the server.
		if (!spawnSync(process.execPath, ['server/main.ts'], { ...nobody, env: { PORT: 'none' }, encoding: 'utf8' }).stderr.includes('PORT')) return;
		chmodSync(join(key, '..'), 0o755);
		const started = startProcess(env, nobody);
		expect(await started.exit).toBe(1);
		expect(started.output()).toMatch(/^TLS_KEY: Give the user that the server runs as the right to read it\. EACCES/m);
	});
});
