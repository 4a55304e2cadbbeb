import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { celebrationFixtures } from '../fixtures/celebrations.ts';
import { givenFloor, seriousFaults, useBrowser, visit } from './admin-support.ts';

useBrowser();

const panel = (page: Page) => page.locator('[data-panel]').first().getAttribute('data-panel');
const monthShown = (page: Page, month: string) => page.locator('header .period', { hasText: month }).waitFor();
const overflow = (page: Page) => page.evaluate(() => [document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]);

test('the review shows the board as at the end of the month and is stepped by arrows and presenters', async () => {
	const { page, errors } = await visit({ path: '/review?month=2026-10#screen' });
	await monthShown(page, 'October 2026');
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
	const { page } = await visit({ path: '/review?month=2026-10#screen' });
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
	const { page } = await visit({ path: '/review?month=2026-10#screen' });
	await monthShown(page, 'October 2026');
	await page.keyboard.press('ArrowUp');
	await monthShown(page, 'September 2026');
	expect(page.url()).toContain('month=2026-09');
	await page.keyboard.press('n');
	await monthShown(page, 'October 2026');
	await page.keyboard.press('n');
	await monthShown(page, 'November 2026');
	await page.keyboard.press('n');
	expect(page.url()).toContain('month=2026-11');
});

test('presenters and keyboards: first and last, a section by its number, a blank screen, the keys themselves, and back to the desk', async () => {
	const { page, errors } = await visit({ path: '/review?month=2026-10#screen' });
	const position = page.locator('.position');
	const at = (text: string) => expect.poll(() => position.textContent()).toMatch(new RegExp(`^${text} `));
	await page.locator('[data-panel]').first().waitFor();
	await page.mouse.move(100, 100);
	const first = await panel(page);
	await page.keyboard.press('End');
	await expect.poll(() => panel(page)).not.toBe(first);
	await page.keyboard.press('Home');
	await at('1');
	await page.keyboard.press('g');
	await page.keyboard.press('3');
	await expect.poll(() => page.locator('[data-panel="quota"]').count()).toBe(1);
	await page.keyboard.press('.');
	await page.locator('.review-blank').waitFor();
	await page.keyboard.press('B');
	await page.locator('[data-panel="quota"]').waitFor();
	await page.keyboard.press('?');
	await page.getByRole('complementary', { name: 'Keys' }).waitFor();
	expect(await seriousFaults(page)).toEqual([]);
	await page.keyboard.press('Escape');
	await expect.poll(() => page.locator('.review-keys').count()).toBe(0);
	expect(page.url()).toContain('#screen');
	await page.keyboard.press('Escape');
	await expect.poll(() => page.url()).not.toContain('#screen');
	expect(errors).toEqual([]);
});

test('C goes to the month before, to the same month last year, and back, at the same picture', async () => {
	const { page } = await visit({ path: '/review?month=2026-10#screen' });
	await monthShown(page, 'October 2026');
	await page.keyboard.press('2');
	await page.locator('[data-panel="year"]').waitFor();
	const bar = page.locator('.review-controls .month');
	await page.mouse.move(100, 100);
	for (const month of ['September 2026', 'October 2025', 'October 2026', 'September 2026']) {
		await page.keyboard.press('c');
		await page.mouse.move(100, 110);
		await expect.poll(() => bar.textContent()).toBe(month);
		await page.locator('.review-loading').waitFor({ state: 'detached' });
	}
	await page.locator('[data-panel="year"]').waitFor();
	// Another month is not compared with anything.
	await page.keyboard.press('n');
	await monthShown(page, 'October 2026');
	await page.keyboard.press('c');
	await expect.poll(() => page.url()).toContain('month=2026-09');
});

test('a month that is none, or has not begun, is answered with a sentence and a way on', async () => {
	const { page, url, errors } = await visit({ path: '/review?month=october#screen' });
	await page.getByText('“october” is not a month.').waitFor();
	await page.goto(url('/review?month=2031-01#screen'));
	await page.getByText('January 2031 has not begun yet.').waitFor();
	expect(await seriousFaults(page)).toEqual([]);
	await page.getByRole('button', { name: 'Show October 2026' }).click();
	await monthShown(page, 'October 2026');
	expect(errors).toEqual([]);
});

test('without a month it shows the last one that is over', async () => {
	const { page } = await visit({ path: '/review#screen' });
	await monthShown(page, 'October 2026');
});

test.each([
	{ width: 1280, height: 800 },
	{ width: 1920, height: 1080 },
	{ width: 390, height: 844 },
])('nothing sticks out at $width × $height, and axe finds nothing serious', async (viewport) => {
	const { page } = await visit({ path: '/review?month=2026-10#screen', context: { viewport, colorScheme: 'light' } });
	await page.locator('[data-panel]').first().waitFor();
	await page.mouse.move(100, 100);
	await page.locator('.review-controls').waitFor();
	expect(await overflow(page)).toEqual([0, 0]);
	expect(await seriousFaults(page)).toEqual([]);
});

test('what is celebrated meanwhile is a band, the picture stays; what was before, or was taken back, is not shown', async () => {
	const { page, errors } = await visit({ path: '/review?month=2026-10#screen' });
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
	// The band fades in.
	await expect.poll(() => seriousFaults(page)).toEqual([]);
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
	const { page } = await visit({ given, path: '/review?month=nonsense#screen', context: { locale: 'en-XA' } });
	const texts = await page.locator('.review-says').locator('h1, p, button').allTextContents();
	expect(texts.length).toBeGreaterThan(2);
	for (const text of texts) expect(text.trim()).toMatch(/^(\[.*\]\s*)+$/);
});
