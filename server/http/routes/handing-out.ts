/** What is agreed in a review, and handed out after it. */
import type { Handout, LinkMade, LinkView, ReviewAction } from '../../../shared/review-api.ts';
import { InputError } from '../../errors.ts';
import { actionChange, actionRequest } from '../../review/actions.ts';
import { linkRequest } from '../../review/links.ts';
import type { AppContext } from '../context.ts';
import { authorOf, idIn, route, type Route } from '../route.ts';

export const handingOutRoutes = ({ wall: { handingOut } }: AppContext): Route[] => [
	route({ method: 'post', path: '/api/v1/review/actions', who: 'steer', says: 'Notes who does what until when.', body: actionRequest, answer: ({ body, caller }): ReviewAction => handingOut.actions.note(body, authorOf(caller)) }),
	route({ method: 'put', path: '/api/v1/review/actions/:id', who: 'steer', says: 'Changes what was noted, or ticks it off.', body: actionChange, answer: ({ params, body, caller }): ReviewAction => handingOut.actions.change(idIn(params['id'], 'an action'), body, authorOf(caller)) }),
	route({
		method: 'delete',
		path: '/api/v1/review/actions/:id',
		who: 'steer',
		says: 'Removes what was noted.',
		answer: ({ params, caller }) => {
			handingOut.actions.remove(idIn(params['id'], 'an action'), authorOf(caller));
			return {};
		},
	}),
	route({ method: 'get', path: '/api/v1/review/links', who: 'session', says: 'Lists the links to closed reviews that work.', answer: (): { links: LinkView[] } => ({ links: handingOut.links.list() }) }),
	route({ method: 'post', path: '/api/v1/review/links', who: 'steer', says: 'Makes a link to a closed review; its address is answered this once.', body: linkRequest, answer: ({ body, caller }): LinkMade => handingOut.links.give(body, authorOf(caller)) }),
	route({
		method: 'delete',
		path: '/api/v1/review/links/:id',
		who: 'steer',
		says: 'Takes a link back.',
		answer: ({ params, caller }) => {
			handingOut.links.revoke(idIn(params['id'], 'a link'), authorOf(caller));
			return {};
		},
	}),
	route({
		method: 'get',
		path: '/api/v1/handout',
		who: 'link',
		says: 'Gives what a link leads to.',
		answer: ({ caller }): Promise<Handout> => {
			if (caller.kind !== 'link') throw new InputError('This needs a link.', { status: 403, code: 'forbidden' });
			return handingOut.handout(caller.token);
		},
	}),
];
