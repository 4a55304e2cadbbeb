/** Whether a wall is heard: the first OK permits it, and what the gong is. */
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { transformWithOxc } from 'vite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { celebrationFixtures } from '../fixtures/celebrations.ts';
import type { TvPage } from '../tv/page.ts';
import { givenBrowsers, newest } from '../tv/support.ts';
import { givenScreen, night, now, panel, useBrowser, type Screen } from './set-support.ts';

useBrowser();
const browsers = givenBrowsers();

const deal = { ...celebrationFixtures.deal, at: now };
const hint = 'Press OK to turn sound on';

/** Counts the tones that are begun. */
function countTones(): void {
	const { start } = OscillatorNode.prototype;
	Object.assign(window, { tones: 0 });
	OscillatorNode.prototype.start = function (this: OscillatorNode, when?: number) {
		(window as unknown as { tones: number }).tones += 1;
		start.call(this, when);
	};
}
const tonesOn = () => (window as unknown as { tones: number }).tones;
/** Of one stroke of the gong. */
const stroke = 8;

/**
 * A wall in a browser that allows sound only after a key. Not driven by Playwright, whose every look at a page counts as
 * somebody's key in it.
 */
async function givenSilentWall(wished: Parameters<typeof givenScreen>[0] = {}): Promise<Screen & { tv: TvPage; press: (keyCode: number) => Promise<void> }> {
	const screen = await givenScreen(wished);
	const tv = await (await browsers(newest())).open();
	onTestFinished(() => tv.close());
	await tv.goto(`http://127.0.0.1:${new URL(screen.url).port}/`);
	await tv.evaluate(countTones, null);
	return { ...screen, tv, press: (keyCode) => tv.press({ key: 'Unidentified', keyCode }) };
}
const says = (tv: TvPage, text: string): Promise<void> => tv.until((wanted) => document.body.innerText.includes(wanted), text);
const saysNot = (tv: TvPage, text: string): Promise<void> => tv.until((unwanted) => !document.body.innerText.includes(unwanted), text);
const isThere = (tv: TvPage, selector: string): Promise<boolean> => tv.evaluate((wanted) => document.querySelector(wanted) !== null, selector);
const comes = (tv: TvPage, selector: string): Promise<void> => tv.until((wanted) => document.querySelector(wanted) !== null, selector);
const goes = (tv: TvPage, selector: string): Promise<void> => tv.until((unwanted) => document.querySelector(unwanted) === null, selector);
const [ok, up, right] = [13, 38, 39];

describe('where the browser allows sound only after a key', () => {
	test('OK turns it on and pauses nothing; the next OK pauses, and a celebration is heard', async () => {
		const { tv, press, celebrate } = await givenSilentWall();
		await says(tv, hint);
		expect(await tv.evaluate(tonesOn, null)).toBe(0);
		await press(ok);
		await says(tv, 'Sound is on');
		expect(await isThere(tv, '[data-paused]')).toBe(false);
		expect(await tv.evaluate(tonesOn, null)).toBe(stroke);
		await saysNot(tv, 'Sound is on');
		celebrate(deal);
		await comes(tv, 'section[data-celebration]');
		await tv.until((count) => (window as unknown as { tones: number }).tones === count, 2 * stroke);
		await goes(tv, '[data-celebration]');
		await press(ok);
		await comes(tv, '[data-paused]');
		await press(ok);
		await goes(tv, '[data-paused]');
		expect(await tv.evaluate(tonesOn, null)).toBe(2 * stroke);
		expect(tv.errors).toEqual([]);
	});

	test('any other key turns it on silently: OK then pauses from the first time on', async () => {
		const { tv, press } = await givenSilentWall();
		await says(tv, hint);
		await press(right);
		await saysNot(tv, hint);
		await press(ok);
		await comes(tv, '[data-paused]');
		expect(await tv.evaluate(tonesOn, null)).toBe(0);
	});

	test('nothing is heard before, the celebration is seen all the same; nobody is asked for long, but whoever looks is told', async () => {
		const { tv, celebrate } = await givenSilentWall();
		await says(tv, hint);
		celebrate(deal);
		await comes(tv, 'section[data-celebration]');
		await goes(tv, '[data-celebration]');
		expect(await tv.evaluate(tonesOn, null)).toBe(0);
		await saysNot(tv, hint);
		// As nobody's key: it permits nothing.
		const send = () => void window.dispatchEvent(Object.defineProperty(new KeyboardEvent('keydown', { key: 'ArrowUp' }), 'keyCode', { value: 0 }));
		await tv.evaluate(send, null);
		await says(tv, 'OK turns sound on');
		await tv.evaluate(() => void window.dispatchEvent(new KeyboardEvent('keyup', { key: 'ArrowUp' })), null);
		await tv.evaluate(send, null);
		await says(tv, 'waits for a key: press OK');
	});

	test('a screen that does not celebrate asks nobody, and OK pauses', async () => {
		const { tv, press } = await givenSilentWall({ setup: { celebrates: false } });
		await tv.until(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('/moments-')), null);
		await pause(2_000);
		expect(await tv.evaluate((text) => document.body.innerText.includes(text), hint)).toBe(false);
		await press(ok);
		await comes(tv, '[data-paused]');
		await press(up);
		await press(up);
		await says(tv, 'off: nothing is celebrated here');
	});

	test('the OK that wakes a dark screen does nothing else, and the next one turns nothing on that is on', async () => {
		const { tv, press } = await givenSilentWall({ setup: { on: night } });
		await tv.until(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('/moments-')), null);
		await press(ok);
		await comes(tv, '[data-panel]');
		await pause(500);
		await press(ok);
		await comes(tv, '[data-paused]');
	});

	test('before what celebrates is loaded, OK pauses; it has permitted sound all the same', async () => {
		const { tv, press, celebrate } = await givenSilentWall();
		await press(ok);
		await comes(tv, '[data-paused]');
		await press(ok);
		celebrate(deal);
		await comes(tv, 'section[data-celebration]');
		await tv.until((count) => (window as unknown as { tones: number }).tones === count, stroke);
	});
});

