/** Moving, merging and assigning people changes no rollup, and every total as it should (M4, M11). */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Batch } from '../../support/floor-model.ts';
import { batch, zone } from '../../support/floor-model.ts';
import type { GivenWall } from '../../support/wall.ts';
import { givenWall } from '../../support/wall.ts';

const now = '2026-09-28T12:00';
const metrics = ['calls_made', 'meetings_booked', 'meetings_held', 'proposals_sent', 'deals_won', 'deals_lost', 'sales', 'new_customers', 'new_accounts', 'open_deals', 'pipeline_value'];
const rates = ['connect_rate', 'no_show_rate', 'win_rate', 'average_deal_size', 'sales_cycle_days'];

const day = fc.constantFrom('2026-08-01', '2026-09-01', '2026-09-05', '2026-09-06', '2026-09-20');
const person = fc.nat({ max: 5 });
const team = fc.constantFrom('North', 'South', 'West');
const decision = fc.oneof(
	fc.record({ kind: fc.constant('person moved' as const), person, team, from: day }),
	fc.record({ kind: fc.constant('people merged' as const), person, into: person }),
	fc.record({ kind: fc.constant('identity assigned' as const), person, key: fc.constantFrom('crm/Dee', 'dialer/Dee', 'nobody@x.example', '', 'ana@x.example') }),
	fc.record({
		kind: fc.constant('pushed' as const),
		row: fc.record(
			{
				email: fc.constantFrom('ana@x.example', 'bo@x.example', 'new@x.example'), name: fc.constantFrom('Ana', 'Bo', 'Dee', '1'), id: fc.constantFrom('1', '2', 'Ana'),
				team, team_from: day, start: day, end: day,
			},
			{ requiredKeys: ['name'] },
		),
		source: fc.constantFrom('crm', 'dialer'),
	}),
);

const people = [
	{ email: 'ana@x.example', name: 'Ana', team: 'North' },
	{ email: 'bo@x.example', name: 'Bo', team: 'North', start: '2026-09-02' },
	{ email: 'cy@x.example', name: 'Cy', team: 'South' },
	{ name: 'Dee', team: 'South' },
];

const decide = (given: GivenWall, made: typeof decision extends fc.Arbitrary<infer D> ? D : never): void => {
	const ids = given.db.prepare<[], number>('SELECT id FROM person ORDER BY id').pluck().all();
	const idOf = (index: number): number => ids[index % ids.length] ?? 0;
	const apply = given.wall.journal.apply;
	if (made.kind === 'pushed') return void given.push({ source: made.source, people: [made.row] });
	try {
		if (made.kind === 'person moved') apply(made.kind, { person: idOf(made.person), team: made.team, from: made.from }, given.head());
		else if (made.kind === 'people merged') apply(made.kind, { from: idOf(made.person), into: idOf(made.into) }, given.head());
		else apply(made.kind, { key: made.key, person: idOf(made.person) }, given.head());
	} catch (error) {
		// Somebody merged away, or with themselves.
		expect(error).toMatchObject({ name: 'InputError' });
	}
};

const rollup = (given: GivenWall): unknown => {
	given.wall.rollups.drain(Number.POSITIVE_INFINITY);
	return given.dump()['rollup'];
};

const sum = (values: (number | null)[]): number => Math.round(values.reduce<number>((total, value) => total + (value ?? 0), 0) * 100) / 100;

async function expectWhole(given: GivenWall, period: string): Promise<void> {
	for (const metric of metrics) {
		const query = { period };
		const whole = await given.value(metric, query);
		for (const by of ['team', 'person']) expect([metric, by, sum((await given.explain(metric, { ...query, by })).by?.map(({ value }) => value) ?? [])]).toEqual([metric, by, whole]);
		// A scope says what the company's parts say of it.
		for (const { key, value } of (await given.explain(metric, { ...query, by: 'team' })).by ?? []) if (key !== 'unassigned') expect([metric, key, await given.value(metric, { ...query, scope: `team:${key}` })]).toEqual([metric, key, value]);
		for (const { key, value } of (await given.explain(metric, { ...query, by: 'person' })).by ?? []) if (key !== 'unassigned') expect([metric, key, await given.value(metric, { ...query, scope: `person:${key}` })]).toEqual([metric, key, value]);
	}
	for (const metric of rates) {
		const whole = await given.explain(metric, { period, by: 'person' });
		expect([metric, sum((whole.by ?? []).map(({ numerator }) => numerator)), sum((whole.by ?? []).map(({ denominator }) => denominator))]).toEqual([metric, whole.numerator, whole.denominator]);
	}
}

test('whatever is decided about people, no rollup changes, and teams and those without one, people and unassigned, add up to the company', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(batch, { minLength: 2, maxLength: 5 }), fc.array(decision, { minLength: 1, maxLength: 8 }), async (batches: Batch[], decisions) => {
			const given = givenWall({ now, timeZone: zone, people });
			for (const rows of batches) given.push(rows);
			const before = rollup(given);
			for (const made of decisions) decide(given, made);
			expect(rollup(given)).toEqual(before);
			await expectWhole(given, '2026-09');
			await given.close();
		}),
		{ numRuns: 6, endOnFailure: true },
	);
});

test('memberships of a person never overlap, and every key means somebody who is there', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(decision, { minLength: 3, maxLength: 20 }), async (decisions) => {
			const given = givenWall({ now, timeZone: zone, people });
			for (const made of decisions) decide(given, made);
			expect(given.db.prepare('SELECT a.person FROM membership a JOIN membership b ON a.person = b.person AND a.from_day < b.from_day AND a.to_day >= b.from_day').all()).toEqual([]);
			expect(given.db.prepare('SELECT person FROM membership WHERE from_day > to_day').all()).toEqual([]);
			expect(given.db.prepare('SELECT i.key FROM identity i JOIN person p ON p.id = i.person WHERE p.merged_into IS NOT NULL').all()).toEqual([]);
			await given.close();
		}),
		{ numRuns: 40, endOnFailure: true },
	);
});

test('the days of a week, a month, a quarter and a year add up to it, whatever its weeks begin with', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(batch, { minLength: 2, maxLength: 6 }), fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 12 }), async (batches, weekStart, fiscalYearStart) => {
			const given = givenWall({ now: '2026-10-02T12:00', timeZone: zone, people, weekStart, fiscalYearStart });
			for (const rows of batches) given.push(rows);
			for (const period of ['2026-W36', '2026-09', '2026-Q3', '2026']) {
				for (const metric of metrics.filter((name) => name !== 'open_deals' && name !== 'pipeline_value')) {
					const whole = await given.value(metric, { period });
					for (const by of ['day', 'week', 'month']) expect([period, metric, by, sum(Object.values(await given.by(metric, by, { period })))]).toEqual([period, metric, by, whole]);
				}
			}
			await given.close();
		}),
		{ numRuns: 4, endOnFailure: true },
	);
});
