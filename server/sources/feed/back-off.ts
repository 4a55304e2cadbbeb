/**
 * When a sheet is fetched next: at its interval; sooner after something that may pass by itself, each time twice as late, and never sooner
 * than its server wishes. Spread a little, so that many do not ask in the same second.
 */
import type { Retry } from './feed-error.ts';

const firstRetryMs = 30_000;

export interface Standing {
	everyMs: number;
	/** How often it has failed one after the other; 0 after a success. */
	failures: number;
	retry: Retry;
}

/** @param random from 0 up to 1 */
export function nextDelayMs({ everyMs, failures, retry }: Standing, random: number): number {
	// A twentieth to either side; of a retry half of it at least, so that those which failed together come apart.
	const due = everyMs * (0.95 + random / 10);
	if (failures === 0 || retry === 'later') return due;
	if (typeof retry === 'number') return Math.max(due, retry);
	const backedOff = firstRetryMs * 2 ** Math.min(failures - 1, 20);
	return Math.min(due, backedOff * (0.5 + random / 2));
}
