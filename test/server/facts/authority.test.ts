/** [M17] For each kind of fact one source may be the authority: the rows of the others are kept, listed and not counted, in any reader. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { account, ana, bo, booked, call, floorPanels, givenWall, open, people, proposal, rollupsOf, won, type GivenWall, type Row } from '../../support/wall.ts';

type Kind = 'deals' | 'meetings' | 'activities' | 'proposals' | 'accounts';
const choose = (wall: GivenWall, of: Kind, source: string | null) => wall.wall.money.setAuthority({ of, source }, 'ops');

test('[M17] every kind counts the rows of its authority alone, as they arrive and once it is chosen', async () => {
	const wall = givenWall({ people: [...people] });
	const rows = (day: string): Record<string, Row[]> => ({
		deals: [won({ owner: ana, on: day, amount: 100 })],
		meetings: [booked({ on: day, by: bo, owner: bo, status: 'held', held_at: day })],
		activities: [call({ on: day, owner: bo, outcome: 'connected' })],
		proposals: [proposal({ on: day, owner: ana })],
		accounts: [account({ on: day, owner: ana })],
	});
	const metrics = { deals: 'deals_won', meetings: 'meetings_held', activities: 'connects', proposals: 'proposals_sent', accounts: 'new_accounts' } as const;
	wall.push({ source: 'crm', ...rows('2026-09-02') });
	wall.push({ source: 'sheet', ...rows('2026-09-03') });
	for (const [of, metric] of Object.entries(metrics) as [Kind, (typeof metrics)[Kind]][]) {
		expect(await wall.value(metric)).toBe(2);
		expect((await choose(wall, of, 'crm')).touched).toBe(1);
		expect(await wall.value(metric)).toBe(1);
		wall.push({ source: 'sheet', [of]: rows('2026-09-04')[of] });
		wall.push({ source: 'crm', [of]: rows('2026-09-04')[of] });
		expect(await wall.explain(metric, { by: 'day' })).toMatchObject({ value: 2, facts: { count: 2, sources: ['crm'] }, by: [{ key: '2026-09-02', value: 1 }, { key: '2026-09-04', value: 1 }] });
		expect(wall.wall.money.state().kinds.find((kind) => kind.of === of)).toMatchObject({
			authority: 'crm',
			sources: [{ name: 'crm', facts: 2, newest: '2026-09-04' }, { name: 'sheet', facts: 2, newest: '2026-09-04' }],
			uncounted: { count: 2, first: [{ source: 'sheet', day: '2026-09-04' }, { source: 'sheet', day: '2026-09-03' }] },
		});
		await choose(wall, of, 'sheet');
		expect((await wall.explain(metric)).facts).toMatchObject({ count: 2, sources: ['sheet'] });
		await choose(wall, of, null);
		expect(await wall.value(metric)).toBe(4);
	}
	expect(await wall.by('connects', 'outcome')).toEqual({ connected: 4 });
});

test('[M17] pipelines, past closings, slices, leaderboards and later today leave out what does not count', async () => {
	const wall = givenWall({ now: '2026-09-15T12:00', people: [...people] });
	const both = (source: string, owner: string): void => {
		wall.push({ source, deals: [open({ owner, amount: 300, created: '2026-09-01', stage: 'Offer' }), won({ owner, on: '2026-09-15T15:00', amount: 40, product: source }), won({ owner, on: '2026-09-10', amount: 50, product: source }), { external_id: 'R', status: 'won', owner, amount: 7, created: '2026-08-01', closed: '2026-09-03' }] });
	};
	both('crm', ana);
	both('sheet', bo);
	wall.at('2026-09-16T12:00');
	for (const [source, owner] of [['crm', ana], ['sheet', bo]] as const) wall.push({ source, deals: [{ external_id: 'R', status: 'open', owner, amount: 7, created: '2026-08-01' }] });
	await choose(wall, 'deals', 'crm');
	expect(await wall.explain('pipeline_value')).toMatchObject({ value: 307, facts: { count: 2, sources: ['crm'] } });
	expect(await wall.by('pipeline_value', 'person')).toEqual({ [ana]: 307 });
	expect(await wall.value('sales')).toBe(90);
	expect(await wall.by('sales', 'product')).toEqual({ crm: 90 });
	expect(await wall.by('sales', 'person')).toEqual({ [ana]: 90 });
	// At noon of the 15th the deal of 15:00 was to come; on the 4th the one that was reopened stood as won.
	expect(await wall.value('sales', { asOf: '2026-09-15T12:00', period: '2026-09' })).toBe(57);
	expect(await wall.explain('sales', { asOf: '2026-09-04', period: '2026-09' })).toMatchObject({ value: 7, facts: { count: 1, sources: ['crm'] } });
	const leaders = await wall.view('leaderboard', floorPanels.sales);
	expect(JSON.stringify(leaders)).toContain('€90');
	expect(leaders.rows.map(({ name }) => name).slice(0, 1)).toEqual(['Ana']);
	expect(JSON.stringify(leaders)).not.toContain('€97');
});

test('[M16] [M17] the first win of an account, and its types, go by the deals that count', async () => {
	const wall = givenWall({ people: [...people] });
	wall.push({ source: 'sheet', deals: [won({ owner: bo, on: '2026-09-01', amount: 1, account: 'Acme' })] });
	wall.push({ source: 'crm', deals: [won({ owner: ana, on: '2026-09-05', amount: 2, account: 'Acme' }), won({ owner: ana, on: '2026-09-07', amount: 4, account: 'Acme' })] });
	expect(await wall.by('sales', 'type')).toEqual({ new_business: 1, expansion: 6 });
	await choose(wall, 'deals', 'crm');
	expect(await wall.by('sales', 'type')).toEqual({ new_business: 2, expansion: 4 });
	expect(await wall.by('new_customers', 'person')).toEqual({ [ana]: 1 });
	await choose(wall, 'deals', 'sheet');
	expect(await wall.by('new_customers', 'person')).toEqual({ [bo]: 1 });
	expect(await wall.by('sales', 'type')).toEqual({ new_business: 1 });
});

test('[M17] what ops entered by hand counts whoever is the authority, and what they left out of another source is not listed as left out', async () => {
	const wall = givenWall({ people: [...people] });
	wall.push({ source: 'crm', deals: [won({ owner: ana, on: '2026-09-01', amount: 1 })] });
	wall.push({ source: 'sheet', deals: [{ external_id: 'X', status: 'won', owner: ana, closed: '2026-09-02', amount: 2 }] });
	wall.wall.corrections.correct({ kind: 'enter', entity: 'deals', reason: 'phone', set: { owner: ana, status: 'won', closed: '2026-09-03', amount: '4' } }, 'ops', wall.ms('2026-09-15T09:00'));
	const seen = wall.wall.corrections.search({ entity: 'deals', source: 'sheet', id: 'X' }).facts[0]?.seen ?? 0;
	wall.wall.corrections.correct({ kind: 'exclude', entity: 'deals', source: 'sheet', externalId: 'X', seen, reason: 'twice' }, 'ops', wall.ms('2026-09-15T09:00'));
	expect((await wall.explain('sales')).note).toContain('left out');
	await choose(wall, 'deals', 'crm');
	expect(await wall.value('sales')).toBe(5);
	expect((await wall.explain('sales')).note ?? '').not.toContain('left out');
	// Brought back, it is there and does not count.
	const again = wall.wall.corrections.search({ entity: 'deals', source: 'sheet', id: 'X' }).facts[0]?.seen ?? 0;
	wall.wall.corrections.correct({ kind: 'withdraw', entity: 'deals', source: 'sheet', externalId: 'X', seen: again, reason: 'not twice' }, 'ops', wall.ms('2026-09-15T09:00'));
	expect(await wall.value('sales')).toBe(5);
	await choose(wall, 'deals', null);
	expect(await wall.value('sales')).toBe(7);
});

test('[M17] a deal that does not count is not celebrated, and one that no longer does is taken back', async () => {
	const wall = givenWall({ now: '2026-09-15T09:00', people: [...people] });
	const look = (): void => wall.wall.celebrations.look({ asOf: wall.ms('2026-09-15T09:00'), until: wall.ms('2026-09-15T09:00'), untilDay: '2026-09-15' });
	wall.push({ source: 'crm', activities: [call({ on: '2026-09-01' })] });
	await choose(wall, 'deals', 'crm');
	look();
	wall.push({ source: 'sheet', deals: [won({ owner: ana, on: '2026-09-15', amount: 100 })] });
	look();
	expect(wall.wall.celebrations.list(0)).toEqual([]);
	await choose(wall, 'deals', null);
	look();
	expect(wall.wall.celebrations.list(0)).toEqual([]);
	wall.push({ source: 'sheet', deals: [won({ owner: ana, on: '2026-09-15', amount: 100 })] });
	look();
	expect(wall.wall.celebrations.list(0)).toMatchObject([{ withdrawn: null }]);
	await choose(wall, 'deals', 'crm');
	look();
	expect(wall.wall.celebrations.list(0)).toMatchObject([{ withdrawn: '2026-09-15T07:00:00Z' }]);
});

test('a choice is one entry with what it changed; a source nobody knows is refused; undo brings back what stood', async () => {
	const wall = givenWall({ people: [...people], deals: [won({ owner: ana, on: '2026-09-02', amount: 100 })] });
	wall.push({ source: 'sheet', deals: [won({ owner: ana, on: '2026-09-02', amount: 11 })] });
	await expect(choose(wall, 'deals', 'nobody')).rejects.toMatchObject({ status: 400, code: 'unknown_source', field: 'source' });
	const { consequences } = await choose(wall, 'deals', 'sheet');
	expect(consequences).toContainEqual(expect.objectContaining({ metric: 'sales', scope: 'company', period: '2026-09', before: '€111', after: '€11' }));
	const [change] = wall.wall.changes.list({ of: 'settings' }).changes;
	expect(change).toMatchObject({ says: 'Deals, what counts: all count → sheet', undo: { possible: true } });
	wall.wall.changes.undo(change?.entry ?? 0, 'ops');
	expect(await wall.value('sales')).toBe(111);
	expect(wall.wall.changes.list({ of: 'settings' }).changes[0]).toMatchObject({ undoes: change?.entry });
});

const day = fc.integer({ min: 1, max: 9 }).map((number) => `2026-09-0${number}`);
const step = fc.oneof(
	fc.record({
		kind: fc.constant('push' as const),
		source: fc.constantFrom('crm', 'sheet'),
		deal: fc.record({ external_id: fc.constantFrom('A', 'B', 'C'), status: fc.constantFrom('won', 'lost', 'open'), closed: day, created: fc.constant('2026-08-20'), amount: fc.integer({ min: 1, max: 99 }), owner: fc.constantFrom(ana, bo), account: fc.constantFrom('Acme', 'Bolt') }),
		activity: fc.record({ external_id: fc.constantFrom('A', 'B', 'C'), kind: fc.constant('call'), direction: fc.constant('outbound'), at: day, owner: fc.constantFrom(ana, bo), outcome: fc.constantFrom('connected', 'busy') }),
	}),
	fc.record({ kind: fc.constant('delete' as const), source: fc.constantFrom('crm', 'sheet'), external_id: fc.constantFrom('A', 'B') }),
	fc.record({ kind: fc.constant('choose' as const), of: fc.constantFrom('deals' as const, 'activities' as const), source: fc.constantFrom('crm', 'sheet', null) }),
);

/** As the page does, without asking each time what it changed. */
const chooseAt = (wall: GivenWall, of: Kind, source: string | null): void => void wall.wall.journal.apply('authority set', { of, source }, wall.head());

