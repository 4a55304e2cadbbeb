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
	return { db, now, notes, count };
}
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
	const { db, now, notes, count } = givenNotes();
	const signedIn = { what: 'signed in', account: 'ana', address: '' } as const;
	notes.note(signedIn);
	now.ms += 399 * 86_400_000;
	notes.note(signedIn);
	expect(count()).toBe(2);
	now.ms += 2 * 86_400_000;
	notes.note(signedIn);
	expect(count()).toBe(2);
	const insert = db.prepare(`INSERT INTO access_note (at, what, account, about, address) VALUES (?, 'signed in', 'ana', '', '')`);
	db.transaction(() => {
		for (let index = 0; index < 25_000; index += 1) insert.run(now.ms);
	})();
	notes.note({ ...signedIn, account: 'the last' });
	expect(count()).toBe(20_000);
	expect(notes.list({ limit: 1, before: 1e9 })[0]?.account).toBe('the last');
});

test('[check 42] a clock that runs years ahead for a while takes few of them', () => {
	const { now, notes, count } = givenNotes();
	const note = (): void => notes.note({ what: 'signed in', account: 'ana', address: '' });
	for (let times = 0; times < 100; times += 1) note();
	now.ms += 4_000 * 86_400_000;
	note();
	note();
	now.ms -= 4_000 * 86_400_000;
	note();
	expect(count()).toBe(99);
});

test('[check 42] so are the addresses of entries', () => {
	const { db, now, notes } = givenNotes();
	const entry = db.prepare(`INSERT INTO entry (kind, at, author, body) VALUES ('role changed', ?, 'ana', '{}')`);
	const note = (): number => {
		const id = Number(entry.run(now.ms).lastInsertRowid);
		notes.noteEntry(id, now.ms, '192.0.2.1');
		return id;
	};
	const first = note();
	expect([notes.addressOf(first), notes.addressOf(99)]).toEqual(['192.0.2.1', '']);
	now.ms += 401 * 86_400_000;
	note();
	expect(notes.addressOf(first)).toBe('');
});
