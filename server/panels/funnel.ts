/** `funnel`: how many come from one step to the next, how that compares, and where most is lost against what is usual. */
import type { FunnelStep, FunnelView } from '../../shared/further-views.ts';
import type { Verdict } from '../../shared/views.ts';
import { fill, wordsIn } from '../../shared/words/language.ts';
import { stageWords } from '../../shared/words/stages.ts';
import type { Period } from '../floor/period.ts';
import { labelOf, metricOf } from '../metrics/catalogue.ts';
import { isFunnel, partsOfFunnel, type FunnelPart } from '../metrics/funnels.ts';
import type { Cut } from '../rollups/read.ts';
import type { PanelConfig } from './boards.ts';
import { currentPeriod, type PanelContext } from './context.ts';
import { frameOf } from './frame.ts';
import { changeBetween, comparedWith, lastWords, verdict } from './standing.ts';

const smallBelow = 10;
const periodsBefore = 3;

/** What stands above and below a line. */
interface Share {
	above: number;
	below: number;
}
interface Measured {
	part: FunnelPart;
	number: number | null;
	/** Of the step before; null for the first, and where it is not known. */
	conversion: Share | null;
}
const valueOf = (share: Share | null): number | null => (share === null || share.below <= 0 ? null : share.above / share.below);

/** All steps in a period as it stands at a moment. */
function measured(parts: readonly FunnelPart[], period: Period, cut: Cut, { metrics, scope }: PanelContext): Measured[] {
	const { evaluator } = metrics;
	const numbers = parts.map(({ metric, isAbove }) => {
		const found = evaluator.value(metric, metric, scope, period, cut);
		return isAbove ? found.numerator : found.value;
	});
	return parts.map((part, place): Measured => {
		const number = numbers[place] ?? null;
		const before = place === 0 ? null : (numbers[place - 1] ?? null);
		if (place === 0) return { part, number, conversion: null };
		if (part.rate === null) return { part, number, conversion: number === null || before === null ? null : { above: number, below: before } };
		const { numerator, denominator } = evaluator.value(part.rate, part.rate, scope, period, cut);
		return { part, number, conversion: numerator === null || denominator === null ? null : { above: numerator, below: denominator } };
	});
}

/** The same steps over the three periods before, each up to the same working time (M12): added up, then divided (M2). */
function usually(parts: readonly FunnelPart[], period: Period, context: PanelContext): (Share | null)[] {
	const sums: (Share | null)[] = parts.map(() => null);
	let at = { period, cut: context.cut };
	for (let index = 0; index < periodsBefore; index += 1) {
		at = context.metrics.evaluator.previous(at.period, at.cut);
		measured(parts, at.period, at.cut, context).forEach(({ conversion }, place) => {
			const sum = sums[place];
			if (conversion) sums[place] = { above: (sum?.above ?? 0) + conversion.above, below: (sum?.below ?? 0) + conversion.below };
		});
	}
	return sums;
}

const benchmarkOf = ({ rate }: FunnelPart) => (rate === null ? undefined : metricOf(rate).benchmark);

/** What the step is held against: the least that is usual in the field, else what was usual here; null: too little to say. */
function usualOf(part: FunnelPart, before: Share | null): number | null {
	const benchmark = benchmarkOf(part);
	if (benchmark) return benchmark.from ?? benchmark.to;
	return before !== null && before.below >= smallBelow ? valueOf(before) : null;
}

interface Leak {
	place: number;
	usual: number;
	/** So many more would have come so far, and to the last step; null: not known how many of them. */
	more: number;
	atEnd: number | null;
}

/** Where, against what is usual, the largest part is lost; less than one is no leak, and of few nothing can be said. */
function leakOf(steps: readonly Measured[], usual: readonly (Share | null)[]): Leak | null {
	let worst: (Leak & { lost: number }) | null = null;
	steps.forEach(({ part, conversion }, place) => {
		const is = valueOf(conversion);
		const should = usualOf(part, usual[place] ?? null);
		if (conversion === null || is === null || should === null || should <= 0 || conversion.below < smallBelow) return;
		const lost = (should - is) / should;
		const more = (should - is) * conversion.below;
		if (more < 1 || (worst && worst.lost >= lost)) return;
		const on = steps.slice(place + 1).map((later) => valueOf(later.conversion));
		const atEnd = on.length === 0 ? null : on.reduce<number | null>((product, each) => (product === null || each === null ? null : product * each), more);
		worst = { place, usual: should, more, atEnd, lost };
	});
	return worst;
}

