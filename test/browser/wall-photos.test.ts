/** Photos on a real wall, over plain http under a name, as on a LAN: they come with the token in a header, and none is left behind. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { ask } from '../server/http/support.ts';
import { launchBrowser } from '../support/browser.ts';
import { ofCanvas, png } from '../support/photos.ts';
import { givenFloor, newPage, showPanel, type Floor } from './wall-support.ts';

let browser: Browser;
beforeAll(async () => {
	browser = await launchBrowser();
});
afterAll(() => browser.close());

const board = 'leaders-sales';
const faces = (page: Page) => page.locator(`[data-panel="${board}"] .avatar`);
const image = (page: Page) => page.locator(`[data-panel="${board}"] .avatar img`);
const painted = (page: Page): Promise<number[]> => image(page).evaluateAll((images) => images.map((one) => (one as HTMLImageElement).naturalWidth));

interface Wall {
	page: Page;
	floor: Floor;
	screen: { id: number; token: string };
	/** Addresses of what the page asked for. */
	asked: string[];
	/** Blobs made and not let go. */
	blobs: () => Promise<number>;
	ops: Record<string, string>;
	put: (photo: Buffer) => Promise<string>;
}

/** A paired screen that stays on the leaderboard. */
async function givenWall(): Promise<Wall> {
	const floor = await givenFloor();
	const page = await newPage(browser);
	const asked: string[] = [];
	page.on('request', (request) => asked.push(request.url()));
	const screen = await floor.pair();
	await page.addInitScript((token) => {
		const held = new Set<string>();
		Object.assign(globalThis, { heldBlobs: held });
		const [make, drop] = [URL.createObjectURL.bind(URL), URL.revokeObjectURL.bind(URL)];
		URL.createObjectURL = (what) => {
			const url = make(what);
			held.add(url);
			return url;
		};
		URL.revokeObjectURL = (url) => {
			held.delete(url);
			drop(url);
		};
		localStorage.setItem('floorcast.token', token);
	}, screen.token);
	await page.goto(floor.url);
	await page.locator('[data-panel]').first().waitFor();
	await showPanel(page, board);
	await page.keyboard.press('Space');
	const ops = await floor.session();
	const people: { id: number }[] = (await ask(floor.port, 'GET', '/api/v1/people', { headers: ops })).json;
	const put = async (photo: Buffer): Promise<string> => {
		const { status, json } = await ask(floor.port, 'PUT', `/api/v1/people/${people[0]?.id}/photo`, { raw: photo, headers: { ...ops, 'Content-Type': 'image/png' } });
		expect(status).toBe(200);
		return json.photo;
	};
	const blobs = (): Promise<number> => page.evaluate(() => (globalThis as unknown as { heldBlobs: Set<string> }).heldBlobs.size);
	return { page, floor, screen, asked, ops, put, blobs };
}

test('[check 14] a photo that ops choose is on the wall within a few seconds, and so is its removal; the token stands in no address', async () => {
	const { page, floor, asked, put, ops, screen } = await givenWall();
	expect(await page.evaluate(() => globalThis.isSecureContext)).toBe(false);
	expect(await faces(page).count()).toBe(0);
	const photo = await put(ofCanvas);
	await image(page).waitFor({ timeout: 3_000 });
	await expect.poll(() => painted(page)).toEqual([64]);
	expect(asked.filter((url) => url.includes('/photos/'))).toEqual([new URL(`photos/${photo}`, floor.url).href]);
	expect(asked.filter((url) => url.includes(screen.token))).toEqual([]);

	const people: { id: number }[] = (await ask(floor.port, 'GET', '/api/v1/people', { headers: ops })).json;
	await ask(floor.port, 'DELETE', `/api/v1/people/${people[0]?.id}/photo`, { headers: ops });
	await faces(page).waitFor({ state: 'detached', timeout: 3_000 });
});

test('until the photo is there, and when it cannot be had, there are the initials; it is not asked for again at once', async () => {
	const { page, asked, put } = await givenWall();
	await page.route('**/photos/*', (route) => route.fulfill({ status: 403, body: '{}' }));
	await put(ofCanvas);
	await faces(page).waitFor({ timeout: 3_000 });
	await page.keyboard.press('Space');
	for (let turns = 0; turns < 20; turns += 1) {
		await page.keyboard.press('ArrowRight');
		await page.waitForTimeout(50);
	}
	await showPanel(page, board);
	expect(await faces(page).allInnerTexts()).toEqual(['AK']);
	expect(asked.filter((url) => url.includes('/photos/'))).toHaveLength(1);
});

test('what is no picture after all leaves the initials', async () => {
	const { page, put } = await givenWall();
	await page.route('**/photos/*', (route) => route.fulfill({ status: 200, contentType: 'image/png', body: 'nonsense' }));
	await put(ofCanvas);
	await expect.poll(() => faces(page).allInnerTexts(), { timeout: 5_000 }).toEqual(['AK']);
	await expect.poll(() => image(page).count()).toBe(0);
});

test('after two hundred changes of the photos on it a wall holds sixty at most', async () => {
	const { page, put, blobs } = await givenWall();
	const picture = (number: number): Buffer => png({ rows: Buffer.concat(Array.from({ length: 64 }, () => Buffer.concat([Buffer.from([0]), Buffer.alloc(256, number + 1)]))) });
	let before = '';
	for (let number = 0; number < 200; number += 1) {
		await put(picture(number));
		await expect.poll(async () => (await image(page).getAttribute('src').catch(() => null)) ?? before, { interval: 10 }).not.toBe(before);
		before = (await image(page).getAttribute('src')) ?? '';
	}
	expect(await blobs()).toBe(60);
	expect(await painted(page)).toEqual([64]);
});

test('a board kept by an older build, which knew of no photos, is painted', async () => {
	const { page, floor } = await givenWall();
	const read = (): Promise<string> => page.evaluate(() => localStorage.getItem('floorcast.board') ?? '');
	await expect.poll(read).toContain('"initials":');
	const older = (await read()).replace(/"initials":"[^"]*","photo":null,/g, '');
	expect(older).not.toContain('initials');

	const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
	onTestFinished(() => context.close());
	const tv = await newPage(context);
	await tv.addInitScript((kept) => localStorage.setItem('floorcast.board', kept), older);
	await tv.routeWebSocket('**/socket.io/**', (line) => line.close());
	await tv.route('**/socket.io/**', (route) => route.abort());
	await tv.goto(floor.url);
	await tv.locator('[data-panel]').first().waitFor();
	await showPanel(tv, board);
	expect(await tv.locator(`[data-panel="${board}"] .row .name`).allInnerTexts()).toEqual(['Ana Kovačević']);
	expect(await faces(tv).count()).toBe(0);
});
