/**
 * Business time: the workspace's zone, its days, and working time (M1, M8). A day belongs to the zone and has 23, 24 or 25 hours;
 * each working day weighs one, today by the share of its working hours that has elapsed.
 */
import { addDays, daysFromTo, weekdayOf } from './period.ts';

/** Working hours of a weekday as 'HH:MM', or null for a day off. Index 0 = Monday … 6 = Sunday. */
export type WeekPattern = readonly (readonly [from: string, to: string] | null)[];

const office = ['09:00', '17:00'] as const;
export const usualWeek: WeekPattern = [office, office, office, office, office, null, null];

export interface CalendarSettings {
	timeZone: string;
	week: WeekPattern;
	holidays: ReadonlySet<string>;
	/** Days on leave by person id. */
	leave: ReadonlyMap<number, readonly { from: string; to: string }[]>;
}

/** When something happened: `at` is null for a calendar day without a time. */
export interface Moment {
	at: number | null;
	day: string;
}

export interface Calendar {
	timeZone: string;
	/** The local day of an instant (epoch ms). */
	dayOf: (at: number) => string;
	/** First and last millisecond of a local day. */
	startOf: (day: string) => number;
	endOf: (day: string) => number;
	/** An ISO 8601 date or time, already known to be well formed; a time without zone is local. */
	momentOf: (iso: string) => Moment;
	/** The instant of a local time ('HH:MM', '24:00' too); of one that comes twice the first, of one that the clocks leap over their leap. */
	instantOf: (day: string, time: string) => number;
	/** Local wall time of an instant. */
	localTime: (at: number) => Temporal.ZonedDateTime;
	isHoliday: (day: string) => boolean;
	isWorkday: (day: string, person?: number) => boolean;
	/** Working days from first to last day, for a person less their leave. */
	workdays: (from: string, to: string, person?: number) => number;
	/** Working days elapsed at an instant, today by the share of its hours. */
	elapsed: (from: string, to: string, at: number, person?: number) => number;
	/** The instant at which so many working days had elapsed; the end of the last day when there are not so many. */
	atElapsed: (from: string, to: string, workdays: number) => number;
	/** Working time in milliseconds between two instants. */
	workingMs: (from: number, to: number) => number;
	/** The offset from UTC in minutes at an instant, and when it next changes. */
	offset: (at: number) => { minutes: number; changesAt: number | null; after: number };
}

const dayMs = 86_400_000;

