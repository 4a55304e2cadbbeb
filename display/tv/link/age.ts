/**
 * Connection age: whether what is on the wall is still being refreshed. Judged by the beats that arrive, never by what
 * the socket believes of itself: a socket can look open long after the server behind it has died. All but `saidAt` is on
 * the page's own clock (milliseconds since it was opened), which nobody can set.
 */
import { silentAfterMs } from '../../../shared/wire.ts';

export interface Heard {
	/** When the socket first connected: one that connects again and again without a beat is no sign of life. Null before. */
	firstConnectedAt: number | null;
	/** When the last beat arrived; null before the first. */
	beatAt: number | null;
	/** The server's time in the last beat, be it one that was heard before the page was opened; null when none ever was. */
	saidAt: number | null;
	/** What is on the wall is from before the page was opened, or before the machine slept: only the next beat makes it current. */
	isOld: boolean;
}

export const nothingHeard: Heard = { firstConnectedAt: null, beatAt: null, saidAt: null, isOld: false };

export type Age =
	/** Nothing heard yet, and no reason to worry yet. */
	| { state: 'waiting' }
	| { state: 'live' }
	| {
			state: 'silent';
			/** The server's time when it was last heard; null when it never was. */
			since: number | null;
			forMs: number;
			/** Since the page was opened. */
			fromStart: boolean;
	  };

export function ageOf(heard: Heard, now: number): Age {
	const forMs = now - (heard.beatAt ?? heard.firstConnectedAt ?? 0);
	if (heard.isOld || forMs >= silentAfterMs) {
		return { state: 'silent', since: heard.saidAt, forMs, fromStart: heard.beatAt === null };
	}
	return { state: heard.beatAt === null ? 'waiting' : 'live' };
}
