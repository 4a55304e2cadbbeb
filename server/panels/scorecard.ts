/** `scorecard`: five to eight KPIs, each in its own period, with how it stands, where it comes from and what is usual. */
import type { ScorecardCell, ScorecardView } from '../../shared/further-views.ts';
import type { FigureView, Verdict } from '../../shared/views.ts';
import { fill, textIn, wordsIn } from '../../shared/words/language.ts';
import { toldApartWords } from '../../shared/words/told-apart.ts';
import { periodAround } from '../floor/period.ts';
import { labelOf, metricOf } from '../metrics/catalogue.ts';
import { unitOf } from '../metrics/explain.ts';
import type { FigureConfig, PanelConfig } from './boards.ts';
import type { PanelContext } from './context.ts';
import { currentPeriod } from './context.ts';
import { figureView } from './figure.ts';
import { frameOf } from './frame.ts';
import { historyOf } from './history.ts';
import { hidesAmounts } from './privacy.ts';
import { ofTarget, targetVerdict } from './standing.ts';

const cellsShown = 8;

/** The panel's own metric, then its figures; no figure twice. */
const figuresOf = ({ metric, period, figures }: PanelConfig<'scorecard'>): FigureConfig[] =>
	[{ metric, base: null, period }, ...figures.filter((figure) => figure.metric !== metric || figure.period !== period)].slice(0, cellsShown);

/** Heights from zero to the largest of all that is drawn; what is below zero has none. */
function drawn(values: readonly (number | null)[], benchmark: { from: number | null; to: number | null } | null): Pick<ScorecardCell, 'spark' | 'band'> {
	const marks = benchmark ? [benchmark.from, benchmark.to] : [];
	const largest = Math.max(...[...values, ...marks].map((value) => value ?? 0));
	if (!(largest > 0) || values.every((value) => value === null || value === 0)) return { spark: [], band: null };
	const height = (value: number): number => Math.round(Math.min(1, Math.max(0, value / largest)) * 1000) / 1000;
	return {
		spark: values.map((value) => (value === null ? null : height(value))),
		band: benchmark && { from: height(benchmark.from ?? 0), to: height(benchmark.to ?? largest) },
	};
}

/** Against its target where it adds up to one and there is a pace, else as it stands beside any panel. */
function compared({ metric, period: kind }: FigureConfig, figure: FigureView, context: PanelContext): { verdict: Verdict | null; note: string } {
	const { metrics, cut, scope, rules } = context;
	const period = periodAround(kind, cut.untilDay, rules);
	const standing = metricOf(metric).formula.kind === 'sum' ? metrics.evaluator.target(metric, scope, period) : null;
	const judged = standing && targetVerdict(metric, scope, period, context);
	return judged && judged.tone !== 'none' ? { verdict: judged, note: ofTarget(metric, standing.value, context) } : figure;
}

/** Null where it may not be shown. `isBlank`: there has been nothing of it. */
function cellOf(figure: FigureConfig, config: PanelConfig<'scorecard'>, context: PanelContext): { cell: ScorecardCell; isBlank: boolean } | null {
	const { metrics, cut, scope, privacy, rules } = context;
	const { words, language } = metrics.numbers();
	const shown = figureView(figure, config, context);
	if (!shown) return null;
	const own = wordsIn(toldApartWords, language);
	const { metric } = figure;
	const { formula, benchmark: usual } = metricOf(metric);
	const base = formula.kind === 'derived' ? (figure.base ?? config.metric) : metric;
	const period = periodAround(figure.period, cut.untilDay, rules);
	const isHidden = hidesAmounts(unitOf({ id: metric, base }), privacy);
	const benchmark = isHidden ? undefined : usual;
	const history = isHidden ? [] : historyOf(metric, base, period, context);
	const { verdict, note } = compared(figure, shown, context);
	// What is derived from the panel's own metric stands beside it.
	const named = formula.kind === 'derived' && base !== config.metric ? fill(own.ofBase, { base: labelOf(base, language), metric: shown.label }) : shown.label;
	const { spark, band } = drawn(history, benchmark ?? null);
	const value = spark.length > 0 ? null : metrics.evaluator.value(metric, base, scope, period, cut).value;
	return {
		cell: {
			id: shown.id,
			label: named,
			period: figure.period === config.period ? '' : figure.period === 'day' ? words.thisDay : metrics.times().short(period),
			number: shown.number,
			verdict,
			note,
			spark,
			band,
			benchmark: benchmark ? textIn(benchmark.text, language) : '',
		},
		isBlank: spark.length === 0 && (value === null || value === 0),
	};
}

export function scorecardView(config: PanelConfig<'scorecard'>, context: PanelContext): ScorecardView {
	const { words, language } = context.metrics.numbers();
	const cells = figuresOf(config).flatMap((figure) => cellOf(figure, config, context) ?? []);
	return {
		...frameOf({ ...config, figures: [] }, wordsIn(toldApartWords, language).scorecardTitle, currentPeriod(config, context), context),
		empty: cells.length === 0 ? words.needsTarget : cells.every(({ isBlank }) => isBlank) ? words.nothingYet : null,
		cells: cells.map(({ cell }) => cell),
	};
}
