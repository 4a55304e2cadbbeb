/** The television around the wall: how it looks, when it sleeps, what keeps it awake. In a real browser. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { ScreenSetup } from '../../shared/screen.ts';
import { givenScreen, hour, night, now, panel, target, useBrowser } from './set-support.ts';

useBrowser();

describe('the look', () => {
	/** What the canvas shows in its middle third, as the share of each channel. */
	const drawn = (page: Page) =>
		page.locator('[data-panel] canvas').evaluate((canvas: HTMLCanvasElement) => {
			const { width, height } = canvas;
			const pixels = canvas.getContext('2d')?.getImageData(0, Math.floor(height / 2), width, 1).data ?? [];
			const opaque = [...pixels].filter((_value, at) => at % 4 === 3).findIndex((alpha) => alpha === 255);
			return [...pixels.slice(4 * opaque, 4 * opaque + 3)].join();
		});
	const style = (page: Page, name: string) => page.evaluate((property) => document.documentElement.style.getPropertyValue(property), name);

	test('follows the set-up at once: theme, what is cut off, from afar; charts with it', async () => {
		const { page, setUp, errors } = await givenScreen();
		await panel(page).waitFor();
		expect(await style(page, '--u')).toMatch(/^7\.19/);
		const bars = await drawn(page);
		expect(bars).toBe('127,141,163');

		setUp({ theme: 'light' });
		await expect.poll(() => drawn(page)).toBe('102,116,138');
		expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(238, 241, 246)');

		setUp({ overscan: 5, far: true });
		await expect.poll(() => style(page, '--u')).toMatch(/^8\.09/);
		expect(await page.locator('main').boundingBox()).toMatchObject({ width: 1152, height: expect.closeTo(648, 0) });
		expect(await page.locator('[data-figure]').count()).toBe(2);
		const fits = () =>
			page.locator('[data-panel] canvas').evaluate((canvas) => {
				const place = canvas.parentElement?.getBoundingClientRect();
				const box = canvas.getBoundingClientRect();
				return Math.abs(box.width - (place?.width ?? 0)) < 2 && Math.abs(box.height - (place?.height ?? 0)) < 2;
			});
		await expect.poll(fits).toBe(true);
		expect(errors).toEqual([]);
	});

	test('is calm when the set-up or the browser says so, and full of motion otherwise', async () => {
		const { page, setUp } = await givenScreen({ setup: { calm: true } });
		const breath = () => page.locator('.live .dot').evaluate((dot) => getComputedStyle(dot).animationName);
		await expect.poll(breath).toBe('none');
		setUp({ calm: false });
		await expect.poll(breath).toMatch(/breathe/);
		await page.emulateMedia({ reducedMotion: 'reduce' });
		setUp({ theme: 'light' });
		await expect.poll(breath).toBe('none');
	});

	test('the test card takes the wall’s place until its time is over, at night too', async () => {
		const { page, setUp } = await givenScreen({ setup: { on: night } });
		await page.locator('[data-asleep]').waitFor();
		setUp({ cardUntil: now + 120_000 });
		await page.locator('[data-card]').waitFor();
		expect(await page.locator('[data-panel]').count()).toBe(0);
		const corner = await page.locator('.corner.top.left.edge-2').boundingBox();
		expect(corner).toMatchObject({ x: 64, y: 36 });
		setUp({ cardUntil: now - 1 });
		await page.locator('[data-asleep]').waitFor();
	});
});

