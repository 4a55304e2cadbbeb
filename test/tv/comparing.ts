/** How what one engine paints differs from what another does, in sentences. */
import type { Box, Painting } from './painting.ts';

/** Display units: engines round lines of text and hint letters in their own ways. */
const nearby = 0.7;
/** Hinted letters may make a text so much longer, as a share of it. */
const longer = 0.02;
/** Display units of a font's size. */
const resized = 0.05;
/** Of 255: edges fall a little to one side or the other in a cell of a canvas. */
const shade = 40;

const edges: (keyof Box)[] = ['left', 'top', 'right', 'bottom'];

/** A text of several lines is as wide as the longest of them, which depends on where it breaks. */
const isWrapped = ({ top, bottom }: Box, size: number): boolean => bottom - top > 1.8 * size;

function moved(what: string, seen: Box, expected: Box, sides: readonly (keyof Box)[], within: number): string[] {
	return sides
		.filter((side) => Math.abs(seen[side] - expected[side]) > within)
		.map((side) => `${what}: ${side} at ${seen[side]} instead of ${expected[side]}`);
}

/** What stands in one list and not in the other, each as often as it does. */
function surplus(list: readonly string[], other: readonly string[]): string[] {
	const left = [...other];
	return list.filter((one) => {
		const place = left.indexOf(one);
		if (place >= 0) left.splice(place, 1);
		return place < 0;
	});
}

function listed(kind: string, seen: readonly string[], expected: readonly string[]): string[] {
	if (seen.join('\n') === expected.join('\n')) return [];
	const found = [...surplus(expected, seen).map((name) => `${kind} "${name}" is missing`), ...surplus(seen, expected).map((name) => `${kind} "${name}" is one too many`)];
	return found.length > 0 ? found : [`each ${kind} is there, in another order`];
}

const changed = (what: string, is: string, should: string): string[] => (is === should ? [] : [`${what} is ${is} instead of ${should}`]);
const slack = ({ left, right }: Box): number => nearby + longer * (right - left);

function texts(seen: Painting['texts'], expected: Painting['texts']): string[] {
	const found = listed('text', seen.map(({ text }) => text), expected.map(({ text }) => text));
	if (found.length > 0) return found;
	return seen.flatMap((one, place) => {
		const other = expected[place] ?? one;
		const what = `"${one.text}"`;
		return [
			...moved(what, one, other, isWrapped(other, other.size) ? ['left', 'top', 'bottom'] : edges, slack(other)),
			...(Math.abs(one.size - other.size) > resized ? [`${what} is ${one.size}u high instead of ${other.size}u`] : []),
			...changed(what, one.weight, other.weight),
			...changed(what, one.colour, other.colour),
		];
	});
}

function areas(seen: Painting['areas'], expected: Painting['areas']): string[] {
	const found = listed('area', seen.map(({ name }) => name), expected.map(({ name }) => name));
	if (found.length > 0) return found;
	return seen.flatMap((one, place) => {
		const other = expected[place] ?? one;
		return [...moved(one.name, one, other, edges, slack(other)), ...changed(one.name, one.colour, other.colour)];
	});
}

/** How many values of cells differ visibly. */
export const unlike = (seen: readonly number[], expected: readonly number[]): number =>
	seen.length === expected.length ? seen.filter((value, place) => Math.abs(value - (expected[place] ?? 0)) > shade).length : Infinity;

function canvases(seen: Painting['canvases'], expected: Painting['canvases']): string[] {
	if (seen.length !== expected.length) return [`${seen.length} canvases instead of ${expected.length}`];
	return seen.flatMap((one, place) => {
		const other = expected[place] ?? [];
		if (Math.max(...one) === 0 && Math.max(...other) > 0) return ['a canvas is blank'];
		const cells = unlike(one, other);
		return cells > 0 ? [`a canvas differs in ${cells} values`] : [];
	});
}

export function differences(seen: Painting, expected: Painting): string[] {
	return [...texts(seen.texts, expected.texts), ...areas(seen.areas, expected.areas), ...canvases(seen.canvases, expected.canvases)].map((sentence) => `${seen.link}: ${sentence}`);
}
