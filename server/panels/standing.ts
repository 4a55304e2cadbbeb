/** How a number stands, in words: against its target, its pace, or the period before; and the figures beside a panel that say so. */
import type { FigureView, Mark, Tone, Verdict } from '../../shared/views.ts';
import { fill } from '../../shared/words/language.ts';
import type { Derivation, MetricId } from '../metrics/catalogue.ts';
import { metricOf } from '../metrics/catalogue.ts';
import { unitOf } from '../metrics/explain.ts';
import type { Scope } from '../metrics/scope.ts';
import { company } from '../metrics/scope.ts';
import type { Period } from '../floor/period.ts';
import { periodAround } from '../floor/period.ts';
import type { FigureConfig, PanelConfig } from './boards.ts';
import type { PanelContext } from './context.ts';
import { labelOf, unitOfBase } from './context.ts';

const verdict = (tone: Tone, mark: Mark, text: string): Verdict => ({ tone, mark, text });

/** How a result stands against its target, in words: by pace while the period runs, by the whole once it is over. */
export function targetVerdict(metric: MetricId, scope: Scope, period: Period, { metrics, cut }: PanelContext): Verdict | null {
	const { evaluator } = metrics;
	const { words, percent } = metrics.numbers();
	const standing = evaluator.target(metric, scope, period);
	if (!standing) return null;
	if (standing.incomplete) return verdict('none', '', words.incompleteTarget);
	const attainment = evaluator.value('quota_attainment', metric, scope, period, cut).value;
	if (attainment === null) return null;
	const { isOver } = evaluator.progress(scope, period, cut);
	if (isOver && attainment < 1) return verdict('bad', '▼', attainment > 0.9995 ? words.justShort : fill(words.missed, { percent: percent(1 - attainment) }));
	if (attainment >= 1) return verdict('good', '▲', attainment >= 1.005 ? fill(words.over, { percent: percent(attainment - 1) }) : words.reached);
	const pace = evaluator.value('pace', metric, scope, period, cut).value;
	if (pace === null) return verdict('none', '', words.tooEarly);
	if (Math.abs(pace - 1) < 0.005) return verdict('good', '=', words.onPace);
	return pace > 1 ? verdict('good', '▲', fill(words.ahead, { percent: percent(pace - 1) })) : verdict('bad', '▼', fill(words.behind, { percent: percent(1 - pace) }));
}

const lastWords = { day: 'lastDay', week: 'lastWeek', month: 'lastMonth', quarter: 'lastQuarter', year: 'lastYear' } as const;
const thisWords = { day: 'thisDay', week: 'thisWeek', month: 'thisMonth', quarter: 'thisQuarter', year: 'thisYear' } as const;

/** "this month"; once it is over, by its name. */
export const thisPeriod = (period: Period, { metrics, cut }: PanelContext): string =>
	metrics.evaluator.progress(company, period, cut).isOver ? metrics.times().period(period) : metrics.numbers().words[thisWords[period.kind]];

