/** What the sections of a review say: every number written by hand here, and found again in the raw facts by a query that knows nothing of metrics. */
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import type { ReviewSection, SectionId } from '../../../shared/review-api.ts';
import type { ComparisonView, WonLostView } from '../../../shared/review-views.ts';
import { silentLog } from '../../../server/log.ts';
import { startDemo } from '../../../server/sources/demo/demo.ts';
import { booked, call, givenWall, lost, open, people, won, type GivenWall, type Setting, type Rows } from '../../support/wall.ts';

async function sectionsOf(given: GivenWall, month: string, scope = 'company'): Promise<Record<SectionId, ReviewSection>> {
	const { sections } = await given.wall.review.document({ month, scope, close: null });
	// The agenda shows all of them unless it is changed.
	return Object.fromEntries(sections.map((section) => [section.id, section])) as Record<SectionId, ReviewSection>;
}
const said = ({ findings }: ReviewSection): string[] => findings.map(({ verdict }) => [verdict.mark, verdict.text].filter((part) => part !== '').join(' '));
const texts = ({ tables }: ReviewSection, id: string): string[] | undefined => tables.find((table) => table.id === id)?.rows.map((row) => row.map(({ text }) => text).join(' | '));
const values = ({ tables }: ReviewSection, id: string): unknown[][] | undefined => tables.find((table) => table.id === id)?.rows.map((row) => row.map(({ value }) => value));
const picture = <K extends 'won-lost' | 'comparison' | 'forecast' | 'trend'>({ panels }: ReviewSection, kind: K) => {
	const found = panels.find((panel) => panel.kind === kind);
	if (!found) throw new Error(`there is no ${kind}`);
	return found;
};

const ana = 'ana@x.example';
const cy = 'cy@x.example';
/** August 2026 is under review on 15 September: 21 working days, of which ten lie up to the 14th. */
const floor = (setting: Setting & Rows = {}): GivenWall =>
	givenWall({
		people: [...people],
		deals: [
			...['2026-05-12', '2026-06-12', '2026-07-10'].flatMap((on) => [won({ owner: ana, on, amount: 10_000 }), won({ owner: cy, on, amount: 20_000 }), lost({ owner: cy, on, amount: 5_000, lost_reason: 'Price' })]),
			won({ owner: ana, on: '2026-08-10', amount: 24_000, name: 'Acme 50 seats', account: 'Acme' }),
			won({ owner: ana, on: '2026-08-11', amount: 6_000, name: 'Bolt', account: 'Bolt' }),
			won({ owner: cy, on: '2026-08-12', amount: 10_000, account: 'Cobalt' }),
			won({ owner: cy, on: '2026-08-31', amount: null, name: 'Dune', account: 'Dune' }),
			lost({ owner: cy, on: '2026-08-20', amount: 8_000, name: 'Echo', account: 'Echo', lost_reason: 'Price' }),
			lost({ owner: ana, on: '2026-08-21', amount: 2_000, name: 'Fjord', account: 'Fjord', lost_reason: 'Price' }),
			open({ owner: ana, amount: 30_000, created: '2026-08-03', expected_close: '2026-09-20', forecast_category: 'commit', stage: 'Proposal', name: 'Gale', updated: '2026-08-03T10:00:00Z' }),
			open({ owner: cy, amount: 9_000, created: '2026-08-04', expected_close: '2026-08-20', forecast_category: 'best_case', stage: 'Demo', name: 'Hull', updated: '2026-08-04T10:00:00Z' }),
		],
		...setting,
	});

test('the month against its target: the company and who deviates most, each with its numbers', async () => {
	const given = floor();
	given.target('company', '2026-08', 50_000);
	given.target('team:North', '2026-08', 20_000);
	given.target('team:South', '2026-08', 30_000);
	const { target } = await sectionsOf(given, '2026-08');
	expect(said(target)).toEqual(['▼ South sold €10.0k, 67% less than a target of €30.0k.', '▼ The company sold €40.0k, 20% less than a target of €50.0k.', '▲ North sold €30.0k, 50% more than a target of €20.0k.']);
	const days = values(target, 'days') ?? [];
	expect(days).toHaveLength(31);
	expect([days[0], days[9], days[30]]).toEqual([['2026-08-01', 0, 0, 0], ['2026-08-10', 24_000, 24_000, 14_285.71], ['2026-08-31', 0, 40_000, 50_000]]);
});

