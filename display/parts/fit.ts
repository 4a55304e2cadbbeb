/** How large a number may be written, estimated from its characters so that nothing is measured and nothing jumps. */
import type { NumberText } from '../../shared/views.ts';

/** Of a large number, signs and units are set at half the size of the digits. */
export const unitScale = 0.5;

function ems(text: string): number {
	let width = 0;
	for (const character of text) {
		if (/[0-9]/.test(character)) width += 0.64;
		else if (/[.,:'’\s]/.test(character)) width += 0.3;
		else if (/[MWm%]/.test(character)) width += 0.95;
		else width += 0.64;
	}
	return width;
}

/** The size in display units at which `number` is at most `width` units wide, and never more than `largest`. `scale`: of its units. */
export function fittingSize(number: NumberText, largest: number, width: number, scale = unitScale): number {
	const wide = ems(number.digits) + scale * ems(number.before + number.after) + 0.1;
	return Math.round(Math.min(largest, width / wide) * 100) / 100;
}
