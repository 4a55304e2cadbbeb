/** What ops changed in an area, and taking it back. */
import { z } from 'zod';
import type { AreaChanges, ChangeUndone } from '../../../shared/changes-api.ts';
import { changesQuery } from '../../floor/change-log.ts';
import type { AppContext } from '../context.ts';
import { authorOf, route, type Route } from '../route.ts';

const undoRequest = z.object({ entry: z.int({ message: 'expected the number of a change' }) });

export const changeRoutes = ({ wall }: AppContext): Route[] => [
	route({ method: 'get', path: '/api/v1/changes', who: 'desk', says: 'Lists who changed what in an area of the admin page, the newest first.', query: changesQuery, answer: ({ query }): AreaChanges => wall.changes.list(query) }),
	route({
		method: 'post',
		path: '/api/v1/changes/undo',
		who: 'ops',
		says: 'Takes a change back.',
		body: undoRequest,
		answer: async ({ body: { entry }, caller }): Promise<ChangeUndone> => {
			const { changes } = wall;
			return { consequences: await wall.consequences(() => changes.undo(entry, authorOf(caller)), changes.concerned(entry)) };
		},
	}),
];
