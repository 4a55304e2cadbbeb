/** Whom keys mean, as ops work with it: assigning, adding, merging, re-crediting and erasing, with mouse and keys, on a desk and a phone. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { withKey, type Given } from '../server/http/support.ts';
import { givenFloor, seriousFaults, useBrowser, visit } from './admin-support.ts';

useBrowser();

/** The floor, and a dialer that knows Ana and Bo otherwise, and somebody nobody knows. */
async function givenStrangers(env: Record<string, string> = {}): Promise<Given> {
	const given = await givenFloor(env);
	const call = (id: string, owner: string, at: string) => ({ external_id: id, kind: 'call', direction: 'outbound', owner, at });
	const body = {
		source: 'dialer',
		people: [{ name: 'B. Ek', team: 'Phones' }],
		activities: [call('C-1', 'Ana Lindqvist', '2026-11-20'), call('C-2', 'Ana Lindqvist', '2026-11-23'), call('C-3', 'E. Brown', '2026-10-01'), call('C-4', 'Night shift', '2026-11-02'), call('C-5', 'B. Ek', '2026-11-02')],
		deals: [{ external_id: 'D-9', name: 'Stray deal', owner: 'max.hohenfels@old.example', status: 'won', amount: '950.00', currency: 'EUR', created: '2026-11-01', closed: '2026-11-12' }],
	};
	const answer = await given.call('POST', '/api/v1/facts', { body, headers: withKey });
	expect(answer.status).toBe(200);
	return given;
}
const explained = async (given: Given, metric: string): Promise<Record<string, number>> => {
	const { json } = await given.call('GET', `/api/v1/explain?metric=${metric}&period=2026&by=person`, { headers: withKey });
	const by: { key: string; value: number }[] = json.by;
	return Object.fromEntries(by.map(({ key, value }) => [key, value]));
};
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
const row = (page: Page, key: string) => page.locator(`[data-key="${key}"]`);
const openIdentities = async (page: Page, name: string) => {
	await page.getByRole('link', { name, exact: true }).click();
	await page.locator('.identities .keys').waitFor();
};

const sizes: [string, BrowserContextOptions][] = [
	['a desk', { viewport: { width: 1280, height: 800 } }],
	['a phone', { viewport: { width: 390, height: 844 }, hasTouch: true }],
];

