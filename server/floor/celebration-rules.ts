/** What ops want celebrated, and when quietly. */
import { usualRules, type CelebrationRules, type QuietHours } from '../../shared/celebration.ts';
import type { Db } from '../db/open.ts';
import type { Handler } from '../journal/journal.ts';
import type { Calendar } from './calendar.ts';
import { addDays, weekdayOf } from './period.ts';

// An alias and not an interface: only those fit where any handlers do.
export type RulesHandlers = {
	/** Logged with what stood before. */
	'celebrations set': Handler<CelebrationRules, null>;
};

export interface RulesStore {
	handlers: RulesHandlers;
	/** The same object until they change. */
	get: () => CelebrationRules;
	/** When they were last changed, and by whom; null when they never were. */
	lastChange: () => { at: number; author: string } | null;
}

export function createCelebrationRules(db: Db): RulesStore {
	const read = db.prepare<[], { rules: string; at: number; author: string }>('SELECT rules, at, author FROM celebration_rules r JOIN entry ON entry.id = r.entry');
	const write = db.prepare<[string, number]>('INSERT INTO celebration_rules (id, rules, entry) VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE SET rules = excluded.rules, entry = excluded.entry');
	let known: CelebrationRules | null = null;
	const get = (): CelebrationRules => {
		const stored = known ? undefined : read.get();
		// Written by the handler below and nowhere else.
		known ??= stored ? { ...usualRules, ...(JSON.parse(stored.rules) as Partial<CelebrationRules>) } : usualRules;
		return known;
	};
	return {
		handlers: {
			'celebrations set': (rules, entry) => {
				const from = get();
				write.run(JSON.stringify(rules), entry.id);
				known = null;
				return { reply: null, logged: { from, to: rules } };
			},
		},
		get,
		lastChange: () => {
			const stored = read.get();
			return stored ? { at: stored.at, author: stored.author } : null;
		},
	};
}

/** Whether a moment lies in any of the quiet hours, those of the evening before that last into its day too. */
export function isQuiet(quiet: readonly QuietHours[], at: number, calendar: Calendar): boolean {
	const today = calendar.dayOf(at);
	return quiet.some(({ days, from, to }) =>
		[addDays(today, -1), today].some((day) => days.includes(weekdayOf(day)) && at >= calendar.instantOf(day, from) && at < calendar.instantOf(to < from ? addDays(day, 1) : day, to)),
	);
}
