/** The part of the area "settings" of the log of changes that changes what facts amount to. */
import { isDeepStrictEqual } from 'node:util';
import type { Language } from '../../shared/views.ts';
import { fill, wordsIn } from '../../shared/words/language.ts';
import { moneyWords, type MoneyWords } from '../../shared/words/money.ts';
import type { Authority } from '../facts/authority.ts';
import type { Rates } from '../facts/rates.ts';
import type { AuthoritySet, RatesSet, RestatingHandlers } from '../facts/restating.ts';
import type { Area } from '../floor/change-log.ts';
import { usualRules, type FloorSettings, type SettingsChange } from '../floor/settings.ts';
import type { EntryHead, Journal, LoggedEntry } from '../journal/journal.ts';

/** What an entry did: what it found, what it left, what stands now, and how what it found is brought back. */
interface Told {
	from: unknown;
	to: unknown;
	stands: unknown;
	says: (words: MoneyWords) => string;
	back: (head: EntryHead) => void;
	/** It can no longer be taken back, whatever stands. */
	isFixed?: boolean;
}

const kinds = ['rates set', 'authority set', 'time zone set', 'stages ordered', 'stalled days set', 'currency set'] as const satisfies (keyof RestatingHandlers)[];

const ratesText = (rates: RatesSet['to'], words: MoneyWords): string => (rates.length === 0 ? words.saysNone : rates.map(({ from, rate }) => fill(words.saysRate, { from, rate })).join(', '));

export function moneyChanges(stages: { journal: Journal<RestatingHandlers>; settings: FloorSettings; rates: Rates; authority: Authority; isCurrencyFixed: () => boolean }): Area {
	const { journal, settings, rates, authority, isCurrencyFixed } = stages;

	const told = (entry: LoggedEntry): Told => {
		const undoes = entry.id;
		// Log bodies of these kinds are written by their handlers in restating.ts and nowhere else.
		switch (entry.kind as (typeof kinds)[number]) {
			case 'rates set': {
				const { currency, from, to } = entry.body as RatesSet;
				return {
					from, to,
					stands: rates.of(currency),
					says: (words) => fill(words.saysRates, { currency, from: ratesText(from, words), to: ratesText(to, words) }),
					back: (head) => void journal.apply('rates set', { currency, rates: from, undoes }, head),
				};
			}
			case 'authority set': {
				const { of, from, to } = entry.body as AuthoritySet;
				return {
					from, to,
					stands: authority.of(of),
					says: (words) => fill(words.saysAuthority, { kind: words[of], from: from ?? words.allCount, to: to ?? words.allCount }),
					back: (head) => void journal.apply('authority set', { of, source: from, undoes }, head),
				};
			}
			case 'time zone set': {
				const { from, to } = entry.body as SettingsChange;
				const timeZone = from.timeZone ?? '';
				return {
					from: timeZone,
					to: to.timeZone,
					stands: settings.get().timeZone,
					says: (words) => fill(words.saysTimeZone, { from: timeZone, to: to.timeZone ?? '' }),
					back: (head) => void journal.apply('time zone set', { timeZone, undoes }, head),
				};
			}
			case 'stages ordered': {
				const change = entry.body as SettingsChange;
				const [from, to] = [change.from.stageOrder ?? [], change.to.stageOrder ?? []];
				return {
					from, to,
					stands: settings.get().stageOrder,
					says: (words) => fill(words.saysStages, { from: from.join(' → ') || words.saysNone, to: to.join(' → ') || words.saysNone }),
					back: (head) => void journal.apply('stages ordered', { stages: from, undoes }, head),
				};
			}
			case 'stalled days set': {
				const change = entry.body as SettingsChange;
				const [from, to] = [change.from.stalledDays ?? usualRules.stalledDays, change.to.stalledDays ?? usualRules.stalledDays];
				return {
					from, to,
					stands: settings.get().stalledDays,
					says: (words) => fill(words.saysStalled, { from, to }),
					back: (head) => void journal.apply('stalled days set', { days: from, undoes }, head),
				};
			}
			case 'currency set': {
				const { from, to } = entry.body as SettingsChange;
				const currency = from.currency ?? '';
				return {
					from: currency,
					to: to.currency,
					stands: settings.get().currency,
					says: (words) => fill(words.saysCurrency, { from: currency, to: to.currency ?? '' }),
					back: (head) => void journal.apply('currency set', { currency, undoes }, head),
					isFixed: isCurrencyFixed(),
				};
			}
		}
	};

	return {
		name: 'settings',
		kinds,
		says: (entry, language: Language) => told(entry).says(wordsIn(moneyWords, language)),
		undoes: ({ body }) => (body as { undoes?: number }).undoes ?? null,
		hindrance: (entry) => {
			const { from, to, stands, isFixed } = told(entry);
			if (isDeepStrictEqual(from, to)) return 'nothing';
			return isDeepStrictEqual(stands, to) && !isFixed ? null : 'later';
		},
		undo: (entry, head) => told(entry).back(head),
	};
}
