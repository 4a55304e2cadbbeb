/** For how long facts are kept. */
import { z } from 'zod';
import { keepSchema, liftSchema, retentionSchema } from '../../metrics/retention-desk.ts';
import type { AppContext } from '../context.ts';
import { authorOf, route, type Route } from '../route.ts';

export const retentionRoutes = ({ wall: { retention } }: AppContext): Route[] => [
	route({ method: 'get', path: '/api/v1/retention', who: 'desk', says: 'For how many months each kind of fact is kept, how many there are, and since when all of them are known.', answer: () => retention.state() }),
	route({
		method: 'post',
		path: '/api/v1/retention/preview',
		who: 'admin',
		says: 'What keeping facts for so many months and no longer would take out now; changes nothing.',
		body: z.strictObject({ keep: keepSchema }),
		answer: ({ body }) => retention.preview(body.keep),
	}),
	route({
		method: 'put',
		path: '/api/v1/retention',
		who: 'admin',
		says: 'Sets for how many months each kind is kept besides the one that runs, null for ever. What is older is taken out and cannot be brought back: `confirm` is the name of the workspace.',
		body: retentionSchema,
		answer: ({ body, caller, stillMay }) => retention.save(body, authorOf(caller), stillMay),
	}),
	route({
		method: 'post',
		path: '/api/v1/retention/lift',
		who: 'admin',
		says: 'Takes older facts of a kind again and lets them count, once all of them are brought in anew.',
		body: liftSchema,
		answer: ({ body, caller }) => retention.lift(body, authorOf(caller)),
	}),
];
