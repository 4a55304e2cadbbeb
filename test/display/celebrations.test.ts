/** Celebrations in a real browser: over the wall, at its foot, or not at all. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { CelebrationView } from '../../shared/celebration.ts';
import { celebrationFixtures } from '../fixtures/celebrations.ts';
import { checkLeaks, heldText, leaksBetween } from '../support/leaks.ts';
import { givenScreen, night, now, panel, press, target, useBrowser, type Screen } from './set-support.ts';

useBrowser();

const minute = 60_000;
const moment = (id: string, part: Partial<CelebrationView> = {}): CelebrationView => ({ ...celebrationFixtures.deal, at: now, id, ...part });
const picture = (page: Page, id: string) => page.locator(`section[data-celebration="${id}"]`);
const band = (page: Page, id: string) => page.locator(`div[data-celebration="${id}"]`);
const any = (page: Page) => page.locator('[data-celebration]');

/** A wall whose clock the test moves, with what celebrates loaded. */
async function givenCelebratingScreen(wished: Parameters<typeof givenScreen>[0] = {}): Promise<Screen> {
	const screen = await givenScreen(wished);
	const { page } = screen;
	await page.clock.install();
	await openAnew(page, wished.setup?.on === undefined);
	return screen;
}
async function openAnew(page: Page, isLit = true): Promise<void> {
	// At once where there is something to show.
	const loaded = page.waitForEvent('requestfinished', (request) => request.url().includes('/assets/moments-'));
	await page.reload();
	if (isLit) await panel(page).waitFor();
	else await page.locator('[data-asleep]').waitFor();
	await page.clock.fastForward(6_000);
	await loaded;
	await page.waitForTimeout(200);
}

test('a deal fills the picture with the person, the amount and what it means, and gives it back to the same panel', async () => {
	const { page, celebrate, errors } = await givenCelebratingScreen();
	await press(page, 39);
	await panel(page, target).waitFor();
	await page.clock.fastForward(minute);
	celebrate(moment('a'));
	await picture(page, 'a').waitFor();
	for (const text of ['Deal won', 'Ana Kovačević', 'AK', 'Acme · new business', '€412k of €500k this month']) await picture(page, 'a').getByText(text, { exact: true }).waitFor();
	expect(await picture(page, 'a').locator('.number').textContent()).toBe('€48,200');
	expect(await picture(page, 'a').boundingBox()).toMatchObject({ x: 0, y: 0, width: 1280, height: 720 });
	await page.clock.fastForward(6_000);
	await any(page).waitFor({ state: 'detached' });
	await panel(page, target).waitFor();
	expect(errors).toEqual([]);
});

test('the panel beneath goes on with its time where it stood', async () => {
	const { page, celebrate } = await givenCelebratingScreen();
	const gone = () => page.locator('.gone').evaluate((element) => new DOMMatrix(element.style.transform).a);
	await page.clock.fastForward(400_000);
	await expect.poll(gone).toBeGreaterThan(0);
	celebrate(moment('a'));
	await picture(page, 'a').waitFor();
	const before = await gone();
	await page.clock.fastForward(3_000);
	expect(await gone()).toBe(before);
	await page.clock.fastForward(3_000);
	await any(page).waitFor({ state: 'detached' });
	await page.clock.fastForward(3_000);
	await expect.poll(gone).toBeGreaterThan(before);
	await panel(page).waitFor();
});

