/** asOf is event time: what we know today about an instant (DESIGN §4). */
import { describe, expect, test } from 'vitest';
import { account, ana, bo, booked, call, cy, floorPanels, givenWall, lost, open, people, proposal, won } from '../../support/wall.ts';

const now = '2026-09-15T12:00';
const rows = {
	people: [...people],
	deals: [
		won({ owner: ana, on: '2026-09-02T10:00', amount: 100, created: '2026-08-01', account: 'A', region: 'West' }),
		won({ owner: cy, on: '2026-09-10', amount: 50, account: 'B' }),
		lost({ owner: cy, on: '2026-09-14T09:00' }),
		won({ owner: ana, on: '2026-08-10', amount: 70 }),
		open({ owner: ana, amount: 5, created: '2026-09-03' }),
	],
	meetings: [booked({ by: bo, owner: ana, on: '2026-09-08T08:00', scheduled_for: '2026-09-10T10:00', status: 'held' })],
	activities: [call({ owner: bo, on: '2026-09-08T08:00', outcome: 'connected' }), call({ owner: bo, on: '2026-09-08T18:00' })],
	proposals: [proposal({ owner: ana, on: '2026-09-09' })],
	accounts: [account({ owner: ana, on: '2026-09-09T10:00' }), account({ owner: cy, on: '2026-09-01' })],
	targets: [{ metric: 'sales', scope: `person:${ana}`, period: '2026-09', value: 1000 }, { metric: 'meetings_booked', scope: 'company', period: '2026-09', value: 40 }],
};
const base = ['calls_made', 'connect_rate', 'meetings_booked', 'meetings_held', 'no_show_rate', 'proposals_sent', 'open_deals', 'pipeline_value', 'deals_won', 'deals_lost', 'win_rate', 'sales', 'new_customers', 'new_accounts', 'pace', 'projected', 'growth'];

test.each(['2026-09-01', '2026-09-02T09:59', '2026-09-08T12:00', '2026-09-09', '2026-09-10T08:00Z', '2026-09-14'])('as of %s, facts dated later are left out: the same as a wall that never got them', async (asOf) => {
	const full = givenWall({ now, ...rows });
	const until = asOf.length === 10 ? full.ms(`${asOf}T23:59:59.999`) : full.ms(asOf);
	const isBy = (time: unknown): boolean => typeof time !== 'string' || full.ms(time.length === 10 ? `${time}T00:00` : time) <= until;
	const then = givenWall({
		now,
		...rows,
		// What was open until it was closed later.
		deals: rows.deals.flatMap((deal) => (!isBy(deal['created']) ? [] : isBy(deal['closed']) ? [deal] : deal['created'] ? [{ ...deal, status: 'open', closed: null }] : [])),
		meetings: rows.meetings.filter((row) => isBy(row['booked_at'])).map((row) => (isBy(row['scheduled_for']) ? row : { ...row, status: 'scheduled' })),
		activities: rows.activities.filter((row) => isBy(row['at'])),
		proposals: rows.proposals.filter((row) => isBy(row['sent'])),
		accounts: rows.accounts.filter((row) => isBy(row['created'])),
	});
	for (const metric of base) {
		for (const scope of ['company', 'team:North', `person:${ana}`]) {
			const query = { scope, asOf, period: '2026-09' };
			const [here, there] = [await full.explain(metric, query), await then.explain(metric, query)];
			expect({ metric, scope, value: here.value, text: here.text, facts: here.facts.count, previous: here.previous }).toEqual({ metric, scope, value: there.value, text: there.text, facts: there.facts.count, previous: there.previous });
		}
	}
});

test('as of now, the board is the live one', async () => {
	const given = givenWall({ now, ...rows });
	const [live, replayed] = [await given.board(), await given.board(now)];
	expect(replayed.panels).toEqual(live.panels);
	expect([live.replay, replayed.replay]).toEqual([null, 'As it stood Sep 15, 2026 12:00']);
});

test('the replayed board says what explain says as of the same instant', async () => {
	const given = givenWall({ now, ...rows });
	const asOf = '2026-09-10T12:00';
	const target = await given.view('target', floorPanels.target, asOf);
	expect(target.headline.number.text).toBe((await given.explain('sales', { asOf })).text);
	expect(target.period).toBe('September 2026');
	for (const { id, figures } of (await given.board(asOf)).panels) {
		for (const figure of figures) {
			const [metric = '', kind] = figure.id.split('-');
			const asked = metric === 'growth' && id === 'leaders-meetings' ? 'growth:meetings_booked' : metric;
			const period = kind === 'week' ? '2026-W37' : '2026-09';
			expect([figure.id, figure.number.text]).toEqual([figure.id, (await given.explain(asked, { asOf, period })).text]);
		}
	}
});

