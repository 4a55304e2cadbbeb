/** Money and sources in a real browser: a rate that is missing, a source that counts twice, another zone, the order of stages. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { apiKey, type Given } from '../server/http/support.ts';
import { givenFloor, seriousFaults, useBrowser, visit, type Visit } from './admin-support.ts';

useBrowser();

const push = async (given: Given, body: object): Promise<void> => {
	const { status, text } = await given.call('POST', '/api/v1/facts', { headers: { Authorization: `Bearer ${apiKey}` }, body });
	if (status !== 200) throw new Error(text);
};
async function givenMoney(env: Record<string, string> = {}): Promise<Given> {
	const given = await givenFloor(env);
	await push(given, {
		source: 'crm',
		deals: [
			{ external_id: 'S-1', owner: 'ana@x.example', status: 'won', amount: '120000', currency: 'SEK', closed: '2026-11-03', stage: 'Closing' },
			{ external_id: 'S-2', owner: 'ana@x.example', status: 'open', amount: '5000', currency: 'USD', created: '2026-10-03', stage: 'Discovery' },
			{ external_id: 'S-3', owner: 'bo@x.example', status: 'open', amount: '10', created: '2026-10-03', stage: 'Offer' },
		],
	});
	await push(given, { source: 'sheet', deals: [{ external_id: 'X-1', name: 'Twice', owner: 'ana@x.example', status: 'won', amount: '12500', closed: '2026-11-12' }] });
	return given;
}
const open = (given: Given, context: BrowserContextOptions = {}): Promise<Visit> => visit({ given, path: '/admin#settings/money', context });
const sales = async (given: Given): Promise<number> => {
	const { json } = await given.call('GET', '/api/v1/explain?metric=sales&period=2026-11', { headers: { Authorization: `Bearer ${apiKey}` } });
	// explain's answer, as the design has it.
	return (json as { value: number }).value;
};
const text = (page: Page, selector: string): Promise<string> => page.locator(selector).innerText();

test('[M5] ops see which rate is missing, set it with the keyboard, and read what it did to the figures', async () => {
	const given = await givenMoney();
	const { page, errors } = await open(given);
	expect(await text(page, '[data-unrated=SEK]')).toMatch(/SEK\s+Amounts: 1\s+Sum: SEK\s120,000.00\s+Needs a rate from: 3 Nov 2026/);
	await page.locator('[data-unrated=SEK] button').press('Enter');
	await page.keyboard.type('abc');
	await page.keyboard.press('Enter');
	await page.getByText('Not saved: expected a decimal above 0').waitFor();
	await page.locator('#rate-rate').fill('0,1');
	await page.keyboard.press('Enter');
	await page.locator('#money-rates .consequences').waitFor();
	expect(await text(page, '#money-rates .consequences')).toContain('Company · Sales · November 2026: €20.5k → €32.5k');
	expect(await sales(given)).toBe(32_500);
	expect(await page.locator('[data-unrated=SEK]').count()).toBe(0);
	expect(await text(page, '.log li:first-child .what')).toContain('Rates of SEK: none → 0.1 from 2026-11-03');
	await page.locator('.log li:first-child button').click();
	await page.locator('[data-unrated=SEK]').waitFor();
	expect(await sales(given)).toBe(20_500);
	expect(errors).toEqual([]);
});

test('[M17] the source that counts is chosen, the rows of the other are listed', async () => {
	const given = await givenMoney();
	const { page } = await open(given);
	await page.locator('#authority-deals').selectOption('crm');
	await page.locator('[data-kind=deals] .choose button').click();
	await page.locator('#money-sources .consequences').waitFor();
	expect(await sales(given)).toBe(8_000);
	await page.getByText('Not counted: 1').click();
	expect(await text(page, '[data-kind=deals] details li')).toBe('X-1 · Twice · 12 Nov 2026 · sheet');
	expect(await page.locator('[data-kind=deals] .uncounted').innerText()).toContain('does not count');
});

test('[M1] another time zone is typed and saved; one that is none is refused where it is typed', async () => {
	const given = await givenMoney();
	const { page } = await open(given);
	const zone = page.locator('#money-zone-value');
	await zone.fill('Middle/Earth');
	await zone.press('Enter');
	await page.getByText('there is no such time zone').waitFor();
	await zone.fill('Asia/Tokyo');
	await zone.press('Enter');
	await page.locator('#money-zone .consequences').waitFor();
	await page.locator('.log li').first().getByText('Time zone: Europe/Stockholm → Asia/Tokyo').waitFor();
});

test('stages are moved with the keyboard, which keeps the focus, and saved at once', async () => {
	const given = await givenMoney();
	const { page } = await open(given);
	const names = () => page.locator('#money-stages .name').allInnerTexts();
	expect(await names()).toEqual(['Closing', 'Discovery', 'Offer']);
	const down = page.getByRole('button', { name: 'Move Closing down' });
	await down.press('Enter');
	await page.getByText('Closing is now 2 of 3.').waitFor();
	await page.keyboard.press('Enter');
	expect(await names()).toEqual(['Discovery', 'Offer', 'Closing']);
	// It can go no further down: the way back has the focus.
	expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Move Closing up');
	await page.locator('#money-stages > .primary').press('Enter');
	await page.getByText('Order of stages: none ⇒ Discovery → Offer → Closing').waitFor();
	await page.reload();
	await page.locator('#money-stages').waitFor();
	expect(await names()).toEqual(['Discovery', 'Offer', 'Closing']);
});

test('two people: rates that were changed in the meantime are not overwritten, and are shown', async () => {
	const given = await givenMoney();
	const { page } = await open(given);
	await given.call('PUT', '/api/v1/money/rates', { headers: given.session(), body: { currency: 'SEK', rates: [{ from: '2026-11-01', rate: '0.2' }] } });
	await page.locator('[data-unrated=SEK] button').click();
	await page.locator('#rate-rate').fill('0.1');
	await page.keyboard.press('Enter');
	await page.locator('#money-rates [role=alert]:not(:empty)').waitFor();
	await page.locator('[data-rate="SEK 2026-11-01"]').waitFor();
	expect(await sales(given)).toBe(44_500);
});

describe('it is read by everybody', () => {
	test.each([
		['at a desk, in the light', { colorScheme: 'light', viewport: { width: 1280, height: 800 } }],
		['at a desk, in the dark', { colorScheme: 'dark', viewport: { width: 1280, height: 800 } }],
		['on a phone', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
	] satisfies [string, BrowserContextOptions][])('%s nothing is found fault with, and nothing runs over', async (_where, context) => {
		const given = await givenMoney({ LOCALE: 'sv-SE' });
		const { page, errors } = await open(given, context);
		await page.locator('#authority-deals').selectOption('crm');
		await page.locator('[data-kind=deals] .choose button').click();
		await page.locator('#money-sources .consequences').waitFor();
		await page.locator('[data-kind=deals] summary').click();
		expect(await page.locator('h2').allInnerTexts()).toEqual(['Växelkurser', 'Vilken källa som räknas', 'Tidszon', 'Steg', 'Affärer som står still', 'Valuta', 'Ändringar']);
		expect(await seriousFaults(page)).toEqual([]);
		expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
		expect(errors).toEqual([]);
	});

	test('a floor without facts is told what will be here', async () => {
		const given = await givenFloor();
		const { page } = await open(given);
		await page.getByText('There are no rates. They are needed once deals come in another currency than EUR.').waitFor();
		await page.getByText('No deal has a stage yet.').waitFor();
	});
});

test('who was overtaken is told so, sees what stands, and overwrites nothing', async () => {
	const given = await givenMoney();
	const { page, errors } = await open(given);
	const zone = page.locator('#money-zone-value');
	await zone.fill('Asia/Tokyo');
	const { status } = await given.call('PUT', '/api/v1/money/time-zone', { headers: given.session(), body: { timeZone: 'America/Lima' } });
	expect(status).toBe(200);
	await zone.press('Enter');
	await page.locator('#money-zone').getByText('It was changed meanwhile.').waitFor();
	await expect.poll(() => zone.inputValue()).toBe('America/Lima');
	await zone.fill('Asia/Tokyo');
	await zone.press('Enter');
	await expect.poll(() => given.server.wall().settings.get().timeZone).toBe('Asia/Tokyo');
	expect(errors).toEqual([]);
});