test('[M17] after any pushes, deletions and choices the sums are those of the raw rows that count, rebuilding changes nothing, and there and back is where it was', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
			const wall = givenWall({ people: [...people], stays: true });
			try {
				for (const source of ['crm', 'sheet']) wall.push({ source });
				const chosen: Record<string, string | null> = { deals: null, activities: null };
				for (const each of steps) {
					if (each.kind === 'push') wall.push({ source: each.source, deals: [each.deal], activities: [each.activity] });
					else if (each.kind === 'delete') wall.push({ source: each.source, deleted: [{ entity: 'deals', external_id: each.external_id, updated: '2026-09-01T00:00:00Z' }] });
					else {
						chosen[each.of] = each.source;
						chooseAt(wall, each.of, each.source);
					}
				}
				const raw = (sql: string, of: 'deals' | 'activities'): number => Number(wall.db.prepare(sql).pluck().get({ source: chosen[of] }) ?? 0);
				const counts = '(@source IS NULL OR source = @source)';
				expect(await wall.value('sales')).toBe(raw(`SELECT sum(CAST(amount AS INTEGER)) FROM deal WHERE status = 'won' AND ${counts}`, 'deals'));
				expect(await wall.value('connects')).toBe(raw(`SELECT count(*) FROM activity WHERE outcome = 'connected' AND ${counts}`, 'activities'));
				expect(await wall.value('pipeline_value')).toBe(raw(`SELECT sum(CAST(amount AS INTEGER)) FROM deal WHERE status = 'open' AND ${counts}`, 'deals'));
				expect(await wall.value('new_customers')).toBe(raw(`SELECT count(DISTINCT account) FROM deal WHERE status = 'won' AND ${counts}`, 'deals'));
				const { kept, rebuilt } = rollupsOf(wall);
				expect(kept).toEqual(rebuilt);

				const but = ['session', 'entry', 'authority'];
				const before = wall.dump(but);
				const stood = chosen['deals'] ?? null;
				chooseAt(wall, 'deals', stood === 'crm' ? 'sheet' : 'crm');
				chooseAt(wall, 'deals', stood);
				wall.wall.rollups.drain(Number.POSITIVE_INFINITY);
				expect(wall.dump(but)).toEqual(before);
			} finally {
				await wall.close();
			}
		}),
		{ numRuns: 40 },
	);
}, 60_000);
