/** The whole product as the floor sees it: a real server, a real browser, nothing in between. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, withKey } from '../server/http/support.ts';
import { launchBrowser } from '../support/browser.ts';
import { givenFloor, newPage, openWall, showPanel, shows, today, won } from './wall-support.ts';

let browser: Browser;
beforeAll(async () => {
	browser = await launchBrowser();
});
afterAll(() => browser.close());

const month = today.slice(0, 7);

test('on the server’s own machine no code is needed', async () => {
	const floor = await givenFloor();
	const page = await newPage(browser);
	await page.goto(`http://localhost:${floor.port}/`);
	await shows(page, '', 10_000);
});

test('a deal pushed stands on the wall at once, and so does a target set by ops', async () => {
	const floor = await givenFloor();
	const page = await openWall(browser, floor);
	await showPanel(page, 'sales-target');
	await shows(page, '€1,200', 5_000);

	await floor.push({ source: 'crm', deals: [won('D-2', '300')] });
	await shows(page, '€1,500', 3_000);

	const headers = await floor.session();
	const { status } = await ask(floor.port, 'PUT', '/api/v1/targets', { body: [{ metric: 'sales', scope: 'company', period: month, value: 6000 }], headers });
	expect(status).toBe(200);
	await shows(page, 'of €6,000 target', 3_000);

	// What the wall writes is, byte for byte, what explain says.
	const explained = await ask(floor.port, 'GET', `/api/v1/explain?metric=sales&period=${month}`, { headers: withKey });
	expect(await page.locator('[data-panel]').innerText()).toContain(explained.json.text);
});

test('[R8] when the server stops the numbers stay, grey out and say since when within 15 s; when it is back, so is the wall within 5 s', async () => {
	const floor = await givenFloor();
	const page = await openWall(browser, floor);
	await showPanel(page, 'sales-target');
	await shows(page, '€1,200', 5_000);
	const colour = (): Promise<string> => page.locator('[data-panel]', { hasText: '€1,200' }).locator('text=1,200').first().evaluate((element) => getComputedStyle(element).color);
	const alive = await colour();

	await floor.stop();
	await page.getByText(/No connection since \d\d:\d\d/).waitFor({ timeout: 16_000 });
	expect(await colour()).not.toBe(alive);
	await shows(page, '€1,200', 100);

	await floor.start();
	const backAt = performance.now();
	await page.getByText(/No connection since/).waitFor({ state: 'detached', timeout: 5_000 });
	expect(performance.now() - backAt).toBeLessThan(5_000);
	expect(await colour()).toBe(alive);
	await floor.push({ source: 'crm', deals: [won('D-3', '50')] });
	await shows(page, '€1,250', 2_000);
});

test('a television under another name shows a code, runs once ops approve it, and is dark again once they revoke it', async () => {
	const floor = await givenFloor();
	const page = await newPage(browser);
	await page.goto(floor.url);
	expect(await page.evaluate(() => isSecureContext)).toBe(false);
	const code = (await page.getByText(/^[A-Z0-9]{3}[-\s]?[A-Z0-9]{3}$/).first().innerText({ timeout: 10_000 })).replace(/[^A-Z0-9]/g, '');
	expect(code).toHaveLength(6);
	expect(await page.locator('[data-panel]').count()).toBe(0);

	const headers = await floor.session();
	const approved = await ask(floor.port, 'POST', '/api/v1/screens', { body: { code, name: 'Lobby' }, headers });
	expect(approved.status).toBeLessThan(300);
	await shows(page, '', 10_000);
	expect(page.url()).not.toContain('token');

	await page.reload();
	await shows(page, '', 10_000);
	await expect.poll(() => page.evaluate(() => localStorage.getItem('floorcast.board'))).toContain('sales-target');

	const revoked = await ask(floor.port, 'DELETE', `/api/v1/screens/${approved.json.id}`, { headers });
	expect(revoked.status).toBeLessThan(300);
	await page.locator('[data-panel]').waitFor({ state: 'detached', timeout: 3_000 });
	expect(await page.evaluate(() => ['token', 'board'].map((name) => localStorage.getItem(`floorcast.${name}`)))).toEqual([null, null]);
	await page.getByText(/^[A-Z0-9]{3}[-\s]?[A-Z0-9]{3}$/).first().waitFor({ timeout: 10_000 });
});

test('arrows step through all panels, Space pauses and says so, and only one panel is on show', async () => {
	const floor = await givenFloor();
	const page = await openWall(browser, floor);
	const shown = async (): Promise<string | null> => page.locator('[data-panel]').getAttribute('data-panel');
	const first = await shown();
	const seen = new Set<string | null>([first]);
	for (let step = 0; step < 6; step += 1) {
		await page.keyboard.press('ArrowRight');
		await page.waitForTimeout(600);
		expect(await page.locator('[data-panel]').count()).toBe(1);
		seen.add(await shown());
	}
	expect([...seen].sort()).toEqual(['attainment', 'leaders-improved', 'leaders-meetings', 'leaders-sales', 'meetings-by-week', 'sales-target']);
	expect(await shown()).toBe(first);
	await page.keyboard.press('ArrowLeft');
	await page.waitForTimeout(600);
	expect(await shown()).not.toBe(first);
	await page.keyboard.press('Space');
	await page.getByText('Paused').waitFor({ timeout: 1_000 });
	await page.keyboard.press('Enter');
	await page.getByText('Paused').waitFor({ state: 'detached', timeout: 1_000 });
});

test('the demo floor is alive, marked on every panel, and in Swedish when the locale is', async () => {
	const floor = await givenFloor({ DEMO: 'on', LOCALE: 'sv-SE' });
	const page = await newPage(browser);
	await page.goto(floor.url);
	await shows(page, '', 15_000);
	for (let step = 0; step < 6; step += 1) {
		await page.getByText('Demo', { exact: true }).waitFor({ timeout: 2_000 });
		await page.keyboard.press('ArrowRight');
		await page.waitForTimeout(500);
	}
	await showPanel(page, 'leaders-sales');
	await page.getByText('Topplista').waitFor({ timeout: 2_000 });
});
