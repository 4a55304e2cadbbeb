/** Seeded randomness: the same seed gives the same sequence on every machine. */
export interface Random {
	/** From 0 up to, not including, 1. */
	share: () => number;
	between: (from: number, to: number) => number;
	/** A whole number, both ends included. */
	whole: (from: number, to: number) => number;
	chance: (probability: number) => boolean;
	pick: <T>(list: readonly [T, ...T[]]) => T;
	normal: (mean: number, deviation: number) => number;
}

export function createRandom(seed: string): Random {
	const share = mulberry32(hash(seed));
	const between = (from: number, to: number) => from + share() * (to - from);
	return {
		share,
		between,
		whole: (from, to) => Math.floor(between(from, to + 1)),
		chance: (probability) => share() < probability,
		pick: (list) => list[Math.floor(share() * list.length)] ?? list[0],
		normal: (mean, deviation) => mean + deviation * Math.sqrt(-2 * Math.log(1 - share())) * Math.cos(2 * Math.PI * share()),
	};
}

function mulberry32(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** FNV-1a. */
function hash(text: string): number {
	let value = 0x811c9dc5;
	for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
	return value;
}