export function createCalendar(settings: CalendarSettings): Calendar {
	const { timeZone, week, holidays, leave } = settings;

	// Zone look-ups are slow and facts come by the thousand: remember the stretches between changes of the offset.
	interface Stretch {
		from: number;
		to: number;
		offsetMs: number;
	}
	let recent: Stretch[] = [];
	const stretchAt = (at: number): Stretch => {
		const known = recent.find((stretch) => at >= stretch.from && at < stretch.to);
		if (known) return known;
		const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
		const before = local.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
		const after = local.getTimeZoneTransition('next');
		const found = {
			from: before ? before.epochMilliseconds : Number.NEGATIVE_INFINITY,
			to: after ? after.epochMilliseconds : Number.POSITIVE_INFINITY,
			offsetMs: local.offsetNanoseconds / 1e6,
		};
		recent = [found, ...recent.slice(0, 7)];
		return found;
	};
	const dayTexts = new Map<number, string>();
	const dayOf = (at: number): string => {
		const number = Math.floor((at + stretchAt(at).offsetMs) / dayMs);
		const known = dayTexts.get(number);
		if (known) return known;
		const text = Temporal.PlainDate.from('1970-01-01').add({ days: number }).toString();
		if (dayTexts.size > 20_000) dayTexts.clear();
		dayTexts.set(number, text);
		return text;
	};

	const starts = new Map<string, number>();
	const startOf = (day: string): number => {
		const known = starts.get(day);
		if (known !== undefined) return known;
		const at = Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds;
		if (starts.size > 20_000) starts.clear();
		starts.set(day, at);
		return at;
	};
	const endOf = (day: string): number => startOf(addDays(day, 1)) - 1;
	const instantOf = (day: string, time: string): number => {
		if (time === '24:00') return endOf(day) + 1;
		const asked = Temporal.PlainDateTime.from(`${day}T${time}`);
		const found = asked.toZonedDateTime(timeZone);
		const leap = found.toPlainDateTime().equals(asked) ? null : found.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
		return (leap ?? found).epochMilliseconds;
	};

	const hours = new Map<string, { from: number; to: number } | null>();
	const hoursOf = (day: string): { from: number; to: number } | null => {
		const known = hours.get(day);
		if (known !== undefined) return known;
		const found = readHours(day);
		if (hours.size > 5_000) hours.clear();
		hours.set(day, found);
		return found;
	};
	const readHours = (day: string): { from: number; to: number } | null => {
		const pattern = week[weekdayOf(day) - 1];
		return pattern ? { from: instantOf(day, pattern[0]), to: instantOf(day, pattern[1]) } : null;
	};
	const isAway = (day: string, person: number): boolean => leave.get(person)?.some(({ from, to }) => day >= from && day <= to) ?? false;
	const isWorkday = (day: string, person?: number): boolean => !!week[weekdayOf(day) - 1] && !holidays.has(day) && (person === undefined || !isAway(day, person));

	const workdayLists = new Map<string, string[]>();
	const workdayList = (from: string, to: string): string[] => {
		const key = `${from}/${to}`;
		const known = workdayLists.get(key);
		if (known) return known;
		const list = daysFromTo(from, to).filter((day) => isWorkday(day));
		if (workdayLists.size > 500) workdayLists.clear();
		workdayLists.set(key, list);
		return list;
	};
	const listFor = (from: string, to: string, person?: number): string[] => {
		const list = workdayList(from, to);
		return person === undefined || !leave.has(person) ? list : list.filter((day) => !isAway(day, person));
	};

	const shareOfDay = (day: string, at: number): number => {
		const hours = hoursOf(day);
		if (!hours || hours.to <= hours.from) return 1;
		return Math.min(1, Math.max(0, (at - hours.from) / (hours.to - hours.from)));
	};

	return {
		timeZone,
		dayOf,
		startOf,
		endOf,
		momentOf: (iso) => {
			if (iso.length === 10) return { at: null, day: iso };
			const hasZone = /(?:[zZ]|[+-]\d{2}(?::?\d{2})?)$/.test(iso.slice(11));
			const at = hasZone ? Temporal.Instant.from(iso).epochMilliseconds : Temporal.PlainDateTime.from(iso).toZonedDateTime(timeZone).epochMilliseconds;
			return { at, day: dayOf(at) };
		},
		instantOf,
		localTime: (at) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone),
		isHoliday: (day) => holidays.has(day),
		isWorkday,
		workdays: (from, to, person) => listFor(from, to, person).length,
		elapsed: (from, to, at, person) => {
			const today = dayOf(at);
			let elapsed = 0;
			for (const day of listFor(from, to, person)) {
				if (day > today) break;
				elapsed += day < today ? 1 : shareOfDay(day, at);
			}
			return elapsed;
		},
		atElapsed: (from, to, workdays) => {
			const list = workdayList(from, to);
			const whole = Math.ceil(workdays);
			if (workdays <= 0) return startOf(from) - 1;
			const day = list[whole - 1];
			const hours = day === undefined ? null : hoursOf(day);
			if (day === undefined || !hours) return endOf(to);
			return Math.round(hours.from + (workdays - (whole - 1)) * (hours.to - hours.from));
		},
		workingMs: (from, to) => {
			if (to <= from) return 0;
			let sum = 0;
			for (const day of listFor(dayOf(from), dayOf(to))) {
				const hours = hoursOf(day);
				if (hours) sum += Math.max(0, Math.min(to, hours.to) - Math.max(from, hours.from));
			}
			return sum;
		},
		offset: (at) => {
			const stretch = stretchAt(at);
			const finite = Number.isFinite(stretch.to);
			return { minutes: stretch.offsetMs / 60_000, changesAt: finite ? stretch.to : null, after: (finite ? stretchAt(stretch.to).offsetMs : stretch.offsetMs) / 60_000 };
		},
	};
}
