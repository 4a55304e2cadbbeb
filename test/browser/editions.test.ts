/** Three screens in three rooms, as those in the rooms see them. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChosenSetup } from '../../shared/screen.ts';
import { ask } from '../server/http/support.ts';
import { launchBrowser } from '../support/browser.ts';
import { boardDraft, panelPlan } from '../support/plans.ts';
import { ana, givenFloor, newPage, shows, today, won, type Floor } from './wall-support.ts';

let browser: Browser;
beforeAll(async () => {
	browser = await launchBrowser();
});
afterAll(() => browser.close());

const month = today.slice(0, 7);

async function openScreen(floor: Floor, headers: Record<string, string>, setup: Partial<ChosenSetup>): Promise<{ id: number; page: Page }> {
	const { id, token } = await floor.pair();
	await setUp(floor, headers, id, setup);
	const page = await newPage(browser);
	await page.goto(new URL('favicon.svg', floor.url).href);
	await page.evaluate((given) => localStorage.setItem('floorcast.token', given), token);
	await page.goto(floor.url);
	await shows(page, '', 10_000);
	return { id, page };
}
const setUp = async (floor: Floor, headers: Record<string, string>, id: number, setup: Partial<ChosenSetup>): Promise<void> => {
	expect((await ask(floor.port, 'PUT', `/api/v1/screens/${id}/setup`, { headers, body: setup })).status).toBe(200);
};
const textOf = (page: Page): Promise<string> => page.locator('.stage').innerText();

test('three boards at three privacies: a deal is money and a name on the floor, a share of the team’s target in the lobby; each panel has its own seconds', async () => {
	const floor = await givenFloor();
	const headers = await floor.session();
	await floor.push({ source: 'crm', targets: [{ metric: 'sales', scope: 'team:West', period: month, value: 4_800 }] });
	const made = await ask(floor.port, 'POST', '/api/v1/boards', {
		headers,
		body: { plan: boardDraft({ seconds: 600, panels: [panelPlan({ id: 'first', seconds: 5 }), panelPlan({ id: 'second', kind: 'attainment' })] }) },
	});
	const board: string = made.json.plan.id;
	const lobby = await openScreen(floor, headers, { board, privacy: 'lobby' });
	const hall = await openScreen(floor, headers, { board: 'floor', privacy: 'floor' });
	const room = await openScreen(floor, headers, { board, privacy: 'boardroom' });

	// The first panel has five seconds, the second the board's ten minutes.
	await lobby.page.locator('[data-panel="second"]').waitFor({ timeout: 10_000 });
	await shows(lobby.page, '25%', 5_000);
	await room.page.locator('[data-panel="second"]').waitFor({ timeout: 10_000 });
	await shows(room.page, '€1,200 of €4,800', 5_000);
	await floor.push({ source: 'crm', deals: [won('D-2', '1200')] });
	await shows(lobby.page, '50%', 5_000);
	await shows(room.page, '€2,400 of €4,800', 5_000);
	expect(await textOf(lobby.page)).not.toMatch(/€|Ana/);
	expect(await hall.page.locator('[data-panel="first"], [data-panel="second"]').count()).toBe(0);

	await setUp(floor, headers, room.id, { privacy: 'lobby' });
	await room.page.locator('[data-panel]', { hasText: '€' }).waitFor({ state: 'detached', timeout: 3_000 });
	// The last panel takes a moment to fade.
	await expect.poll(() => textOf(room.page), { timeout: 3_000 }).not.toMatch(new RegExp(`€|${ana.name}`));
	// Nor does it keep for its next start what it may not show any more.
	await expect.poll(() => room.page.evaluate(() => localStorage.getItem('floorcast.board')), { timeout: 3_000 }).not.toMatch(new RegExp(`€|${ana.name}`));
	await setUp(floor, headers, lobby.id, { privacy: 'floor' });
	await shows(lobby.page, '€2,400 of €4,800', 3_000);
	await setUp(floor, headers, lobby.id, { board: 'floor' });
	// What took the place of the panel that was on show.
	await lobby.page.locator('[data-panel="attainment"]').waitFor({ timeout: 3_000 });
});

test('a board on which nothing is due says so, and goes on when something is', async () => {
	const floor = await givenFloor();
	const headers = await floor.session();
	const weekday = Temporal.PlainDate.from(today).dayOfWeek;
	const plan = (day: number) => boardDraft({ panels: [panelPlan({ times: { days: [day], from: '00:00', to: '24:00' } })] });
	const made = await ask(floor.port, 'POST', '/api/v1/boards', { headers, body: { plan: plan((weekday % 7) + 1) } });
	const { id, token } = await floor.pair();
	await setUp(floor, headers, id, { board: made.json.plan.id });
	const page = await newPage(browser);
	await page.goto(new URL('favicon.svg', floor.url).href);
	await page.evaluate((given) => localStorage.setItem('floorcast.token', given), token);
	await page.goto(floor.url);
	await page.getByText('Nothing is due on this board just now.').waitFor({ timeout: 10_000 });
	const saved = await ask(floor.port, 'PUT', `/api/v1/boards/${made.json.plan.id}`, { headers, body: { plan: plan(weekday), was: made.json.entry ?? null } });
	expect([saved.status, saved.text]).toEqual([200, expect.any(String)]);
	await shows(page, ana.name, 3_000);
});
