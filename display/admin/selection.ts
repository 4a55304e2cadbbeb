/** Where the keyboard is in the grid, and what each key means there. Columns are months, rows are scopes. */

export interface CellAt {
	row: number;
	column: number;
}

/** From where the selection began to where the focus is. */
export interface Selection {
	from: CellAt;
	to: CellAt;
}

export interface Extent {
	rows: number;
	columns: number;
}

export interface Box {
	top: number;
	left: number;
	bottom: number;
	right: number;
}

export const boxOf = ({ from, to }: Selection): Box => ({
	top: Math.min(from.row, to.row),
	bottom: Math.max(from.row, to.row),
	left: Math.min(from.column, to.column),
	right: Math.max(from.column, to.column),
});

export const isInside = (box: Box, { row, column }: CellAt): boolean => row >= box.top && row <= box.bottom && column >= box.left && column <= box.right;

export const cellsIn = (box: Box): CellAt[] => {
	const cells: CellAt[] = [];
	for (let row = box.top; row <= box.bottom; row++) for (let column = box.left; column <= box.right; column++) cells.push({ row, column });
	return cells;
};

export const clampTo = (extent: Extent, { row, column }: CellAt): CellAt => ({
	row: Math.max(0, Math.min(extent.rows - 1, row)),
	column: Math.max(0, Math.min(extent.columns - 1, column)),
});

export interface Key {
	key: string;
	shift: boolean;
	/** Ctrl, or Command on a Mac. */
	control: boolean;
}

export type KeyAction =
	| { kind: 'move'; to: CellAt; extend: boolean }
	| { kind: 'clear' }
	| { kind: 'edit' }
	/** Back to what stood there. */
	| { kind: 'cancel' }
	| { kind: 'all' };

const steps: Record<string, [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-10, 0], PageDown: [10, 0] };

const tabTarget = (at: CellAt, back: boolean, extent: Extent): CellAt | null => {
	const index = at.row * extent.columns + at.column + (back ? -1 : 1);
	if (index < 0 || index >= extent.rows * extent.columns) return null;
	return { row: Math.floor(index / extent.columns), column: index % extent.columns };
};

/** Null: the key is left to the browser. While a text is edited, left and right belong to the text. */
export const keyAction = ({ key, shift, control }: Key, at: CellAt, extent: Extent, isEditing: boolean): KeyAction | null => {
	const move = (to: CellAt, extend = false): KeyAction => ({ kind: 'move', to: clampTo(extent, to), extend });
	if (key === 'Enter') return move({ row: at.row + (shift ? -1 : 1), column: at.column });
	if (key === 'Escape') return { kind: 'cancel' };
	if (key === 'Tab') {
		const to = control ? null : tabTarget(at, shift, extent);
		return to ? move(to) : null;
	}
	if (isEditing && !['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown'].includes(key)) return null;
	if (key === 'F2') return { kind: 'edit' };
	if (key === 'Delete') return { kind: 'clear' };
	if (control && key.toLowerCase() === 'a') return { kind: 'all' };
	if (key === 'Home') return move({ row: control ? 0 : at.row, column: 0 }, shift);
	if (key === 'End') return move({ row: control ? extent.rows - 1 : at.row, column: extent.columns - 1 }, shift);
	const step = steps[key];
	if (!step) return null;
	const [down, right] = step;
	const far = control ? Math.max(extent.rows, extent.columns) : 1;
	return move({ row: at.row + down * far, column: at.column + right * far }, shift && !isEditing);
};
