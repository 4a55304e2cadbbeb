/** The tick: on the interval and at once after an entry, never over itself, and on whatever was thrown. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { BoardView } from '../../../shared/views.ts';
import { editionName } from '../../../server/push/editions.ts';
import { createTicker } from '../../../server/push/ticker.ts';

const board = (revision: number, name = 'x'): BoardView => ({
	format: 2, build: '', revision, id: 'floor', title: 'Floor', name, language: 'en', locale: 'en', seconds: 20, replay: null, clock: { offsetMinutes: 0, changesAt: null, offsetAfterMinutes: 0 }, empty: null, panels: [],
});

function givenTicker(options: { drain?: () => boolean; build?: () => Promise<BoardView>; named?: boolean } = {}) {
	const seen: number[] = [];
	const errors: unknown[] = [];
	const state = { builds: 0, name: 'x' };
	const ticker = createTicker({
		clock: { now: () => 42 },
		intervalMs: 1_000,
		drain: options.drain ?? (() => true),
		build: async (edition) => (options.build ? options.build() : board((state.builds += 1), options.named ? `${editionName(edition)} ${state.name}` : state.name)),
		onError: (error) => void errors.push(error),
	});
	ticker.onIssue(({ board: { revision } }) => void seen.push(revision));
	return { ticker, seen, errors, state };
}

beforeEach(() => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'performance'] });
});
afterEach(() => {
	vi.useRealTimers();
});

describe('a board', () => {
	test('is built at the start, on every interval, and given out only when something on it changed', async () => {
		const { ticker, seen, state } = givenTicker();
		await ticker.start();
		await vi.advanceTimersByTimeAsync(3_000);
		expect([state.builds, seen]).toEqual([4, [1]]);
		state.name = 'y';
		await vi.advanceTimersByTimeAsync(1_000);
		expect([seen, ticker.latest()?.board.name]).toEqual([[1, 5], 'y']);
		await ticker.close();
	});
	test('follows an entry within a tenth of a second, and many entries at once are one', async () => {
		const { ticker, state } = givenTicker();
		await ticker.start();
		for (let index = 0; index < 20; index += 1) ticker.poke();
		expect(state.builds).toBe(1);
		await vi.advanceTimersByTimeAsync(100);
		expect(state.builds).toBe(2);
		await ticker.close();
	});
	test('waits until the rollups are through, and lets other work run in between', async () => {
		let slices = 5;
		const { ticker, state } = givenTicker({ drain: () => (slices -= 1) < 0 });
		const started = ticker.start();
		expect(state.builds).toBe(0);
		await vi.advanceTimersByTimeAsync(10);
		await started;
		expect([state.builds, slices]).toEqual([1, -1]);
		await ticker.close();
	});
	test('is not given to who has left', async () => {
		const { ticker, state } = givenTicker();
		const late: number[] = [];
		const leave = ticker.onIssue(({ board: { revision } }) => void late.push(revision));
		await ticker.start();
		leave();
		state.name = 'y';
		await vi.advanceTimersByTimeAsync(1_000);
		expect(late).toEqual([1]);
		await ticker.close();
	});
});

describe('a tick', () => {
	test('never overlaps itself; what was asked for meanwhile comes after it', async () => {
		let running = 0;
		let most = 0;
		let builds = 0;
		const { ticker } = givenTicker({
			build: async () => {
				running += 1;
				most = Math.max(most, running);
				await new Promise((resolve) => setTimeout(resolve, 2_500));
				running -= 1;
				return board((builds += 1), String(builds));
			},
		});
		void ticker.start();
		await vi.advanceTimersByTimeAsync(100);
		ticker.poke();
		ticker.poke();
		await vi.advanceTimersByTimeAsync(9_000);
		expect(most).toBe(1);
		expect(builds).toBeGreaterThanOrEqual(3);
		const closed = ticker.close();
		await vi.advanceTimersByTimeAsync(5_000);
		await closed;
	});
	test('that throws is noted, and the next one comes all the same', async () => {
		let builds = 0;
		const { ticker, errors, seen } = givenTicker({
			build: async () => {
				builds += 1;
				if (builds === 2) throw new Error('no');
				return board(builds, String(builds));
			},
		});
		await ticker.start();
		await vi.advanceTimersByTimeAsync(2_000);
		expect([errors, seen]).toEqual([[new Error('no')], [1, 3]]);
		await ticker.close();
	});
	test('whose drain throws is noted too', async () => {
		let drains = 0;
		const { ticker, errors } = givenTicker({
			drain: () => {
				if ((drains += 1) === 1) throw new Error('no');
				return true;
			},
		});
		await ticker.start();
		expect([errors.length, ticker.latest()]).toEqual([1, null]);
		await vi.advanceTimersByTimeAsync(1_000);
		expect(ticker.latest()?.board.revision).toBe(1);
		await ticker.close();
	});
	test('that is dead shows: no longer ticking after twice the interval and five seconds', async () => {
		let hangs = false;
		const { ticker } = givenTicker({ build: () => (hangs ? new Promise<never>(() => undefined) : Promise.resolve(board(1))) });
		expect(ticker.isTicking()).toBe(false);
		await ticker.start();
		expect(ticker.isTicking()).toBe(true);
		hangs = true;
		await vi.advanceTimersByTimeAsync(6_900);
		expect(ticker.isTicking()).toBe(true);
		await vi.advanceTimersByTimeAsync(1_200);
		expect(ticker.isTicking()).toBe(false);
	});
	test('that drains a long import is alive', async () => {
		let until = Number.POSITIVE_INFINITY;
		let drains = 0;
		const { ticker } = givenTicker({ drain: () => (drains += 1) === 1 || performance.now() > until });
		await ticker.start();
		await vi.advanceTimersByTimeAsync(20_000);
		expect(ticker.isTicking()).toBe(true);
		until = 0;
		await vi.advanceTimersByTimeAsync(2_000);
		await ticker.close();
	});
	test('has its statistics: the last that had something to do, and when the last one ended', async () => {
		const { ticker } = givenTicker();
		expect(ticker.stats()).toEqual({ intervalMs: 1_000, lastMs: null, p99Ms: null, computedAt: null });
		await ticker.start();
		expect(ticker.stats()).toEqual({ intervalMs: 1_000, lastMs: expect.any(Number), p99Ms: expect.any(Number), computedAt: 42 });
		await ticker.close();
	});
	test('that is closed builds no more', async () => {
		const { ticker, state } = givenTicker();
		await ticker.start();
		await ticker.close();
		ticker.poke();
		await vi.advanceTimersByTimeAsync(5_000);
		expect(state.builds).toBe(1);
	});
});

describe('an edition', () => {
	const lobby = { board: 'events', privacy: 'lobby' } as const;
	const issued = (ticker: ReturnType<typeof givenTicker>['ticker']): string[] => {
		const found: string[] = [];
		ticker.onIssue(({ board: { name }, number }, before) => void found.push(`${name} ${number}${before ? ` after ${before.name}` : ''}`));
		return found;
	};
	test('is built at once when a wall shows it, then on every tick, and not any longer when none does', async () => {
		const { ticker, state } = givenTicker({ named: true });
		const found = issued(ticker);
		await ticker.start();
		const release = [ticker.hold(lobby), ticker.hold({ ...lobby })];
		await vi.advanceTimersByTimeAsync(110);
		expect([found, ticker.latest(lobby)?.number]).toEqual([['floor/floor x 1', 'lobby/events x 1'], 1]);
		release[0]?.();
		// Whoever leaves twice takes nobody along.
		release[0]?.();
		state.name = 'y';
		await vi.advanceTimersByTimeAsync(1_000);
		expect(found.slice(2)).toEqual(['floor/floor y 2 after floor/floor x', 'lobby/events y 2 after lobby/events x']);
		release[1]?.();
		state.name = 'z';
		await vi.advanceTimersByTimeAsync(1_000);
		expect([found.slice(4), ticker.latest(lobby)]).toEqual([['floor/floor z 3 after floor/floor y'], null]);
		await ticker.close();
	});
	test('is told as soon as it is built, before the next one is', async () => {
		const { ticker } = givenTicker({ named: true });
		const order: string[] = [];
		ticker.onIssue(({ edition }) => void order.push(editionName(edition)));
		ticker.hold(lobby);
		const started = ticker.start();
		await vi.advanceTimersByTimeAsync(0);
		expect(order).toEqual(['floor/floor']);
		await vi.advanceTimersByTimeAsync(10);
		await started;
		expect(order).toEqual(['floor/floor', 'lobby/events']);
		await ticker.close();
	});
	test('of which nobody shows any is the usual one, all the same', async () => {
		const { ticker } = givenTicker({ named: true });
		const found = issued(ticker);
		await ticker.start();
		ticker.hold({ board: 'floor', privacy: 'floor' })();
		await vi.advanceTimersByTimeAsync(1_000);
		expect([found, ticker.isTicking()]).toEqual([['floor/floor x 1'], true]);
		await ticker.close();
	});
	test('that is shown anew does not wait for a long import, while the others keep their figures', async () => {
		let slices = 0;
		const { ticker, state } = givenTicker({ named: true, drain: () => (slices -= 1) < 0 });
		const found = issued(ticker);
		await ticker.start();
		state.name = 'y';
		slices = 1_000_000;
		ticker.poke();
		await vi.advanceTimersByTimeAsync(100);
		ticker.hold(lobby);
		await vi.advanceTimersByTimeAsync(20);
		expect([found, slices > 0]).toEqual([['floor/floor x 1', 'lobby/events y 1'], true]);
		slices = 0;
		await vi.advanceTimersByTimeAsync(200);
		expect(found.slice(2)).toEqual(['floor/floor y 2 after floor/floor x']);
		await ticker.close();
	});
});
