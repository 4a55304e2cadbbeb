/** What is noticed as time goes by: room on the disk, the clock, rows that are rejected. */
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../../server/db/open.ts';
import { createClockWatch } from '../../../server/health/clock-watch.ts';
import { createDiskWatch } from '../../../server/health/disk.ts';
import { createPushNotes } from '../../../server/metrics/push-notes.ts';
import { createDurations } from '../../../server/tally.ts';
import { ana, call, givenWall, people } from '../../support/wall.ts';

const hour = 3_600_000;
const start = Temporal.Instant.from('2026-09-15T09:00:00Z').epochMilliseconds;

describe('the disk', () => {
	const given = (sizes: Record<string, number> = {}) => {
		const db = openDatabase(':memory:');
		const put = db.prepare('INSERT INTO disk_use (day, bytes) VALUES (?, ?)');
		for (const [day, bytes] of Object.entries(sizes)) put.run(day, bytes);
		const now = { ms: start };
		const left = { bytes: 50e9 as number | null };
		const full = { since: null as number | null };
		const dayOf = (at: number): string => Temporal.Instant.fromEpochMilliseconds(at).toString().slice(0, 10);
		const disk = createDiskWatch({ db, clock: { now: () => now.ms }, dayOf, fullSince: () => full.since, free: () => left.bytes });
		return { db, now, left, full, disk, size: disk.bytes().bytes, days: () => db.prepare('SELECT day FROM disk_use ORDER BY day').pluck().all() };
	};
	const grown = { '2026-09-01': 100e6, '2026-09-05': 180e6, '2026-09-11': 300e6 };

	test('grows by what it grew by, day by day; of fewer than three days nobody knows', () => {
		expect(given().disk.state().growthBytes).toBeNull();
		expect(given({ '2026-09-01': 1, '2026-09-03': 5 }).disk.state().growthBytes).toBeNull();
		expect(given(grown).disk.state().growthBytes).toBe(20e6);
		expect(given({ '2026-09-01': 300e6, '2026-09-11': 100e6 }).disk.state().growthBytes).toBe(0);
	});
	test('has to have room for another copy and ten days of growth, a gigabyte at least', () => {
		expect(given(grown).disk.state().wantedBytes).toBe(1e9);
		const { disk, size } = given({ '2026-09-01': 0, '2026-09-11': 2e9 });
		// The backup itself asks that so much is left for pushes.
		expect(disk.state().wantedBytes).toBe(size + 256e6 + 2e9);
	});
	test('is low from the look that finds it so, until there is plainly enough again', () => {
		const { now, left, disk } = given();
		const lowAt = (bytes: number): number | null => {
			left.bytes = bytes;
			now.ms += 60_000;
			disk.look();
			return disk.state().lowSince;
		};
		expect([lowAt(1.01e9), lowAt(0.99e9), lowAt(1.05e9), lowAt(0.5e9), lowAt(1.2e9)]).toEqual([null, start + 120_000, start + 120_000, start + 120_000, null]);
		left.bytes = 200e6;
		disk.look();
		expect(disk.state().tightSince).toBe(now.ms);
	});
	test('of the backups is looked at by the same rule, where it is another one', () => {
		const apart = { bytes: null as number | null };
		const disk = createDiskWatch({ db: openDatabase(':memory:'), clock: { now: () => start }, dayOf: () => '2026-09-15', fullSince: () => null, free: () => 50e9, backupFree: () => apart.bytes });
		const lowAt = (bytes: number | null): number | null => {
			apart.bytes = bytes;
			disk.look();
			return disk.state().backupLowSince;
		};
		expect([lowAt(null), lowAt(1.01e9), lowAt(0.99e9), lowAt(1.05e9), lowAt(1.2e9)]).toEqual([null, null, start, start, null]);
		expect([disk.state().backupFreeBytes, disk.state().lowSince]).toEqual([1.2e9, null]);
	});
	test('of a database in memory there is none', () => {
		const { left, disk } = given();
		left.bytes = null;
		disk.look();
		expect(disk.state()).toMatchObject({ freeBytes: null, lowSince: null, tightSince: null });
	});
	test('is noted once a day, for sixty days, and not while it is full', () => {
		const { now, full, disk, days } = given();
		for (let day = 0; day < 70; day += 1) {
			disk.note();
			disk.note();
			now.ms += 24 * hour;
		}
		expect([days().length, days().at(-1)]).toEqual([60, '2026-11-23']);
		full.since = now.ms;
		disk.note();
		expect(days().at(-1)).toBe('2026-11-23');
	});
});