test('no more than 30 elements fly, by transform and opacity alone, and none where it is calm', async () => {
	const { page, celebrate, setUp } = await givenCelebratingScreen();
	celebrate(moment('a'));
	await picture(page, 'a').waitFor();
	const moved = await page.evaluate(() =>
		document.getAnimations().flatMap((animation) => {
			const { effect } = animation;
			if (!(effect instanceof KeyframeEffect) || !effect.target?.closest('[data-celebration]')) return [];
			const timing = effect.getComputedTiming();
			return [{ what: [...new Set(effect.getKeyframes().flatMap((frame) => Object.keys(frame)))].filter((key) => !['offset', 'computedOffset', 'easing', 'composite'].includes(key)), ms: Number(timing.duration), turns: timing.iterations }];
		}),
	);
	expect(moved.length).toBeGreaterThan(20);
	expect(await picture(page, 'a').locator('.confetti i').count()).toBeLessThanOrEqual(30);
	for (const { what, ms, turns } of moved) {
		expect(['opacity', 'transform']).toEqual(expect.arrayContaining(what));
		expect(ms).toBeLessThanOrEqual(4_000);
		// Nothing that comes back could flash.
		expect(turns).toBe(1);
	}
	await page.clock.fastForward(minute + 6_000);
	setUp({ calm: true });
	celebrate(moment('b'));
	await picture(page, 'b').waitFor();
	expect(await picture(page, 'b').locator('i').count()).toBe(0);
});

test('a deal, a target and a streak differ in their words and their shapes', async () => {
	const { page, celebrate } = await givenCelebratingScreen();
	const looks: string[] = [];
	for (const fixture of [celebrationFixtures.deal, celebrationFixtures.target, celebrationFixtures.streak]) {
		celebrate({ ...fixture, at: now });
		await picture(page, fixture.id).waitFor();
		await picture(page, fixture.id).getByText(fixture.title, { exact: true }).waitFor();
		looks.push(await picture(page, fixture.id).locator('.title svg').innerHTML());
		await page.clock.fastForward(minute + 6_000);
	}
	expect(new Set(looks).size).toBe(3);
});

describe('at the foot of the picture, the panel staying,', () => {
	const ways: [string, (screen: Screen) => Promise<void>, Partial<CelebrationView>][] = [
		['when somebody has paused', ({ page }) => press(page, 19), {}],
		['when somebody has just stepped', ({ page }) => press(page, 39), {}],
		['in quiet hours', () => Promise.resolve(), { quiet: true }],
		['when the diagnostics are open', async ({ page }) => { await press(page, 38); await press(page, 38); await page.locator('[data-diagnostics]').waitFor(); }, {}],
		['when the test card is up', async ({ page, setUp }) => { setUp({ cardUntil: now + 3_600_000 }); await page.locator('[data-card]').waitFor(); }, {}],
	];
	test.each(ways)('%s', async (_when, begin, part) => {
		const screen = await givenCelebratingScreen();
		const { page } = screen;
		await begin(screen);
		await page.waitForTimeout(200);
		screen.celebrate(moment('a', part));
		await band(page, 'a').waitFor();
		await band(page, 'a').getByText('Ana Kovačević').waitFor();
		expect(await picture(page, 'a').count()).toBe(0);
		const box = await band(page, 'a').locator('section').boundingBox();
		expect(box?.y).toBeGreaterThan(560);
		await page.clock.fastForward(7_000);
		expect(await band(page, 'a').count()).toBe(1);
		await page.clock.fastForward(5_000);
		await any(page).waitFor({ state: 'detached' });
	});

	test('a minute after a step it is a picture again', async () => {
		const { page, celebrate } = await givenCelebratingScreen();
		await press(page, 39);
		await panel(page, target).waitFor();
		await page.clock.fastForward(61_000);
		celebrate(moment('a'));
		await picture(page, 'a').waitFor();
	});

	test('once somebody takes to the remote while it fills the picture', async () => {
		const { page, celebrate } = await givenCelebratingScreen();
		celebrate(moment('a'));
		await picture(page, 'a').waitFor();
		await press(page, 39);
		await band(page, 'a').waitFor();
		await panel(page, target).waitFor();
		await picture(page, 'a').waitFor({ state: 'detached' });
	});
});

test('while a screen shows its name it waits, and what is on show leaves the name to be read', async () => {
	const { page, celebrate, setUp } = await givenCelebratingScreen();
	celebrate(moment('a'));
	await picture(page, 'a').waitFor();
	setUp({ identifyUntil: now + 3_600_000 });
	await band(page, 'a').waitFor();
	await picture(page, 'a').waitFor({ state: 'detached' });
	await page.clock.fastForward(6_000);
	await any(page).waitFor({ state: 'detached' });
	celebrate(moment('b'));
	await page.clock.fastForward(61_000);
	await page.waitForTimeout(300);
	expect(await any(page).count()).toBe(0);
	setUp({ identifyUntil: null });
	await picture(page, 'b').waitFor();
});

