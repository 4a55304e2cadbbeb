/** A television and a real server: what the floor sees happen, on each engine. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { displayDir } from '../../display/build.ts';
import { givenFloor as givenChangingFloor, givenNewerDisplay } from '../browser/wall-support.ts';
import { ask, cookieOf, givenFolder, password, withKey } from '../server/http/support.ts';
import { isUp, portOf, startProcess, type Started } from '../support/process.ts';
import { givenProxyWithoutWebSockets } from '../support/proxy.ts';
import { serveSite } from '../support/site.ts';
import { launch } from './browser.ts';
import { tooOld } from './engines.ts';
import type { Key, TvPage } from './page.ts';
import { givenBrowsers, tvOf, tvs, type Tv } from './support.ts';

const browsers = givenBrowsers();
const today = Temporal.Now.plainDateISO('Europe/Stockholm').toString();

/** As remote controls send them, some without a name. */
const keys = {
	left: { key: 'Unidentified', keyCode: 37 },
	right: { key: 'ArrowRight', keyCode: 39 },
	ok: { key: 'Unidentified', keyCode: 13 },
	space: { key: ' ', keyCode: 32 },
	up: { key: 'Unidentified', keyCode: 38 },
	/** LG's and Samsung's. */
	back: { key: 'Unidentified', keyCode: 461 },
	otherBack: { key: 'Unidentified', keyCode: 10009 },
} satisfies Record<string, Key>;

const emailOf = (name: string): string => `${name.toLowerCase()}@floor.example`;
/** Who does not sell by role is on the leaderboard for as long as they have sold something. */
const person = (name: string, role = 'manager') => ({ email: emailOf(name), name, team: 'West', role });
const deal = (name: string, amount: number) => ({ external_id: `D-${name}`, owner: emailOf(name), status: 'won', amount: String(amount), closed: today, created: today });

interface Floor {
	server: Started;
	port: number;
	push: (body: object) => Promise<void>;
	/** Approves the screen that shows this code. */
	approve: (code: string) => Promise<void>;
}

async function givenFloor(env: Record<string, string> = {}): Promise<Floor> {
	const server = startProcess({ ADMIN_PASSWORD: password, TIME_ZONE: 'Europe/Stockholm', TICK_MS: '1000', ...env });
	const port = await portOf(server);
	await isUp(port);
	const push: Floor['push'] = async (body) => {
		const { status, json } = await ask(port, 'POST', '/api/v1/facts', { body: { source: 'crm', ...body }, headers: withKey });
		expect([status, json.rejected]).toEqual([200, []]);
	};
	const approve: Floor['approve'] = async (code) => {
		const { headers } = await ask(port, 'POST', '/api/v1/session', { body: { account: 'admin', password } });
		const session = { Cookie: cookieOf(headers), Origin: `http://127.0.0.1:${port}` };
		const { status } = await ask(port, 'POST', '/api/v1/screens', { body: { code, name: 'Lobby' }, headers: session });
		expect(status).toBe(200);
	};
	return { server, port, push, approve };
}

/** An error of the page fails the test. */
async function openWall({ program }: Tv, url: string): Promise<TvPage> {
	const page = await (await browsers(program)).open({ size: [1920, 1080] });
	onTestFinished(async () => {
		await page.close();
		expect(page.errors).toEqual([]);
	});
	await page.goto(url);
	return page;
}

const isThere = (page: TvPage, selector: string): Promise<void> => page.until((wanted) => document.querySelector(wanted) !== null, selector);
const isGone = (page: TvPage, selector: string): Promise<void> => page.until((unwanted) => document.querySelector(unwanted) === null, selector);
const shows = (page: TvPage, text: string): Promise<void> => page.until((wanted) => document.body.innerText.includes(wanted), text);
const panelOn = (page: TvPage): Promise<string | null> => page.evaluate(() => document.querySelector('[data-panel]')?.getAttribute('data-panel') ?? null, null);

/** Where it stays, until the same key again. */
async function pauseOn(page: TvPage, id: string): Promise<void> {
	await isThere(page, '[data-panel]');
	await page.press(keys.space);
	await isThere(page, '[data-paused]');
	await showPanel(page, id);
}

