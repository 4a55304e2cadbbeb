/** The monthly review: what it shows, its agenda, and months that are closed. */
import type { AppContext } from '../context.ts';
import { authorOf, type Route } from '../route.ts';

export const reviewRoutes = ({ wall }: AppContext): Route[] => [
	{ method: 'get', path: '/api/v1/review', who: 'session', answer: ({ query, caller }) => wall.review.page(query, caller.kind === 'session' && caller.account.role !== 'viewer') },
	{ method: 'put', path: '/api/v1/review/agenda', who: 'steer', answer: ({ body, caller }) => wall.agenda.set(body, authorOf(caller)) },
	{ method: 'post', path: '/api/v1/review/closes', who: 'steer', answer: ({ body, caller }) => wall.closing.close(body, authorOf(caller)) },
	{ method: 'get', path: '/api/v1/review/changes', who: 'session', answer: ({ query }) => wall.closing.changes(query) },
	{ method: 'get', path: '/api/v1/review/figures', who: 'session', answer: ({ query }) => wall.closing.figures(query) },
];
