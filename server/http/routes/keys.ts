/** API keys: which there are, making one, and revoking it. */
import { z } from 'zod';
import { keyScopes, type KeyList, type KeyMade, type KeyRequest } from '../../../shared/keys-api.ts';
import { InputError } from '../../errors.ts';
import { day } from '../../facts/schema.ts';
import { sourceName } from '../../facts/push.ts';
import { newKey } from '../../floor/api-keys.ts';
import { nameOf } from '../../floor/plain-text.ts';
import type { AppContext } from '../context.ts';
import { authorOf, idIn, route, type Route } from '../route.ts';

const keyRequest = z.strictObject(
	{
		name: nameOf('a key', 60).meta({ description: 'What it is for; the journal says it of what the key pushes.' }),
		scopes: z
			.array(z.enum(keyScopes, { message: `expected ${keyScopes.join(', ')}` }), { message: `expected a list of ${keyScopes.join(', ')}` })
			.min(1, { message: 'expected at least one' })
			.max(keyScopes.length, { message: 'expected each once' })
			.transform((wished) => keyScopes.filter((scope) => wished.includes(scope)))
			.meta({ description: '`ingest`: people and facts; `targets`: targets; `read`: figures.' }),
		source: sourceName.nullable().meta({ description: 'The only source that it may push as; null: any.' }),
		until: z.string({ message: 'expected a date as YYYY-MM-DD, or null' }).pipe(day).nullable().meta({ description: 'The last day on which it works, in the time zone of the workspace; null: it has no end.' }),
	},
	{ message: 'expected name, scopes, source and until' },
);

export const keyRoutes = ({ wall, config, clock }: AppContext): Route[] => {
	const today = (): string => wall.settings.calendar().dayOf(clock.now());
	return [
		route({
			method: 'get',
			path: '/api/v1/keys',
			who: 'admin',
			says: 'Lists the API keys, each with what it may and when it was last used.',
			answer: (): KeyList => ({ keys: wall.apiKeys.list(), hasEnvironmentKey: config.apiKey !== null, today: today(), sources: wall.sources.list(clock.now(), wall.settings.calendar()).map(({ name }) => name) }),
		}),
		route({
			method: 'post',
			path: '/api/v1/keys',
			who: 'admin',
			says: 'Makes an API key; the answer holds the key itself, this once.',
			body: keyRequest,
			answer: ({ body, caller }): KeyMade => {
				const wish: KeyRequest = body;
				if (wish.until !== null && wish.until < today()) throw new InputError('until: expected today or a day to come', { field: 'until' });
				if (wish.source !== null && !wish.scopes.some((scope) => scope !== 'read')) throw new InputError('source: a key that only reads pushes as no source', { field: 'source' });
				const { secret, prefix, hash } = newKey();
				const id = wall.journal.apply('api key made', { ...wish, prefix, hash }, { at: clock.now(), author: authorOf(caller) });
				const key = wall.apiKeys.one(id);
				if (!key) throw new Error(`the key ${id} was made and is not there`);
				return { key, secret };
			},
		}),
		route({
			method: 'delete',
			path: '/api/v1/keys/:id',
			who: 'admin',
			says: 'Revokes an API key: its next request is refused.',
			answer: ({ params, caller }) => {
				wall.journal.apply('api key revoked', { id: idIn(params['id'], 'a key') }, { at: clock.now(), author: authorOf(caller) });
				return {};
			},
		}),
	];
};
