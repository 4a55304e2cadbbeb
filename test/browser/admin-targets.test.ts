import { describe, expect, test } from 'vitest';
import { cell, copyElsewhere, row, useBrowser, visit, type Visit } from './admin-support.ts';

useBrowser();

const saved = (page: Visit['page']) => page.getByText(/^.*Saved \d\d:\d\d:\d\d · on the wall$/).waitFor();
const targets = async ({ given }: Visit): Promise<Record<string, number>> => {
	const { json } = await given.call('GET', '/api/v1/targets', { headers: given.session() });
	return Object.fromEntries(json.map(({ scope, period, value }: { scope: string; period: string; value: number }) => [`${scope} ${period}`, value]));
};
const entries = (page: Visit['page']) => page.locator('.log li');

test('a typed target is saved, said to be, kept over a reload, and listed', async () => {
	const seen = await visit();
	const { page } = seen;
	await cell(page, row.north, 0).click();
	await page.keyboard.type('250 000');
	await page.keyboard.press('Enter');
	await saved(page);
	expect(await cell(page, row.north, 0).inputValue()).toBe('250,000');
	expect(await targets(seen)).toEqual({ 'team:North 2026-11': 250_000 });
	await entries(page).first().getByText(/North · Nov 2026: none → €250,000/).waitFor();
	await page.reload();
	await expect.poll(() => cell(page, row.north, 0).inputValue()).toBe('250,000');
	expect(seen.errors).toEqual([]);
});

test('the keyboard is enough: typing, moving, taking back, clearing, leaving', async () => {
	const seen = await visit();
	const { page } = seen;
	const at = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['at'] ?? document.activeElement?.tagName);
	await cell(page, row.company, 0).focus();
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('ArrowRight');
	expect(await at()).toBe('1:1');
	await page.keyboard.type('12');
	await page.keyboard.press('ArrowLeft');
	expect(await at()).toBe('1:1');
	await page.keyboard.press('Escape');
	expect(await cell(page, 1, 1).inputValue()).toBe('');
	await page.keyboard.type('100');
	await page.keyboard.press('Tab');
	expect(await at()).toBe('1:2');
	await page.keyboard.type('200');
	await page.keyboard.press('Enter');
	await saved(page);
	await expect.poll(() => targets(seen)).toEqual({ 'team:North 2026-12': 100, 'team:North 2027-01': 200 });
	await page.keyboard.press('ArrowUp');
	await page.keyboard.press('Shift+ArrowLeft');
	await page.keyboard.press('Delete');
	await expect.poll(() => targets(seen)).toEqual({});
	await expect.poll(() => entries(page).count()).toBe(3);
	await page.keyboard.press('Escape');
	await page.keyboard.press('Tab');
	expect(await at()).toBe('BUTTON');
});

test('a block copied from a spreadsheet lands as one change', async () => {
	const seen = await visit();
	const { page } = seen;
	await copyElsewhere(page, '30 000\t31,000\r\n"32000"\t33.000,50\r\n');
	await cell(page, row.ana, 0).click();
	await page.keyboard.press('Control+V');
	await saved(page);
	expect(await targets(seen)).toEqual({
		'person:ana@x.example 2026-11': 30_000,
		'person:ana@x.example 2026-12': 31_000,
		'person:bo@x.example 2026-11': 32_000,
		'person:bo@x.example 2026-12': 33_000.5,
	});
	await expect.poll(() => entries(page).count()).toBe(1);
	// The team has the sum of its people until it has a target of its own.
	await expect.poll(() => cell(page, row.north, 0).getAttribute('placeholder')).toBe('62,000');
	expect(await cell(page, row.north, 0).inputValue()).toBe('');
});

test('a block copied within the table can be pasted elsewhere', async () => {
	const seen = await visit();
	const { page } = seen;
	await copyElsewhere(page, '10\t20\n30\t40');
	await cell(page, row.ana, 0).click();
	await page.keyboard.press('Control+V');
	await saved(page);
	await cell(page, row.ana, 0).click();
	await cell(page, row.bo, 1).click({ modifiers: ['Shift'] });
	await page.keyboard.press('Control+C');
	await cell(page, row.eva, 2).click();
	await page.keyboard.press('Control+V');
	await expect.poll(async () => Object.keys(await targets(seen)).length).toBe(8);
	expect(await targets(seen)).toMatchObject({ 'person:eva@x.example 2027-01': 10, 'person:max@x.example 2027-02': 40 });
});

