/** B3: from a fact's acknowledgement until it is painted on a wall in a real browser, with a hundred walls and a fact a second. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { Server } from 'socket.io';
import { notePaints, openWall, paintsOf, withBrowser } from './browser.ts';
import type { Budget } from './budget.ts';
import { atMost, median, ms, pause, percentile } from './budget.ts';
import { floorFolder, people } from './floor.ts';
import { connectWalls, startProcess } from './process.ts';

const otherWalls = 99;
const facts = 120;
const everyMs = 1_000;

const now = (): number => performance.timeOrigin + performance.now();

/** Milliseconds from each `begin` until the page had painted what came of it. */
async function delays(page: Page, times: number, begin: (index: number) => Promise<number>): Promise<number[]> {
	const begun: number[] = [];
	for (let index = 0; index < times; index += 1) {
		const next = performance.now() + everyMs;
		begun.push(await begin(index));
		await pause(next - performance.now());
	}
	const painted = await paintsOf(page);
	if (painted.length !== times) throw new Error(`${times} changes were made and ${painted.length} painted`);
	return painted.map((at, index) => at - (begun[index] ?? Number.NaN));
}

const bigDeal = (index: number): string =>
	JSON.stringify({ source: 'bench', deals: [{ external_id: `p${index}`, owner: people[index % people.length]?.email, status: 'won', amount: '30000.00', created: '2026-01-02', closed: Temporal.Now.instant().toString() }] });

async function ofWall(): Promise<number[]> {
	const server = await startProcess(floorFolder(10_000));
	const { close } = await connectWalls(server.port, otherWalls);
	const painted = await withBrowser(async (browser) => {
		const page = await openWall(browser, server.port);
		// The panel with the month's sales, and it stays.
		while ((await page.locator('[data-panel]').getAttribute('data-panel')) !== 'sales-target') {
			await page.keyboard.press('ArrowRight');
			await pause(600);
		}
		await page.keyboard.press('Space');
		await notePaints(page, '[data-panel] .value');
		await pause(1_000);
		return delays(page, facts, async (index) => {
			await server.push(bigDeal(index));
			return now();
		});
	});
	close();
	await server.close();
	return painted;
}

const barePage = '<!doctype html><body><p id="value">0</p><script src="/socket.io/socket.io.js"></script><script>io({ transports: ["websocket"] }).on("value", (value) => { document.getElementById("value").textContent = value; });</script>';

/** The same machine, browser and number of sockets, with nothing but a number that is sent. */
async function ofBareSockets(): Promise<number[]> {
	const http = createServer((_request, response) => response.setHeader('Content-Type', 'text/html').end(barePage));
	const io = new Server(http, { transports: ['websocket'] });
	await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
	// A TCP server has an address of this form.
	const { port } = http.address() as AddressInfo;
	io.on('connection', (socket) => socket.emit('board'));
	const { close } = await connectWalls(port, otherWalls);
	const painted = await withBrowser(async (browser) => {
		const page = await browser.newPage();
		await page.goto(`http://127.0.0.1:${port}/`);
		await notePaints(page, '#value');
		await pause(500);
		return delays(page, facts / 4, async (index) => {
			io.emit('value', index + 1);
			return now();
		});
	});
	close();
	await io.close();
	return painted;
}

export const paint: Budget = {
	id: 'B3',
	what: `from acknowledged to painted in a real browser, ${otherWalls + 1} walls, ${facts} facts, one a second`,
	measure: async () => {
		const [painted, bare] = [await ofWall(), await ofBareSockets()];
		const baseline = `a number sent bare to as many sockets: ${ms(median(bare))}, p99 ${ms(percentile(bare, 0.99))}`;
		return [
			{ what: 'median', ...atMost(median(painted), 150, ms), baseline },
			{ what: 'p99', ...atMost(percentile(painted, 0.99), 300, ms), baseline },
		];
	},
};
