/** Accounts in a real browser: invited, held to their role, signed out, disabled. */
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import type { AccountRole } from '../../shared/account-roles.ts';
import { givenAccount } from '../server/http/account-support.ts';
import { cell, copyElsewhere, givenFloor, password, useBrowser, visit, type Visit } from './admin-support.ts';

useBrowser();

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
const accounts = '/admin#system/accounts';
const ended = (page: Page) => page.getByText('Your session has ended.').waitFor();

/** What a page asks for, and what of it it may not have. */
function watch({ page }: Visit): { refused: string[]; asked: string[] } {
	const seen = { refused: [] as string[], asked: [] as string[] };
	const note = (response: { status: () => number; url: () => string }): void => {
		const { pathname } = new URL(response.url());
		seen.asked.push(pathname);
		if ([401, 403].includes(response.status())) seen.refused.push(`${response.status()} ${pathname}`);
	};
	page.on('response', note);
	onTestFinished(() => void page.off('response', note));
	return seen;
}

/** Makes a link in the page, and returns its address. */
async function invite(page: Page, role: AccountRole, note: string): Promise<string> {
	await page.locator('#invite-role').selectOption(role);
	await page.locator('#invite-note').fill(note);
	await button(page, 'Make the link').click();
	const address = await page.getByLabel('Address of the link').inputValue();
	await page.locator('.links-open li', { hasText: note }).waitFor();
	return new URL(address).pathname + new URL(address).hash;
}

/** Opens a link in another browser and makes an account with it. */
async function accept(admin: Visit, path: string, name: string): Promise<Visit> {
	const guest = await visit({ given: admin.given, path, signIn: false });
	await guest.page.getByLabel('Account name').fill(name);
	await guest.page.getByLabel('Password', { exact: true }).fill('four words of mine');
	await button(guest.page, 'Make my account').click();
	await guest.page.locator('#invited-account').waitFor({ state: 'detached' });
	return guest;
}

async function open(page: Page, name: string): Promise<void> {
	await button(page, `Change ${name}`).click();
	await page.locator('.account-panel').waitFor();
}

test('whoever is invited makes an account, works with its role, and is held to another one at once', async () => {
	const admin = await visit({ path: accounts });
	const eva = await accept(admin, await invite(admin.page, 'ops', 'Eva, North'), 'Eva');
	await cell(eva.page, 0, 0).waitFor();
	expect([new URL(eva.page.url()).hash, await button(eva.page, 'Undo').count()]).toEqual(['', 0]);
	await cell(eva.page, 0, 0).fill('1000');
	await eva.page.keyboard.press('Enter');
	await expect.poll(() => admin.given.server.wall().targets().length).toBe(1);
	await eva.page.getByRole('link', { name: 'Account', exact: true }).waitFor();
	expect(await eva.page.locator('.tabs a', { hasText: 'Account' }).count()).toBe(1);

	await admin.page.bringToFront();
	await admin.page.reload();
	const line = admin.page.locator('.accounts li', { hasText: 'Eva, North' });
	await line.getByText('signed in in one browser').waitFor();
	await open(admin.page, 'eva');
	await admin.page.getByLabel('Role').first().selectOption('viewer');
	await button(admin.page, 'Save the role').click();
	await admin.page.getByText('eva is now: Viewer.').waitFor();
	// Without anything being done on the page.
	await expect.poll(() => cell(eva.page, 0, 0).getAttribute('readonly')).not.toBeNull();
	await admin.page.getByLabel('Role').first().selectOption('manager');
	await button(admin.page, 'Save the role').click();
	await eva.page.getByRole('heading', { name: 'This account is for the monthly review' }).waitFor();
	expect([...admin.errors, ...eva.errors]).toEqual([]);
});

test('a manager has the review with all of it, and of the admin page a plain one that asks for nothing it may not have', async () => {
	const given = await givenFloor();
	await givenAccount(given, 'manager', 'mia');
	const mia = await visit({ given, account: 'mia' });
	const seen = watch(mia);
	await mia.page.goto(mia.url('/admin#targets'));
	await mia.page.reload();
	await mia.page.getByRole('heading', { name: 'This account is for the monthly review' }).waitFor();
	await mia.page.locator('.own-sessions li').first().waitFor();
	expect([await mia.page.locator('.tabs').count(), seen.refused]).toEqual([0, []]);

	await mia.page.getByRole('link', { name: 'Open the review' }).click();
	await mia.page.goto(mia.url('/review?month=2026-10'));
	await button(mia.page, 'Close October 2026').click();
	await mia.page.getByText('October 2026 is closed.').waitFor();
	await button(mia.page, 'Give a link…').click();
	await mia.page.locator('#link-for').fill('The board');
	await mia.page.locator('.link-form .primary').click();
	await mia.page.locator('.link-made').waitFor();
	await button(mia.page, 'Done').click();
	await button(mia.page, 'Show on a screen…').click();
	await button(mia.page, 'Start the meeting').click();
	await mia.page.getByText('The meeting of October 2026 has started.').waitFor();
	await mia.page.locator('dialog').getByRole('button', { name: 'Full screen' }).click();
	await mia.page.locator('[data-panel]').first().waitFor();
	// What is celebrated meanwhile is asked for there.
	await expect.poll(() => seen.asked.includes('/api/v1/celebrations')).toBe(true);
	await mia.page.goto(mia.url('/review?month=2026-10#remote'));
	await button(mia.page, 'Next ›').click();
	await mia.page.locator('.remote-tabs').getByRole('button', { name: 'Meeting' }).click();
	await button(mia.page, 'End the meeting').click();
	await button(mia.page, 'Yes, end it').click();
	await expect.poll(() => given.server.wall().meetings.list()).toEqual([]);
	expect([seen.refused, mia.errors]).toEqual([[], []]);
});

