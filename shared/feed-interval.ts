/** How often a published sheet is fetched, in words. */
import { counted } from './counted.ts';
import type { FeedWords } from './words/feeds.ts';
import { fill } from './words/language.ts';

export const intervalText = (words: FeedWords, minutes: number): string => (minutes % 60 === 0 ? counted(words.hours, { count: minutes / 60 }) : counted(words.minutes, { count: minutes }));
export const everyText = (words: FeedWords, minutes: number): string => fill(words.everyText, { interval: intervalText(words, minutes) });
