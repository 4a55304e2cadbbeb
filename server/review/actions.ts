/** What was agreed in reviews: what, who, until when. */
import { z } from 'zod';
import type { ReviewAction } from '../../shared/review-api.ts';
import { isoText } from '../clock.ts';
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';
import { isMoment } from '../facts/schema.ts';
import { oneLine } from '../floor/plain-text.ts';
import type { Handler, Journal } from '../journal/journal.ts';

export interface ActionNoted {
	key: string;
	month: string;
	what: string;
	who: string;
	until: string | null;
}

export interface ActionChanged extends Pick<ActionNoted, 'what' | 'who' | 'until'> {
	id: number;
	isDone: boolean;
}

export type ActionHandlers = {
	/** Answers with its number; the same key again changes nothing. */
	'action noted': Handler<ActionNoted, number>;
	/** Logged with what stood before. @throws InputError 404 */
	'action changed': Handler<ActionChanged, void>;
	/** Logged with what it was. @throws InputError 404 */
	'action removed': Handler<{ id: number }, void>;
};

export interface Actions {
	handlers: ActionHandlers;
	/** Of the review of a month, and from earlier ones what was open or was done since. Oldest first. */
	upTo: (month: string) => ReviewAction[];
	one: (id: number) => ReviewAction | null;
	withKey: (key: string) => ReviewAction | null;
	/** Grows with every change. */
	changes: () => number;
}

interface Row {
	id: number;
	month: string;
	what: string;
	who: string;
	until_day: string | null;
	done_at: number | null;
	author: string;
	at: number;
}

const told = ({ until_day, done_at, author, at, ...row }: Row): ReviewAction => ({ ...row, until: until_day, doneAt: done_at === null ? null : isoText(done_at), by: author, at: isoText(at) });
const unknown = (): InputError => new InputError('There is no such action.', { status: 404, code: 'not_found', field: 'id' });

export function createActions(db: Db): Actions {
	const columns = 'id, month, what, who, until_day, done_at, author, at';
	const insert = db.prepare<[ActionNoted & { author: string; at: number; entry: number }]>(
		'INSERT INTO review_action (key, month, what, who, until_day, author, at, entry) VALUES (@key, @month, @what, @who, @until, @author, @at, @entry) ON CONFLICT (key) DO NOTHING',
	);
	const byKey = db.prepare<[string], Row>(`SELECT ${columns} FROM review_action WHERE key = ?`);
	const byId = db.prepare<[number], Row>(`SELECT ${columns} FROM review_action WHERE id = ?`);
	const update = db.prepare<[string, string, string | null, number | null, number, number]>('UPDATE review_action SET what = ?, who = ?, until_day = ?, done_at = ?, entry = ? WHERE id = ?');
	const remove = db.prepare<[number]>('DELETE FROM review_action WHERE id = ?');
	// What was done before the month began was looked back on in the review before.
	const upTo = db.prepare<[{ month: string; since: number }], Row>(`SELECT ${columns} FROM review_action WHERE month <= @month AND (month = @month OR done_at IS NULL OR done_at >= @since) ORDER BY month, id`);
	let changes = 0;
	return {
		changes: () => changes,
		handlers: {
			'action noted': (noted, { author, at, id: entry }) => {
				changes += 1;
				insert.run({ ...noted, author, at, entry });
				return { reply: byKey.get(noted.key)?.id ?? 0 };
			},
			'action changed': ({ id, what, who, until, isDone }, entry) => {
				const from = byId.get(id);
				if (!from) throw unknown();
				changes += 1;
				update.run(what, who, until, isDone ? (from.done_at ?? entry.at) : null, entry.id, id);
				return { reply: undefined, logged: { id, from: { what: from.what, who: from.who, until: from.until_day, isDone: from.done_at !== null }, to: { what, who, until, isDone } } };
			},
			'action removed': ({ id }) => {
				const from = byId.get(id);
				if (!from) throw unknown();
				changes += 1;
				remove.run(id);
				return { reply: undefined, logged: from };
			},
		},
		upTo: (month) => upTo.all({ month, since: Temporal.PlainDate.from(`${month}-01`).toZonedDateTime('UTC').epochMilliseconds }).map(told),
		one: (id) => {
			const row = byId.get(id);
			return row ? told(row) : null;
		},
		withKey: (key) => {
			const row = byKey.get(key);
			return row ? told(row) : null;
		},
	};
}

/** In one line, without what could not be seen. */
const line = (text: string): string => oneLine(text).trim();
const what = z.string({ message: 'expected what is to be done' }).transform(line).pipe(z.string().min(1, { message: 'say what is to be done' }).max(300, { message: 'at most 300 characters' }));
const who = z.string({ message: 'expected a name, or nothing' }).transform(line).pipe(z.string().max(100, { message: 'at most 100 characters' }));
const until = z
	.string({ message: 'expected a date such as 2026-11-23, or null' })
	.refine((text) => text.length === 10 && isMoment(text), { message: 'expected a date such as 2026-11-23' })
	.nullable();
export const actionRequest = z.strictObject(
	{ key: z.string({ message: 'expected a key' }).regex(/^[\w-]{8,64}$/, { message: 'expected 8 to 64 letters, digits and hyphens' }), month: z.string({ message: 'expected a month such as 2026-10' }).max(20), what, who, until },
	{ message: 'expected key, month, what, who and until' },
);
export const actionChange = z
	.strictObject({ what: what.exactOptional(), who: who.exactOptional(), until: until.exactOptional(), isDone: z.boolean({ message: 'expected true or false' }).exactOptional() }, { message: 'expected what, who, until or isDone' })
	.refine((wish) => Object.keys(wish).length > 0, { message: 'expected at least one of what, who, until and isDone' });

export interface ActionDesk {
	/** The same key again is the same action. @throws InputError that names the field. */
	note: (wish: z.infer<typeof actionRequest>, author: string) => ReviewAction;
	/** @throws InputError 404, or one that names the field. */
	change: (id: number, change: z.infer<typeof actionChange>, author: string) => ReviewAction;
	/** @throws InputError 404 */
	remove: (id: number, author: string) => void;
}

export function createActionDesk({ actions, journal, monthOf, now }: { actions: Actions; journal: Journal<ActionHandlers>; monthOf: (text: string) => { id: string }; now: () => number }): ActionDesk {
	return {
		note: (wish, author) => {
			const month = monthOf(wish.month).id;
			const known = actions.withKey(wish.key);
			if (known) return known;
			const id = journal.apply('action noted', { ...wish, month }, { at: now(), author });
			const noted = actions.one(id);
			if (!noted) throw unknown();
			return noted;
		},
		change: (id, change, author) => {
			const was = actions.one(id);
			if (!was) throw unknown();
			// What is not said stays as somebody else may have made it.
			const wish = { what: was.what, who: was.who, until: was.until, isDone: was.doneAt !== null, ...change };
			const isSame = was.what === wish.what && was.who === wish.who && was.until === wish.until && (was.doneAt !== null) === wish.isDone;
			if (!isSame) journal.apply('action changed', { id, ...wish }, { at: now(), author });
			return actions.one(id) ?? was;
		},
		remove: (id, author) => journal.apply('action removed', { id }, { at: now(), author }),
	};
}
