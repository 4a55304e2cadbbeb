/** Targets beyond typing: quarters and years, locks, spreading, copying, raising, pasting by name, two hundred people. */
import { describe, expect, test } from 'vitest';
import { withKey } from '../server/http/support.ts';
import { cell, copyElsewhere, givenFloor, row, seriousFaults, useBrowser, visit, type Visit } from './admin-support.ts';

useBrowser();

type Page = Visit['page'];
const dayMs = 86_400_000;
const saved = (page: Page) => page.getByText(/^.*Saved \d\d:\d\d:\d\d · on the wall$/).waitFor();
const targets = async ({ given }: Pick<Visit, 'given'>): Promise<Record<string, number>> => {
	const { json } = await given.call('GET', '/api/v1/targets', { headers: given.session() });
	return Object.fromEntries(json.map(({ scope, period, value }: { scope: string; period: string; value: number }) => [`${scope} ${period}`, value]));
};
const set = async ({ given }: Pick<Visit, 'given'>, cells: Record<string, number>) => {
	const body = Object.entries(cells).map(([key, value]) => ({ metric: 'sales', scope: key.slice(0, key.lastIndexOf(' ')), period: key.slice(key.lastIndexOf(' ') + 1), value }));
	expect((await given.call('PUT', '/api/v1/targets', { body, headers: given.session() })).status).toBe(200);
};
const entries = (page: Page) => page.locator('.log li');
const note = (page: Page, at: number, column: number) => page.locator('tbody tr').nth(at).locator('td').nth(column).locator('.note');
const type = async (page: Page, at: number, column: number, text: string) => {
	await cell(page, at, column).click();
	await page.keyboard.type(text);
	await page.keyboard.press('Enter');
};
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test('quarters and years show what was set, else the sum of their months, and the difference in a few words', async () => {
	const given = await givenFloor();
	await set({ given }, { 'company 2026-10': 100, 'company 2026-11': 100, 'company 2026-12': 100, 'team:North 2026-Q4': 150, 'person:ana@x.example 2026-Q4': 90, 'person:bo@x.example 2026-Q4': 50 });
	const { page, errors } = await visit({ given });
	await page.getByLabel('Shown by').selectOption('quarter');
	await expect.poll(() => cell(page, row.company, 0).getAttribute('placeholder')).toBe('300');
	await page.getByText('Q4 2026 to Q3 2027').waitFor();
	expect(await note(page, row.company, 0).textContent()).toBe('people 160 below');
	expect(await note(page, row.north, 0).textContent()).toBe('people 10 below');
	await type(page, row.company, 0, '330');
	await saved(page);
	await expect.poll(() => note(page, row.company, 0).textContent()).toBe('months 30 below');
	await page.getByLabel('Shown by').selectOption('year');
	await expect.poll(() => cell(page, row.company, 0).getAttribute('placeholder')).toBe('330');
	expect(errors).toEqual([]);
});

