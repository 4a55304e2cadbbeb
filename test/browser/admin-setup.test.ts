import { expect, test } from 'vitest';
import { displayDir } from '../../display/build.ts';
import { givenServer } from '../server/http/support.ts';
import { cell, password, useBrowser, visit } from './admin-support.ts';

useBrowser();

const demo = { DEMO: 'auto', API_KEY: '' };
/** The demo writes eighteen months of history before it is ready. */
const withDemoMs = 120_000;

test('set-up leaves the demo: with the code of the console a workspace is made, and the page goes on signed in', async () => {
	const given = await givenServer({ env: demo, administrator: false, displayDir });
	const { page, errors } = await visit({ given, signIn: false, context: { timezoneId: 'America/New_York' } });
	await page.getByText('This is the demo floor').waitFor();
	// What the server's settings propose stands in the form.
	expect(await page.getByLabel('Time zone').inputValue()).toBe('Europe/Stockholm');

	await page.getByLabel('Set-up code').fill('bbbb-cccc');
	await page.getByRole('button', { name: 'Create the workspace' }).click();
	await page.getByText('Please fill this in.').first().waitFor();
	await page.getByLabel('Company or floor').fill('Acme Nordics');
	await page.getByLabel('Password', { exact: true }).fill('short');
	await page.getByLabel('Currency').fill('SEK');
	await page.getByLabel('Language and region').fill('sv-SE');
	await page.getByRole('button', { name: 'Create the workspace' }).click();
	await page.getByText('The password needs at least 8 characters.').waitFor();
	await page.getByLabel('Password', { exact: true }).fill('four words long enough');
	await page.getByRole('button', { name: 'Create the workspace' }).click();
	await page.getByText('This is not the code that the server shows').waitFor();

	await page.getByLabel('Set-up code').fill(given.setupCode().toLowerCase());
	await page.getByRole('button', { name: 'Create the workspace' }).click();
	await page.getByRole('link', { name: 'Mål' }).waitFor();
	expect(await page.locator('.workspace').textContent()).toBe('Acme Nordics');
	expect(await page.getByText('demogolvet').count()).toBe(0);
	await page.getByText('Inga mål har ändrats ännu.').waitFor();
	expect(errors).toEqual([]);
}, withDemoMs);

test('a server told to stay a demo says how to leave it', async () => {
	const given = await givenServer({ env: { ...demo, DEMO: 'on' }, administrator: false, displayDir });
	const { page } = await visit({ given, signIn: false });
	await page.getByText('start the server without DEMO=on').waitFor();
}, withDemoMs);

test('a wrong password says so in a sentence and keeps the account', async () => {
	const { page, errors } = await visit({ signIn: false });
	await page.locator('#account').fill('admin');
	await page.locator('#password').fill('not this one');
	await page.keyboard.press('Enter');
	await page.getByText('The account or the password is wrong.').waitFor();
	expect(await page.locator('#account').inputValue()).toBe('admin');
	await page.locator('#password').fill(password);
	await page.keyboard.press('Enter');
	await cell(page, 0, 0).waitFor();
	expect(errors).toEqual([]);
});

test('before signing in the page speaks the language of the browser', async () => {
	const { page } = await visit({ signIn: false, context: { locale: 'sv-SE' } });
	await page.getByRole('heading', { name: 'Logga in' }).waitFor();
	expect(await page.locator('html').getAttribute('lang')).toBe('sv');
});

test('the password can be changed, which signs other browsers out', async () => {
	const first = await visit();
	const second = await visit({ given: first.given, path: '/admin#account' });
	const { page } = second;
	await page.getByLabel('Present password').fill('wrong');
	await page.getByLabel('New password').fill('a brand new sentence');
	await page.getByRole('button', { name: 'Change the password' }).click();
	await page.getByText('The present password is wrong.').waitFor();
	await page.getByLabel('Present password').fill(password);
	await page.getByLabel('New password').fill('password123');
	await page.getByRole('button', { name: 'Change the password' }).click();
	await page.getByText('among the most common').waitFor();
	await page.getByLabel('New password').fill('a brand new sentence');
	await page.getByRole('button', { name: 'Change the password' }).click();
	await page.getByText('The password is changed.').waitFor();
	await first.page.evaluate(() => window.dispatchEvent(new Event('focus')));
	await first.page.getByText('Your session has ended.').waitFor();
	await page.getByRole('button', { name: 'Sign out', exact: true }).click();
	await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('while the server is away the page says so and comes back by itself', async () => {
	const { page, url } = await visit();
	await page.route('**/api/v1/session', (route) => route.abort());
	await page.goto(url('/admin?again'));
	await page.getByText('The server does not answer.').waitFor();
	await page.unroute('**/api/v1/session');
	await cell(page, 0, 0).waitFor();
});
