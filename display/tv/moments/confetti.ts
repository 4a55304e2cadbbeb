/**
 * Confetti that costs little: few pieces, each moved by the compositor alone (transform and opacity), thrown once and gone.
 * Where it starts and how it flies is worked out beforehand.
 */

export interface Flight {
	/** From the middle of the picture's foot, in display units: up is negative. */
	keyframes: { transform: string; opacity: number; offset: number }[];
	ms: number;
}

/** With what is around them, no more nodes than a wall can spare. */
export const pieces = 28;
const steps = 12;
/** Display units a second, and a second of them. */
const gravity = 62;
const longestMs = 3_800;

/** The flight of one piece: thrown from the foot of the picture to both sides, over its top, and down again. `random`: 0–1. */
export function flightOf(place: number, wide: number, unit: number, random: () => number): Flight {
	const side = place % 2 === 0 ? -1 : 1;
	const seconds = 2.6 + random() * (longestMs / 1000 - 2.6);
	const from = side * wide * (0.32 + random() * 0.16);
	const across = -side * wide * (0.02 + random() * 0.32);
	const up = gravity * (0.9 + random() * 0.6);
	const turns = (random() < 0.5 ? -1 : 1) * (360 + random() * 720);
	const pixels = (units: number): string => `${Math.round(units * unit)}px`;
	const keyframes = Array.from({ length: steps + 1 }, (_, step) => {
		const share = step / steps;
		const time = share * seconds;
		const right = from + across * (1 - (1 - share) ** 2);
		const down = -up * time + (gravity * time ** 2) / 2;
		return { transform: `translate(${pixels(right)}, ${pixels(down)}) rotate(${Math.round(turns * share)}deg)`, opacity: share > 0.8 ? (1 - share) * 5 : 1, offset: share };
	});
	return { keyframes, ms: Math.round(seconds * 1000) };
}
