/** What the keys of a remote do, in a real browser. */
import { expect, test } from 'vitest';
import { givenScreen, hour, night, now, panel, press, stepBack, target, useBrowser } from './set-support.ts';

useBrowser();

test('plays, pauses and steps by the numbers that remotes send', async () => {
	const { page } = await givenScreen();
	await panel(page).waitFor();
	const paused = page.locator('[data-paused]');
	const steps: [number, () => Promise<void>][] = [
		[417, () => panel(page, target).waitFor()],
		[412, () => panel(page).waitFor()],
		[39, () => panel(page, target).waitFor()],
		[19, () => paused.waitFor()],
		[19, () => paused.waitFor()],
		[415, () => paused.waitFor({ state: 'detached' })],
		[415, () => paused.waitFor({ state: 'detached' })],
		[413, () => paused.waitFor()],
		[10252, () => paused.waitFor({ state: 'detached' })],
		[13, () => paused.waitFor()],
	];
	for (const [keyCode, seen] of steps) {
		await press(page, keyCode);
		await seen();
	}
});

test('↑ tells what is asked for on the phone, ↑ again everything; ↓ and Back close it', async () => {
	const { page, build, errors } = await givenScreen();
	await panel(page).waitFor();
	await press(page, 38);
	const strip = page.locator('[data-over]');
	for (const text of ['wall.test:', build, '1280 × 720 × 1', 'Chromium 122+', '↑ diagnostics']) await strip.getByText(text).waitFor();
	await press(page, 40);
	await strip.waitFor({ state: 'detached' });

	await press(page, 38);
	await press(page, 38);
	const diagnostics = page.locator('[data-diagnostics]');
	for (const text of [build, 'websocket', 'not secure (plain http)', '2, all shown', 'by a silent video: no lock without https', 'Unidentified, 38', 'works', /^\d+ per second$/]) await diagnostics.getByText(text).waitFor();
	expect(await diagnostics.evaluate(({ scrollHeight }) => scrollHeight)).toBe(720);
	await press(page, 403, 'ColorF0Red');
	await diagnostics.getByText('ColorF0Red, 403').waitFor();
	await press(page, 461, 'GoBack');
	await diagnostics.waitFor({ state: 'detached' });
	expect(await page.getByText('Press Back again to leave').count()).toBe(0);
	await panel(page).waitFor();
	expect(errors).toEqual([]);
});

test('a page of another build than the server has now says both', async () => {
	const { page, build } = await givenScreen();
	await panel(page).waitFor();
	await page.evaluate(() => document.querySelector('meta[name="build"]')?.setAttribute('content', 'older'));
	await press(page, 38);
	await page.locator('[data-over] .odd', { hasText: `older; the server has ${build}` }).waitFor();
	await press(page, 38);
	const diagnostics = page.locator('[data-diagnostics]');
	for (const text of [`older; the server has ${build}`, 'always on', '14:32']) await diagnostics.getByText(text).waitFor();
});

test('a screen with hours tells until when it is on', async () => {
	const { page } = await givenScreen({ setup: { on: [[now - hour, now + 2 * hour], [now + 24 * hour, now + 25 * hour]] } });
	await panel(page).waitFor();
	await press(page, 38);
	await press(page, 38);
	await page.locator('[data-diagnostics]').getByText('on until 16:32').waitFor();
});

test('errors are told in the diagnostics', async () => {
	const { page } = await givenScreen();
	await panel(page).waitFor();
	await page.evaluate(() => setTimeout(() => Promise.reject(new Error('went wrong')), 0));
	await press(page, 38);
	await press(page, 38);
	await page.locator('[data-diagnostics]').getByText('Error: went wrong').waitFor();
});

test.each([[461, 'a webOS set'], [10009, 'a Tizen set'], [8, 'a browser']])('Back as key %i (%s) asks once, and leaves the second time', async (keyCode) => {
	const { page } = await givenScreen();
	await panel(page).waitFor();
	await press(page, keyCode);
	await page.getByText('Press Back again to leave').waitFor();
	await panel(page).waitFor();
	await press(page, keyCode);
	await page.waitForURL(/\/before$/);
});

