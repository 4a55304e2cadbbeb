/** Who is left out of rankings (M18), on every kind of panel; and who has a photo. */
import { describe, expect, test } from 'vitest';
import type { LeaderboardView } from '../../../shared/views.ts';
import { ana, bo, booked, cy, floorPanels, givenWall, people, won, type GivenWall } from '../../support/wall.ts';

const now = '2026-09-15T13:00';
const dee = 'dee@x.example';
const everybody = [...people, { email: dee, name: 'Dee', team: 'South', role: 'ae' }];
const leaveOut = (given: GivenWall, handle: string, isRanked = false): void => given.wall.journal.apply('person ranked', { person: given.idOf(handle), isRanked }, given.head());
const shown = ({ rows }: LeaderboardView) => rows.map(({ rank, name, number, bar, moved }) => `${rank} ${name} ${number.text} ${bar} ${moved}`.trim());
const target = (scope: string, value: number) => ({ metric: 'sales', scope, period: '2026-09', value });

// Yesterday: Bo 500, Ana 300, Cy 300, Dee 100. Today: Dee 250 more.
const deals = [
	won({ owner: bo, on: '2026-09-10', amount: 500 }),
	won({ owner: ana, on: '2026-09-10', amount: 300 }),
	won({ owner: cy, on: '2026-09-10', amount: 300 }),
	won({ owner: dee, on: '2026-09-10', amount: 100 }),
	won({ owner: dee, on: '2026-09-15T12:00', amount: 250 }),
];

describe('[M18] on a leaderboard', () => {
	test('who is left out has no place: ranks, ties, bars and movements are those of the others, and the total is everybody’s', async () => {
		const given = givenWall({ now, people: everybody, deals });
		expect(shown(await given.view('leaderboard', floorPanels.sales))).toEqual(['1 Bo €500 1', '2 Dee €350 0.7 ▲2', '3 Ana €300 0.6 ▼1', '3 Cy €300 0.6 ▼1']);
		leaveOut(given, bo);
		const found = await given.view('leaderboard', floorPanels.sales);
		expect(shown(found)).toEqual(['1 Dee €350 1 ▲2', '2 Ana €300 0.857 ▼1', '2 Cy €300 0.857 ▼1']);
		expect(found.rows.map(({ first }) => first)).toEqual([true, false, false]);
		expect(found.total?.number.text).toBe('€1,450');
		leaveOut(given, cy);
		expect(shown(await given.view('leaderboard', floorPanels.sales))).toEqual(['1 Dee €350 1 ▲1', '2 Ana €300 0.857 ▼1']);
		leaveOut(given, bo, true);
		expect(shown(await given.view('leaderboard', floorPanels.sales))).toEqual(['1 Bo €500 1', '2 Dee €350 0.7 ▲1', '3 Ana €300 0.6 ▼1']);
	});
	test('it is so of every metric, and of past moments too: what we know today counts', async () => {
		const given = givenWall({ now, people: everybody, deals, meetings: [booked({ by: bo, on: '2026-09-14' }), booked({ by: ana, on: '2026-09-14' })] });
		leaveOut(given, bo);
		expect(shown(await given.view('leaderboard', floorPanels.meetings))).toEqual(['1 Ana 1 1']);
		expect(shown(await given.view('leaderboard', floorPanels.sales, '2026-09-14'))).toEqual(['1 Ana €300 1', '1 Cy €300 1', '3 Dee €100 0.333']);
	});
	test('they are not counted among those that there is no room for', async () => {
		const crowd = Array.from({ length: 30 }, (_, index) => ({ email: `p${index}@x.example`, name: `Person ${index}`, role: 'ae' }));
		const given = givenWall({ now, people: crowd, deals: crowd.map(({ email }, index) => won({ owner: email, on: '2026-09-01', amount: 1000 - index })) });
		const more = async () => {
			const { rows, more } = await given.view('leaderboard', floorPanels.sales);
			return [rows.length, more, rows[0]?.name, rows[27]?.name];
		};
		expect(await more()).toEqual([28, 'and 2 more', 'Person 0', 'Person 27']);
		leaveOut(given, 'p0@x.example');
		expect(await more()).toEqual([28, 'and 1 more', 'Person 1', 'Person 28']);
		leaveOut(given, 'p29@x.example');
		expect(await more()).toEqual([28, '', 'Person 1', 'Person 28']);
	});
	test('what is unassigned stays listed, and when all are left out nobody is ranked', async () => {
		const given = givenWall({ now, people: [...people], deals: [won({ owner: ana, on: '2026-09-01', amount: 5 }), won({ owner: 'x@x.example', on: '2026-09-01', amount: 9 })] });
		for (const person of [ana, bo, cy]) leaveOut(given, person);
		const found = await given.view('leaderboard', floorPanels.sales);
		expect([shown(found), found.total?.number.text]).toEqual([['Unassigned €9 0'], '€14']);
	});
	test('they are not among the most improved', async () => {
		// June, July and August 2026 have 66 working days, 10.5 of September have elapsed.
		const before = (owner: string) => ['2026-06-01', '2026-07-15', '2026-08-31'].map((on) => won({ owner, on, amount: 22 }));
		const given = givenWall({ now, people: everybody, deals: [...before(ana), ...before(cy), won({ owner: ana, on: '2026-09-01', amount: 42 }), won({ owner: cy, on: '2026-09-01', amount: 21 })] });
		expect(shown(await given.view('leaderboard', floorPanels.improved))).toEqual(['1 Ana +300% 1', '2 Cy +100% 0.333']);
		leaveOut(given, ana);
		expect(shown(await given.view('leaderboard', floorPanels.improved))).toEqual(['1 Cy +100% 1']);
	});
});

