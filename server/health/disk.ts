/**
 * How much room there is, and how fast it goes. Wanted is what the next backup, or the rewriting of the file when a person is erased, takes
 * (as much as the database, and what it leaves for pushes), with ten days of growth on top, and a gigabyte at least: by the time that it is
 * noticed there is time left. The same of the disk of the backups, where that is another one.
 */
import { dirname } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/open.ts';
import { freeBytes, sizeOf, tightBytes } from '../db/room.ts';
import { isDiskFull } from '../errors.ts';
import type { DiskState } from './inputs.ts';

export interface DiskWatch {
	state: () => DiskState;
	bytes: () => { bytes: number; walBytes: number };
	/** To be called now and then: since when there is too little room. */
	look: () => void;
	/** How large the database is on this day. */
	note: () => void;
}

export interface DiskOptions {
	db: Db;
	clock: Clock;
	/** Of an instant, in the workspace's zone. */
	dayOf: (at: number) => string;
	/** Since when the disk has refused a write. */
	fullSince: () => number | null;
	/** Bytes that are free; null where there is no disk. */
	free?: () => number | null;
	/** The same of the disk of the backups; null unless that is another one. */
	backupFree?: () => number | null;
}

const leastBytes = 1_000_000_000;
const daysAhead = 10;
/** What was too little is enough again only with so much more: a limit that is crossed twice an hour is no news. */
const backBy = 1.1;
const daysKept = 60;
const daysMeasured = 30;
const fewestDays = 3;

export function createDiskWatch({ db, clock, dayOf, fullSince, free = () => (db.memory ? null : freeBytes(dirname(db.name))), backupFree = () => null }: DiskOptions): DiskWatch {
	const note = db.prepare<[string, number]>('INSERT INTO disk_use (day, bytes) VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET bytes = excluded.bytes WHERE bytes <> excluded.bytes');
	const forget = db.prepare<[number]>('DELETE FROM disk_use WHERE day NOT IN (SELECT day FROM disk_use ORDER BY day DESC LIMIT ?)');
	const newest = db.prepare<[number], { day: string; bytes: number }>('SELECT day, bytes FROM disk_use ORDER BY day DESC LIMIT ?');
	let lowSince: number | null = null;
	let tightSince: number | null = null;
	let backupLowSince: number | null = null;

	const size = (): number => Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }));
	/** What is unused within the file is taken before it grows. */
	const growth = (): number | null => {
		const days = newest.all(daysMeasured);
		const [last, first] = [days[0], days.at(-1)];
		if (!last || !first) return null;
		const passed = Temporal.PlainDate.from(first.day).until(last.day).days;
		return passed < fewestDays ? null : Math.max(0, (last.bytes - first.bytes) / passed);
	};
	const walBytes = (): number => (db.memory ? 0 : sizeOf(`${db.name}-wal`));
	const wanted = (): number => Math.max(leastBytes, size() + walBytes() + tightBytes + daysAhead * (growth() ?? 0));
	const since = (stood: number | null, left: number, limit: number): number | null => (left < (stood === null ? limit : limit * backBy) ? (stood ?? clock.now()) : null);

	return {
		state: () => ({ freeBytes: free(), wantedBytes: wanted(), growthBytes: growth(), fullSince: fullSince(), tightSince, lowSince, backupFreeBytes: backupFree(), backupLowSince }),
		bytes: () => ({ bytes: size(), walBytes: walBytes() }),
		look: () => {
			const left = free();
			lowSince = left === null ? null : since(lowSince, left, wanted());
			tightSince = left === null ? null : since(tightSince, left, tightBytes);
			const apart = backupFree();
			backupLowSince = apart === null ? null : since(backupLowSince, apart, wanted());
		},
		note: () => {
			if (fullSince() !== null) return;
			try {
				note.run(dayOf(clock.now()), size());
				forget.run(daysKept);
			} catch (error) {
				// It is noted once there is room.
				if (!isDiskFull(error)) throw error;
			}
		},
	};
}
