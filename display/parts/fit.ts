/** How large a number may be written, estimated from its characters so that nothing is measured and nothing jumps. */
import type { NumberText } from '../../shared/views.ts';

/** Of a large number, signs and units are set at half the size of the digits. */
export const unitScale = 0.5;

/**
 * At most, in every engine: old ones round each letter up to whole pixels (a digit of 0.645 is 0.667 on a wall of 720 lines).
 * One pixel too many, and a number is cut.
 */
function ems(text: string): number {
	let width = 0;
	for (const character of text) {
		if (/[0-9]/.test(character)) width += 0.67;
		else if (/[.,:\s]/.test(character)) width += 0.3;
		else if (/[MWm%]/.test(character)) width += 1.04;
		else width += 0.74;
	}
	return width;
}

/** The size in display units at which `number` is at most `width` units wide, and never more than `largest`. `scale`: of its units. */
export function fittingSize(number: NumberText, largest: number, width: number, scale = unitScale): number {
	const wide = ems(number.digits) + scale * ems(number.before + number.after);
	return Math.min(largest, Math.floor((100 * width) / wide) / 100);
}
