/** What has changed since a month was closed, in words: fact by fact, figure by figure, and what ops did. */
import type { Explained, LoggedChange } from '../../shared/api.ts';
import { changeAreas, type AreaChanges } from '../../shared/changes-api.ts';
import type { ChangedFact, ChangedSince } from '../../shared/review-api.ts';
import { closeWords } from '../../shared/words/review-closes.ts';
import { importFieldWords } from '../../shared/words/import-fields.ts';
import { fill, wordsIn } from '../../shared/words/language.ts';
import { isoText } from '../clock.ts';
import { minorDigits } from '../facts/money.ts';
import { momentsOf } from '../facts/streams.ts';
import { dayText } from '../floor/day-text.ts';
import type { People } from '../floor/people.ts';
import { parsePeriod, type Period } from '../floor/period.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { Handlers, Journal } from '../journal/journal.ts';
import { isMetricId, labelOf } from '../metrics/catalogue.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { ChangedFacts, FactCells, FactDifference } from './changed-facts.ts';
import type { Closes, StoredClose } from './closes.ts';

export interface ChangedSinceStages {
	changed: ChangedFacts;
	closes: Closes;
	people: People;
	metrics: Metrics;
	settings: FloorSettings;
	journal: Pick<Journal<Handlers>, 'entry'>;
	/** As figures are known now. */
	explain: (query: Record<string, unknown>) => Promise<Explained>;
	targetLog: (query: Record<string, unknown>) => LoggedChange[];
	changeLog: (query: Record<string, string>) => AreaChanges;
}

const mostLines = 200;
/** Those that a reader would ask for first. */
const keyFigures = ['sales', 'deals_won', 'win_rate', 'average_deal_size', 'sales_cycle_days', 'quota_attainment', 'pipeline_value', 'open_deals', 'pipeline_created', 'meetings_booked', 'meetings_held', 'calls_made', 'emails_sent', 'proposals_sent', 'new_leads', 'mrr', 'new_customers'];
/** What stands for the fact in its label, or is a person's key. */
const labelled = ['name', 'account'];

