/** Real servers on this machine, which a caller has to allow. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { kindOf } from '../../server/address-kinds.ts';
import { ask, OutboundError, type Answer, type Asking, type Resolve } from '../../server/outbound.ts';
import { givenSheets } from '../support/sheets.ts';

const get = (url: string, more: Partial<Asking> = {}): Promise<Answer> =>
	ask(new URL(url), { method: 'GET', headers: {}, mayReach: (address) => kindOf(address) === 'here', mostBytes: 1_000_000, connectMs: 2_000, wholeMs: 5_000, signal: new AbortController().signal, ...more });
/** Its fault and what is said of it. */
const faultOf = async (asking: Promise<Answer>): Promise<string> => {
	const error = await asking.then(() => new Error('it was answered'), (found: unknown) => found);
	if (!(error instanceof OutboundError)) throw error;
	expect(error.message).not.toContain('secret');
	return error.fault;
};
const isPublic = (address: string): boolean => kindOf(address) === 'public';
const resolvingTo = (...addresses: string[]): Resolve => (_name, give) => give(null, addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));

test.each(['http://127.0.0.1:9', 'http://2130706433:9', 'http://0x7f.0.0.1:9', 'http://0177.0.0.1:9', 'http://127.1:9', 'http://[::1]:9', 'http://[::ffff:127.0.0.1]:9', 'http://0:9', 'http://10.0.0.5', 'http://192.168.0.1', 'http://172.16.0.1', 'http://100.64.0.1', 'http://169.254.169.254/latest/meta-data', 'http://0xa9fea9fe/latest', 'http://[64:ff9b::a9fe:a9fe]/', 'http://[2002:a9fe:a9fe::1]/', 'http://[fd00:ec2::254]/', 'https://[fe80::1]/'])(
	'[check 36] %s is not connected to where only public addresses may be',
	async (url) => {
		expect(await faultOf(get(`${url}?secret`, { mayReach: isPublic }))).toBe('forbidden');
	},
);

test.each([['127.0.0.1'], ['10.0.0.5'], ['169.254.169.254'], ['::1'], ['::ffff:10.0.0.5'], ['64:ff9b::a9fe:a9fe'], ['8.8.8.8', '127.0.0.1'], ['2a00:1450::1', '::ffff:127.0.0.1']])('[check 36] a name that stands for %s is not connected to, whatever else it stands for', async (...addresses) => {
	const sheets = await givenSheets();
	expect(await faultOf(get(`http://public.example:${sheets.port}/secret`, { mayReach: isPublic, resolve: resolvingTo(...addresses) }))).toBe('forbidden');
	expect(sheets.asked).toEqual([]);
});

test('[check 36] the address that was looked at is the one that is connected to: a name is asked for once, and cannot become another in between', async () => {
	const sheets = await givenSheets();
	sheets.put('/a', 'one');
	let looks = 0;
	const turning: Resolve = (_name, give) => {
		looks += 1;
		give(null, [{ address: looks === 1 ? '127.0.0.1' : '127.0.0.9', family: 4 }]);
	};
	const mayReach = (address: string): boolean => address === '127.0.0.1';
	const { body } = await get(`http://rebinding.example:${sheets.port}/a`, { mayReach, resolve: turning });
	expect([body.toString(), looks, sheets.asked[0]?.headers.host]).toEqual(['one', 1, `rebinding.example:${sheets.port}`]);
	expect(await faultOf(get(`http://rebinding.example:${sheets.port}/a`, { mayReach, resolve: turning }))).toBe('forbidden');
	expect(sheets.asked.length).toBe(1);
});

test('[check 36] a redirect is handed back, and not followed', async () => {
	const sheets = await givenSheets();
	sheets.put('/a', (_request, response) => void response.writeHead(302, { Location: '/b' }).end());
	const { status, headers } = await get(sheets.url('/a'));
	expect([status, headers.location, sheets.asked.length]).toEqual([302, '/b', 1]);
});

test('[check 36] an answer that is larger than was said is given up, also when it is only large once unpacked', async () => {
	const sheets = await givenSheets();
	let poured = 0;
	sheets.put('/endless', (_request, response) => {
		const pouring = setInterval(() => {
			poured += 100_000;
			response.write('x'.repeat(100_000));
		}, 1);
		response.on('close', () => clearInterval(pouring));
	});
	// 60 MB of nothing in 60 kB.
	const bomb = gzipSync(Buffer.alloc(60_000_000));
	sheets.put('/bomb', (_request, response) => void response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb));
	expect(bomb.length).toBeLessThan(100_000);
	for (const path of ['/endless', '/bomb']) expect(await faultOf(get(sheets.url(path)))).toBe('large');
	const after = poured;
	await new Promise((resolve) => setTimeout(resolve, 50));
	expect(poured).toBeLessThanOrEqual(after + 100_000);
	sheets.put('/packed', (_request, response) => void response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('a,b\n1,2\n')));
	expect((await get(sheets.url('/packed'))).body.toString()).toBe('a,b\n1,2\n');
});

