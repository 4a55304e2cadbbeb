/** `trend`: a metric by period for twelve of them, or as many as are asked for, against their targets, the last one still running. */
import type { Tone, TrendView } from '../../shared/views.ts';
import { fill } from '../../shared/words/language.ts';
import { labelOf } from '../metrics/catalogue.ts';
import type { PanelConfig } from './boards.ts';
import type { PanelContext } from './context.ts';
import { currentPeriod } from './context.ts';
import { axisUpTo, frameOf } from './frame.ts';
import { lastPeriods, periodsShown } from './history.ts';
import { amountsOf } from './privacy.ts';
import { ofTarget, standingVerdict, thisPeriodAlone } from './standing.ts';

const titles = { day: 'trendDay', week: 'trendWeek', month: 'trendMonth', quarter: 'trendQuarter', year: 'trendYear' } as const;

export function trendView(config: PanelConfig<'trend'>, context: PanelContext, count = periodsShown): TrendView {
	const { metrics, cut, scope, privacy } = context;
	const { evaluator } = metrics;
	const { words } = metrics.numbers();
	const { metric } = config;
	const amounts = amountsOf(metric, privacy, metrics.numbers());
	const current = currentPeriod(config, context);
	const label = labelOf(metric, metrics.numbers().language);
	const periods = lastPeriods(current, context, count);
	const [first] = periods;
	const values = evaluator.by(metric, metric, current.kind, scope, { ...current, from: first?.from ?? current.from }, cut);
	const wholes = periods.map((period) => {
		const standing = evaluator.target(metric, scope, period);
		return standing && !standing.incomplete ? standing.value : null;
	});
	// Each period's result, and as a share of that period's own target.
	const results = periods.map((period, index) => {
		const found = values.get(period.id);
		return amounts.of(found ? found.value : 0, wholes[index] ?? null);
	});
	const targets = wholes.map((whole) => amounts.of(whole, whole));
	const own = targets.at(-1) ?? null;
	const isIncomplete = own === null && evaluator.target(metric, scope, current) !== null;
	const { share, isOver } = evaluator.progress(scope, current, cut);
	// Of a period that is over, all is expected: that is its target.
	const paceNow = own === null || share === null || isOver ? null : own * share;
	const verdict = standingVerdict(metric, current, context);
	const tone: Tone = verdict?.tone ?? 'none';
	const bars = periods.map((period, index) => {
		const result = results[index] ?? null;
		const target = targets[index] ?? null;
		return {
			id: period.id,
			label: metrics.times().short(period),
			value: amounts.areShares ? Math.round(result ?? 0) : (result ?? 0),
			text: amounts.text(result),
			target: target === null ? null : Math.round(target * 10) / 10,
			tone: index === periods.length - 1 ? tone : ('none' as const),
		};
	});
	const isBlank = amounts.areShares && targets.every((target) => target === null);
	const isEmpty = bars.every(({ value }) => value === 0) && targets.every((target) => target === null);
	return {
		...frameOf(config, fill(words[titles[current.kind]], { metric: label }), current, context),
		empty: isBlank ? words.needsTarget : isEmpty ? words.nothingYet : null,
		headline: {
			label: thisPeriodAlone(current, context),
			number: amounts.write(results.at(-1) ?? null),
			verdict,
			context: own === null ? (isIncomplete ? words.incompleteTarget : words.noTarget) : ofTarget(metric, Math.round(own), context),
		},
		bars,
		paceNow: paceNow === null ? null : Math.round(paceNow * 10) / 10,
		paceNowText: paceNow === null ? '' : fill(words.expectedNow, { value: amounts.text(Math.round(paceNow)) }),
		targetText: own === null ? '' : amounts.areShares ? words.targetMark : fill(words.targetIs, { value: amounts.text(Math.round(own)) }),
		...axisUpTo(Math.max(...bars.map(({ value }) => value), ...targets.map((target) => target ?? 0)), amounts),
	};
}
