/** What changed since a close: exact, net, one line a fact. */
import { describe, expect, test } from 'vitest';
import { factEntities } from '../../../server/facts/schema.ts';
import { momentsOf } from '../../../server/facts/streams.ts';
import { countedAt } from '../../../server/review/seen-facts.ts';
import { reviewClosesWords } from '../../../shared/words/review-closes.ts';
import { ana, bo, booked, call, cy, givenWall, lost, open, people, won, type GivenWall } from '../../support/wall.ts';
import { deskOf } from '../../support/corrections.ts';
import { changes, close, givenJune, now } from './support.ts';

const lines = async (given: GivenWall) => ((await changes(given)).facts ?? []).map(({ how, externalId, label, changes: told }) => [how, externalId, label, ...told]).sort();
const june = (deal: Record<string, unknown> = {}) => ({ external_id: 'D-1', name: 'Acme 50 seats', owner: ana, status: 'won', closed: '2026-06-14', amount: 1_000, account: 'Acme', ...deal });

test('three facts changed, one deleted and one added are exactly five lines, each with what is otherwise', async () => {
	const given = givenJune();
	given.push({ deals: [won({ external_id: 'D-5', owner: ana, on: '2026-06-25', amount: 300, account: 'Dorn' })] });
	await close(given);
	given.at('2026-07-11T10:00');
	given.push({
		deals: [june({ amount: 1_200 }), june({ external_id: 'D-2', name: undefined, account: 'Bolt', owner: ana, closed: '2026-06-20', amount: '500.00', product: 'GTX' }), { external_id: 'D-5', owner: ana, status: 'won', closed: '2026-07-02', amount: 300, account: 'Dorn' }, won({ external_id: 'D-6', owner: cy, on: '2026-06-30', amount: '12.50', account: 'Echo' }), won({ owner: cy, on: '2026-07-05', amount: 3 })],
		deleted: [{ entity: 'meetings', external_id: 'M-1', at: '2026-07-11T09:00' }],
	});
	expect(await lines(given)).toEqual([
		['added', 'D-6', 'Deal Echo, won Jun 30, 2026', 'amount: €12.50', 'owner: Cy', 'status: won'],
		['changed', 'D-1', 'Deal Acme 50 seats, won Jun 14, 2026', 'amount: €1,000 → €1,200'],
		['changed', 'D-2', 'Deal Bolt, won Jun 20, 2026', 'product: – → GTX'],
		['changed', 'D-5', 'Deal Dorn, won Jun 25, 2026', 'closed: Jun 25, 2026 → Jul 2, 2026'],
		['deleted', 'M-1', 'Meeting M-1, Jun 5, 2026', 'booked by: Bo', 'kind: meeting'],
	]);
	const { facts, more, figures } = await changes(given);
	expect([facts?.[0]?.author, facts?.[0]?.at, facts?.[0]?.atText, more]).toEqual(['crm', '2026-07-11T08:00:00Z', 'Jul 11, 2026 10:00', 0]);
	expect(figures.map(({ metric, then, now: is }) => [metric, then, is])).toEqual([
		['sales', '€1,800', '€1,712.50'],
		['average_deal_size', '€600', '€570.83'],
		['meetings_booked', '1', '0'],
	]);
});