describe('a month that is over', () => {
	const over = async (context = {}) => {
		const given = await givenFloor();
		await set({ given }, { 'company 2026-11': 100 });
		given.now.ms += 10 * dayMs;
		const seen = await visit({ given, context });
		await seen.page.getByRole('button', { name: 'Earlier months' }).click();
		await seen.page.getByRole('button', { name: 'November 2026 is locked. Unlock…' }).waitFor();
		return seen;
	};
	const november = 2;

	test('is locked: typing and clearing change nothing, a paste says which cells', async () => {
		const seen = await over();
		const { page } = seen;
		await cell(page, row.company, november).click();
		await page.keyboard.type('7');
		await page.keyboard.press('Enter');
		expect(await cell(page, row.company, november).inputValue()).toBe('100');
		await cell(page, row.company, november).click();
		await page.getByText('November 2026 is over and locked. The padlock at the head of its column unlocks it.').waitFor();
		await copyElsewhere(page, '5\t6');
		await page.keyboard.press('Control+V');
		await page.locator('.problems').getByText('It is over and locked.').waitFor();
		expect(await targets(seen)).toEqual({ 'company 2026-11': 100 });
		await page.getByRole('button', { name: 'Save the one good cell' }).click();
		await expect.poll(() => targets(seen)).toEqual({ 'company 2026-11': 100, 'company 2026-12': 6 });
	});

	test('is unlocked after a question, which says who did, and locked again', async () => {
		const seen = await over();
		const { page } = seen;
		await page.getByRole('button', { name: 'November 2026 is locked. Unlock…' }).click();
		await page.getByRole('button', { name: 'Cancel' }).click();
		await page.getByRole('button', { name: 'November 2026 is locked. Unlock…' }).click();
		await page.getByText(/^Unlock November 2026\? It is over/).waitFor();
		await page.keyboard.press('Enter');
		await page.getByText('unlocked by admin').waitFor();
		await entries(page).first().getByText('Nov 2026 unlocked').waitFor();
		await type(page, row.company, november, '7');
		await expect.poll(() => targets(seen)).toEqual({ 'company 2026-11': 7 });
		await page.getByRole('button', { name: /was unlocked by admin\. Lock again…$/ }).click();
		await page.getByRole('button', { name: 'Lock it' }).click();
		await page.getByRole('button', { name: 'November 2026 is locked. Unlock…' }).waitFor();
		await entries(page).nth(1).getByText('it changes a closed month that is locked').waitFor();
		expect(seen.errors).toEqual([]);
	});

	test.each([{ width: 1280, height: 800 }, { width: 390, height: 844 }])('reads well to everybody at $width × $height: the lock, its question, and a plan', async (viewport) => {
		for (const colorScheme of ['light', 'dark'] as const) {
			const { page } = await over({ viewport, colorScheme });
			const check = async (name: string) => expect({ name, faults: await seriousFaults(page), overflow: await overflow(page) }).toEqual({ name, faults: [], overflow: 0 });
			await check('locked');
			await page.getByRole('button', { name: 'November 2026 is locked. Unlock…' }).click();
			await check('question');
			await page.keyboard.press('Enter');
			await page.getByText('unlocked by admin').waitFor();
			await check('unlocked');
			await cell(page, row.company, november).click();
			if (viewport.width < 700) await page.getByRole('button', { name: 'Tools' }).click();
			for (const [button, form] of [['Copy forward…', 'Copy'], ['Raise by %…', 'Raise'], ['Spread over the months…', 'Spread']] as const) {
				await page.getByRole('button', { name: button }).click();
				await page.getByRole('heading', { name: new RegExp(`^${form}`) }).waitFor();
				await check(form);
			}
			await page.getByRole('button', { name: 'Show quarters' }).click();
			await page.locator('.plan').waitFor();
			await check('quarter');
		}
	});
});

test('a quarter is spread over its months: looked at, written as one change, undone as one', async () => {
	const seen = await visit();
	const { page } = seen;
	await page.getByLabel('Shown by').selectOption('quarter');
	await page.getByText('Q4 2026 to Q3 2027').waitFor();
	await type(page, row.north, 0, '1000');
	await saved(page);
	await cell(page, row.north, 0).click();
	await page.getByRole('button', { name: 'Spread over the months…' }).click();
	await expect.poll(() => page.locator('.plan tbody td').allTextContents()).toEqual(['333.33', '318.18', '348.49'].map((text) => expect.stringContaining(text)));
	expect(await targets(seen)).toEqual({ 'team:North 2026-Q4': 1000 });
	await page.getByLabel('By', { exact: true }).selectOption('last_year');
	await page.getByText('North: there are no results of a year before, so working days are used.').waitFor();
	await page.getByRole('button', { name: 'Write 3 cells' }).click();
	await expect.poll(() => targets(seen)).toEqual({ 'team:North 2026-Q4': 1000, 'team:North 2026-10': 333.33, 'team:North 2026-11': 318.18, 'team:North 2026-12': 348.49 });
	await expect.poll(() => note(page, row.north, 0).textContent()).toBe('months agree');
	await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['at'])).toBe(`${row.north}:0`);
	await entries(page).first().getByRole('button', { name: /^Undo/ }).click();
	await expect.poll(() => targets(seen)).toEqual({ 'team:North 2026-Q4': 1000 });
	expect(seen.errors).toEqual([]);
});

