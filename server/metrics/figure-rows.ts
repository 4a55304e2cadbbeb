/** The rows behind a figure: what it counts, newest first, page by page, with what each adds, what all come to, and what is left out. */
import { z } from 'zod';
import { rowParts, type FigurePerson, type FigureRow, type FigureRows, type LeftOut, type RowPart } from '../../shared/why-api.ts';
import type { UnitName } from '../../shared/api.ts';
import { fill, wordsIn } from '../../shared/words/language.ts';
import { measureWords } from '../../shared/words/measures.ts';
import { whyWords, type WhyWords } from '../../shared/words/why.ts';
import { InputError } from '../errors.ts';
import type { createFactLabels } from '../facts/fact-labels.ts';
import type { FactEntity } from '../facts/schema.ts';
import type { Period } from '../floor/period.ts';
import { entityCounted, rowsOf, type CountedRow, type CountedRows, type RowPlace, type RowsPage } from '../rollups/counted-rows.ts';
import type { MeasureId } from '../rollups/measures.ts';
import type { Cut } from '../rollups/read.ts';
import { arithmetic } from './arithmetic.ts';
import { labelOf as nameOf, metricOf, type MetricId } from './catalogue.ts';
import { ingredientsOf } from './computed.ts';
import { quantitiesOf, questionSchema, readQuestion, unitOf, type Asked, type ExplainStages, type NamedMetric } from './explain.ts';
import { jsonValue } from './number-text.ts';
import { entityOfQuantity, isMeasure, unitOfQuantity, type QuantityId } from './quantities.ts';
import { isHeadcount } from './headcount.ts';
import { whoseOf, type Scope } from './scope.ts';

const usualPage = 50;
export const figureRowsQuery = z.strictObject({
	...questionSchema,
	part: z.enum(rowParts, { message: `expected ${rowParts.join(', ')}` }).optional(),
	limit: z.coerce.number({ message: 'expected a whole number' }).int().min(1).max(200, { message: 'at most 200' }).default(usualPage),
	before: z.string().max(1_000).optional(),
});
export type FigureRowsQuery = Asked & Partial<Pick<z.infer<typeof figureRowsQuery>, 'part' | 'limit' | 'before'>>;

export interface FigureRowsStages extends ExplainStages {
	counted: CountedRows;
	labelOf: ReturnType<typeof createFactLabels>;
}

/** What all rows come to. */
interface Whole {
	count: number;
	sum: number;
	unassigned: number;
}

interface Behind {
	entity: FactEntity;
	unit: UnitName;
	/** Of the words. */
	name: QuantityId;
	page: (page: RowsPage) => CountedRow[];
	whole: Whole;
	leftOut: { why: LeftOut['why']; count: number }[];
}

const placeSchema = z.tuple([z.string(), z.number(), z.string(), z.string()]);
export const placeText = ({ day, at, source, externalId }: RowPlace): string => Buffer.from(JSON.stringify([day, at, source, externalId])).toString('base64url');
/** @throws InputError */
export function placeIn(text: string | undefined): RowPlace | null {
	if (text === undefined) return null;
	try {
		const [day, at, source, externalId] = placeSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
		return { day, at, source, externalId };
	} catch {
		// Whatever was wrong with it, it is no place that a page gave.
		throw new InputError('expected what an earlier page gave as older', { field: 'before' });
	}
}

/** The name that a source gave an owner; an address is one wherever it comes from. */
export const ownerNamed = (key: string, source: string): string | null => (key === '' ? null : key.startsWith(`${source}/`) ? key.slice(source.length + 1) : key);

export type ReadFigureRows = (query: FigureRowsQuery, now: number) => FigureRows;