test('without a target it is held against the mean of its own three months before (30,000 and 40,000)', async () => {
	const { target } = await sectionsOf(floor(), '2026-08');
	expect(said(target)).toEqual(['▲ North sold €30.0k, 200% more than the average of the three months before, €10.0k.', '▲ The company sold €40.0k, 33% more than the average of the three months before, €30.0k.', '▼ South sold €10.0k, 50% less than the average of the three months before, €20.0k.']);
});

test('thirteen months, the first of them the same as last year, and the month beside the one before (M12)', async () => {
	const given = floor();
	given.push({ deals: [won({ owner: ana, on: '2025-08-11', amount: 32_000 })] });
	const { year } = await sectionsOf(given, '2026-08');
	const trend = picture(year, 'trend');
	expect(trend.kind === 'trend' && trend.bars.length).toBe(13);
	const comparison = picture(year, 'comparison') as ComparisonView; // looked up by its kind
	expect(comparison.columns.map(({ label }) => label)).toEqual(['August 2026', 'July 2026', 'August 2025']);
	expect(comparison.rows.map(({ label, cells }) => [label, ...cells.map(({ number, verdict }) => `${number.text} ${verdict?.mark ?? ''}${verdict?.text ?? ''}`.trim())].join(' | ').replace(/\u00a0/g, ' ')).slice(0, 4)).toEqual([
		'Sales | €40.0k | €30.0k ▲33% | €32.0k ▲25%',
		'Deals won | 4 | 2 ▲100% | 1 ▲300%',
		'Win rate | 67% | 67% =0 pts | 100% ▼33 pts',
		'Average deal size | €13.3k | €15.0k ▼11% | €32.0k ▼58%',
	]);
	const months = texts(year, 'months') ?? [];
	expect([months.length, months[0], months[11], months[12]]).toEqual([13, 'August 2025 | €32.0k | – | – | 1 | 100%', 'July 2026 | €30.0k | – | – | 2 | 67%', 'August 2026 | €40.0k | – | – | 4 | 67%']);
});

test('teams and people against their quotas, by money', async () => {
	const given = floor();
	given.target(`person:${ana}`, '2026-08', 20_000);
	given.target(`person:${cy}`, '2026-08', 25_000);
	const { quota } = await sectionsOf(given, '2026-08');
	expect(said(quota)).toEqual(['▼ Cy sold €10.0k, €15.0k less than a quota of €25.0k (40%).', '▲ Ana sold €30.0k, €10.0k more than a quota of €20.0k (150%).', '1 of 2 reached their quota.']);
	// The targets of teams are those of their people: South is Cy, and is told once.
	expect(values(quota, 'quota')).toEqual([['North', 'North', 30_000, 20_000, 1.5, 10_000], ['South', 'South', 10_000, 25_000, 0.4, -15_000], ['Ana', 'North', 30_000, 20_000, 1.5, 10_000], ['Cy', 'South', 10_000, 25_000, 0.4, -15_000]]);
});

test('won and lost: counts, amounts, the largest first and unknown amounts last', async () => {
	const { deals } = await sectionsOf(floor(), '2026-08');
	const { sides } = picture(deals, 'won-lost') as WonLostView; // looked up by its kind
	expect(sides.map(({ id, count, amount, verdict, more }) => [id, count.text, amount.text, `${verdict?.mark} ${verdict?.text}`, verdict?.tone, more])).toEqual([['won', '4', '€40.0k', '▲ 33%', 'good', ''], ['lost', '2', '€10.0k', '▲ 100%', 'bad', '']]);
	expect(sides[0]?.rows.map(({ name, detail, number }) => [name, detail, number.text])).toEqual([['Acme 50 seats', 'Ana', '€24.0k'], ['Cobalt', 'Cy', '€10.0k'], ['Bolt', 'Ana', '€6,000'], ['Dune', 'Cy', '–']]);
	expect(said(deals)).toContain('The largest deal, Acme 50 seats, brought €24.0k: 60% of all that was won.');
	expect(values(deals, 'lost')).toEqual([['2026-08-20', 'Echo', 'Echo', 'Cy', 8_000, 'Price'], ['2026-08-21', 'Fjord', 'Fjord', 'Ana', 2_000, 'Price']]);
});

