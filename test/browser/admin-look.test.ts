import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { displayDir } from '../../display/build.ts';
import { givenServer, withKey, type Given } from '../server/http/support.ts';
import { ofCanvas } from '../support/photos.ts';
import { cell, copyElsewhere, givenFloor, row, seriousFaults, useBrowser, visit } from './admin-support.ts';

useBrowser();

const sizes = [
	{ width: 1280, height: 800 },
	{ width: 390, height: 844 },
];
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** A page with everything on it that the targets page can show. */
async function fillTargets(page: Page): Promise<void> {
	await cell(page, row.company, 0).click();
	await page.keyboard.type('250000');
	await page.keyboard.press('Enter');
	await page.locator('.log li').first().waitFor();
	await copyElsewhere(page, 'abc\t1\n2\t3');
	await cell(page, row.ana, 0).click();
	await page.keyboard.press('Control+V');
	await page.locator('.problems').waitFor();
}

/** A deal of which everything is said: corrected, then about to be corrected wrongly. */
async function fillFacts(page: Page): Promise<void> {
	await page.locator('.found button').first().click();
	await page.locator('.fact .actions .primary').click();
	await page.locator('#fact-amount').fill('7000');
	await page.locator('#fact-reason').fill('abc');
	await page.locator('form .actions .primary').click();
	await page.locator('.fact .state').waitFor();
}
async function failFacts(page: Page): Promise<void> {
	await page.locator('.fact .actions .primary').click();
	await page.locator('#fact-amount').fill('abc');
	await page.locator('form .actions .primary').click();
	await page.locator('.field.wrong').first().waitFor();
}

/** A board with a form open and everything in it, something wrong, and a question about leaving it. */
async function failBoard(page: Page): Promise<void> {
	await page.locator('[data-board="floor"]').click();
	await page.locator('[data-plan="leaders-sales"] .summary').click();
	await page.locator('[data-panel="leaders-sales"]').waitFor();
	await page.locator('#panel-times').selectOption('certain');
	await page.locator('#panel-seconds').fill('3');
	await page.locator('.board-editor .field.wrong').waitFor();
	await page.locator('.board-head .plain').click();
	await page.locator('.board-leave').waitFor();
}

async function photograph(page: Page): Promise<void> {
	const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.locator('.people .actions button').first().click()]);
	await chooser.setFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: ofCanvas });
	await page.locator('dialog').waitFor();
}

/** A message of each kind that the list can show, and a form with everything in it and something wrong. */
async function fillMessages(page: Page): Promise<void> {
	for (const again of [false, true]) {
		await page.locator('.message-form .quick button').first().click();
		if (again) {
			await page.locator('#message-starts').selectOption('at');
			await page.locator('#message-from').fill('2026-11-23T10:01');
		}
		await page.locator('.message-form .primary').click();
		await page.locator('.messages li').nth(again ? 1 : 0).waitFor();
	}
	await page.locator('.messages .danger').first().click();
	await page.locator('#message-title').fill('');
	for (const choice of ['starts', 'ends', 'counts']) await page.locator(`#message-${choice}`).selectOption('at');
	await page.locator('#message-until').fill('');
	await page.locator('#message-screens').selectOption('chosen');
	await page.locator('#message-text').fill('abc '.repeat(40));
	await page.locator('.message-form .primary').click();
	await page.locator('.field.wrong').first().waitFor();
}

/** A file with everything open in it, read as far as it can be. */
async function bringFile(page: Page): Promise<void> {
	await page.locator('input[type=file]').first().setInputFiles({ name: 'abc.csv', mimeType: 'text/csv', buffer: Buffer.from('abc\ncrm;abc;abc crm;crm abc;Stage;Opened;Closed;Value;Total Amount\nA;crm;abc;crm;Closed;03/04/2026;05/06/2026;1.234;5\n') });
	await page.locator('.questions').waitFor();
}

