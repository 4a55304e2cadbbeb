/** Every figure leads to its explanation, and that to the rows that it counts, in a real browser. */
import { describe, expect, test } from 'vitest';
import { seriousFaults, useBrowser, visit } from './admin-support.ts';

useBrowser();

describe('why this number', () => {
	test('an address leads to a figure, its meaning, its arithmetic and its rows', async () => {
		const { page, errors } = await visit({ path: '/admin#facts/why?metric=sales&scope=company&period=2026-11' });
		await page.getByRole('heading', { name: 'Sales, Company, November 2026' }).waitFor();
		expect(await page.locator('.why-value').innerText()).toBe('€8,000');
		await page.getByText('Amounts of deals won: €8,000 from 1 in number').waitFor();
		const row = page.locator('.why-table tbody tr');
		expect(await row.count()).toBe(1);
		expect(await row.innerText()).toContain('Eva Brown');
		expect(await row.innerText()).toContain('Deal B, won');
		await page.getByLabel('Split by').selectOption('team');
		await page.getByRole('link', { name: 'South' }).click();
		await page.getByRole('heading', { name: 'Sales, South, November 2026' }).waitFor();
		await page.getByLabel('Period').fill('2026-Q4');
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { name: 'Sales, South, Q4 2026' }).waitFor();
		expect(await seriousFaults(page)).toEqual([]);
		expect(errors).toEqual([]);
	});
});