test('chosen cells are copied into the months after them, and raised by a percentage, each as one change', async () => {
	const seen = await visit();
	const { page } = seen;
	await set(seen, { 'person:ana@x.example 2026-11': 1_010, 'person:bo@x.example 2026-11': 2_000, 'person:bo@x.example 2027-01': 5 });
	await page.reload();
	await expect.poll(() => cell(page, row.ana, 0).inputValue()).toBe('1,010');
	await cell(page, row.ana, 0).click();
	await cell(page, row.bo, 0).click({ modifiers: ['Shift'] });
	await page.getByText('2 cells chosen').waitFor();
	await page.getByRole('button', { name: 'Copy forward…' }).click();
	await page.getByLabel('How many periods').selectOption('2');
	await page.locator('.plan').getByText('was 5').waitFor();
	await page.getByRole('button', { name: 'Write 4 cells' }).click();
	await expect.poll(() => targets(seen)).toEqual({
		'person:ana@x.example 2026-11': 1_010, 'person:ana@x.example 2026-12': 1_010, 'person:ana@x.example 2027-01': 1_010,
		'person:bo@x.example 2026-11': 2_000, 'person:bo@x.example 2026-12': 2_000, 'person:bo@x.example 2027-01': 2_000,
	});
	await page.getByRole('button', { name: 'Raise by %…' }).click();
	await page.getByLabel('Per cent').fill('abc');
	await page.getByText('Expected a percentage between −100 and 1,000, such as 5.').waitFor();
	await page.getByLabel('Per cent').fill('5');
	await page.getByLabel('Rounded to').selectOption('100');
	await page.getByRole('button', { name: 'Write 2 cells' }).click();
	await expect.poll(() => targets(seen)).toMatchObject({ 'person:ana@x.example 2026-11': 1_100, 'person:bo@x.example 2026-11': 2_100, 'person:bo@x.example 2026-12': 2_000 });
	await expect.poll(() => entries(page).count()).toBe(3);
	expect(seen.errors).toEqual([]);
});

test('what somebody else changed while a plan was looked at is not written over', async () => {
	const seen = await visit();
	const { page } = seen;
	await set(seen, { 'company 2026-11': 100 });
	// It hears of no change, as behind a proxy that keeps streams back.
	await page.route('**/api/v1/changes/live', (route) => route.abort());
	await page.reload();
	await expect.poll(() => cell(page, row.company, 0).inputValue()).toBe('100');
	await cell(page, row.company, 0).click();
	await page.getByRole('button', { name: 'Raise by %…' }).click();
	await page.getByRole('button', { name: 'Write one cell' }).waitFor();
	await set(seen, { 'company 2026-11': 300 });
	await page.getByRole('button', { name: 'Write one cell' }).click();
	await page.getByText('It was changed meanwhile.').waitFor();
	expect(await targets(seen)).toEqual({ 'company 2026-11': 300 });
	await expect.poll(() => page.locator('.plan tbody td').first().textContent()).toContain('315');
});

test('teams are folded, and people found by name', async () => {
	const { page } = await visit();
	await page.getByRole('button', { name: 'Hide the people of North' }).click();
	await expect.poll(() => page.locator('tbody th').allTextContents()).toHaveLength(5);
	await page.getByRole('searchbox', { name: 'Find by name' }).fill('bo ek');
	await expect.poll(async () => (await page.locator('tbody th').allTextContents()).map((text) => text.trim())).toEqual(['North', 'Bo Ek']);
	await type(page, 1, 0, '55');
	await saved(page);
	await page.getByRole('searchbox', { name: 'Find by name' }).fill('zzz');
	await page.getByText('Nobody here is called “zzz”.').waitFor();
	await page.getByRole('searchbox', { name: 'Find by name' }).fill('');
	await page.getByRole('button', { name: 'Show the people of North' }).click();
	await expect.poll(() => cell(page, row.bo, 0).inputValue()).toBe('55');
});

