/** People: the list and the card, who is left out of rankings, and photos, taken in and given out. */
import express, { type RequestHandler } from 'express';
import { z } from 'zod';
import { largestPhoto, type ListedPerson, type PersonCard } from '../../../shared/people-api.ts';
import { InputError } from '../../errors.ts';
import { checkedPhoto } from '../../floor/photo-file.ts';
import type { AppContext } from '../context.ts';
import { createPersonCards } from '../person-card.ts';
import { authorOf, yesOrNo, route, type Route } from '../route.ts';

const rankedRequest = z.object({ isRanked: yesOrNo });

const pictureTypes = ['image/jpeg', 'image/png'];

/** What is said of the type sorts out mistakes; what counts is the content. */
const requirePicture: RequestHandler = (request, _response, next) => {
	const say = (message: string, field: string): InputError => new InputError(message, { status: 415, code: 'unsupported_type', field });
	if (!request.is(pictureTypes)) throw say('Expected a picture with Content-Type: image/jpeg or image/png.', 'Content-Type');
	if (request.headers['content-encoding'] !== undefined) throw say('Expected the picture as it is, without Content-Encoding.', 'Content-Encoding');
	next();
};
const reads = [requirePicture, express.raw({ limit: largestPhoto, inflate: false, type: () => true })];

export function peopleRoutes(context: AppContext): Route[] {
	const { wall, clock } = context;
	const { listed, card, personOf } = createPersonCards(context);

	return [
		route({ method: 'get', path: '/api/v1/people', who: 'desk', says: 'Lists everybody.', answer: (): ListedPerson[] => wall.people.list().filter(({ isErased }) => !isErased).map(listed) }),
		route({ method: 'get', path: '/api/v1/people/:id', who: 'desk', says: 'Tells of one person what is known.', answer: ({ params }): PersonCard => card(personOf(params['id'])) }),
		route({
			method: 'put',
			path: '/api/v1/people/:id/ranking',
			who: 'ops',
			says: 'Leaves a person out of rankings, or takes them in again.',
			body: rankedRequest,
			answer: ({ params, body: { isRanked }, caller }): ListedPerson => {
				const { id, isRanked: before } = personOf(params['id']);
				if (isRanked !== before) wall.journal.apply('person ranked', { person: id, isRanked }, { at: clock.now(), author: authorOf(caller) });
				return listed(personOf(params['id']));
			},
		}),
		route({
			method: 'put',
			path: '/api/v1/people/:id/photo',
			who: 'ops',
			says: "Sets a person's photo.",
			reads,
			takes: pictureTypes,
			answer: ({ params, body, caller }): ListedPerson => {
				const { id: person, photo: before } = personOf(params['id']);
				const checked = checkedPhoto(body instanceof Uint8Array ? body : new Uint8Array());
				wall.journal.together(() => {
					const photo = wall.photos.keep(checked);
					if (photo !== before) wall.journal.apply('photo set', { person, photo }, { at: clock.now(), author: authorOf(caller) });
				});
				return listed(personOf(params['id']));
			},
		}),
		route({
			method: 'delete',
			path: '/api/v1/people/:id/photo',
			who: 'ops',
			says: "Removes a person's photo.",
			answer: ({ params, caller }): ListedPerson => {
				const { id: person, photo } = personOf(params['id']);
				if (photo !== null) wall.journal.apply('photo set', { person, photo: null }, { at: clock.now(), author: authorOf(caller) });
				return listed(personOf(params['id']));
			},
		}),
		route({
			method: 'get',
			path: '/photos/:id',
			who: 'wall',
			says: 'A photo.',
			gives: 'image/*',
			answer: ({ params, response }) => {
				const photo = wall.photos.read(params['id'] ?? '');
				if (!photo) throw new InputError('There is no such photo.', { status: 404, code: 'not_found', field: 'id' });
				// The id is of the bytes, which never change. Opened by itself, a photo is nothing but a picture.
				response.set({
					'Content-Type': photo.type,
					'Cache-Control': 'private, max-age=31536000, immutable',
					'Content-Security-Policy': "default-src 'none'; sandbox",
					'Content-Disposition': 'inline',
				});
				response.end(photo.bytes);
			},
		}),
	];
}
