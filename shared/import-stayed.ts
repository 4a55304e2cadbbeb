/** How what stayed of an import is told: what it is, and why it stayed. */
import type { ImportStayed } from './imports-api.ts';
import { counted } from './counted.ts';
import type { ImportWords } from './words/imports.ts';
import { fill } from './words/language.ts';

const isKey = (words: ImportWords, key: string): key is keyof ImportWords & string => key in words;

export const nameOfEntity = (words: ImportWords, entity: string): string => (isKey(words, entity) ? words[entity] : entity);

/** Authors that are nobody: the key of the interface, and a restart. */
export const whoChanged = (words: ImportWords, author: string): string => ({ key: words.byPush, restart: words.byRestart })[author] ?? author;

/** @param by null: something else uses it. */
export const whyKept = (words: ImportWords, by: string | null): string => (by === null ? words.usedBy : fill(words.changedBy, { name: whoChanged(words, by) }));

/** `30 people and 3 teams stayed (2 changed since, 31 used by something else)`. */
export function stayedText(words: ImportWords, { count: all, groups }: ImportStayed, count: (value: number) => string): string {
	const told = groups.map(({ entity, changed, used }) => {
		const key = `count_${entity}`;
		return isKey(words, key) ? counted(words[key], { count: count(changed + used) }) : count(changed + used);
	});
	const sum = (of: 'changed' | 'used'): number => groups.reduce((total, group) => total + group[of], 0);
	const more = all - sum('changed') - sum('used');
	const parts = [...told, ...(more > 0 ? [fill(words.stayedMore, { count: count(more) })] : [])];
	const why = [...(sum('changed') > 0 ? [counted(words.stayedChanged, { count: count(sum('changed')) })] : []), ...(sum('used') > 0 ? [fill(words.stayedUsed, { count: count(sum('used')) })] : [])];
	const listed = parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${words.and} ${parts.slice(-1).join('')}`;
	return `${fill(words.stayed, { parts: listed })} (${why.join(', ')})`;
}
