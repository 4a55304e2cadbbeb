/** What the header says of the age of the numbers, in words. */
import type { WallClock } from '../../../shared/views.ts';
import { silentAfterMs } from '../../../shared/wire.ts';
import { fill, type Translation } from '../../../shared/words/language.ts';
import type { tvWords } from '../../../shared/words/tv.ts';
import type { Age } from '../link/age.ts';
import { timeText } from '../link/clock.ts';
import { momentText } from './moment.ts';

export interface Freshness {
	live: boolean;
	/** "No connection since 14:21"; null while there is one. */
	silent: string | null;
	/** So long that it is said across the whole width. */
	long: boolean;
	asOf: string;
	/** Empty until the server's time is known. */
	clock: string;
}

interface Known {
	age: Age;
	asOf: string;
	/** The server's time; null while it is not known. */
	now: number | null;
	/** The same as far as the TV's own clock tells, which may be wrong. */
	guess: number | null;
	clock: WallClock;
	words: Translation<(typeof tvWords)['en']>;
}

const longSilenceMs = 2 * 60_000;

function silenceText(age: Age, { now, guess, clock, words }: Known): string | null {
	if (age.state !== 'silent') return null;
	if (age.since === null) return words.silentEver;
	// Which day it is only the TV's clock knows at the start, and some are set to when they were switched off.
	const time = momentText({ at: age.since, now: now ?? guess, withDay: age.fromStart, clock, words });
	if (!age.fromStart) return fill(words.silentSince, { time });
	return fill(age.forMs < silentAfterMs ? words.showing : words.showingAlone, { time });
}

export function freshnessOf(known: Known): Freshness {
	const { age, asOf, now, clock } = known;
	return {
		live: age.state === 'live',
		silent: silenceText(age, known),
		long: age.state === 'silent' && age.forMs >= longSilenceMs,
		asOf,
		clock: now === null ? '' : timeText(now, clock),
	};
}
