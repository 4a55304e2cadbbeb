/** The wall in a real browser, and how long things take until they are painted there. */
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';

export async function withBrowser<T>(work: (browser: Browser) => Promise<T>): Promise<T> {
	const browser = await launchBrowser();
	try {
		return await work(browser);
	} finally {
		await browser.close();
	}
}

export const openWall = async (browser: Browser, port: number): Promise<Page> => {
	const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
	await page.goto(`http://127.0.0.1:${port}/`);
	await page.locator('[data-panel]').waitFor();
	return page;
};

/**
 * From now on `painted` of the page holds when each change of the text of `selector` was on the screen, in epoch milliseconds:
 * the second frame after it, since the first one may still show what was there before.
 */
export const notePaints = (page: Page, selector: string): Promise<void> =>
	page.evaluate((watched) => {
		const painted: number[] = [];
		let text = document.querySelector(watched)?.textContent;
		new MutationObserver(() => {
			const now = document.querySelector(watched)?.textContent;
			if (now === text) return;
			text = now;
			requestAnimationFrame(() => requestAnimationFrame(() => painted.push(performance.timeOrigin + performance.now())));
		}).observe(document.body, { subtree: true, childList: true, characterData: true });
		Object.assign(globalThis, { painted });
	}, selector);

export const paintsOf = (page: Page): Promise<number[]> => page.evaluate(() => (globalThis as unknown as { painted: number[] }).painted);
