/** Work-back, activity sheet and forecast by hand: round numbers, so that each step can be followed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PanelConfig } from '../../../server/panels/boards.ts';
import { neededBelow } from '../../../server/panels/workback.ts';
import type { Privacy } from '../../../shared/screen.ts';
import type { ActivitySheetView, ForecastView, WorkbackView } from '../../../shared/further-views.ts';
import { boardOf, givenBoards, panelOf } from '../../support/boards.ts';
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
const show = async (given: ReturnType<typeof floor>, panel: Partial<PanelConfig>, privacy: Privacy = 'floor', moment = now) => (await givenBoards(given).show(boardOf([panelOf(panel)]), privacy, moment)).panels[0];

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

const workback = { kind: 'workback', metric: 'sales', period: 'month' } as const;
const target = (scope: string, value: number, metric = 'sales', period = '2026-09') => ({ metric, scope, period, value });

test('multiplied back, what is needed of each step is what is missing', () => {
	const rate = fc.double({ min: 1e-4, max: 1e7, noNaN: true });
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 1e12 }), fc.array(rate, { minLength: 1, maxLength: 4 }), (missing, rates) => {
			neededBelow(missing, rates).forEach((needed, place) => {
				const back = rates.slice(0, place + 1).reduce((product, each) => product * each, needed ?? Number.NaN);
				expect(Math.abs(back / missing - 1)).toBeLessThan(1e-9);
			});
		}),
	);
});

test('[M3] below what is not known nothing is', () => {
	expect(neededBelow(600, [100, 0.5, null, 0.1])).toEqual([6, 12, null, null]);
	expect(neededBelow(600, [100, 0, 0.5])).toEqual([6, null, null]);
});

test('a team with fewer than ten cases goes by the conversions of the company, and says so', async () => {
	// East won and lost nothing and booked nothing; its hundred calls led to no meeting, so that its own share is none and the chain ends.
	const view = (await show(floor([target('team:East', 3_000)]), { ...workback, scope: 'team:East' })) as WorkbackView;
	expect(view.steps.map(({ id, total, assumption, isUnknown }) => [id, total.text, assumption, isUnknown])).toEqual([
		['sales', '€3,000', '', false],
		['deals_won', '3', '÷ €1,000 a deal, company', false],
		['deals_created', '6', '÷ 50% won, company', false],
		['meetings_booked', '12', '÷ 50% of meetings become a deal, company', false],
		['calls_made', '–', 'meetings per call not known yet', true],
	]);
});

test('what each day brought so far stands beside what it needs', async () => {
	// Ten of the 22 working days are over: four won are 0.4 a day, where half a deal a day is needed.
	const view = (await show(floor([target('company', 10_000)]), workback)) as WorkbackView;
	expect(view.steps.map(({ verdict }) => verdict && [verdict.tone, verdict.mark, verdict.text])).toEqual([
		null, ['bad', '▼', '0.4 a day so far'], ['bad', '▼', '0 a day so far'], ['bad', '▼', '0 a day so far'], ['bad', '▼', '0 a day so far'],
	]);
});

test('conversions are those of ninety days, today among them', async () => {
	const deal = (closed: string, index: number) => ({ external_id: `O${closed}${index}`, owner: ana.email, status: 'won', amount: 9000, closed });
	const wonOn = async (day: string): Promise<string | undefined> => {
		const given = floor([target('company', 100_000)]);
		given.push({ deals: many(10, (index) => deal(day, index)) });
		return ((await show(given, workback)) as WorkbackView).steps[1]?.assumption;
	};
	// The ninetieth day back from 15 September is 18 June: (10 × 1,000 + 10 × 9,000) ÷ 20.
	expect([await wonOn('2026-06-17'), await wonOn('2026-06-18')]).toEqual(['÷ €1,000 a deal', '÷ €5,000 a deal']);
});

test('a work-back has no figures beside it, whatever an older plan asks for', async () => {
	const view = await show(floor([target('company', 10_000)]), { ...workback, figures: [{ metric: 'pace', base: null, period: 'month' }] });
	expect(view?.figures).toEqual([]);
});

test('at the very end of a period a work-back says that it is over', async () => {
	const view = await show(floor([target('company', 10_000)]), workback, 'floor', '2026-09-30T23:59:59.999');
	expect(view?.empty).toBe('September 2026 is over. What each day needs appears with the next one.');
});

test('a lobby sees a work-back without money: what is missing as a share of the target, no size of a deal', async () => {
	const view = (await show(floor([target('company', 10_000)]), workback, 'lobby')) as WorkbackView;
	expect([view.headline.number.text, view.headline.context]).toEqual(['60%', 'of target']);
	expect(view.steps.map(({ perDay, total, assumption }) => [perDay.text, total.text, assumption])).toEqual([
		['5%', '60%', ''], ['0.5', '6', ''], ['1', '12', '÷ 50% won'], ['2', '24', '÷ 50% of meetings become a deal'], ['20', '240', '÷ 10% of calls become a meeting'],
	]);
});

const sheet = { kind: 'activity-sheet', metric: 'calls_made', period: 'month' } as const;
const oneCall = (id: string, owner: string) => ({ external_id: id, kind: 'call', direction: 'outbound', owner, at: '2026-09-14' });

test('[M3] a further column that nobody can have is unknown and not none; what is derived is of its own base', async () => {
	// Bo's targets of the month: of 6 calls 3 are made, and of the sales of today there are none.
	const given = floor([target('company', 20, 'calls_made'), target(`person:${bo.email}`, 6, 'calls_made'), target(`person:${bo.email}`, 8_000)]);
	given.push({ activities: [oneCall('S1', bo.email), oneCall('S2', bo.email), oneCall('S3', bo.email)] });
	const figures = [{ metric: 'connect_rate', base: null, period: 'month' }, { metric: 'quota_attainment', base: null, period: 'month' }, { metric: 'quota_attainment', base: 'sales', period: 'day' }] as const;
	const view = (await show(given, { ...sheet, figures: [...figures] })) as ActivitySheetView;
	expect(view.columns.map(({ label }) => label)).toEqual(['Calls made', 'Connect rate', 'Quota attainment', 'Sales: Quota attainment, today']);
	const west = view.groups.find(({ title }) => title === 'West');
	expect(west?.rows.map(({ name, cells }) => [name, ...cells.map(({ number }) => number.text)])).toEqual([['Ana', '0', '–', '–', '–'], ['Bo', '3', '0%', '50%', '0%']]);
});

test('no column stands twice, whatever an older plan asks for', async () => {
	const view = (await show(floor([]), { ...sheet, figures: [{ metric: 'calls_made', base: null, period: 'month' }, { metric: 'calls_made', base: null, period: 'day' }] })) as ActivitySheetView;
	expect(view.columns).toEqual([{ id: 'calls_made-month', label: 'Calls made' }, { id: 'calls_made-day', label: 'Calls made, today' }]);
});

test('[M18] who is left out of rankings is on no sheet of the floor, and on that of a boardroom; a lobby sees teams alone', async () => {
	const given = floor([]);
	given.push({ activities: [oneCall('S1', bo.email), oneCall('S2', cy.email), oneCall('S3', cy.email)] });
	given.wall.journal.apply('person ranked', { person: given.idOf(bo.email), isRanked: false }, given.head());
	const names = async (privacy: Privacy) => ((await show(given, sheet, privacy)) as ActivitySheetView).groups.map(({ title, rows }) => [title, rows.map(({ name, cells }) => [name, cells[0]?.number.text, cells[0]?.heat])]);
	expect(await names('floor')).toEqual([['East', [['Cy', '2', null]]], ['West', [['Ana', '0', null]]]]);
	expect(await names('boardroom')).toEqual([['East', [['Cy', '2', null]]], ['West', [['Ana', '0', 0], ['Bo', '1', 1]]]]);
	expect(await names('lobby')).toEqual([['Teams', [['East', '2', 1], ['West', '1', 0]]]]);
});

/** September began with 1,500 expected, of which 1,200 came; October is as it stands on the fifth. */
function forecastFloor(targets: unknown[]) {
	const given = givenWall({ now: '2026-08-20T09:00', people: [ana], targets });
	const deal = (external_id: string, part: object) => ({ external_id, owner: ana.email, status: 'open', created: '2026-08-03', ...part });
	given.push({ deals: [deal('D1', { amount: 1000, expected_close: '2026-09-10', forecast_category: 'commit' }), deal('D2', { amount: 500, expected_close: '2026-09-25', forecast_category: 'best_case' })] });
	given.at('2026-09-08T12:00');
	given.push({ deals: [deal('D1', { amount: 1200, status: 'won', closed: '2026-09-08' })] });
	given.at('2026-10-05T12:00');
	given.push({
		deals: [
			deal('D3', { amount: 2000, expected_close: '2026-10-20', forecast_category: 'commit', created: '2026-10-01' }),
			deal('D4', { amount: 700, expected_close: '2026-10-30', forecast_category: 'best_case', created: '2026-10-01' }),
			deal('D5', { amount: 300, expected_close: '2026-10-15', created: '2026-10-01' }),
			deal('D6', { amount: 400, status: 'won', closed: '2026-10-02', created: '2026-10-01' }),
			deal('D7', { amount: 9999, expected_close: '2026-11-02', forecast_category: 'commit', created: '2026-10-01' }),
		],
	});
	return given;
}
const forecast = { kind: 'forecast', metric: 'sales', period: 'month' } as const;

