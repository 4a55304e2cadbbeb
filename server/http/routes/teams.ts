/** Teams: the list, adding, renaming, closing and opening again. */
import { z } from 'zod';
import type { ListedTeam } from '../../../shared/people-api.ts';
import { nameOf } from '../../floor/plain-text.ts';
import type { AppContext } from '../context.ts';
import { createPersonCards } from '../person-card.ts';
import { authorOf, idIn, yesOrNo, route, type Route } from '../route.ts';

const name = nameOf('a team', 100);
const addRequest = z.strictObject({ name });
const changeRequest = z.union([addRequest, z.strictObject({ isClosed: yesOrNo })], { message: 'expected a name, or isClosed' });

export function teamRoutes(context: AppContext): Route[] {
	const { wall, clock } = context;
	const { teams, today } = createPersonCards(context);
	return [
		route({ method: 'get', path: '/api/v1/teams', who: 'desk', says: 'Lists the teams.', answer: (): ListedTeam[] => teams() }),
		route({
			method: 'post',
			path: '/api/v1/teams',
			who: 'ops',
			says: 'Adds a team, or opens a closed one again.',
			body: addRequest,
			answer: ({ body, caller }): ListedTeam[] => {
				wall.journal.apply('team opened', body, { at: clock.now(), author: authorOf(caller) });
				return teams();
			},
		}),
		route({
			method: 'put',
			path: '/api/v1/teams/:id',
			who: 'ops',
			says: 'Renames a team, closes it or opens it again.',
			body: changeRequest,
			answer: ({ params, body: change, caller }): ListedTeam[] => {
				const team = idIn(params['id'], 'a team');
				const head = { at: clock.now(), author: authorOf(caller) };
				const before = wall.people.team(team);
				if ('name' in change) {
					if (before?.name !== change.name) wall.journal.apply('team renamed', { team, name: change.name }, head);
				} else if (change.isClosed) {
					if (!before?.isClosed) wall.journal.apply('team closed', { team, on: today() }, head);
				} else if (before?.isClosed) wall.journal.apply('team opened', { name: before.name }, head);
				return teams();
			},
		}),
	];
}
