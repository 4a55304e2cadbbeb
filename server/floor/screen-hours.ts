/** Hours as ops say them, of a screen, a panel or the quiet: they become stretches of time, by the workspace's zone and holidays. */
import { z } from 'zod';
import type { ScreenHours, WeekTimes } from '../../shared/screen.ts';
import type { Calendar, WeekPattern } from './calendar.ts';
import { addDays, daysFromTo, weekdayOf } from './period.ts';

const minute = /^([01]\d|2[0-3]):[0-5]\d$/;
const weekday = { message: 'expected 1 (Monday) to 7 (Sunday)' };

/** Weekdays and the local times between which something is shown, as they come from outside. */
export const timesShape = {
	days: z
		.array(z.int(weekday).min(1, weekday).max(7, weekday), { message: 'expected a list of weekdays' })
		.min(1, { message: 'expected at least one weekday' })
		.transform((days) => [...new Set(days)].sort((a, b) => a - b)),
	from: z.string({ message: 'expected a time' }).regex(minute, { message: "expected a time such as '07:00'" }),
	to: z.string({ message: 'expected a time' }).refine((time) => minute.test(time) || time === '24:00', { message: "expected a time such as '19:00', at most '24:00'" }),
};
export const areApart = ({ from, to }: Pick<WeekTimes, 'from' | 'to'>): boolean => from !== to;
export const notApart = { message: "is the same as from; a whole day is '00:00' to '24:00'", path: ['to'] };

/** Whole days after today of which a screen knows; a server that is down for a weekend, or a week, leaves no wall lit or dark by mistake. */
const daysAhead = 8;

/** The stretch `[from, to)` that begins on a day; what ends before it begins ends the next day. */
export const stretchOn = (day: string, { from, to }: Pick<WeekTimes, 'from' | 'to'>, calendar: Calendar): [from: number, to: number] => [
	calendar.instantOf(day, from),
	calendar.instantOf(to < from ? addDays(day, 1) : day, to),
];

/** Whether a moment lies in them, yesterday's evening that lasts into its day too. */
export function isWithin({ days, ...times }: WeekTimes, at: number, calendar: Calendar): boolean {
	const today = calendar.dayOf(at);
	return [addDays(today, -1), today].some((day) => {
		if (!days.includes(weekdayOf(day))) return false;
		const [begins, ends] = stretchOn(day, times, calendar);
		return at >= begins && at < ends;
	});
}

/**
 * The stretches `[from, to)` of yesterday (whose evening may last into today), today and the days ahead, those that touch as one. What was
 * off stays off to the end of the last day: a stretch that is empty ends the list there.
 */
export function stretchesOn({ days, offOnHolidays, ...times }: ScreenHours, calendar: Calendar, today: string): [from: number, to: number][] {
	const lastDay = addDays(today, daysAhead);
	const stretches: [from: number, to: number][] = [];
	for (const day of daysFromTo(addDays(today, -1), lastDay)) {
		if (!days.includes(weekdayOf(day)) || (offOnHolidays && calendar.isHoliday(day))) continue;
		const [begins, ends] = stretchOn(day, times, calendar);
		const last = stretches.at(-1);
		if (last && begins <= last[1]) last[1] = ends;
		// All of it may lie in an hour that the clocks leap over.
		else if (ends > begins) stretches.push([begins, ends]);
	}
	const known = calendar.endOf(lastDay) + 1;
	if ((stretches.at(-1)?.[1] ?? 0) < known) stretches.push([known, known]);
	return stretches;
}

const hourOf = (time: string): number => Number(time.slice(0, 2));
const timeAt = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

/** What the set-up of hours begins with: the working week, an hour wider at both ends in whole hours. */
export function proposedHours(week: WeekPattern): ScreenHours {
	const days = week.flatMap((hours, index) => (hours ? [index + 1] : []));
	const worked = week.flatMap((hours) => (hours ? [hours] : []));
	if (worked.length === 0) return { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00', offOnHolidays: true };
	const from = Math.min(...worked.map(([begins]) => hourOf(begins)));
	const to = Math.max(...worked.map(([, ends]) => hourOf(ends) + (ends.endsWith(':00') ? 0 : 1)));
	return { days, from: timeAt(Math.max(0, from - 1)), to: timeAt(Math.min(24, to + 1)), offOnHolidays: true };
}
