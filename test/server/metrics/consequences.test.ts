/** What a change does to the figures. */
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Consequence } from '../../../shared/consequence.ts';
import { ana, givenWall, people, won } from '../../support/wall.ts';

test('[M8] a holiday on the days ahead makes the pace another, and says from which figure to which', async () => {
	const { wall, head } = givenWall({ now: '2026-11-11T12:00', targets: [{ metric: 'sales', scope: 'company', period: '2026-11', value: 2_100 }] });
	const found = await wall.consequences(() => wall.journal.apply('calendar saved', { holidays: [{ day: '2026-11-27', name: 'Holiday' }] }, head()));
	const required = found.find(({ metric, scope, period }) => metric === 'required_per_day' && scope === 'company' && period === '2026-11');
	expect(required).toMatchObject({ name: 'Company', before: expect.any(String), after: expect.any(String) });
	expect(required?.before).not.toBe(required?.after);
});

test('of a new team, what was unknown and is none now is no news', async () => {
	const { wall, head } = givenWall({ now: '2026-11-11T12:00' });
	const found = await wall.consequences(() => void wall.journal.apply('people added', { people: [{ name: 'Dee', email: null, role: 'ae', manager: null, start: null, team: 'West' }] }, head()));
	expect(found.filter(({ name }) => name === 'West').map(({ metric, after }) => [metric, after])).toEqual([]);
});

test('a change that alters no figure has no consequences', async () => {
	const { wall, head } = givenWall({ now: '2026-11-11T12:00' });
	expect(await wall.consequences(() => wall.journal.apply('settings changed', { set: { name: 'Another name' } }, head()))).toEqual([]);
	expect(wall.workspace()?.name).toBe('Another name');
});

test('figures that come in meanwhile are said to be among them', async () => {
	const { wall, push } = givenWall({ now: '2026-11-11T12:00', people: [...people], deals: [won({ owner: ana, on: '2026-11-03', amount: 100 })] });
	const nothing = (): void => undefined;
	expect(await wall.consequences(nothing)).toEqual([]);
	const asked = wall.consequences(nothing);
	await setImmediate();
	push({ deals: [won({ owner: ana, on: '2026-11-04', amount: 50 })] });
	const sales = (await asked).find(({ metric, scope, period }) => metric === 'sales' && scope === 'company' && period === '2026-11');
	expect(sales).toMatchObject({ before: '€100', after: '€150', isMixed: true });
});

test('the wall breathes while the figures are worked out', async () => {
	const { wall } = givenWall({ now: '2026-11-11T12:00', people: [...people] });
	let [breaths, isOver] = [0, false];
	const asked = wall.consequences(() => undefined).finally(() => (isOver = true));
	while (!isOver) {
		await setImmediate();
		breaths += 1;
	}
	await asked;
	// Before and after, the company and a team, for a month, a quarter and a year.
	expect(breaths).toBeGreaterThanOrEqual(12);
});

const on = (found: readonly Consequence[], metric: string, scope: string): [string, string, string][] => found.filter((each) => each.metric === metric && each.scope === scope).map(({ periodLabel, before, after }) => [periodLabel, before, after]);
const days = [won({ on: '2026-02-10', amount: 1000 }), won({ on: '2026-09-02', amount: 200 }), won({ on: '2026-09-06', amount: 30 }), won({ on: '2026-09-07', amount: 4 })];

test('[M13] another fiscal year compares two periods, and says of which days', async () => {
	// Monday, 7 September 2026.
	const { wall, head } = givenWall({ now: '2026-09-07T12:00', deals: days });
	const found = await wall.consequences(() => wall.journal.apply('settings changed', { set: { fiscalYearStart: 9 } }, head()));
	expect(on(found, 'sales', 'company')).toEqual([['this fiscal year (Jan 1–Dec 31, 2026 → Sep 1, 2026–Aug 31, 2027)', '€1,234', '€234']]);
	expect(found.find(({ metric }) => metric === 'sales')?.period).toBe('2027');
});

test('[M13] another first day of the week is seen in the week', async () => {
	const { wall, head } = givenWall({ now: '2026-09-07T12:00', deals: days });
	const found = await wall.consequences(() => wall.journal.apply('settings changed', { set: { weekStart: 7 } }, head()));
	expect(on(found, 'sales', 'company')).toEqual([['this week (Sep 7–13, 2026 → Sep 6–12, 2026)', '€4', '€34']]);
});

test('[M13] another time zone is seen in the day', async () => {
	// In Stockholm the first of the two is of the day before.
	const { wall, head } = givenWall({ now: '2026-09-07T12:00', deals: [won({ on: '2026-09-06T21:30:00Z', amount: 30 }), won({ on: '2026-09-07T08:00:00Z', amount: 4 })] });
	const found = await wall.consequences(() => wall.journal.apply('time zone set', { timeZone: 'Europe/Helsinki' }, head()));
	expect(on(found, 'sales', 'company').at(-1)).toEqual(['Sep 7, 2026', '€4', '€34']);
});

test('[M8] leave changes the figures of the person alone, and these are looked at where the change concerns them', async () => {
	const given = givenWall({ now: '2026-09-11T12:00', people: [...people], deals: [won({ owner: ana, on: '2026-09-03', amount: 1000 })] });
	given.target(`person:${ana}`, '2026-09', 2000);
	const person = given.wall.people.personNamed(ana)?.id ?? 0;
	const found = await given.wall.consequences(() => given.wall.journal.apply('leave changed', { person, remove: [], add: [{ from: '2026-09-21', to: '2026-09-25' }] }, given.head()), [person]);
	expect(new Set(found.map(({ scope }) => scope))).toEqual(new Set([`person:${ana}`]));
	expect(found.find(({ metric, period }) => metric === 'pace' && period === '2026-09')).toMatchObject({ name: 'Ana' });
});
