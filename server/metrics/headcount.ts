/** People as a figure counts them: who sells, who was there when the period began, who has left since (M14). */
import type { Person } from '../floor/people.ts';
import { addDays, daysBetween, type Period } from '../floor/period.ts';
import type { Cut } from '../rollups/read.ts';
import type { Roster } from './roster.ts';

/**
 * `people_active`: sellers employed on a working day of the period. `people_tenured`: those of them whose first day is known, and
 * `tenure_days` the days since. All others are of everybody, whatever their role; whose last day is the period's last has left in it.
 */
export const headcountIds = ['people_active', 'people_tenured', 'tenure_days', 'people_begun', 'people_kept', 'people_left', 'people_average'] as const;
export type HeadcountId = (typeof headcountIds)[number];

export const isHeadcount = (id: string): id is HeadcountId => headcountIds.some((known) => known === id);

export interface Headcounted {
	person: number;
	/** Null: none. */
	team: number | null;
	adds: number;
}

export function createHeadcount(roster: Roster): (id: HeadcountId, period: Period, cut: Cut) => Headcounted[] {
	const firstDayOf = ({ startDay }: Person): string => startDay ?? '';
	const lastDayOf = ({ endDay }: Person): string => endDay ?? '9999-12-31';
	return (id, period, cut) => {
		const isOver = period.to < cut.untilDay;
		const today = isOver ? period.to : cut.untilDay;
		/** Nobody has left on a day that is not over. */
		const lastGone = isOver ? period.to : addDays(cut.untilDay, -1);
		const wasThere = (person: Person): boolean => firstDayOf(person) <= period.from && lastDayOf(person) >= period.from;
		const isThere = (person: Person): boolean => firstDayOf(person) <= today && lastDayOf(person) > lastGone;
		const on = (day: string, adds = 1) => ({ id: person }: Person): Headcounted => ({ person, team: roster.teamOn(person, day), adds });
		const everybody = roster.people();
		switch (id) {
			case 'people_active':
				return roster.active(period).map(({ id: person }) => ({ person, team: roster.teamOn(person, today) ?? roster.teamOn(person, period.from), adds: 1 }));
			case 'people_tenured':
			case 'tenure_days':
				return roster.active({ from: period.from, to: today }).flatMap((person) => {
					if (person.startDay === null) return [];
					const until = lastDayOf(person) < today ? lastDayOf(person) : today;
					const adds = id === 'tenure_days' ? daysBetween(person.startDay, until) : 1;
					return [{ person: person.id, team: roster.teamOn(person.id, until) ?? roster.teamOn(person.id, period.from), adds }];
				});
			case 'people_begun':
				return everybody.filter(wasThere).map(on(period.from));
			case 'people_kept':
				return everybody.filter((person) => wasThere(person) && isThere(person)).map(on(period.from));
			case 'people_left':
				return everybody.filter((person) => lastDayOf(person) >= period.from && lastDayOf(person) <= lastGone).map((person) => on(lastDayOf(person))(person));
			case 'people_average':
				return [...everybody.filter(wasThere).map(on(period.from, 0.5)), ...everybody.filter(isThere).map(on(today, 0.5))];
		}
	};
}
