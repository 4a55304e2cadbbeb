/** Whatever ops set by hand and sources said meanwhile: once all is withdrawn, the facts are those of a floor where nobody set anything. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CorrectableEntity } from '../../../shared/corrections.ts';
import { InputError } from '../../../server/errors.ts';
import type { Batch } from '../../support/floor-model.ts';
import { batch, zone } from '../../support/floor-model.ts';
import { deskOf } from '../../support/corrections.ts';
import type { GivenWall } from '../../support/wall.ts';
import { ana, cy, givenWall, people, rollupsOf } from '../../support/wall.ts';

const now = '2026-09-28T12:00';
const act = fc.record({
	entity: fc.constantFrom<CorrectableEntity>('deals', 'meetings'),
	source: fc.constantFrom('crm', 'dialer'),
	id: fc.constantFrom('1', '2', '3'),
	what: fc.constantFrom('exclude', 'correct', 'correct', 'withdraw', 'undo'),
	set: fc.constantFrom({ owner: cy }, { owner: ana, account: 'Bolt' }, { account: null }),
	deal: fc.constantFrom({}, { amount: '77' }, { status: 'won', closed: '2026-09-03' }, { status: 'lost', closed: '2026-09-06T10:00:00-03:00', stage: 'b' }, { status: 'open' }, { status: 'lost' }, { created: '2026-08-20' }),
	meeting: fc.constantFrom({}, { status: 'no_show', held_at: '2026-09-07' }, { booked_at: '2026-09-02' }, { scheduled_for: null }),
});
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

/** Ops try what comes to mind; what is refused changes nothing. */
function doIt(given: GivenWall, { entity, source, id, what, set, deal, meeting }: Act): void {
	const desk = deskOf(given);
	if (given.wall.corrections.search({ entity, source, id }).facts.length === 0) return;
	try {
		if (what === 'undo') desk.undoLast();
		else if (what === 'correct') desk.correct(id, { ...set, ...(entity === 'deals' ? deal : meeting) }, entity, source);
		else desk[what as 'exclude' | 'withdraw'](id, entity, source);
	} catch (error) {
		expect(error).toBeInstanceOf(InputError);
	}
}

function withdrawAll(given: GivenWall): void {
	for (let left = given.wall.corrections.inForce({}).facts; left.length > 0; left = given.wall.corrections.inForce({}).facts) {
		for (const { entity, source, externalId } of left) deskOf(given).withdraw(externalId, entity, source);
	}
}

/** All that is known of facts, but for their numbers and the entries that wrote them. */
const factsOf = ({ db }: GivenWall): unknown[] => [
	...['deal', 'meeting'].flatMap((table) => db.prepare(`SELECT * FROM ${table} ORDER BY source, external_id`).all().map((row) => ({ ...(row as object), id: 0, entry: 0 }))),
	...db.prepare('SELECT d.source, d.external_id, h.* FROM deal_history h JOIN deal d ON d.id = h.deal ORDER BY 1, 2, h.from_at').all().map((row) => ({ ...(row as object), deal: 0 })),
	...db.prepare('SELECT entity, source, external_id, deleted_at FROM tombstone ORDER BY 1, 2, 3').all(),
	...db.prepare('SELECT source, entity, facts FROM source_entity ORDER BY 1, 2').all(),
];

test('[M4] after any corrections and pushes the rollup is the one rebuilt, and withdrawing them all leaves what the sources alone have said', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.oneof(fc.record({ batch }), fc.record({ act })), { minLength: 2, maxLength: 14 }), batch, async (steps, first) => {
			const setting = { now, timeZone: zone, people: [...people] };
			const [corrected, untouched] = [givenWall(setting), givenWall(setting)];
			const push = (rows: Batch): void => {
				// Each row is counted as it is where nobody corrects.
				const { inserted, updated, unchanged, deleted } = corrected.push(rows);
				expect({ inserted, updated, unchanged, deleted }).toEqual((({ warnings: _, rejected: _r, ignored: _i, targets: _t, unknownOwners: _u, ...counts }) => counts)(untouched.push(rows)));
			};
			push(first);
			steps.forEach((step, index) => {
				for (const given of [corrected, untouched]) given.at(`2026-09-${String(10 + index).padStart(2, '0')}T12:00`);
				if ('batch' in step) push(step.batch);
				else doIt(corrected, step.act);
				expect(corrected.db.prepare(`SELECT external_id FROM deal WHERE (status = 'open') <> (closed_day IS NULL)`).all()).toEqual([]);
			});
			const { kept, rebuilt } = rollupsOf(corrected);
			expect(kept).toEqual(rebuilt);
			withdrawAll(corrected);
			expect(factsOf(corrected)).toEqual(factsOf(untouched));
			expect(rollupsOf(corrected).kept).toEqual(rollupsOf(untouched).kept);
			await Promise.all([corrected.close(), untouched.close()]);
		}),
		{ numRuns: 60, endOnFailure: true },
	);
});
