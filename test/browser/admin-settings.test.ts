/** The settings as ops change them, at a desk, on a phone and by keyboard; and a wall that speaks another language at once. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { givenFloor, seriousFaults, useBrowser, visit } from './admin-support.ts';

useBrowser();

// The server's now is Monday, 23 November 2026, 10:00 in Stockholm.
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const changes = (page: Page) => page.locator('.log li .what');
const openCalendar = async (context = {}) => {
	const visited = await visit({ path: '/admin#settings/calendar', context });
	await visited.page.locator('.week').waitFor();
	return visited;
};

test('another language: the page and a wall speak it at once, and English again when it is taken back', async () => {
	const { page, given, url, errors } = await visit({ path: '/admin#settings/general' });
	const wall = await page.context().newPage();
	const { token } = await given.pairScreen(given.session(), 'Lobby');
	await wall.goto(url('/favicon.svg'));
	await wall.evaluate((known) => localStorage.setItem('floorcast.token', known), token);
	await wall.goto(url('/'));
	await wall.locator('[data-panel]').first().waitFor();
	expect(await wall.evaluate(() => document.documentElement.lang)).toBe('en');

	await page.locator('#general-locale').fill('sv-SE');
	await page.getByText('The walls and this page will speak it at once: 24 december 2026 · 12 345,6.').waitFor();
	await page.getByRole('button', { name: 'Save the settings' }).click();
	await page.getByRole('heading', { name: 'Inställningar' }).waitFor();
	await wall.waitForFunction(() => document.documentElement.lang === 'sv', undefined, { timeout: 3_000 });
	expect(await changes(page).first().innerText()).toBe('Språk och region är sv-SE (var en-GB).');
	await page.getByRole('button', { name: 'Ångra' }).first().click();
	await page.getByRole('heading', { name: 'Settings' }).waitFor();
	expect(await page.locator('#general-locale').inputValue()).toBe('en-GB');
	await wall.waitForFunction(() => document.documentElement.lang === 'en', undefined, { timeout: 3_000 });
	expect(errors).toEqual([]);
});

test('another fiscal year says how many targets stay with their names before it is saved, and which figures changed after', async () => {
	const { page, given, errors } = await visit({ path: '/admin#settings/general' });
	const targets = [{ metric: 'sales', scope: 'company', period: '2026-Q4', value: 90_000 }, { metric: 'sales', scope: 'company', period: '2027', value: 400_000 }];
	await given.call('PUT', '/api/v1/targets', { body: targets, headers: given.session() });
	let asked = 0;
	page.on('request', (request) => (asked += request.url().includes('/api/v1/changes?') ? 1 : 0));
	await page.reload();
	await page.locator('#general-fiscalYearStart').selectOption({ label: 'April' });
	const says = page.locator('#general-fiscalYearStart-says');
	expect(await says.innerText()).toBe('Q1 will be April–June; it is January–March now. Targets set for quarters and years: 2. They stay with their names, so they then mean other months.');
	await page.getByRole('button', { name: 'Save the settings' }).click();
	await page.locator('.consequences li').first().waitFor();
	expect(await page.locator('.consequences').innerText()).toContain('Q3 2027');
	expect(await changes(page).first().innerText()).toBe('The fiscal year begins in April (began in January).');
	// Once when it opened, once for what was saved, once for the news of it.
	expect(asked).toBeLessThanOrEqual(4);
	// What is taken back is no longer said; what taking it back did is.
	const after = await page.locator('form .consequences li').first().innerText();
	await page.getByRole('button', { name: /^Undo:/ }).first().click();
	await page.getByText('Taken back.').waitFor();
	expect(await page.locator('form .consequences').count()).toBe(0);
	expect(await page.getByText('Saved', { exact: false }).count()).toBe(0);
	expect(await page.locator('.log .consequences li').first().innerText()).not.toBe(after);
	expect(await seriousFaults(page)).toEqual([]);
	// The next change is another.
	await page.locator('#general-weekStart').selectOption({ label: 'Sunday' });
	await page.getByRole('button', { name: 'Save the settings' }).click();
	await page.getByText('Weeks begin on Sunday').waitFor();
	expect(await page.getByText('Taken back.').count()).toBe(0);
	expect(errors).toEqual([]);
});

test('what somebody else set meanwhile is shown beside what was typed, and saved only when asked again', async () => {
	const { page, given } = await visit({ path: '/admin#settings/general' });
	await page.locator('#general-weekStart').selectOption({ label: 'Sunday' });
	await given.call('PUT', '/api/v1/settings', { body: { weekStart: 6 }, headers: given.session() });
	await page.getByRole('button', { name: 'Save the settings' }).click();
	await page.getByText('Somebody else changed this meanwhile: Saturday stands now.').waitFor();
	expect(given.server.wall().settings.get().weekStart).toBe(6);
	await page.getByRole('button', { name: 'Save the settings' }).click();
	await page.getByText('Weeks begin on Sunday (began on Saturday).').waitFor();
});

test('what somebody else sets is there without reloading, on whichever page one is, and what is being typed stays', async () => {
	const { page, given, url, errors } = await openCalendar();
	const put = (path: string, body: unknown) => given.call('PUT', path, { body, headers: given.session() });
	await page.getByLabel('Person').fill('Bo');
	await put('/api/v1/calendar/holidays', { days: [{ day: '2026-12-25', name: 'Christmas' }] });
	await page.locator('.days-off').getByText('Christmas', { exact: true }).waitFor({ timeout: 3_000 });
	await page.locator('.log').getByText('Added the holiday Christmas, 25 Dec 2026.').waitFor();
	expect(await page.getByLabel('Person').inputValue()).toBe('Bo');
	// Undos of one minute by one person are told apart by what they undo.
	await put('/api/v1/calendar/holidays', { days: [{ day: '2026-12-26', name: 'Boxing Day' }] });
	await page.locator('.log').getByRole('button', { name: /^Undo: Added the holiday Boxing Day, 26 Dec 2026\. \(.+, .+\)$/ }).waitFor();
	expect(await page.locator('.log').getByRole('button', { name: /^Undo: Added the holiday Christmas/ }).count()).toBe(1);
	await page.goto(url('/admin#people'));
	await page.getByRole('heading', { name: 'People', exact: true }).waitFor();
	await put('/api/v1/settings', { locale: 'sv-SE', name: 'Golvet' });
	await page.getByRole('link', { name: 'Inställningar' }).waitFor({ timeout: 3_000 });
	expect(await page.locator('.bar .workspace').innerText()).toBe('Golvet');
	expect(errors).toEqual([]);
});

describe.each([['at a desk', {}], ['on a phone', phone]] as const)('the calendar %s', (_, context) => {
	test('takes the holidays of a country, without doubling one that is there; the next year is reminded of', async () => {
		const { page, given, errors } = await openCalendar(context);
		await page.getByText('Without holidays pace counts every day of the working week.').waitFor();
		await page.getByLabel('Day', { exact: true }).fill('2026-12-25');
		await page.getByLabel('Name', { exact: true }).fill('Our Christmas');
		await page.getByRole('button', { name: 'Add a holiday' }).click();
		await page.getByText('No holidays are known for 2027.').waitFor();
		await page.getByRole('button', { name: 'Add the holidays of a country' }).click();
		expect(await page.getByLabel('Country').inputValue()).toBe('GB');
		await page.getByLabel('Country').selectOption({ label: 'Sweden' });
		await page.getByText('in the list as Our Christmas').waitFor();
		await page.getByRole('checkbox', { name: 'Epiphany' }).uncheck();
		await page.getByRole('button', { name: 'Add 11 holidays' }).click();
		await page.getByText('11 holidays of Sweden were added for 2026.').waitFor();
		await page.getByRole('button', { name: 'Add those of 2027' }).click();
		await page.getByRole('button', { name: 'Add 13 holidays' }).click();
		await page.getByText('Added 13 holidays of Sweden for 2027.').waitFor();
		expect(await page.getByText('No holidays are known').count()).toBe(0);
		const { list } = given.server.wall().settings.holidays;
		expect(list()).toHaveLength(25);
		expect(list().filter(({ day }) => ['2026-01-06', '2026-12-25'].includes(day))).toEqual([{ day: '2026-12-25', name: 'Our Christmas' }]);
		await page.locator('.log').getByRole('button', { name: /^Undo/ }).first().click();
		await expect.poll(() => list().length).toBe(12);
		expect(errors).toEqual([]);
	});

	test('takes leave of whoever is found by a part of the name, joins what overlaps, changes and removes it', async () => {
		const { page, given, errors } = await openCalendar(context);
		const add = async (person: string, from: string, to: string): Promise<void> => {
			await page.getByLabel('Person').fill(person);
			await page.getByLabel('First day').fill(from);
			await page.getByLabel('Last day').fill(to);
			await page.getByRole('button', { name: 'Add leave' }).click();
		};
		await add('nobody', '2026-11-24', '2026-11-20');
		await page.getByText('Choose a person from the list.').waitFor();
		await page.getByText('The last day is before the first.').waitFor();
		await add('lindq', '2026-11-23', '2026-11-25');
		await page.getByText('Away today: Ana Lindqvist.').waitFor();
		await add('Ana Lindqvist', '2026-11-25', '2026-11-27');
		await page.getByText(/so the two were joined: Ana Lindqvist is away Mon,? 23 Nov 2026 – Fri,? 27 Nov 2026/).waitFor();
		await page.getByRole('button', { name: /^Change the leave of Ana/ }).click();
		await page.getByLabel('Last day').fill('2026-11-23');
		await page.getByRole('button', { name: 'Change the leave', exact: true }).click();
		await page.getByText('Ana Lindqvist is on leave 23 Nov 2026 (was 23–27 Nov 2026).').waitFor();
		await page.getByRole('button', { name: /^Remove the leave of Ana/ }).click();
		await page.getByText('No leave is known.').waitFor();
		expect(given.server.wall().settings.leave.list()).toEqual([]);
		expect(errors).toEqual([]);
	});
});

test('the working week by keyboard alone', async () => {
	const { page, given } = await openCalendar();
	const friday = page.getByRole('checkbox', { name: 'Works on Friday' });
	await friday.focus();
	await page.keyboard.press('Space');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Space');
	const from = page.getByLabel('Sunday, from');
	await from.waitFor();
	await from.fill('10:00');
	await page.getByLabel('Sunday, to').fill('09:00');
	await page.keyboard.press('Enter');
	await page.getByText('Sunday: the end must come after the beginning.').waitFor();
	await page.getByLabel('Sunday, to').fill('00:00');
	await page.keyboard.press('Enter');
	await page.getByText('The working week was saved.').waitFor();
	expect(given.server.wall().settings.get().week).toEqual([...Array.from({ length: 4 }, () => ['09:00', '17:00']), null, null, ['10:00', '24:00']]);
});

test('a viewer sees it all and changes nothing', async () => {
	const given = await givenFloor();
	const { accounts, journal } = given.server.wall();
	const viewer = journal.apply('account created', { name: 'vera', role: 'viewer', passwordHash: '' }, { at: given.now.ms, author: 'test' });
	journal.apply('holidays changed', { days: [{ day: '2026-12-25', name: 'Christmas' }] }, { at: given.now.ms, author: 'test' });
	const { page, url } = await visit({ given, signIn: false });
	await page.context().addCookies([{ name: 'floorcast_session', value: accounts.startSession(viewer), url: url('/') }]);
	await page.goto(url('/admin#settings/calendar'));
	await page.reload();
	await page.getByText('Christmas', { exact: true }).waitFor();
	const buttons = await page.locator('main button').allInnerTexts();
	expect(buttons).toEqual(['‹', '›']);
	expect(await page.getByRole('checkbox', { name: 'Works on Monday' }).isDisabled()).toBe(true);
	await page.goto(url('/admin#settings/general'));
	await page.locator('#general-name').waitFor();
	expect(await page.locator('#general-name').isDisabled()).toBe(true);
	expect(await page.locator('main button').count()).toBe(0);
	expect(await seriousFaults(page)).toEqual([]);
});
