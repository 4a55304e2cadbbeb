/**
 * What a file of targets would change, for somebody to look at: writes nothing. Whatever can be read in two ways is asked, and taken for
 * the likelier until it is answered; an ambiguous name is never guessed.
 */
import { z } from 'zod';
import type { ImportedTarget, ImportMetric, ImportQuestions, RejectedCell, TargetImport } from '../../shared/target-import-api.ts';
import { mostImported } from '../../shared/target-import-api.ts';
import { fill, languageOf, textIn, wordsIn } from '../../shared/words/language.ts';
import { targetImportWords, type TargetImportWords } from '../../shared/words/target-import.ts';
import { InputError } from '../errors.ts';
import type { People } from '../floor/people.ts';
import { parsePeriod, periodAround } from '../floor/period.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { TargetEdit, Targets } from '../floor/targets.ts';
import { currencyOf } from '../sources/sheet/currency.ts';
import { readDecimal, shiftPoint, type DecimalSign } from '../sources/sheet/decimals.ts';
import { nameKey } from '../sources/sheet/own-words.ts';
import type { WrittenPeriod } from '../sources/sheet/period-words.ts';
import { createSheetReader, type Answers } from '../sources/sheet/sheet-reader.ts';
import type { WrittenTarget } from '../sources/sheet/target-sheet.ts';
import { metricIds, metricOf, type MetricId } from './catalogue.ts';
import { unitOf } from './explain.ts';
import type { Metrics } from './metrics.ts';
import { scopeText, type Scope } from './scope.ts';
import { canHaveTarget, createTargetEditor } from './target-edit.ts';
import { chosenOf, createWho, isTotal, whoLabel, whoText } from './target-who.ts';

export interface TargetImportStages {
	people: People;
	metrics: Metrics;
	settings: FloorSettings;
	targets: Targets;
	/** Of a period's id: whether its targets may not be changed now. */
	isLocked: (period: string) => boolean;
	now: () => number;
}

export const targetFileQuery = z.strictObject({
	metric: z.string().optional(),
	year: z.coerce.number({ message: 'expected a year' }).int().min(1990).max(2100).optional(),
	decimal: z.enum(['.', ','], { message: 'expected . or ,' }).optional(),
	sheet: z.string().max(200).optional(),
	who: z
		.string()
		.max(8_000)
		.transform((text, context): unknown => {
			try {
				return JSON.parse(text);
			} catch {
				context.addIssue({ code: 'custom', message: 'expected {"name": "scope"} as JSON' });
				return z.NEVER;
			}
		})
		.pipe(z.record(z.string(), z.string(), { message: 'expected {"name": "scope"} as JSON' }))
		.optional()
		.meta({ description: 'Of each ambiguous name the scope that is meant, as JSON.' }),
});

type Reason = keyof TargetImportWords;
/** Why a target is not taken. */
interface No {
	no: Reason;
	values?: Record<string, string | number>;
	/** What is not understood, where it is not the number. */
	text?: string;
}

const isShare = (metric: MetricId): boolean => unitOf({ id: metric, base: metric }) === 'share';
const isNo = (found: object): found is No => 'no' in found;

