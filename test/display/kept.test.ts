/** What a TV keeps of its last board. */
import { describe, expect, test } from 'vitest';
import { createKeeper, type Kept } from '../../display/tv/link/kept.ts';
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

	test('is written at once when it may be another, or be shown to others', () => {
		const browser = givenBrowser();
		const keeper = browser.open();
		keeper.keep(kept);
		keeper.check(0);
		keeper.hurry();
		keeper.keep({ ...kept, board: { ...floorBoard, revision: 2 } });
		keeper.check(1_000);
		expect(browser.open().read()?.board.revision).toBe(2);
		keeper.keep({ ...kept, board: { ...floorBoard, revision: 3 } });
		keeper.check(2_000);
		expect(browser.open().read()?.board.revision).toBe(2);
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
