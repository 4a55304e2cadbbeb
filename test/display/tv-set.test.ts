/** The television's plain rules: its hours, its orbit, its keys. */
import { describe, expect, test } from 'vitest';
import { ageText } from '../../display/tv/diagnostics/findings.ts';
import { isOn } from '../../display/tv/set/hours.ts';
import { createHeldKeys, wishOf } from '../../display/tv/set/keys.ts';
import { nightPlace, orbitAt } from '../../display/tv/set/orbit.ts';

describe('a screen is on', () => {
	const hours = [[100, 200], [300, 400]] as const;

	test('within its stretches, from their first moment to before their last', () => {
		expect([99, 100, 199, 200, 299, 300, 399].map((now) => isOn(hours, now))).toEqual([false, true, true, false, false, true, true]);
	});

	test('when nothing is known: no hours, no time, or nothing after what was said', () => {
		expect([isOn(null, 50), isOn(hours, null), isOn([], 50), isOn(hours, 400)]).toEqual([true, true, true, true]);
	});

	test('and off until the end of an empty stretch', () => {
		expect([isOn([[100, 200], [500, 500]], 499), isOn([[500, 500]], 0), isOn([[500, 500]], 500)]).toEqual([false, false, true]);
	});
});

describe('nothing burns in', () => {
	const places = Array.from({ length: 9 }, (_, step) => orbitAt(step * 90_000 + 1));

	test('the picture takes eight places, 0.4 units around its own, and is back after twelve minutes', () => {
		expect(new Set(places.map(String)).size).toBe(8);
		expect(places.flat().every((away) => [-0.4, 0, 0.4].includes(away))).toBe(true);
		expect(places[8]).toEqual(places[0]);
		expect(orbitAt(89_999)).toEqual(orbitAt(0));
	});

	test('it moves at every step, by one place', () => {
		for (const [step, place] of places.slice(1).entries()) {
			const [right = 0, down = 0] = [0, 1].map((axis) => Math.abs((place[axis] ?? 0) - (places[step]?.[axis] ?? 0)));
			expect(right + down).toBeCloseTo(0.4);
		}
	});

	test('the clock of a sleeping screen moves far every minute, and stays on the page', () => {
		for (let minute = 29_000_000; minute < 29_000_600; minute += 1) {
			const [right, down] = nightPlace(minute);
			const [nextRight, nextDown] = nightPlace(minute + 1);
			expect(Math.min(right, down)).toBeGreaterThanOrEqual(0);
			expect(Math.max(right, down)).toBeLessThan(1);
			expect(Math.hypot(right - nextRight, down - nextDown)).toBeGreaterThan(0.3);
		}
	});
});

describe('keys', () => {
	test('are known by name', () => {
		const names = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Enter', ' ', 'MediaPlay', 'MediaPause', 'GoBack', 'Escape', 'f'];
		expect(names.map((key) => wishOf({ key, keyCode: 0 }))).toEqual(['previous', 'next', 'up', 'down', 'ok', 'pause or go on', 'go on', 'pause', 'back', 'back', 'full']);
	});

	test('and on sets that give no name, or one of their own, by number', () => {
		const numbers = { 37: 'previous', 39: 'next', 38: 'up', 40: 'down', 13: 'ok', 10252: 'pause or go on', 415: 'go on', 19: 'pause', 413: 'pause', 412: 'previous', 417: 'next', 461: 'back', 10009: 'back', 8: 'back' };
		for (const [keyCode, wish] of Object.entries(numbers)) {
			expect([keyCode, wishOf({ key: 'Unidentified', keyCode: Number(keyCode) })]).toEqual([keyCode, wish]);
		}
	});

	test('that the wall does not know are left alone, the coloured ones too', () => {
		expect([wishOf({ key: 'ColorF0Red', keyCode: 403 }), wishOf({ key: 'a', keyCode: 65 })]).toEqual([null, null]);
	});

	/** How often a key counts that comes every 30 ms for two seconds. */
	const held = (steps: boolean, repeated: boolean): number => {
		const keys = createHeldKeys();
		return Array.from({ length: 67 }, (_, turn) => keys.counts('x', steps, repeated && turn > 0, turn * 30)).filter(Boolean).length;
	};
	test('held down step five times a second at most, whether the remote says so or not', () => {
		for (const repeated of [true, false]) expect(held(true, repeated)).toBeLessThanOrEqual(11);
		expect(held(true, true)).toBeGreaterThan(5);
	});

	test('held down step only if they did when they were pressed', () => {
		const keys = createHeldKeys();
		expect([0, 300, 600, 900].map((at) => keys.counts('x', at > 0, at > 0, at))).toEqual([true, false, false, false]);
		keys.released('x');
		expect(keys.counts('x', true, false, 950)).toBe(true);
	});

	test('held down switch once', () => {
		expect([held(false, true), held(false, false)]).toEqual([1, 1]);
	});

	test('pressed anew count each time, however quickly', () => {
		const keys = createHeldKeys();
		const counted = Array.from({ length: 20 }, (_, press) => {
			const counts = keys.counts('x', true, false, press * 50);
			keys.released('x');
			return counts;
		});
		expect(counted.every(Boolean)).toBe(true);
		// A remote that never says that a key was let go.
		expect([keys.counts('y', false, false, 2000), keys.counts('y', false, false, 2500), keys.counts('z', false, false, 2510)]).toEqual([true, true, true]);
	});
});

test('ages are told in the largest unit that counts to two', () => {
	expect([0, 1499, 119_000, 121_000, 7_190_000, 7_200_000, 3 * 86_400_000, -5].map(ageText)).toEqual(['0 s', '1 s', '119 s', '2 min', '119 min', '2 h', '3 d', '0 s']);
});
