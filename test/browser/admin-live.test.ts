/** Two people at the same targets, in two browsers. */
import { expect, test } from 'vitest';
import { hashPassword } from '../../server/floor/passwords.ts';
import { cell, copyElsewhere, password, row, seriousFaults, useBrowser, visit, type Visit } from './admin-support.ts';

useBrowser();

const targets = async ({ given }: Visit): Promise<Record<string, number>> => {
	const { json } = await given.call('GET', '/api/v1/targets', { headers: given.session() });
	return Object.fromEntries(json.map(({ scope, period, value }: { scope: string; period: string; value: number }) => [`${scope} ${period}`, value]));
};
const type = async ({ page }: Visit, at: [number, number], text: string): Promise<void> => {
	await cell(page, ...at).click();
	await page.keyboard.type(text);
	await page.keyboard.press('Enter');
};
const problems = ({ page }: Visit) => page.locator('.problems');
const value = ({ page }: Visit, at: [number, number]): Promise<string> => cell(page, ...at).inputValue();

/** `admin` and `ben`, each at the targets, and both hear each other. */
async function givenTwo(context: NonNullable<Parameters<typeof visit>[0]>['context'] = {}): Promise<[Visit, Visit]> {
	const ana = await visit({ context });
	ana.given.server.wall().journal.apply('account created', { name: 'ben', role: 'ops', passwordHash: await hashPassword(password) }, { at: ana.given.now.ms, author: 'test' });
	const ben = await visit({ given: ana.given, account: 'ben', context });
	for (const { page } of [ana, ben]) await cell(page, row.company, 0).waitFor();
	return [ana, ben];
}

test('what one changes the other sees within a second, without reloading: marked, and who it was in words', async () => {
	const [ana, ben] = await givenTwo();
	await type(ben, [row.north, 1], '250000');
	await expect.poll(() => value(ana, [row.north, 1]), { timeout: 1500 }).toBe('250,000');
	await ana.page.getByRole('status').getByText('ben changed North · December 2026 from none to €250,000.').waitFor();
	await expect.poll(() => ana.page.locator('td.news-cell').count()).toBe(1);
	expect(await ana.page.locator('td.news-cell .note').textContent()).toMatch(/^ben, (23 Nov 2026, )?10:00$/);
	await ana.page.locator('.log li').first().getByText(/North · Dec 2026: none → €250,000/).waitFor();
	expect(await seriousFaults(ana.page)).toEqual([]);
	// Whoever wrote it is told nothing.
	expect(await ben.page.locator('td.news-cell').count()).toBe(0);
	await expect.poll(() => ana.page.locator('td.news-cell').count(), { timeout: 15_000 }).toBe(0);
	expect([ana.errors, ben.errors]).toEqual([[], []]);
}, 30_000);

test('an undo is seen by the other too', async () => {
	const [ana, ben] = await givenTwo();
	await type(ana, [row.south, 0], '100');
	await expect.poll(() => value(ben, [row.south, 0])).toBe('100');
	await ben.page.locator('.log li').first().getByRole('button', { name: /^Undo/ }).click();
	await expect.poll(() => value(ana, [row.south, 0])).toBe('');
	await ana.page.getByText('ben changed South · November 2026 from €100 to none.').waitFor();
});

test('what I am typing stays; that the cell changed under me is said before I send anything, and mine is written only on purpose', async () => {
	const [ana, ben] = await givenTwo();
	await cell(ana.page, row.company, 0).click();
	await ana.page.keyboard.type('6000');
	await type(ben, [row.company, 0], '500000');
	await ana.page.locator('.callout').getByText(/^ben set €500,000 here at (23 Nov 2026, )?10:00, while you were typing\.$/).waitFor();
	expect(await value(ana, [row.company, 0])).toBe('6000');
	await ana.page.keyboard.type('00');
	await ana.page.keyboard.press('Enter');

	await problems(ana).getByText('Somebody else changed a cell that you changed too.').waitFor();
	const line = problems(ana).locator('tbody tr');
	expect((await line.innerText()).replace(/\s+/g, ' ')).toMatch(/^(\S.*) · Company · November 2026 €500,000 ben, (23 Nov 2026, )?10:00 Take theirs €600,000 Write mine over it$/);
	expect(await targets(ana)).toEqual({ 'company 2026-11': 500_000 });
	expect(await seriousFaults(ana.page)).toEqual([]);

	await line.getByRole('button', { name: /^Write mine over it in .* · Company · November 2026$/ }).click();
	await problems(ana).waitFor({ state: 'detached' });
	expect(await targets(ana)).toEqual({ 'company 2026-11': 600_000 });
	await expect.poll(() => value(ben, [row.company, 0])).toBe('600,000');
});

