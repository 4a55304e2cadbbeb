/** Customers, money and people by hand (KPIS.md §5): the edges that a random floor seldom has. */
import { describe, expect, test } from 'vitest';
import { account, ana, bo, cy, givenWall, people, won, type GivenWall, type Row, type Rows } from '../../support/wall.ts';

const now = '2026-09-15T09:00';
const period = '2026-09';
let made = 0;
const id = (): string => `X-${(made += 1)}`;
const moved = (kind: string, amount: number | string, on: string, row: Row = {}): Row => ({ external_id: id(), account: 'Acme', kind, amount, at: on, ...row });
const figure = (name: string, value: number | string, row: Row = {}): Row => ({ external_id: id(), name, month: period, value, ...row });
const wallOf = (rows: Rows): GivenWall => {
	const given = givenWall({ now, people: [...people] });
	expect(given.push(rows).rejected).toEqual([]);
	return given;
};

describe('recurring revenue', () => {
	const movements = [moved('new', 100, '2026-08-03', { owner: ana }), moved('expansion', 50, '2026-09-01T08:00', { owner: cy }), moved('contraction', 20, '2026-09-02', { owner: ana }), moved('churn', 10, '2026-09-15T10:00', { owner: ana }), moved('new', 7, '2026-09-03', { account: 'Beta', owner: bo })];

	test('is what came and went up to the moment, and no more', async () => {
		const given = wallOf({ movements });
		expect(await given.explain('mrr')).toMatchObject({ value: 137, text: '€137', facts: { count: 4, sources: ['crm'] } });
		expect(await given.value('mrr', { asOf: '2026-08-31' })).toBe(100);
		given.at('2026-09-15T10:00');
		expect(await given.value('mrr')).toBe(127);
		expect(await given.by('mrr', 'person')).toEqual({ [ana]: 70, [bo]: 7, [cy]: 50 });
	});

	test('grows by what is added, of what there was at the start; what is new is no growth of it', async () => {
		const given = wallOf({ movements });
		expect(await given.explain('expansion_rate', { period })).toMatchObject({ value: 0.5, text: '50%', numerator: 50, denominator: 100 });
		expect(await given.explain('net_revenue_retention', { period })).toMatchObject({ value: 1.3, numerator: 130, denominator: 100, facts: { count: 3 } });
		expect(await given.explain('net_revenue_retention', { period: '2026-08' })).toMatchObject({ value: null, denominator: 0, note: 'nothing to divide by' });
	});

	test('[M4] without an owner it is that of whoever has the account in the same source, also one who gets it later', async () => {
		const given = wallOf({ movements: [moved('new', 100, '2026-09-01'), moved('new', 9, '2026-09-01', { account: 'Nobody knows' })], surveys: [{ external_id: 's', account: 'ACME', satisfied: true, at: '2026-09-02' }] });
		given.push({ source: 'billing', movements: [moved('new', 5, '2026-09-01')] });
		expect(await given.by('mrr', 'person')).toEqual({ unassigned: 114 });
		given.push({ accounts: [account({ external_id: 'a', name: 'acme', owner: ana, on: '2026-01-01' })] });
		expect(await given.by('mrr', 'person')).toEqual({ [ana]: 100, unassigned: 14 });
		expect(await given.by('csat', 'person', { period })).toEqual({ [ana]: 1 });
		given.push({ accounts: [account({ external_id: 'a', name: 'Acme', owner: cy, on: '2026-01-01' })] });
		expect(await given.by('mrr', 'team')).toEqual({ South: 100, unassigned: 14 });
		expect(await given.value('csat', { period, scope: `person:${ana}` })).toBeNull();
		given.push({ deleted: [{ entity: 'accounts', external_id: 'a' }] });
		expect(await given.by('mrr', 'person')).toEqual({ unassigned: 114 });
	});

	test('[M4] state is the team’s of the moment, what there was at the start that of the first day', async () => {
		const given = wallOf({ people: [{ email: ana, name: 'Ana', team: 'South', team_from: '2026-09-10' }], movements: [moved('new', 100, '2026-08-03', { owner: ana }), moved('expansion', 30, '2026-09-12', { owner: ana })] });
		expect(await given.by('mrr', 'team')).toEqual({ South: 130 });
		expect(await given.explain('net_revenue_retention', { period, by: 'team' })).toMatchObject({ by: [{ key: 'North', numerator: 100, denominator: 100 }, { key: 'South', numerator: 30, denominator: 0, value: null }] });
	});

	test('[M5] counts at the rate of its day; without one it is kept, and not guessed', async () => {
		const given = wallOf({ movements: [moved('new', 100, '2026-09-01', { currency: 'USD' })] });
		expect(await given.value('mrr')).toBe(0);
		expect(await given.value('active_accounts')).toBe(1);
		given.wall.journal.apply('rates set', { currency: 'USD', rates: [{ from: '2026-01-01', rate: '0.5' }] }, given.head());
		expect(await given.value('mrr')).toBe(50);
	});

	test('[M5] what is left out for want of a rate is said, where the figure stands and where rates are set', async () => {
		const given = wallOf({ movements: [moved('new', 100, '2026-09-01', { currency: 'USD', owner: ana }), moved('new', 8, '2026-09-01')], figures: [figure('selling_cost', 20, { currency: 'USD' })] });
		for (const metric of ['mrr', 'account_value', 'net_revenue_retention']) expect(await given.explain(metric, { period })).toMatchObject({ note: expect.stringContaining('changes of recurring revenue whose currency has no rate, not in it: 1') });
		expect((await given.explain('mrr', { scope: `person:${cy}` })).note).toBeUndefined();
		expect(await given.wall.explainRows({ metric: 'mrr' })).toMatchObject({ count: 1, leftOut: [{ why: 'unrated', count: 1 }] });
		expect(given.wall.money.state().unrated).toEqual([{ currency: 'USD', amounts: 2, sum: '120.00', from: '2026-09-01' }]);
		given.wall.journal.apply('rates set', { currency: 'USD', rates: [{ from: '2026-01-01', rate: '0.5' }] }, given.head());
		expect(given.wall.money.state().unrated).toEqual([]);
		expect((await given.explain('mrr')).note).toBeUndefined();
	});

	test('of those that paid at the start: who came in the period adds and takes away nothing, and nothing is divided by less than nothing', async () => {
		const given = wallOf({
			movements: [
				...movements,
				moved('new', 1000, '2026-09-04', { account: 'Comes and goes', owner: ana }), moved('expansion', 500, '2026-09-05', { account: 'Comes and goes', owner: ana }), moved('churn', 1500, '2026-09-06', { account: 'Comes and goes', owner: ana }),
				moved('new', 60, '2026-07-01', { account: 'Back', owner: ana }), moved('churn', 60, '2026-08-01', { account: 'Back', owner: ana }), moved('new', 40, '2026-09-07', { account: 'Back', owner: ana }), moved('expansion', 5, '2026-09-08', { account: 'Back', owner: ana }),
			],
		});
		expect(await given.explain('expansion_rate', { period })).toMatchObject({ value: 0.5, numerator: 50, denominator: 100 });
		expect(await given.explain('net_revenue_retention', { period })).toMatchObject({ value: 1.3, numerator: 130, denominator: 100 });
		given.push({ movements: [moved('contraction', 200, '2026-08-20', { owner: bo })] });
		expect(await given.explain('net_revenue_retention', { period, scope: `person:${bo}` })).toMatchObject({ value: null, denominator: -200, note: 'nothing to divide by' });
	});

	test('[M17] of two sources one counts', async () => {
		const given = wallOf({ movements: [moved('new', 100, '2026-09-01')] });
		given.push({ source: 'billing', movements: [moved('new', 5, '2026-09-01')] });
		given.wall.journal.apply('authority set', { of: 'movements', source: 'billing' }, given.head());
		expect(await given.value('mrr')).toBe(5);
	});
});

