/** The desk over the real server. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { allFaults, givenFloor, useBrowser, visit } from './admin-support.ts';
import { withKey } from '../server/http/support.ts';

useBrowser();

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('over the real server a meeting begins at the desk, is joined in full screen, and is ended', async () => {
	const { page, errors } = await visit({ path: '/review?month=2026-10' });
	await page.locator('.review-section').first().waitFor();
	await button(page, 'Show on a screen…').click();
	await button(page, 'Start the meeting').click();
	await page.getByText('The meeting of October 2026 has started.').waitFor();
	await page.locator('dialog').getByRole('button', { name: 'Full screen' }).click();
	await page.locator('[data-panel]').first().waitFor();
	await page.keyboard.press('Escape');
	const on = page.locator('.meetings-on');
	await on.getByText('October 2026 · Whole company, on no screen, started by admin').waitFor();
	await on.getByRole('button', { name: 'End the meeting' }).click();
	await page.getByRole('alertdialog').getByRole('button', { name: 'End the meeting' }).click();
	await on.waitFor({ state: 'detached' });
	expect(errors).toEqual([]);
});

test('over the real server a month is closed at the desk, keeps its figures whatever changes, says what has, and is closed again', async () => {
	const given = await givenFloor();
	const { page, errors } = await visit({ given, path: '/review?month=2026-10' });
	await button(page, 'Close October 2026').click();
	await page.getByText('October 2026 is closed.').waitFor();
	await page.locator('.as-of', { hasText: /^as closed on .* by admin$/ }).waitFor();
	await page.locator('#section-changed').getByText('Nothing has changed since').waitFor();
	const deal = { external_id: 'D-1', name: 'A', owner: 'ana@x.example', status: 'won', amount: '14000.00', currency: 'EUR', created: '2026-09-01', closed: '2026-10-12' };
	const answer = await given.call('POST', '/api/v1/facts', { body: { source: 'crm', deals: [deal] }, headers: withKey });
	expect(answer.status).toBe(200);
	await page.reload();
	const changed = page.locator('#section-changed');
	await changed.locator('.how').first().waitFor();
	expect(await changed.locator('.how').allInnerTexts()).toEqual(['≠ Changed']);
	await changed.getByText(/12,500.*14,000/).first().waitFor();
	const figure = page.locator('#section-target [data-panel="target"]');
	await figure.getByText('12.5').first().waitFor();
	await button(page, 'Show as known now').click();
	await figure.getByText('14.0').first().waitFor();
	await button(page, 'Close again').click();
	await page.getByRole('alertdialog').getByRole('button', { name: 'Close again' }).click();
	await page.locator('#section-changed').getByText('Nothing has changed since').waitFor();
	expect(await page.getByLabel('Which close').locator('option').count()).toBe(2);
	expect(await allFaults(page)).toEqual([]);
	await button(page, 'Give a link…').click();
	await page.getByLabel('Whom it is for').fill('The board');
	await button(page, 'Make the link').click();
	await expect.poll(() => page.getByLabel('Address of the link').inputValue()).toMatch(/\/review#link=.{20,}$/);
	await page.getByRole('dialog').getByText('not opened yet').waitFor();
	expect(errors).toEqual([]);
});

test('over the real server the agenda is saved: what is hidden is gone, what is of a team says so', async () => {
	const { page, errors } = await visit({ path: '/review?month=2026-10' });
	await button(page, 'Agenda…').click();
	await page.getByLabel('Show “Thirteen months”').uncheck();
	await page.getByLabel('Of whom “Against quota” is').selectOption({ label: 'North' });
	await button(page, 'Save the agenda').click();
	await page.locator('#section-year').waitFor({ state: 'detached' });
	await page.locator('#section-quota h2', { hasText: 'North' }).waitFor();
	expect(errors).toEqual([]);
});
