/** The boards' page as ops use it, and what is then on a screen. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { BoardRow } from '../../shared/board-api.ts';
import { boardDraft, panelPlan } from '../support/plans.ts';
import { givenFloor, useBrowser, visit, type Visit } from './admin-support.ts';

useBrowser();

const openBoards = async (options: Parameters<typeof visit>[0] = {}): Promise<Visit> => {
	const visited = await visit({ path: '/admin#boards', ...options });
	await visited.page.locator('.boards, .board-editor').first().waitFor();
	return visited;
};
const lines = (page: Page): Promise<string[]> => page.locator('.summary .called').allTextContents();
const rowOf = async ({ given }: Visit, id: string): Promise<BoardRow | undefined> => {
	const { json } = await given.call('GET', '/api/v1/boards', { headers: given.session() });
	return (json.boards as BoardRow[]).find(({ plan }) => plan.id === id);
};
/** What stands on the stage, in the order in which it is read. */
const stageTexts = (page: Page): Promise<string[]> =>
	page.locator('[data-panel]').first().evaluate((panel) => {
		const walker = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
		const texts: string[] = [];
		while (walker.nextNode()) {
			const text = walker.currentNode.textContent?.trim() ?? '';
			if (text !== '') texts.push(text);
		}
		return texts;
	});

/** A wall on the same machine, which needs no pairing, at the size that the picture has. */
async function openWall({ given, page }: Visit): Promise<Page> {
	const wall = await page.context().newPage();
	await wall.setViewportSize({ width: 1280, height: 720 });
	await wall.goto(`http://127.0.0.1:${given.server.port}/`);
	await wall.locator('[data-panel]').first().waitFor();
	return wall;
}

test('a board is made, its panels are chosen and put in order, and a screen that is set to it shows within a second what the preview showed', async () => {
	const visited = await openBoards();
	const { page, given, errors } = visited;
	await page.getByRole('button', { name: 'New board' }).click();
	await page.locator('#board-name').fill('Week start');
	expect(await lines(page)).toEqual(['1. Leaderboard · Sales']);
	await page.getByRole('button', { name: 'Add a panel' }).click();
	await page.locator('#panel-kind').selectOption({ label: 'Trend by period' });
	await page.locator('#panel-metric').selectOption({ label: 'Deals won' });
	await page.locator('#panel-scope').selectOption({ label: 'Team North' });
	await page.getByRole('button', { name: 'Add a panel' }).click();
	await page.locator('#panel-kind').selectOption({ label: 'Path to the target' });
	await page.locator('#panel-seconds').fill('45');
	await page.getByRole('button', { name: 'Add a figure' }).click();
	expect(await lines(page)).toEqual(['1. Leaderboard · Sales', '2. Trend by period · Deals won · Team North', '3. Path to the target · Sales']);

	// By keyboard: up twice, with the focus on what moves.
	await page.getByRole('button', { name: 'Move up: Path to the target · Sales' }).focus();
	await page.keyboard.press('Enter');
	await page.keyboard.press('Enter');
	expect(await lines(page)).toEqual(['1. Path to the target · Sales', '2. Leaderboard · Sales', '3. Trend by period · Deals won · Team North']);
	expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Move down: Path to the target · Sales');

	await page.getByText('A round takes 1 min 25 s.').waitFor();
	await page.getByText('This board shows 3 KPIs.').waitFor();
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await page.getByText(/^Saved .* on no screen yet$/).waitFor();
	const row = await rowOf(visited, 'week-start');
	expect(row?.plan).toMatchObject({ name: 'Week start', seconds: 20, panels: [{ kind: 'target', seconds: 45, figures: [{ period: 'month' }] }, { kind: 'leaderboard' }, { kind: 'trend', scope: 'team:North' }] });

	const wall = await openWall(visited);
	expect((await given.call('PUT', '/api/v1/screens/unpaired/setup', { body: { board: 'week-start' }, headers: given.session() })).status).toBe(200);
	const [first] = row?.plan.panels ?? [];
	await wall.locator(`[data-panel="${first?.id}"]`).waitFor({ timeout: 1_000 });
	for (const panel of row?.plan.panels ?? []) {
		await page.bringToFront();
		await page.locator(`[data-plan="${panel.id}"] .summary`).click();
		await page.locator(`[data-panel="${panel.id}"]`).waitFor();
		const shown = await stageTexts(page);
		await wall.bringToFront();
		while ((await wall.locator(`[data-panel="${panel.id}"]`).count()) === 0) await wall.keyboard.press('ArrowRight');
		expect([panel.id, await stageTexts(wall)]).toEqual([panel.id, shown]);
		expect(shown.length).toBeGreaterThan(3);
	}
	expect(errors).toEqual([]);
});

