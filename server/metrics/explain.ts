/** "Why this number": a metric's value with its definition, what stands above and below the line, its target, pace, age and parts. */
import { z } from 'zod';
import type { Explained, ExplainedPart, UnitName } from '../../shared/api.ts';
import { fill } from '../../shared/words/language.ts';
import type { WallWords } from '../../shared/words/wall.ts';
import { isoText } from '../clock.ts';
import { InputError } from '../errors.ts';
import { isMoment } from '../facts/schema.ts';
import type { Calendar } from '../floor/calendar.ts';
import type { People } from '../floor/people.ts';
import type { Period } from '../floor/period.ts';
import { isWithinReach, parsePeriod, periodAround } from '../floor/period.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { MeasureId } from '../rollups/measures.ts';
import type { Cut } from '../rollups/read.ts';
import { factColumns } from '../rollups/read.ts';
import type { Formula, MetricId } from './catalogue.ts';
import { isMetricId, metricOf } from './catalogue.ts';
import { ingredientsOf, sidesOf } from './computed.ts';
import { timeDimensions, type Dimension } from './dimension.ts';
import type { Evaluated } from './evaluated.ts';
import type { Metrics } from './metrics.ts';
import { jsonValue } from './number-text.ts';
import { isMeasure, unitOfQuantity, type QuantityId } from './quantities.ts';
import type { Scope } from './scope.ts';
import { isRowSet, rowSetOf } from './row-sets.ts';
import { parseScope, scopeText, whoseOf } from './scope.ts';

export interface NamedMetric {
	/** As asked: `sales`, `pace:meetings_booked`. */
	name: string;
	id: MetricId;
	/** What a derived metric is derived from; itself for the others. */
	base: MetricId;
}

/** `pace` alone means `pace:sales`. @throws InputError when there is no such metric. */
export function parseMetric(text: string, field = 'metric'): NamedMetric {
	const [id = '', named] = text.split(':');
	const fail = (): never => {
		throw new InputError(`there is no metric '${text.slice(0, 60)}'; the page of definitions lists them all`, { field, code: 'unknown_metric' });
	};
	if (!isMetricId(id)) return fail();
	const isDerived = metricOf(id).formula.kind === 'derived';
	const base = named ?? (isDerived ? 'sales' : id);
	if (!isMetricId(base) || metricOf(base).formula.kind === 'derived' || (named !== undefined && !isDerived)) return fail();
	return { name: text, id, base };
}

export const unitOf = ({ id, base }: { id: MetricId; base: MetricId }): UnitName => {
	const unit = metricOf(id).unit;
	if (unit !== 'base') return unit;
	const own = metricOf(base).unit;
	return own === 'base' ? 'count' : own;
};

/** An instant, a local time, or a date, which means the end of that local day. */
export function parseAsOf(text: string, calendar: Calendar, field = 'asOf'): number {
	const moment = isMoment(text) ? calendar.momentOf(text) : null;
	if (!moment || !isWithinReach(moment.day)) throw new InputError(`expected an ISO 8601 date or time, not '${text.slice(0, 60)}'`, { field });
	return moment.at ?? calendar.endOf(moment.day);
}

export const dimensions: readonly Dimension[] = ['team', 'person', ...(Object.keys(factColumns) as (keyof typeof factColumns)[]), ...timeDimensions];

/** What is asked of a figure and of its rows alike. */
export const questionSchema = {
	metric: z.string({ message: 'expected the id of a metric' }).meta({ description: 'The id of a metric; of a derived one with its base, as in `pace:meetings_booked`.' }),
	scope: z.string({ message: 'expected one scope' }).default('company').meta({ description: '`company`, `team:<name>`, or `person:<e-mail or name>`.' }),
	period: z.string({ message: 'expected one period' }).optional().meta({ description: 'A day (`2026-11-23`), week (`2026-W48`), month, quarter (`2026-Q4`) or year; or `day`, `week`, `month`, `quarter` or `year` for the one that the moment lies in. This month unless given.' }),
	asOf: z.string({ message: 'expected one date or time' }).optional().meta({ description: 'As what is known today had it at that moment; a date means the end of that day. Now unless given.' }),
	until: z.string({ message: 'expected one date or time' }).optional().meta({ description: 'What is dated later is left out, though it is known: how far the period before was compared.' }),
};
/** What an explanation is asked by. */
export const explainQuery = z.strictObject({ ...questionSchema, by: z.string({ message: 'expected one dimension' }).optional().meta({ description: `Tells the figure apart by ${dimensions.join(', ')}.` }) });
/** As the question was understood; what was not said is as usual. */
export interface Asked {
	metric: string;
	scope?: string | undefined;
	period?: string | undefined;
	asOf?: string | undefined;
	until?: string | undefined;
}

