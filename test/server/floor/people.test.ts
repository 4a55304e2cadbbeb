/** People, teams and identities: who is meant, and where they belonged when (M4, DESIGN §4 "People"). */
import { describe, expect, test } from 'vitest';
import { ana, bo, call, cy, givenWall, people, won } from '../../support/wall.ts';
import type { GivenWall } from '../../support/wall.ts';

const now = '2026-09-15T09:00';
const deals = [won({ external_id: '1', owner: ana, on: '2026-01-05', amount: 1 }), won({ external_id: '2', owner: ana, on: '2026-06-05', amount: 10 }), won({ external_id: '3', owner: ana, on: '2026-09-05', amount: 100 })];
const byTeam = (given: GivenWall) => given.by('sales', 'team', { period: '2026' });

describe('membership', () => {
	test('the first sight of a person puts them in their team from their start, else from ever', async () => {
		expect(await byTeam(givenWall({ now, people: [{ email: ana, team: 'North' }], deals }))).toEqual({ North: 111 });
		expect(await byTeam(givenWall({ now, people: [{ email: ana, team: 'North', start: '2026-06-05' }], deals }))).toEqual({ North: 110, unassigned: 1 });
	});
	test('the same rows again move nobody', async () => {
		const given = givenWall({ now, people: [{ email: ana, team: 'North', start: '2026-06-05' }], deals });
		expect(given.push({ people: [{ email: ana, team: 'North', start: '2026-06-05' }] })).toMatchObject({ unchanged: 1, updated: 0 });
		expect(await byTeam(given)).toEqual({ North: 110, unassigned: 1 });
	});
	test('another team without a date holds from the day of the push', async () => {
		const given = givenWall({ now: '2026-06-05T10:00', people: [{ email: ana, team: 'North' }], deals });
		expect(given.push({ people: [{ email: ana, team: 'South' }] })).toMatchObject({ updated: 1 });
		given.at(now);
		expect(await byTeam(given)).toEqual({ North: 1, South: 110 });
	});
	test('with team_from it holds from that day on, also backwards, whatever was known of later days', async () => {
		const given = givenWall({ now, people: [{ email: ana, team: 'North' }], deals });
		given.push({ people: [{ email: ana, team: 'South', team_from: '2026-09-01' }] });
		expect(await byTeam(given)).toEqual({ North: 11, South: 100 });
		given.push({ people: [{ email: ana, team: 'West', team_from: '2026-06-05' }] });
		expect(await byTeam(given)).toEqual({ North: 1, West: 110 });
		given.push({ people: [{ email: ana, team: 'North', team_from: '2026-02-01' }] });
		expect(await byTeam(given)).toEqual({ North: 111 });
	});
	test('[M4] flows count for the team of that day, state for the team of the moment', async () => {
		const given = givenWall({ now, people: [...people], deals: [...deals, { external_id: 'o', owner: ana, status: 'open', amount: 7, created: '2026-01-01' }] });
		given.push({ people: [{ email: ana, team: 'South', team_from: '2026-06-01' }] });
		expect(await given.by('pipeline_value', 'team')).toEqual({ South: 7 });
		expect(await given.by('pipeline_value', 'team', { asOf: '2026-05-31' })).toEqual({ North: 7 });
		expect([await given.value('sales', { period: '2026', scope: 'team:North' }), await given.value('sales', { period: '2026', scope: 'team:South' }), await given.value('sales', { period: '2026', scope: `person:${ana}` })]).toEqual([1, 110, 111]);
	});
	test('[M4] who left and who was renamed keep their history', async () => {
		const given = givenWall({ now, people: [{ email: ana, name: 'Ana', team: 'North' }], deals });
		given.push({ people: [{ email: ana, name: 'Ana Lind', end: '2026-06-30' }] });
		expect(await byTeam(given)).toEqual({ North: 111 });
		expect(await given.value('sales', { period: '2026', scope: `person:${ana}` })).toBe(111);
	});
	test('absent fields stay, and an end can be taken back', () => {
		const given = givenWall({ now, people: [{ email: ana, name: 'Ana', team: 'North', role: 'ae', start: '2026-01-01', end: '2026-12-31' }] });
		const stored = () => given.db.prepare('SELECT name, role, start_day, end_day FROM person').get();
		given.push({ people: [{ email: 'ANA@x.example' }] });
		expect(stored()).toEqual({ name: 'Ana', role: 'ae', start_day: '2026-01-01', end_day: '2026-12-31' });
		given.push({ people: [{ email: ana, end: null }] });
		expect(stored()).toMatchObject({ role: 'ae', end_day: null });
	});
});

