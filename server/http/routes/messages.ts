/** What ops say on the screens: each change is on them at once. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { messageForms } from '../../../shared/message.ts';
import { mostText, mostTitle, type MessageList, type MessageRow } from '../../../shared/messages-api.ts';
import { InputError } from '../../errors.ts';
import type { Message, StoredMessage } from '../../floor/messages.ts';
import type { AppContext } from '../context.ts';
import { authorOf, parse, type Route } from '../route.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const usualMs = 15 * minuteMs;
const longestMs = 31 * dayMs;
const furthestMs = 366 * dayMs;
const overShown = 20;

/** In one line, and in the direction in which it is read. */
const plain = (text: string): string => text.normalize('NFC').replace(/[\s\u2028\u2029]+/g, ' ').replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').trim();
const words = (most: number, least: number) =>
	z
		.string({ message: 'expected text' })
		.max(most * 20, { message: `at most ${most} characters` })
		.transform(plain)
		.refine((text) => [...text].length >= least && [...text].length <= most, { message: least > 0 ? `expected ${least} to ${most} characters` : `at most ${most} characters` });
const time = z.string({ message: "expected a time such as '2026-11-27T15:00'" }).max(40, { message: 'expected a time' }).nullish();
const screenList = z
	.array(z.int({ message: 'expected the numbers of screens, 0 for those without a code' }).nonnegative(), { message: 'expected a list of screens, or null for all' })
	.min(1, { message: 'expected at least one screen, or null for all' })
	.max(500, { message: 'too many screens' })
	.transform((ids) => [...new Set(ids)].sort((a, b) => a - b));
const request = z.object(
	{
		form: z.enum(messageForms, { message: `expected ${messageForms.join(' or ')}` }),
		title: words(mostTitle, 1),
		text: words(mostText, 0).default(''),
		from: time,
		until: time,
		countdownTo: time,
		screens: screenList.nullish(),
		was: z.int({ message: 'expected the version that was seen' }).nonnegative().optional(),
	},
	{ message: 'expected a message' },
);
type Wish = z.infer<typeof request>;

/** @throws InputError */
function messageId(text = ''): number {
	if (!/^\d{1,15}$/.test(text)) throw new InputError('expected the number of a message', { field: 'id' });
	return Number(text);
}

const instant = (at: number): string => Temporal.Instant.fromEpochMilliseconds(at).toString();
const row = ({ entry, from, until, countdownTo, screens, savedAt, removedAt, ...said }: StoredMessage): MessageRow => ({
	...said,
	version: entry,
	from: instant(from),
	until: instant(until),
	countdownTo: countdownTo === null ? null : instant(countdownTo),
	screens: screens && [...screens],
	savedAt: instant(savedAt),
	endedAt: removedAt === null ? null : instant(removedAt),
});

