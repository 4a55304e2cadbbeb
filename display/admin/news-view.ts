/** What others changed, in words. */
import { fill, wordsIn } from '../../shared/words/language.ts';
import { liveWords, type LiveWords } from '../../shared/words/live.ts';
import type { App } from './app.svelte.ts';
import { authorText } from './author.ts';
import { placeKey, type Writer } from './marks.ts';
import { momentText, type Place } from './moments.ts';
import { formatAmount, type NumberRules } from './numbers.ts';
import type { News } from './target-news.ts';
import type { TargetsPage } from './targets.svelte.ts';

export interface NewsContext {
	words: LiveWords;
	place: Place;
	rules: NumberRules;
	now: number;
}

export const whoText = (by: Writer | null, { words, place }: NewsContext): string => (by ? authorText(by.author, place) : words.somebody);
export const whoWhenText = (by: Writer | null, context: NewsContext): string => (by ? fill(context.words.changedBy, { name: authorText(by.author, context.place), time: momentText(by.at, context.place, context.now) }) : context.words.somebody);

const amount = (value: number | null, { words, rules }: NewsContext): string => (value === null ? words.none : formatAmount(value, rules));

/** One sentence, however much it was. */
export function newsText(news: readonly News[], context: NewsContext): string {
	const { words } = context;
	const [first] = news;
	if (!first) return '';
	const name = whoText(first.by, context);
	if (news.length === 1) return fill(words.changedOne, { name, cell: first.name, from: amount(first.from, context), to: amount(first.to, context) });
	const isOne = news.every(({ by }) => by !== null && by.author === first.by?.author);
	return isOne ? fill(words.changedMany, { name, count: news.length }) : fill(words.changedSeveral, { count: news.length });
}

/** For the cell that somebody is typing into. */
export function underText({ to, by }: News, context: NewsContext): string {
	const { words, place, now } = context;
	const time = by ? momentText(by.at, place, now) : momentText(now, place, now);
	return to === null ? fill(words.underEmptied, { name: whoText(by, context), time }) : fill(words.under, { name: whoText(by, context), now: amount(to, context), time });
}

/** What a cell says of others. */
export interface CellNews {
	/** Who just changed it; empty most of the time. */
	who: string;
	/** The same with the time; or, of the cell that is typed into, what came in under the hand. */
	says: string;
	isUnder: boolean;
}
export const noNews: CellNews = { who: '', says: '', isUnder: false };

export function cellNews(app: Pick<App, 'language' | 'timeLocale' | 'session'>, page: TargetsPage, { row, column }: { row: number; column: number }): CellNews {
	const place = page.placeAt(row, column);
	if (!place) return noNews;
	const key = placeKey(place);
	const under = page.typing?.key === key ? page.under : null;
	const news = under ?? (page.markAt(row, column) ? undefined : page.news.cells.get(key));
	if (!news) return noNews;
	const context = { words: wordsIn(liveWords, app.language), place: { locale: app.timeLocale, timeZone: app.session?.workspace?.timeZone ?? 'UTC' }, rules: page.rules, now: Date.now() };
	return { who: whoText(news.by, context), says: under ? underText(news, context) : whoWhenText(news.by, context), isUnder: under !== null };
}
