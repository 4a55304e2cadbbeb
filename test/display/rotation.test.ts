import { describe, expect, test } from 'vitest';
import { advance, atRest, pageNow, pauseEndsAfterMs, settle, shareShown, step, togglePause, type Rotation, type Turn } from '../../display/tv/rotation/rotation.ts';

const turns: Turn[] = [
	{ id: 'trend', pages: 1, seconds: 20 },
	{ id: 'leaders', pages: 4, seconds: 20 },
	{ id: 'target', pages: 1, seconds: 20 },
];

/** Lets `seconds` go by, one at a time as the wall's timer does. */
function after(rotation: Rotation, seconds: number, among: Turn[] = turns): Rotation {
	let now = rotation;
	for (let second = 0; second < seconds; second += 1) now = advance(now, 1000, among);
	return now;
}
const first = settle(atRest, turns);

describe('rotation', () => {
	test('the first panel of the board is shown at once', () => {
		expect(first.panel).toBe('trend');
	});

	test('a panel is on show for the board’s seconds, then gives way to the next', () => {
		expect(after(first, 19).panel).toBe('trend');
		expect(after(first, 20)).toMatchObject({ panel: 'leaders', shownMs: 0 });
	});

	test('a panel with pages stays until all were seen, 8 seconds each', () => {
		const leaders = after(first, 20);
		const pages = [0, 7, 8, 15, 16, 24, 31].map((seconds) => pageNow(after(leaders, seconds), turns));
		expect(pages).toEqual([0, 0, 1, 1, 2, 3, 3]);
		expect(after(leaders, 31).panel).toBe('leaders');
		expect(after(leaders, 32).panel).toBe('target');
	});

	test('with two pages the second stays for the rest of the turn', () => {
		const two = [{ id: 'leaders', pages: 2, seconds: 20 }];
		expect(pageNow(after(settle(atRest, two), 19, two), two)).toBe(1);
	});

	test('a panel that has seconds of its own is on show for so long, and its pages turn within them', () => {
		const own = [{ id: 'brief', pages: 1, seconds: 5 }, { id: 'long', pages: 1, seconds: 90 }, { id: 'leaders', pages: 3, seconds: 6 }];
		const shown = (seconds: number) => after(settle(atRest, own), seconds, own).panel;
		expect([4, 5, 94, 95, 112, 113].map(shown)).toEqual(['brief', 'long', 'long', 'leaders', 'leaders', 'brief']);
		const leaders = after(settle(atRest, own), 95, own);
		expect([0, 5, 6, 12, 17].map((seconds) => pageNow(after(leaders, seconds, own), own))).toEqual([0, 0, 1, 2, 2]);
		expect(shareShown(after(settle(atRest, own), 50, own), own)).toBe(0.5);
	});

	test('after the last panel comes the first', () => {
		expect(after(first, 20 + 32 + 20).panel).toBe('trend');
	});

	test('a board of one panel begins anew, from its first page', () => {
		const one = [{ id: 'leaders', pages: 4, seconds: 20 }];
		expect(after(settle(atRest, one), 32, one)).toMatchObject({ panel: 'leaders', shownMs: 0 });
	});

	test('arrows step both ways, around the ends', () => {
		expect(step(first, turns, 1).panel).toBe('leaders');
		expect(step(first, turns, -1).panel).toBe('target');
		expect(step(step(first, turns, -1), turns, 1).panel).toBe('trend');
	});

	test('when a new board arrives, the panel on show stays where it is in its turn', () => {
		const running = after(first, 25);
		const reordered = [{ id: 'target', pages: 1, seconds: 20 }, { id: 'trend', pages: 1, seconds: 20 }, { id: 'leaders', pages: 4, seconds: 20 }];
		expect(settle(running, reordered)).toMatchObject({ panel: 'leaders', shownMs: running.shownMs, place: 2 });
	});

	test('when the panel on show disappears, the one after it is shown', () => {
		const without = turns.filter(({ id }) => id !== 'leaders');
		expect(settle(after(first, 25), without)).toMatchObject({ panel: 'target', shownMs: 0 });
	});

	test('when the last panel disappears while on show, the first is shown', () => {
		expect(settle(step(first, turns, -1), turns.slice(0, 2)).panel).toBe('trend');
	});

	test('an empty board shows nothing, and goes on when it has panels again', () => {
		const empty = settle(after(first, 5), []);
		expect(empty.panel).toBeNull();
		expect(advance(empty, 1000, []).panel).toBeNull();
		expect(step(empty, [], 1).panel).toBeNull();
		expect(advance(empty, 1000, turns).panel).toBe('trend');
	});

	test('a pause holds panel and page, and ends by itself after five minutes', () => {
		const paused = togglePause(after(first, 5));
		const almost = advance(paused, pauseEndsAfterMs - 1000, turns);
		expect(almost).toMatchObject({ panel: 'trend', shownMs: 5000 });
		expect(almost.pausedMs).not.toBeNull();
		const over = advance(almost, 1000, turns);
		expect(over).toMatchObject({ panel: 'trend', shownMs: 5000, pausedMs: null });
		expect(after(over, 15).panel).toBe('leaders');
	});

	test('while paused, the arrows still step, and the pause goes on', () => {
		const stepped = step(togglePause(first), turns, 1);
		expect(stepped.panel).toBe('leaders');
		expect(after(stepped, 60).panel).toBe('leaders');
		expect(togglePause(stepped).pausedMs).toBeNull();
	});

	test('after a night asleep the wall goes on where it was', () => {
		expect(advance(first, 9 * 3_600_000, turns)).toMatchObject({ panel: 'trend', shownMs: 5000 });
	});

	test('a clock set back does not hold the wall up', () => {
		expect(advance(after(first, 5), -3_600_000, turns)).toMatchObject({ panel: 'trend', shownMs: 5000 });
	});

	test('the hairline runs once over a turn, however many pages it has', () => {
		const leaders = after(first, 20);
		expect(shareShown(leaders, turns)).toBe(0);
		expect(shareShown(after(leaders, 16), turns)).toBe(0.5);
		expect(shareShown(atRest, [])).toBe(0);
	});

	test('ten thousand turns later every panel has had its share', () => {
		const counts = new Map<string | null, number>();
		let now = first;
		for (let turn = 0; turn < 10_000; turn += 1) {
			counts.set(now.panel, (counts.get(now.panel) ?? 0) + 1);
			now = advance({ ...now, shownMs: 40_000 }, 1000, turns);
		}
		expect([...counts.values()].sort()).toEqual([3333, 3333, 3334]);
	});
});
