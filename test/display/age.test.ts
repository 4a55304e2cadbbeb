import { describe, expect, test } from 'vitest';
import { ageOf, nothingHeard, type Age } from '../../display/tv/link/age.ts';
import { createServerClock, timeText } from '../../display/tv/link/clock.ts';
import { createSleepCheck } from '../../display/tv/link/suspension.ts';
import { freshnessOf } from '../../display/tv/stage/freshness.ts';
import { momentText } from '../../display/tv/stage/moment.ts';
import { tvWords } from '../../shared/words/tv.ts';
import type { WallClock } from '../../shared/views.ts';

/** On the page's own clock. */
const start = 1_000_000;
/** Monday, 14:32 in Stockholm. */
const monday = Date.UTC(2026, 10, 23, 13, 32);
const minute = 60_000;
const day = 24 * 60 * minute;
const stockholm: WallClock = { offsetMinutes: 60, changesAt: Date.UTC(2027, 2, 28, 1), offsetAfterMinutes: 120 };

describe('connection age', () => {
	const heard = { ...nothingHeard, firstConnectedAt: start, beatAt: start, saidAt: monday };

	test('before the first beat the wall waits, it does not claim to be live', () => {
		expect(ageOf({ ...nothingHeard, firstConnectedAt: start }, start + 3000)).toEqual({ state: 'waiting' });
	});

	test('with a beat less than 14 seconds ago it is live', () => {
		expect(ageOf(heard, start + 13_999)).toEqual({ state: 'live' });
	});

	test('[R8] a second before 15 without a beat, since it is looked at once a second, it is silent since the last one, whatever the socket believes', () => {
		const age = ageOf({ ...heard, firstConnectedAt: start + 10_000 }, start + 14_000);
		expect(age).toEqual({ state: 'silent', since: monday, forMs: 14_000, fromStart: false });
	});

	test('a connection that never brought a beat is silent 14 seconds after it opened', () => {
		const connected = { ...nothingHeard, firstConnectedAt: start + 20_000 };
		expect(ageOf(connected, start + 33_999)).toEqual({ state: 'waiting' });
		expect(ageOf(connected, start + 34_000)).toMatchObject({ state: 'silent', since: null });
	});

	test('a server that never answered is silent 14 seconds after the page was opened', () => {
		expect(ageOf(nothingHeard, 13_999)).toEqual({ state: 'waiting' });
		expect(ageOf(nothingHeard, 14_000)).toMatchObject({ state: 'silent', fromStart: true });
	});

	test('what is from before is silent at once, also once there is a connection, until the next beat', () => {
		const kept = { ...nothingHeard, saidAt: monday, isOld: true };
		expect(ageOf(kept, 0)).toEqual({ state: 'silent', since: monday, forMs: 0, fromStart: true });
		expect(ageOf({ ...kept, firstConnectedAt: 900 }, 1000)).toMatchObject({ state: 'silent', since: monday });
		expect(ageOf({ ...heard, isOld: true }, start + 1)).toMatchObject({ state: 'silent', fromStart: false });
	});

	test('the next beat makes it live again', () => {
		expect(ageOf({ ...heard, beatAt: start + 60_000 }, start + 60_001)).toEqual({ state: 'live' });
	});
});

describe('the server’s time', () => {
	test('is not known before the first beat', () => {
		expect(createServerClock().offset()).toBeNull();
	});

	test('is told by the beat that travelled least of the last dozen', () => {
		const clock = createServerClock();
		const delays = [900, 40, 300, 2500];
		delays.forEach((delay, beat) => clock.heard(monday + beat * 5000, start + beat * 5000 + delay));
		expect(clock.offset()).toBe(monday - start - 40);
		for (let beat = 4; beat < 16; beat += 1) clock.heard(monday + beat * 5000, start + beat * 5000 + 100);
		expect(clock.offset()).toBe(monday - start - 100);
	});

	test('follows the server’s clock when that is set, forward and back', () => {
		const clock = createServerClock();
		clock.heard(monday, start);
		clock.heard(monday - 3_600_000, start + 5000);
		expect(clock.offset()).toBe(monday - 3_600_000 - start - 5000);
		clock.heard(monday, start + 10_000);
		expect(clock.offset()).toBe(monday - start - 10_000);
	});

	test('is not known any more after the machine slept, until the next beat', () => {
		const clock = createServerClock();
		clock.heard(monday, start);
		clock.forget();
		expect(clock.offset()).toBeNull();
		clock.heard(monday + day, start + 1000);
		expect(clock.offset()).toBe(monday + day - start - 1000);
	});
});

describe('a machine that slept', () => {
	test('is known by its clock having gone on while the page’s stood still', () => {
		const slept = createSleepCheck();
		expect([slept(1000, monday), slept(2000, monday + 1000), slept(3000, monday + 16_999), slept(4000, monday + 18_000)]).toEqual([false, false, false, false]);
		expect(slept(5000, monday + 34_000)).toBe(true);
		expect(slept(6000, monday + 35_000)).toBe(false);
	});

	test('is not what a late tick or a clock set back looks like', () => {
		const slept = createSleepCheck();
		expect([slept(1000, monday), slept(600_000, monday + 599_000), slept(601_000, monday - day)]).toEqual([false, false, false]);
	});
});

