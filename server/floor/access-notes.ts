/**
 * Who came in and who was turned away, and from where an entry of the journal was made: the machine's own notes, kept for 400 days and
 * 20,000 rows. Whoever fails on and on fills no disk: of one minute only so many failures are noted, and then that there were more. A clock
 * that runs ahead for some days takes nothing along: age is counted from the seventh newest day on which something was noted.
 */
import type { AccessKind } from '../../shared/accounts-api.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/open.ts';
import { isDiskFull } from '../errors.ts';
import { oneLine } from './plain-text.ts';

export interface AccessNote {
	what: AccessKind;
	/** As it was typed. */
	account: string;
	/** Whom it concerns, if not that account. */
	about?: string;
	address: string;
}

export interface StoredNote extends Required<AccessNote> {
	id: number;
	/** Epoch milliseconds. */
	at: number;
}

export interface AccessNotes {
	note: (note: AccessNote) => void;
	/** Newest first. */
	list: (query: { limit: number; before: number }) => StoredNote[];
	noteEntry: (entry: number, at: number, address: string) => void;
	/** Takes over those of another database in place of its own. */
	replace: (from: AccessNotes) => void;
	/** From where an entry was made; empty when that is not known. */
	addressOf: (entry: number) => string;
}

const dayMs = 24 * 3_600_000;
const keptMs = 400 * dayMs;
/** Of fewer it may be that the clock ran ahead on all of them. */
const daysBelieved = 7;
const mostKept = 20_000;
const failuresAMinute = 60;
const failures: readonly AccessKind[] = ['sign-in failed', 'sign-in throttled', 'link refused', 'set-up code refused', 'password refused'];

const cut = (text: string, most: number): string => [...oneLine(text).trim()].slice(0, most).join('');

export function createAccessNotes(db: Db, clock: Clock): AccessNotes {
	const insert = db.prepare<[number, string, string, string, string]>('INSERT INTO access_note (at, what, account, about, address) VALUES (?, ?, ?, ?, ?)');
	const listed = db.prepare<[number, number], StoredNote>('SELECT id, at, what, account, about, address FROM access_note WHERE id < ? ORDER BY id DESC LIMIT ?');
	const insertEntry = db.prepare<[number, number, string]>('INSERT OR IGNORE INTO entry_address (entry, at, address) VALUES (?, ?, ?)');
	const address = db.prepare<[number], string>('SELECT address FROM entry_address WHERE entry = ?').pluck();
	const newestBefore = db.prepare<{ at: number }, number | null>(
		'SELECT max(at) FROM (SELECT max(at) AS at FROM access_note WHERE at < @at UNION ALL SELECT max(at) FROM entry_address WHERE at < @at)',
	).pluck();
	const dropOld = db.prepare<[number]>('DELETE FROM access_note WHERE at < ?');
	const dropMany = db.prepare<[number]>('DELETE FROM access_note WHERE id <= (SELECT max(id) FROM access_note) - ?');
	const dropOldEntries = db.prepare<[number]>('DELETE FROM entry_address WHERE at < ?');
	const dropManyEntries = db.prepare<[number]>('DELETE FROM entry_address WHERE entry IN (SELECT entry FROM entry_address ORDER BY entry DESC LIMIT -1 OFFSET ?)');

	/** What was noted before it is too old; null while too few days were noted to say so. */
	const oldestKept = (): number | null => {
		let believed = Number.MAX_SAFE_INTEGER;
		for (let days = 0; days < daysBelieved; days += 1) {
			const newest = newestBefore.get({ at: Math.floor(believed / dayMs) * dayMs }) ?? null;
			if (newest === null) return null;
			believed = newest;
		}
		return Math.min(clock.now(), believed) - keptMs;
	};

	/** By a clock that nobody can set. */
	let minute = -1;
	let failed = 0;
	const isOneTooMany = (what: AccessKind): boolean => {
		if (!failures.includes(what)) return false;
		const now = Math.floor(performance.now() / 60_000);
		if (now !== minute) [minute, failed] = [now, 0];
		failed += 1;
		return failed > failuresAMinute;
	};
	/** With a full disk people can still come in, and are still turned away. */
	const unlessFull = (work: () => void): void => {
		try {
			work();
		} catch (error) {
			if (!isDiskFull(error)) throw error;
		}
	};
	const write = db.transaction((what: AccessKind, { account, about, address: from }: Required<Omit<AccessNote, 'what'>>): void => {
		insert.run(clock.now(), what, cut(account, 60), cut(about, 60), cut(from, 64));
		const oldest = oldestKept();
		if (oldest !== null) dropOld.run(oldest);
		dropMany.run(mostKept);
	});
	const writeEntry = db.transaction((entry: number, at: number, from: string): void => {
		insertEntry.run(entry, at, cut(from, 64));
		const oldest = oldestKept();
		if (oldest !== null) dropOldEntries.run(oldest);
		dropManyEntries.run(mostKept);
	});

	return {
		note: ({ what, account, about = '', address: from }) => {
			if (!isOneTooMany(what)) unlessFull(() => write(what, { account, about, address: from }));
			else if (failed === failuresAMinute + 1) unlessFull(() => write('more failures not noted', { account: '', about: '', address: '' }));
		},
		list: ({ limit, before }) => listed.all(before, limit),
		replace: (from) => {
			dropMany.run(0);
			for (const { at, what, account, about, address: where } of from.list({ limit: mostKept, before: Number.MAX_SAFE_INTEGER }).reverse()) insert.run(at, what, account, about, where);
		},
		noteEntry: (entry, at, from) => unlessFull(() => writeEntry(entry, at, from)),
		addressOf: (entry) => address.get(entry) ?? '',
	};
}
