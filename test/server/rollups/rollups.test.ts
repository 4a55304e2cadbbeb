/** The rollup is what the facts say, whatever happened to them and in whatever order. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Batch } from '../../support/floor-model.ts';
import { batch, dated, FloorModel, zone } from '../../support/floor-model.ts';
import type { GivenWall } from '../../support/wall.ts';
import { givenWall, rollupsOf, won } from '../../support/wall.ts';

const now = '2026-09-28T12:00';
const people = [{ email: 'ana@x.example', team: 'North' }, { email: 'bo@x.example', team: 'North' }, { email: 'cy@x.example', team: 'South' }, { name: 'Dee', team: 'South', source: 'crm' }];
const runs = { numRuns: 25, endOnFailure: true };
const empty: Omit<Batch, 'source'> = { deals: [], meetings: [], activities: [], proposals: [], accounts: [], leads: [], deleted: [] };

const play = (given: GivenWall, batches: Batch[], between: (index: number) => void = () => undefined): FloorModel => {
	const model = new FloorModel();
	batches.forEach((rows, index) => {
		given.at(`2026-09-${String(10 + (index % 15)).padStart(2, '0')}T12:00`);
		expect(given.push(rows).rejected).toEqual([]);
		model.push(rows, given.head().at);
		between(index);
	});
	return model;
};

const asRows = (rollup: unknown[]): unknown[][] => rollup.map((row) => Object.values(row as object)).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

test('after any inserts, changes, deletions and late arrivals, the rollup is the one rebuilt from the facts, and what counting them one by one gives', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 8 }), fc.func(fc.boolean()), async (batches, drains) => {
			const given = givenWall({ now, timeZone: zone });
			// Sometimes a read comes between two writes, sometimes it does not.
			const model = play(given, batches, (index) => drains(index) && given.wall.rollups.drain(0));
			const { kept, rebuilt } = rollupsOf(given);
			expect(kept).toEqual(rebuilt);
			expect(asRows(kept)).toEqual(model.sums());
			await given.close();
		}),
		runs,
	);
});

test('the same batch twice changes nothing: every row is unchanged, and so is the database', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(batch, { maxLength: 4 }), batch, async (batches, last) => {
			const given = givenWall({ now, timeZone: zone, people });
			play(given, batches);
			// One row of a kind, so that no row of the batch corrects another.
			const once: Batch = { ...last, deals: last.deals.slice(0, 1), meetings: last.meetings.slice(0, 1), activities: last.activities.slice(0, 1), proposals: last.proposals.slice(0, 1), accounts: last.accounts.slice(0, 1), leads: last.leads.slice(0, 1), deleted: [] };
			given.push(once);
			given.wall.rollups.drain(Number.POSITIVE_INFINITY);
			const before = given.dump(['entry', 'source']);
			const reply = given.push(once);
			expect(reply).toMatchObject({ inserted: 0, updated: 0, deleted: 0 });
			given.wall.rollups.drain(Number.POSITIVE_INFINITY);
			expect(given.dump(['entry', 'source'])).toEqual(before);
			await given.close();
		}),
		runs,
	);
});

test('[M17] rows that say when they were updated give the same facts in whatever order they arrive', async () => {
	const said = (given: GivenWall) => {
		// Who is credited with a closing, and when a row arrived, is a matter of the order.
		const { deal = [], meeting = [], activity = [], proposal = [], customer_account = [], lead = [] } = given.dump();
		const strip = (rows: unknown[]) => rows.map((row) => ({ ...(JSON.parse(String(row)) as object), id: 0, entry: 0, arrived_at: 0, closer_key: '' })).map((row) => JSON.stringify(row)).sort();
		return [deal, meeting, activity, proposal, customer_account, lead].map(strip);
	};
	await fc.assert(
		fc.asyncProperty(fc.array(dated, { minLength: 1, maxLength: 6 }), fc.infiniteStream(fc.nat()), async (batches, dice) => {
			// Two versions of a row with one stamp have no order; the first stands for both.
			const seen = new Set<string>();
			const one = (kind: string) => (row: Record<string, unknown>) => {
				const key = `${String(row['entity'] ?? kind)} ${String(row['external_id'])} ${String(row['updated'])}`;
				return !seen.has(key) && !!seen.add(key);
			};
			const unique = batches.flatMap((rows) => [
				...(['deals', 'meetings', 'activities', 'proposals', 'accounts', 'leads', 'deleted'] as const).flatMap((kind) => rows[kind].filter(one(kind)).map((row): Batch => ({ ...empty, source: rows.source, [kind]: [row] }))),
			]);
			const shuffled = unique.map((rows) => ({ rows, place: dice.next().value ?? 0 })).sort((a, b) => a.place - b.place).map(({ rows }) => rows);
			const [inOrder, other] = [givenWall({ now, timeZone: zone }), givenWall({ now, timeZone: zone })];
			play(inOrder, unique);
			play(other, shuffled);
			expect(said(other)).toEqual(said(inOrder));
			await Promise.all([inOrder.close(), other.close()]);
		}),
		{ ...runs, numRuns: 15 },
	);
});

test('what follows from an account’s other deals equals what recomputing it gives', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(batch, { minLength: 2, maxLength: 8 }), async (batches) => {
			const given = givenWall({ now, timeZone: zone });
			const model = play(given, batches);
			const stored = given.db.prepare<[], { source: string; external_id: string; type: string; is_first_win: number }>('SELECT source, external_id, type, is_first_win FROM deal').all();
			const firsts = model.firstWins();
			for (const { source, external_id, type, is_first_win } of stored) {
				const kept = model.rows.get(`deals ${source} ${external_id}`);
				const account = typeof kept?.row['account'] === 'string' ? kept.row['account'].toLowerCase() : '';
				const first = firsts.get(account);
				const opensAfter = first !== undefined && first !== kept && (kept?.row['status'] === 'open' || isAfter(kept?.row['closed'], first.row['closed'], `${source} ${external_id}`, `${first.source} ${first.id}`));
				expect([external_id, is_first_win, type]).toEqual([external_id, kept !== undefined && first === kept ? 1 : 0, kept?.row['type'] ?? (opensAfter ? 'expansion' : 'new_business')]);
			}
			await given.close();
		}),
		runs,
	);
});

/** Closed later: by day, then by instant, a day without a time coming first; else by name. */
function isAfter(closed: unknown, first: unknown, name: string, firstName: string): boolean {
	const order = (value: unknown): string => {
		const text = String(value);
		return text.length === 10 ? text : `${Temporal.Instant.from(text).toZonedDateTimeISO(zone).toPlainDate().toString()} ${Temporal.Instant.from(text).epochMilliseconds}`;
	};
	return order(closed) === order(first) ? name > firstName : order(closed) > order(first);
}

describe('draining', () => {
	test('goes in slices, and a read waits until it is through', async () => {
		const given = givenWall({ now });
		given.push({ deals: Array.from({ length: 5_000 }, (_, index) => won({ owner: `p${index}@x.example`, on: '2026-09-01', amount: 1 })) });
		expect(given.wall.rollups.drain(0)).toBe(false);
		expect(await given.value('sales')).toBe(5_000);
		expect(given.wall.rollups.drain(0)).toBe(true);
	});
	test('what becomes dirty while it goes on is drained too', async () => {
		const given = givenWall({ now });
		given.push({ deals: Array.from({ length: 1_000 }, (_, index) => won({ external_id: String(index), owner: `p${index}@x.example`, on: '2026-09-01', amount: 1 })) });
		given.wall.rollups.drain(0);
		given.push({ deals: [won({ external_id: '0', owner: 'p0@x.example', on: '2026-09-02', amount: 7 })] });
		expect(await given.by('sales', 'day')).toEqual({ '2026-09-01': 999, '2026-09-02': 7 });
	});
});
