/** Published sheets that are followed: each is looked at like a file first, then fetched again and again. */
import { z } from 'zod';
import { leastMinutes, mostMinutes, type FeedList, type FeedState } from '../../../shared/feeds-api.ts';
import type { ImportDraft } from '../../../shared/imports-api.ts';
import { sourceName } from '../../facts/push.ts';
import { nameOf } from '../../floor/plain-text.ts';
import { inFlight } from '../limits.ts';
import type { AppContext } from '../context.ts';
import { authorOf, idIn, nothing, route, yesOrNo, type Call, type Route } from '../route.ts';

const number = z.int({ message: 'expected the number of a sheet' }).min(1, { message: 'expected the number of a sheet' });
// It is the name of a source, too, unless another one is chosen.
const name = nameOf('a sheet', 100).pipe(sourceName);
const minutes = z.int({ message: 'expected a whole number of minutes' }).min(leastMinutes, { message: `expected ${leastMinutes} to ${mostMinutes} minutes` }).max(mostMinutes, { message: `expected ${leastMinutes} to ${mostMinutes} minutes` });
/** What the request itself says, or how it is sent. */
const ours = ['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding', 'te', 'trailer', 'upgrade', 'expect', 'if-none-match', 'if-modified-since', 'range'];
const header = z.strictObject(
	{
		name: z.string({ message: 'expected the name of a header' }).trim().regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/, { message: 'expected the name of a header, such as Authorization' }).refine((text) => !ours.includes(text.toLowerCase()), { message: 'this header is not to be set' }),
		value: z.string({ message: 'expected the value of the header' }).trim().regex(/^[\x20-\x7e]{1,4000}$/, { message: 'expected 1 to 4000 plain characters in one line' }),
	},
	{ message: 'expected a header with its name and value, or null' },
);
const wish = z
	.strictObject(
		{
			id: number.optional(),
			name: name.optional(),
			address: z.string({ message: 'expected the address of a sheet' }).trim().min(1, { message: 'expected the address of a sheet' }).max(2_000, { message: 'at most 2000 characters' }).optional(),
			header: header.nullable().optional(),
			everyMinutes: minutes.optional(),
		},
		{ message: 'expected a sheet' },
	)
	.superRefine(({ id, name: called, address }, context) => {
		if (id !== undefined) return;
		if (called === undefined) context.addIssue({ code: 'custom', path: ['name'], message: 'a sheet needs a name' });
		if (address === undefined) context.addIssue({ code: 'custom', path: ['address'], message: 'expected the address of a sheet' });
	});
const edit = z.strictObject({ name: name.optional(), everyMinutes: minutes.optional(), isOn: yesOrNo.optional() }, { message: 'expected what changes' }).refine((changes) => Object.keys(changes).length > 0, { message: 'expected what changes', path: ['name'] });
const confirmation = z.strictObject({ gone: z.int({ message: 'expected how many rows may go' }).min(1, { message: 'expected how many rows may go' }) }, { message: 'expected how many rows may go' });
const removal = z.strictObject({ facts: z.enum(['keep', 'take'], { message: 'expected keep or take: what is to become of its facts' }) });

/** A look waits for somebody else's server. */
const looksAtOnce = 2;

export function feedRoutes({ wall }: AppContext): Route[] {
	const idOf = ({ params }: Pick<Call, 'params'>): number => idIn(params['id'], 'a sheet');
	return [
		route({ method: 'get', path: '/api/v1/feeds', who: 'desk', says: 'Lists the published sheets that are followed, and how each is.', answer: (): FeedList => wall.feeds.list() }),
		route({
			method: 'post', path: '/api/v1/feeds/draft', who: 'ops', body: wish, before: [inFlight(looksAtOnce, 'looks')],
			says: 'Fetches a sheet once and proposes what becomes of its columns; the draft is that of imports. With the id of a sheet that is followed, what is left out stays as it is.',
			answer: ({ body, caller }): Promise<ImportDraft> => wall.feeds.draft(body, authorOf(caller)),
		}),
		route({ method: 'post', path: '/api/v1/feeds', who: 'ops', body: nothing, says: 'Follows the sheet of the draft from now on.', answer: ({ caller }): Promise<FeedState> => wall.feeds.save(authorOf(caller)) }),
		route({ method: 'put', path: '/api/v1/feeds/:id', who: 'ops', body: edit, says: 'Renames a sheet, changes its interval, pauses it or lets it go on.', answer: ({ body, caller, params }): FeedState => wall.feeds.edit(idOf({ params }), body, authorOf(caller)) }),
		route({ method: 'post', path: '/api/v1/feeds/:id/poll', who: 'ops', body: nothing, says: 'Begins to fetch a sheet now, and hands all of its rows over anew.', answer: (call): FeedState => wall.feeds.fetchNow(idOf(call)) }),
		route({ method: 'post', path: '/api/v1/feeds/:id/confirm', who: 'ops', body: confirmation, says: 'Lets so many rows go that are gone from a sheet, and fetches it.', answer: ({ body, params }): FeedState => wall.feeds.confirm(idOf({ params }), body.gone) }),
		route({
			method: 'delete', path: '/api/v1/feeds/:id', who: 'ops', query: removal, says: 'Follows a sheet no more, and keeps what it brought or takes it off the wall.',
			answer: async ({ query, caller, params, stillMay }) => {
				await wall.feeds.remove(idOf({ params }), query.facts === 'take', authorOf(caller), stillMay);
				return {};
			},
		}),
	];
}
