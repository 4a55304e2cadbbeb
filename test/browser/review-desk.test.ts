import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { allFaults, givenFloor, useBrowser, visit, type VisitOptions } from './admin-support.ts';
import { changes, closes, givenDesk, type DeskAnswers } from './desk-support.ts';
import { givenMeeting, givenMeetings, type Meetings } from './remote-support.ts';

useBrowser();

const sizes = [{ width: 1280, height: 800 }, { width: 1920, height: 1080 }, { width: 390, height: 844 }];
const sticksOut = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

interface Opened {
	page: Page;
	errors: string[];
	desk: DeskAnswers;
	meetings: Meetings;
}

/** The desk of October 2026, with what is given in the server's answers. */
async function opened(part: Parameters<typeof givenDesk>[0] = {}, on: Parameters<typeof givenMeetings>[0] = [], options: VisitOptions = {}): Promise<Opened> {
	const desk = givenDesk(part);
	const meetings = givenMeetings(on);
	const { page, errors } = await visit({ path: '/review?month=2026-10', ...options });
	await desk.attach(page.context());
	await meetings.attach(page.context());
	await page.reload();
	await page.locator('.review-section').nth(1).waitFor();
	return { page, errors, desk, meetings };
}
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('a month that is none, or has not begun, is answered with a sentence and a way on at the desk, too', async () => {
	const { page, url, errors } = await visit({ path: '/review?month=october' });
	await page.getByText('“october” is not a month.').waitFor();
	await page.goto(url('/review?month=2031-01'));
	await page.getByText('January 2031 has not begun yet.').waitFor();
	expect(await allFaults(page)).toEqual([]);
	await button(page, 'Show October 2026').click();
	await page.getByRole('heading', { level: 1, name: /October 2026/ }).waitFor();
	expect(errors).toEqual([]);
});

test('a month that cannot be fetched says so, and is tried again', async () => {
	const { page } = await visit({ path: '/review?month=2026-10' });
	await page.locator('.review-section').first().waitFor();
	await page.route('**/api/v1/review?*', (route) => route.abort());
	await button(page, 'Month before').click();
	await page.getByText('The figures of September 2026 could not be fetched.').waitFor();
	await page.unroute('**/api/v1/review?*');
	await button(page, 'Try again').click();
	await page.getByRole('heading', { level: 1, name: /September 2026/ }).waitFor();
});

