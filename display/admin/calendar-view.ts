/** The calendar's days, people and hours as the page shows and takes them. */
import type { CalendarState, DayStretch, WeekHours } from '../../shared/calendar-api.ts';
import type { ListedPerson } from '../../shared/people-api.ts';
import type { CalendarWords } from '../../shared/words/calendar.ts';
import { fill } from '../../shared/words/language.ts';
import { weekdayName } from './screen-view.ts';

const utc = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const write = (day: string, locale: string, options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }).format(utc(day));

/** "Thu 24 Dec 2026", in the order that the region is used to. */
export const weekdayText = (day: string, locale: string): string => write(day, locale, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
export const stretchText = ({ from, to }: DayStretch, locale: string): string => (from === to ? weekdayText(from, locale) : `${weekdayText(from, locale)} – ${weekdayText(to, locale)}`);

/** 1 = January. */
export const monthName = (month: number, locale: string): string => write(`2024-${String(((month - 1) % 12) + 1).padStart(2, '0')}-01`, locale, { month: 'long' });

/** Whether a day is one on which nobody works anyway. */
export const isOff = (day: string, week: WeekHours): boolean => !week[(new Date(utc(day)).getUTCDay() + 6) % 7];

export interface Choice {
	id: number;
	label: string;
}

/** Everybody by a text that means nobody else. */
export function personChoices(people: readonly ListedPerson[], words: CalendarWords): Choice[] {
	const named = (name: string): number => people.filter((person) => person.name === name).length;
	return people.map(({ id, name, handle, isActive }) => {
		const own = named(name) > 1 ? `${name} · ${handle}` : name;
		return { id, label: isActive ? own : fill(words.personLeft, { name: own }) };
	});
}

/** Whom a typed text means: its label, or the only one that it is a part of. */
export function chosenPerson(typed: string, choices: readonly Choice[]): Choice | null {
	const sought = typed.trim().toLocaleLowerCase();
	if (sought === '') return null;
	const exact = choices.find(({ label }) => label.toLocaleLowerCase() === sought);
	const parts = choices.filter(({ label }) => label.toLocaleLowerCase().includes(sought));
	return exact ?? (parts.length === 1 ? (parts[0] ?? null) : null);
}

export type LeaveLine = CalendarState['leave'][number];

/** Leave by the month it begins in, in order; what is under way stands in the month of today. `isPast`: what is over, newest first. */
export function leaveByMonth(leave: readonly LeaveLine[], today: string, isPast: boolean): { month: string; lines: LeaveLine[] }[] {
	const shown = leave.filter(({ to }) => to < today === isPast).sort((a, b) => (a.from === b.from ? a.name.localeCompare(b.name) : a.from < b.from ? -1 : 1));
	const months = new Map<string, LeaveLine[]>();
	for (const line of isPast ? shown.reverse() : shown) {
		const month = (isPast || line.from > today ? line.from : today).slice(0, 7);
		months.set(month, [...(months.get(month) ?? []), line]);
	}
	return [...months].map(([month, lines]) => ({ month, lines }));
}

/** A weekday as it is being edited: hours stay when the day is off for a moment. */
export interface WeekDay {
	works: boolean;
	from: string;
	to: string;
}

export const weekDays = (week: WeekHours): WeekDay[] => week.map((hours) => ({ works: hours !== null, from: hours?.[0] ?? '09:00', to: hours?.[1] ?? '17:00' }));
export const weekOf = (days: readonly WeekDay[]): WeekHours => days.map(({ works, from, to }) => (works ? [from, to] : null));

/** What is wrong, by weekday (0 = Monday), and of the week as a whole. */
export function weekErrors(days: readonly WeekDay[], words: CalendarWords, locale: string): { days: string[]; week: string } {
	return {
		days: days.map(({ works, from, to }, index) => (works && !(from !== '' && from < to) ? fill(words.needHours, { day: weekdayName(index + 1, locale, 'long') }) : '')),
		week: days.some(({ works }) => works) ? '' : words.needWorkday,
	};
}
