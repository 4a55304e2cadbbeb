/** The largest size at which all of a text fits into its box. What ops write is not known beforehand, so it is measured. */

/**
 * Sets `--size` on a box whose own size does not depend on it, to the first of `sizes` (largest first) that fits; where none
 * does, `data-cut` says so. `text`: what is in it, so that another is measured anew.
 */
export const fitted = (sizes: readonly number[], text: string) => (box: HTMLElement): (() => void) => {
	void text;
	const fits = (): boolean => {
		// The glyphs of a last line stand out of it where lines are close: as long as the box could be as high, all of them are seen.
		const most = Math.max(box.clientHeight, parseFloat(getComputedStyle(box).maxHeight) || 0);
		return box.scrollHeight <= most && box.scrollWidth <= box.clientWidth;
	};
	const fit = (): void => {
		box.removeAttribute('data-cut');
		const found = sizes.some((size) => {
			box.style.setProperty('--size', String(size));
			return fits();
		});
		if (!found) box.setAttribute('data-cut', '');
	};
	fit();
	// Its content, too: it grows when its font arrives, and when the screen is set up to be read from afar.
	const watching = new ResizeObserver(fit);
	for (const each of [box, ...box.children]) watching.observe(each);
	return () => watching.disconnect();
};
