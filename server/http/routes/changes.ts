/** What ops changed in an area, and taking it back. */
import { z } from 'zod';
import type { AreaChanges, ChangeUndone } from '../../../shared/changes-api.ts';
import type { AppContext } from '../context.ts';
import { authorOf, parse, type Route } from '../route.ts';

const undoRequest = z.object({ entry: z.int({ message: 'expected the number of a change' }) });

export const changeRoutes = ({ wall }: AppContext): Route[] => [
	{ method: 'get', path: '/api/v1/changes', who: 'desk', answer: ({ query }): AreaChanges => wall.changes.list(query) },
	{
		method: 'post',
		path: '/api/v1/changes/undo',
		who: 'ops',
		answer: async ({ body, caller }): Promise<ChangeUndone> => {
			const { entry } = parse(undoRequest, body);
			const { changes } = wall;
			return { consequences: await wall.consequences(() => changes.undo(entry, authorOf(caller)), changes.concerned(entry)) };
		},
	},
];