test('where no key is asked for, a target is heard twice, and what is only a band not at all', async () => {
	const { page, celebrate } = await givenScreen();
	await page.clock.install();
	await page.addInitScript(countTones);
	await page.reload();
	await panel(page).waitFor();
	await page.clock.fastForward(6_000);
	celebrate({ ...deal, quiet: true });
	await page.locator('[data-celebration]').waitFor();
	await page.waitForTimeout(300);
	expect(await page.evaluate(tonesOn)).toBe(0);
	expect(await page.getByText(hint).count()).toBe(0);
	await page.clock.fastForward(61_000);
	celebrate({ ...celebrationFixtures.target, at: now });
	await page.locator(`[data-celebration="${celebrationFixtures.target.id}"]`).waitFor();
	await expect.poll(() => page.evaluate(tonesOn)).toBe(2 * stroke);
});

interface Heard {
	peak: number;
	/** In seconds. */
	begins: number;
	ends: number;
}

/** Each gong as it sounds at full loudness, worked out without a loudspeaker. Runs in the page, behind the gong's own code. */
async function listen(): Promise<Record<string, Heard>> {
	const { strike } = globalThis as unknown as { strike: (context: BaseAudioContext, kind: string, start: number, loudness: number) => Promise<void> };
	const rate = 22_050;
	const heard: Record<string, Heard> = {};
	for (const kind of ['deal', 'target', 'streak']) {
		const context = new OfflineAudioContext(1, rate * 5, rate);
		const isOver = strike(context, kind, 0, 1);
		const samples = (await context.startRendering()).getChannelData(0);
		await isOver;
		const found: Heard = { peak: 0, begins: 5, ends: 0 };
		for (const [place, value] of samples.entries()) {
			const volume = Math.abs(value);
			found.peak = Math.max(found.peak, volume);
			if (volume > 0.05) found.begins = Math.min(found.begins, place / rate);
			if (volume > 0.002) found.ends = place / rate;
		}
		heard[kind] = found;
	}
	return heard;
}

test('the gong is there at once, over after three seconds, and never louder than a loudspeaker can be', async () => {
	const { page } = await givenScreen();
	const source = await readFile(new URL('../../display/tv/moments/gong.ts', import.meta.url), 'utf8');
	const { code } = await transformWithOxc(`${source.replace(/^import .*$/gm, '').replace(/^export /gm, '')}; globalThis.strike = strike;`, 'gong.ts', { sourcemap: false });
	const heard = await page.evaluate<Record<string, Heard>>(`(() => { ${code}; return (${String(listen)})(); })()`);
	for (const [kind, { peak, begins, ends }] of Object.entries(heard)) {
		expect([kind, peak > 0.3 && peak <= 1, begins < 0.02, ends > 1.8]).toEqual([kind, true, true, true]);
		expect(ends).toBeLessThan(kind === 'target' ? 3.7 : 3.05);
	}
	expect(Object.keys(heard)).toEqual(['deal', 'target', 'streak']);
});