test.each([
	[1280, 720, false],
	[1920, 1080, true],
	[2560, 1080, false],
] as const)('what is behind the person stands whole, left of the words: at %d × %d', async (width, height, far) => {
	const { page, celebrate } = await givenCelebratingScreen({ setup: { far } });
	await page.setViewportSize({ width, height });
	celebrate(moment('a'));
	await picture(page, 'a').waitFor();
	await page.clock.fastForward(1_000);
	const edges = await page.evaluate(() => {
		const box = (place: string) => document.querySelector(place)?.getBoundingClientRect();
		return [box('.ground svg')?.left, box('.ground svg')?.right, box('.what')?.left];
	});
	const [left = -1, right = 0, words = -1] = edges;
	expect(left).toBeGreaterThanOrEqual(0);
	expect(right).toBeLessThanOrEqual(words);
});

describe('not at all', () => {
	test('on a dark screen, and not later than ten minutes after either', async () => {
		const { page, celebrate, setUp } = await givenCelebratingScreen({ setup: { on: night } });
		celebrate(moment('a'));
		celebrate(moment('b', { at: now - 8 * minute }));
		await page.clock.fastForward(3 * minute);
		expect(await any(page).count()).toBe(0);
		setUp({ on: null });
		await picture(page, 'a').waitFor();
		await page.clock.fastForward(61_000);
		await any(page).waitFor({ state: 'detached' });
		expect(await any(page).count()).toBe(0);
	});

	test('on a screen that does not celebrate', async () => {
		const { page, celebrate } = await givenCelebratingScreen({ setup: { celebrates: false } });
		celebrate(moment('a'));
		await page.clock.fastForward(2_000);
		await page.waitForTimeout(300);
		expect(await any(page).count()).toBe(0);
	});

	test('what was taken back: it ends at once when it is on show, and does not come when it waits', async () => {
		const { page, celebrate, withdraw } = await givenCelebratingScreen();
		for (const id of ['a', 'b', 'c']) celebrate(moment(id));
		await picture(page, 'a').waitFor();
		withdraw('a');
		await any(page).waitFor({ state: 'detached', timeout: 2_000 });
		withdraw('b');
		await page.clock.fastForward(61_000);
		await picture(page, 'c').waitFor();
	});
});

describe('what is told again in other words', () => {
	const words = { name: 'West', initials: 'W', number: null, meaning: '82% of target this month' };

	test('is on show so at once, and does not begin anew', async () => {
		const { page, celebrate } = await givenCelebratingScreen();
		celebrate(moment('a'));
		await picture(page, 'a').getByText('Ana Kovačević', { exact: true }).waitFor();
		await page.clock.fastForward(3_000);
		celebrate(moment('a', words));
		await picture(page, 'a').getByText('West', { exact: true }).waitFor();
		expect(await picture(page, 'a').textContent()).not.toMatch(/Ana|€/);
		await page.clock.fastForward(3_000);
		await any(page).waitFor({ state: 'detached' });
		await page.clock.fastForward(2 * minute);
		expect(await any(page).count()).toBe(0);
	});

	test('while the line is down is shown so, and nothing of what waited before the line is back', async () => {
		const { page, celebrate, cut } = await givenCelebratingScreen();
		for (const id of ['a', 'b', 'c']) celebrate(moment(id));
		await picture(page, 'a').waitFor();
		cut();
		await page.clock.fastForward(61_000);
		await page.waitForTimeout(500);
		await page.clock.fastForward(2_000);
		await page.waitForTimeout(500);
		expect(await any(page).count()).toBe(0);
		for (const id of ['b', 'c']) celebrate(moment(id, words));
		cut();
		await page.clock.fastForward(4_000);
		await picture(page, 'b').getByText('West', { exact: true }).waitFor();
		expect(await picture(page, 'b').textContent()).not.toMatch(/Ana|€/);
	});
});

