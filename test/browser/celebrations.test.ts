/** What the room was told to celebrate, after ops have made it a lobby: nobody there reads a name or a sum that waited on the TV. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from '../server/http/support.ts';
import { launchBrowser } from '../support/browser.ts';
import { ana, givenFloor, newPage, shows, won } from './wall-support.ts';

let browser: Browser;
beforeAll(async () => {
	browser = await launchBrowser();
});
afterAll(() => browser.close());

test('a floor that becomes a lobby while one celebration is on show and three wait names nobody from then on', async () => {
	const floor = await givenFloor();
	const headers = await floor.session();
	const { id, token } = await floor.pair();
	const page = await newPage(browser);
	await page.goto(new URL('favicon.svg', floor.url).href);
	await page.evaluate((given) => localStorage.setItem('floorcast.token', given), token);
	await page.clock.install();
	const loaded = page.waitForEvent('requestfinished', (request) => request.url().includes('/assets/moments-'));
	await page.goto(floor.url);
	await shows(page, '', 10_000);
	await page.clock.fastForward(6_000);
	await loaded;
	// From here on its time goes by when the test says so.
	await page.clock.pauseAt(Date.now() + 60_000);
	await page.waitForTimeout(6_000);

	const showing = page.locator('[data-celebration]');
	/** What is read of celebrations, however briefly. */
	const read: string[] = [];
	await page.exposeFunction('wasRead', (text: string) => read.push(text));
	await page.evaluate(() => {
		const look = (): void => {
			const text = document.querySelector('[data-celebration]')?.textContent;
			if (text) void (window as unknown as { wasRead: (text: string) => void }).wasRead(text);
		};
		new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
	});
	await floor.push({ source: 'crm', deals: ['D-2', 'D-3', 'D-4', 'D-5'].map((deal) => won(deal, '7300')) });
	await showing.getByText(ana.name, { exact: true }).waitFor({ timeout: 10_000 });
	const first = await showing.getAttribute('data-celebration');
	const { status } = await ask(floor.port, 'PUT', `/api/v1/screens/${id}/setup`, { headers, body: { privacy: 'lobby' } });
	expect(status).toBe(200);
	await showing.getByText('West', { exact: true }).waitFor({ timeout: 3_000 });
	expect(await showing.getAttribute('data-celebration')).toBe(first);
	read.length = 0;
	// A beat comes every five seconds: the line stays, and with it what waits.
	for (let step = 0; step < 14 && (await showing.getAttribute('data-celebration', { timeout: 100 }).catch(() => first)) === first; step += 1) {
		await page.clock.fastForward(9_000);
		await page.waitForTimeout(5_100);
	}
	await showing.getByText('West', { exact: true }).waitFor({ timeout: 1_000 });
	expect(await showing.getAttribute('data-celebration')).not.toBe(first);
	// The others come as after a line that was down.
	for (let others = 0; others < 2; others += 1) {
		const before = await showing.getAttribute('data-celebration');
		await page.clock.fastForward(61_000);
		const isNext = async (): Promise<boolean> => {
			await page.clock.fastForward(500);
			return (await page.locator(`[data-celebration]:not([data-celebration="${before}"])`).count()) === 1;
		};
		await expect.poll(isNext, { timeout: 10_000, interval: 300 }).toBe(true);
	}
	expect(read.length).toBeGreaterThan(2);
	expect(read.filter((text) => !text.includes('West') || text.includes('Ana') || text.includes('€'))).toEqual([]);
}, 150_000);
