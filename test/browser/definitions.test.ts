/** The definitions in a real browser: at a desk, on a phone, on paper, and from a wall that rests. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { readQr } from '../support/read-qr.ts';
import { seriousFaults, useBrowser, visit } from './admin-support.ts';

useBrowser();

const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test.each(['light', 'dark'] as const)('in the %s colours axe finds nothing serious and nothing sticks out, with and without figures', async (colorScheme) => {
	for (const viewport of [{ width: 1280, height: 800 }, { width: 390, height: 844 }]) {
		const { page, url, errors } = await visit({ path: '/definitions', signIn: false, context: { viewport, colorScheme } });
		expect({ viewport, faults: await seriousFaults(page), overflow: await overflow(page) }).toEqual({ viewport, faults: [], overflow: 0 });
		expect(await page.locator('.today').count()).toBe(0);
		await page.goto(url('/admin'));
		await page.locator('#account').fill('admin');
		await page.locator('#password').fill('correct horse battery');
		await page.keyboard.press('Enter');
		await page.locator('#account').waitFor({ state: 'detached' });
		await page.goto(url('/definitions#win_rate'));
		expect(await page.locator('#sales .today strong').innerText()).toBe('€8,000');
		expect({ viewport, faults: await seriousFaults(page), overflow: await overflow(page) }).toEqual({ viewport, faults: [], overflow: 0 });
		// The one that was meant is in sight, and marked.
		expect(await page.locator('article:target').getAttribute('id')).toBe('win_rate');
		expect(await page.locator('#win_rate').evaluate((article) => article.getBoundingClientRect().top)).toBeLessThan(viewport.height / 2);
		expect(await page.locator('#win_rate').evaluate((article) => getComputedStyle(article).backgroundColor)).not.toBe(await page.locator('#sales').evaluate((article) => getComputedStyle(article).backgroundColor));
		expect(errors).toEqual([]);
	}
});

test('it is linked from the boards and from each explained figure', async () => {
	const { page, url } = await visit({ path: '/admin#boards' });
	expect(await page.getByRole('link', { name: 'What the figures mean' }).getAttribute('href')).toBe('/definitions');
	await page.goto(url('/admin#facts/why?metric=growth:sales&scope=company&period=2026-11'));
	await page.getByRole('link', { name: 'Definition' }).click();
	await page.locator('article:target h2', { hasText: 'Growth' }).waitFor();
});

test('on A4 the figures stand under one another, none is cut in two, and what leads elsewhere is left out', async () => {
	const { page } = await visit({ path: '/definitions', signIn: false });
	await page.emulateMedia({ media: 'print' });
	expect(await page.locator('nav').isVisible()).toBe(false);
	expect(await page.locator('#sales').evaluate((article) => getComputedStyle(article).breakInside)).toBe('avoid');
	await page.setViewportSize({ width: 688, height: 1000 }); // 182 mm
	expect(await overflow(page)).toBe(0);
});

test('a wall that rests shows the code of what is on it, which a phone reads; when it goes on, the code is gone', async () => {
	const { page, given, errors } = await visit();
	const wall = await page.context().newPage();
	for (const [width, height] of [[1280, 720], [1920, 1080]] as const) {
		await wall.setViewportSize({ width, height });
		await wall.goto(`http://127.0.0.1:${given.server.port}/`);
		await wall.locator('[data-panel="meetings-by-week"]').waitFor();
		expect(await wall.locator('[data-panel] .about').innerText()).toBe('Meetings by the day they were booked, credited to who booked them.');
		expect(await wall.locator('[data-definition]').count()).toBe(0);
		await wall.keyboard.press(' ');
		await wall.locator('[data-definition="/definitions#meetings_booked"] img').waitFor();
		await wall.waitForFunction(() => document.querySelector<HTMLImageElement>('[data-definition] img')?.naturalWidth);
		const browser = wall.context().browser();
		if (!browser) return expect.unreachable();
		expect(await readQr(browser, await wall.screenshot())).toBe(`http://127.0.0.1:${given.server.port}/definitions#meetings_booked`);
		await wall.keyboard.press('ArrowRight');
		await wall.locator('[data-definition="/definitions#quota_attainment"] img').waitFor();
		await wall.keyboard.press(' ');
		await wall.locator('[data-definition]').waitFor({ state: 'detached' });
	}
	expect(errors).toEqual([]);
});

test('where the server has no code to give, nothing is shown for it', async () => {
	const { page, given } = await visit();
	const wall = await page.context().newPage();
	await wall.route('**/definitions/*.svg', (route) => route.abort());
	await wall.goto(`http://127.0.0.1:${given.server.port}/`);
	await wall.locator('[data-panel]').first().waitFor();
	await wall.keyboard.press(' ');
	await wall.locator('[data-paused]').waitFor();
	await wall.waitForFunction(() => !document.querySelector('[data-definition]'));
});
