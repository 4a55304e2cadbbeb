/** A whole import is taken back: what nobody has touched since is as it was before, what somebody has stays and is listed. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Batch } from '../../support/floor-model.ts';
import { batch, zone } from '../../support/floor-model.ts';
import type { GivenWall, Row, Rows } from '../../support/wall.ts';
import { ana, bo, givenWall, open, people, rollupsOf, won } from '../../support/wall.ts';

const bring = ({ wall }: GivenWall, of: number, rows: Rows): void => {
	const { rejected } = wall.push({ source: 'calls.csv', file: true, ...rows }, 'ops', of);
	expect(rejected).toEqual([]);
};
const undo = ({ wall }: GivenWall, of: number, name = 'calls.csv') => wall.importUndo.run(of, 'ops', name);

const tables = ['deal', 'meeting', 'activity', 'proposal', 'customer_account', 'lead'] as const;
/** Every fact with its history, deletion and correction, by its key. Left out: numbers of rows, and what follows from other deals. */
function factsOf({ db }: GivenWall, but: readonly string[] = []): Map<string, string> {
	const found = new Map<string, Row>();
	const at = (key: string): Row => {
		const known = found.get(key) ?? {};
		found.set(key, known);
		return known;
	};
	const entities = { deal: 'deals', meeting: 'meetings', activity: 'activities', proposal: 'proposals', customer_account: 'accounts', lead: 'leads' };
	for (const table of tables) {
		for (const row of db.prepare<[], Row>(`SELECT * FROM ${table}`).all()) {
			const { id, type: _type, is_first_win: _first, is_first_touch: _touch, is_follow_up: _later, ...rest } = row;
			const history = table === 'deal' ? db.prepare('SELECT * FROM deal_history WHERE deal = ? ORDER BY from_at').all(id).map((state) => ({ ...(state as Row), deal: 0 })) : [];
			at(`${entities[table]} ${String(row['source'])} ${String(row['external_id'])}`)['fact'] = { ...Object.fromEntries(Object.entries(rest).filter(([column]) => !but.includes(column))), history };
		}
	}
	for (const row of db.prepare<[], Row>('SELECT * FROM tombstone').all()) at(`${String(row['entity'])} ${String(row['source'])} ${String(row['external_id'])}`)['grave'] = { ...row, ...(but.includes('entry') ? { entry: 0 } : {}) };
	for (const row of db.prepare<[], Row>('SELECT entity, source, external_id, hand, said, entry FROM correction WHERE hand IS NOT NULL').all()) at(`${String(row['entity'])} ${String(row['source'])} ${String(row['external_id'])}`)['hand'] = row;
	return new Map([...found].map(([key, row]) => [key, JSON.stringify(row)] as const).sort(([a], [b]) => (a < b ? -1 : 1)));
}
const rest = (given: GivenWall): unknown => {
	const { source_entity, source, person, identity, membership, team, team_alias } = given.dump();
	return { source_entity, source: source?.map((row) => ({ ...(JSON.parse(String(row)) as object), last_reported_at: 0, reports: 0, usual_gap_ms: 0 })), person, identity, membership, team, team_alias };
};

/** How many facts each source has brought. */
const countsOf = ({ db }: GivenWall): unknown[] => db.prepare('SELECT * FROM source_entity WHERE facts <> 0 ORDER BY 1, 2').all();

