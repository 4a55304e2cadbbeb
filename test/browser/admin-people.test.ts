/** Photos are cropped in the browser, with a mouse, fingers and keys; who is left out of rankings is said in one switch. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ofCanvas, png, turned } from '../support/photos.ts';
import { launchBrowser } from '../support/browser.ts';
import type { Given } from '../server/http/support.ts';
import { givenFloor, seriousFaults, useBrowser, visit, type Visit } from './admin-support.ts';

useBrowser();

let folder = '';
const place = (name: string): string => join(folder, name);

/** Twelve million pixels, the left half red and the right half blue, held a quarter turned: whoever looks sees red above blue, 3000 × 4000. */
async function phonePhoto(): Promise<Buffer> {
	const browser = await launchBrowser();
	const page = await browser.newPage();
	const address = await page.evaluate(() => {
		const canvas = document.createElement('canvas');
		canvas.width = 4000;
		canvas.height = 3000;
		const context = canvas.getContext('2d');
		if (!context) throw new Error('no canvas');
		context.fillStyle = '#f00';
		context.fillRect(0, 0, 2000, 3000);
		context.fillStyle = '#00f';
		context.fillRect(2000, 0, 2000, 3000);
		return canvas.toDataURL('image/jpeg', 0.9);
	});
	await browser.close();
	return turned(Buffer.from(address.split(',')[1] ?? '', 'base64'));
}

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'floorcast-photos-'));
	writeFileSync(place('phone.jpg'), await phonePhoto());
	writeFileSync(place('small.jpg'), ofCanvas);
	writeFileSync(place('drawing.svg'), '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"/>');
	writeFileSync(place('disguised.png'), '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"/>');
	writeFileSync(place('letter.txt'), 'Dear all');
	writeFileSync(place('tiny.png'), png({ side: 63 }));
	writeFileSync(place('broken.jpg'), Buffer.concat([ofCanvas.subarray(0, 2), Buffer.from('no picture, to its end'), ofCanvas.subarray(-2)]));
	writeFileSync(place('cut.jpg'), ofCanvas.subarray(0, ofCanvas.length - 200));
	writeFileSync(place('with-film.jpg'), Buffer.concat([ofCanvas, Buffer.alloc(5_000, 'film')]));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const dialog = (page: Page): Locator => page.getByRole('dialog');
const stage = (page: Page): Locator => page.getByRole('application');
async function open(given: Given, context: BrowserContextOptions = {}): Promise<Visit> {
	const visited = await visit({ given, path: '/admin#people', context });
	// As long as somebody listens: else Playwright begins anew with each wait, which may be too late for a key pressed at once.
	visited.page.on('filechooser', () => undefined);
	return visited;
}

async function choose(page: Page, name: string, file: string): Promise<void> {
	const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: new RegExp(`(Add|Change) photo of ${name}`) }).click()]);
	await chooser.setFiles(place(file));
}

/** What is kept of a person: the size in bytes, the sides, and how red and how blue it is at these heights. */
async function stored({ server, call, session }: Given, page: Page, name: string, heights: number[]) {
	const id = server.wall().people.list().find((person) => person.name === name)?.photo ?? '';
	const { bytes } = await call('GET', `/photos/${id}`, { headers: session() });
	const seen = await page.evaluate(
		async ([text, at]) => {
			const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))]));
			const canvas = document.createElement('canvas');
			canvas.width = bitmap.width;
			canvas.height = bitmap.height;
			const context = canvas.getContext('2d');
			if (!context) throw new Error('no canvas');
			context.drawImage(bitmap, 0, 0);
			const colour = (height: number): string => {
				const [red = 0, , blue = 0] = context.getImageData(128, height, 1, 1).data;
				return red > 200 && blue < 60 ? 'red' : blue > 200 && red < 60 ? 'blue' : `${red} ${blue}`;
			};
			return { sides: `${bitmap.width}×${bitmap.height}`, colours: at.map(colour) };
		},
		[bytes.toString('base64'), heights] as const,
	);
	return { ...seen, bytes: bytes.length };
}

const sizes: [string, BrowserContextOptions][] = [
	['a desk', { viewport: { width: 1280, height: 800 } }],
	['a phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 3 }],
];

describe.each(sizes)('at %s', (_name, context) => {
	test('a photo of twelve million pixels from a phone stands upright, is seen as it will be, and is small when it is sent', async () => {
		const given = await givenFloor();
		const { page, errors } = await open(given, context);
		await choose(page, 'Ana Lindqvist', 'phone.jpg');
		await dialog(page).getByText('Photo of Ana Lindqvist').waitFor();
		expect(await seriousFaults(page)).toEqual([]);
		const box = await dialog(page).boundingBox();
		expect(box && box.x >= 0 && box.x + box.width <= (context.viewport?.width ?? 0) && box.y >= 0 && box.y + box.height <= (context.viewport?.height ?? 0)).toBe(true);
		await page.getByRole('button', { name: 'Use this photo' }).click();
		await page.getByText('The photo of Ana Lindqvist is on the wall.').waitFor();
		await dialog(page).waitFor({ state: 'detached' });
		// 3000 of 4000 are seen, from 180 on: the colours meet at 2000, so at 155 of 256.
		const { sides, bytes, colours } = await stored(given, page, 'Ana Lindqvist', [8, 140, 170, 248]);
		expect([sides, colours]).toEqual(['256×256', ['red', 'red', 'blue', 'blue']]);
		expect(bytes).toBeLessThanOrEqual(60_000);
		await expect.poll(() => page.locator('.people img').evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth))).toEqual([256]);
		expect(errors).toEqual([]);
	});
});

