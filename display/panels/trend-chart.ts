/** Bars by period with each period's own target across its bar, and where the current one should stand by now. */
import type { Plugin, Point } from 'chart.js';
import type { TrendView } from '../../shared/views.ts';
import { bareAxis, bareOptions, Chart, colour, toneColour, type Drawing } from './chart.ts';
import { unit } from '../parts/unit.ts';

/** Of a bar's slot: its own width, and the width of the marks across it. */
const barShare = 0.76;
const targetShare = 0.92;
/** A slot is never wider, in display units: few bars stay bars. */
const widestSlot = 18;

export function drawTrend(canvas: HTMLCanvasElement): Drawing<TrendView> {
	let shown: TrendView | null = null;

	const marks: Plugin = {
		id: 'marks',
		afterDatasetsDraw(chart) {
			const { x, y } = chart.scales;
			if (!shown || !x || !y) return;
			const slot = Math.min(widestSlot * unit(), chart.chartArea.width / shown.bars.length);
			const across = (place: number, value: number, share: number, thickness: number, name: string) => {
				chart.ctx.fillStyle = colour(name);
				const height = thickness * unit();
				const middle = y.getPixelForValue(value);
				chart.ctx.fillRect(x.getPixelForValue(place) - (slot * share) / 2, middle - height / 2, slot * share, height);
			};
			shown.bars.forEach((bar, place) => {
				if (bar.target !== null) across(place, bar.target, targetShare, 0.45, 'text-2');
			});
			if (shown.paceNow !== null) across(shown.bars.length - 1, shown.paceNow, targetShare, 0.8, 'text');
		},
	};

	const chart = new Chart<'bar', Point[]>(canvas, {
		type: 'bar',
		options: bareOptions<'bar'>(),
		plugins: [marks as Plugin<'bar'>],
		data: {
			datasets: [
				{
					data: [],
					clip: false,
					barThickness: 'flex',
					categoryPercentage: 1,
					barPercentage: barShare,
					borderRadius: () => 0.6 * unit(),
					backgroundColor: ({ dataIndex }) => toneColour(shown?.bars[dataIndex]?.tone ?? 'none'),
				},
			],
		},
	});
	return {
		show(view) {
			const [bars] = chart.data.datasets;
			if (!bars) return;
			shown = view;
			bars.maxBarThickness = widestSlot * barShare * unit();
			bars.data = view.bars.map(({ value }, place) => ({ x: place, y: Math.min(view.yMax, Math.max(0, value)) }));
			chart.options.scales = {
				x: bareAxis(-0.5, Math.max(1, view.bars.length) - 0.5),
				y: bareAxis(0, view.yMax > 0 ? view.yMax : 1),
			};
			chart.update('none');
		},
		close: () => chart.destroy(),
	};
}
