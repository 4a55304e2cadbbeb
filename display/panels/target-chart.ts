/** The pacing line: what was reached so far, against the path to the target, and where it leads. */
import type { Point } from 'chart.js';
import type { TargetView, Tone } from '../../shared/views.ts';
import { bareAxis, bareOptions, Chart, colour, toneColour, type Drawing } from './chart.ts';
import { unit } from '../parts/unit.ts';

function points(values: readonly (number | null)[], max: number): Point[] {
	return values.flatMap((value, x) => (value === null ? [] : [{ x, y: Math.min(max, Math.max(0, value)) }]));
}

export function drawTarget(canvas: HTMLCanvasElement): Drawing<TargetView> {
	let tone: Tone = 'none';
	let lastActual = 0;
	const line = { type: 'line', clip: false, borderCapStyle: 'round', borderJoinStyle: 'round' } as const;
	const chart = new Chart<'line'>(canvas, {
		type: 'line',
		options: bareOptions<'line'>(),
		data: {
			datasets: [
				{
					...line,
					data: [],
					order: 1,
					borderColor: () => toneColour(tone),
					backgroundColor: () => toneColour(tone, 0.14),
					borderWidth: () => 0.75 * unit(),
					fill: 'origin',
					pointRadius: ({ dataIndex }) => (dataIndex === lastActual ? 1.1 * unit() : 0),
					pointBorderWidth: 0,
					pointBackgroundColor: () => toneColour(tone),
				},
				{
					...line,
					data: [],
					order: 2,
					borderColor: () => colour('text', 0.9),
					borderWidth: () => 0.4 * unit(),
					borderDash: () => [0.1 * unit(), 1 * unit()],
					pointRadius: 0,
				},
				{
					...line,
					data: [],
					order: 3,
					borderCapStyle: 'butt',
					borderColor: () => colour('text-2'),
					borderWidth: () => 0.35 * unit(),
					borderDash: () => [1.4 * unit(), 1.2 * unit()],
					pointRadius: 0,
				},
			],
		},
	});
	return {
		show(view) {
			const [actual, projection, path] = chart.data.datasets;
			if (!actual || !projection || !path) return;
			tone = view.headline.verdict?.tone ?? 'none';
			actual.data = points(view.actual, view.yMax);
			projection.data = points(view.projection, view.yMax);
			path.data = points(view.path, view.yMax);
			lastActual = actual.data.length - 1;
			chart.options.scales = {
				x: bareAxis(0, Math.max(1, view.xLabels.length - 1)),
				y: bareAxis(0, view.yMax > 0 ? view.yMax : 1),
			};
			chart.update('none');
		},
		close: () => chart.destroy(),
	};
}
