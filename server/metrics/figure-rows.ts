/** The rows behind a figure: what it counts, newest first, page by page, with what each adds, what all come to, and what is left out. */
import { z } from 'zod';
import type { FigureRow, FigureRows, LeftOut } from '../../shared/why-api.ts';
import type { UnitName } from '../../shared/api.ts';
import { fill, wordsIn } from '../../shared/words/language.ts';
import { whyWords } from '../../shared/words/why.ts';
import { firstIssue, InputError } from '../errors.ts';
import type { createFactLabels } from '../facts/fact-labels.ts';
import type { FactEntity } from '../facts/schema.ts';
import type { Period } from '../floor/period.ts';
import { entityCounted, rowsOf, type CountedRow, type CountedRows, type RowPlace, type RowsPage } from '../rollups/counted-rows.ts';
import type { MeasureId } from '../rollups/measures.ts';
import type { Cut } from '../rollups/read.ts';
import { arithmetic } from './arithmetic.ts';
import { metricOf } from './catalogue.ts';
import { whoseOf } from './evaluate.ts';
import { questionSchema, readQuestion, type ExplainStages, type NamedMetric } from './explain.ts';
import { jsonValue } from './number-text.ts';
import type { OpenDealsSum } from './open-deals.ts';
import type { Scope } from './scope.ts';

const querySchema = z.strictObject({
	...questionSchema,
	part: z.enum(['numerator', 'denominator'], { message: 'expected numerator or denominator' }).optional(),
	limit: z.coerce.number({ message: 'expected a whole number' }).int().min(1).max(200, { message: 'at most 200' }).default(50),
	before: z.string().max(1_000).optional(),
});

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
	name: MeasureId | OpenDealsSum;
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

const unitOfMeasure = (measure: MeasureId): UnitName => (measure === 'sales' ? 'money' : measure === 'cycle_days' ? 'days' : 'count');

export type ReadFigureRows = (query: Record<string, unknown>, now: number) => FigureRows;

export function createFigureRows(stages: FigureRowsStages): ReadFigureRows {
	const { metrics, settings, counted, labelOf } = stages;
	const { evaluator, openDeals, reader, roster } = metrics;

	const behindMeasure = (measure: MeasureId, scope: Scope, period: Period, cut: Cut): Behind => {
		const whose = whoseOf(scope);
		const sum = (of: MeasureId): number => reader.sum(of, period, cut, whose);
		const unsized = measure === 'sales' || measure === 'deals_won_sized' ? sum('deals_won') - sum('deals_won_sized') : 0;
		return {
			entity: entityCounted(measure),
			unit: unitOfMeasure(measure),
			name: measure,
			page: (page) => counted.page(measure, period, cut, whose, page),
			whole: { count: sum(rowsOf(measure)), sum: sum(measure), unassigned: reader.sumsBy(rowsOf(measure), 'person', period, cut, whose).get(null) ?? 0 },
			leftOut: [
				{ why: 'excluded', count: reader.leftOut([measure], period, cut, whose) },
				{ why: 'unsized', count: unsized },
				{ why: 'no_account', count: measure === 'new_customers' ? sum('deals_won_without_account') : 0 },
			],
		};
	};

	const behindState = (of: OpenDealsSum, scope: Scope, period: Period, cut: Cut): Behind => {
		const moment = evaluator.stateMoment(period, cut);
		const whose = whoseOf(scope);
		const open = moment ? openDeals.at(moment.instant, moment.day, whose) : { count: 0, sized: 0, amountMinor: 0 };
		const isMoney = of === 'pipeline_value';
		return {
			entity: 'deals',
			unit: isMoney ? 'money' : 'count',
			name: of,
			page: (page) => (moment ? openDeals.rows(of, moment.instant, moment.day, whose, page) : []),
			whole: { count: isMoney ? open.sized : open.count, sum: isMoney ? open.amountMinor : open.count, unassigned: moment ? openDeals.unassigned(of, moment.instant, moment.day, whose) : 0 },
			leftOut: [{ why: 'unsized', count: isMoney ? open.count - open.sized : 0 }],
		};
	};

	const behind = ({ base }: NamedMetric, part: 'numerator' | 'denominator', scope: Scope, period: Period, cut: Cut): Behind => {
		const { formula } = metricOf(base);
		if (formula.kind === 'state') return behindState(formula.of, scope, period, cut);
		if (formula.kind === 'ratio') return behindMeasure(part === 'numerator' ? formula.of : formula.over, scope, period, cut);
		if (formula.kind === 'sum') return behindMeasure(formula.measure, scope, period, cut);
		throw new Error('a derived metric has no rows but those of its base');
	};

	return (raw, now) => {
		const query = querySchema.safeParse(raw);
		if (!query.success) throw firstIssue(query.error, 'expected metric, scope, period, asOf, part, limit and before');
		const { limit, before, part = 'numerator' } = query.data;
		const { metric, scope, period, cut } = readQuestion(query.data, stages, now);
		const { currency } = settings.get();
		const { language, write } = metrics.numbers();
		const words = wordsIn(whyWords, language);
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
			part: metricOf(metric.base).formula.kind === 'ratio' ? part : null,
			label: words[`measure_${name}`],
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
