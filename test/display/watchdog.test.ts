/** What notices that the wall stands still, and the timer that moves it. */
import { describe, expect, test } from 'vitest';
import { createTicker } from '../../display/tv/rotation/ticker.ts';
import { createWatchdog, type Standing } from '../../display/tv/rotation/watchdog.ts';

const minute = 60_000;
const hour = 60 * minute;

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
