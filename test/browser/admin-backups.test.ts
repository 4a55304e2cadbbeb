/** Backups in the admin page: made, brought, deleted, and put back while a wall looks on. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { givenFolder, withKey, type Given } from '../server/http/support.ts';
import { folderOf } from '../server/backup/support.ts';
import { allFaults, useBrowser, visit, type Visit } from './admin-support.ts';

useBrowser();

const open = async (options: Parameters<typeof visit>[0] = {}): Promise<Visit> => {
	const visited = await visit({ path: '/admin#system/backups', ...options });
	await visited.page.locator('.card.backups').first().waitFor();
	return visited;
};
const push = async ({ call }: Given, id: string, amount: string): Promise<void> => {
	const { status } = await call('POST', '/api/v1/facts', { body: { source: 'crm', deals: [{ external_id: id, owner: 'ana@x.example', status: 'won', amount, currency: 'EUR', created: '2026-11-01', closed: '2026-11-20' }] }, headers: withKey });
	expect(status).toBe(200);
};
const rows = (page: Page) => page.locator('[data-backup]');
const backUp = async (page: Page): Promise<void> => {
	const before = await rows(page).count();
	await page.getByRole('button', { name: 'Back up now' }).click();
	await expect.poll(() => rows(page).count(), { timeout: 30_000 }).toBe(before + 1);
	await expect.poll(() => page.locator('.says').textContent()).toBe('A backup was made.');
};

test('[R16] last night’s backup is put back from the page; a wall that looks on is right again by itself, and whoever did it is signed in still', { timeout: 120_000 }, async () => {
	const { given, page, errors, url } = await open();
	const { journal, options } = given.server.wall();
	journal.apply('api key made', { prefix: 'fc_abcdefgh', hash: 'a hash', name: 'planted', scopes: ['read'], source: null, until: null }, { at: given.now.ms, author: 'admin' });
	await backUp(page);
	options.db.exec('DELETE FROM api_key');
	await push(given, 'D-9', '77000.00');
	const wall = await page.context().newPage();
	wall.on('pageerror', (error) => errors.push(error.message));
	// On the box itself: without a code.
	await wall.goto(`http://127.0.0.1:${given.server.port}/`);
	const shows = (text: string) => expect.poll(() => wall.evaluate(() => document.body.textContent), { timeout: 40_000 }).toContain(text);
	await wall.locator('[data-panel]').waitFor();
	while ((await wall.locator('[data-panel]').getAttribute('data-panel')) !== 'sales-target') {
		await wall.keyboard.press('ArrowRight');
		await pass(100);
	}
	await wall.keyboard.press('Space');
	await shows('€85.0k');
	await page.bringToFront();
	given.now.ms += 3_600_000;

	await rows(page).first().getByRole('button', { name: /^Put back the backup of/ }).click();
	const asks = page.locator('.restore');
	await asks.locator('form').waitFor();
	expect(await asks.textContent()).toMatch(/What it knows ends .* 1 change was made here since then/);
	expect((await asks.locator('tbody tr.differs').allTextContents()).map((text) => text.replace(/\s+/g, ' '))).toEqual(['deals23']);
	expect(await asks.textContent()).toMatch(/What works from then on and does not now, whoever made it\s*API keys: planted/);
	expect(await asks.textContent()).toContain('Everybody else is signed out.');
	expect(await allFaults(page)).toEqual([]);
	await asks.getByLabel(/type the name of this workspace: Sales floor/).fill('Sales');
	await asks.getByRole('button', { name: 'Put it back' }).click();
	expect(await asks.locator('.hint').textContent()).toBe('This is not the name of the workspace.');
	await asks.getByLabel(/type the name/).fill('Sales floor');
	await asks.getByRole('button', { name: 'Put it back' }).click();
	await page.getByText('The backup is being put back').waitFor();
	// The page is loaded anew, as of the other database.
	await page.getByText('What is shown is a backup that admin put back').waitFor({ timeout: 60_000 });
	await wall.bringToFront();
	await shows('€8,000');
	await page.bringToFront();
	expect((await rows(page).locator('.tag').allTextContents())).toEqual(['before a restore', 'by hand']);
	expect((await given.call('GET', '/api/v1/health', { headers: withKey })).json.facts.deals).toBe(2);
	expect([errors, url('')]).toEqual([[], expect.any(String)]);
});

test('a backup is downloaded, brought back from the file, and deleted once that was asked; a file that is none is refused in words', { timeout: 120_000 }, async () => {
	const { given, page, errors } = await open();
	await backUp(page);
	const downloading = page.waitForEvent('download');
	await page.getByRole('link', { name: /^Download the backup of/ }).click();
	const download = await downloading;
	const [name = ''] = readdirSync(folderOf(given));
	expect(download.suggestedFilename()).toBe(name);
	const saved = join(givenFolder(), name);
	await download.saveAs(saved);
	expect(readFileSync(saved).equals(readFileSync(join(folderOf(given), name)))).toBe(true);

	await rows(page).first().getByRole('button', { name: /^Delete the backup of/ }).click();
	expect(await rows(page).first().locator('.sure').textContent()).toMatch(/It cannot be had again\./);
	await page.getByRole('button', { name: 'Delete it' }).click();
	await expect.poll(() => rows(page).count()).toBe(0);
	expect(readdirSync(folderOf(given))).toEqual([]);

	const wrong = join(givenFolder(), 'letter.sqlite');
	writeFileSync(wrong, 'Dear Sir or Madam');
	await page.locator('input[type=file]').setInputFiles(wrong);
	await expect.poll(() => page.getByRole('alert').first().textContent()).toBe('It is no backup of Floorcast, or something was added to it.');
	await page.locator('input[type=file]').setInputFiles(saved);
	await expect.poll(() => rows(page).count(), { timeout: 30_000 }).toBe(1);
	expect(await page.locator('.says').textContent()).toBe(`${name} is sound, and among the backups now.`);
	expect(errors).toEqual([]);
});

test('what went wrong is said, in Swedish too, with when it is tried again; only administrators see the section', { timeout: 120_000 }, async () => {
	const share = join(givenFolder(), 'share');
	const { given, page } = await open({ env: { BACKUP_DIR: share, LOCALE: 'sv-SE' } });
	await page.getByRole('button', { name: 'Säkerhetskopiera nu' }).click();
	await expect.poll(() => page.locator('.backups [role=alert]').textContent(), { timeout: 30_000 }).toMatch(/^Att göra en säkerhetskopia misslyckades .*: mappen med säkerhetskopior går inte att nå\. Är disken ansluten, och får den här användaren skriva där\? Det görs ett nytt försök .*\.$/);
	expect(await allFaults(page)).toEqual([]);
	rmSync(share, { recursive: true, force: true });
	for (const role of ['ops', 'viewer'] as const) {
		const account = given.server.wall().journal.apply('account created', { name: role, role, passwordHash: 'none' }, { at: given.now.ms, author: 'test' });
		await page.context().addCookies([{ name: 'floorcast_session', value: given.server.wall().accounts.startSession(account), url: `http://wall.test:${given.server.port}` }]);
		await page.reload();
		await page.locator('nav.tabs').waitFor();
		expect(await page.getByRole('button', { name: 'Säkerhetskopiera nu' }).count()).toBe(0);
	}
});