export function createTargetImport({ people, metrics, settings, targets, isLocked, now }: TargetImportStages): (bytes: Uint8Array, query: z.infer<typeof targetFileQuery>) => Promise<TargetImport> {
	const { roster } = metrics;
	const editor = createTargetEditor({ people, roster, settings: settings.get });
	const able = metricIds.filter(canHaveTarget);

	const metricNamed = (text: string): MetricId | null =>
		able.find((id) => [id, ...Object.values(metricOf(id).label)].some((name) => nameKey(name) === nameKey(text))) ?? null;

	/** A month without a year lies in the workspace's year, which may begin in another. */
	const periodId = (period: WrittenPeriod, year: number): string => {
		if (period.kind === 'id') return period.id;
		if (period.kind === 'year') return String(period.year);
		if (period.kind === 'quarter') return `${period.year ?? year}-Q${period.number}`;
		const { fiscalYearStart } = settings.get();
		const own = fiscalYearStart > 1 && period.number >= fiscalYearStart ? year - 1 : year;
		return `${period.year ?? own}-${String(period.number).padStart(2, '0')}`;
	};

	/** The number in the metric's unit. `isFraction`: of this metric the whole file has shares such as 0.4. */
	const valueOf = (metric: MetricId, { value, isPercent, mark }: WrittenTarget, isFraction: boolean): { value: string } | No => {
		const { currency, locale } = settings.get();
		const unit = unitOf({ id: metric, base: metric });
		if (mark !== '' && unit !== 'money') return { no: 'not_money' };
		if (mark !== '' && currencyOf(mark, { said: null, workspace: currency }) !== currency) return { no: 'other_currency', values: { currency } };
		if (value.startsWith('-')) return { no: 'negative' };
		if (Number(value) > 1e12) return { no: 'out_of_range' };
		if (isPercent && unit !== 'share') return { no: 'not_a_percentage' };
		if (unit === 'count' && value.includes('.')) return { no: 'not_whole' };
		if (unit !== 'share') return { value };
		if (!isPercent && !isFraction && Number(value) > 0 && Number(value) <= 1) {
			const percent = (share: number): string => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(share);
			return { no: 'percent_unclear', values: { percent: percent(Number(value)), share: percent(Number(value) / 100) } };
		}
		return { value: isPercent || !isFraction ? shiftPoint(value, -2) : value };
	};

	/** Files are read one at a time, since each may unpack to many times its size, and in a thread, since that takes its time. */
	let last: Promise<unknown> = Promise.resolve();
	const readFile = (file: Uint8Array, { sheet = null, decimal = null }: { sheet?: string | undefined | null; decimal?: DecimalSign | undefined | null }): Promise<Answers['targets']> => {
		const read = async (): Promise<Answers['targets']> => {
			const reader = createSheetReader({ file, name: '', shipped: [], remembered: [], currency: null, today: settings.calendar().dayOf(now()) });
			try {
				return await reader.ask('targets', { sheet, decimal, most: mostImported });
			} finally {
				reader.close();
			}
		};
		const found = last.then(read);
		last = found.catch(() => undefined);
		return found;
	};

	return async (bytes, wish) => {
		const usual = metricNamed(wish.metric ?? 'sales');
		if (!usual) throw new InputError(`there is no metric '${(wish.metric ?? '').slice(0, 60)}' that can have targets`, { field: 'metric', code: 'unknown_metric' });
		const uploaded = await readFile(bytes, wish);
		const { written } = uploaded;

		const { locale, name: workspace } = settings.get();
		const language = languageOf(locale);
		const words = wordsIn(targetImportWords, language);
		const today = settings.calendar().dayOf(now());
		const thisYear = Number(periodAround('year', today, settings.get()).id);
		const year = wish.year ?? thisYear;
		const who = createWho({ people, roster, workspace, today });
		const asked = new Map<string, ImportQuestions['who'][number]>();
		const times = metrics.times();
		const fractions = new Map<MetricId, boolean>();
		for (const target of written.targets) {
			const metric = target.metric === null || target.metric === '' ? usual : metricNamed(target.metric);
			if (metric && isShare(metric)) fractions.set(metric, (fractions.get(metric) ?? true) && !target.isPercent && Number(target.value) <= 1);
		}

		const scopeOf = (target: WrittenTarget): { scope: Scope } | No => {
			const text = whoText(target);
			const meant = who(target);
			if (meant === null) return { no: 'unknown_who', text };
			if ('scope' in meant) return meant;
			const chosen = chosenOf(meant.several, wish.who?.[text]);
			const label = (scope: Scope): string => whoLabel(scope, { roster, people, today });
			if (!asked.has(text)) asked.set(text, { text, line: target.line, chosen: chosen && scopeText(chosen), options: meant.several.map((scope) => ({ scope: scopeText(scope), label: label(scope) })) });
			return chosen ? { scope: chosen } : { no: 'ambiguous_who', text };
		};
		const read = (target: WrittenTarget): ImportedTarget | No => {
			const metric = target.metric === null || target.metric === '' ? usual : metricNamed(target.metric);
			if (!metric) return { no: 'unknown_metric', text: target.metric ?? '' };
			const found = scopeOf(target);
			if (isNo(found)) return found;
			const value = valueOf(metric, target, fractions.get(metric) ?? false);
			if (isNo(value)) return value;
			let edit: TargetEdit;
			try {
				edit = editor.parse({ metric, scope: scopeText(found.scope), period: periodId(target.period, year), value: value.value });
			} catch (error) {
				if (!(error instanceof InputError)) throw error;
				return { no: error.code === 'out_of_range' ? 'out_of_range' : error.field === 'period' ? 'no_period' : 'no_target' };
			}
			const stands = targets.ofMetric(edit.metric).get(edit.period)?.get(edit.scope) ?? null;
			const period = parsePeriod(edit.period, settings.get());
			return {
				line: target.line,
				column: target.column,
				metric,
				scope: scopeText(found.scope),
				name: found.scope.kind === 'company' ? metrics.numbers().words.company : found.scope.name,
				period: period.id,
				periodName: times.period(period),
				from: editor.json(metric, stands),
				// A number was given.
				to: editor.json(metric, edit.value) ?? 0,
				state: stands === edit.value ? 'unchanged' : isLocked(period.id) ? 'locked' : stands === null ? 'new' : 'changed',
			};
		};

		const cells = new Map<string, ImportedTarget>();
		const rejected: RejectedCell[] = written.rejected.map(({ reason, ...place }) => ({ ...place, reason: words[reason] }));
		const totals = new Map<number, string>();
		/** A row that is nobody's is one fault, however many periods it has. */
		const nobodys = new Set<string>();
		for (const target of written.targets) {
			const found = read(target);
			const place = { line: target.line, column: target.column };
			if (isNo(found)) {
				if (found.no === 'unknown_who' || found.no === 'ambiguous_who') {
					const text = found.text ?? '';
					const key = `${target.line} ${text}`;
					if (found.no === 'unknown_who' && isTotal(text)) totals.set(target.line, text);
					else if (!nobodys.has(key)) rejected.push({ line: target.line, column: target.whoColumn, value: text, reason: words[found.no] });
					nobodys.add(key);
					continue;
				}
				rejected.push({ ...place, value: found.text ?? target.text, reason: fill(words[found.no], found.values ?? {}) });
				continue;
			}
			const key = `${found.metric} ${found.period} ${found.scope}`;
			const before = cells.get(key);
			if (!before) cells.set(key, found);
			else if (before.to !== found.to) rejected.push({ ...place, value: target.text, reason: fill(words.twice, { line: before.line }) });
		}
		const means = (sign: '.' | ','): number => Number(readDecimal(written.unclear?.text.replace('%', '') ?? '0', sign) ?? 0);
		const isYearless = written.targets.some(({ period }) => 'year' in period && period.year === null);
		return {
			kind: uploaded.kind,
			shape: written.shape,
			cells: [...cells.values()],
			rejected: rejected.filter(({ line }) => !totals.has(line)).sort((a, b) => a.line - b.line),
			totals: [...totals].map(([line, text]) => ({ line, text })),
			ignored: written.ignored,
			questions: {
				metric: written.targets.some(({ metric }) => metric === null || metric === '') ? { chosen: usual } : null,
				year: isYearless ? { chosen: year, options: [...new Set([thisYear - 1, thisYear, thisYear + 1, thisYear + 2, year])].sort((a, b) => a - b) } : null,
				decimal: written.unclear ? { text: written.unclear.text, chosen: written.decimal, options: (['.', ','] as const).map((sign) => ({ sign, means: means(sign) })) } : null,
				who: [...asked.values()],
				sheet: uploaded.names.length > 1 && uploaded.name !== null ? { chosen: uploaded.name, options: uploaded.names } : null,
			},
			metrics: able.map((id): ImportMetric => ({ id, label: textIn(metricOf(id).label, language), unit: unitOf({ id, base: id }) })),
		};
	};
}
