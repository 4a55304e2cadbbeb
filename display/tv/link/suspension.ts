/**
 * Whether the machine slept. Some engines stop the page's clock meanwhile, so that a weekend looks like a moment; the TV's
 * own clock has gone on. That clock may be wrong: what is asked of it is only how far it moved.
 */

const sleptMs = 15_000;

/** Called about once a second with the page's clock and the TV's; says whether the machine slept since the last call. */
export function createSleepCheck(): (at: number, date: number) => boolean {
	let lead: number | null = null;
	return (at, date) => {
		const before = lead;
		lead = date - at;
		return before !== null && lead - before >= sleptMs;
	};
}
