/** The phone that steers a review, against routes that answer as they are asked to. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { allFaults, givenFloor, password, useBrowser, visit } from './admin-support.ts';
import { givenMeeting, givenMeetings, type Meetings } from './remote-support.ts';

useBrowser();

const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const tab = (page: Page, name: string) => page.locator('.remote-tabs').getByRole('button', { name }).click();
const here = (page: Page) => page.locator('.remote-here h2 b');

async function givenRemote(meetings: Meetings, context: BrowserContextOptions = {}) {
	const visited = await visit({ path: '/review?month=2026-10', context: { ...phone, ...context } });
	await meetings.attach(visited.page.context());
	await visited.page.goto(visited.url('/review?month=2026-10#remote'));
	return visited;
}

/** The last picture of the first section. */
const lastOfFirst = { section: 'target', panel: 'target-findings', page: 0 } as const;

test('without a meeting one is started, with a month, whose, and screens', async () => {
	const meetings = givenMeetings();
	const { page, errors } = await givenRemote(meetings);
	await page.getByLabel('Month').selectOption('2026-09');
	await page.getByLabel('Conference room').check();
	await page.getByText('Ground floor, not connected').waitFor();
	await page.getByText('guests can see it').waitFor();
	await button(page, 'Start').click();
	await page.getByRole('heading', { name: 'September 2026' }).waitFor();
	expect(meetings.asked.find(({ what }) => what === 'POST /api/v1/review/meetings')?.body).toEqual({ month: '2026-09', scope: 'company', close: null, screens: [1] });
	await here(page).waitFor();
	expect(errors).toEqual([]);
});

test('the only meeting is joined, of several one is chosen; it stays joined over a reload', async () => {
	const meetings = givenMeetings([givenMeeting()]);
	const { page } = await givenRemote(meetings);
	await here(page).waitFor();
	meetings.on = [givenMeeting(), givenMeeting({ id: 2, month: '2026-09', startedBy: 'Eva' })];
	await tab(page, 'Meeting');
	await button(page, 'Leave, the meeting goes on').click();
	await page.reload();
	await page.getByText(/Company, started by Eva at/).waitFor();
	await button(page, /Join September 2026/).click();
	await page.getByRole('heading', { name: 'September 2026' }).waitFor();
	await page.reload();
	await page.getByRole('heading', { name: 'September 2026' }).waitFor();
});

test('it steps, jumps, holds and releases, and says which picture is on the screens', async () => {
	const meetings = givenMeetings([givenMeeting({ at: lastOfFirst })]);
	const { page, errors } = await givenRemote(meetings);
	await expect.poll(() => here(page).textContent()).toBe('The month against its target');
	await page.locator('.remote-next', { hasText: 'Thirteen months' }).waitFor();
	await button(page, 'Next ›').click();
	await expect.poll(() => here(page).textContent()).toBe('Thirteen months');
	await expect.poll(() => meetings.on[0]?.at?.panel).toBe('year');
	await button(page, 'Hold').click();
	await button(page, 'Next ›').click();
	await page.locator('.remote-held', { hasText: 'Thirteen months' }).waitFor();
	await page.locator('.remote-here .remote-badge', { hasText: 'Only on this phone' }).waitFor();
	await expect.poll(() => [meetings.on[0]?.held?.panel, meetings.on[0]?.at?.panel]).toEqual(['year', 'year-comparison']);
	await tab(page, 'Pictures');
	await page.locator('.remote-list button', { hasText: 'Won and lost' }).click();
	await expect.poll(() => [meetings.on[0]?.held?.section, meetings.on[0]?.at?.section]).toEqual(['year', 'deals']);
	await button(page, 'Release').click();
	await page.locator('.remote-here .remote-badge', { hasText: 'On the screens' }).waitFor();
	await expect.poll(() => [meetings.on[0]?.held, meetings.on[0]?.at?.section]).toEqual([null, 'deals']);
	expect(errors).toEqual([]);
});

test('it looks into a team and back, compares months, and blanks the screen', async () => {
	const meetings = givenMeetings([givenMeeting({ held: { section: 'year', panel: 'year', page: 0 } })]);
	const { page } = await givenRemote(meetings);
	await here(page).waitFor();
	await tab(page, 'Teams');
	await button(page, 'North').click();
	await page.getByRole('heading', { name: 'October 2026 North' }).waitFor();
	expect(meetings.on[0]).toMatchObject({ scope: 'team:North', held: null });
	await button(page, 'Back to the company').click();
	await expect.poll(() => meetings.on[0]?.scope).toBe('company');
	await button(page, 'Compare').click();
	await button(page, 'Oct 2025').click();
	await page.getByText('The screens show October 2025 to compare.').waitFor();
	expect(meetings.on[0]?.compared).toBe('year');
	await button(page, 'Blank').click();
	await page.getByText('The screens are blank.').waitFor();
	await button(page, 'Show').click();
	await expect.poll(() => meetings.on[0]?.isBlank).toBe(false);
});

