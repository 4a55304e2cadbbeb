/** Over any sequence of deals won, lost and deleted, looks and kills: a target never while it stands, and each time that it is really reached. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ana } from '../../support/wall.ts';
import { givenFloor } from './support.ts';

const goal = 10;
const goalId = 'target:sales:company:2026-09';
const ids = ['A', 'B', 'C'];

type Step =
	| { do: 'push'; id: string; status: 'won' | 'lost'; amount: number; isFile: boolean }
	| { do: 'delete'; id: string }
	| { do: 'look' }
	| { do: 'kill' }
	| { do: 'wait'; minutes: number };

const id = fc.constantFrom(...ids);
const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 8, arbitrary: fc.record({ do: fc.constant('push' as const), id, status: fc.constantFrom('won' as const, 'won' as const, 'lost' as const), amount: fc.integer({ min: 1, max: 9 }), isFile: fc.integer({ min: 0, max: 29 }).map((dice) => dice === 0) }) },
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), id }) },
	{ weight: 6, arbitrary: fc.constant({ do: 'look' as const }) },
	{ weight: 1, arbitrary: fc.constant({ do: 'kill' as const }) },
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(1, 4, 11, 50) }) },
);

test('a target is celebrated when live deals alone carry it over, again only after it was taken back, and then under another id', () => {
	const seen = { reached: 0, withdrawn: 0, again: 0 };
	fc.assert(
		fc.property(fc.array(step, { minLength: 10, maxLength: 40 }), (steps) => {
			const given = givenFloor({ stays: true });
			given.target('company', '2026-09', goal);
			given.look();
			let minute = 0;
			let stamp = 0;
			const sales = new Map<string, number>();
			const reached = { times: 0, at: 0, stands: false, isLeft: false };
			let sumBefore = 0;
			/** Since the last look: when the first push came, and whether all were live. */
			let since: { pushedAt: number | null; isLive: boolean } = { pushedAt: null, isLive: true };
			const updated = (): string => Temporal.Instant.from('2026-09-01T00:00:00Z').add({ seconds: (stamp += 1) }).toString();
			const wrote = (deal: string, amount: number, isLive: boolean): void => {
				sales.set(deal, amount);
				since = { pushedAt: since.pushedAt ?? minute, isLive: since.isLive && isLive };
			};

			const look = (): void => {
				const told = given.look().filter((line) => line.includes(goalId));
				const sum = [...sales.values()].reduce((all, one) => all + one, 0);
				const isLive = since.isLive && since.pushedAt !== null && minute - since.pushedAt <= 10;
				const nth = (times: number): string => `${goalId}${times < 2 ? '' : `#${times}`}`;
				if (reached.stands) {
					if (sum >= goal || minute - reached.at > 60) expect(told).toEqual([]);
					else if (minute - reached.at < 60) expect(told).toEqual([`withdraw ${nth(reached.times)}`]);
					if (told.length > 0) {
						seen.withdrawn += 1;
						reached.stands = false;
					}
				} else if (reached.isLeft || sum < goal) expect(told).toEqual([]);
				else if (isLive && sumBefore < goal) {
					expect(told).toEqual([`celebrate ${nth(reached.times + 1)}`]);
					seen.reached += 1;
					if (reached.times > 0) seen.again += 1;
					Object.assign(reached, { times: reached.times + 1, at: minute, stands: true });
				} else {
					expect(told).toEqual([]);
					reached.isLeft = true;
				}
				sumBefore = sum;
				since = { pushedAt: null, isLive: true };
			};

			for (const each of steps) {
				if (each.do === 'push') {
					const { id: external_id, status, amount, isFile } = each;
					given.push({ ...(isFile ? { file: true } : {}), deals: [{ external_id, status, amount, closed: '2026-09-15', owner: ana, updated: updated() }] });
					wrote(external_id, status === 'won' ? amount : 0, !isFile);
				} else if (each.do === 'delete') {
					given.push({ deleted: [{ entity: 'deals', external_id: each.id, updated: updated() }] });
					// What is not there is not deleted: nothing has come.
					if (sales.has(each.id)) wrote(each.id, 0, true);
					sales.delete(each.id);
				} else if (each.do === 'look') look();
				else if (each.do === 'wait') {
					minute += each.minutes;
					given.pass(each.minutes);
				} else {
					// What was seen before is known after it, since nothing is written between.
					look();
					given.restart();
					given.look();
				}
			}
			look();
			void given.close();
		}),
		{ numRuns: 100 },
	);
	// What never happens proves nothing.
	expect(seen.reached).toBeGreaterThan(10);
	expect(seen.withdrawn).toBeGreaterThan(2);
	expect(seen.again).toBeGreaterThan(0);
}, 60_000);
