/** How a published sheet is told on the page. */
import type { FeedState } from '../../shared/feeds-api.ts';
import { intervalText } from '../../shared/feed-interval.ts';
import type { FeedWords } from '../../shared/words/feeds.ts';

const usual = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 720, 1_440];

/** Those that are usual, and the one there is. */
export const intervalOptions = (words: FeedWords, now: number): { value: string; label: string }[] =>
	[...new Set([...usual, now])].sort((a, b) => a - b).map((minutes) => ({ value: String(minutes), label: intervalText(words, minutes) }));

/** In a word or two. */
export function standingOf({ isFetching, isOn, reported, trouble }: FeedState, words: FeedWords): string {
	if (isFetching) return words.isFetching;
	if (!isOn) return words.isPaused;
	if (trouble) return words.isInTrouble;
	return reported === null ? words.isWaiting : words.isFine;
}
