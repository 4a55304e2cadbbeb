/** `leaderboard` and `attainment`: who stands where (M10, M18). */
import { describe, expect, test } from 'vitest';
import type { LeaderboardView } from '../../../shared/views.ts';
import { ranks } from '../../../server/panels/entrants.ts';
import { ana, bo, booked, cy, floorPanels, givenWall, people, won } from '../../support/wall.ts';

const now = '2026-09-15T13:00';
const target = (scope: string, value: number) => ({ metric: 'sales', scope, period: '2026-09', value });
const shown = ({ rows }: LeaderboardView) => rows.map(({ rank, name, number }) => `${rank} ${name} ${number.text}`.trim());
const crowd = (count: number) => Array.from({ length: count }, (_, index) => ({ email: `p${index}@x.example`, name: `Person ${String(index).padStart(3, '0')}`, team: `Team ${index % 40}`, role: 'ae' }));

test('[M10] ties share a rank: 1, 1, 3', () => {
	expect([ranks([5, 5, 3, 3, 3, 0]), ranks([]), ranks([0, 0]), ranks([1, -1, -1])]).toEqual([[1, 1, 3, 3, 3, 6], [], [1, 1], [1, 2, 2]]);
});

describe('leaderboard', () => {
	test('[M10] ranks by result, ties by name; who won nothing yet stands last', async () => {
		const found = await givenWall({ now, people: [...people], deals: [won({ owner: cy, on: '2026-09-01', amount: 100 }), won({ owner: ana, on: '2026-09-01', amount: 100 })] }).view('leaderboard', floorPanels.sales);
		expect(shown(found)).toEqual(['1 Ana €100', '1 Cy €100', '3 Bo €0']);
		expect(found.rows.map(({ first, bar }) => [first, bar])).toEqual([[true, 1], [true, 1], [false, 0]]);
		expect(found).toMatchObject({ empty: null, more: '', total: { label: 'Everybody', number: { text: '€200' } } });
	});
	test('[M18] lists those whose role the metric names, those whose role is not known, and whoever has a result', async () => {
		const given = givenWall({
			now,
			people: [...people, { email: 'lee@x.example', name: 'Lee', role: 'lead' }, { email: 'max@x.example', name: 'Max' }, { email: 'old@x.example', name: 'Old', role: 'sdr', end: '2026-08-31' }, { email: 'sue@x.example', name: 'Sue', role: 'SDR', start: '2026-09-20' }],
			meetings: [booked({ by: 'lee@x.example', on: '2026-09-14' }), booked({ by: bo, on: '2026-09-15' }), booked({ by: bo, on: '2026-09-14' })],
		});
		expect(shown(await given.view('leaderboard', floorPanels.meetings))).toEqual(['1 Bo 2', '2 Lee 1', '3 Max 0']);
	});
	test('[M4] what nobody known has won is listed after all, unranked, and is in the total', async () => {
		const found = await givenWall({ now, people: [...people], deals: [won({ owner: ana, on: '2026-09-01', amount: 1 }), won({ owner: 'x@x.example', on: '2026-09-01', amount: 9 })] }).view('leaderboard', floorPanels.sales);
		expect(shown(found)).toEqual(['1 Ana €1', '2 Bo €0', '2 Cy €0', 'Unassigned €9']);
		expect(found.total?.number.text).toBe('€10');
	});
	test('says who moved since yesterday', async () => {
		const found = await givenWall({
			now,
			people: [...people],
			deals: [won({ owner: ana, on: '2026-09-10', amount: 5 }), won({ owner: bo, on: '2026-09-10', amount: 3 }), won({ owner: cy, on: '2026-09-10', amount: 1 }), won({ owner: cy, on: '2026-09-15T12:00', amount: 8 })],
		}).view('leaderboard', floorPanels.sales);
		expect(found.rows.map(({ name, moved }) => `${name} ${moved}`)).toEqual(['Cy ▲2', 'Ana ▼1', 'Bo ▼1']);
	});
	test('of two hundred shows 28 and how many more', async () => {
		const found = await givenWall({ now, people: crowd(200), deals: crowd(200).map(({ email }, index) => won({ owner: email, on: '2026-09-01', amount: 1000 - index })) }).view('leaderboard', floorPanels.sales);
		expect([found.rows.length, found.rows[27]?.rank, found.more]).toEqual([28, '28', 'and 172 more']);
	});
	test('with nobody says who will appear', async () => {
		expect(await givenWall({ now }).view('leaderboard', floorPanels.sales)).toMatchObject({ rows: [], empty: expect.stringContaining('Nobody to rank yet') });
	});
});

