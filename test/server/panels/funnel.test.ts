/** Funnels: how many come from one step to the next, and where most is lost. */
import { describe, expect, test } from 'vitest';
import type { FunnelView } from '../../../shared/further-views.ts';
import type { Privacy } from '../../../shared/screen.ts';
import { parsePlan } from '../../support/plans.ts';
import { boardOf, givenBoards, panelOf } from '../../support/boards.ts';
import { ana, bo, booked, call, cy, givenWall, people, won, type GivenWall, type Row } from '../../support/wall.ts';

/** Ten and a half working days of September have gone by; as many of August by 17 August, 13:00. */
const now = '2026-09-15T13:00';
const calls = (count: number, connected: number, on: string, owner: string = bo): Row[] => Array.from({ length: count }, (_, place) => call({ owner, on, outcome: place < connected ? 'connected' : 'no_answer' }));
const meetings = (count: number, on: string, by: string = bo): Row[] => Array.from({ length: count }, () => booked({ on, by, scheduled_for: on }));
const deals = (count: number, on: string, owner: string = ana): Row[] => Array.from({ length: count }, () => won({ owner, on, amount: 100 }));
const facts = {
	// September: 40 calls, 10 connects, 2 meetings, 1 deal. August by then: 40, 20, 10, 5.
	activities: [...calls(40, 10, '2026-09-02'), ...calls(40, 20, '2026-08-05'), ...calls(30, 0, '2026-08-27')],
	meetings: [...meetings(2, '2026-09-03'), ...meetings(10, '2026-08-06')],
	deals: [...deals(1, '2026-09-04'), ...deals(5, '2026-08-07'), ...deals(9, '2026-08-28')],
};
const given = (more: Parameters<typeof givenWall>[0] = {}): GivenWall => givenWall({ now, people: [...people], ...facts, ...more });

async function show(wall: GivenWall, scope = 'company', privacy: Privacy = 'floor', moment = now): Promise<FunnelView> {
	const [view] = (await givenBoards(wall).show(boardOf([panelOf({ kind: 'funnel', by: 'calls', metric: 'calls_made', scope })]), privacy, moment)).panels;
	if (view?.kind !== 'funnel') throw new Error('no funnel is shown');
	return view;
}
/** Of the steps that every catalogue has. */
const steps = ({ steps: all }: FunnelView) => all.filter(({ id }) => ['calls_made', 'connects', 'meetings_booked', 'deals_won'].includes(id));

describe('from call to deal', () => {
	test('each step has its number, and how it compares with the same time of the month before [M12]', async () => {
		const view = await show(given());
		expect(view).toMatchObject({ title: 'From call to deal', period: 'September 2026', compared: 'vs. same time last month', empty: null });
		expect(steps(view).map(({ label, number, bar, verdict }) => [label, number.text, bar, verdict && verdict.mark + verdict.text])).toEqual([
			['Calls made', '40', 1, '=0%'],
			['Connects', '10', 0.25, '▼50%'],
			['Meetings booked', '2', 0.05, '▼80%'],
			['Deals won', '1', 0.025, '▼80%'],
		]);
		expect(view.headline).toMatchObject({ label: 'Calls made → Deals won', number: { text: '2.5%' }, verdict: { tone: 'bad', mark: '▼', text: '10\u00a0pts vs. last month' }, context: '1 of 40' });
	});
	test('each step but the first says how many of the step before came so far [M2]', async () => {
		const [first, connects, booking] = steps(await show(given()));
		expect(first?.conversion).toBeNull();
		expect(connects?.conversion).toEqual({ number: { text: '25%', before: '', digits: '25', after: '%' }, note: '', verdict: { tone: 'bad', mark: '▼', text: '25\u00a0pts' }, benchmark: '' });
		expect(booking?.conversion).toMatchObject({ number: { text: '20%' }, note: '', verdict: { mark: '▼', text: '30\u00a0pts' } });
	});
	test('of few it says of how few [M9]', async () => {
		const view = await show(given({ activities: calls(9, 4, '2026-09-02'), meetings: [], deals: [] }));
		expect(steps(view)[1]?.conversion).toMatchObject({ number: { text: '44%' }, note: '4 of 9' });
		expect(view.leak).toBe('');
	});
	test('of nothing nothing can come: a dash, not 0 % [M3]', async () => {
		const view = await show(given({ activities: calls(9, 0, '2026-09-02'), meetings: [], deals: [] }));
		expect(steps(view).map(({ number, conversion }) => [number.text, conversion?.number.text])).toEqual([['9', undefined], ['0', '0%'], ['0', '–'], ['0', '–']]);
	});
	test('without any fact says what will appear', async () => {
		expect(await show(givenWall({ now, people: [...people] }))).toMatchObject({ empty: 'Nothing yet. Figures appear here with the first results.', leak: '' });
	});
	test('stands in the language of the floor', async () => {
		const view = await show(given({ locale: 'sv', currency: 'SEK' }));
		expect([view.title, steps(view).map(({ label }) => label)]).toEqual(['Från samtal till affär', ['Samtal', 'Besvarade samtal', 'Bokade möten', 'Vunna affärer']]);
	});
});

