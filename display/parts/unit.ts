/** The display's unit in CSS pixels. */
export function unit(): number {
	return parseFloat(document.documentElement.style.getPropertyValue('--u')) || window.innerHeight / 100;
}
