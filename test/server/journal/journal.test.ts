/** The one door for writes: one entry, one transaction; the same entries, the same database. */
import { usualWeek } from '../../../server/floor/calendar.ts';
import { usualChoice } from '../../../shared/screen.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Db } from '../../../server/db/open.ts';
import { openDatabase } from '../../../server/db/open.ts';
import { InputError } from '../../../server/errors.ts';
import type { Handler } from '../../../server/journal/journal.ts';
import { createJournal } from '../../../server/journal/journal.ts';
import { understandPush } from '../../../server/facts/push.ts';
import type { Batch } from '../../support/floor-model.ts';
import { batch, zone } from '../../support/floor-model.ts';
import { ana, bo, givenWall } from '../../support/wall.ts';

const head = { at: 1_000, author: 'ops' };

function givenJournal() {
	const db: Db = openDatabase(':memory:');
	db.exec('CREATE TABLE note (text TEXT NOT NULL)');
	const write = db.prepare<[string]>('INSERT INTO note (text) VALUES (?)');
	const noted: Handler<{ text: string }, number> = ({ text }, { id }) => {
		write.run(text);
		if (text === 'refused') throw new InputError('no');
		return { reply: id, ...(text === 'secret' ? { logged: { text: '…' } } : {}) };
	};
	const journal = createJournal(db, { noted });
	let told = 0;
	const stop = journal.onApplied(() => (told += 1));
	return { db, journal, stop, told: () => told, notes: () => db.prepare('SELECT text FROM note').pluck().all() };
}

describe('an entry', () => {
	test('is numbered, logged whole with its author and time, and told to who listens', () => {
		const { journal, told, notes, stop } = givenJournal();
		expect([journal.apply('noted', { text: 'a' }, head), journal.apply('noted', { text: 'b' }, { at: 2_000, author: 'key' })]).toEqual([1, 2]);
		expect(journal.entries({ kinds: ['noted'], limit: 10 })).toEqual([
			{ id: 2, kind: 'noted', at: 2_000, author: 'key', body: { text: 'b' } },
			{ id: 1, kind: 'noted', at: 1_000, author: 'ops', body: { text: 'a' } },
		]);
		expect([journal.revision(), told(), notes()]).toEqual([2, 2, ['a', 'b']]);
		expect(journal.entries({ kinds: ['noted'], limit: 10, before: 2 }).map(({ id }) => id)).toEqual([1]);
		expect([journal.entry(1)?.author, journal.entry(3), journal.entries({ kinds: ['other'], limit: 10 })]).toEqual(['ops', undefined, []]);
		stop();
		journal.apply('noted', { text: 'c' }, head);
		expect(told()).toBe(2);
	});
	test('keeps in the log only what its handler leaves there', () => {
		const { journal } = givenJournal();
		journal.apply('noted', { text: 'secret' }, head);
		expect(journal.entry(1)?.body).toEqual({ text: '…' });
	});
	test('that is refused writes nothing, counts for nothing and is told to nobody', () => {
		const { journal, told, notes } = givenJournal();
		expect(() => journal.apply('noted', { text: 'refused' }, head)).toThrow(InputError);
		expect([journal.revision(), told(), notes()]).toEqual([0, 0, []]);
		expect(journal.apply('noted', { text: 'a' }, head)).toBe(1);
	});
	test('together, several are all or none, and are told once', () => {
		const { journal, told, notes } = givenJournal();
		journal.together(() => ['a', 'b'].forEach((text) => journal.apply('noted', { text }, head)));
		expect([journal.revision(), told(), notes()]).toEqual([2, 1, ['a', 'b']]);
		expect(() => journal.together(() => ['c', 'refused'].forEach((text) => journal.apply('noted', { text }, head)))).toThrow(InputError);
		expect([journal.revision(), notes()]).toEqual([2, ['a', 'b']]);
		expect(() => journal.together(() => journal.apply('noted', { text: 'd' }, head) && journal.revision() && journal.apply('noted', { text: 'refused' }, head))).toThrow(InputError);
		expect(journal.revision()).toBe(2);
	});
});

