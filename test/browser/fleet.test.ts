/** Screens looked after from the admin page, on real walls over plain http; and the QR code by which they are paired. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildDisplay } from '../../display/build.ts';
import { launchBrowser } from '../support/browser.ts';
import { readQr } from '../support/read-qr.ts';
import { ask, password } from '../server/http/support.ts';
import { givenFloor, newPage, openWall, type Floor } from './wall-support.ts';

let browser: Browser;
beforeAll(async () => {
	[browser] = await Promise.all([launchBrowser(), buildDisplay()]);
});
afterAll(() => browser.close());

async function signedIn(page: Page): Promise<void> {
	await page.locator('#account').fill('admin');
	await page.locator('#password').fill(password);
	await page.keyboard.press('Enter');
	await page.locator('#account').waitFor({ state: 'detached' });
}

/** The Screens page of somebody who has signed in. */
async function openScreens(floor: Floor): Promise<Page> {
	const page = await newPage(await browser.newContext({ locale: 'en-GB' }));
	await page.goto(new URL('admin#screens', floor.url).href);
	await signedIn(page);
	return page;
}

/** What is kept in the page until it is another one. */
const mark = (page: Page) => page.evaluate(() => void Object.assign(window, { marked: true }));
const isMarked = (page: Page) => page.evaluate(() => 'marked' in window);

test('a phone reads the address in the code on the screen, at 720 and 1080 lines, in both themes, with white around it', async () => {
	const floor = await givenFloor();
	for (const [width, height] of [[1280, 720], [1920, 1080]] as const) {
		const tv = await newPage(browser);
		await tv.setViewportSize({ width, height });
		await tv.goto(floor.url);
		const qr = tv.locator('[data-pairing-qr]');
		await qr.waitFor();
		const code = await tv.locator('[data-pairing-code]').innerText();
		for (const theme of ['dark', 'light']) {
			await tv.evaluate((worn) => document.documentElement.setAttribute('data-theme', worn), theme);
			expect(await readQr(browser, await tv.screenshot())).toBe(`${floor.url}admin#screens?code=${code}`);
			expect(await qr.evaluate((svg) => [getComputedStyle(svg).backgroundColor, getComputedStyle(svg).fill])).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
		}
		const [left, top, across] = ((await qr.getAttribute('viewBox')) ?? '').split(' ').map(Number);
		const darkAcross = await qr.locator('path').evaluate((path: SVGPathElement) => path.getBBox().width);
		expect([left, top, across]).toEqual([-4, -4, darkAcross + 8]);
		// A phone reads a code from ten times its width: on 43 inches, 54 cm high, three metres are 56 % of the height.
		expect((await qr.boundingBox())?.height).toBeGreaterThanOrEqual(0.555 * height);
	}
});