export function createFigureRows(stages: FigureRowsStages): ReadFigureRows {
	const { metrics, settings, counted, labelOf } = stages;
	const { evaluator, reader, roster } = metrics;

	const behindMeasure = (measure: MeasureId, scope: Scope, period: Period, cut: Cut): Behind => {
		const whose = whoseOf(scope);
		const sum = (of: MeasureId): number => reader.sum(of, period, cut, whose);
		const rows = rowsOf(measure);
		const { count, unassigned } = rows ? { count: sum(rows), unassigned: reader.sumsBy(rows, 'person', period, cut, whose).get(null) ?? 0 } : counted.count(measure, period, cut, whose);
		const unsized = measure === 'sales' || measure === 'deals_won_sized' ? sum('deals_won') - sum('deals_won_sized') : 0;
		const unrated = unsized > 0 ? reader.unrated(period, cut, whose) : 0;
		return {
			entity: entityCounted(measure),
			unit: unitOfQuantity(measure),
			name: measure,
			page: (page) => counted.page(measure, period, cut, whose, page),
			whole: { count, sum: sum(measure), unassigned },
			leftOut: [
				{ why: 'excluded', count: reader.leftOut([measure], period, cut, whose) },
				{ why: 'unsized', count: unsized - unrated },
				{ why: 'unrated', count: unrated },
				{ why: 'no_account', count: measure === 'new_customers' ? sum('deals_won_without_account') : 0 },
			],
		};
	};

	const behindQuantity = (id: QuantityId, scope: Scope, period: Period, cut: Cut): Behind => {
		if (isMeasure(id)) return behindMeasure(id, scope, period, cut);
		const amountOf = (of: QuantityId): number => {
			const found = metrics.quantities.of(of, scope, period, cut);
			return typeof found === 'string' ? 0 : found.amount;
		};
		const { count, unassigned } = metrics.quantities.counted(id, scope, period, cut);
		const page: Behind['page'] = (of) => metrics.quantities.rows(id, scope, period, cut, of);
		const unrated = id === 'pipeline_value' ? amountOf('open_unrated') : id === 'mrr' ? amountOf('movements_unrated') : 0;
		const leftOut: Behind['leftOut'] = id === 'pipeline_value' ? [{ why: 'unsized', count: amountOf('open_deals') - count - unrated }, { why: 'unrated', count: unrated }] : [{ why: 'unrated', count: unrated }];
		return { entity: entityOfQuantity(id), unit: unitOfQuantity(id), name: id, page, whole: { count, sum: amountOf(id), unassigned }, leftOut };
	};

	/** It is not known at this level. */
	const nothingBehind = (base: MetricId): Behind => {
		const [name = 'sales'] = quantitiesOf(metricOf(base).formula);
		return { entity: entityOfQuantity(name), unit: unitOfQuantity(name), name, page: () => [], whole: { count: 0, sum: 0, unassigned: 0 }, leftOut: [] };
	};

	const behindBase = ({ base }: NamedMetric, isAbove: boolean, scope: Scope, period: Period, cut: Cut): Behind => {
		const { formula, scopes } = metricOf(base);
		if (scopes && !scopes.includes(scope.kind)) return nothingBehind(base);
		if (formula.kind === 'ratio') return behindQuantity(isAbove ? formula.of : formula.over, scope, period, cut);
		if (formula.kind === 'sum') return behindMeasure(formula.measure, scope, period, cut);
		if (formula.kind === 'rows') return behindQuantity(formula.of, scope, period, cut);
		if (formula.kind === 'computed') {
			const [of, over] = ingredientsOf[formula.of];
			const id = isAbove ? of : (over ?? of);
			if (id) return behindBase({ name: id, id, base: id }, true, scope, period, cut);
		}
		throw new Error('a derived metric has no rows but those of its base');
	};

	/** Growth compares this period's rows with those of the period before, up to the same working time (M12). */
	const behind = (metric: NamedMetric, part: RowPart, scope: Scope, period: Period, cut: Cut): Behind => {
		const isAbove = part === 'numerator' || part === 'before';
		if (part === 'numerator' || part === 'denominator') return behindBase(metric, isAbove, scope, period, cut);
		const before = evaluator.previous(period, cut);
		return behindBase(metric, isAbove, scope, before.period, before.cut);
	};

	const partsOf = ({ id, base }: NamedMetric, period: Period, cut: Cut, words: WhyWords): FigureRows['parts'] => {
		const { formula } = metricOf(base);
		const { language } = metrics.numbers();
		// People are no rows of facts: below such a line there is nothing to list.
		const sides = formula.kind === 'ratio' && !isHeadcount(formula.over) ? [words.part_numerator, words.part_denominator] : formula.kind === 'computed' ? ingredientsOf[formula.of].slice(0, 2).map((part) => nameOf(part, language)) : [''];
		if (id !== 'growth') return sides.length === 1 ? [] : [{ part: 'numerator', label: sides[0] ?? '' }, { part: 'denominator', label: sides[1] ?? '' }];
		const { period: was } = evaluator.previous(period, cut);
		const named = (of: Period, side: string): string => [of === was ? fill(words.part_before, { period: metrics.times().period(of) }) : metrics.times().period(of), side].filter(Boolean).join(', ');
		const ofSides = ([above, below]: readonly [RowPart, RowPart], of: Period) => sides.map((side, index) => ({ part: index === 0 ? above : below, label: named(of, side) }));
		return [...ofSides(['numerator', 'denominator'], period), ...ofSides(['before', 'before_denominator'], was)];
	};

	/** Who has a target, the nearest to it first. */
	const peopleBehind = ({ base }: NamedMetric, scope: Scope, period: Period, cut: Cut): FigurePerson[] => {
		const { currency } = settings.get();
		const { write } = metrics.numbers();
		const unit = unitOf({ id: base, base });
		return evaluator
			.quotas(base, scope, period, cut)
			.map(({ person, result, target, isReached }) => ({ person, result, target, isReached, attainment: result === null ? null : result / target }))
			.sort((a, b) => (b.attainment ?? -1) - (a.attainment ?? -1) || (a.person.name < b.person.name ? -1 : 1))
			.map(({ person, result, target, isReached, attainment }) => ({
				handle: person.handle,
				name: person.name,
				result: jsonValue(unit, result, currency),
				target: jsonValue(unit, target, currency) ?? 0,
				attainment: jsonValue('share', attainment, currency),
				isReached,
				texts: { result: write(unit, result).text, target: write(unit, target).text, attainment: write('share', attainment).text },
			}));
	};

	return ({ limit = usualPage, before, part = 'numerator', ...question }, now) => {
		const { metric, scope, period, cut } = readQuestion(question, stages, now);
		const { currency } = settings.get();
		const { language, write } = metrics.numbers();
		const words = wordsIn(whyWords, language);
		const counts = wordsIn(measureWords, language);
		const parts = partsOf(metric, period, cut, words);
		if (part !== 'numerator' && !parts.some((each) => each.part === part)) throw new InputError('this figure has no such part', { field: 'part' });
		// Its rows are people: what they have sold is behind the figure of each.
		if (metric.id === 'reps_at_quota') {
			const found = peopleBehind(metric, scope, period, cut);
			const reached = found.filter(({ isReached }) => isReached).length;
			return {
				how: arithmetic(metrics, metric, scope, period, cut, found.length),
				part: null, parts, people: found, label: words.people_with_target, entity: 'deals', unit: 'count', rows: [], count: found.length, sum: reached, sumText: write('count', reached).text,
				unassigned: 0, leftOut: [], older: null,
			};
		}
		const { entity, unit, name, page, whole, leftOut } = behind(metric, part, scope, period, cut);
		const rows = page({ limit: limit + 1, after: placeIn(before) });
		const here = rows.slice(0, limit);
		const last = here.at(-1);

		const listed = ({ day, at, source, externalId, ownerKey, person, adds }: CountedRow): FigureRow => {
			const credited = person === null ? undefined : roster.person(person);
			const { amountMinor, ...label } = labelOf(entity, source, externalId);
			return {
				entity, source, externalId, ...label, day,
				at: at < 0 ? null : settings.calendar().localTime(at).toString({ timeZoneName: 'never', fractionalSecondDigits: 0 }),
				person: credited ? { handle: credited.handle, name: credited.name } : null,
				owner: ownerNamed(ownerKey, source),
				amount: jsonValue('money', amountMinor, currency),
				adds: jsonValue(unit, adds, currency) ?? 0,
				text: write(unit, adds).text,
			};
		};
		return {
			how: arithmetic(metrics, metric, scope, period, cut, whole.count),
			part: parts.length > 0 ? part : null,
			parts,
			people: null,
			label: counts[`measure_${name}`],
			entity,
			unit,
			rows: here.map(listed),
			count: whole.count,
			sum: jsonValue(unit, whole.sum, currency) ?? 0,
			sumText: write(unit, whole.sum).text,
			unassigned: whole.unassigned,
			leftOut: leftOut.filter(({ count }) => count > 0).map(({ why, count }) => ({ why, count, says: fill(words[why], { count }) })),
			older: last && rows.length > limit ? placeText(last) : null,
		};
	};
}