test('a viewer sees targets and their log, and can change nothing', async () => {
	const given = await givenFloor();
	await set({ given }, { 'company 2026-11': 100 });
	const seen = await visit({ given, signIn: false });
	const { accounts, journal } = given.server.wall();
	const viewer = journal.apply('account created', { name: 'vera', role: 'viewer', passwordHash: '' }, { at: given.now.ms, author: 'test' });
	await seen.page.context().addCookies([{ name: 'floorcast_session', value: accounts.startSession(viewer), url: seen.url('/') }]);
	await seen.page.goto(seen.url('/admin'));
	const { page } = seen;
	await entries(page).first().waitFor();
	await cell(page, row.company, 0).click();
	await page.keyboard.type('7');
	await page.keyboard.press('Delete');
	await copyElsewhere(page, '5\t6');
	await page.keyboard.press('Control+V');
	await page.keyboard.press('Enter');
	await page.getByText('Your account may look at targets, not change them.').waitFor();
	expect([await cell(page, row.company, 0).inputValue(), await cell(page, row.company, 1).inputValue()]).toEqual(['100', '']);
	expect(await page.getByRole('button', { name: /Undo|Spread|Copy|Raise|Unlock/ }).count()).toBe(0);
	expect(await page.locator('.problems').count()).toBe(0);
	expect(seen.errors).toEqual([]);
});

test('whoever leaves with something unsaved is asked: a number not committed, and one that is held', async () => {
	const { page } = await visit();
	const asks = async (): Promise<boolean> => {
		let asked = false;
		const onDialog = (): void => void (asked = true);
		page.on('dialog', onDialog);
		page.once('dialog', (dialog) => void dialog.dismiss());
		await page.evaluate(() => setTimeout(() => location.reload()));
		await page.waitForTimeout(1_000);
		page.off('dialog', onDialog);
		return asked;
	};
	await cell(page, row.company, 0).click();
	await page.keyboard.type('12');
	expect(await asks()).toBe(true);
	await page.keyboard.press('Escape');
	await type(page, row.company, 0, 'abc');
	await page.locator('.problems').waitFor();
	expect(await asks()).toBe(true);
	await page.getByRole('button', { name: 'Discard what is not saved' }).click();
	expect(await asks()).toBe(false);
});

test('a year pasted with its months lands whole: the table takes in those that it did not show', async () => {
	const seen = await visit();
	const { page } = seen;
	const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
	await copyElsewhere(page, `Name\t${months.map((month) => `${month} 2027`).join('\t')}\r\nNorth\t${months.map((_, at) => 100 + at).join('\t')}`);
	await cell(page, row.company, 0).click();
	await page.keyboard.press('Control+V');
	await saved(page);
	await page.getByText('November 2026 to December 2027').waitFor();
	expect(await targets(seen)).toEqual(Object.fromEntries(months.map((_, at) => [`team:North 2027-${String(at + 1).padStart(2, '0')}`, 100 + at])));
	await expect.poll(() => entries(page).count()).toBe(1);
	expect(await overflow(page)).toBe(0);
	// Moving on shows as many as fit again.
	await page.getByRole('button', { name: 'Later months' }).click();
	await page.getByText('February 2027 to July 2027').waitFor();
	expect(seen.errors).toEqual([]);
});

test('unlocking says what it saves, before it does', async () => {
	const given = await givenFloor();
	given.now.ms += 10 * dayMs;
	const seen = await visit({ given });
	const { page } = seen;
	await page.getByRole('button', { name: 'Earlier months' }).click();
	await page.getByRole('button', { name: 'November 2026 is locked. Unlock…' }).waitFor();
	await cell(page, row.company, 2).click();
	await copyElsewhere(page, '5\t6');
	await page.keyboard.press('Control+V');
	await page.locator('.problems').waitFor();
	await page.getByRole('button', { name: 'November 2026 is locked. Unlock…' }).click();
	await page.getByText(/That also saves 2 cells that wait for it\.$/).waitFor();
	expect(await targets(seen)).toEqual({});
	await page.getByRole('button', { name: 'Unlock and save' }).click();
	await expect.poll(() => targets(seen)).toEqual({ 'company 2026-11': 5, 'company 2026-12': 6 });
});

test('the result so far is of the chosen cell: also with another metric, other periods, and after moving on', async () => {
	const { page } = await visit();
	const result = page.locator('.target-result');
	await cell(page, row.eva, 0).click();
	await expect.poll(() => result.textContent()).toMatch(/^Sales, Eva Brown, November 2026: So far €8,000/);
	await page.getByLabel('Shown by').selectOption('quarter');
	await expect.poll(() => result.textContent()).toMatch(/^Sales, Eva Brown, Q4 2026: So far €8,000/);
	await page.getByLabel('Metric').selectOption('deals_won');
	await expect.poll(() => result.textContent()).toMatch(/^Deals won, Eva Brown, Q4 2026: So far 1/);
	await page.getByRole('button', { name: 'Earlier periods' }).click();
	await expect.poll(() => result.textContent()).toMatch(/^Deals won, Eva Brown, Q2 2026/);
});

