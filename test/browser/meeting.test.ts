/** A review on a TV, as those in the room see it: Full HD, paired, over plain http. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Meeting, ReviewReply, SlidePlace } from '../../shared/review-api.ts';
import { ask } from '../server/http/support.ts';
import { launchBrowser } from '../support/browser.ts';
import { givenFloor, newPage, shows, today } from './wall-support.ts';

let browser: Browser;
beforeAll(async () => {
	browser = await launchBrowser();
});
afterAll(() => browser.close());

const path = '/api/v1/review/meetings';
const panelIs = (page: Page, id: string, withinMs: number): Promise<void> => expect.poll(() => page.locator('[data-panel]').last().getAttribute('data-panel'), { timeout: withinMs, interval: 20 }).toBe(id);

test('a TV becomes the screen of the review, also at night, follows within a second, is blank at a wish, outlives a restart, and returns', async () => {
	const floor = await givenFloor();
	const headers = await floor.session();
	const { id, token } = await floor.pair();
	const page = await newPage(browser);
	await page.setViewportSize({ width: 1920, height: 1080 });
	await page.goto(new URL('favicon.svg', floor.url).href);
	await page.evaluate((given) => localStorage.setItem('floorcast.token', given), token);
	await page.goto(floor.url);
	await shows(page, '', 15_000);
	// By its hours it is dark today.
	const day = (Temporal.PlainDate.from(today).dayOfWeek % 7) + 1;
	const hours = { days: [day], from: '12:00', to: '12:30', offOnHolidays: false };
	expect((await ask(floor.port, 'PUT', `/api/v1/screens/${id}/setup`, { headers, body: { hours } })).status).toBe(200);
	await page.locator('[data-panel]').first().waitFor({ state: 'detached', timeout: 10_000 });

	const month = today.slice(0, 7);
	const reply: ReviewReply = (await ask(floor.port, 'GET', `/api/v1/review?month=${month}`, { headers })).json;
	const places = reply.document.sections.flatMap(({ id: section, panels }): SlidePlace[] => panels.map((panel) => ({ section, panel: panel.id, page: 0 })));
	const [first, second, third] = places;
	if (!first || !second || !third) throw new Error('the review has fewer than three pictures');
	const meeting: Meeting = (await ask(floor.port, 'POST', path, { headers, body: { month, scope: 'company', close: null, screens: [id] } })).json;
	await panelIs(page, first.panel, 5_000);
	const steer = async (wish: object): Promise<void> => expect((await ask(floor.port, 'PUT', `${path}/${meeting.id}`, { headers, body: wish })).status).toBe(200);

	const from = performance.now();
	await steer({ at: second });
	await panelIs(page, second.panel, 2_000);
	console.info(`from the wish to the picture: ${Math.round(performance.now() - from)} ms`);
	// A TV's own keys change nothing in a review, and nothing turns by itself.
	for (const key of ['ArrowRight', 'ArrowLeft', 'Enter']) await page.keyboard.press(key);
	await page.waitForTimeout(1_500);
	await panelIs(page, second.panel, 1_000);
	expect(await page.locator('.blank').count()).toBe(0);

	await steer({ isBlank: true });
	await page.locator('.blank').waitFor({ timeout: 2_000 });
	expect(await page.evaluate(() => document.body.innerText.trim())).toBe('');
	await steer({ at: third, isBlank: false });
	await panelIs(page, third.panel, 2_000);

	await floor.stop();
	await page.waitForTimeout(500);
	await floor.start();
	await panelIs(page, third.panel, 5_000);
	await steer({ at: first });
	// As soon as it has come back to the server.
	await panelIs(page, first.panel, 30_000);

	// Its own board, on which no line says as of when the review is. It stays lit for a while, since somebody pressed its keys.
	await page.getByText(/not closed/).first().waitFor({ timeout: 3_000 });
	expect((await ask(floor.port, 'DELETE', `${path}/${meeting.id}`, { headers })).status).toBe(200);
	await page.getByText(/not closed/).first().waitFor({ state: 'detached', timeout: 3_000 });
	await shows(page, '', 3_000);
}, 120_000);

test('a page that is presented takes the code out of its address and shows the review', async () => {
	const floor = await givenFloor();
	const headers = await floor.session();
	const meeting: Meeting = (await ask(floor.port, 'POST', path, { headers, body: { month: today.slice(0, 7), scope: 'company', close: null, screens: [] } })).json;
	const { code } = (await ask(floor.port, 'POST', `${path}/${meeting.id}/present`, { headers, body: {} })).json;
	const page = await newPage(browser);
	await page.goto(new URL(`tv#present=${code}`, floor.url).href);
	await panelIs(page, meeting.at?.panel ?? '', 15_000);
	expect(page.url()).toBe(new URL('tv', floor.url).href);
	await ask(floor.port, 'DELETE', `${path}/${meeting.id}`, { headers });
	// It was a screen for the meeting only.
	await page.locator('[data-panel]').first().waitFor({ state: 'detached', timeout: 5_000 });
}, 60_000);