async function showPanel(page: TvPage, id: string): Promise<void> {
	for (let steps = 0; steps < 12; steps += 1) {
		if ((await panelOn(page)) === id) return;
		await page.press(keys.right);
		await pause(100);
	}
	expect.unreachable(`the panel ${id} never came`);
}

async function pair(page: TvPage, floor: Floor): Promise<void> {
	await isThere(page, '[data-pairing-code]');
	await floor.approve(await page.evaluate(() => document.querySelector('[data-pairing-code]')?.textContent ?? '', null));
}

/** The names on the leaderboard from the top, once nothing moves any more. */
const leaders = (page: TvPage): Promise<string[] | null> =>
	page.evaluate(() => {
		const rows = [...document.querySelectorAll('[data-panel] [data-row]')];
		if (rows.some((row) => getComputedStyle(row).transform !== 'none')) return null;
		const placed = rows.map((row) => ({ name: row.querySelector('.name')?.textContent ?? '', top: row.getBoundingClientRect().top }));
		return placed.sort((a, b) => a.top - b.top).map(({ name }) => name);
	}, null);

const colourOfNumber = (page: TvPage): Promise<string> => page.evaluate(() => getComputedStyle(document.querySelector('[data-panel] .value') ?? document.body).color, null);

describe.each(tvs)('$title', (tv) => {
	test.skipIf(tv.skip)('is paired by its code, shows at once what is pushed, and lists who leads in the right order', async () => {
		const floor = await givenFloor();
		await floor.push({ people: [person('Ana', 'ae'), person('Ben'), person('Cleo', 'ae'), person('Dan')], deals: [deal('Ana', 1200), deal('Ben', 900), deal('Cleo', 500)] });
		const page = await openWall(tv, `http://wall.test:${floor.port}/`);
		expect(await page.evaluate(() => isSecureContext, null)).toBe(false);
		await pair(page, floor);
		await pauseOn(page, 'sales-target');
		await shows(page, '€2,600');

		await showPanel(page, 'leaders-sales');
		await expect.poll(() => leaders(page)).toEqual(['Ana', 'Ben', 'Cleo']);
		await floor.push({ deals: [deal('Cleo', 2000), deal('Dan', 700)], deleted: [{ entity: 'deals', external_id: 'D-Ben' }] });
		await expect.poll(() => leaders(page)).toEqual(['Cleo', 'Ana', 'Dan']);
		await showPanel(page, 'sales-target');
		await shows(page, '€3,900');
	});

	test.skipIf(tv.skip)('goes on and back, pauses and says so, by the keys of a remote control', async () => {
		const floor = await givenFloor();
		const page = await openWall(tv, `http://127.0.0.1:${floor.port}/`);
		await isThere(page, '[data-panel]');
		const first = await panelOn(page);
		await page.press(keys.right);
		await expect.poll(() => panelOn(page)).not.toBe(first);
		await page.press(keys.left);
		await expect.poll(() => panelOn(page)).toBe(first);
		for (const key of [keys.ok, keys.space]) {
			await page.press(key);
			await isThere(page, '[data-paused]');
			await page.press(key);
			await isGone(page, '[data-paused]');
		}
		for (const back of [keys.back, keys.otherBack]) {
			await page.press(keys.up);
			await isThere(page, '[data-over]');
			await page.press(keys.up);
			await isThere(page, '[data-diagnostics]');
			await page.press(back);
			await isGone(page, '[data-over]');
		}
		await page.press(keys.back);
		await shows(page, 'Press Back again');
	});

	test.skipIf(tv.skip)('[R8] switched on while its server is away, shows its last board, greyed and dated, and is live again once the server is', async () => {
		const dataDir = givenFolder();
		const floor = await givenFloor({ DATA_DIR: dataDir });
		await floor.push({ people: [person('Ana', 'ae')], deals: [deal('Ana', 1200)] });
		const profile = givenFolder();
		const url = `http://wall.test:${floor.port}/`;

		const before = await launch(tv.program, profile);
		onTestFinished(before.close);
		const shown = await before.open({ own: true });
		await shown.goto(url);
		await pair(shown, floor);
		await pauseOn(shown, 'sales-target');
		await shows(shown, '€1,200');
		await shown.until(() => /€1,200/.test(Object.values(localStorage).join('')), null);
		await shown.close();
		// This build of Chromium 68 has its cache in memory alone: there, the page is opened anew, not the browser.
		const keepsCache = existsSync(join(profile, 'Default', 'Cache'));
		if (keepsCache) await before.close();
		floor.server.child.kill('SIGKILL');
		await floor.server.exit;

		const after = keepsCache ? await launch(tv.program, profile) : before;
		if (keepsCache) onTestFinished(after.close);
		const cold = await after.open({ own: true });
		await cold.goto(url);
		await cold.until(() => /^Showing \w+ \d\d:\d\d/.test(document.querySelector('[data-silent]')?.textContent ?? ''), null);
		expect(await cold.evaluate(() => document.querySelector('main.silent') !== null, null)).toBe(true);
		await pauseOn(cold, 'sales-target');
		await shows(cold, '€1,200');

		await givenFloor({ DATA_DIR: dataDir, PORT: String(floor.port) });
		await isThere(cold, '[data-live="true"]');
		expect([...shown.errors, ...cold.errors]).toEqual([]);
	});

	test.skipIf(tv.skip)('opens a newer display from what it has fetched of it: without the server', async () => {
		const floor = await givenChangingFloor();
		let pages = 0;
		let passes = (_path: string): boolean => true;
		const port = await givenProxyWithoutWebSockets(floor.port, 'refused', (path) => passes(path));
		const page = await openWall(tv, `http://wall.test:${port}/favicon.svg`);
		const { token } = await floor.pair();
		await page.evaluate((given) => localStorage.setItem('floorcast.token', given), token);
		await page.goto(`http://wall.test:${port}/`);
		await isThere(page, '[data-live="true"]');
		await page.evaluate(() => void (Math.random = () => 0), null);

		passes = (path) => path !== '/' || (pages += 1) === 1;
		await floor.stop();
		await floor.start(await givenNewerDisplay('newer'));
		await page.until(() => document.querySelector('meta[name="build"][content="newer"]') !== null, null, 60_000);
		await isThere(page, '[data-live="true"]');
		expect(pages).toBe(1);
	});
});