describe('[M18] under attainment', () => {
	test('they are not listed by name; team, company, scale and pace are as before but for their own row', async () => {
		const given = givenWall({ now, people: everybody, deals, targets: [target(`person:${ana}`, 100), target(`person:${bo}`, 100), target(`person:${cy}`, 600)] });
		const read = async () => {
			const { headline, groups } = await given.view('attainment', floorPanels.attainment);
			return { headline: `${headline.number.text} ${headline.context}`, groups: groups.map(({ rows, targetAt }) => [targetAt, ...rows.map(({ name, number, detail }) => `${name} ${number.text} ${detail}`)]) };
		};
		const teams = [0.25, 'North 400% €800 of €200', 'South 108% €650 of €600'];
		expect(await read()).toEqual({ headline: '181% €1,450 of €800', groups: [teams, [0.2, 'Bo 500% €500 of €100', 'Ana 300% €300 of €100', 'Cy 50% €300 of €600', 'Dee – €350 · no target']] });
		leaveOut(given, bo);
		leaveOut(given, dee);
		expect(await read()).toEqual({ headline: '181% €1,450 of €800', groups: [teams, [0.333, 'Ana 300% €300 of €100', 'Cy 50% €300 of €600']] });
	});
	test('when all are left out there are the teams alone', async () => {
		const given = givenWall({ now, people: [...people], deals, targets: [target(`person:${ana}`, 100)] });
		for (const person of [ana, bo, cy]) leaveOut(given, person);
		const { groups, empty } = await given.view('attainment', floorPanels.attainment);
		expect([groups.map(({ id }) => id), empty]).toEqual([['teams'], null]);
	});
});

test('[M18] charts, explain and targets are the same with them and without', async () => {
	const given = givenWall({ now, people: everybody, deals, meetings: [booked({ by: bo, on: '2026-09-14' })], targets: [target(`person:${bo}`, 100), target('company', 900)] });
	const read = async () => [
		await given.view('trend', floorPanels.trend),
		await given.view('target', floorPanels.target),
		(await given.explain('sales', { by: 'person' })).by,
		await given.explain('quota_attainment', { scope: `person:${bo}` }),
		given.wall.targets(),
		await given.wall.targetGrid({ metric: 'sales', from: '2026-09', count: 1 }),
	];
	const before = await read();
	leaveOut(given, bo);
	expect(await read()).toEqual(before);
});

test('photos and initials stand on a leaderboard when somebody on it has a photo, else neither does', async () => {
	const given = givenWall({ now, people: everybody, deals: [...deals, won({ owner: 'x@x.example', on: '2026-09-01', amount: 1 })] });
	const faces = async () => (await given.view('leaderboard', floorPanels.sales)).rows.map(({ name, initials, photo }) => [name, initials, photo]);
	expect(await faces()).toEqual([['Bo', '', null], ['Dee', '', null], ['Ana', '', null], ['Cy', '', null], ['Unassigned', '', null]]);
	given.wall.journal.apply('photo set', { person: given.idOf(cy), photo: 'abc' }, given.head());
	expect(await faces()).toEqual([['Bo', 'B', null], ['Dee', 'D', null], ['Ana', 'A', null], ['Cy', 'C', 'abc'], ['Unassigned', '', null]]);
	// Of who is not on it, a photo makes no difference.
	leaveOut(given, cy);
	expect(await faces()).toEqual([['Bo', '', null], ['Dee', '', null], ['Ana', '', null], ['Unassigned', '', null]]);
});
