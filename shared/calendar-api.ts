/** The working week, holidays and leave: /api/v1/calendar and what is below it. */
import type { Consequence } from './consequence.ts';

/** Working hours of each weekday, Monday first, as 'HH:MM' ('24:00' ends a day); null for a day off. */
export type WeekHours = readonly (readonly [from: string, to: string] | null)[];

export interface Holiday {
	day: string;
	name: string;
}

/** First and last day. */
export interface DayStretch {
	from: string;
	to: string;
}

export interface LeaveRow extends DayStretch {
	person: number;
}

/** The public holidays of a country, or a region of it, in a year. */
export interface HolidaySet {
	country: string;
	/** 'BY', or a part of a region: 'BY-A'. */
	region?: string;
	year: number;
	/** Of the country or region, as it was shown. */
	name: string;
}

/** GET /api/v1/calendar */
export interface CalendarState {
	today: string;
	week: WeekHours;
	holidays: Holiday[];
	leave: (LeaveRow & { name: string })[];
	/** Years of the half-year ahead for which no holiday is known. */
	missingYears: number[];
	/** The ready set that was added last, else what the locale suggests. */
	usualSet: Pick<HolidaySet, 'country' | 'region'> | null;
}

/** What a PUT answers. */
export interface CalendarChanged {
	calendar: CalendarState;
	/** What reads otherwise since. */
	consequences: Consequence[];
}

/** PUT /api/v1/calendar/holidays; a null name takes the holiday away. */
export interface HolidaysRequest {
	days: { day: string; name: string | null; was?: string | null }[];
	of?: HolidaySet;
}

/** PUT /api/v1/calendar/leave: what overlaps is joined. */
export interface LeaveRequest {
	person: number;
	remove?: DayStretch;
	add?: DayStretch;
}

/** GET /api/v1/calendar/sets: the countries; with `country` its regions and, with `year`, the days. */
export interface HolidaySets {
	countries: { code: string; name: string }[];
	regions: { code: string; name: string }[];
	holidays: Holiday[];
}
