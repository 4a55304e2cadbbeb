/** Which of the people the page lists. */
import type { ListedPerson, ListedTeam } from '../../shared/people-api.ts';
import { roleOf, roles } from '../../shared/roles.ts';
import type { Translation } from '../../shared/words/language.ts';

/** Without accents and case: whoever looks for "jose" finds José. */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export interface Chosen {
	search: string;
	team: string;
	/** '' for all, 'none' for those without. */
	role?: string;
	/** Leaves out who has left. */
	isNow?: boolean;
}

const roleKey = (role: string | null): string => roleOf(role) ?? role ?? 'none';

/** Those who are here first; within that as the server sorts them. */
export function chosenPeople(people: readonly ListedPerson[], { search, team, role = '', isNow = false }: Chosen): ListedPerson[] {
	const wanted = plain(search).split(/\s+/).filter(Boolean);
	const found = people.filter((person) => {
		if ((team !== '' && person.team !== team) || (role !== '' && roleKey(person.role) !== role) || (isNow && person.hasLeft)) return false;
		return wanted.every((word) => plain(`${person.name} ${person.email ?? ''} ${person.team ?? ''}`).includes(word));
	});
	return [...found.filter(({ isActive }) => isActive), ...found.filter(({ isActive }) => !isActive)];
}

export const teamsOf = (people: readonly ListedPerson[]): string[] => [...new Set(people.flatMap(({ team }) => team ?? []))].sort((a, b) => a.localeCompare(b));

/** As it is called, when we know it. */
export const roleText = (role: string | null, names: Translation<Record<(typeof roles)[number], string>>): string => {
	const known = roleOf(role);
	return known ? names[known] : (role ?? '');
};

/** The roles to choose from; one that a source gave and we do not know stays. */
export const roleChoices = (names: Translation<Record<(typeof roles)[number], string>>, more: readonly (string | null)[] = []): { value: string; label: string }[] => [
	...roles.map((role) => ({ value: role, label: names[role] })),
	...[...new Set(more)].filter((role) => role !== null && roleOf(role) === null).map((role) => ({ value: role ?? '', label: role ?? '' })),
];

/** The teams to choose from; a closed one only where it stands already. */
export const teamChoices = (teams: readonly ListedTeam[], standing: readonly number[] = []): { value: string; label: string }[] =>
	teams.filter(({ id, isClosed }) => !isClosed || standing.includes(id)).map(({ id, name }) => ({ value: String(id), label: name }));
