/** Whom keys mean: identities of a person, merging, doubles, the unassigned, and erasing. */
import { z } from 'zod';
import type { Assigned, Doubles, Erased, ErasePreview, Merged, MergePreview, PersonIdentities, Recredited, Unassigned } from '../../../shared/identities-api.ts';
import { identityRequest } from '../../metrics/identity-desk.ts';
import { assignRequest } from '../../metrics/unassigned.ts';
import type { AppContext } from '../context.ts';
import { authorOf, idIn, numberText, route, type Call, type Route } from '../route.ts';

const mergeQuery = z.object({ from: numberText('a person') });
const keyQuery = z.object({ key: z.string().default('') });
const mergeRequest = z.strictObject({ from: z.int({ message: 'expected the number of a person' }) });
const apartRequest = z.strictObject({ a: z.int({ message: 'expected the number of a person' }), b: z.int({ message: 'expected the number of a person' }) });
const eraseRequest = z.strictObject({ name: z.string({ message: 'expected the name' }).max(300, { message: 'at most 300 characters' }) });

const aText = z.string({ message: 'expected a text' }).max(1_000, { message: 'at most 1000 characters' });
/** The desk of corrections looks at what each of them says. */
const recreditRequest = z.strictObject({ source: aText, externalId: aText, seen: z.int({ message: 'expected the version that was seen' }), owner: aText, reason: aText });

export function identityRoutes({ wall, clock }: AppContext): Route[] {
	const head = ({ caller }: Pick<Call, 'caller'>) => ({ at: clock.now(), author: authorOf(caller) });
	const idOf = ({ params }: Pick<Call, 'params'>): number => idIn(params['id'], 'a person');

	return [
		route({ method: 'get', path: '/api/v1/people/:id/identities', who: 'desk', says: 'Lists what a person is called by each source.', answer: (call): PersonIdentities => wall.identifying.identities.of(idOf(call)) }),
		route({ method: 'post', path: '/api/v1/people/:id/identities', who: 'ops', says: 'Adds or removes a name or an address that means a person.', body: identityRequest, answer: (call): PersonIdentities => wall.identifying.identities.change(idOf(call), call.body, head(call)) }),
		route({
			method: 'get',
			path: '/api/v1/people/:id/merge',
			who: 'desk',
			says: 'Tells what merging another person into this one would come to.',
			query: mergeQuery,
			answer: (call): MergePreview => wall.identifying.identities.mergePreview(call.query.from, idOf(call)),
		}),
		route({
			method: 'post',
			path: '/api/v1/people/:id/merge',
			who: 'ops',
			says: 'Merges another person into this one.',
			body: mergeRequest,
			answer: async (call): Promise<Merged> => {
				const into = idOf(call);
				const { from } = call.body;
				const consequences = await wall.consequences(() => wall.identifying.identities.merge(from, into, head(call)));
				return { person: wall.identifying.identities.of(into), consequences };
			},
		}),
		route({ method: 'get', path: '/api/v1/doubles', who: 'desk', says: 'Lists people who may be one and the same.', answer: (): Doubles => wall.identifying.identities.doubles() }),
		route({
			method: 'post',
			path: '/api/v1/doubles/apart',
			who: 'ops',
			says: 'Says that two people are two.',
			body: apartRequest,
			answer: (call): Doubles => {
				const { a, b } = call.body;
				wall.identifying.identities.tellApart(a, b, head(call));
				return wall.identifying.identities.doubles();
			},
		}),
		route({ method: 'get', path: '/api/v1/unassigned', who: 'desk', says: 'Lists names in facts that mean nobody yet.', answer: (): Promise<Unassigned> => wall.identifying.unassigned.list() }),
		route({ method: 'get', path: '/api/v1/unassigned/count', who: 'desk', says: 'Counts the names that mean nobody yet.', answer: () => ({ count: wall.identifying.unassigned.count() }) }),
		route({
			method: 'post',
			path: '/api/v1/unassigned',
			who: 'ops',
			says: 'Says whom names mean, or that they mean nobody.',
			body: assignRequest,
			answer: async (call): Promise<Assigned> => {
				const consequences = await wall.consequences(() => wall.identifying.unassigned.assign(call.body, head(call)));
				return { unassigned: await wall.identifying.unassigned.list(), consequences };
			},
		}),
		route({ method: 'get', path: '/api/v1/people/:id/deals', who: 'desk', says: 'Lists the newest deals of a person.', answer: (call) => wall.corrections.ownedBy(wall.identifying.identities.of(idOf(call)).keys.map(({ key }) => key)) }),
		route({ method: 'get', path: '/api/v1/unassigned/deals', who: 'desk', says: 'Lists the newest deals of a name that means nobody.', query: keyQuery, answer: ({ query }) => wall.corrections.ownedBy([query.key]) }),
		route({
			method: 'post',
			path: '/api/v1/deals/recredit',
			who: 'ops',
			says: 'Credits a deal to somebody else, by hand.',
			body: recreditRequest,
			answer: async (call): Promise<Recredited> => {
				const { owner, ...deal } = call.body;
				const { author, at } = head(call);
				return { consequences: await wall.consequences(() => void wall.corrections.correct({ kind: 'correct', entity: 'deals', ...deal, set: { owner } }, author, at)) };
			},
		}),
		route({ method: 'get', path: '/api/v1/people/:id/erasure', who: 'desk', says: 'Tells what erasing a person would come to.', answer: (call): ErasePreview => wall.identifying.erasePreview(idOf(call)) }),
		route({ method: 'post', path: '/api/v1/people/:id/erasure', who: 'ops', says: 'Erases a person: their numbers stay, without a name.', body: eraseRequest, answer: (call): Erased => wall.identifying.erase(idOf(call), call.body.name, head(call)) }),
	];
}
