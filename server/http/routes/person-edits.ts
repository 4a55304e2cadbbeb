/** Adding, changing and moving people. Each answer says what the change did to the figures. */
import { z } from 'zod';
import { mostAdded, type NewPerson, type SavedPeople, type SavedPerson } from '../../../shared/people-api.ts';
import { roleOf } from '../../../shared/roles.ts';
import { InputError } from '../../errors.ts';
import { day, personRow, text } from '../../facts/schema.ts';
import { forEver, fromEver } from '../../floor/memberships.ts';
import type { Person } from '../../floor/people.ts';
import { nameOf } from '../../floor/plain-text.ts';
import type { AppContext } from '../context.ts';
import { createPersonCards } from '../person-card.ts';
import { authorOf, route, type Call, type Route } from '../route.ts';

const number = (what: string) => z.int({ message: `expected the number of ${what}` });
const seen = number('the change that was seen last');
const name = nameOf('a person', 200);
const email = personRow.shape.email;
const role = z.string({ message: 'expected a role' }).pipe(text(50)).nullish();
const manager = number('a person').nullish();
const when = z.string({ message: 'expected a date as YYYY-MM-DD' }).pipe(day);
const span = z.strictObject({ team: number('a team'), from: when.nullable(), to: when.nullable() });

const editRequest = z.strictObject({
	seen,
	name: name.optional(),
	email,
	role,
	manager,
	start: when.nullish(),
	end: when.nullish(),
	memberships: z.array(span, { message: 'expected a list' }).max(200, { message: 'at most 200 times in teams' }).optional(),
});
const teamName = nameOf('a team', 100);
const newPerson = z.strictObject({ name, email, role, manager, start: when.nullish(), team: teamName.nullish() });
const addRequest = z.strictObject({ people: z.array(newPerson, { message: 'expected a list of people' }).min(1, { message: 'expected at least one person' }).max(mostAdded, { message: `at most ${mostAdded} people` }) });
const moveRequest = z.strictObject({
	people: z.array(z.strictObject({ id: number('a person'), seen }), { message: 'expected a list of people' }).min(1, { message: 'expected at least one person' }).max(1_000, { message: 'at most 1000 people' }),
	team: number('a team'),
	from: when.nullable(),
});
const giveBackRequest = z.strictObject({ seen, field: z.enum(['name', 'role', 'manager', 'start', 'end', 'team'], { message: 'expected name, role, manager, start, end or team' }) });

/** Keys that are not there stay out, so that absent fields stay. */
const given = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
	// What is undefined was filtered out.
	Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };

export function personEditRoutes(context: AppContext): Route[] {
	const { wall, clock } = context;
	const { people, journal, consequences } = wall;
	const { personOf, listed, card } = createPersonCards(context);
	const headOf = ({ caller }: Pick<Call, 'caller'>) => ({ at: clock.now(), author: authorOf(caller) });

	/** @throws InputError for a role that neither we know nor the person has. */
	const roleGiven = (wished: string | null | undefined, stands: string | null): string | null | undefined => {
		if (wished === undefined || wished === null || wished === stands) return wished;
		const known = roleOf(wished);
		if (known === null) throw new InputError('There is no such role.', { field: 'role' });
		return known === roleOf(stands) ? stands : known;
	};
	/** @throws InputError */
	const managerGiven = (id: number | null | undefined, of: Person | null): string | null | undefined => {
		if (id === undefined || id === null) return id;
		if (id === of?.id) throw new InputError('Nobody is their own manager.', { field: 'manager' });
		const found = people.person(id);
		if (!found) throw new InputError('There is no such person.', { field: 'manager' });
		return people.keyOf(id) ?? found.handle;
	};
	const saved = async (id: string | undefined, change: () => void): Promise<SavedPerson> => {
		const list = await consequences(change);
		return { person: card(personOf(id)), consequences: list };
	};

	return [
		route({
			method: 'post',
			path: '/api/v1/people',
			who: 'ops',
			says: 'Adds people.',
			largest: 200_000,
			body: addRequest,
			answer: async (call): Promise<SavedPeople> => {
				const added = call.body.people.map((person): Required<NewPersonRow> => {
					const known = roleGiven(person.role, null) ?? null;
					return { name: person.name, email: person.email ?? null, role: known, manager: managerGiven(person.manager, null) ?? null, start: person.start ?? null, team: person.team ?? null };
				});
				let ids: number[] = [];
				const list = await consequences(() => {
					ids = journal.apply('people added', { people: added }, headOf(call));
				});
				return { people: ids.flatMap((id) => people.person(id) ?? []).map(listed), consequences: list };
			},
		}),
		route({
			method: 'put',
			path: '/api/v1/people/:id',
			who: 'ops',
			says: 'Changes what is known of a person, and which teams they were in when.',
			body: editRequest,
			answer: (call): Promise<SavedPerson> => {
				const person = personOf(call.params['id']);
				const { seen: was, memberships, ...wished } = call.body;
				const fields = given({ ...wished, role: roleGiven(wished.role, person.role), manager: managerGiven(wished.manager, person) });
				const spans = memberships?.map(({ team, from, to }, index) => {
					if (!people.team(team)) throw new InputError('There is no such team.', { field: `memberships[${index}].team` });
					return { team, from: from ?? fromEver, to: to ?? forEver };
				});
				return saved(call.params['id'], () => journal.apply('person saved', { person: person.id, seen: was, fields, ...(spans ? { spans } : {}) }, headOf(call)));
			},
		}),
		route({
			method: 'post',
			path: '/api/v1/people/move',
			who: 'ops',
			says: 'Moves people to another team from a day on.',
			largest: 200_000,
			body: moveRequest,
			answer: async (call): Promise<SavedPeople> => {
				const { people: moved, team, from } = call.body;
				const list = await consequences(() => journal.apply('people moved', { people: moved, team, from: from ?? fromEver }, headOf(call)));
				return { people: moved.flatMap(({ id }) => people.person(id) ?? []).map(listed), consequences: list };
			},
		}),
		route({
			method: 'post',
			path: '/api/v1/people/:id/given-back',
			who: 'ops',
			says: 'Lets the sources say again what ops set of a person.',
			body: giveBackRequest,
			answer: (call): Promise<SavedPerson> => {
				const { id } = personOf(call.params['id']);
				const { seen: was, field } = call.body;
				return saved(call.params['id'], () => journal.apply('person given back', { person: id, seen: was, field }, headOf(call)));
			},
		}),
	];
}

type NewPersonRow = Omit<NewPerson, 'manager'> & { manager: string | null };
