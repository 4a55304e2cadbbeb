/** Every figure leads to its explanation, and that to the rows that it counts, in a real browser. */
import { describe, expect, test } from 'vitest';
import { withKey } from '../server/http/support.ts';
import { row, seriousFaults, useBrowser, visit } from './admin-support.ts';

useBrowser();

describe('why this number', () => {
	test('an address leads to a figure, its meaning, its arithmetic and its rows', async () => {
		const { page, errors } = await visit({ path: '/admin#facts/why?metric=sales&scope=company&period=2026-11' });
		await page.getByRole('heading', { name: 'Sales, Company, November 2026' }).waitFor();
		expect(await page.locator('.why-value').innerText()).toBe('€8,000');
		await page.getByText('Amounts of deals won: €8,000, rows: 1').waitFor();
		const rows = page.locator('.why-table tbody tr');
		expect(await rows.count()).toBe(1);
		expect(await rows.innerText()).toContain('Eva Brown');
		expect(await rows.innerText()).toContain('Deal B, won');
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

test('the figure before opens as it was compared, growth lists the rows of both, and a wrong period is said in words', async () => {
	// Monday, 23 November 2026, 10:00 in Stockholm: the 12th of October lies within the same working time, the 30th does not.
	const { page, given, errors } = await visit({});
	await given.call('POST', '/api/v1/facts', { body: { source: 'crm', deals: [{ external_id: 'D-3', name: 'Late', owner: 'eva@x.example', status: 'won', amount: '900.00', created: '2026-09-01', closed: '2026-10-30' }] }, headers: withKey });
	await page.goto(page.url().replace(/#.*|$/, '#facts/why?metric=sales&scope=company&period=2026-11'));
	await page.getByRole('link', { name: '€12.5k in October 2026, up to the same working time' }).click();
	await page.getByRole('heading', { name: 'Sales, Company, October 2026, up to the same working time' }).waitFor();
	expect(await page.locator('.why-value').innerText()).toBe('€12.5k');
	await page.getByText('Amounts of deals won, rows: 1, together €12.5k').waitFor();

	await page.locator('.why-ask select').first().selectOption({ label: 'Growth' });
	await page.getByLabel('Period').fill('2026-11');
	await page.keyboard.press('Enter');
	await page.getByRole('heading', { name: 'Growth, Company, November 2026' }).waitFor();
	await page.getByText('together €8,000').waitFor();
	await page.getByRole('button', { name: 'October 2026, up to the same working time' }).click();
	await page.getByText('together €12.5k').waitFor();
	expect(await seriousFaults(page)).toEqual([]);

	await page.getByLabel('Period').fill('sometime');
	await page.keyboard.press('Enter');
	await page.getByText('There is no such period. Write 2026-11,').first().waitFor();
	expect(errors).toEqual([]);
});

test('the people behind "reps at quota" are listed and lead to their own figures, also on a phone', async () => {
	const { page, given, errors } = await visit({ context: { viewport: { width: 390, height: 844 } } });
	await given.call('PUT', '/api/v1/targets', { body: [{ metric: 'sales', scope: 'person:eva@x.example', period: '2026-11', value: 5_000 }, { metric: 'sales', scope: 'person:ana@x.example', period: '2026-11', value: 5_000 }], headers: given.session() });
	await page.goto(page.url().replace(/#.*|$/, '#facts/why?metric=reps_at_quota&scope=company&period=2026-11'));
	const people = page.locator('.why-people tbody tr');
	await people.first().waitFor();
	expect((await people.allInnerTexts()).map((text) => text.split(/\s*\t\s*/))).toEqual([['Eva Brown', '€8,000', '€5,000', '✓ 160%'], ['Ana Lindqvist', '€0', '€5,000', '0%']]);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
	expect(await seriousFaults(page)).toEqual([]);
	await page.getByRole('link', { name: 'Eva Brown' }).click();
	await page.getByRole('heading', { name: 'Quota attainment, Eva Brown, November 2026' }).waitFor();
	expect(errors).toEqual([]);
});

test('the grid of targets says what the chosen cell has come to, and leads to why', async () => {
	const { page, given, errors } = await visit({});
	await given.call('PUT', '/api/v1/targets', { body: [{ metric: 'sales', scope: 'person:eva@x.example', period: '2026-11', value: 10_000 }], headers: given.session() });
	await page.locator(`input[data-at="${row.eva}:0"]`).focus();
	await page.getByText('Sales, Eva Brown, November 2026: So far €8,000 (80%)').waitFor();
	await page.locator('.target-result').getByRole('link', { name: 'Why?' }).click();
	await page.getByRole('heading', { name: 'Sales, Eva Brown, November 2026' }).waitFor();
	await page.getByText('€10.0k (set by hand)').waitFor();
	expect(errors).toEqual([]);
});

test('each figure of a board that is planned leads to its explanation, and reads the same there', async () => {
	const { page, errors } = await visit({ path: '/admin#boards' });
	await page.getByRole('button', { name: /Floor/ }).first().click();
	const figure = page.locator('.board-figures li').filter({ hasText: 'Deals won' });
	const next = page.getByRole('button', { name: 'Next' });
	await next.waitFor();
	// Panel by panel, and round again while the picture is not there yet.
	await expect.poll(async () => {
		if ((await figure.count()) === 0) await next.click();
		return figure.count();
	}, { timeout: 15_000 }).toBe(1);
	const shown = await figure.locator('strong').innerText();
	expect(shown).toBe('1');
	await figure.getByRole('link').click();
	await page.locator('.why-value').waitFor();
	expect(await page.locator('.why-value').innerText()).toBe(shown);
	expect(errors).toEqual([]);
});

describe('the facts browser', () => {
	test('facts of every kind are found by filters, and one tells what its source says and who wrote it', async () => {
		const { page, given, errors } = await visit({ path: '/admin#facts' });
		const activities = [
			{ external_id: 'C-1', kind: 'call', direction: 'outbound', outcome: 'connected', at: '2026-11-20T10:00:00Z', owner: 'ana@x.example', account: 'Acme' },
			{ external_id: 'C-2', kind: 'email', direction: 'outbound', at: '2026-11-19', owner: 'Zoe' },
		];
		await given.call('POST', '/api/v1/facts', { body: { source: 'dialer', activities }, headers: withKey });
		await page.getByRole('button', { name: 'Activities' }).click();
		await page.getByText('2 found').waitFor();
		expect(await page.locator('.found button .called').allInnerTexts()).toEqual(['Call, Acme, connected', 'E-mail']);
		await page.getByText('Filters').click();
		await page.getByLabel('Credited to').selectOption('unassigned');
		await page.getByText('1 found').waitFor();
		await page.getByRole('button', { name: /^E-mail/ }).click();
		await page.getByRole('heading', { name: 'E-mail' }).waitFor();
		await page.getByRole('heading', { name: 'Who wrote it' }).waitFor();
		expect(await page.locator('.values').innerText()).toContain('Zoe');
		expect(await seriousFaults(page)).toEqual([]);

		// A filtered deal opens with its corrections and its states.
		await page.goto(page.url().replace(/#.*/, '#facts?entity=deals&person=eva%40x.example'));
		await page.getByRole('button', { name: /^Deal B, won/ }).click();
		await page.getByRole('button', { name: 'Correct it' }).waitFor();
		await page.getByRole('heading', { name: 'What became of it' }).waitFor();
		expect(errors).toEqual([]);
	});
});