export interface ExplainQuery extends Asked {
	by?: string | undefined;
}

export interface ExplainStages {
	metrics: Metrics;
	settings: FloorSettings;
	people: People;
}

export interface Question {
	metric: NamedMetric;
	scope: Scope;
	period: Period;
	cut: Cut;
}

/** @throws InputError that names the field. */
export function readQuestion(asked: Asked, { metrics, settings, people }: ExplainStages, now: number): Question {
	const metric = parseMetric(asked.metric);
	const scope = parseScope(asked.scope ?? 'company', people);
	const asOf = asked.asOf === undefined ? now : parseAsOf(asked.asOf, settings.calendar());
	const until = asked.until === undefined ? asOf : Math.min(parseAsOf(asked.until, settings.calendar(), 'until'), asOf);
	const cut = metrics.evaluator.cutAt(until, asOf);
	const rules = settings.get();
	// `week` is the one that the moment lies in.
	const kind = asked.period === undefined ? 'month' : timeDimensions.find((each) => each === asked.period);
	return { metric, scope, cut, period: kind ? periodAround(kind, cut.untilDay, rules) : parsePeriod(asked.period ?? '', rules) };
}

/** Of what is counted; empty where it is not of facts by itself. */
export const quantitiesOf = (formula: Formula): QuantityId[] => (formula.kind === 'sum' ? [formula.measure] : formula.kind === 'rows' ? [formula.of] : formula.kind === 'ratio' ? [formula.of, formula.over] : []);

/** All that a figure is made of, down to what is counted. */
export const quantitiesBehind = (formula: Formula): QuantityId[] =>
	formula.kind === 'computed' ? ingredientsOf[formula.of].flatMap((id) => quantitiesBehind(metricOf(id).formula)) : quantitiesOf(formula);

/** What is paid every month is a part of its amount. */
const isOfRecurring = (id: QuantityId): boolean => isRowSet(id) && rowSetOf(id).unit === 'money' && rowSetOf(id).reads.includes('movements');

const together = (a: Explained['facts'], b: Explained['facts']): Explained['facts'] => ({
	count: a.count + b.count,
	newest: a.newest === null || (b.newest !== null && b.newest > a.newest) ? b.newest : a.newest,
	sources: [...new Set([...a.sources, ...b.sources])].sort(),
});

