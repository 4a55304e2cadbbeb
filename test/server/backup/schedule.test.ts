/** When a backup is made by itself, which are kept, and what is said when one does not come about. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { createBackups, type Backups } from '../../../server/backup/backups.ts';
import { lastDue, nextDue } from '../../../server/backup/due.ts';
import { openBackupFolder } from '../../../server/backup/folder.ts';
import { nameOfBackup, readBackupName } from '../../../server/backup/names.ts';
import { outdated, type KeptBackup } from '../../../server/backup/outdated.ts';
import { openDatabase, type Db } from '../../../server/db/open.ts';
import { silentLog } from '../../../server/log.ts';
import { backupReasons } from '../../../shared/backups-api.ts';
import { givenSmallDisk, mayMount } from '../../support/machine.ts';
import { givenFolder } from '../http/support.ts';
import { spoilIndex } from './support.ts';

const ms = (text: string): number => Temporal.Instant.from(text).epochMilliseconds;
const iso = (at: number): string => Temporal.Instant.fromEpochMilliseconds(at).toString();
const hour = 3_600_000;

test('a name says when and why, and reads back as it was written', () => {
	fc.assert(
		fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), fc.constantFrom(...backupReasons), fc.integer({ min: 1, max: 999_999 }), (second, why, form) => {
			const name = { at: second * 1_000, why, form: why === 'before-upgrade' ? form : null };
			expect(readBackupName(nameOfBackup(name))).toEqual(name);
		}),
	);
	expect(nameOfBackup({ at: ms('2026-11-27T02:15:00Z'), why: 'daily', form: null })).toBe('floorcast-2026-11-27T021500Z.sqlite');
	fc.assert(
		fc.property(fc.string(), (text) => {
			const read = readBackupName(text);
			expect(read === null || nameOfBackup(read) === text).toBe(true);
		}),
	);
});

test('it is due at a quarter past two where the workspace is, also on the days of 23 and 25 hours', () => {
	const due = (now: string, zone = 'Europe/Stockholm') => [iso(lastDue(ms(now), zone)), iso(nextDue(ms(now), zone))];
	expect(due('2026-11-23T09:00:00Z')).toEqual(['2026-11-23T01:15:00Z', '2026-11-24T01:15:00Z']);
	expect(due('2026-11-23T01:14:59Z')).toEqual(['2026-11-22T01:15:00Z', '2026-11-23T01:15:00Z']);
	expect(due('2026-11-23T01:15:00Z')).toEqual(['2026-11-23T01:15:00Z', '2026-11-24T01:15:00Z']);
	// 2026-03-29: there is no 02:15; 2026-10-25: there are two.
	expect(due('2026-03-29T00:30:00Z')).toEqual(['2026-03-28T01:15:00Z', '2026-03-29T01:15:00Z']);
	expect(due('2026-10-25T00:30:00Z')).toEqual(['2026-10-25T00:15:00Z', '2026-10-26T01:15:00Z']);
	expect(due('2026-11-23T09:00:00Z', 'America/Santiago')).toEqual(['2026-11-23T05:15:00Z', '2026-11-24T05:15:00Z']);
});

test('of daily ones the last of seven days, five weeks and twelve months stay; what was made by hand stays', () => {
	const day = (text: string, why: KeptBackup['why'] = 'daily'): KeptBackup => {
		const at = ms(`${text}T01:15:00Z`);
		const form = why === 'before-upgrade' ? 19 : null;
		return { at, why, form, name: nameOfBackup({ at, why, form }) };
	};
	const from = Temporal.PlainDate.from('2025-01-01');
	const kept = new Map<string, KeptBackup>();
	for (let index = 0; index < 700; index += 1) {
		const made = day(from.add({ days: index }).toString());
		kept.set(made.name, made);
		for (const name of outdated([...kept.values()], 'Europe/Stockholm')) kept.delete(name);
	}
	// The last was made on 2026-12-01, a Tuesday.
	expect([...kept.keys()].map((name) => name.slice(10, 20))).toEqual(['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31', '2026-06-30', '2026-07-31', '2026-08-31', '2026-09-30', '2026-10-31', '2026-11-08', '2026-11-15', '2026-11-22', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29', '2026-11-30', '2026-12-01']);
	const others = ['by-hand', 'uploaded'] as const;
	expect(outdated(others.flatMap((why) => Array.from({ length: 40 }, (_, index) => day(from.add({ days: index }).toString(), why))), 'UTC')).toEqual([]);
	expect(outdated([1, 2, 3, 4, 5].flatMap((date) => [day(`2026-01-0${date}`, 'before-restore'), day(`2026-01-0${date}`, 'before-upgrade')]), null).map((name) => name.slice(10, 20)).sort()).toEqual(['2026-01-01', '2026-01-01', '2026-01-02', '2026-01-02']);
	// Without the zone it is not known which day is which.
	expect(outdated([...Array.from({ length: 40 }, (_, index) => day(from.add({ days: index }).toString()))], null)).toEqual([]);
});

interface Standing {
	db: Db;
	backups: Backups;
	folder: string;
	now: { ms: number };
	/** Looks, so long after the start. */
	lookAfter: (uptimeMs: number) => Promise<string[]>;
	zone: { is: string | null };
}

