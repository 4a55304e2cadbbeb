import { describe, expect, test } from 'vitest';
import { ageOf } from '../../display/tv/link/age.ts';
import { clockOffset, timeText } from '../../display/tv/link/clock.ts';
import { freshnessOf } from '../../display/tv/stage/freshness.ts';
import { tvWords } from '../../shared/words/tv.ts';
import type { WallClock } from '../../shared/views.ts';

const start = 1_000_000;
const stockholm: WallClock = { offsetMinutes: 60, changesAt: Date.UTC(2027, 2, 28, 1), offsetAfterMinutes: 120 };

describe('connection age', () => {
	test('before the first beat the wall waits, it does not claim to be live', () => {
		expect(ageOf({ connectedAt: start, beatAt: null }, start, start + 3000)).toEqual({ state: 'waiting' });
	});

	test('with a beat less than 15 seconds ago it is live', () => {
		expect(ageOf({ connectedAt: start, beatAt: start }, start, start + 14_999)).toEqual({ state: 'live' });
	});

	test('15 seconds without a beat, it is silent since the last one, whatever the socket believes', () => {
		const age = ageOf({ connectedAt: start + 10_000, beatAt: start }, start, start + 15_000);
		expect(age).toEqual({ state: 'silent', since: start, long: false });
	});

	test('a connection that never brought a beat is silent 15 seconds after it opened', () => {
		expect(ageOf({ connectedAt: start + 20_000, beatAt: null }, start, start + 34_999)).toEqual({ state: 'waiting' });
		expect(ageOf({ connectedAt: start + 20_000, beatAt: null }, start, start + 35_000)).toEqual({ state: 'silent', since: null, long: false });
	});

	test('a server that never answered is silent 15 seconds after the start', () => {
		expect(ageOf({ connectedAt: null, beatAt: null }, start, start + 15_000)).toMatchObject({ state: 'silent' });
	});

	test('two minutes of silence are said across the whole width', () => {
		expect(ageOf({ connectedAt: start, beatAt: start }, start, start + 120_000)).toMatchObject({ long: true });
	});

	test('the next beat makes it live again', () => {
		expect(ageOf({ connectedAt: start, beatAt: start + 60_000 }, start, start + 60_001)).toEqual({ state: 'live' });
	});
});

describe('the clock', () => {
	test('shows the floor’s time, two digits each', () => {
		expect(timeText(Date.UTC(2026, 10, 23, 13, 32), stockholm)).toBe('14:32');
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

describe('what the header says', () => {
	const now = start + 60_000;
	const serverNow = Date.UTC(2026, 10, 23, 13, 32);
	const known = { asOf: '14:29', offset: clockOffset(serverNow, now), now, clock: stockholm, words: tvWords.en };

	test('live: the server’s time, and nothing about silence', () => {
		expect(freshnessOf({ ...known, age: { state: 'live' } })).toEqual({ live: true, silent: null, long: false, asOf: '14:29', clock: '14:32' });
	});

	test('silent: since when, on the server’s clock although the TV’s is wrong', () => {
		const age = { state: 'silent', since: now - 11 * 60_000, long: true } as const;
		expect(freshnessOf({ ...known, age })).toMatchObject({ live: false, silent: 'No connection since 14:21', long: true });
	});

	test('silent from the start: no time is made up', () => {
		const age = { state: 'silent', since: null, long: false } as const;
		expect(freshnessOf({ ...known, offset: null, age })).toMatchObject({ silent: 'No sign of life from the server yet', clock: '' });
	});
});
