/** Figures are kept until a fact changes them. A wall that has shown boards all along, and one that has just been started, say the same. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { silentLog } from '../../../server/log.ts';
import { metricIds, metricOf } from '../../../server/metrics/catalogue.ts';
import { readyMade } from '../../../server/panels/ready-made.ts';
import { createWall } from '../../../server/wall.ts';
import { batch, zone } from '../../support/floor-model.ts';
import { givenWall, people, won, type Rows } from '../../support/wall.ts';

const day = fc.integer({ min: 0, max: 70 }).map((days) => Temporal.PlainDate.from('2026-07-10').add({ days }).toString());
const moment = fc.tuple(day, fc.integer({ min: 0, max: 23 })).map(([on, hour]) => `${on}T${String(hour).padStart(2, '0')}:30:00-04:00`);
const id = fc.integer({ min: 1, max: 4 }).map(String);
const account = fc.constantFrom('Acme', 'Bolt');
const money: fc.Arbitrary<Rows> = fc.record({
	source: fc.constant('crm'),
	movements: fc.array(fc.record({ external_id: id, account, kind: fc.constantFrom('new', 'expansion', 'contraction', 'churn'), amount: fc.constantFrom('10', '25'), at: moment }), { maxLength: 2 }),
	surveys: fc.array(fc.record({ external_id: id, account, satisfied: fc.boolean(), at: moment }), { maxLength: 2 }),
	deals: fc.array(fc.record({ external_id: id, owner: fc.constantFrom('ana@x.example', 'bo@x.example'), account, amount: fc.constantFrom('100', '250'), stage: fc.constantFrom('Lead', 'Demo'), status: fc.constantFrom('open', 'open', 'lost'), created: moment }).map((deal) => ({ ...deal, ...(deal.status === 'open' ? {} : { closed: '2026-09-01' }) })), { maxLength: 2 }),
});
/** Facts arrive, dated before and after now; minutes, hours or days go by; somebody looks at an earlier moment. */
const step = fc.record({ rows: fc.oneof(batch, money), minutes: fc.constantFrom(0, 1, 1, 45, 400, 1440), earlier: fc.option(moment, { nil: null }) });

test('[M6] [M17] what is remembered is what is worked out anew, whatever arrives, is deleted, dated ahead or looked back at', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 8 }), async (steps) => {
			const { wall, db, push, at, close } = givenWall({ now: '2026-09-01T12:00', timeZone: zone, people: [...people], deals: [won({ on: '2026-08-03', amount: 5 })], stays: true });
			let now = Temporal.PlainDateTime.from('2026-09-01T12:00');
			try {
				for (const { rows, minutes, earlier } of steps) {
					push(rows);
					now = now.add({ minutes });
					at(now.toString());
					const epochMs = now.toZonedDateTime(zone).epochMilliseconds;
					const fresh = createWall({ db, log: silentLog, clock: { now: () => epochMs }, tickMs: 60_000, demo: false, build: 'test', version: '0' });
					for (const { id: board } of readyMade) {
						for (const asOf of [undefined, ...(earlier === null ? [] : [earlier])]) {
							const query = { board, ...(asOf === undefined ? {} : { asOf }) };
							const [known, anew] = [await wall.boardAt(query), await fresh.boardAt(query)];
							expect({ board, asOf, panels: known.panels }).toEqual({ board, asOf, panels: anew.panels });
						}
					}
					for (const metric of metricIds.filter((each) => metricOf(each).formula.kind !== 'derived')) {
						// A month that is over, and that later facts belong to all the same.
						const [known, anew] = [await wall.explain({ metric, period: '2026-08' }), await fresh.explain({ metric, period: '2026-08' })];
						expect({ metric, value: known.value }).toEqual({ metric, value: anew.value });
					}
				}
			} finally {
				await close();
			}
		}),
		{ numRuns: 12 },
	);
}, 240_000);

test('what comes later belongs to a month that is over where its figures say so', async () => {
	const call = (external_id: string, at: string) => ({ external_id, kind: 'call', direction: 'outbound', lead: 'L1', owner: 'ana@x.example', at });
	const given = givenWall({ now: '2026-09-02T09:00', people: [...people] });
	given.push({
		leads: [{ external_id: 'L1', owner: 'ana@x.example', created: '2026-08-30' }],
		activities: [call('a1', '2026-08-31T10:00:00+02:00')],
		meetings: [{ external_id: 'm1', owner: 'ana@x.example', booked_at: '2026-08-20', scheduled_for: '2026-08-28', status: 'rescheduled', moved_by: 'seller' }],
	});
	const august = async () => [await given.value('touches_per_prospect', { period: '2026-08' }), await given.value('value_per_lead', { period: '2026-08' }), await given.value('reschedule_loss_rate', { period: '2026-08' })];
	expect(await august()).toEqual([1, 0, 1]);
	given.push({ activities: [call('a2', '2026-09-02T08:30:00+02:00')] });
	given.push({ deals: [{ external_id: 'd1', owner: 'ana@x.example', lead: 'L1', status: 'won', amount: '90', created: '2026-09-01', closed: '2026-09-02' }] });
	given.push({ meetings: [{ external_id: 'm2', owner: 'ana@x.example', replaces: 'm1', booked_at: '2026-09-01', scheduled_for: '2026-09-04', status: 'scheduled' }] });
	expect(await august()).toEqual([2, 90, 0]);
});

test('[M12] the same time of the month before goes on with the time of today', async () => {
	const given = givenWall({ now: '2026-09-15T09:00', people: [...people] });
	given.push({
		leads: [{ external_id: 'L1', owner: 'ana@x.example', created: '2026-08-17T08:30:00+02:00', first_response: '2026-08-17T10:00:00+02:00' }],
		meetings: [{ external_id: 'm1', owner: 'ana@x.example', booked_at: '2026-08-14', scheduled_for: '2026-08-17T10:00:00+02:00', held_at: '2026-08-14T15:00:00+02:00', status: 'held' }],
		deals: [{ external_id: 'd1', owner: 'ana@x.example', status: 'won', amount: '90', created: '2026-08-01', closed: '2026-08-17T10:00:00+02:00' }],
	});
	const before = async () => Promise.all(['lead_response_time', 'meetings_upcoming', 'open_deals'].map(async (metric) => (await given.explain(metric)).previous?.value));
	const early = await before();
	given.at('2026-09-15T09:30');
	expect(await before()).toEqual(early);
	given.at('2026-09-15T10:30');
	expect([early, await before()]).toEqual([[null, 1, 1], [3_600, 0, 0]]);
});
