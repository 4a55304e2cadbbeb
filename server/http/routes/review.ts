/** The monthly review: what it shows. */
import type { AppContext } from '../context.ts';
import type { Route } from '../route.ts';

export const reviewRoutes = ({ wall }: AppContext): Route[] => [
	{ method: 'get', path: '/api/v1/review', who: 'session', answer: ({ query, caller }) => wall.review.page(query, caller.kind === 'session' && caller.account.role !== 'viewer') },
];