const given = ({ folder = join(givenFolder(), 'backups'), isOurs = true, now = '2026-11-23T09:00:00Z' } = {}): Standing => {
	const file = join(givenFolder(), 'floorcast.sqlite');
	const db = openDatabase(file);
	onTestFinished(() => void db.close());
	const [clock, zone] = [{ ms: ms(now) }, { is: 'Europe/Stockholm' as string | null }];
	let uptime = 0;
	const backups = createBackups({ file, folder: openBackupFolder(folder, { isOurs }), clock: { now: () => clock.ms }, log: silentLog, timeZone: () => zone.is, uptime: () => uptime });
	onTestFinished(backups.close);
	return {
		db,
		backups,
		folder,
		now: clock,
		zone,
		lookAfter: async (after) => {
			clock.ms += after - uptime;
			uptime = after;
			await backups.look();
			return existsSync(folder) ? readdirSync(folder).sort() : [];
		},
	};
};

test('the first is made ten minutes after the start, and then one each night; a demo has none', async () => {
	const { backups, lookAfter, zone, now } = given();
	zone.is = null;
	expect([await lookAfter(hour), backups.state()]).toEqual([[], expect.objectContaining({ isKept: false, next: null })]);
	zone.is = 'Europe/Stockholm';
	const { lookAfter: lookAnew, backups: anew, now: nowAnew } = given();
	expect(await lookAnew(9 * 60_000)).toEqual([]);
	expect(iso(anew.state().next ?? 0)).toBe('2026-11-23T09:10:00Z');
	expect(await lookAnew(10 * 60_000)).toEqual(['floorcast-2026-11-23T091000Z.sqlite']);
	expect([anew.state().lastGood, iso(anew.state().next ?? 0)]).toEqual([nowAnew.ms, '2026-11-24T01:15:00Z']);
	expect(await lookAnew(16 * hour)).toHaveLength(1);
	expect(await lookAnew(16.5 * hour)).toEqual(['floorcast-2026-11-23T091000Z.sqlite', 'floorcast-2026-11-24T013000Z.sqlite']);
	expect(now.ms).toBe(ms('2026-11-23T10:00:00Z'));
});

test('[R14] a clock that ran ahead does not keep the next ones away', async () => {
	const { folder, lookAfter } = given();
	mkdirSync(folder);
	writeFileSync(join(folder, 'floorcast-2031-01-01T011500Z.sqlite'), 'made while the clock was wrong');
	expect(await lookAfter(hour)).toEqual(['floorcast-2026-11-23T100000Z.sqlite', 'floorcast-2031-01-01T011500Z.sqlite']);
});

test('[R5] a folder that is not there is said, tried again after an hour, and over with the first that comes about', async () => {
	const share = join(givenFolder(), 'share');
	const { backups, lookAfter, now } = given({ folder: share, isOurs: false });
	expect(await lookAfter(hour)).toEqual([]);
	const failed = now.ms;
	expect(backups.state()).toMatchObject({ failingSince: failed, failures: [{ work: 'backup', code: 'no_folder', at: failed, message: expect.stringMatching(/^.*share cannot be read or written: ENOENT/) }], next: failed + hour, lastGood: null, running: null });
	mkdirSync(share);
	expect(await lookAfter(1.9 * hour)).toEqual([]);
	expect(await lookAfter(2 * hour)).toHaveLength(1);
	expect(backups.state()).toMatchObject({ failingSince: null, failures: [], lastGood: now.ms });
});

