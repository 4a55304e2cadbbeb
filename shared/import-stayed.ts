/** How what stayed of an import is told: what it is, and why it stayed. */
import type { ImportStayed, KeptReason } from './imports-api.ts';
import { counted } from './counted.ts';
import { keyNameIn } from './keys-api.ts';
import type { ImportWords } from './words/imports.ts';
import { fill } from './words/language.ts';

const isKey = (words: ImportWords, key: string): key is keyof ImportWords & string => key in words;

export const nameOfEntity = (words: ImportWords, entity: string): string => (isKey(words, entity) ? words[entity] : entity);

/** Authors that are nobody: keys of the interface, a published sheet, and a restart. */
export const whoChanged = (words: ImportWords, author: string): string => (keyNameIn(author) === null ? ({ feed: words.byFeed, restart: words.byRestart }[author] ?? author) : words.byPush);

export const whyKept = (words: ImportWords, { why, by }: { why: KeptReason; by: string | null }): string =>
	fill({ changed: words.changedBy, used: words.usedBy, again: words.againBy, known: words.knownBefore }[why], { name: whoChanged(words, by ?? '') });

/** `30 people and 3 teams stayed (2 changed since, 31 used by something else)`. */
export function stayedText(words: ImportWords, { count: all, groups }: ImportStayed, count: (value: number) => string): string {
	const sumOf = (isOf: (group: ImportStayed['groups'][number]) => boolean): number => groups.filter(isOf).reduce((sum, group) => sum + group.count, 0);
	const told = [...new Set(groups.map(({ entity }) => entity))].map((entity) => {
		const key = `count_${entity}`;
		const sum = count(sumOf((group) => group.entity === entity));
		return isKey(words, key) ? counted(words[key], { count: sum }) : sum;
	});
	const more = all - sumOf(() => true);
	const parts = [...told, ...(more > 0 ? [fill(words.stayedMore, { count: count(more) })] : [])];
	const reasons = { changed: words.stayedChanged, used: words.stayedUsed, again: words.stayedAgain, known: words.stayedKnown };
	const why = ([...new Set(groups.map((group) => group.why))] as const).map((reason) => counted(reasons[reason], { count: count(sumOf((group) => group.why === reason)) }));
	const listed = parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${words.and} ${parts.slice(-1).join('')}`;
	return `${fill(words.stayed, { parts: listed })} (${why.join(', ')})`;
}
