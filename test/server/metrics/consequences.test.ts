/** What a change does to the figures. */
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
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