test('the picture is the TV’s own: nothing of this page’s look reaches it, and nothing of its look this page', async () => {
	const visited = await openBoards({ context: { colorScheme: 'light' } });
	const { page } = visited;
	await page.locator('[data-board="floor"]').click();
	await page.locator('[data-plan="sales-target"] .summary').click();
	await page.locator('[data-panel="sales-target"]').waitFor();
	const wall = await openWall(visited);
	while ((await wall.locator('[data-panel="sales-target"]').count()) === 0) await wall.keyboard.press('ArrowRight');
	const looks = (at: Page) =>
		at.locator('[data-panel]').evaluate((stage) =>
			['h2', '.panel', '.headline, section', 'p'].flatMap((selector) => {
				const element = stage.querySelector(selector);
				if (!element) return [];
				const { color, fontSize, fontWeight, lineHeight, margin, display, fontFamily } = getComputedStyle(element);
				return [{ selector, color, fontSize, fontWeight, lineHeight, margin, display, fontFamily, width: (element as HTMLElement).offsetWidth }];
			}),
		);
	expect(await looks(page)).toEqual(await looks(wall));
	// Its charts have the wall's colours and the wall's unit.
	const drawn = (at: Page) => at.locator('[data-panel] canvas').evaluate((canvas: HTMLCanvasElement) => [canvas.offsetWidth, canvas.offsetHeight, canvas.toDataURL()]);
	expect(await drawn(page)).toEqual(await drawn(wall));
	const [box, picture] = [await page.locator('.look .picture').boundingBox(), await page.locator('.look .stage').boundingBox()];
	expect(Math.round(picture?.width ?? 0)).toBe(Math.round(box?.width ?? -1));
	expect(await page.locator('h1').first().evaluate((heading) => getComputedStyle(heading).fontSize)).toBe('22px');
});

test('the picture follows the draft, page by page, for each kind of screen', async () => {
	const { page } = await openBoards();
	await page.locator('[data-board="sdr"]').click();
	await page.locator('[data-panel="kpis"]').waitFor();
	await page.getByRole('button', { name: 'Previous picture' }).click();
	await page.locator('[data-panel="leaders-improved"]').waitFor();
	await page.locator('[data-plan="leaders-meetings"] .summary').click();
	await page.locator('[data-panel="leaders-meetings"]').waitFor();
	await page.locator('#panel-metric').selectOption({ label: 'Sales' });
	await page.locator('#panel-period').selectOption({ label: 'This year' });
	await page.locator('[data-panel="leaders-meetings"]', { hasText: 'Ana Lindqvist' }).waitFor();
	await page.locator('#board-privacy').selectOption({ label: 'Lobby: nothing personal' });
	await page.locator('[data-panel="leaders-meetings"]', { hasNotText: 'Ana Lindqvist' }).waitFor();
	await page.locator('#panel-times').selectOption({ label: 'On certain days and times' });
	for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday']) await page.getByRole('checkbox', { name: day }).uncheck();
	// It is a Monday.
	await page.getByText('This week · not due now').or(page.getByText('This year · not due now')).waitFor();
	await page.getByText(/of what is due now/).waitFor();
});

