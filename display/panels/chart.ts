/** What every chart of the wall has in common: it is drawn at once, answers to nothing, and its text is not on the canvas. */
import {
	BarController,
	BarElement,
	Chart,
	Filler,
	LinearScale,
	LineController,
	LineElement,
	PointElement,
	type ChartOptions,
} from 'chart.js';
import { stageRoot, unit } from '../parts/unit.ts';

Chart.register(BarController, BarElement, Filler, LinearScale, LineController, LineElement, PointElement);

/** A chart that stays on its canvas: new views are drawn into it, nothing is created again. */
export interface Drawing<View> {
	show(view: View): void;
	close(): void;
}

/** A colour of the theme, optionally thinned. */
export function colour(name: string, alpha = 1): string {
	const hex = getComputedStyle(stageRoot()).getPropertyValue(`--${name}`).trim();
	const [red, green, blue] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
	return `rgba(${red}, ${green}, ${blue}, ${alpha})`;
}

/** The colour of a line or bar with this tone. */
export function toneColour(tone: 'good' | 'bad' | 'watch' | 'none', alpha = 1): string {
	return colour(tone === 'none' ? 'prev' : tone, alpha);
}

/** How far the canvas reaches beyond the plot, so that dots and line ends at its edge are whole; in display units. */
export const bleed = 1.6;

/** An axis that is there but not drawn; `Plot.svelte` writes it as text. */
export function bareAxis(min: number, max: number) {
	return { type: 'linear', display: false, offset: false, min, max } as const;
}

/** A set of few cores, or with an engine from before Chromium 85, draws no more pixels than it must. */
function pixelRatio(): number {
	const isWeak = (navigator.hardwareConcurrency || 4) < 4 || !CSS.supports('content-visibility', 'auto');
	return isWeak ? 1 : Math.min(window.devicePixelRatio, 2);
}

/** What both kinds of chart leave out. How far the axes reach, the view says. */
export function bareOptions<Kind extends 'bar' | 'line'>(): ChartOptions<Kind> {
	const options: ChartOptions<'bar'> & ChartOptions<'line'> = {
		animation: false,
		responsive: true,
		maintainAspectRatio: false,
		devicePixelRatio: pixelRatio(),
		events: [],
		normalized: true,
		parsing: false,
		layout: { autoPadding: false, padding: () => bleed * unit() },
		scales: { x: bareAxis(0, 1), y: bareAxis(0, 1) },
	};
	return options as ChartOptions<Kind>; // nothing in it belongs to one kind alone
}

export { Chart };
