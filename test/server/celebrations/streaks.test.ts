/** [M18] Streaks: working days in a row at or above the day's share of the person's target. */
import { expect, test } from 'vitest';
import { usualRules } from '../../../shared/celebration.ts';
import { ana, booked, bo, type Row } from '../../support/wall.ts';
import { givenFloor, type GivenFloor } from './support.ts';

// September 2026 has 22 working days, from Tuesday the 1st: with 22 meetings a day's share is one.
const meeting = (day: string, by: string = bo): Row => booked({ on: `${day}T08:30:00+02:00`, by });
const september = (...days: number[]): Row[] => days.map((day) => meeting(`2026-09-${String(day).padStart(2, '0')}`));
const today = '2026-09-15';
const streaksIn = (told: string[]): string[] => told.filter((line) => line.includes('streak:'));
function givenBooker(meetings: Row[], more: Parameters<typeof givenFloor>[0] = {}): GivenFloor {
	const given = givenFloor({ meetings, ...more });
	given.target(`person:${bo}`, '2026-09', 22, 'meetings_booked');
	given.look();
	return given;
}

test('the fifth working day in a row is celebrated, over a weekend, once', () => {
	const given = givenBooker(september(9, 10, 11, 14));
	expect(streaksIn(given.live({ meetings: [meeting(today)] }))).toEqual([`celebrate streak:meetings_booked:${given.idOf(bo)}:${today}`]);
	expect(given.views().filter(({ kind }) => kind === 'streak')).toMatchObject([
		{ title: 'On a streak', name: 'Bo', number: { text: '5\u00a0days' }, detail: 'Meetings booked, at or above the day’s target', meaning: '1 today, the day’s target is 1' },
	]);
	expect(streaksIn(given.live({ meetings: [meeting(today)] }))).toEqual([]);
	given.restart();
	expect(given.look()).toEqual([]);
	expect(streaksIn(given.live({ meetings: [meeting(today)] }))).toEqual([]);
});

test('the fourth and the sixth are not, the tenth is', () => {
	expect(streaksIn(givenBooker(september(10, 11, 14)).live({ meetings: [meeting(today)] }))).toEqual([]);
	expect(streaksIn(givenBooker(september(8, 9, 10, 11, 14)).live({ meetings: [meeting(today)] }))).toEqual([]);
	expect(streaksIn(givenBooker(september(2, 3, 4, 7, 8, 9, 10, 11, 14)).live({ meetings: [meeting(today)] }))).toHaveLength(1);
});

test('a day below its share breaks it', () => {
	expect(streaksIn(givenBooker(september(8, 9, 11, 14)).live({ meetings: [meeting(today)] }))).toEqual([]);
});

test('a holiday and leave are skipped and break nothing', () => {
	// The share of a month with fewer working days is larger: two a day are enough.
	const twice = september(8, 8, 9, 9, 11, 11, 14, 14);
	const holiday = givenBooker(twice, { holidays: ['2026-09-10'] });
	expect(streaksIn(holiday.live({ meetings: [meeting(today), meeting(today)] }))).toHaveLength(1);
	const leave = givenFloor({ meetings: twice });
	leave.wall.journal.apply('calendar saved', { leave: [{ person: leave.idOf(bo), from: '2026-09-10', to: '2026-09-10' }] }, leave.head());
	leave.target(`person:${bo}`, '2026-09', 22, 'meetings_booked');
	leave.look();
	expect(streaksIn(leave.live({ meetings: [meeting(today), meeting(today)] }))).toHaveLength(1);
});

test('on a day off nothing is due, and nothing is celebrated', () => {
	const given = givenBooker(september(7, 8, 9, 10, 11), { now: '2026-09-12T10:00' });
	expect(streaksIn(given.live({ meetings: [meeting('2026-09-12')] }))).toEqual([]);
});

test('by a file, or after the target was lowered, it is none', () => {
	const file = givenBooker(september(9, 10, 11, 14));
	file.wall.push({ source: 'sheet', file: true, meetings: [meeting(today)] }, 'key');
	expect(streaksIn(file.look())).toEqual([]);
	expect(streaksIn(file.live({ meetings: [meeting(today)] }))).toEqual([]);

	const lowered = givenFloor({ meetings: september(9, 10, 11, 14, 15) });
	lowered.target(`person:${bo}`, '2026-09', 44, 'meetings_booked');
	lowered.look();
	lowered.target(`person:${bo}`, '2026-09', 22, 'meetings_booked');
	expect(lowered.look()).toEqual([]);
	expect(streaksIn(lowered.live({ meetings: [meeting(today, ana)] }))).toEqual([]);
});

test('a meeting taken back within the hour takes the streak back, and another one brings it as another streak', () => {
	const given = givenBooker(september(9, 10, 11, 14));
	given.live({ meetings: [{ ...meeting(today), external_id: 'M-last' }] });
	expect(streaksIn(given.live({ deleted: [{ entity: 'meetings', external_id: 'M-last' }] }))).toEqual([`withdraw streak:meetings_booked:${given.idOf(bo)}:${today}`]);
	expect(streaksIn(given.live({ meetings: [meeting(today)] }))).toEqual([`celebrate streak:meetings_booked:${given.idOf(bo)}:${today}#2`]);
	expect(streaksIn(given.live({ meetings: [meeting(today)] }))).toEqual([]);
});

test('after as many days as ops say, and not while they are off', () => {
	const given = givenBooker(september(11, 14));
	given.wall.journal.apply('celebrations set', { ...usualRules, streaks: { on: true, days: 3 } }, given.head());
	given.look();
	expect(streaksIn(given.live({ meetings: [meeting(today)] }))).toHaveLength(1);
	const off = givenBooker(september(9, 10, 11, 14));
	off.wall.journal.apply('celebrations set', { ...usualRules, streaks: { on: false, days: 5 } }, off.head());
	expect(streaksIn(off.live({ meetings: [meeting(today)] }))).toEqual([]);
});
