/** The admin pages' live stream of changes. */
import type { AppContext } from '../context.ts';
import type { Route } from '../route.ts';

export const liveRoutes = ({ liveChanges }: AppContext): Route[] => [
	{
		method: 'get',
		path: '/api/v1/changes/live',
		who: 'session',
		answer: ({ caller, request, response }) => {
			// HEAD asks for no stream.
			if (caller.kind === 'session' && request.method === 'GET') liveChanges().join(response, caller.token);
			return {};
		},
	},
];
