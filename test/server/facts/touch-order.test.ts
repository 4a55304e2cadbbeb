/**
 * Which touch was the first of its lead (else of its deal) and which follow up is derived from siblings: it must be the same whatever
 * the rows' way into the floor was.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GivenWall, Row } from '../../support/wall.ts';
import { ana, bo, givenWall, people, rollupsOf } from '../../support/wall.ts';

const at = fc.constantFrom('2026-09-01', '2026-09-02', '2026-09-02T08:00:00+02:00', '2026-09-02T00:30:00+02:00', '2026-09-02T23:30:00+02:00', '2026-09-03T09:00:00Z');
const id = fc.constantFrom('A', 'B', 'C', 'D', 'E');
const source = fc.constantFrom('crm', 'sheet');
const activity = fc.record({
	external_id: id, at,
	kind: fc.constantFrom('call', 'email', 'linkedin', 'note'),
	direction: fc.constantFrom('outbound', 'outbound', 'inbound'),
	owner: fc.constantFrom(ana, bo, null),
	lead: fc.constantFrom('L-1', 'L-2', null),
	deal: fc.constantFrom('D-1', null),
});
const step = fc.oneof(
	{ weight: 5, arbitrary: fc.record({ kind: fc.constant('push' as const), source, rows: fc.array(activity, { minLength: 1, maxLength: 3 }) }) },
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant('bring' as const), rows: fc.uniqueArray(activity, { minLength: 1, maxLength: 3, selector: ({ external_id }) => external_id }) }) },
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), source, external_id: id }) },
	fc.record({ kind: fc.constant('take back' as const) }),
	fc.record({ kind: fc.constant('choose' as const), source: fc.constantFrom('crm', 'sheet', null) }),
	fc.record({ kind: fc.constant('move' as const), timeZone: fc.constantFrom('Europe/Berlin', 'Asia/Tokyo', 'America/Los_Angeles') }),
);

/** From nothing but the rows, one by one. */
function expected({ db }: GivenWall): Row[] {
	const rows = db.prepare<[], Row>('SELECT source, external_id, kind, direction, counts, lead, deal, day, at FROM activity').all();
	const isTouch = (row: Row): boolean => row['counts'] === 1 && row['direction'] === 'outbound' && row['kind'] !== 'note';
	const of = (row: Row): string | null => (row['lead'] !== null ? `${String(row['source'])} lead ${String(row['lead'])}` : row['deal'] !== null ? `${String(row['source'])} deal ${String(row['deal'])}` : null);
	const place = (row: Row): string => `${String(row['day'])} ${row['at'] === null ? '' : String(row['at']).padStart(15, '0')} ${String(row['external_id'])}`;
	return rows.map((row) => {
		const earlier = rows.filter((other) => isTouch(other) && of(other) === of(row) && place(other) < place(row));
		const isOne = isTouch(row) && of(row) !== null;
		return { source: row['source'], external_id: row['external_id'], is_first_touch: Number(isOne && earlier.length === 0), is_follow_up: Number(isOne && earlier.length > 0) };
	});
}

test('[M17] [M1] after any pushes, deletions, imports taken back, choices of authority and zones, each touch is what its siblings make it, and rebuilding changes nothing', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
			const wall = givenWall({ people: [...people], now: '2026-09-15T18:00', stays: true });
			try {
				for (const each of ['crm', 'sheet']) wall.push({ source: each });
				let imports = 0;
				let back = 0;
				for (const each of steps) {
					if (each.kind === 'push') wall.push({ source: each.source, activities: each.rows });
					else if (each.kind === 'bring') wall.wall.push({ source: 'sheet', file: true, activities: each.rows }, 'ops', (imports += 1));
					else if (each.kind === 'delete') wall.push({ source: each.source, deleted: [{ entity: 'activities', external_id: each.external_id }] });
					else if (each.kind === 'choose') wall.wall.journal.apply('authority set', { of: 'activities', source: each.source }, wall.head());
					else if (each.kind === 'move') wall.wall.journal.apply('time zone set', { timeZone: each.timeZone }, wall.head());
					else if (imports > back && wall.wall.importUndo.preview((back = imports)).rows > 0) await wall.wall.importUndo.run(back, 'ops', 'calls.csv');
					expect(wall.db.prepare('SELECT source, external_id, is_first_touch, is_follow_up FROM activity').all()).toEqual(expected(wall));
				}
				const { kept, rebuilt } = rollupsOf(wall);
				expect(kept).toEqual(rebuilt);
				expect(await wall.value('follow_ups')).toBe(expected(wall).filter(({ is_follow_up }) => is_follow_up === 1).length);
			} finally {
				await wall.close();
			}
		}),
		{ numRuns: 60 },
	);
}, 60_000);
