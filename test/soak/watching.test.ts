/** What watches the wall during a soak, put to the test: what finds nothing proves something only where it can find. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { displayDir } from '../../display/build.ts';
import { givenServer, withKey, type Given } from '../server/http/support.ts';
import { launchBrowser } from '../support/browser.ts';
import { checkLeaks, leaksBetween } from '../support/leaks.ts';
import { turn, turnTo } from './turn.ts';
import { openWatchedWall, type Selling } from './watched-wall.ts';

const changes = 60;
const chartLibrary = join(dirname(createRequire(import.meta.url).resolve('chart.js')), 'chart.umd.js');

let browser: Browser;
beforeAll(async () => {
	browser = await launchBrowser();
});
afterAll(() => browser.close());

const givenFloor = async (): Promise<Given> => {
	const floor = await givenServer({ displayDir });
	const people = Array.from({ length: 12 }, (_, index) => ({ email: `p${index}@x.example`, name: `Person ${index}`, team: index % 2 ? 'West' : 'East', role: 'ae' }));
	const deals = people.map(({ email }, index) => ({ external_id: `D-${index}`, owner: email, status: 'won', amount: 1_000 * (index + 1), created: '2026-11-02', closed: '2026-11-20' }));
	expect((await floor.call('POST', '/api/v1/facts', { body: { source: 'crm', people, deals }, headers: withKey })).status).toBe(200);
	return floor;
};

/** Runs in the page: at each change of the panel something is left behind. */
function leak(what: string): void {
	const kept: unknown[] = [];
	const leaks: Record<string, () => void> = {
		listener: () => window.addEventListener('resize', () => undefined),
		node: () => kept.push(document.createElement('p')),
		interval: () => setInterval(() => undefined, 60_000),
		'loop of frames': () => {
			const next = (): number => requestAnimationFrame(next);
			next();
		},
		// As large as a board.
		board: () => kept.push(Array.from({ length: 4_000 }, (_, index) => index + Math.random())),
		chart: () => {
			const box = document.body.appendChild(document.createElement('div'));
			const { Chart } = window as unknown as { Chart: new (canvas: HTMLCanvasElement, config: object) => unknown };
			new Chart(box.appendChild(document.createElement('canvas')), { type: 'line', data: { datasets: [] } });
			box.remove();
		},
	};
	let panel: string | null = null;
	new MutationObserver(() => {
		const now = document.querySelector('[data-panel]')?.getAttribute('data-panel') ?? panel;
		if (now === panel) return;
		panel = now;
		leaks[what]?.();
	}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-panel'] });
}

/** What the check finds on the real wall after some changes of the panel. */
const found = async (origin: string, what: string): Promise<string[]> => {
	const page = await browser.newPage({ viewport: { width: 640, height: 360 } });
	const check = await checkLeaks(page);
	await page.addInitScript({ path: chartLibrary });
	await page.addInitScript(leak, what);
	await page.goto(`${origin}/`);
	await page.locator('[data-panel]').waitFor();
	await turn(page, changes);
	await turnTo(page, 'sales-target');
	const before = await check.held();
	expect(await turn(page, changes)).toBe(changes);
	await turnTo(page, 'sales-target');
	const leaks = leaksBetween(before, await check.held());
	await page.close();
	return leaks;
};

const kinds = {
	listener: /^listeners grew/,
	node: /^nodes grew/,
	interval: /^timers grew/,
	'loop of frames': /^timers grew/,
	board: /^heap grew/,
	chart: /^canvases grew/,
};

test('what is left behind at each change is found, of every kind, and on the wall as it is nothing', async () => {
	const { origin } = await givenFloor();
	// Side by side: a page mostly waits for its next frame.
	const [sound, ...leaking] = await Promise.all(['nothing', ...Object.keys(kinds)].map((what) => found(origin, what)));
	expect(sound).toEqual([]);
	expect(leaking).toEqual(Object.values(kinds).map((sentence) => expect.arrayContaining([expect.stringMatching(sentence)])));
});

test('a wrong number, grey numbers, an uncaught error and a blank moment are noticed, and nothing else is', async () => {
	const { origin, server } = await givenFloor();
	const noted: string[] = [];
	const wall = await openWatchedWall(browser, `${origin}/`, (problem) => noted.push(problem));
	let text: string | null = null;
	const floor: Selling = {
		hold: async () => () => undefined,
		sell: async () => undefined,
		board: () => server.wall().boardAt({}),
		sales: async () => text ?? (await server.wall().explain({ metric: 'sales', scope: 'company', period: '2026-11' })).text,
	};
	expect(await wall.whatIsWrong(floor, 15_000)).toBe(null);
	await wall.turn(12);
	expect(noted).toEqual([]);

	text = '€1,234';
	expect(await wall.whatIsWrong(floor, 0)).toMatch(/^the panel sales-target lacks €1,234: /);
	await wall.page.evaluate(() => document.querySelector('main')?.classList.add('silent'));
	expect(await wall.whatIsWrong(floor, 0)).toBe('the numbers are greyed out');
	expect(noted).toEqual([]);

	await wall.page.evaluate(() => {
		setTimeout(() => {
			throw new Error('oh');
		});
	});
	await expect.poll(() => noted).toEqual(['the page threw: oh']);
	// Its panel, and nothing in the place of it.
	await wall.page.evaluate(() => document.querySelector('.panels')?.remove());
	await expect.poll(() => noted).toEqual(['the page threw: oh', 'the wall was blank']);
	await wall.page.close();
});