export function createExplain(stages: ExplainStages): (query: ExplainQuery, now: number) => Explained {
	const { metrics, settings } = stages;
	const { evaluator, reader, roster } = metrics;

	const tracesOf = ({ base }: NamedMetric, scope: Scope, period: Period, cut: Cut): { facts: Explained['facts']; byHand: number; leftOut: number } => {
		const { formula } = metricOf(base);
		const quantities = quantitiesOf(formula);
		if (quantities.length > 0) {
			const measures = quantities.filter(isMeasure);
			const { byHand, ...rolled } = reader.traces(measures, period, cut, whoseOf(scope));
			return { facts: together(rolled, metrics.quantities.traces(quantities.filter((id) => !isMeasure(id)), scope, period, cut)), byHand, leftOut: reader.leftOut(measures, period, cut, whoseOf(scope)) };
		}
		const none = { facts: { count: 0, newest: null, sources: [] }, byHand: 0, leftOut: 0 };
		const parts = formula.kind === 'computed' ? ingredientsOf[formula.of] : [];
		return parts.map((id) => tracesOf({ name: id, id, base: id }, scope, period, cut)).reduce((all, one) => ({ facts: together(all.facts, one.facts), byHand: all.byHand + one.byHand, leftOut: all.leftOut + one.leftOut }), none);
	};

	const keyText = (dimension: Dimension, key: string | number | null): string => {
		if (key === null) return dimension === 'person' || dimension === 'team' ? 'unassigned' : 'unknown';
		if (dimension === 'person') return roster.person(Number(key))?.handle ?? 'unassigned';
		if (dimension === 'team') return roster.team(Number(key))?.name ?? 'unassigned';
		return String(key);
	};

	const without = (unsized: number, unrated: number, words: WallWords): string[] => [
		...(unsized > 0 ? [fill(words.note_unsized, { count: unsized })] : []),
		...(unrated > 0 ? [fill(words.note_unrated, { count: unrated })] : []),
	];
	/** What is told beside a mean. */
	const beside = ({ id }: NamedMetric, scope: Scope, period: Period, cut: Cut, { denominator }: Evaluated, middle: number | null): string[] => {
		const { clock, unit } = metricOf(id);
		const { words, text } = metrics.numbers();
		if (unit === 'base' || !denominator) return [];
		const byClock = clock === undefined ? 'not_begun' : metrics.quantities.of(clock, scope, period, cut);
		return [...(middle === null ? [] : [fill(words.note_median, { value: text(unit, middle) })]), ...(typeof byClock === 'string' ? [] : [fill(words.note_clock, { value: text(unit, byClock.amount / denominator) })])];
	};
	/** M16, M4, M5: what the number leaves out, said in words. */
	const omissions = (metric: NamedMetric, scope: Scope, period: Period, cut: Cut): string[] => {
		const { words } = metrics.numbers();
		const count = (measure: MeasureId): number => reader.sum(measure, period, cut, whoseOf(scope));
		if (metric.base === 'sales' || metric.base === 'average_deal_size') {
			const unsized = count('deals_won') - count('deals_won_sized');
			const unrated = unsized > 0 ? reader.unrated(period, cut, whoseOf(scope)) : 0;
			return without(unsized - unrated, unrated, words);
		}
		if (metric.base === 'pipeline_value') {
			const unrated = metrics.quantities.of('open_unrated', scope, period, cut);
			return typeof unrated === 'string' ? [] : without(0, unrated.amount, words);
		}
		if (quantitiesBehind(metricOf(metric.base).formula).some(isOfRecurring)) {
			const unrated = metrics.quantities.of('movements_unrated', scope, period, cut);
			return typeof unrated === 'string' || unrated.amount === 0 ? [] : [fill(words.note_movements_unrated, { count: unrated.amount })];
		}
		const homeless = metric.base === 'new_customers' ? count('deals_won_without_account') : 0;
		return homeless > 0 ? [fill(words.note_no_account, { count: homeless })] : [];
	};

	return ({ by, ...question }, now) => {
		const calendar = settings.calendar();
		const { currency } = settings.get();
		const numbers = metrics.numbers();
		const times = metrics.times();
		const { words, write, text } = numbers;
		const { metric, scope, period, cut } = readQuestion(question, stages, now);
		const dimension = by === undefined ? null : (dimensions.find((known) => known === by) ?? null);
		if (by !== undefined && !dimension) throw new InputError(`expected one of ${dimensions.join(', ')}, not '${by.slice(0, 60)}'`, { field: 'by' });

		const unit = unitOf(metric);
		const { label, means, formula, median: middling } = metricOf(metric.id);
		const language = metrics.numbers().language === 'sv' ? 'sv' : 'en';
		const baseUnit = unitOf({ id: metric.base, base: metric.base });
		// Above the line a ratio has its measure's unit: money over a count for a deal size, counts elsewhere.
		const above: UnitName = formula.kind === 'ratio' ? unitOfQuantity(formula.of) : formula.kind === 'computed' ? (sidesOf[formula.of]?.above ?? unit) : formula.kind === 'derived' && formula.derivation !== 'reps_at_quota' ? baseUnit : 'count';
		const below: UnitName = formula.kind === 'ratio' ? unitOfQuantity(formula.over) : formula.kind === 'computed' ? (sidesOf[formula.of]?.below ?? 'count') : formula.kind === 'derived' && ['quota_attainment', 'pace', 'growth'].includes(formula.derivation) ? baseUnit : 'count';
		const part = (evaluated: Evaluated): Omit<ExplainedPart, 'key'> => ({
			value: jsonValue(unit, evaluated.value, currency),
			text: write(unit, evaluated.value).text,
			numerator: jsonValue(above, evaluated.numerator, currency),
			denominator: jsonValue(below, evaluated.denominator, currency),
		});

		const evaluated = evaluator.value(metric.id, metric.base, scope, period, cut);
		const median = middling === undefined ? null : metrics.quantities.median(middling, scope, period, cut);
		// Growth has targets of its own; whatever else is derived is measured by its base's.
		const targeted = metric.id === 'growth' ? metric.id : metric.base;
		const standing = evaluator.target(targeted, scope, period);
		const attained = metric.id === 'growth' ? (evaluated.value === null || !standing?.value ? null : evaluated.value / standing.value) : evaluator.value('quota_attainment', metric.base, scope, period, cut).value;
		const pace = metric.id === 'growth' ? null : evaluator.value('pace', metric.base, scope, period, cut).value;
		const before = evaluator.previous(period, cut);
		const was = evaluator.value(metric.id, metric.base, scope, before.period, before.cut).value;
		const is = evaluated.value;
		const change = was === null || is === null ? null : unit === 'share' ? is - was : was === 0 ? null : (is - was) / Math.abs(was);
		const parts = dimension
			? [...evaluator.by(metric.id, metric.base, dimension, scope, period, cut)].map(([key, value]) => ({ key: keyText(dimension, key), ...part(value) }))
			: undefined;
		const order = metrics.stageOrder();
		const placeOf = ({ key }: ExplainedPart): number => (dimension === 'stage' && order.includes(key) ? order.indexOf(key) : order.length);
		const isTime = timeDimensions.some((kind) => kind === dimension);
		const { facts, byHand, leftOut } = tracesOf(metric, scope, period, cut);
		const notes = [
			...(evaluated.reason ? [words[`reason_${evaluated.reason}`]] : []),
			...(evaluated.approximate ? [words.note_approximate] : []),
			...beside(metric, scope, period, cut, evaluated, median),
			...omissions(metric, scope, period, cut),
			...(byHand > 0 ? [fill(words.note_by_hand, { count: byHand })] : []),
			...(leftOut > 0 ? [fill(words.note_left_out, { count: leftOut })] : []),
			...(dimension && parts?.length === 0 && ((is ?? 0) !== 0 || (evaluated.denominator ?? 0) !== 0) ? [fill(words.noSuchSlice, { metric: label[language], by: dimension })] : []),
		];
		return {
			metric: metric.name,
			label: label[language],
			means: means[language],
			unit,
			scope: scopeText(scope),
			period: period.id,
			...part(evaluated),
			...(middling !== undefined ? { median: { value: jsonValue(unit, median, currency), text: write(unit, median).text } } : {}),
			target: standing === null ? null : jsonValue(targeted === 'growth' ? 'share' : baseUnit, standing.value, currency),
			targetFrom: standing === null ? null : { derived: standing.derived, incomplete: standing.incomplete },
			attainment: jsonValue('share', attained, currency),
			pace: jsonValue('share', pace, currency),
			previous: { period: before.period.id, until: isoText(before.cut.until), value: jsonValue(unit, was, currency), text: write(unit, was).text, change: jsonValue('share', change, currency) },
			facts,
			asOf: Temporal.Instant.fromEpochMilliseconds(cut.until).toZonedDateTimeISO(calendar.timeZone).toString({ timeZoneName: 'never', fractionalSecondDigits: 0 }),
			approximate: evaluated.approximate,
			...(notes.length > 0 ? { note: notes.join('; ') } : {}),
			texts: {
				scope: scope.kind === 'company' ? words.company : scope.name,
				period: times.period(period),
				target: text(targeted === 'growth' ? 'share' : baseUnit, standing?.value ?? null),
				attainment: text('share', attained),
				pace: text('share', pace),
				previousPeriod: times.period(before.period),
				change: change === null ? words.unknown : numbers.change(change, unit === 'share'),
				asOf: times.full(cut.until),
			},
			...(parts ? { by: isTime ? parts : parts.sort((a, b) => placeOf(a) - placeOf(b) || (b.value ?? Number.NEGATIVE_INFINITY) - (a.value ?? Number.NEGATIVE_INFINITY) || (a.key < b.key ? -1 : 1)) } : {}),
		};
	};
}