test('a page that is loaded anew in the middle of one does not show it again, and shows the next a minute after it', async () => {
	const { page, celebrate } = await givenCelebratingScreen();
	celebrate(moment('a'));
	celebrate(moment('b'));
	await picture(page, 'a').waitFor();
	await openAnew(page);
	await page.clock.fastForward(30_000);
	await page.waitForTimeout(300);
	expect(await any(page).count()).toBe(0);
	await page.clock.fastForward(30_000);
	await picture(page, 'b').waitFor();
	await page.clock.fastForward(2 * minute);
	await any(page).waitFor({ state: 'detached' });
	await page.clock.fastForward(2 * minute);
	expect(await any(page).count()).toBe(0);
});

test('two walls show it once each', async () => {
	const { page, celebrate, url } = await givenCelebratingScreen();
	const context = await page.context().browser()?.newContext({ viewport: { width: 1280, height: 720 } });
	const other = await context?.newPage();
	if (!other) return expect.unreachable();
	await other.clock.install();
	await other.goto(url);
	await panel(other).waitFor();
	await openAnew(other);
	celebrate(moment('a'));
	for (const wall of [page, other]) await picture(wall, 'a').waitFor();
	for (const wall of [page, other]) {
		await wall.clock.fastForward(2 * minute);
		await any(wall).waitFor({ state: 'detached' });
		await openAnew(wall);
		await wall.clock.fastForward(2 * minute);
		expect(await any(wall).count()).toBe(0);
	}
	await context?.close();
});

test('what comes before it can be shown waits for that, but not long', async () => {
	const { page, celebrate, beat } = await givenScreen();
	await page.clock.install();
	const missing = /\/assets\/moments-|favicon\.svg/;
	await page.route(missing, (route) => route.abort());
	await page.reload();
	await panel(page).waitFor();
	/** On one connection, which the beats keep. */
	const goOn = async (seconds: number): Promise<void> => {
		for (let gone = 0; gone < seconds; gone += 5) {
			beat();
			await page.waitForTimeout(100);
			await page.clock.fastForward(5_000);
		}
		await page.waitForTimeout(100);
	};
	celebrate(moment('early'), true);
	await goOn(50);
	celebrate(moment('late'), true);
	await goOn(15);
	expect(await any(page).count()).toBe(0);
	await page.unroute(missing);
	await goOn(5);
	await picture(page, 'late').waitFor();
	await page.clock.fastForward(2 * minute);
	await any(page).waitFor({ state: 'detached' });
});

test('after 50 of them the page holds what it held before', async () => {
	const { page, celebrate } = await givenScreen();
	const { held } = await checkLeaks(page);
	await page.clock.install();
	await openAnew(page);
	let count = 0;
	const one = async (): Promise<void> => {
		count += 1;
		const kind = (['deal', 'target', 'streak'] as const)[count % 3] ?? 'deal';
		celebrate(moment(`a-${count}`, { kind, quiet: count % 5 === 0 }));
		await page.locator(`[data-celebration="a-${count}"]`).waitFor();
		await page.clock.fastForward(11_000);
		await any(page).waitFor({ state: 'detached' });
		await page.clock.fastForward(50_000);
	};
	// One of each form and kind: the latest of each is held until the next.
	for (let form = 0; form < 6; form += 1) await one();
	// The engine counts some dozen listeners more or fewer, whenever it is asked: the most of what it says at first.
	const first = [await held()];
	for (let round = 0; round < 2; round += 1) {
		for (let next = 0; next < 3; next += 1) await one();
		first.push(await held());
	}
	const [before] = first.sort((a, b) => b.listeners - a.listeners) as [typeof first[number]];
	for (let next = 0; next < 50; next += 1) await one();
	const after = await held();
	console.info(`Before 50 celebrations: ${heldText(before)}. After: ${heldText(after)}.`);
	expect(leaksBetween(before, after)).toEqual([]);
}, 180_000);
