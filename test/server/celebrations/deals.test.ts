/** Deals won: each once ever, and only when that was live. */
import { describe, expect, test } from 'vitest';
import { usualRules, type CelebrationRules } from '../../../shared/celebration.ts';
import { ana, won, type Row } from '../../support/wall.ts';
import { givenFloor, type GivenFloor } from './support.ts';

const today = '2026-09-15T09:41:00+02:00';
const deal = (id: string, more: Row = {}): Row => ({ external_id: id, owner: ana, status: 'won', closed: today, amount: '1200', account: 'Acme', ...more });
const set = (given: GivenFloor, deals: Partial<CelebrationRules['deals']>): void => given.wall.journal.apply('celebrations set', { ...usualRules, deals: { ...usualRules.deals, ...deals } }, given.head()) ?? undefined;

describe('a deal that is won', () => {
	test('is celebrated, once, with whose it is and what', () => {
		const given = givenFloor();
		expect(given.live({ deals: [deal('D-1')] })).toEqual(['celebrate deal:crm/D-1']);
		expect(given.views()).toMatchObject([{ kind: 'deal', title: 'Deal won', name: 'Ana', initials: 'A', number: { text: '€1,200' }, detail: 'Acme · new business', meaning: '', quiet: false, at: given.ms('2026-09-15T10:00') }]);
		expect(given.live({ deals: [deal('D-1')] })).toEqual([]);
		expect(given.look()).toEqual([]);
	});

	test('by an update of an open one is celebrated too', () => {
		const given = givenFloor({ deals: [deal('D-1', { status: 'open', closed: undefined })] });
		expect(given.live({ deals: [deal('D-1', { status: 'open', closed: undefined, stage: 'Verbal' })] })).toEqual([]);
		expect(given.live({ deals: [deal('D-1')] })).toEqual(['celebrate deal:crm/D-1']);
	});

	test('five in one push are five', () => {
		const given = givenFloor();
		expect(given.live({ deals: ['D-3', 'D-1', 'D-2'].map((id) => deal(id)) }).sort()).toEqual(['celebrate deal:crm/D-1', 'celebrate deal:crm/D-2', 'celebrate deal:crm/D-3']);
	});

	test('by a correction by hand is celebrated when it makes it won today', () => {
		const given = givenFloor({ deals: [deal('D-1', { status: 'open', closed: undefined })] });
		given.look();
		const seen = Number(given.db.prepare('SELECT entry FROM deal').pluck().get());
		given.wall.journal.apply('fact corrected', { entity: 'deals', source: 'crm', externalId: 'D-1', fields: { status: 'won', closed: '2026-09-15' }, reason: 'signed', seen }, given.head());
		expect(given.look()).toEqual(['celebrate deal:crm/D-1']);
	});

	test('whose amount rises later is not celebrated again', () => {
		const given = givenFloor();
		given.live({ deals: [deal('D-1')] });
		expect(given.live({ deals: [deal('D-1', { amount: '90000' })] })).toEqual([]);
	});

	test('late in the evening and told after midnight is celebrated', () => {
		const given = givenFloor({ now: '2026-09-16T00:10' });
		expect(given.live({ deals: [deal('D-1', { closed: '2026-09-15T23:50:00+02:00' }), deal('D-2', { closed: '2026-09-15T11:00:00+02:00' }), deal('D-3', { closed: '2026-09-15' })] })).toEqual(['celebrate deal:crm/D-1']);
	});
});

