/**
 * The tick: on the interval, because time itself changes numbers, and at once after an entry. It never overlaps itself; whatever it
 * throws is noted and the next one comes all the same.
 */
import type { BoardView } from '../../shared/views.ts';
import type { Clock } from '../clock.ts';
import type { Edition } from '../floor/screens.ts';
import { createDurations, type Durations } from '../tally.ts';
import { createEditions, usualEdition, type Issue, type IssueListener } from './editions.ts';

export interface TickStats {
	intervalMs: number;
	/** Of the last tick that had something to do. */
	lastMs: number | null;
	p99Ms: number | null;
	/** Epoch ms of the last completed tick. */
	computedAt: number | null;
}

export interface Ticker {
	/** Resolves when the first board of the usual edition is built. */
	start: () => Promise<void>;
	/** Something was written: tick soon. */
	poke: () => void;
	/** Of the usual edition unless another is named; null before its first. */
	latest: (edition?: Edition) => Issue | null;
	/** A wall shows the edition, from the next tick on, which comes at once for one that nobody showed; until it calls what it gets back. */
	hold: (edition: Edition) => () => void;
	isTicking: () => boolean;
	stats: () => TickStats;
	/** Of all ticks that had something to do. */
	durations: () => Durations;
	onIssue: (listener: IssueListener) => () => void;
	close: () => Promise<void>;
}

export interface TickerOptions {
	clock: Clock;
	intervalMs: number;
	/** One slice of bringing the rollups up to date; true when they are. */
	drain: () => boolean;
	/** The board of an edition. `isFirst`: of a tick, when the rollups are up to date. */
	build: (edition: Edition, isFirst: boolean) => Promise<BoardView>;
	onError: (error: unknown) => void;
}

const coalesceMs = 50;
/** While one entry follows the other, as in an import, the walls have time and the import gets it. */
const busyCoalesceMs = 100;
const busyWithinMs = 200;
const samplesKept = 500;

export function createTicker({ clock, intervalMs, drain, build, onError }: TickerOptions): Ticker {
	const editions = createEditions();
	const samples: number[] = [];
	const durations = createDurations();
	let computedAt: number | null = null;
	/** By a clock that no one can set: a wrong wall clock must not look like a dead tick. */
	let aliveAt = Number.NEGATIVE_INFINITY;
	let tickedAt = Number.NEGATIVE_INFINITY;
	let running: Promise<void> | null = null;
	let isWanted = false;
	let isClosed = false;
	let interval: NodeJS.Timeout | undefined;
	let soon: NodeJS.Timeout | undefined;

	/** Builds the edition and tells of it when it differs from its last issue; answers whether it did. */
	const bring = async (edition: Edition, isFirst: boolean): Promise<boolean> => {
		const tell = editions.take(edition, await build(edition, isFirst));
		tell?.();
		return tell !== null;
	};
	const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

	/** Brings the rollups up to date; answers how long it was at it. */
	const settle = async (): Promise<number> => {
		let busyMs = 0;
		for (;;) {
			const from = performance.now();
			const isThrough = drain();
			busyMs += performance.now() - from;
			if (isThrough || isClosed) return busyMs;
			// A long import is life too.
			aliveAt = from;
			// The walls keep their figures until it is through, but a lobby must not keep those of the boardroom that it was.
			if (editions.latest(usualEdition)) for (const edition of editions.shown()) if (!editions.latest(edition)) await bring(edition, false);
			await breath();
		}
	};

	/** One board after the other, so that none waits for all, and the server breathes in between. */
	const tick = async (): Promise<void> => {
		let busyMs = 0;
		let isNews = false;
		// A screen that has nothing to show yet comes first.
		const shown = [...editions.shown()].sort((a, b) => Number(editions.latest(a) !== null) - Number(editions.latest(b) !== null));
		for (const [place, edition] of shown.entries()) {
			if (place > 0) await breath();
			// Whatever came in meanwhile.
			busyMs += await settle();
			if (isClosed) return;
			const from = performance.now();
			isNews = (await bring(edition, place === 0)) || isNews;
			aliveAt = from;
			busyMs += performance.now() - from;
		}
		computedAt = clock.now();
		if (!isNews) return;
		samples.push(busyMs);
		durations.took(busyMs);
		if (samples.length > samplesKept) samples.shift();
	};

	const run = (): Promise<void> => {
		if (isClosed) return Promise.resolve();
		if (running) {
			isWanted = true;
			return running;
		}
		running = tick()
			.catch(onError)
			.finally(() => {
				running = null;
				tickedAt = performance.now();
				if (!isWanted) return;
				isWanted = false;
				poke();
			});
		return running;
	};

	const poke = (): void => {
		if (soon || isClosed) return;
		soon = setTimeout(() => {
			soon = undefined;
			void run();
		}, performance.now() - tickedAt < busyWithinMs ? busyCoalesceMs : coalesceMs);
	};

	return {
		start: async () => {
			interval = setInterval(() => void run(), intervalMs);
			await run();
		},
		poke,
		latest: (edition = usualEdition) => editions.latest(edition),
		hold: (edition) => {
			const release = editions.hold(edition);
			// The first tick builds whatever is shown by then.
			if (interval && !editions.latest(edition)) poke();
			return release;
		},
		isTicking: () => editions.latest(usualEdition) !== null && performance.now() - aliveAt < 2 * intervalMs + 5_000,
		stats: () => {
			const sorted = [...samples].sort((a, b) => a - b);
			return { intervalMs, lastMs: samples.at(-1) ?? null, p99Ms: sorted[Math.floor((sorted.length - 1) * 0.99)] ?? null, computedAt };
		},
		durations: durations.read,
		onIssue: editions.onIssue,
		close: async () => {
			isClosed = true;
			clearInterval(interval);
			clearTimeout(soon);
			await running;
		},
	};
}
