/** `target`: the cumulative result of a period against the path to its target over working days, with where it is heading. */
import type { TargetView } from '../../shared/views.ts';
import { fill } from '../../shared/words/language.ts';
import { daysFromTo } from '../floor/period.ts';
import { labelOf } from '../metrics/catalogue.ts';
import type { PanelConfig } from './boards.ts';
import type { PanelContext } from './context.ts';
import { blankViews } from './blank.ts';
import { currentPeriod } from './context.ts';
import { axisUpTo, frameOf } from './frame.ts';
import { amountsOf } from './privacy.ts';
import { ofTarget, standingVerdict, thisPeriodAlone } from './standing.ts';

export function targetView(config: PanelConfig<'target'>, context: PanelContext): TargetView {
	const { metrics, calendar, cut, scope, privacy } = context;
	const { evaluator } = metrics;
	const { words } = metrics.numbers();
	const { metric } = config;
	const amounts = amountsOf(metric, privacy, metrics.numbers());
	const period = currentPeriod(config, context);
	const label = labelOf(metric, metrics.numbers().language);
	const standing = evaluator.target(metric, scope, period);
	const whole = standing && !standing.incomplete ? standing.value : null;
	const frame = frameOf(config, fill(words.targetTitle, { metric: label }), period, context);
	if (amounts.areShares && (whole === null || whole <= 0)) return { ...blankViews.target(frame), empty: words.needsTarget };
	const shown = (value: number | null): number | null => amounts.of(value, whole);
	const target = shown(whole);
	const result = shown(evaluator.value(metric, metric, scope, period, cut).value) ?? 0;
	const projected = shown(evaluator.value('projected', metric, scope, period, cut).value);
	const { isOver, elapsed } = evaluator.progress(scope, period, cut);

	const days = daysFromTo(period.from, period.to);
	const person = scope.kind === 'person' ? scope.id : undefined;
	const isWorkday = (day: string): boolean => calendar.isWorkday(day, person);
	const workdays = days.filter(isWorkday);
	const byDay = evaluator.by(metric, metric, 'day', scope, period, cut);
	// What was won on a day off stands in the next working day's point, and in the last one when none follows.
	const totals: number[] = [];
	let sum = 0;
	for (const day of days) {
		sum += shown(byDay.get(day)?.value ?? 0) ?? 0;
		if (isWorkday(day)) totals.push(sum);
	}
	if (totals.length > 0) totals[totals.length - 1] = sum;
	const reached = isOver ? workdays.length : Math.ceil(elapsed);
	const atStart = reached === 0;
	const actual = [atStart ? result : 0, ...totals.map((total, index) => (index + 1 < reached ? total : index + 1 === reached ? result : null))];
	const path = target === null ? [] : [0, ...workdays.map((_, index) => (target * (index + 1)) / workdays.length)];
	const last = workdays.length;
	const projection =
		projected === null || isOver || reached >= last ? [] : actual.map((_, index) => (index < reached ? null : result + ((projected - result) * (index - reached)) / (last - reached)));
	const every = Math.max(1, Math.ceil(last / 5));
	const axis = axisUpTo(Math.max(target ?? 0, projected ?? 0, ...actual.map((value) => value ?? 0)), amounts);

	// Finer than a pixel of the largest screen nothing can be seen; each tick would move it, and the board go out again.
	const visible = Math.max(1, axis.yMax / 2_000);
	const onChart = (value: number): number => Math.round(Math.round(value / visible) * visible);

	return {
		...frame,
		empty: standing === null && byDay.size === 0 ? words.nothingYet : null,
		headline: {
			label: thisPeriodAlone(period, context),
			number: amounts.write(result),
			verdict: standingVerdict(metric, period, context),
			context: standing === null ? words.noTarget : standing.incomplete ? fill(words.ofTargetSoFar, { target: amounts.text(standing.value) }) : ofTarget(metric, standing.value, context),
		},
		xLabels: ['', ...workdays.map((_, index) => (index % every === 0 ? String(index + 1) : ''))],
		actual: actual.map((value) => (value === null ? null : Math.round(value))),
		path: path.map(Math.round),
		projection: projection.map((value) => (value === null ? null : onChart(value))),
		projectionText: projection.length > 0 ? fill(words.onCourse, { value: amounts.text(projected) }) : '',
		pathText: target === null ? '' : amounts.areShares ? words.targetMark : fill(words.targetIs, { value: amounts.text(target) }),
		...axis,
	};
}