test('[check 36] [R21] who does not answer, answers by drops, breaks off or is not there is given up, each told apart', async () => {
	const sheets = await givenSheets();
	const quick = { wholeMs: 200, connectMs: 200 };
	sheets.put('/silent', () => undefined);
	sheets.put('/drops', (_request, response) => {
		const dripping = setInterval(() => response.write('a'), 20);
		response.on('close', () => clearInterval(dripping));
	});
	for (const path of ['/silent', '/drops']) expect(await faultOf(get(sheets.url(path), quick))).toBe('slow');
	sheets.put('/half', (_request, response) => {
		response.writeHead(200, { 'Content-Length': 1_000 });
		response.write('half of it');
		setTimeout(() => response.destroy(), 20);
	});
	sheets.put('/half-chunk', (_request, response) => {
		response.write('half of it');
		setTimeout(() => response.destroy(), 20);
	});
	sheets.put('/half-packed', (_request, response) => void response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('x'.repeat(5_000)).subarray(0, 20)));
	sheets.put('/no-gzip', (_request, response) => void response.writeHead(200, { 'Content-Encoding': 'gzip' }).end('a,b'));
	sheets.put('/brotli', (_request, response) => void response.writeHead(200, { 'Content-Encoding': 'br' }).end('a,b'));
	for (const path of ['/half', '/half-chunk', '/half-packed', '/no-gzip', '/brotli']) expect([path, await faultOf(get(sheets.url(path)))]).toEqual([path, 'broken']);
	await sheets.stop();
	expect(await faultOf(get(sheets.url('/a')))).toBe('unreachable');
	const nobody: Resolve = (_name, give) => give(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }), []);
	const mute: Resolve = (_name, give) => give(Object.assign(new Error('getaddrinfo EAI_AGAIN'), { code: 'EAI_AGAIN' }), []);
	expect(await faultOf(get('http://nobody.example/secret', { resolve: nobody }))).toBe('unknown');
	expect(await faultOf(get('http://mute.example/secret', { resolve: mute }))).toBe('unreachable');
	const stopping = new AbortController();
	const stopped = get('http://stuck.example/secret', { resolve: () => undefined, signal: stopping.signal }).catch((error: unknown) => String(error));
	stopping.abort();
	expect(await stopped).not.toContain('secret');
	expect(await faultOf(get('http://stuck.example/secret', { resolve: () => undefined, connectMs: 50 }))).toBe('slow');
});

/** Certificates as openssl makes them: two of an authority of our own, one of them for another name, and one that vouches for itself. */
function givenCertificates(): { folder: string; read: (name: string) => { key: string; cert: string } } {
	const folder = mkdtempSync(join(tmpdir(), 'floorcast-tls-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const openssl = (...args: string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
	const self = (name: string, subject: string, ...more: string[]): void => openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.crt`, '-subj', subject, ...more);
	self('self', '/CN=127.0.0.1', '-days', '30', '-addext', 'subjectAltName=IP:127.0.0.1');
	self('authority', '/CN=Our authority', '-days', '30');
	for (const [name, alternative] of [['good', 'IP:127.0.0.1'], ['other', 'DNS:other.example']] as const) self(name, '/CN=sheets', '-days', '30', '-CA', 'authority.crt', '-CAkey', 'authority.key', '-addext', `subjectAltName=${alternative}`);
	return { folder, read: (name) => ({ key: readFileSync(join(folder, `${name}.key`), 'utf8'), cert: readFileSync(join(folder, `${name}.crt`), 'utf8') }) };
}

test('[check 37] a certificate that nobody vouches for is refused, whatever the environment says', async () => {
	const sheets = await givenSheets(givenCertificates().read('self'));
	sheets.put('/a', 'secret');
	expect(await faultOf(get(sheets.url('/a')))).toBe('certificate');
	const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
	process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
	onTestFinished(() => {
		if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
		else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
	});
	expect(await faultOf(get(sheets.url('/a')))).toBe('certificate');
	expect(sheets.asked).toEqual([]);
	// What speaks no TLS at all is no better.
	const plain = await givenSheets();
	expect(await faultOf(get(plain.url('/a').replace('http:', 'https:')))).toBe('certificate');
});

test('[check 37] of an authority that the machine trusts a certificate is taken, for its own name only', async () => {
	const { folder, read } = givenCertificates();
	const script = `
		import { ask } from ${JSON.stringify(new URL('../../server/outbound.ts', import.meta.url).href)};
		for (const url of process.argv.slice(1)) {
			const said = await ask(new URL(url), { method: 'GET', headers: {}, mayReach: () => true, mostBytes: 1000, connectMs: 5000, wholeMs: 5000, signal: new AbortController().signal }).then(({ body }) => body.toString(), ({ fault }) => fault);
			console.log(said);
		}`;
	const servers = await Promise.all(['good', 'other', 'self'].map((name) => givenSheets(read(name))));
	for (const server of servers) server.put('/a', 'taken');
	const said = await new Promise<string>((resolve, reject) => {
		execFile(process.execPath, ['--input-type=module', '-e', script, ...servers.map((server) => server.url('/a'))], { env: { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, 'authority.crt') } }, (error, out) => (error ? reject(error) : resolve(out)));
	});
	expect(said.trim().split('\n')).toEqual(['taken', 'certificate', 'certificate']);
});
