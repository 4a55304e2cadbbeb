/** Who belonged where and who counts as active (M14, M18), remembered until people change. */
import type { Role } from '../../shared/roles.ts';
import type { Calendar } from '../floor/calendar.ts';
import type { Membership } from '../floor/memberships.ts';
import type { People, Person } from '../floor/people.ts';
import type { Team } from '../floor/teams.ts';
import { createMemory } from './memory.ts';

/** Roles that do not sell; who has another role, or none that we know, does. */
const notSelling = new Set(['sdrm', 'lead', 'enb', 'mgmt', 'manager', 'leader', 'enablement', 'management', 'ops']);

export interface Roster {
	people: () => Person[];
	person: (id: number) => Person | undefined;
	teams: () => Team[];
	team: (id: number) => Team | undefined;
	teamOn: (person: number, day: string) => number | null;
	/** Sellers employed on at least one working day of the range, in one of the roles (empty: any). */
	active: (range: { from: string; to: string }, roles?: readonly Role[]) => readonly Person[];
}

export function createRoster(people: People, calendar: () => Calendar): Roster {
	interface Known {
		changes: number;
		/** What whoever was erased is called; another in another language. */
		nameless: string;
		people: Person[];
		byId: Map<number, Person>;
		teams: Team[];
		memberships: Map<number, Membership[]>;
	}
	let known: Known | null = null;
	const now = (): Known => {
		if (known?.changes === people.changes() && known.nameless === people.nameless()) return known;
		const list = people.list();
		const memberships = new Map<number, Membership[]>();
		for (const membership of people.memberships()) memberships.set(membership.person, [...(memberships.get(membership.person) ?? []), membership]);
		known = { changes: people.changes(), nameless: people.nameless(), people: list, byId: new Map(list.map((person) => [person.id, person])), teams: people.teams(), memberships };
		return known;
	};
	const sells = (person: Person, roles: readonly Role[]): boolean => {
		const role = person.role?.toLowerCase() ?? null;
		if (role === null) return true;
		if (roles.length === 0) return !notSelling.has(role);
		return roles.some((wanted) => wanted === role && !notSelling.has(role));
	};
	const memory = createMemory<Person[]>(() => [people.changes(), people.nameless(), calendar()]);
	return {
		people: () => now().people,
		person: (id) => now().byId.get(id),
		teams: () => now().teams,
		team: (id) => now().teams.find((team) => team.id === id),
		teamOn: (person, day) => now().memberships.get(person)?.find(({ from, to }) => from <= day && to >= day)?.team ?? null,
		active: ({ from, to }, roles = []) =>
			memory('active', `${from} ${to} ${roles.join()}`, () =>
				now().people.filter((person) => {
					if (!sells(person, roles)) return false;
					const first = person.startDay !== null && person.startDay > from ? person.startDay : from;
					const last = person.endDay !== null && person.endDay < to ? person.endDay : to;
					return first <= last && calendar().workdays(first, last) > 0;
				}),
			),
	};
}
