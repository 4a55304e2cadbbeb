/** The wall's shell against a server that says what the test wants: broken panels, empty boards, silence, a newer build. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server } from 'socket.io';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { buildDisplay, displayDir } from '../../display/build.ts';
import type { BoardView, PanelView } from '../../shared/views.ts';
import type { ServerToWall, WallToServer } from '../../shared/wire.ts';
import { launchBrowser } from '../support/browser.ts';
import { serveSite } from '../support/site.ts';
import { floorBoard, viewFixtures } from '../fixtures/views.ts';
import { givenShell } from './shell-support.ts';

let browser: Browser;
beforeAll(async () => {
	[browser] = await Promise.all([launchBrowser(), buildDisplay()]);
}, 120_000);
afterAll(() => browser.close());

const [trend, , leaderboard, target] = floorBoard.panels as [PanelView, PanelView, PanelView, PanelView];
const givenWall = (part: Partial<BoardView>) => givenShell(browser, part);

const broken = { ...target, id: 'broken', title: 'Broken', xLabels: null } as unknown as PanelView;
const unknown = { ...target, id: 'unknown', title: 'From the future', kind: 'crystal-ball' } as unknown as PanelView;

test('what changes on the board is painted, and a change of another board is not: the wall asks for the whole', async () => {
	const wall = await givenWall({ panels: [trend] });
	expect(await wall.panel()).toBe(trend.id);
	wall.change({ panels: [{ ...trend, title: 'Booked anew' }] });
	await wall.page.getByText('Booked anew').waitFor();
	expect(wall.connections()).toBe(1);
	wall.change({ panels: [{ ...trend, title: 'Booked once more' }] }, 7);
	await wall.page.getByText('Booked once more').waitFor();
	expect(wall.connections()).toBe(2);
	expect(wall.errors).toEqual([]);
});

test('a panel that throws is skipped and named, and the rotation goes on', async () => {
	const wall = await givenWall({ seconds: 2, panels: [trend, broken, target] });
	expect(await wall.panel()).toBe(trend.id);
	await wall.page.locator(`[data-panel="${target.id}"]`).waitFor({ timeout: 6000 });
	await wall.page.getByText('Could not be shown: Broken').waitFor();
	await wall.page.locator(`[data-panel="${trend.id}"]`).waitFor({ timeout: 6000 });
	expect(wall.errors).toEqual([]);
});

test('a panel that throws while on show gives way at once, and is tried again when it is whole', async () => {
	const wall = await givenWall({ seconds: 2, panels: [trend] });
	expect(await wall.panel()).toBe(trend.id);
	wall.send({ panels: [{ ...trend, bars: null } as unknown as PanelView] });
	await wall.page.getByText('None of the panels of this board could be shown').waitFor({ timeout: 3000 });
	wall.send({ panels: [trend] });
	await wall.page.locator(`[data-panel="${trend.id}"]`).waitFor({ timeout: 3000 });
	expect(await wall.page.getByText('could not be shown').count()).toBe(0);
});

test('a kind of panel that this display does not know is named, the others are shown', async () => {
	const wall = await givenWall({ seconds: 20, panels: [unknown, leaderboard] });
	expect(await wall.panel()).toBe(leaderboard.id);
	await wall.page.getByText('Could not be shown: From the future').waitFor();
});

test('an empty board says so, and lives on', async () => {
	const wall = await givenWall({ empty: 'This board has no panels yet.', panels: [] });
	await wall.page.getByText('This board has no panels yet.').waitFor();
	await wall.page.locator('[data-clock]', { hasText: '14:32' }).waitFor();
	wall.send({ empty: null, panels: [target] });
	await wall.page.locator(`[data-panel="${target.id}"]`).waitFor({ timeout: 3000 });
});

test('a new board leaves the panel on show where it is, with the new numbers', async () => {
	const wall = await givenWall({ seconds: 60, panels: [trend, target] });
	await wall.panel();
	await wall.page.keyboard.press('ArrowRight');
	await wall.page.locator(`[data-panel="${target.id}"]`).waitFor();
	wall.send({ panels: [leaderboard, viewFixtures.target['behind'] as PanelView, trend] });
	await wall.page.getByText('27% behind pace').waitFor({ timeout: 2000 });
	expect(await wall.panel()).toBe(target.id);
});

test('long lists turn pages, and the panel stays until all were seen', async () => {
	const wall = await givenWall({ seconds: 1, panels: [leaderboard, trend] });
	await wall.panel();
	const seen = new Set<string>();
	for (let look = 0; look < 200 && seen.size < 28; look += 1) {
		for (const id of await wall.page.locator('[data-panel] [data-row]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row') ?? ''))) seen.add(id);
		await wall.page.waitForTimeout(150);
	}
	expect(seen.size).toBe(28);
});

test('failed and silent panels say so; the demo is named; the data’s age is shown', async () => {
	const wall = await givenWall({ panels: [viewFixtures.target['stale-failed'] as PanelView] });
	for (const text of ['Not refreshed since 14:20', 'crm silent since 13:10', 'Demo', 'as of 14:29']) {
		await wall.page.getByText(text, { exact: true }).waitFor({ timeout: 3000 });
	}
});

test('without beats the numbers grey out although the socket is open; a beat heals it', async () => {
	const wall = await givenWall({ panels: [target] });
	await wall.panel();
	wall.hush();
	await wall.page.getByText('No connection since 14:32').waitFor({ timeout: 18_000 });
	expect(await wall.page.locator('main.silent').count()).toBe(1);
	await wall.page.getByText('412').first().waitFor();
	wall.beat();
	await wall.page.locator('[data-live="true"]').waitFor({ timeout: 2000 });
	expect(await wall.page.locator('main.silent').count()).toBe(0);
	await wall.page.getByText('as of 14:31').waitFor();
});

test('a pairing that has run out asks for a new code', async () => {
	const site = await serveSite(displayDir, (path) => {
		if (path === '/api/v1/pairing') return { status: 201, body: { deviceCode: `d${(codes += 1)}`, userCode: codes === 1 ? 'AAA-111' : 'BBB-222', expiresAt: '' } };
		return path === '/api/v1/pairing/claim' ? { status: codes === 1 ? 410 : 202, body: {} } : null;
	});
	let codes = 0;
	const sockets = new Server<WallToServer, ServerToWall>(site.server);
	sockets.use((_socket, next) => next(new Error('not_paired')));
	const page = await browser.newPage();
	onTestFinished(async () => {
		await page.close();
		await sockets.close();
		await site.close();
	});
	await page.goto(site.url);
	await page.getByText('AAA-111').waitFor();
	await page.getByText('BBB-222').waitFor({ timeout: 10_000 });
});

test('a browser too old for the display is told so in words, in two languages, with the address', async () => {
	const site = await serveSite(displayDir);
	const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
	onTestFinished(async () => {
		await page.close();
		await site.close();
	});
	await page.addInitScript(() => {
		delete (window as { BigInt?: unknown }).BigInt; // as before Chromium 67
	});
	await page.goto(site.url);
	await page.getByText("This TV's browser is too old").waitFor({ timeout: 3000 });
	await page.getByText('Den här tv:ns webbläsare är för gammal').waitFor();
	await expect.poll(() => page.getByText(`${site.url}/`).count()).toBe(2);
	expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(720);
});

test('a page that the TV has kept and whose scripts are gone says so, and gives way to the one that the server has now', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'floorcast-display-'));
	cpSync(displayDir, folder, { recursive: true });
	const index = join(folder, 'index.html');
	const html = readFileSync(index, 'utf8');
	writeFileSync(index, html.replaceAll('/assets/index-', '/assets/older-'));
	let well = false;
	const site = await serveSite(folder, (path) => (path === '/healthz' ? { status: well ? 200 : 503, body: {} } : null));
	const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
	onTestFinished(async () => {
		await page.close();
		await site.close();
		rmSync(folder, { recursive: true, force: true });
	});
	await page.goto(site.url);
	await page.getByText('Floorcast could not start').waitFor({ timeout: 10_000 });
	writeFileSync(index, html);
	well = true;
	await page.getByText('Connecting to Floorcast…').waitFor({ timeout: 25_000 });
});
