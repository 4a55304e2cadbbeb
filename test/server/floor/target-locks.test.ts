/** Targets of closed months are locked until they are unlocked on purpose. */
import { describe, expect, test } from 'vitest';
import { ana, givenWall, people } from '../../support/wall.ts';
import type { GridQuery } from '../../../server/metrics/target-grid.ts';

const created = '2026-09-15T09:00';
const later = '2026-11-02T09:00';
const refused = (code: string) => expect.objectContaining({ name: 'InputError', status: 409, code });

/** A workspace made in September and looked at in November, with 100 set in each month before it is over. */
const givenClosed = () => {
	const given = givenWall({ now: created, people: [...people] });
	for (const month of ['2026-08', '2026-09', '2026-10', '2026-11', '2026-Q3', '2026-Q4', '2026']) given.target('company', month, 100);
	given.at(later);
	return given;
};
const states = async (given: ReturnType<typeof givenWall>, query: GridQuery) =>
	Object.fromEntries((await given.wall.targetGrid(query)).periods.map(({ id, lock }) => [id, lock.state]));

describe('a month that is over', () => {
	test('refuses a change, also clearing, and keeps what it has; the same value again is no change', () => {
		const given = givenClosed();
		for (const month of ['2026-09', '2026-10', '2026-Q3']) {
			expect(() => given.target('company', month, 200)).toThrow(refused('locked'));
			expect(() => given.target('company', month, null)).toThrow(refused('locked'));
			expect(given.target('company', month, 100)).toEqual([{ metric: 'sales', scope: 'company', period: month, value: 100 }]);
		}
		for (const period of ['2026-11', '2026-Q4', '2026']) given.target('company', period, 200);
	});

	test('names the cell of the list, and nothing of the list is written', () => {
		const given = givenClosed();
		const cell = (period: string) => ({ metric: 'sales', scope: 'company', period, value: 7 });
		expect(() => given.setTargets([cell('2026-11'), cell('2026-10')])).toThrow(expect.objectContaining({ field: '[1].period' }));
		expect(given.wall.targets().find(({ period }) => period === '2026-11')?.value).toBe(100);
	});

	test('is free when it ended before the workspace was made: history may be filled in', () => {
		const given = givenClosed();
		given.target('company', '2026-08', 300);
		given.target('company', '2025-Q4', 300);
		given.target('company', '2025', 900);
	});

	test('takes its weeks and days with it', () => {
		const given = givenClosed();
		for (const period of ['2026-W42', '2026-10-31']) expect(() => given.target('company', period, 5)).toThrow(refused('locked'));
		// It ends on 1 November.
		given.target('company', '2026-W44', 5);
	});

	test('rejects the row of a push, and the rest of the push is kept', () => {
		const given = givenClosed();
		const row = (period: string, value: number) => ({ metric: 'sales', scope: 'company', period, value });
		const reply = given.push({ targets: [row('2026-10', 100), row('2026-10', 200), row('2026-11', 300)] });
		expect(reply).toMatchObject({ targets: 1, rejected: [{ entity: 'targets', index: 1, field: 'period', code: 'locked' }] });
	});

	test('keeps an undo from changing it, with the reason', () => {
		const given = givenClosed();
		const entry = given.wall.targetLog({}).find(({ cells }) => cells[0]?.period === '2026-10');
		expect(entry?.undo).toEqual({ possible: false, reason: 'it changes a closed month that is locked' });
		expect(() => given.wall.undo(entry?.entry ?? 0, 'ops')).toThrow(refused('locked'));
	});

	test('ends at midnight in the workspace’s zone', async () => {
		const given = givenWall({ now: created });
		given.at('2026-09-30T23:59');
		expect(await states(given, { from: '2026-09', count: 1 })).toEqual({ '2026-09': 'open' });
		given.at('2026-10-01T00:00');
		expect(await states(given, { from: '2026-09', count: 1 })).toEqual({ '2026-09': 'locked' });
	});
});

describe('unlocking', () => {
	test('opens a month to changes until it is locked again; the grid says who and when', async () => {
		const given = givenClosed();
		expect(given.wall.lockTargets('2026-10', false, 'eva')).toEqual({ state: 'unlocked', author: 'eva', at: '2026-11-02T08:00:00Z' });
		expect((await given.wall.targetGrid({ from: '2026-10', count: 2 })).periods.map(({ lock }) => lock)).toEqual([{ state: 'unlocked', author: 'eva', at: '2026-11-02T08:00:00Z' }, { state: 'open' }]);
		given.target('company', '2026-10', 200);
		expect(given.wall.lockTargets('2026-10', true, 'eva')).toEqual({ state: 'locked' });
		expect(() => given.target('company', '2026-10', 300)).toThrow(refused('locked'));
	});

	test('twice is one entry', () => {
		const given = givenClosed();
		given.wall.lockTargets('2026-10', false, 'eva');
		const before = given.wall.journal.revision();
		expect(given.wall.lockTargets('2026-10', false, 'max')).toMatchObject({ author: 'eva' });
		expect(given.wall.journal.revision()).toBe(before);
	});

	test('a quarter goes with its months that are closed', async () => {
		const given = givenClosed();
		given.wall.lockTargets('2026-Q3', false, 'eva');
		expect(await states(given, { from: '2026-07', count: 5 })).toEqual({ '2026-07': 'open', '2026-08': 'open', '2026-09': 'unlocked', '2026-10': 'locked', '2026-11': 'open' });
		expect(await states(given, { kind: 'quarter', from: '2026-07', count: 2 })).toEqual({ '2026-Q3': 'unlocked', '2026-Q4': 'open' });
	});

	test('is in the log and can be undone, like the locking', async () => {
		const given = givenClosed();
		given.wall.lockTargets('2026-10', false, 'eva');
		const [unlocked] = given.wall.targetLog({});
		expect(unlocked).toMatchObject({ author: 'eva', cells: [], lock: { period: '2026-10', locked: false }, undo: { possible: true } });
		given.wall.undo(unlocked?.entry ?? 0, 'max');
		expect(await states(given, { from: '2026-10', count: 1 })).toEqual({ '2026-10': 'locked' });
		const [locked, before] = given.wall.targetLog({});
		expect([locked?.lock, locked?.undoes, before?.undo.possible]).toEqual([{ period: '2026-10', locked: true }, unlocked?.entry, false]);
		given.wall.undo(locked?.entry ?? 0, 'max');
		given.target('company', '2026-10', 5);
	});

	test('what is not closed has no lock, and what is no period none either', () => {
		const given = givenClosed();
		for (const period of ['2026-11', '2026-08', '2026', '2027-01']) expect(() => given.wall.lockTargets(period, false, 'eva'), period).toThrow(refused('not_closed'));
		for (const period of ['2026-W40', '2026-10-01', 'soon']) expect(() => given.wall.lockTargets(period, false, 'eva'), period).toThrow(expect.objectContaining({ status: 400, field: 'period' }));
	});
});

test('[M13] with a fiscal year, its quarters and years close when they end', async () => {
	const given = givenWall({ now: created, fiscalYearStart: 4, people: [...people], targets: [{ metric: 'sales', scope: `person:${ana}`, period: '2027-Q2', value: 5 }] });
	given.at('2026-10-01T09:00');
	expect(await states(given, { kind: 'quarter', from: '2026-04', count: 3 })).toEqual({ '2027-Q1': 'open', '2027-Q2': 'locked', '2027-Q3': 'open' });
	given.at('2027-04-01T09:00');
	expect(await states(given, { kind: 'year', from: '2026-04', count: 2 })).toEqual({ '2027': 'locked', '2028': 'open' });
});
