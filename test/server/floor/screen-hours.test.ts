/** When a screen is on: ops' hours as stretches of time, in days of any length. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ScreenHours } from '../../../shared/screen.ts';
import { createCalendar, usualWeek } from '../../../server/floor/calendar.ts';
import { addDays } from '../../../server/floor/period.ts';
import { proposedHours, stretchesOn } from '../../../server/floor/screen-hours.ts';

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const usual: ScreenHours = { days: [1, 2, 3, 4, 5], from: '07:00', to: '19:00', offOnHolidays: false };
const stretches = (timeZone: string, today: string, hours: Partial<ScreenHours>, holidays: string[] = []) =>
	stretchesOn({ ...usual, ...hours }, createCalendar({ timeZone, week: usualWeek, holidays: new Set(holidays), leave: new Map() }), today);
/** As UTC, to the minute. */
const text = (list: readonly (readonly [number, number])[]): string[] =>
	list.map(([from, to]) => [from, to].map((at) => Temporal.Instant.fromEpochMilliseconds(at).toString({ smallestUnit: 'minute' }).slice(5, -1)).join(' '));

describe('a working week', () => {
	test('is known for today and eight more days, and off at the end of them', () => {
		expect(text(stretches('Europe/Stockholm', '2026-11-23', {}))).toEqual([
			'11-23T06:00 11-23T18:00',
			'11-24T06:00 11-24T18:00',
			'11-25T06:00 11-25T18:00',
			'11-26T06:00 11-26T18:00',
			'11-27T06:00 11-27T18:00',
			'11-30T06:00 11-30T18:00',
			'12-01T06:00 12-01T18:00',
			'12-01T23:00 12-01T23:00',
		]);
	});
	test('leaves out the holidays of the calendar only where ops say so', () => {
		const holidays = ['2026-11-24', '2026-11-28'];
		expect(text(stretches('Europe/Stockholm', '2026-11-23', { offOnHolidays: true }, holidays)).slice(0, 2)).toEqual(['11-23T06:00 11-23T18:00', '11-25T06:00 11-25T18:00']);
		expect(text(stretches('Europe/Stockholm', '2026-11-23', {}, holidays))).toContain('11-24T06:00 11-24T18:00');
	});
	test('of nothing but holidays is off for as long as is known, which is not the same as knowing nothing', () => {
		const holidays = Array.from({ length: 14 }, (_, index) => addDays('2026-12-20', index));
		expect(text(stretches('Europe/Stockholm', '2026-12-22', { offOnHolidays: true }, holidays))).toEqual(['12-30T23:00 12-30T23:00']);
	});
});

describe('hours over midnight', () => {
	test('belong to the day on which they begin: yesterday’s evening lasts into today, Friday’s into Saturday', () => {
		expect(text(stretches('Europe/Stockholm', '2026-11-24', { from: '22:00', to: '06:00' })).slice(0, 6)).toEqual([
			'11-23T21:00 11-24T05:00',
			'11-24T21:00 11-25T05:00',
			'11-25T21:00 11-26T05:00',
			'11-26T21:00 11-27T05:00',
			'11-27T21:00 11-28T05:00',
			'11-30T21:00 12-01T05:00',
		]);
		expect(text(stretches('Europe/Stockholm', '2026-11-24', { from: '22:00', to: '06:00', offOnHolidays: true }, ['2026-11-24']))[1]).toBe('11-25T21:00 11-26T05:00');
	});
	test('to 24:00 and to 00:00 are the same end of the day', () => {
		expect(stretches('Europe/Stockholm', '2026-11-23', { to: '24:00' })).toEqual(stretches('Europe/Stockholm', '2026-11-23', { to: '00:00' }));
	});
	test('that touch are one stretch', () => {
		expect(text(stretches('Europe/Stockholm', '2026-11-23', { days: everyDay, from: '00:00', to: '24:00' }))).toEqual(['11-21T23:00 12-01T23:00']);
		expect(text(stretches('Europe/Stockholm', '2026-11-23', { days: [6, 7], from: '00:00', to: '24:00' }))[1]).toBe('11-27T23:00 11-29T23:00');
	});
});

