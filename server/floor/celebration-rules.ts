/** What ops want celebrated, and when quietly. */
import { usualRules, type CelebrationRules } from '../../shared/celebration.ts';
import type { Db } from '../db/open.ts';
import type { Handler } from '../journal/journal.ts';
import type { Calendar } from './calendar.ts';
import { isWithin } from './screen-hours.ts';

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

export const isQuiet = ({ quiet }: CelebrationRules, at: number, calendar: Calendar): boolean => quiet.some((hours) => isWithin(hours, at, calendar));
