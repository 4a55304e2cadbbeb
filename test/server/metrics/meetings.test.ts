/** Meetings booked, held and missed, and whom each credits (M4). */
import { describe, expect, test } from 'vitest';
import { ana, bo, booked, cy, givenWall, people } from '../../support/wall.ts';

const now = '2026-09-15T18:00';

describe('[M4] a meeting booked by Bo for Ana', () => {
	const held = booked({ external_id: 'M', by: bo, owner: ana, on: '2026-08-31T16:00', scheduled_for: '2026-09-02T10:00', held_at: '2026-09-03T10:00', status: 'held' });

	test('counts as booked for Bo on the day of booking, as held for Ana on the day it was held', async () => {
		const given = givenWall({ now, people: [...people], meetings: [held] });
		expect(await given.by('meetings_booked', 'person', { period: '2026-Q3' })).toEqual({ [bo]: 1 });
		expect(await given.by('meetings_booked', 'day', { period: '2026-Q3' })).toEqual({ '2026-08-31': 1 });
		expect(await given.by('meetings_held', 'person', { period: '2026-Q3' })).toEqual({ [ana]: 1 });
		expect(await given.by('meetings_held', 'day', { period: '2026-Q3' })).toEqual({ '2026-09-03': 1 });
	});

	test('without a time held, it was held when it was scheduled', async () => {
		const given = givenWall({ now, people: [...people], meetings: [{ ...held, held_at: null }] });
		expect(await given.by('meetings_held', 'day', { period: '2026-Q3' })).toEqual({ '2026-09-02': 1 });
	});

	test.each(['scheduled', 'cancelled', 'rescheduled', 'no_show', 'held'])('still counts as booked when it is %s', async (status) => {
		const given = givenWall({ now, people: [...people], meetings: [{ ...held, status }] });
		expect(await given.value('meetings_booked', { period: '2026-08' })).toBe(1);
		expect(await given.value('meetings_held', { period: '2026-09' })).toBe(status === 'held' ? 1 : 0);
	});

	test('a booking that replaces another is not a new booking, but is held all the same', async () => {
		const given = givenWall({ now, people: [...people], meetings: [{ ...held, status: 'rescheduled' }, { ...held, external_id: 'M2', replaces: 'M', booked_at: '2026-09-01T09:00' }] });
		expect(await given.value('meetings_booked', { period: '2026-Q3' })).toBe(1);
		expect(await given.value('meetings_held', { period: '2026-Q3' })).toBe(1);
	});

	test('nobody having booked it, it is an unassigned booking', async () => {
		const given = givenWall({ now, people: [...people], meetings: [{ ...held, booked_by: null }] });
		expect(await given.by('meetings_booked', 'person', { period: '2026-Q3' })).toEqual({ unassigned: 1 });
	});
});

describe('no_show_rate', () => {
	const meetings = [
		booked({ by: bo, owner: ana, on: '2026-08-20', scheduled_for: '2026-09-01T10:00', status: 'held' }),
		booked({ by: bo, owner: ana, on: '2026-08-20', scheduled_for: '2026-09-02T10:00', status: 'no_show' }),
		booked({ by: bo, owner: cy, on: '2026-08-20', scheduled_for: '2026-09-03T10:00', status: 'no_show' }),
		// Its outcome is not known, so it is neither held nor missed.
		booked({ by: bo, owner: cy, on: '2026-08-20', scheduled_for: '2026-09-04T10:00', status: 'scheduled' }),
		booked({ by: bo, owner: cy, on: '2026-08-20', scheduled_for: '2026-09-04T10:00', status: 'cancelled' }),
		booked({ owner: cy, on: '2026-08-20', scheduled_for: '2026-08-31', status: 'no_show' }),
		booked({ by: cy, owner: ana, on: '2026-09-01', scheduled_for: '2026-09-15T17:00', status: 'held' }),
	];
	test.each([
		['company', '2026-09', 2, 4],
		['company', '2026-Q3', 3, 5],
		['company', '2026-09-01', 0, 1],
		['company', '2026-W36', 3, 4],
		[`person:${bo}`, '2026-09', 2, 3],
		[`person:${cy}`, '2026-09', 0, 1],
		[`person:${cy}`, '2026', 1, 2],
		['team:North', '2026', 2, 3],
		['team:South', '2026', 1, 2],
		[`person:${ana}`, '2026', 0, 0],
	])('[M4] [M2] of %s in %s: %i missed of %i due, credited to who booked, else the owner', async (scope, period, missed, due) => {
		const given = givenWall({ now, people: [...people], meetings });
		expect(await given.explain('no_show_rate', { scope, period })).toMatchObject({ numerator: missed, denominator: due, value: due === 0 ? null : Math.round((missed / due) * 10_000) / 10_000 });
	});

	test('a meeting is due no sooner than its time', async () => {
		const given = givenWall({ now: '2026-09-15T16:59', people: [...people], meetings });
		expect((await given.explain('no_show_rate', { period: '2026-09' })).denominator).toBe(3);
		given.at('2026-09-15T17:00');
		expect((await given.explain('no_show_rate', { period: '2026-09' })).denominator).toBe(4);
	});
});

test('meetings_booked by company, team and person, by day, week, month, quarter and year', async () => {
	const given = givenWall({
		now,
		people: [...people],
		meetings: ['2026-09-15T08:00', '2026-09-14', '2026-09-13', '2026-09-01', '2026-07-01', '2026-06-30', '2026-01-01', '2025-12-31'].map((on, index) => booked({ by: index % 2 === 0 ? bo : cy, on })),
	});
	const read = (scope: string) => Promise.all(['2026-09-15', '2026-W38', '2026-09', '2026-Q3', '2026', '2025'].map((period) => given.value('meetings_booked', { scope, period })));
	expect(await read('company')).toEqual([1, 2, 4, 5, 7, 1]);
	expect(await read('team:North')).toEqual([1, 1, 2, 3, 4, 0]);
	expect(await read(`person:${cy}`)).toEqual([0, 1, 2, 2, 3, 1]);
});
