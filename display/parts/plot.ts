/** Places on a plot, as shares of its width or height from the lower left corner. */

export interface PlotTick {
	at: number;
	text: string;
}

/** A label at the right edge; `look` names the line it belongs to and draws its sample. */
export interface EndLabel extends PlotTick {
	look: 'path' | 'projection' | 'pace';
}

/** Shares of the plot's height, a little generous: one line of a label, its sample line, and the air between two labels. */
const lineHeight = 0.085;
const sampleHeight = 0.04;
const air = 0.02;
/** Read from afar, the same take more of a lower plot. */
const farScale = 1.6;
/** Characters of a label that fit in a line. */
const lineLength = 12;

export function shareOf(value: number, max: number): number {
	return max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
}

function heightOf(end: EndLabel, scale: number): number {
	return scale * (sampleHeight + lineHeight * Math.ceil(end.text.length / lineLength));
}

/** Keeps labels inside the plot and off each other, in the order of the lines that they name. `at` is a label's middle. */
export function spread(ends: readonly EndLabel[], far = false): EndLabel[] {
	const scale = far ? farScale : 1;
	const downward = [...ends].sort((a, b) => b.at - a.at);
	const placed: EndLabel[] = [];
	let ceiling = 1.04;
	for (const end of downward) {
		const half = heightOf(end, scale) / 2;
		const at = Math.min(end.at, ceiling - half);
		placed.push({ ...end, at });
		ceiling = at - half - air;
	}
	// What was pushed off the bottom moves up again, and lifts what is above it.
	let floor = -0.04;
	for (const end of placed.reverse()) {
		const half = heightOf(end, scale) / 2;
		end.at = Math.max(end.at, floor + half);
		floor = end.at + half + air;
	}
	return placed;
}
