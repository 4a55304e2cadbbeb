/** Whom keys mean: identities of a person, merging, doubles, the unassigned, and erasing. */
import { z } from 'zod';
import type { Assigned, Doubles, Erased, ErasePreview, Merged, MergePreview, PersonIdentities, Recredited, Unassigned } from '../../../shared/identities-api.ts';
import { InputError } from '../../errors.ts';
import type { AppContext } from '../context.ts';
import { authorOf, idIn, parse, type Call, type Route } from '../route.ts';

const mergeRequest = z.strictObject({ from: z.int({ message: 'expected the number of a person' }) });
const apartRequest = z.strictObject({ a: z.int({ message: 'expected the number of a person' }), b: z.int({ message: 'expected the number of a person' }) });
const eraseRequest = z.strictObject({ name: z.string({ message: 'expected the name' }).max(300, { message: 'at most 300 characters' }) });

const aText = z.string({ message: 'expected a text' }).max(1_000, { message: 'at most 1000 characters' });
/** The desk of corrections looks at what each of them says. */
const recreditRequest = z.strictObject({ source: aText, externalId: aText, seen: z.int({ message: 'expected the version that was seen' }), owner: aText, reason: aText });

export function identityRoutes({ wall, clock }: AppContext): Route[] {
	const head = ({ caller }: Call) => ({ at: clock.now(), author: authorOf(caller) });
	const idOf = ({ params }: Call): number => idIn(params['id'], 'a person');

	return [
		{ method: 'get', path: '/api/v1/people/:id/identities', who: 'desk', answer: (call): PersonIdentities => wall.identifying.identities.of(idOf(call)) },
		{ method: 'post', path: '/api/v1/people/:id/identities', who: 'ops', answer: (call): PersonIdentities => wall.identifying.identities.change(idOf(call), call.body, head(call)) },
		{
			method: 'get',
			path: '/api/v1/people/:id/merge',
			who: 'desk',
			answer: (call): MergePreview => {
				const { from } = call.query;
				if (from === undefined || !/^\d{1,15}$/.test(from)) throw new InputError('expected the number of a person', { field: 'from' });
				return wall.identifying.identities.mergePreview(Number(from), idOf(call));
			},
		},
		{
			method: 'post',
			path: '/api/v1/people/:id/merge',
			who: 'ops',
			answer: async (call): Promise<Merged> => {
				const into = idOf(call);
				const { from } = parse(mergeRequest, call.body);
				const consequences = await wall.consequences(() => wall.identifying.identities.merge(from, into, head(call)));
				return { person: wall.identifying.identities.of(into), consequences };
			},
		},
		{ method: 'get', path: '/api/v1/doubles', who: 'desk', answer: (): Doubles => wall.identifying.identities.doubles() },
		{
			method: 'post',
			path: '/api/v1/doubles/apart',
			who: 'ops',
			answer: (call): Doubles => {
				const { a, b } = parse(apartRequest, call.body);
				wall.identifying.identities.tellApart(a, b, head(call));
				return wall.identifying.identities.doubles();
			},
		},
		{ method: 'get', path: '/api/v1/unassigned', who: 'desk', answer: (): Promise<Unassigned> => wall.identifying.unassigned.list() },
		{ method: 'get', path: '/api/v1/unassigned/count', who: 'desk', answer: () => ({ count: wall.identifying.unassigned.count() }) },
		{
			method: 'post',
			path: '/api/v1/unassigned',
			who: 'ops',
			answer: async (call): Promise<Assigned> => {
				const consequences = await wall.consequences(() => wall.identifying.unassigned.assign(call.body, head(call)));
				return { unassigned: await wall.identifying.unassigned.list(), consequences };
			},
		},
		{ method: 'get', path: '/api/v1/people/:id/deals', who: 'desk', answer: (call) => wall.corrections.ownedBy(wall.identifying.identities.of(idOf(call)).keys.map(({ key }) => key)) },
		{ method: 'get', path: '/api/v1/unassigned/deals', who: 'desk', answer: ({ query }) => wall.corrections.ownedBy([query['key'] ?? '']) },
		{
			method: 'post',
			path: '/api/v1/deals/recredit',
			who: 'ops',
			answer: async (call): Promise<Recredited> => {
				const { owner, ...deal } = parse(recreditRequest, call.body);
				const { author, at } = head(call);
				return { consequences: await wall.consequences(() => void wall.corrections.correct({ kind: 'correct', entity: 'deals', ...deal, set: { owner } }, author, at)) };
			},
		},
		{ method: 'get', path: '/api/v1/people/:id/erasure', who: 'desk', answer: (call): ErasePreview => wall.identifying.erasePreview(idOf(call)) },
		{ method: 'post', path: '/api/v1/people/:id/erasure', who: 'ops', answer: (call): Erased => wall.identifying.erase(idOf(call), parse(eraseRequest, call.body).name, head(call)) },
	];
}
