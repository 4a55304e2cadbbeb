/** The imports page in a real browser: a file of questions answered by keys, on a phone too; the real messy files where they are there. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { displayDir } from '../../display/build.ts';
import { givenServer, withKey, type Given } from '../server/http/support.ts';
import { givenFloor, seriousFaults, useBrowser, visit, type Visit } from './admin-support.ts';

useBrowser();

const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
const bring = (page: Page, file: string | ReturnType<typeof csv>): Promise<void> => page.locator('input[type=file]').setInputFiles(file);
const sums = async (page: Page): Promise<Record<string, string>> => Object.fromEntries(await page.locator('.sum tr').evaluateAll((rows) => rows.map((row) => [row.querySelector('th')?.textContent ?? '', row.querySelector('td')?.textContent ?? ''])));
const atLeisure = { timeout: 120_000 };

test.each([
	['a desk', { width: 1280, height: 800 }],
	['a phone', { width: 390, height: 844 }],
])('at %s a file that leaves things open is asked about, checked and brought in', async (_name, viewport) => {
	const given = await givenFloor();
	const { page, errors } = await visit({ given, path: '/admin#imports', context: { viewport } });
	await bring(page, csv('open.csv', 'id;owner;stage;amount;closed\n1;ana@x.example;Closed;1.234;03/04/2026\n2;bo@x.example;Won;2.500;05/06/2026\n;;;;\n3;eva@x.example;Won;1.000;\n'));
	await page.getByLabel('amount: 1.234 (line 2) can mean a thousand times as much.').selectOption(',');
	await page.getByLabel('closed: 03/04/2026 (line 2) can be in two months.').selectOption('mdy');
	await page.getByLabel('Closed (line 2) is over. Won or lost?').selectOption('won');
	await page.locator('.questions').waitFor({ state: 'detached' });
	await expect.poll(() => page.locator('.sample-rows').textContent()).toContain('2026-03-04');
	await page.getByRole('button', { name: 'Check it' }).press('Enter');
	await page.getByText('4 rows were checked. 2 would be new, 0 changed, 1 rejected.').waitFor();
	expect(await sums(page)).toMatchObject({ new: '2', rejected: '1', blank: '1', 'rows below the names of the columns': '4' });
	expect(await seriousFaults(page)).toEqual([]);
	await page.getByRole('button', { name: 'Import 2 rows' }).press('Enter');
	await page.getByText('open.csv is in: 2 new, 0 changed, 0 unchanged, 1 rejected.').waitFor();
	const { json } = await given.call('GET', '/api/v1/explain?metric=sales&period=2026-03', { headers: withKey });
	expect(json.value).toBe(1_234);
	expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);

	await page.getByRole('button', { name: /^Take it back: open\.csv/ }).click();
	await page.getByText('Of open.csv, 2 rows go, or are as they were before. Nothing was changed since.').waitFor();
	await page.getByRole('button', { name: 'Take back 2 rows' }).click();
	await page.getByText('open.csv was taken back.').waitFor();
	await page.getByText('taken back by admin').waitFor();
	expect(errors).toEqual([]);
});

test('a column is given another field, a value another meaning, and a file is put away without a trace', async () => {
	const { page, errors } = await visit({ path: '/admin#imports' });
	await bring(page, csv('a.csv', 'id,owner,stage,total,closed\n1,ana@x.example,Won,100,2026-03-04\n2,bo@x.example,Pending,200,2026-03-05\n'));
	await page.getByLabel('Amount', { exact: true }).selectOption({ label: 'nothing' });
	await page.getByText('1 column is not used').click();
	await page.getByLabel('Use total as').selectOption({ label: 'Amount' });
	await page.getByText('How Status is read').click();
	await page.getByRole('row', { name: /Pending/ }).getByRole('combobox').selectOption({ label: 'lost' });
	await expect.poll(() => page.locator('.sample-rows').textContent()).toContain('lost');
	await page.getByRole('button', { name: 'Put it away' }).click();
	await page.getByText('a.csv was put away. Nothing was imported.').waitFor();
	await page.locator('.drop').waitFor();
	expect(errors).toEqual([]);
});

test('in Swedish the reasons and notes of a file are Swedish, on the page and in the rejected rows', async () => {
	const given = await givenFloor();
	given.server.wall().journal.apply('settings changed', { set: { locale: 'sv-SE' } }, { at: 1, author: 'test' });
	const { page, errors } = await visit({ given, path: '/admin#imports' });
	await bring(page, csv('tom.csv', ''));
	await page.getByText('Filen är tom.').waitFor();
	await bring(page, csv('affärer.csv', 'id;owner;stage;amount;created;closed\n1;ana@x.example;Won;massor;2026-01-03;2026-02-03\n2;bo@x.example;Won;5,50;2026-02-04;2026-02-03\n'));
	await page.getByRole('button', { name: 'Kontrollera den' }).click();
	await page.getByText('Rad 2: amount: inget tal med decimalkomma').waitFor();
	await page.getByText('avslutad 2026-02-03, innan den började 2026-02-04; säljcykeln är okänd (1 rad, först på rad 3)').waitFor();
	const download = page.waitForEvent('download');
	await page.getByRole('link', { name: 'Hämta de avvisade raderna' }).click();
	const path = await (await download).path();
	expect(readFileSync(path, 'utf8').split('\r\n')).toMatchObject(['\ufeff"fil";"rad";"kolumn";"värde";"orsak"', '"affärer.csv";"2";"amount";"massor";"inget tal med decimalkomma"', '']);
	await page.getByRole('button', { name: 'Importera 1 rad', exact: true }).waitFor();
	expect(errors.filter((error) => !error.includes('400'))).toEqual([]);
});

test('owners nobody knows are made known by a switch beside them, and what stayed of an import taken back is said in the history', async () => {
	const given = await givenFloor();
	const { page, errors } = await visit({ given, path: '/admin#imports' });
	await bring(page, csv('pipeline.csv', 'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\nA1,Moses Frase,GTXPro,Cancity,Won,2016-10-20,2017-03-01,1054\nA2,Darcel Schlecht,GTXPro,Isdom,Won,2016-10-25,2017-03-11,4514\n'));
	await page.getByRole('button', { name: 'Check it' }).click();
	await page.getByText('2 owners are not known yet: bring the people first, or make them known here.').waitFor();
	await page.getByRole('button', { name: 'Make them known, and check again' }).click();
	await page.getByText('2 people become known.').waitFor();
	expect(await page.locator('.strangers').count()).toBe(0);
	await page.getByRole('button', { name: 'Import 2 rows' }).click();
	await page.getByText('pipeline.csv is in').waitFor();
	await page.locator('.reported').getByRole('rowheader', { name: 'maven-crm' }).waitFor();
	await given.call('POST', '/api/v1/facts', { headers: withKey, body: { source: 'maven-crm', deals: [{ external_id: 'A1', status: 'won', closed: '2017-03-02', owner: 'Moses Frase' }] } });
	await page.getByRole('button', { name: /^Take it back: pipeline\.csv/ }).click();
	await page.getByText('1 changed since stays.').waitFor();
	await page.getByText('A1 (Deals), changed by a push').waitFor();
	await page.getByRole('button', { name: 'Take back 1 row', exact: true }).click();
	await page.getByText(/^1 deal and 1 person stayed \(1 changed since, 1 used by something else\)/).waitFor();
	await expect.poll(() => page.locator('.reported').getByRole('row', { name: /maven-crm/ }).textContent()).toMatch(/1$/);
	const { text } = await given.call('GET', `/api/v1/imports/${await page.locator('[data-import]').first().getAttribute('data-import')}/stayed?language=sv`, { headers: given.session() });
	expect(text).toContain('"Affärer";"A1";"maven-crm";"ändrad av en inskickning"');
	expect(errors).toEqual([]);
});

test('a file of nothing but a header is said to be empty, and one of 300 columns is answered at once', async () => {
	const { page, errors } = await visit({ path: '/admin#imports' });
	await bring(page, csv('head.csv', 'id,owner,stage,amount,closed\n'));
	await page.getByText('There is nothing in this file below the names of its columns.').waitFor();
	expect(await page.getByRole('button', { name: 'Check it' }).isDisabled()).toBe(true);
	await page.getByRole('button', { name: 'Put it away' }).click();
	const others = Array.from({ length: 295 }, (_, at) => `extra ${at + 1}`);
	await bring(page, csv('wide.csv', `id,owner,stage,total,closed,${others.join(',')}\n1,ana@x.example,Won,100,2026-03-04,${others.join(',')}\n`));
	await page.getByLabel('Amount', { exact: true }).waitFor();
	expect(await page.locator('.import option').count()).toBeLessThan(300);
	await page.getByText(/columns are not used/).click();
	expect(await page.locator('.import option').count()).toBeLessThan(700);
	await page.getByLabel('Use extra 295 as', { exact: true }).focus();
	await page.getByLabel('Use extra 295 as', { exact: true }).selectOption({ label: 'Region' });
	await page.getByLabel('Region', { exact: true }).focus();
	expect(await page.getByLabel('Region', { exact: true }).locator('option').count()).toBeGreaterThan(300);
	await expect.poll(() => page.locator('.sample-rows').textContent()).toContain('extra 295');
	expect(errors).toEqual([]);
});

test('a viewer sees what was brought in, and changes nothing', async () => {
	const given = await givenFloor();
	const viewer = given.server.wall().journal.apply('account created', { name: 'vi', role: 'viewer', passwordHash: '' }, { at: 1, author: 'test' });
	const { page, url } = await visit({ given, signIn: false });
	await page.context().addCookies([{ name: 'floorcast_session', value: given.server.wall().accounts.startSession(viewer), url: url('/') }]);
	await page.goto(url('/admin#imports'));
	await page.reload();
	await page.getByText('You can look at imports.').waitFor();
	expect([await page.locator('input[type=file]').count(), await page.locator('main button').count()]).toEqual([0, 0]);
});

const folder = new URL('../../../shared/data/itschool-crm/', import.meta.url);
const path = (file: string): string => fileURLToPath(new URL(file, folder));

// Where the data has to be there, its absence is a failure and not a skip.
describe.skipIf(!existsSync(folder) && process.env['CI'] !== 'true')('the files of itschool-crm (skipped where they are not there)', () => {
	const check = async (page: Page): Promise<void> => {
		await page.getByRole('button', { name: 'Check it' }).click(atLeisure);
		await page.locator('.sum').waitFor(atLeisure);
	};
	const open = async (): Promise<Visit & { given: Given }> => {
		const given = await givenServer({ displayDir, env: { LOCALE: 'en-GB', TIME_ZONE: 'UTC', CURRENCY: 'EUR' } });
		return visit({ given, path: '/admin#imports' });
	};
	const explain = async ({ call }: Given, query: string) => (await call('GET', `/api/v1/explain?${query}`, { headers: withKey })).json;
	const sum = async (given: Given, metric: string): Promise<number> => {
		const years = await Promise.all([2022, 2023, 2024].map(async (year) => (await explain(given, `metric=${metric}&period=${year}`)).value));
		return years.reduce((all, value) => all + value, 0);
	};

	test('deals.xlsx goes in with two clicks: 21,593 deals, 858 of them won and 15,743 lost, and every junk row is accounted for; again it changes nothing', { timeout: 300_000 }, async () => {
		const { given, page, errors } = await open();
		await bring(page, path('deals.xlsx'));
		await check(page);
		expect(await sums(page)).toMatchObject({ new: '21,593', rejected: '1', blank: '535', 'rows below the names of the columns': '22,129' });
		await page.getByText('its sales cycle is unknown (44 rows').waitFor();
		await page.getByRole('button', { name: 'Import 21,593 rows' }).click();
		await page.getByText('deals.xlsx is in: 21,593 new').waitFor(atLeisure);
		expect([await sum(given, 'deals_won'), await sum(given, 'deals_lost')]).toEqual([858, 15_743]);
		await bring(page, path('deals.xlsx'));
		await check(page);
		expect(await sums(page)).toMatchObject({ new: '0', changed: '0', unchanged: '21,593', rejected: '1', blank: '535' });
		expect(errors).toEqual([]);
	});

	test('calls.csv goes in while the server answers: 95,874 activities, 86,875 outbound calls, 33 owners; stopped half-way and brought in again, it is whole', { timeout: 600_000 }, async () => {
		const { given, page, errors } = await open();
		let slowest = 0;
		let isDone = false;
		const watching = (async () => {
			while (!isDone) {
				const since = performance.now();
				expect((await given.call('GET', '/healthz')).status).toBe(200);
				slowest = Math.max(slowest, performance.now() - since);
			}
		})();
		await bring(page, path('calls.csv'));
		await check(page);
		await page.getByRole('button', { name: 'Import 95,874 rows' }).click();
		const bar = page.getByRole('progressbar');
		await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow')), atLeisure).toBeGreaterThan(20_000);
		await page.getByRole('button', { name: 'Stop' }).click();
		await page.getByText(/^calls\.csv was stopped: [\d,]+ of 95,874 rows are in/).waitFor(atLeisure);
		await bring(page, path('calls.csv'));
		await check(page);
		await page.getByRole('button', { name: 'Import 95,874 rows' }).click();
		await page.getByText(/^calls\.csv is in:/).waitFor(atLeisure);
		isDone = true;
		await watching;
		const { json } = await given.call('GET', '/api/v1/health', { headers: withKey });
		expect(json.facts).toMatchObject({ activities: 95_874, people: 33 });
		expect(await sum(given, 'calls_made')).toBe(86_875);
		// What holds the loop longer than a beat's interval would be seen on the wall.
		expect(slowest).toBeLessThan(5_000);
		expect(errors).toEqual([]);
	});
});
