/** A real floor on a real server, and the wall as a TV on the LAN sees it: over plain http, under a name, paired. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { builtDisplay, displayDir } from '../../display/build.ts';
import { systemClock } from '../../server/clock.ts';
import { readConfig } from '../../server/config.ts';
import { startServer, type RunningServer } from '../../server/floorcast.ts';
import { silentLog } from '../../server/log.ts';
import { apiKey, ask, cookieOf, password, withKey } from '../server/http/support.ts';

export interface Floor {
	port: number;
	/** As a TV on the LAN opens it. */
	url: string;
	stop: () => Promise<void>;
	/** On the same port as before; with another build of the display where `displayDir` says so. */
	start: (displayDir?: string) => Promise<void>;
	push: (body: unknown) => Promise<unknown>;
	session: () => Promise<Record<string, string>>;
	/** The id and the token of a screen that ops have approved. */
	pair: () => Promise<{ id: number; token: string }>;
}

export const today = Temporal.Now.plainDateISO('Europe/Stockholm').toString();
export const ana = { email: 'ana@floor.example', name: 'Ana Kovačević', team: 'West', role: 'ae' };
export const won = (id: string, amount: string) => ({ external_id: id, owner: ana.email, status: 'won', amount, closed: today, created: today });

/** A real workspace with one seller, on a port that stays the same over a restart. */
export async function givenFloor(env: Record<string, string> = {}): Promise<Floor> {
	const folder = mkdtempSync(join(tmpdir(), 'floorcast-wall-'));
	let server: RunningServer | null = null;
	let port = 0;
	const start = async (displayDir?: string): Promise<void> => {
		const config = readConfig({ DEMO: 'off', API_KEY: apiKey, ADMIN_PASSWORD: password, HOST: '127.0.0.1', PORT: String(port), TIME_ZONE: 'Europe/Stockholm', TICK_MS: '1000', DATA_DIR: folder, ...env });
		server = await startServer(config, { clock: systemClock, log: silentLog, print: () => undefined, ...(displayDir === undefined ? {} : { displayDir }) });
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
	if (env['DEMO'] === undefined) await push({ source: 'crm', people: [ana], deals: [won('D-1', '1200')] });
	const session = async (): Promise<Record<string, string>> => {
		const { headers } = await ask(port, 'POST', '/api/v1/session', { body: { account: 'admin', password } });
		return { Cookie: cookieOf(headers), Origin: `http://127.0.0.1:${port}` };
	};
	const pair = async (): Promise<{ id: number; token: string }> => {
		const started = await ask(port, 'POST', '/api/v1/pairing', { body: {} });
		const approved = await ask(port, 'POST', '/api/v1/screens', { body: { code: started.json.userCode, name: 'Lobby' }, headers: await session() });
		const claimed = await ask(port, 'POST', '/api/v1/pairing/claim', { body: { deviceCode: started.json.deviceCode } });
		return { id: approved.json.id, token: claimed.json.token };
	};
	return { port, url: `http://wall.test:${port}/`, stop, start, push, session, pair };
}

/** A newer build of the display, which differs in nothing but its name. */
export async function givenNewerDisplay(name: string): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'floorcast-display-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	cpSync(displayDir, folder, { recursive: true });
	const build = (await builtDisplay()) ?? '';
	const page = join(folder, 'index.html');
	writeFileSync(page, readFileSync(page, 'utf8').replaceAll(build, name));
	writeFileSync(join(folder, 'build.json'), JSON.stringify({ build: name }));
	return folder;
}

/** A page that fails the test when something in it is not caught. */
export async function newPage(browser: Browser | BrowserContext): Promise<Page> {
	const page = 'newContext' in browser ? await browser.newPage({ viewport: { width: 1280, height: 720 } }) : await browser.newPage();
	onTestFinished(() => page.close());
	page.on('pageerror', (error) => expect.unreachable(error.message));
	return page;
}

/** The wall of a screen that is paired already. */
export async function openWall(browser: Browser | BrowserContext, floor: Floor): Promise<Page> {
	const page = await newPage(browser);
	const { token } = await floor.pair();
	await page.goto(new URL('favicon.svg', floor.url).href);
	await page.evaluate((given) => localStorage.setItem('floorcast.token', given), token);
	await page.goto(floor.url);
	await shows(page, '', 10_000);
	return page;
}

export const shows = (page: Page, text: string, withinMs: number): Promise<void> => page.locator('[data-panel]', { hasText: text }).first().waitFor({ timeout: withinMs });

export async function showPanel(page: Page, id: string): Promise<void> {
	for (let steps = 0; steps < 12; steps += 1) {
		if ((await page.locator(`[data-panel="${id}"]`).count()) > 0) return;
		await page.keyboard.press('ArrowRight');
		await page.waitForTimeout(100);
	}
	expect.unreachable(`the panel ${id} never came`);
}

export const isLive = (page: Page, withinMs: number): Promise<void> => page.locator('[data-live="true"]').waitFor({ timeout: withinMs });
