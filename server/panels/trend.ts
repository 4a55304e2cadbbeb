/** `trend`: a metric by week for twelve weeks against its targets, the last one still running. */
import type { Tone, TrendView } from '../../shared/views.ts';
import { fill } from '../../shared/words/language.ts';
import type { Period } from '../floor/period.ts';
import { addDays, periodAround, periodsWithin } from '../floor/period.ts';
import { company } from '../metrics/scope.ts';
import type { PanelConfig } from './boards.ts';
import type { PanelContext } from './context.ts';
import { currentPeriod, labelOf, unitOfBase } from './context.ts';
import { axisUpTo, frameOf } from './frame.ts';
import { ofTarget, standingVerdict, thisPeriodAlone } from './standing.ts';

const barsShown = 12;

const lastPeriods = (current: Period, context: PanelContext): Period[] => {
	let first = current;
	for (let index = 1; index < barsShown; index += 1) first = periodAround(current.kind, addDays(first.from, -1), context.rules);
	return periodsWithin(current.kind, { from: first.from, to: current.to }, context.rules);
};

export function trendView(config: PanelConfig<'trend'>, context: PanelContext): TrendView {
	const { metrics, cut } = context;
	const { evaluator } = metrics;
	const { words, write, text } = metrics.numbers();
	const { metric } = config;
	const unit = unitOfBase(metric);
	const current = currentPeriod(config, context);
	const label = labelOf(metric, context);
	const periods = lastPeriods(current, context);
	const [first] = periods;
	const values = evaluator.by(metric, metric, current.kind, company, { ...current, from: first?.from ?? current.from }, cut);
	const targets = periods.map((period) => {
		const standing = evaluator.target(metric, company, period);
		return standing && !standing.incomplete ? standing.value : null;
	});
	const own = targets.at(-1) ?? null;
	const isIncomplete = own === null && evaluator.target(metric, company, current) !== null;
	const result = values.get(current.id)?.value ?? 0;
	const { share } = evaluator.progress(company, current, cut);
	const paceNow = own === null || share === null ? null : own * share;
	const verdict = standingVerdict(metric, current, context);
	const tone: Tone = verdict?.tone ?? 'none';
	const bars = periods.map((period, index) => {
		const value = values.get(period.id)?.value ?? 0;
		const target = targets[index] ?? null;
		return {
			id: period.id,
			label: period.kind === 'week' ? metrics.times().weekShort(period) : period.id,
			value,
			text: text(unit, value),
			target: target === null ? null : Math.round(target * 10) / 10,
			tone: index === periods.length - 1 ? tone : 'none',
		};
	});
	const isEmpty = bars.every(({ value }) => value === 0) && targets.every((target) => target === null);
	return {
		...frameOf(config, fill(words.trendTitle, { metric: label }), current, context),
		empty: isEmpty ? words.nothingYet : null,
		headline: {
			label: thisPeriodAlone(current, context),
			number: write(unit, result),
			verdict,
			context: own === null ? (isIncomplete ? words.incompleteTarget : words.noTarget) : ofTarget(metric, Math.round(own), context),
		},
		bars,
		paceNow: paceNow === null ? null : Math.round(paceNow * 10) / 10,
		paceNowText: paceNow === null ? '' : fill(words.expectedNow, { value: text(unit, Math.round(paceNow)) }),
		targetText: own === null ? '' : fill(words.targetIs, { value: text(unit, Math.round(own)) }),
		...axisUpTo(Math.max(...bars.map(({ value }) => value), ...targets.map((target) => target ?? 0)), unit === 'money' ? 400 : 4, (value) => text(unit, value)),
	};
}
