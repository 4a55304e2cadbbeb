/** What is wrong with the server, and for how long facts are kept, as people read and set them at a desk and on a phone. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { withKey } from '../server/http/support.ts';
import { givenFloor, seriousFaults, useBrowser, visit } from './admin-support.ts';

useBrowser();

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const found = (page: Page) => page.locator('.findings li');
/** A screen that never came, which after a day at work is trouble. */
const withTrouble = async () => {
	const given = await givenFloor();
	await given.pairScreen(given.session(), 'Lobby');
	await given.call('POST', '/api/v1/facts', { headers: withKey, body: { source: 'dialer', activities: [{ external_id: '1', kind: 'call', owner: 'A. Ek', at: '2026-11-23' }, { external_id: '2', kind: 'fax', at: '2026-11-23' }] } });
	given.now.ms += 5 * 3_600_000;
	return given;
};
const calls = (from: string, count: number) => Array.from({ length: count }, (_, index) => ({ external_id: `c${index}`, kind: 'call', direction: 'outbound', owner: 'ana@x.example', at: Temporal.PlainDate.from(from).add({ days: index }).toString() }));

test('what is wrong stands worst first, each with since when, what to do and where; the tab says how much of it is trouble', async () => {
	const { page, errors } = await visit({ given: await withTrouble(), path: '/admin#system/health' });
	await found(page).first().waitFor();
	const texts = await found(page).allInnerTexts();
	expect(texts[0]).toMatch(/Trouble[\s\S]*The screen Lobby was paired and has not come since\.[\s\S]*since 10:00[\s\S]*Open the wall’s address on it, or remove it\. Go there/);
	expect(texts.some((text) => /Warning[\s\S]*Rows of dialer that were rejected within a day: 1/.test(text))).toBe(true);
	expect(texts.some((text) => /Note[\s\S]*Nobody is told/.test(text))).toBe(true);
	expect(await page.locator('.tabs .troubles').innerText()).toBe('1');
	expect(await page.getByRole('img', { name: '1 trouble' }).count()).toBeGreaterThan(0);
	expect(await page.locator('.states dt').allInnerTexts()).toEqual(['Figures', 'Sources', 'Screens', 'Last backup', 'Disk', 'Database', 'Memory']);
	await found(page).first().getByRole('link', { name: 'Go there' }).click();
	await page.getByRole('heading', { name: 'Screens', exact: true }).waitFor();
	expect(await seriousFaults(page)).toEqual([]);
	expect(errors).toEqual([]);
});

test('looking again shows what has been put right, and the mark on the tab goes', async () => {
	const given = await withTrouble();
	const { page, errors } = await visit({ given, path: '/admin#system/health' });
	await found(page).first().waitFor();
	const screens = (await given.call('GET', '/api/v1/screens', { headers: given.session() })).json.screens;
	await given.call('DELETE', `/api/v1/screens/${screens[0].id}`, { headers: given.session() });
	await page.getByRole('button', { name: 'Look again' }).click();
	await page.locator('.troubles').first().waitFor({ state: 'detached' });
	expect(await page.getByText('The screen Lobby').count()).toBe(0);
	expect(errors).toEqual([]);
});

test('on a phone the menu shows that there is trouble, and nothing is wider than the page', async () => {
	const { page, errors } = await visit({ given: await withTrouble(), path: '/admin#system/health', context: phone });
	await found(page).first().waitFor();
	expect(await page.locator('.menu .troubles').innerText()).toBe('1');
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
	expect(await seriousFaults(page)).toEqual([]);
	expect(errors).toEqual([]);
});