describe('the night', () => {
	test('outside its hours the page is black but for the time, and the connection stays; a key wakes it and does nothing else', async () => {
		const { page, setUp, connections, errors } = await givenScreen();
		await panel(page).waitFor();
		setUp({ on: night });
		await page.locator('[data-asleep]', { hasText: '14:32' }).waitFor();
		expect(await page.locator('[data-panel], canvas').count()).toBe(0);
		expect(await page.locator('[data-asleep]').evaluate((main) => getComputedStyle(main).backgroundColor)).toBe('rgb(0, 0, 0)');

		await page.keyboard.press('ArrowRight');
		await panel(page).waitFor();
		await page.keyboard.press('ArrowRight');
		await panel(page, target).waitFor();
		expect(connections()).toBe(1);
		expect(errors).toEqual([]);
	});

	test('and it goes on when its hours begin, or nothing is known of them', async () => {
		const { page, setUp } = await givenScreen({ setup: { on: night } });
		await page.locator('[data-asleep]').waitFor();
		setUp({ on: [[now - hour, now + hour]] });
		await panel(page).waitFor();
		setUp({ on: night });
		await page.locator('[data-asleep]').waitFor();
		setUp({ on: null });
		await panel(page).waitFor();
	});

	test('ten minutes after the last key it is dark again', async () => {
		const { page, setUp } = await givenScreen();
		await panel(page).waitFor();
		await page.clock.install();
		await page.reload();
		await panel(page).waitFor();
		setUp({ on: night });
		await page.locator('[data-asleep]').waitFor();
		await page.keyboard.press('a');
		await panel(page).waitFor();
		for (let minute = 0; minute < 9; minute += 1) await page.clock.fastForward(60_000);
		await page.waitForTimeout(300);
		expect(await page.locator('[data-asleep]').count()).toBe(0);
		await page.clock.fastForward(61_000);
		await page.locator('[data-asleep]').waitFor();
	});

	test('nothing lies over it: diagnostics opened by their address count as a key, and go with it', async () => {
		const { page } = await givenScreen({ setup: { on: night } });
		await page.locator('[data-asleep]').waitFor();
		await page.clock.install();
		await page.goto(new URL('/tv/diagnostics', page.url()).href);
		await page.locator('[data-diagnostics]').waitFor();
		await panel(page).waitFor({ state: 'attached' });
		for (let minute = 0; minute < 9; minute += 1) await page.clock.fastForward(60_000);
		await page.waitForTimeout(300);
		expect(await page.locator('[data-diagnostics]').count()).toBe(1);
		await page.clock.fastForward(61_000);
		await page.locator('[data-asleep]').waitFor();
		await page.locator('[data-diagnostics]').waitFor({ state: 'detached' });
		expect(new URL(page.url()).pathname).toBe('/tv');
	});

	describe('on a wall that starts without its server', () => {
		/** Starts it with its clock set on by so much since the board was kept. */
		async function restarted(on: ScreenSetup['on'], laterMs: number): Promise<Page> {
			const { page } = await givenScreen({ setup: { on } });
			await page.locator('[data-asleep], [data-live="true"]').waitFor();
			const date = await page.evaluate(() => Date.now());
			await page.clock.install({ time: date + laterMs });
			await page.routeWebSocket('**/socket.io/**', (socket) => void socket.close());
			await page.route('**/socket.io/**', (route) => route.abort());
			await page.reload();
			return page;
		}

		test('is by its own clock, if that has gone on since the board was kept', async () => {
			const evening = [[now - hour, now + hour], [now + 9 * hour, now + 17 * hour]] as const;
			await (await restarted(evening, 2 * hour)).locator('[data-asleep]').waitFor();
		});

		test.each([['earlier than that', -hour], ['later than all that is known', 30 * 24 * hour]])('but not if its clock is %s', async (_title, laterMs) => {
			const page = await restarted(night, laterMs);
			await panel(page).waitFor();
			expect(await page.locator('[data-asleep]').count()).toBe(0);
		});
	});
});

