/** The whole product as the floor sees it: a real server, a real browser, nothing in between. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../server/clock.ts';
import { readConfig } from '../../server/config.ts';
import { startServer, type RunningServer } from '../../server/floorcast.ts';
import { silentLog } from '../../server/log.ts';
import { ask, apiKey, cookieOf, withKey } from '../server/http/support.ts';
import { launchBrowser } from '../support/browser.ts';

const password = 'correct horse battery';
let browser: Browser;
beforeAll(async () => {
	browser = await launchBrowser(['--host-resolver-rules=MAP wall.test 127.0.0.1']);
});
afterAll(() => browser.close());

interface Floor {
	port: number;
	stop: () => Promise<void>;
	start: () => Promise<void>;
	push: (body: unknown) => Promise<unknown>;
	session: () => Promise<Record<string, string>>;
}

const month = Temporal.Now.plainDateISO('Europe/Stockholm').toPlainYearMonth().toString();
const today = Temporal.Now.plainDateISO('Europe/Stockholm').toString();
const ana = { email: 'ana@floor.example', name: 'Ana Kovačević', team: 'West', role: 'ae' };

/** A real workspace with one seller, on a port that stays the same over a restart. */
async function givenFloor(env: Record<string, string> = {}): Promise<Floor> {
	const folder = mkdtempSync(join(tmpdir(), 'floorcast-wall-'));
	let server: RunningServer | null = null;
	let port = 0;
	const start = async (): Promise<void> => {
		const config = readConfig({ DEMO: 'off', API_KEY: apiKey, ADMIN_PASSWORD: password, HOST: '127.0.0.1', PORT: String(port), TIME_ZONE: 'Europe/Stockholm', TICK_MS: '1000', DATA_DIR: folder, ...env });
		server = await startServer(config, { clock: systemClock, log: silentLog, print: () => undefined });
		({ port } = server);
		await server.ready;
	};
	const stop = async (): Promise<void> => {
		await server?.close();
		server = null;
	};
	onTestFinished(async () => {
		await stop();
		rmSync(folder, { recursive: true, force: true });
	});
	await start();
	const push = async (body: unknown): Promise<unknown> => {
		const { status, json } = await ask(port, 'POST', '/api/v1/facts', { body, headers: withKey });
		expect(status).toBe(200);
		return json;
	};
	await push({ source: 'crm', people: [ana], deals: [{ external_id: 'D-1', owner: ana.email, status: 'won', amount: '1200', closed: today, created: today }] });
	const session = async (): Promise<Record<string, string>> => {
		const { headers } = await ask(port, 'POST', '/api/v1/session', { body: { account: 'admin', password } });
		return { Cookie: cookieOf(headers), Origin: `http://127.0.0.1:${port}` };
	};
	return { port, stop, start, push, session };
}

const openWall = async (url: string): Promise<Page> => {
	const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
	onTestFinished(() => page.close());
	page.on('pageerror', (error) => expect.unreachable(error.message));
	await page.goto(url);
	return page;
};

const showPanel = async (page: Page, id: string): Promise<void> => {
	for (let steps = 0; steps < 12; steps += 1) {
		if ((await page.locator(`[data-panel="${id}"]`).count()) > 0) return;
		await page.keyboard.press('ArrowRight');
		await page.waitForTimeout(100);
	}
	expect.unreachable(`the panel ${id} never came`);
};

const shows = (page: Page, text: string, withinMs: number): Promise<void> => page.locator('[data-panel]', { hasText: text }).first().waitFor({ timeout: withinMs });

test('a deal pushed stands on the wall at once, and so does a target set by ops', async () => {
	const floor = await givenFloor();
	const page = await openWall(`http://localhost:${floor.port}/`);
	await shows(page, '', 10_000);
	await showPanel(page, 'sales-target');
	await shows(page, '€1,200', 5_000);

	await floor.push({ source: 'crm', deals: [{ external_id: 'D-2', owner: ana.email, status: 'won', amount: '300', closed: today, created: today }] });
	await shows(page, '€1,500', 3_000);

	const headers = await floor.session();
	const { status } = await ask(floor.port, 'PUT', '/api/v1/targets', { body: [{ metric: 'sales', scope: 'company', period: month, value: 6000 }], headers });
	expect(status).toBe(200);
	await shows(page, 'of €6,000 target', 3_000);

	// What the wall writes is, byte for byte, what explain says.
	const explained = await ask(floor.port, 'GET', `/api/v1/explain?metric=sales&period=${month}`, { headers: withKey });
	expect(await page.locator('[data-panel]').innerText()).toContain(explained.json.text);
});

