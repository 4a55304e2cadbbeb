/** Teams: the list, adding, renaming, closing and opening again. */
import { z } from 'zod';
import type { ListedTeam } from '../../../shared/people-api.ts';
import { nameOf } from '../../floor/plain-text.ts';
import type { AppContext } from '../context.ts';
import { createPersonCards } from '../person-card.ts';
import { authorOf, idIn, parse, yesOrNo, type Route } from '../route.ts';

const name = nameOf('a team', 100);
const addRequest = z.strictObject({ name });
const changeRequest = z.union([addRequest, z.strictObject({ isClosed: yesOrNo })], { message: 'expected a name, or isClosed' });

export function teamRoutes(context: AppContext): Route[] {
	const { wall, clock } = context;
	const { teams, today } = createPersonCards(context);
	return [
		{ method: 'get', path: '/api/v1/teams', who: 'desk', answer: (): ListedTeam[] => teams() },
		{
			method: 'post',
			path: '/api/v1/teams',
			who: 'ops',
			answer: ({ body, caller }): ListedTeam[] => {
				wall.journal.apply('team opened', parse(addRequest, body), { at: clock.now(), author: authorOf(caller) });
				return teams();
			},
		},
		{
			method: 'put',
			path: '/api/v1/teams/:id',
			who: 'ops',
			answer: ({ params, body, caller }): ListedTeam[] => {
				const team = idIn(params['id'], 'a team');
				const change = parse(changeRequest, body);
				const head = { at: clock.now(), author: authorOf(caller) };
				const before = wall.people.team(team);
				if ('name' in change) {
					if (before?.name !== change.name) wall.journal.apply('team renamed', { team, name: change.name }, head);
				} else if (change.isClosed) {
					if (!before?.isClosed) wall.journal.apply('team closed', { team, on: today() }, head);
				} else if (before?.isClosed) wall.journal.apply('team opened', { name: before.name }, head);
				return teams();
			},
		},
	];
}
