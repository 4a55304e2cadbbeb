/** Published sheets in a real browser: one is followed on the admin page, is on the wall, breaks, is old there, and heals. */
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { givenSheets } from '../support/sheets.ts';
import { givenFloor, seriousFaults, useBrowser, visit } from './admin-support.ts';
import { showPanel } from './wall-support.ts';

useBrowser();

const head = 'id,owner,stage,amount,closed';
const sheetOf = (...rows: string[]): string => `${[head, ...rows].join('\n')}\n`;
const ana = (amount: string): string => `S-1,ana@x.example,Won,${amount},2026-11-10`;
const atLeisure = { timeout: 60_000 };
const isWide = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test.each([
	['a desk', { width: 1280, height: 800 }],
	['a phone', { width: 390, height: 844 }],
])('[R21] at %s a sheet is followed, is on the wall, breaks and is old there, and heals', { timeout: 180_000 }, async (_name, viewport) => {
	const sheets = await givenSheets();
	const given = await givenFloor({ FEED_HOSTS: sheets.origin });
	const { page, errors } = await visit({ given, path: '/admin#imports/feeds', context: { viewport } });
	page.setDefaultTimeout(60_000);
	sheets.put('/pipeline', (_request, response) => void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Sign in</title>'));
	await page.getByRole('button', { name: 'Follow a sheet…' }).click();
	// What is wrong is said where it was typed.
	await page.getByRole('button', { name: 'Look at it' }).click();
	expect(await page.locator('.feed-form .field.wrong').count()).toBe(2);
	await page.getByLabel('Address', { exact: true }).fill(sheets.url('/pipeline'));
	await page.getByLabel('Name', { exact: true }).fill('Pipeline');
	await page.getByLabel('Fetch it every').selectOption({ label: '10 minutes' });
	expect(await seriousFaults(page)).toEqual([]);
	await page.getByRole('button', { name: 'Look at it' }).press('Enter');
	await page.getByText('There is a web page at this address, and no table.').waitFor();
	sheets.put('/pipeline', sheetOf('S-1,ana@x.example,Closed,34567,2026-11-10', 'S-2,bo@x.example,Won,1200,2026-11-11', 'S-3,bo@x.example,Lost,,2026-11-12'));
	await page.getByRole('button', { name: 'Look at it' }).press('Enter');

	// It is decided on like a file.
	await page.getByText('Closed (line 2) is over. Won or lost?').waitFor();
	expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('1 The sheet');
	await page.getByLabel('Closed (line 2) is over. Won or lost?').selectOption('won');
	await page.locator('.questions').waitFor({ state: 'detached' });
	expect(await page.getByLabel('Where they come from').inputValue()).toBe('Pipeline');
	await page.getByRole('button', { name: 'Check it' }).press('Enter');
	await page.getByText('3 rows were checked. 3 would be new').waitFor();
	await page.getByText('It is fetched every 10 minutes.').waitFor();
	expect([await seriousFaults(page), await isWide(page)]).toEqual([[], 0]);
	await page.getByRole('button', { name: 'Follow this sheet' }).press('Enter');
	const card = page.locator('[data-feed]');
	await card.getByText('well', { exact: true }).waitFor();
	await card.getByText('last taken at').waitFor();
	expect(await card.textContent()).toMatch(/3 rows/);
	expect(await card.textContent()).not.toContain('/pipeline');

	// A window of its own: one that is hidden need not paint.
	const wall = await page.context().browser()?.newPage({ viewport: { width: 1280, height: 720 } });
	if (!wall) throw new Error('the page is in no browser');
	onTestFinished(() => wall.close());
	await wall.goto(`http://127.0.0.1:${given.server.port}/`);
	await wall.locator('[data-panel]').first().waitFor(atLeisure);
	/** What the wall says at the leaders' panel; it goes on by itself meanwhile. */
	const leaders = async (): Promise<string> => {
		await showPanel(wall, 'leaders-sales');
		return (await wall.locator('body').textContent()) ?? '';
	};
	await expect.poll(leaders, atLeisure).toContain('€34.6k');
	expect(await leaders()).not.toContain('silent');

	await sheets.stop();
	given.now.ms += 45 * 60_000;
	await page.getByRole('button', { name: 'Fetch now: Pipeline' }).click();
	await card.getByText('127.0.0.1 cannot be reached.').waitFor(atLeisure);
	await page.getByText('Pipeline could not be taken.').waitFor();
	expect([await seriousFaults(page), await isWide(page)]).toEqual([[], 0]);
	await expect.poll(leaders, atLeisure).toContain('Pipeline silent since 10:00');
	expect(await leaders()).toContain('€34.6k');

	await sheets.start();
	sheets.put('/pipeline', sheetOf(ana('45678'), 'S-2,bo@x.example,Won,1200,2026-11-11', 'S-3,bo@x.example,Lost,,2026-11-12'));
	await page.getByRole('button', { name: 'Fetch now: Pipeline' }).click();
	await page.getByText('Pipeline was fetched.').waitFor();
	await expect.poll(leaders, atLeisure).toContain('€45.7k');
	await expect.poll(leaders, atLeisure).not.toContain('silent');
	expect(errors).toEqual([]);
});

test('a sheet that lost most of its rows asks before they go; one is renamed, paused and removed with what it brought', { timeout: 120_000 }, async () => {
	const sheets = await givenSheets();
	const given = await givenFloor({ FEED_HOSTS: sheets.origin });
	sheets.put('/s', sheetOf(ana('100'), 'S-2,bo@x.example,Won,1200,2026-11-11', 'S-3,bo@x.example,Won,5,2026-11-12'));
	const headers = given.session();
	for (const [path, body] of [['/api/v1/feeds/draft', { name: 'Deals', address: sheets.url('/s') }], ['/api/v1/feeds', {}]] as const) expect((await given.call('POST', path, { body, headers })).status).toBe(200);
	const { page, errors } = await visit({ given, path: '/admin#imports/feeds' });
	page.setDefaultTimeout(60_000);
	const card = page.locator('[data-feed]');
	await card.getByText('well', { exact: true }).waitFor();
	sheets.put('/s', sheetOf(ana('100')));
	await page.getByRole('button', { name: 'Fetch now: Deals' }).click();
	await card.getByText('2 of 3 rows are gone from the sheet.').waitFor();
	await card.getByRole('button', { name: 'Yes, take 2 rows out' }).click();
	await expect.poll(() => card.textContent(), atLeisure).toContain('1 row');
	await card.getByText('well', { exact: true }).waitFor();

	await page.getByRole('button', { name: 'Name and interval: Deals' }).click();
	await page.getByLabel('Name', { exact: true }).fill('Sales');
	await page.getByLabel('Fetch it every').selectOption({ label: '1 hour' });
	await page.getByRole('button', { name: 'Save' }).press('Enter');
	await card.getByText('every 1 hour').waitFor();
	await page.getByRole('button', { name: 'Pause: Sales' }).click();
	await card.getByText('paused', { exact: true }).waitFor();

	// Its columns are looked at anew, without its address.
	await page.getByRole('button', { name: 'Address and columns: Sales' }).click();
	await page.getByRole('button', { name: 'Look at it' }).press('Enter');
	await page.getByText('Read as a file with these columns was last time.').waitFor();
	expect([await page.getByLabel('The rows are').isDisabled(), await page.getByLabel('Where they come from').isDisabled()]).toEqual([true, true]);
	await page.getByRole('button', { name: 'Put it away' }).click();
	await page.getByText('Sales was put away. Nothing was changed.').waitFor();

	await page.getByRole('button', { name: 'Remove: Sales' }).click();
	await page.getByText('What is to become of the 1 row that Sales has brought?').waitFor();
	expect(await seriousFaults(page)).toEqual([]);
	await page.getByRole('button', { name: 'Take them off the wall' }).click();
	await page.getByText('Sales is followed no more.').waitFor();
	const { json } = await given.call('GET', '/api/v1/explain?metric=sales&period=2026-11&scope=person:ana@x.example', { headers });
	expect([json.value, await card.count()]).toEqual([0, 0]);
	expect(errors).toEqual([]);
});

test('in Swedish what is wrong with a sheet is Swedish; a viewer sees how it is and changes nothing', { timeout: 120_000 }, async () => {
	const sheets = await givenSheets();
	const given = await givenFloor({ FEED_HOSTS: sheets.origin });
	given.server.wall().journal.apply('settings changed', { set: { locale: 'sv-SE' } }, { at: 1, author: 'test' });
	sheets.put('/s', sheetOf(ana('100')));
	const headers = given.session();
	for (const [path, body] of [['/api/v1/feeds/draft', { name: 'Affärer', address: sheets.url('/s') }], ['/api/v1/feeds', {}]] as const) await given.call('POST', path, { body, headers });
	sheets.put('/s', 'id,owner\n1,ana@x.example\n');
	const { page } = await visit({ given, path: '/admin#imports/feeds' });
	page.setDefaultTimeout(60_000);
	await page.getByRole('button', { name: 'Hämta nu: Affärer' }).click();
	await page.getByText('Kolumner saknas eller heter något annat: stage, amount, closed. Ange vad som blir av kolumnerna nu.').waitFor();
	await page.getByRole('button', { name: 'Följ ett blad…' }).click();
	await page.getByLabel('Adress', { exact: true }).fill('https://intranet.example/a');
	await page.getByLabel('Namn', { exact: true }).fill('Annat');
	await page.getByRole('button', { name: 'Titta på det' }).click();
	await page.getByText('Blad får inte hämtas från intranet.example. Den som sköter servern kan lägga till den i FEED_HOSTS.').waitFor();
	const viewer = given.server.wall().journal.apply('account created', { name: 'vi', role: 'viewer', passwordHash: '' }, { at: 1, author: 'test' });
	const other = await visit({ given, signIn: false });
	await other.page.context().addCookies([{ name: 'floorcast_session', value: given.server.wall().accounts.startSession(viewer), url: other.url('/') }]);
	await other.page.goto(other.url('/admin#imports/feeds'));
	await other.page.reload();
	await other.page.locator('[data-feed]').getByText('inte taget').waitFor();
	expect(await other.page.locator('main button').count()).toBe(0);
});