describe('the clock', () => {
	test('shows the floor’s time, two digits each', () => {
		expect(timeText(monday, stockholm)).toBe('14:32');
		expect(timeText(Date.UTC(2026, 10, 23, 7, 5, 59, 999), stockholm)).toBe('08:05');
	});

	test('turns at midnight of the floor, east and west of Greenwich', () => {
		expect(timeText(Date.UTC(2026, 10, 23, 23, 0), stockholm)).toBe('00:00');
		expect(timeText(Date.UTC(2026, 10, 23, 2, 30), { offsetMinutes: -210, changesAt: null, offsetAfterMinutes: -210 })).toBe('23:00');
		expect(timeText(Date.UTC(2026, 10, 23, 12, 15), { offsetMinutes: 765, changesAt: null, offsetAfterMinutes: 765 })).toBe('01:00');
	});

	test('changes to summer time on the second', () => {
		expect(timeText(Date.UTC(2027, 2, 28, 1) - 1, stockholm)).toBe('01:59');
		expect(timeText(Date.UTC(2027, 2, 28, 1), stockholm)).toBe('03:00');
	});
});

describe('when something was', () => {
	const said = (at: number, now: number | null, { words = tvWords.en as typeof tvWords.sv, withDay = false, clock = stockholm } = {}) => momentText({ at, now, withDay, clock, words });

	test('is a time on the same day of the floor, and names the day after its midnight', () => {
		expect(said(monday, monday + 9 * 60 * minute)).toBe('14:32');
		expect(said(monday, monday + 9 * 60 * minute + 28 * minute)).toBe('Monday 14:32');
		const nearMidnight = Date.UTC(2026, 10, 23, 22, 59);
		expect([said(nearMidnight, nearMidnight + minute - 1), said(nearMidnight, nearMidnight + minute)]).toEqual(['23:59', 'Monday 23:59']);
	});

	test('is a weekday within six days, and a date when the weekday would mean two days', () => {
		expect(said(monday, monday + 6 * day)).toBe('Monday 14:32');
		expect(said(monday, monday + 7 * day)).toBe('23 November 14:32');
		expect(said(monday, monday + 200 * day)).toBe('23 November 14:32');
	});

	test('is a weekday and a date when nobody knows which day it is now, or the clock says that it has not been yet', () => {
		expect(said(monday, null)).toBe('Monday 23 November 14:32');
		expect(said(monday, monday - 1)).toBe('Monday 23 November 14:32');
		expect(said(monday, 0)).toBe('Monday 23 November 14:32');
	});

	test('names today, too, where the clock that says so is not to be trusted', () => {
		expect(said(monday, monday + minute, { withDay: true })).toBe('Monday 14:32');
	});

	test('is said in Swedish, in the floor’s zone', () => {
		const words = tvWords.sv;
		expect(said(monday, monday + day, { words })).toBe('måndag 14:32');
		expect(said(monday, monday + 9 * day, { words })).toBe('23 november 14:32');
		expect(said(monday, null, { words })).toBe('måndag 23 november 14:32');
		const auckland: WallClock = { offsetMinutes: 780, changesAt: null, offsetAfterMinutes: 780 };
		expect(said(monday, null, { words, clock: auckland })).toBe('tisdag 24 november 02:32');
	});
});

describe('what the header says', () => {
	const known = { asOf: '14:29', now: monday, guess: null, clock: stockholm, words: tvWords.en };
	const silent: Age = { state: 'silent', since: monday - 11 * minute, forMs: 11 * minute, fromStart: false };

	test('live: the server’s time, and nothing about silence', () => {
		expect(freshnessOf({ ...known, age: { state: 'live' } })).toEqual({ live: true, silent: null, long: false, asOf: '14:29', clock: '14:32' });
	});

	test('silent: since when, by the server’s clock, and after two minutes across the whole width', () => {
		expect(freshnessOf({ ...known, age: silent })).toMatchObject({ live: false, silent: 'No connection since 14:21', long: true });
		expect(freshnessOf({ ...known, age: { ...silent, forMs: 119_999 } })).toMatchObject({ long: false });
	});

	test('silent over midnight: which day', () => {
		expect(freshnessOf({ ...known, now: monday + day, age: silent })).toMatchObject({ silent: 'No connection since Monday 14:21', clock: '14:32' });
	});

	test('silent after the machine slept: the day by the TV’s clock, and no clock until the server has spoken', () => {
		expect(freshnessOf({ ...known, now: null, guess: monday + day, age: silent })).toMatchObject({ silent: 'No connection since Monday 14:21', clock: '' });
	});

	test('silent from the start: no time is made up', () => {
		expect(freshnessOf({ ...known, now: null, age: { ...silent, since: null, fromStart: true } })).toMatchObject({ silent: 'No sign of life from the server yet', clock: '' });
	});

	test('a board from before says from when it is, and after 15 seconds that nobody answers', () => {
		const age = { ...silent, fromStart: true, forMs: 1000 };
		const kept = { ...known, now: null, guess: monday + 3 * day };
		expect(freshnessOf({ ...kept, age })).toMatchObject({ live: false, silent: 'Showing Monday 14:21', long: false, clock: '' });
		expect(freshnessOf({ ...kept, age: { ...age, forMs: 15_000 } })).toMatchObject({ silent: 'Showing Monday 14:21, no connection' });
		expect(freshnessOf({ ...kept, guess: null, words: tvWords.sv, age })).toMatchObject({ silent: 'Visar måndag 23 november 14:21' });
	});
});
