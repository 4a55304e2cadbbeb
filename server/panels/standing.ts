/** How a number stands, in words: against its target, its pace, or the period before. */
import type { Mark, Tone, Verdict } from '../../shared/views.ts';
import { fill } from '../../shared/words/language.ts';
import type { MetricId } from '../metrics/catalogue.ts';
import { metricOf } from '../metrics/catalogue.ts';
import { unitOf } from '../metrics/explain.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Scope } from '../metrics/scope.ts';
import type { Period } from '../floor/period.ts';
import type { PanelContext } from './context.ts';
import { hidesAmounts } from './privacy.ts';
import { unitOfBase } from './context.ts';

export const verdict = (tone: Tone, mark: Mark, text: string): Verdict => ({ tone, mark, text });

/** How a result stands against its target, in words: by pace while the period runs, by the whole once it is over. */
export function targetVerdict(metric: MetricId, scope: Scope, period: Period, { metrics, cut }: Pick<PanelContext, 'metrics' | 'cut'>): Verdict | null {
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

export const lastWords = { day: 'lastDay', week: 'lastWeek', month: 'lastMonth', quarter: 'lastQuarter', year: 'lastYear' } as const;
export const thisWords = { day: 'thisDay', week: 'thisWeek', month: 'thisMonth', quarter: 'thisQuarter', year: 'thisYear' } as const;

/** "this month"; once it is over, by its name. */
export const thisPeriod = (period: Period, { metrics, cut, scope }: PanelContext): string =>
	metrics.evaluator.progress(scope, period, cut).isOver ? metrics.times().period(period) : metrics.numbers().words[thisWords[period.kind]];

/** The same, where it begins a line. */
export function thisPeriodAlone(period: Period, context: PanelContext): string {
	const words = thisPeriod(period, context);
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/** How a number stands: against its target, else against the period before, and then it says so. */
export function standingVerdict(metric: MetricId, period: Period, context: PanelContext): Verdict | null {
	const byTarget = targetVerdict(metric, context.scope, period, context);
	if (byTarget) return byTarget;
	const { verdict: changed } = changeVerdict(metric, metric, context.scope, period, context);
	const { words } = context.metrics.numbers();
	return changed && { ...changed, text: `${changed.text} ${fill(words.versus, { period: words[lastWords[period.kind]] })}` };
}

/** "of €500k target": what the number is out of; "of target" where it is a share of it. */
export function ofTarget(metric: MetricId, target: number, { metrics, privacy }: PanelContext): string {
	const { words, text } = metrics.numbers();
	const unit = unitOfBase(metric);
	if (hidesAmounts(unit, privacy)) return words.ofSomeTarget;
	return fill(unit === 'money' ? words.ofTarget : words.ofTargetOf, { target: text(unit, target) });
}

/** A metric's change against the previous period, like with like (M12). */
export function changeVerdict(metric: MetricId, base: MetricId, scope: Scope, period: Period, { metrics, cut }: PanelContext): { verdict: Verdict | null; note: string } {
	const { evaluator } = metrics;
	const { words } = metrics.numbers();
	const before = evaluator.previous(period, cut);
	const is = evaluator.value(metric, base, scope, period, cut).value;
	const was = evaluator.value(metric, base, scope, before.period, before.cut).value;
	const last = words[lastWords[period.kind]];
	if (is === null || was === null) return { verdict: null, note: fill(words.beforePeriod, { period: last }) };
	const changed = changeBetween(metric, base, is, was, metrics);
	return changed ? { verdict: changed, note: comparedWith(period, { metrics, cut, scope }) } : { verdict: null, note: fill(words.noneBefore, { period: last }) };
}

/** What a change is against: "vs. same time last month"; once the period is over, "vs. last month". */
export function comparedWith(period: Period, { metrics, cut, scope }: Pick<PanelContext, 'metrics' | 'cut' | 'scope'>): string {
	const { words } = metrics.numbers();
	return fill(metrics.evaluator.progress(scope, period, cut).isOver ? words.versus : words.sameTime, { period: words[lastWords[period.kind]] });
}

/** How one figure differs from another of the same metric; null where there is nothing to be a share of. */
export function changeBetween(metric: MetricId, base: MetricId, is: number, was: number, metrics: Pick<Metrics, 'numbers'>): Verdict | null {
	const { change } = metrics.numbers();
	const inPoints = unitOf({ id: metric, base }) === 'share';
	if (was === 0 && !inPoints) return null;
	const difference = inPoints ? is - was : (is - was) / Math.abs(was);
	if (Math.abs(difference) < 0.0005) return verdict('none', '=', change(0, inPoints).slice(1));
	const { better } = metricOf(metric);
	const isGood = difference > 0 === (better === 'up');
	const tone: Tone = better === 'neither' ? 'none' : isGood ? 'good' : 'bad';
	return verdict(tone, difference > 0 ? '▲' : '▼', change(Math.abs(difference), inPoints).slice(1));
}
