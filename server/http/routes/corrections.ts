/** Deals and meetings to look at, and what ops set on them by hand. */
import { correctionRequest, correctionsPage, factsQuery } from '../../facts/correction-desk.ts';
import type { AppContext } from '../context.ts';
import { authorOf, entryRequest, route, type Route } from '../route.ts';

export const correctionRoutes = ({ wall, clock }: AppContext): Route[] => [
	route({ method: 'get', path: '/api/v1/facts', who: 'desk', says: 'Finds deals or meetings, or one by its source and id.', query: factsQuery, answer: ({ query }) => wall.corrections.search(query) }),
	route({ method: 'get', path: '/api/v1/corrections', who: 'desk', says: 'Lists the corrections by hand that are in force.', query: correctionsPage, answer: ({ query }) => wall.corrections.inForce(query) }),
	route({ method: 'post', path: '/api/v1/corrections', who: 'ops', says: 'Corrects, excludes or enters a deal or a meeting by hand, or withdraws that.', body: correctionRequest, answer: ({ body, caller }) => wall.corrections.correct(body, authorOf(caller), clock.now()) }),
	route({ method: 'get', path: '/api/v1/corrections/log', who: 'desk', says: 'Lists who corrected what, the newest first.', query: correctionsPage, answer: ({ query }) => wall.corrections.log(query) }),
	route({
		method: 'post',
		path: '/api/v1/corrections/undo',
		who: 'ops',
		says: 'Takes a correction back.',
		body: entryRequest,
		answer: ({ body: { entry }, caller }) => wall.corrections.undo(entry, authorOf(caller), clock.now()),
	}),
];
