/** The pages, their files, and what browsers are told about them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { givenFolder, givenServer } from './support.ts';

const givenDisplay = (): string => {
	const folder = givenFolder();
	mkdirSync(join(folder, 'assets'));
	for (const page of ['index', 'admin', 'review']) writeFileSync(join(folder, `${page}.html`), `<title>${page}</title>`);
	writeFileSync(join(folder, 'assets', 'wall-a1b2c3.js'), 'export {};');
	writeFileSync(join(folder, 'boot.js'), '');
	writeFileSync(join(folder, 'build.json'), JSON.stringify({ build: 'b-17' }));
	writeFileSync(join(folder, '..', 'beside.txt'), 'not to be had');
	return folder;
};

test('each page is served at its address, to be asked for again each time', async () => {
	const { call } = await givenServer({ displayDir: givenDisplay() });
	for (const [path, title] of [['/admin', 'admin'], ['/review', 'review'], ['/review?month=2026-10', 'review']]) {
		const { status, text, headers } = await call('GET', path ?? '');
		expect([status, text, headers['cache-control']]).toEqual([200, `<title>${title}</title>`, 'no-cache']);
	}
});

test('the wall’s page is kept by the TV, which finds out by itself when there is a newer one and then asks whether it changed', async () => {
	const { call } = await givenServer({ displayDir: givenDisplay() });
	for (const path of ['/', '/tv', '/tv/diagnostics']) {
		const { status, text, headers } = await call('GET', path);
		expect([status, text, headers['cache-control']]).toEqual([200, '<title>index</title>', 'max-age=31536000']);
		expect((await call('GET', path, { headers: { 'If-None-Match': String(headers.etag), 'Cache-Control': 'max-age=0' } })).status).toBe(304);
	}
});

test('files whose address says which they are are for ever, all others are asked for again', async () => {
	const { call } = await givenServer({ displayDir: givenDisplay() });
	expect((await call('GET', '/boot.js?v=b-17')).headers['cache-control']).toBe('public, max-age=31536000, immutable');
	expect((await call('GET', '/assets/wall-a1b2c3.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable');
	expect((await call('GET', '/boot.js')).headers['cache-control']).toBe('no-cache');
	expect((await call('HEAD', '/admin')).status).toBe(200);
	expect((await call('GET', '/assets/none.js')).json).toMatchObject({ error: 'not_found' });
});

test('nothing outside the folder is served', async () => {
	const { call } = await givenServer({ displayDir: givenDisplay() });
	for (const path of ['/../beside.txt', '/%2e%2e/beside.txt', '/..%2fbeside.txt', '/assets/..%2f..%2fbeside.txt', '/..%5cbeside.txt', '/assets/%00', '//etc/passwd', '/%2fetc%2fpasswd']) {
		const { status, text } = await call('GET', path);
		expect(status).toBeGreaterThanOrEqual(400);
		expect(status).toBeLessThan(500);
		expect(text).not.toContain('not to be had');
	}
});

test('without a build the pages say so, and the interface works', async () => {
	const { call } = await givenServer();
	const { status, text, headers } = await call('GET', '/');
	expect(status).toBe(503);
	expect(text).toContain('not been built');
	expect(headers['cache-control']).toBe('no-store');
	expect((await call('GET', '/healthz')).text).toBe('ok');
});

test('the board carries the identity of the build that is served', async () => {
	const { server } = await givenServer({ displayDir: givenDisplay() });
	expect(server.wall().latest()?.board.build).toBe('b-17');
});

test('the content policy lets in our own files only, and names the page’s own socket for old televisions', async () => {
	const { call } = await givenServer();
	for (const path of ['/', '/api/v1/session', '/nothing']) {
		const { headers } = await call('GET', path, { headers: { Host: 'wall.test:4000' } });
		const policy = String(headers['content-security-policy']).split(';');
		expect(policy).toEqual([
			"default-src 'none'",
			"script-src 'self'",
			"style-src 'self'",
			"img-src 'self' blob:",
			"font-src 'self'",
			"media-src 'self'",
			"connect-src 'self' ws://wall.test:4000",
			"base-uri 'none'",
			"form-action 'self'",
			"frame-ancestors 'none'",
			"object-src 'none'",
		]);
		expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'same-origin' });
	}
});

test('on plain http nothing asks for TLS; over TLS it does', async () => {
	const plain = (await (await givenServer()).call('GET', '/')).headers;
	expect(plain).not.toHaveProperty('strict-transport-security');
	expect(plain).not.toHaveProperty('cross-origin-opener-policy');
	expect(String(plain['content-security-policy'])).not.toContain('upgrade-insecure-requests');

	const behind = await givenServer({ env: { TRUST_PROXY: '1' } });
	const secure = (await behind.call('GET', '/', { headers: { 'X-Forwarded-Proto': 'https', Host: 'wall.example' } })).headers;
	expect(secure).toHaveProperty('strict-transport-security');
	expect(String(secure['content-security-policy'])).toContain('wss://wall.example');
});

test('a Host that could smuggle something into the policy is left out of it', async () => {
	const { call } = await givenServer();
	const { headers } = await call('GET', '/', { headers: { Host: "x; script-src 'unsafe-inline'" } });
	expect(String(headers['content-security-policy'])).toContain("connect-src 'self' 'self';");
});