test('[R8] when the server stops the numbers stay, grey out and say since when within 15 s; when it is back, so is the wall within 5 s', async () => {
	const floor = await givenFloor();
	const page = await openWall(`http://localhost:${floor.port}/`);
	await shows(page, '', 10_000);
	await showPanel(page, 'sales-target');
	await shows(page, '€1,200', 5_000);
	const colour = (): Promise<string> => page.locator('[data-panel]', { hasText: '€1,200' }).locator('text=1,200').first().evaluate((element) => getComputedStyle(element).color);
	const alive = await colour();

	await floor.stop();
	await page.getByText(/No connection since \d\d:\d\d/).waitFor({ timeout: 16_000 });
	expect(await colour()).not.toBe(alive);
	await shows(page, '€1,200', 100);

	await floor.start();
	const backAt = performance.now();
	await page.getByText(/No connection since/).waitFor({ state: 'detached', timeout: 5_000 });
	expect(performance.now() - backAt).toBeLessThan(5_000);
	expect(await colour()).toBe(alive);
	await floor.push({ source: 'crm', deals: [{ external_id: 'D-3', owner: ana.email, status: 'won', amount: '50', closed: today, created: today }] });
	await shows(page, '€1,250', 2_000);
});

test('a television under another name shows a code, runs once ops approve it, and is dark again once they revoke it', async () => {
	const floor = await givenFloor();
	const page = await openWall(`http://wall.test:${floor.port}/`);
	expect(await page.evaluate(() => isSecureContext)).toBe(false);
	const code = (await page.getByText(/^[A-Z0-9]{3}[-\s]?[A-Z0-9]{3}$/).first().innerText({ timeout: 10_000 })).replace(/[^A-Z0-9]/g, '');
	expect(code).toHaveLength(6);
	expect(await page.locator('[data-panel]').count()).toBe(0);

	const headers = await floor.session();
	const approved = await ask(floor.port, 'POST', '/api/v1/screens', { body: { code, name: 'Lobby' }, headers });
	expect(approved.status).toBeLessThan(300);
	await shows(page, '', 10_000);
	expect(page.url()).not.toContain('token');

	await page.reload();
	await shows(page, '', 10_000);

	const revoked = await ask(floor.port, 'DELETE', `/api/v1/screens/${approved.json.id}`, { headers });
	expect(revoked.status).toBeLessThan(300);
	await page.locator('[data-panel]').waitFor({ state: 'detached', timeout: 3_000 });
	await page.getByText(/^[A-Z0-9]{3}[-\s]?[A-Z0-9]{3}$/).first().waitFor({ timeout: 10_000 });
});

test('arrows step through all panels, Space pauses and says so, and only one panel is on show', async () => {
	const floor = await givenFloor();
	const page = await openWall(`http://localhost:${floor.port}/`);
	await shows(page, '', 10_000);
	const shown = async (): Promise<string | null> => page.locator('[data-panel]').getAttribute('data-panel');
	const first = await shown();
	const seen = new Set<string | null>([first]);
	for (let step = 0; step < 6; step += 1) {
		await page.keyboard.press('ArrowRight');
		await page.waitForTimeout(600);
		expect(await page.locator('[data-panel]').count()).toBe(1);
		seen.add(await shown());
	}
	expect([...seen].sort()).toEqual(['attainment', 'leaders-improved', 'leaders-meetings', 'leaders-sales', 'meetings-by-week', 'sales-target']);
	expect(await shown()).toBe(first);
	await page.keyboard.press('ArrowLeft');
	await page.waitForTimeout(600);
	expect(await shown()).not.toBe(first);
	await page.keyboard.press('Space');
	await page.getByText('Paused').waitFor({ timeout: 1_000 });
	await page.keyboard.press('Enter');
	await page.getByText('Paused').waitFor({ state: 'detached', timeout: 1_000 });
});

test('the demo floor is alive, marked on every panel, and in Swedish when the locale is', async () => {
	const floor = await givenDemo();
	const page = await openWall(`http://wall.test:${floor.port}/`);
	await shows(page, '', 15_000);
	for (let step = 0; step < 6; step += 1) {
		await page.getByText('Demo', { exact: true }).waitFor({ timeout: 2_000 });
		await page.keyboard.press('ArrowRight');
		await page.waitForTimeout(500);
	}
	await showPanel(page, 'leaders-sales');
	await page.getByText('Topplista').waitFor({ timeout: 2_000 });
});

async function givenDemo(): Promise<{ port: number }> {
	const folder = mkdtempSync(join(tmpdir(), 'floorcast-demo-'));
	const config = readConfig({ HOST: '127.0.0.1', PORT: '0', LOCALE: 'sv-SE', TIME_ZONE: 'Europe/Stockholm', DATA_DIR: folder });
	const server = await startServer(config, { clock: systemClock, log: silentLog, print: () => undefined });
	onTestFinished(async () => {
		await server.close();
		rmSync(folder, { recursive: true, force: true });
	});
	await server.ready;
	return { port: server.port };
}
