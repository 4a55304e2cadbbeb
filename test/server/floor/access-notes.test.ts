/** How much of who came in and who was turned away is kept. */
import { expect, onTestFinished, test, vi } from 'vitest';
import { openDatabase } from '../../../server/db/open.ts';
import { createAccessNotes } from '../../../server/floor/access-notes.ts';

function givenNotes() {
	const db = openDatabase(':memory:');
	onTestFinished(() => void db.close());
	const now = { ms: Date.parse('2026-11-23T09:00:00Z') };
	const notes = createAccessNotes(db, { now: () => now.ms });
	const count = (): number => Number(db.prepare('SELECT count(*) FROM access_note').pluck().get());
	const entry = db.prepare(`INSERT INTO entry (kind, at, author, body) VALUES ('role changed', ?, 'ana', '{}')`);
	const noteEntry = (): number => {
		const id = Number(entry.run(now.ms).lastInsertRowid);
		notes.noteEntry(id, now.ms, '192.0.2.1');
		return id;
	};
	/** Somebody comes in on each of so many days. */
	const passDays = (days: number): void => {
		for (let passed = 0; passed < days; passed += 1) {
			now.ms += day;
			notes.note(signedIn);
		}
	};
	return { db, now, notes, count, noteEntry, passDays };
}
const day = 86_400_000;
const signedIn = { what: 'signed in', account: 'ana', address: '' } as const;
const failed = { what: 'sign-in failed', account: 'eva', address: '192.0.2.1' } as const;

test('[check 42] of one minute sixty failures are noted, and then that there were more; who comes in is noted all the same', () => {
	vi.useFakeTimers({ toFake: ['performance'] });
	onTestFinished(() => void vi.useRealTimers());
	const { notes, count } = givenNotes();
	for (let tries = 0; tries < 500; tries += 1) notes.note(failed);
	notes.note({ what: 'signed in', account: 'ana', address: '' });
	expect(notes.list({ limit: 3, before: 1e9 }).map(({ what }) => what)).toEqual(['signed in', 'more failures not noted', 'sign-in failed']);
	expect(count()).toBe(62);
	vi.advanceTimersByTime(60_000);
	notes.note(failed);
	expect(count()).toBe(63);
});

test('[check 42] notes are kept for 400 days, and the newest 20,000', () => {
	const { db, now, notes, count, passDays } = givenNotes();
	notes.note({ ...signedIn, account: 'the first' });
	const oldest = (): unknown => db.prepare('SELECT account FROM access_note ORDER BY id LIMIT 1').pluck().get();
	now.ms += 399 * day;
	passDays(7);
	expect([count(), oldest()]).toEqual([8, 'the first']);
	passDays(1);
	expect([count(), oldest()]).toEqual([8, 'ana']);
	const insert = db.prepare(`INSERT INTO access_note (at, what, account, about, address) VALUES (?, 'signed in', 'ana', '', '')`);
	db.transaction(() => {
		for (let index = 0; index < 25_000; index += 1) insert.run(now.ms);
	})();
	notes.note({ ...signedIn, account: 'the last' });
	expect(count()).toBe(20_000);
	expect(notes.list({ limit: 1, before: 1e9 })[0]?.account).toBe('the last');
});

test('[check 42] so are the addresses of entries', () => {
	const { now, notes, noteEntry, passDays } = givenNotes();
	const first = noteEntry();
	expect([notes.addressOf(first), notes.addressOf(99)]).toEqual(['192.0.2.1', '']);
	now.ms += 401 * day;
	passDays(7);
	noteEntry();
	expect(notes.addressOf(first)).toBe('');
});

test.each([380, 401, 4_000])('[check 42] a clock that runs %i days ahead for some days takes no note and no address with it', (ahead) => {
	const { now, notes, count, noteEntry, passDays } = givenNotes();
	const first = noteEntry();
	passDays(30);
	now.ms += ahead * day;
	for (let noted = 0; noted < 50; noted += 1) {
		notes.note(signedIn);
		noteEntry();
	}
	passDays(5);
	noteEntry();
	now.ms -= ahead * day;
	passDays(1);
	expect([count(), notes.addressOf(first)]).toEqual([30 + 50 + 5 + 1, '192.0.2.1']);
});
