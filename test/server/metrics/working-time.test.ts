/** Working time in the figures (M8), worked out by hand: holidays, leave and other weeks; and that months add up to the year whatever they are. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCalendar, usualWeek, type WeekPattern } from '../../../server/floor/calendar.ts';
import { addDays, parsePeriod, periodsWithin } from '../../../server/floor/period.ts';
import { ana, bo, givenWall, people, won } from '../../support/wall.ts';

/** September 2026 has 22 days from Monday to Friday. Tuesday, 8 September, 13:00: five days and a half of the sixth. */
const september = (now = '2026-09-08T13:00') =>
	givenWall({
		now,
		people: [...people],
		deals: [won({ owner: ana, on: '2026-09-01', amount: 550 })],
		targets: [{ metric: 'sales', scope: 'company', period: '2026-09', value: 2200 }, { metric: 'sales', scope: `person:${ana}`, period: '2026-09', value: 2200 }, { metric: 'sales', scope: `person:${bo}`, period: '2026-09', value: 2200 }],
	});
const pace = async (given: ReturnType<typeof givenWall>, scope = 'company') => given.explain('pace', { scope, period: '2026-09' });
const close = (value: number | null, expected: number): void => expect(value).toBeCloseTo(expected, 4);
const office = ['09:00', '17:00'] as const;

describe('[M8] pace', () => {
	test('counts a holiday neither among the days gone by nor among those of the month', async () => {
		const given = september();
		close((await pace(given)).value, 1);
		given.wall.journal.apply('holidays changed', { days: [{ day: '2026-09-07', name: 'Free' }] }, given.head());
		// 4.5 of 21 days: 471.43 were expected.
		close((await pace(given)).value, 550 / ((2200 * 4.5) / 21));
		given.wall.journal.apply('holidays changed', { days: [{ day: '2026-09-07', name: null }] }, given.head());
		close((await pace(given)).value, 1);
	});
	test('of a person in the middle of their leave stands still, and nobody else’s changes', async () => {
		const given = september();
		given.wall.journal.apply('leave changed', { person: given.idOf(ana), remove: [], add: [{ from: '2026-09-07', to: '2026-09-10' }] }, given.head());
		// 18 days are theirs, four of which are over; half of the leave is.
		close((await pace(given, `person:${ana}`)).value, 550 / ((2200 * 4) / 18));
		given.at('2026-09-10T16:00');
		close((await pace(given, `person:${ana}`)).value, 550 / ((2200 * 4) / 18));
		given.at('2026-09-11T13:00');
		close((await pace(given, `person:${ana}`)).value, 550 / ((2200 * 4.5) / 18));
		given.at('2026-09-08T13:00');
		close((await pace(given)).value, 1);
		expect(await pace(given, `person:${bo}`)).toMatchObject({ value: 0, denominator: 550 });
	});
	test('leave on a holiday and at a weekend takes away no more than the days worked', async () => {
		const given = september();
		given.wall.journal.apply('holidays changed', { days: [{ day: '2026-09-07', name: 'Free' }] }, given.head());
		given.wall.journal.apply('leave changed', { person: given.idOf(ana), remove: [], add: [{ from: '2026-09-05', to: '2026-09-08' }] }, given.head());
		// Of 21 days the eighth is theirs no more; four are over.
		close((await pace(given, `person:${ana}`)).value, 550 / ((2200 * 4) / 20));
	});
	test('of a week from Sunday to Thursday moves on Sundays, from the hour that they begin, and rests on Fridays', async () => {
		const given = september('2026-09-06T13:00');
		// Saturday and Sunday: four days are over.
		close((await pace(given)).value, 550 / ((2200 * 4) / 22));
		given.wall.journal.apply('week changed', { week: [office, office, office, office, null, null, ['10:00', '14:00']] }, given.head());
		// 4 Sundays, 4 Mondays, 5 Tuesdays, 5 Wednesdays and 4 Thursdays. Tuesday to Thursday are over, and three of Sunday's four hours.
		close((await pace(given)).value, 550 / ((2200 * 3.75) / 22));
		given.at('2026-09-04T13:00');
		close((await pace(given)).value, 550 / ((2200 * 3) / 22));
		given.wall.journal.apply('week changed', { week: null }, given.head());
		close((await pace(given)).value, 550 / ((2200 * 3.5) / 22));
	});
});

