import { describe, expect, test } from 'vitest';
import { givenWall } from '../../support/wall.ts';

const ana = { email: 'ana@x.example', name: 'Ana', team: 'West', role: 'sdr' };
const bo = { email: 'bo@x.example', name: 'Bo', team: 'East', role: 'sdr' };
const now = '2026-09-16T10:00:00Z';
const meeting = (external_id: string, booked_by: string, booked_at: string, scheduled_for: string, status = 'scheduled') => ({ external_id, booked_by, booked_at, scheduled_for, status });

describe('what is read from the facts themselves', () => {
	const meetings = [
		meeting('M-1', ana.email, '2026-09-10', '2026-09-16T12:00:00Z'),
		meeting('M-2', ana.email, '2026-09-10', '2026-09-16T09:00:00Z'),
		meeting('M-3', bo.email, '2026-09-15', '2026-09-20'),
		meeting('M-4', bo.email, '2026-09-15', '2026-09-21', 'cancelled'),
		meeting('M-5', 'x@x.example', '2026-09-15', '2026-09-22'),
		meeting('M-6', bo.email, '2026-09-16T11:00:00Z', '2026-09-22'),
	];

	test('a meeting is to come from its booking until it is due, unless it was called off (M4)', async () => {
		const given = givenWall({ now, people: [ana, bo], meetings });
		expect(await given.explain('meetings_upcoming')).toMatchObject({ value: 3, facts: { count: 3 } });
		expect((await given.explain('meetings_upcoming', { by: 'team' })).by?.map(({ key, value }) => [key, value])).toEqual([['East', 1], ['West', 1], ['unassigned', 1]]);
		expect(await given.explain('meetings_upcoming', { scope: 'person:bo@x.example' })).toMatchObject({ value: 1 });
		expect(await given.explain('meetings_upcoming', { asOf: '2026-09-12' })).toMatchObject({ value: 2 });
		expect(await given.explain('meetings_upcoming', { period: '2026-10' })).toMatchObject({ value: null });
	});
});
