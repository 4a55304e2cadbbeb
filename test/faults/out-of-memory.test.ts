/** A server that runs out of memory, under something that starts it again as the unit does. */
import { setTimeout as pass } from 'node:timers/promises';
import type { BoardView } from '../../shared/views.ts';
import { expect, onTestFinished, test } from 'vitest';
import { ask, givenFolder, withKey } from '../server/http/support.ts';
import { launchBrowser } from '../support/browser.ts';
import { connectFleet, contentOf } from '../support/fleet.ts';
import { givenFreePort } from '../support/machine.ts';
import { inspect, startProcess, tryToAsk, type Started } from '../support/process.ts';

const walls = 50;
/** In megabytes: enough for the floor, and not for what is sent to it. */
const heap = 80;
/** `RestartSec` of the unit. */
const againAfterMs = 1_000;
const zone = 'Europe/Stockholm';

/** Starts it again whenever it ends. */
const supervise = (env: Record<string, string>): { current: () => Started; ends: (number | null)[]; stop: () => void } => {
	let isOver = false;
	const ends: (number | null)[] = [];
	const start = (): Started => {
		const started = startProcess({ ...env, NODE_OPTIONS: `--max-old-space-size=${heap}` });
		void started.exit.then(async (code) => {
			ends.push(code);
			await pass(againAfterMs);
			if (!isOver) current = start();
		});
		return started;
	};
	let current = start();
	const stop = (): void => {
		isOver = true;
		current.child.kill('SIGKILL');
	};
	onTestFinished(stop);
	return { current: () => current, ends, stop };
};

test('[R20] out of memory, it is started again, has everything that it acknowledged, and all walls show it', { timeout: 240_000 }, async () => {
	const port = await givenFreePort();
	const env = { DATA_DIR: givenFolder(), PORT: String(port), TICK_MS: '1000', TIME_ZONE: zone, CURRENCY: 'EUR' };
	const server = supervise(env);
	const up = () => expect.poll(async () => (await tryToAsk(port, 'GET', '/healthz'))?.status, { timeout: 60_000, interval: 20 }).toBe(200);
	await up();
	const today = Temporal.Now.plainDateISO(zone).toString();
	let sold = 0;
	const sell = async (): Promise<void> => {
		const deals = [{ external_id: `D-${(sold += 1)}`, owner: 'ana@x.example', status: 'won', amount: 30_000, created: today, closed: today }];
		expect((await ask(port, 'POST', '/api/v1/facts', { body: { source: 'crm', deals }, headers: withKey })).status).toBe(200);
	};
	await sell();
	const fleet = connectFleet(port, walls);
	const browser = await launchBrowser();
	onTestFinished(() => browser.close());
	const page = await browser.newPage({ viewport: { width: 640, height: 360 } });
	page.on('pageerror', (error) => expect.unreachable(error.message));
	await page.goto(`http://127.0.0.1:${port}/`);
	await page.locator('[data-panel]').waitFor();

	// Sixteen bodies at once, each within its bounds, each a million small things once it is read.
	const heavy = Buffer.from(JSON.stringify({ source: 'dialer', ignored: Array.from({ length: 1_200_000 }, () => [1]) }));
	expect(heavy.length).toBeLessThan(5_000_000);
	let kept = 0;
	while (server.ends.length === 0) {
		const answers = await Promise.all(Array.from({ length: 16 }, () => tryToAsk(port, 'POST', '/api/v1/facts', { raw: heavy, headers: { ...withKey, 'Content-Type': 'application/json' } })));
		if (server.ends.length === 0 && answers.every((answer) => answer !== null)) await sell();
		kept = sold;
	}
	const endedAt = performance.now();
	await up();
	const backMs = performance.now() - endedAt;
	console.warn(`ended with ${server.ends[0]}; back after ${Math.round(backMs)} ms, of which ${againAfterMs} were waited`);
	expect([0, 1]).not.toContain(server.ends[0]);
	expect((await ask(port, 'GET', '/api/v1/health', { headers: withKey })).json.facts.deals).toBe(kept);

	await sell();
	const board = async (): Promise<BoardView> => (await ask(port, 'GET', '/api/v1/wall', { headers: withKey })).json;
	const { text } = (await ask(port, 'GET', `/api/v1/explain?metric=sales&scope=company&period=${today.slice(0, 7)}`, { headers: withKey })).json;
	await expect.poll(async () => {
		const content = contentOf(await board());
		return fleet.filter((wall) => wall.socket.connected && contentOf(wall.board) === content).length;
	}, { timeout: 60_000 }).toBe(walls);
	await expect.poll(async () => {
		await page.keyboard.press('ArrowRight');
		return page.evaluate((sales) => document.querySelector('main.silent') === null && document.body.textContent.includes(sales), text);
	}, { timeout: 60_000, interval: 500 }).toBe(true);
	expect(server.ends).toHaveLength(1);
	expect(backMs).toBeLessThan(5_000);

	const { child, exit } = server.current();
	child.kill('SIGTERM');
	await exit;
	server.stop();
	await inspect(env.DATA_DIR).close();
});