describe('customers', () => {
	test('are accounts with a won deal or a movement, however their names are written, until they leave', async () => {
		const given = wallOf({
			deals: [won({ owner: ana, on: '2026-08-03', account: 'Acme' }), won({ owner: ana, on: '2026-09-03', account: 'ACME' }), won({ owner: ana, on: '2026-09-03' }), won({ owner: ana, on: '2026-09-15T12:00', account: 'Later' })],
			movements: [moved('new', 1, '2026-09-01', { account: 'Beta', owner: bo })],
			accounts: [account({ name: 'Acme', owner: cy, on: '2026-01-01', region: 'West' }), account({ name: 'Beta', on: '2026-01-01', churned: '2026-09-10' }), account({ name: 'No customer', owner: cy, on: '2026-01-01' })],
		});
		expect(await given.explain('active_accounts')).toMatchObject({ value: 1, facts: { count: 1 } });
		expect(await given.by('active_accounts', 'person')).toEqual({ [cy]: 1 });
		expect(await given.by('active_accounts', 'region', { asOf: '2026-09-09' })).toEqual({ West: 1, unknown: 1 });
		expect(await given.value('active_accounts', { asOf: '2026-08-02' })).toBe(0);
		given.at('2026-09-15T12:00');
		expect(await given.by('active_accounts', 'account')).toEqual({ Acme: 1, Later: 1 });
	});

	test('two accounts of one name are one customer, which has left once both have', async () => {
		const given = wallOf({ deals: [won({ owner: ana, on: '2026-08-03', account: 'Acme' })], accounts: [account({ external_id: '1', on: '2026-01-01', churned: '2026-09-02' }), account({ external_id: '2', on: '2026-01-01' })] });
		expect(await given.value('active_accounts')).toBe(1);
		given.push({ accounts: [account({ external_id: '2', on: '2026-01-01', churned: '2026-09-05' })] });
		expect([await given.value('active_accounts'), await given.value('active_accounts', { asOf: '2026-09-04' })]).toEqual([0, 1]);
		expect(await given.value('churned_accounts', { period })).toBe(2);
	});

	test('are kept that were there at the start and have not left; new ones count on neither side', async () => {
		const names = ['A', 'B', 'C', 'D'];
		const given = wallOf({
			deals: [...names.map((name) => won({ owner: ana, on: '2026-08-03', account: name })), won({ owner: ana, on: '2026-09-01', account: 'New' }), won({ owner: ana, on: '2026-08-01', account: 'Gone' })],
			accounts: [account({ name: 'A', on: '2026-01-01', churned: '2026-09-01' }), account({ name: 'B', on: '2026-01-01', churned: '2026-09-15T10:00' }), account({ name: 'New', on: '2026-01-01', churned: '2026-09-03' }), account({ name: 'Gone', on: '2026-01-01', churned: '2026-08-31' })],
		});
		expect(await given.explain('retention_rate', { period })).toMatchObject({ value: 0.75, numerator: 3, denominator: 4 });
		given.at('2026-09-15T10:00');
		expect(await given.explain('retention_rate', { period })).toMatchObject({ value: 0.5, numerator: 2, denominator: 4 });
		expect(await given.explain('retention_rate', { period: '2026-08' })).toMatchObject({ value: null, denominator: 0 });
		expect(await given.explain('retention_rate', { period: '2026-10' })).toMatchObject({ value: null, note: 'the period has not begun' });
	});

	test('who left and is won again is a customer again, from that day', async () => {
		const given = wallOf({
			deals: [won({ owner: ana, on: '2026-03-02', account: 'Acme' }), won({ owner: ana, on: '2026-09-10T12:00', account: 'Acme' }), won({ owner: ana, on: '2026-03-02', account: 'Beta' }), won({ owner: ana, on: '2026-03-02', account: 'Gone' }), won({ owner: ana, on: '2026-05-04', account: 'Gone' })],
			movements: [moved('new', 5, '2026-09-14', { account: 'Beta' }), moved('churn', 5, '2026-09-14', { account: 'Gone' })],
			accounts: ['Acme', 'Beta', 'Gone'].map((name) => account({ name, on: '2026-01-01', churned: '2026-05-04' })),
			activities: ['2026-05-03', '2026-05-05', '2026-09-11'].map((on) => ({ external_id: id(), kind: 'note', account: 'Acme', owner: ana, at: on })),
		});
		const asOf = (moment: string) => given.by('active_accounts', 'account', { asOf: moment });
		expect([await asOf('2026-05-03'), await asOf('2026-05-04'), await asOf('2026-09-10T11:59'), await asOf('2026-09-10T12:00')]).toEqual([{ Acme: 1, Beta: 1, Gone: 1 }, {}, {}, { Acme: 1 }]);
		expect(await given.by('active_accounts', 'account')).toEqual({ Acme: 1, Beta: 1 });
		// Nobody was there when September began; in May all three were.
		expect(await given.explain('retention_rate', { period })).toMatchObject({ value: null, denominator: 0 });
		expect(await given.explain('retention_rate', { period: '2026-05' })).toMatchObject({ value: 0, denominator: 3 });
		expect(await given.by('customer_interactions', 'day', { period: '2026' })).toEqual({ '2026-05-03': 1, '2026-09-11': 1 });
	});

	test('[M6] a win that is taken back later made a customer as long as it stood', async () => {
		const given = givenWall({ now: '2026-09-01T12:00', people: [...people] });
		const deal = (row: Row): Row => ({ external_id: 'D', account: 'Acme', owner: ana, amount: 100, ...row });
		given.push({ deals: [deal({ status: 'won', closed: '2026-09-01' })] });
		given.at('2026-09-05T09:00');
		const shown = () => Promise.all([given.value('active_accounts', { asOf: '2026-09-05T09:00' }), given.value('account_value', { asOf: '2026-09-05T09:00' })]);
		expect(await shown()).toEqual([1, 100]);
		given.at('2026-09-10T09:00');
		given.push({ deals: [deal({ status: 'open' })] });
		expect([await given.value('active_accounts'), await given.value('account_value')]).toEqual([0, null]);
		expect(await shown()).toEqual([1, 100]);
	});

	test('are worth a year of what they pay, else what they were won for; whose worth is not known is left out', async () => {
		const given = wallOf({
			deals: [won({ owner: ana, on: '2026-08-03', account: 'Acme', amount: 5000 }), won({ owner: ana, on: '2026-08-03', account: 'Beta', amount: 300 }), won({ owner: ana, on: '2026-09-03', account: 'Beta', amount: 500 }), won({ owner: ana, on: '2026-09-03', account: 'Unsized' })],
			movements: [moved('new', 100, '2026-08-03')],
		});
		expect(await given.explain('account_value')).toMatchObject({ value: 1000, numerator: 2000, denominator: 2, facts: { count: 2 } });
		expect(await given.by('account_value', 'account')).toEqual({ Acme: 1200, Beta: 800 });
	});

	test('that no account is known of are listed by their name', async () => {
		const given = wallOf({ deals: [won({ owner: ana, on: '2026-08-03', account: 'Acme' })] });
		expect(await given.wall.explainRows({ metric: 'active_accounts' })).toMatchObject({ count: 1, rows: [{ entity: 'accounts', source: 'crm', externalId: 'Acme', day: '2026-08-03', person: { name: 'Ana' } }] });
	});
});

