/**
 * Connection age: whether what is on the wall is still being refreshed. Judged by the beats that arrive, never by what
 * the socket believes of itself: a socket can look open long after the server behind it has died.
 */
import { silentAfterMs } from '../../../shared/wire.ts';

export interface Heard {
	/** When the socket last connected, on this machine's clock; null before. */
	connectedAt: number | null;
	/** When the last beat arrived, on this machine's clock; null before the first. */
	beatAt: number | null;
}

export type Age =
	/** Nothing heard yet, and no reason to worry yet. */
	| { state: 'waiting' }
	| { state: 'live' }
	/** `since`: when the last beat arrived, on this machine's clock; null when none ever did. `long`: past overlooking. */
	| { state: 'silent'; since: number | null; long: boolean };

const longSilenceMs = 2 * 60_000;

export function ageOf(heard: Heard, startedAt: number, now: number): Age {
	const from = heard.beatAt ?? heard.connectedAt ?? startedAt;
	const silentMs = now - from;
	if (silentMs >= silentAfterMs) return { state: 'silent', since: heard.beatAt, long: silentMs >= longSilenceMs };
	return heard.beatAt === null ? { state: 'waiting' } : { state: 'live' };
}
