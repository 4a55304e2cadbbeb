/** Work-back and activity sheet by hand: round numbers, so that each step can be followed. */
import { expect, test } from 'vitest';
import type { PanelConfig } from '../../../server/panels/boards.ts';
import type { ActivitySheetView, WorkbackView } from '../../../shared/further-views.ts';
import { givenBoards, panelOf } from '../../support/boards.ts';
import { givenWall } from '../../support/wall.ts';

const now = '2026-09-15T09:00';
const ana = { email: 'ana@x.example', name: 'Ana', team: 'West', role: 'ae' };
const bo = { email: 'bo@x.example', name: 'Bo', team: 'West', role: 'sdr' };
const cy = { email: 'cy@x.example', name: 'Cy', team: 'East', role: 'sdr' };
const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
const floor = (targets: unknown[]) =>
	givenWall({
		now, people: [ana, bo, cy], targets,
		// Ten won of a thousand each, four of them this month; ten lost: half are won. Two meetings a deal, ten calls a meeting.
		deals: many(20, (index) => ({ external_id: `D${index}`, owner: ana.email, status: index < 10 ? 'won' : 'lost', amount: 1000, created: '2026-08-03', closed: index < 4 ? '2026-09-02' : '2026-08-20' })),
		meetings: many(40, (index) => ({ external_id: `M${index}`, booked_by: bo.email, booked_at: '2026-08-04' })),
		activities: many(400, (index) => ({ external_id: `C${index}`, kind: 'call', direction: 'outbound', owner: index < 300 ? bo.email : cy.email, at: '2026-08-04' })),
	});
const show = async (given: ReturnType<typeof floor>, panel: Partial<PanelConfig>) => (await givenBoards(given).show({ id: 'any', name: 'Any', seconds: 20, panels: [panelOf(panel)] }, 'floor', now)).panels[0];

test('what is missing is worked back to calls, for each of the twelve working days left', async () => {
	// The kind that was asked for.
	const view = (await show(floor([{ metric: 'sales', scope: 'company', period: '2026-09', value: 10_000 }]), { kind: 'workback', metric: 'sales', period: 'month' })) as WorkbackView;
	expect([view.empty, view.headline.number.text, view.left]).toEqual([null, '€6,000', '12 working days left']);
	expect(view.steps.map(({ id, perDay, total, assumption }) => [id, perDay.text, total.text, assumption])).toEqual([
		['sales', '€500', '€6,000', ''],
		['deals_won', '0.5', '6', '÷ €1,000 a deal'],
		['deals_created', '1', '12', '÷ 50% won'],
		['meetings_booked', '2', '24', '÷ 50% of meetings become a deal'],
		['calls_made', '20', '240', '÷ 10% of calls become a meeting'],
	]);
});

test('without a target, and once it is met, it says so', async () => {
	expect((await show(floor([]), { kind: 'workback', metric: 'sales', period: 'month' }))?.empty).toBe('There is no target for September 2026. Once there is one, what each day needs appears here.');
	expect((await show(floor([{ metric: 'sales', scope: 'company', period: '2026-09', value: 4_000 }]), { kind: 'workback', metric: 'sales', period: 'month' }))?.empty).toBe('The target of September 2026 is met. Nothing more is needed.');
});

test('a sheet has its people by team, each within the range of their own', async () => {
	const given = floor([]);
	given.push({ activities: [...many(3, (index) => ({ external_id: `S${index}`, kind: 'call', direction: 'outbound', owner: bo.email, at: '2026-09-14' })), { external_id: 'S9', kind: 'call', direction: 'outbound', owner: cy.email, at: '2026-09-14' }] });
	// The kind that was asked for.
	const view = (await show(given, { kind: 'activity-sheet', metric: 'calls_made', period: 'month' })) as ActivitySheetView;
	expect(view.columns.map(({ label }) => label)).toEqual(['Calls made']);
	expect(view.groups.map(({ title, totals, rows }) => [title, totals.map(({ text }) => text), rows.map(({ name, cells }) => [name, cells[0]?.number.text, cells[0]?.heat])])).toEqual([
		['East', ['1'], [['Cy', '1', null]]],
		['West', ['3'], [['Ana', '0', 0], ['Bo', '3', 1]]],
	]);
});
