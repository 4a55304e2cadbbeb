import { expect, test } from 'vitest';
import { addMonths, isMonth, lastDay } from '../../shared/months.ts';
import { boxOf, cellsIn, isInside, keyAction } from '../../display/admin/selection.ts';

const extent = { rows: 3, columns: 4 };
const at = { row: 1, column: 1 };
const press = (key: string, { shift = false, control = false, isEditing = false, from = at } = {}) => keyAction({ key, shift, control }, from, extent, isEditing);
const moveTo = (row: number, column: number, extend = false) => ({ kind: 'move', to: { row, column }, extend });

test('arrows move one cell and stop at the edge', () => {
	expect(press('ArrowRight')).toEqual(moveTo(1, 2));
	expect(press('ArrowUp')).toEqual(moveTo(0, 1));
	expect(press('ArrowLeft', { from: { row: 1, column: 0 } })).toEqual(moveTo(1, 0));
	expect(press('ArrowDown', { control: true })).toEqual(moveTo(2, 1));
});

test('Shift with arrows extends the selection', () => {
	expect(press('ArrowDown', { shift: true })).toEqual(moveTo(2, 1, true));
});

test('while a text is edited, left, right and Delete belong to it; up, down and Enter still move', () => {
	expect(press('ArrowLeft', { isEditing: true })).toBeNull();
	expect(press('Delete', { isEditing: true })).toBeNull();
	expect(press('Home', { isEditing: true })).toBeNull();
	expect(press('ArrowDown', { isEditing: true })).toEqual(moveTo(2, 1));
	expect(press('Enter', { isEditing: true })).toEqual(moveTo(2, 1));
	expect(press('Enter', { shift: true })).toEqual(moveTo(0, 1));
});

test('Tab goes on to the next row, and leaves the table after the last cell', () => {
	expect(press('Tab', { from: { row: 0, column: 3 } })).toEqual(moveTo(1, 0));
	expect(press('Tab', { from: { row: 1, column: 0 }, shift: true })).toEqual(moveTo(0, 3));
	expect(press('Tab', { from: { row: 2, column: 3 } })).toBeNull();
	expect(press('Tab', { from: { row: 0, column: 0 }, shift: true })).toBeNull();
});

test('keys that type are left to the browser', () => {
	expect(press('7')).toBeNull();
	expect(press('v', { control: true })).toBeNull();
	expect(press('a', { control: true })).toEqual({ kind: 'all' });
});

test('a selection is the box between its ends, whichever came first', () => {
	const box = boxOf({ from: { row: 2, column: 0 }, to: { row: 1, column: 1 } });
	expect(box).toEqual({ top: 1, left: 0, bottom: 2, right: 1 });
	expect(cellsIn(box)).toHaveLength(4);
	expect(isInside(box, { row: 0, column: 0 })).toBe(false);
});

test('months go on across the turn of the year, and know their last day', () => {
	expect(addMonths('2026-11', 3)).toBe('2027-02');
	expect(addMonths('2026-01', -1)).toBe('2025-12');
	expect(lastDay('2026-10')).toBe('2026-10-31');
	expect(lastDay('2028-02')).toBe('2028-02-29');
	expect(lastDay('2100-02')).toBe('2100-02-28');
	expect([isMonth('2026-10'), isMonth('2026-13'), isMonth('2026-1'), isMonth('october')]).toEqual([true, false, false, false]);
});
