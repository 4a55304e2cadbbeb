/** Pasting by name, the rows shown, and what copying forward and raising would write. */
import { describe, expect, test } from 'vitest';
import type { TargetGrid } from '../../shared/api.ts';
import type { Spread, SpreadRow } from '../../shared/targets-api.ts';
import { targetWords } from '../../shared/words/targets.ts';
import { keptGrid } from '../../display/admin/grid-kept.ts';
import { readNamed } from '../../display/admin/named-block.ts';
import { columnsFor, isWithin } from '../../display/admin/period-columns.ts';
import { rowsShown } from '../../display/admin/rows-shown.ts';
import { copyPlan, raised, raisePlan, readPercent, roundings, spreadPlan } from '../../display/admin/target-plan.ts';

const words = targetWords.en;
type Value = number | null;
type Row = TargetGrid['rows'][number];
const row = (scope: string, name: string, values: Value[] = [], team: string | null = null): Row => ({
	scope,
	kind: scope === 'company' ? 'company' : scope.startsWith('team') ? 'team' : 'person',
	name,
	team,
	cells: values.map((value) => ({ value, sums: [] })),
});
const month = (id: string, label: string, state: 'open' | 'locked' = 'open'): TargetGrid['periods'][number] => ({ id, label, from: `${id}-01`, to: `${id}-28`, lock: { state } });
const grid = (over: Partial<TargetGrid> = {}): TargetGrid => ({
	metric: 'sales',
	unit: 'money',
	label: 'Sales',
	metrics: [],
	kind: 'month',
	periods: [month('2026-11', 'November 2026'), month('2026-12', 'December 2026'), month('2027-01', 'January 2027')],
	rows: [
		row('company', 'Company'),
		row('team:North', 'North'),
		row('person:ana@x.example', 'Ana Lindqvist', [], 'team:North'),
		row('person:bo@x.example', 'Bo Ek', [], 'team:North'),
		row('person:bo2@x.example', 'Bo Ek'),
	],
	...over,
});

describe('a pasted block that names its rows', () => {
	const read = (text: string, over: Partial<TargetGrid> = {}, at = { scopes: ['company', 'team:North'], column: 0, locale: 'en-GB' }) => readNamed(text.split('\n').map((line) => line.split('\t')), grid(over), at);
	const cells = (text: string, over: Partial<TargetGrid> = {}) => read(text, over)?.cells.map(({ scope, period, text: typed }) => `${scope} ${period} ${typed}`);

	test('goes where the names say, from the selected column on', () => {
		expect(cells('bo@x.example\t1\t2\nana lindqvist\t3\t4\nNorth\t5\t6\ncompany\t7\t8')).toEqual([
			'person:bo@x.example 2026-11 1', 'person:bo@x.example 2026-12 2', 'person:ana@x.example 2026-11 3', 'person:ana@x.example 2026-12 4',
			'team:North 2026-11 5', 'team:North 2026-12 6', 'company 2026-11 7', 'company 2026-12 8',
		]);
	});
	test('goes into the columns that its first row names, however the months are written', () => {
		for (const head of ['Jan 2027\tNov 2026', '2027-01\t2026-11', 'january 27\tNov-26', '01/2027\t11.2026', 'Jan\tNovember', 'januari 2027\tnov. 2026'])
			expect(cells(`Name\t${head}\nAna Lindqvist\t1\t2`), head).toEqual(['person:ana@x.example 2027-01 1', 'person:ana@x.example 2026-11 2']);
	});
	test('may have a name and an address before its numbers: the address counts', () => {
		expect(cells('Bo Ek\tbo2@x.example\t5')).toEqual(['person:bo2@x.example 2026-11 5']);
	});
	test('lists the rows that name nobody or several, and the columns that are no period, and drops none of them silently', () => {
		expect(read('Name\tNov 2026\tBonus\nAna Lindqvist\t1\t2\nNobody Known\t3\t4\nBo Ek\t5\t6\nTotal\t9\t12')).toEqual({
			cells: [{ scope: 'person:ana@x.example', period: '2026-11', text: '1' }],
			count: 0, rows: ['Nobody Known', 'Total'], several: ['Bo Ek'], columns: ['Bonus'],
		});
	});
	test('goes into periods of the shown kind that are not shown too', () => {
		expect(cells('Name\tNov 2026\tFeb 2027\t2025-10\nAna Lindqvist\t1\t2\t3')).toEqual(['person:ana@x.example 2026-11 1', 'person:ana@x.example 2027-02 2', 'person:ana@x.example 2025-10 3']);
		expect(cells('Name\tmars 2027\nAna Lindqvist\t1')).toEqual(['person:ana@x.example 2027-03 1']);
		// Bare numbers are numbers.
		expect(read('202801\n202802')).toBeNull();
	});
	test('months without a year that follow each other are of one year: that of the first that is shown', () => {
		const year = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
		expect(cells(`Name\t${year.join('\t')}\nNorth\t${year.map((_, at) => at + 1).join('\t')}`)).toEqual(year.map((_, at) => `team:North 2027-${String(at + 1).padStart(2, '0')} ${at + 1}`));
		expect(cells('Name\tOct\tNov\tDec\nNorth\t1\t2\t3')).toEqual(['team:North 2026-10 1', 'team:North 2026-11 2', 'team:North 2026-12 3']);
		// Which May is meant nobody can know.
		expect(read('Name\tNov\tMay\nNorth\t1\t2')).toMatchObject({ columns: ['May'], cells: [{ period: '2026-11' }] });
	});
	test('counts numbers beyond the last column', () => {
		expect(read('Ana Lindqvist\t1\t2\t3\t4')).toMatchObject({ count: 1 });
	});
	test('with a head and no names goes down from the selected row', () => {
		expect(cells('Dec 2026\tNov 2026\n1\t2\n3\t4')).toEqual(['company 2026-12 1', 'company 2026-11 2', 'team:North 2026-12 3', 'team:North 2026-11 4']);
	});
	test('quarters and years head columns too, but a year is never taken for a number of its own', () => {
		const quarters = { kind: 'quarter', periods: [{ ...month('2026-Q4', 'Q4 2026'), from: '2026-10-01' }, { ...month('2027-Q1', 'Q1 2027'), from: '2027-01-01' }] } as const;
		expect(cells('Who\tQ1 2027\tQ4\nNorth\t1\t2', { ...quarters, periods: [...quarters.periods] })).toEqual(['team:North 2027-Q1 1', 'team:North 2026-Q4 2']);
		const years = { kind: 'year' as const, periods: [{ ...month('2026', '2026'), from: '2026-01-01' }, { ...month('2027', '2027'), from: '2027-01-01' }] };
		expect(cells('\t2027\nNorth\t1', years)).toEqual(['team:North 2027 1']);
		expect(read('2026\t2000\n3000\t4000', years)).toBeNull();
	});
	test.each(['1\t2\n3\t4', '30 000 kr\t1\n20 000 kr\t2', 'abc\t1\n2\t3', '€5\t€6'])('%j names nothing: its place counts', (text) => {
		expect(read(text)).toBeNull();
	});
});

