/** The desk at which ops say whom keys mean: what they ask for is understood here, and what there is is put as they know it. */
import { z } from 'zod';
import type { DoublePerson, Doubles, MergePreview, PersonIdentities } from '../../shared/identities-api.ts';
import { InputError } from '../errors.ts';
import type { KeyFactsReader } from '../facts/key-facts.ts';
import { countOf, noFacts } from '../facts/key-facts.ts';
import type { Identities, IdentityHandlers } from '../floor/identities.ts';
import { areColleagues, likenessOf, spelled, strength } from '../floor/likeness.ts';
import type { People, Person } from '../floor/people.ts';
import type { Targets } from '../floor/targets.ts';
import type { EntryHead, Journal } from '../journal/journal.ts';
import type { Roster } from './roster.ts';

export interface IdentityDesk {
	/** @throws InputError 404 */
	of: (id: number) => PersonIdentities;
	/** Adds a key or takes one away. @throws InputError 400, 404, or 409 when the key means somebody else. */
	change: (id: number, wish: IdentityWish, head: EntryHead) => PersonIdentities;
	mergePreview: (from: number, into: number) => MergePreview;
	merge: (from: number, into: number, head: EntryHead) => void;
	doubles: () => Doubles;
	tellApart: (a: number, b: number, head: EntryHead) => void;
	/** @throws InputError 404 */
	person: (id: number, field?: string) => Person;
	/** How many facts all of their keys have, whoever they are. */
	factsOf: (id: number) => number;
	teamsOf: (id: number) => string[];
	targetsOf: (id: number) => number;
}

export interface IdentityDeskStages {
	people: People;
	identities: Identities;
	keyFacts: KeyFactsReader;
	targets: Targets;
	roster: Roster;
	journal: Journal<IdentityHandlers>;
	sources: () => string[];
	today: () => string;
}

const text = z.string({ message: 'expected a text' }).trim().min(1, { message: 'must not be empty' }).max(200, { message: 'at most 200 characters' });
export const identityRequest = z.union([z.strictObject({ add: text, source: text.optional(), move: z.boolean().optional() }), z.strictObject({ remove: text })], { message: 'expected {add} or {remove}' });
export type IdentityWish = z.infer<typeof identityRequest>;
const mostDoubles = 100;

export const sourceOf = (key: string): string | null => (key.includes('@') || !key.includes('/') ? null : key.slice(0, key.indexOf('/')));
export const nameIn = (key: string): string => (sourceOf(key) === null ? key : key.slice(key.indexOf('/') + 1));

