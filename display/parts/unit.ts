/** Carry the unit and the theme's colours where stages are only parts of their page, all of the same size; else its root does. */
let carriers: readonly HTMLElement[] = [];
export const stageRoot = (): HTMLElement => carriers[0] ?? document.documentElement;
/** Returns what takes it back. */
export const setStageRoot = (element: HTMLElement): (() => void) => {
	carriers = [...carriers, element];
	return () => void (carriers = carriers.filter((other) => other !== element));
};

/** The display's unit in CSS pixels. */
export function unit(): number {
	return parseFloat(stageRoot().style.getPropertyValue('--u')) || window.innerHeight / 100;
}
