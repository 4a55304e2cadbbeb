/** Which of the people the page lists. */
import type { ListedPerson } from '../../shared/people-api.ts';

/** Without accents and case: whoever looks for "jose" finds José. */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Those who are here first; within that as the server sorts them. */
export function chosenPeople(people: readonly ListedPerson[], { search, team }: { search: string; team: string }): ListedPerson[] {
	const wanted = plain(search).split(/\s+/).filter(Boolean);
	const found = people.filter((person) => (team === '' || person.team === team) && wanted.every((word) => plain(`${person.name} ${person.email ?? ''}`).includes(word)));
	return [...found.filter(({ isActive }) => isActive), ...found.filter(({ isActive }) => !isActive)];
}

export const teamsOf = (people: readonly ListedPerson[]): string[] => [...new Set(people.flatMap(({ team }) => team ?? []))].sort((a, b) => a.localeCompare(b));
