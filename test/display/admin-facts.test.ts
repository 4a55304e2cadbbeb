/** What is typed into the form of a deal or a meeting, and what the page says of corrections. */
import { describe, expect, test } from 'vitest';
import type { FactFields, FactView } from '../../shared/corrections.ts';
import { type CorrectionWords, correctionWords } from '../../shared/words/corrections.ts';
import { wordsIn } from '../../shared/words/language.ts';
import { draftOf, emptyDraft, factFields, readDraft } from '../../display/admin/fact-fields.ts';
import { changesBetween } from '../../display/admin/fact-changes.ts';
import { changeTexts, differences, effectTexts, lineText, stateText, valueText, warningText, type FactContext } from '../../display/admin/fact-view.ts';
import { timeLocale } from '../../display/admin/moments.ts';

const rules = { locale: 'en-GB', currency: 'EUR' };
const words = correctionWords.en;
const people = new Map([['ana@x.example', 'Ana'], ['bo@x.example', 'Bo']]);
const context: FactContext = { words, place: { locale: 'en-GB', timeZone: 'Europe/Stockholm' }, locale: 'en-GB', currency: 'EUR', now: Date.UTC(2026, 10, 23), today: '2026-12-23', people };
const deal: FactFields = { name: 'Seats', account: 'Acme', owner: 'ana@x.example', status: 'won', amount: '12500.50', currency: 'EUR', closed: '2026-11-05T10:41:00+01:00', created: '2026-10-01', type: null };
const meeting: FactFields = { kind: 'demo', booked_by: 'bo@x.example', owner: null, booked_at: '2026-11-10', scheduled_for: '2026-12-01', status: 'held', held_at: null, replaces: null };

test('every sentence exists in Swedish, with the same placeholders', () => {
	const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
	expect(Object.keys(correctionWords.sv).sort()).toEqual(Object.keys(words).sort());
	for (const key of Object.keys(words) as (keyof CorrectionWords)[]) expect([key, placeholders(wordsIn(correctionWords, 'sv')[key])]).toEqual([key, placeholders(words[key])]);
});

describe('the form', () => {
	const typed = (changes: Record<string, string>, fields: FactFields = deal, entity: 'deals' | 'meetings' = 'deals', locale = 'en-GB') => {
		const before = draftOf(entity, fields, { ...rules, locale });
		return readDraft(entity, { ...before, ...changes }, before, { ...rules, locale }, words);
	};
	test('shows amounts in the locale and days as days, and sends what was changed alone', () => {
		expect(draftOf('deals', deal, rules)).toMatchObject({ amount: '12,500.50', closed: '2026-11-05', type: '', stage: '' });
		expect(typed({})).toEqual({ set: {}, errors: {} });
		expect(typed({ amount: '9,999.5', owner: '', stage: ' Signed ' })).toEqual({ set: { amount: '9999.5', owner: null, stage: 'Signed' }, errors: {} });
		expect(typed({ amount: '9.999,50' }, deal, 'deals', 'de-DE').set).toEqual({ amount: '9999.5' });
		expect(typed({ amount: '9 999,50' }, deal, 'deals', 'sv-SE').set).toEqual({ amount: '9999.5' });
		expect([typed({ amount: '' }).set, typed({ amount: '-5' }).set, typed({ amount: '−5 €' }).set, typed({ amount: '0' }).set]).toEqual([{ amount: null }, { amount: '-5' }, { amount: '-5' }, { amount: '0' }]);
	});
	test('leaves an amount without a rate for ops to say', () => {
		const foreign = { ...deal, currency: 'USD' };
		expect(draftOf('deals', foreign, rules)['amount']).toBe('');
		expect(typed({}, foreign).set).toEqual({});
	});
	test('says what is wrong beside the field', () => {
		expect(typed({ amount: 'x', closed: '' }).errors).toEqual({ amount: 'Not an amount. Expected something like 12,500.50.', closed: words.needClosed });
		expect(typed({ amount: '1.234,567' }).errors['amount']).toMatch(/^(Too many decimals|Not an amount)/);
		expect(typed({ closed: '0026-11-05' }).errors).toEqual({ closed: 'Not a day. Expected something like 23/11/2026.' });
		expect(typed({ status: 'open', closed: '' }).errors).toEqual({});
		for (const status of ['held', 'no_show']) expect(typed({ status, scheduled_for: '', held_at: '' }, { ...meeting, status: 'scheduled' }, 'meetings').errors).toEqual({ held_at: words.needHeld });
		expect(typed({ account: 'Bolt' }, { ...meeting, scheduled_for: null }, 'meetings')).toEqual({ set: { account: 'Bolt' }, errors: {} });
		expect(typed({ booked_at: '', kind: ' ' }, meeting, 'meetings').errors).toEqual({ booked_at: words.required, kind: words.required });
	});
	test('asks why a deal was lost of a lost one alone; what a meeting replaces can be cleared', () => {
		expect(typed({ lost_reason: 'Price' }).set).toEqual({});
		expect(typed({ lost_reason: 'Price', status: 'lost' }).set).toEqual({ lost_reason: 'Price', status: 'lost' });
		expect(typed({ replaces: '' }, { ...meeting, replaces: 'M-1' }, 'meetings').set).toEqual({ replaces: null });
	});
	test('of a new one starts with today, and sends what is filled in', () => {
		for (const entity of ['deals', 'meetings'] as const) {
			const draft = emptyDraft(entity, '2026-11-23');
			expect(Object.keys(draft).sort()).toEqual(factFields[entity].map(({ name }) => name).sort());
			expect(readDraft(entity, draft, null, rules, words)).toEqual({ set: entity === 'deals' ? { status: 'won', closed: '2026-11-23' } : { kind: 'meeting', booked_at: '2026-11-23', status: 'scheduled' }, errors: {} });
		}
	});
});