describe('where it leaks', () => {
	test('is the one step that falls furthest short of the same rate in the periods before, and says what closing the gap would bring', async () => {
		// Usually 20 of 40 connect and 10 of 20 book; now 10 of 40, and 2 of 10: short by a half, and by three fifths.
		const view = await show(given());
		expect(view.steps.filter(({ isLeak }) => isLeak).map(({ id }) => id)).toEqual(['meetings_booked']);
		expect(view.leak).toMatch(/^“Meetings booked” lags most: 20% come this far, usually 50%\. As usual would be 3 more/);
	});
	test('is nowhere while all is as it was', async () => {
		const view = await show(given({ activities: [...calls(40, 20, '2026-09-02'), ...calls(40, 20, '2026-08-05')], meetings: [...meetings(10, '2026-09-03'), ...meetings(10, '2026-08-06')], deals: [...deals(5, '2026-09-04'), ...deals(5, '2026-08-07')] }));
		expect([view.leak, view.steps.some(({ isLeak }) => isLeak)]).toEqual(['', false]);
	});
});

describe('whose it is', () => {
	test('a team’s own, and a person’s', async () => {
		const wall = given({ activities: [...calls(40, 10, '2026-09-02'), ...calls(20, 10, '2026-09-02', cy)] });
		expect([(await show(wall, 'team:South')).period, steps(await show(wall, 'team:South'))[0]?.number.text, steps(await show(wall, `person:${bo}`))[1]?.number.text]).toEqual(['South · September 2026', '20', '10']);
	});
	test('a lobby sees the company’s, and no person’s', async () => {
		expect(steps(await show(given(), 'company', 'lobby'))[0]?.number.text).toBe('40');
		const board = boardOf([panelOf({ kind: 'funnel', by: 'calls', metric: 'calls_made', scope: `person:${bo}` })]);
		expect((await givenBoards(given()).show(board, 'lobby', now)).panels).toEqual([]);
	});
});

test('a funnel is planned as one of those that there are', () => {
	const { wall } = given();
	const plan = (metric: 'calls_made' | 'sales', by: string | null) => () => parsePlan({ name: 'A', seconds: 20, panels: [panelOf({ kind: 'funnel', metric, by })] }, 'a', wall.people);
	expect(plan('calls_made', 'calls')).not.toThrow();
	expect(plan('calls_made', null)).toThrow('plan.panels[0].by: a funnel is one of calls, leads, reach');
	expect(plan('calls_made', 'channel')).toThrow('plan.panels[0].by: a funnel is one of calls, leads, reach');
	expect(plan('sales', 'calls')).toThrow('plan.panels[0].metric: sales begins no funnel');
});

describe('leads', () => {
	const lead = (id: string, more: Row): Row => ({ external_id: id, created: '2026-09-02', owner: ana, sdr: bo, ...more });
	const show2 = async (wall: GivenWall, by: string, metric: 'new_leads' | 'outbound_activities'): Promise<FunnelView> => {
		const [view] = (await givenBoards(wall).show(boardOf([panelOf({ kind: 'funnel', by, metric })]), 'floor', now)).panels;
		if (view?.kind !== 'funnel') throw new Error('no funnel is shown');
		return view;
	};
	test('come from one state to the next, each rate that of its cohort', async () => {
		const wall = given();
		// The MQL of September that was created in August is in no cohort of September's new leads.
		wall.push({ leads: [lead('L1', { mql: '2026-09-03', sql: '2026-09-04' }), lead('L2', { mql: '2026-09-03' }), lead('L3', {}), lead('L4', {}), lead('L5', { created: '2026-08-20', mql: '2026-09-01' })] });
		const view = await show2(wall, 'leads', 'new_leads');
		expect(view.title).toBe('From lead to customer');
		expect(view.steps.slice(0, 3).map(({ label, number, conversion }) => [label, number.text, conversion?.number.text, conversion?.note])).toEqual([['New leads', '4', undefined, undefined], ['MQLs', '3', '50%', '2 of 4'], ['SQLs', '1', '33%', '1 of 3']]);
	});
	test('are reached, passed and forecast against what is usual in the field', async () => {
		const wall = given({ deals: [], meetings: [], activities: Array.from({ length: 40 }, (_, place) => call({ owner: bo, on: '2026-09-02', outcome: 'connected', meaningful: place < 20 })) });
		wall.push({ leads: [lead('L1', { passed: '2026-09-03', on_forecast: '2026-09-04' })] });
		const view = await show2(wall, 'reach', 'outbound_activities');
		expect(view.steps.map(({ label, number, conversion }) => [label, number.text, conversion?.number.text, conversion?.verdict?.text, conversion?.benchmark, conversion?.note])).toEqual([
			['Outbound activities', '40', undefined, undefined, undefined, undefined],
			['Meaningful conversations', '20', '50%', '10\u00a0pts above', 'usual 35–40%', ''],
			['Passed to sales', '1', '5%', '6\u00a0pts below', 'usual 11%', ''],
			['On the forecast', '1', '100%', '27\u00a0pts above', 'usual 73%', '1 of 1'],
		]);
		expect(view.leak).toBe('“Passed to sales” lags most: 5% come this far, usually 11%. As usual would be 1 more, and 1 more at “On the forecast”.');
	});
});