describe('monthly figures', () => {
	test('the company’s own wins, else the teams’ add up', async () => {
		const given = wallOf({ figures: [figure('selling_cost', 300, { scope: 'team:North' }), figure('selling_cost', 200, { scope: 'team:South' })] });
		expect(await given.explain('cost_of_sales', { period })).toMatchObject({ value: 500, text: '€500', facts: { count: 2, newest: '2026-09-01', sources: ['crm'] } });
		expect(await given.wall.explainRows({ metric: 'cost_of_sales', period })).toMatchObject({ entity: 'figures', count: 2, sum: 500, unassigned: 0, rows: [{ day: '2026-09-01', adds: 200 }, { adds: 300 }] });
		given.push({ figures: [figure('selling_cost', 900)] });
		expect(await given.explain('cost_of_sales', { period, by: 'team' })).toMatchObject({ value: 900, by: [{ key: 'North', value: 300 }, { key: 'South', value: 200 }] });
		expect(await given.value('cost_of_sales', { period, scope: 'team:South' })).toBe(200);
	});

	test('[M3] a month that lacks one leaves the period unknown, and so do weeks and days; no person has any', async () => {
		const given = wallOf({ figures: [figure('selling_cost', 300)] });
		for (const lacking of ['2026-Q3', '2026', '2026-W38', '2026-09-15', '2026-08']) expect(await given.explain('cost_of_sales', { period: lacking })).toMatchObject({ value: null, note: 'a monthly figure is missing' });
		expect(await given.explain('cost_of_sales', { period: '2026-Q4' })).toMatchObject({ value: null, note: 'the period has not begun' });
		expect(await given.explain('cost_of_sales', { period, scope: `person:${ana}` })).toMatchObject({ value: null, note: 'not known at this level' });
		expect(await given.explain('market_share', { period, scope: 'team:North' })).toMatchObject({ value: null, note: 'not known at this level' });
		given.push({ figures: [figure('selling_cost', 20, { month: '2026-07' }), figure('selling_cost', 0, { month: '2026-08' })] });
		expect(await given.value('cost_of_sales', { period: '2026-Q3' })).toBe(320);
	});

	test('are told apart by month and quarter, and so is what stands beside them; a week has none', async () => {
		const given = wallOf({ figures: ['07', '08', '09'].flatMap((month, index) => [figure('selling_cost', 100 * (index + 1), { month: `2026-${month}` }), figure('marketing_cost', 10, { month: `2026-${month}` })]), deals: [won({ owner: ana, on: '2026-08-03', account: 'Acme', amount: 400 })] });
		expect(await given.by('cost_of_sales', 'month', { period: '2026-Q3' })).toEqual({ '2026-07': 100, '2026-08': 200, '2026-09': 300 });
		expect(await given.by('cost_of_sales', 'quarter', { period: '2026-Q3' })).toEqual({ '2026-Q3': 600 });
		expect(await given.by('cost_of_sales_ratio', 'month', { period: '2026-Q3' })).toEqual({ '2026-07': null, '2026-08': 0.5, '2026-09': null });
		expect(await given.by('cac', 'month', { period: '2026-Q3' })).toMatchObject({ '2026-08': 210 });
		expect(await given.by('cost_of_sales', 'week', { period: '2026-Q3' })).toEqual({});
	});

	test('[M12] a whole month is not held against a part of this one', async () => {
		const given = wallOf({ figures: [figure('selling_cost', 300), figure('selling_cost', 200, { month: '2026-08' })] });
		expect(await given.explain('cost_of_sales', { period })).toMatchObject({ value: 300, previous: { period: '2026-08', value: null } });
		given.at('2026-10-01T09:00');
		expect(await given.explain('cost_of_sales', { period })).toMatchObject({ value: 300, previous: { period: '2026-08', value: 200, change: 0.5 } });
	});

	test('[M11] keep to a team that is renamed', async () => {
		const given = wallOf({ figures: [figure('selling_cost', 300, { scope: 'team:North' })] });
		const team = given.db.prepare<[], number>(`SELECT id FROM team WHERE name = 'North'`).pluck().get() ?? 0;
		given.wall.journal.apply('team renamed', { team, name: 'Arctic' }, given.head());
		expect(await given.value('cost_of_sales', { period, scope: 'team:Arctic' })).toBe(300);
	});

	test('[M5] in another currency they count at the rate of their month; without one they are missing', async () => {
		const given = wallOf({ figures: [figure('selling_cost', 300, { currency: 'USD' }), figure('selling_cost', 100)] });
		expect(await given.explain('cost_of_sales', { period })).toMatchObject({ value: null, note: 'a monthly figure is missing' });
		given.wall.journal.apply('rates set', { currency: 'USD', rates: [{ from: '2026-01-01', rate: '0.5' }] }, given.head());
		expect(await given.value('cost_of_sales', { period })).toBe(250);
	});

	test('stand above new customers, sales and what was gained; nothing is divided by a loss', async () => {
		const given = wallOf({
			figures: [figure('selling_cost', 300), figure('marketing_cost', 100), figure('market_size', 8000), figure('largest_rival', 1000), figure('largest_rival', 500), figure('web_visits', 40)],
			deals: [won({ owner: ana, on: '2026-09-03', account: 'Acme', amount: 1600, cost: 400 }), won({ owner: ana, on: '2026-09-04', account: 'Beta', amount: 400, cost: 600 })],
			movements: [moved('new', 80, '2026-09-03')],
			leads: ['Website', 'web form', 'Webinar', null].map((lead_source) => ({ external_id: id(), lead_source, created: '2026-09-02' })),
		});
		expect(await given.explain('cac', { period })).toMatchObject({ value: 200, numerator: 400, denominator: 2, unit: 'money' });
		expect(await given.explain('cost_of_sales_ratio', { period })).toMatchObject({ value: 0.15, numerator: 300, denominator: 2000 });
		expect(await given.explain('cost_of_net_new_revenue', { period })).toMatchObject({ value: 5, numerator: 400, denominator: 80 });
		expect(await given.explain('market_share', { period })).toMatchObject({ value: 0.25, numerator: 2000, denominator: 8000 });
		expect(await given.explain('relative_market_share', { period })).toMatchObject({ value: 2, denominator: 1000 });
		expect(await given.explain('visitor_to_lead_rate', { period })).toMatchObject({ value: 0.05, numerator: 2, denominator: 40 });
		given.push({ movements: [moved('churn', 90, '2026-09-04')] });
		expect(await given.explain('cost_of_net_new_revenue', { period })).toMatchObject({ value: null, denominator: -10, note: 'nothing to divide by' });
	});
});