describe('who is meant', () => {
	const sales = (given: GivenWall) => given.by('sales', 'person', { period: '2026' });

	test('addresses are one person, however written and from whichever source', async () => {
		const given = givenWall({ now, people: [{ email: ' Ana@X.example' }] });
		given.push({ deals: [won({ owner: 'ANA@x.example', on: '2026-09-01', amount: 1 })] });
		given.push({ source: 'other', deals: [won({ owner: 'ana@x.example ', on: '2026-09-01', amount: 2 })] });
		expect(await sales(given)).toEqual({ [ana]: 3 });
		expect(await given.value('sales', { scope: 'person:ANA@X.example' })).toBe(3);
	});
	test('names are a source’s own', async () => {
		const given = givenWall({ now, people: [{ name: 'Ana Lind' }], deals: [won({ owner: 'Ana Lind', on: '2026-09-01', amount: 1 })] });
		given.push({ source: 'other', deals: [won({ owner: 'Ana Lind', on: '2026-09-01', amount: 2 })] });
		expect(await sales(given)).toEqual({ 'Ana Lind': 1, unassigned: 2 });
	});
	test('an address that a source learns later belongs to the person it knew by name', async () => {
		const given = givenWall({ now, people: [{ name: 'Ana Lind', team: 'North' }], deals: [won({ owner: 'Ana Lind', on: '2026-09-01', amount: 1 })] });
		given.push({ people: [{ name: 'Ana Lind', email: ana }], deals: [won({ owner: ana, on: '2026-09-01', amount: 2 })] });
		expect(await sales(given)).toEqual({ [ana]: 3 });
		expect(await byTeam(given)).toEqual({ North: 3 });
	});
	test('homonyms are told apart by id; a name that two share means neither', async () => {
		const given = givenWall({ now, people: [{ id: 1, name: 'Ana Lind' }, { id: '2', name: 'Ana Lind' }], deals: [won({ owner: '1', on: '2026-09-01', amount: 1 }), won({ owner: '2', on: '2026-09-01', amount: 2 }), won({ owner: 'Ana Lind', on: '2026-09-01', amount: 4 })] });
		expect(Object.values(await sales(given)).sort()).toEqual([1, 2, 4]);
		expect(await sales(given)).toMatchObject({ 'Ana Lind': 1, unassigned: 4 });
		expect(given.push({ people: [{ name: 'Ana Lind' }] }).rejected).toMatchObject([{ entity: 'people', index: 0, field: 'name', code: 'ambiguous' }]);
	});
	test('two with addresses may share a name', async () => {
		const given = givenWall({ now, people: [{ email: ana, name: 'Ana' }, { email: bo, name: 'Ana' }], deals: [won({ owner: ana, on: '2026-09-01', amount: 1 }), won({ owner: bo, on: '2026-09-01', amount: 2 }), won({ owner: 'Ana', on: '2026-09-01', amount: 4 })] });
		expect(await sales(given)).toEqual({ [ana]: 1, [bo]: 2, unassigned: 4 });
	});
	test('[M4] facts of an unknown owner are kept, counted for the company, listed, and theirs as soon as they are known', async () => {
		const given = givenWall({ now, deals });
		expect([await given.value('sales', { period: '2026' }), await sales(given)]).toEqual([111, { unassigned: 111 }]);
		await expect(given.value('sales', { scope: `person:${ana}` })).rejects.toMatchObject({ name: 'InputError', field: 'scope' });
		given.push({ people: [{ email: ana, team: 'North' }] });
		expect([await sales(given), await byTeam(given)]).toEqual([{ [ana]: 111 }, { North: 111 }]);
	});
});

