import { describe, expect, test } from 'vitest';
import type { LoggedChange, TargetGrid } from '../../shared/api.ts';
import type { PartsSum, PeriodLock } from '../../shared/targets-api.ts';
import { adminWords } from '../../shared/words/admin.ts';
import { pseudo } from '../../shared/words/language.ts';
import { targetWords } from '../../shared/words/targets.ts';
import { cellOf, cellView, copiedText } from '../../display/admin/cell-view.ts';
import { changeViews } from '../../display/admin/change-view.ts';

describe('what a cell says', () => {
	const rules = { locale: 'en-GB', currency: 'EUR', unit: 'money' } as const;
	type Row = TargetGrid['rows'][number];
	const view = (value: number | null, sums: PartsSum[], { row = {}, grid = {}, lock = { state: 'open' } }: { row?: Partial<Row>; grid?: Partial<TargetGrid>; lock?: PeriodLock } = {}) =>
		cellView(
			cellOf({
				metric: 'sales',
				unit: 'money',
				label: 'Sales',
				metrics: [],
				kind: 'month',
				periods: [{ id: '2026-11', label: 'Nov 2026', from: '2026-11-01', to: '2026-11-30', lock }],
				rows: [{ scope: 'team:North', kind: 'team', name: 'North', team: null, cells: [{ value, sums }], ...row }],
				...grid,
			}, { row: 0, column: 0 }),
			null,
			rules,
			adminWords.en,
			targetWords.en,
		);
	const people = (value: number, incomplete = false): PartsSum => ({ of: 'people', value, incomplete });

	test('a sum of people stands in grey where nothing was set', () => {
		expect(view(null, [people(90_000)])).toMatchObject({ text: '', placeholder: '90,000', note: 'sum of people', isUneven: false });
		expect(view(null, [people(90_000, true)])).toMatchObject({ note: 'some people not set', isUneven: true });
	});

	test('the difference between what was set and the sum of people is said in a few words', () => {
		expect(view(100_000, [people(88_000)])).toMatchObject({
			text: '100,000',
			note: 'people 12,000 below',
			sentence: 'North, Nov 2026: the people’s targets add up to €88,000, €12,000 less than the €100,000 here.',
			isUneven: true,
		});
		expect(view(100_000, [people(108_000)]).note).toBe('people 8,000 above');
		expect(view(100_000, [people(100_000)])).toMatchObject({ note: 'people agree', isUneven: false });
		expect(view(100_000, [people(88_000, true)]).note).toBe('some people not set');
		expect(view(100_000, [people(108_000, true)]).note).toBe('people 8,000 above');
		// The sentence has the cents.
		expect(view(100_000, [people(301_978.5)])).toMatchObject({ note: 'people 201,979 above', sentence: expect.stringContaining('€201,978.50') });
		expect(view(10, [people(9.5)]).note).toBe('people 0.50 below');
	});

	test('of several sums the first that differs is named, all of them in the sentence, and nothing but "agree" when none does', () => {
		const teams = (value: number): PartsSum => ({ of: 'teams', value, incomplete: false });
		expect(view(100_000, [people(90_000), teams(120_000)])).toMatchObject({ note: 'people 10,000 below', sentence: expect.stringMatching(/€10,000 less .*€20,000 more/) });
		expect(view(100_000, [people(100_000), teams(120_000)]).note).toBe('teams 20,000 above');
		expect(view(100_000, [people(100_000), teams(100_000)]).note).toBe('people agree');
	});

	test('a quarter shows what was set, else the sum of its months, and the people against it', () => {
		const months: PartsSum = { of: 'periods', value: 300, incomplete: false };
		const grid = { kind: 'quarter' } as const;
		expect(view(null, [months], { grid })).toMatchObject({ text: '', placeholder: '300', note: 'sum of months' });
		expect(view(310, [months], { grid })).toMatchObject({ text: '310', note: 'months 10 below' });
		expect(view(null, [months, people(280)], { grid })).toMatchObject({ placeholder: '300', note: 'people 20 below' });
		expect(view(1_000, [months], { grid: { kind: 'year' } }).note).toBe('parts 700 below');
	});

	test('a locked period says so', () => {
		expect(view(100, [], { lock: { state: 'locked' } }).sentence).toBe('Nov 2026 is over and locked. The padlock at the head of its column unlocks it.');
	});

	test('a copied value is plain digits', () => {
		expect(copiedText(250_000.5, { ...rules, locale: 'sv-SE' })).toBe('250000,5');
		expect(copiedText(null, rules)).toBe('');
	});
});

describe('the change log in words', () => {
	const change = (over: Partial<LoggedChange>): LoggedChange => ({
		entry: 7,
		at: '2026-11-23T13:30:00Z',
		author: 'ops',
		undoes: null,
		undo: { possible: true, reason: '' },
		cells: [{ metric: 'sales', scope: 'team:North', period: '2026-11', from: null, to: 250_000 }],
		...over,
	});
	const context = {
		grid: { metric: 'sales', unit: 'money', label: 'Sales', metrics: [{ id: 'sales', label: 'Sales', unit: 'money', isSum: true }], kind: 'month', periods: [], rows: [] } satisfies TargetGrid,
		place: { locale: 'en-GB', timeZone: 'Europe/Stockholm' },
		locale: 'en-GB',
		currency: 'EUR',
		now: Date.parse('2026-11-23T15:00:00Z'),
		words: adminWords.en,
		own: targetWords.en,
	};

	test('says what changed from what to what, in the zone of the workspace', () => {
		const [view] = changeViews([change({})], context);
		expect(view).toMatchObject({ when: '14:30', author: 'ops', undoes: '', canUndo: true, reason: '', undoLabel: 'Undo the change of 14:30 by ops' });
		expect(view?.cells.map(({ text }) => text)).toEqual(['Sales · North · Nov 2026: none → €250,000']);
	});

	test('names what an undo took back, and why another is not possible', () => {
		const log = [change({ entry: 9, undoes: 7 }), change({ undo: { possible: false, reason: 'a later change stands on it' } })];
		const [undo, first] = changeViews(log, { ...context, now: Date.parse('2026-11-25T15:00:00Z') });
		expect(undo?.undoes).toBe('Undoes the change of 23 Nov 2026, 14:30');
		expect(first).toMatchObject({ canUndo: false, reason: 'Cannot be undone: a later change stands on it' });
	});

	test('in the pseudo-language every word comes from the catalogue', () => {
		const [view] = changeViews([change({ undo: { possible: false, reason: 'nothing was changed' } })], { ...context, words: pseudo(adminWords.en), own: pseudo(targetWords.en) });
		expect(view?.reason).toMatch(/^\[.*\[.*\].*\]$/);
	});
});