test('a customer’s lifetime is as long as customers leave seldom', async () => {
	const names = ['A', 'B', 'C', 'D'];
	const given = wallOf({
		deals: names.map((name) => won({ owner: ana, on: '2026-07-03', account: name, amount: 1000, cost: 400 })),
		movements: names.map((name) => moved('new', 90, '2026-07-03', { account: name })),
		accounts: [account({ name: 'A', on: '2026-01-01', churned: '2026-08-20' })],
		figures: [figure('selling_cost', 900, { month: '2026-08' }), figure('marketing_cost', 300, { month: '2026-08' })],
	});
	// Who has no recurring revenue that is known of is not worth nothing.
	expect(await given.explain('ltv', { period: '2026-08', scope: `person:${bo}` })).toMatchObject({ value: null });
	// Nothing was sold in August: there is no margin.
	expect(await given.explain('ltv', { period: '2026-08' })).toMatchObject({ value: null, note: 'nothing to divide by' });
	given.push({ deals: [won({ owner: ana, on: '2026-08-03', account: 'New', amount: 1000, cost: 400 })] });
	// €360 of four that are left, × 60 %, ÷ a quarter that left.
	expect(await given.explain('ltv', { period: '2026-08' })).toMatchObject({ value: 216, numerator: 54, denominator: 0.25 });
	expect(await given.explain('ltv_to_cac', { period: '2026-08' })).toMatchObject({ value: 0.18, numerator: 216, denominator: 1200 });
	expect(await given.explain('ltv', { period })).toMatchObject({ value: null });
});