describe('what an import wrote', () => {
	test('goes when it was new, is as before when it was changed, and comes back when it was deleted', async () => {
		const given = givenWall({ people: [...people], deals: [open({ external_id: 'D-1', owner: ana, amount: 100, stage: 'a', created: '2026-09-01' })], source: 'calls.csv', activities: [{ external_id: 'C-1', kind: 'call', direction: 'outbound', at: '2026-09-14', owner: bo }] });
		const before = factsOf(given);
		given.at('2026-09-15T10:00');
		bring(given, 7, {
			deals: [won({ external_id: 'D-1', owner: bo, amount: 300, on: '2026-09-15', created: '2026-09-01' }), won({ external_id: 'D-2', owner: bo, amount: 50, on: '2026-09-15' })],
			deleted: [{ entity: 'activities', external_id: 'C-1' }],
		});
		expect(await given.value('sales')).toBe(350);
		expect(await given.value('calls_made')).toBe(0);
		expect(given.wall.importUndo.preview(7)).toEqual({ rows: 3, people: 0, kept: [], keptCount: 0 });
		expect(await undo(given, 7)).toEqual({ taken: 3, kept: [], keptCount: 0 });
		expect(factsOf(given)).toEqual(before);
		expect(await given.value('sales')).toBe(0);
		expect(await given.value('calls_made')).toBe(1);
		// Its history too: on the 14th it stood at 100, and does now.
		expect(await given.value('pipeline_value')).toBe(100);
	});

	test('stays where somebody has changed it since, and is listed with who did', async () => {
		const given = givenWall({ people: [...people] });
		bring(given, 1, { deals: [won({ external_id: 'D-1', owner: ana, amount: 100, on: '2026-09-10' }), won({ external_id: 'D-2', owner: ana, amount: 10, on: '2026-09-10' }), won({ external_id: 'D-3', owner: ana, amount: 1, on: '2026-09-10' })] });
		given.wall.push({ source: 'calls.csv', deals: [won({ external_id: 'D-1', owner: ana, amount: 200, on: '2026-09-10' })] }, 'key');
		const [fact] = given.wall.corrections.search({ entity: 'deals', source: 'calls.csv', id: 'D-2' }).facts;
		given.wall.corrections.correct({ kind: 'correct', entity: 'deals', source: 'calls.csv', externalId: 'D-2', seen: fact?.seen ?? 0, reason: 'signed for more', set: { amount: '20' } }, 'eva', given.head().at);
		const kept = [{ entity: 'deals', source: 'calls.csv', externalId: 'D-1', by: 'key', why: 'changed' }, { entity: 'deals', source: 'calls.csv', externalId: 'D-2', by: 'eva', why: 'changed' }];
		expect(given.wall.importUndo.preview(1)).toEqual({ rows: 1, people: 0, kept, keptCount: 2 });
		expect(await undo(given, 1)).toEqual({ taken: 1, kept, keptCount: 2 });
		expect(await given.value('sales')).toBe(220);
	});

	test('[M17] a fact that had been deleted is deleted again, and the next import is not refused', async () => {
		const given = givenWall({ source: 'calls.csv', deals: [won({ external_id: 'D-1', amount: 5, on: '2026-09-10', updated: '2026-09-01T10:00:00Z' })], deleted: [{ entity: 'deals', external_id: 'D-1', updated: '2026-09-02T10:00:00Z' }] });
		const before = factsOf(given);
		const rows = { deals: [won({ external_id: 'D-1', amount: 7, on: '2026-09-10', updated: '2026-09-03T10:00:00Z' }), won({ external_id: 'D-9', amount: 9, on: '2026-09-10' })] };
		bring(given, 1, rows);
		await undo(given, 1);
		expect(factsOf(given)).toEqual(before);
		bring(given, 2, rows);
		expect(await given.value('sales')).toBe(16);
	});

	test('[M4] what ops had set by hand before holds again, and so does what the source had said', async () => {
		const given = givenWall({ source: 'calls.csv', people: [...people], deals: [won({ external_id: 'D-1', owner: ana, amount: 5, on: '2026-09-10' })] });
		const [fact] = given.wall.corrections.search({ entity: 'deals', source: 'calls.csv', id: 'D-1' }).facts;
		given.wall.corrections.correct({ kind: 'correct', entity: 'deals', source: 'calls.csv', externalId: 'D-1', seen: fact?.seen ?? 0, reason: 'more', set: { amount: '6' } }, 'ops', given.head().at);
		const before = factsOf(given);
		bring(given, 1, { deals: [won({ external_id: 'D-1', owner: bo, amount: 50, on: '2026-09-12' })] });
		expect(await undo(given, 1)).toMatchObject({ taken: 1, keptCount: 0 });
		expect(factsOf(given)).toEqual(before);
	});

	test('people and teams that it made known go, unless something else knows or uses them', async () => {
		const given = givenWall({ people: [...people] });
		const before = rest(given);
		const rows = { people: [{ email: 'new@x.example', name: 'New', team: 'West' }, { email: 'used@x.example', name: 'Used', team: 'East' }, { email: 'aim@x.example', name: 'Aim' }, { email: 'moved@x.example', name: 'Moved' }], deals: [won({ external_id: 'D-1', owner: 'new@x.example', on: '2026-09-10', amount: 5 })] };
		bring(given, 1, rows);
		expect(given.wall.importUndo.preview(1)).toEqual({ rows: 1, people: 4, kept: [], keptCount: 0 });
		await undo(given, 1);
		// Numbers stay taken: no log speaks of somebody else afterwards.
		const { person, team, team_alias, ...others } = rest(given) as Record<string, unknown>;
		const { person: _person, team: _team, team_alias: _aliases, ...othersBefore } = before as Record<string, unknown>;
		expect(others).toEqual(othersBefore);
		expect([person, team, team_alias].map((rows) => (rows as unknown[]).length)).toEqual([7, 4, 4]);
		expect(given.wall.people.list().map(({ name }) => name)).toEqual(['Ana', 'Bo', 'Cy']);
		expect(given.wall.people.teams().map(({ name, isClosed }) => [name, isClosed])).toEqual([['East', true], ['North', false], ['South', false], ['West', true]]);
		expect(await given.value('sales')).toBe(0);

		bring(given, 2, rows);
		given.push({ deals: [won({ external_id: 'X', owner: 'used@x.example', on: '2026-09-10' })] });
		given.target('person:aim@x.example', '2026-09', 10);
		given.wall.journal.apply('person moved', { person: given.idOf('moved@x.example'), team: 'North', from: '2026-09-01' }, given.head());
		const kept = [
			{ entity: 'people', source: 'calls.csv', externalId: 'used@x.example', by: null, why: 'used' }, { entity: 'people', source: 'calls.csv', externalId: 'aim@x.example', by: null, why: 'used' },
			{ entity: 'people', source: 'calls.csv', externalId: 'moved@x.example', by: null, why: 'used' }, { entity: 'teams', source: 'calls.csv', externalId: 'East', by: null, why: 'used' },
		];
		const byText = (list: object[]) => list.map((one) => JSON.stringify(one)).sort();
		const preview = given.wall.importUndo.preview(2);
		expect(byText(preview.kept)).toEqual(byText(kept));
		expect(preview).toMatchObject({ rows: 1, people: 1, keptCount: 4 });
		const result = await undo(given, 2);
		expect(byText(result.kept)).toEqual(byText(kept));
		expect(given.wall.people.list().map(({ name }) => name)).toEqual(['Aim', 'Ana', 'Bo', 'Cy', 'Moved', 'Used']);
		expect(given.wall.people.teams().filter(({ isClosed }) => !isClosed).map(({ name }) => name)).toEqual(['East', 'North', 'South']);
		expect(given.wall.journal.apply('people added', { people: [{ name: 'Next', email: null, role: null, manager: null, start: null, team: null }] }, given.head())).toEqual([12]);
	});

	test('what a later import says again is that one’s from then on: it stays, is listed, and goes with the later one', async () => {
		const given = givenWall({ people: [...people] });
		const rows = { people: [{ email: 'new@x.example', name: 'New', team: 'West' }], deals: [won({ external_id: 'D-1', owner: 'new@x.example', amount: 100, on: '2026-09-10' }), won({ external_id: 'D-2', owner: ana, amount: 10, on: '2026-09-10' })] };
		const choices = { kind: 'deals' as const, source: 'calls.csv', sheet: null, encoding: null, delimiter: null, header: null, dates: null, decimal: null, currency: null, fields: {}, introduces: null, isMatched: true, settled: [] };
		const begun = (): number => given.wall.journal.apply('import started', { name: 'calls.csv', size: 1, digest: '', choices, good: 3, rejected: 0, repeated: 0, blank: 0 }, given.head());
		const [one, two, three] = [begun(), begun(), begun()];
		bring(given, one, rows);
		bring(given, one, { deals: [won({ external_id: 'D-3', owner: ana, amount: 1, on: '2026-09-10' })] });
		for (const of of [two, three]) expect(given.wall.push({ source: 'calls.csv', file: true, ...rows }, 'eva', of)).toMatchObject({ inserted: 0, updated: 0, unchanged: 3 });
		// They wrote nothing that could be taken back.
		expect([given.wall.importUndo.any(two), given.wall.importUndo.any(three)]).toEqual([false, false]);
		const again = { source: 'calls.csv', by: 'eva', why: 'again' };
		const kept = [{ entity: 'deals', externalId: 'D-1', ...again }, { entity: 'deals', externalId: 'D-2', ...again }, { entity: 'people', externalId: 'new@x.example', ...again }, { entity: 'teams', source: 'calls.csv', externalId: 'West', by: null, why: 'used' }];
		expect(given.wall.importUndo.preview(one)).toEqual({ rows: 1, people: 0, kept, keptCount: 4 });
		expect(await undo(given, one)).toEqual({ taken: 1, kept, keptCount: 4 });
		expect(await given.value('sales')).toBe(110);
		// The third says them too.
		expect(await undo(given, two)).toMatchObject({ taken: 0, keptCount: 3 });
		expect(await given.value('sales')).toBe(110);
		expect(await undo(given, three)).toMatchObject({ taken: 3, keptCount: 0 });
		expect(await given.value('sales')).toBe(0);
		expect(given.wall.people.list().map(({ name }) => name)).toEqual(['Ana', 'Bo', 'Cy']);
	});

	test('who was told apart, set by hand, merged into, on leave or a manager is used, and stays', async () => {
		const given = givenWall({ people: [...people] });
		const names = ['Told', 'Apart', 'Hand', 'Into', 'Leave', 'Manager', 'Gone'];
		bring(given, 1, { people: names.map((name) => ({ email: `${name.toLowerCase()}@x.example`, name })) });
		const id = (name: string): number => given.idOf(`${name}@x.example`);
		const [a = 0, b = 0] = [id('told'), id('apart')].sort((one, other) => one - other);
		given.wall.journal.apply('people told apart', { a, b, apart: true }, given.head());
		given.wall.journal.apply('person saved', { person: id('hand'), fields: { role: 'ae' } }, given.head());
		given.wall.journal.apply('people merged', { from: given.idOf(bo), into: id('into') }, given.head());
		given.db.prepare('INSERT INTO leave (person, from_day, to_day) VALUES (?, ?, ?)').run(id('leave'), '2026-09-01', '2026-09-02');
		given.wall.journal.apply('person saved', { person: given.idOf(ana), fields: { manager: 'manager@x.example' } }, given.head());
		const result = await undo(given, 1);
		expect(result.kept.map(({ externalId }) => externalId.split('@')[0]).sort()).toEqual(['apart', 'hand', 'into', 'leave', 'manager', 'told']);
		expect(result.taken).toBe(1);
	});

	test('people whom it changed and had not made known stay as they are, and are listed', async () => {
		const given = givenWall({ people: [...people] });
		given.wall.push({ source: 'calls.csv', file: true, people: [{ email: ana, role: 'manager', team: 'South' }, { email: bo, name: 'Bo' }], deals: [won({ external_id: 'D-1', owner: ana, amount: 1, on: '2026-09-10' })] }, 'ops', 1);
		const kept = [{ entity: 'people', source: 'calls.csv', externalId: ana, by: null, why: 'known' }];
		expect(given.wall.importUndo.preview(1)).toEqual({ rows: 1, people: 0, kept, keptCount: 1 });
		expect(await undo(given, 1)).toEqual({ taken: 1, kept, keptCount: 1 });
		expect(given.wall.people.personNamed(ana)?.role).toBe('manager');
	});

	test('a team that was closed with one import is open with the next, and closed with it again', async () => {
		const given = givenWall({ people: [...people] });
		for (const of of [1, 2]) {
			bring(given, of, { people: [{ email: `new${of}@x.example`, name: 'New', team: 'West' }] });
			expect(given.wall.people.teamNamed('West')).toMatchObject({ id: 3, isClosed: false });
			await undo(given, of);
			expect(given.wall.people.teamNamed('West')).toMatchObject({ id: 3, isClosed: true });
		}
	});

	test('it is told in one sentence, cannot be undone itself, and a second time there is nothing left', async () => {
		const given = givenWall({ people: [...people] });
		bring(given, 1, { activities: Array.from({ length: 6_000 }, (_, index) => ({ external_id: `C-${index}`, kind: 'call', direction: 'outbound', at: '2026-09-14', owner: ana })) });
		bring(given, 1, { deals: [won({ external_id: 'D-1', amount: 1, on: '2026-09-10' })] });
		given.wall.push({ source: 'calls.csv', deals: [won({ external_id: 'D-1', amount: 2, on: '2026-09-10' })] }, 'key');
		const running = undo(given, 1, 'My calls.csv');
		expect(given.wall.importUndo.progress(1)).toEqual({ taken: 249, of: 6_001 });
		await expect(undo(given, 1)).rejects.toThrow('This import is being taken back.');
		await running;
		expect(given.wall.importUndo.progress(1)).toBeNull();
		const { changes } = given.wall.changes.list({ of: 'imports' });
		expect(changes).toMatchObject([{ author: 'ops', says: 'Took back the import of My calls.csv: 6,000 rows; 1 changed or used since stay', undo: { possible: false, reason: 'bring the file in again instead' } }]);
		expect(() => given.wall.changes.undo(changes[0]?.entry ?? 0, 'ops')).toThrow('Cannot be undone: bring the file in again instead.');
		await expect(undo(given, 9)).rejects.toThrow('There is nothing of this import left to take back.');
		expect(await given.value('calls_made')).toBe(0);
	});

	test('its batches carry its number in the journal, and nobody from outside can give one', () => {
		const given = givenWall();
		bring(given, 5, { deals: [won({ external_id: 'D-1', on: '2026-09-10' })] });
		expect(given.push({ import: 5, deals: [won({ external_id: 'D-2', on: '2026-09-10' })] } as Rows)).toMatchObject({ ignored: ['import'] });
		expect(given.wall.journal.entries({ kinds: ['facts arrived'], limit: 9 }).map(({ body }) => (body as Row)['import'])).toEqual([undefined, 5]);
	});
});