test('[check 6] signing out everywhere else leaves this browser signed in, and the others at the door', async () => {
	const given = await givenFloor();
	const [here, there] = [await visit({ given, path: '/admin#account' }), await visit({ given })];
	await here.page.bringToFront();
	await here.page.reload();
	await expect.poll(() => here.page.locator('.own-sessions li').count()).toBe(2);
	await here.page.locator('.own-sessions li', { hasText: 'this browser' }).waitFor();
	await button(here.page, 'Sign out everywhere else').click();
	await here.page.getByText('You are signed in here only.').waitFor();
	await ended(there.page);
	expect(await here.page.locator('.own-sessions li').count()).toBe(1);
	expect(await button(here.page, 'Sign out everywhere else').isDisabled()).toBe(true);
	// What was on the page is there again.
	await there.page.locator('#account').fill('admin');
	await there.page.locator('#password').fill(password);
	await there.page.keyboard.press('Enter');
	await cell(there.page, 0, 0).waitFor();
	expect([...here.errors, ...there.errors]).toEqual([]);
});

test('[check 6] whoever is disabled while looking at the page is out at once, and in again once enabled', async () => {
	const given = await givenFloor();
	await givenAccount(given, 'ops', 'eva');
	const [admin, eva] = [await visit({ given, path: accounts }), await visit({ given, account: 'eva' })];
	await cell(eva.page, 0, 0).waitFor();
	await open(admin.page, 'eva');
	await button(admin.page, 'Disable').click();
	await admin.page.getByText('eva is disabled and signed out everywhere.').waitFor();
	await ended(eva.page);
	await eva.page.locator('#account').fill('eva');
	await eva.page.locator('#password').fill(password);
	await eva.page.keyboard.press('Enter');
	await eva.page.getByText('The account or the password is wrong.').waitFor();
	await button(admin.page, 'Enable').click();
	await admin.page.getByText('eva may sign in again.').waitFor();
	await eva.page.locator('#password').fill(password);
	await eva.page.keyboard.press('Enter');
	await cell(eva.page, 0, 0).waitFor();
	expect([...admin.errors, ...eva.errors]).toEqual([]);
});

test('[check 3] a forgotten password is set anew by a link, which then works no more; a pasted password is taken', async () => {
	const given = await givenFloor();
	await givenAccount(given, 'ops', 'eva');
	const admin = await visit({ given, path: accounts });
	await open(admin.page, 'eva');
	await button(admin.page, 'Make a reset link').click();
	const address = await admin.page.getByLabel('Address of the link').inputValue();
	const { pathname, hash } = new URL(address);
	await button(admin.page, 'Copy').click();
	await admin.page.getByText('Copied.').waitFor();

	const eva = await visit({ given, path: pathname + hash, signIn: false });
	await eva.page.getByRole('heading', { name: 'New password for eva' }).waitFor();
	const field = eva.page.getByLabel('New password');
	await field.fill('password123');
	await button(eva.page, 'Save the new password').click();
	await eva.page.getByText('among the most common').waitFor();
	await field.fill('');
	await copyElsewhere(eva.page, 'a long password out of a keeper of passwords');
	await field.focus();
	await eva.page.keyboard.press('Control+V');
	await eva.page.getByLabel('Show the password').check();
	expect([await field.getAttribute('type'), await field.inputValue()]).toEqual(['text', 'a long password out of a keeper of passwords']);
	await button(eva.page, 'Save the new password').click();
	await cell(eva.page, 0, 0).waitFor();

	const late = await visit({ given, path: pathname + hash, signIn: false });
	await late.page.getByRole('heading', { name: 'This link does not work' }).waitFor();
	await late.page.getByRole('link', { name: 'Sign in' }).click();
	await late.page.locator('#account').waitFor();
	expect([...admin.errors, ...eva.errors, ...late.errors]).toEqual([]);
});

test('the last administrator is told why not; removing somebody and taking a link back are asked for and said', async () => {
	const given = await givenFloor();
	await givenAccount(given, 'viewer', 'bo');
	const { page, errors } = await visit({ given, path: accounts });
	await open(page, 'admin');
	await button(page, 'Disable').click();
	await button(page, 'Disable my account').click();
	await page.getByText('This is the last administrator who may sign in.').waitFor();
	await button(page, 'Close').click();

	await open(page, 'bo');
	await button(page, 'Remove').click();
	await page.getByRole('alertdialog').waitFor();
	await page.keyboard.press('Escape');
	await page.getByRole('alertdialog').waitFor({ state: 'detached' });
	await button(page, 'Remove').click();
	await button(page, 'Remove bo').click();
	await page.getByText('The account bo is removed.').waitFor();
	expect(given.server.wall().accounts.list().map(({ name }) => name)).toEqual(['admin']);

	await invite(page, 'manager', 'Cy');
	await button(page, 'Take back: Invited: Manager, Cy').click();
	await page.getByText('The link is taken back.').waitFor();
	await page.locator('.links-open li').waitFor({ state: 'detached' });
	await page.locator('.audit tr', { hasText: /link taken back\s*admin\s*Cy, Manager/ }).waitFor();
	const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download as CSV' }).click()]);
	expect(file.suggestedFilename()).toBe('audit.csv');
	expect(errors).toEqual([]);
});
