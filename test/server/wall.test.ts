/** The wall as one: targets with their log and undo, reads right after writes, a restart, and the live board. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ana, call, dumpOf, floorPanels, givenWall, people, won } from '../support/wall.ts';
import { parseQuery } from '../../server/http/route.ts';
import { targetLogQuery } from '../../server/metrics/target-desk.ts';
import { gridQuery } from '../../server/metrics/target-grid.ts';

const now = '2026-09-15T12:00';
const cell = (value: number | null, more: Record<string, unknown> = {}) => ({ metric: 'sales', scope: 'company', period: '2026-09', value, ...more });

describe('targets', () => {
	test('are written by cell, returned, listed, and cleared with null', () => {
		const { wall, setTargets } = givenWall({ now, people: [...people] });
		expect(setTargets([cell(1000.5), cell(0.25, { metric: 'win_rate', scope: 'team:North' }), cell(7, { metric: 'meetings_booked', scope: `person:${ana}`, period: '2026-W38' })], 'ops')).toEqual([cell(1000.5), cell(0.25, { metric: 'win_rate', scope: 'team:North' }), cell(7, { metric: 'meetings_booked', scope: `person:${ana}`, period: '2026-W38' })]);
		expect(wall.targets()).toHaveLength(3);
		expect(setTargets([cell(null)], 'ops')).toEqual([cell(null)]);
		expect(wall.targets()).toHaveLength(2);
	});
	test('with `was` are written only over what stands', () => {
		const { wall, setTargets } = givenWall({ now });
		setTargets([cell(10, { was: null })], 'ops');
		expect(() => setTargets([cell(20, { was: null })], 'ops')).toThrow(expect.objectContaining({ name: 'InputError', status: 409, field: '[0].was' }));
		setTargets([cell(20, { was: 10 })], 'ops');
		expect(() => setTargets([cell(1, { period: '2026-10' }), cell(30, { was: 10 })], 'ops')).toThrow(expect.objectContaining({ status: 409, field: '[1].was' }));
		expect(wall.targets()).toEqual([cell(20)]);
	});
	test.each([
		[{}, 'body'],
		[[null], '[0]'],
		[[cell(-1)], '[0].value'],
		[[cell(1), cell(1, { metric: 'luck' })], '[1].metric'],
		[[cell(1, { metric: 'pace' })], '[0].metric'],
		[[cell(1, { metric: 'growth:deals_won' })], '[0].metric'],
		[[cell(1, { scope: 'team:None' })], '[0].scope'],
		[[cell(1, { period: 'soon' })], '[0].period'],
		[[cell(1, { value: 'many' })], '[0].value'],
		[[cell(1, { value: '1e3' })], '[0].value'],
		[[{ metric: 'sales', scope: 'company', value: 1 }], '[0].period'],
		[[cell(1, { was: 'x' })], '[0].was'],
	])('%j: nothing is written, and the field is named', (body, field) => {
		const { wall, setTargets } = givenWall({ now });
		expect(() => setTargets(body, 'ops')).toThrow(expect.objectContaining({ name: 'InputError', status: 400, field }));
		expect([wall.targets(), wall.journal.revision()]).toEqual([[], 1]);
	});
	test('a money target is in whole minor units, rounded half to even', () => {
		const { setTargets } = givenWall({ now });
		expect(setTargets([cell(null, { value: '0.125' }), cell(null, { value: '0.135', period: '2026-10' })], 'ops').map(({ value }) => value)).toEqual([0.12, 0.14]);
	});
});

describe('the log and its undo', () => {
	test('says who changed what from what, newest first', () => {
		const { wall, setTargets } = givenWall({ now });
		setTargets([cell(10)], 'ana');
		setTargets([cell(20), cell(5, { period: '2026-10' })], 'bo');
		setTargets([cell(20)], 'cy');
		expect(wall.targetLog({}).map(({ author, undo, cells }) => ({ author, undo, cells }))).toEqual([
			{ author: 'bo', undo: { possible: true, reason: '' }, cells: [{ metric: 'sales', scope: 'company', period: '2026-09', from: 10, to: 20 }, { metric: 'sales', scope: 'company', period: '2026-10', from: null, to: 5 }] },
			{ author: 'ana', undo: { possible: false, reason: 'a later change stands on it' }, cells: [{ metric: 'sales', scope: 'company', period: '2026-09', from: null, to: 10 }] },
		]);
		expect(wall.targetLog({ limit: 1 })).toMatchObject([{ author: 'bo' }]);
		const [newest, oldest] = wall.targetLog({});
		expect(wall.targetLog({ limit: 1, before: newest?.entry ?? 0 })).toEqual([oldest]);
		expect(wall.targetLog({ before: oldest?.entry ?? 0 })).toEqual([]);
		for (const limit of ['0', '-5', 'x', 'NaN', '']) expect(wall.targetLog(parseQuery(targetLogQuery, { limit })).length).toBeGreaterThan(0);
	});
	test('an undo is a new entry, itself undoable; refused when a later change stands on it', () => {
		const { wall, setTargets } = givenWall({ now });
		setTargets([cell(10)], 'ana');
		setTargets([cell(20)], 'bo');
		const [second, first] = wall.targetLog({}).map(({ entry }) => entry);
		expect(() => wall.undo(first ?? 0, 'ops')).toThrow(expect.objectContaining({ status: 409, message: expect.stringContaining('a later change stands on it') }));
		wall.undo(second ?? 0, 'ops');
		expect(wall.targets()).toEqual([cell(10)]);
		expect(() => wall.undo(second ?? 0, 'ops')).toThrow(expect.objectContaining({ status: 409 }));
		const [undone] = wall.targetLog({});
		expect(undone).toMatchObject({ undoes: second, author: 'ops', undo: { possible: true } });
		wall.undo(undone?.entry ?? 0, 'ops');
		expect(wall.targets()).toEqual([cell(20)]);
	});
	test('a change that set a cell twice can be undone, and done again', () => {
		const { wall, setTargets } = givenWall({ now });
		setTargets([cell(5)], 'ops');
		setTargets([cell(10), cell(20)], 'ops');
		wall.undo(wall.targetLog({})[0]?.entry ?? 0, 'ops');
		expect(wall.targets()).toEqual([cell(5)]);
		wall.undo(wall.targetLog({})[0]?.entry ?? 0, 'ops');
		expect(wall.targets()).toEqual([cell(20)]);
	});
	test.each([0, -1, 99, 1, Number.NaN, 1.5])('entry %d is not one of these', (entry) => {
		expect(() => givenWall({ now }).wall.undo(entry, 'ops')).toThrow(expect.objectContaining({ name: 'InputError', status: 404 }));
	});
	test('targets that a source pushed are in the log like any others; repeated they are not', async () => {
		const given = givenWall({ now, targets: [cell(100)] });
		expect([given.push({ targets: [cell(100)] }).targets, given.push({ targets: [cell(90), cell(110)] }).targets]).toEqual([0, 1]);
		expect(given.wall.targetLog({})).toMatchObject([{ author: 'key' }, { author: 'key', cells: [{ to: 100 }] }]);
		expect(await given.explain('sales')).toMatchObject({ target: 110 });
	});
});

test('the grid shows what was set, and where nothing was, what follows', async () => {
	const given = givenWall({ now, people: [...people], targets: [cell(10, { scope: `person:${ana}` }), cell(99, { period: '2026-10' })] });
	const grid = await given.wall.targetGrid({ from: '2026-09', count: 2 });
	expect(grid.periods.map(({ id }) => id)).toEqual(['2026-09', '2026-10']);
	expect(grid.rows.map(({ name, cells }) => `${name}: ${cells.map(({ value, sums }) => `${value ?? '·'}/${sums[0]?.value ?? '·'}`).join(' ')}`)).toEqual(['Company: ·/10 99/·', 'North: ·/10 ·/·', 'Ana: 10/· ·/·', 'Bo: ·/· ·/·', 'South: ·/· ·/·', 'Cy: ·/· ·/·']);
	for (const query of [{ metric: 'luck' }, { metric: 'pace' }, { count: '0' }, { count: '25' }, { count: 'x' }, { kind: 'week' }, { from: '2026-W40' }, { from: 'soon' }]) await expect((async () => given.wall.targetGrid(parseQuery(gridQuery, query)))(), JSON.stringify(query)).rejects.toMatchObject({ name: 'InputError' });
});

describe('reads', () => {
	test('right after a write include it: explain, the board, targets', async () => {
		const given = givenWall({ now, people: [...people] });
		for (let index = 1; index <= 5; index += 1) {
			given.push({ deals: [won({ owner: ana, on: '2026-09-15', amount: 100 })], targets: [cell(1000 * index)] });
			expect(await given.explain('sales')).toMatchObject({ value: 100 * index, target: 1000 * index });
			expect((await given.view('target', floorPanels.target)).headline.number.text).toBe(`€${100 * index}`);
		}
	});
	test('the live board follows a push within a second, and its revision grows', async () => {
		const given = givenWall({ now, people: [...people] });
		await given.wall.start();
		const first = given.wall.latest()?.board;
		const changed = new Promise<number>((resolve) => void given.wall.onIssue(({ board: { revision } }) => void resolve(revision)));
		const from = performance.now();
		given.push({ activities: [call({ owner: ana, on: '2026-09-15' })] });
		expect(await changed).toBeGreaterThan(first?.revision ?? Number.POSITIVE_INFINITY);
		expect(performance.now() - from).toBeLessThan(1_000);
		expect(given.wall.health()).toMatchObject({ status: 'ok', lastError: null });
		expect(given.wall.latest()?.board.panels).toEqual((await given.board()).panels);
	});
	test('a restart over the same file shows the same board and numbers', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'floorcast-'));
		onTestFinished(() => rmSync(folder, { recursive: true }));
		const file = join(folder, 'wall.sqlite');
		const before = givenWall({ now, file, people: [...people], deals: [won({ owner: ana, on: '2026-09-14', amount: 10 })], targets: [cell(100)] });
		const [board, dump] = [await before.board(), dumpOf(before.db)];
		before.push({ deals: [won({ owner: ana, on: '2026-09-14', amount: 5 })] });
		await before.close();
		const after = givenWall({ now, file });
		expect(await after.value('sales')).toBe(15);
		expect(Object.keys(dumpOf(after.db))).toEqual(Object.keys(dump));
		expect((await after.board()).panels.map(({ id }) => id)).toEqual(board.panels.map(({ id }) => id));
	});
	test('without a workspace there is none, and nothing else is asked of it', () => {
		const given = givenWall({ now });
		expect(given.wall.workspace()).toEqual({ name: 'North & Sons', currency: 'EUR', timeZone: 'Europe/Berlin', locale: 'en', language: 'en', today: '2026-09-15', month: '2026-09' });
	});
});

test('in the pseudo-language the metrics of the grid are named in it', async () => {
	const grid = await givenWall({ now, locale: 'en-XA' }).wall.targetGrid({});
	expect([grid.label, ...grid.metrics.map(({ label }) => label)].filter((label) => !/^\[.*\]$/.test(label))).toEqual([]);
});
