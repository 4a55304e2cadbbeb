/** Published sheets in the list of changes, among the imports. What such a change did is changed back at the sheet itself. */
import { everyText } from '../../shared/feed-interval.ts';
import { feedWords } from '../../shared/words/feeds.ts';
import { fill, wordsIn } from '../../shared/words/language.ts';
import type { LoggedEntry } from '../journal/journal.ts';
import type { Area } from './change-log.ts';
import type { LoggedFeed } from './feeds.ts';

const minuteMs = 60_000;

/** Log bodies of these kinds are written by their handlers in feeds.ts and nowhere else. */
const logged = (entry: LoggedEntry): LoggedFeed => entry.body as LoggedFeed;

export const feedChanges: Area = {
	name: 'imports',
	kinds: ['feed saved', 'feed removed'],
	says: (entry, language) => {
		const { name, from, to, moved = false, takenBack = false } = logged(entry);
		const words = wordsIn(feedWords, language);
		if (!to) return fill(takenBack ? words.changeRemovedBack : words.changeRemoved, { name });
		const every = everyText(words, to.everyMs / minuteMs);
		if (!from) return fill(words.changeAdded, { name, every });
		const what = [
			...(from.name === name ? [] : [fill(words.whatName, { name: from.name })]),
			...(from.everyMs === to.everyMs ? [] : [fill(words.whatEvery, { every })]),
			...(JSON.stringify(from.choices) === JSON.stringify(to.choices) ? [] : [words.whatColumns]),
			...(moved ? [words.whatAddress] : []),
			...(from.isOn === to.isOn ? [] : [to.isOn ? words.whatOn : words.whatPaused]),
		];
		return what.length === 0 ? null : fill(words.changeChanged, { name, what: what.join(', ') });
	},
	undoes: () => null,
	hindrance: () => 'sheet',
	undo: () => {
		throw new Error('refused before');
	},
};
