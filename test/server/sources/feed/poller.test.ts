import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { nextDelayMs } from '../../../../server/sources/feed/back-off.ts';
import { createPoller, type Poller } from '../../../../server/sources/feed/poller.ts';

const minute = 60_000;
const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const givenPoller = (poll: (id: number, signal: AbortSignal) => Promise<number | null>, atOnce?: number): Poller => {
	const poller = createPoller(poll, atOnce);
	onTestFinished(() => poller.close());
	return poller;
};

test('[R21] a failing sheet is tried again after half a minute, then twice as late each time, up to its interval', () => {
	const delays = [1, 2, 3, 4, 5, 6, 60].map((failures) => nextDelayMs({ everyMs: 10 * minute, failures, retry: 'soon' }, 0.999_999) / 1_000);
	expect(delays.map(Math.round)).toEqual([30, 60, 120, 240, 480, 630, 630]);
	expect(nextDelayMs({ everyMs: 10 * minute, failures: 0, retry: 'later' }, 0.5)).toBe(10 * minute);
	expect(nextDelayMs({ everyMs: 10 * minute, failures: 3, retry: 'later' }, 0.5)).toBe(10 * minute);
	expect(nextDelayMs({ everyMs: minute, failures: 3, retry: 7 * minute }, 0.5)).toBe(7 * minute);
	expect(nextDelayMs({ everyMs: 10 * minute, failures: 3, retry: 1_000 }, 0.5)).toBe(10 * minute);
});

test('[R21] whatever happens, a sheet is asked no more often than every 15 seconds, never sooner than its server wishes, and at its interval at the latest', () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 1_440 }), fc.nat(1_000), fc.oneof(fc.constant<'soon' | 'later'>('soon'), fc.constant<'soon' | 'later'>('later'), fc.nat(86_400_000)), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (minutes, failures, retry, random) => {
			const everyMs = minutes * minute;
			const delay = nextDelayMs({ everyMs, failures, retry }, random);
			expect(delay).toBeGreaterThanOrEqual(15_000);
			if (typeof retry === 'number' && failures > 0) expect(delay).toBeGreaterThanOrEqual(retry);
			else expect(delay).toBeLessThanOrEqual(1.05 * everyMs);
		}),
	);
	// Those that failed in one second do not come again in one.
	expect(new Set(Array.from({ length: 50 }, () => Math.round(nextDelayMs({ everyMs: 60 * minute, failures: 3, retry: 'soon' }, Math.random()) / 100))).size).toBeGreaterThan(25);
});

test('sheets are called when they are due, a few at a time, and none while it is still being fetched', async () => {
	const now = { running: 0, most: 0 };
	const polls: number[] = [];
	const poller = givenPoller(async (id) => {
		polls.push(id);
		now.running += 1;
		now.most = Math.max(now.most, now.running);
		await later(20);
		now.running -= 1;
		return null;
	}, 2);
	for (const id of [1, 2, 3, 4, 5]) poller.plan(id, 5);
	expect(poller.dueIn(1)).toBeGreaterThan(0);
	await expect.poll(() => polls.length).toBe(5);
	const again = [poller.now(5), poller.now(5)];
	await Promise.all(again);
	await expect.poll(() => now.running).toBe(0);
	expect(now.most).toBe(2);
	expect(polls.filter((id) => id === 5).length).toBeLessThanOrEqual(2);
	expect(poller.dueIn(1)).toBeNull();
});

test('each poll says when the next is due, and whatever is planned anew takes its place', async () => {
	let polls = 0;
	const poller = givenPoller(async () => ((polls += 1) < 3 ? 5 : null));
	poller.plan(1, 100_000);
	poller.plan(1, 1);
	await expect.poll(() => polls).toBe(3);
	await later(30);
	expect([polls, poller.dueIn(1), poller.isRunning(1)]).toEqual([3, null, false]);
});

test('one that is dropped and planned again at once is called again, also while the former call is ending; one that waits for its turn is dropped at once', async () => {
	const polls: number[] = [];
	const poller = givenPoller(async (id, signal) => {
		polls.push(id);
		await new Promise<void>((resolve) => signal.addEventListener('abort', () => setTimeout(resolve, 30)));
		return null;
	}, 1);
	void poller.now(1);
	void poller.now(2);
	await later(5);
	await poller.drop(2);
	expect(polls).toEqual([1]);
	void poller.drop(1);
	poller.plan(1, 1);
	await expect.poll(() => polls).toEqual([1, 1]);
});

test('a poll that is dropped is given up, and nothing comes after it; closing waits for all of them', async () => {
	const aborted: number[] = [];
	const poller = createPoller(async (id, signal) => {
		await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
		aborted.push(id);
		return 1;
	}, 1);
	void poller.now(1);
	void poller.now(2);
	poller.plan(3, 1);
	await later(10);
	await poller.drop(1);
	expect([aborted, poller.isRunning(1), poller.dueIn(1)]).toEqual([[1], false, null]);
	await poller.close();
	expect(aborted).toContain(2);
	const before = aborted.length;
	poller.plan(4, 1);
	await poller.now(4);
	await later(10);
	expect(aborted.length).toBe(before);
});