describe.each(sizes)('on %s', (_size, context) => {
	test('what is unassigned is given to somebody by one click, to somebody new, to nobody, and taken back', async () => {
		const given = await givenStrangers();
		const { page, errors } = await visit({ given, path: '/admin#people', context });
		await page.getByRole('link', { name: 'Unassigned (4)' }).click();
		await row(page, 'dialer/Ana Lindqvist').waitFor();
		expect(await page.locator('.unassigned li .name').allTextContents()).toEqual(['Ana Lindqvist', 'E. Brown', 'Night shift', 'max.hohenfels@old.example']);
		expect(await row(page, 'dialer/Ana Lindqvist').textContent()).toMatch(/In dialer.*activities: 2.*20 Nov 2026 to 23 Nov 2026 · facts this month: 2/);
		expect(await row(page, 'max.hohenfels@old.example').textContent()).toMatch(/address, in dialer.*deals: 1.*facts this month: 1, €950 in sales/);
		expect(await seriousFaults(page)).toEqual([]);
		expect(await overflow(page)).toBe(0);
		// Neither do the lists of people grow beyond the screen.
		await page.getByRole('button', { name: 'Select all' }).click();
		expect([await overflow(page), await seriousFaults(page)]).toEqual([0, []]);

		await page.getByRole('button', { name: 'Assign to Ana Lindqvist: Ana Lindqvist' }).click();
		await page.getByText('Assigned to Ana Lindqvist: 1.').waitFor();
		await page.getByRole('link', { name: 'Unassigned (3)' }).waitFor();
		await page.getByLabel('Who Night shift means').selectOption('new');
		await page.getByRole('button', { name: 'Assign Night shift' }).click();
		await page.getByText('Night shift is in the list of people.').waitFor();
		await page.getByLabel('Who E. Brown means').selectOption('nobody');
		await page.getByRole('button', { name: 'Assign E. Brown' }).click();
		await page.getByText('Left out: 1.').waitFor();
		expect(await explained(given, 'calls_made')).toEqual({ 'ana@x.example': 2, 'B. Ek': 1, 'Night shift': 1, unassigned: 1 });
		await page.locator('.log li').first().getByText('dialer/E. Brown means nobody').waitFor();
		await page.locator('.log li').first().getByRole('button').click();
		await row(page, 'dialer/E. Brown').waitFor();
		await page.getByRole('button', { name: 'Assign to Eva Brown: E. Brown' }).click();
		await row(page, 'dialer/E. Brown').waitFor({ state: 'detached' });
		expect((await explained(given, 'calls_made'))['eva@x.example']).toBe(1);
		expect(errors).toEqual([]);
	});

	test('somebody’s keys are seen, added and taken away; two are merged, which is said before, and told apart again', async () => {
		const given = await givenStrangers();
		const { page, errors } = await visit({ given, path: '/admin#people', context });
		await openIdentities(page, 'Bo Ek');
		await page.getByLabel('Address, or name as the source writes it').fill('Night shift');
		await page.getByLabel('Source of the name').selectOption('dialer');
		await page.getByRole('button', { name: 'Add', exact: true }).click();
		await page.getByText('Night shift means Bo Ek.').first().waitFor();
		await page.getByLabel('Address, or name as the source writes it').fill('ana@x.example');
		await page.getByLabel('Source of the name').selectOption('');
		await page.getByRole('button', { name: 'Add', exact: true }).click();
		await page.getByText('It means Ana Lindqvist now.').waitFor();
		await page.locator('.identities .sure').getByRole('button', { name: 'Cancel' }).click();
		await page.getByRole('button', { name: 'Take away Night shift from Bo Ek' }).click();
		await page.getByText('Night shift is among the unassigned.').waitFor();

		await page.getByRole('button', { name: 'Merge with somebody else' }).click();
		await page.getByLabel('The other entry').selectOption({ label: 'B. Ek, Phones' });
		await page.getByText('B. Ek was in Phones; that counts no longer.').waitFor();
		expect(await seriousFaults(page)).toEqual([]);
		await page.getByRole('button', { name: 'Merge', exact: true }).click();
		await page.getByText('B. Ek and Bo Ek are one person.').waitFor();
		expect(await explained(given, 'calls_made')).toMatchObject({ 'bo@x.example': 1 });
		await page.locator('.log li').first().getByRole('button').click();
		await page.getByText('B. Ek and Bo Ek are two people again.').waitFor();
		expect(await explained(given, 'calls_made')).toMatchObject({ 'B. Ek': 1 });
		expect(await overflow(page)).toBe(0);
		expect(errors).toEqual([]);
	});

	test('[M18] erasing says what goes and what stays, and asks for the name', async () => {
		const given = await givenStrangers();
		const { page, errors } = await visit({ given, path: '/admin#people', context });
		await openIdentities(page, 'Ana Lindqvist');
		await page.getByRole('button', { name: 'Erase this person…' }).click();
		const box = page.getByLabel('Type Ana Lindqvist to erase them');
		await box.fill('ana');
		await page.getByRole('button', { name: 'Erase for good' }).click();
		await page.getByText('This is not the name.').waitFor();
		expect(await seriousFaults(page)).toEqual([]);
		await box.fill('Ana Lindqvist');
		await page.keyboard.press('Enter');
		await page.locator('.identities').waitFor({ state: 'detached' });
		await page.getByText(/Somebody was erased/).waitFor();
		// Said where it is seen, without the name, and the keyboard goes on from the top.
		expect(await page.locator('.people-news .says').textContent()).toBe('Erased. Their facts count on as those of a former colleague.');
		expect(await page.evaluate(() => [document.activeElement?.tagName, scrollY])).toEqual(['H1', 0]);
		expect(await page.locator('.people .name').allTextContents()).not.toContain('Ana Lindqvist');
		expect(Object.values(await explained(given, 'sales')).sort()).toEqual([12500, 8000, 950].sort());
		expect(errors).toEqual([]);
	});
});