export function funnelView(config: PanelConfig<'funnel'>, context: PanelContext): FunnelView {
	const { metrics, cut } = context;
	const { evaluator } = metrics;
	const { words, language, write, text, change } = metrics.numbers();
	const own = wordsIn(stageWords, language);
	const id = isFunnel(config.by) ? config.by : 'calls';
	const parts = partsOfFunnel(id);
	const period = currentPeriod(config, context);
	const before = evaluator.previous(period, cut);
	const now = measured(parts, period, cut, context);
	const then = measured(parts, before.period, before.cut, context);
	const leak = leakOf(now, usually(parts, period, context));

	const above: Record<string, string> = { pass_rate: own.passed, pipe_rate: own.onForecast, opportunity_to_customer_rate: own.customers };
	const named = ({ metric, isAbove }: FunnelPart): string => (isAbove ? above[metric] : undefined) ?? labelOf(metric, language);
	const points = (difference: number): string => change(Math.abs(difference), true).slice(1);
	const inPoints = (is: number | null, was: number | null): Verdict | null => {
		if (is === null || was === null) return null;
		const difference = is - was;
		if (Math.abs(difference) < 0.0005) return verdict('none', '=', points(0));
		return difference > 0 ? verdict('good', '▲', points(difference)) : verdict('bad', '▼', points(difference));
	};
	/** Against what is usual in the field; what lies within it is as usual. */
	const againstUsual = (is: number, { from, to }: { from: number | null; to: number | null }): Verdict => {
		if (from !== null && is < from) return verdict('bad', '▼', fill(own.belowUsual, { points: points(from - is) }));
		const most = to ?? from;
		return most !== null && is > most ? verdict('good', '▲', fill(own.aboveUsual, { points: points(is - most) })) : verdict('good', '=', own.asUsual);
	};

	const rangeText = ({ from, to }: { from: number | null; to: number | null }): string =>
		from !== null && to !== null ? `${write('share', from).digits}–${text('share', to)}` : text('share', from ?? to);

	const widest = Math.max(0, ...now.map(({ number }) => number ?? 0));
	const steps = now.map(({ part, number, conversion }, place): FunnelStep => {
		const is = valueOf(conversion);
		const benchmark = benchmarkOf(part);
		const was = then[place];
		return {
			id: part.metric,
			label: named(part),
			number: write('count', number),
			bar: widest > 0 && number !== null ? Math.round((Math.max(0, number) / widest) * 1000) / 1000 : 0,
			verdict: number === null || was === undefined || was.number === null ? null : changeBetween('calls_made', 'calls_made', number, was.number, metrics),
			conversion:
				place === 0
					? null
					: {
							number: write('share', is),
							note: conversion && conversion.below > 0 && conversion.below < smallBelow ? fill(words.smallSample, { numerator: conversion.above, denominator: conversion.below }) : '',
							verdict: benchmark && is !== null ? againstUsual(is, benchmark) : inPoints(is, valueOf(was?.conversion ?? null)),
							benchmark: benchmark ? fill(own.usual, { range: rangeText(benchmark) }) : '',
						},
			isLeak: leak?.place === place,
		};
	});

	const ends = (all: readonly Measured[]): Share | null => {
		const [first, last] = [all[0]?.number, all.at(-1)?.number];
		return all.length < 2 || first === null || first === undefined || last === null || last === undefined ? null : { above: last, below: first };
	};
	const whole = ends(now);
	const changed = inPoints(valueOf(whole), valueOf(ends(then)));
	const [first, last] = [parts[0], parts.at(-1)];
	const leaking = leak && now[leak.place];
	const end = leak?.atEnd ?? null;
	const sentence = end !== null && end >= 0.5 ? own.leakOn : own.leak;
	return {
		// What it begins with explains it.
		...frameOf({ ...config, metric: first?.metric ?? config.metric }, own[`funnel_${id}`], period, context),
		empty: steps.length < 2 || now.every(({ number }) => number === null || number === 0) ? words.nothingYet : null,
		headline: {
			label: first && last ? fill(own.fromTo, { first: named(first), last: named(last) }) : '',
			number: write('share', valueOf(whole)),
			verdict: changed && { ...changed, text: `${changed.text} ${fill(words.versus, { period: words[lastWords[period.kind]] })}` },
			context: whole ? fill(words.smallSample, { numerator: text('count', whole.above), denominator: text('count', whole.below) }) : '',
		},
		compared: comparedWith(period, context),
		steps,
		leak: leak && leaking && last ? fill(sentence, { step: named(leaking.part), rate: text('share', valueOf(leaking.conversion)), usual: text('share', leak.usual), more: text('count', Math.round(leak.more)), end: text('count', Math.round(end ?? 0)), last: named(last) }) : '',
	};
}
