/** The one switch for less motion, `data-calm` on the root, for styles and code alike: what is left only fades. */

/** Off only where neither `asked` nor the browser wants it. Engines that do not know the question want it all. */
export function setCalm(asked: boolean): void {
	const isOn = asked || window.matchMedia('(prefers-reduced-motion: reduce)').matches;
	if (isOn) document.documentElement.setAttribute('data-calm', '');
	else document.documentElement.removeAttribute('data-calm');
}

export const isCalm = (): boolean => document.documentElement.hasAttribute('data-calm');
