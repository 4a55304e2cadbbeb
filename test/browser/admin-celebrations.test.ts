/** The page on which ops say what is celebrated. */
import { expect, test } from 'vitest';
import { usualRules, type CelebrationView } from '../../shared/celebration.ts';
import { apiKey, fromElsewhere, next, type Given } from '../server/http/support.ts';
import { givenFloor, useBrowser, visit } from './admin-support.ts';

useBrowser();

/** What is typed is saved a second later. */
const soon = { timeout: 5_000 };
const rulesOf = (given: Given) => given.server.wall().celebrationRules.get();
async function push({ call }: Given, ...deals: object[]): Promise<void> {
	const { status } = await call('POST', '/api/v1/facts', { body: { source: 'crm', deals }, headers: { Authorization: `Bearer ${apiKey}` } });
	expect(status).toBe(200);
}
const deal = { external_id: 'D-9', owner: 'ana@x.example', status: 'won', amount: '12500', account: 'Acme', closed: '2026-11-23T08:41:00Z' };

test('each choice is saved as it is made, and is there when the page is opened again', async () => {
	const { page, given, errors } = await visit({ path: '/admin#celebrations' });
	const amount = page.getByLabel('From an amount of');
	await amount.fill('5,000');
	await expect.poll(() => rulesOf(given).deals.threshold, soon).toBe(5000);
	await page.getByText(/^Saved \d/).waitFor();
	await page.getByLabel('Renewal').uncheck();
	await page.getByLabel('Each person’s').uncheck();
	await page.getByLabel('After how many working days').fill('10');
	await page.getByRole('button', { name: 'Add quiet hours' }).click();
	await page.getByRole('group', { name: 'Quiet hours 1' }).getByLabel('Fri').uncheck();
	await page.locator('#quiet-0-to').fill('09:30');
	const wanted = {
		deals: { on: true, threshold: 5000, types: ['new_business', 'expansion'] },
		targets: { on: true, scopes: ['company', 'teams'] },
		streaks: { on: true, days: 10 },
		quiet: [{ days: [1, 2, 3, 4], from: '09:00', to: '09:30' }],
	};
	await expect.poll(() => rulesOf(given), soon).toEqual(wanted);
	await page.reload();
	await expect.poll(() => amount.inputValue(), soon).toBe('5,000');
	expect(await page.locator('#quiet-0-to').inputValue()).toBe('09:30');
	await page.getByText(/^Last changed .* by admin$/).waitFor();
	await page.getByRole('button', { name: 'Remove quiet hours 1' }).click();
	await page.getByLabel('Celebrate streaks').uncheck();
	await amount.fill('');
	await expect.poll(() => rulesOf(given), soon).toEqual({ ...wanted, deals: { ...wanted.deals, threshold: null }, streaks: { on: false, days: 10 }, quiet: [] });
	expect(errors).toEqual([]);
});

test('what cannot be stays as it was typed, says so, and keeps nothing else back', async () => {
	const { page, given } = await visit({ path: '/admin#celebrations' });
	await page.getByLabel('From an amount of').fill('abc');
	await page.getByText('Not saved: expected an amount such as 5000.').waitFor();
	await page.getByLabel('Celebrate streaks').uncheck();
	await expect.poll(() => rulesOf(given), soon).toEqual({ ...usualRules, streaks: { on: false, days: 5 } });
	expect(await page.getByLabel('From an amount of').inputValue()).toBe('abc');
	await page.getByText('Not saved yet').waitFor();
	for (const label of ['The company’s', 'The teams’', 'Each person’s']) await page.getByLabel(label).uncheck();
	await page.getByText('Not saved: choose at least one.').waitFor();
	await page.getByLabel('From an amount of').fill('10');
	await expect.poll(() => rulesOf(given).deals.threshold, soon).toBe(10);
	// Each answer of the server left the choice before the last at least one scope.
	expect(rulesOf(given).targets.scopes.length).toBeGreaterThan(0);
});

test('what was celebrated is listed, with what was taken back, and a trial comes on the one screen', async () => {
	const given = await givenFloor();
	const { token } = await given.pairScreen(given.session(), 'Sales floor');
	const socket = given.connect({ token, headers: fromElsewhere });
	const told: CelebrationView[] = [];
	socket.on('celebrate', (view) => told.push(view));
	await next(socket, 'board');
	const { page } = await visit({ given, path: '/admin#celebrations' });
	await page.getByText('Nothing yet. The next deal that is won will be here.').waitFor();
	await page.getByRole('button', { name: 'Try it' }).click();
	await page.getByText('Sent to: Sales floor.').waitFor();
	await expect.poll(() => told.map(({ title }) => title), soon).toEqual(['Trial: Deal won']);
	await push(given, deal);
	await page.getByText('Deal won · €12.5k · Acme · new business').waitFor();
	await push(given, { ...deal, status: 'lost' });
	await page.locator('.celebrated .taken').getByText('Ana Lindqvist').waitFor();
	expect(await page.locator('.celebrated li').count()).toBe(1);
	socket.disconnect();
	await expect.poll(async () => {
		await page.getByRole('button', { name: 'Try it' }).click();
		return page.locator('.try .form-error').innerText();
	}, soon).toBe('This screen is not connected.');
});

test('whoever may only look sees the rules and can change nothing', async () => {
	const given = await givenFloor();
	const id = given.server.wall().journal.apply('account created', { name: 'vera', role: 'viewer', passwordHash: '' }, { at: given.now.ms, author: 'test' });
	const { page, url } = await visit({ given, signIn: false, path: '/favicon.svg' });
	await page.context().addCookies([{ name: 'floorcast_session', value: given.server.wall().accounts.startSession(id), url: url('/') }]);
	await page.goto(url('/admin#celebrations'));
	await page.getByText('Celebrate deals won').waitFor();
	expect(await page.locator('.celebrations input:enabled').count()).toBe(0);
	expect(await page.locator('.celebrations button').count()).toBe(0);
});
