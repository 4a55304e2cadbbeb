/** Business time: days of a zone and working time (M1, M8). */
import { describe, expect, test } from 'vitest';
import type { CalendarSettings } from '../../../server/floor/calendar.ts';
import { createCalendar, usualWeek } from '../../../server/floor/calendar.ts';

const given = (timeZone: string, settings: Partial<CalendarSettings> = {}) => createCalendar({ timeZone, week: usualWeek, holidays: new Set(), leave: new Map(), ...settings });
const instant = (iso: string): number => Temporal.Instant.from(iso).epochMilliseconds;
const hours = 3_600_000;
const aroundTheClock = Array.from({ length: 7 }, () => ['00:00', '24:00'] as const);

describe('[M1] a day is as long as its zone makes it', () => {
	test.each([
		['Europe/Berlin', '2026-03-29', 23],
		['Europe/Berlin', '2026-10-25', 25],
		['Europe/Berlin', '2026-10-26', 24],
		['America/New_York', '2026-03-08', 23],
		['America/New_York', '2026-11-01', 25],
		// At midnight: the 6th begins at one o'clock.
		['America/Santiago', '2026-09-06', 23],
		['America/Santiago', '2026-04-04', 25],
		['Australia/Lord_Howe', '2026-10-04', 23.5],
		['Australia/Lord_Howe', '2026-04-05', 24.5],
		['Asia/Kolkata', '2026-06-01', 24],
		['Pacific/Apia', '2026-01-01', 24],
		['UTC', '2026-02-28', 24],
	])('%s on %s: %d hours', (timeZone, day, length) => {
		const calendar = given(timeZone);
		expect((calendar.endOf(day) + 1 - calendar.startOf(day)) / hours).toBe(length);
		expect([calendar.dayOf(calendar.startOf(day)), calendar.dayOf(calendar.endOf(day))]).toEqual([day, day]);
		expect([calendar.dayOf(calendar.startOf(day) - 1), calendar.dayOf(calendar.endOf(day) + 1)]).not.toContain(day);
	});

	test.each(['Europe/Berlin', 'America/Santiago', 'Australia/Lord_Howe', 'Pacific/Apia', 'Pacific/Pago_Pago', 'America/St_Johns', 'Africa/Casablanca', 'UTC'])('every hour of three years in %s has the day that its zone gives it', (timeZone) => {
		const calendar = given(timeZone);
		const wrong: string[] = [];
		for (let at = instant('2025-01-01T00:15:00Z'); at < instant('2028-01-01T00:00:00Z'); at += hours) {
			const day = calendar.dayOf(at);
			if (at < calendar.startOf(day) || at > calendar.endOf(day)) wrong.push(`${at}: ${day}`);
		}
		expect(wrong).toEqual([]);
		for (const iso of ['2026-01-01T00:30:00Z', '2026-03-29T01:00:00Z', '2026-09-06T03:59:59.999Z', '2026-09-06T04:00:00Z', '2026-12-31T23:59:59Z']) {
			expect(calendar.dayOf(instant(iso))).toBe(Temporal.Instant.from(iso).toZonedDateTimeISO(timeZone).toPlainDate().toString());
		}
	});

	test('thirteen hours ahead and eleven behind are two days of one instant', () => {
		expect([given('Pacific/Apia').dayOf(instant('2026-05-31T11:30:00Z')), given('Pacific/Pago_Pago').dayOf(instant('2026-06-01T10:30:00Z'))]).toEqual(['2026-06-01', '2026-05-31']);
	});

	test('a day that a zone left out has no length', () => {
		const calendar = given('Pacific/Apia');
		expect(calendar.endOf('2011-12-29') + 1).toBe(calendar.startOf('2011-12-31'));
		expect(calendar.dayOf(calendar.endOf('2011-12-29') + 1)).toBe('2011-12-31');
	});
});

describe('times as facts give them', () => {
	const calendar = given('Europe/Berlin');
	test.each([
		['2026-11-23', null, '2026-11-23'],
		['2026-11-23T00:00', '2026-11-22T23:00:00Z', '2026-11-23'],
		['2026-11-23T10:41:00+01:00', '2026-11-23T09:41:00Z', '2026-11-23'],
		['2026-11-23 23:30Z', '2026-11-23T23:30:00Z', '2026-11-24'],
		['2026-11-23T23:30:00.123-0500', '2026-11-24T04:30:00.123Z', '2026-11-24'],
		// The hour that does not exist, and the one that comes twice.
		['2026-03-29T02:30', '2026-03-29T01:30:00Z', '2026-03-29'],
		['2026-10-25T02:30', '2026-10-25T00:30:00Z', '2026-10-25'],
	])('%s is %s on %s', (iso, at, day) => {
		expect(calendar.momentOf(iso)).toEqual({ at: at === null ? null : instant(at), day });
	});
});