describe('nothing is celebrated', () => {
	test('of 500 old deals pushed by the API, of the same pushed again, of a re-dated one, over two restarts', () => {
		const given = givenFloor();
		const deals = Array.from({ length: 500 }, (_, index) => deal(`D-${index}`, { closed: `2026-0${1 + (index % 8)}-11T09:00:00Z` }));
		expect(given.live({ deals })).toEqual([]);
		given.restart();
		expect(given.look()).toEqual([]);
		expect(given.live({ deals })).toEqual([]);
		given.restart();
		expect(given.look()).toEqual([]);
		expect(given.live({ deals: deals.slice(0, 3).map((row) => ({ ...row, amount: '99999' })) })).toEqual([]);
		expect(given.live({ deals: [deal('D-1')] })).toEqual([]);
		expect(Object.values(given.noted())).not.toContain('celebrated');
	});

	test('of a file import, also of today’s deals', () => {
		const given = givenFloor();
		given.wall.push({ source: 'sheet', file: true, deals: [deal('D-1')] }, 'key');
		expect(given.look()).toEqual([]);
		expect(given.noted()).toEqual({ 'deal:sheet/D-1': 'left' });
		// Nor later, when the same deal comes live.
		given.wall.push({ source: 'sheet', deals: [deal('D-1', { amount: '5000' })] }, 'key');
		expect(given.look()).toEqual([]);
	});

	test('of eleven won in one push, and of ten all ten', () => {
		const given = givenFloor();
		const some = (count: number, name: string) => Array.from({ length: count }, (_, index) => deal(`${name}-${index}`));
		expect(given.live({ deals: some(11, 'A') })).toEqual([]);
		expect(given.live({ deals: some(10, 'B') })).toHaveLength(10);
	});

	test('of a back-fill some of which is written again before anybody looked', () => {
		const given = givenFloor();
		const deals = Array.from({ length: 11 }, (_, index) => deal(`D-${index}`));
		given.push({ deals });
		expect(given.live({ deals: deals.slice(0, 8).map((row) => ({ ...row, amount: '7' })) })).toEqual([]);
	});

	test('of a back-fill some of which is deleted before anybody looked', () => {
		const given = givenFloor();
		given.push({ deals: Array.from({ length: 11 }, (_, index) => deal(`D-${index}`)) });
		expect(given.live({ deleted: [{ entity: 'deals', external_id: 'D-1' }] })).toEqual([]);
	});

	test('of an old deal re-dated to today before anybody looked', () => {
		const given = givenFloor();
		given.push({ deals: [deal('D-1', { closed: '2026-03-02' })] });
		expect(given.live({ deals: [deal('D-1')] })).toEqual([]);
	});

	test('of a deal won long ago, opened again and won today', () => {
		const given = givenFloor({ deals: [deal('D-1', { closed: '2026-03-02' })] });
		expect(given.live({ deals: [deal('D-1', { status: 'open', closed: undefined })] })).toEqual([]);
		expect(given.live({ deals: [deal('D-1')] })).toEqual([]);
	});

	test('on a database that had deals before there were celebrations', () => {
		const given = givenFloor();
		given.push({ deals: [deal('D-1')] });
		// As the migration leaves it.
		given.db.exec('DELETE FROM celebration; UPDATE celebration_look SET entry = (SELECT max(id) FROM entry)');
		given.restart();
		expect(given.look()).toEqual([]);
		expect(given.live({ deals: [deal('D-1', { amount: '5' })] })).toEqual([]);
		expect(given.live({ deals: [deal('D-2')] })).toEqual(['celebrate deal:crm/D-2']);
	});

	test('of a lost deal, and of a credit', () => {
		const given = givenFloor();
		expect(given.live({ deals: [deal('D-1', { status: 'lost' }), deal('D-2', { amount: '-300' })] })).toEqual([]);
	});
});

describe('what ops want', () => {
	test('a threshold leaves what is below it and what has no amount, also when it rises later', () => {
		const given = givenFloor();
		set(given, { threshold: 1000 });
		expect(given.live({ deals: [deal('D-1', { amount: '999.99' }), deal('D-2', { amount: '1000' }), deal('D-3', { amount: null }), deal('D-4', { amount: '5000', currency: 'SEK' })] })).toEqual(['celebrate deal:crm/D-2']);
		expect(given.live({ deals: [deal('D-1', { amount: '9000' }), deal('D-3', { amount: '9000' })] })).toEqual([]);
		set(given, { threshold: null });
		expect(given.live({ deals: [deal('D-1', { amount: '9001' })] })).toEqual([]);
		expect(given.live({ deals: [deal('D-5', { amount: null })] })).toEqual(['celebrate deal:crm/D-5']);
	});

	test('only the types chosen', () => {
		const given = givenFloor();
		set(given, { types: ['renewal'] });
		expect(given.live({ deals: [deal('D-1', { type: 'expansion' }), deal('D-2', { type: 'renewal' }), deal('D-3', { account: 'Bolt' })] })).toEqual(['celebrate deal:crm/D-2']);
	});

	test('none while it is off, nor when it is on again', () => {
		const given = givenFloor();
		set(given, { on: false });
		expect(given.live({ deals: [deal('D-1')] })).toEqual([]);
		set(given, { on: true });
		expect(given.look()).toEqual([]);
		expect(given.live({ deals: [deal('D-1', { amount: '5' })] })).toEqual([]);
	});
});

