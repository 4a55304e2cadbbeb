/** What the sections of a review show and say: numbers by hand, and again by a query of its own over the facts. */
import { expect, test } from 'vitest';
import type { ReviewSection, SectionId } from '../../../shared/review-api.ts';
import type { ComparisonView, WonLostView } from '../../../shared/review-views.ts';
import { ana, bo, booked, call, cy, givenWall, lost, open, people, proposal, won, type GivenWall, type Rows, type Setting } from '../../support/wall.ts';

const review = async ({ wall }: GivenWall, month: string, scope = 'company'): Promise<Record<SectionId, ReviewSection>> => {
	const { sections } = await wall.review.document({ month, scope, close: null });
	// What was agreed is built elsewhere, and has tests of its own.
	return Object.fromEntries(sections.filter(({ id }) => id !== 'actions').map((section) => [section.id, section])) as Record<SectionId, ReviewSection>; // of every section but actions there is one
};
const said = ({ findings }: ReviewSection): string[] => findings.map(({ verdict }) => verdict.text);
const rowsOf = (section: ReviewSection, id: string): (string | number | null)[][] => (section.tables.find((table) => table.id === id)?.rows ?? []).map((row) => row.map(({ value }) => value));

/** September is over; June to August are the months before it. North sold 900 a month, South 600; in September 1,200 and 300. */
const floor = (setting: Setting & Rows = {}): GivenWall => {
	const before = ['2026-06', '2026-07', '2026-08'].flatMap((month) => [
		won({ owner: ana, on: `${month}-03`, amount: 400, name: 'Steady', account: 'Acme' }),
		won({ owner: ana, on: `${month}-10`, amount: 500, name: 'Steady', account: 'Globex' }),
		won({ owner: cy, on: `${month}-12`, amount: 600, name: 'Steady', account: 'Initech' }),
		lost({ owner: cy, on: `${month}-20`, amount: 300, name: 'Gone' }),
	]);
	return givenWall({
		now: '2026-10-05T09:00',
		people: [...people],
		deals: [
			...before,
			won({ owner: ana, on: '2026-09-02', amount: 700, name: 'Alpha', account: 'Acme' }),
			won({ owner: ana, on: '2026-09-09', amount: 500, name: 'Beta', account: 'Globex' }),
			won({ owner: cy, on: '2026-09-21', amount: 300, name: 'Gamma', account: 'Initech' }),
			won({ owner: cy, on: '2026-09-22', amount: null, name: 'Delta' }),
			lost({ owner: cy, on: '2026-09-23', amount: 250, name: 'Epsilon', lost_reason: 'Price' }),
			lost({ owner: ana, on: '2026-09-24', amount: 150, name: 'Zeta', lost_reason: 'Price' }),
			open({ owner: ana, name: 'Eta', account: 'Acme', amount: 800, created: '2026-09-01', expected_close: '2026-10-15', forecast_category: 'commit', stage: 'Offer' }),
			open({ owner: cy, name: 'Theta', amount: 200, created: '2026-09-01', expected_close: '2026-10-20', stage: 'Demo' }),
			open({ owner: cy, name: 'Iota', amount: 90, created: '2026-09-01', expected_close: '2026-09-10', stage: 'Demo' }),
		],
		...setting,
	});
};

test('a month against its target is told in words, the furthest from theirs first, each with its numbers', async () => {
	const given = floor();
	given.target('company', '2026-09', 2_000);
	given.target('team:North', '2026-09', 1_000);
	given.target('team:South', '2026-09', 1_000);
	const { target } = await review(given, '2026-09');
	// Of 2,000: South misses 700 (0.35), the company 500 (0.25), North is 200 over (0.1).
	expect(said(target)).toEqual([
		'South sold €300, 70% less than a target of €1,000.',
		'The company sold €1,500, 25% less than a target of €2,000.',
		'North sold €1,200, 20% more than a target of €1,000.',
	]);
	expect(target.findings.map(({ verdict }) => verdict.tone)).toEqual(['bad', 'bad', 'good']);
	expect(target.panels.map(({ kind }) => kind)).toEqual(['target', 'findings']);
	const days = rowsOf(target, 'days');
	expect(days).toHaveLength(30);
	// 22 working days in September: the second is the second of them.
	expect(days[1]).toEqual(['2026-09-02', 700, 700, 181.82]);
	expect(days.at(-1)).toEqual(['2026-09-30', 0, 1_500, 2_000]);
});

