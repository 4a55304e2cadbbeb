/** The fields of a deal and a meeting that ops can set, and what was typed into them. */
import type { CorrectableEntity, FactFields } from '../../shared/corrections.ts';
import { fill } from '../../shared/words/language.ts';
import type { CorrectionWords } from '../../shared/words/corrections.ts';
import { formatNumber, parseNumber } from './numbers.ts';

export type FieldKind = 'text' | 'person' | 'money' | 'day' | 'choice';
export interface FactField {
	name: keyof CorrectionWords;
	kind: FieldKind;
	/** Of a choice: its values, whose words are called as they are. '' when it may be left to the rest of the account. */
	values?: readonly (keyof CorrectionWords | '')[];
	/** It cannot be empty. */
	isRequired?: boolean;
	/** It is offered with this status alone. */
	onlyIf?: string;
}

export const factFields: Record<CorrectableEntity, readonly FactField[]> = {
	deals: [
		{ name: 'name', kind: 'text' },
		{ name: 'account', kind: 'text' },
		{ name: 'owner', kind: 'person' },
		{ name: 'status', kind: 'choice', values: ['open', 'won', 'lost'], isRequired: true },
		{ name: 'amount', kind: 'money' },
		{ name: 'closed', kind: 'day' },
		{ name: 'lost_reason', kind: 'text', onlyIf: 'lost' },
		{ name: 'created', kind: 'day' },
		{ name: 'stage', kind: 'text' },
		{ name: 'expected_close', kind: 'day' },
		{ name: 'type', kind: 'choice', values: ['', 'new_business', 'expansion', 'renewal'] },
		{ name: 'product', kind: 'text' },
		{ name: 'region', kind: 'text' },
		{ name: 'channel', kind: 'text' },
		{ name: 'lead_source', kind: 'text' },
	],
	meetings: [
		{ name: 'kind', kind: 'text', isRequired: true },
		{ name: 'account', kind: 'text' },
		{ name: 'booked_by', kind: 'person' },
		{ name: 'owner', kind: 'person' },
		{ name: 'booked_at', kind: 'day', isRequired: true },
		{ name: 'scheduled_for', kind: 'day' },
		{ name: 'status', kind: 'choice', values: ['scheduled', 'held', 'no_show', 'cancelled', 'rescheduled'], isRequired: true },
		{ name: 'held_at', kind: 'day' },
		{ name: 'replaces', kind: 'text' },
	],
};

/** Fields of a form in which this is typed. */
export const offered = (entity: CorrectableEntity, draft: Draft): FactField[] => factFields[entity].filter(({ onlyIf }) => onlyIf === undefined || onlyIf === draft['status']);

/** What stands in each field of a form. */
export type Draft = Record<string, string>;

export interface DraftRules {
	locale: string;
	currency: string;
}

const money = ({ locale, currency }: DraftRules) => ({ locale, currency, unit: 'money' as const });

/** A fact as a form shows it. An amount without a rate is left for ops to say. */
export function draftOf(entity: CorrectableEntity, fields: FactFields | null, rules: DraftRules): Draft {
	const textOf = ({ name, kind, values }: FactField): string => {
		const value = fields?.[name] ?? null;
		if (value === null) return values?.[0] ?? '';
		if (kind === 'day') return value.slice(0, 10);
		if (kind !== 'money') return value;
		return fields?.['currency'] === rules.currency ? formatNumber(Number(value), money(rules)) : '';
	};
	return Object.fromEntries(factFields[entity].map((field) => [field.name, textOf(field)]));
}

export const emptyDraft = (entity: CorrectableEntity, today: string): Draft =>
	({ ...draftOf(entity, null, { locale: 'en', currency: '' }), ...(entity === 'deals' ? { status: 'won', closed: today } : { kind: 'meeting', booked_at: today }) });

type Read = { value: string | null } | { error: string };

/** Of money the sign is read apart: a target has none, but a credit note does. */
function readAmount(typed: string, rules: DraftRules, words: CorrectionWords): Read {
	const [, sign = '', digits = ''] = /^\s*([-−–]?)(.*)$/.exec(typed) ?? [];
	const parsed = parseNumber(digits, money(rules));
	const example = formatNumber(12_500.5, money(rules));
	if (!parsed.ok) return { error: parsed.problem === 'too_many_decimals' ? fill(words.wantDecimals, { currency: rules.currency, example }) : fill(words.wantAmount, { example }) };
	return { value: parsed.value === null ? null : `${sign === '' || parsed.value === 0 ? '' : '-'}${parsed.value}` };
}

const readField = ({ kind, isRequired }: FactField, typed: string, rules: DraftRules, words: CorrectionWords): Read => {
	const text = typed.trim();
	if (text === '') return isRequired ? { error: words.required } : { value: null };
	if (kind === 'money') return readAmount(text, rules, words);
	// A year of two digits is a slip of the hand.
	if (kind === 'day' && !/^(19|20|21)\d{2}-\d{2}-\d{2}$/.test(text)) return { error: fill(words.wantDay, { example: new Intl.DateTimeFormat(rules.locale, { timeZone: 'UTC' }).format(Date.UTC(2026, 10, 23)) }) };
	return { value: text };
};

/** What was typed, as fields to set: only those that differ from what stood there. */
export function readDraft(entity: CorrectableEntity, draft: Draft, before: Draft | null, rules: DraftRules, words: CorrectionWords): { set: FactFields; errors: Record<string, string> } {
	const set: FactFields = {};
	const errors: Record<string, string> = {};
	for (const field of offered(entity, draft)) {
		const typed = draft[field.name] ?? '';
		if (before && typed === before[field.name]) continue;
		const read = readField(field, typed, rules, words);
		if ('error' in read) errors[field.name] = read.error;
		else if (before || read.value !== null) set[field.name] = read.value;
	}
	const isEmpty = (name: string): boolean => (draft[name] ?? '').trim() === '';
	if (entity === 'deals' && draft['status'] !== 'open' && isEmpty('closed')) errors['closed'] ??= words.needClosed;
	const isDue = draft['status'] === 'held' || draft['status'] === 'no_show';
	// Of a meeting that a source knows without its day, the rest can be corrected all the same.
	const isSaid = before === null || ['status', 'held_at', 'scheduled_for'].some((name) => draft[name] !== before[name]);
	if (entity === 'meetings' && isDue && isSaid && isEmpty('held_at') && isEmpty('scheduled_for')) errors['held_at'] ??= words.needHeld;
	return { set, errors };
}
