/** Panels changed as fast as each of them can be painted. */
import type { Page } from 'playwright-core';

const fadeMs = 400;

/**
 * Presses → so many times, each once the frame with the panel before is painted: no faster, or frames with a panel would be left
 * out. Returns how many times another panel came.
 */
export const press = (page: Page, times: number): Promise<number> =>
	page.evaluate(async (presses) => {
		const shown = (): string | null => document.querySelector('[data-panel]')?.getAttribute('data-panel') ?? null;
		let changes = 0;
		for (let pressed = 0; pressed < presses; pressed += 1) {
			const before = shown();
			for (const what of ['keydown', 'keyup']) window.dispatchEvent(new KeyboardEvent(what, { key: 'ArrowRight' }));
			// A frame is painted right after its callbacks; what waits for its turn comes after that.
			await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
			if (shown() !== before) changes += 1;
		}
		return changes;
	}, times);

/** Of them, the last one fades in to its end, as on a wall all do. @throws Error when there is a panel and it does not give way */
export async function turn(page: Page, times: number): Promise<number> {
	const changes = await press(page, times);
	await page.waitForTimeout(fadeMs + 100);
	if (changes < times / 2 && (await page.locator('[data-panel]').count()) > 0) throw new Error(`of ${times} presses, ${changes} brought another panel`);
	return changes;
}

/** Goes on to the panel. @throws Error when it never comes */
export async function turnTo(page: Page, panel: string): Promise<void> {
	const isThere = () => page.evaluate((id) => document.querySelector('[data-panel]')?.getAttribute('data-panel') === id, panel);
	for (let presses = 0; !(await isThere()); presses += 1) {
		if (presses === 50) throw new Error(`the panel ${panel} never came`);
		await press(page, 1);
	}
}
