/** Periods, their names and their days (M1, M13). */
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween, daysFromTo, parsePeriod, partsOf, periodAround, periodsWithin, previousPeriod } from '../../../server/floor/period.ts';

const usual = { weekStart: 1, fiscalYearStart: 1 };
const kinds = ['day', 'week', 'month', 'quarter', 'year'] as const;

describe('[M13] weeks', () => {
	test.each([
		[1, '2026-01-01', '2026-W01', '2025-12-29', '2026-01-04'],
		[1, '2027-01-01', '2026-W53', '2026-12-28', '2027-01-03'],
		[1, '2027-01-04', '2027-W01', '2027-01-04', '2027-01-10'],
		[1, '2024-12-30', '2025-W01', '2024-12-30', '2025-01-05'],
		[1, '2024-02-29', '2024-W09', '2024-02-26', '2024-03-03'],
		// From Sunday, the number is that of the ISO week that Wednesday lies in.
		[7, '2026-01-03', '2026-W01', '2025-12-28', '2026-01-03'],
		[7, '2026-01-04', '2026-W02', '2026-01-04', '2026-01-10'],
		[7, '2027-01-02', '2026-W53', '2026-12-27', '2027-01-02'],
		[6, '2026-11-27', '2026-W48', '2026-11-21', '2026-11-27'],
	])('starting on weekday %i, %s lies in %s from %s to %s', (weekStart, day, id, from, to) => {
		const rules = { ...usual, weekStart };
		expect(periodAround('week', day, rules)).toEqual({ kind: 'week', id, from, to });
		expect(parsePeriod(id, rules)).toEqual({ kind: 'week', id, from, to });
	});
});

describe('[M13] fiscal years are named after the calendar year in which they end', () => {
	test.each([
		[1, '2026-11-23', '2026', '2026-01-01', '2026-12-31', '2026-Q4', '2026-10-01', '2026-12-31'],
		[4, '2026-11-23', '2027', '2026-04-01', '2027-03-31', '2027-Q3', '2026-10-01', '2026-12-31'],
		[4, '2026-03-31', '2026', '2025-04-01', '2026-03-31', '2026-Q4', '2026-01-01', '2026-03-31'],
		[12, '2024-02-29', '2024', '2023-12-01', '2024-11-30', '2024-Q1', '2023-12-01', '2024-02-29'],
		[2, '2026-01-31', '2026', '2025-02-01', '2026-01-31', '2026-Q4', '2025-11-01', '2026-01-31'],
	])('beginning in month %i, %s', (fiscalYearStart, day, year, from, to, quarter, quarterFrom, quarterTo) => {
		const rules = { ...usual, fiscalYearStart };
		expect(periodAround('year', day, rules)).toEqual({ kind: 'year', id: year, from, to });
		expect(periodAround('quarter', day, rules)).toEqual({ kind: 'quarter', id: quarter, from: quarterFrom, to: quarterTo });
		expect([parsePeriod(year, rules).from, parsePeriod(quarter, rules).to]).toEqual([from, quarterTo]);
	});
});

test.each([1, 2, 3, 4, 5, 6, 7].flatMap((weekStart) => [1, 4, 7, 12].map((fiscalYearStart) => ({ weekStart, fiscalYearStart }))))('every day of four years lies in just one period of each kind, which its name names ($weekStart, $fiscalYearStart)', (rules) => {
	for (const kind of kinds) {
		let next: string | null = null;
		for (let day = '2024-01-01'; day < '2028-01-01'; ) {
			const period = periodAround(kind, day, rules);
			if (next !== null) expect([period.from, previousPeriod(period, rules).to]).toEqual([next, addDays(next, -1)]);
			expect(parsePeriod(period.id, rules)).toEqual(period);
			expect([periodAround(kind, period.from, rules).id, periodAround(kind, period.to, rules).id]).toEqual([period.id, period.id]);
			next = addDays(period.to, 1);
			day = kind === 'day' ? addDays(day, 13) : next;
			if (kind === 'day') next = null;
		}
	}
});

test('the parts of a year are its quarters, of a quarter its months, and they cover it', () => {
	for (const fiscalYearStart of [1, 4, 12]) {
		const rules = { ...usual, fiscalYearStart };
		const year = parsePeriod('2027', rules);
		const months = partsOf(year, rules).flatMap((quarter) => partsOf(quarter, rules));
		expect(months).toHaveLength(12);
		expect([months[0]?.from, months.at(-1)?.to]).toEqual([year.from, year.to]);
		expect(partsOf(parsePeriod('2027-02', rules), rules)).toEqual([]);
	}
	expect(periodsWithin('month', { from: '2026-08-31', to: '2026-09-06' }, usual).map(({ id }) => id)).toEqual(['2026-08', '2026-09']);
});

test('days over month ends and leap days', () => {
	expect(daysFromTo('2024-02-28', '2024-03-01')).toEqual(['2024-02-28', '2024-02-29', '2024-03-01']);
	expect([addDays('2026-02-28', 1), addDays('2024-02-28', 1), addDays('2026-01-01', -1)]).toEqual(['2026-03-01', '2024-02-29', '2025-12-31']);
	expect([daysBetween('2024-02-01', '2024-03-01'), daysBetween('2026-03-01', '2026-02-28'), daysBetween('2026-10-24', '2026-10-26')]).toEqual([29, -1, 2]);
	expect(periodAround('month', '2024-02-29', usual)).toMatchObject({ from: '2024-02-01', to: '2024-02-29' });
});

test.each(['', '26', '2026-13', '2026-00', '2026-1', '2026-W00', '2026-W54', '2025-W53', '2026-Q0', '2026-Q5', '2026-02-29', '2026-11-31', '2026-11-23T10:00', 'now', '2026-w10', ' 2026', '２０２６', '0000', '1899', '3000', '9999-12-31', '9999-W52', '2026-W1', '__proto__'])('%j names no period', (id) => {
	expect(() => parsePeriod(id, usual)).toThrow(expect.objectContaining({ name: 'InputError', field: 'period', status: 400 }));
});