test('a forecast stacks won, commit, best case and pipeline up to its target, and says how right the one before was', async () => {
	const view = (await show(forecastFloor([target('company', 4_000, 'sales', '2026-10')]), forecast, 'floor', '2026-10-05T12:00')) as ForecastView;
	expect([view.empty, view.headline.label, view.headline.number.text, view.headline.verdict?.text, view.headline.context]).toEqual([null, 'Forecast to close', '€3,400', '15% short of target', 'of €4,000 target']);
	expect(view.parts.map(({ id, number, from, to }) => [id, number.text, from, to])).toEqual([['won', '€400', 0, 0.1], ['commit', '€2,000', 0.1, 0.6], ['best_case', '€700', 0.6, 0.775], ['pipeline', '€300', 0.775, 0.85]]);
	expect(view.targetAt).toBe(1);
	expect(view.earlier.map(({ id, label, forecast: was, won, accuracy, tone, forecastBar, wonBar }) => [id, label, was.text, won.text, accuracy.text, tone, forecastBar, wonBar])).toEqual([['2026-09', 'Sep', '€1,500', '€1,200', '80%', 'watch', 1, 0.8]]);
	expect(view.earlierText).toBe('Left what was forecast when it began, right what was won: off by 20% on average.');
});

test('a forecast above its target moves the target into the bar; without one there is no mark', async () => {
	const above = (await show(forecastFloor([target('company', 1_700, 'sales', '2026-10')]), forecast, 'floor', '2026-10-05T12:00')) as ForecastView;
	expect([above.targetAt, above.headline.verdict?.text, above.parts.at(-1)?.to]).toEqual([0.5, '100% over target', 1]);
	const without = (await show(forecastFloor([]), forecast, 'floor', '2026-10-05T12:00')) as ForecastView;
	expect([without.targetAt, without.targetText, without.headline.verdict, without.headline.context, without.headline.number.text]).toEqual([null, '', null, 'no target', '€3,400']);
});

test('a lobby sees a forecast in per cent of its target, and nothing of earlier amounts', async () => {
	const view = (await show(forecastFloor([target('company', 4_000, 'sales', '2026-10')]), forecast, 'lobby', '2026-10-05T12:00')) as ForecastView;
	expect([view.headline.number.text, view.headline.context, ...view.parts.map(({ number }) => number.text)]).toEqual(['85%', 'of target', '10%', '50%', '18%', '7.5%']);
	expect(view.earlier.map(({ forecast: was, won, accuracy }) => [was.text, won.text, accuracy.text])).toEqual([['–', '–', '80%']]);
});

test('with nothing won and nothing expected a forecast says when it comes', async () => {
	const given = givenWall({ now, people: [ana] });
	expect((await show(given, forecast))?.empty).toBe('Nothing is won or expected to close in September 2026 yet. The forecast appears with the first deal.');
});