test('the table takes in what is pasted beside it, at most two years at once', () => {
	const { periods } = grid();
	expect(columnsFor({ kind: 'month', periods }, ['2026-11', '2027-01'])).toBeNull();
	expect(columnsFor({ kind: 'month', periods }, ['2027-01', '2027-12'])).toEqual({ from: '2026-11', count: 14 });
	expect(columnsFor({ kind: 'month', periods }, ['2025-02'])).toEqual({ from: '2025-02', count: 24 });
	expect(columnsFor({ kind: 'month', periods }, ['2024-01', '2024-12'])).toEqual({ from: '2024-01', count: 12 });
	expect(columnsFor({ kind: 'month', periods }, ['2024-01', '2026-12'])).toBeNull();
	expect(columnsFor({ kind: 'quarter', periods: [{ ...month('2027-Q1', ''), from: '2026-07-01' }] }, ['2027-Q4'])).toEqual({ from: '2026-07', count: 4 });
	expect([isWithin('2026-11', { id: '2026-Q4', from: '2026-10-01', to: '2026-12-31' }), isWithin('2026-09', { id: '2026-Q4', from: '2026-10-01', to: '2026-12-31' }), isWithin('2026-Q4', { id: '2026', from: '2026-01-01', to: '2026-12-31' })]).toEqual([true, false, true]);
});

describe('the rows shown', () => {
	const names = (folded: string[], filter = '') => rowsShown(grid().rows, new Set(folded), filter).map(({ scope }) => scope.replace(/@.*/, ''));
	test('of a folded team the people are hidden', () => {
		expect(names(['team:North'])).toEqual(['company', 'team:North', 'person:bo2']);
	});
	test('with a filter: who is meant, under their team; a team that is meant with its people; folding does not count', () => {
		expect(names(['team:North'], 'lindq')).toEqual(['team:North', 'person:ana']);
		expect(names([], 'NORTH')).toEqual(['team:North', 'person:ana', 'person:bo']);
		expect(names([], 'nobody')).toEqual([]);
	});
});