/** The same, where it begins a line. */
export function thisPeriodAlone(period: Period, context: PanelContext): string {
	const words = thisPeriod(period, context);
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/** How a number stands: against its target, else against the period before, and then it says so. */
export function standingVerdict(metric: MetricId, period: Period, context: PanelContext): Verdict | null {
	const byTarget = targetVerdict(metric, company, period, context);
	if (byTarget) return byTarget;
	const { verdict: changed } = changeVerdict(metric, metric, company, period, context);
	const { words } = context.metrics.numbers();
	return changed && { ...changed, text: `${changed.text} ${fill(words.versus, { period: words[lastWords[period.kind]] })}` };
}

/** "of €500k target": what the number is out of. */
export function ofTarget(metric: MetricId, target: number, { metrics }: PanelContext): string {
	const { words, text } = metrics.numbers();
	const unit = unitOfBase(metric);
	return fill(unit === 'money' ? words.ofTarget : words.ofTargetOf, { target: text(unit, target) });
}

/** A metric's change against the previous period, like with like (M12). */
export function changeVerdict(metric: MetricId, base: MetricId, scope: Scope, period: Period, { metrics, cut }: PanelContext): { verdict: Verdict | null; note: string } {
	const { evaluator } = metrics;
	const { words, change } = metrics.numbers();
	const before = evaluator.previous(period, cut);
	const is = evaluator.value(metric, base, scope, period, cut).value;
	const was = evaluator.value(metric, base, scope, before.period, before.cut).value;
	const last = words[lastWords[period.kind]];
	const inPoints = unitOf({ id: metric, base }) === 'share';
	if (is === null || was === null) return { verdict: null, note: fill(words.beforePeriod, { period: last }) };
	if (was === 0 && !inPoints) return { verdict: null, note: fill(words.noneBefore, { period: last }) };
	const difference = inPoints ? is - was : (is - was) / Math.abs(was);
	const isSame = Math.abs(difference) < 0.0005;
	const { better } = metricOf(metric);
	const isGood = difference > 0 === (better === 'up');
	const tone: Tone = isSame || better === 'neither' ? 'none' : isGood ? 'good' : 'bad';
	const { isOver } = evaluator.progress(scope, period, cut);
	return {
		verdict: isSame ? verdict('none', '=', change(0, inPoints).slice(1)) : verdict(tone, difference > 0 ? '▲' : '▼', change(Math.abs(difference), inPoints).slice(1)),
		note: isOver ? fill(words.versus, { period: last }) : fill(words.sameTime, { period: last }),
	};
}

export function figureView(config: FigureConfig, panel: PanelConfig, context: PanelContext): FigureView {
	const { metrics, cut } = context;
	const { words, write } = metrics.numbers();
	const { formula } = metricOf(config.metric);
	const base = formula.kind === 'derived' ? (config.base ?? panel.metric) : config.metric;
	const period = periodAround(config.period, cut.untilDay, context.rules);
	const evaluated = metrics.evaluator.value(config.metric, base, company, period, cut);
	const label = labelOf(config.metric, context);
	const isFinished = formula.kind === 'derived' && formula.derivation === 'projected' && metrics.evaluator.progress(company, period, cut).isOver;
	if (isFinished) return { id: `${config.metric}-${config.period}`, label, number: write('count', null), verdict: null, note: words.reason_over };
	const number = write(unitOf({ id: config.metric, base }), evaluated.value);
	const figure = { id: `${config.metric}-${config.period}`, label, number };
	if (evaluated.value === null && evaluated.reason) {
		// "Nothing to divide by" is for who asks why; from a desk it means that there were none.
		const note = evaluated.reason === 'no_denominator' && formula.kind === 'ratio' ? fill(words.noneBefore, { period: words[thisWords[period.kind]] }) : words[`reason_${evaluated.reason}`];
		return { ...figure, verdict: null, note };
	}
	const small = fill(words.smallSample, { numerator: evaluated.numerator ?? 0, denominator: evaluated.denominator ?? 0 });
	if (formula.kind === 'derived') return { ...figure, ...derivedVerdict(formula.derivation, base, period, evaluated.value ?? 0, context), ...(formula.derivation === 'reps_at_quota' ? { note: small } : {}) };
	const { verdict: compared, note } = changeVerdict(config.metric, base, company, period, context);
	const isSmall = formula.kind === 'ratio' && evaluated.denominator !== null && evaluated.denominator < 10 && unitOfBase(config.metric) === 'share';
	return { ...figure, verdict: compared, note: isSmall ? small : note };
}

/** What is derived compares with what it is derived from: a projection with the target, what is needed a day with what was done. */
function derivedVerdict(derivation: Derivation, base: MetricId, period: Period, value: number, context: PanelContext): { verdict: Verdict | null; note: string } {
	const { metrics, cut } = context;
	const { evaluator } = metrics;
	const { words, text, percent, decimal } = metrics.numbers();
	const unit = unitOfBase(base);
	switch (derivation) {
		case 'growth':
			return { verdict: value === 0 ? null : verdict(value > 0 ? 'good' : 'bad', value > 0 ? '▲' : '▼', value > 0 ? words.up : words.down), note: fill(evaluator.progress(company, period, cut).isOver ? words.versus : words.sameTime, { period: words[lastWords[period.kind]] }) };
		case 'projected': {
			const standing = evaluator.target(base, company, period);
			if (!standing || standing.incomplete || standing.value === 0) return { verdict: null, note: '' };
			const over = value / standing.value - 1;
			const judged = Math.abs(over) < 0.005 ? verdict('good', '=', words.onTarget) : over > 0 ? verdict('good', '▲', fill(words.over, { percent: percent(over) })) : verdict('bad', '▼', fill(words.missed, { percent: percent(over) }));
			return { verdict: judged, note: ofTarget(base, standing.value, context) };
		}
		case 'required_per_day': {
			const { elapsed, total } = evaluator.progress(company, period, cut);
			const left = total - elapsed;
			const note = left === 1 ? words.dayLeft : fill(words.daysLeft, { days: decimal(left) });
			if (elapsed < 1 || value === 0) return { verdict: null, note };
			const perDay = (evaluator.value(base, base, company, period, cut).value ?? 0) / elapsed;
			const isEnough = perDay >= value;
			return { verdict: verdict(isEnough ? 'good' : 'bad', isEnough ? '▲' : '▼', fill(words.perDaySoFar, { value: text(unit, perDay) })), note };
		}
		default:
			return { verdict: null, note: '' };
	}
}
