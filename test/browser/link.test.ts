/** The wall and what can become of the line between it and its server: a real server, a real browser, and something real in between. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { openLine } from '../support/line.ts';
import { portOf, isUp, startProcess } from '../support/process.ts';
import { givenProxyWithoutWebSockets } from '../support/proxy.ts';
import { givenFloor, givenNewerDisplay, isLive, newPage, openWall, showPanel, shows, won } from './wall-support.ts';

let browser: Browser;
beforeAll(async () => {
	browser = await launchBrowser();
});
afterAll(() => browser.close());

const openPage = async (port: number): Promise<Page> => {
	const page = await newPage(browser);
	await page.goto(`http://wall.test:${port}/`);
	return page;
};
const isSilent = (page: Page, withinMs: number): Promise<void> => page.getByText(/No connection since \d\d:\d\d/).first().waitFor({ timeout: withinMs });

test('[R8] a server that stands still, its sockets open, turns the numbers grey within 15 s; when it goes on, they are live again', async () => {
	const started = startProcess({ DEMO: 'on', API_KEY: '' });
	const port = await portOf(started);
	await isUp(port);
	const page = await openPage(port);
	await isLive(page, 15_000);
	started.child.kill('SIGSTOP');
	await isSilent(page, 20_000);
	expect(await page.locator('main.silent').count()).toBe(1);
	started.child.kill('SIGCONT');
	await isLive(page, 15_000);
});

test('[R8] a page that has lost its timers greys its numbers all the same when the server goes', async () => {
	const floor = await givenFloor();
	const page = await openWall(browser, floor);
	await isLive(page, 10_000);
	await page.evaluate(() => {
		const last = Number(setTimeout(() => undefined));
		for (let timer = 1; timer <= last; timer += 1) clearInterval(timer);
	});
	await floor.stop();
	await isSilent(page, 40_000);
});

test('in the demo a screen that was removed while it was away throws its token away and comes back as one without a code', async () => {
	const floor = await givenFloor({ DEMO: 'on' });
	const page = await newPage(browser);
	await page.goto(new URL('favicon.svg', floor.url).href);
	await page.evaluate(() => localStorage.setItem('floorcast.token', 'x'.repeat(43)));
	await page.goto(floor.url);
	await shows(page, '', 10_000);
	expect(await page.evaluate(() => localStorage.getItem('floorcast.token'))).toBeNull();
});

test('[R10] a line that was cut without a word is noticed to have healed within 10 s', async () => {
	const floor = await givenFloor({ DEMO: 'on' });
	const line = await openLine(() => floor.port);
	onTestFinished(line.close);
	const page = await openPage(line.port);
	await isLive(page, 15_000);
	// A wall that has been on for a while holds nothing but its socket: the server closes what is not used for five seconds, and
	// what the page fetches after its start was the last.
	await expect.poll(() => page.evaluate(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('attended-')))).toBe(true);
	await page.waitForTimeout(7_000);
	line.silence();
	await isSilent(page, 20_000);
	line.heal({ forgets: true });
	await isLive(page, 10_000);
});

test.each(['refused', 'unanswered'] as const)('behind a proxy by which WebSockets are %s the wall goes on by polling', async (upgrades) => {
	const floor = await givenFloor({ DEMO: 'on' });
	const page = await openPage(await givenProxyWithoutWebSockets(floor.port, upgrades));
	await isLive(page, 20_000);
	// And stays so.
	const { count } = await page.evaluate(async () => {
		const silent = { count: 0 };
		for (let look = 0; look < 60; look += 1) {
			await new Promise((resolve) => setTimeout(resolve, 100));
			silent.count += document.querySelectorAll('[data-silent]').length;
		}
		return silent;
	});
	expect(count).toBe(0);
});

const buildOf = (page: Page): Promise<string | null> => page.evaluate(() => document.querySelector('meta[name="build"]')?.getAttribute('content') ?? null);

test('a newer display is loaded at the next panel change, once the server has said that it is well, and once', async () => {
	const floor = await givenFloor();
	const page = await openWall(browser, floor);
	await isLive(page, 10_000);
	// One that has just been opened does not wait for a panel change.
	await page.waitForFunction(() => performance.now() > 10_000);
	const asked: string[] = [];
	page.on('request', (request) => {
		if (request.isNavigationRequest() || request.url().endsWith('/healthz')) asked.push(new URL(request.url()).pathname);
	});
	await page.evaluate(() => {
		// The wait of up to two minutes by which a floor of screens does not come at once.
		Math.random = () => 0;
		const panel = (): string => document.querySelector('[data-panel]')?.getAttribute('data-panel') ?? '';
		const before = panel();
		new MutationObserver(() => {
			if (panel() !== before) sessionStorage.setItem('turned from', before);
		}).observe(document.body, { subtree: true, childList: true, attributes: true });
	});

	await floor.stop();
	await floor.start(await givenNewerDisplay('newer'));
	await expect.poll(() => asked, { timeout: 60_000 }).toEqual(['/healthz', '/']);
	await isLive(page, 15_000);
	expect(await buildOf(page)).toBe('newer');
	expect(await page.evaluate(() => sessionStorage.getItem('turned from'))).not.toBeNull();
	await showPanel(page, 'sales-target');
	await floor.push({ source: 'crm', deals: [won('D-2', '300')] });
	await shows(page, '€1,500', 5_000);
	expect(asked).toEqual(['/healthz', '/']);
});

test('a newer display is not opened while its files do not come; once they have come, it is, and needs no server for that', async () => {
	const floor = await givenFloor();
	let passes = (_path: string): boolean => true;
	const port = await givenProxyWithoutWebSockets(floor.port, 'refused', (path) => passes(path));
	const page = await openWall(browser, { ...floor, url: `http://wall.test:${port}/` });
	await isLive(page, 20_000);
	const before = await buildOf(page);
	await page.evaluate(() => (Math.random = () => 0));

	let isAway = false;
	const refused: string[] = [];
	passes = (path) => {
		if (isAway) refused.push(path);
		const does = !isAway;
		if (path === '/') isAway = true;
		return does;
	};
	await floor.stop();
	await floor.start(await givenNewerDisplay('newer'));
	await expect.poll(() => refused, { timeout: 60_000 }).toContain('/boot.js?v=newer');
	await shows(page, '', 5_000);
	expect(await buildOf(page)).toBe(before);

	let pages = 0;
	passes = (path) => path !== '/' || (pages += 1) === 1;
	await page.locator('meta[name="build"][content="newer"]').waitFor({ state: 'attached', timeout: 90_000 });
	await isLive(page, 20_000);
	expect(pages).toBe(1);
});
