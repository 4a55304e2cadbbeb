/** The pages over https in a real browser: a secure context, with a certificate that it trusts. */
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import { buildDisplay, displayDir } from '../../display/build.ts';
import { givenServer, password, withKey, type Given } from '../server/http/support.ts';
import { launchBrowser } from '../support/browser.ts';
import { givenCertificate } from '../support/certificate.ts';

let browser: Browser | null = null;

beforeAll(async () => {
	await buildDisplay();
});
afterEach(async () => {
	await browser?.close();
	browser = null;
});

async function givenPage(): Promise<{ given: Given; page: Page; errors: string[]; url: (path: string) => string }> {
	const certificate = givenCertificate();
	browser = await launchBrowser([`--ignore-certificate-errors-spki-list=${certificate.fingerprint}`]);
	const given = await givenServer({ displayDir, env: certificate.env });
	await given.call('POST', '/api/v1/facts', { body: { source: 'crm', people: [{ email: 'ana@x.example', name: 'Ana', team: 'West', role: 'ae' }], deals: [{ external_id: 'D-1', owner: 'ana@x.example', status: 'won', amount: '1200', closed: '2026-11-20', created: '2026-11-01' }] }, headers: withKey });
	const opened = await browser.newContext({ viewport: { width: 1280, height: 720 } });
	onTestFinished(() => opened.close());
	const page = await opened.newPage();
	const errors: string[] = [];
	page.on('pageerror', (error) => errors.push(error.message));
	// A refusal by the server, which the browser reports too, is looked at in the page.
	page.on('console', (message) => void (message.type() === 'error' && !message.text().startsWith('Failed to load resource') && errors.push(message.text())));
	return { given, page, errors, url: (path) => `https://wall.test:${given.server.port}${path}` };
}

test('[check 7] [check 25] somebody who types http comes to https, signs in, and pairs a TV, whose numbers come by wss', async () => {
	const { given, page, errors, url } = await givenPage();
	await page.goto(url('/admin').replace('https:', 'http:'));
	expect(page.url()).toBe(url('/admin'));
	expect(await page.evaluate(() => globalThis.isSecureContext)).toBe(true);
	await page.locator('#account').fill('admin');
	await page.locator('#password').fill(password);
	await page.keyboard.press('Enter');
	await page.locator('#account').waitFor({ state: 'detached' });
	const cookies = await page.context().cookies();
	expect(cookies.map(({ name, secure, httpOnly, sameSite, path }) => ({ name, secure, httpOnly, sameSite, path }))).toEqual([{ name: '__Host-floorcast_session', secure: true, httpOnly: true, sameSite: 'Strict', path: '/' }]);
	// Of what a page may read, nothing tells who is signed in.
	expect(await page.evaluate(() => document.cookie)).toBe('');

	const tv = await page.context().newPage();
	const sockets: string[] = [];
	tv.on('websocket', (socket) => sockets.push(socket.url()));
	await tv.goto(url('/'));
	const code = (await tv.locator('[data-pairing-code]').innerText()).replace(/\s/g, '');
	const { status } = await given.call('POST', '/api/v1/screens', { body: { code, name: 'Lobby' }, headers: given.session() });
	expect(status).toBe(200);
	await tv.locator('[data-panel]').first().waitFor();
	expect(sockets.length).toBeGreaterThan(0);
	for (const address of sockets) expect(address).toMatch(/^wss:\/\/wall\.test:/);
	expect(errors).toEqual([]);
});
