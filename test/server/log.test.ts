/** [check 39] Secrets reach neither log lines nor error answers, and what stands in a name makes no line of its own. */
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readConfig, secretsOf } from '../../server/config.ts';
import { newToken } from '../../server/floor/tokens.ts';
import { createLog, type Log } from '../../server/log.ts';
import { createScrub, harmless } from '../../server/scrub.ts';
import { placeOfBreak } from '../../server/http/broken-json.ts';
import { givenServer, next, password, withKey, apiKey } from './http/support.ts';

const secret = 'S3cr3t-Pa55phrase';
const token = newToken();
const hook = 'https://hooks.example.com/services/T0AAAAAAA/B0BBBBBBB/abcdefghijklmnopqrstuvwx';

/** A log, and what it has written. */
function givenLog(known: readonly string[] = []): { log: Log; lines: string[] } {
	const lines: string[] = [];
	return { log: createLog('trace', { scrub: createScrub(known), output: { write: (line) => void lines.push(line) } }), lines };
}
const written = (fields: object | Error, message?: string, known: readonly string[] = []): string => {
	const { log, lines } = givenLog(known);
	if (message === undefined) log.error(fields);
	else log.error(fields, message);
	return lines.join('');
};

describe('[check 39] a log line', () => {
	test.each(['password', 'newPassword', 'passwordHash', 'token', 'accessToken', 'secret', 'clientSecret', 'key', 'apiKey', 'api_key', 'API-Key', 'code', 'deviceCode', 'user_code', 'authorization', 'Authorization', 'cookie', 'set-cookie', 'Set-Cookie', 'credentials', 'privateKey'])('has nothing of a field called %s, however deep', (name) => {
		for (const value of [secret, [secret], { of: secret }, Buffer.from(secret)]) {
			const line = written({ a: { b: [{ c: { [name]: value } }] }, [name]: value }, 'x');
			expect(line).not.toContain(secret);
			expect(line).toContain('[hidden]');
		}
	});
	test('keeps what is no secret', () => {
		const { log, lines } = givenLog();
		log.warn({ screen: 3, why: 'it said too much', panel: 'leaders-sales', month: '2026-11', nothing: null, count: 0, is: false, list: [1, 'two'] }, 'a wall was disconnected');
		expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 40, screen: 3, why: 'it said too much', panel: 'leaders-sales', month: '2026-11', nothing: null, count: 0, is: false, list: [1, 'two'], msg: 'a wall was disconnected' });
	});
	test.each([
		['a header', `Authorization: Bearer ${token}`],
		['a cookie', `Cookie: floorcast_session=${token}; theme=dark`],
		['a cookie over https', `__Host-floorcast_session=${token}`],
		['a token by itself', `no screen has ${token} here`],
		['an API key', `fc_bcdfghjk_${token} was refused`],
		['JSON', `could not read {"account":"admin","password":"${secret}"}`],
		['JSON that is cut off', `{"password": "${secret}`],
		['a form', `password=${secret}&x=1`],
		['an address with a password', `connect smtps://user:${secret}@mail.example.com:465`],
		['a webhook', `POST ${hook} failed`],
		['an address with a key in its query', `GET https://sheets.example.com/pub?key=${secret}&output=csv`],
		['basic credentials', `Authorization: Basic ${Buffer.from(`user:${secret}`).toString('base64')}`],
	])('has nothing secret of %s in a message, an error, its stack or its cause', (_what, text) => {
		const error = new Error(text, { cause: new Error(text, { cause: text }) });
		const all = [written({ err: error }, text), written(error), written({ deep: { errors: [error, new AggregateError([error], text)] } }, 'x')].join('');
		for (const part of [secret, token, 'T0AAAAAAA', 'abcdefghijklmnopqrstuvwx', Buffer.from(`user:${secret}`).toString('base64')]) expect(all).not.toContain(part);
	});
	test('says of an address where it led', () => {
		expect(written({}, `POST ${hook} failed: ECONNREFUSED 192.0.2.1:443`)).toContain('POST https://hooks.example.com/… failed: ECONNREFUSED 192.0.2.1:443');
	});
	test('keeps of an error its name, message, code, stack and cause, and nothing that a library hung on it', () => {
		const error = Object.assign(new TypeError('it failed', { cause: new RangeError('since') }), { code: 'SQLITE_FULL', config: { headers: { 'x-other': secret }, body: secret }, response: secret });
		const { err } = JSON.parse(written({ err: error }, 'x'));
		expect([Object.keys(err), err.type, err.message, err.code, err.cause.type, err.cause.message]).toEqual([['type', 'message', 'stack', 'code', 'cause'], 'TypeError', 'it failed', 'SQLITE_FULL', 'RangeError', 'since']);
		expect(err.stack).toContain('log.test.ts');
	});
	test('has none of the secrets that the server was started with, wherever they stand', () => {
		const config = readConfig({ API_KEY: 'k/+="'.repeat(8), ADMIN_PASSWORD: 'admin äö "pass"', ALERT_WEBHOOK: 'https://user:hookpass@hooks.example.com/secret/path?sig=signed', ALERT_EMAIL: 'a@x.example', SMTP_URL: 'smtps://me:p%40ss%20word@mail.example.com', SMTP_FROM: 'b@x.example', SECRET_KEY: `${'n'.repeat(32)},${'f'.repeat(32)}` });
		const known = secretsOf(config);
		expect(known).toEqual(expect.arrayContaining(['k/+="'.repeat(8), 'admin äö "pass"', 'hookpass', 'secret/path', 'p@ss word', 'p%40ss%20word', 'n'.repeat(32), 'f'.repeat(32)]));
		for (const one of known.filter((each) => each.length >= 6)) {
			for (const form of [one, encodeURIComponent(one), JSON.stringify(one).slice(1, -1)]) expect(written({ note: `before ${form} after`, list: [{ x: form }] }, `says ${form}`, known)).not.toContain(JSON.stringify(form).slice(1, -1));
		}
	});
	test('is one line, whatever stands in it', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, message) => {
				const { log, lines } = givenLog();
				log.error({ screen: name, err: new Error(message) }, message);
				const [line = ''] = lines;
				expect([lines.length, line.endsWith('\n'), line.slice(0, -1).includes('\n')]).toEqual([1, true, false]);
				expect(line.slice(0, -1)).not.toMatch(/[\u0000-\u001f]/);
				expect(JSON.parse(line)).toMatchObject({ level: 50 });
			}),
		);
	});
	test('ends: of what holds itself, and of what is very deep, only so much is written', () => {
		const round: Record<string, unknown> = { name: 'x' };
		round['self'] = round;
		expect(written(round, 'x').length).toBeLessThan(2_000);
	});
});

