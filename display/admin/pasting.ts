/** Which cell each text of a pasted block goes to. */
import { type Box, cellsIn, type Extent } from './selection.ts';
import type { TypedCell } from './targets.svelte.ts';

export interface PlacedBlock {
	cells: TypedCell[];
	/** Texts that fall beyond the last row or column. */
	outside: number;
}

/** A single text fills the whole selection, a block starts at its upper left cell. */
export const placeBlock = (block: readonly (readonly string[])[], box: Box, extent: Extent): PlacedBlock => {
	const single = block.length === 1 && block[0]?.length === 1 ? block[0][0] : undefined;
	if (single !== undefined) return { cells: cellsIn(box).map((cell) => ({ ...cell, text: single })), outside: 0 };
	const placed = block.flatMap((texts, down) => texts.map((text, right) => ({ row: box.top + down, column: box.left + right, text })));
	const isWithin = ({ row, column }: TypedCell): boolean => row < extent.rows && column < extent.columns;
	return { cells: placed.filter(isWithin), outside: placed.filter((cell) => !isWithin(cell) && cell.text.trim() !== '').length };
};
