/** Over any sequence of pushes, repetitions, reversals, deletions, looks and kills: each deal at most once, and only one that was won live. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ana, type Row } from '../../support/wall.ts';
import { givenFloor } from './support.ts';

const ids = Array.from({ length: 14 }, (_, index) => `D-${index}`);
// Few, so that something happens to each.
const someIds = (most: number) => fc.subarray(ids.slice(0, 5), { minLength: 1, maxLength: most });

type Step =
	| { do: 'push'; ids: string[]; status: 'open' | 'won' | 'lost'; isOld: boolean; isFile: boolean; amount: number }
	| { do: 'repeat' }
	| { do: 'delete'; ids: string[] }
	| { do: 'target'; value: number }
	| { do: 'look' }
	| { do: 'kill' }
	| { do: 'wait'; minutes: number };

const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 8, arbitrary: fc.record({ do: fc.constant('push' as const), ids: fc.oneof({ weight: 5, arbitrary: someIds(3) }, { weight: 1, arbitrary: fc.constant(ids) }), status: fc.constantFrom('won' as const, 'won' as const, 'open' as const, 'lost' as const), isOld: fc.boolean(), isFile: fc.integer({ min: 0, max: 4 }).map((dice) => dice === 0), amount: fc.integer({ min: 0, max: 9 }) }) },
	{ weight: 2, arbitrary: fc.constant({ do: 'repeat' as const }) },
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), ids: someIds(3) }) },
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('target' as const), value: fc.integer({ min: 1, max: 40 }) }) },
	{ weight: 5, arbitrary: fc.constant({ do: 'look' as const }) },
	{ weight: 2, arbitrary: fc.constant({ do: 'kill' as const }) },
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(1, 4, 11, 50) }) },
);

/** What a deal's first winning was. */
interface FirstWon {
	at: number;
	isLive: boolean;
	isLookedAt: boolean;
}

test('each deal is celebrated at most once, and exactly those whose first winning was live and was seen in time', () => {
	let celebratedInAll = 0;
	let withdrawnInAll = 0;
	let targetsInAll = 0;
	fc.assert(
		fc.property(fc.array(step, { minLength: 10, maxLength: 30 }), (steps) => {
			const given = givenFloor({ stays: true });
			given.target(`person:${ana}`, '2026-09', 8);
			given.look();
			const lines = new Set<string>();
			let minute = 0;
			let stamp = 0;
			const isWon = new Map<string, boolean>();
			const first = new Map<string, FirstWon>();
			const celebrated = new Map<string, number>();
			const withdrawn = new Set<string>();
			let last: (() => void) | null = null;
			const updated = (): string => Temporal.Instant.from('2026-09-01T00:00:00Z').add({ seconds: (stamp += 1) }).toString();

			const look = (): void => {
				const expected = ids.filter((id) => {
					const won = first.get(id);
					return won && !won.isLookedAt && won.isLive && isWon.get(id) && minute - won.at <= 10;
				});
				for (const won of first.values()) won.isLookedAt = true;
				const told = given.look();
				// Targets and streaks, too.
				for (const line of told) {
					expect(lines.has(line), `${line}, again`).toBe(false);
					lines.add(line);
					if (line.startsWith('celebrate target:')) targetsInAll += 1;
				}
				const now = told.flatMap((line) => (line.startsWith('celebrate deal:crm/') ? [line.slice('celebrate deal:crm/'.length)] : []));
				for (const id of now) {
					// One that was not won when it was first looked at may be celebrated after a kill; one that was not won live never.
					expect(first.get(id)?.isLive, `${id} was not won live`).toBe(true);
					expect(celebrated.has(id), `${id} is celebrated again`).toBe(false);
					celebrated.set(id, minute);
				}
				for (const id of expected) expect(now, `${id} is missing`).toContain(id);
				for (const id of told.flatMap((line) => (line.startsWith('withdraw deal:crm/') ? [line.slice('withdraw deal:crm/'.length)] : []))) {
					expect([isWon.get(id), celebrated.has(id), withdrawn.has(id)]).toEqual([false, true, false]);
					withdrawn.add(id);
				}
				for (const [id, at] of celebrated) if (!isWon.get(id) && minute - at < 60 && !withdrawn.has(id)) throw new Error(`${id} is not taken back`);
			};

			for (const each of steps) {
				switch (each.do) {
					case 'push': {
						const { status, isOld, isFile, amount } = each;
						const closed = status === 'open' ? undefined : isOld ? '2026-02-03' : '2026-09-15';
						const deals: Row[] = each.ids.map((external_id) => ({ external_id, status, closed, amount, owner: ana, updated: updated() }));
						const newly = status === 'won' ? each.ids.filter((id) => !first.has(id)) : [];
						const wonNow = status === 'won' ? each.ids.filter((id) => !isWon.get(id)).length : 0;
						for (const id of newly) first.set(id, { at: minute, isLive: !isFile && !isOld && wonNow <= 10, isLookedAt: false });
						for (const id of each.ids) isWon.set(id, status === 'won');
						last = () => void given.push({ ...(isFile ? { file: true } : {}), deals });
						last();
						break;
					}
					case 'repeat':
						last?.();
						break;
					case 'delete':
						given.push({ deleted: each.ids.map((external_id) => ({ entity: 'deals', external_id, updated: updated() })) });
						for (const id of each.ids) isWon.set(id, false);
						break;
					case 'target':
						given.target(`person:${ana}`, '2026-09', each.value);
						break;
					case 'look':
						look();
						break;
					case 'kill':
						given.restart();
						look();
						break;
					case 'wait':
						// As the server does: it looks when something was written, and nothing waits for hours.
						minute += each.minutes;
						given.pass(each.minutes);
						break;
				}
			}
			look();
			const on = given.noted();
			for (const id of celebrated.keys()) expect(on[`deal:crm/${id}`]).toBe(withdrawn.has(id) ? 'withdrawn' : 'celebrated');
			celebratedInAll += celebrated.size;
			withdrawnInAll += withdrawn.size;
			void given.close();
		}),
		{ numRuns: 100 },
	);
	// What never happens proves nothing.
	expect(celebratedInAll).toBeGreaterThan(50);
	expect(withdrawnInAll).toBeGreaterThan(5);
	expect(targetsInAll).toBeGreaterThan(3);
}, 60_000);