test('[M3] without targets it is held against its own three months before, which all have to be known', async () => {
	const given = floor();
	expect(said((await review(given, '2026-09')).target)).toEqual([
		'North sold €1,200, 33% more than the average of the three months before, €900.',
		'South sold €300, 50% less than the average of the three months before, €600.',
	]);
	// Nothing is known of May, which is not the same as nothing sold.
	expect(said((await review(given, '2026-08')).target)).toEqual([]);
});

test('the month stands beside the one before and the same of last year, of which nothing is known', async () => {
	const { year } = await review(floor(), '2026-09');
	const comparison = year.panels.find((view): view is ComparisonView => view.kind === 'comparison');
	expect(comparison?.columns.map(({ id }) => id)).toEqual(['2026-09', '2026-08', '2025-09']);
	expect(comparison?.rows.slice(0, 3).map(({ id, cells }) => [id, ...cells.map(({ number, verdict }) => `${number.text} ${verdict?.mark ?? ''}${verdict?.text ?? ''}`.trim())])).toEqual([
		['sales', '€1,500', '€1,500 =0%', '–'],
		['deals_won', '4', '3 ▲33%', '–'],
		['win_rate', '67%', '75% ▼8.3\u00a0pts', '–'],
	]);
	expect(year.panels[0]).toMatchObject({ kind: 'trend' });
	const months = rowsOf(year, 'months');
	expect(months).toHaveLength(13);
	expect(months[0]).toEqual(['2025-09', null, null, null, null, null]);
	expect(months.at(-1)).toEqual(['2026-09', 1_500, null, null, 4, 0.6667]);
	for (const text of said(year)) expect(text).not.toMatch(/–|NaN|Infinity/);
});

test('against quota the largest deviations in money come first, and how many reached theirs last', async () => {
	const given = floor();
	given.target(`person:${ana}`, '2026-09', 1_000);
	given.target(`person:${cy}`, '2026-09', 1_000);
	const { quota } = await review(given, '2026-09');
	expect(said(quota)).toEqual(['Cy sold €300, €700 less than a quota of €1,000 (30%).', 'South sold €300, €700 less than a quota of €1,000 (30%).', '1 of 2 reached their quota.']);
	expect(rowsOf(quota, 'quota')).toEqual([
		['North', 'North', 1_200, 1_000, 1.2, 200],
		['South', 'South', 300, 1_000, 0.3, -700],
		['Ana', 'North', 1_200, 1_000, 1.2, 200],
		['Cy', 'South', 300, 1_000, 0.3, -700],
	]);
	// A person sees nobody else's.
	const own = (await review(given, '2026-09', `person:${ana}`)).quota;
	expect(said(own)).toEqual(['Ana sold €1,200, €200 more than a quota of €1,000 (120%).']);
	expect(rowsOf(own, 'quota').map(([who]) => who)).toEqual(['Ana']);
});

test('won and lost have their largest deals, of unknown amount last, and every deal in a table', async () => {
	const given = floor();
	const { deals } = await review(given, '2026-09');
	const view = deals.panels.find((each): each is WonLostView => each.kind === 'won-lost');
	expect(view?.sides.map(({ id, count, amount, verdict }) => [id, count.text, amount.text, verdict?.text ?? null, verdict?.tone ?? null])).toEqual([['won', '4', '€1,500', '0%', 'none'], ['lost', '2', '€400', '33%', 'bad']]);
	expect(view?.sides[0]?.rows.map(({ name, detail, number }) => [name, detail, number.text])).toEqual([['Alpha', 'Acme · Ana', '€700'], ['Beta', 'Globex · Ana', '€500'], ['Gamma', 'Initech · Cy', '€300'], ['Delta', 'Cy', '–']]);
	expect(rowsOf(deals, 'lost')).toEqual([['2026-09-23', 'Epsilon', null, 'Cy', 250, 'Price'], ['2026-09-24', 'Zeta', null, 'Ana', 150, 'Price']]);
	expect(said(deals).some((text) => text.includes('Win rate 67% (4 of 6), 8.3\u00a0pts lower than in August 2026 (75%, 3 of 4).'))).toBe(true);

	// The same by a query of its own: what counts, by the day of closing, for whoever closed.
	for (const [scope, address] of [['company', null], [`person:${cy}`, cy]] as const) {
		const expected = given.db.prepare<[string | null, string | null], [string, number | null]>(`SELECT name, amount_minor / 100.0 FROM deal WHERE counts = 1 AND status = 'won' AND substr(closed_day, 1, 7) = '2026-09' AND (? IS NULL OR closer_key = ?)`).raw().all(address, address);
		const table = rowsOf((await review(given, '2026-09', scope)).deals, 'won').map(([, name, , , amount]) => [name, amount]);
		expect(table.sort()).toEqual(expected.sort());
	}
	const northern = (await review(given, '2026-09', 'team:North')).deals;
	expect(rowsOf(northern, 'won').map(([, name]) => name)).toEqual(['Alpha', 'Beta']);
});