describe('[check 39] the terminal', () => {
	test('is steered by no name: escape sequences, returns, and what turns the direction of writing become one mark', () => {
		expect(harmless('a\u001b[31mred\u001b]0;title\u0007 b\rc\u0000d\u009be\u202ef\u2028g')).toBe('a\ufffd[31mred\ufffd]0;title\ufffd b\ufffdc\ufffdd\ufffde\ufffdf\ufffdg');
	});
	test('keeps the lines of a sentence, and letters of all scripts', () => {
		expect(harmless('The server cannot start:\n\tPORT: Åsa 東京 🎉')).toBe('The server cannot start:\n\tPORT: Åsa 東京 🎉');
	});
});

describe('[check 39] an error answer', () => {
	test.each([
		[`{"account":"admin","password":"${secret}" x`, /line 1, column 51/],
		[`{"account":"admin",\n"password":"${secret}"\n"more":1}`, /line 3, column 1/],
		[`{"password":"${secret}`, /line 1/],
		[`${secret}`, /line 1, column 1/],
		[`{"a":1}${secret}`, /line 1, column 8/],
	])('to JSON that breaks off says where, and not what stands there: %#', async (raw, says) => {
		const { call } = await givenServer();
		for (const path of ['/api/v1/session', '/api/v1/setup', '/api/v1/pairing/claim']) {
			const { status, text } = await call('POST', path, { raw });
			expect([path, status]).toEqual([path, 400]);
			expect(text).not.toMatch(/S3cr3t|Pa55/);
			expect(text).toMatch(says);
		}
	});
	test('to what cannot be placed says only that it is no JSON', () => {
		expect(placeOfBreak(undefined, 'whatever')).toBe('The body is not valid JSON.');
		expect(placeOfBreak('{', 'a sentence of another engine')).toBe('The body is not valid JSON.');
	});
	test('repeats no credential that was refused', async () => {
		const { call } = await givenServer();
		const tries = [
			['GET', '/api/v1/health', { headers: { Authorization: `Bearer ${token}` } }],
			['GET', '/api/v1/health', { headers: { Cookie: `floorcast_session=${token}` } }],
			['POST', '/api/v1/session', { body: { account: 'admin', password: secret } }],
			['POST', '/api/v1/pairing/claim', { body: { deviceCode: token } }],
			['POST', '/api/v1/setup', { body: { code: secret, account: 'x', password: secret, workspace: {} } }],
		] as const;
		for (const [method, path, what] of tries) {
			const { status, text, headers } = await call(method, path, what);
			expect(status).toBeGreaterThanOrEqual(400);
			expect(`${text} ${JSON.stringify(headers)}`).not.toMatch(new RegExp(`${token}|${secret}`));
		}
	});
});

