/** A changed fact in words: what it is called, and what is otherwise. */
import { keyNameIn } from '../../shared/keys-api.ts';
import type { ChangedFact } from '../../shared/review-api.ts';
import { reviewClosesWords, type ReviewClosesWords } from '../../shared/words/review-closes.ts';
import { fill, wordsIn } from '../../shared/words/language.ts';
import { isoText } from '../clock.ts';
import { minorDigits } from '../facts/money.ts';
import type { People } from '../floor/people.ts';
import { periodAround } from '../floor/period.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { EntryTitle } from '../journal/journal.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { FactChangedSince } from './changed-facts.ts';
import { countedAt, type Cells } from './seen-facts.ts';

export interface ChangedWordsStages {
	metrics: Pick<Metrics, 'numbers' | 'times'>;
	people: Pick<People, 'behindKey'>;
	settings: FloorSettings;
}

/** Money in full, as far as it has digits: a change of a thousandth must show. */
export function moneyInFull(locale: string, currency: string): (minor: number) => string {
	const digits = minorDigits(currency);
	return (minor) => {
		const hasCents = minor % 10 ** digits !== 0;
		return new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol', numberingSystem: 'latn', minimumFractionDigits: hasCents ? digits : 0, maximumFractionDigits: hasCents ? digits : 0 }).format(minor / 10 ** digits);
	};
}

/** Columns whose word is another. */
const wordOf: Record<string, keyof ReviewClosesWords> = { owner_key: 'owner', closer_key: 'owner', sdr_key: 'sdr', booker_key: 'booker', due_key: 'due', credited_key: 'credited', deal: 'deal_of' };
const moneyColumns: Record<string, string> = { amount: 'amount_minor', contract_value: 'contract_value_minor', recurring: 'recurring_minor', cost: 'cost_minor', value: 'value_minor' };
const yesOrNo = ['meaningful', 'satisfied'];
/** What is told of something that came or went, as far as it says it. */
const telling = ['amount', 'value', 'owner_key', 'closer_key', 'booker_key', 'kind', 'outcome', 'status'];

export function createChangedWords({ metrics, people, settings }: ChangedWordsStages): (found: FactChangedSince, title: EntryTitle | undefined, month: { from: string }) => ChangedFact {
	const words = (): ReviewClosesWords => wordsIn(reviewClosesWords, metrics.numbers().language);
	const dayText = (day: string): string => metrics.times().period(periodAround('day', day, settings.get()));
	const ownerOf = (key: string, source: string): string => (key === '' ? words().nobody : (people.behindKey(key)?.name ?? (key.startsWith(`${source}/`) ? key.slice(source.length + 1) : key)));

	const said = (column: string, row: Cells, source: string): string => {
		const value = row[column] ?? null;
		if (column.endsWith('_key')) return ownerOf(String(value ?? ''), source);
		const minor = moneyColumns[column];
		if (minor !== undefined) {
			const { locale, currency } = settings.get();
			const worth = row[minor] ?? null;
			if (typeof worth === 'number') return moneyInFull(locale, currency)(worth);
			return value === null ? words().none : [row['currency'], value].filter(Boolean).join(' ');
		}
		if (value === null || value === '') return words().none;
		if (column === 'day' || column.endsWith('_day')) return dayText(String(value));
		if (yesOrNo.includes(column)) return value === 1 ? words().yes : words().no;
		if (column === 'status' && (value === 'won' || value === 'lost')) return words()[`status_${value}`];
		return String(value);
	};
	const nameOf = (column: string): string => {
		const own = words();
		const word = wordOf[column] ?? column;
		// The test of countedAt asks for a word of every column.
		return word in own ? own[word as keyof ReviewClosesWords] : column;
	};

	return (found, title, month) => {
		const { entity, source, externalId, how, was, is, columns } = found;
		const own = words();
		const row = was ?? is ?? {};
		const days = Object.keys(countedAt[entity]).flatMap((day) => (typeof row[day] === 'string' ? [row[day]] : []));
		const named = [row['name'], row['title'], row['account']].find((text) => typeof text === 'string' && text !== '') ?? externalId;
		const status = row['status'] === 'won' || row['status'] === 'lost' ? row['status'] : 'open';
		const placed = entity === 'deals' ? (status === 'open' ? row['created_day'] : row['closed_day']) : (days.find((day) => day >= month.from) ?? days[0]);
		const day = typeof placed === 'string' ? dayText(placed) : own.none;
		const kind = own[`entity_${entity}`];
		const told = (text: ReviewClosesWords['line'] | ReviewClosesWords['lineOf'], column: string, values: Record<string, string>): string => fill(text, { what: nameOf(column), ...values });
		const changes =
			was && is && how === 'changed'
				? columns.map((column) => told(own.line, column, { from: said(column, was, source), to: said(column, is, source) }))
				: telling.filter((column) => columns.includes(column) && (row[column] ?? '') !== '').map((column) => told(own.lineOf, column, { value: said(column, row, source) }));
		const author = title?.author ?? '';
		return {
			how, entity, source, externalId, changes,
			label: entity === 'deals' ? fill(own.deal, { kind, name: String(named), status: own[`status_${status}`], day }) : fill(own.fact, { kind, name: String(named), day }),
			at: title ? isoText(title.at) : '',
			atText: title ? metrics.times().full(title.at) : '',
			// A key says nothing of who sent it.
			author: keyNameIn(author) !== null || author === 'demo' || author === 'feed' ? source : author,
		};
	};
}
