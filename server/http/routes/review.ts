/** The monthly review: what it shows, its agenda, and months that are closed. */
import { agendaRequest } from '../../review/agenda-desk.ts';
import { closeRequest } from '../../review/close-desk.ts';
import { closeFiguresQuery, closeQuery } from '../../review/closing.ts';
import { reviewQuery } from '../../review/review.ts';
import type { AppContext } from '../context.ts';
import { authorOf, route, type Route } from '../route.ts';

export const reviewRoutes = ({ wall }: AppContext): Route[] => [
	route({ method: 'get', path: '/api/v1/review', who: 'session', says: 'Gives the review of a month, live or as it was closed.', query: reviewQuery, answer: ({ query, caller }) => wall.review.page(query, caller.kind === 'session' && caller.account.role !== 'viewer') }),
	route({ method: 'put', path: '/api/v1/review/agenda', who: 'steer', says: 'Sets order, showing and team of the sections, and when a month closes by itself.', body: agendaRequest, answer: ({ body, caller }) => wall.agenda.set(body, authorOf(caller)) }),
	route({ method: 'post', path: '/api/v1/review/closes', who: 'steer', says: 'Closes a month: keeps all that its review shows.', body: closeRequest, answer: ({ body, caller }) => wall.closing.close(body, authorOf(caller)) }),
	route({ method: 'get', path: '/api/v1/review/changes', who: 'session', says: 'Lists what has changed since a month was closed.', query: closeQuery, answer: ({ query }) => wall.closing.changes(query) }),
	route({ method: 'get', path: '/api/v1/review/figures', who: 'session', says: 'Gives the figures that a close kept.', query: closeFiguresQuery, answer: ({ query }) => wall.closing.figures(query) }),
];