test('what does not count, by hand or by authority, is on no list (M17)', async () => {
	const given = floor();
	given.push({ deals: [won({ external_id: 'X', owner: ana, on: '2026-08-12', amount: 99_000, name: 'Twice' })] });
	given.push({ deleted: [{ entity: 'deals', external_id: 'X' }] });
	const { deals } = await sectionsOf(given, '2026-08');
	expect(values(deals, 'won')?.map((row) => row[4])).toEqual([24_000, 10_000, 6_000, null]);
});

test('a team is shown what its people won on the day they did, a person their own (M4, M11)', async () => {
	const given = floor();
	const ofTeam = await sectionsOf(given, '2026-08', 'team:South');
	expect(values(ofTeam.deals, 'won')?.map((row) => [row[3], row[4]])).toEqual([['Cy', 10_000], ['Cy', null]]);
	const ofPerson = await sectionsOf(given, '2026-08', `person:${ana}`);
	expect(values(ofPerson.deals, 'won')?.map((row) => row[4])).toEqual([24_000, 6_000]);
	expect(said(ofPerson.target)[0]).toBe('▲ Ana sold €30.0k, 200% more than the average of the three months before, €10.0k.');
});

test('the next month as it was expected when the month ended', async () => {
	const given = floor();
	given.target('company', '2026-09', 60_000);
	const { pipeline } = await sectionsOf(given, '2026-08');
	const forecast = picture(pipeline, 'forecast');
	expect(forecast.title).toBe('Expected in September 2026');
	expect(forecast.kind === 'forecast' && [forecast.headline.number.text, ...forecast.parts.map(({ id, number }) => `${id} ${number.text}`)]).toEqual(['€30.0k', 'won €0', 'commit €30.0k', 'best_case €0', 'pipeline €0']);
	expect(values(pipeline, 'expected')?.map((row) => [row[0], row[1], row[4], row[6]])).toEqual([['2026-09-20', 'Gale', 30_000, 'Commit']]);
	expect(said(pipeline)).toContain('▼ €30.0k is expected to close in September 2026, 50% of a target of €60.0k.');
	expect(said(pipeline)).toContain('▼ 1 open deal, worth €9,000, was expected to close by now and has not.');
});

test('activity beside result, against the own three months before; who came meanwhile is held against nothing', async () => {
	const calls = (owner: string, day: string, count: number) => Array.from({ length: count }, () => call({ owner, on: `${day}T10:00:00Z` }));
	const given = floor({ activities: [...['2026-05-12', '2026-06-12', '2026-07-10'].flatMap((day) => [...calls('bo@x.example', day, 20), ...calls(cy, day, 10)]), ...calls('bo@x.example', '2026-08-10', 8), ...calls(cy, '2026-08-10', 12), ...calls('new@x.example', '2026-08-10', 30)] });
	given.push({ people: [{ email: 'new@x.example', name: 'New', team: 'South', role: 'sdr', start: '2026-08-03' }], meetings: [booked({ on: '2026-08-10', by: 'bo@x.example' })] });
	const { activity } = await sectionsOf(given, '2026-08');
	expect(said(activity)).toContain('▼ Bo: Calls made 8, 60% less than the average of the three months before, 20.');
	expect(said(activity).join()).not.toContain('New');
	expect(texts(activity, 'activity')).toContain('New | South | 30 | 0 | €0');
});

test('a month that runs is held against as much of those before (M12), a month before any data against nothing', async () => {
	const given = floor();
	const running = await sectionsOf(given, '2026-09');
	expect(said(running.target)[0]).toMatch(/so far, .* the three months before by this time/);
	const before = await sectionsOf(given, '2020-01');
	expect(Object.values(before).filter(({ id }) => id !== 'activity').flatMap(said)).toEqual([]);
	expect(said(before.activity)).toEqual(['No calls, meetings or proposals are known of January 2020. What is shown are results alone.']);
});

const leaves = (value: unknown): unknown[] => (typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value]);