test.each([[1280, 800, 250], [390, 844, 330]])('at %s × %s the table begins within %s pixels: most of the first view is its', async (width, height, most) => {
	for (const env of [{}, { LOCALE: 'sv-SE', CURRENCY: 'SEK' }]) {
		const { page } = await visit({ env, context: { viewport: { width, height } } });
		await cell(page, row.north, 0).waitFor();
		const box = await page.locator('.grid-box').boundingBox();
		expect(box?.y ?? height).toBeLessThan(most);
		expect(await overflow(page)).toBe(0);
	}
});

test('a year spread over quarters and months shows that its preview goes on: the box scrolls, the page does not', async () => {
	const given = await givenFloor();
	await set({ given }, { 'company 2027': 12_000_000 });
	const { page } = await visit({ given });
	await page.getByLabel('Shown by').selectOption('year');
	await expect.poll(() => cell(page, row.company, 1).inputValue()).toBe('12,000,000');
	await cell(page, row.company, 1).click();
	await page.getByRole('button', { name: 'Spread over the months…' }).click();
	await page.getByLabel('Set the quarters too').check();
	await page.getByRole('button', { name: 'Write 16 cells' }).waitFor();
	const [inner, outer, right] = await page.locator('.plan-box').evaluate((box) => [box.scrollWidth, box.clientWidth, box.getBoundingClientRect().right]);
	expect(inner).toBeGreaterThan(outer ?? 0);
	expect(right).toBeLessThan(1280);
	expect(await overflow(page)).toBe(0);
});

describe('with two hundred people', () => {
	const names = Array.from({ length: 200 }, (_, index) => `Person ${String(index).padStart(3, '0')}`);
	const large = async () => {
		const given = await givenFloor();
		const people = names.map((name, index) => ({ email: `p${index}@x.example`, name, team: `Team ${index % 8}`, role: 'ae', start: '2025-01-01' }));
		expect((await given.call('POST', '/api/v1/facts', { body: { source: 'crm', people }, headers: withKey })).status).toBe(200);
		return visit({ given, context: { viewport: { width: 1920, height: 1080 } } });
	};

	test('a quarter’s targets are pasted in under a minute, by name and whatever the order, and a row that names nobody is listed', async () => {
		const seen = await large();
		const { page } = seen;
		const lines = [...names].reverse().map((name) => [name, ...[1, 2, 3].map((month) => `${(Number(name.slice(-3)) + 10 * month) * 1000}`)].join('\t'));
		await copyElsewhere(page, ['Name\tJan 2027\tFeb 2027\tMar 2027', ...lines, 'Total\t1\t2\t3'].join('\r\n'));
		await cell(page, row.company, 0).click();
		const began = Date.now();
		await page.keyboard.press('Control+V');
		await page.getByText('These rows name nobody here: “Total”.').waitFor();
		await page.getByRole('button', { name: 'Save the 600 good cells' }).click();
		await saved(page);
		const seconds = (Date.now() - began) / 1000;
		expect(seconds).toBeLessThan(60);
		const stands = await targets(seen);
		expect(Object.keys(stands)).toHaveLength(600);
		expect([stands['person:p0@x.example 2027-01'], stands['person:p199@x.example 2027-03']]).toEqual([10_000, 229_000]);
		await expect.poll(() => entries(page).count()).toBe(1);
		expect(seen.errors).toEqual([]);
	}, 120_000);

	test('numbers that are typed one under the other without a pause all stand where they were typed', async () => {
		const { page } = await large();
		await cell(page, 60, 3).click();
		for (let line = 1; line <= 5; line++) {
			await page.keyboard.type(`${line}23`);
			await page.keyboard.press('ArrowDown');
		}
		for (let line = 1; line <= 5; line++) await expect.poll(() => cell(page, 59 + line, 3).inputValue()).toBe(`${line}23`);
	}, 120_000);
});