test('a date is the end of that local day, an unknown text is refused', async () => {
	const given = givenWall({ now, ...rows });
	expect((await given.explain('sales', { asOf: '2026-09-02' })).asOf).toBe('2026-09-02T23:59:59+02:00');
	expect((await given.explain('sales', { asOf: '2026-09-02' })).value).toBe(100);
	expect((await given.explain('sales', { asOf: '2026-09-02T08:00Z' })).asOf).toBe('2026-09-02T10:00:00+02:00');
	for (const asOf of ['', 'yesterday', '2026-13-01', '2026-02-30', '20260902', '2026-09-02T25:00', '2026-9-2', 'NaN']) {
		await expect(given.explain('sales', { asOf }), asOf).rejects.toMatchObject({ name: 'InputError', field: 'asOf' });
		await expect(given.board(asOf), asOf).rejects.toMatchObject({ name: 'InputError', field: 'asOf' });
	}
});

test('the period is the month of asOf unless it is given, and comparisons are those of that day', async () => {
	const given = givenWall({ now, ...rows });
	expect(await given.explain('sales', { asOf: '2026-08-20' })).toMatchObject({ period: '2026-08', value: 70 });
	expect(await given.explain('sales', { asOf: '2026-09-04' })).toMatchObject({ value: 100, previous: { period: '2026-08', value: 0 } });
	expect(await given.explain('sales', { asOf: '2026-09-11' })).toMatchObject({ value: 150, previous: { value: 70 } });
});

describe('[M6] [M13] a deal that was won, then reopened', () => {
	const D = { external_id: 'D', owner: ana, amount: 100, region: 'West', product: 'Pro', created: '2026-08-31', account: 'Acme' };
	const reopened = () => {
		const given = givenWall({ now: '2026-09-04T12:00', people: [...people], deals: [won({ ...D, on: '2026-09-04T10:00' })] });
		given.at('2026-09-08T12:00');
		given.push({ deals: [open({ ...D })] });
		given.at(now);
		return given;
	};
	test('counts on the wall of those days and no more', async () => {
		const given = reopened();
		for (const [asOf, sales, count] of [['2026-09-04T09:59', 0, 1], ['2026-09-04T10:00', 100, 0], ['2026-09-07', 100, 0], ['2026-09-08T12:00', 0, 1]] as const) {
			expect([asOf, await given.value('sales', { asOf }), await given.value('open_deals', { asOf })]).toEqual([asOf, sales, count]);
		}
	});
	test('is in every part of the sum, and in the number of facts', async () => {
		const given = reopened();
		const asOf = '2026-09-06';
		for (const [by, key] of [['region', 'West'], ['product', 'Pro'], ['person', ana], ['team', 'North'], ['day', '2026-09-04'], ['month', '2026-09']]) expect([by, await given.by('sales', by ?? '', { asOf })]).toEqual([by, { [key ?? '']: 100 }]);
		expect((await given.explain('sales', { asOf })).facts).toMatchObject({ count: 1, sources: ['crm'] });
		expect(await given.value('sales_cycle_days', { asOf })).toBe(4);
	});
	test('[M4] stays credited to who owned it when it was closed, whoever owned it after', async () => {
		const given = givenWall({ now: '2026-09-04T12:00', people: [...people], deals: [won({ ...D, on: '2026-09-04T10:00' })] });
		given.push({ deals: [won({ ...D, owner: cy, on: '2026-09-04T10:00' })] });
		expect(await given.by('sales', 'person')).toEqual({ [ana]: 100 });
		given.at('2026-09-08T12:00');
		given.push({ deals: [open({ ...D, owner: cy })] });
		expect(await given.by('sales', 'person', { asOf: '2026-09-06' })).toEqual({ [ana]: 100 });
		expect(await given.by('open_deals', 'person')).toEqual({ [cy]: 1 });
		expect(await given.by('open_deals', 'person', { asOf: '2026-09-01' })).toEqual({ [ana]: 1 });
	});
});
