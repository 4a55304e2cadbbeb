/** Targets from a file, as somebody at the targets page imports them. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { workbookOf } from '../support/workbook.ts';
import { cell, row, seriousFaults, useBrowser, visit, type Visit } from './admin-support.ts';

useBrowser();

const targets = async ({ given }: Visit): Promise<Record<string, number>> => {
	const { json } = await given.call('GET', '/api/v1/targets', { headers: given.session() });
	return Object.fromEntries(json.map(({ metric, scope, period, value }: { metric: string; scope: string; period: string; value: number }) => [`${metric} ${scope} ${period}`, value]));
};
const open = (page: Page, name = 'Import from a file…') => page.getByRole('button', { name }).click();
const hand = (page: Page, name: string, file: string | Buffer) => page.locator('.file input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(file as string) });
const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();

test('a workbook is shown with counts before anything is written, and lands as one change that is undone as one', async () => {
	const seen = await visit();
	const { page, given } = seen;
	await given.call('PUT', '/api/v1/targets', { body: [{ metric: 'sales', scope: 'team:North', period: '2026-11', value: 200_000 }, { metric: 'sales', scope: 'team:South', period: '2026-11', value: 100_000 }], headers: given.session() });
	await open(page);
	await hand(page, 'targets.xlsx', workbookOf([['Who', 'Nov 2026', 'Dec 2026'], ['North', 250_000, 260_000], ['South', 100_000, ''], ['Ana Lindqvist', 30_000, 'soon'], ['Nobody', 5, 6]]));
	await page.getByText('targets.xlsx: 2 new · 1 changed · 1 unchanged · 2 not understood').waitFor();
	expect((await page.locator('.preview tbody tr').allInnerTexts()).map(flat)).toEqual([
		'North December 2026 none €260,000 new',
		'Ana Lindqvist November 2026 none €30,000 new',
		'North November 2026 €200,000 €250,000 changed',
		'South November 2026 €100,000 €100,000 unchanged',
	]);
	expect((await page.locator('.rejected tbody tr').allInnerTexts()).map(flat)).toEqual(['4 Dec 2026 soon This is no number.', '5 Who Nobody Nobody and no team is called that.']);
	expect(Object.keys(await targets(seen)).length).toBe(2);
	expect(await seriousFaults(page)).toEqual([]);

	await page.getByRole('button', { name: 'Write 3 targets' }).click();
	await page.getByText('3 targets are written.').waitFor();
	expect(await targets(seen)).toEqual({ 'sales team:North 2026-11': 250_000, 'sales team:North 2026-12': 260_000, 'sales team:South 2026-11': 100_000, 'sales person:ana@x.example 2026-11': 30_000 });
	await expect.poll(() => cell(page, row.north, 1).inputValue()).toBe('260,000');
	// What I wrote is no news to me; what came in by the interface before is.
	expect(await page.locator('td.news-cell input[data-at="1:1"]').count()).toBe(0);
	await page.locator('.log li').first().getByRole('button', { name: /^Undo/ }).click();
	await expect.poll(() => targets(seen)).toEqual({ 'sales team:North 2026-11': 200_000, 'sales team:South 2026-11': 100_000 });
	expect(seen.errors).toEqual([]);
});

test('what the file leaves open is asked: metric, year, a number of two meanings', async () => {
	const seen = await visit();
	const { page } = seen;
	await open(page);
	await hand(page, 'mål.csv', 'Vem\tNovember\nNorth\t1.234\n');
	await page.getByText('mål.csv: 1 new').waitFor();
	await page.locator('.questions').getByLabel('“1.234” means').selectOption({ label: '1.234' });
	await page.locator('.questions').getByLabel('Year of the periods without one').selectOption('2027');
	await page.locator('.preview').getByText('November 2027').waitFor();
	await page.locator('.questions').getByLabel('Metric').selectOption('meetings_booked');
	await page.locator('.preview tbody tr').waitFor({ state: 'detached' });
	await page.locator('.rejected').getByText('This metric counts whole numbers.').waitFor();
	await page.locator('.file').getByRole('button', { name: 'Cancel' }).click();
	expect(await targets(seen)).toEqual({});
	expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Import from a file…');
});

test('somebody else changes a target while the preview is open: it is read anew, and nothing is overwritten unseen', async () => {
	const seen = await visit();
	const { page, given } = seen;
	await open(page);
	await hand(page, 'a.csv', 'Who,Nov 2026\nNorth,5\n');
	await page.locator('.preview').getByText('new', { exact: true }).waitFor();
	await given.call('PUT', '/api/v1/targets', { body: [{ metric: 'sales', scope: 'team:North', period: '2026-11', value: 7 }], headers: given.session() });
	await page.locator('.preview').getByText('changed', { exact: true }).waitFor();
	expect((await page.locator('.preview tbody tr').allInnerTexts()).map(flat)).toEqual(['North November 2026 €7 €5 changed']);
});

test('a file that is none of targets is refused in a sentence, and another can be chosen', async () => {
	const seen = await visit();
	const { page } = seen;
	await open(page);
	for (const [name, file, sentence] of [
		['notes.txt', 'hello\nworld\n', 'No targets were found in notes.txt.'],
		['book.xlsx', Buffer.from('PK\u0003\u0004 and no more'), 'book.xlsx cannot be read as a CSV file or a workbook.'],
		['huge.csv', Buffer.alloc(5_000_001, 'a'), 'The file is larger than 5 MB.'],
	] as const) {
		await hand(page, name, file);
		await page.getByRole('alert').getByText(sentence).waitFor();
	}
	await hand(page, 'good.csv', 'Who,Nov 2026\nNorth,5\n');
	await page.getByRole('button', { name: 'Write one target' }).waitFor();
	expect(seen.errors).toEqual([]);
});

test('a file can be dropped', async () => {
	const { page } = await visit();
	await open(page);
	await page.locator('.drop').waitFor();
	await page.evaluate(() => {
		const dropped = new DataTransfer();
		dropped.items.add(new File(['Who,Nov 2026\nNorth,5\n'], 'dropped.csv'));
		document.querySelector('.drop')?.dispatchEvent(new DragEvent('drop', { dataTransfer: dropped, bubbles: true, cancelable: true }));
	});
	await page.getByText('dropped.csv: 1 new').waitFor();
});

test('the grid can be downloaded, its formulas disarmed, and imported again without a change', async () => {
	const seen = await visit();
	const { page, given } = seen;
	await given.call('POST', '/api/v1/facts', { body: { source: 'crm', people: [{ email: 'eve@x.example', name: '=HYPERLINK("http://evil.example")', team: 'North' }] }, headers: { Authorization: `Bearer ${'k'.repeat(40)}` } });
	await given.call('PUT', '/api/v1/targets', { body: [{ metric: 'sales', scope: 'team:North', period: '2026-11', value: 250_000.5 }, { metric: 'sales', scope: 'person:ana@x.example', period: '2027-01', value: 7 }], headers: given.session() });
	await page.reload();
	await expect.poll(() => cell(page, row.north, 0).inputValue()).toBe('250,000.50');
	const [download] = await Promise.all([page.waitForEvent('download'), open(page, 'Download as CSV')]);
	expect(download.suggestedFilename()).toBe('targets-sales-2026-11.csv');
	const text = readFileSync(await download.path(), 'utf8');
	expect(text).toContain('"North","team:North","sales","250000.5",""');
	expect(text).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
	await open(page);
	await hand(page, 'again.csv', text);
	await page.getByText('again.csv: 2 unchanged').waitFor();
	await page.getByText('There is nothing to write').waitFor();
});

test('a viewer may download and not import', async () => {
	const seen = await visit();
	const { given } = seen;
	const { hashPassword } = await import('../../server/floor/passwords.ts');
	const { password } = await import('./admin-support.ts');
	given.server.wall().journal.apply('account created', { name: 'vera', role: 'viewer', passwordHash: await hashPassword(password) }, { at: given.now.ms, author: 'test' });
	const { page } = await visit({ given, account: 'vera' });
	await page.getByRole('button', { name: 'Download as CSV' }).waitFor();
	expect(await page.getByRole('button', { name: 'Import from a file…' }).count()).toBe(0);
});

test('in Swedish and on a phone it is the same', async () => {
	const seen = await visit({ env: { LOCALE: 'sv-SE', CURRENCY: 'SEK' }, context: { viewport: { width: 390, height: 844 } } });
	const { page } = seen;
	await seen.page.getByRole('button', { name: 'Verktyg' }).click();
	await open(page, 'Importera från en fil…');
	await hand(page, 'mål.csv', 'Vem;nov 2026\nNorth;1 250 000,50 kr\nNågon;5\n');
	await page.getByText('mål.csv: nya: 1 · förstods inte: 1').waitFor();
	expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
	expect(await seriousFaults(page)).toEqual([]);
});
