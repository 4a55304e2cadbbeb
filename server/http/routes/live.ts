/** The admin pages' live stream of changes. */
import type { AppContext } from '../context.ts';
import { route, type Route } from '../route.ts';

export const liveRoutes = ({ liveChanges }: AppContext): Route[] => [
	route({
		method: 'get',
		path: '/api/v1/changes/live',
		who: 'session',
		says: 'Streams, as server-sent events, who changes what kind of thing.',
		gives: 'text/event-stream',
		answer: ({ caller, request, response }) => {
			// HEAD asks for no stream.
			if (caller.kind === 'session' && request.method === 'GET') liveChanges().join(response, caller.token);
			return {};
		},
	}),
];