test('[check 39] a server that is asked, pushed to, paired with, signed in to and that fails logs none of the secrets that went through it', async () => {
	const deaf = createServer((_request, response) => void response.writeHead(500).end('no'));
	await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void deaf.close());
	const env = { ALERT_WEBHOOK: `${hook}?sig=${secret}`, ALERT_EMAIL: 'a@x.example', SMTP_URL: `smtp://user:${secret}@127.0.0.1:9`, SMTP_FROM: 'b@x.example' };
	const { log, lines } = givenLog([apiKey, secret, password]);
	const given = await givenServer({ env, log });
	const { call, signIn, pairScreen, server } = given;
	const session = await signIn();
	const cookie = session['Cookie']?.split('=')[1] ?? '';
	const { token: screenToken } = await pairScreen(session);
	const socket = given.connect({ token: screenToken });
	await next(socket, 'board');
	await call('POST', '/api/v1/session', { body: { account: 'admin', password: secret } });
	await call('POST', '/api/v1/facts', { headers: withKey, body: { source: 'crm', people: [{ email: 'a@x.example', name: 'An\u001b[31mn\na' }] } });
	await call('PUT', '/api/v1/password', { headers: session, body: { current: secret, next: secret } });
	await call('POST', '/api/v1/alerts/test', { headers: session, body: {} });
	// A mistake of ours, with all that could be on it.
	server.wall().people.list = () => {
		throw Object.assign(new Error(`broke at ${hook} with Bearer ${cookie} and {"password":"${secret}"}`, { cause: new Error(`token=${screenToken}`) }), { request: { headers: { cookie } } });
	};
	expect((await call('GET', '/api/v1/people', { headers: session })).status).toBe(500);
	await sleep(300);
	const all = lines.join('');
	expect(lines.length).toBeGreaterThan(1);
	for (const part of [apiKey, password, secret, cookie, screenToken, 'T0AAAAAAA', 'abcdefghijklmnopqrstuvwx']) expect(all).not.toContain(part);
	const health = (await call('GET', '/api/v1/system/health', { headers: session })).text;
	for (const part of [secret, 'T0AAAAAAA', 'abcdefghijklmnopqrstuvwx']) expect(health).not.toContain(part);
}, 30_000);
