/** The page that a link to a closed review opens. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allFaults, useBrowser, visit } from './admin-support.ts';
import { givenHandout } from './handout-support.ts';

useBrowser();

test('a link shows the review as it was closed, with what was agreed, to who has no account', async () => {
	const { given, link } = await givenHandout();
	const { path } = await link();
	const token = path.replace('/review#link=', '');
	const { page, errors } = await visit({ given, path: '/favicon.svg', signIn: false });
	const asked: string[] = [];
	page.on('request', (request) => asked.push(`${request.url()} ${request.headers()['referer'] ?? ''}`));
	await page.goto(`http://wall.test:${given.server.port}${path}`);
	await page.getByRole('heading', { level: 1, name: /October 2026/ }).waitFor();
	await page.locator('.as-of', { hasText: /^as closed on/ }).waitFor();
	await page.getByText('This link works until 23 December 2026.').waitFor();
	await page.getByText('North sold €12,500, 75 % less than its target of €50,000.').waitFor();
	await page.locator('#section-actions').getByText('Call every customer in the north').first().waitFor();
	// Whom it was given to is nobody else's business.
	expect(await page.getByText('The board').count()).toBe(0);
	// It asks for the hand-out and for nothing that needs an account, and the token is in no address.
	expect(asked.filter((one) => one.includes('/api/')).map((one) => new URL(one.split(' ')[0] ?? '').pathname)).toEqual(['/api/v1/handout']);
	expect(asked.filter((one) => one.includes(token))).toEqual([]);
	expect(await allFaults(page)).toEqual([]);
	expect(errors).toEqual([]);
});

test('all its numbers are taken along as one file, exact and saying what they are of', async () => {
	const { given, link } = await givenHandout();
	const { page } = await visit({ given, path: (await link()).path, signIn: false });
	const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'All numbers as CSV' }).click()]);
	expect(download.suggestedFilename()).toMatch(/^review-2026-10-\d{4}-\d\d-\d\d\.csv$/);
	const lines = readFileSync(await download.path(), 'utf8').split('\r\n');
	expect(lines[2]).toBe('"Month","October 2026"');
	expect(lines[4]).toMatch(/^"State","as closed on /);
	expect(lines).toContain('"North","12500.00","0.25"');
	expect(lines).toContain('"Deal 212","2026-10-12","12289.00","214"');
});

test('a link that was taken back says so, and whoever waits for the server is let in when it is there', async () => {
	const { given, link, revoke } = await givenHandout();
	const { id, path } = await link();
	const { page, errors } = await visit({ given, path: '/favicon.svg', signIn: false });
	await page.route('**/api/v1/handout', (route) => route.abort());
	await page.goto(`http://wall.test:${given.server.port}${path}`);
	await page.getByText('The server cannot be reached just now.').waitFor();
	expect(await allFaults(page)).toEqual([]);
	await page.unroute('**/api/v1/handout');
	await page.getByRole('button', { name: 'Try again' }).click();
	await page.locator('.as-of', { hasText: /^as closed on/ }).waitFor();
	await revoke(id);
	await page.reload();
	await page.getByText('This link does not work any more: it has expired, or was taken back.').waitFor();
	expect(errors).toEqual([]);
});

test.each([
	{ width: 1280, height: 800, colorScheme: 'light' as const },
	{ width: 390, height: 844, colorScheme: 'dark' as const },
])('nothing sticks out at $width × $height, $colorScheme, and axe finds nothing', async ({ width, height, colorScheme }) => {
	const { given, link } = await givenHandout();
	const { page } = await visit({ given, path: (await link()).path, signIn: false, context: { viewport: { width, height }, colorScheme } });
	await page.locator('#section-actions').waitFor();
	await page.locator('#section-actions .picture [data-panel]').waitFor();
	expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
	expect(await allFaults(page)).toEqual([]);
});
