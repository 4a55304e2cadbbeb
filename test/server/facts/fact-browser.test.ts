/** All facts are found by kind, words, person, source, day and import, newest first, page by page; each says who wrote it and when. */
import { expect, test } from 'vitest';
import type { FactPage } from '../../../shared/why-api.ts';
import { account, ana, bo, booked, call, givenWall, open, people, proposal, won, type GivenWall } from '../../support/wall.ts';
import { factListQuery } from '../../../server/facts/fact-browser.ts';
import { parseQuery } from '../../../server/http/route.ts';

const list = ({ wall }: GivenWall, query: Record<string, string>): FactPage => wall.factBrowser.list(parseQuery(factListQuery, query));
const ids = ({ facts }: FactPage): string[] => facts.map(({ externalId }) => externalId);

const given = (): GivenWall => {
	const wall = givenWall({
		people: [...people],
		deals: [won({ external_id: 'D-1', name: 'Big one', account: 'Åkeri AB', owner: ana, on: '2026-09-03', amount: '12.50' }), open({ external_id: 'D-2', owner: bo, created: '2026-09-07' }), open({ external_id: 'D-3', owner: 'Zoe' })],
		meetings: [booked({ external_id: 'M-1', on: '2026-09-04T10:00:00+02:00', by: bo, kind: 'demo' })],
		activities: [call({ external_id: 'C-1', on: '2026-09-01', owner: ana, outcome: 'busy' }), call({ external_id: 'C-2', on: '2026-09-02', owner: bo }), call({ external_id: 'C-3', on: '2026-09-02', owner: 'Zoe' })],
		proposals: [proposal({ external_id: 'P-1', on: '2026-09-05', owner: ana, deal: 'D-1' })],
		accounts: [account({ external_id: 'A-1', on: '2026-08-05', owner: ana }), account({ external_id: 'A-2', name: 'Bolt', on: null })],
	});
	wall.wall.push({ source: 'calls.csv', activities: [call({ external_id: 'X-1', on: '2026-09-03', owner: ana })] }, 'eva', 7);
	return wall;
};

test('newest first, of each kind, without a day last', () => {
	const wall = given();
	expect(ids(list(wall, { entity: 'deals' }))).toEqual(['D-2', 'D-1', 'D-3']);
	expect(ids(list(wall, { entity: 'accounts' }))).toEqual(['A-1', 'A-2']);
	expect(list(wall, { entity: 'meetings' }).facts).toEqual([{ entity: 'meetings', source: 'crm', externalId: 'M-1', name: null, account: null, kind: 'demo', outcome: 'scheduled', day: '2026-09-04', at: '2026-09-04T10:00:00+02:00', person: { handle: bo, name: 'Bo' }, owner: bo, amount: null }]);
	expect(list(wall, { entity: 'proposals' })).toMatchObject({ count: 1, isPartial: false, older: null, sources: ['calls.csv', 'crm'] });
});

test('by words, person, source, day and import, and by several at once', () => {
	const wall = given();
	expect(ids(list(wall, { entity: 'deals', q: 'ÅKERI ana' }))).toEqual(['D-1']);
	expect(ids(list(wall, { entity: 'activities', q: 'busy' }))).toEqual(['C-1']);
	expect(ids(list(wall, { entity: 'activities', person: 'unassigned' }))).toEqual(['C-3']);
	expect(ids(list(wall, { entity: 'activities', person: ana }))).toEqual(['X-1', 'C-1']);
	expect(ids(list(wall, { entity: 'activities', person: ana, source: 'crm' }))).toEqual(['C-1']);
	expect(ids(list(wall, { entity: 'activities', from: '2026-09-02', to: '2026-09-02' }))).toEqual(['C-3', 'C-2']);
	expect(ids(list(wall, { entity: 'activities', import: '7' }))).toEqual(['X-1']);
	expect(ids(list(wall, { entity: 'deals', import: '7' }))).toEqual([]);
	expect(() => list(wall, { entity: 'deals', person: 'nobody@x.example' })).toThrow('nobody is known as');
	expect(() => list(wall, { entity: 'deals', from: 'yesterday' })).toThrow('expected a date');
});

test('page by page every fact is there once, whatever is asked for', () => {
	const wall = given();
	for (const query of [{}, { q: 'c' }, { person: ana }, { source: 'crm' }]) {
		for (const entity of ['activities', 'deals', 'accounts']) {
			const whole = list(wall, { entity, ...query });
			const pages: string[] = [];
			for (let before: string | null = ''; before !== null; ) {
				const page: FactPage = list(wall, { entity, limit: '1', ...query, ...(before === '' ? {} : { before }) });
				pages.push(...ids(page));
				before = page.older;
			}
			expect(pages).toEqual(ids(whole));
			expect(whole.count).toBe(pages.length);
		}
	}
});

test('a fact tells what its source said, what became of a deal, and who wrote it when', () => {
	const wall = given();
	wall.at('2026-09-15T10:00');
	wall.push({ deals: [won({ external_id: 'D-2', owner: ana, created: '2026-09-07', on: '2026-09-10', amount: 70, stage: 'signed' })] });
	const trail = wall.wall.factBrowser.trail({ entity: 'deals', source: 'crm', id: 'D-2' });
	expect(trail).toMatchObject({ kind: 'won', amount: 70, person: { name: 'Ana' }, fields: { owner: 'Ana', stage: 'signed', closed: '2026-09-10', created: '2026-09-07' } });
	expect(trail.history).toMatchObject([{ day: '2026-09-07', status: 'open', owner: 'Bo' }, { day: '2026-09-10', status: 'won', amount: 70, owner: 'Ana' }]);
	expect(trail.written).toMatchObject([{ author: 'key', import: null, isByHand: false, at: '2026-09-15T08:00:00Z' }, { author: 'key', at: '2026-09-15T07:00:00Z' }]);
	expect(wall.wall.factBrowser.trail({ entity: 'activities', source: 'calls.csv', id: 'X-1' }).written).toMatchObject([{ author: 'eva', import: 7 }]);
	expect(() => wall.wall.factBrowser.trail({ entity: 'deals', source: 'crm', id: 'none' })).toThrow('There is no such fact.');
});

test('[M17] a fact that does not count, for another source was chosen, says so', async () => {
	const wall = given();
	expect(list(wall, { entity: 'activities', import: '7' }).facts[0]?.countsNot).toBeUndefined();
	await wall.wall.money.setAuthority({ of: 'activities', source: 'crm' }, 'ops');
	expect(list(wall, { entity: 'activities', import: '7' }).facts[0]?.countsNot).toBe(true);
	expect(wall.wall.factBrowser.trail({ entity: 'activities', source: 'calls.csv', id: 'X-1' })).toMatchObject({ countsNot: true });
	expect(list(wall, { entity: 'activities', person: ana, source: 'crm' }).facts[0]?.countsNot).toBeUndefined();
	wall.wall.push({ source: 'calls.csv', deals: [won({ external_id: 'X-2', on: '2026-09-03', owner: ana })] }, 'eva', 8);
	await wall.wall.money.setAuthority({ of: 'deals', source: 'crm' }, 'ops');
	const { facts } = wall.wall.corrections.search({ entity: 'deals' });
	expect(facts.filter(({ countsNot }) => countsNot).map(({ externalId }) => externalId)).toEqual(['X-2']);
});