test('entries are found newest first, page by page, with and without those of pushes among them', () => {
	const { db, journal } = givenJournal();
	const insert = db.prepare(`INSERT INTO entry (kind, at, author, body) VALUES (?, 1, 'x', '{}')`);
	const kinds = ['facts arrived', 'facts arrived', 'noted', 'facts arrived', 'role changed', 'noted'];
	for (let round = 0; round < 10; round += 1) for (const kind of kinds) insert.run(kind);
	const all = Array.from({ length: 60 }, (_, index) => ({ id: index + 1, kind: kinds[index % 6] ?? '' })).reverse();
	for (const wanted of [['noted'], ['noted', 'role changed', 'none'], ['noted', 'facts arrived'], ['none'], []]) {
		for (const before of [1, 17, 60, 61, undefined]) {
			const expected = all.filter(({ id, kind }) => wanted.includes(kind) && id < (before ?? 100)).slice(0, 7);
			expect(journal.entries({ kinds: wanted, limit: 7, ...(before === undefined ? {} : { before }) }).map(({ id, kind }) => ({ id, kind }))).toEqual(expected);
		}
	}
});

test('the same entries, handed to two fresh databases, give the same database', async () => {
	const target = fc.record({ metric: fc.constantFrom('sales', 'meetings_booked'), scope: fc.constantFrom('company', 'team:1', 'person:1'), period: fc.constantFrom('2026-09', '2026-Q3'), value: fc.option(fc.nat(500)) });
	const step = fc.oneof(
		fc.record({ kind: fc.constant('facts' as const), rows: batch }),
		fc.record({ kind: fc.constant('targets' as const), cells: fc.array(target, { maxLength: 4 }) }),
		fc.record({ kind: fc.constant('locks' as const), locked: fc.boolean(), periods: fc.constantFrom(['2026-08'], ['2026-Q3', '2026-08', '2026-09']) }),
		fc.record({ kind: fc.constant('moved' as const), team: fc.constantFrom('South', 'West'), from: fc.constantFrom('2026-08-01', '2026-09-05') }),
		fc.record({ kind: fc.constant('merged' as const) }),
		fc.record({ kind: fc.constant('excluded' as const), id: fc.constantFrom('1', '2') }),
		fc.record({ kind: fc.constant('corrected' as const), id: fc.constantFrom('1', '2') }),
		fc.record({ kind: fc.constant('undone' as const) }),
		fc.record({ kind: fc.constant('entered' as const) }),
		fc.record({ kind: fc.constant('paired' as const) }),
		fc.record({ kind: fc.constant('revoked' as const) }),
		fc.record({ kind: fc.constant('set up' as const), screen: fc.constantFrom(null, 1, 2), far: fc.boolean() }),
		fc.record({ kind: fc.constant('holiday' as const), day: fc.constantFrom('2026-09-07', '2026-09-18') }),
	);
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
			const dumps = [];
			for (const drains of [false, true]) {
				const given = givenWall({ now: '2026-09-01T12:00', timeZone: zone, people: [{ email: ana, name: 'Ana', team: 'North' }, { email: bo, name: 'Bo', team: 'North' }] });
				const { apply } = given.wall.journal;
				steps.forEach((made, index) => {
					const when = { at: given.ms(`2026-09-${String(2 + index).padStart(2, '0')}T12:00`), author: 'ops' };
					try {
						if (made.kind === 'facts') apply('facts arrived', understandPush(made.rows satisfies Batch).batch, when);
						else if (made.kind === 'targets') apply('targets set', { cells: made.cells }, when);
						else if (made.kind === 'locks') apply(made.locked ? 'targets locked' : 'targets unlocked', { period: made.periods[0] ?? '', periods: made.periods }, when);
						else if (made.kind === 'moved') apply('person moved', { person: 1, team: made.team, from: made.from }, when);
						else if (made.kind === 'excluded' || made.kind === 'corrected') {
							const key = { entity: 'deals' as const, source: 'crm', externalId: made.id, reason: 'x' };
							const seen = given.wall.corrections.search({ entity: 'deals', source: 'crm', id: made.id }).facts[0]?.seen ?? 0;
							if (made.kind === 'excluded') apply('fact excluded', { ...key, seen }, when);
							else apply('fact corrected', { ...key, seen, fields: { amount: '7', currency: 'EUR', owner: bo } }, when);
						} else if (made.kind === 'undone') given.wall.corrections.undo(given.wall.corrections.log({}).entries[0]?.entry ?? 0, when.author, when.at);
						else if (made.kind === 'entered') apply('fact entered', { entity: 'meetings', fields: { booked_at: '2026-09-01', booked_by: ana }, reason: 'x' }, when);
						else if (made.kind === 'paired') apply('screen paired', { name: 'Lobby', tokenHash: `${index}` }, when);
						else if (made.kind === 'revoked') apply('screen revoked', { id: 1 }, when);
						else if (made.kind === 'set up') apply('screen set up', { screen: made.screen, setup: { ...usualChoice, theme: 'light', overscan: 5, far: made.far } }, when);
						else if (made.kind === 'merged') apply('people merged', { from: 2, into: 1 }, when);
						else {
							apply('calendar saved', { holidays: [{ day: made.day, name: 'x' }] }, when);
							apply('holidays changed', { days: [{ day: made.day, name: 'y', was: 'x' }, { day: '2026-12-25', name: 'z' }] }, when);
							apply('leave changed', { person: 1, remove: [], add: [{ from: made.day, to: made.day > '2026-09-10' ? made.day : '2026-09-10' }] }, when);
							apply('week changed', { week: index % 2 === 0 ? null : usualWeek.toReversed() }, when);
						}
					} catch (error) {
						// Merged already, or nothing there to correct or to set up.
						expect(error).toBeInstanceOf(InputError);
					}
					// The machine's own notes may come at any time.
					if (drains) given.wall.rollups.drain(0);
				});
				given.wall.rollups.drain(Number.POSITIVE_INFINITY);
				dumps.push(given.dump());
				await given.close();
			}
			expect(dumps[1]).toEqual(dumps[0]);
		}),
		{ numRuns: 20, endOnFailure: true },
	);
});

