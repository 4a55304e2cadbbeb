/** What was agreed in reviews: what, who, until when. */
import type { ReviewAction } from '../../shared/review-api.ts';
import { isoText } from '../clock.ts';
import type { Db } from '../db/open.ts';
import type { Handler } from '../journal/journal.ts';

export interface ActionNoted {
	key: string;
	month: string;
	what: string;
	who: string;
	until: string | null;
}

export type ActionHandlers = {
	/** Answers with its number; the same key again changes nothing. */
	'action noted': Handler<ActionNoted, number>;
};

export interface Actions {
	handlers: ActionHandlers;
	/** Of a month and, before it, what is open or was done since the review before. Oldest first. */
	upTo: (month: string) => ReviewAction[];
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

export function createActions(db: Db): Actions {
	const insert = db.prepare<[ActionNoted & { author: string; at: number; entry: number }]>(
		'INSERT INTO review_action (key, month, what, who, until_day, author, at, entry) VALUES (@key, @month, @what, @who, @until, @author, @at, @entry) ON CONFLICT (key) DO NOTHING',
	);
	const byKey = db.prepare<[string], number>('SELECT id FROM review_action WHERE key = ?').pluck();
	const upTo = db.prepare<[string], Row>('SELECT id, month, what, who, until_day, done_at, author, at FROM review_action WHERE month <= ? ORDER BY month, id');
	const told = ({ until_day, done_at, author, at, ...row }: Row): ReviewAction => ({ ...row, until: until_day, doneAt: done_at === null ? null : isoText(done_at), by: author, at: isoText(at) });
	return {
		handlers: {
			'action noted': (noted, { author, at, id: entry }) => {
				insert.run({ ...noted, author, at, entry });
				return { reply: byKey.get(noted.key) ?? 0 };
			},
		},
		upTo: (month) => upTo.all(month).map(told),
	};
}
