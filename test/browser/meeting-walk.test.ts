/** A whole meeting: a phone steers a 1080p screen, over a line that is lost, a reload and a server that is started anew. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { buildDisplay } from '../../display/build.ts';
import { launchBrowser } from '../support/browser.ts';
import { password } from '../server/http/support.ts';
import { givenFloor, newPage, openWall } from './wall-support.ts';

let browser: Browser;
beforeAll(async () => {
	await buildDisplay();
	browser = await launchBrowser();
});
afterAll(() => browser.close());

async function signedIn(url: string, options: BrowserContextOptions): Promise<Page> {
	const context = await browser.newContext({ locale: 'en-GB', ...options });
	onTestFinished(() => context.close());
	const page = await newPage(context);
	await page.goto(url);
	await page.locator('#account').fill('admin');
	await page.locator('#password').fill(password);
	await page.keyboard.press('Enter');
	await page.locator('#account').waitFor({ state: 'detached' });
	return page;
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const here = (page: Page) => page.locator('.remote-here h2 b').textContent();
const offline = 'Not connected, trying again…';

test('a phone steers the big screen through the month, over lost lines, a reload and a restart', async () => {
	const floor = await givenFloor({ LOCALE: 'en-GB' });
	const tv = await openWall(browser, floor);
	/** Where the phone is, and that the screen shows the same. */
	const isAt = async (place: number): Promise<void> => {
		await expect.poll(() => phone.locator('.remote-head .position').textContent()).toMatch(new RegExp(`^${place} `));
		await expect.poll(async () => (await shown()) === (await onPhone())).toBe(true);
	};
	const onPhone = () => phone.locator('.remote-here [data-panel]').last().getAttribute('data-panel');
	const onTv = () => tv.locator('[data-panel]').last().getAttribute('data-panel');
	const phone = await signedIn(`${floor.url}review#remote`, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
	const big = await signedIn(`${floor.url}review#screen`, { viewport: { width: 1920, height: 1080 } });
	const shown = () => big.locator('[data-panel]').last().getAttribute('data-panel');

	await phone.getByLabel('Lobby').check();
	await button(phone, 'Start').click();
	await expect.poll(() => here(phone)).toBe('The month against its target');
	// The meeting began after the screen was opened: who moves the pointer there is asked.
	await big.locator('.review-controls').waitFor({ state: 'detached' });
	await big.mouse.move(100, 100);
	await button(big, 'Follow the meeting').click();
	await button(phone, 'Next ›').click();
	await isAt(2);
	const second = await shown();
	await expect.poll(onTv, { timeout: 10_000 }).toBe(second);

	// In the middle of a section the phone's network is gone.
	await phone.context().setOffline(true);
	await phone.getByText(offline).waitFor();
	await button(phone, 'Next ›').click();
	await phone.getByText('Your last tap is sent when the line is back.').waitFor();
	expect(await shown()).toBe(second);
	await phone.context().setOffline(false);
	await expect.poll(shown).not.toBe(second);
	await isAt(3);
	await expect.poll(() => phone.getByText(offline).count()).toBe(0);

	// Gone again; somebody at the screen goes on with a presenter's key, and the phone's tap is overtaken.
	await phone.context().setOffline(true);
	await phone.getByText(offline).waitFor();
	await button(phone, '‹ Back').click();
	const third = await shown();
	await big.keyboard.press('PageDown');
	await expect.poll(shown).not.toBe(third);
	await phone.context().setOffline(false);
	await phone.getByText('Your tap was not sent.').waitFor();
	await isAt(4);

	await phone.reload();
	await isAt(4);

	// Held, the screen keeps its picture while the phone looks ahead.
	await button(phone, 'Hold').click();
	const held = await shown();
	await button(phone, 'Next ›').click();
	await phone.locator('.remote-held').waitFor();
	await expect.poll(onPhone).not.toBe(held);
	expect(await shown()).toBe(held);
	await button(phone, 'Release').click();
	await isAt(5);
	await expect.poll(onTv, { timeout: 10_000 }).toBe(await shown());

	await phone.locator('.remote-tabs').getByRole('button', { name: 'Teams' }).click();
	await button(phone, 'West').click();
	await button(phone, 'Back to the company').waitFor();
	await expect.poll(() => big.url()).toContain('scope=team%3AWest');
	await button(phone, 'Compare').click();
	await phone.locator('.remote-tools [aria-pressed]').nth(2).click();
	await phone.getByText(/The screens show .* to compare/).waitFor();
	const year = (): number => Number(/month=(\d{4})/.exec(big.url())?.[1]);
	await expect.poll(year).toBe(Number(/\d{4}/.exec((await phone.locator('.remote-head h1').textContent()) ?? '')?.[0]) - 1);
	await big.keyboard.press('c');
	await expect.poll(() => phone.getByText(/to compare/).count()).toBe(0);
	await button(phone, 'Blank').click();
	await big.locator('.review-blank').waitFor();
	await big.keyboard.press('b');
	await expect.poll(() => big.locator('.review-blank').count()).toBe(0);

	// The server is started anew.
	const before = await shown();
	await floor.stop();
	await phone.getByText(offline).waitFor();
	await big.getByText(offline).waitFor();
	expect(await shown()).toBe(before);
	await floor.start();
	await expect.poll(() => phone.getByText(offline).count(), { timeout: 20_000 }).toBe(0);
	await button(phone, 'Next ›').click();
	await expect.poll(shown, { timeout: 20_000 }).not.toBe(before);

	// What is agreed is written down while the line is gone, and stands on the screens once it is back.
	await phone.locator('.remote-tabs').getByRole('button', { name: 'Actions' }).click();
	await phone.getByLabel('What is to be done').fill('Call every quiet account');
	await phone.reload();
	await phone.locator('.remote-tabs').getByRole('button', { name: 'Actions' }).click();
	await phone.context().setOffline(true);
	await button(phone, 'Write down').click();
	await phone.getByText('Not sent yet.').waitFor();
	await phone.context().setOffline(false);
	await phone.getByLabel('Done: Call every quiet account').waitFor();
	expect(await phone.getByText('Call every quiet account').count()).toBe(1);
	await big.keyboard.press('End');
	await big.locator('[data-panel]', { hasText: 'Call every quiet account' }).waitFor();
	await expect.poll(() => tv.locator('[data-panel]', { hasText: 'Call every quiet account' }).count(), { timeout: 20_000 }).toBeGreaterThan(0);

	await phone.locator('.remote-tabs').getByRole('button', { name: 'Meeting' }).click();
	await button(phone, 'End the meeting').click();
	await button(phone, 'Yes, end it').click();
	await phone.getByRole('heading', { name: 'Start the review' }).waitFor();
	// The screen stays at its picture, and is its own again.
	const last = await shown();
	await big.keyboard.press('PageUp');
	await expect.poll(shown).not.toBe(last);
	await expect.poll(() => tv.getByText('Call every quiet account').count(), { timeout: 10_000 }).toBe(0);
}, 120_000);
