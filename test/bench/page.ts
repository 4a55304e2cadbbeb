/** B6: what the television has to load and to hold, and how soon it shows a number. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { openWall, withBrowser } from './browser.ts';
import type { Budget } from './budget.ts';
import { atMost, median, ms, pause, whole } from './budget.ts';
import { floorFolder } from './floor.ts';
import { startProcess } from './process.ts';

const rounds = 7;
/** More than the pages of all panels. */
const steps = 20;

/** Milliseconds from navigation until a number was on the screen, in a browser that has nothing of the page yet. */
async function firstNumber(browser: Browser, url: string): Promise<number> {
	const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
	const page = await context.newPage();
	await page.addInitScript(() => {
		const paintedAt = new Promise<number>((resolve) => {
			const look = (): void => {
				if (/\d/.test(document.querySelector('.value')?.textContent ?? '')) requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
				else requestAnimationFrame(look);
			};
			look();
		});
		Object.assign(globalThis, { paintedAt });
	});
	await page.goto(url);
	const at = await page.evaluate(() => (globalThis as unknown as { paintedAt: Promise<number> }).paintedAt);
	await context.close();
	return at;
}

async function scriptBytes(browser: Browser, url: string): Promise<number> {
	const page = await browser.newPage();
	const bodies: Promise<Buffer>[] = [];
	page.on('response', (response) => {
		if (response.request().resourceType() === 'script') bodies.push(response.body());
	});
	await page.goto(url);
	await page.locator('[data-panel]').waitFor();
	const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body).length);
	await page.close();
	return sizes.reduce((sum, size) => sum + size, 0);
}

/** The most nodes and canvases that stand in the document while all panels are stepped through. */
async function mostHeld(page: Page): Promise<{ nodes: number; canvases: number }> {
	const most = { nodes: 0, canvases: 0 };
	for (let step = 0; step < steps; step += 1) {
		const now = await page.evaluate(() => {
			const walker = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
			let nodes = 1;
			while (walker.nextNode()) nodes += 1;
			return { nodes, canvases: document.querySelectorAll('canvas').length };
		});
		most.nodes = Math.max(most.nodes, now.nodes);
		most.canvases = Math.max(most.canvases, now.canvases);
		await page.keyboard.press('ArrowRight');
		// In the middle of the change both panels are there.
		await pause(150);
	}
	return most;
}

async function withBarePage<T>(work: (url: string) => Promise<T>): Promise<T> {
	const http = createServer((_request, response) => response.setHeader('Content-Type', 'text/html').end('<!doctype html><body><p class="value">1</p>'));
	await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
	// A TCP server has an address of this form.
	const { port } = http.address() as AddressInfo;
	try {
		return await work(`http://127.0.0.1:${port}/`);
	} finally {
		http.closeAllConnections();
		http.close();
	}
}

export const page: Budget = {
	id: 'B6',
	what: `the TV page in a real browser, median of ${rounds} first visits`,
	measure: async () => {
		const server = await startProcess(floorFolder(10_000));
		const url = `http://127.0.0.1:${server.port}/`;
		const found = await withBrowser(async (browser) => {
			const painted: number[] = [];
			const bare: number[] = [];
			for (let round = 0; round < rounds; round += 1) {
				painted.push(await firstNumber(browser, url));
				bare.push(await withBarePage((address) => firstNumber(browser, address)));
			}
			return { painted, bare, bytes: await scriptBytes(browser, url), ...(await mostHeld(await openWall(browser, server.port))) };
		});
		await server.close();
		const plain = (value: number): string => whole(value);
		return [
			{ what: 'scripts, gzipped', ...atMost(found.bytes, 110_000, (value) => `${(value / 1000).toFixed(1)} kB`), baseline: 'a bare page has none' },
			{ what: 'first number painted', ...atMost(median(found.painted), 1_000, ms), baseline: `a bare page with a number ${ms(median(found.bare))}` },
			{ what: 'nodes of the document', ...atMost(found.nodes, 1_500, plain), baseline: 'stepped through all panels' },
			{ what: 'canvases', ...atMost(found.canvases, 4, plain), baseline: 'stepped through all panels' },
		];
	},
};
