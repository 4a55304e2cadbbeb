/** The days and hours the demo company works. */
import type { Random } from './random.ts';

export interface Day {
	/** '2026-09-14' */
	day: string;
	index: number;
	/** 1 is Monday. */
	weekday: number;
	/** Epoch milliseconds of local midnight. */
	startMs: number;
	/** How busy the day is: 1 is a usual one, 0 a weekend. */
	load: number;
}

export interface Office {
	days: readonly Day[];
	dayAt: (ms: number) => Day;
	find: (day: string) => Day;
	/** The first working day at or after `day`, then `further` working days on. */
	workingDay: (day: Day, further?: number) => Day;
	/** The first working day at least `calendarDays` after `day`. */
	workingDayAfter: (day: Day, calendarDays: number) => Day;
	/** Share of the working days of the month that has passed at the middle of the day, 0–1. */
	monthShare: (day: Day) => number;
	/** The same in its evening. */
	monthShareAfter: (day: Day) => number;
}

export const minuteMs = 60_000;
const seasons = [0.95, 1, 1.08, 1, 1.02, 1, 0.78, 0.82, 1.08, 1.06, 1.08, 0.85];
const weekdays = [0.95, 1.08, 1.1, 1.02, 0.85, 0, 0];
const quietDays = new Set(['01-01', '12-24', '12-25', '12-26', '12-31', '05-01']);

/** How busy a month is, 1 being usual. @param month '2026-09' */
export const season = (month: string): number => seasons[Number(month.slice(5, 7)) - 1] ?? 1;

export function createOffice(timeZone: string, from: string, to: string): Office {
	const days: Day[] = [];
	const byName = new Map<string, Day>();
	const last = Temporal.PlainDate.from(to);
	for (let date = Temporal.PlainDate.from(from); Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 })) {
		const name = date.toString();
		const quiet = quietDays.has(name.slice(5)) ? 0.1 : 1;
		const load = (weekdays[date.dayOfWeek - 1] ?? 0) * season(name) * quiet;
		const day: Day = { day: name, index: days.length, weekday: date.dayOfWeek, startMs: date.toZonedDateTime(timeZone).epochMilliseconds, load };
		days.push(day);
		byName.set(name, day);
	}
	const edge = days.at(-1);
	if (!edge) throw new RangeError(`no day from ${from} to ${to}`);

	const dayAt = (ms: number): Day => {
		let low = 0;
		let high = days.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((days[middle] ?? edge).startMs <= ms) low = middle;
			else high = middle - 1;
		}
		return days[low] ?? edge;
	};
	const workingDay = (day: Day, further = 0): Day => {
		let left = further;
		for (let index = day.index; index < days.length; index++) {
			const candidate = days[index] ?? edge;
			if (candidate.load > 0 && left-- === 0) return candidate;
		}
		return edge;
	};
	const monthShares = new Map<string, number>();
	const workingByMonth = new Map<string, Day[]>();
	for (const day of days) {
		if (day.weekday > 5) continue;
		const month = day.day.slice(0, 7);
		const list = workingByMonth.get(month) ?? [];
		list.push(day);
		workingByMonth.set(month, list);
	}
	const sharesAfter = new Map<string, number>();
	for (const [, list] of workingByMonth)
		list.forEach((day, index) => {
			monthShares.set(day.day, (index + 0.5) / list.length);
			sharesAfter.set(day.day, (index + 1) / list.length);
		});

	return {
		days,
		dayAt,
		find: (day) => byName.get(day) ?? edge,
		workingDay,
		workingDayAfter: (day, calendarDays) => workingDay(days[day.index + calendarDays] ?? edge),
		monthShare: (day) => monthShares.get(day.day) ?? 1,
		monthShareAfter: (day) => sharesAfter.get(day.day) ?? 1,
	};
}

/** A moment of the office hours of a day, not at lunch. */
export function officeMoment(day: Day, random: Random): number {
	const worked = random.between(0, 450);
	return day.startMs + Math.round((540 + worked + (worked > 180 ? 30 : 0)) * 60) * 1000;
}

/** The moment itself in the hours in which people call, else early on the next working day. */
export function inOffice(office: Office, at: number): number {
	const whole = at - (at % 1000);
	const today = office.dayAt(whole);
	const minute = (whole - today.startMs) / minuteMs;
	const early = (day: Day): number => day.startMs + 540 * minuteMs + (whole % (45 * minuteMs));
	if (today.load > 0 && minute < 540) return early(today);
	if (today.load > 0 && minute < 1040) return whole;
	return early(office.workingDay(office.days[today.index + 1] ?? today));
}

/** A half hour for which people make appointments. */
export const appointment = (day: Day, random: Random): number => day.startMs + (540 + 30 * random.whole(0, 14)) * minuteMs;

const dayMs = 86_400_000;
const dayNames = new Map<number, string>();
const twoDigits = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** UTC, to the second. Written by hand because a history has 200,000 of them and `Temporal` takes 4 µs each. */
export function isoAt(ms: number): string {
	const number = Math.floor(ms / dayMs);
	let name = dayNames.get(number);
	if (name === undefined) {
		name = Temporal.Instant.fromEpochMilliseconds(number * dayMs).toString().slice(0, 10);
		dayNames.set(number, name);
	}
	const second = Math.floor((ms - number * dayMs) / 1000);
	return `${name}T${twoDigits(Math.floor(second / 3600))}:${twoDigits(Math.floor(second / 60) % 60)}:${twoDigits(second % 60)}Z`;
}
