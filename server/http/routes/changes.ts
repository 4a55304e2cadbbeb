/** What ops changed in an area, and taking it back. */
import { z } from 'zod';
import type { AreaChanges } from '../../../shared/changes-api.ts';
import type { AppContext } from '../context.ts';
import { authorOf, parse, type Route } from '../route.ts';

const undoRequest = z.object({ entry: z.int({ message: 'expected the number of a change' }) });

export const changeRoutes = ({ wall }: AppContext): Route[] => [
	{ method: 'get', path: '/api/v1/changes', who: 'session', answer: ({ query }): AreaChanges => wall.changes.list(query) },
	{
		method: 'post',
		path: '/api/v1/changes/undo',
		who: 'ops',
		answer: ({ body, caller }) => {
			wall.changes.undo(parse(undoRequest, body).entry, authorOf(caller));
			return {};
		},
	},
];