describe('a paste with cells that are no numbers', () => {
	const paste = async () => {
		const seen = await visit();
		await copyElsewhere(seen.page, '10000\tabc\n30000\t40000');
		await cell(seen.page, row.ana, 0).click();
		await seen.page.keyboard.press('Control+V');
		await seen.page.getByText('One cell needs a look.').waitFor();
		return seen;
	};

	test('is not saved, says which cell and what was expected, and is saved whole once that is put right', async () => {
		const seen = await paste();
		const { page } = seen;
		await page.locator('.problems').getByText(/Ana Lindqvist · Dec\w* 2026 “abc” – Not a number\. Expected something like 250,000\./).waitFor();
		expect(await cell(page, row.ana, 1).getAttribute('aria-invalid')).toBe('true');
		expect(await targets(seen)).toEqual({});
		await cell(page, row.ana, 1).click();
		await page.keyboard.type('20000');
		await page.keyboard.press('Enter');
		await saved(page);
		expect(Object.values(await targets(seen))).toEqual([10_000, 30_000, 20_000, 40_000]);
		await expect.poll(() => entries(page).count()).toBe(1);
	});

	test('can be saved without them', async () => {
		const seen = await paste();
		await seen.page.getByRole('button', { name: 'Save the 3 good cells' }).click();
		await saved(seen.page);
		expect(Object.values(await targets(seen))).toEqual([10_000, 30_000, 40_000]);
		expect(await cell(seen.page, row.ana, 1).inputValue()).toBe('');
	});
});

test('a change can be undone, the undo too, and what a later change stands on cannot', async () => {
	const seen = await visit();
	const { page } = seen;
	const type = async (text: string) => {
		await cell(page, row.south, 0).click();
		await page.keyboard.type(text);
		await page.keyboard.press('Enter');
	};
	await type('100');
	await entries(page).nth(0).waitFor();
	await type('200');
	await expect.poll(() => entries(page).count()).toBe(2);
	const undo = (at: number) => entries(page).nth(at).getByRole('button', { name: /^Undo/ });
	await entries(page).nth(1).getByText('Cannot be undone: a later change stands on it').waitFor();
	expect(await undo(1).isDisabled()).toBe(true);

	await undo(0).click();
	await expect.poll(() => targets(seen)).toEqual({ 'team:South 2026-11': 100 });
	await expect.poll(() => entries(page).count()).toBe(3);
	await entries(page).nth(0).getByText(/Undoes the change of/).waitFor();
	await undo(0).click();
	await expect.poll(() => targets(seen)).toEqual({ 'team:South 2026-11': 200 });
	await expect.poll(() => cell(page, row.south, 0).inputValue()).toBe('200');
	expect(seen.errors).toEqual([]);
});

test('an undo that came too late is refused with a sentence', async () => {
	const seen = await visit();
	const { page, given } = seen;
	await cell(page, row.south, 0).click();
	await page.keyboard.type('100');
	await page.keyboard.press('Enter');
	await entries(page).nth(0).waitFor();
	await given.call('PUT', '/api/v1/targets', { body: [{ metric: 'sales', scope: 'team:South', period: '2026-11', value: 300 }], headers: given.session() });
	await entries(page).nth(0).getByRole('button', { name: /^Undo/ }).click();
	await page.getByText('It was changed meanwhile.').waitFor();
	expect(await targets(seen)).toEqual({ 'team:South 2026-11': 300 });
});

test('without a connection the typed value stays, and is saved on trying again', async () => {
	const seen = await visit();
	const { page } = seen;
	await cell(page, row.ana, 0).waitFor();
	await page.context().setOffline(true);
	await cell(page, row.ana, 0).click();
	await page.keyboard.type('700');
	await page.keyboard.press('Enter');
	await page.locator('.problems').getByText('Not saved. The server cannot be reached.').waitFor();
	expect(await cell(page, row.ana, 0).inputValue()).toBe('700');
	await page.context().setOffline(false);
	await page.getByRole('button', { name: 'Try again' }).click();
	await saved(page);
	expect(await targets(seen)).toEqual({ 'person:ana@x.example 2026-11': 700 });
});

test('a session that ends in the middle asks to sign in again and loses nothing', async () => {
	const seen = await visit();
	const { page } = seen;
	await cell(page, row.ana, 0).waitFor();
	await page.context().clearCookies();
	await cell(page, row.ana, 0).click();
	await page.keyboard.type('700');
	await page.keyboard.press('Enter');
	await page.getByText('Your session has ended.').waitFor();
	await page.locator('#account').fill('admin');
	await page.locator('#password').fill('correct horse battery');
	await page.keyboard.press('Enter');
	await page.getByRole('button', { name: 'Try again' }).click();
	await saved(page);
	expect(await targets(seen)).toEqual({ 'person:ana@x.example 2026-11': 700 });
});

test('other metrics and other months: rates are typed in per cent, and the range steps', async () => {
	const seen = await visit();
	const { page } = seen;
	await page.getByLabel('Metric').selectOption('win_rate');
	await page.getByText('in %').waitFor();
	await cell(page, row.company, 0).click();
	await page.keyboard.type('40');
	await page.keyboard.press('Enter');
	await saved(page);
	expect(await cell(page, row.company, 0).inputValue()).toBe('40%');
	expect(await targets(seen)).toEqual({ 'company 2026-11': 0.4 });
	await page.getByRole('button', { name: 'Earlier months' }).click();
	await expect.poll(() => page.locator('thead th').nth(1).textContent()).toMatch(/^Aug/);
	await expect.poll(() => cell(page, row.company, 3).inputValue()).toBe('40%');
	await page.getByRole('button', { name: 'This month' }).click();
	await expect.poll(() => page.locator('thead th').nth(1).textContent()).toMatch(/^Nov/);
});
