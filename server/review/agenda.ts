/** The agenda of the monthly review: which sections, in which order, of whom, and when a month closes by itself. */
import { sectionIds, type Agenda } from '../../shared/review-api.ts';
import type { Db } from '../db/open.ts';
import type { Handler } from '../journal/journal.ts';

export const usualAgenda: Agenda = { items: sectionIds.map((section) => ({ section, shown: true, scope: null })), closesOn: null };

// An alias and not an interface: only those fit where any handlers do.
export type AgendaHandlers = {
	/** Scopes of items are stored ones: `team:<id>`. */
	'agenda set': Handler<Agenda, void>;
};

export interface AgendaStore {
	handlers: AgendaHandlers;
	get: () => Agenda;
}

export function createAgenda(db: Db): AgendaStore {
	const read = db.prepare<[], string>('SELECT plan FROM agenda').pluck();
	const write = db.prepare<[string, number]>('INSERT INTO agenda (id, plan, entry) VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE SET plan = excluded.plan, entry = excluded.entry');
	const get = (): Agenda => {
		const plan = read.get();
		// Written by the handler below and nowhere else.
		return plan === undefined ? usualAgenda : (JSON.parse(plan) as Agenda);
	};
	return {
		get,
		handlers: {
			'agenda set': (agenda, entry) => {
				const from = get();
				write.run(JSON.stringify(agenda), entry.id);
				return { reply: undefined, logged: { from, to: agenda } };
			},
		},
	};
}
