/** What ops say on the screens: each change is on them at once. */
import { isDeepStrictEqual } from 'node:util';
import type { MessageList, MessageRow } from '../../../shared/messages-api.ts';
import { isoText } from '../../clock.ts';
import { InputError } from '../../errors.ts';
import { dayEnds, messageOf, messageWish, type MessageWish } from '../../floor/message-wishes.ts';
import { saidOf, type Message, type StoredMessage } from '../../floor/messages.ts';
import type { AppContext } from '../context.ts';
import { authorOf, idIn, route, type Route } from '../route.ts';

const overShown = 20;

/** @throws InputError */
const messageId = (text?: string): number => idIn(text, 'a message');

const row = ({ entry, from, until, countdownTo, screens, savedAt, removedAt, ...said }: StoredMessage): MessageRow => ({
	...said,
	version: entry,
	from: isoText(from),
	until: isoText(until),
	countdownTo: countdownTo === null ? null : isoText(countdownTo),
	screens: screens && [...screens],
	savedAt: isoText(savedAt),
	endedAt: removedAt === null ? null : isoText(removedAt),
});

export function messageRoutes({ wall, sockets, clock }: AppContext): Route[] {
	const wished = (wish: MessageWish, before: StoredMessage | null): Message =>
		messageOf(wish, before, { now: clock.now(), calendar: wall.settings.calendar(), screens: wall.screens.paired().map(({ id }) => id) });
	const standing = (id: number): StoredMessage => wall.messages.demand(id, clock.now());
	/** At once; whichever was concerned before is so, too. */
	const tell = (...concerned: Message['screens'][]): void => {
		const everyone = concerned.some((screens) => screens === null);
		const ids = everyone ? [0, ...sockets().online().screens] : concerned.flatMap((screens) => screens ?? []);
		for (const id of new Set(ids)) sockets().tellScreen(id === 0 ? null : id);
	};

	return [
		route({
			method: 'get',
			path: '/api/v1/messages',
			who: 'desk',
			says: 'Lists the messages that run, that come, and the last that are over.',
			answer: (): MessageList => {
				const now = clock.now();
				const rows = wall.messages.standing(now);
				return {
					running: rows.filter(({ from }) => from <= now).map(row),
					coming: rows.filter(({ from }) => from > now).map(row),
					over: wall.messages.over(now, overShown).map(row),
					screens: wall.screens.paired().map(({ id, name }) => ({ id, name })),
					now: isoText(now),
					dayEnds: isoText(dayEnds(now, wall.settings)),
				};
			},
		}),
		route({
			method: 'post',
			path: '/api/v1/messages',
			who: 'ops',
			says: 'Says something on the screens.',
			body: messageWish,
			answer: ({ body, caller }): MessageRow => {
				const message = wished(body, null);
				const id = wall.journal.apply('message saved', { id: null, ...message }, { at: clock.now(), author: authorOf(caller) });
				tell(message.screens);
				return row(standing(id));
			},
		}),
		route({
			method: 'put',
			path: '/api/v1/messages/:id',
			who: 'ops',
			says: 'Changes a message.',
			body: messageWish,
			answer: ({ body: wish, params, caller }): MessageRow => {
				const id = messageId(params['id']);
				const before = standing(id);
				if (wish.was !== undefined && wish.was !== before.entry) throw new InputError(`${before.author} has changed this message meanwhile`, { status: 409, code: 'conflict', field: 'was' });
				const message = wished(wish, before);
				if (!isDeepStrictEqual(message, saidOf(before))) {
					wall.journal.apply('message saved', { id, ...message }, { at: clock.now(), author: authorOf(caller) });
					tell(before.screens, message.screens);
				}
				return row(standing(id));
			},
		}),
		route({
			method: 'delete',
			path: '/api/v1/messages/:id',
			who: 'ops',
			says: 'Ends a message, or calls it off.',
			answer: ({ params, caller }) => {
				const id = messageId(params['id']);
				const before = standing(id);
				wall.journal.apply('message removed', { id }, { at: clock.now(), author: authorOf(caller) });
				tell(before.screens);
				return {};
			},
		}),
	];
}