test('a cell that I only opened while the other changed it takes theirs without a word', async () => {
	const [ana, ben] = await givenTwo();
	await type(ana, [row.company, 0], '100');
	await expect.poll(() => value(ben, [row.company, 0])).toBe('100');
	await cell(ana.page, row.company, 0).dblclick();
	await type(ben, [row.company, 0], '200');
	await ana.page.locator('.callout').waitFor();
	await ana.page.keyboard.press('Enter');
	await expect.poll(() => value(ana, [row.company, 0])).toBe('200');
	expect(await problems(ana).count()).toBe(0);
	expect(await targets(ana)).toEqual({ 'company 2026-11': 200 });
});

/** A paste of four cells that was sent without having heard of ben's change of one of them. */
async function givenClash(): Promise<[Visit, Visit]> {
	const [ana, ben] = await givenTwo();
	// She hears nothing, as behind a proxy that keeps streams back.
	await ana.page.route('**/api/v1/changes/live', (route) => route.abort());
	await ana.page.reload();
	await cell(ana.page, row.company, 0).waitFor();
	await type(ben, [row.ana, 1], '777');
	await expect.poll(() => targets(ben)).toEqual({ 'person:ana@x.example 2026-12': 777 });
	await copyElsewhere(ben.page, '');
	await ana.page.evaluate(() => {
		const input = document.querySelector<HTMLInputElement>('input[data-at="3:0"]');
		const clipboard = new DataTransfer();
		clipboard.setData('text/plain', '10\t20\n30\t40');
		input?.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, button: 0 }));
		input?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }));
	});
	await problems(ana).getByText('Somebody else changed a cell that you changed too.').waitFor();
	return [ana, ben];
}

test('a paste with one cell that the other changed writes nothing until that is settled: theirs', async () => {
	const [ana] = await givenClash();
	await problems(ana).getByText('What you pasted together with them is not saved either, until that is settled.').waitFor();
	await problems(ana).getByText(/^ben, (23 Nov 2026, )?10:00$/).waitFor();
	expect(await targets(ana)).toEqual({ 'person:ana@x.example 2026-12': 777 });
	await problems(ana).getByRole('button', { name: /^Take theirs/ }).click();
	await problems(ana).waitFor({ state: 'detached' });
	expect(await targets(ana)).toEqual({ 'person:ana@x.example 2026-11': 10, 'person:ana@x.example 2026-12': 777, 'person:bo@x.example 2026-11': 30, 'person:bo@x.example 2026-12': 40 });
	await expect.poll(() => ana.page.locator('.log li').count()).toBe(2);
});

test('and mine, as one change with the rest', async () => {
	const [ana, ben] = await givenClash();
	await problems(ana).getByRole('button', { name: /^Write mine over it/ }).click();
	await problems(ana).waitFor({ state: 'detached' });
	expect(await targets(ana)).toMatchObject({ 'person:ana@x.example 2026-11': 10, 'person:ana@x.example 2026-12': 20 });
	await ben.page.getByText('admin changed 4 targets.').waitFor();
	await expect.poll(() => ben.page.locator('td.news-cell').count()).toBe(4);
});

test('cells that wait for something else hear of it too, and all are settled at once', async () => {
	const [ana, ben] = await givenTwo();
	await copyElsewhere(ana.page, '10\tabc\n30\t40');
	await cell(ana.page, row.ana, 0).click();
	await ana.page.keyboard.press('Control+V');
	await problems(ana).getByText('One cell needs a look.').waitFor();
	await type(ben, [row.ana, 0], '11');
	await type(ben, [row.bo, 1], '44');
	await problems(ana).getByText('Somebody else changed 2 cells that you changed too.').waitFor();
	await problems(ana).getByRole('button', { name: 'Write all of mine' }).click();
	expect(await targets(ana)).toEqual({ 'person:ana@x.example 2026-11': 11, 'person:bo@x.example 2026-12': 44 });
	await type(ana, [row.ana, 1], '20');
	await problems(ana).waitFor({ state: 'detached' });
	expect(await targets(ana)).toEqual({ 'person:ana@x.example 2026-11': 10, 'person:ana@x.example 2026-12': 20, 'person:bo@x.example 2026-11': 30, 'person:bo@x.example 2026-12': 40 });
});

test('a page that comes back after the server was away has missed nothing', async () => {
	const [ana, ben] = await givenTwo();
	await ana.page.context().setOffline(true);
	await type(ben, [row.south, 2], '99');
	await expect.poll(() => targets(ben)).toEqual({ 'team:South 2027-01': 99 });
	await ana.page.context().setOffline(false);
	await expect.poll(() => value(ana, [row.south, 2]), { timeout: 8_000 }).toBe('99');
}, 20_000);

test('signing out elsewhere in the same browser asks to sign in here, and nothing is lost', async () => {
	const [ana] = await givenTwo();
	await cell(ana.page, row.ana, 0).click();
	await ana.page.keyboard.type('70');
	await ana.page.evaluate(() => fetch('/api/v1/session', { method: 'DELETE' }));
	await ana.page.getByText('Your session has ended.').waitFor();
	expect(ana.errors).toEqual([]);
});
