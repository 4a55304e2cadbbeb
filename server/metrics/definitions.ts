/** The catalogue as people read it: what each metric means, how it comes about and what it rests on; for who may see them, with figures. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FactEntity } from '../facts/schema.ts';
import { definitionWords, type DefinitionWords } from '../../shared/words/definitions.ts';
import { fill, textIn, wordsIn } from '../../shared/words/language.ts';
import { periodAround } from '../floor/period.ts';
import type { FloorSettings } from '../floor/settings.ts';
import { streams } from '../facts/streams.ts';
import { measureOf } from '../rollups/measures.ts';
import { labelOf, metricIds, metricOf, type Formula, type Metric, type MetricId } from './catalogue.ts';
import { restOnTarget } from './computed.ts';
import { isFigure } from './figures.ts';
import { quantitiesBehind, quantitiesOf, unitOf } from './explain.ts';
import type { Metrics } from './metrics.ts';
import { isMeasure, type QuantityId } from './quantities.ts';
import { isOfMoment, isRowSet, rowSetOf } from './row-sets.ts';
import { company } from './scope.ts';

export interface Definition {
	id: MetricId;
	label: string;
	means: string;
	how: string;
	/** "deals, activities". */
	facts: string;
	/** "Objective · lagging · per cent · more is better". */
	kind: string;
	/** Empty without one. */
	benchmark: string;
	/** "M1", "M2", … */
	rules: (keyof DefinitionWords)[];
	/** Of the company; null for who may not see figures. */
	today: { text: string; note: string } | null;
}

export interface Definitions {
	metrics: Definition[];
	/** Of the figures; null without them. */
	period: string | null;
	asOf: string | null;
}

type Rests = FactEntity | 'targets' | 'people' | 'base';

function factsOfQuantity(id: QuantityId): readonly Rests[] {
	if (isRowSet(id)) return rowSetOf(id).reads;
	if (isFigure(id)) return ['figures'];
	return isMeasure(id) ? [streams[measureOf(id).stream].entity] : ['people'];
}

/** What it is counted from. */
export function factsOf(formula: Formula): Rests[] {
	const derived: Rests[] = formula.kind !== 'derived' ? [] : formula.derivation === 'growth' ? ['base'] : formula.derivation === 'reps_at_quota' ? ['base', 'targets', 'people'] : ['base', 'targets'];
	const targets: Rests[] = formula.kind === 'computed' && restOnTarget.includes(formula.of) ? ['targets'] : [];
	return [...new Set<Rests>([...quantitiesBehind(formula).flatMap(factsOfQuantity), ...targets, ...derived])];
}

/** The rules that decide the figure, by their ids. */
function rulesOf(id: MetricId, { formula, unit }: Metric): (keyof DefinitionWords)[] {
	const isDeals = factsOf(formula).includes('deals');
	const isRate = formula.kind === 'ratio' || formula.kind === 'computed';
	const isDerived = formula.kind === 'derived';
	const isState = quantitiesOf(formula).some(isOfMoment);
	const holds: [keyof DefinitionWords, boolean][] = [
		['M1', !isDerived],
		['M2', isRate],
		['M3', isRate || isDerived],
		['M4', !isDerived],
		['M5', unit === 'money'],
		['M6', isDeals && !isState],
		['M7', /^(win|close)_rate/.test(id)],
		['M8', isDerived && formula.derivation !== 'reps_at_quota' && formula.derivation !== 'quota_attainment'],
		['M9', isRate && unit === 'share'],
		['M12', isDerived && formula.derivation === 'growth'],
		['M13', isState],
		['M14', isState || factsOf(formula).includes('people') || (isDerived && formula.derivation !== 'growth')],
		['M15', isDerived && (formula.derivation === 'pace' || formula.derivation === 'projected')],
		['M16', isDeals && unit === 'money'],
		['M17', !isDerived],
	];
	return holds.flatMap(([rule, does]) => (does ? [rule] : []));
}

export interface DefinitionStages {
	metrics: Metrics;
	settings: FloorSettings;
	behind: () => Promise<unknown>;
	now: () => number;
}

export function createDefinitions({ metrics, settings, behind, now }: DefinitionStages): (withFigures: boolean) => Promise<Definitions> {
	return async (withFigures) => {
		const { language, write, words: wall } = metrics.numbers();
		const words = wordsIn(definitionWords, language);
		const at = now();
		const cut = metrics.evaluator.cutAt(at);
		const period = periodAround('month', cut.untilDay, settings.get());
		if (withFigures) await behind();
		const today = (id: MetricId): Definition['today'] => {
			const base = metricOf(id).formula.kind === 'derived' ? 'sales' : id;
			const { value, numerator, denominator, reason } = metrics.evaluator.value(id, base, company, period, cut);
			const unit = unitOf({ id, base });
			const isSmall = metricOf(id).formula.kind === 'ratio' && unit === 'share' && denominator !== null && denominator < 10;
			const note = isSmall ? fill(words.small, { numerator: numerator ?? 0, denominator }) : reason ? wall[`reason_${reason}`] : base === id ? '' : fill(words.of, { base: labelOf(base, language) });
			return { text: write(unit, value).text, note };
		};
		const found: Definition[] = [];
		for (const id of metricIds) {
			const metric = metricOf(id);
			const { means, how, class: each, leads, unit, better, benchmark } = metric;
			found.push({
				id,
				label: labelOf(id, language),
				means: textIn(means, language),
				how: how ? textIn(how, language) : '',
				facts: factsOf(metric.formula).map((fact) => words[`fact_${fact}`]).join(', '),
				kind: [words[`class_${each}`], leads ? words.leads : words.lags, words[`unit_${unit}`], words[better]].join(' · '),
				benchmark: benchmark ? textIn(benchmark.text, language) : '',
				rules: rulesOf(id, metric),
				today: withFigures ? today(id) : null,
			});
			// A hundred figures are more than a tick should wait for.
			if (withFigures) await nextTurn();
		}
		return { metrics: found, period: withFigures ? metrics.times().period(period) : null, asOf: withFigures ? metrics.times().full(cut.until) : null };
	};
}