const all = tvs.filter(({ skip }) => !skip);
test.skipIf(all.length < tvs.length)(`[R8] when the server is killed every engine greys its numbers and says since when, and when it is back, so are they: ${tvs.map(({ title }) => title).join(', ')}`, async () => {
	const dataDir = givenFolder();
	const floor = await givenFloor({ DATA_DIR: dataDir });
	await floor.push({ people: [person('Ana', 'ae')], deals: [deal('Ana', 1200)] });
	const pages = await Promise.all(all.map((tv) => openWall(tv, `http://127.0.0.1:${floor.port}/`)));
	const colours = await Promise.all(
		pages.map(async (page) => {
			await isThere(page, '[data-live="true"]');
			await pauseOn(page, 'sales-target');
			await shows(page, '€1,200');
			return colourOfNumber(page);
		}),
	);

	floor.server.child.kill('SIGKILL');
	await Promise.all(pages.map((page) => page.until(() => document.querySelector('[data-silent]') !== null, null, 18_000)));
	for (const [place, page] of pages.entries()) {
		await shows(page, 'No connection since');
		await shows(page, '€1,200');
		expect(await colourOfNumber(page)).not.toBe(colours[place]);
	}

	const back = await givenFloor({ DATA_DIR: dataDir, PORT: String(floor.port) });
	await Promise.all(pages.map((page) => isThere(page, '[data-live="true"]')));
	await back.push({ deals: [deal('Ana', 1500)] });
	for (const [place, page] of pages.entries()) {
		await shows(page, '€1,500');
		expect(await colourOfNumber(page)).toBe(colours[place]);
	}
});

const old = tvOf(tooOld);
test.skipIf(old.skip)(`${old.title} is told in words that it is too old, what to use instead, and at which address`, async () => {
	const site = await serveSite(displayDir);
	onTestFinished(() => site.close());
	const page = await (await browsers(old.program)).open();
	onTestFinished(() => page.close());
	await page.goto(site.url);
	for (const text of ["This TV's browser is too old", 'Use a streaming stick or a mini-PC', `${site.url}/`, 'webbläsare är för gammal']) await shows(page, text);
});
