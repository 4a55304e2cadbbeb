/** What comes in: good rows are kept, bad ones listed with their place, and nothing else is ever thrown than an InputError. */
import fc from 'fast-check';
import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { z } from 'zod';
import { understandPush } from '../../../server/facts/push.ts';
import { accountRow, activityRow, dealRow, deletedRow, meetingRow, personRow, proposalRow, rowSchemas, targetRow } from '../../../server/facts/schema.ts';
import { dumpOf, givenWall, won } from '../../support/wall.ts';

const good = {
	people: { email: 'ana@x.example', name: 'Ana', team: 'North', role: 'ae', start: '2026-01-01', end: null, id: 'u1', manager: 'Bo', team_from: '2026-01-01' },
	deals: {
		external_id: 'D', name: 'Seats', owner: 'ana@x.example', sdr: 'bo@x.example', stage: 'Won', status: 'won', amount: '12500.00', currency: 'EUR', type: 'new_business', account: 'Acme', product: 'Pro',
		region: 'North', channel: 'Partner', lead_source: 'Web', lost_reason: null, first_touch: '2026-08-01', created: '2026-08-02T09:00:00+02:00', expected_close: '2026-09-01', closed: '2026-09-01T10:41:00+02:00',
		changed: '2026-09-01T10:41:00Z', updated: '2026-09-01T10:41:00Z',
	},
	meetings: { external_id: 'M', kind: 'demo', booked_by: 'a', owner: 'b', account: 'Acme', deal: 'D', booked_at: '2026-09-01T08:00Z', scheduled_for: '2026-09-02 10:00', status: 'held', held_at: '2026-09-02', replaces: null, moved_by: 'buyer', updated: null },
	activities: { external_id: 7, kind: 'call', direction: 'outbound', outcome: 'connected', owner: 'a', account: 'Acme', deal: 'D', at: '2026-09-01T08:00', seconds: 184, updated: null },
	proposals: { external_id: 'P', deal: 'D', owner: 'a', sent: '2026-09-01', updated: null },
	accounts: { external_id: 'A', name: 'Acme', region: 'North', owner: 'a', created: '2026-09-01', churned: '2026-09-10T08:00Z', updated: null },
	deleted: { entity: 'activities', external_id: 'C-7', updated: null },
	targets: { metric: 'sales', scope: 'company', period: '2026-09', value: '250000' },
} as const;
type Kind = keyof typeof good;
const kinds = Object.keys(good) as Kind[];

test('the compiled schemas say what the schemas say', () => {
	const plain = { people: personRow, deals: dealRow, meetings: meetingRow, activities: activityRow, proposals: proposalRow, accounts: accountRow, deleted: deletedRow, targets: targetRow } satisfies Record<Kind, z.ZodType>;
	const anything = fc.oneof(fc.constantFrom(undefined, null, '', ' x ', 7, '7', '2026-09-01', '2026-09-01T08:00Z', 'won', 'call', true), fc.jsonValue({ maxDepth: 1 }));
	for (const kind of kinds) {
		const row = fc.record(Object.fromEntries(Object.entries(good[kind]).map(([field, value]) => [field, fc.oneof({ weight: 6, arbitrary: fc.constant<unknown>(value) }, { weight: 1, arbitrary: anything })])), { requiredKeys: [] });
		fc.assert(
			fc.property(fc.oneof({ weight: 9, arbitrary: row }, { weight: 1, arbitrary: fc.jsonValue() }), (raw) => {
				expect(rowSchemas[kind].safeParse(raw)).toEqual(plain[kind].safeParse(raw));
			}),
		);
	}
});

