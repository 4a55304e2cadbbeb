/** Counting how long things take, for whoever draws curves of it: cheap enough to do always. */

/** As it is told: how many took so long at most, each bound with all below it; seconds. */
export interface Durations {
	bounds: readonly number[];
	/** One for each bound, and the last for all. */
	counts: readonly number[];
	sum: number;
}

export interface DurationTally {
	/** Milliseconds. */
	took: (ms: number) => void;
	read: () => Durations;
}

export const usualBounds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

export function createDurations(bounds: readonly number[] = usualBounds): DurationTally {
	const counts = new Array<number>(bounds.length + 1).fill(0);
	let sum = 0;
	return {
		took: (ms) => {
			const seconds = ms / 1000;
			const place = bounds.findIndex((bound) => seconds <= bound);
			counts[place === -1 ? bounds.length : place] = (counts[place === -1 ? bounds.length : place] ?? 0) + 1;
			sum += seconds;
		},
		read: () => {
			let below = 0;
			return { bounds, counts: counts.map((count) => (below += count)), sum };
		},
	};
}
