/** What is agreed in a review, and handed out after it. */
import type { Handout, LinkMade, LinkView, ReviewAction } from '../../../shared/review-api.ts';
import { InputError } from '../../errors.ts';
import type { AppContext } from '../context.ts';
import { authorOf, idIn, type Route } from '../route.ts';

export const handingOutRoutes = ({ wall: { handingOut } }: AppContext): Route[] => [
	{ method: 'post', path: '/api/v1/review/actions', who: 'steer', answer: ({ body, caller }): ReviewAction => handingOut.actions.note(body, authorOf(caller)) },
	{ method: 'put', path: '/api/v1/review/actions/:id', who: 'steer', answer: ({ params, body, caller }): ReviewAction => handingOut.actions.change(idIn(params['id'], 'an action'), body, authorOf(caller)) },
	{
		method: 'delete',
		path: '/api/v1/review/actions/:id',
		who: 'steer',
		answer: ({ params, caller }) => {
			handingOut.actions.remove(idIn(params['id'], 'an action'), authorOf(caller));
			return {};
		},
	},
	{ method: 'get', path: '/api/v1/review/links', who: 'session', answer: (): { links: LinkView[] } => ({ links: handingOut.links.list() }) },
	{ method: 'post', path: '/api/v1/review/links', who: 'steer', answer: ({ body, caller }): LinkMade => handingOut.links.give(body, authorOf(caller)) },
	{
		method: 'delete',
		path: '/api/v1/review/links/:id',
		who: 'steer',
		answer: ({ params, caller }) => {
			handingOut.links.revoke(idIn(params['id'], 'a link'), authorOf(caller));
			return {};
		},
	},
	{
		method: 'get',
		path: '/api/v1/handout',
		who: 'link',
		answer: ({ caller }): Promise<Handout> => {
			if (caller.kind !== 'link') throw new InputError('This needs a link.', { status: 403, code: 'forbidden' });
			return handingOut.handout(caller.token);
		},
	},
];
