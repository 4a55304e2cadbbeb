/** How the wall keeps itself going: what it keeps of its last board, when it loads itself anew, and what notices that it stands still. */
import { describe, expect, test } from 'vitest';
import { createKeeper, type Kept } from '../../display/tv/link/kept.ts';
import { createReloader, type Looked, type ReloadOutside } from '../../display/tv/link/reload.ts';
import { createWatchdog, type Standing } from '../../display/tv/rotation/watchdog.ts';
import { createTicker } from '../../display/tv/rotation/ticker.ts';
import { usualSetup } from '../../shared/screen.ts';
import { floorBoard } from '../fixtures/views.ts';

const minute = 60_000;
const hour = 60 * minute;
const said = Date.UTC(2026, 10, 23, 13, 32);

describe('the last board', () => {
	const kept: Kept = { board: floorBoard, setup: { ...usualSetup, theme: 'light' }, saidAt: said, dateOffset: 250 };

	/** A browser that keeps what it is given; `room`: how many characters at most. */
	function givenBrowser(places: Record<string, string> = {}, room = Infinity) {
		let writes = 0;
		const store = {
			read: (place: string) => places[place] ?? null,
			write: (place: string, text: string | null) => {
				if (text === null) delete places[place];
				else if (text.length > room) return false;
				else {
					writes += 1;
					places[place] = text;
				}
				return true;
			},
		};
		return { places, writes: () => writes, open: () => createKeeper(store) };
	}

	test('comes back as it was after a restart, with when the server was heard last', () => {
		const browser = givenBrowser();
		const keeper = browser.open();
		keeper.keep(kept);
		keeper.check(1000);
		expect(browser.open().read()).toEqual(kept);
	});

	test('is written at most every half minute, and at once when the page goes', () => {
		const browser = givenBrowser();
		const keeper = browser.open();
		for (let second = 0; second < 90; second += 1) {
			keeper.keep({ ...kept, board: { ...floorBoard, revision: second }, saidAt: said + second * 1000 });
			keeper.check(second * 1000);
		}
		expect(browser.writes()).toBe(3);
		expect(browser.open().read()?.board.revision).toBe(60);
		keeper.flush();
		expect(browser.open().read()).toMatchObject({ board: { revision: 89 }, saidAt: said + 89_000 });
	});

	test('that does not change is written once; that the server was heard is noted each minute', () => {
		const browser = givenBrowser();
		const keeper = browser.open();
		for (let second = 0; second < 150; second += 1) {
			keeper.keep({ ...kept, saidAt: said + second * 1000, dateOffset: second });
			keeper.check(second * 1000);
		}
		expect(browser.writes()).toBe(3);
		expect(browser.places['floorcast.heard']?.length).toBeLessThan(30);
		expect(browser.open().read()).toEqual({ ...kept, saidAt: said + 120_000, dateOffset: 120 });
	});

	test('is never said to be younger than it is: what is noted belongs to the board that is kept', () => {
		const browser = givenBrowser();
		const keeper = browser.open();
		keeper.keep(kept);
		keeper.check(0);
		keeper.keep({ ...kept, saidAt: said + minute });
		keeper.check(minute);
		keeper.keep({ ...kept, board: { ...floorBoard, revision: 2 }, saidAt: said + minute + 5000 });
		keeper.check(minute + 5000);
		// The second board, not only its time.
		expect(browser.open().read()).toMatchObject({ board: { revision: 2 }, saidAt: said + minute + 5000 });
	});

	test('has the time that was heard last, though the server’s clock was ahead when it was written', () => {
		const browser = givenBrowser();
		const keeper = browser.open();
		keeper.keep({ ...kept, saidAt: said + 2 * hour, dateOffset: 2 * hour });
		keeper.check(0);
		keeper.keep({ ...kept, saidAt: said + minute, dateOffset: 0 });
		keeper.check(minute);
		expect(browser.open().read()).toEqual({ ...kept, saidAt: said + minute, dateOffset: 0 });
	});

	test('is gone when the screen may not show it any more', () => {
		const browser = givenBrowser();
		const keeper = browser.open();
		keeper.keep(kept);
		keeper.check(0);
		keeper.forget();
		keeper.flush();
		expect(browser.places).toEqual({});
	});

	test('is not kept of a past moment, nor when it is too large or there is no room; an older one does not stand in for it', () => {
		const replay = givenBrowser();
		const first = replay.open();
		first.keep({ ...kept, board: { ...floorBoard, replay: 'as it stood 31 Oct 2026' } });
		first.flush();
		expect(replay.places).toEqual({});

		for (const browser of [givenBrowser(), givenBrowser({}, 150_000)]) {
			const keeper = browser.open();
			keeper.keep(kept);
			keeper.check(0);
			const name = 'x'.repeat(browser.writes() === 1 ? 210_000 : 160_000);
			keeper.keep({ ...kept, board: { ...floorBoard, name } });
			keeper.flush();
			expect(browser.open().read()).toBeNull();
		}
	});

	test('of another form, cut short, or not one at all, is thrown away', () => {
		const whole = JSON.stringify({ format: 1, ...kept });
		const others = [
			whole.slice(0, 300), '', 'null', '7', '[]', '{}', '{"format":1}',
			JSON.stringify({ format: 2, ...kept }),
			JSON.stringify({ format: 1, ...kept, board: { ...floorBoard, format: 0 } }),
			JSON.stringify({ format: 1, ...kept, board: { ...floorBoard, panels: [null] } }),
			JSON.stringify({ format: 1, ...kept, board: { ...floorBoard, panels: {} } }),
			JSON.stringify({ format: 1, ...kept, saidAt: 'yesterday' }),
		];
		for (const text of others) {
			const browser = givenBrowser({ 'floorcast.board': text, 'floorcast.heard': '[1,2]' });
			expect(browser.open().read(), text.slice(0, 60)).toBeNull();
			expect(browser.places).toEqual({});
		}
		expect(givenBrowser({ 'floorcast.board': whole, 'floorcast.heard': '{"a":' }).open().read()).toEqual(kept);
	});

	test('of a screen set up by an older display has the usual setting for what that did not know', () => {
		const { calm: _, ...older } = kept.setup;
		const browser = givenBrowser({ 'floorcast.board': JSON.stringify({ format: 1, ...kept, setup: older }) });
		expect(browser.open().read()?.setup).toEqual(kept.setup);
	});
});

