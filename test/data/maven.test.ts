/** The numbers that real data must give (8,800 opportunities of 35 agents). The files lie beside the repository, never in it. */
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GivenWall } from '../support/wall.ts';
import { floorPanels, givenWall } from '../support/wall.ts';

const folder = new URL('../../../shared/data/maven-crm/', import.meta.url);
const isThere = existsSync(folder);
const read = (file: string): Record<string, string>[] => parse<Record<string, string>>(readFileSync(new URL(file, folder)), { columns: true });

const statusOf: Record<string, string> = { Won: 'won', Lost: 'lost' };

// Where the data has to be there, its absence is a failure and not a skip.
describe.skipIf(!isThere && process.env['CI'] !== 'true')('maven-crm (skipped where its files are not there)', () => {
	let given: GivenWall;
	let reply: ReturnType<GivenWall['push']>;
	const rows = () => {
		const agents = read('sales_teams.csv');
		const office = new Map(agents.map((agent) => [agent['sales_agent'], agent['regional_office']]));
		const people = agents.map((agent) => ({ name: agent['sales_agent'], team: agent['regional_office'], manager: agent['manager'], role: 'ae' }));
		const deals = read('sales_pipeline.csv').map((deal) => ({
			external_id: deal['opportunity_id'], owner: deal['sales_agent'], stage: deal['deal_stage'], status: statusOf[deal['deal_stage'] ?? ''] ?? 'open', amount: deal['close_value'] || null, account: deal['account'] || null,
			product: deal['product'], region: office.get(deal['sales_agent']), created: deal['engage_date'] || null, closed: deal['close_date'] || null,
		}));
		return { source: 'maven', people, deals };
	};
	beforeAll(() => {
		given = givenWall({ now: '2018-01-15T12:00', currency: 'USD', stays: true });
		reply = given.push(rows());
	});
	afterAll(() => given.close());

	test('is taken whole, and again without a change', async () => {
		expect(reply).toMatchObject({ inserted: 8_800 + 35, rejected: [], warnings: [] });
		expect(given.push(rows())).toMatchObject({ inserted: 0, updated: 0, unchanged: 8_835 });
	});

	test('won, lost and open, with what follows from them', async () => {
		const period = '2017';
		expect(await given.value('deals_won', { period })).toBe(4_238);
		expect(await given.value('deals_lost', { period })).toBe(2_473);
		expect(await given.by('open_deals', 'stage')).toEqual({ Engaging: 1_589, Prospecting: 500 });
		expect(await given.explain('sales', { period })).toMatchObject({ value: 10_005_534, text: '$10.0M' });
		expect(await given.explain('win_rate', { period })).toMatchObject({ value: 0.6315, text: '63%', numerator: 4_238, denominator: 6_711 });
		expect(await given.explain('average_deal_size', { period })).toMatchObject({ value: 2_360.91, text: '$2,361', numerator: 10_005_534, denominator: 4_238 });
		expect(await given.explain('sales_cycle_days', { period })).toMatchObject({ value: 51.78, text: '51.8\u00a0days', denominator: 4_238 });
	});

	test('by region, and by team, which are the same offices', async () => {
		const offices = { West: 3_568_647, Central: 3_346_293, East: 3_090_594 };
		expect(await given.by('sales', 'region', { period: '2017' })).toEqual(offices);
		expect(await given.by('sales', 'team', { period: '2017' })).toEqual(offices);
		for (const [team, sales] of Object.entries(offices)) expect(await given.value('sales', { period: '2017', scope: `team:${team}` })).toBe(sales);
	});

	test('by person', async () => {
		const { by = [] } = await given.explain('sales', { period: '2017', by: 'person' });
		expect(by[0]).toMatchObject({ key: 'Darcel Schlecht', value: 1_153_214 });
		expect(by).toHaveLength(30);
		const scope = 'person:Darcel Schlecht';
		expect(await given.explain('win_rate', { period: '2017', scope })).toMatchObject({ value: 0.6311, numerator: 349 });
		expect([await given.value('deals_won', { period: '2017', scope }), await given.value('sales', { period: '2017', scope })]).toEqual([349, 1_153_214]);
	});

	test('by month', async () => {
		expect([await given.value('deals_won', { period: '2017-06' }), await given.value('sales', { period: '2017-06' })]).toEqual([531, 1_338_466]);
		const months = await given.by('sales', 'month', { period: '2017' });
		expect(months['2017-06']).toBe(1_338_466);
		expect(Object.values(months).reduce<number>((sum, value) => sum + (value ?? 0), 0)).toBe(10_005_534);
	});

	test('by product, each as the pipeline spells it, adding up', async () => {
		const products = await given.by('sales', 'product', { period: '2017' });
		const raw = new Map<string, number>();
		for (const deal of read('sales_pipeline.csv')) if (deal['deal_stage'] === 'Won') raw.set(deal['product'] ?? '', (raw.get(deal['product'] ?? '') ?? 0) + Number(deal['close_value']));
		expect(products).toEqual(Object.fromEntries(raw));
		expect(Object.keys(products)).toContain('GTXPro');
	});

	test('the wall of 15 June 2017 shows that month as it stood', async () => {
		const asOf = '2017-06-15';
		const pipeline = read('sales_pipeline.csv');
		const wonBy = (day: string) => pipeline.filter((deal) => deal['deal_stage'] === 'Won' && (deal['close_date'] ?? '') >= `${day.slice(0, 7)}-01` && (deal['close_date'] ?? '') <= day);
		const expected = wonBy(asOf).reduce((sum, deal) => sum + Number(deal['close_value']), 0);
		expect(await given.explain('sales', { asOf })).toMatchObject({ period: '2017-06', value: expected, previous: { period: '2017-05' } });
		expect(await given.value('deals_won', { asOf })).toBe(wonBy(asOf).length);
		const isOpenThen = (deal: Record<string, string>) => deal['engage_date'] !== '' && (deal['engage_date'] ?? '') <= asOf && (deal['close_date'] === '' || (deal['close_date'] ?? '') > asOf);
		expect(await given.value('open_deals', { asOf })).toBe(pipeline.filter(isOpenThen).length);

		const board = await given.board(asOf);
		expect(board.replay).toBe('As it stood Jun 15, 2017 23:59');
		const target = await given.view('target', floorPanels.target, asOf);
		expect([target.period, target.progress, target.headline.number.text]).toEqual(['June 2017', 'Day 11 of 22', (await given.explain('sales', { asOf })).text]);
		const leaders = await given.view('leaderboard', floorPanels.sales, asOf);
		const { by = [] } = await given.explain('sales', { asOf, by: 'person' });
		expect(leaders.rows.slice(0, 10).map(({ id, number }) => [given.scopeOfRow(id).replace('person:', ''), number.text])).toEqual(by.slice(0, 10).map(({ key, text }) => [key, text]));
		expect(board.panels.every(({ failed }) => failed === null)).toBe(true);
	});

	// Last: it alters June.
	test('June 2017, closed by hand, shows 531 won and 1,338,466 whatever alters it later, and lists exactly what did', async () => {
		const { id } = await given.wall.closing.close({ month: '2017-06' }, 'Ada');
		const figures = () => given.wall.closing.figures({ close: String(id), scope: 'company' }).figures;
		const of = (metric: string) => figures().find((one) => one.metric === metric)?.value;
		expect([of('deals_won'), of('sales')]).toEqual([531, 1_338_466]);
		const whole = () => given.db.prepare('SELECT * FROM close_part WHERE close = ? ORDER BY scope').all(id);
		const before = whole();

		given.at('2018-01-16T12:00');
		const june = rows().deals.filter(({ status, closed }) => status === 'won' && closed?.startsWith('2017-06'));
		const [first, second, third, fourth] = june;
		if (!first || !second || !third || !fourth) throw new Error('June 2017 has deals');
		given.push({
			source: 'maven',
			deals: [{ ...first, amount: '1' }, { ...second, closed: '2017-07-03' }, { ...third, product: 'Another' }, { ...fourth, external_id: 'NEW', amount: '7' }],
			deleted: [{ entity: 'deals', external_id: fourth.external_id, at: '2018-01-16T11:00:00Z' }],
		});
		given.push(rows());
		given.push({ source: 'maven', deals: [{ ...first, amount: '1' }, { ...second, closed: '2017-07-03' }, { ...third, product: 'Another' }] });
		expect(whole()).toEqual(before);
		expect([of('deals_won'), of('sales')]).toEqual([531, 1_338_466]);
		const changes = await given.wall.closing.changes({ close: String(id) });
		expect(changes.facts?.map(({ how, externalId }) => `${how} ${externalId}`).sort()).toEqual(
			[`added NEW`, `changed ${first.external_id}`, `changed ${second.external_id}`, `changed ${third.external_id}`, `deleted ${fourth.external_id}`].sort(),
		);
		expect(changes.facts?.every(({ label, changes: told }) => label.startsWith('Deal ') && told.length > 0)).toBe(true);
		expect(changes.figures.map(({ metric }) => metric)).toEqual(expect.arrayContaining(['sales', 'deals_won']));
	});
});
