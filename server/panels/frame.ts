/** What every panel says about itself, and how its axis runs. */
import type { PanelFrame, PanelKind } from '../../shared/views.ts';
import { fill } from '../../shared/words/language.ts';
import type { Period } from '../floor/period.ts';
import type { PanelConfig } from './boards.ts';
import type { PanelContext } from './context.ts';
import { figureView } from './standing.ts';

/** The part that all panels share; what is stale, failed or demo is known only by whoever composes the board. */
export function frameOf<K extends PanelKind>(config: PanelConfig<K>, title: string, period: Period, context: PanelContext): PanelFrame<K> {
	const { metrics, calendar, cut } = context;
	const { words } = metrics.numbers();
	const today = cut.untilDay < period.to ? cut.untilDay : period.to;
	const day = calendar.workdays(period.from, today);
	const days = calendar.workdays(period.from, period.to);
	return {
		id: config.id,
		kind: config.kind,
		title,
		period: metrics.times().period(period),
		progress: day > 0 && days > 1 ? fill(words.dayOf, { day, days }) : '',
		seconds: null,
		figures: config.figures.slice(0, 3).map((figure) => figureView(figure, config, context)),
		empty: null,
		stale: null,
		failed: null,
		demo: null,
	};
}

/** Three ticks from zero to a round number not below the largest value; `least`: so large that the ticks differ. */
export function axisUpTo(largest: number, least: number, write: (value: number) => string): { yMax: number; yTicks: { value: number; text: string }[] } {
	const target = Math.max(largest, least);
	const magnitude = 10 ** Math.floor(Math.log10(target));
	const step = [1, 1.2, 1.4, 1.6, 1.8, 2, 2.4, 3, 3.6, 4, 5, 6, 7, 8, 9, 10].find((candidate) => candidate * magnitude >= target) ?? 10;
	const yMax = step * magnitude;
	return { yMax, yTicks: [0, yMax / 2, yMax].map((value) => ({ value, text: write(value) })) };
}