test('a mouse drags the picture, and the wheel and the slider zoom', async () => {
	const given = await givenFloor();
	const { page } = await open(given);
	await choose(page, 'Bo Ek', 'phone.jpg');
	const box = await stage(page).boundingBox();
	if (!box) throw new Error('the stage is not seen');
	const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
	await page.mouse.move(middle.x, middle.y);
	await page.mouse.down();
	await page.mouse.move(middle.x, middle.y - 400, { steps: 8 });
	await page.mouse.up();
	// All the way down: 1000 to 4000 are seen.
	await page.getByRole('button', { name: 'Use this photo' }).click();
	await page.getByText('is on the wall').waitFor();
	expect((await stored(given, page, 'Bo Ek', [8, 75, 95, 248])).colours).toEqual(['red', 'red', 'blue', 'blue']);

	await choose(page, 'Bo Ek', 'phone.jpg');
	await stage(page).hover();
	await page.mouse.wheel(0, -400);
	const zoom = page.getByRole('slider', { name: 'Zoom' });
	await expect.poll(async () => Number(await zoom.inputValue())).toBeCloseTo(Math.E, 1);
	await zoom.fill('5');
	await page.getByRole('button', { name: 'Use this photo' }).click();
	await dialog(page).waitFor({ state: 'detached' });
	// 600 around 1680 are seen: all red.
	expect((await stored(given, page, 'Bo Ek', [8, 128, 248])).colours).toEqual(['red', 'red', 'red']);
});

test('fingers drag and zoom', async () => {
	const given = await givenFloor();
	const { page } = await open(given, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
	await choose(page, 'Bo Ek', 'phone.jpg');
	const box = await stage(page).boundingBox();
	if (!box) throw new Error('the stage is not seen');
	const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
	const session = await page.context().newCDPSession(page);
	const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: [number, number][]) =>
		session.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([right, down], id) => ({ x: x + right, y: y + down, id })) });
	await touch('touchStart', [-40, 0], [40, 0]);
	for (let step = 1; step <= 10; step += 1) await touch('touchMove', [-40 - 4 * step, 0], [40 + 4 * step, 0]);
	await touch('touchEnd');
	await expect.poll(async () => Number(await page.getByRole('slider', { name: 'Zoom' }).inputValue())).toBeCloseTo(2, 1);
	await touch('touchStart', [0, 100]);
	for (let step = 1; step <= 10; step += 1) await touch('touchMove', [0, 100 - 30 * step]);
	await touch('touchEnd');
	await page.getByRole('button', { name: 'Use this photo' }).click();
	await page.getByText('is on the wall').waitFor();
	// 1500 are seen, of which a drag by nearly the whole of them leaves the blue alone.
	expect((await stored(given, page, 'Bo Ek', [60, 248])).colours).toEqual(['blue', 'blue']);
});

test('all of it by keys: choose, move, zoom, leave, and be where one was', async () => {
	const given = await givenFloor();
	const { page } = await open(given);
	const button = page.getByRole('button', { name: 'Add photo of Bo Ek' });
	await button.focus();
	const chosen = async (): Promise<void> => {
		const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
		await chooser.setFiles(place('phone.jpg'));
		await dialog(page).waitFor();
	};
	await chosen();
	await page.keyboard.press('Escape');
	await dialog(page).waitFor({ state: 'detached' });
	await expect.poll(() => button.evaluate((element) => element === document.activeElement)).toBe(true);
	await chosen();
	expect(await stage(page).evaluate((element) => element === document.activeElement)).toBe(true);
	for (let times = 0; times < 12; times += 1) await page.keyboard.press('ArrowDown');
	for (let times = 0; times < 3; times += 1) await page.keyboard.press('+');
	await page.keyboard.press('-');
	expect(Number(await page.getByRole('slider', { name: 'Zoom' }).inputValue())).toBeCloseTo(1.15 ** 2, 1);
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await page.getByText('is on the wall').waitFor();
	// All the way down, 1000 to 4000; then the 2268 around 2500: the colours meet at 72 of 256.
	expect((await stored(given, page, 'Bo Ek', [60, 85, 248])).colours).toEqual(['red', 'blue', 'blue']);
});

