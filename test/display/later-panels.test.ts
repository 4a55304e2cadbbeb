/** Kinds of panel that a wall starts without: fetched when its board has one, tried again when they cannot be had, kept for a start without the server. */
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Browser, Page } from 'playwright-core';
import { Server } from 'socket.io';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { buildDisplay, builtDisplay, displayDir } from '../../display/build.ts';
import { servePages } from '../../server/http/pages.ts';
import type { BoardView, PanelView } from '../../shared/views.ts';
import type { ServerToWall, WallToServer } from '../../shared/wire.ts';
import { breakdownViews } from '../fixtures/breakdown.ts';
import { actionsViews, comparisonViews, findingsViews, wonLostViews } from '../fixtures/review.ts';
import { scorecardViews } from '../fixtures/scorecard.ts';
import { floorBoard } from '../fixtures/views.ts';
import { launchBrowser } from '../support/browser.ts';
import { givenShell } from './shell-support.ts';

let browser: Browser;
beforeAll(async () => {
	[browser] = await Promise.all([launchBrowser(), buildDisplay()]);
}, 120_000);
afterAll(() => browser.close());

const [trend, , , target] = floorBoard.panels as [PanelView, PanelView, PanelView, PanelView];
const breakdown = breakdownViews.ahead;
const scorecard = scorecardViews.ahead;
const scripts = /\/assets\/later-panels-/;
const panel = (page: Page, { id }: PanelView) => page.locator(`[data-panel="${id}"]`);
const fetched = (page: Page) => page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => name.includes('/later-panels-')).length);

test('a board of the first kinds never fetches the others; one that comes to have them shows them', async () => {
	const wall = await givenShell(browser, { panels: [trend, target] });
	await panel(wall.page, trend).waitFor();
	await wall.page.waitForTimeout(1_500);
	expect(await fetched(wall.page)).toBe(0);
	wall.send({ panels: [breakdown] });
	await panel(wall.page, breakdown).getByText('Partner').waitFor();
	wall.send({ panels: [scorecard] });
	await panel(wall.page, scorecard).getByText('Connect rate').waitFor();
	// Of a review that is shown on it.
	for (const [view, text] of [[wonLostViews.ahead, 'and 82 more'], [comparisonViews.ahead, 'October 2026'], [findingsViews.ahead, '4 of 9 reached their quota.'], [actionsViews.ahead, 'Plan the fair in Malmö']] as const) {
		wall.send({ panels: [view] });
		await wall.page.locator(`[data-panel="${view.id}"]`).getByText(text).first().waitFor();
	}
	expect(await fetched(wall.page)).toBe(1);
	expect(wall.errors).toEqual([]);
});

test('while they cannot be had the other panels go on and they are named; then they are shown without a new start', async () => {
	const wall = await givenShell(browser, { panels: [trend] });
	const away = /\/assets\/later-panels-|favicon\.svg/;
	await wall.page.route(away, (route) => route.abort());
	await panel(wall.page, trend).waitFor();
	wall.send({ seconds: 1, panels: [breakdown, trend, target, scorecard] });
	await wall.page.getByText('Could not be shown: Sales by channel').waitFor();
	// Never a picture without a panel, round after round.
	const seen = await wall.page.evaluate(async () => {
		const found = new Set<string>();
		for (let look = 0; look < 50; look += 1) {
			found.add(document.querySelector('[data-panel]')?.getAttribute('data-panel') ?? 'none');
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
		return [...found];
	});
	expect(seen.sort()).toEqual([trend.id, target.id].sort());
	const born = await wall.page.evaluate(() => performance.timeOrigin);
	await wall.page.unroute(away);
	await panel(wall.page, breakdown).waitFor({ timeout: 12_000 });
	await panel(wall.page, scorecard).waitFor({ timeout: 12_000 });
	expect(await wall.page.getByText('Could not be shown').count()).toBe(0);
	expect(await wall.page.evaluate(() => performance.timeOrigin)).toBe(born);
	expect(wall.errors).toEqual([]);
});

test('after a script that broke off, of which engines have had enough, the page starts anew and shows them', async () => {
	const wall = await givenShell(browser, { panels: [trend] });
	await panel(wall.page, trend).waitFor();
	const born = await wall.page.evaluate(() => performance.timeOrigin);
	await wall.page.route(scripts, (route) => route.abort(), { times: 1 });
	wall.send({ panels: [trend, breakdown], seconds: 1 });
	await panel(wall.page, breakdown).waitFor({ timeout: 30_000 });
	expect(await wall.page.evaluate(() => performance.timeOrigin)).toBeGreaterThan(born);
});

test('a board of nothing but such panels says that they are on their way until they are', async () => {
	const wall = await givenShell(browser, { panels: [trend] });
	await panel(wall.page, trend).waitFor();
	let release = (): void => undefined;
	const held = new Promise<void>((resolve) => (release = resolve));
	await wall.page.route(scripts, async (route) => {
		await held;
		await route.continue();
	});
	wall.send({ panels: [breakdown, scorecard] });
	await wall.page.getByText('One moment: the panels are on their way.').waitFor();
	release();
	await panel(wall.page, breakdown).getByText('Partner').waitFor();
});

/** The product's own way of serving, which has browsers keep what carries its build. */
async function givenServer(board: BoardView): Promise<{ url: string; close: () => Promise<void> }> {
	const app = express();
	app.get('/healthz', (_request, response) => void response.send('ok'));
	app.use(servePages(displayDir));
	const http: HttpServer = createServer(app);
	const sockets = new Server<WallToServer, ServerToWall>(http);
	sockets.on('connection', (socket) => {
		socket.emit('board', board, 0);
		socket.emit('beat', Date.UTC(2026, 10, 23, 13, 32), '14:29');
	});
	await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
	const { port } = http.address() as AddressInfo; // a TCP server has one of this form
	let isOpen = true;
	const close = async (): Promise<void> => {
		if (!isOpen) return;
		isOpen = false;
		http.closeAllConnections();
		await sockets.close();
	};
	onTestFinished(close);
	return { url: `http://wall.test:${port}/`, close };
}

test('a wall that is switched on while its server is away shows such panels of its last board', async () => {
	const { url, close } = await givenServer({ ...floorBoard, build: (await builtDisplay()) ?? '', panels: [breakdown, scorecard] });
	const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
	onTestFinished(() => context.close());
	const page = await context.newPage();
	await page.goto(url);
	await panel(page, breakdown).getByText('Partner').waitFor();
	// What the page keeps when it goes.
	await page.goto('about:blank');
	await close();
	await page.goto(url);
	await page.getByText(/^Showing /).first().waitFor();
	await panel(page, breakdown).getByText('Partner').waitFor();
	await page.keyboard.press('ArrowRight');
	await panel(page, scorecard).getByText('Connect rate').waitFor();
});