test('the month goes back and on, or is chosen, and never past the one that runs; whose is chosen among company, teams and people', async () => {
	const { page, errors } = await opened();
	const heading = (name: RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
	await heading(/October 2026/);
	await button(page, 'Month before').press('Enter');
	await heading(/September 2026/);
	await button(page, 'Month after').click();
	await button(page, 'Month after').click();
	await heading(/November 2026/);
	await button(page, 'Month after').press('Enter');
	await heading(/November 2026/);
	await page.getByLabel('Month', { exact: true }).selectOption('2026-03');
	await heading(/March 2026/);
	await page.getByLabel('Year').selectOption('2025');
	await heading(/March 2025/);
	expect(page.url()).toContain('month=2025-03');
	await page.getByLabel('Whose').selectOption('team:North');
	await heading(/March 2025 · North/);
	expect(page.url()).toContain('scope=team%3ANorth');
	expect(await page.locator('#desk-whose optgroup').evaluateAll((groups) => groups.map((group) => [group.getAttribute('label'), ...[...group.children].map((option) => option.textContent)]))).toEqual([['North', 'North', 'Ana Lindqvist'], ['South', 'South']]);
	expect(errors).toEqual([]);
});

test('sections are jumped to; what stands out is said in words; a long table is folded, and is taken along as CSV', async () => {
	const { page } = await opened();
	expect(await page.getByRole('navigation', { name: 'Sections' }).getByRole('link').count()).toBe(await page.locator('.review-section').count());
	const second = page.locator('.review-section').nth(1);
	await page.getByRole('navigation', { name: 'Sections' }).getByRole('link').nth(1).click();
	await expect.poll(() => second.evaluate((element) => Math.abs(element.getBoundingClientRect().top) < 40)).toBe(true);
	await page.getByText('North sold €12,500, 75 % less than its target of €50,000.').waitFor();
	const rows = second.getByRole('table', { name: 'Deals won' }).getByRole('row');
	expect(await rows.count()).toBe(13);
	await second.getByRole('button', { name: 'Show all 212 rows' }).click();
	expect(await rows.count()).toBe(213);
	await second.getByText('€12,289', { exact: true }).waitFor();
	expect(await second.locator('thead th').nth(2).evaluate((cell) => getComputedStyle(cell).textAlign)).toBe('right');
	const [file] = await Promise.all([page.waitForEvent('download'), second.getByRole('button', { name: 'Download as CSV: Deals won' }).click()]);
	expect(file.suggestedFilename()).toMatch(/^review-2026-10-year-deals-\d{4}-\d\d-\d\d\.csv$/);
});

test('closing says what it does, then by whom it was closed; a refusal is said and nothing is closed', async () => {
	const { page, desk } = await opened();
	await page.getByText('October 2026 has not been closed. Closing keeps the review as it is shown now').waitFor();
	desk.refuse = 400;
	await button(page, 'Close October 2026').click();
	await page.locator('.close-panel').getByText('Not now.').waitFor();
	await button(page, 'Close October 2026').click();
	await page.getByText('October 2026 is closed.').waitFor();
	await page.locator('.as-of', { hasText: 'as closed on 23 Nov 2026, 10:00 by admin' }).waitFor();
	expect(desk.asked.at(-1)).toEqual({ what: 'POST /api/v1/review/closes', body: { month: '2026-10' } });
});

test('a month that runs cannot be closed', async () => {
	const { page } = await visit({ path: '/review?month=2026-11' });
	await page.getByText('November 2026 is not over.').waitFor();
	expect(await page.getByRole('button', { name: /^Close/ }).count()).toBe(0);
});

test('what has changed since a close is listed: three changed, one deleted, one added are exactly five lines', async () => {
	const { page } = await opened({ closes });
	await page.getByText('Closed on 4 Nov 2026, 16:30 by anna. 5 facts are not as they were.').waitFor();
	const section = page.locator('#section-changed');
	expect(await section.locator('.how').allInnerTexts()).toEqual(['≠ Changed', '≠ Changed', '≠ Changed', '− Deleted', '+ Added']);
	await section.getByText('amount: €1,000 → €1,200').first().waitFor();
	await section.getByText('bo, 5 Nov 2026, 09:00').waitFor();
	expect(await section.getByRole('row', { name: 'Sales €20,500 €21,300' }).count()).toBe(1);
	await section.getByText('The target of North for October 2026: €40,000 → €50,000').waitFor();
});

test('a close that a restored database lacked is told of, and that what changed since cannot be told', async () => {
	const { page } = await opened({ closes, kept: closes.slice(0, 1), changes: { facts: null, more: 0, figures: [], ops: [] } });
	await page.locator('.kept').getByText('October 2026, closed on 4 Nov 2026, 16:30 by anna').waitFor();
	await page.locator('#section-changed').getByText('This close was made before the database was restored').waitFor();
	await page.getByLabel('Which close').selectOption('7');
	await page.locator('.as-of', { hasText: 'as closed on 3 Nov 2026' }).waitFor();
	await page.locator('.kept').getByRole('button').click();
	await page.locator('.as-of', { hasText: 'as closed on 4 Nov 2026' }).waitFor();
});

test('the close, an older one, and what is known now are gone between; closing again asks first', async () => {
	const { page, desk } = await opened({ closes });
	const asOf = (text: string | RegExp) => page.locator('.as-of', { hasText: text }).waitFor();
	await asOf('as closed on 4 Nov 2026, 16:30 by anna');
	await page.getByLabel('Which close').selectOption('7');
	await asOf('as closed on 3 Nov 2026, 17:02, by itself');
	await button(page, 'Show as known now').click();
	await asOf(/^as known .* not closed$/);
	await button(page, 'Show the close').click();
	await asOf('as closed on 4 Nov 2026, 16:30 by anna');
	await button(page, 'Close again').click();
	const ask = page.getByRole('alertdialog');
	await ask.getByRole('button', { name: 'Cancel' }).click();
	expect(desk.asked).toEqual([]);
	await button(page, 'Close again').click();
	desk.refuse = 409;
	await ask.getByRole('button', { name: 'Close again' }).click();
	await page.locator('.close-panel').getByRole('alert').waitFor();
	await button(page, 'Close again').click();
	await ask.getByRole('button', { name: 'Close again' }).click();
	await asOf('as closed on 23 Nov 2026, 10:00 by admin');
	// The server is told which close was seen, so that nobody closes over what somebody else closed meanwhile.
	const seen = { what: 'POST /api/v1/review/closes', body: { month: '2026-10', again: closes[0]?.id } };
	expect(desk.asked.filter(({ what }) => what === seen.what)).toEqual([seen, seen]);
});

test('the agenda is hidden, ordered and scoped by keyboard, and saved whole', async () => {
	const { page, desk } = await opened();
	await button(page, 'Agenda…').click();
	await page.getByLabel('Show “Won and lost”').uncheck();
	await page.getByLabel('Of whom “Against quota” is').selectOption('team:South');
	const up = button(page, 'Move “Thirteen months” up');
	await up.press('Enter');
	await page.getByText('Thirteen months is now number 1 of 7.').waitFor();
	expect(await up.evaluate((element) => element === document.activeElement)).toBe(true);
	await up.press('Enter');
	await page.getByLabel('A month is closed').selectOption('3');
	await button(page, 'Save the agenda').click();
	await page.getByText('The agenda is saved.').waitFor();
	expect(desk.asked).toEqual([{
		what: 'PUT /api/v1/review/agenda',
		body: {
			items: [
				{ section: 'year', shown: true, scope: null },
				{ section: 'target', shown: true, scope: null },
				{ section: 'quota', shown: true, scope: 'team:South' },
				{ section: 'deals', shown: false, scope: null },
				{ section: 'pipeline', shown: true, scope: null },
				{ section: 'activity', shown: true, scope: null },
				{ section: 'actions', shown: true, scope: null },
			],
			closesOn: 3,
		},
	}]);
});

test('a viewer sees all of it and changes nothing', async () => {
	const { page } = await opened({ closes, mayChange: false });
	expect(await page.getByRole('button', { name: /^(Close|Show on a screen)/ }).count()).toBe(0);
	await button(page, 'Agenda…').click();
	const sheet = page.locator('dialog');
	await sheet.getByText('Your account may look at this, and change nothing.').waitFor();
	expect(await sheet.locator('input:enabled, select:enabled').count()).toBe(0);
	expect(await sheet.getByRole('button').allInnerTexts()).toEqual(['Done']);
	await page.keyboard.press('Escape');
	await button(page, 'Give a link…').click();
	await sheet.getByText('No link has been given.').waitFor();
	expect(await sheet.getByRole('button').allInnerTexts()).toEqual(['Done']);
});

test('shown on screens: which are chosen, what passers-by see, where it then is; it is joined, and ended after a question', async () => {
	const { page, meetings } = await opened({ closes });
	meetings.screens = meetings.screens.map((screen) => (screen.name === 'Kitchen' ? { ...screen, privacy: 'lobby' as const } : screen));
	await button(page, 'Show on a screen…').click();
	await page.getByLabel('Conference room Second floor').check();
	await page.getByLabel('Kitchen Ground floor, not connected').check();
	await page.getByText('Passers-by will see names and money on: Kitchen.').waitFor();
	expect(await allFaults(page)).toEqual([]);
	await button(page, 'Start the meeting').click();
	await page.getByText('October 2026 is now on Conference room, Kitchen.').waitFor();
	expect(meetings.asked.find(({ what }) => what.startsWith('POST'))?.body).toEqual({ month: '2026-10', scope: 'company', close: 8, screens: [1, 3] });
	await page.keyboard.press('Escape');
	const on = page.locator('.meetings-on');
	await on.getByText('October 2026 · Whole company, on Conference room, Kitchen, started by admin').waitFor();
	await on.getByRole('button', { name: 'Screens…' }).click();
	await page.getByLabel('Kitchen').uncheck();
	await button(page, 'Show there').click();
	await page.getByText('October 2026 is now on Conference room.').waitFor();
	await page.keyboard.press('Escape');
	await on.getByRole('button', { name: 'Join in full screen' }).click();
	await expect.poll(() => page.url()).toContain('#screen');
	await page.locator('[data-panel]').first().waitFor();
	await page.keyboard.press('Escape');
	await on.getByRole('button', { name: 'End the meeting' }).click();
	await page.getByRole('alertdialog').getByRole('button', { name: 'End the meeting' }).click();
	await on.waitFor({ state: 'detached' });
	expect(meetings.on).toEqual([]);
});

test('presented from the click where the browser can, until the meeting ends; where it fails the ways to cast are shown', async () => {
	const { page, meetings } = await opened();
	await page.context().route('**/api/v1/review/meetings/*/present', (route) => route.fulfill({ json: { code: 'ABC123' } }));
	await page.context().addInitScript(() => {
		Object.defineProperty(window, 'isSecureContext', { value: true });
		const told = { addresses: [] as string[], isEnded: false, fails: false };
		class PresentationRequest {
			constructor(addresses: string[]) {
				told.addresses = addresses;
			}
			start = async () => {
				if (told.fails) throw new DOMException('Dialog closed.', 'NotAllowedError');
				return Object.assign(new EventTarget(), { terminate: () => (told.isEnded = true) });
			};
		}
		Object.assign(window, { PresentationRequest, told });
	});
	const told = () => page.evaluate(() => (globalThis as unknown as { told: { addresses: string[]; isEnded: boolean; fails: boolean } }).told);
	await page.reload();
	await page.locator('.review-section').first().waitFor();
	await button(page, 'Show on a screen…').click();
	await button(page, 'Present from this browser').click();
	await page.getByText('It is being presented.').waitFor();
	expect(await told()).toEqual({ addresses: ['/tv#present=ABC123'], isEnded: false, fails: false });
	await page.keyboard.press('Escape');
	await page.locator('.meetings-on').getByRole('button', { name: 'End the meeting' }).click();
	await page.getByRole('alertdialog').getByRole('button', { name: 'End the meeting' }).click();
	await expect.poll(async () => (await told()).isEnded).toBe(true);
	expect(meetings.on).toEqual([]);
	await page.evaluate(() => ((globalThis as unknown as { told: { fails: boolean } }).told.fails = true));
	await button(page, 'Show on a screen…').click();
	await button(page, 'Present from this browser').click();
	await page.getByText('Presenting did not work here. These ways do:').waitFor();
	expect(await page.locator('.way').count()).toBe(4);
});

test('over plain http there is nothing to present with; how to cast is four ways of three steps', async () => {
	const { page } = await opened();
	await button(page, 'Show on a screen…').click();
	await button(page, 'Start the meeting').waitFor();
	expect(await button(page, 'Present from this browser').count()).toBe(0);
	await page.keyboard.press('Escape');
	await button(page, 'How to cast').click();
	expect(await page.locator('.way').evaluateAll((ways) => ways.map((way) => way.querySelectorAll('li').length))).toEqual([3, 3, 3, 3]);
	expect(await page.locator('.way svg').count()).toBe(4);
});

test('a link is given for whom and for how long, is shown once and copied, listed, and revoked after a question', async () => {
	const { page, desk } = await opened({ closes });
	await button(page, 'Give a link…').click();
	await button(page, 'Make the link').click();
	await page.getByText('Say whom it is for').waitFor();
	await page.getByLabel('Whom it is for').fill('Board meeting');
	await page.getByLabel('Days until it expires').fill('91');
	await button(page, 'Make the link').click();
	await page.getByText('Choose between 1 and 90 days.').waitFor();
	await page.getByLabel('Days until it expires').fill('30');
	await page.getByLabel('What it shows').selectOption('team:North');
	await button(page, 'Make the link').click();
	const address = page.getByLabel('Address of the link');
	expect(await address.inputValue()).toMatch(/^http:\/\/wall\.test:\d+\/review#link=t{43}$/);
	expect(desk.asked).toEqual([{ what: 'POST /api/v1/review/links', body: { close: 8, scope: 'team:North', label: 'Board meeting', days: 30 } }]);
	await button(page, 'Copy').click();
	await page.getByText('Copied.').waitFor();
	const list = page.locator('.link-list');
	await list.getByText('October 2026 · North, expires on 1 Jan 2027, 11:00, not opened yet, given by admin').waitFor();
	expect(await allFaults(page)).toEqual([]);
	await list.getByRole('button', { name: 'Revoke the link for Board meeting' }).click();
	await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
	await list.getByText('The link for Board meeting is revoked.').waitFor();
	await list.getByText('No link has been given.').waitFor();
});

test('only a closed month is given as a link', async () => {
	const { page } = await opened();
	await button(page, 'Give a link…').click();
	await page.getByText('Only a closed month can be given as a link. Close October 2026 first.').waitFor();
	expect(await button(page, 'Make the link').count()).toBe(0);
});

test.each(sizes.flatMap((viewport) => (['light', 'dark'] as const).map((colorScheme) => ({ ...viewport, colorScheme }))))('nothing sticks out at $width × $height, and axe finds nothing ($colorScheme)', async ({ colorScheme, ...viewport }) => {
	const { page, errors } = await opened({ closes, kept: closes }, [givenMeeting({ screens: [1] })], { context: { viewport, colorScheme } });
	await page.locator('.changed-facts').first().waitFor();
	expect(await sticksOut(page)).toBe(0);
	expect(await allFaults(page)).toEqual([]);
	expect(await page.getByRole('link', { name: 'Use this phone as the remote' }).isVisible()).toBe(viewport.width === 390);
	for (const sheet of ['Show on a screen…', 'Give a link…', 'Agenda…', 'How to cast', ...(viewport.width > 390 ? ['Remote on a phone…'] : [])]) {
		await button(page, sheet).click();
		await page.locator('dialog[open]').waitFor();
		expect(await allFaults(page), sheet).toEqual([]);
		expect(await page.locator('dialog[open]').evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth), sheet).toBe(0);
		await page.keyboard.press('Escape');
		// Whoever put it away goes on where the sheet was opened.
		await expect.poll(() => button(page, sheet).evaluate((element) => element === document.activeElement)).toBe(true);
	}
	expect(errors).toEqual([]);
	expect(changes.facts).toHaveLength(5);
});

test('in the pseudo-language its own words are bracketed, on the page and in every sheet', async () => {
	const given = await givenFloor({ LOCALE: 'en-XA' });
	const { page } = await opened({ closes }, [givenMeeting()], { given, context: { locale: 'en-XA' } });
	const own = 'h2, h3, button, label, legend, p, li a, .over';
	// What the answers bring along, names, and months; a sentence is bracketed whole.
	const bare = (texts: string[]) => texts.map((text) => text.trim()).filter((text) => text !== '' && !/^(\[.*|[‹›↑↓].*|http.*|as (known|closed) .*)$/s.test(text));
	const ownOf = (root: string) => page.locator(root).locator(own).evaluateAll((elements) => elements.filter((element) => !element.closest('.picture, .numbers-head, .findings, .qr')).map((element) => element.textContent ?? ''));
	expect(bare(await ownOf('.review-desk'))).toEqual([]);
	const actions = page.locator('.desk-actions button');
	for (let at = 0; at < (await actions.count()); at++) {
		const name = (await actions.nth(at).textContent()) ?? '';
		// The others open no sheet.
		if (!/…|cåst/.test(name)) continue;
		await actions.nth(at).click();
		const dialog = page.locator('dialog[open]');
		await dialog.waitFor();
		expect(bare(await ownOf('dialog[open]')).filter((text) => !/^(Conference room|Sales floor left|Kitchen)/.test(text)), name).toEqual([]);
		await page.keyboard.press('Escape');
	}
});

test('in Swedish it reads as Swedish', async () => {
	const given = await givenFloor({ LOCALE: 'sv-SE' });
	const { page } = await opened({ closes }, [], { given, context: { locale: 'sv-SE' } });
	await page.getByRole('heading', { level: 1, name: /oktober 2026/i }).waitFor();
	await button(page, 'Visa på en skärm…').click();
	await page.getByText('Varje skärm som du väljer visar genomgången').waitFor();
});
