/** The figures beside a panel: label, number, and how it compares. */
import type { FigureView, Verdict } from '../../shared/views.ts';
import { fill } from '../../shared/words/language.ts';
import type { Period } from '../floor/period.ts';
import { periodAround } from '../floor/period.ts';
import type { Derivation, MetricId } from '../metrics/catalogue.ts';
import { labelOf, metricOf } from '../metrics/catalogue.ts';
import { unitOf } from '../metrics/explain.ts';
import type { FigureConfig, PanelConfig } from './boards.ts';
import type { PanelContext } from './context.ts';
import { unitOfBase } from './context.ts';
import { hidesAmounts } from './privacy.ts';
import { changeVerdict, lastWords, ofTarget, thisWords, verdict } from './standing.ts';

/** Of the panel's scope, when there is an attainment of it. */
function usableTarget(metric: MetricId, period: Period, { metrics, scope }: PanelContext): number | null {
	const standing = metrics.evaluator.target(metric, scope, period);
	return standing && !standing.incomplete && standing.value > 0 ? standing.value : null;
}

/** Null where it may not be shown. */
export function figureView(config: FigureConfig, panel: PanelConfig, context: PanelContext): FigureView | null {
	const { metrics, cut, scope, privacy } = context;
	const { words, write } = metrics.numbers();
	const { formula } = metricOf(config.metric);
	const base = formula.kind === 'derived' ? (config.base ?? panel.metric) : config.metric;
	const unit = unitOf({ id: config.metric, base });
	const isHidden = hidesAmounts(unit, privacy);
	const period = periodAround(config.period, cut.untilDay, context.rules);
	const evaluated = metrics.evaluator.value(config.metric, base, scope, period, cut);
	const isProjection = formula.kind === 'derived' && formula.derivation === 'projected';
	const named = labelOf(config.metric, metrics.numbers().language);
	// What it is on course for is said by the verdict and the note below.
	const label = isHidden && !isProjection ? fill(words.shareOf, { what: named }) : named;
	const isFinished = isProjection && metrics.evaluator.progress(scope, period, cut).isOver;
	if (isFinished) return { id: `${config.metric}-${config.period}`, label, number: write('count', null), verdict: null, note: words.reason_over };
	const target = isHidden ? usableTarget(base, period, context) : null;
	if (isHidden && target === null) return null;
	const number = target === null ? write(unit, evaluated.value) : write('share', evaluated.value === null ? null : evaluated.value / target);
	const figure = { id: `${config.metric}-${config.period}`, label, number };
	if (evaluated.value === null && evaluated.reason) {
		// "Nothing to divide by" is for who asks why; from a desk it means that there were none.
		const note = evaluated.reason === 'no_denominator' && formula.kind === 'ratio' ? fill(words.noneBefore, { period: words[thisWords[period.kind]] }) : words[`reason_${evaluated.reason}`];
		return { ...figure, verdict: null, note };
	}
	const small = fill(words.smallSample, { numerator: evaluated.numerator ?? 0, denominator: evaluated.denominator ?? 0 });
	if (formula.kind === 'derived') return { ...figure, ...derivedVerdict(formula.derivation, base, period, evaluated.value ?? 0, context), ...(formula.derivation === 'reps_at_quota' ? { note: small } : {}) };
	const { verdict: compared, note } = changeVerdict(config.metric, base, scope, period, context);
	const isSmall = formula.kind === 'ratio' && evaluated.denominator !== null && evaluated.denominator < 10 && unitOfBase(config.metric) === 'share';
	return { ...figure, verdict: compared, note: isSmall ? small : note };
}

/** What is derived compares with what it is derived from: a projection with the target, what is needed a day with what was done. */
function derivedVerdict(derivation: Derivation, base: MetricId, period: Period, value: number, context: PanelContext): { verdict: Verdict | null; note: string } {
	const { metrics, cut, scope, privacy } = context;
	const { evaluator } = metrics;
	const { words, text, percent, decimal } = metrics.numbers();
	const unit = unitOfBase(base);
	switch (derivation) {
		case 'growth':
			return { verdict: value === 0 ? null : verdict(value > 0 ? 'good' : 'bad', value > 0 ? '▲' : '▼', value > 0 ? words.up : words.down), note: fill(evaluator.progress(scope, period, cut).isOver ? words.versus : words.sameTime, { period: words[lastWords[period.kind]] }) };
		case 'projected': {
			const standing = evaluator.target(base, scope, period);
			if (!standing || standing.incomplete || standing.value === 0) return { verdict: null, note: '' };
			const over = value / standing.value - 1;
			const judged = Math.abs(over) < 0.005 ? verdict('good', '=', words.onTarget) : over > 0 ? verdict('good', '▲', fill(words.over, { percent: percent(over) })) : verdict('bad', '▼', fill(words.missed, { percent: percent(over) }));
			return { verdict: judged, note: ofTarget(base, standing.value, context) };
		}
		case 'required_per_day': {
			const { elapsed, total } = evaluator.progress(scope, period, cut);
			const left = total - elapsed;
			const note = left === 1 ? words.dayLeft : fill(words.daysLeft, { days: decimal(left) });
			if (elapsed < 1 || value === 0 || hidesAmounts(unit, privacy)) return { verdict: null, note };
			const perDay = (evaluator.value(base, base, scope, period, cut).value ?? 0) / elapsed;
			const isEnough = perDay >= value;
			return { verdict: verdict(isEnough ? 'good' : 'bad', isEnough ? '▲' : '▼', fill(words.perDaySoFar, { value: text(unit, perDay) })), note };
		}
		default:
			return { verdict: null, note: '' };
	}
}
