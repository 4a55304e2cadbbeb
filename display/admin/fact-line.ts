/** A fact of any kind as a line of a list. */
import type { ListedFact } from '../../shared/why-api.ts';
import { fill } from '../../shared/words/language.ts';
import type { WhyWords } from '../../shared/words/why.ts';
import type { Place } from './moments.ts';

const has = <T extends object>(words: T, key: string): key is Extract<keyof T, string> => key in words;
/** A kind or outcome in words; what a source made up stays as it is. */
export const wordFor = (group: 'kind' | 'outcome' | 'field' | 'name', text: string, words: WhyWords): string => {
	const key = `${group}_${text}`;
	return has(words, key) ? words[key] : text;
};

/** "Deal Big one, Acme, won", "Call, Acme, connected". */
export function factText({ entity, name, account, kind, outcome }: ListedFact, words: WhyWords): string {
	const isKindTheThing = entity === 'activities' || entity === 'meetings';
	const head = isKindTheThing && kind !== null ? wordFor('kind', kind, words) : words[`entity_${entity}`];
	const rest = [account, isKindTheThing || kind === null ? null : wordFor('kind', kind, words), outcome === null ? null : wordFor('outcome', outcome, words)];
	// What a monthly figure is called is one of our words, not anybody's text.
	const named = name !== null && entity === 'figures' ? wordFor('name', name, words) : name;
	return [named === null ? head : `${head} ${named}`, ...rest.filter((part) => part !== null && part !== '')].join(', ');
}

export const ownerText = ({ person, owner }: ListedFact, words: WhyWords): string => person?.name ?? (owner === null ? words.nobody : fill(words.namedAs, { owner }));

export function whenText({ day, at }: Pick<ListedFact, 'day' | 'at'>, { locale, timeZone }: Place): string {
	const date: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' };
	if (at !== null) return new Intl.DateTimeFormat(`${locale}${locale.includes('-u-') ? '' : '-u-hc-h23'}`, { timeZone, ...date, hour: '2-digit', minute: '2-digit' }).format(Date.parse(at));
	return day === null ? '–' : new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...date }).format(Date.parse(`${day}T00:00:00Z`));
}

/** A value as its source gave it; days and times as people read them, kinds and outcomes in words. */
export function fieldText(value: string, words: WhyWords, place: Place): string {
	if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return whenText({ day: value, at: null }, place);
	if (/^\d{4}-\d{2}-\d{2}T/.test(value)) return whenText({ day: null, at: value }, place);
	const asKind = wordFor('kind', value, words);
	return asKind === value ? wordFor('outcome', value, words) : asKind;
}