describe('a restart', () => {
	test('celebrates what was acknowledged just before, and nothing twice', () => {
		const given = givenFloor();
		given.push({ deals: [deal('D-1')] });
		given.restart();
		given.pass(9);
		expect(given.look()).toEqual(['celebrate deal:crm/D-1']);
		given.restart();
		expect(given.look()).toEqual([]);
		expect(given.wall.celebrations.recent().map(({ id }) => id)).toEqual(['deal:crm/D-1']);
	});

	test('more than ten minutes later it is over, for ever', () => {
		const given = givenFloor();
		given.push({ deals: [deal('D-1')] });
		given.restart();
		given.pass(11);
		expect(given.look()).toEqual([]);
		expect(given.noted()).toEqual({ 'deal:crm/D-1': 'left' });
		expect(given.live({ deals: [deal('D-1', { amount: '3' })] })).toEqual([]);
	});
});

describe('taken back', () => {
	const reversals: [string, (given: GivenFloor) => void][] = [
		['lost', (given) => void given.push({ deals: [deal('D-1', { status: 'lost' })] })],
		['open again', (given) => void given.push({ deals: [deal('D-1', { status: 'open', closed: undefined })] })],
		['deleted', (given) => void given.push({ deleted: [{ entity: 'deals', external_id: 'D-1' }] })],
		[
			'left out by hand',
			(given) => {
				const seen = Number(given.db.prepare('SELECT entry FROM deal').pluck().get());
				given.wall.journal.apply('fact excluded', { entity: 'deals', source: 'crm', externalId: 'D-1', reason: 'a test', seen }, given.head());
			},
		],
	];
	test.each(reversals)('within the hour when it is %s, and never celebrated again', (_what, reverse) => {
		const given = givenFloor();
		given.live({ deals: [deal('D-1')] });
		given.pass(59);
		reverse(given);
		expect(given.look()).toEqual(['withdraw deal:crm/D-1']);
		expect(given.look()).toEqual([]);
		expect(given.noted()).toEqual({ 'deal:crm/D-1': 'withdrawn' });
		expect(given.wall.celebrations.recent()).toEqual([]);
		expect(given.live({ deals: [deal('D-1', { updated: '2026-09-15T12:00:00Z' })] })).toEqual([]);
	});

	test.each(reversals)('not after an hour: %s', (_what, reverse) => {
		const given = givenFloor();
		given.live({ deals: [deal('D-1')] });
		given.pass(61);
		reverse(given);
		expect(given.look()).toEqual([]);
	});

	test('not for a new owner or amount, and also after a restart', () => {
		const given = givenFloor();
		given.live({ deals: [deal('D-1')] });
		expect(given.live({ deals: [deal('D-1', { owner: 'cy@x.example', amount: '1' })] })).toEqual([]);
		given.restart();
		expect(given.look()).toEqual([]);
		expect(given.live({ deals: [deal('D-1', { status: 'lost' })] })).toEqual(['withdraw deal:crm/D-1']);
	});
});

test('a deal of nobody that is known is the floor’s, and a row of a won deal without type counts as new business', () => {
	const given = givenFloor();
	given.live({ deals: [won({ owner: undefined, on: today, external_id: 'D-9' })] });
	expect(given.views()).toMatchObject([{ name: 'North & Sons', initials: 'NS', number: null, detail: 'new business', photo: null }]);
});
