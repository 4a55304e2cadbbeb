/** The people page: a person's card, moving, adding, teams and taking back, at a desk and on a phone. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { hashPassword } from '../../server/floor/passwords.ts';
import { withKey, type Given } from '../server/http/support.ts';
import { givenFloor, password, seriousFaults, useBrowser, visit, type Visit } from './admin-support.ts';

useBrowser();

const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const sizes: [string, BrowserContextOptions][] = [['a desk', {}], ['a desk, in the light', { colorScheme: 'light' }], ['a phone', phone]];

const open = (options: Parameters<typeof visit>[0] = {}): Promise<Visit> => visit({ path: '/admin#people', ...options });
const person = ({ server }: Given, email: string) => server.wall().people.personNamed(email);
const spans = ({ server }: Given, email: string): string[] =>
	server.wall().people.spansOf(person({ server } as Given, email)?.id ?? 0).map(({ team, from }) => `${server.wall().people.team(team)?.name ?? ''} ${from}`);
/** Nothing of the page is wider than the screen. */
const isWithin = (page: Page): Promise<boolean> => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
const says = (page: Page, text: string): Promise<void> => page.locator('.people-news').getByText(text).waitFor();

describe.each(sizes)('at %s', (_name, context) => {
	test('somebody is moved from a day: the figures that read otherwise are said, and it is taken back', async () => {
		const { given, page, errors } = await open({ context });
		await page.getByRole('link', { name: 'Eva Brown' }).click();
		await page.getByLabel('Name', { exact: true }).waitFor();
		expect(await seriousFaults(page)).toEqual([]);
		await page.locator('#move-team').selectOption({ label: 'North' });
		await page.locator('#move-from').fill('2026-11-05');
		await page.getByRole('button', { name: 'Move', exact: true }).click();
		await says(page, 'Eva Brown is in North from 5 Nov 2026.');
		await page.getByText('North · Sales · November 2026: €0 → €8,000').waitFor();
		expect(await page.getByRole('link', { name: 'North · Sales · November 2026' }).getAttribute('href')).toMatch(/^#facts\/why\?metric=sales&scope=team%3A.+&period=2026-11$/);
		const more = page.locator('.consequences').getByRole('button', { name: /^Show \d+ more$/ });
		const [, rest = ''] = /(\d+)/.exec(await more.innerText()) ?? [];
		await more.click();
		expect(await page.locator('.consequences li').count()).toBe(10 + Number(rest));
		await expect.poll(() => page.locator('.timeline li').allInnerTexts()).toEqual(['South from 1 Jan 2025 until 4 Nov 2026', 'North from 5 Nov 2026 · now']);
		await page.getByText('A source says: South since 1 Jan 2025').waitFor();
		expect([await isWithin(page), await seriousFaults(page)]).toEqual([true, []]);
		await page.locator('.log').getByText('Moved Eva Brown to North from 5 Nov 2026.').waitFor();
		await page.locator('.log button').first().click();
		await expect.poll(() => page.locator('.timeline li').allInnerTexts()).toEqual(['South from 1 Jan 2025 · now']);
		expect(spans(given, 'eva@x.example')).toEqual(['South 2025-01-01']);
		expect(errors).toEqual([]);
	});

	test('adding, teams and choosing several fit, and nothing is wrong with them', async () => {
		const { page, errors } = await open({ context });
		await page.getByRole('button', { name: 'Choose several' }).click();
		await page.getByLabel('Choose Bo Ek').check();
		expect([await isWithin(page), await seriousFaults(page)]).toEqual([true, []]);
		await page.getByRole('link', { name: 'Add people' }).click();
		await page.getByLabel('People to add').fill('Uma Berg\tuma@x.example\tAE\tNorth\t2026-11-02\nBo Ek\tbo@x.example');
		await page.getByText('is here already').waitFor();
		expect([await isWithin(page), await seriousFaults(page)]).toEqual([true, []]);
		await page.getByRole('link', { name: 'Teams' }).click();
		await page.getByRole('button', { name: 'Rename North' }).click();
		expect([await isWithin(page), await seriousFaults(page)]).toEqual([true, []]);
		await page.goto(page.url().replace(/#.*/, '#people'));
		await page.getByRole('link', { name: 'Bo Ek' }).click();
		await page.getByRole('button', { name: 'Correct the days' }).click();
		expect([await isWithin(page), await seriousFaults(page)]).toEqual([true, []]);
		expect(errors).toEqual([]);
	});
});

test('who somebody is is changed with the keyboard alone; a change of somebody else meanwhile is shown, not overwritten', async () => {
	const { given, page } = await open();
	await page.getByRole('link', { name: 'Ana Lindqvist' }).focus();
	await page.keyboard.press('Enter');
	await page.getByLabel('Name', { exact: true }).focus();
	await page.keyboard.press('Control+A');
	await page.keyboard.type('Ana Ek');
	await page.keyboard.press('Enter');
	await says(page, 'Ana Ek is saved.');
	expect(person(given, 'ana@x.example')?.name).toBe('Ana Ek');
	await page.getByText('A source says: Ana Lindqvist').waitFor();
	await page.locator('#person-role').selectOption({ label: 'Sales leader' });
	await page.getByLabel('Last day', { exact: true }).fill('2026-12-31');
	// Meanwhile, elsewhere.
	given.server.wall().journal.apply('person saved', { person: person(given, 'ana@x.example')?.id ?? 0, fields: { role: 'mgmt', start: '2024-05-01' } }, { at: given.now.ms, author: 'eva' });
	// What was not touched follows; what was stays, with theirs below it.
	await expect.poll(() => page.getByLabel('First day', { exact: true }).inputValue()).toBe('2024-05-01');
	expect([await page.locator('#person-role').inputValue(), await page.getByLabel('Last day', { exact: true }).inputValue()]).toEqual(['lead', '2026-12-31']);
	expect(await page.locator('#person-role-says').textContent()).toBe('Now: Management and operations');
	await page.getByText('Somebody changed this meanwhile.').waitFor();
	expect(await seriousFaults(page)).toEqual([]);
	await page.getByRole('button', { name: 'Take what is there now' }).click();
	expect([await page.locator('#person-role').inputValue(), await page.getByLabel('Last day', { exact: true }).inputValue()]).toEqual(['mgmt', '2026-12-31']);
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await says(page, 'Ana Ek is saved.');
	expect(person(given, 'ana@x.example')).toMatchObject({ role: 'mgmt', startDay: '2024-05-01', endDay: '2026-12-31' });
	await page.getByRole('button', { name: 'Name: leave it to the source' }).click();
	await says(page, 'Name: the source decides again.');
	await page.getByRole('heading', { name: 'Ana Lindqvist' }).waitFor();
});

test('days in teams are corrected and removed; two at once are refused with the reason', async () => {
	const { given, page } = await open();
	await page.getByRole('link', { name: 'Bo Ek' }).click();
	await page.getByRole('button', { name: 'Correct the days' }).click();
	await page.getByRole('button', { name: 'Add a time in a team' }).click();
	await page.getByLabel('Team of row 2').selectOption({ label: 'South' });
	await page.getByLabel('First day of row 2').fill('2026-11-01');
	await page.getByRole('button', { name: 'Save the days' }).click();
	await says(page, 'Two times overlap: nobody is in two teams on one day.');
	await page.getByLabel('Last day of row 1').fill('2026-10-31');
	await page.getByRole('button', { name: 'Save the days' }).click();
	await says(page, 'The days of Bo Ek are corrected.');
	expect(spans(given, 'bo@x.example')).toEqual(['North 2025-01-01', 'South 2026-11-01']);
	await page.getByRole('button', { name: 'Correct the days' }).click();
	await page.getByRole('button', { name: 'Remove row 1' }).click();
	await page.getByRole('button', { name: 'Save the days' }).click();
	await expect.poll(() => spans(given, 'bo@x.example')).toEqual(['South 2026-11-01']);
});

test('a floor is set up before anything was pushed: one by one, then from a pasted list; what is left out says why', async () => {
	const given = await givenFloor();
	const { page, errors } = await open({ given, path: '/admin#people/add' });
	await page.locator('#add-name').fill('Dee Dahl');
	await page.locator('#add-email').fill('dee@x.example');
	await page.locator('#add-team').selectOption({ label: 'Another team' });
	await page.locator('#add-new-team').fill('West');
	await page.getByRole('button', { name: 'Add', exact: true }).click();
	await says(page, 'Dee Dahl is added.');
	await page.getByLabel('People to add').fill(['Name;E-mail;Role;Team;Start', 'Uma Berg;uma@x.example;Account executive;West;2.11.2026', 'Ana;ana@x.example;ae;North', 'Vic;vic@x.example;ae;West;soon', ';nobody@x.example'].join('\n'));
	await page.getByText('Understood: 1 of 4').waitFor();
	expect(await page.locator('.pasted .fault').allInnerTexts()).toEqual(['▲ is here already', '▲ not understood: soon', '▲ no name']);
	await page.getByRole('button', { name: 'Add one person' }).click();
	await says(page, 'Uma Berg is added.');
	expect([person(given, 'uma@x.example')?.role, spans(given, 'uma@x.example'), spans(given, 'dee@x.example')]).toEqual(['ae', ['West 2026-11-02'], ['West 0000-01-01']]);
	expect(errors).toEqual([]);
});

test('several are chosen and moved as one change; a team that is empty then is closed, and opened again', async () => {
	const { given, page } = await open();
	await page.getByLabel('Search by name, address or team').fill('south');
	await page.getByRole('button', { name: 'Choose several' }).click();
	await page.getByRole('button', { name: 'Choose all shown' }).click();
	await page.getByText('2 chosen').waitFor();
	await page.locator('#chosen-team').selectOption({ label: 'North' });
	await page.getByRole('button', { name: 'Move', exact: true }).click();
	await says(page, '2 people are in North');
	await page.getByRole('link', { name: 'Teams' }).click();
	await page.getByText('4 people now').waitFor();
	await page.getByRole('button', { name: 'Close South' }).click();
	await says(page, 'The team South is closed.');
	await page.getByRole('button', { name: 'Open South again' }).click();
	await says(page, 'The team South is open again.');
	await page.getByRole('button', { name: 'Rename South' }).click();
	await page.getByLabel('Rename South').fill('North');
	await page.getByRole('button', { name: 'Rename', exact: true }).click();
	await says(page, 'Another team is, or was, called so.');
	await page.getByLabel('Rename South').fill('Sea');
	await page.getByRole('button', { name: 'Rename', exact: true }).click();
	await page.getByText('formerly South').waitFor();
	expect(given.server.wall().changes.list({ of: 'people' }).changes.map(({ says: sentence }) => sentence.replace(/from .* 2026/, 'from then'))).toEqual([
		'Renamed the team South to Sea.', 'Opened the team South.', 'Closed the team South.', 'Moved 2 people to North from then: Eva Brown, Maximiliane von Hohenfels-Östergaard-Söderb.',
	]);
});

test('among two hundred, whoever is looked for is found by name, address, team and role; those who left when asked for', async () => {
	const given = await givenFloor();
	const many = Array.from({ length: 200 }, (_, index) => ({ email: `p${index}@y.example`, name: `Person ${index}`, team: `Team ${index % 8}`, role: index % 2 ? 'sdr' : 'ae', ...(index % 10 === 0 ? { end: '2026-01-31' } : {}) }));
	await given.call('POST', '/api/v1/facts', { body: { source: 'hr', people: many }, headers: withKey });
	const { page, errors } = await open({ given, context: phone });
	await page.getByText('184 of 204').waitFor();
	await page.locator('#people-who').selectOption('all');
	await page.getByText('204 of 204').waitFor();
	await page.locator('#people-role').selectOption('sdr');
	await page.getByText('100 of 204').waitFor();
	await page.getByLabel('Search by name, address or team').fill('p11@y');
	await page.getByText('1 of 204').waitFor();
	await page.getByLabel('Search by name, address or team').fill('');
	await page.locator('#people-team').selectOption('Team 3');
	await page.getByText('25 of 204').waitFor();
	expect([await isWithin(page), errors]).toEqual([true, []]);
});

test('a viewer sees cards and teams and changes nothing', async () => {
	const given = await givenFloor();
	given.server.wall().journal.apply('account created', { name: 'eva', role: 'viewer', passwordHash: await hashPassword(password) }, { at: given.now.ms, author: 'test' });
	const { page, errors } = await open({ given, signIn: false });
	await page.locator('#account').fill('eva');
	await page.locator('#password').fill(password);
	await page.keyboard.press('Enter');
	await page.getByRole('link', { name: 'Ana Lindqvist' }).click();
	await page.locator('.identities .keys').waitFor();
	// It looks, and no more.
	expect(await page.locator('main').getByRole('button').allTextContents()).toEqual(['Deals']);
	await page.getByRole('link', { name: 'Teams' }).click();
	await page.getByText('2 people now').first().waitFor();
	expect(await page.locator('main').getByRole('button').count()).toBe(0);
	expect([await seriousFaults(page), errors]).toEqual([[], []]);
});

test('in Swedish the page and the log of changes speak Swedish', async () => {
	const { page } = await open({ env: { LOCALE: 'sv-SE' } });
	await page.getByRole('link', { name: 'Eva Brown' }).click();
	await page.locator('#move-team').selectOption({ label: 'North' });
	await page.locator('#move-from').fill('2026-11-05');
	await page.getByRole('button', { name: 'Flytta', exact: true }).click();
	await says(page, 'Eva Brown är i North från 5 nov. 2026.');
	await page.locator('.log').getByText('Flyttade Eva Brown till North från 5 nov. 2026.').waitFor();
});