describe('[R15] the days on which clocks change', () => {
	const hoursLong = (timeZone: string, day: string, hours: Partial<ScreenHours>): number => {
		const list = stretches(timeZone, day, { days: [Temporal.PlainDate.from(day).dayOfWeek], ...hours });
		const [[from, to] = [0, 0]] = list;
		return (to - from) / 3_600_000;
	};
	test.each([
		['Europe/Stockholm', '2026-03-29', 23, 11],
		['Europe/Stockholm', '2026-10-25', 25, 13],
		['Australia/Lord_Howe', '2026-10-04', 23.5, 11.5],
		['Australia/Lord_Howe', '2026-04-05', 24.5, 12.5],
		['America/Santiago', '2026-09-06', 23, 11],
	])('in %s %s is on for %d hours all day, and %d to noon', (timeZone, day, whole, toNoon) => {
		expect([hoursLong(timeZone, day, { from: '00:00', to: '24:00' }), hoursLong(timeZone, day, { from: '00:00', to: '12:00' })]).toEqual([whole, toNoon]);
	});
	test('a night is as long as its clock makes it', () => {
		const night = { from: '22:00', to: '06:00' };
		expect([hoursLong('Europe/Stockholm', '2026-03-28', night), hoursLong('Europe/Stockholm', '2026-10-24', night)]).toEqual([7, 9]);
	});
	test('a time that the clocks leap over is when they do', () => {
		const on = (from: string, to: string) => text(stretches('Europe/Stockholm', '2026-03-29', { days: [7], from, to }))[0];
		expect([on('02:30', '03:15'), on('01:30', '02:30')]).toEqual(['03-29T01:00 03-29T01:15', '03-29T00:30 03-29T01:00']);
		// Nothing is left of that day, and the next Sunday is beyond the eighth.
		expect(text(stretches('Europe/Stockholm', '2026-03-28', { days: [7], from: '02:15', to: '02:45' }))).toEqual(['04-05T00:15 04-05T00:45', '04-05T22:00 04-05T22:00']);
	});
	test('a day that a zone left out is off', () => {
		expect(text(stretches('Pacific/Apia', '2011-12-29', { days: [5] }))).toEqual(['01-05T17:00 01-06T05:00', '01-06T10:00 01-06T10:00']);
	});
});

test('at every moment that is known a screen is on when the clock on the wall says so', () => {
	const minutes = fc.integer({ min: 0, max: 47 }).map((half) => `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 ? '30' : '00'}`);
	const hours = fc
		.record({ days: fc.subarray(everyDay, { minLength: 1 }), from: minutes, to: fc.oneof(minutes, fc.constant('24:00')), offOnHolidays: fc.boolean() })
		.filter(({ from, to }) => from !== to);
	const zones = fc.constantFrom('Europe/Stockholm', 'Australia/Lord_Howe', 'America/Santiago', 'America/St_Johns', 'Africa/Casablanca', 'UTC');
	// Around the changes of most of them.
	const days = fc.tuple(fc.constantFrom('2026-02-10', '2026-03-25', '2026-04-01', '2026-09-02', '2026-10-01', '2026-10-21'), fc.nat(8)).map(([day, more]) => addDays(day, more));
	fc.assert(
		fc.property(zones, days, hours, fc.array(fc.nat(9)), fc.array(fc.nat(2 ** 31 - 1), { minLength: 20, maxLength: 20 }), (timeZone, today, wanted, free, moments) => {
			const holidays = free.map((later) => addDays(today, later - 1));
			const list = stretches(timeZone, today, wanted, holidays);
			const begin = Temporal.PlainDate.from(today).toZonedDateTime(timeZone).epochMilliseconds;
			const known = Temporal.PlainDate.from(addDays(today, 9)).toZonedDateTime(timeZone).epochMilliseconds;
			expect(list.at(-1)?.[1]).toBeGreaterThanOrEqual(known);
			list.forEach(([from, to], index) => {
				expect(to - from).toBeGreaterThanOrEqual(index === list.length - 1 ? 0 : 1);
				if (index > 0) expect(from).toBeGreaterThan(list[index - 1]?.[1] ?? 0);
			});
			const counts = (day: string): boolean => wanted.days.includes(Temporal.PlainDate.from(day).dayOfWeek) && !(wanted.offOnHolidays && holidays.includes(day));
			for (const moment of moments) {
				const at = begin + (moment % (known - begin));
				const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
				const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) => local.toPlainDateTime().toZonedDateTime(timeZone, { disambiguation }).epochMilliseconds);
				// An hour that comes twice says nothing of which one is meant.
				if (earlier !== later) continue;
				const [day, time] = [local.toPlainDate().toString(), local.toPlainTime().toString().slice(0, 5)];
				const isOvernight = wanted.to < wanted.from;
				const isOn = (counts(day) && time >= wanted.from && (isOvernight || time < wanted.to)) || (isOvernight && counts(addDays(day, -1)) && time < wanted.to);
				expect([local.toString(), list.some(([from, to]) => at >= from && at < to)]).toEqual([local.toString(), isOn]);
			}
		}),
		{ numRuns: 150 },
	);
});

test.each([
	[usualWeek, { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }],
	[[['07:30', '16:30'], null, ['08:00', '17:15'], null, null, ['10:00', '14:00'], null] as const, { days: [1, 3, 6], from: '06:00', to: '19:00' }],
	[Array.from({ length: 7 }, () => ['00:00', '24:00'] as const), { days: everyDay, from: '00:00', to: '24:00' }],
	[Array.from({ length: 7 }, () => null), { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }],
])('what is proposed is the working week, an hour wider', (week, proposed) => {
	expect(proposedHours(week)).toEqual({ ...proposed, offOnHolidays: true });
});
