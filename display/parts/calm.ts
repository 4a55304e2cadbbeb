/** Whether this screen asks for less motion. Engines that do not know the question want it all. */
export function wantsCalm(): boolean {
	return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