describe('what ops decide', () => {
	const rows = { people: [...people], deals, activities: [call({ owner: 'Annie', on: '2026-09-01' }), call({ owner: cy, on: '2026-09-02' })] };
	const rollup = (given: GivenWall) => {
		given.wall.rollups.drain(Number.POSITIVE_INFINITY);
		return given.dump()['rollup'];
	};

	test('an unassigned key becomes a person’s, no rollup changes, and no source takes it back', async () => {
		const given = givenWall({ now, ...rows });
		const before = rollup(given);
		given.wall.journal.apply('identity assigned', { key: 'crm/Annie', person: given.idOf(ana) }, given.head());
		expect(await given.by('calls_made', 'person', { period: '2026' })).toEqual({ [ana]: 1, [cy]: 1 });
		given.push({ people: [{ id: 'Annie', name: 'Annie', email: 'annie@x.example' }] });
		expect(await given.by('calls_made', 'person', { period: '2026' })).toEqual({ [ana]: 1, [cy]: 1 });
		expect(rollup(given)).toEqual(before);
	});
	test('merged, two are one: the totals move and no rollup changes', async () => {
		const given = givenWall({ now, ...rows });
		const before = rollup(given);
		given.wall.journal.apply('people merged', { from: given.idOf(cy), into: given.idOf(ana) }, given.head());
		expect(await given.by('calls_made', 'person', { period: '2026' })).toEqual({ [ana]: 1, unassigned: 1 });
		expect(await given.value('calls_made', { scope: `person:${cy}` })).toBe(1);
		expect(await given.by('calls_made', 'team', { period: '2026' })).toEqual({ North: 1, unassigned: 1 });
		expect(rollup(given)).toEqual(before);
	});
	test('one with an address merged into one without: the address goes along, and the next push of it finds them', async () => {
		const given = givenWall({ now, people: [{ name: 'Annie', team: 'South' }, { email: ana, name: 'Ana Lind' }] });
		const annie = given.idOf('Annie');
		given.wall.journal.apply('people merged', { from: given.idOf(ana), into: annie }, given.head());
		expect(given.push({ people: [{ email: ana, name: 'Ana Lind', role: 'ae' }], deals })).toMatchObject({ rejected: [], updated: 1, inserted: 3 });
		expect(Object.values(await given.by('sales', 'person', { period: '2026' }))).toEqual([111]);
		expect(await byTeam(given)).toEqual({ South: 111 });
	});
	test('nobody can be merged into, or assigned to, somebody who is no more', () => {
		const given = givenWall({ now, ...rows });
		const [a, b, c] = [ana, bo, cy].map((handle) => given.idOf(handle)) as [number, number, number];
		given.wall.journal.apply('people merged', { from: a, into: b }, given.head());
		expect(() => given.wall.journal.apply('people merged', { from: c, into: a }, given.head())).toThrow(expect.objectContaining({ name: 'InputError' }));
		expect(() => given.wall.journal.apply('people merged', { from: a, into: c }, given.head())).toThrow(expect.objectContaining({ name: 'InputError' }));
		expect(() => given.wall.journal.apply('people merged', { from: c, into: c }, given.head())).toThrow(expect.objectContaining({ name: 'InputError' }));
		expect(() => given.wall.journal.apply('identity assigned', { key: 'crm/Annie', person: a }, given.head())).toThrow(expect.objectContaining({ name: 'InputError' }));
		expect(() => given.wall.journal.apply('person moved', { person: 99, team: 'North', from: '2026-01-01' }, given.head())).toThrow(expect.objectContaining({ name: 'InputError' }));
	});
	test('moved by ops, even backwards, only the teams’ totals move', async () => {
		const given = givenWall({ now, ...rows });
		const before = rollup(given);
		given.wall.journal.apply('person moved', { person: given.idOf(ana), team: 'South', from: '2026-06-01' }, given.head());
		expect(await byTeam(given)).toEqual({ North: 1, South: 110 });
		expect(rollup(given)).toEqual(before);
	});
	test('[M11] a renamed team is known by both names, and its name is not free', async () => {
		const given = givenWall({ now, ...rows });
		const id = (name: string) => given.db.prepare<[string], number>('SELECT id FROM team WHERE name = ?').pluck().get(name) ?? 0;
		given.wall.journal.apply('team renamed', { team: id('North'), name: 'Upland' }, given.head());
		expect(await byTeam(given)).toEqual({ Upland: 111 });
		expect(await given.value('sales', { scope: 'team:North', period: '2026' })).toBe(111);
		given.push({ people: [{ email: 'dee@x.example', team: 'North' }], deals: [won({ owner: 'dee@x.example', on: '2026-09-01', amount: 5 })] });
		expect(await byTeam(given)).toEqual({ Upland: 116 });
		expect(() => given.wall.journal.apply('team renamed', { team: id('South'), name: 'North' }, given.head())).toThrow(expect.objectContaining({ name: 'InputError', status: 409 }));
	});
});