type Act = { kind: 'push'; rows: Batch } | { kind: 'import'; of: number; rows: Batch } | { kind: 'undo'; of: number } | { kind: 'correct'; id: string; amount: number };
const act: fc.Arbitrary<Act> = fc.oneof(
	{ weight: 3, arbitrary: batch.map((rows): Act => ({ kind: 'push', rows })) },
	{ weight: 4, arbitrary: fc.tuple(fc.constantFrom(1, 2), batch).map(([of, rows]): Act => ({ kind: 'import', of, rows })) },
	{ weight: 1, arbitrary: fc.constantFrom(1, 2).map((of): Act => ({ kind: 'undo', of })) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('correct' as const), id: fc.constantFrom('1', '2', '3'), amount: fc.integer({ min: 1, max: 99 }) }) },
);
const crew = { now: '2026-09-28T12:00', timeZone: zone, people: [{ email: 'ana@x.example', team: 'North' }, { email: 'bo@x.example', team: 'South' }] };
let hour = 0;
async function play(given: GivenWall, done: Act): Promise<void> {
	hour += 1;
	given.at(`2026-09-${String(10 + (hour % 15)).padStart(2, '0')}T12:00`);
	if (done.kind === 'push') given.wall.push(done.rows, 'key');
	else if (done.kind === 'import') given.wall.push(done.rows, 'ops', done.of);
	else if (done.kind === 'undo') await given.wall.importUndo.run(done.of, 'ops', 'a file').catch((error: unknown) => expect(String(error)).toContain('nothing of this import left'));
	else {
		const [fact] = given.wall.corrections.search({ entity: 'deals', source: 'crm', id: done.id }).facts;
		if (!fact?.now || fact.now['amount'] === String(done.amount)) return;
		try {
			given.wall.corrections.correct({ kind: 'correct', entity: 'deals', source: 'crm', externalId: done.id, seen: fact.seen, reason: 'so', set: { amount: String(done.amount) } }, 'ops', given.head().at);
		} catch (error) {
			expect(String(error)).toMatch(/changes nothing/);
		}
	}
}
const runs = { numRuns: 60, endOnFailure: true };

