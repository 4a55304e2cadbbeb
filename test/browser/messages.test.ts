/** What ops say, from the interface to a real wall in a real browser, also while the server is away. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { buildDisplay, displayDir } from '../../display/build.ts';
import { launchBrowser, launchTv } from '../support/browser.ts';
import { ask } from '../server/http/support.ts';
import { givenFloor, newPage, openWall, type Floor } from './wall-support.ts';

let browser: Browser;
beforeAll(async () => {
	await buildDisplay();
	browser = await launchBrowser(['--host-resolver-rules=MAP wall.test 127.0.0.1']);
}, 120_000);
afterAll(() => browser.close());

const inMs = (ms: number): string => Temporal.Now.instant().add({ milliseconds: ms }).toString();
const post = async (floor: Floor, body: object): Promise<number> => {
	const { status, json } = await ask(floor.port, 'POST', '/api/v1/messages', { body, headers: await floor.session() });
	expect(status).toBe(200);
	return json.id;
};
const givenWall = async (): Promise<{ floor: Floor; page: Page }> => {
	const floor = await givenFloor();
	await floor.stop();
	await floor.start(displayDir);
	return { floor, page: await openWall(browser, floor) };
};

test('a band is on the wall within a second, ticks with the seconds, says when it is, and goes when it is ended', async () => {
	const { floor, page } = await givenWall();
	// What shows it is fetched before it is needed, some seconds after the start.
	await page.waitForTimeout(8_000);
	const moment = Date.now() + 12_000;
	const sentAt = Date.now();
	const id = await post(floor, { form: 'band', title: 'All hands', text: 'In the kitchen', countdownTo: new Date(moment).toISOString() });
	const band = page.locator(`[data-message="${id}"]`);
	await band.waitFor();
	expect(Date.now() - sentAt).toBeLessThan(1500);
	expect(await page.locator('[data-panel]').count()).toBe(1);
	const seen: [left: number, text: string][] = [];
	for (let count = 0; count < 12; count += 1) {
		seen.push([moment - Date.now(), await band.locator('[data-countdown]').innerText()]);
		await page.waitForTimeout(350);
	}
	// As far from the truth as a beat travels and a look takes.
	for (const [left, text] of seen) {
		expect(text).toMatch(/^00:\d\d$/);
		expect(Math.abs(Number(text.slice(3)) - left / 1000 - 0.5)).toBeLessThan(1);
	}
	expect(new Set(seen.map(([, text]) => text)).size).toBeGreaterThanOrEqual(4);
	await band.getByText('Now', { exact: true }).waitFor({ timeout: 12_000 });
	expect(Math.abs(Date.now() - moment)).toBeLessThan(1000);
	const { status } = await ask(floor.port, 'DELETE', `/api/v1/messages/${id}`, { headers: await floor.session() });
	expect(status).toBe(200);
	await band.waitFor({ state: 'detached', timeout: 1500 });
}, 60_000);

test('take-over and band begin and end by the server’s clock while the server is away, and the rotation stands still meanwhile', async () => {
	const { floor, page } = await givenWall();
	await page.locator('[data-live="true"]').waitFor();
	await page.keyboard.press('ArrowRight');
	const panel = () => page.locator('[data-panel]:not(.leaving)').getAttribute('data-panel');
	const before = await panel();
	const begins = Date.now() + 6_000;
	const ends = begins + 22_000;
	const takeOver = await post(floor, { form: 'takeover', title: 'All hands', from: new Date(begins).toISOString(), until: new Date(ends).toISOString() });
	const band = await post(floor, { form: 'band', title: 'Cake', from: new Date(ends - 5_000).toISOString(), until: new Date(ends + 4_000).toISOString() });
	await page.waitForTimeout(2_000);
	await floor.stop();

	await page.locator(`[data-takeover="${takeOver}"]`).waitFor({ timeout: 10_000 });
	expect(Math.abs(Date.now() - begins)).toBeLessThan(1500);
	expect(await page.locator('[data-panel]').count()).toBe(0);
	await page.locator('[data-takeover] [data-silent]', { hasText: 'No connection since' }).waitFor({ timeout: 20_000 });
	await page.locator(`[data-message="${band}"]`).waitFor({ timeout: 20_000 });
	expect(Math.abs(Date.now() - ends)).toBeLessThan(1500);
	// Its turn is of 20 seconds, and it had some of them before.
	expect(await panel()).toBe(before);
	await page.locator('[data-message]').waitFor({ state: 'detached', timeout: 10_000 });
	expect(Math.abs(Date.now() - ends - 4_000)).toBeLessThan(1500);
}, 90_000);

test('a message that runs already is on a wall that starts', async () => {
	const { floor, page } = await givenWall();
	const id = await post(floor, { form: 'takeover', title: 'All hands', until: inMs(60_000) });
	await page.reload();
	await page.locator(`[data-takeover="${id}"]`).waitFor({ timeout: 5_000 });
}, 60_000);

test('a TV that is switched on while the server is away shows what runs, and ends it', async () => {
	const floor = await givenFloor();
	const profile = mkdtempSync(join(tmpdir(), 'floorcast-tv-'));
	const ends = Date.now() + 40_000;
	const id = await post(floor, { form: 'takeover', title: 'All hands', until: new Date(ends).toISOString() });
	let tv = await launchTv(profile);
	onTestFinished(async () => {
		await tv.close();
		rmSync(profile, { recursive: true, force: true });
	});
	const message = `[data-takeover="${id}"]`;
	const before = await newPage(tv);
	const { token } = await floor.pair();
	await before.goto(new URL('favicon.svg', floor.url).href);
	await before.evaluate((given) => localStorage.setItem('floorcast.token', given), token);
	await before.goto(floor.url);
	await before.locator(message).waitFor();
	await expect.poll(() => before.evaluate(() => localStorage.getItem('floorcast.board'))).toContain('All hands');
	await floor.stop();
	await tv.close();
	tv = await launchTv(profile);
	const page = await newPage(tv);
	await page.goto(floor.url);
	await page.locator(message).waitFor({ timeout: 15_000 });
	await page.locator(message).waitFor({ state: 'detached', timeout: 60_000 });
	expect(Math.abs(Date.now() - ends)).toBeLessThan(2500);
	await page.locator('[data-panel]').waitFor();
}, 120_000);
