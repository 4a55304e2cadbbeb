/** Who was in which team when: rows of inclusive days that never overlap for one person. */
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';
import { addDays } from './period.ts';

export const fromEver = '0000-01-01';
export const forEver = '9999-12-31';

export interface Membership {
	person: number;
	team: number;
	from: string;
	to: string;
}

/** A person's days in a team, both ends included. */
export type Span = Omit<Membership, 'person'>;

export interface Memberships {
	all: () => Membership[];
	/** In the order of their days. */
	of: (person: number) => Span[];
	on: (person: number, day: string) => Span | undefined;
	/** From that day on, whatever was known of later days. False: it was so already. */
	move: (person: number, team: number, from: string) => boolean;
	/** Who began earlier than was thought was in the first team from then on. */
	beginEarlier: (person: number, was: string, from: string) => void;
	/** All of them anew. @throws InputError when two overlap or one ends before it begins. */
	replace: (person: number, spans: readonly Span[]) => void;
}

export function createMemberships(db: Db): Memberships {
	const all = db.prepare<[], Membership>('SELECT person, team, from_day AS "from", to_day AS "to" FROM membership ORDER BY person, from_day');
	const of = db.prepare<[number], Span>('SELECT team, from_day AS "from", to_day AS "to" FROM membership WHERE person = ? ORDER BY from_day');
	const on = db.prepare<[number, string, string], Span>('SELECT team, from_day AS "from", to_day AS "to" FROM membership WHERE person = ? AND from_day <= ? AND to_day >= ?');
	const beginEarlier = db.prepare<[string, number, string, number]>('UPDATE membership SET from_day = ? WHERE person = ? AND from_day = ? AND NOT EXISTS (SELECT 1 FROM membership e WHERE e.person = ? AND e.from_day < membership.from_day)');
	const dropFrom = db.prepare<[number, string]>('DELETE FROM membership WHERE person = ? AND from_day >= ?');
	const endBefore = db.prepare<[string, number, string]>('UPDATE membership SET to_day = ? WHERE person = ? AND to_day >= ?');
	const join = db.prepare<[number, string, string, number]>('INSERT INTO membership (person, from_day, to_day, team) VALUES (?, ?, ?, ?)');
	return {
		all: () => all.all(),
		of: (person) => of.all(person),
		on: (person, day) => on.get(person, day, day),
		move: (person, team, from) => {
			const spans = of.all(person);
			const now = spans.find((span) => span.from <= from && span.to >= from);
			if (now?.team === team && now.from === from) return false;
			dropFrom.run(person, from);
			if (now?.team === team && now.from < from) {
				endBefore.run(forEver, person, from);
				return true;
			}
			if (from > fromEver) endBefore.run(addDays(from, -1), person, from);
			join.run(person, from, forEver, team);
			return true;
		},
		beginEarlier: (person, was, from) => void beginEarlier.run(from, person, was, person),
		replace: (person, spans) => {
			const sorted = [...spans].sort((a, b) => (a.from < b.from ? -1 : 1));
			sorted.forEach(({ from, to }, index) => {
				if (from > to) throw new InputError('A time in a team ends before it begins.', { field: `memberships[${spans.findIndex((span) => span.from === from)}].to` });
				const next = sorted[index + 1];
				if (next && next.from <= to) throw new InputError('Two times in a team overlap: nobody is in two teams on one day.', { field: `memberships[${spans.indexOf(next)}].from` });
			});
			dropFrom.run(person, fromEver);
			for (const { team, from, to } of sorted) join.run(person, from, to, team);
		},
	};
}