describe('a page that loads itself anew', () => {
	const usual: Looked = { at: hour, served: { build: 'a', isReadable: true }, silentMs: 0, turned: false, unseen: false, heap: null, minuteOfDay: null };

	function givenPage(outside: Partial<ReloadOutside> = {}) {
		const left: string[] = [];
		let reloads = 0;
		const reloader = createReloader({ fetched: async () => true, reopen: () => void (reloads += 1), reload: () => expect.unreachable('not from the server'), random: () => 0.5, build: 'a', before: null, leave: (word) => void left.push(word), ...outside });
		return {
			left,
			wish: reloader.wish,
			/** How often it has done so after this look. */
			look: async (part: Partial<Looked>) => {
				reloader.look({ ...usual, ...part });
				await new Promise((resolve) => setTimeout(resolve, 0));
				return reloads;
			},
		};
	}
	const newer = { build: 'b', isReadable: true };

	test('does so for a newer display at a panel change, after a wait of up to two minutes', async () => {
		const page = givenPage();
		expect(await page.look({ served: newer, at: hour })).toBe(0);
		expect(await page.look({ served: newer, at: hour + 59_000, turned: true })).toBe(0);
		expect(await page.look({ served: newer, at: hour + 61_000 })).toBe(0);
		expect(await page.look({ served: newer, at: hour + 62_000, turned: true })).toBe(1);
		expect(page.left).toEqual(['b']);
	});

	test('does not when the server has gone back to the display that it is', async () => {
		const page = givenPage();
		await page.look({ served: newer, at: hour });
		await page.look({ at: hour + 60_000 });
		expect(await page.look({ at: hour + 120_000, turned: true })).toBe(0);
	});

	test('does so at once when nobody sees it go, when it has just been opened, or when it cannot read what the server says', async () => {
		expect(await givenPage().look({ served: newer, at: 3000 })).toBe(1);
		expect(await givenPage().look({ served: newer, unseen: true })).toBe(1);
		expect(await givenPage().look({ served: { build: 'b', isReadable: false } })).toBe(1);
	});

	test('does not before all of the next page is fetched, and asks again', async () => {
		let well = false;
		let asked = 0;
		const page = givenPage({ fetched: async () => ((asked += 1), well) });
		for (let second = 0; second < 20; second += 1) expect(await page.look({ served: newer, unseen: true, at: hour + second * 1000 })).toBe(0);
		expect(asked).toBe(1);
		well = true;
		expect(await page.look({ served: newer, unseen: true, at: hour + 20_000 })).toBe(1);
	});

	test('does not when what it was to put right has come right while the page was fetched', async () => {
		for (const [before, after] of [[{ silentMs: 300_000 }, {}], [{ served: newer, unseen: true }, { unseen: true }]] as const) {
			const { promise, resolve } = Promise.withResolvers<boolean>();
			const page = givenPage({ fetched: () => promise });
			await page.look(before);
			await page.look({ at: hour + 1000, ...after });
			resolve(true);
			expect(await page.look({ at: hour + 2000, ...after })).toBe(0);
		}
	});

	test('never goes in a circle: not for the same display within ten minutes, then from the server itself, and for nothing else after a reload', async () => {
		for (const before of ['b', '']) {
			let fromServer = 0;
			const page = givenPage({ before, reload: () => void (fromServer += 1) });
			expect(await page.look({ served: { build: 'b', isReadable: false }, at: 599_000 })).toBe(0);
			expect(fromServer).toBe(0);
			expect(await page.look({ served: { build: 'b', isReadable: false }, at: 600_000 })).toBe(0);
			expect(fromServer).toBe(1);
		}
		expect(await givenPage({ before: 'other' }).look({ silentMs: 600_000, at: 600_000 })).toBe(1);
		expect(await givenPage({ before: 'b' }).look({ served: { build: 'c', isReadable: true }, unseen: true, at: 1000 })).toBe(1);
		expect(await givenPage({ before: 'b' }).look({ silentMs: 300_000, at: 400_000 })).toBe(0);
		const page = givenPage({ before: 'other' });
		page.wish(400_000);
		expect(await page.look({ at: 401_000 })).toBe(0);
	});

	test('does so once however often it is asked', async () => {
		const page = givenPage();
		page.wish(hour);
		page.wish(hour);
		expect(await page.look({ at: hour + 60_000, silentMs: 10 * minute })).toBe(1);
	});

	test('does so after five minutes of silence, though the server is well', async () => {
		const page = givenPage();
		expect(await page.look({ silentMs: 299_999 })).toBe(0);
		expect(await page.look({ silentMs: 300_000 })).toBe(1);
	});

	test('does so at a panel change when it has grown too large', async () => {
		const page = givenPage();
		expect(await page.look({ heap: 150_000_000, turned: true })).toBe(0);
		expect(await page.look({ heap: 150_000_001 })).toBe(0);
		expect(await page.look({ heap: 150_000_001, turned: true })).toBe(1);
	});

	test('does so at night when it has been up since the day before, each screen at a time of its own', async () => {
		const page = givenPage();
		const four = { minuteOfDay: 240, turned: true };
		expect(await page.look({ ...four, at: 11 * hour })).toBe(0);
		expect(await page.look({ ...four, minuteOfDay: 239, at: 20 * hour })).toBe(0);
		expect(await page.look({ ...four, minuteOfDay: 540, at: 24 * hour })).toBe(0);
		expect(await page.look({ ...four, at: 20 * hour })).toBe(1);
		expect(await givenPage({ random: () => 0 }).look({ ...four, minuteOfDay: 220, at: 20 * hour })).toBe(1);
		expect(await givenPage({ random: () => 0.999 }).look({ ...four, minuteOfDay: 259, at: 20 * hour })).toBe(0);
	});

	test('without a build of its own, as when it is being developed, takes any for its own', async () => {
		expect(await givenPage({ build: null }).look({ served: newer, unseen: true })).toBe(0);
	});
});

