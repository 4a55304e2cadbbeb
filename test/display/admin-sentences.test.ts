import { describe, expect, test } from 'vitest';
import type { LoggedChange, TargetGrid } from '../../shared/api.ts';
import { adminWords } from '../../shared/words/admin.ts';
import { pseudo } from '../../shared/words/language.ts';
import { cellView, copiedText } from '../../display/admin/cell-view.ts';
import { changeViews } from '../../display/admin/change-view.ts';

describe('what a cell says', () => {
	const rules = { locale: 'en-GB', currency: 'EUR', unit: 'money' } as const;
	const grid = (cell: TargetGrid['rows'][number]['cells'][number]): TargetGrid => ({
		metric: 'sales',
		unit: 'money',
		label: 'Sales',
		metrics: [],
		months: [{ id: '2026-11', label: 'Nov 2026' }],
		rows: [
			{ scope: 'team:North', kind: 'team', name: 'North', cells: [cell] },
		],
	});
	const view = (cell: TargetGrid['rows'][number]['cells'][number]) => cellView(grid(cell), { row: 0, column: 0 }, null, rules, adminWords.en);

	test('a sum of people stands in grey where nothing was set', () => {
		expect(view({ value: null, derived: 90_000, incomplete: false })).toMatchObject({ text: '', placeholder: '90,000', note: 'sum of people', isUneven: false });
		expect(view({ value: null, derived: 90_000, incomplete: true })).toMatchObject({ note: 'some still missing', isUneven: true });
	});

	test('the difference between what was set and the sum of people is said in words', () => {
		expect(view({ value: 100_000, derived: 88_000, incomplete: false })).toMatchObject({
			text: '100,000',
			note: 'people 12,000 under',
			sentence: 'North, Nov 2026: the people’s targets add up to €88,000, €12,000 less than the €100,000 set here.',
		});
		expect(view({ value: 100_000, derived: 108_000, incomplete: false }).note).toBe('people 8,000 over');
		expect(view({ value: 100_000, derived: 100_000, incomplete: false }).note).toBe('people agree');
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
		grid: { metric: 'sales', unit: 'money', label: 'Sales', metrics: [{ id: 'sales', label: 'Sales', unit: 'money' }], months: [], rows: [] } satisfies TargetGrid,
		place: { locale: 'en-GB', timeZone: 'Europe/Stockholm' },
		locale: 'en-GB',
		currency: 'EUR',
		now: Date.parse('2026-11-23T15:00:00Z'),
		words: adminWords.en,
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
		const [view] = changeViews([change({ undo: { possible: false, reason: 'nothing was changed' } })], { ...context, words: pseudo(adminWords.en) });
		expect(view?.reason).toMatch(/^\[.*\[.*\].*\]$/);
	});
});
