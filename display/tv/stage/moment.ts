/** When something was, in no more words than leave no doubt which day is meant. */
import type { WallClock } from '../../../shared/views.ts';
import { fill, type Translation } from '../../../shared/words/language.ts';
import type { tvWords } from '../../../shared/words/tv.ts';
import { localTime, timeText } from '../link/clock.ts';

type Words = Translation<(typeof tvWords)['en']>;

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
const months = [
	'january', 'february', 'march', 'april', 'may', 'june',
	'july', 'august', 'september', 'october', 'november', 'december',
] as const;

const word = <Key extends keyof Words>(words: Words, keys: readonly Key[], place: number): string => {
	const key = keys[place];
	return key === undefined ? '' : words[key];
};

interface Said {
	/** The server's time, in epoch milliseconds. */
	at: number;
	/** The server's time now; null, or before `at`, when it is not known. */
	now: number | null;
	/** Today's is named, too. */
	withDay: boolean;
	clock: WallClock;
	words: Words;
}

/** "14:20" · "Thursday 14:20" within six days · "14 November 14:20" · "Thursday 14 November 14:20" when today is not known. */
export function momentText({ at, now, withDay, clock, words }: Said): string {
	const then = localTime(at, clock);
	const parts = {
		time: timeText(at, clock),
		weekday: word(words, weekdays, then.weekday),
		day: then.dayOfMonth,
		month: word(words, months, then.month),
	};
	if (now === null || now < at) return fill(words.wholeTime, parts);
	const days = localTime(now, clock).dayNumber - then.dayNumber;
	if (days === 0 && !withDay) return parts.time;
	return fill(days <= 6 ? words.weekdayTime : words.dateTime, parts);
}
