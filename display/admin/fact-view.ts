/** Deals and meetings in words: one line of a list, one value, and what a correction does to the totals of a month. */
import type { CorrectionEntry, FactFields, FactPlace, FactView, FactWarning } from '../../shared/corrections.ts';
import { fill, isolated } from '../../shared/words/language.ts';
import type { CorrectionWords } from '../../shared/words/corrections.ts';
import { type FactField, factFields } from './fact-fields.ts';
import { dayText, monthText, momentText, type Place } from './moments.ts';
import { formatAmount } from './numbers.ts';

export interface FactContext {
	words: CorrectionWords;
	/** Of times, in the language of the words. */
	place: Place;
	/** Of numbers. */
	locale: string;
	currency: string;
	now: number;
	/** In the workspace. */
	today: string;
	/** Names by handle. */
	people: ReadonlyMap<string, string>;
}

/** The time of day of a moment that has one. */
export const timeOf = (moment: string): string => moment.slice(11, 16);

export const personText = (handle: string | null, { people, words }: FactContext): string => {
	if (handle === null) return words.nobody;
	return isolated(people.get(handle) ?? fill(words.unknownPerson, { name: handle }));
};

export function valueText(field: Pick<FactField, 'name' | 'kind'>, fields: FactFields | null, context: FactContext): string {
	const { words, place, locale, currency } = context;
	const value = fields?.[field.name] ?? null;
	if (field.kind === 'person') return personText(value, context);
	if (value === null) return field.name === 'type' ? words.typeDerived : words.nothing;
	if (field.kind === 'money') return formatAmount(Number(value), { locale, currency: fields?.['currency'] ?? currency, unit: 'money' });
	if (field.kind === 'day') return value.length > 10 ? `${dayText(value, place.locale)} ${timeOf(value)}` : dayText(value, place.locale);
	// The values of a choice have words called as they are; what a source may send besides is shown as it is.
	return isolated(field.kind === 'choice' ? (words[value as keyof CorrectionWords] ?? value) : value);
}

/** What it is called: its name, else its account, else its number. */
export const nameOf = ({ entity, externalId }: FactPlace, fields: FactFields | null, words: CorrectionWords): string =>
	isolated(fields?.['name'] ?? fields?.['account'] ?? fill(entity === 'deals' ? words.unnamedDeal : words.unnamedMeeting, { number: externalId }));

export const placeText = ({ source, externalId }: FactPlace, isEntered: boolean, words: CorrectionWords): string => fill(isEntered ? words.entered : words.from, { source, number: externalId });

const lineOf = { deals: ['status', 'amount', 'owner', 'closed'], meetings: ['status', 'booked_by', 'booked_at'] } as const;

/** "Acme · Ana · Won · €12,500 · 5 Nov 2026"; the account only where it is not the name already. */
export function lineText(entity: FactPlace['entity'], fields: FactFields | null, context: FactContext): string {
	const isShown = (name: string): boolean => (fields?.[name] ?? null) !== null && (lineOf[entity].some((each) => each === name) || (name === 'account' && (fields?.['name'] ?? null) !== null));
	const shown = factFields[entity].filter(({ name }) => isShown(name));
	return shown.map((field) => (field.kind === 'day' ? dayText(fields?.[field.name] ?? '', context.place.locale) : valueText(field, fields, context))).join(' · ');
}

/** What counts; of what is left out, what would count if it were brought back. */
export function wouldCount({ now, said, byHand }: FactView): FactFields | null {
	if (now || !byHand) return now;
	return said || byHand.entered ? { ...said, ...byHand.set } : null;
}

/** Fields set by hand; an amount and its currency are one. */
export const setByHand = ({ byHand }: FactView): string[] => Object.keys(byHand?.set ?? {}).filter((name) => name !== 'currency');

export const markOf = ({ now, said, byHand }: FactView, words: CorrectionWords): string => {
	if (!byHand) return '';
	if (byHand.excluded) return words.markExcluded;
	if (byHand.entered) return words.markEntered;
	return now === null && said === null ? words.markGone : words.markCorrected;
};

/** What a push would warn of, in the reader's language. */
export function warningText({ code, field, message }: FactWarning, fields: FactFields | null, { words, place }: FactContext): string {
	const day = fields?.[field] ?? fields?.['scheduled_for'] ?? null;
	if (code === 'in_the_future' && day !== null) return fill(words.warnFuture, { day: dayText(day, place.locale) });
	const byCode: Record<string, string> = { no_day: words.warnNoDay, no_rate: words.warnNoRate, before_creation: words.warnBefore };
	return byCode[code] ?? message;
}

export const stateText = ({ byHand }: FactView, { words, place, now }: FactContext): string => {
	if (!byHand) return '';
	const text = byHand.excluded ? words.stateExcluded : byHand.entered ? words.stateEntered : words.stateCorrected;
	return fill(text, { name: byHand.author, time: momentText(byHand.at, place, now) });
};

