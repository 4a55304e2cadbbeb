/** When a month closes by itself: as the working hours of the n-th working day after it begin. */
import type { Calendar, WeekPattern } from '../floor/calendar.ts';
import { addDays, weekdayOf } from '../floor/period.ts';

/** Nothing is looked for further than this. */
const farthest = 120;

/** Null where there are not so many working days ahead. */
export function closingMoment(lastDay: string, workday: number, calendar: Pick<Calendar, 'isWorkday' | 'instantOf' | 'startOf'>, week: WeekPattern): number | null {
	let left = workday;
	for (let day = addDays(lastDay, 1), looked = 0; looked < farthest; day = addDays(day, 1), looked += 1) {
		if (!calendar.isWorkday(day)) continue;
		left -= 1;
		if (left > 0) continue;
		const hours = week[weekdayOf(day) - 1];
		return hours ? calendar.instantOf(day, hours[0]) : calendar.startOf(day);
	}
	return null;
}