describe('every field wrong in turn', () => {
	const wrong: [string, unknown][] = [
		['a number not finite', Number.NaN], ['a boolean', true], ['a list', ['x']], ['an object', { $gt: '' }], ['a huge text', 'x'.repeat(100_000)], ['a nonsense text', '\u0000\ud800'], ['the text NaN', 'NaN'],
		['1e400', '1e400'], ['an impossible day', '2026-02-30'], ['an annotated time', '2026-09-01T08:00:00-05:00[America/New_York]'],
	];
	const cases = kinds.flatMap((kind) => Object.keys(good[kind]).map((field) => ({ kind, field })));
	test.each(cases)('$kind, $field: the row is kept as it should be or listed by its place; the others are kept', ({ kind, field }) => {
		const given = givenWall({ people: [{ email: 'keep@x.example' }] });
		for (const [what, value] of wrong) {
			const rest = Object.fromEntries(kinds.filter((other) => other !== kind).map((other) => [other, [good[other]]]));
			const reply = given.push({ ...rest, [kind]: [{ ...good[kind], [field]: value }, good[kind]] });
			for (const rejected of reply.rejected) {
				expect([what, rejected]).toEqual([what, { entity: kind, index: 0, field, code: expect.stringMatching(/^[a-z_]+$/), message: expect.stringMatching(/^\S.{5,}/) }]);
				expect(rejected.message.length).toBeLessThan(1_000);
			}
			const taken = reply.inserted + reply.updated + reply.unchanged;
			expect([what, taken]).toEqual([what, 6 + (['deleted', 'targets'].includes(kind) ? 0 : 1 - reply.rejected.length)]);
		}
	});
	test.each(kinds)('%s: a row that is no object, and each required field missing', (kind) => {
		const given = givenWall();
		const required = { people: [], deals: ['external_id', 'status', 'closed'], meetings: ['external_id', 'booked_at'], activities: ['external_id', 'kind', 'at'], proposals: ['external_id', 'sent'], accounts: ['external_id', 'name'], deleted: ['entity', 'external_id'], targets: ['metric', 'scope', 'period', 'value'] }[kind];
		const reply = given.push({ [kind]: [null, 1, 'row', [], true, ...required.map((field) => Object.fromEntries(Object.entries(good[kind]).filter(([name]) => name !== field)))] });
		expect(reply.rejected.map(({ entity, index }) => [entity, index])).toEqual([0, 1, 2, 3, 4, ...required.map((_, index) => index + 5)].map((index) => [kind, index]));
		expect(reply.rejected.slice(5).map(({ field }) => field)).toEqual(required);
		expect(reply.inserted).toBe(0);
	});
	test('codes say what is wrong', () => {
		const { rejected } = givenWall().push({
			deals: [{ ...good.deals, amount: 'many' }, { ...good.deals, status: 'closed' }, { ...good.deals, closed: 'soon' }, { ...good.deals, expected_close: '2026-13-01' }, { ...good.deals, currency: 'euro' }, { external_id: 'x' }, { ...good.deals, external_id: '' }],
			people: [{ role: 'ae' }, { email: 'nobody' }],
			targets: [{ ...good.targets, metric: 'luck' }, { ...good.targets, scope: 'team:None' }, { ...good.targets, period: 'soon' }, { ...good.targets, value: -1 }, { ...good.targets, metric: 'pace' }],
		});
		expect(rejected.map(({ entity, index, field, code }) => `${entity}[${index}].${field} ${code}`)).toEqual([
			'people[0].email missing', 'people[1].email not_an_email',
			'deals[0].amount not_a_number', 'deals[1].status invalid_value', 'deals[2].closed not_a_time', 'deals[3].expected_close not_a_date', 'deals[4].currency not_a_currency', 'deals[5].status missing', 'deals[6].external_id missing',
			'targets[0].metric unknown_metric', 'targets[1].scope unknown_scope', 'targets[2].period bad_input', 'targets[3].value out_of_range', 'targets[4].metric no_target',
		]);
	});
});

describe('the body as a whole', () => {
	test.each([[null], [undefined], [1], ['x'], [[]], [true], [{}], [{ source: 1 }], [{ source: '' }], [{ source: '  ' }], [{ source: 'a/b' }], [{ source: 'x'.repeat(101) }], [{ source: 'crm', deals: {} }], [{ source: 'crm', deals: 'x' }], [{ source: 'crm', people: 3 }], [{ source: ['crm'] }]])('%j is a 400 that names the place', (body) => {
		expect(() => understandPush(body)).toThrow(expect.objectContaining({ name: 'InputError', status: 400, field: expect.stringMatching(/^(body|source|deals|people)$/) }));
	});
	test('a report without rows is a report', () => {
		expect(givenWall().push({})).toEqual({ inserted: 0, updated: 0, unchanged: 0, deleted: 0, targets: 0, rejected: [], warnings: [], ignored: [], unknownOwners: [] });
		expect(givenWall().push({ deals: [], people: [] })).toMatchObject({ inserted: 0 });
	});
	test('owners that mean nobody yet are named in the answer, each once; who comes with the same push is known', () => {
		const wall = givenWall();
		const rows = {
			people: [{ name: 'Ana', email: 'ana@x.example' }],
			deals: [won({ on: '2026-09-01', owner: 'Ana', sdr: 'Cy' }), won({ on: '2026-09-01', owner: 'Bo' }), { external_id: 'D-0', status: 'open', owner: null }],
			activities: [{ external_id: 'C', kind: 'call', at: '2026-09-01', owner: 'Bo' }, { external_id: 'C-2', kind: 'call', at: '2026-09-01', owner: 'ANA@x.example' }],
			meetings: [{ external_id: 'M', booked_at: '2026-09-01', booked_by: 'Di', owner: 'Bo' }],
		};
		expect(wall.push(rows).unknownOwners).toEqual(['Cy', 'Bo', 'Di']);
		expect(wall.push({ ...rows, people: [{ name: 'Bo' }] }).unknownOwners).toEqual(['Cy', 'Di']);
	});
	test('10,000 rows are taken, one more is a 413', () => {
		const rows = (count: number) => ({ source: 'crm', activities: Array.from({ length: count }, (_, index) => ({ external_id: index, kind: 'call', at: '2026-09-01' })) });
		expect(understandPush(rows(10_000)).batch.activities).toHaveLength(10_000);
		expect(() => understandPush({ ...rows(10_000), deleted: [{}] })).toThrow(expect.objectContaining({ name: 'InputError', status: 413, code: 'too_large' }));
	});
	test('unknown fields are ignored and named once; a __proto__ pollutes nothing', () => {
		const given = givenWall();
		const reply = given.push(JSON.parse('{"deals":[{"external_id":"1","status":"won","closed":"2026-09-01","colour":"red","__proto__":{"amount":5,"polluted":1}},{"external_id":"2","status":"open","colour":"blue","constructor":1}],"__proto__":{"polluted":1},"prospects":[]}') as object);
		expect(reply).toMatchObject({ inserted: 2, rejected: [] });
		expect(reply.ignored).toEqual(expect.arrayContaining(['deals.colour', 'deals.constructor', 'prospects']));
		expect(new Set(reply.ignored).size).toBe(reply.ignored.length);
		expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
		expect(given.db.prepare('SELECT amount FROM deal ORDER BY 1').pluck().all()).toEqual([null, null]);
	});
});

