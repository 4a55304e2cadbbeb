/** The agenda as people write it: teams by their names, stored by their numbers, so that a renaming breaks nothing. */
import { z } from 'zod';
import { sectionIds, type Agenda } from '../../shared/review-api.ts';
import { InputError } from '../errors.ts';
import type { People } from '../floor/people.ts';
import type { Journal } from '../journal/journal.ts';
import type { AgendaHandlers, AgendaStore } from './agenda.ts';

export interface AgendaDesk {
	get: () => Agenda;
	/** @throws InputError that names the field. */
	set: (agenda: z.infer<typeof agendaRequest>, author: string) => Agenda;
}

const section = z.enum(sectionIds, { message: `expected ${sectionIds.join(', ')}` });
export const agendaRequest = z.strictObject({
	items: z
		.array(z.strictObject({ section, shown: z.boolean({ message: 'expected true or false' }), scope: z.string({ message: 'expected team:<name>, or null' }).max(220, { message: 'at most 220 characters' }).nullable() }), { message: 'expected a list of sections' })
		.refine((items) => items.length === sectionIds.length && new Set(items.map((item) => item.section)).size === items.length, { message: 'expected each section exactly once' }),
	closesOn: z.int({ message: 'expected a whole number' }).min(1, { message: 'at least 1' }).max(20, { message: 'at most 20' }).nullable(),
});

export function createAgendaDesk({ store, people, journal, now }: { store: AgendaStore; people: Pick<People, 'teamNamed' | 'team'>; journal: Pick<Journal<AgendaHandlers>, 'apply'>; now: () => number }): AgendaDesk {
	const stored = (scope: string | null, index: number): string | null => {
		if (scope === null) return null;
		const name = scope.startsWith('team:') ? scope.slice(5) : null;
		const team = name === null ? undefined : people.teamNamed(name);
		// One that is closed was there in earlier months.
		if (!team) throw new InputError(name === null ? `expected team:<name>, or null, not '${scope.slice(0, 60)}'` : `there is no team called '${name.slice(0, 60)}'`, { field: `items[${index}].scope`, code: name === null ? 'bad_input' : 'unknown_scope' });
		return `team:${team.id}`;
	};
	const named = (scope: string | null): string | null => {
		const team = scope === null ? undefined : people.team(Number(scope.slice(5)));
		return team ? `team:${team.name}` : null;
	};
	const get = (): Agenda => {
		const { items, closesOn } = store.get();
		return { items: items.map((item) => ({ ...item, scope: named(item.scope) })), closesOn };
	};
	return {
		get,
		set: ({ items, closesOn }, author) => {
			const wished: Agenda = { items: items.map((item, index) => ({ ...item, scope: stored(item.scope, index) })), closesOn };
			if (JSON.stringify(wished) !== JSON.stringify(store.get())) journal.apply('agenda set', wished, { at: now(), author });
			return get();
		},
	};
}