export function createChangedSince({ changed, closes, people, metrics, settings, journal, explain, targetLog, changeLog }: ChangedSinceStages): (close: StoredClose, month: Period) => Promise<ChangedSince> {
	const words = () => wordsIn(closeWords, metrics.numbers().language);
	// Fields and what sources say in words of ours are called as on the imports page.
	const named = (): Record<string, string> => wordsIn(importFieldWords, metrics.numbers().language);

	const ownerOf = (key: string, source: string): string => (key === '' ? words().none : (people.behindKey(key)?.name ?? (key.startsWith(`${source}/`) ? key.slice(source.length + 1) : key)));
	const money = (minor: number): string => {
		const { locale, currency } = settings.get();
		const digits = minorDigits(currency);
		return new Intl.NumberFormat(locale, { style: 'currency', currency, minimumFractionDigits: minor % 10 ** digits === 0 ? 0 : digits, maximumFractionDigits: digits }).format(minor / 10 ** digits);
	};
	const day = (text: string): string => dayText(text, settings.get().locale);

	/** A cell as people read it. */
	const said = (row: FactCells, column: string, source: string): string => {
		const cell = row[column] ?? null;
		const minor = row[`${column}_minor`];
		if (typeof minor === 'number') return money(minor);
		if (cell === null || cell === '') return words().none;
		if (column.endsWith('_key')) return ownerOf(String(cell), source);
		if (column === 'day' || column.endsWith('_day')) return day(String(cell));
		if (column === 'at' || column.endsWith('_at')) return metrics.times().full(Number(cell));
		return named()[`word_${cell}`] ?? String(cell);
	};
	const fieldName = (column: string): string => {
		const bare = column === 'day' ? 'at' : column === 'closer_key' ? 'owner' : column === 'booker_key' ? 'booked_by' : column === 'given_type' ? 'type' : column.replace(/_(key|day|at)$/, '');
		const own = named();
		return own[`field_${bare}`] ?? own[`field_${bare}_for`] ?? own[`field_${bare}_at`] ?? bare;
	};

	const labelOfFact = ({ entity, source, externalId, before, after }: FactDifference): string => {
		const row = after ?? before ?? {};
		const what = labelled.flatMap((column) => (row[column] ? [String(row[column])] : []));
		const kind = row['status'] ?? row['kind'] ?? row['outcome'] ?? null;
		const moment = momentsOf(entity).map(({ day: column }) => row[column]).filter((cell) => typeof cell === 'string').at(entity === 'deals' ? -1 : 0);
		return [[words()[`entity_${entity}`], ...(what.length > 0 ? [what.join(', ')] : [`${source} ${externalId}`])].join(' '), kind === null ? '' : (named()[`word_${kind}`] ?? String(kind)), moment === undefined ? '' : day(String(moment))].filter((part) => part !== '').join(', ');
	};

	/** A day and its time are one thing: the time is told where only it differs. */
	const withoutTwins = (columns: readonly string[]): string[] => columns.filter((column) => !(column.endsWith('at') && columns.includes(column.replace(/at$/, 'day'))));

	const told = (difference: FactDifference): ChangedFact => {
		const { entity, source, externalId, before, after, columns, entry: id } = difference;
		const entry = journal.entry(id);
		const only = after ?? before ?? {};
		const amounts = ['amount', 'value'].filter((column) => only[column] != null);
		const owner = ['closer_key', 'booker_key', 'owner_key'].find((column) => typeof only[column] === 'string' && only[column] !== '');
		return {
			how: !before ? 'added' : !after ? 'deleted' : 'changed',
			entity,
			source,
			externalId,
			label: labelOfFact(difference),
			changes:
				before && after
					? withoutTwins(columns).map((column) => fill(words().fromTo, { field: fieldName(column), from: said(before, column, source), to: said(after, column, source) }))
					: [...amounts, ...(owner === undefined ? [] : [owner])].map((column) => fill(words().is, { field: fieldName(column), value: said(only, column, source) })),
			at: isoText(entry?.at ?? 0),
			atText: entry ? metrics.times().full(entry.at) : '',
			author: entry?.author ?? '',
		};
	};

	const figuresOf = async (close: StoredClose, month: Period): Promise<ChangedSince['figures']> => {
		const found: ChangedSince['figures'] = [];
		const asOf = isoText(settings.calendar().endOf(month.to));
		for (const then of closes.part(close.id, 'company')?.figures ?? []) {
			if (!keyFigures.includes(then.metric)) continue;
			const is = await explain({ metric: then.metric, scope: 'company', period: month.id, asOf });
			if (is.value !== then.value) found.push({ metric: then.metric, label: is.label, then: then.text, now: is.text });
		}
		return found;
	};

	/** Of targets, those of periods that the month lies in or that lie in it. */
	const opsOf = (since: number, month: Period): ChangedSince['ops'] => {
		const rules = settings.get();
		const numbers = metrics.numbers();
		const targets = targetLog({ limit: mostLines })
			.filter(({ entry }) => entry > since)
			.flatMap(({ at, author, cells }) =>
				cells.flatMap(({ metric, scope, period: id, from, to }) => {
					const period = parsePeriod(id, rules);
					if (period.to < month.from || period.from > month.to || !isMetricId(metric) || from === to) return [];
					const text = (value: number | null): string => (value === null ? words().noTarget : new Intl.NumberFormat(rules.locale).format(value));
					return [{ at, author, text: fill(words().targetChanged, { who: scope === 'company' ? words().company : scope.replace(/^(team|person):/, ''), metric: labelOf(metric, numbers.language), period: metrics.times().period(period), from: text(from), to: text(to) }) }];
				}),
			);
		const others = changeAreas.flatMap((of) => changeLog({ of, limit: '200' }).changes.filter(({ entry }) => entry > since).map(({ at, author, says }) => ({ at, author, text: says })));
		return [...targets, ...others].sort((a, b) => (a.at < b.at ? -1 : 1)).slice(0, mostLines);
	};

	return async (close, month) => {
		const facts = close.revision === null ? null : changed.of(month, close.revision);
		return {
			facts: facts && facts.slice(0, mostLines).map(told),
			more: Math.max(0, (facts?.length ?? 0) - mostLines),
			figures: await figuresOf(close, month),
			ops: opsOf(close.revision ?? Number.MAX_SAFE_INTEGER, month),
		};
	};
}
