/** How a figure follows from what is counted, as a line of arithmetic in words: "€1,240k ÷ 62% of the working days = €2.00M". */
import { fill, wordsIn } from '../../shared/words/language.ts';
import { measureWords } from '../../shared/words/measures.ts';
import { whyWords } from '../../shared/words/why.ts';
import type { Period } from '../floor/period.ts';
import type { Cut } from '../rollups/read.ts';
import { labelOf, metricOf } from './catalogue.ts';
import { ingredientsOf } from './computed.ts';
import { unitOf, type NamedMetric } from './explain.ts';
import type { Metrics } from './metrics.ts';
import { unitOfQuantity } from './quantities.ts';
import { isOfMoment } from './row-sets.ts';
import type { Scope } from './scope.ts';

/** `count`: the rows of a sum or a state. */
export function arithmetic(metrics: Metrics, metric: NamedMetric, scope: Scope, period: Period, cut: Cut, count: number): string {
	const { evaluator, numbers, times } = metrics;
	const { language, text, words: wall, decimal } = numbers();
	const words = wordsIn(whyWords, language);
	const counts = wordsIn(measureWords, language);
	const { formula } = metricOf(metric.id);
	const unit = unitOf(metric);
	const { value, numerator, denominator, reason } = evaluator.value(metric.id, metric.base, scope, period, cut);
	if (value === null && reason !== null && reason !== 'no_denominator') return fill(words.how_unknown, { reason: wall[`reason_${reason}`] });
	const said = text(unit, value);
	switch (formula.kind) {
		case 'sum':
			return fill(unit === 'count' ? words.how_count : words.how_sum, { label: counts[`measure_${formula.measure}`], count, value: said });
		case 'ratio': {
			return fill(words.how_ratio, { above: text(unitOfQuantity(formula.of), numerator), of: counts[`measure_${formula.of}`], below: text(unitOfQuantity(formula.over), denominator), over: counts[`measure_${formula.over}`], value: said });
		}
		case 'rows': {
			const told = { label: counts[`measure_${formula.of}`], time: times().full(cut.until), count, value: said };
			if (isOfMoment(formula.of)) return fill(unit === 'count' ? words.how_state_count : words.how_state, told);
			return fill(unit === 'count' ? words.how_count : words.how_sum, told);
		}
		case 'computed': {
			const parts = ingredientsOf[formula.of].map((id) => `${labelOf(id, language)} ${text(unitOf({ id, base: id }), evaluator.value(id, id, scope, period, cut).value)}`);
			return fill(words.how_computed, { parts: parts.join(' · '), value: said });
		}
		case 'derived':
			break;
	}
	const base = unitOf({ id: metric.base, base: metric.base });
	const result = text(base, evaluator.value(metric.base, metric.base, scope, period, cut).value);
	const target = text(base, evaluator.target(metric.base, scope, period)?.value ?? null);
	const { share } = evaluator.progress(scope, period, cut);
	switch (formula.derivation) {
		case 'reps_at_quota':
			return fill(words.how_reps_at_quota, { reached: text('count', numerator), all: text('count', denominator), value: said });
		case 'required_per_day':
			return value === 0 ? fill(words.how_required_met, { result, target }) : fill(words.how_required_per_day, { result, target, days: decimal(denominator ?? 0), value: said });
		case 'growth': {
			const before = evaluator.previous(period, cut);
			const was = evaluator.value(metric.base, metric.base, scope, before.period, before.cut).value;
			return fill(words.how_growth, { result, before: text(base, was), period: times().period(before.period), value: said });
		}
		case 'quota_attainment':
		case 'pace':
		case 'projected':
			return fill(words[`how_${formula.derivation}`], { result, target, share: text('share', share), value: said });
	}
}