test('so does Back as a step in the history; whoever waits in between is asked again', async () => {
	const { page } = await givenScreen();
	await panel(page).waitFor();
	const hint = page.getByText('Press Back again to leave');
	await stepBack(page);
	await hint.waitFor();
	await hint.waitFor({ state: 'detached' });
	await panel(page).waitFor();
	await stepBack(page);
	await hint.waitFor();
	await stepBack(page);
	await page.waitForURL(/\/before$/);
});

test('a set that sends Back as a key and as a step in the history means it once', async () => {
	const { page } = await givenScreen();
	await panel(page).waitFor();
	await press(page, 461);
	await stepBack(page);
	await page.waitForTimeout(300);
	await panel(page).waitFor();
	await page.getByText('Press Back again to leave').waitFor();
});

test('/tv/diagnostics opens them at once, on a screen that is not paired too; closed, they do not come back', async () => {
	const { page, build } = await givenScreen({ path: '/tv/diagnostics', paired: false });
	await page.locator('[data-diagnostics]', { hasText: 'Diagnostics' }).waitFor();
	await page.getByText('AAA-111').waitFor({ state: 'attached' });
	await page.locator('[data-diagnostics]').getByText(build, { exact: true }).waitFor();
	expect(await page.locator('[data-diagnostics]').getByText('all shown').count()).toBe(0);
	await press(page, 40);
	await page.locator('[data-diagnostics]').waitFor({ state: 'detached' });
	await page.getByText('AAA-111').waitFor();
	expect(new URL(page.url()).pathname).toBe('/tv');
});

test('held down, the key that wakes turns nothing until it is let go', async () => {
	const { page } = await givenScreen({ setup: { on: night } });
	await page.locator('[data-asleep]').waitFor();
	for (let sent = 0; sent < 12; sent += 1) {
		await page.keyboard.down('ArrowRight');
		await page.waitForTimeout(50);
		expect(await panel(page, target).count()).toBe(0);
	}
	await page.keyboard.up('ArrowRight');
	await page.keyboard.press('ArrowRight');
	await panel(page, target).waitFor();
});

/** Of what is loaded later, all that a wall asks for. */
const loadedLater = /\/favicon\.svg$|\/assets\/attended-/;

test('what cannot be loaded is said, and the wall goes on; it is whole as soon as it can be', async () => {
	const { page, setUp } = await givenScreen();
	await page.route(loadedLater, (route) => route.abort());
	await panel(page).waitFor();
	const hint = page.getByText('Not possible right now');
	await press(page, 38);
	await hint.waitFor();
	await press(page, 39);
	await panel(page, target).waitFor();
	setUp({ cardUntil: now + 120_000 });
	await page.waitForTimeout(300);
	await panel(page, target).waitFor();
	setUp({ cardUntil: null });

	await page.unroute(loadedLater);
	await press(page, 38);
	await page.locator('[data-over] .strip').waitFor();
	expect(await hint.count()).toBe(0);
	await press(page, 38);
	const diagnostics = page.locator('[data-diagnostics]');
	await diagnostics.waitFor();
	expect(await diagnostics.boundingBox()).toMatchObject({ width: 1280, height: expect.closeTo(720, 0) });
});

test('what the server did not give ahead of its need is fetched as soon as it does', async () => {
	const { page, setUp } = await givenScreen();
	await page.clock.install();
	await page.route(loadedLater, (route) => route.abort());
	await page.reload();
	await panel(page).waitFor();
	const refused = page.waitForEvent('requestfailed', (request) => loadedLater.test(request.url()));
	await page.clock.fastForward(21_000);
	await refused;
	await page.unroute(loadedLater);
	const given = page.waitForEvent('requestfinished', (request) => request.url().includes('attended-'));
	await page.clock.fastForward(61_000);
	await given;

	await page.route(loadedLater, (route) => route.abort());
	setUp({ cardUntil: now + 120_000 });
	await page.locator('[data-card]').waitFor();
	expect(await page.locator('.corner.top.left.edge-2').boundingBox()).toMatchObject({ x: 64, y: 36 });
});