/** The form of the last screen with everything in it, and something wrong. */
async function openSetup(page: Page): Promise<void> {
	await page.locator('.screens .set-up').last().click();
	await page.locator('.setup .card-line button').click();
	await page.locator('#screen-hours').selectOption('certain');
	await page.locator('#screen-to').fill(await page.locator('#screen-from').inputValue());
	await page.locator('.setup .field.wrong').waitFor();
	const chosen = page.locator('.setup .days input:checked');
	while ((await chosen.count()) > 0) await chosen.first().uncheck();
	await page.locator('.setup .hint.wrong:not(:empty)').waitFor();
}

/** The general settings about to be changed, one of them wrongly. */
async function fillSettings(page: Page): Promise<void> {
	await page.locator('#general-fiscalYearStart').selectOption('4');
	await page.locator('#general-weekStart').selectOption('7');
	await page.locator('#general-locale').fill('no tag');
	await page.locator('.general .primary').click();
	await page.locator('.general .field.wrong').waitFor();
}

/** Leave, a set of holidays to choose from, and something wrong in each form. */
async function fillAccounts(page: Page): Promise<void> {
	await page.locator('.accounts li button').first().click();
	await page.locator('.account-panel .danger').first().click();
	await page.locator('.account-ask .danger').click();
	await page.locator('.account-panel .form-error:not(:empty)').waitFor();
	await page.locator('form.accounts .primary').click();
	await page.locator('.links-open li').first().waitFor();
	await page.locator('.audit-table').waitFor();
}

async function fillCalendar(page: Page): Promise<void> {
	await page.locator('#leave-person').fill('max');
	await page.locator('#leave-from').fill('2026-11-23');
	await page.locator('.calendar-form .primary').first().click();
	await page.locator('.days-off li').first().waitFor();
	await page.locator('#leave-person').fill('abc');
	await page.locator('.calendar-form .primary').first().click();
	await page.locator('.field.wrong').first().waitFor();
	await page.locator('#holiday-day').fill('2026-11-23');
	await page.locator('#holiday-name').fill('abc');
	await page.locator('#holiday-name').press('Enter');
	// Saved: the form is empty again.
	await page.waitForFunction(() => document.querySelector<HTMLInputElement>('#holiday-name')?.value === '');
	await page.locator('#holiday-name').press('Enter');
	await page.locator('#holiday-name-says:not(:empty)').waitFor();
	await page.locator('.years button').last().click();
	await page.locator('#set-country').selectOption('SE');
	await page.locator('.holiday-set li').first().waitFor();
	const works = page.locator('.week [type=checkbox]:checked');
	while ((await works.count()) > 0) await works.first().uncheck();
	await page.locator('.week .primary').click();
	await page.locator('.week .form-error:not(:empty)').waitFor();
}

/** Something wrong in each card, and a celebration in the list. */
async function fillCelebrations(page: Page, given: Given): Promise<void> {
	await page.locator('#celebrate-threshold').fill('abc');
	await page.locator('.celebrations .field.wrong').waitFor();
	await page.locator('.celebrations .choices').last().locator('input').first().waitFor();
	for (const choice of await page.locator('.celebrations .choices').last().locator('input').all()) await choice.uncheck();
	await page.locator('.celebrations .setup').last().locator('button').click();
	await page.locator('#quiet-0-to').fill('09:00');
	await given.call('POST', '/api/v1/facts', { body: { source: 'crm', deals: [{ external_id: 'D-9', owner: 'max@x.example', status: 'won', amount: '12500', account: 'crm', closed: '2026-11-23' }] }, headers: withKey });
	await page.locator('.celebrated li').waitFor();
}