describe('copying forward', () => {
	const rows = [row('company', 'Company', [100, 200, null]), row('team:North', 'North', [null, null, null])];
	const next = grid({ periods: [month('2027-02', 'Feb'), month('2027-03', 'Mar', 'locked'), month('2027-04', 'Apr')], rows: [row('company', 'Company', [7, 8, 100])] });
	test('one column goes into each of the next periods; what stands there is seen, what is locked kept, what is the same not written', () => {
		const plan = copyPlan(grid({ rows }), { rows, left: 0, right: 0 }, next, words);
		expect(plan.rows).toEqual([{ scope: 'company', name: 'Company', cells: [{ was: 7, value: 100, isKept: false }, { was: 8, value: 8, isKept: true }, { was: 100, value: 100, isKept: false }] }]);
		expect(plan.changes).toEqual([{ metric: 'sales', scope: 'company', period: '2027-02', value: 100, was: 7 }]);
	});
	test('several columns are repeated, and an empty cell clears nothing', () => {
		const plan = copyPlan(grid({ rows }), { rows, left: 1, right: 2 }, next, words);
		expect(plan.changes.map(({ period, value }) => [period, value])).toEqual([['2027-02', 200], ['2027-04', 200]]);
	});
	test('who is not there then is named', () => {
		const gone = [row('person:ana@x.example', 'Ana', [5])];
		expect(copyPlan(grid({ rows: gone }), { rows: gone, left: 0, right: 0 }, next, words)).toMatchObject({ rows: [], notes: ['Ana is not here in those periods and is left out.'], changes: [] });
	});
});

describe('raising', () => {
	test('rounds to the step, half up, also where binary fractions would not', () => {
		expect([raised(30_000, 5, 1), raised(1_010, 5, 100), raised(1.005, 0, 0.01), raised(0.4, 5, 0.01), raised(333, 10, 1), raised(50, -100, 1), raised(1_050, 0, 100)]).toEqual([31_500, 1_100, 1.01, 0.42, 366, 0, 1_100]);
	});
	test('reads a percentage as it is written', () => {
		expect([readPercent('5'), readPercent('−2,5 %'), readPercent('+10'), readPercent(''), readPercent('abc'), readPercent('-101')]).toEqual([5, -2.5, 10, null, null, null]);
	});
	test('offers steps that the unit has', () => {
		expect(roundings({ unit: 'money', currency: 'EUR', locale: 'en' })).toEqual([0.01, 1, 10, 100, 1_000]);
		expect(roundings({ unit: 'money', currency: 'JPY', locale: 'en' })).toEqual([1, 10, 100, 1_000]);
	});
	test('changes what was set and is open, nothing else', () => {
		const rows = [row('company', 'Company', [100, null, 50])];
		const locked = grid({ rows, periods: [month('2026-10', 'Oct', 'locked'), month('2026-11', 'Nov'), month('2026-12', 'Dec')] });
		expect(raisePlan(locked, { rows, left: 0, right: 2 }, 10, 1, words).changes).toEqual([{ metric: 'sales', scope: 'company', period: '2026-12', value: 55, was: 50 }]);
	});
	test('leaves out a share that would be more than all', () => {
		const rows = [row('company', 'Company', [0.98])];
		expect(raisePlan(grid({ rows, unit: 'share' }), { rows, left: 0, right: 0 }, 10, 0.01, words)).toMatchObject({ changes: [], notes: ['Company, November 2026: that would be more than 100 %.'] });
	});
});

test('what is spread says by what, once for all or each for itself', () => {
	const base: SpreadRow = { scope: 'company', name: 'Company', whole: 3, by: 'last_year', shape: { from: 'Oct 2025', to: 'Dec 2025' }, fallback: null, problem: null, cells: [{ was: 1, value: 3, isKept: false }, { was: 2, value: 2, isKept: true }] };
	const spread = (rows: SpreadRow[]): Spread => ({ metric: 'sales', period: '2026-Q4', parts: [{ id: '2026-10', label: 'Oct', kind: 'month' }, { id: '2026-11', label: 'Nov', kind: 'month' }], rows });
	expect(spreadPlan(spread([base]), words)).toMatchObject({ notes: ['By the results of Oct 2025 to Dec 2025.'], changes: [{ period: '2026-10', value: 3, was: 1 }] });
	const shapeless: SpreadRow = { ...base, by: 'workdays', shape: null };
	const others: SpreadRow[] = [{ ...shapeless, fallback: 'no_results' }, { ...shapeless, whole: null, cells: [] }, { ...shapeless, problem: 'all_closed', cells: [] }];
	expect(spreadPlan(spread(others), words).notes).toEqual(['Company: there are no results of a year before, so working days are used.', 'Company: nothing to spread. Type the total first.', 'Company: all months are closed.']);
});

test('a grid that arrives keeps the rows and cells that are the same', () => {
	const before = grid({ rows: [row('company', 'Company', [1, 2]), row('team:North', 'North', [3])] });
	const after = keptGrid(before, grid({ rows: [row('company', 'Company', [1, 5]), row('team:North', 'North', [3])] }));
	expect(after.rows[1]).toBe(before.rows[1]);
	expect(after.rows[0]?.cells[0]).toBe(before.rows[0]?.cells[0]);
	expect(after.rows[0]?.cells[1]).toEqual({ value: 5, sums: [] });
	expect(after.periods[0]).toBe(before.periods[0]);
	expect(keptGrid(before, grid({ metric: 'deals_won' })).periods[0]).not.toBe(before.periods[0]);
});