describe('[M8] working days', () => {
	const calendar = given('Europe/Berlin', { holidays: new Set(['2026-09-07']), leave: new Map([[7, [{ from: '2026-09-14', to: '2026-09-18' }]]]) });
	test('leave out weekends, holidays and a person’s leave', () => {
		expect([calendar.workdays('2026-09-01', '2026-09-30'), calendar.workdays('2026-09-01', '2026-09-30', 7), calendar.workdays('2026-09-01', '2026-09-30', 8)]).toEqual([21, 16, 21]);
		expect([calendar.isWorkday('2026-09-07'), calendar.isWorkday('2026-09-12'), calendar.isWorkday('2026-09-14', 7), calendar.isWorkday('2026-09-14')]).toEqual([false, false, false, true]);
		expect(calendar.workdays('2026-09-05', '2026-09-07')).toBe(0);
		expect(calendar.workdays('2024-02-26', '2024-03-01')).toBe(5);
	});
	test.each([
		['2026-08-31T23:59', 0],
		['2026-09-01T08:59', 0],
		['2026-09-01T13:00', 0.5],
		['2026-09-01T20:00', 1],
		['2026-09-06T12:00', 4],
		['2026-09-07T12:00', 4],
		['2026-09-08T11:00', 4.25],
		['2026-10-05T12:00', 21],
	])('elapsed at %s: %d', (local, elapsed) => {
		expect(calendar.elapsed('2026-09-01', '2026-09-30', calendar.momentOf(local).at ?? 0)).toBe(elapsed);
	});
	test.each([0.25, 0.5, 1, 1.5, 3.75, 4.125, 20.9, 21])('the instant at which %d working days had elapsed is where elapsed says so', (workdays) => {
		expect(calendar.elapsed('2026-09-01', '2026-09-30', calendar.atElapsed('2026-09-01', '2026-09-30', workdays))).toBeCloseTo(workdays, 9);
	});
	test('before the first there is the moment before the period, after the last its end', () => {
		expect(calendar.atElapsed('2026-09-01', '2026-09-30', 0)).toBe(calendar.startOf('2026-09-01') - 1);
		expect(calendar.atElapsed('2026-09-01', '2026-09-30', 21.5)).toBe(calendar.endOf('2026-09-30'));
	});
	test.each([
		['Europe/Berlin', '2026-10-25', '2026-10-25T12:00', 13 / 25],
		['Europe/Berlin', '2026-03-29', '2026-03-29T12:00', 11 / 23],
		['America/Santiago', '2026-09-06', '2026-09-06T12:00', 11 / 23],
		['Australia/Lord_Howe', '2026-10-04', '2026-10-04T12:00', 11.5 / 23.5],
		['Australia/Lord_Howe', '2026-04-05', '2026-04-05T12:00', 12.5 / 24.5],
	])('on a day of another length in %s (%s) the share follows its hours', (timeZone, day, local, share) => {
		const around = given(timeZone, { week: aroundTheClock });
		expect(around.elapsed(day, day, around.momentOf(local).at ?? 0)).toBeCloseTo(share, 9);
	});
	test('working time between two instants leaves out nights, weekends and holidays', () => {
		const between = (from: string, to: string) => calendar.workingMs(calendar.momentOf(from).at ?? 0, calendar.momentOf(to).at ?? 0) / hours;
		expect(between('2026-09-01T10:00', '2026-09-01T12:00')).toBe(2);
		expect(between('2026-09-04T16:00', '2026-09-08T10:00')).toBe(2);
		expect(between('2026-09-05T10:00', '2026-09-07T20:00')).toBe(0);
		expect(between('2026-09-02T10:00', '2026-09-01T10:00')).toBe(0);
	});
});

describe('the offset, for the wall’s clock', () => {
	test('says when it changes next', () => {
		const calendar = given('Europe/Berlin');
		expect(calendar.offset(instant('2026-07-01T00:00:00Z'))).toEqual({ minutes: 120, changesAt: instant('2026-10-25T01:00:00Z'), after: 60 });
		expect(given('Asia/Kolkata').offset(instant('2026-07-01T00:00:00Z'))).toEqual({ minutes: 330, changesAt: null, after: 330 });
		expect(given('Australia/Lord_Howe').offset(instant('2026-10-03T15:29:59.999Z'))).toEqual({ minutes: 630, changesAt: instant('2026-10-03T15:30:00Z'), after: 660 });
	});
});