test('on the demo floor every section of every kind of scope says something sensible, in either language', async () => {
	for (const locale of ['en-GB', 'sv-SE']) {
		const now = '2026-11-23T15:10';
		const given = givenWall({ now, timeZone: 'Europe/Stockholm', locale });
		startDemo({ push: (body) => void given.wall.push(body, 'demo'), clock: { now: () => given.ms(now) }, log: silentLog, isEmpty: true, timeZone: 'Europe/Stockholm', seededOn: '2026-11-23', shown: [] }).close();
		const handle = given.db.prepare<[], string>(`SELECT handle FROM person WHERE role = 'ae' AND end_day IS NULL LIMIT 1`).pluck().get() ?? '';
		// Closed, still running, with no month before it, and before any data.
		for (const month of locale === 'en-GB' ? ['2026-10', '2026-11', '2025-05', '2023-01'] : ['2026-11']) {
			for (const scope of month === '2026-11' ? ['company', 'team:North', `person:${handle}`] : ['company']) {
				const sections = await sectionsOf(given, month, scope);
				const all = leaves(sections);
				expect(all.filter((leaf) => typeof leaf === 'string' && /NaN|undefined|Infinity|\{\w+\}/.test(leaf))).toEqual([]);
				expect(all.filter((leaf) => typeof leaf === 'number' && !Number.isFinite(leaf))).toEqual([]);
				for (const section of Object.values(sections)) {
					expect(section.findings.length).toBeLessThanOrEqual(3);
					// Never an unknown in words.
					expect(said(section).filter((text) => /(^|\s)–([\s,.]|$)/.test(text.replace(/ – \w+/g, '')))).toEqual([]);
				}
			}
		}
		await given.close();
	}
}, 240_000);

const folder = new URL('../../../../shared/data/maven-crm/', import.meta.url);
const read = (file: string): Record<string, string>[] => parse<Record<string, string>>(readFileSync(new URL(file, folder)), { columns: true });

test.skipIf(!existsSync(folder) && process.env['CI'] !== 'true')('real data: June 2017 shows 531 won and 1,338,466, as the file itself adds up', async () => {
	const agents = read('sales_teams.csv');
	const pipeline = read('sales_pipeline.csv');
	const given = givenWall({ now: '2018-01-15T12:00', currency: 'USD' });
	const status: Record<string, string> = { Won: 'won', Lost: 'lost' };
	given.push({
		source: 'maven',
		people: agents.map((agent) => ({ name: agent['sales_agent'], team: agent['regional_office'], role: 'ae' })),
		deals: pipeline.map((deal) => ({ external_id: deal['opportunity_id'], owner: deal['sales_agent'], stage: deal['deal_stage'], status: status[deal['deal_stage'] ?? ''] ?? 'open', amount: deal['close_value'] || null, account: deal['account'] || null, product: deal['product'], created: deal['engage_date'] || null, closed: deal['close_date'] || null })),
	});
	const sections = await sectionsOf(given, '2017-06');
	const [side] = (picture(sections.deals, 'won-lost') as WonLostView).sides; // looked up by its kind
	expect([side?.count.text, side?.amount.text]).toEqual(['531', '$1.34M']);
	const june = pipeline.filter((deal) => deal['deal_stage'] === 'Won' && deal['close_date']?.startsWith('2017-06'));
	expect([june.length, june.reduce((sum, deal) => sum + Number(deal['close_value']), 0)]).toEqual([531, 1_338_466]);
	expect(values(sections.year, 'months')?.[12]).toEqual(['2017-06', 1_338_466, null, null, 531, expect.closeTo(531 / 641, 3)]);
	expect(values(sections.target, 'days')?.[29]?.[2]).toBe(1_338_466);
	// As many as are listed, and what more there is.
	const table = texts(sections.deals, 'won') ?? [];
	expect([table.length, table[500]?.startsWith('and 31 more')]).toEqual([501, true]);
	const largest = [...june].sort((a, b) => Number(b['close_value']) - Number(a['close_value']))[0];
	expect(values(sections.deals, 'won')?.[0]).toEqual([largest?.['close_date'], largest?.['opportunity_id'], largest?.['account'], largest?.['sales_agent'], Number(largest?.['close_value'])]);
	expect(sections.quota.findings).toEqual([]);
	expect(said(sections.activity)).toEqual(['No calls, meetings or proposals are known of June 2017. What is shown are results alone.']);
});