export function createIdentityDesk(stages: IdentityDeskStages): IdentityDesk {
	const { people, identities, keyFacts, targets, roster, journal, sources, today } = stages;

	const person: IdentityDesk['person'] = (id, field = 'id') => {
		const found = people.person(id);
		if (!found) throw new InputError('There is no such person.', { status: 404, code: 'not_found', field });
		return found;
	};

	const of: IdentityDesk['of'] = (id) => {
		const { name } = person(id);
		const keys = identities.keysOf(id);
		const facts = keyFacts.ofKeys(keys.map(({ key }) => key));
		return {
			person: id,
			name,
			keys: keys.map(({ key, byHand }) => ({ key, source: sourceOf(key), name: nameIn(key), byHand, facts: facts.get(key)?.facts ?? noFacts })),
			sources: sources(),
		};
	};

	const add = (id: number, wish: { add: string; source?: string | undefined; move?: boolean | undefined }, head: EntryHead): void => {
		const isAddress = wish.add.includes('@');
		if (isAddress && !/^[^\s@]+@[^\s@]+$/.test(wish.add)) throw new InputError('expected an e-mail address', { field: 'add', code: 'not_an_email' });
		if (!isAddress && !wish.source) throw new InputError('a name needs the source that uses it', { field: 'source', code: 'missing' });
		if (!isAddress && wish.source?.includes('/')) throw new InputError('a source has no slash in its name', { field: 'source' });
		const key = people.ownerKey(wish.add, wish.source ?? '');
		if (key.startsWith('erased:')) throw new InputError('It was somebody’s who has been erased.', { status: 409, code: 'erased', field: 'add' });
		const now = identities.meaningOf(key);
		if (now?.person === id) throw new InputError('It means this person already.', { status: 409, code: 'no_change', field: 'add' });
		const other = now?.person != null ? people.person(now.person) : undefined;
		if (other && wish.move !== true) throw new InputError(`It means ${other.name} now.`, { status: 409, code: 'elsewhere', field: 'add' });
		const holder = isAddress ? identities.whoHasAddress(key) : null;
		const addresses = [
			...(other && other.email === key ? [{ person: other.id, to: null }] : []),
			...(isAddress && person(id).email === null && (holder === null || holder === other?.id) ? [{ person: id, to: key }] : []),
		];
		journal.apply('identities set', { keys: [{ key, to: { person: id, byHand: true } }], addresses }, head);
	};

	const whose = ({ id, name, email }: Person): DoublePerson => {
		const team = roster.teamOn(id, today());
		return { id, name, email, team: team === null ? null : (roster.team(team)?.name ?? null), facts: 0 };
	};
	const factsOf = (id: number): number => [...keyFacts.ofKeys(identities.keysOf(id).map(({ key }) => key)).values()].reduce((sum, { facts }) => sum + countOf(facts), 0);
	const teamsOf = (id: number): string[] => [...new Set(people.memberships().flatMap((membership) => (membership.person === id ? (roster.team(membership.team)?.name ?? []) : [])))];
	const targetsOf = (id: number): number => targets.list().filter(({ scope }) => scope === `person:${id}`).length;

	return {
		of,
		person,
		factsOf,
		teamsOf,
		targetsOf,
		change: (id, wish, head) => {
			const { email } = person(id);
			if ('add' in wish) add(id, wish, head);
			else {
				if (identities.meaningOf(wish.remove)?.person !== id) throw new InputError('It does not mean this person.', { status: 409, code: 'conflict', field: 'remove' });
				const addresses = email === wish.remove ? [{ person: id, to: null }] : [];
				journal.apply('identities set', { keys: [{ key: wish.remove, to: { person: null, byHand: false } }], addresses }, head);
			}
			return of(id);
		},
		mergePreview: (from, into) => {
			const [theirs, own] = [person(from), person(into, 'into')];
			if (from === into) throw new InputError('two different people are needed', { field: 'into' });
			const summary = ({ id, name }: Person) => ({ id, name, keys: identities.keysOf(id).length, facts: factsOf(id) });
			return {
				from: summary(theirs),
				into: summary(own),
				lost: { targets: targetsOf(from), teams: teamsOf(from), photo: theirs.photo !== null && own.photo !== null, role: theirs.role !== own.role ? theirs.role : null },
				gained: { photo: theirs.photo !== null && own.photo === null, email: own.email === null ? theirs.email : null, leftOut: own.isRanked && !theirs.isRanked },
			};
		},
		merge: (from, into, head) => {
			person(from);
			person(into, 'into');
			journal.apply('people merged', { from, into }, head);
		},
		doubles: () => {
			const all = people.list().flatMap((one) => (one.isErased ? [] : [{ one, spelling: spelled(one) }]));
			const apart = new Set(identities.toldApart().map(({ a, b }) => `${a} ${b}`));
			const found = all.flatMap((a, index) =>
				all.slice(index + 1).flatMap((b) => {
					const likeness = likenessOf(a.spelling, b.spelling);
					const [low, high] = a.one.id < b.one.id ? [a.one, b.one] : [b.one, a.one];
					return likeness === null || apart.has(`${low.id} ${high.id}`) ? [] : [{ low, high, likeness }];
				}),
			);
			found.sort((one, other) => strength(other.likeness) - strength(one.likeness));
			const keys = new Map(found.flatMap(({ low, high }) => [low.id, high.id]).map((id) => [id, identities.keysOf(id).map(({ key }) => key)]));
			// Read once for all of them: each reading looks through all facts.
			const facts = keyFacts.ofKeys([...keys.values()].flat());
			const sourcesOf = ({ id }: Person): string[] => (keys.get(id) ?? []).flatMap((key) => [...(facts.get(key)?.sources ?? []), sourceOf(key) ?? []].flat());
			/** One source knows both, by two addresses of one house: it takes them for two, and they are. */
			const areTwo = ({ low, high, likeness }: (typeof found)[number]): boolean =>
				(likeness === 'initials' || likeness === 'nearly') && areColleagues(low, high) && sourcesOf(low).some((source) => sourcesOf(high).includes(source));
			const listed = found.filter((pair) => !areTwo(pair)).slice(0, mostDoubles);
			const put = (one: Person): DoublePerson => ({ ...whose(one), facts: (keys.get(one.id) ?? []).reduce((sum, key) => sum + countOf(facts.get(key)?.facts ?? noFacts), 0) });
			return { pairs: listed.map(({ low, high, likeness }) => ({ a: put(low), b: put(high), likeness })) };
		},
		tellApart: (a, b, head) => {
			person(a, 'a');
			person(b, 'b');
			journal.apply('people told apart', { a, b, apart: true }, head);
		},
	};
}
