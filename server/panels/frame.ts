/** What every panel says about itself, and how its axis runs. */
import type { UnitName } from '../../shared/api.ts';
import type { PanelFrame, PanelKind } from '../../shared/views.ts';
import { fill, textIn } from '../../shared/words/language.ts';
import type { Period } from '../floor/period.ts';
import { briefName } from '../floor/short-name.ts';
import { isMetricId, metricOf } from '../metrics/catalogue.ts';
import type { NumberWriter } from '../metrics/number-text.ts';
import type { PanelConfig } from './boards.ts';
import type { PanelContext } from './context.ts';
import { nameOf } from './context.ts';
import { figureView } from './figure.ts';
import type { Amounts } from './privacy.ts';

/** Forms that are of more than their metric say what they are themselves. */
const ownForms = ['scorecard', 'funnel', 'activity-sheet', 'workback', 'forecast'] as const;
function aboutOf({ kind, metric }: PanelConfig, { words, language }: NumberWriter): string {
	const own = ownForms.find((form) => form === kind);
	return own ? words[`about_${own}`] : textIn(metricOf(metric).means, language);
}
const definedBy = ({ kind, metric }: PanelConfig): string => (kind === 'attainment' ? 'quota_attainment' : kind === 'workback' ? 'required_per_day' : kind === 'forecast' && isMetricId('forecast') ? 'forecast' : metric);

/** The part that all panels share; what is stale, failed or demo is known only by whoever composes the board. */
export function frameOf<K extends PanelKind>(config: PanelConfig<K>, title: string, period: Period, context: PanelContext): PanelFrame<K> {
	const { metrics, calendar, cut, scope } = context;
	const { words } = metrics.numbers();
	const today = cut.untilDay < period.to ? cut.untilDay : period.to;
	const day = calendar.workdays(period.from, today);
	const days = calendar.workdays(period.from, period.to);
	return {
		id: config.id,
		kind: config.kind,
		title,
		// Whose it is stands before the period, where every panel has room for it.
		period: [briefName(nameOf(scope)), metrics.times().period(period)].filter((part) => part !== '').join(' · '),
		progress: day > 0 && days > 1 ? fill(words.dayOf, { day, days }) : '',
		seconds: null,
		figures: config.figures.slice(0, 3).flatMap((figure) => figureView(figure, config, context) ?? []),
		about: aboutOf(config, metrics.numbers()),
		definition: `/definitions#${definedBy(config)}`,
		empty: null,
		stale: null,
		failed: null,
		demo: null,
	};
}

/** So large that the three ticks of an axis differ, by unit. */
const leastOf: Record<UnitName, number> = { money: 400, count: 4, share: 0.04, days: 4, seconds: 240, ratio: 0.4 };

/** Three ticks from zero to a round number not below the largest value. */
export function axisUpTo(largest: number, amounts: Amounts): { yMax: number; yTicks: { value: number; text: string }[] } {
	const target = Math.max(largest, amounts.areShares ? 400 : leastOf[amounts.unit]);
	const magnitude = 10 ** Math.floor(Math.log10(target));
	const step = [1, 1.2, 1.4, 1.6, 1.8, 2, 2.4, 3, 3.6, 4, 5, 6, 7, 8, 9, 10].find((candidate) => candidate * magnitude >= target) ?? 10;
	const yMax = step * magnitude;
	return { yMax, yTicks: [0, yMax / 2, yMax].map((value) => ({ value, text: amounts.text(value) })) };
}