test('[M16] of credits there is no margin and no share by value: nothing is divided by less than nothing', async () => {
	const given = wallOf({ deals: [won({ owner: ana, on: '2026-09-03', amount: -100, cost: 50 })] });
	for (const metric of ['margin_rate', 'win_rate_value']) expect(await given.explain(metric, { period })).toMatchObject({ value: null, denominator: -100, note: 'nothing to divide by' });
});

describe('people', () => {
	const employed = (email: string, start: string | null, end: string | null, row: Row = {}): Row => ({ email, name: email, team: 'North', role: 'ae', start, end, ...row });
	const floor = [employed('a@x.example', '2026-08-01', null), employed('b@x.example', '2026-08-16', null), employed('c@x.example', '2026-01-01', '2026-08-31'), employed('d@x.example', null, '2026-09-14'), employed('e@x.example', '2026-01-01', null, { role: 'lead', team: 'South' }), employed('f@x.example', '2026-01-01', '2026-09-15')];

	test('who leaves on the last day of a month has left in it; nobody has left on a day that is not over', async () => {
		const given = givenWall({ now, people: floor });
		// There at the start: a, c, d, e, f; at the end: a, b, d, e, f.
		expect(await given.explain('turnover_rate', { period: '2026-08' })).toMatchObject({ value: 0.2, numerator: 1, denominator: 5 });
		expect(await given.explain('rep_retention_rate', { period: '2026-08' })).toMatchObject({ value: 0.8, numerator: 4, denominator: 5 });
		expect(await given.explain('turnover_rate', { period })).toMatchObject({ value: 0.2222, numerator: 1, denominator: 4.5 });
		given.at('2026-09-16T09:00');
		expect(await given.explain('rep_retention_rate', { period })).toMatchObject({ value: 0.6, numerator: 3, denominator: 5 });
		expect(await given.by('turnover_rate', 'team', { period: '2026-08' })).toEqual({ North: 0.25, South: 0 });
		expect(await given.explain('turnover_rate', { period: '2026-08', scope: 'person:a@x.example' })).toMatchObject({ value: null, note: 'not known at this level' });
	});

	test('tenure is that of those who sell, since their first day, where it is known', async () => {
		const given = givenWall({ now, people: floor });
		// a 45, b 30, f 257 days; d has no first day, e does not sell, c has left before.
		expect(await given.explain('average_tenure', { period })).toMatchObject({ value: 110.67, text: '111\u00a0days', numerator: 332, denominator: 3 });
		expect(await given.value('average_tenure', { period, scope: 'person:a@x.example' })).toBe(45);
		expect(await given.explain('average_tenure', { period: '2026-08', scope: 'person:c@x.example' })).toMatchObject({ value: 242 });
	});
});

test('time to fill is from opening to filling, of the team that the position names; what is still open does not count', async () => {
	const position = (team: string | null, opened: string, filled: string | null): Row => ({ external_id: id(), team, opened, filled });
	const given = wallOf({ positions: [position('North', '2026-08-01', '2026-09-01'), position('South', '2026-09-01', '2026-09-10'), position('Elsewhere', '2026-09-01', '2026-09-03'), position('North', '2026-06-01', null), position('North', '2026-09-01', '2026-09-16')] });
	expect(await given.explain('time_to_fill', { period })).toMatchObject({ value: 14, text: '14\u00a0days', numerator: 42, denominator: 3, median: { value: 9 }, facts: { count: 3 } });
	expect(await given.by('time_to_fill', 'team', { period })).toEqual({ North: 31, South: 9, unassigned: 2 });
	expect(await given.wall.explainRows({ metric: 'time_to_fill', period, scope: 'team:South' })).toMatchObject({ entity: 'positions', count: 1, unassigned: 0 });
});
