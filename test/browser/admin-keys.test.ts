/** The page of API keys. The server's clock stands at 10:00 in Stockholm on Monday 23 November 2026. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { KeyList } from '../../shared/keys-api.ts';
import { givenFloor, seriousFaults, useBrowser, visit } from './admin-support.ts';

useBrowser();

const listed = async (given: Awaited<ReturnType<typeof givenFloor>>): Promise<KeyList> => (await given.call('GET', '/api/v1/keys', { headers: given.session() })).json;

test('[check 16] a key is made, shown once, works by the line beside it, and is refused once it is revoked', async () => {
	const { page, given, errors } = await visit({ path: '/admin#system/keys' });
	await page.getByText('API_KEY is set where this server is started').waitFor();
	await page.getByRole('button', { name: 'Make the key' }).click();
	await page.getByText('Give it a name.').waitFor();
	await page.getByLabel('Name').fill('CRM, nightly');
	await page.getByLabel('Source').fill('crm');
	await page.getByLabel('Last day').fill('2027-03-31');
	await page.getByRole('button', { name: 'Make the key' }).click();
	await page.getByRole('heading', { name: 'The key “CRM, nightly”' }).waitFor();
	const secret = await page.getByLabel('Key', { exact: true }).inputValue();
	expect(secret).toMatch(/^fc_[a-z]{8}_[\w-]{43}$/);
	const line = await page.getByLabel('A first call, for a shell').inputValue();
	expect(line).toContain(`Bearer ${secret}`);
	await page.getByRole('button', { name: 'Copy the line' }).click();
	await page.getByText('Copied.').waitFor();
	// A shell does what it says; only the page's name of the server is not known outside of the browser.
	const { stdout } = await promisify(execFile)('sh', ['-c', line.replace('wall.test', '127.0.0.1')]);
	expect(JSON.parse(stdout)).toMatchObject({ inserted: 0, rejected: [] });

	await page.getByRole('button', { name: 'I have copied it' }).click();
	await page.reload();
	await page.getByText('Push people and facts · only crm · until 31 Mar 2027').waitFor();
	await page.getByText(/last used 23 Nov 2026, 10:00 · made by admin, 23 Nov 2026, 10:00/).waitFor();
	expect(await page.content()).not.toContain(secret.slice(-43));

	await page.getByRole('button', { name: 'Revoke CRM, nightly' }).click();
	await page.getByRole('button', { name: 'Cancel' }).click();
	expect((await listed(given)).keys).toMatchObject([{ state: 'valid' }]);
	await page.getByRole('button', { name: 'Revoke CRM, nightly' }).click();
	await page.getByText('is refused from its next request on').waitFor();
	await page.getByRole('button', { name: 'Revoke it' }).click();
	await page.getByText('Revoked by admin, 23 Nov 2026, 10:00').waitFor();
	expect((await given.call('POST', '/api/v1/facts', { body: { source: 'crm' }, headers: { Authorization: `Bearer ${secret}` } })).status).toBe(401);
	expect(errors).toEqual([]);
});

test('what the server refuses stands beside its field', async () => {
	const { page, errors } = await visit({ path: '/admin#system/keys' });
	const make = async (name: string): Promise<void> => {
		await page.getByLabel('Name').fill(name);
		await page.getByRole('button', { name: 'Make the key' }).click();
	};
	await make('Dialer');
	await page.getByRole('heading', { name: 'The key “Dialer”' }).waitFor();
	await make('dialer');
	await page.getByText('There is already a key of this name').waitFor();
	await page.getByLabel('Source').fill('by hand');
	await make('Other');
	await page.getByText('is not called “by hand”').waitFor();
	await page.getByLabel('Source').fill('');
	await page.getByLabel('Push people and facts').uncheck();
	await make('Other');
	await page.getByText('Choose at least one.').waitFor();
	expect(errors).toEqual([]);
});

test('on a phone and in Swedish nothing runs over, and nothing is wrong for who cannot see', async () => {
	const given = await givenFloor({ LOCALE: 'sv-SE' });
	const { page, errors } = await visit({ given, path: '/admin#system/keys', context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } });
	await page.getByLabel('Namn').fill('Växeln');
	await page.getByLabel('Läsa siffror och tavlor').check();
	await page.getByRole('button', { name: 'Skapa nyckeln' }).tap();
	await page.getByRole('heading', { name: 'Nyckeln ”Växeln”' }).waitFor();
	await page.getByText(/aldrig använd · skapad av admin, 23 nov.* 10:00/).waitFor();
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
	expect(await seriousFaults(page)).toEqual([]);
	expect(errors).toEqual([]);
});

test('only administrators are shown it', async () => {
	const { page, given, url } = await visit({ signIn: false, path: '/api/docs' });
	const { accounts, journal } = given.server.wall();
	const ops = journal.apply('account created', { name: 'ops', role: 'ops', passwordHash: '' }, { at: 1, author: 'test' });
	await page.context().addCookies([{ name: 'floorcast_session', value: accounts.startSession(ops), url: url('/') }]);
	await page.goto(url('/admin#system/keys'));
	await page.getByRole('link', { name: 'Targets' }).waitFor();
	expect(await page.getByRole('button', { name: 'Make the key' }).count()).toBe(0);
});

test('the documentation is readable on a phone, without a script, and nothing in it is wrong for who cannot see', async () => {
	for (const viewport of [{ width: 390, height: 844 }, { width: 1280, height: 720 }]) {
		const { page, errors } = await visit({ path: '/api/docs', signIn: false, context: { viewport } });
		await page.getByRole('heading', { name: 'Floorcast API' }).waitFor();
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
		// The sheet is there: under our policy one within the page would not be.
		expect(await page.locator('pre').first().evaluate((block) => getComputedStyle(block).overflowX)).toBe('auto');
		expect(await seriousFaults(page)).toEqual([]);
		expect(errors).toEqual([]);
	}
});
