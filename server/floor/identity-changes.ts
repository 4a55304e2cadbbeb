/** Keys, merging and telling apart in the area "people" of the log of changes. An undo is taken while what it takes back still stands. */
import { fill, wordsIn } from '../../shared/words/language.ts';
import { identityWords } from '../../shared/words/identities.ts';
import type { Journal, LoggedEntry } from '../journal/journal.ts';
import type { Area, Hindrance } from './change-log.ts';
import type { Identities, IdentityHandlers, LoggedKeys, LoggedMerge, LoggedParting } from './identities.ts';
import { isSameMeaning } from './identities.ts';
import type { People } from './people.ts';

interface LoggedApart {
	a: number;
	b: number;
	apart: boolean;
	undoes?: number;
}

/** Log bodies of these kinds are written by their handlers in identities.ts and in erasure.ts, and nowhere else. Older versions kept less. */
const keysIn = (entry: LoggedEntry) => entry.body as LoggedKeys | { key: string; person: number };
const mergeIn = (entry: LoggedEntry) => entry.body as LoggedMerge;
const partingIn = (entry: LoggedEntry) => entry.body as LoggedParting;
const apartIn = (entry: LoggedEntry) => entry.body as LoggedApart;
const erasedIn = (entry: LoggedEntry) => entry.body as { person: number };

const mostNamed = 3;

export function identityChanges(stages: { people: People; identities: Identities; journal: Journal<IdentityHandlers> }): Area {
	const { people, identities, journal } = stages;

	const isHere = (id: number): boolean => people.person(id) !== undefined;
	const keysHindrance = (logged: LoggedKeys): Hindrance | null => {
		const { keys, addresses, there } = logged;
		if (there && identities.isUnmade(there.person) !== !there.to) return 'later';
		if (keys.some(({ key, to }) => !isSameMeaning(identities.meaningOf(key), to))) return 'later';
		if (addresses.some(({ person, to }) => identities.emailOf(person) !== to)) return 'later';
		const giving = new Set(addresses.map(({ person }) => person));
		if (addresses.some(({ person, from }) => from !== null && !giving.has(identities.whoHasAddress(from) ?? person))) return 'later';
		if (there?.to === true && !isHere(there.person)) return 'gone';
		// Also the keys of somebody erased stand as they are.
		if (keys.some(({ from, to }) => [from, to].some((meaning) => meaning && meaning.person !== null && meaning.person !== there?.person && !isHere(meaning.person)))) return 'gone';
		return there?.to === true && !identities.isBare(there.person, keys.length) ? 'later' : null;
	};
	const hindrance = (entry: LoggedEntry): Hindrance | null => {
		if (entry.kind === 'person erased') return 'erased';
		if (entry.kind === 'people merged') {
			const { from, into, was } = mergeIn(entry);
			if (identities.mergedInto(from) !== into || !isHere(into)) return 'later';
			return was ? null : 'gone';
		}
		if (entry.kind === 'people unmerged') return isHere(partingIn(entry).from) && isHere(partingIn(entry).into) ? null : 'later';
		if (entry.kind === 'people told apart') {
			const { a, b, apart } = apartIn(entry);
			return identities.toldApart().some((pair) => pair.a === a && pair.b === b) === apart && isHere(a) && isHere(b) ? null : 'later';
		}
		const logged = keysIn(entry);
		return 'keys' in logged ? keysHindrance(logged) : 'gone';
	};

	const says: Area['says'] = (entry, language) => {
		const words = wordsIn(identityWords, language);
		const name = (id: number): string => people.personNow(id)?.name ?? words.someone;
		// Whoever was merged goes by the name they had.
		const own = (id: number): string => identities.nameOf(id) ?? words.someone;
		if (entry.kind === 'person erased') return fill(words.saysErased, { number: erasedIn(entry).person });
		if (entry.kind === 'people merged') return fill(words.saysMerged, { from: own(mergeIn(entry).from), into: own(mergeIn(entry).into) });
		if (entry.kind === 'people unmerged') {
			const { from, into, kept } = partingIn(entry);
			const said = fill(words.saysUnmerged, { from: own(from), into: own(into) });
			return kept.length === 0 ? said : `${said} ${fill(words.saysKept, { keys: kept.join(', ') })}`;
		}
		if (entry.kind === 'people told apart') {
			const { a, b, apart } = apartIn(entry);
			return fill(apart ? words.saysApart : words.saysNotApart, { a: name(a), b: name(b) });
		}
		const logged = keysIn(entry);
		if (!('keys' in logged)) return fill(words.saysAssigned, { keys: logged.key, name: name(logged.person) });
		const named = logged.keys.slice(0, mostNamed).map(({ key }) => key).join(', ');
		const keys = logged.keys.length > mostNamed ? fill(words.andMore, { keys: named, count: logged.keys.length - mostNamed }) : named;
		if (logged.there) return fill(logged.there.to ? words.saysMade : words.saysUnmade, { keys, name: own(logged.there.person) });
		const [first] = logged.keys;
		if (!first) return null;
		const { from, to } = first;
		if (to?.person != null) return fill(words.saysAssigned, { keys, name: name(to.person) });
		if (to?.byHand) return fill(words.saysLeftOut, { keys });
		return from?.person == null ? fill(words.saysBack, { keys }) : fill(words.saysTaken, { keys, name: name(from.person) });
	};

	return {
		name: 'people',
		kinds: ['identities set', 'identity assigned', 'people merged', 'people unmerged', 'people told apart', 'person erased'],
		says,
		undoes: ({ body }) => (body as { undoes?: number }).undoes ?? null,
		hindrance,
		undo: (entry, head) => {
			const undoes = entry.id;
			if (entry.kind === 'people merged') return journal.apply('people unmerged', { merge: mergeIn(entry), undoes }, head);
			if (entry.kind === 'people unmerged') {
				const { from, into } = partingIn(entry);
				return journal.apply('people merged', { from, into, undoes }, head);
			}
			if (entry.kind === 'people told apart') {
				const { a, b, apart } = apartIn(entry);
				return journal.apply('people told apart', { a, b, apart: !apart, undoes }, head);
			}
			const logged = keysIn(entry);
			if (!('keys' in logged)) return;
			const { keys, addresses, there } = logged;
			journal.apply(
				'identities set',
				{
					keys: keys.map(({ key, from }) => ({ key, to: from })),
					addresses: addresses.map(({ person, from }) => ({ person, to: from })),
					...(there ? { there: { person: there.person, to: there.from } } : {}),
					undoes,
				},
				head,
			);
		},
	};
}