test('screens come and go, the month changes, and the meeting is ended only when asked twice', async () => {
	const meetings = givenMeetings([givenMeeting({ screens: [1] })]);
	const { page } = await givenRemote(meetings);
	await here(page).waitFor();
	await tab(page, 'Meeting');
	await page.getByLabel('Sales floor left').check();
	await page.getByLabel('Conference room').uncheck();
	await expect.poll(() => meetings.on[0]?.screens).toEqual([2]);
	await page.getByLabel('Month').selectOption('2026-08');
	await page.getByRole('heading', { name: 'August 2026' }).waitFor();
	expect(meetings.on[0]).toMatchObject({ month: '2026-08', close: null, compared: 'none' });
	await button(page, 'End the meeting').click();
	await button(page, 'Cancel').click();
	expect(meetings.on.length).toBe(1);
	await button(page, 'End the meeting').click();
	await button(page, 'Yes, end it').click();
	await page.getByRole('heading', { name: 'Start the review' }).waitFor();
	expect(meetings.on).toEqual([]);
});

test('two phones follow each other; a meeting that somebody ended is over on both', async () => {
	const meetings = givenMeetings([givenMeeting({ at: lastOfFirst })]);
	const { page } = await givenRemote(meetings);
	const other = await givenRemote(meetings);
	await here(page).waitFor();
	await here(other.page).waitFor();
	await button(page, 'Next ›').click();
	await expect.poll(() => here(other.page).textContent()).toBe('Thirteen months');
	await button(other.page, 'Next ›').click();
	await expect.poll(() => page.locator('.remote-head .position').textContent()).toMatch(/^4 /);
	meetings.end(1);
	for (const phonePage of [page, other.page]) await phonePage.getByText('The meeting is over.').waitFor();
	await button(page, 'Go on').click();
	await page.getByRole('heading', { name: 'Start the review' }).waitFor();
});

test('a tap without a line waits for it and is sent; one that was overtaken is not, and that is said', async () => {
	const meetings = givenMeetings([givenMeeting({ at: lastOfFirst })]);
	const { page } = await givenRemote(meetings);
	await expect.poll(() => here(page).textContent()).toBe('The month against its target');
	const away = async (isAway: boolean): Promise<void> => {
		meetings.out(isAway);
		await page.context().setOffline(isAway);
	};
	await away(true);
	await page.getByText('Not connected, trying again…').waitFor();
	await button(page, 'Next ›').click();
	await page.getByText('Your last tap is sent when the line is back.').waitFor();
	// Reading goes on.
	await expect.poll(() => here(page).textContent()).toBe('Thirteen months');
	await tab(page, 'Pictures');
	await tab(page, 'Now');
	await away(false);
	await expect.poll(() => meetings.on[0]?.at?.section).toBe('year');
	await expect.poll(() => page.locator('.remote-news').textContent()).toBe('');

	await away(true);
	await button(page, 'Next ›').click();
	meetings.steer(1, { at: { section: 'deals', panel: 'deals', page: 0 } });
	await away(false);
	await page.getByText('somebody else moved on. Your tap was not sent.').waitFor();
	await expect.poll(() => here(page).textContent()).toBe('Won and lost');
	expect(meetings.on[0]?.at?.section).toBe('deals');
});

test('a draft survives a reload, and what was written without a line is written once', async () => {
	const meetings = givenMeetings([givenMeeting()]);
	const { page, errors } = await givenRemote(meetings);
	await here(page).waitFor();
	await tab(page, 'Actions');
	await page.getByLabel('What is to be done').fill('Call every quiet account');
	await page.getByLabel('Who').fill('Ana Lindqvist');
	await page.getByLabel('Until').fill('2026-12-04');
	await page.reload();
	await tab(page, 'Actions');
	expect(await page.getByLabel('What is to be done').inputValue()).toBe('Call every quiet account');
	meetings.out(true);
	await button(page, 'Write down').click();
	await page.getByText('Not sent yet.').waitFor();
	await page.getByLabel('What is to be done').fill('Next');
	meetings.out(false);
	await page.getByText('Ana Lindqvist, by 4 Dec 2026').waitFor();
	await expect.poll(() => page.getByText('Not sent yet.').count()).toBe(0);
	expect(meetings.actions).toMatchObject([{ month: '2026-10', what: 'Call every quiet account', who: 'Ana Lindqvist', until: '2026-12-04' }]);
	expect(await page.getByLabel('What is to be done').inputValue()).toBe('Next');

	await page.getByLabel('Done: Call every quiet account').check();
	await expect.poll(() => meetings.actions[0]?.doneAt).not.toBeNull();
	await button(page, 'Edit: Call every quiet account').click();
	await page.getByLabel('What is to be done').fill('Call them all');
	await button(page, 'Save the change').click();
	await page.getByText('Call them all').waitFor();
	await button(page, 'Remove: Call them all').click();
	await button(page, 'Remove').click();
	await page.getByText('Nothing has been written down yet.').waitFor();
	expect(meetings.actions).toEqual([]);
	expect(errors).toEqual([]);
});