describe('the watchdog', () => {
	const standing: Standing = { panel: 'trend', turnMs: 20_000, mayMove: true };

	function givenDog() {
		const done: string[] = [];
		const dog = createWatchdog({ restartTicker: () => done.push('ticker'), resetRotation: () => done.push('rotation'), giveUp: () => done.push('page') });
		let at = 0;
		return {
			done,
			/** Lets seconds go by, looking every five; `ticks`: whether the ticker does. */
			pass: (seconds: number, part: Partial<Standing> = {}, ticks = true) => {
				for (const end = at + seconds * 1000; at < end; ) {
					at += 1000;
					if (ticks) dog.ticked(at);
					if (at % 5000 === 0) dog.look(at, { ...standing, ...part });
				}
			},
			sleep: (ms: number) => (at += ms),
		};
	}

	test('starts a ticker that has not ticked for ten seconds again, as often as it takes', () => {
		const { done, pass } = givenDog();
		pass(20);
		expect(done).toEqual([]);
		pass(20, {}, false);
		expect(done).toEqual(['ticker', 'ticker']);
	});

	test('resets a rotation that has stood for twice its turn and half a minute', () => {
		const { done, pass } = givenDog();
		pass(70);
		expect(done).toEqual([]);
		pass(5);
		expect(done).toEqual(['rotation']);
	});

	test('gives the page up when a reset has not helped, even if it brought up another panel', () => {
		const { done, pass } = givenDog();
		pass(75);
		pass(80, { panel: 'first' });
		expect(done).toEqual(['rotation', 'page']);
	});

	test('begins anew once the rotation moves by itself', () => {
		const { done, pass } = givenDog();
		pass(75);
		for (const panel of ['a', 'b', 'c']) pass(20, { panel });
		pass(80, { panel: 'd' });
		expect(done).toEqual(['rotation', 'rotation']);
	});

	test('leaves a paused wall and a board of one panel alone', () => {
		const { done, pass } = givenDog();
		pass(600, { mayMove: false });
		pass(65);
		expect(done).toEqual([]);
	});

	test('leaves a wall alone that has just woken', () => {
		const { done, pass, sleep } = givenDog();
		pass(60);
		sleep(8 * hour);
		pass(60);
		expect(done).toEqual([]);
	});
});

test('a listener of the ticker that throws takes nothing from the others, and a restarted ticker ticks at once', () => {
	const heard: number[] = [];
	const complaints: unknown[] = [];
	const complain = console.error;
	console.error = (error) => complaints.push(error);
	const ticker = createTicker(() => 7);
	try {
		ticker.on(() => {
			throw new Error('as a test wants it');
		});
		ticker.on((at) => heard.push(at));
		ticker.restart();
		expect(heard).toEqual([7]);
		expect(complaints).toHaveLength(1);
	} finally {
		ticker.close();
		console.error = complain;
	}
});
