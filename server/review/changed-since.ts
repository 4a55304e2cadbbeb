/** What changed since a month was closed: facts, key figures, and what ops changed. */
import type { AreaChange, AreaChanges, ChangeArea } from '../../shared/changes-api.ts';
import { changeAreas } from '../../shared/changes-api.ts';
import type { Explained, LoggedChange, UnitName } from '../../shared/api.ts';
import type { ChangedSince } from '../../shared/review-api.ts';
import { reviewClosesWords } from '../../shared/words/review-closes.ts';
import { fill, wordsIn } from '../../shared/words/language.ts';
import type { Period } from '../floor/period.ts';
import { parsePeriod } from '../floor/period.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { EntryTitle } from '../journal/journal.ts';
import { isMetricId, labelOf, metricOf, type MetricId } from '../metrics/catalogue.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { ChangedFacts, FactChangedSince } from './changed-facts.ts';
import { moneyInFull, type createChangedWords } from './changed-words.ts';
import type { Closes, StoredClose } from './closes.ts';

/** What a month is judged by. */
const keyFigures: readonly MetricId[] = ['sales', 'deals_won', 'deals_lost', 'win_rate', 'average_deal_size', 'deals_created', 'pipeline_value', 'open_deals', 'meetings_booked', 'meetings_held', 'calls_made', 'new_accounts'];
const mostFacts = 200;
const mostOps = 100;

export interface ChangedSinceStages {
	facts: ChangedFacts;
	told: ReturnType<typeof createChangedWords>;
	closes: Closes;
	metrics: Metrics;
	settings: FloorSettings;
	explain: (metric: MetricId, month: Period) => Explained;
	titleOf: (entry: number) => EntryTitle | undefined;
	revision: () => number;
	changes: (query: { of: ChangeArea; limit?: number }) => AreaChanges;
	targetLog: (query: { limit?: number }) => LoggedChange[];
}

export function createChangedSince(stages: ChangedSinceStages): (close: StoredClose, month: Period) => Promise<ChangedSince> {
	const { facts, told, closes, metrics, settings, explain, titleOf, revision, changes, targetLog } = stages;
	const words = () => wordsIn(reviewClosesWords, metrics.numbers().language);
	/** Of the close that was looked at last, as long as nothing came in. */
	let known: { close: number; revision: number; facts: FactChangedSince[] } | null = null;

	const factsSince = async (close: StoredClose, month: Period): Promise<FactChangedSince[] | null> => {
		if (close.revision === null) return null;
		const now = revision();
		if (known?.close !== close.id || known.revision !== now) known = { close: close.id, revision: now, facts: await facts.since(month, close.revision) };
		return known.facts;
	};

	/** In full: what the wall writes short may look the same. */
	const inFull = (unit: UnitName, value: number | null): string => {
		const { locale, currency } = settings.get();
		if (value === null) return words().none;
		if (unit === 'money') return moneyInFull(locale, currency)(Math.round(value * 10 ** (new Intl.NumberFormat(locale, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2)));
		if (unit === 'share') return new Intl.NumberFormat(locale, { style: 'percent', numberingSystem: 'latn', maximumFractionDigits: 2 }).format(value);
		if (unit === 'count' || unit === 'ratio') return new Intl.NumberFormat(locale, { numberingSystem: 'latn', maximumFractionDigits: 2 }).format(value);
		return metrics.numbers().text(unit, value);
	};

	const figuresOf = (close: StoredClose, month: Period): ChangedSince['figures'] => {
		const closed = closes.part(close.id, 'company')?.figures ?? [];
		return keyFigures.flatMap((metric) => {
			const then = closed.find((one) => one.metric === metric);
			if (!then) return [];
			const now = explain(metric, month);
			// What is no longer kept did not change: that its facts were taken out is among what ops did.
			if (metrics.evaluator.isRetired(metric, month, metrics.evaluator.cutAt(settings.calendar().endOf(month.to)))) return [];
			return now.value === then.value ? [] : [{ metric, label: now.label, then: inFull(then.unit, then.value), now: inFull(now.unit, now.value) }];
		});
	};

	const touches = (period: string, month: Period): boolean => {
		const { from, to } = parsePeriod(period, settings.get());
		return from <= month.to && to >= month.from;
	};
	const targetsSince = (after: number, month: Period): ChangedSince['ops'] =>
		targetLog({ limit: 200 })
			.filter(({ entry }) => entry > after)
			.flatMap(({ at, author, cells }) =>
				cells
					.filter(({ period }) => touches(period, month))
					.map(({ metric, scope, from, to }) => {
						const unit = isMetricId(metric) ? metricOf(metric).unit : 'count';
						const written = (value: number | null): string => inFull(unit === 'base' ? 'count' : unit, value);
						const whose = scope === 'company' ? words().everybody : scope.slice(scope.indexOf(':') + 1);
						return { text: fill(words().targetSet, { metric: isMetricId(metric) ? labelOf(metric, metrics.numbers().language) : metric, whose, from: written(from), to: written(to) }), at, author };
					}),
			);
	const opsSince = (after: number, month: Period): ChangedSince['ops'] => {
		const areas = changeAreas.flatMap((of) => changes({ of, limit: 200 }).changes).filter(({ entry }: AreaChange) => entry > after);
		const all = [...targetsSince(after, month), ...areas.map(({ says, at, author }) => ({ text: says, at, author }))];
		return all.sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, mostOps);
	};

	return async (close, month) => {
		const found = await factsSince(close, month);
		return {
			facts: found && found.slice(0, mostFacts).map((one) => told(one, titleOf(one.entry), month)),
			more: Math.max(0, (found?.length ?? 0) - mostFacts),
			figures: figuresOf(close, month),
			ops: close.revision === null ? [] : opsSince(close.revision, month),
		};
	};
}
