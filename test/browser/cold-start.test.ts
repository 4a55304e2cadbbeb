/** A TV that is switched on while its server is away: a real browser with a profile of its own, closed and started again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { launchTv } from '../support/browser.ts';
import { givenFloor, isLive, newPage, openWall, shows, type Floor } from './wall-support.ts';

/** A TV that can be switched off and on. */
async function givenTv() {
	const profile = mkdtempSync(join(tmpdir(), 'floorcast-tv-'));
	let context = await launchTv(profile);
	onTestFinished(async () => {
		await context.close();
		rmSync(profile, { recursive: true, force: true });
	});
	return {
		context: () => context,
		/** Off and on again: the page it was on comes up. */
		restart: async (floor: Floor): Promise<Page> => {
			await context.close();
			context = await launchTv(profile);
			const page = await newPage(context);
			await page.goto(floor.url);
			return page;
		},
	};
}

/** A floor's wall on a TV, shown for long enough that the TV keeps it, and then the server gone. */
async function givenLeftTv(floor: Floor) {
	const tv = await givenTv();
	const page = await openWall(tv.context(), floor);
	expect(await page.evaluate(() => isSecureContext)).toBe(false);
	await isLive(page, 10_000);
	await expect.poll(() => page.evaluate(() => localStorage.getItem('floorcast.board'))).toContain('sales-target');
	await floor.stop();
	return tv;
}

/** As if the board had been kept `days` ago, by a board that turns each second. */
const makeOlder = (page: Page, days: number): Promise<void> =>
	page.evaluate((ms) => {
		const kept = JSON.parse(localStorage.getItem('floorcast.board') ?? '{}');
		const board = { ...kept.board, seconds: 1 };
		localStorage.setItem('floorcast.board', JSON.stringify({ ...kept, board, saidAt: kept.saidAt - ms }));
		localStorage.removeItem('floorcast.heard');
	}, days * 86_400_000);

test('[R8] a TV that is switched on while the server is away shows its last board, grey and dated, over plain http; when the server is back it is live', async () => {
	const floor = await givenFloor();
	const tv = await givenLeftTv(floor);

	const today = await tv.restart(floor);
	await shows(today, '', 10_000);
	const weekday = (daysAgo: number): string => Temporal.Now.zonedDateTimeISO('Europe/Stockholm').subtract({ days: daysAgo }).toLocaleString('en', { weekday: 'long' });
	await today.locator('[data-silent]', { hasText: new RegExp(`^Showing ${weekday(0)} \\d\\d:\\d\\d`) }).waitFor();
	await makeOlder(today, 3);

	const page = await tv.restart(floor);
	await shows(page, '', 10_000);
	await page.locator('[data-silent]', { hasText: new RegExp(`^Showing ${weekday(3)} \\d\\d:\\d\\d`) }).waitFor();
	expect(await page.locator('main.silent').count()).toBe(1);
	expect(await page.locator('[data-clock], [data-live], [data-as-of], .progress').count()).toBe(0);
	const first = await page.locator('[data-panel]').getAttribute('data-panel');
	await page.locator(`[data-panel]:not([data-panel="${first}"])`).first().waitFor({ timeout: 10_000 });
	await page.locator('[data-silent]', { hasText: /, no connection$/ }).waitFor({ timeout: 20_000 });

	await floor.start();
	await isLive(page, 10_000);
	await shows(page, '', 1000);
	expect(await page.locator('[data-silent]').count()).toBe(0);
});

test('a TV whose clock stands before what it keeps says the whole date', async () => {
	const floor = await givenFloor();
	const tv = await givenLeftTv(floor);
	await makeOlder(await tv.restart(floor), -30);

	const page = await tv.restart(floor);
	await page.locator('[data-silent]', { hasText: /^Showing [A-Z]\w+day \d{1,2} [A-Z]\w+ \d\d:\d\d/ }).waitFor({ timeout: 10_000 });
});

test('a screen that was revoked while it was off shows its last board until the server says so, then none', async () => {
	const floor = await givenFloor();
	const tv = await givenLeftTv(floor);
	const page = await tv.restart(floor);
	await page.locator('[data-silent]', { hasText: /^Showing/ }).waitFor({ timeout: 10_000 });
	await page.evaluate(() => localStorage.setItem('floorcast.token', 'of a screen that is not known any more'));

	await floor.start();
	await page.locator('[data-pairing-code]').waitFor({ timeout: 15_000 });
	expect(await page.locator('[data-panel]').count()).toBe(0);
	// What it has celebrated, and where a script was, tell nobody anything.
	expect(await page.evaluate(() => Object.keys(localStorage).filter((name) => !['floorcast.celebrated', 'floorcast.moments'].includes(name)))).toEqual([]);
});

test('a TV that keeps a board that cannot be shown forgets it and says that it connects', async () => {
	const floor = await givenFloor();
	const tv = await givenLeftTv(floor);
	const before = await tv.restart(floor);
	await before.evaluate(() => {
		const kept = JSON.parse(localStorage.getItem('floorcast.board') ?? '{}');
		const { clock: _, ...board } = kept.board;
		localStorage.setItem('floorcast.board', JSON.stringify({ ...kept, board }));
	});

	const page = await tv.restart(floor);
	await page.getByText('Connecting to Floorcast').waitFor({ timeout: 20_000 });
	expect(await page.evaluate(() => localStorage.getItem('floorcast.board'))).toBeNull();
	await floor.start();
	await isLive(page, 10_000);
});
