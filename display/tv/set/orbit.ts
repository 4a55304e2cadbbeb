/** The picture never stands still for long enough to burn in: it goes round in small steps, once in twelve minutes. */

const stepMs = 90_000;
const reach = 0.4;
const ring = [[1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1], [0, -1], [1, -1]] as const;

/** How far the picture is from its place at `now`, in display units: never into what surrounds it, which is wider. */
export function orbitAt(now: number): readonly [right: number, down: number] {
	const [right, down] = ring[Math.floor(now / stepMs) % ring.length] ?? ring[0];
	return [right * reach, down * reach];
}

/** Where the clock of a sleeping screen stands in a minute, as shares of the room it has: far from where it last stood. */
export function nightPlace(minute: number): readonly [right: number, down: number] {
	// The steps of the golden ratio's kin in two dimensions: any few of them in a row are spread evenly.
	return [(minute * 0.754878) % 1, (minute * 0.56984) % 1];
}
