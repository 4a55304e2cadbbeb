/** The review on paper. */
import { expect, test } from 'vitest';
import { useBrowser, visit } from './admin-support.ts';
import { givenHandout, pagesOf } from './handout-support.ts';

useBrowser();

/** A4 across, in points; Chromium rounds to whole pixels. */
const isA4 = ([width, height]: [number, number]): boolean => Math.abs(width - 842) < 2 && Math.abs(height - 595) < 2;

test.each(['link', 'desk'] as const)('each section begins a page, no page is empty, and a long table has its first rows, from the %s page', async (from) => {
	const { given, link } = await givenHandout();
	const { page, errors } = await visit({ given, ...(from === 'link' ? { path: (await link()).path, signIn: false } : { path: '/review?month=2026-10' }), context: { colorScheme: 'dark' } });
	await page.locator('#section-actions .picture [data-panel]').waitFor();
	const pages = pagesOf(await page.pdf({ format: 'A4', landscape: true, preferCSSPageSize: true, printBackground: true }));
	expect(pages.every(({ size }) => isA4(size))).toBe(true);
	// Seven sections, and the first 50 of 212 rows on more pages than one.
	expect(pages.length).toBeGreaterThanOrEqual(7 + 1);
	expect(pages.length).toBeLessThanOrEqual(7 + 4);
	// The running lines alone are three.
	for (const { texts } of pages) expect(texts).toBeGreaterThan(4);
	// The page itself stays as it was.
	expect(await page.locator('.tv-picture[data-theme]').count()).toBe(0);
	expect(errors).toEqual([]);
});

test('on paper there is nothing to press, the colours are those of paper, and each page says what it is of', async () => {
	const { given, link } = await givenHandout();
	const { page } = await visit({ given, path: (await link()).path, signIn: false, context: { colorScheme: 'dark' } });
	await page.locator('#section-actions .picture [data-panel]').waitFor();
	await page.emulateMedia({ media: 'print' });
	expect(await page.locator('button:visible').count()).toBe(0);
	expect(await page.locator('.beyond:visible').count()).toBe(38);
	await page.getByText('The first 50 of 212 rows. All of them are in the CSV.').waitFor();
	const { background, picture, head } = await page.evaluate(() => ({
		background: getComputedStyle(document.body).backgroundColor,
		picture: getComputedStyle(document.querySelector('.tv-picture') ?? document.body).backgroundColor,
		head: document.documentElement.style.getPropertyValue('--print-head'),
	}));
	expect([background, picture]).toEqual(['rgb(255, 255, 255)', 'rgb(255, 255, 255)']);
	expect(head).toMatch(/October 2026 · as closed on .*"$/);
});
