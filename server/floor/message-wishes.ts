/** What a message may be: as it is wished from outside, and what comes of it by the workspace's clock. */
import { z } from 'zod';
import { messageForms } from '../../shared/message.ts';
import { mostText, mostTitle } from '../../shared/messages-api.ts';
import { InputError } from '../errors.ts';
import type { Calendar } from './calendar.ts';
import type { Message, StoredMessage } from './messages.ts';
import { oneLine, plainName } from './plain-text.ts';
import type { FloorSettings } from './settings.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const usualMs = 15 * minuteMs;
const longestMs = 31 * dayMs;
const furthestMs = 366 * dayMs;

const words = (most: number, least: number) => {
	const message = least > 0 ? `expected ${least} to ${most} characters that can be seen` : `at most ${most} characters`;
	return z
		.string({ message: 'expected text' })
		.max(most * 20, { message: `at most ${most} characters` })
		.transform((text, context) => {
			const plain = plainName(oneLine(text), most, least);
			if (plain !== null) return plain;
			context.addIssue({ code: 'custom', message });
			return z.NEVER;
		});
};
const time = z.string({ message: "expected a time such as '2026-11-27T15:00'" }).max(40, { message: 'expected a time' }).nullish();
const screenList = z
	.array(z.int({ message: 'expected the numbers of screens, 0 for those without a code' }).nonnegative(), { message: 'expected a list of screens, or null for all' })
	.min(1, { message: 'expected at least one screen, or null for all' })
	.max(500, { message: 'too many screens' })
	.transform((ids) => [...new Set(ids)].sort((a, b) => a - b));
export const messageWish = z.object(
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
export type MessageWish = z.infer<typeof messageWish>;

/** A local time of the workspace, or an instant. @throws InputError */
function momentOf(text: string, field: string, calendar: Calendar): number {
	try {
		const [, day, local] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)$/.exec(text) ?? [];
		return day === undefined || local === undefined ? Temporal.Instant.from(text).epochMilliseconds : calendar.instantOf(day, local);
	} catch {
		throw new InputError(`${field}: expected a time such as '2026-11-27T15:00', or with its offset`, { field });
	}
}

function demandWithin(at: number, from: number, until: number, field: string, message: string): void {
	if (at < from || at > until) throw new InputError(`${field}: ${message}`, { field });
}

export interface WishedAt {
	now: number;
	calendar: Calendar;
	/** Those that are paired. */
	screens: readonly number[];
}

/** `before`: what it is to replace. @throws InputError */
export function messageOf({ form, title, text, screens, ...times }: MessageWish, before: StoredMessage | null, { now, calendar, screens: paired }: WishedAt): Message {
	const from = times.from ? momentOf(times.from, 'from', calendar) : (before?.from ?? now);
	demandWithin(from, Number.NEGATIVE_INFINITY, now + furthestMs, 'from', 'at most a year ahead');
	const until = times.until ? momentOf(times.until, 'until', calendar) : Math.max(from, now) + usualMs;
	demandWithin(until, Math.max(from, now) + 1, from + longestMs, 'until', 'expected a time to come, after the beginning and at most 31 days from it');
	const countdownTo = times.countdownTo ? momentOf(times.countdownTo, 'countdownTo', calendar) : null;
	if (countdownTo !== null) demandWithin(countdownTo, from, until + dayMs, 'countdownTo', 'expected a moment between the beginning and a day after the end');
	const known = new Set([0, ...(before?.screens ?? []), ...paired]);
	const unknown = screens?.find((id) => !known.has(id));
	if (unknown !== undefined) throw new InputError(`screens: there is no screen ${unknown}`, { field: 'screens', code: 'unknown_screen' });
	return { form, title, text, from, until, countdownTo, screens: screens ?? null };
}

/** When the floor stops working today; after that, when the day ends. */
export function dayEnds(now: number, settings: FloorSettings): number {
	const calendar = settings.calendar();
	const today = calendar.dayOf(now);
	const hours = calendar.isWorkday(today) ? settings.get().week[calendar.localTime(now).dayOfWeek - 1] : null;
	const ends = hours ? calendar.instantOf(today, hours[1]) : now;
	return ends > now ? ends : calendar.endOf(today) + 1;
}