test('what cannot be shown is not offered, and what is typed wrong is not saved', async () => {
	const { page } = await openBoards();
	await page.getByRole('button', { name: 'New board' }).click();
	const options = (id: string) => page.locator(`#${id} option`).allTextContents();
	expect(await options('panel-metric')).not.toContain('Win rate');
	expect(await options('panel-metric')).toContain('Pipeline value');
	await page.locator('#panel-ranking').selectOption({ label: 'Most improved' });
	expect(await options('panel-period')).toEqual(['This month']);
	await page.locator('#panel-metric').selectOption({ label: 'Pipeline value' });
	expect(await page.locator('#panel-ranking').count()).toBe(0);
	await page.locator('#panel-kind').selectOption({ label: 'Path to the target' });
	expect(await options('panel-period')).toEqual(['This week', 'This month', 'This quarter', 'This year']);
	const save = page.getByRole('button', { name: 'Save', exact: true });
	await page.locator('#panel-seconds').fill('3');
	await page.getByText('A whole number from 5 to 600.').waitFor();
	expect(await save.isDisabled()).toBe(true);
	await page.locator('#panel-seconds').fill('');
	await page.locator('#board-name').fill('');
	await page.getByText('A name has 1 to 60 characters.').waitFor();
	expect(await save.isDisabled()).toBe(true);
	await page.locator('#board-name').fill('Now');
	expect(await save.isDisabled()).toBe(false);
});

test('changes are not lost: another tab keeps them, the list asks, and so does the browser', async () => {
	const visited = await openBoards();
	const { page } = visited;
	await page.locator('[data-board="ae"]').click();
	await page.locator('#board-name').fill('Closers');
	await page.getByRole('link', { name: 'Screens' }).click();
	await page.getByRole('link', { name: 'Boards' }).click();
	expect(await page.locator('#board-name').inputValue()).toBe('Closers');
	await page.getByRole('button', { name: 'All boards' }).click();
	await page.getByText('What you changed on “AE” is not saved.').waitFor();
	await page.getByRole('button', { name: 'Go on editing' }).click();
	expect(await page.locator('#board-name').inputValue()).toBe('Closers');
	const asked = new Promise<string>((resolve) => page.once('dialog', (dialog) => { resolve(dialog.type()); void dialog.dismiss(); }));
	await page.evaluate(() => setTimeout(() => location.reload()));
	expect(await asked).toBe('beforeunload');
	await page.getByRole('button', { name: 'All boards' }).click();
	await page.getByRole('button', { name: 'Discard it' }).click();
	await page.locator('[data-board="ae"]', { hasText: 'AE' }).waitFor();
	expect((await rowOf(visited, 'ae'))?.entry).toBeNull();
});

test('a ready-made board is changed and brought back; a board of ops is removed after it was said who shows it', async () => {
	const given = await givenFloor();
	await given.pairScreen(given.session(), 'Window');
	const visited = await openBoards({ given });
	const { page } = visited;
	await page.locator('[data-board="sdr"]').click();
	await page.locator('#board-seconds').fill('30');
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await page.getByText(/^Saved /).waitFor();
	await page.getByRole('button', { name: 'As it came' }).click();
	await page.getByRole('button', { name: 'Bring it back' }).click();
	await page.getByText('“SDR” is as it came.').waitFor();
	expect(await rowOf(visited, 'sdr')).toMatchObject({ isChanged: false, plan: { seconds: 20 } });

	await page.locator('[data-board="sdr"]').click();
	await page.getByRole('button', { name: 'Make a copy' }).click();
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await page.getByText(/^Saved /).waitFor();
	await given.call('PUT', '/api/v1/screens/1/setup', { body: { board: 'sdr-a-copy' }, headers: given.session() });
	await page.getByRole('button', { name: 'All boards' }).click();
	await page.locator('[data-board="sdr-a-copy"]', { hasText: 'On Window' }).click();
	await page.getByRole('button', { name: 'Remove the board' }).click();
	await page.getByText('Remove “SDR, a copy”? It is gone for good, and Window will show the board “Floor”.').waitFor();
	await page.getByRole('button', { name: 'Remove it' }).click();
	await page.locator('[data-board="floor"]', { hasText: 'On Window' }).waitFor();
	expect(await page.locator('[data-board="sdr-a-copy"]').count()).toBe(0);
});

