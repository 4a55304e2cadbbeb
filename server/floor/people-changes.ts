/** The area "people" of the log of changes: people, their teams and photos, and the teams themselves. */
import { fill, wordsIn } from '../../shared/words/language.ts';
import { peopleChangeWords } from '../../shared/words/people-changes.ts';
import { peopleWords } from '../../shared/words/people.ts';
import type { EntryHead, Journal, LoggedEntry } from '../journal/journal.ts';
import type { Area, Hindrance } from './change-log.ts';
import { peopleSentence } from './people-sentences.ts';
import type { People } from './people.ts';
import type { PeopleChanged, PersonChange } from './person-edits.ts';
import type { Photos } from './photos.ts';
import type { FloorSettings } from './settings.ts';

// Log bodies of these kinds are written by their handlers in person-edits.ts and teams.ts and nowhere else.
const edited = ['people added', 'person saved', 'person moved', 'people moved', 'person given back', 'people undone'];
const undoesOf = (entry: LoggedEntry): number | null => (entry.body as { undoes?: number }).undoes ?? null;
const edit = (entry: LoggedEntry) => entry.body as PeopleChanged;
const ranking = (entry: LoggedEntry) => entry.body as { person: number; from: boolean; to: boolean };
const photo = (entry: LoggedEntry) => entry.body as { person: number; from: string | null; to: string | null };
const renaming = (entry: LoggedEntry) => entry.body as { team: number; from: string; to: string };
const opening = (entry: LoggedEntry) => entry.body as { team: number; name: string };

const turned = ({ person, before, after, keys }: PersonChange): PersonChange => ({ person, before: after, after: before, keys: keys.map((each) => ({ key: each.key, before: each.after, after: each.before })) });

interface Stages {
	people: People;
	photos: Photos;
	journal: Journal<Pick<People['handlers'], 'people undone' | 'person ranked' | 'photo set' | 'team renamed' | 'team opened' | 'team closed'>>;
	settings: FloorSettings;
	/** Somebody has targets of their own. */
	hasTargets: (person: number) => boolean;
	now: () => number;
}

/** What one kind of entry says, and how it is taken back. */
type Undoing = Pick<Area, 'says' | 'hindrance' | 'undo'>;

export function peopleChanges({ people, photos, journal, settings, hasTargets, now }: Stages): Area {
	const nameOf = (person: number, someone: string): string => people.personNow(person)?.name ?? someone;

	const ofEdits: Undoing = {
		says: (entry, language) => peopleSentence(people, edit(entry).changes, { language, locale: settings.get().locale }),
		// Taken out, they would leave targets behind that nobody sees.
		hindrance: (entry) => people.edits.hindrance(edit(entry).changes, entry.id) ?? (edit(entry).changes.some(({ person, before }) => before === null && hasTargets(person)) ? 'targets' : null),
		undo: (entry, head) => journal.apply('people undone', { undoes: entry.id, changes: edit(entry).changes.map(turned) }, head),
	};
	const ofRanking: Undoing = {
		says: (entry, language) => {
			const { person, to } = ranking(entry);
			const words = wordsIn(peopleWords, language);
			return fill(to ? words.saysRanked : words.saysLeftOut, { name: nameOf(person, words.someone) });
		},
		hindrance: (entry) => {
			const { person, from, to } = ranking(entry);
			if (from === to) return 'nothing';
			const is = people.person(person);
			if (!is) return 'gone';
			return is.isRanked === to ? null : 'later';
		},
		undo: (entry, head) => journal.apply('person ranked', { person: ranking(entry).person, isRanked: ranking(entry).from, undoes: entry.id }, head),
	};
	const ofPhotos: Undoing = {
		says: (entry, language) => {
			const { person, to } = photo(entry);
			const words = wordsIn(peopleChangeWords, language);
			return fill(to === null ? words.photoRemoved : words.photoSet, { name: nameOf(person, wordsIn(peopleWords, language).someone) });
		},
		hindrance: (entry) => {
			const { person, from, to } = photo(entry);
			const is = people.person(person);
			if (!is) return 'gone';
			if (is.photo !== to) return 'later';
			return from === null || photos.read(from) ? null : 'gone';
		},
		undo: (entry, head) => journal.apply('photo set', { person: photo(entry).person, photo: photo(entry).from, undoes: entry.id }, head),
	};
	const ofRenaming: Undoing = {
		says: (entry, language) => fill(wordsIn(peopleChangeWords, language).teamRenamed, renaming(entry)),
		hindrance: (entry) => {
			const { team, from, to } = renaming(entry);
			if (from === to) return 'nothing';
			return people.team(team)?.name === to ? null : 'later';
		},
		undo: (entry, head) => journal.apply('team renamed', { team: renaming(entry).team, name: renaming(entry).from, undoes: entry.id }, head),
	};
	/** `isClosed`: what it is made by the undo. */
	const ofOpening = (isClosed: boolean): Undoing => ({
		says: (entry, language) => fill(wordsIn(peopleChangeWords, language)[isClosed ? 'teamOpened' : 'teamClosed'], { name: opening(entry).name }),
		hindrance: (entry): Hindrance | null => {
			const team = people.team(opening(entry).team);
			if (!team || team.isClosed === isClosed) return 'later';
			return isClosed && people.membersFrom(team.id, settings.calendar().dayOf(now())).length > 0 ? 'later' : null;
		},
		undo: (entry, head: EntryHead) => {
			const { team, name } = opening(entry);
			if (isClosed) journal.apply('team closed', { team, on: settings.calendar().dayOf(head.at), undoes: entry.id }, head);
			else journal.apply('team opened', { name, undoes: entry.id }, head);
		},
	});

	const byKind = new Map<string, Undoing>([
		...edited.map((kind) => [kind, ofEdits] as const),
		['person ranked', ofRanking],
		['photo set', ofPhotos],
		['team renamed', ofRenaming],
		['team opened', ofOpening(true)],
		['team closed', ofOpening(false)],
	]);
	return {
		name: 'people',
		kinds: [...byKind.keys()],
		says: (entry, language) => byKind.get(entry.kind)?.says(entry, language) ?? null,
		undoes: undoesOf,
		hindrance: (entry) => byKind.get(entry.kind)?.hindrance(entry) ?? null,
		undo: (entry, head) => byKind.get(entry.kind)?.undo(entry, head),
	};
}
