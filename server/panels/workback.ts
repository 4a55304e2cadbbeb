/**
 * `workback` (KPIS.md §6): from what is missing to the target, what each remaining working day needs, down to calls, by the conversions
 * that this floor was measured at itself. A conversion of few cases is the company's instead, and says so.
 */
import type { WorkbackStep, WorkbackView } from '../../shared/further-views.ts';
import { aheadWords } from '../../shared/words/plans-ahead.ts';
import { fill, wordsIn } from '../../shared/words/language.ts';
import { addDays, type Period } from '../floor/period.ts';
import { labelOf, type MetricId } from '../metrics/catalogue.ts';
import { company, type Scope } from '../metrics/scope.ts';
import { blankViews } from './blank.ts';
import type { PanelConfig } from './boards.ts';
import { currentPeriod, unitOfBase, type PanelContext } from './context.ts';
import { frameOf } from './frame.ts';
import { amountsOf, hidesAmounts } from './privacy.ts';
import { ofTarget, targetVerdict, verdict } from './standing.ts';

const measuredDays = 90;
const fewest = 10;
/** Twelve deals stay twelve when the division leaves 12.000000000000002. */
const wholly = (needed: number): number => Math.ceil(needed - 1e-9 * Math.abs(needed));

/** What is needed of each step, from what is missing down; below what is not known nothing is. Multiplied back it is what is missing. */
export function neededBelow(missing: number, rates: readonly (number | null)[]): (number | null)[] {
	let needed: number | null = missing;
	return rates.map((rate) => (needed = needed === null || rate === null || rate <= 0 ? null : needed / rate));
}

/** From what was needed before to what is needed of this: divided by `over` of one `of`. */
interface Link {
	metric: MetricId;
	/** What one of it brings: the share above the line, of so many below it. */
	above: MetricId;
	below: MetricId;
	assumption: 'ofDealSize' | 'ofWins' | 'ofOpportunities' | 'ofCalls';
}
const chain: readonly Link[] = [
	{ metric: 'deals_won', above: 'sales', below: 'deals_won', assumption: 'ofDealSize' },
	{ metric: 'deals_created', above: 'deals_won', below: 'deals_created', assumption: 'ofWins' },
	{ metric: 'meetings_booked', above: 'deals_created', below: 'meetings_booked', assumption: 'ofOpportunities' },
	{ metric: 'calls_made', above: 'meetings_booked', below: 'calls_made', assumption: 'ofCalls' },
];
/** Deals are won of those that were decided, not of those that were created in the same days; a size is of those with an amount. */
const ratesOf: Partial<Record<Link['assumption'], MetricId>> = { ofDealSize: 'average_deal_size', ofWins: 'win_rate' };

export interface Conversion {
	rate: number;
	isCompanys: boolean;
}

export function workbackView(config: PanelConfig<'workback'>, context: PanelContext): WorkbackView {
	const { metrics, cut, scope, privacy } = context;
	const { evaluator } = metrics;
	const { text, write, decimal, language } = metrics.numbers();
	const own = wordsIn(aheadWords, language);
	const { metric } = config;
	const period = currentPeriod(config, context);
	const amounts = amountsOf(metric, privacy, metrics.numbers());
	const frame = frameOf({ ...config, figures: [] }, own.workbackTitle, period, context);
	const named = metrics.times().period(period);
	const blank = (empty: string): WorkbackView => blankViews.workback({ ...frame, empty });

	const standing = evaluator.target(metric, scope, period);
	if (!standing || standing.incomplete) return blank(fill(own.noTarget, { period: named }));
	const { elapsed, total, isOver } = evaluator.progress(scope, period, cut);
	if (isOver) return blank(fill(own.isOver, { period: named }));
	const missing = standing.value - (evaluator.value(metric, metric, scope, period, cut).value ?? 0);
	if (missing <= 0) return blank(fill(own.targetMet, { period: named }));
	const left = total - elapsed;

	const measured: Period = { ...period, id: 'measured', from: addDays(cut.untilDay, 1 - measuredDays), to: cut.untilDay };
	const rateIn = (link: Link, of: Scope): { rate: number; cases: number } => {
		const rate = ratesOf[link.assumption];
		if (rate) {
			const { value, denominator } = evaluator.value(rate, rate, of, measured, cut);
			return { rate: value ?? 0, cases: denominator ?? 0 };
		}
		const [above, below] = [link.above, link.below].map((id) => evaluator.value(id, id, of, measured, cut).value ?? 0);
		return { rate: below ? (above ?? 0) / below : 0, cases: below ?? 0 };
	};
	const conversionOf = (link: Link): Conversion | null => {
		const here = rateIn(link, scope);
		const found = here.cases >= fewest || scope.kind === 'company' ? here : rateIn(link, company);
		return found.rate > 0 ? { rate: found.rate, isCompanys: found !== here } : null;
	};
	const assumptionOf = ({ assumption }: Link, { rate, isCompanys }: Conversion): string => {
		if (assumption === 'ofDealSize' && hidesAmounts('money', privacy)) return '';
		const said = assumption === 'ofDealSize' ? text('money', rate) : text('share', rate);
		return fill(own[assumption], { rate: said }) + (isCompanys ? own.companys : '');
	};
	const perDayOf = (needed: number): number | null => (left > 0 ? needed / left : null);

	const steps: WorkbackStep[] = [
		{ id: metric, label: labelOf(metric, language), perDay: amounts.write(amounts.of(perDayOf(missing), standing.value)), total: amounts.write(amounts.of(missing, standing.value)), verdict: null, assumption: '', isUnknown: false },
	];
	const conversions = chain.map(conversionOf);
	const neededOf = neededBelow(missing, conversions.map((conversion) => conversion?.rate ?? null));
	for (const [place, link] of chain.entries()) {
		const conversion = conversions[place] ?? null;
		const needed = neededOf[place] ?? null;
		const perDay = needed === null ? null : perDayOf(needed);
		const done = elapsed >= 1 ? (evaluator.value(link.metric, link.metric, scope, period, cut).value ?? 0) / elapsed : null;
		const unit = unitOfBase(link.metric);
		steps.push({
			id: link.metric,
			label: labelOf(link.metric, language),
			perDay: write(unit, perDay),
			total: write(unit, needed === null ? null : wholly(needed)),
			verdict: perDay === null || done === null ? null : verdict(done >= perDay ? 'good' : 'bad', done >= perDay ? '▲' : '▼', fill(own.soFar, { value: text(unit, done) })),
			assumption: conversion ? assumptionOf(link, conversion) : own[`unknown_${link.assumption}`],
			isUnknown: conversion === null,
		});
		if (needed === null) break;
	}
	return {
		...frame,
		headline: { label: own.missing, number: amounts.write(amounts.of(missing, standing.value)), verdict: targetVerdict(metric, scope, period, context), context: ofTarget(metric, standing.value, context) },
		left: fill(left === 1 ? own.dayLeft : own.daysLeft, { days: decimal(left) }),
		perDayText: own.aDay,
		totalText: own.inAll,
		steps,
		assumptions: fill(own.assumptions, { days: measuredDays }),
	};
}