describe('in words', () => {
	const view = (changes: Partial<FactView>): FactView => ({ entity: 'deals', source: 'crm', externalId: 'D-1', now: deal, said: deal, seen: 1, warnings: [], byHand: null, ...changes });
	const hand = (changes: Partial<NonNullable<FactView['byHand']>>): FactView['byHand'] => ({ excluded: false, entered: false, set: {}, at: '2026-11-23T09:00:00Z', author: 'ops', reason: 'x', ...changes });

	test('a line names what one looks for; a value is written as the locale has it', () => {
		expect(lineText('deals', deal, context)).toBe('Acme · Ana · Won · €12,500.50 · 5 Nov 2026');
		expect(lineText('deals', { ...deal, name: null, owner: 'zoe', amount: null }, context)).toBe('zoe (not known) · Won · 5 Nov 2026');
		expect(lineText('meetings', meeting, context)).toBe('Bo · 10 Nov 2026 · Held');
		expect(valueText({ name: 'closed', kind: 'day' }, deal, context)).toBe('5 Nov 2026 10:41');
		expect(valueText({ name: 'amount', kind: 'money' }, { amount: '100', currency: 'USD' }, context)).toBe('US$100');
		expect([valueText({ name: 'owner', kind: 'person' }, meeting, context), valueText({ name: 'type', kind: 'choice' }, deal, context), valueText({ name: 'status', kind: 'choice' }, { status: 'odd' }, context)]).toEqual(['Nobody', 'By the account’s earlier deals', 'odd']);
	});
	test('where the source says something else, that is said', () => {
		const now = { ...deal, amount: '10000.00' };
		expect(differences(view({ now, byHand: hand({ set: { amount: '10000', currency: 'EUR' } }) }), context)).toEqual(['Amount: €10,000; crm says €12,500.50']);
		expect(differences(view({ byHand: hand({ set: { amount: '12500.50', currency: 'EUR' } }) }), context)).toEqual(['Amount: €12,500.50; crm says the same']);
		expect(differences(view({ now: null, byHand: hand({ excluded: true }) }), context)).toEqual(['Left out; crm says Acme · Ana · Won · €12,500.50 · 5 Nov 2026']);
		expect(differences(view({ now: null, said: null, byHand: hand({ excluded: true }) }), context)).toEqual(['Left out; crm has deleted it']);
		expect(differences(view({ now: null, said: null, byHand: hand({ set: { region: 'West' } }) }), context)).toEqual(['crm has deleted it; it does not count']);
		expect(differences(view({ said: null, byHand: hand({ entered: true, set: deal }) }), context)).toEqual(['Entered: Acme · Ana · Won · €12,500.50 · 5 Nov 2026']);
		expect(differences(view({}), context)).toEqual([]);
	});
	test('a record says what changed from what to what, or what it was', () => {
		expect(changeTexts({ entity: 'deals', before: deal, after: { ...deal, amount: '1.00', sdr: 'bo@x.example' } }, context)).toEqual(['Amount: €12,500.50 → €1', 'SDR: Nobody → Bo']);
		expect(changeTexts({ entity: 'deals', before: deal, after: null }, context)).toEqual(['Acme · Ana · Won · €12,500.50 · 5 Nov 2026']);
		expect(changeTexts({ entity: 'deals', before: null, after: null }, context)).toEqual([words.notBack]);
	});
	test('what a correction changes is said of the totals of each month, to the cent, and of the credit', () => {
		const effects = (before: FactFields | null, after: FactFields | null, entity: 'deals' | 'meetings' = 'deals') => effectTexts(entity, before, after, context);
		expect(effects(deal, null)).toEqual(['Sales of November 2026 fall by €12,500.50.', 'One deal won less in November 2026.']);
		expect(effects(deal, { ...deal, amount: '12500.60', owner: 'bo@x.example' })).toEqual(['Sales of November 2026 rise by €0.10.', 'The credit goes from Ana to Bo.']);
		expect(effects(deal, { ...deal, closed: '2026-10-31' })).toEqual(['Sales of October 2026 rise by €12,500.50.', 'Sales of November 2026 fall by €12,500.50.', 'One deal won more in October 2026.', 'One deal won less in November 2026.']);
		expect(effects({ ...deal, currency: 'USD' }, null)).toEqual(['One deal won less in November 2026.']);
		expect(effects(deal, { ...deal, status: 'lost' })).toEqual(['One deal lost more in November 2026.', 'Sales of November 2026 fall by €12,500.50.', 'One deal won less in November 2026.']);
		expect(effects(deal, { ...deal, region: 'West' })).toEqual([words.effectNone]);
		expect(effects(meeting, { ...meeting, status: 'no_show' }, 'meetings')).toEqual(['One meeting held less in December 2026.', 'One meeting missed more in December 2026.']);
		expect(effects(null, { ...meeting, replaces: 'M-0' }, 'meetings')).toEqual(['One meeting held more in December 2026.']);
	});
	test('[M7] what a correction changes from a day to come on is said with that day', () => {
		const effects = (before: FactFields | null, after: FactFields | null, entity: 'deals' | 'meetings' = 'deals') => effectTexts(entity, before, after, { ...context, today: '2026-11-23' });
		expect(effects({ ...meeting, status: 'scheduled' }, { ...meeting, status: 'no_show' }, 'meetings')).toEqual(['One meeting missed more in December 2026. It counts from 1 Dec 2026 on.']);
		expect(effects(deal, { ...deal, closed: '2026-11-30' })).toEqual(['Sales of November 2026 fall by €12,500.50.', 'Sales of November 2026 rise by €12,500.50. It counts from 30 Nov 2026 on.', 'One deal won less in November 2026.', 'One deal won more in November 2026. It counts from 30 Nov 2026 on.']);
	});
	test('what is odd about what counts is said as a push would warn of it', () => {
		const said = (code: string, field: string) => warningText({ code, field, message: 'as the server says' }, { ...deal, ...meeting }, context);
		expect([said('in_the_future', 'held_at'), said('no_rate', 'currency'), said('other', 'closed')]).toEqual(['Counts from 1 Dec 2026 on, which is yet to come.', words.warnNoRate, 'as the server says']);
	});
	test('a name that turns the direction of writing turns nothing around it', () => {
		const line = lineText('deals', { ...deal, account: 'A‮B', name: 'x' }, context);
		expect(line).toBe('⁨AB⁩ · Ana · Won · €12,500.50 · 5 Nov 2026');
		expect(stateText(view({ byHand: hand({ author: 'שרה' }) }), context)).toMatch(/^Corrected by ⁨שרה⁩, /);
	});
	test('months are in the language of the words, numbers as the workspace writes them', () => {
		expect([timeLocale('de-DE', 'en'), timeLocale('sv-SE', 'sv'), timeLocale('en-XA', 'en-XA'), timeLocale('de', 'en')]).toEqual(['en-DE', 'sv-SE', 'en-XA', 'en']);
		expect(effectTexts('deals', deal, null, { ...context, locale: 'de-DE', place: { ...context.place, locale: timeLocale('de-DE', 'en') } })[0]).toBe('Sales of November 2026 fall by 12.500,50 €.');
	});
	test('what has become of a fact meanwhile is said field by field, and who did it', () => {
		const texts = (after: Partial<FactView>, before: Partial<FactView> = {}) => changesBetween(view(before), view({ seen: 2, ...after }), context).map(({ label, text }) => `${label}|${text}`);
		const theirs = { ...deal, amount: '9000.00', status: 'lost' };
		expect(texts({ seen: 1 })).toEqual([]);
		expect(texts({ now: theirs, said: theirs })).toEqual(['Status|now Lost, by crm', 'Amount|now €9,000, by crm']);
		expect(texts({ now: { ...deal, owner: 'bo@x.example' }, byHand: hand({ set: { owner: 'bo@x.example' } }) })).toEqual(['Owner|now Bo, by ops']);
		expect(texts({ said: theirs, byHand: hand({ set: { amount: '12500.50', status: 'won' } }) }, { byHand: hand({ set: { amount: '12500.50', status: 'won' } }) })).toEqual(['Status|crm says Lost now', 'Amount|crm says €9,000 now']);
		expect(texts({ now: null, byHand: hand({ excluded: true }) })).toEqual(['|left out by ops']);
		expect(texts({ now: null, said: null, byHand: hand({ excluded: true }) }, { now: null, byHand: hand({ excluded: true }) })).toEqual(['|crm has deleted it']);
		expect(texts({}, { now: null, byHand: hand({ excluded: true }) })).toEqual(['|it counts again']);
		expect(texts({})).toEqual(['|it was changed and says the same again']);
	});
});
