/** The pages and their files. */
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