test('whatever JSON is pushed, only an InputError is thrown, and what is taken and what is listed make up the whole', async () => {
	const cell = fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constantFrom('2026-09-01', '2026-09-01T10:00Z', '0000-01-01', '9999-12-31', '9999-12-31T23:59:59Z', '0001-01-01T00:00:00', 'won', 'open', '1', '-0.005', 'company', '2026-09', 'sales', 'deals', '\ud800', 'a@b', '@'));
	const row = (kind: Kind) => fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.tuple(...Object.keys(good[kind]).map(() => fc.option(cell, { nil: undefined, freq: 2 }))).map((cells) => Object.fromEntries(Object.entries(good[kind]).map(([name, value], index) => [name, cells[index] === undefined ? value : cells[index]]))));
	const list = (kind: Kind) => fc.array(row(kind), { maxLength: 4 });
	const body = fc.record(Object.fromEntries(kinds.map((kind) => [kind, list(kind)])), { requiredKeys: [] });
	const given = givenWall();
	await fc.assert(
		fc.asyncProperty(body, async (lists) => {
			const reply = given.push(lists);
			const taken = (['people', 'deals', 'meetings', 'activities', 'proposals', 'accounts'] as const).reduce((sum, kind) => sum + (lists[kind]?.length ?? 0) - reply.rejected.filter(({ entity }) => entity === kind).length, 0);
			expect(reply.inserted + reply.updated + reply.unchanged).toBe(taken);
			expect(JSON.stringify((await given.board()).panels)).not.toMatch(/NaN|Infinity|undefined/);
		}),
		{ numRuns: 60, endOnFailure: true },
	);
});

test('a full disk keeps nothing of the batch, and the next one is taken', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'floorcast-'));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	const given = givenWall({ file: join(folder, 'wall.sqlite'), people: [{ email: 'ana@x.example' }], deals: [won({ on: '2026-09-01', amount: 1, account: 'Acme' })] });
	given.wall.rollups.drain(Number.POSITIVE_INFINITY);
	const before = dumpOf(given.db);
	const pages = Number(given.db.pragma('page_count', { simple: true }));
	given.db.pragma(`max_page_count = ${pages}`);
	const large = { deals: Array.from({ length: 2_000 }, (_, index) => won({ external_id: `L${index}`, on: '2026-09-02', amount: 5, account: 'Acme' })), targets: [{ metric: 'sales', scope: 'company', period: '2026-09', value: 7 }] };
	expect(() => given.push(large)).toThrow(expect.objectContaining({ code: 'SQLITE_FULL' }));
	expect(dumpOf(given.db)).toEqual(before);
	given.db.pragma('max_page_count = 1000000');
	expect([await given.value('sales'), given.wall.journal.revision()]).toEqual([1, 2]);
	expect(given.push(large)).toMatchObject({ inserted: 2_000, targets: 1 });
	expect(await given.explain('sales')).toMatchObject({ value: 10_001, target: 7 });
});

test('a row that turns bad half-way through the batch leaves nothing half-written', () => {
	const given = givenWall();
	const before = given.dump();
	given.db.exec(`CREATE TEMP TRIGGER fails BEFORE INSERT ON proposal BEGIN SELECT raise(ABORT, 'broken'); END`);
	expect(() => given.push({ people: [{ email: 'ana@x.example', team: 'North' }], deals: [good.deals], proposals: [good.proposals] })).toThrow('broken');
	expect(given.dump()).toEqual(before);
	given.db.exec('DROP TRIGGER fails');
	expect(given.push({ people: [{ email: 'ana@x.example', team: 'North' }], deals: [good.deals], proposals: [good.proposals] })).toMatchObject({ inserted: 3 });
	expect(given.wall.rollups.drain(Number.POSITIVE_INFINITY)).toBe(true);
});
