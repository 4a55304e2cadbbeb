/** Ops leave out, correct, enter and take back in a real browser, and a wall shows what became of it. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { onBoards, withKey, type Given } from '../server/http/support.ts';
import { password, useBrowser, visit } from './admin-support.ts';

useBrowser();

const push = (given: Given, rows: object) => given.call('POST', '/api/v1/facts', { body: { source: 'crm', ...rows }, headers: withKey });
const dealB = { external_id: 'D-2', name: 'B', owner: 'eva@x.example', status: 'won', amount: '8000.00', currency: 'EUR', created: '2026-09-01', closed: '2026-11-05' };

/** A wall, and the text of its sales of the month. */
function wallOf(given: Given): () => string {
	const socket = given.connect();
	let sales = '';
	onBoards(socket, (board) => {
		const panel = board.panels.find(({ id }) => id === 'sales-target');
		if (panel?.kind === 'target') sales = panel.headline.number.text;
	});
	return () => sales;
}

const say = async (page: Page, reason: string, button: string): Promise<void> => {
	await page.getByLabel('Reason').fill(reason);
	await page.locator('form').getByRole('button', { name: button, exact: true }).click();
	await page.getByText('· on the wall').waitFor();
};

describe('deals and meetings', () => {
	test('[M4] left out, brought back, corrected, entered and taken out again: each is on the wall by itself', async () => {
		const { page, given, errors } = await visit({ path: '/admin#facts' });
		const sales = wallOf(given);
		await expect.poll(sales).toBe('€8,000');

		await page.getByLabel('Search').fill('eva d-2');
		await page.getByRole('button', { name: /^B/ }).click();
		await page.getByRole('button', { name: 'Leave it out' }).click();
		await page.getByText('Sales of November 2026 fall by €8,000.').waitFor();
		await say(page, 'A double', 'Leave it out');
		await expect.poll(sales).toBe('€0');
		await push(given, { deals: [{ ...dealB, amount: 9000 }] });
		await page.getByLabel('Search').fill('');
		// As on coming back from another window.
		await page.evaluate(() => window.dispatchEvent(new Event('focus')));
		await page.getByText('Left out; crm says Eva Brown · Won · €9,000 · 5 Nov 2026').waitFor();

		await page.getByRole('button', { name: 'Bring it back' }).click();
		await say(page, 'It is none', 'Bring it back');
		await expect.poll(sales).toBe('€9,000');

		await page.getByRole('button', { name: 'Correct it' }).click();
		await page.getByLabel('Amount in EUR').fill('10,500.50');
		await page.getByLabel('Owner').selectOption('Bo Ek');
		await page.getByText('The credit goes from Eva Brown to Bo Ek.').waitFor();
		await say(page, 'Signed for more', 'Save the correction');
		await expect.poll(sales).toBe('€10.5k');
		await page.getByText('Amount: €10,500.50; crm says €9,000').waitFor();
		await page.getByText('Owner: Bo Ek; crm says Eva Brown').waitFor();

		await page.getByRole('button', { name: 'Enter a deal' }).click();
		await page.getByLabel('Amount in EUR').fill('500');
		await page.getByLabel('Owner').selectOption('Ana Lindqvist');
		await page.getByLabel('Account').fill('Paper & Co');
		await say(page, 'By letter', 'Enter it');
		await expect.poll(sales).toBe('€11.0k');
		await page.getByRole('heading', { name: 'Paper & Co' }).waitFor();

		await page.getByRole('button', { name: 'Take it out again' }).click();
		await say(page, 'It came after all', 'Take it out again');
		await expect.poll(sales).toBe('€10.5k');

		// The record has them all, and the last can be undone.
		expect(await page.locator('.log ol li').count()).toBe(5);
		await page.locator('.log ol li').first().getByRole('button').click();
		await expect.poll(sales).toBe('€11.0k');
		expect(errors).toEqual([]);
	});

	test('a meeting is corrected and entered by keyboard alone', async () => {
		const { page, given, errors } = await visit({ path: '/admin#facts' });
		await push(given, { meetings: [{ external_id: 'M-1', booked_by: 'bo@x.example', account: 'Acme', booked_at: '2026-11-10T09:00:00+01:00', scheduled_for: '2026-11-12T10:00:00+01:00' }] });
		const figure = async (metric: string): Promise<unknown> => (await given.call('GET', `/api/v1/explain?metric=${metric}&period=2026-11`, { headers: withKey })).json.value;
		const tabTo = async (name: string): Promise<void> => {
			for (let presses = 0; presses < 60; presses += 1) {
				await page.keyboard.press('Tab');
				if (await page.evaluate((wanted) => [document.activeElement?.textContent?.trim(), document.activeElement?.id].includes(wanted), name)) return;
			}
			throw new Error(`Tab does not lead to ${name}`);
		};
		await page.locator('.found button').first().waitFor();
		await tabTo('Meetings');
		await page.keyboard.press('Enter');
		await page.locator('.found button', { hasText: 'Acme' }).waitFor();
		await tabTo('fact-search');
		await tabTo('Filters');
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		// The name of what was opened has the focus: the next are its buttons.
		await tabTo('Correct it');
		await page.keyboard.press('Enter');
		await tabTo('fact-status');
		await page.keyboard.type('Held');
		await tabTo('fact-reason');
		await page.keyboard.type('They met');
		await page.keyboard.press('Enter');
		await page.getByText('· on the wall').waitFor();
		expect([await figure('meetings_booked'), await figure('meetings_held')]).toEqual([1, 1]);

		await page.keyboard.press('Shift+Tab');
		await page.getByRole('button', { name: 'Enter a meeting' }).focus();
		await page.keyboard.press('Enter');
		await tabTo('fact-reason');
		await page.keyboard.type('By phone');
		await page.keyboard.press('Enter');
		await page.getByText('Entered by admin').first().waitFor();
		expect(await figure('meetings_booked')).toBe(2);
		expect(errors).toEqual([]);
	});

	test('what is missing or wrong is said beside the field, and nothing is sent', async () => {
		const { page, given } = await visit({ path: '/admin#facts' });
		await page.getByRole('button', { name: 'Enter a deal' }).click();
		await page.getByLabel('Amount in EUR').fill('many');
		await page.getByLabel('Closed on').fill('');
		await page.getByRole('button', { name: 'Enter it' }).click();
		const beside = (id: string) => page.locator(`#${id}-says`).textContent();
		expect(await beside('fact-amount')).toBe('Not an amount. Expected something like 12,500.50.');
		expect(await beside('fact-closed')).toBe('A deal that is won or lost needs the day on which it was closed.');
		expect(await beside('fact-reason')).toBe('Please say why; it stands in the record.');
		expect(await page.evaluate(() => document.activeElement?.id)).toBe('fact-amount');
		// What is typed is not lost by a click beside it.
		await page.getByRole('button', { name: 'Meetings' }).click();
		await page.getByText('Please save this first, or cancel it.').waitFor();
		await page.getByLabel('Amount in EUR').fill('-500');
		expect(await beside('fact-amount')).toBe('');
		expect((await given.call('GET', '/api/v1/corrections', { headers: given.session() })).json.facts).toEqual([]);
	});

	test('a deal that changes meanwhile asks for another look and keeps what was typed; so does a session that ends', async () => {
		const { page, given } = await visit({ path: '/admin#facts' });
		const sales = wallOf(given);
		await page.getByRole('button', { name: /^B/ }).click();
		await page.getByRole('button', { name: 'Correct it' }).click();
		await page.getByLabel('Amount in EUR').fill('7000');
		await page.getByLabel('Reason').fill('Signed for less');
		await push(given, { deals: [{ ...dealB, region: 'West' }] });
		await page.context().clearCookies();
		await page.getByRole('button', { name: 'Save the correction' }).click();
		await page.getByText('Your session has ended.').waitFor();
		await page.locator('#account').fill('admin');
		await page.locator('#password').fill(password);
		await page.keyboard.press('Enter');
		await page.getByRole('button', { name: 'Save the correction' }).click();
		await page.getByText('It was changed meanwhile.').waitFor();
		expect([await page.getByLabel('Amount in EUR').inputValue(), await page.getByLabel('Region').inputValue()]).toEqual(['7000', 'West']);
		await page.getByRole('button', { name: 'I have seen it' }).click();
		await page.getByRole('button', { name: 'Save the correction' }).click();
		await page.getByText('· on the wall').waitFor();
		await expect.poll(sales).toBe('€7,000');
	});

	test('what its source changes while somebody types is said beside the field on coming back, and overwritten only once it is seen', async () => {
		const { page, given } = await visit({ path: '/admin#facts' });
		const sales = wallOf(given);
		await page.getByRole('button', { name: /^B/ }).click();
		await page.getByRole('button', { name: 'Correct it' }).click();
		await page.getByLabel('Amount in EUR').fill('7000');
		await page.getByLabel('Reason').fill('Signed for less');
		await push(given, { deals: [{ ...dealB, amount: 9000, status: 'lost' }] });
		await page.evaluate(() => window.dispatchEvent(new Event('focus')));
		await page.locator('.changes', { hasText: 'Amount: now €9,000, by crm' }).waitFor();
		const beside = (id: string) => page.locator(`#${id}-says`).textContent();
		expect([await beside('fact-amount'), await beside('fact-status'), await page.getByLabel('Status').inputValue()]).toEqual(['now €9,000, by crm', 'now Lost, by crm', 'lost']);
		const save = page.getByRole('button', { name: 'Save the correction' });
		// Twice, as a hand in a hurry does.
		for (let times = 0; times < 2; times += 1) await save.click();
		await page.getByText('It was changed meanwhile.').waitFor();
		await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('I have seen it');
		expect((await given.call('GET', '/api/v1/corrections', { headers: given.session() })).json.count).toBe(0);
		await page.keyboard.press('Enter');
		await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Save the correction');
		await page.keyboard.press('Enter');
		await page.getByText('· on the wall').waitFor();
		await expect.poll(sales).toBe('€0');
		await page.getByText('Amount: €7,000; crm says €9,000').waitFor();
	});

	test('what its source has deleted meanwhile is said to be gone, and does not come back', async () => {
		const { page, given } = await visit({ path: '/admin#facts' });
		await page.getByRole('button', { name: /^B/ }).click();
		await page.getByRole('button', { name: 'Leave it out' }).click();
		await push(given, { deleted: [{ entity: 'deals', external_id: 'D-2' }] });
		await page.getByLabel('Reason').fill('A double');
		const save = (name: string) => page.locator('form').getByRole('button', { name, exact: true });
		await save('Leave it out').click();
		await page.getByText('Its source has deleted it: it does not count any more.').waitFor();
		expect([await save('Leave it out').isDisabled(), await page.locator('.found button').count()]).toEqual([true, 1]);
		await page.getByRole('button', { name: 'Cancel' }).click();

		await page.getByRole('button', { name: 'Close' }).click();
		await page.getByRole('button', { name: /^A Ana/ }).click();
		await page.getByRole('button', { name: 'Leave it out' }).click();
		await say(page, 'A double', 'Leave it out');
		await page.getByRole('button', { name: 'Bring it back' }).click();
		await page.getByLabel('Reason').fill('It is none');
		await push(given, { deleted: [{ entity: 'deals', external_id: 'D-1' }] });
		await save('Bring it back').click();
		await page.locator('.changes', { hasText: 'crm has deleted it' }).waitFor();
		await page.getByRole('button', { name: 'I have seen it' }).click();
		await save('Bring it back').click();
		await page.getByText('it does not come back: its source has deleted it').waitFor();
		await page.locator('.log ol').getByText('It did not come back').waitFor();
	});

	test('whoever may only look is offered nothing else', async () => {
		const { page, given, url } = await visit({ path: '/admin#facts' });
		await page.getByRole('button', { name: /^B/ }).click();
		await page.getByRole('button', { name: 'Leave it out' }).click();
		await say(page, 'A double', 'Leave it out');
		const { accounts, journal } = given.server.wall();
		const viewer = journal.apply('account created', { name: 'viewer', role: 'viewer', passwordHash: '' }, { at: 1, author: 'test' });
		await page.context().addCookies([{ name: 'floorcast_session', value: accounts.startSession(viewer), url: url('/') }]);
		await page.reload();
		await page.locator('.log ol li').first().waitFor();
		await page.getByRole('button', { name: /^B/ }).click();
		await page.getByText('Left out by admin').first().waitFor();
		for (const name of ['Enter a deal', 'Bring it back', 'Undo']) expect([name, await page.getByRole('button', { name }).count()]).toEqual([name, 0]);
	});

	test('by keyboard: Escape leaves the form and asks when something is typed, what stands in the way is read out each time, undo stays in the record', async () => {
		const { page, given } = await visit({ path: '/admin#facts' });
		const active = () => page.evaluate(() => document.activeElement?.textContent?.trim());
		await page.getByRole('button', { name: /^B/ }).click();
		await page.getByRole('button', { name: 'Correct it' }).click();
		await page.keyboard.press('Escape');
		await expect.poll(active).toBe('B');
		await page.getByRole('button', { name: 'Enter a deal' }).click();
		await page.keyboard.press('Escape');
		await expect.poll(active).toBe('Enter a deal');
		await page.getByRole('button', { name: /^B/ }).click();
		await page.getByRole('button', { name: 'Correct it' }).click();
		await page.getByLabel('Reason').fill('Signed for less');
		await page.keyboard.press('Escape');
		await expect.poll(active).toBe('Go on typing');
		await page.keyboard.press('Escape');
		expect(await page.evaluate(() => document.activeElement?.id)).toBe('fact-reason');
		for (let times = 0; times < 2; times += 1) {
			await page.getByRole('button', { name: 'Meetings' }).click();
			await expect.poll(active).toBe('Please save this first, or cancel it.');
			expect(await page.locator('.form-error').last().isVisible()).toBe(true);
		}
		// Closing the window would lose it.
		const asked = page.waitForEvent('dialog');
		const leaving = page.close({ runBeforeUnload: true });
		const dialog = await asked;
		expect(dialog.type()).toBe('beforeunload');
		await dialog.dismiss();
		await leaving;
		await page.getByLabel('Amount in EUR').fill('7000');
		await say(page, 'Signed for less', 'Save the correction');
		await page.locator('.log ol button').first().focus();
		await page.keyboard.press('Enter');
		await expect.poll(active).toBe('Record (2)');
		await page.locator('.log ol li').first().getByText('Undoes: B corrected').waitFor();
		expect((await given.call('GET', '/api/v1/corrections', { headers: given.session() })).json.count).toBe(0);
	});
});