test.skipIf(!mayMount)('[R5] without room none is begun: the disk is for the facts first', async () => {
	const disk = givenSmallDisk('64m');
	const { backups, lookAfter } = given({ folder: join(disk, 'backups') });
	expect(await lookAfter(hour)).toEqual([]);
	expect(backups.state().failures).toEqual([expect.objectContaining({ code: 'no_room', message: expect.stringMatching(/^There is no room in .*: 25\d MB are needed, \d+ MB are free\.$/) })]);
});

const unsound: [string, (db: Db) => void, string, RegExp][] = [
	['with rows that refer to none', (db) => db.exec(`PRAGMA foreign_keys = OFF; INSERT INTO setting (name, value, entry) VALUES ('x', '1', 987654)`), 'damaged', /^The file is damaged: rows of setting refer to none\.$/],
	['with an index that lacks a row', spoilIndex, 'damaged', /^The file is damaged: .* missing from index entry_decision\.$/],
	// A table of the pages of its own file, of which a copy has fewer.
	['that its copy is not equal to', (db) => db.exec(`CREATE VIRTUAL TABLE pages USING dbstat; CREATE TABLE large (text TEXT); INSERT INTO large SELECT hex(zeroblob(9000)) FROM setting UNION SELECT hex(zeroblob(90000)); DELETE FROM large WHERE length(text) < 100000`), 'differs', /^The copy differs from the database: pages: \d+ and \d+\.$/],
];

test.each(unsound)('[R16] [R17] of a database %s there is no backup, which is said, and nothing is left of it', async (_what, spoil, code, says) => {
	const { db, backups, folder } = given();
	spoil(db);
	await expect(backups.backUp('by-hand')).rejects.toThrow(says);
	expect([readdirSync(folder), backups.state().failures]).toEqual([[], [expect.objectContaining({ work: 'backup', code, message: expect.stringMatching(says) })]]);
});

/** A share that is slow: what is asked of it next, how much room there is, it answers when it is let. */
const givenSlowShare = (): { asked: Promise<void>; answer: () => void } => {
	const [asked, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
	const { statfs } = promises;
	const put = (as: typeof statfs): void => {
		promises.statfs = as;
		syncBuiltinESMExports();
	};
	put(
		new Proxy(statfs, {
			apply: async (...call) => {
				put(statfs);
				asked.resolve();
				await answer.promise;
				return Reflect.apply(...call);
			},
		}),
	);
	onTestFinished(() => put(statfs));
	return { asked: asked.promise, answer: answer.resolve };
};

test.each(['kept', 'removed', 'there when room was asked for'] as const)('[R16] the list knows what was %s, though somebody began to read the folder before', async (what) => {
	const path = givenFolder();
	const at = (second: number): string => nameOfBackup({ at: ms('2026-11-23T09:00:00Z') + second * 1_000, why: 'by-hand', form: null });
	for (const name of [at(0), 'unfinished']) writeFileSync(join(path, name), 'x');
	const folder = openBackupFolder(path, { isOurs: false });
	const share = givenSlowShare();
	const looked = folder.look();
	await share.asked;
	if (what === 'there when room was asked for') writeFileSync(join(path, at(1)), 'x');
	const done = { kept: () => folder.keep(join(path, 'unfinished'), at(1)), removed: () => folder.remove([at(0)]), 'there when room was asked for': () => folder.demandRoom(0) }[what]();
	await pass(100);
	share.answer();
	await Promise.all([looked, done]);
	expect(folder.list().map(({ name }) => name)).toEqual(what === 'removed' ? [] : [at(1), at(0)]);
});

test('what a kill left half-made is cleared away at the start, and nothing else is', async () => {
	const { folder, backups } = given();
	mkdirSync(folder);
	const kept = ['floorcast-2026-11-01T011500Z.sqlite', 'notes.new', 'secret.txt'];
	for (const name of [...kept, 'floorcast-2026-11-02T011500Z.sqlite.new', 'floorcast-2026-11-02T011500Z.sqlite.new-journal', '0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f.new']) writeFileSync(join(folder, name), 'x');
	backups.start();
	await expect.poll(() => readdirSync(folder).sort()).toEqual(kept);
});