describe('a line is there only where the month sees something else', () => {
	test('changed and changed back, added and deleted, and what has no time in the month are none', async () => {
		const given = givenJune();
		await close(given);
		given.push({ deals: [june({ amount: 5 }), won({ external_id: 'D-9', owner: ana, on: '2026-06-01', amount: 1 }), { external_id: 'D-4', owner: cy, status: 'won', closed: '2026-07-03', amount: 1 }] });
		expect(await lines(given)).toHaveLength(2);
		given.push({ deals: [june()], deleted: [{ entity: 'deals', external_id: 'D-9', at: '2026-07-10T08:00' }] });
		expect(await lines(given)).toEqual([]);
	});

	test('who has a deal once it is won is none: the credit stays', async () => {
		const given = givenJune();
		await close(given);
		given.push({ deals: [june({ owner: cy })] });
		expect(await lines(given)).toEqual([]);
	});

	test('a deal created in the month and won later is none, unless its owner is another; deleted it was seen', async () => {
		const given = givenJune();
		await close(given);
		const core = { external_id: 'D-3', owner: ana, created: '2026-06-03', account: 'Core' };
		given.push({ deals: [{ ...core, status: 'won', closed: '2026-07-08', amount: 90 }] });
		expect(await lines(given)).toEqual([]);
		given.push({ deals: [{ ...core, owner: cy, status: 'won', closed: '2026-07-08', amount: 90, changed: '2026-07-01' }] });
		given.push({ deals: [{ ...core, status: 'won', closed: '2026-06-28', amount: 90 }] });
		expect((await lines(given)).map(([how, id, , ...told]) => [how, id, ...told])).toEqual([['changed', 'D-3', 'closed: – → Jun 28, 2026', 'status: open → won']]);
		given.push({ deleted: [{ entity: 'deals', external_id: 'D-3', at: '2026-07-10T08:30' }] });
		expect((await lines(given)).map(([how, id]) => [how, id])).toEqual([['deleted', 'D-3']]);
	});

	test('a deal that was open before the month and through it counts as seen when it goes, comes, or turns out to have been lost before', async () => {
		const given = givenWall({ now, people: [...people], deals: [open({ external_id: 'D-1', owner: ana, created: '2026-03-01', amount: 7 }), open({ external_id: 'D-2', owner: ana, created: '2026-03-01', amount: 7 })] });
		await close(given);
		given.push({ deals: [lost({ external_id: 'D-1', owner: ana, created: '2026-03-01', on: '2026-05-30', amount: 7 }), open({ external_id: 'D-3', owner: cy, created: '2026-04-01', amount: 9 })], deleted: [{ entity: 'deals', external_id: 'D-2', at: '2026-07-10T08:30' }] });
		expect((await lines(given)).map(([how, id, , ...told]) => [how, id, ...told])).toEqual([
			['added', 'D-3', 'amount: €9', 'owner: Cy'],
			['changed', 'D-1', 'closed: – → May 30, 2026', 'status: open → lost'],
			['deleted', 'D-2', 'amount: €7', 'owner: Ana'],
		]);
	});

	test('what ops correct or leave out is told with who did it', async () => {
		const given = givenJune();
		await close(given);
		const desk = deskOf(given);
		desk.correct('D-1', { amount: '1100' });
		desk.exclude('D-2');
		const { facts } = await changes(given);
		expect(facts?.map(({ how, externalId, author, changes: told }) => [how, externalId, author, told[0]]).sort()).toEqual([['changed', 'D-1', 'ops', 'amount: €1,000 → €1,100'], ['deleted', 'D-2', 'ops', 'amount: €500']]);
	});

	test('meetings, activities and others have lines of their own', async () => {
		const given = givenJune();
		await close(given);
		given.push({
			meetings: [booked({ external_id: 'M-1', by: bo, owner: ana, on: '2026-06-05', scheduled_for: '2026-06-09', status: 'held' })],
			activities: [call({ external_id: 'C-1', owner: bo, on: '2026-06-05', outcome: 'connected' }), call({ external_id: 'C-2', owner: bo, on: '2026-07-01' })],
			leads: [{ external_id: 'L-1', owner: bo, created: '2026-06-02' }],
			surveys: [{ external_id: 'S-1', account: 'Acme', on: '2026-06-02', satisfied: true }],
		});
		expect((await lines(given)).map(([how, id]) => [how, id])).toEqual([['added', 'L-1'], ['changed', 'C-1'], ['changed', 'M-1']]);
	});
});

test('what ops changed of the month since is told in sentences, what they changed of other months is not', async () => {
	const given = givenJune();
	await close(given);
	given.at('2026-07-11T10:00');
	given.target('team:North', '2026-06', 2_500);
	given.target('team:North', '2026-07', 2_500);
	given.at('2026-07-11T11:00');
	given.wall.journal.apply('team renamed', { team: 1, name: 'Far North' }, given.head());
	expect((await changes(given)).ops).toEqual([
		{ text: expect.stringContaining('Far North'), at: '2026-07-11T09:00:00Z', author: 'ops' },
		{ text: 'Target of Sales, Far North: €2,000 → €2,500', at: '2026-07-11T08:00:00Z', author: 'ops' },
	]);
});

test('every moment of a fact is known to what a month sees, and every column has a word', () => {
	const others: Record<string, string> = { owner_key: 'owner', closer_key: 'owner', sdr_key: 'sdr', booker_key: 'booker', due_key: 'due', credited_key: 'credited', deal: 'deal_of' };
	for (const entity of factEntities) {
		for (const { day } of momentsOf(entity)) expect([entity, day, Object.keys(countedAt[entity]).includes(day)]).toEqual([entity, day, true]);
		for (const [day, columns] of Object.entries(countedAt[entity])) for (const column of [day, ...columns]) expect(Object.keys(reviewClosesWords.en)).toContain(others[column] ?? column);
	}
});

test('the list is cut at 200, with how many more there are', async () => {
	const given = givenJune();
	await close(given);
	given.push({ activities: Array.from({ length: 230 }, (_, index) => call({ external_id: `X-${index}`, owner: bo, on: '2026-06-11' })) });
	const { facts, more } = await changes(given);
	expect([facts?.length, more]).toEqual([200, 30]);
});
