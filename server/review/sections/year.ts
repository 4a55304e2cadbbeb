/** Thirteen months, so that the same of last year is the first of them, and the month beside it and the one before. */
import type { ReviewTable } from '../../../shared/review-api.ts';
import type { ComparisonRow, ComparisonView } from '../../../shared/review-views.ts';
import { fill } from '../../../shared/words/language.ts';
import type { MetricId } from '../../metrics/catalogue.ts';
import { labelOf, metricOf } from '../../metrics/catalogue.ts';
import type { Evaluated } from '../../metrics/evaluated.ts';
import { unitOfBase } from '../../panels/context.ts';
import { lastPeriods } from '../../panels/history.ts';
import { changeBetween } from '../../panels/standing.ts';
import { trendView } from '../../panels/trend.ts';
import { monthsBefore, sameLastYear, valueIn } from '../earlier.ts';
import { candidate, judged, largest, saidOf, weightOf, type Candidate } from '../findings.ts';
import { frameOf, panelOf, thenOf, wordsOf, type Section, type SectionContext } from '../section.ts';
import { cellOf } from '../tables.ts';

const months = 13;
/** The first six of which anything is known; what stands further back takes the place of what a floor does not have. */
const kpis: readonly MetricId[] = ['sales', 'deals_won', 'win_rate', 'average_deal_size', 'meetings_held', 'pipeline_value', 'sales_cycle_days', 'open_deals', 'calls_made'];
const rowsShown = 6;

interface Compared {
	metric: MetricId;
	/** The month, the one before, the same of last year. */
	values: Evaluated[];
}

function compared(context: SectionContext): { stretches: ReturnType<typeof monthsBefore>; rows: Compared[] } {
	const { month, cut, scope } = context;
	const stretches = [{ period: month, cut }, ...monthsBefore(context, 1), sameLastYear(context)];
	const rows = kpis
		.map((metric) => ({ metric, values: stretches.map((stretch) => valueIn(metric, scope, stretch, context)) }))
		// All none is nothing to look at.
		.filter(({ values }) => values.some(({ value }) => value !== null && value !== 0))
		.slice(0, rowsShown);
	return { stretches, rows };
}

function comparisonView({ stretches, rows }: ReturnType<typeof compared>, context: SectionContext): ComparisonView {
	const { metrics, month } = context;
	const { write, language } = metrics.numbers();
	const words = wordsOf(context);
	return {
		...frameOf('comparison', 'year-comparison', words.comparisonTitle, context),
		empty: rows.length === 0 ? fill(words.nothingToCompare, { period: metrics.times().period(month) }) : null,
		columns: stretches.map(({ period }) => ({ id: period.id, label: metrics.times().period(period) })),
		rows: rows.map(({ metric, values }): ComparisonRow => {
			const is = values[0]?.value ?? null;
			return {
				id: metric,
				label: labelOf(metric, language),
				cells: values.map(({ value }, index) => ({ number: write(unitOfBase(metric), value), verdict: index === 0 || is === null || value === null ? null : changeBetween(metric, metric, is, value, metrics) })),
			};
		}),
	};
}

function candidates({ stretches, rows }: ReturnType<typeof compared>, context: SectionContext): Candidate[] {
	const { metrics } = context;
	const { text, percent, change, language } = metrics.numbers();
	const words = wordsOf(context);
	/** Of a rate that rests on few, out of how many. */
	const said = (metric: MetricId, { value, numerator, denominator }: Evaluated): string => {
		const short = text(unitOfBase(metric), value);
		return unitOfBase(metric) === 'share' && numerator !== null && denominator !== null ? fill(words.smallValue, { value: short, above: text('count', numerator), below: text('count', denominator) }) : short;
	};
	const countOf = ({ metric, values }: Compared, index: number): number => values[index]?.denominator ?? (unitOfBase(metric) === 'count' ? (values[index]?.value ?? 0) : 10);
	return rows.flatMap((row): Candidate[] => {
		const { metric, values } = row;
		const [is] = values;
		// Of one figure the larger of its two deviations: twice the same would say nothing new.
		const both = stretches.slice(1).flatMap(({ period }, index): Candidate[] => {
			const was = values[index + 1];
			if (!is || !was || is.value === null || was.value === null || was.value === 0) return [];
			const difference = is.value - was.value;
			if (difference === 0) return [];
			const relative = difference / Math.abs(was.value);
			const size = relative * weightOf(Math.min(countOf(row, 0), countOf(row, index + 1)));
			const by = unitOfBase(metric) === 'share' ? change(Math.abs(difference), true).slice(1) : percent(relative);
			const sentence = words[difference < 0 ? 'kpi_less' : 'kpi_more'];
			return [candidate(`${metric}:${period.id}`, size, judged(difference, metricOf(metric).better, saidOf(fill(sentence, { label: labelOf(metric, language), value: said(metric, is), percent: by, then: thenOf(period, context), was: said(metric, was) }), is.approximate || was.approximate, words)))];
		});
		return both.sort((a, b) => b.size - a.size).slice(0, 1);
	});
}

function monthTable(context: SectionContext): ReviewTable {
	const { metrics, month, cut, scope } = context;
	const { evaluator } = metrics;
	const { language } = metrics.numbers();
	const words = wordsOf(context);
	const rows = lastPeriods(month, context, months).map((period) => {
		const at = { period, cut };
		const standing = evaluator.target('sales', scope, period);
		const target = standing && !standing.incomplete ? standing.value : null;
		const sales = valueIn('sales', scope, at, context).value;
		return [
			{ value: period.id, text: metrics.times().period(period) },
			cellOf('money', sales, context),
			cellOf('money', target, context),
			cellOf('share', sales === null || target === null || target <= 0 ? null : sales / target, context),
			cellOf('count', valueIn('deals_won', scope, at, context).value, context),
			cellOf('share', valueIn('win_rate', scope, at, context).value, context),
		];
	});
	return {
		id: 'months', title: words.thirteenMonths, rows,
		columns: [
			{ id: 'month', label: words.month, unit: 'text' }, { id: 'sales', label: labelOf('sales', language), unit: 'money' }, { id: 'target', label: words.target, unit: 'money' },
			{ id: 'attainment', label: words.attainment, unit: 'share' }, { id: 'deals_won', label: labelOf('deals_won', language), unit: 'count' }, { id: 'win_rate', label: labelOf('win_rate', language), unit: 'share' },
		],
	};
}

export function year(context: SectionContext): Section {
	const found = compared(context);
	return {
		panels: [{ ...trendView(panelOf({ id: 'year', kind: 'trend', metric: 'sales' }), context, months), demo: context.demo }, comparisonView(found, context)],
		findings: largest(candidates(found, context)),
		tables: [monthTable(context)],
	};
}
