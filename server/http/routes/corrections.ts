/** Deals and meetings to look at, and what ops set on them by hand. */
import { z } from 'zod';
import type { AppContext } from '../context.ts';
import { authorOf, parse, type Route } from '../route.ts';

const undoRequest = z.object({ entry: z.int({ message: 'expected the number of an entry' }).positive() });

export const correctionRoutes = ({ wall, clock }: AppContext): Route[] => [
	{ method: 'get', path: '/api/v1/facts', who: 'desk', answer: ({ query }) => wall.corrections.search(query) },
	{ method: 'get', path: '/api/v1/corrections', who: 'desk', answer: ({ query }) => wall.corrections.inForce(query) },
	{ method: 'post', path: '/api/v1/corrections', who: 'ops', answer: ({ body, caller }) => wall.corrections.correct(body, authorOf(caller), clock.now()) },
	{ method: 'get', path: '/api/v1/corrections/log', who: 'desk', answer: ({ query }) => wall.corrections.log(query) },
	{
		method: 'post',
		path: '/api/v1/corrections/undo',
		who: 'ops',
		answer: ({ body, caller }) => {
			const { entry } = parse(undoRequest, body);
			return wall.corrections.undo(entry, authorOf(caller), clock.now());
		},
	},
];
