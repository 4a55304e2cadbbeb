import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { celebrationFixtures } from '../fixtures/celebrations.ts';
import { givenFloor, seriousFaults, useBrowser, visit } from './admin-support.ts';

useBrowser();

const panel = (page: Page) => page.locator('[data-panel]').first().getAttribute('data-panel');
const overflow = (page: Page) => page.evaluate(() => [document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]);

test('the review shows the board as at the end of the month and is stepped by arrows and presenters', async () => {
	const { page, errors } = await visit({ path: '/review?month=2026-10' });
	await page.locator('[data-note="replay"]', { hasText: /31 Oct/ }).waitFor();
	const first = await panel(page);
	await page.keyboard.press('ArrowRight');
	await expect.poll(() => panel(page)).not.toBe(first);
	const second = await panel(page);
	await page.keyboard.press('PageDown');
	await expect.poll(() => panel(page)).not.toBe(second);
	await page.keyboard.press('PageUp');
	await expect.poll(() => panel(page)).toBe(second);
	await page.keyboard.press('ArrowLeft');
	await expect.poll(() => panel(page)).toBe(first);
	// The start is the start: a presenter who presses once too often stays there.
	await page.keyboard.press('ArrowLeft');
	expect(await panel(page)).toBe(first);
	expect(errors).toEqual([]);
});

test('it goes through every panel and page once, and turns nothing by itself', async () => {
	const { page } = await visit({ path: '/review?month=2026-10' });
	await page.locator('[data-panel]').first().waitFor();
	const { of = 0 } = await page.locator('.position').evaluate((element) => ({ of: Number(/\d+$/.exec(element.textContent ?? '')?.[0]) }));
	const seen: (string | null)[] = [];
	for (let at = 0; at < of; at++) {
		seen.push(await panel(page));
		await page.keyboard.press('ArrowRight');
		await page.waitForTimeout(450);
	}
	expect(of).toBeGreaterThanOrEqual(4);
	expect(new Set(seen).size).toBeGreaterThanOrEqual(4);
	expect(await panel(page)).toBe(seen[seen.length - 1]);
});

test('up and down, N and P change the month; a month that has not begun is not gone to', async () => {
	const { page } = await visit({ path: '/review?month=2026-10' });
	const replay = (text: RegExp) => page.locator('[data-note="replay"]', { hasText: text }).waitFor();
	await replay(/31 Oct/);
	await page.keyboard.press('ArrowUp');
	await replay(/30 Sep/);
	expect(page.url()).toContain('month=2026-09');
	await page.keyboard.press('n');
	await replay(/31 Oct/);
	await page.keyboard.press('n');
	await replay(/23 Nov/);
	await page.keyboard.press('n');
	expect(page.url()).toContain('month=2026-11');
});

test('a month that is none, or has not begun, is answered with a sentence and a way on', async () => {
	const { page, url, errors } = await visit({ path: '/review?month=october' });
	await page.getByText('“october” is not a month.').waitFor();
	await page.goto(url('/review?month=2031-01'));
	await page.getByText('January 2031 has not begun yet.').waitFor();
	expect(await seriousFaults(page)).toEqual([]);
	await page.getByRole('button', { name: 'Show October 2026' }).click();
	await page.locator('[data-note="replay"]', { hasText: /31 Oct/ }).waitFor();
	expect(errors).toEqual([]);
});

test('without a month it shows the last one that is over', async () => {
	const { page } = await visit({ path: '/review' });
	await page.locator('[data-note="replay"]', { hasText: /31 Oct/ }).waitFor();
});

test.each([
	{ width: 1280, height: 800 },
	{ width: 1920, height: 1080 },
	{ width: 390, height: 844 },
])('nothing sticks out at $width × $height, and axe finds nothing serious', async (viewport) => {
	const { page } = await visit({ path: '/review?month=2026-10', context: { viewport, colorScheme: 'light' } });
	await page.locator('[data-panel]').first().waitFor();
	await page.mouse.move(100, 100);
	await page.locator('.review-controls').waitFor();
	expect(await overflow(page)).toEqual([0, 0]);
	expect(await seriousFaults(page)).toEqual([]);
});

test('what is celebrated meanwhile is a band, the picture stays; what was before, or was taken back, is not shown', async () => {
	const { page, errors } = await visit({ path: '/review?month=2026-10' });
	const { deal, target, streak } = celebrationFixtures;
	let rows: { view: object; withdrawn: string | null }[] = [{ view: { ...deal, id: 'before' }, withdrawn: null }];
	let asked = 0;
	await page.route('**/api/v1/celebrations?*', (route) => {
		asked += 1;
		return route.fulfill({ json: rows });
	});
	const isAsked = async (): Promise<void> => {
		const times = asked;
		await page.clock.fastForward(11_000);
		await expect.poll(() => asked).toBeGreaterThan(times);
	};
	await page.clock.install();
	await page.reload();
	await page.locator('[data-panel]').first().waitFor();
	const first = await panel(page);
	await expect.poll(() => asked).toBe(1);
	expect(await page.locator('[data-celebration]').count()).toBe(0);

	rows = [{ view: { ...streak, id: 'back' }, withdrawn: '2026-11-23T09:00:00Z' }, { view: { ...target, id: 'new' }, withdrawn: null }, ...rows];
	await isAsked();
	const band = page.locator('[data-celebration="new"]');
	await band.getByText('Target reached').waitFor();
	expect(await panel(page)).toBe(first);
	expect(await page.locator('.confetti').count()).toBe(0);
	expect(await seriousFaults(page)).toEqual([]);
	await page.keyboard.press('ArrowRight');
	await expect.poll(() => panel(page)).not.toBe(first);
	await band.waitFor();
	rows = rows.map((row) => ({ ...row, withdrawn: '2026-11-23T09:00:00Z' }));
	await isAsked();
	await band.waitFor({ state: 'detached' });
	for (let minutes = 0; minutes < 2; minutes += 1) {
		await page.clock.fastForward(61_000);
		expect(await page.locator('[data-celebration]').count()).toBe(0);
	}
	expect(errors).toEqual([]);
});

test('in the pseudo-language its own words are bracketed', async () => {
	const given = await givenFloor({ LOCALE: 'en-XA' });
	const { page } = await visit({ given, path: '/review?month=nonsense', context: { locale: 'en-XA' } });
	const texts = await page.locator('.review-says').locator('h1, p, button').allTextContents();
	expect(texts.length).toBeGreaterThan(2);
	for (const text of texts) expect(text.trim()).toMatch(/^(\[.*\]\s*)+$/);
});
