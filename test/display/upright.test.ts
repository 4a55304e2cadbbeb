/** What goes wrong inside the page, or is said to it wrongly, leaves the wall standing. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildDisplay } from '../../display/build.ts';
import type { BoardView, PanelView } from '../../shared/views.ts';
import { floorBoard } from '../fixtures/views.ts';
import { launchBrowser } from '../support/browser.ts';
import { givenShell } from './shell-support.ts';

let browser: Browser;
beforeAll(async () => {
	[browser] = await Promise.all([launchBrowser(), buildDisplay()]);
}, 120_000);
afterAll(() => browser.close());

const [trend, attainment, leaderboard, target] = floorBoard.panels as [PanelView, PanelView, PanelView, PanelView];

test('a change that fits no board, or a board that is none, leads to a new connection: the last good board stays meanwhile', async () => {
	const wall = await givenShell(browser, { panels: [trend, target] });
	await wall.panel();
	for (const wrong of [{ panels: { 0: { title: { deeper: ['x'] } } } }, { panels: [7] }, 'nonsense']) {
		const before = wall.connections();
		wall.say(wrong);
		await expect.poll(wall.connections).toBe(before + 1);
		expect(await wall.panel()).toBe(trend.id);
	}
	wall.send({ panels: [{ ...trend, title: 'Booked after all' }] });
	await wall.page.getByText('Booked after all').waitFor();
	wall.beat();
	await wall.page.locator('[data-live="true"]').waitFor();
	expect(wall.errors).toEqual([]);
});

test('views that are not what their kind says are skipped and named, also where it is what their pages are counted by', async () => {
	const groupless = { ...attainment, title: 'Groups gone', groups: null } as unknown as PanelView;
	const wall = await givenShell(browser, {
		seconds: 1,
		panels: [trend, groupless, { ...groupless, id: 'again' }, target],
	});
	await wall.page.locator(`[data-panel="${target.id}"]`).waitFor();
	await wall.page.getByText('Could not be shown: Groups gone').waitFor();
	await wall.page.locator(`[data-panel="${trend.id}"]`).waitFor();
	expect(wall.errors).toEqual([]);
});

test('a panel that throws while it fades takes nothing with it', async () => {
	const wall = await givenShell(browser, { seconds: 60, panels: [trend, leaderboard, target] });
	await wall.panel();
	await wall.page.evaluate(() => {
		const draw = CanvasRenderingContext2D.prototype.clearRect;
		const onShow = new WeakSet<HTMLElement>();
		CanvasRenderingContext2D.prototype.clearRect = function (...place) {
			const isLeaving = this.canvas.closest('.leaving') !== null || (onShow.has(this.canvas) && !this.canvas.isConnected);
			if (isLeaving) throw new Error('as a test wants it');
			if (this.canvas.isConnected) onShow.add(this.canvas);
			draw.apply(this, place);
		};
	});
	let complaints = 0;
	wall.page.on('console', (message) => (complaints += message.text().includes('as a test wants it') ? 1 : 0));
	for (const id of [leaderboard.id, target.id, trend.id, leaderboard.id]) {
		await wall.page.keyboard.press('ArrowRight');
		await wall.page.locator(`[data-panel="${id}"]`).waitFor();
		await wall.page.waitForTimeout(600);
		expect(await wall.page.locator('.layer').count()).toBe(1);
	}
	expect(complaints).toBeGreaterThan(0);
	expect(wall.errors).toEqual([]);
});

test('what throws around the panels gives way to a sentence, and comes back by itself', async () => {
	const wall = await givenShell(browser, { panels: [trend] });
	await wall.panel();
	wall.send({ clock: null } as unknown as Partial<BoardView>);
	await wall.page.getByText('This board cannot be shown just now').waitFor();
	wall.send({ clock: floorBoard.clock });
	await wall.page.locator(`[data-panel="${trend.id}"]`).waitFor({ timeout: 10_000 });
	await wall.page.locator('[data-clock]', { hasText: '14:32' }).waitFor();
	expect(wall.errors).toEqual([]);
});

test('a browser that keeps nothing, or throws when asked, shows the wall', async () => {
	const wall = await givenShell(browser, { panels: [trend] }, {
		before: () => {
			const refuse = (): never => {
				throw new DOMException('refused', 'SecurityError');
			};
			Object.defineProperty(window, 'localStorage', { get: refuse });
			Object.defineProperty(window, 'sessionStorage', { get: refuse });
		},
	});
	await wall.panel();
	await wall.page.locator('[data-live="true"]').waitFor();
	expect(wall.errors).toEqual([]);
});

test('what a browser keeps that is no board is thrown away, and one whose panels are not whole is no hindrance', async () => {
	const nonsense = await givenShell(browser, { panels: [trend] }, { before: () => localStorage.setItem('floorcast.board', '{"format":1,"board":{"for') });
	await nonsense.page.locator('[data-live="true"]').waitFor();
	expect(nonsense.errors).toEqual([]);

	const unwhole = await givenShell(browser, { panels: [trend] }, {
		before: () => {
			const board = { format: 1, panels: [{ id: 'x', kind: 'trend', title: 'Half' }, { id: 'y', kind: 'leaderboard', title: 'Other half', empty: null }] };
			localStorage.setItem('floorcast.board', JSON.stringify({ format: 1, board, saidAt: 1e12, dateOffset: 0 }));
		},
	});
	await unwhole.page.locator('[data-live="true"]').waitFor({ timeout: 10_000 });
	expect(await unwhole.panel()).toBe(trend.id);
	expect(unwhole.errors).toEqual([]);
});

test('a display that cannot read what the server says loads the page anew at once, and not in a circle', async () => {
	const wall = await givenShell(browser, { format: 3 as 2, build: 'newer' });
	await expect.poll(wall.connections).toBe(2);
	await wall.page.waitForTimeout(3000);
	expect(wall.connections()).toBe(2);
	await wall.page.getByText('Connecting to Floorcast…').waitFor();
});

test('[R8] a machine that slept shows grey numbers at once, and asks the server anew', async () => {
	const wall = await givenShell(browser, { panels: [target] });
	await wall.panel();
	await wall.page.locator('[data-clock]', { hasText: '14:32' }).waitFor();
	await wall.page.waitForTimeout(1500);
	wall.hush();
	await wall.page.evaluate(() => {
		const real = Date.now;
		Date.now = () => real() + 2 * 86_400_000;
	});
	await wall.page.getByText('No connection since Monday 14:32').waitFor({ timeout: 5000 });
	expect(await wall.page.locator('main.silent').count()).toBe(1);
	expect(await wall.page.locator('[data-clock]').count()).toBe(0);
	await expect.poll(wall.connections).toBe(2);
	wall.beat();
	await wall.page.locator('[data-live="true"]').waitFor();
	await wall.page.locator('[data-clock]', { hasText: '14:32' }).waitFor();
});

test('when all timers of the page are lost, the server’s beats start the rotation again', async () => {
	const wall = await givenShell(browser, { seconds: 1, panels: [trend, target] });
	await wall.panel();
	await wall.page.evaluate(() => {
		const last = window.setTimeout(() => undefined, 0);
		for (let timer = last; timer > 0; timer -= 1) window.clearTimeout(timer);
	});
	const seen = new Set<string | null>();
	await expect
		.poll(async () => {
			wall.beat();
			seen.add(await wall.panel());
			return seen.size;
		}, { timeout: 40_000, interval: 500 })
		.toBe(2);
});

test('what is asked each second and throws holds nothing else up', async () => {
	const wall = await givenShell(browser, { seconds: 1, panels: [trend, target] }, {
		before: () =>
			Object.defineProperty(performance, 'memory', {
				get: () => {
					throw new Error('as a test wants it');
				},
			}),
	});
	await wall.page.locator(`[data-panel="${target.id}"]`).waitFor();
	await wall.page.locator(`[data-panel="${trend.id}"]`).waitFor();
	expect(wall.errors).toEqual([]);
});
