/** Leave and holidays as lists that are changed bit by bit. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InputError } from '../../../server/errors.ts';
import { addDays } from '../../../server/floor/period.ts';
import { ana, bo, cy, givenWall, people } from '../../support/wall.ts';

test('over any changes: no two stretches of a person overlap, and taking back the last change gives exactly what stood before it', () => {
	const day = fc.nat({ max: 40 }).map((days) => addDays('2026-08-20', days));
	const stretch = fc.tuple(day, fc.nat({ max: 9 })).map(([from, length]) => ({ from, to: addDays(from, length) }));
	const step = fc.oneof(
		fc.record({ kind: fc.constant('leave' as const), person: fc.constantFrom(ana, bo), add: fc.option(stretch), removes: fc.option(fc.nat({ max: 3 })) }),
		fc.record({ kind: fc.constant('holidays' as const), days: fc.array(fc.record({ day, name: fc.option(fc.constantFrom('x', 'y')) }), { minLength: 1, maxLength: 6 }) }),
		fc.record({ kind: fc.constant('undo' as const), back: fc.nat({ max: 4 }) }),
	);
	fc.assert(
		fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
			const given = givenWall({ people: [...people] });
			const { wall, head } = given;
			const lists = () => JSON.stringify([wall.settings.holidays.list(), wall.settings.leave.list()]);
			const changed = () => wall.changes.list({ of: 'calendar' }).changes;
			for (const made of steps) {
				const before = lists();
				const entries = changed().length;
				try {
					if (made.kind === 'undo') {
						const { entry } = changed()[made.back] ?? { entry: 0 };
						wall.changes.undo(entry, 'ops');
					} else if (made.kind === 'holidays') wall.journal.apply('holidays changed', { days: made.days }, head());
					else {
						const person = given.idOf(made.person);
						const own = wall.settings.leave.list().filter((row) => row.person === person);
						const gone = made.removes === null ? undefined : own[made.removes];
						wall.journal.apply('leave changed', { person, remove: gone ? [{ from: gone.from, to: gone.to }] : [], add: made.add ? [made.add] : [] }, head());
					}
				} catch (error) {
					// Nothing to take back, or not any more: then nothing happened.
					expect(error).toBeInstanceOf(InputError);
					expect([lists(), changed().length]).toEqual([before, entries]);
					continue;
				}
				for (const one of wall.settings.leave.list()) {
					for (const other of wall.settings.leave.list()) if (one.person === other.person && one.from !== other.from) expect(one.to < other.from || other.to < one.from).toBe(true);
				}
				const after = lists();
				const [last] = changed();
				expect(last?.undo.possible).toBe(true);
				wall.changes.undo(last?.entry ?? 0, 'ops');
				expect(lists()).toBe(before);
				wall.changes.undo(changed()[0]?.entry ?? 0, 'ops');
				expect(lists()).toBe(after);
			}
			void given.close();
		}),
		{ numRuns: 30 },
	);
});

test('the leave of somebody who was merged into another is that one’s, from the merging on', async () => {
	const given = givenWall({ now: '2026-09-08T13:00', people: [...people], targets: [{ metric: 'sales', scope: `person:${ana}`, period: '2026-09', value: 2200 }] });
	const expected = async () => (await given.explain('pace', { scope: `person:${ana}`, period: '2026-09' })).denominator;
	given.wall.journal.apply('leave changed', { person: given.idOf(cy), remove: [], add: [{ from: '2026-09-07', to: '2026-09-10' }] }, given.head());
	// 5.5 of 22 days.
	expect(await expected()).toBe(550);
	given.wall.journal.apply('people merged', { from: given.idOf(cy), into: given.idOf(ana) }, given.head());
	// 4 of 18.
	expect(await expected()).toBe(488.89);
	const [change] = given.wall.changes.list({ of: 'calendar' }).changes;
	expect(change).toMatchObject({ says: 'Ana is on leave Sep 7–10, 2026.', undo: { possible: true } });
	given.wall.changes.undo(change?.entry ?? 0, 'ops');
	expect(await expected()).toBe(550);
});

test('what changes about people besides leaves the calendar as it is', () => {
	const given = givenWall({ people: [...people] });
	const before = given.wall.settings.calendar();
	given.push({ people: [{ email: bo, name: 'Bo Alm' }] });
	expect(given.wall.settings.calendar()).toBe(before);
});