test('an import that is taken back at once leaves no trace, and brought in again does what it did the first time', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(act, { maxLength: 4 }), fc.array(batch, { minLength: 1, maxLength: 3 }), async (past, parts) => {
			const given = givenWall(crew);
			hour = 0;
			for (const done of past) await play(given, done);
			const [before, counts] = [factsOf(given), countsOf(given)];
			// All of it at one time: what was seen first later has another history.
			given.at('2026-09-26T12:00');
			const bringAll = (of: number) => parts.map((rows) => given.wall.push(rows, 'ops', of)).map(({ inserted, updated, deleted }) => ({ inserted, updated, deleted }));
			const first = bringAll(3);
			const brought = factsOf(given, ['entry', 'arrived_at']);
			const { keptCount } = await given.wall.importUndo.run(3, 'ops', 'a file').catch(() => ({ keptCount: 0 }));
			expect(keptCount).toBe(0);
			expect(factsOf(given)).toEqual(before);
			expect(countsOf(given)).toEqual(counts);
			const { kept, rebuilt } = rollupsOf(given);
			expect(kept).toEqual(rebuilt);
			expect(bringAll(4)).toEqual(first);
			if (!past.some(({ kind }) => kind === 'correct')) expect(factsOf(given, ['entry', 'arrived_at'])).toEqual(brought);
			await given.close();
		}),
		runs,
	);
});