describe.each(['light', 'dark'] as const)('in the %s colours', (colorScheme) => {
	test.each(sizes)('axe finds nothing serious and nothing sticks out at $width × $height', async (viewport) => {
		const { page, given, url, errors } = await visit({ signIn: false, context: { viewport, colorScheme } });
		const check = async (name: string) => {
			expect({ name, faults: await seriousFaults(page), overflow: await overflow(page) }).toEqual({ name, faults: [], overflow: 0 });
		};
		await page.locator('#account').waitFor();
		await check('sign-in');
		await page.locator('#account').fill('admin');
		await page.locator('#password').fill('correct horse battery');
		await page.keyboard.press('Enter');
		await cell(page, 0, 0).waitFor();
		await check('targets');
		await fillTargets(page);
		await check('targets with problems');
		await page.goto(url('/admin#facts'));
		await page.locator('.found button').first().waitFor();
		await check('deals');
		await fillFacts(page);
		await check('a corrected deal');
		await failFacts(page);
		await check('a correction with errors');
		await page.goto(url('/admin#boards'));
		await page.locator('[data-board="floor"]').waitFor();
		await check('boards');
		await failBoard(page);
		await check('a board with errors');
		await page.getByRole('button', { name: 'Discard it' }).click();
		await page.goto(url('/admin#people'));
		await page.locator('.people li').first().waitFor();
		await check('people');
		await photograph(page);
		await check('a photo being cut');
		await page.keyboard.press('Escape');
		await page.goto(url('/admin#imports'));
		await page.locator('.drop').waitFor();
		await check('no imports');
		await bringFile(page);
		for (const summary of await page.locator('.import summary').all()) if (await summary.isVisible()) await summary.click();
		await check('a file with questions');
		await page.goto(url('/admin#messages'));
		await page.locator('#message-title').waitFor();
		await check('no messages');
		await fillMessages(page);
		await check('messages');
		await page.goto(url('/admin#screens'));
		await page.getByText('No screen is paired yet.').waitFor();
		await check('no screens');
		await given.pairScreen(given.session(), 'Sales floor, window side');
		await page.getByRole('button', { name: 'Remove the screen' }).click();
		await page.getByRole('button', { name: 'Remove it' }).waitFor();
		await check('screens');
		await openSetup(page);
		await check('the set-up of a screen');
		await page.goto(url('/admin#celebrations'));
		await fillCelebrations(page, given);
		await check('celebrations');
		await page.goto(url('/admin#settings/general'));
		await page.locator('#general-name').waitFor();
		await check('settings');
		await fillSettings(page);
		await check('settings with errors');
		await page.goto(url('/admin#settings/calendar'));
		await page.locator('.week').waitFor();
		await check('an empty calendar');
		await fillCalendar(page);
		await check('a calendar');
		await page.goto(url('/admin#account'));
		await page.getByRole('button', { name: 'Sign out', exact: true }).waitFor();
		await page.locator('.own-sessions li').first().waitFor();
		await check('account');
		await page.goto(url('/admin#system/accounts'));
		await fillAccounts(page);
		await check('accounts');
		expect(errors).toEqual([]);
	});

	test('the set-up has no serious faults either', async () => {
		const given = await givenServer({ administrator: false, displayDir });
		const { page } = await visit({ given, signIn: false, context: { colorScheme } });
		await page.getByRole('button', { name: 'Create the workspace' }).click();
		expect(await seriousFaults(page)).toEqual([]);
	});
});

/** Words on the page that are in no catalogue: what is left of its texts without the bracketed ones. */
const rawWords = (page: Page): Promise<string[]> =>
	page.evaluate(() => {
		const texts: string[] = [];
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		while (walker.nextNode()) texts.push(walker.currentNode.textContent ?? '');
		for (const element of document.querySelectorAll('[aria-label]')) texts.push(element.getAttribute('aria-label') ?? '');
		for (const element of document.querySelectorAll('[placeholder]')) texts.push(element.getAttribute('placeholder') ?? '');
		let text = [document.title, ...texts].join('\n');
		for (let before = ''; before !== text; ) {
			before = text;
			text = text.replace(/\[[^[\]]*\]/g, ' ');
		}
		return [...new Set(text.match(/\p{L}{2,}/gu) ?? [])];
	});

