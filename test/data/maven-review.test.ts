/** The review of real data: June 2017 of maven-crm. The files lie beside the repository, never in it. */
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import type { WonLostView } from '../../shared/review-views.ts';
import { givenWall } from '../support/wall.ts';

const folder = new URL('../../../shared/data/maven-crm/', import.meta.url);
const isThere = existsSync(folder);
const read = (file: string): Record<string, string>[] => parse<Record<string, string>>(readFileSync(new URL(file, folder)), { columns: true });
const statusOf: Record<string, string> = { Won: 'won', Lost: 'lost' };

test.skipIf(!isThere && process.env['CI'] !== 'true')('the review of 2017-06 shows 531 deals won and 1,338,466', async () => {
	const given = givenWall({ now: '2018-01-15T12:00', currency: 'USD' });
	const pipeline = read('sales_pipeline.csv');
	given.push({
		source: 'maven',
		people: read('sales_teams.csv').map((agent) => ({ name: agent['sales_agent'], team: agent['regional_office'], role: 'ae' })),
		deals: pipeline.map((deal) => ({ external_id: deal['opportunity_id'], owner: deal['sales_agent'], stage: deal['deal_stage'], status: statusOf[deal['deal_stage'] ?? ''] ?? 'open', amount: deal['close_value'] || null, account: deal['account'] || null, product: deal['product'], created: deal['engage_date'] || null, closed: deal['close_date'] || null })),
	});
	const { sections } = await given.wall.review.document({ month: '2017-06', scope: 'company', close: null });
	const section = (id: string) => sections.find((each) => each.id === id);
	const view = section('deals')?.panels.find((each): each is WonLostView => each.kind === 'won-lost');
	expect(view?.sides[0]).toMatchObject({ id: 'won', count: { text: '531' }, amount: { text: '$1.34M' } });
	expect(section('target')?.tables[0]?.rows.at(-1)?.[2]?.value).toBe(1_338_466);
	expect(section('year')?.tables[0]?.rows.at(-1)?.map(({ value }) => value)).toEqual(['2017-06', 1_338_466, null, null, 531, 0.8284]);
	const inJune = pipeline.filter((deal) => deal['deal_stage'] === 'Won' && deal['close_date']?.startsWith('2017-06'));
	expect(section('deals')?.tables[0]?.rows.slice(0, 3).map((row) => row[4]?.value)).toEqual(inJune.map((deal) => Number(deal['close_value'])).sort((a, b) => b - a).slice(0, 3));
	expect(section('deals')?.tables[0]?.rows.at(-1)?.[0]?.text).toBe('and 31 more');
	expect(section('activity')?.findings.map(({ verdict }) => verdict.text)).toEqual(['No calls, meetings or proposals are known of June 2017. What is shown are results alone.']);
});
