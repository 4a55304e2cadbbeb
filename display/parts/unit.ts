/** Carries the unit and the theme's colours: the page's root, unless a stage is only a part of its page. */
let carrier: HTMLElement | null = null;
export const stageRoot = (): HTMLElement => carrier ?? document.documentElement;
export const setStageRoot = (element: HTMLElement | null): void => void (carrier = element);

/** The display's unit in CSS pixels. */
export function unit(): number {
	return parseFloat(stageRoot().style.getPropertyValue('--u')) || window.innerHeight / 100;
}
