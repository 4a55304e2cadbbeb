/** `forecast`: won, commit, best case and pipeline against the target; and how right the forecasts of earlier periods were when these began. */
import type { ForecastEarlier, ForecastPart, ForecastView } from '../../shared/further-views.ts';
import { aheadWords } from '../../shared/words/plans-ahead.ts';
import { fill, wordsIn } from '../../shared/words/language.ts';
import { previousPeriod, type Period } from '../floor/period.ts';
import type { PanelConfig } from './boards.ts';
import { currentPeriod, type PanelContext } from './context.ts';
import { frameOf } from './frame.ts';
import { amountsOf } from './privacy.ts';
import { ofTarget, verdict } from './standing.ts';

const parts = ['won', 'commit', 'best_case', 'pipeline'] as const;
const earlierShown = 5;
const share = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;

export interface Expected {
	of: (id: (typeof parts)[number]) => number;
	/** Null: not known. */
	total: number | null;
	approximate: boolean;
}

export function forecastView(config: PanelConfig<'forecast'>, context: PanelContext): ForecastView {
	const { evaluator } = context.metrics;
	const period = currentPeriod(config, context);
	const found = evaluator.by('forecast', 'forecast', 'forecast_category', context.scope, period, context.cut);
	const { value: total, approximate } = evaluator.value('forecast', 'forecast', context.scope, period, context.cut);
	return forecastOf(config, context, period, { of: (id) => (found.get(id)?.value ?? 0) + (id === 'pipeline' ? (found.get(null)?.value ?? 0) : 0), total, approximate });
}

/** Also of a period that has not begun, of which nothing is counted yet. */
export function forecastOf(config: PanelConfig<'forecast'>, context: PanelContext, period: Period, { of: valueOf, total, approximate }: Expected): ForecastView {
	const { metrics, cut, scope, privacy, calendar } = context;
	const { evaluator } = metrics;
	const { words, write, percent, language } = metrics.numbers();
	const own = wordsIn(aheadWords, language);
	const amounts = amountsOf('sales', privacy, metrics.numbers());
	const standing = evaluator.target('sales', scope, period);
	const target = standing && !standing.incomplete && standing.value > 0 ? standing.value : null;
	const whole = Math.max(total ?? 0, target ?? 0, 1);
	let reached = 0;
	const stacked = parts.map((id): ForecastPart => {
		const from = reached;
		reached += Math.max(0, valueOf(id));
		return { id, label: own[`part_${id}`], number: amounts.write(amounts.of(valueOf(id), target)), from: share(from / whole), to: share(reached / whole) };
	});

	const past = [];
	// Of one that still runs, nobody knows yet how right it was.
	const isRunning = calendar.endOf(previousPeriod(period, context.rules).to) > cut.until;
	for (let before = previousPeriod(isRunning ? previousPeriod(period, context.rules) : period, context.rules), count = 0; count < earlierShown; before = previousPeriod(before, context.rules), count += 1) {
		const { numerator: won, denominator: forecast, value, approximate: isApproximate } = evaluator.value('forecast_accuracy', 'forecast_accuracy', scope, before, evaluator.cutAt(Math.min(calendar.endOf(before.to), cut.until), cut.asOf));
		if (won !== null && forecast !== null && value !== null) past.unshift({ before, won, forecast, value, isApproximate });
	}
	const largest = Math.max(1, ...past.flatMap(({ won, forecast }) => [won, forecast]));
	const earlier = past.map(({ before, won, forecast, value }): ForecastEarlier => ({
		id: before.id,
		label: metrics.times().short(before),
		forecast: amounts.write(amounts.areShares ? null : forecast),
		won: amounts.write(amounts.areShares ? null : won),
		accuracy: write('share', value),
		tone: Math.abs(value - 1) <= 0.1 ? 'good' : Math.abs(value - 1) <= 0.25 ? 'watch' : 'bad',
		forecastBar: share(forecast / largest),
		wonBar: share(won / largest),
	}));
	const forecasts = past.reduce((sum, { forecast }) => sum + forecast, 0);
	const missed = past.reduce((sum, { won, forecast }) => sum + Math.abs(won - forecast), 0);
	const isOver = total !== null && target !== null && total >= target;
	return {
		...frameOf(config, own.forecastTitle, period, context),
		empty: (total ?? 0) === 0 && past.length === 0 ? fill(own.nothingOpen, { period: metrics.times().period(period) }) : null,
		headline: {
			label: own.toClose,
			number: amounts.write(amounts.of(total, target)),
			verdict: total === null || target === null ? null : verdict(isOver ? 'good' : 'bad', isOver ? '▲' : '▼', fill(isOver ? words.over : words.missed, { percent: percent(total / target - 1) })),
			context: [target === null ? words.noTarget : ofTarget('sales', target, context), ...(approximate || past.some(({ isApproximate }) => isApproximate) ? [own.isApproximate] : [])].join(' · '),
		},
		parts: stacked,
		targetAt: target === null ? null : share(target / whole),
		targetText: target === null ? '' : words.targetMark,
		earlier,
		earlierText: forecasts > 0 ? fill(own.earlier, { percent: percent(missed / forecasts) }) : '',
	};
}