test('from the code on the screen to the floor on it: whoever scans signs in, finds the code filled in, and chooses name, place and privacy', async () => {
	const floor = await givenFloor();
	const tv = await newPage(browser);
	await tv.goto(floor.url);
	await tv.locator('[data-pairing-qr]').waitFor();
	const address = await readQr(browser, await tv.screenshot());
	const phone = await newPage(await browser.newContext({ locale: 'en-GB', viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }));
	const asked: string[] = [];
	phone.on('request', (request) => asked.push(request.url()));
	await phone.goto(address ?? '');
	await signedIn(phone);
	const code = await tv.locator('[data-pairing-code]').innerText();
	await expect.poll(() => phone.getByLabel('Code on the screen').inputValue()).toBe(code);
	await phone.getByText('From the QR code.').waitFor();
	expect(await phone.getByLabel('Name of the screen').evaluate((field) => field === document.activeElement)).toBe(true);
	await phone.getByLabel('Name of the screen').fill('Entrance');
	await phone.getByLabel('Place').fill('By the lift');
	await phone.getByLabel('Privacy').selectOption('Lobby: nothing personal');
	await phone.getByText('For guests: no money and no personal names.').waitFor();
	await phone.getByRole('button', { name: 'Pair', exact: true }).tap();
	await phone.getByText('Entrance is paired and shows its board.').waitFor();
	// The form that is done with is not between that and the screen, whose set-up is at hand.
	await expect.poll(() => phone.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Set up Entrance');
	expect(await phone.locator('.screens, form').evaluateAll((parts) => parts.map(({ tagName }) => tagName))).toEqual(['UL', 'FORM']);
	await tv.locator('[data-panel]').waitFor();
	expect(new URL(phone.url()).hash).toBe('#screens');
	expect(await phone.getByLabel('Code on the screen').inputValue()).toBe('');
	// The code came along in the part of the address that no server gets, and no log has.
	expect(asked.filter((url) => url.includes(code) && !url.includes('#'))).toEqual([]);
	const { json } = await ask(floor.port, 'GET', '/api/v1/screens', { headers: await floor.session() });
	expect(json.screens).toMatchObject([{ name: 'Entrance', place: 'By the lift', setup: { board: 'floor', privacy: 'lobby' } }]);
});

test('whoever is signed in already comes straight to the code, and another scan in the same tab brings the other code', async () => {
	const floor = await givenFloor();
	const page = await openScreens(floor);
	await page.goto(new URL('admin#screens?code=BCDFGH', floor.url).href);
	await expect.poll(() => page.getByLabel('Code on the screen').inputValue()).toBe('BCDFGH');
	await page.goto(new URL('admin#screens?code=<script>', floor.url).href);
	expect(await page.getByLabel('Code on the screen').inputValue()).toBe('BCDFGH');
});

test('a name fills the picture with its place and board for ten seconds, also of a screen that sleeps', async () => {
	const floor = await givenFloor();
	const tv = await openWall(browser, floor);
	const admin = await openScreens(floor);
	const identified = tv.locator('[data-identified]');
	const show = async (): Promise<void> => {
		await admin.getByRole('button', { name: 'Show name of Lobby' }).click();
		await identified.waitFor({ timeout: 5_000 });
	};
	// What shows it is loaded a little after the page.
	await tv.waitForTimeout(6_000);
	const askedAt = performance.now();
	await show();
	expect(await identified.innerText()).toContain('Lobby');
	expect(await identified.innerText()).toContain('Board: Floor');
	expect(await identified.boundingBox()).toMatchObject({ x: 0, y: 0, width: 1280, height: 720 });
	await identified.waitFor({ state: 'detached' });
	expect(performance.now() - askedAt).toBeGreaterThan(8_000);
	expect(performance.now() - askedAt).toBeLessThan(13_000);
	await tv.locator('[data-panel]').waitFor();

	const { json } = await ask(floor.port, 'GET', '/api/v1/screens', { headers: await floor.session() });
	const tomorrow = Temporal.Now.zonedDateTimeISO('Europe/Stockholm').add({ days: 2 }).dayOfWeek;
	await ask(floor.port, 'PUT', `/api/v1/screens/${json.screens[0].id}/setup`, { body: { hours: { days: [tomorrow], from: '09:00', to: '10:00', offOnHolidays: false } }, headers: await floor.session() });
	await ask(floor.port, 'PUT', `/api/v1/screens/${json.screens[0].id}`, { body: { place: 'Second floor' }, headers: await floor.session() });
	await tv.locator('[data-asleep]').waitFor();
	await admin.getByText(/^Dark now, until /).waitFor();
	await show();
	expect(await identified.innerText()).toContain('Second floor');
	await tv.locator('[data-asleep]').waitFor();
});

test('a screen is renamed and moved, and knows it', async () => {
	const floor = await givenFloor();
	const tv = await openWall(browser, floor);
	const admin = await openScreens(floor);
	await admin.getByRole('button', { name: 'Rename / move Lobby' }).click();
	const form = admin.getByRole('form', { name: 'Rename / move Lobby' });
	await form.getByLabel('Name').fill('');
	await form.getByRole('button', { name: 'Save' }).click();
	expect(await form.locator('.field.wrong').count()).toBe(1);
	await form.getByLabel('Name').fill('Hall');
	await form.getByLabel('Place').fill('Second floor');
	await form.getByRole('button', { name: 'Save' }).click();
	await admin.getByText('Saved: Hall.').waitFor();
	await admin.locator('.screens li', { hasText: 'Hall' }).getByText('Second floor').waitFor();
	await tv.keyboard.press('ArrowUp');
	await tv.locator('[data-over]', { hasText: 'Hall, Second floor' }).waitFor();
	await tv.keyboard.press('ArrowUp');
	await tv.locator('[data-diagnostics] h1', { hasText: 'Hall, Second floor' }).waitFor();
});

test('a wall loads itself anew when ops want it, also twice in a row, but only once the server answers', async () => {
	const floor = await givenFloor();
	const tv = await openWall(browser, floor);
	const admin = await openScreens(floor);
	for (const button of ['Reload the page of Lobby', 'Reload all']) {
		await mark(tv);
		await admin.getByRole('button', { name: button, exact: true }).click();
		await expect.poll(() => isMarked(tv)).toBe(false);
		await tv.locator('[data-panel]').waitFor();
	}
	await mark(tv);
	await tv.route('**/healthz', (route) => route.abort());
	await admin.getByRole('button', { name: 'Reload all' }).click();
	await tv.waitForTimeout(4_000);
	expect(await isMarked(tv)).toBe(true);
	await tv.unroute('**/healthz');
	await expect.poll(() => isMarked(tv), { timeout: 30_000 }).toBe(false);
	await tv.locator('[data-panel]').waitFor();
});

test('a revoked screen has lost its board and shows a code within a second; the others go on', async () => {
	const floor = await givenFloor();
	const [tv, other] = [await openWall(await browser.newContext(), floor), await openWall(await browser.newContext(), floor)];
	const { json } = await ask(floor.port, 'GET', '/api/v1/screens', { headers: await floor.session() });
	await ask(floor.port, 'PUT', `/api/v1/screens/${json.screens[1].id}`, { body: { name: 'Hall' }, headers: await floor.session() });
	const admin = await openScreens(floor);
	await admin.getByRole('button', { name: 'Remove the screen Lobby' }).click();
	await tv.evaluate(() => {
		const times = { dark: 0, code: 0 };
		Object.assign(window, { times });
		new MutationObserver(() => {
			if (times.dark === 0 && !document.querySelector('[data-panel]')) times.dark = Date.now();
			if (times.code === 0 && document.querySelector('[data-pairing-code]')) times.code = Date.now();
		}).observe(document.body, { childList: true, subtree: true });
	});
	const clickedAt = Date.now();
	await admin.getByRole('button', { name: 'Remove it' }).click();
	await tv.locator('[data-pairing-code]').waitFor();
	const { dark, code } = await tv.evaluate(() => (window as unknown as { times: { dark: number; code: number } }).times);
	expect(dark - clickedAt).toBeGreaterThan(0);
	// Some 200–400 ms; a screen that is not told would try its line again for up to three seconds with its board still on.
	expect(dark - clickedAt).toBeLessThan(2_000);
	expect(code - clickedAt).toBeLessThan(2_000);
	expect(await tv.evaluate(() => ['token', 'board'].map((name) => localStorage.getItem(`floorcast.${name}`)))).toEqual([null, null]);
	await admin.getByText('Lobby has been removed.').waitFor();
	expect(await other.locator('[data-panel]').count()).toBeGreaterThan(0);
	expect(await other.locator('[data-pairing-code]').count()).toBe(0);
});

test('a panel that is changed by hand is on the page at once, and so is that the wall stands', async () => {
	const floor = await givenFloor();
	const tv = await openWall(browser, floor);
	const headers = await floor.session();
	const report = async () => (await ask(floor.port, 'GET', '/api/v1/screens', { headers })).json.screens[0].report;
	await expect.poll(report).not.toBeNull();
	const before = await report();
	const title = before.panel;
	await tv.keyboard.press('ArrowRight');
	await expect.poll(async () => (await report()).panel, { timeout: 3_000 }).not.toBe(title);
	await tv.keyboard.press('Enter');
	await expect.poll(async () => (await report()).isPaused, { timeout: 3_000 }).toBe(true);
	await tv.keyboard.press('Enter');
	await expect.poll(async () => (await report()).isPaused, { timeout: 3_000 }).toBe(false);
	expect(before).toMatchObject({ width: 1280, height: 720, isHidden: false, isAsleep: false, wake: 'video', board: expect.any(Number), heap: expect.any(Number), engine: expect.any(Number) });
	expect(before.frames).toBeGreaterThan(0);
});