test('whatever else happens, what nobody touched since is as before, and what somebody did stays', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(act, { maxLength: 4 }), batch, fc.array(act, { maxLength: 5 }), async (past, rows, since) => {
			const given = givenWall(crew);
			hour = 0;
			for (const done of past) await play(given, done);
			const before = factsOf(given);
			given.wall.push(rows, 'ops', 3);
			const brought = factsOf(given);
			for (const done of since) await play(given, done);
			const now = factsOf(given);
			// A newer stamp alone is no change.
			const sign = (text: string | undefined): string => (text ?? '').replaceAll(/"updated_at":(null|\d+)/g, '');
			await given.wall.importUndo.run(3, 'ops', 'a file').catch(() => undefined);
			const left = factsOf(given);
			for (const key of new Set([...before.keys(), ...brought.keys(), ...now.keys()])) {
				const wrote = before.get(key) !== brought.get(key);
				const isTouched = sign(brought.get(key)) !== sign(now.get(key));
				// What two imports say, and either is taken back, is told by a test above.
				const isIn = (said: Batch): boolean => JSON.stringify(said).includes(JSON.stringify(key.split(' ')[2]));
				if (!wrote && isIn(rows) && since.some(({ kind }) => kind === 'undo')) continue;
				if (wrote && !isTouched && since.some((done) => done.kind === 'import' && isIn(done.rows))) {
					expect([before.get(key), now.get(key)]).toContain(left.get(key));
					continue;
				}
				if (wrote && !isTouched) expect([key, left.get(key)]).toEqual([key, before.get(key)]);
				else expect([key, left.get(key)]).toEqual([key, now.get(key)]);
			}
			const { kept, rebuilt } = rollupsOf(given);
			expect(kept).toEqual(rebuilt);
			await given.close();
		}),
		runs,
	);
});