test('[M17] a deal that ops left out is in no list', async () => {
	const given = floor();
	given.db.prepare(`UPDATE deal SET counts = 0 WHERE name = 'Alpha'`).run();
	expect(rowsOf((await review(given, '2026-09')).deals, 'won').map(([, name]) => name)).not.toContain('Alpha');
});

test('of more than five hundred deals a table has five hundred and says how many more', async () => {
	const given = floor({ deals: Array.from({ length: 503 }, (_, place) => won({ owner: ana, on: '2026-09-07', amount: 1_000 - place, name: `Deal ${place}` })) });
	const { deals } = await review(given, '2026-09');
	const rows = deals.tables.find(({ id }) => id === 'won')?.rows ?? [];
	expect(rows).toHaveLength(501);
	expect(rows.at(-1)?.[0]?.text).toBe('and 3 more');
});

test('the pipeline is followed by what is expected of the next month, as it was known when the month ended', async () => {
	const given = floor({ now: '2026-09-20T09:00' });
	given.target('company', '2026-10', 2_000);
	given.at('2026-10-05T09:00');
	const { pipeline } = await review(given, '2026-09');
	expect(pipeline.panels.map(({ kind }) => kind)).toEqual(['pipeline', 'forecast', 'findings']);
	const forecast = pipeline.panels[1];
	expect(forecast).toMatchObject({ title: 'Expected in October 2026', period: 'October 2026', headline: { number: { text: '€1,000' } } });
	expect(forecast?.kind === 'forecast' && forecast.parts.map(({ id, number }) => [id, number.text])).toEqual([['won', '€0'], ['commit', '€800'], ['best_case', '€0'], ['pipeline', '€200']]);
	expect(rowsOf(pipeline, 'expected')).toEqual([['2026-10-15', 'Eta', 'Acme', 'Ana', 800, 'Offer', 'commit'], ['2026-10-20', 'Theta', null, 'Cy', 200, 'Demo', null]]);
	expect(said(pipeline)).toContain('€1,000 is expected to close in October 2026, 50% of a target of €2,000.');
	expect(said(pipeline)).toContain('1 open deal, worth €90, was expected to close by now and has not.');
});

test('activity stands beside its result, and a floor that counts none says so', async () => {
	const none = (await review(floor(), '2026-09')).activity;
	expect(said(none)).toEqual(['No calls, meetings or proposals are known of September 2026. What is shown are results alone.']);
	expect(none.tables[0]?.columns.map(({ id }) => id)).toEqual(['who', 'team', 'deals_won', 'sales']);
	const calls = (month: string, count: number) => Array.from({ length: count }, () => call({ owner: bo, on: `${month}-04` }));
	const given = floor({ activities: [...calls('2026-06', 20), ...calls('2026-07', 20), ...calls('2026-08', 20), ...calls('2026-09', 5)], proposals: [proposal({ owner: ana, on: '2026-09-04' })], meetings: [booked({ by: bo, owner: ana, on: '2026-09-03', status: 'held', held_at: '2026-09-04' })] });
	const { activity } = await review(given, '2026-09');
	expect(activity.tables[0]?.columns.map(({ id }) => id)).toEqual(['who', 'team', 'calls_made', 'meetings_held', 'proposals_sent', 'deals_won', 'sales']);
	expect(rowsOf(activity, 'activity')).toContainEqual(['Bo', 'North', 5, 0, 0, 0, 0]);
	expect(said(activity)).toContain('Bo: Calls made 5, 75% less than the average of the three months before, 20.');
});

test('months before any facts, months that run, teams and people: every section is there, in either language, and compares nothing that is not known', async () => {
	for (const locale of ['en', 'sv']) {
		const given = floor({ locale });
		for (const month of ['2020-01', '2026-06', '2026-10']) {
			for (const scope of ['company', 'team:South', `person:${bo}`]) {
				const sections = Object.values(await review(given, month, scope));
				expect(sections).toHaveLength(6);
				for (const section of sections) {
					expect(section.panels.length).toBeGreaterThan(0);
					expect(section.findings.length).toBeLessThanOrEqual(3);
					expect(JSON.stringify(section)).not.toMatch(/NaN|Infinity|undefined|\{[a-z]+\}/i);
					for (const text of said(section)) expect(text).not.toMatch(/[–]|null/);
				}
			}
		}
	}
});