test('of a batch the log keeps a header, and of rows that it changed or deleted, the row as it was', () => {
	const given = givenWall({ people: [{ email: ana }], activities: [{ external_id: '1', kind: 'call', at: '2026-09-01' }, { external_id: '2', kind: 'call', at: '2026-09-01' }, { external_id: '3', kind: 'call', at: '2026-09-01' }] });
	given.push({ activities: [{ external_id: '1', kind: 'call', at: '2026-09-02' }, { external_id: '3', kind: 'call', at: '2026-09-01' }], deleted: [{ entity: 'activities', external_id: '2' }] });
	const [last] = given.wall.journal.entries({ kinds: ['facts arrived'], limit: 1 });
	expect(last?.body).toEqual({ source: 'crm', rows: { deals: 0, meetings: 0, activities: 2, proposals: 0, accounts: 0, leads: 0, movements: 0, surveys: 0, figures: 0, positions: 0, people: 0 }, inserted: 0, updated: 1, unchanged: 1, deleted: 1, rejected: 0, digest: expect.stringMatching(/^[\w-]{43}$/) });
	const old = given.db.prepare<[], { external_id: string; entry: number; row: string }>('SELECT external_id, entry, row FROM replaced_row ORDER BY 1').all();
	expect(old.map(({ external_id, entry, row }) => [external_id, entry, (JSON.parse(row) as { day: string }).day])).toEqual([['1', last?.id, '2026-09-01'], ['2', last?.id, '2026-09-01']]);
});