describe('the clock', () => {
	const given = () => {
		const now = { wall: start, up: 0 };
		const newest = { at: 0 };
		return { now, newest, watch: createClockWatch({ clock: { now: () => now.wall }, newestAt: () => newest.at, uptime: () => now.up }) };
	};
	test('that goes as time does is no news, and neither is what a time service does', () => {
		const { now, watch } = given();
		for (let minute = 0; minute < 60; minute += 1) {
			now.wall += 60_000 + (minute % 2 === 0 ? 400 : -400);
			now.up += 60_000;
			watch.look();
		}
		expect(watch.state()).toEqual({ stepped: null, behindMs: 0 });
	});
	test.each([2 * hour, -20 * 60_000])('that is set by %i ms is noticed at the next look', (byMs) => {
		const { now, watch } = given();
		now.wall += 60_000 + byMs;
		now.up += 60_000;
		watch.look();
		expect(watch.state().stepped).toEqual({ at: now.wall, byMs });
	});
	test('that stands before the newest entry is behind it', () => {
		const { newest, watch } = given();
		newest.at = start + hour;
		expect(watch.state().behindMs).toBe(hour);
	});
});

describe('pushes', () => {
	test('are counted by what came of their rows, and rejected rows by source, within a day', () => {
		const floor = givenWall({ now: '2026-09-15T09:00', people: [...people] });
		const { pushNotes } = floor.wall.watched;
		const bad = { external_id: 'x', kind: 'fax', at: '2026-09-15' };
		floor.push({ activities: [call({ on: '2026-09-15', owner: ana }), bad] });
		floor.at('2026-09-15T12:00');
		floor.push({ activities: [bad, bad] });
		floor.push({ source: 'dialer', activities: [bad] });
		expect(pushNotes.totals()).toMatchObject({ pushes: 4, rows: { inserted: 4, updated: 0, deleted: 0, rejected: 4 } });
		expect(pushNotes.rejected()).toEqual([{ source: 'crm', rows: 3, since: floor.ms('2026-09-15T09:00') }, { source: 'dialer', rows: 1, since: floor.ms('2026-09-15T12:00') }]);
		floor.at('2026-09-16T10:00');
		expect(pushNotes.rejected()).toEqual([{ source: 'crm', rows: 2, since: floor.ms('2026-09-15T12:00') }, { source: 'dialer', rows: 1, since: floor.ms('2026-09-15T12:00') }]);
		floor.at('2026-09-17T09:00');
		expect(pushNotes.rejected()).toEqual([]);
	});
	test('of a program that names each of its pushes anew are told of as fifty', () => {
		const notes = createPushNotes(() => start);
		const reply = { inserted: 0, updated: 0, unchanged: 0, deleted: 0, targets: 0, rejected: [{ entity: 'deals', index: 0, field: '', code: '', message: '' }], warnings: [], unknownOwners: [], ignored: [] };
		for (let index = 0; index < 500; index += 1) notes.noted(`run ${index}`, reply as never, 1);
		expect([notes.rejected().length, notes.totals().rows.rejected]).toEqual([50, 500]);
	});
});

test('durations are told as how many took so long at most', () => {
	const durations = createDurations([0.1, 1]);
	for (const ms of [50, 100, 101, 5_000]) durations.took(ms);
	expect(durations.read()).toEqual({ bounds: [0.1, 1], counts: [2, 3, 4], sum: 5.251 });
});

describe('what the floor lacks', () => {
	test('names of late that mean nobody, activities ahead, amounts without a rate, years without holidays', () => {
		const floor = givenWall({ now: '2026-09-15T09:00', people: [...people], holidays: ['2026-12-25'] });
		const call_ = (owner: string, on: string) => call({ on, owner });
		floor.push({
			activities: [call_(ana, '2026-09-14'), call_('Zoe', '2026-09-14'), call_('Zoe', '2026-09-10'), call_('Long ago', '2026-05-10'), call_(ana, '2026-09-15T09:04'), call_(ana, '2026-09-15T11:00'), call_(ana, '2026-09-20')],
			deals: [{ external_id: 'd', status: 'won', closed: '2026-09-02', amount: '10', currency: 'USD', owner: ana }],
		});
		expect(floor.wall.watched.floorState()).toEqual({ unassigned: 1, unrated: [{ currency: 'USD', amounts: 1 }], ahead: 1, holidaysMissing: [2027], retentionWaiting: [] });
	});
	test('who is left out on purpose or was erased is no such name', () => {
		const floor = givenWall({ now: '2026-09-15T09:00', people: [...people], activities: [call({ on: '2026-09-14', owner: 'Zoe' })] });
		expect(floor.wall.watched.floorState().unassigned).toBe(1);
		floor.wall.identifying.unassigned.assign({ keys: ['crm/Zoe'], person: null }, floor.head());
		expect(floor.wall.watched.floorState().unassigned).toBe(0);
	});
});
