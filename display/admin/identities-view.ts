/** What is said of keys and their facts. */
import type { FactView } from '../../shared/corrections.ts';
import type { IdentityKey, KeyFacts, UnassignedKey } from '../../shared/identities-api.ts';
import type { IdentityWords } from '../../shared/words/identities.ts';
import { fill } from '../../shared/words/language.ts';
import { dayText } from './moments.ts';

const kinds = ['deals', 'meetings', 'activities', 'proposals', 'accounts', 'leads', 'movements', 'surveys'] as const;

export const factCount = (facts: KeyFacts): number => kinds.reduce((sum, kind) => sum + facts[kind], 0);

export function factsText(facts: KeyFacts, words: IdentityWords, locale: string): string {
	const count = factCount(facts);
	if (count === 0) return words.noFacts;
	return facts.last === null ? fill(words.factsUndated, { count }) : fill(words.facts, { count, day: dayText(facts.last, locale) });
}

export const kindsText = (facts: KeyFacts, words: IdentityWords): string => kinds.flatMap((kind) => (facts[kind] > 0 ? fill(words[`kind_${kind}`], { count: facts[kind] }) : [])).join(', ');

export function daysText({ first, last }: KeyFacts, words: IdentityWords, locale: string): string {
	if (first === null || last === null) return '';
	return first === last ? dayText(first, locale) : fill(words.days, { first: dayText(first, locale), last: dayText(last, locale) });
}

export const sourceText = ({ source }: Pick<IdentityKey, 'source'>, words: IdentityWords): string => (source === null ? words.anySource : fill(words.fromSource, { source }));

export function worthText({ thisMonth, sales }: UnassignedKey, words: IdentityWords): string {
	if (thisMonth === 0 && sales === '') return words.nothingNow;
	return sales === '' ? fill(words.worth, { count: thisMonth }) : fill(words.worthSales, { count: thisMonth, sales });
}

export function dealText({ externalId, now }: FactView): string {
	return [now?.['name'] ?? now?.['account'] ?? '', externalId].filter(Boolean).join(', ');
}

export function dealState({ now }: FactView, words: IdentityWords, locale: string): string {
	const day = now?.['closed'] ? dayText(now['closed'], locale) : '';
	const state = now?.['status'] === 'won' ? fill(words.wonDeal, { day }) : now?.['status'] === 'lost' ? fill(words.lostDeal, { day }) : words.openDeal;
	return [now?.['amount'] ? `${now['amount']} ${now['currency'] ?? ''}` : '', state].filter(Boolean).join(' · ');
}