test.each(sizes)('in the pseudo-language no word is raw and nothing sticks out at $width × $height', async (viewport) => {
	const given = await givenFloor({ LOCALE: 'en-XA' });
	const { page, url } = await visit({ given, signIn: false, context: { viewport, locale: 'en-XA' } });
	const { json: grid } = await given.call('GET', '/api/v1/targets/grid?metric=sales&from=2026-11&count=6', { headers: given.session() });
	// What people named, what the server named for us, and the language's own names of months.
	const { text: people } = await given.call('GET', '/api/v1/people', { headers: given.session() });
	const { text: sets } = await given.call('GET', '/api/v1/calendar/sets?country=SE&year=2026', { headers: given.session() });
	const named = JSON.stringify(grid) + people + sets + JSON.stringify(given.server.wall().workspace()) + 'admin Lobby Mon Tue Wed Thu Fri Sat Sun Monday Tuesday Wednesday Thursday Friday Saturday Sunday wall test http Nov Dec Jan Feb Mar Apr EUR abc crm Oct Sept January February March April May June July August September October November December Stage Opened Closed Value Total Amount UTF LE BE WINDOWS Safari Chrome Linux';
	const check = async (name: string) => {
		const raw = (await rawWords(page)).filter((word) => !named.includes(word));
		expect({ name, raw, overflow: await overflow(page) }).toEqual({ name, raw: [], overflow: 0 });
	};
	await page.locator('#account').waitFor();
	await check('sign-in');
	await page.locator('#account').fill('admin');
	await page.locator('#password').fill('wrong');
	await page.keyboard.press('Enter');
	await page.locator('.form-error:not(:empty)').waitFor();
	await check('sign-in refused');
	await page.locator('#password').fill('correct horse battery');
	await page.keyboard.press('Enter');
	await cell(page, 0, 0).waitFor();
	await check('targets');
	await fillTargets(page);
	await check('targets with problems');
	await page.goto(url('/admin#facts'));
	await page.locator('.found button').first().waitFor();
	await check('deals');
	await fillFacts(page);
	await check('a corrected deal');
	await failFacts(page);
	await check('a correction with errors');
	await page.goto(url('/admin#boards'));
	await page.locator('[data-board="floor"]').waitFor();
	await check('boards');
	await failBoard(page);
	await check('a board with errors');
	await page.locator('.board-leave .danger').click();
	await page.goto(url('/admin#people'));
	await page.locator('.people li').first().waitFor();
	await page.locator('.people input').first().click();
	await page.locator('.says:not(:empty)').waitFor();
	await check('people');
	await page.locator('input[type=file]').first().setInputFiles({ name: 'a.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') });
	await check('people, a drawing');
	await photograph(page);
	await check('a photo being cut');
	await page.keyboard.press('Escape');
	await page.goto(url('/admin#imports'));
	await page.locator('.drop').waitFor();
	await check('no imports');
	await bringFile(page);
	await check('a file with questions');
	await page.goto(url('/admin#messages'));
	await page.locator('#message-title').waitFor();
	await check('no messages');
	await fillMessages(page);
	await check('messages');
	await page.goto(url('/admin#screens'));
	await page.locator('.teach').waitFor();
	await check('no screens');
	await given.pairScreen(given.session(), 'Lobby');
	await page.locator('.screens .actions button').nth(1).click();
	await check('screens');
	await openSetup(page);
	await check('the set-up of a screen');
	await page.goto(url('/admin#celebrations'));
	await fillCelebrations(page, given);
	await check('celebrations');
	await page.goto(url('/admin#settings/general'));
	await page.locator('#general-name').waitFor();
	await check('settings');
	await fillSettings(page);
	await check('settings with errors');
	await page.goto(url('/admin#settings/calendar'));
	await page.locator('.week').waitFor();
	await check('an empty calendar');
	await fillCalendar(page);
	await check('a calendar');
	await page.goto(url('/admin#account'));
	await page.locator('.own-sessions li').first().waitFor();
	await check('account');
	await page.goto(url('/admin#system/accounts'));
	await fillAccounts(page);
	await check('accounts');
});
