/**
 * What ops say on the screens for a while. A message is told to the screens that it is for a day and a half before it begins, so that it
 * begins and ends on them also while the server is away. Where a screen is named, 0 means those that need no pairing.
 */
import { isDeepStrictEqual } from 'node:util';
import type { MessageView } from '../../shared/message.ts';
import { languageOf } from '../../shared/words/language.ts';
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';
import type { Handler } from '../journal/journal.ts';
import type { Calendar } from './calendar.ts';
import type { FloorSettings } from './settings.ts';

/** Times are epoch milliseconds. */
export interface Message extends Omit<MessageView, 'id' | 'countdownText'> {
	/** Null: all screens, also those that come later. */
	screens: readonly number[] | null;
}

export interface StoredMessage extends Message {
	id: number;
	/** When ops ended it, or took it back before it began; null when they did not. */
	removedAt: number | null;
	/** Of the entry that last saved it, which also numbers its versions. */
	entry: number;
	savedAt: number;
	author: string;
}

export interface MessageSaved extends Message {
	/** Null: a new one. */
	id: number | null;
}

export interface MessageHandlers {
	/** Answers with the message's id. Logged with what stood before. @throws InputError 404 when it is over, 409 when there are too many. */
	'message saved': Handler<MessageSaved, number>;
	/** Ends it, or takes it back before it begins. @throws InputError 404 when it is over. */
	'message removed': Handler<{ id: number }, null>;
}

export interface Messages {
	handlers: MessageHandlers;
	/** Running and coming, in the order in which they begin. */
	standing: (now: number) => StoredMessage[];
	/** One that is running or coming. @throws InputError 404 */
	demand: (id: number, now: number) => StoredMessage;
	/** The last ones that are over, the newest end first. */
	over: (now: number, limit: number) => StoredMessage[];
	/** What a screen is told, null for those that need no pairing: the same list until there is something new to tell. */
	messagesFor: (screen: number | null, now: number) => readonly MessageView[];
}

/** A server that is away overnight leaves no screen without what begins in the morning. */
const toldAheadMs = 36 * 3_600_000;
/** Running and coming. A screen is told all of them at once. */
export const mostStanding = 50;
const unpaired = 0;

interface Row extends Omit<StoredMessage, 'screens'> {
	screens: string | null;
}

const columns = `message.id, form, title, text, from_at AS "from", until_at AS until, countdown_at AS countdownTo, screens, removed_at AS removedAt, entry, at AS savedAt, author
	FROM message JOIN entry ON entry.id = message.entry`;

// Written by the handlers below and nowhere else.
const stored = ({ screens, ...row }: Row): StoredMessage => ({ ...row, screens: screens === null ? null : (JSON.parse(screens) as number[]) });

/** What of it ops have said. */
export const saidOf = ({ form, title, text, from, until, countdownTo, screens }: Message): Message => ({ form, title, text, from, until, countdownTo, screens });

export function createMessages(db: Db, settings: FloorSettings): Messages {
	type Values = [form: string, title: string, text: string, from: number, until: number, countdownTo: number | null, screens: string | null, entry: number];
	const insert = db.prepare<Values>('INSERT INTO message (form, title, text, from_at, until_at, countdown_at, screens, entry) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
	const update = db.prepare<[...Values, number]>('UPDATE message SET form = ?, title = ?, text = ?, from_at = ?, until_at = ?, countdown_at = ?, screens = ?, entry = ? WHERE id = ?');
	const remove = db.prepare<[number, number]>('UPDATE message SET removed_at = ? WHERE id = ?');
	const byId = db.prepare<[number], Row>(`SELECT ${columns} WHERE message.id = ?`);
	const listed = db.prepare<[number], Row>(`SELECT ${columns} WHERE removed_at IS NULL AND until_at > ? ORDER BY from_at, message.id`);
	const ended = db.prepare<[number, number], Row>(`SELECT ${columns} WHERE removed_at IS NOT NULL OR until_at <= ? ORDER BY min(until_at, coalesce(removed_at, until_at)) DESC, message.id DESC LIMIT ?`);

	const standing = (now: number): StoredMessage[] => listed.all(now).map(stored);
	const demand = (id: number, at: number): StoredMessage => {
		const row = byId.get(id);
		if (!row || row.removedAt !== null || row.until <= at) throw new InputError('There is no such message, or it is over.', { status: 404, code: 'not_found', field: 'id' });
		return stored(row);
	};

	/** As they are told, until one is saved or removed, or another day has begun. */
	let views: { calendar: Calendar; today: string; from: number; list: { screens: Message['screens']; view: MessageView }[] } | null = null;
	const told = new Map<number, readonly MessageView[]>();

	const momentText = (at: number, calendar: Calendar, today: string): string => {
		const { locale, timeZone } = settings.get();
		const time = calendar.localTime(at).toPlainTime().toString({ smallestUnit: 'minute' });
		if (calendar.dayOf(at) === today) return time;
		return `${new Intl.DateTimeFormat(languageOf(locale) === 'sv' ? 'sv' : 'en', { weekday: 'short', timeZone }).format(at)} ${time}`;
	};
	const viewsAt = (now: number): NonNullable<typeof views> => {
		const calendar = settings.calendar();
		const today = calendar.dayOf(now);
		// After the clock was set back, some that were over may not be.
		if (views?.calendar === calendar && views.today === today && views.from <= now) return views;
		const list = standing(now).map(({ id, form, title, text, from, until, countdownTo, screens }) => ({
			screens,
			view: { id, form, title, text, from, until, countdownTo, countdownText: countdownTo === null ? '' : momentText(countdownTo, calendar, today) },
		}));
		views = { calendar, today, from: now, list };
		return views;
	};

	return {
		handlers: {
			'message saved': ({ id, ...message }, entry) => {
				const before = id === null ? null : demand(id, entry.at);
				if (!before && standing(entry.at).length >= mostStanding) {
					throw new InputError(`There are ${mostStanding} messages running or to come; end or take back one first.`, { status: 409, code: 'too_many', field: 'title' });
				}
				const { form, title, text, from, until, countdownTo, screens } = message;
				const values: Values = [form, title, text, from, until, countdownTo, screens && JSON.stringify(screens), entry.id];
				views = null;
				if (before) update.run(...values, before.id);
				const saved = before?.id ?? Number(insert.run(...values).lastInsertRowid);
				return { reply: saved, logged: { id: saved, from: before && saidOf(before), to: saidOf(message) } };
			},
			'message removed': ({ id }, entry) => {
				const before = demand(id, entry.at);
				views = null;
				remove.run(entry.at, id);
				return { reply: null, logged: { id, from: saidOf(before), to: null } };
			},
		},
		standing,
		demand,
		over: (now, limit) => ended.all(now, limit).map(stored),
		messagesFor: (screen, now) => {
			const id = screen ?? unpaired;
			const due = viewsAt(now).list.filter(({ screens, view }) => now < view.until && view.from - now <= toldAheadMs && (screens === null || screens.includes(id)));
			const next = due.map(({ view }) => view);
			const before = told.get(id);
			if (before && isDeepStrictEqual(before, next)) return before;
			told.set(id, next);
			return next;
		},
	};
}
