/** People as the admin page sees them. */
import type { FieldByHand, ListedPerson, ListedTeam, PersonCard } from '../../shared/people-api.ts';
import { InputError } from '../errors.ts';
import { forEver, fromEver } from '../floor/memberships.ts';
import type { Person } from '../floor/people.ts';
import { initialsOf } from '../panels/context.ts';
import type { AppContext } from './context.ts';
import { isId } from './route.ts';

export interface PersonCards {
	today: () => string;
	/** By the number in an address. @throws InputError 404 */
	personOf: (id: string | undefined) => Person;
	listed: (person: Person) => ListedPerson;
	card: (person: Person) => PersonCard;
	teams: () => ListedTeam[];
}

export function createPersonCards({ wall, clock }: Pick<AppContext, 'wall' | 'clock'>): PersonCards {
	const { people, roster } = wall;
	const today = (): string => wall.settings.calendar().dayOf(clock.now());

	const listed: PersonCards['listed'] = ({ id, handle, name, email, role, photo, isRanked, startDay, endDay, entry: seen }) => {
		const day = today();
		const team = roster.teamOn(id, day);
		const hasLeft = endDay !== null && endDay < day;
		const isActive = (startDay === null || startDay <= day) && !hasLeft;
		return { id, handle, name, email, team: team === null ? null : (roster.team(team)?.name ?? null), role, initials: initialsOf(name), photo, isRanked, isActive, hasLeft, seen };
	};

	const byHand = (person: Person): FieldByHand[] => {
		const standing = { name: person.name, role: person.role, manager: person.manager, start: person.startDay, end: person.endDay };
		const isSame = (field: FieldByHand['field'], says: string, since: string | null): boolean => {
			if (field === 'team') {
				const day = since !== null && since > today() ? since : today();
				return people.teamNamed(says)?.id === (roster.teamOn(person.id, day) ?? undefined);
			}
			const stands = standing[field] ?? '';
			return says === stands || (field === 'manager' && says !== '' && people.personNamed(says)?.id === people.personNamed(stands)?.id);
		};
		return people.setByHand(person.id).map(({ field, says, since, source }) => ({
			field,
			says: says === null || isSame(field, says, since) ? null : { value: says === '' ? null : field === 'manager' ? (people.personNamed(says)?.name ?? says) : says, since, source },
		}));
	};

	return {
		today,
		personOf: (id = '') => {
			const person = isId(id) ? people.person(Number(id)) : undefined;
			if (!person) throw new InputError('There is no such person.', { status: 404, code: 'not_found', field: 'id' });
			return person;
		},
		listed,
		card: (person) => {
			const manager = person.manager === null ? undefined : people.personNamed(person.manager);
			return {
				...listed(person),
				manager: person.manager === null ? null : { id: manager?.id ?? null, name: manager?.name ?? person.manager },
				start: person.startDay,
				end: person.endDay,
				memberships: people.spansOf(person.id).map(({ team, from, to }) => ({ team, name: people.team(team)?.name ?? '', from: from === fromEver ? null : from, to: to === forEver ? null : to })),
				byHand: byHand(person),
			};
		},
		teams: () => {
			const day = today();
			const here = new Map<number, number>();
			for (const person of people.list()) {
				const team = roster.teamOn(person.id, day);
				if (team !== null && !person.isErased && listed(person).isActive) here.set(team, (here.get(team) ?? 0) + 1);
			}
			return people.teams().map(({ id, name, isClosed }) => ({ id, name, formerNames: people.formerNames(id), people: here.get(id) ?? 0, standing: people.membersFrom(id, day).length, isClosed }));
		},
	};
}
