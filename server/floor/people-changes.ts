/** The area "people" of the log of changes. */
import { fill, wordsIn } from '../../shared/words/language.ts';
import { peopleWords } from '../../shared/words/people.ts';
import type { Journal, LoggedEntry } from '../journal/journal.ts';
import type { Area } from './change-log.ts';
import type { People } from './people.ts';

/** Log bodies of this kind are written by its handler in people.ts and nowhere else. */
const ranking = (entry: LoggedEntry) => entry.body as { person: number; from: boolean; to: boolean; undoes?: number };

export function peopleChanges(people: People, journal: Journal<Pick<People['handlers'], 'person ranked'>>): Area {
	return {
		name: 'people',
		kinds: ['person ranked'],
		says: (entry, language) => {
			const { person, to } = ranking(entry);
			const words = wordsIn(peopleWords, language);
			return fill(to ? words.saysRanked : words.saysLeftOut, { name: people.personNow(person)?.name ?? words.someone });
		},
		undoes: (entry) => ranking(entry).undoes ?? null,
		hindrance: (entry) => {
			const { person, from, to } = ranking(entry);
			if (from === to) return 'nothing';
			const now = people.person(person);
			if (!now) return 'gone';
			return now.isRanked === to ? null : 'later';
		},
		undo: (entry, head) => {
			const { person, from } = ranking(entry);
			journal.apply('person ranked', { person, isRanked: from, undoes: entry.id }, head);
		},
	};
}