test('old facts go once it was shown what goes, and the name of the workspace was typed', async () => {
	const given = await givenFloor();
	await given.call('POST', '/api/v1/facts', { headers: withKey, body: { source: 'dialer', activities: calls('2025-06-01', 300) } });
	const { page, errors } = await visit({ given, path: '/admin#system/retention' });
	await page.locator('#keep-activities').waitFor();
	expect(await page.locator('.kinds').innerText()).toContain('300 kept, the oldest of 1 Jun 2025');
	await page.locator('#keep-activities').selectOption({ label: 'Keep for 13 months' });
	await page.getByRole('button', { name: 'Show what would go' }).click();
	await page.locator('.what-goes').waitFor();
	const says = await page.locator('.what-goes').innerText();
	expect(says).toContain('Activities: 122 from 1 Jun 2025 to 1 Oct 2025');
	expect(says).toMatch(/Calls made, .*Connect rate/);
	expect(says).toContain('Not closed, and no longer to be looked at as they were: June 2025, July 2025, August 2025, September 2025.');
	expect(await seriousFaults(page)).toEqual([]);
	await page.locator('#retention-name').fill('something');
	await page.getByRole('button', { name: 'Take them out for good' }).click();
	await page.getByText('That is not the name.').waitFor();
	await page.locator('#retention-name').fill('Sales floor');
	await page.getByRole('button', { name: 'Take them out for good' }).click();
	await page.getByText('178 kept, the oldest of 1 Oct 2025 · Before 1 Oct 2025 nothing is known.').waitFor();
	await page.getByText('Saved.').waitFor();

	// Keeping more asks for nothing; then older ones may be taken again.
	await page.locator('#keep-activities').selectOption({ label: 'Keep for ever' });
	await page.getByRole('button', { name: 'Keep it so' }).click();
	await page.getByRole('button', { name: 'Take older ones again' }).click();
	await page.getByText('Older ones are taken again.').waitFor();
	expect(await page.getByText('nothing is known').count()).toBe(0);
	expect(errors).toEqual([]);
});

test('what waits for somebody, since the clock runs years ahead, is shown and confirmed on the page that its finding leads to', async () => {
	const given = await givenFloor();
	await given.call('POST', '/api/v1/facts', { headers: withKey, body: { source: 'dialer', activities: calls('2025-06-01', 30) } });
	expect((await given.call('PUT', '/api/v1/retention', { headers: given.session(), body: { keep: { activities: 24, meetings: null, proposals: null }, confirm: 'Sales floor' } })).status).toBe(200);
	given.now.ms += 3 * 365 * 86_400_000;
	const { page, errors } = await visit({ given, path: '/admin#system/health' });
	await page.locator('.findings li', { hasText: 'Old facts are not taken out' }).getByRole('link', { name: 'Go there' }).click();
	await page.getByText('Activities: they wait.').waitFor();
	await page.getByRole('button', { name: 'Show what would go' }).click();
	await page.locator('#retention-name').fill('Sales floor');
	await page.getByRole('button', { name: 'Take them out for good' }).click();
	await page.getByText('Activities: they wait.').waitFor({ state: 'detached' });
	await page.getByText('none here · Before 1 Nov 2027 nothing is known.').waitFor();
	expect(errors).toEqual([]);
});

test('on a phone it can be read and set', async () => {
	const given = await givenFloor();
	await given.call('POST', '/api/v1/facts', { headers: withKey, body: { source: 'dialer', activities: calls('2025-06-01', 300) } });
	const { page, errors } = await visit({ given, path: '/admin#system/retention', context: phone });
	await page.locator('#keep-activities').selectOption({ label: 'Keep for 2 years' });
	await page.getByRole('button', { name: 'Show what would go' }).click();
	await page.getByText('Nothing at present.').waitFor();
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
	expect(await seriousFaults(page)).toEqual([]);
	expect(errors).toEqual([]);
});

test('ops and viewers look, and change nothing', async () => {
	const given = await givenFloor();
	const { accounts, journal } = given.server.wall();
	const { hashPassword } = await import('../../server/floor/passwords.ts');
	const { password } = await import('../server/http/support.ts');
	journal.apply('account created', { name: 'vera', role: 'viewer', passwordHash: await hashPassword(password) }, { at: given.now.ms, author: 'test' });
	expect(accounts.hasAdministrator()).toBe(true);
	const { page } = await visit({ given, path: '/admin#system/retention', account: 'vera' });
	await page.getByText('Administrators may change this.').waitFor();
	expect(await page.locator('#keep-activities').isDisabled()).toBe(true);
});