test('a session that ends leads to the sign-in and back to where it was, the wish not lost', async () => {
	const meetings = givenMeetings([givenMeeting()]);
	const { page } = await givenRemote(meetings);
	await here(page).waitFor();
	await tab(page, 'Pictures');
	meetings.status.next = 401;
	await page.locator('.remote-list button', { hasText: 'Won and lost' }).click();
	await page.locator('#account').fill('admin');
	await page.locator('#password').fill(password);
	await page.keyboard.press('Enter');
	await expect.poll(() => here(page).textContent()).toBe('Won and lost');
	await expect.poll(() => meetings.on[0]?.at?.section).toBe('deals');
});

test.each([
	{ width: 390, height: 844, colorScheme: 'dark' },
	{ width: 360, height: 640, colorScheme: 'light' },
	{ width: 844, height: 390, colorScheme: 'light' },
] as const)('at $width × $height, $colorScheme, nothing sticks out, all is large enough for a thumb, and axe finds nothing', async ({ width, height, colorScheme }) => {
	const meetings = givenMeetings([givenMeeting({ held: { section: 'year', panel: 'year', page: 0 } })]);
	meetings.actions = [{ id: 1, month: '2026-10', what: 'Call every quiet account', who: 'Ana', until: '2026-12-04', doneAt: null, by: 'admin', at: '2026-11-23T09:00:00Z' }];
	const { page, errors } = await givenRemote(meetings, { viewport: { width, height }, colorScheme });
	await here(page).waitFor();
	const look = async (): Promise<void> => {
		expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
		const small = await page.locator('.review-remote :is(button, select, textarea, input:not([type="checkbox"]), label:has(input))').evaluateAll((all) =>
			all.filter((one) => one.getClientRects().length > 0).map((one) => ({ text: one.textContent?.trim() ?? '', box: one.getBoundingClientRect() })).filter(({ box }) => box.height < 44 || box.width < 44).map(({ text, box }) => `${text} ${box.width}×${box.height}`),
		);
		expect(small).toEqual([]);
		const cut = await page.locator('.review-remote button').evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent));
		expect(cut).toEqual([]);
		expect(await allFaults(page)).toEqual([]);
	};
	await look();
	await button(page, 'Compare').click();
	await look();
	for (const name of ['Pictures', 'Teams', 'Actions', 'Meeting']) {
		await tab(page, name);
		await page.locator('.remote-body h2').first().waitFor();
		await look();
	}
	await button(page, 'Leave, the meeting goes on').click();
	meetings.on = [];
	await page.reload();
	await page.getByRole('heading', { name: 'Start the review' }).waitFor();
	await look();
	expect(errors).toEqual([]);
});

test('with the keyboard alone it is steered, too', async () => {
	const meetings = givenMeetings([givenMeeting({ at: lastOfFirst })]);
	const { page } = await givenRemote(meetings, { viewport: { width: 1280, height: 800 }, isMobile: false, hasTouch: false });
	await here(page).waitFor();
	await button(page, 'Hold').focus();
	for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press('Tab');
	// Back stands still at the start, so that the fourth stop is the first of the tabs.
	await button(page, 'Next ›').focus();
	await page.keyboard.press('Enter');
	await expect.poll(() => here(page).textContent()).toBe('Thirteen months');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await page.getByRole('heading', { name: 'Pictures' }).waitFor();
});

test('in the pseudo-language its own words are bracketed', async () => {
	const meetings = givenMeetings([givenMeeting({ held: { section: 'year', panel: 'year', page: 0 }, isBlank: true, compared: 'before' })]);
	const given = await givenFloor({ LOCALE: 'en-XA' });
	const { page, url } = await visit({ given, path: '/review?month=2026-10', context: { ...phone, locale: 'en-XA' } });
	await meetings.attach(page.context());
	await page.goto(url('/review?month=2026-10#remote'));
	await here(page).waitFor();
	for (let at = 0; at < 5; at += 1) {
		await page.locator('.remote-tabs button').nth(at).click();
		const texts = await page.locator('.review-remote').locator('h2:not(:has(.remote-title), .remote-picture h2), h3:not(.remote-picture h3), button:not(.remote-line, [aria-pressed]), label:not(:has(input)), legend, p:not(.position, .remote-picture p)').allTextContents();
		for (const text of texts.filter((one) => one.trim() !== '')) expect(text.trim()).toMatch(/^[‹›]?\s*\[.*\]\s*[‹›]?$/);
	}
});