export function messageRoutes({ wall, sockets, clock }: AppContext): Route[] {
	/** A local time of the workspace, or an instant. @throws InputError */
	const momentOf = (text: string, field: string): number => {
		try {
			const [, day, local] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)$/.exec(text) ?? [];
			return day === undefined || local === undefined ? Temporal.Instant.from(text).epochMilliseconds : wall.settings.calendar().instantOf(day, local);
		} catch {
			throw new InputError(`${field}: expected a time such as '2026-11-27T15:00', or with its offset`, { field });
		}
	};
	const dayEnds = (now: number): number => {
		const calendar = wall.settings.calendar();
		const today = calendar.dayOf(now);
		const hours = calendar.isWorkday(today) ? wall.settings.get().week[calendar.localTime(now).dayOfWeek - 1] : null;
		const ends = hours ? calendar.instantOf(today, hours[1]) : now;
		return ends > now ? ends : calendar.endOf(today) + 1;
	};
	const within = (at: number, from: number, until: number, field: string, message: string): void => {
		if (at < from || at > until) throw new InputError(`${field}: ${message}`, { field });
	};
	/** `before`: what it is to replace. @throws InputError */
	const messageOf = ({ form, title, text, screens, ...times }: Wish, before: StoredMessage | null): Message => {
		const now = clock.now();
		const from = times.from ? momentOf(times.from, 'from') : (before?.from ?? now);
		within(from, Number.NEGATIVE_INFINITY, now + furthestMs, 'from', 'at most a year ahead');
		const until = times.until ? momentOf(times.until, 'until') : Math.max(from, now) + usualMs;
		within(until, Math.max(from, now) + 1, from + longestMs, 'until', 'expected a time to come, after the beginning and at most 31 days from it');
		const countdownTo = times.countdownTo ? momentOf(times.countdownTo, 'countdownTo') : null;
		if (countdownTo !== null) within(countdownTo, from, until + dayMs, 'countdownTo', 'expected a moment between the beginning and a day after the end');
		const known = new Set([0, ...(before?.screens ?? []), ...wall.screens.paired().map(({ id }) => id)]);
		const unknown = screens?.find((id) => !known.has(id));
		if (unknown !== undefined) throw new InputError(`screens: there is no screen ${unknown}`, { field: 'screens', code: 'unknown_screen' });
		return { form, title, text, from, until, countdownTo, screens: screens ?? null };
	};
	const standing = (id: number): StoredMessage => {
		const found = wall.messages.standing(clock.now()).find((message) => message.id === id);
		if (!found) throw new InputError('There is no such message, or it is over.', { status: 404, code: 'not_found', field: 'id' });
		return found;
	};
	/** At once; whichever was concerned before is so, too. */
	const tell = (...concerned: Message['screens'][]): void => {
		const everyone = concerned.some((screens) => screens === null);
		const ids = everyone ? [0, ...sockets().online().screens] : concerned.flatMap((screens) => screens ?? []);
		for (const id of new Set(ids)) sockets().tellScreen(id === 0 ? null : id);
	};

	return [
		{
			method: 'get',
			path: '/api/v1/messages',
			who: 'session',
			answer: (): MessageList => {
				const now = clock.now();
				const rows = wall.messages.standing(now);
				return {
					running: rows.filter(({ from }) => from <= now).map(row),
					coming: rows.filter(({ from }) => from > now).map(row),
					over: wall.messages.over(now, overShown).map(row),
					screens: wall.screens.paired().map(({ id, name }) => ({ id, name })),
					now: instant(now),
					dayEnds: instant(dayEnds(now)),
				};
			},
		},
		{
			method: 'post',
			path: '/api/v1/messages',
			who: 'ops',
			answer: ({ body, caller }): MessageRow => {
				const message = messageOf(parse(request, body), null);
				const id = wall.journal.apply('message saved', { id: null, ...message }, { at: clock.now(), author: authorOf(caller) });
				tell(message.screens);
				return row(standing(id));
			},
		},
		{
			method: 'put',
			path: '/api/v1/messages/:id',
			who: 'ops',
			answer: ({ body, params, caller }): MessageRow => {
				const id = messageId(params['id']);
				const wish = parse(request, body);
				const before = standing(id);
				if (wish.was !== undefined && wish.was !== before.entry) throw new InputError(`${before.author} has changed this message meanwhile`, { status: 409, code: 'conflict', field: 'was' });
				const message = messageOf(wish, before);
				const { form, title, text, from, until, countdownTo, screens } = before;
				if (!isDeepStrictEqual(message, { form, title, text, from, until, countdownTo, screens })) {
					wall.journal.apply('message saved', { id, ...message }, { at: clock.now(), author: authorOf(caller) });
					tell(before.screens, message.screens);
				}
				return row(standing(id));
			},
		},
		{
			method: 'delete',
			path: '/api/v1/messages/:id',
			who: 'ops',
			answer: ({ params, caller }) => {
				const id = messageId(params['id']);
				const before = standing(id);
				wall.journal.apply('message removed', { id }, { at: clock.now(), author: authorOf(caller) });
				tell(before.screens);
				return {};
			},
		},
	];
}
