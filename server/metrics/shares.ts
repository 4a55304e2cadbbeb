/** A whole divided into whole parts by weights, by largest remainder: the parts always sum to the whole. */

/**
 * `whole` and weights are integers ≥ 0; where no weight is above 0, all weigh the same. Every part lies within one of its exact share,
 * a part without weight gets nothing, and of equal remainders the earlier part gets more. In whole numbers throughout: a whole of
 * minor units times a year's results is more than a binary fraction can hold.
 */
export function shares(whole: number, weights: readonly number[]): number[] {
	const given = weights.some((weight) => weight > 0) ? weights.map(BigInt) : weights.map(() => 1n);
	const total = given.reduce((sum, weight) => sum + weight, 0n);
	const exact = given.map((weight, index) => ({ index, part: (BigInt(whole) * weight) / total, rest: (BigInt(whole) * weight) % total }));
	const left = whole - exact.reduce((sum, { part }) => sum + Number(part), 0);
	const more = new Set([...exact].sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest < b.rest ? 1 : -1)).slice(0, left).map(({ index }) => index));
	return exact.map(({ index, part }) => Number(part) + (more.has(index) ? 1 : 0));
}