describe('kept awake', () => {
	interface Video {
		at: number;
		paused: boolean;
		muted: boolean;
		share: number;
		source: string;
	}
	const video = (page: Page): Promise<Video | null> =>
		page.evaluate(() => {
			const playing = document.querySelector('video');
			if (!playing) return null;
			const { width, height } = playing.getBoundingClientRect();
			return { at: playing.currentTime, paused: playing.paused, muted: playing.muted, share: (width * height) / (innerWidth * innerHeight), source: playing.currentSrc };
		});
	const plays = async (page: Page): Promise<boolean> => {
		const before = await video(page);
		await page.waitForTimeout(200);
		const after = await video(page);
		return before !== null && after !== null && !after.paused && after.at !== before.at;
	};

	test('on plain http by a silent video of our own, behind everything, that stops at night, and is heard from the first key on', async () => {
		const { page, setUp, errors } = await givenScreen();
		expect(await page.evaluate(() => isSecureContext)).toBe(false);
		await panel(page).waitFor();
		await expect.poll(() => plays(page)).toBe(true);
		expect(await video(page)).toMatchObject({ muted: true, share: 1, source: expect.stringContaining('/assets/awake-') });
		// Painted, and nothing of it is seen: the page's own background lies over it.
		expect(await page.locator('video').evaluate((playing) => document.elementFromPoint(2, 2) !== playing && getComputedStyle(playing).visibility)).toBe('visible');

		setUp({ on: night });
		await page.locator('[data-asleep]').waitFor();
		await expect.poll(() => video(page)).toBeNull();
		setUp({ on: null });
		await expect.poll(() => plays(page)).toBe(true);
		expect(await video(page)).toMatchObject({ muted: true });

		await page.keyboard.press('ArrowRight');
		expect(await video(page)).toMatchObject({ muted: false });
		await expect.poll(() => plays(page)).toBe(true);
		expect(errors).toEqual([]);
	});

	test('a video that the system pauses is tried again', async () => {
		const { page } = await givenScreen();
		await expect.poll(() => plays(page)).toBe(true);
		await page.evaluate(() => document.querySelector('video')?.pause());
		await expect.poll(() => plays(page)).toBe(true);
		expect(await page.locator('video').count()).toBe(1);
	});

	test('in a secure context by the browser’s lock, asked for again when the system takes it, let go at night', async () => {
		const { page, setUp } = await givenScreen({ secure: true });
		await page.addInitScript(() => {
			const locks: WakeLockSentinel[] = [];
			Object.assign(window, { locks });
			const ask = navigator.wakeLock.request.bind(navigator.wakeLock);
			navigator.wakeLock.request = async (type) => {
				const lock = await ask(type);
				locks.push(lock);
				return lock;
			};
		});
		await page.reload();
		const held = () => page.evaluate(() => (window as unknown as { locks: WakeLockSentinel[] }).locks.map(({ released }) => !released));
		await expect.poll(held).toEqual([true]);
		expect(await video(page)).toBeNull();
		await page.evaluate(() => (window as unknown as { locks: WakeLockSentinel[] }).locks[0]?.release());
		await expect.poll(held).toEqual([false, true]);
		setUp({ on: night });
		await expect.poll(held).toEqual([false, false]);
		await page.keyboard.press('a');
		await expect.poll(held).toEqual([false, false, true]);
	});

	test('where the lock is refused, by the video', async () => {
		const { page } = await givenScreen({ secure: true });
		await page.addInitScript(() => {
			navigator.wakeLock.request = () => Promise.reject(new DOMException('low power', 'NotAllowedError'));
		});
		await page.reload();
		await expect.poll(() => plays(page)).toBe(true);
		await page.keyboard.press('ArrowUp');
		await page.keyboard.press('ArrowUp');
		await page.locator('[data-diagnostics]', { hasText: 'by a silent video: NotAllowedError: low power' }).waitFor();
	});
});

test('the picture stands beside its place, and nothing of it is cut off', async () => {
	const { page } = await givenScreen();
	await panel(page).waitFor();
	const shift = await page.locator('main').evaluate((main) => getComputedStyle(main).transform);
	expect(shift).toMatch(/^matrix\(1, 0, 0, 1, -?[03], -?[03]\)$/);
	const outside = await page.locator('main *').evaluateAll((elements) =>
		elements.filter((element) => {
			const { left, top, right, bottom } = element.getBoundingClientRect();
			return left < 0 || top < 0 || right > innerWidth || bottom > innerHeight;
		}).map(({ className }) => className),
	);
	expect(outside).toEqual([]);
});
