/** What the header says of the age of the numbers, in words. */
import type { WallClock } from '../../../shared/views.ts';
import { fill, type Translation } from '../../../shared/words/language.ts';
import type { tvWords } from '../../../shared/words/tv.ts';
import type { Age } from '../link/age.ts';
import { timeText } from '../link/clock.ts';

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
	/** What to add to this machine's clock to have the server's; null before the first beat. */
	offset: number | null;
	/** This machine's clock. */
	now: number;
	clock: WallClock;
	words: Translation<(typeof tvWords)['en']>;
}

export function freshnessOf({ age, asOf, offset, now, clock, words }: Known): Freshness {
	const time = (at: number) => (offset === null ? '' : timeText(at + offset, clock));
	let silent: string | null = null;
	if (age.state === 'silent') {
		const known = age.since !== null && offset !== null;
		silent = known && age.since !== null ? fill(words.silentSince, { time: time(age.since) }) : words.silentEver;
	}
	return { live: age.state === 'live', silent, long: age.state === 'silent' && age.long, asOf, clock: time(now) };
}