test('what is no picture is refused before anything is sent, in a sentence', async () => {
	const given = await givenFloor();
	const { page } = await open(given);
	const sent: string[] = [];
	page.on('request', (request) => {
		if (request.method() === 'PUT') sent.push(request.url());
	});
	for (const [file, sentence] of [
		['drawing.svg', 'drawing.svg is a drawing (SVG), which is not taken. Choose a JPEG or PNG.'],
		['letter.txt', 'letter.txt is not a picture. Choose a JPEG or PNG, such as a photo from a phone.'],
		['disguised.png', 'This browser cannot read disguised.png. Choose a JPEG or PNG.'],
		['tiny.png', 'tiny.png is too small: a photo has at least 64 pixels a side.'],
		['cut.jpg', 'cut.jpg is not whole: its end is missing, as when a copy was broken off. Choose it again, or another picture.'],
		['broken.jpg', 'This browser cannot read broken.jpg. Choose a JPEG or PNG.'],
	] as const) {
		await choose(page, 'Bo Ek', file);
		await page.getByText(sentence).waitFor();
	}
	// A phone may put a film behind a picture.
	await choose(page, 'Bo Ek', 'with-film.jpg');
	await dialog(page).waitFor();
	expect(await page.getByText('cannot read').count()).toBe(0);
	expect(sent).toEqual([]);
});

test('what the server refuses is said in the window, and nothing that was done is lost', async () => {
	const given = await givenFloor();
	const { page } = await open(given);
	await choose(page, 'Bo Ek', 'small.jpg');
	await page.route('**/photo', (route) => route.abort());
	await page.getByRole('button', { name: 'Use this photo' }).click();
	await dialog(page).getByRole('alert').filter({ hasText: /./ }).waitFor();
	await page.unroute('**/photo');
	await page.getByRole('button', { name: 'Use this photo' }).click();
	await page.getByText('The photo of Bo Ek is on the wall.').waitFor();
});

test('a photo is removed after a question', async () => {
	const given = await givenFloor();
	const { page, errors } = await open(given);
	await choose(page, 'Bo Ek', 'small.jpg');
	await page.getByRole('button', { name: 'Use this photo' }).click();
	await page.getByRole('button', { name: 'Remove the photo of Bo Ek' }).click();
	await page.getByRole('button', { name: 'Cancel' }).click();
	await page.getByRole('button', { name: 'Remove the photo of Bo Ek' }).click();
	expect(await seriousFaults(page)).toEqual([]);
	await page.getByRole('button', { name: 'Remove it' }).click();
	await page.getByRole('status').getByText('The photo of Bo Ek has been removed.').waitFor();
	await page.getByRole('button', { name: 'Add photo of Bo Ek' }).waitFor();
	expect(given.server.wall().people.list().map(({ photo }) => photo)).toEqual([null, null, null, null]);
	expect(errors).toEqual([]);
});

test('one switch leaves a person out of rankings and takes them in again; one that is refused goes back', async () => {
	const given = await givenFloor();
	const { page } = await open(given);
	const ranked = () => given.server.wall().people.list().find(({ name }) => name === 'Bo Ek')?.isRanked;
	const box = page.getByRole('switch', { name: 'Bo Ek in rankings' });
	await page.getByText('their results still count for the team and the company').waitFor();
	await box.focus();
	await page.keyboard.press('Space');
	await page.getByRole('status').getByText('Bo Ek is left out of rankings.').waitFor();
	expect([ranked(), await box.isChecked()]).toEqual([false, false]);
	await page.keyboard.press('Space');
	await page.getByRole('status').getByText('Bo Ek is in the rankings again.').waitFor();
	expect([ranked(), await box.isChecked()]).toEqual([true, true]);
	await page.route('**/ranking', (route) => route.abort());
	await page.keyboard.press('Space');
	await page.getByRole('alert').filter({ hasText: /./ }).waitFor();
	expect([ranked(), await box.isChecked()]).toEqual([true, true]);
});

test('people are found by name and by team', async () => {
	const { page } = await open(await givenFloor());
	const names = () => page.locator('.people .name').allTextContents();
	await expect.poll(names).toHaveLength(4);
	await page.getByLabel('Search by name').fill('osterg');
	await expect.poll(names).toEqual(['Maximiliane von Hohenfels-Östergaard-Söderb']);
	await page.getByText('1 of 4').waitFor();
	await page.getByLabel('Team', { exact: true }).selectOption('North');
	await page.getByText('Nobody is called so here.').waitFor();
	await page.getByLabel('Search by name').fill('');
	await expect.poll(names).toEqual(['Ana Lindqvist', 'Bo Ek']);
});

test('whoever may only look is offered nothing to change', async () => {
	const given = await givenFloor();
	const { accounts, journal, people } = given.server.wall();
	const account = journal.apply('account created', { name: 'guest', role: 'viewer', passwordHash: '' }, { at: given.now.ms, author: 'test' });
	journal.apply('person ranked', { person: people.personNamed('bo@x.example')?.id ?? 0, isRanked: false }, { at: given.now.ms, author: 'test' });
	const { page, url } = await visit({ given, path: '/admin#people', signIn: false });
	await page.context().addCookies([{ name: 'floorcast_session', value: accounts.startSession(account), url: url('/') }]);
	await page.reload();
	await page.getByText('Left out of rankings', { exact: true }).waitFor();
	expect(await page.locator('main button, main input[type=checkbox]').count()).toBe(0);
});