test('[M4] a closed deal stays credited at closing, and is re-credited in two steps: it moves, the log says who and why, and it is undone', async () => {
	const given = await givenStrangers();
	await given.call('POST', '/api/v1/facts', { body: { source: 'crm', deals: [{ external_id: 'D-1', name: 'A', owner: 'bo@x.example', status: 'won', amount: '12500.00', currency: 'EUR', created: '2026-09-01', closed: '2026-10-12' }] }, headers: withKey });
	expect(await explained(given, 'sales')).toMatchObject({ 'ana@x.example': 12500 });
	const { page, errors } = await visit({ given, path: '/admin#people' });
	await openIdentities(page, 'Ana Lindqvist');
	await page.getByRole('button', { name: 'Deals', exact: true }).click();
	await page.getByRole('button', { name: 'Re-credit A, D-1' }).click();
	await page.getByRole('button', { name: 'Re-credit it' }).click();
	await page.getByText('Choose who gets it.').waitFor();
	await page.getByLabel('Credit to').selectOption({ label: 'Eva Brown' });
	await page.getByLabel('Why').fill('Eva closed it while Ana was away');
	expect(await seriousFaults(page)).toEqual([]);
	await page.keyboard.press('Enter');
	await page.getByText('A, D-1 is credited to Eva Brown.').waitFor();
	await page.getByText('North · Sales · Q4 2026: €12.5k → €0').waitFor();
	expect(await explained(given, 'sales')).toEqual({ 'eva@x.example': 20500, unassigned: 950 });
	const { json } = await given.call('GET', '/api/v1/corrections/log', { headers: given.session() });
	expect(json.entries[0]).toMatchObject({ author: 'admin', reason: 'Eva closed it while Ana was away', before: { owner: 'ana@x.example' }, after: { owner: 'eva@x.example' }, undo: { possible: true } });
	await given.call('POST', '/api/v1/corrections/undo', { body: { entry: json.entries[0].entry }, headers: given.session() });
	expect(await explained(given, 'sales')).toMatchObject({ 'ana@x.example': 12500, 'eva@x.example': 8000 });
	expect(errors).toEqual([]);
});

test('what may be one person is proposed: what merging does is said before it is done, or they are remembered as two', async () => {
	const given = await givenStrangers();
	const { page } = await visit({ given, path: '/admin#people/unassigned' });
	await page.getByRole('heading', { name: 'Perhaps the same person' }).waitFor();
	await page.getByRole('button', { name: 'Bo Ek and B. Ek are two people' }).click();
	await page.getByText('Remembered: Bo Ek and B. Ek are two people.').waitFor();
	await page.locator('.log li').first().getByRole('button').click();
	await page.getByRole('button', { name: 'Merge into B. Ek' }).click();
	await page.getByText('Bo Ek was in North; that counts no longer.').waitFor();
	expect(given.server.wall().people.personNamed('bo@x.example')?.name).toBe('Bo Ek');
	await page.getByRole('button', { name: 'Merge', exact: true }).click();
	await page.locator('.doubles').getByText('Bo Ek and B. Ek are one person.').waitFor();
	expect(given.server.wall().people.personNamed('bo@x.example')?.name).toBe('B. Ek');
	await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Perhaps the same person');
	await page.locator('.consequences').first().waitFor();
});

test('by keyboard alone, several at once; and in Swedish', async () => {
	const given = await givenStrangers();
	const { page } = await visit({ given, path: '/admin#people/unassigned' });
	await row(page, 'dialer/Night shift').waitFor();
	for (const key of ['Night shift', 'E. Brown']) {
		await page.getByLabel(`Select ${key}`).focus();
		await page.keyboard.press('Space');
	}
	await page.getByLabel('Who E. Brown means').focus();
	// Going through the list does nothing yet: its first entry is somebody new.
	await page.keyboard.press('ArrowDown');
	expect(given.server.wall().people.withName('E. Brown')).toEqual([]);
	await page.getByLabel('Assign the selected to').focus();
	await page.keyboard.type('Eva');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await page.getByText('Assigned to Eva Brown: 2.').waitFor();
	expect((await explained(given, 'calls_made'))['eva@x.example']).toBe(2);

	const swedish = await givenStrangers({ LOCALE: 'sv-SE' });
	const { page: sida } = await visit({ given: swedish, path: '/admin#people/unassigned' });
	await sida.getByRole('heading', { name: 'Ej tilldelat' }).waitFor();
	await sida.getByRole('button', { name: 'Tilldela Eva Brown: E. Brown' }).waitFor();
});

test('a viewer sees whom keys mean, and changes nothing', async () => {
	const given = await givenStrangers();
	const { accounts, journal } = given.server.wall();
	const account = journal.apply('account created', { name: 'guest', role: 'viewer', passwordHash: '' }, { at: given.now.ms, author: 'test' });
	const { page, url } = await visit({ given, signIn: false });
	await page.context().addCookies([{ name: 'floorcast_session', value: accounts.startSession(account), url: url('/') }]);
	await page.goto(url('/admin#people/unassigned'));
	await page.reload();
	await row(page, 'dialer/Night shift').waitFor();
	expect([await page.locator('.unassigned select, .unassigned input').count(), await page.locator('.unassigned button').allTextContents()]).toEqual([0, ['Deals']]);
	await page.getByRole('button', { name: 'Deals of max.hohenfels@old.example' }).click();
	await page.getByText('Stray deal, D-9').waitFor();
	expect(await page.getByRole('button', { name: /Re-credit/ }).count()).toBe(0);
});