test('[M8] the share of a week is that of its working days, for a person less their leave', async () => {
	const given = september();
	const target = async (scope: string): Promise<number | null> => (await given.explain('sales', { scope, period: '2026-W37' })).target;
	expect(await target('company')).toBe(500);
	given.wall.journal.apply('leave changed', { person: given.idOf(ana), remove: [], add: [{ from: '2026-09-07', to: '2026-09-10' }] }, given.head());
	// One day of 18.
	expect(await target(`person:${ana}`)).toBe(122.22);
	expect(await target('company')).toBe(500);
	given.wall.journal.apply('holidays changed', { days: [{ day: '2026-09-11', name: 'Free' }] }, given.head());
	// Four days of 21; none of hers.
	expect(await target('company')).toBe(419.05);
	expect(await target(`person:${ana}`)).toBe(0);
});

test('[M8] the working days of the months are those of the year, of quarters too, and so are those that are over; for a person no more than for all', () => {
	const day = fc.integer({ min: -40, max: 800 }).map((days) => addDays('2025-12-01', days));
	const hours = fc.option(fc.constantFrom(['09:00', '17:00'] as const, ['06:00', '12:30'] as const, ['00:00', '24:00'] as const), { nil: null });
	const week: fc.Arbitrary<WeekPattern> = fc.oneof(fc.constant(usualWeek), fc.array(hours, { minLength: 7, maxLength: 7 }));
	const leave = fc.array(fc.tuple(day, fc.nat({ max: 60 })).map(([from, length]) => ({ from, to: addDays(from, length) })), { maxLength: 6 });
	fc.assert(
		fc.property(week, fc.uniqueArray(day, { maxLength: 60 }), leave, fc.constantFrom('2026', '2027'), fc.integer({ min: 1, max: 12 }), fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Dubai'), day, (pattern, holidays, away, id, fiscalYearStart, timeZone, now) => {
			const calendar = createCalendar({ timeZone, week: pattern, holidays: new Set(holidays), leave: new Map([[7, away]]) });
			const rules = { weekStart: 1, fiscalYearStart };
			const year = parsePeriod(id, rules);
			const at = calendar.startOf(now) + 13 * 3_600_000;
			for (const person of [undefined, 7]) {
				const total = calendar.workdays(year.from, year.to, person);
				const elapsed = calendar.elapsed(year.from, year.to, at, person);
				for (const kind of ['month', 'quarter', 'day'] as const) {
					const parts = periodsWithin(kind, year, rules);
					expect(parts.reduce((sum, part) => sum + calendar.workdays(part.from, part.to, person), 0)).toBe(total);
					expect(parts.reduce((sum, part) => sum + calendar.elapsed(part.from, part.to, at, person), 0)).toBeCloseTo(elapsed, 9);
				}
			}
			expect(calendar.workdays(year.from, year.to, 7)).toBeLessThanOrEqual(calendar.workdays(year.from, year.to));
			// Counted another way: day by day, from the rules as they are written.
			let counted = 0;
			for (let each = year.from; each <= year.to; each = addDays(each, 1)) {
				const weekday = Temporal.PlainDate.from(each).dayOfWeek;
				if (pattern[weekday - 1] && !holidays.includes(each) && !away.some(({ from, to }) => from <= each && each <= to)) counted += 1;
			}
			expect(calendar.workdays(year.from, year.to, 7)).toBe(counted);
		}),
		{ numRuns: 60 },
	);
});