describe('[M18] most improved', () => {
	// June, July and August 2026 have 22, 23 and 21 working days: 66. By 15 September 13:00 10.5 have elapsed.
	const before = (owner: string, amount: number) => ['2026-06-01', '2026-07-15', '2026-08-31'].map((on) => won({ owner, on, amount: amount / 3 }));
	const floor = (deals: unknown[], more: unknown[] = []) => givenWall({ now, people: [...people, ...more], deals });

	test('is the result per working day against the mean of the person’s own three whole months before', async () => {
		const found = await floor([...before(ana, 6600), won({ owner: ana, on: '2026-09-10', amount: 1575 }), ...before(cy, 66), won({ owner: cy, on: '2026-09-01', amount: 21 }), ...before(bo, 660), won({ owner: bo, on: '2026-09-01', amount: 50 })]).view('leaderboard', floorPanels.improved);
		expect(shown(found)).toEqual(['1 Cy +100%', '2 Ana +50%']);
		expect(found.rows[1]?.note).toBe('from €100 a day');
		expect(found.total).toBeNull();
	});
	test('leaves out who was not active in all three months, who had nothing, and who left', async () => {
		const deals = ['new@x.example', 'lead@x.example', 'left@x.example'].flatMap((owner) => [...before(owner, 66), won({ owner, on: '2026-09-01', amount: 500 })]);
		const found = await floor([...deals, won({ owner: ana, on: '2026-09-01', amount: 500 })], [
			{ email: 'new@x.example', name: 'New', start: '2026-07-01' }, { email: 'lead@x.example', name: 'Lead', role: 'lead' }, { email: 'left@x.example', name: 'Left', end: '2026-08-31' },
		]).view('leaderboard', floorPanels.improved);
		expect(found).toMatchObject({ rows: [], empty: expect.any(String) });
	});
	test('[M15] is not shown before one full working day', async () => {
		const given = floor([...before(ana, 66), won({ owner: ana, on: '2026-09-01T09:30', amount: 500 })]);
		given.at('2026-09-01T16:00');
		expect((await given.view('leaderboard', floorPanels.improved)).rows).toEqual([]);
		given.at('2026-09-01T17:00');
		expect((await given.view('leaderboard', floorPanels.improved)).rows).toHaveLength(1);
	});
});

describe('attainment', () => {
	const deals = [won({ owner: ana, on: '2026-09-01', amount: 340 }), won({ owner: bo, on: '2026-09-02', amount: -50 }), won({ owner: cy, on: '2026-09-02', amount: 10 })];
	test('[M10] stands in order of attainment, never capped, and who has no target after those who have one', async () => {
		const found = await givenWall({ now, people: [...people], deals, targets: [target(`person:${ana}`, 100), target(`person:${bo}`, 50)] }).view('attainment', floorPanels.attainment);
		const [teams, persons] = found.groups;
		expect(persons?.rows.map(({ name, number, detail, bar }) => [name, number.text, detail, bar])).toEqual([['Ana', '340%', '€340 of €100', 1], ['Bo', '−100%', '−€50 of €50', 0], ['Cy', '–', '€10 · no target', null]]);
		expect(teams?.rows.map(({ name, number }) => `${name} ${number.text}`)).toEqual(['North 193%', 'South –']);
		expect([teams?.targetAt, persons?.targetAt]).toEqual([expect.closeTo(1 / 1.933, 3), expect.closeTo(1 / 3.4, 3)]);
		expect(persons?.rows.map(({ verdict }) => verdict?.text ?? null)).toEqual(['240% over target', '310% behind pace', null]);
		expect(found).toMatchObject({ headline: { number: { text: '200%' }, context: '€300 of €150' }, empty: null });
	});
	test('each number is the text of explain', async () => {
		const given = givenWall({ now, people: [...people], deals, targets: [target(`person:${ana}`, 333), target(`person:${cy}`, 70)] });
		const found = await given.view('attainment', floorPanels.attainment);
		for (const { id, number } of found.groups.flatMap(({ rows }) => rows)) expect([id, number.text]).toEqual([id, (await given.explain('quota_attainment', { scope: given.scopeOfRow(id) })).text]);
		expect(found.headline.number.text).toBe((await given.explain('quota_attainment')).text);
	});
	test('[M8] marks where a person should be by their own working days, to half a percent', async () => {
		const given = givenWall({ now, people: [...people], targets: [target(`person:${ana}`, 100), target(`person:${cy}`, 100)] });
		given.wall.journal.apply('calendar saved', { leave: [{ person: given.idOf(cy), from: '2026-09-16', to: '2026-09-30' }] }, given.head());
		const rows = (await given.view('attainment', floorPanels.attainment)).groups[1]?.rows ?? [];
		expect(rows.filter(({ pace }) => pace !== null).map(({ name, pace }) => [name, pace])).toEqual([['Ana', 0.475], ['Cy', 0.955]]);
	});
	test('[M3] incomplete targets are shown and not judged', async () => {
		const given = givenWall({ now: '2026-08-03T13:00', people: [...people], targets: [] });
		expect(await given.view('attainment', floorPanels.attainment)).toMatchObject({ empty: expect.stringContaining('No targets for August 2026'), headline: { number: { text: '–' }, context: 'no target' } });
	});
	test('of two hundred people in forty teams shows 28 of each and how many more', async () => {
		const found = await givenWall({ now, people: crowd(200), targets: crowd(200).map(({ email }) => target(`person:${email}`, 100)) }).view('attainment', floorPanels.attainment);
		expect(found.groups.map(({ rows, more }) => [rows.length, more])).toEqual([[28, 'and 12 more'], [28, 'and 172 more']]);
	});
});