/** Where the source says something else than what counts, in a sentence each. */
export function differences(fact: FactView, context: FactContext): string[] {
	const { now, said, byHand, source, entity } = fact;
	const { words } = context;
	if (!byHand) return [];
	if (byHand.excluded) return [said ? fill(words.excludedSays, { source, theirs: lineText(entity, said, context) }) : byHand.entered ? words.markExcluded : fill(words.excludedGone, { source })];
	if (byHand.entered) return [fill(words.enteredSays, { ours: lineText(entity, now, context) })];
	if (!now) return [fill(words.correctedGone, { source })];
	return setByHand(fact).map((name) => {
		const field = fieldCalled(entity, name);
		const values = { field: words[field.name], source, ours: valueText(field, now, context), theirs: valueText(field, said, context) };
		return fill(values.ours === values.theirs ? words.sameNow : words.difference, values);
	});
}

/** Fields that the page does not offer may have been set all the same. */
export const fieldCalled = (entity: FactPlace['entity'], name: string): Pick<FactField, 'name' | 'kind'> =>
	factFields[entity].find((field) => field.name === name) ?? { name: name as keyof CorrectionWords, kind: name === 'sdr' ? 'person' : name === 'first_touch' ? 'day' : 'text' };

/** "Amount: €100 → €250", for each field that differs. */
export function changeTexts({ entity, before, after }: Pick<CorrectionEntry, 'entity' | 'before' | 'after'>, context: FactContext): string[] {
	if (!before && !after) return [context.words.notBack];
	if (!before || !after) return [lineText(entity, before ?? after, context)];
	const names = Object.keys(after).filter((name) => after[name] !== before[name] && name !== 'currency');
	return names.map((name) => {
		const field = fieldCalled(entity, name);
		return fill(context.words.change, { field: context.words[field.name] ?? name, from: valueText(field, before, context), to: valueText(field, after, context) });
	});
}

type Total = 'sales' | 'won' | 'lost' | 'booked' | 'held' | 'missed';

/**
 * What a fact adds to the totals of a month, by '<total> <month>', and by '<total> <month> <day>' what counts from a day to come;
 * an amount in another currency adds nothing.
 */
function totalsOf(entity: FactPlace['entity'], fields: FactFields | null, { currency, today }: FactContext): Map<string, number> {
	const totals = new Map<string, number>();
	const add = (total: Total, day: string | null | undefined, amount: number): void => {
		if (!day) return;
		const on = day.slice(0, 10);
		totals.set(`${total} ${on.slice(0, 7)}${on > today ? ` ${on}` : ''}`, amount);
	};
	if (!fields) return totals;
	const { status = null, amount = null, closed, booked_at, scheduled_for, held_at, replaces = null } = fields;
	if (entity === 'deals') {
		if (status === 'won') add('won', closed, 1);
		if (status === 'lost') add('lost', closed, 1);
		if (status === 'won' && amount !== null && (fields['currency'] ?? currency) === currency) add('sales', closed, Number(amount));
	} else {
		if (replaces === null) add('booked', booked_at, 1);
		if (status === 'held') add('held', held_at ?? scheduled_for, 1);
		if (status === 'no_show') add('missed', held_at ?? scheduled_for, 1);
	}
	return totals;
}

/** What becomes of the totals when one version of a fact takes the place of another. */
export function effectTexts(entity: FactPlace['entity'], before: FactFields | null, after: FactFields | null, context: FactContext): string[] {
	const { words, place, locale, currency } = context;
	const [was, is] = [totalsOf(entity, before, context), totalsOf(entity, after, context)];
	const texts: string[] = [];
	for (const key of [...new Set([...was.keys(), ...is.keys()])].sort()) {
		const [total = '', month = '', day] = key.split(' ');
		// Cents are added as cents.
		const change = Math.round(((is.get(key) ?? 0) - (was.get(key) ?? 0)) * 1000) / 1000;
		if (change === 0) continue;
		// Every total has its two sentences.
		const sentence = words[`${total as Total}${change > 0 ? 'Up' : 'Down'}`];
		const said = fill(sentence, { month: monthText(month, place.locale), amount: formatAmount(Math.abs(change), { locale, currency, unit: 'money' }) });
		texts.push(day === undefined ? said : fill(words.fromDay, { said, day: dayText(day, place.locale) }));
	}
	const creditor = entity === 'deals' ? 'owner' : 'booked_by';
	const [from, to] = [before?.[creditor] ?? null, after?.[creditor] ?? null];
	if (before && after && from !== to && is.size > 0) texts.push(fill(words.credit, { from: personText(from, context), to: personText(to, context) }));
	return texts.length > 0 ? texts : [words.effectNone];
}