test('who saves after somebody else did is told who that was, and chooses whose it is to be', async () => {
	const given = await givenFloor();
	const session = given.session();
	const made = await given.call('POST', '/api/v1/boards', { body: { plan: boardDraft() }, headers: session });
	const visited = await openBoards({ given });
	const { page } = visited;
	const change = async (seconds: number, was: number): Promise<number> => (await given.call('PUT', '/api/v1/boards/events', { body: { plan: boardDraft({ seconds, panels: [panelPlan({ seconds: 9 })] }), was }, headers: session })).json.entry;
	await page.locator('[data-board="events"]').click();
	await page.locator('#board-seconds').fill('50');
	const theirs = await change(33, made.json.entry);
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await page.getByText(/^admin changed this board at .* Nothing of yours is saved yet\.$/).waitFor();
	expect((await rowOf(visited, 'events'))?.plan.seconds).toBe(33);
	await page.getByRole('button', { name: 'Save mine over it' }).click();
	await page.getByText(/^Saved /).waitFor();
	const mine = await rowOf(visited, 'events');
	expect([mine?.plan.seconds, (mine?.entry ?? 0) > theirs]).toEqual([50, true]);

	await page.locator('#board-seconds').fill('55');
	await change(34, mine?.entry ?? 0);
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await page.getByRole('button', { name: 'Take theirs, drop mine' }).click();
	await expect.poll(() => page.locator('#board-seconds').inputValue()).toBe('34');

	await page.locator('#board-seconds').fill('56');
	await given.call('DELETE', '/api/v1/boards/events', { headers: session });
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await page.getByText(/^admin removed this board at /).waitFor();
	await page.getByRole('button', { name: 'Save as a new board' }).click();
	await page.getByText(/^Saved /).waitFor();
	expect((await rowOf(visited, 'events-2'))?.plan.seconds).toBe(56);
});

test('a viewer sees boards and their picture, and can change nothing', async () => {
	const { given, page, url } = await visit({ signIn: false });
	const { accounts, journal } = given.server.wall();
	const viewer = journal.apply('account created', { name: 'eva', role: 'viewer', passwordHash: '' }, { at: given.now.ms, author: 'test' });
	await page.context().addCookies([{ name: 'floorcast_session', value: accounts.startSession(viewer), url: url('/') }]);
	await page.goto(url('/admin#boards'));
	await page.reload();
	await page.locator('[data-board="floor"]').click();
	await page.locator('[data-panel="meetings-by-week"]').waitFor();
	await page.locator('[data-plan="attainment"] .summary').click();
	await page.locator('[data-panel="attainment"]').waitFor();
	expect(await page.locator('#panel-metric').isDisabled()).toBe(true);
	for (const name of ['Save', 'Add a panel', 'Make a copy', 'Move up: Attainment of targets · Sales']) expect(await page.getByRole('button', { name }).count()).toBe(0);
});

test('the board that is edited is in the address: a reload comes back to it, Back to the list, and what is not saved is asked about', async () => {
	const { page } = await openBoards();
	const hash = (): string => new URL(page.url()).hash;
	await page.locator('[data-board="sdr"]').click();
	await expect.poll(hash).toBe('#boards/sdr');
	await page.reload();
	await expect.poll(() => page.locator('#board-name').inputValue()).toBe('SDR');
	await page.goBack();
	await page.locator('[data-board="ae"]').waitFor();
	await page.goForward();
	await page.locator('#board-name').fill('Callers');
	await page.goBack();
	await page.getByText('What you changed on “SDR” is not saved.').waitFor();
	expect([hash(), await page.locator('#board-name').inputValue()]).toEqual(['#boards/sdr', 'Callers']);
	await page.getByRole('button', { name: 'Go on editing' }).click();
	await page.goBack();
	await page.getByRole('button', { name: 'Discard it' }).click();
	await page.locator('[data-board="ae"]').waitFor();
	expect(hash()).toBe('#boards');
	await page.goto(page.url().replace(/#.*/, '#boards/no-such'));
	await page.reload();
	await page.locator('[data-board="ae"]').waitFor();
	await expect.poll(hash).toBe('#boards');
});
