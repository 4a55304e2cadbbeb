/** [M1] Another time zone moves what has a time of day, and nothing else; there and back is where it was. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { account, ana, bo, booked, call, givenWall, open, people, proposal, rollupsOf, won, type GivenWall, type Row } from '../../support/wall.ts';

const moveTo = (wall: GivenWall, timeZone: string) => wall.wall.money.setTimeZone(timeZone, 'ops');
const byDay = (wall: GivenWall, metric: string) => wall.by(metric, 'day', { period: '2026-09' });

test('[M1] instants lie on the day they have in the new zone, dates alone stay on theirs', async () => {
	const wall = givenWall({ people: [...people], timeZone: 'Europe/Berlin' });
	// 23:30 in Berlin is 10:30 of the next day in Tongatapu (UTC+13), and 14:30 of the same in Los Angeles.
	const late = '2026-09-03T23:30:00+02:00';
	wall.push({
		deals: [won({ owner: ana, on: late, amount: 10 }), won({ owner: ana, on: '2026-09-03', amount: 100 })],
		meetings: [booked({ on: late, by: bo, owner: ana, status: 'held', scheduled_for: late }), booked({ on: '2026-09-03', by: bo, owner: ana, status: 'held', held_at: '2026-09-03' })],
		activities: [call({ on: late, owner: bo }), call({ on: '2026-09-03', owner: bo })],
		proposals: [proposal({ on: late, owner: ana }), proposal({ on: '2026-09-03', owner: ana })],
		accounts: [account({ on: late, owner: ana }), account({ on: '2026-09-03', owner: ana })],
	});
	const metrics = ['deals_won', 'meetings_booked', 'meetings_held', 'calls_made', 'proposals_sent', 'new_accounts'];
	for (const metric of metrics) expect(await byDay(wall, metric)).toEqual({ '2026-09-03': 2 });
	expect((await moveTo(wall, 'Pacific/Tongatapu')).touched).toBe(6);
	for (const metric of metrics) expect(await byDay(wall, metric)).toEqual({ '2026-09-03': 1, '2026-09-04': 1 });
	expect(await byDay(wall, 'sales')).toEqual({ '2026-09-03': 100, '2026-09-04': 10 });
	await moveTo(wall, 'America/Los_Angeles');
	for (const metric of metrics) expect(await byDay(wall, metric)).toEqual({ '2026-09-03': 2 });
	expect(wall.wall.workspace()?.timeZone).toBe('America/Los_Angeles');
});

test('[M16] the days of a sales cycle, an account’s first win and the rate of a closing follow the days', async () => {
	const wall = givenWall({ people: [...people], timeZone: 'Europe/Berlin' });
	await wall.wall.money.setRates({ currency: 'SEK', rates: [{ from: '2026-09-01', rate: '0.1' }, { from: '2026-09-04', rate: '0.2' }] }, 'ops');
	wall.push({
		deals: [
			won({ owner: ana, on: '2026-09-03T23:30:00+02:00', created: '2026-09-01T12:00:00+02:00', amount: 1000, currency: 'SEK', account: 'Acme' }),
			won({ owner: bo, on: '2026-09-04', created: '2026-09-04', amount: 1, account: 'Acme' }),
		],
	});
	expect(await wall.value('sales')).toBe(101);
	expect(await wall.by('new_customers', 'person')).toEqual({ [ana]: 1 });
	expect(await wall.value('sales_cycle_days')).toBe(1);
	await moveTo(wall, 'Pacific/Tongatapu');
	// Both on the 4th now: the one that came as a date alone was there from the day's beginning. Of the other three days have passed, not two.
	expect(await wall.value('sales')).toBe(201);
	expect(await wall.by('new_customers', 'person')).toEqual({ [bo]: 1 });
	expect(await wall.value('sales_cycle_days')).toBe(1.5);
});

test('[M13] what was open when: a state that holds from the beginning of a day begins with it in the new zone', async () => {
	const wall = givenWall({ people: [...people], timeZone: 'Europe/Berlin', now: '2026-09-10T12:00' });
	wall.push({ deals: [open({ owner: ana, amount: 100, created: '2026-09-03' }), open({ owner: ana, amount: 10, created: '2026-09-03T00:00:00+02:00' }), { external_id: 'W', status: 'won', owner: ana, amount: 1, created: '2026-09-01', closed: '2026-09-05' }] });
	const at = (instant: string) => wall.value('pipeline_value', { asOf: instant });
	// 22:30 of the 2nd in Berlin: nothing of the 3rd has begun, anywhere else it may have.
	expect(await at('2026-09-02T20:30:00Z')).toBe(1);
	await moveTo(wall, 'Pacific/Tongatapu');
	expect(await at('2026-09-02T20:30:00Z')).toBe(101);
	expect(await at('2026-09-02T23:00:00Z')).toBe(111);
	// The 5th has begun there at 11:00 of the 4th in London.
	expect(await at('2026-09-04T10:30:00Z')).toBe(111);
	expect(await at('2026-09-04T11:30:00Z')).toBe(110);
	// Only now it is taken back: the closing that came as a date is found in the new zone.
	wall.push({ deals: [{ external_id: 'W', status: 'won', owner: ana, amount: 1, created: '2026-09-01', closed: '2026-09-06' }] });
	expect(await at('2026-09-04T11:30:00Z')).toBe(111);
});

test('what is corrected moves as all else does, and so does what its source said', async () => {
	const wall = givenWall({ people: [...people], timeZone: 'Europe/Berlin', deals: [{ external_id: 'D', status: 'won', owner: ana, amount: 10, closed: '2026-09-03T23:30:00+02:00', product: 'A' }] });
	const seen = () => wall.wall.corrections.search({ entity: 'deals', source: 'crm', id: 'D' }).facts[0]?.seen ?? 0;
	const key = { entity: 'deals' as const, source: 'crm', externalId: 'D', reason: 'why' };
	const now = wall.ms('2026-09-15T09:00');
	wall.wall.corrections.correct({ kind: 'correct', ...key, seen: seen(), set: { product: 'B' } }, 'ops', now);
	await moveTo(wall, 'Pacific/Tongatapu');
	expect(await byDay(wall, 'sales')).toEqual({ '2026-09-04': 10 });
	// The same row again is no news.
	expect(wall.push({ deals: [{ external_id: 'D', status: 'won', owner: ana, amount: 10, closed: '2026-09-03T23:30:00+02:00', product: 'A' }] })).toMatchObject({ unchanged: 1, updated: 0 });
	wall.wall.corrections.correct({ kind: 'exclude', ...key, seen: seen() }, 'ops', now);
	expect((await wall.explain('sales', { period: '2026-09-04' })).note).toContain('left out');
	await moveTo(wall, 'Europe/Berlin');
	expect((await wall.explain('sales', { period: '2026-09-03' })).note).toContain('left out');
	wall.wall.corrections.correct({ kind: 'withdraw', ...key, seen: seen() }, 'ops', now);
	wall.wall.corrections.correct({ kind: 'withdraw', ...key, seen: seen() }, 'ops', now);
	expect(await byDay(wall, 'sales')).toEqual({ '2026-09-03': 10 });
});

test('a time that ops set without a zone is the instant that it was then', async () => {
	const wall = givenWall({ people: [...people], timeZone: 'Europe/Berlin' });
	wall.wall.corrections.correct({ kind: 'enter', entity: 'deals', reason: 'phone', set: { owner: ana, status: 'won', closed: '2026-09-03T23:30', amount: '4' } }, 'ops', wall.ms('2026-09-15T09:00'));
	await moveTo(wall, 'Pacific/Tongatapu');
	expect(await byDay(wall, 'sales')).toEqual({ '2026-09-04': 4 });
	expect(wall.wall.corrections.search({ entity: 'deals', source: 'by hand', id: 'H-3' }).facts[0]).toMatchObject({ now: { closed: '2026-09-04T10:30:00+13:00' }, byHand: { set: { closed: '2026-09-03T23:30:00+02:00' } } });
});

test('a change of zone is one entry, said and taken back; a zone that is none is nothing', async () => {
	const wall = givenWall({ people: [...people], timeZone: 'Europe/Berlin', deals: [won({ owner: ana, on: '2026-08-31T23:30:00+02:00', amount: 10 })] });
	const { consequences } = await moveTo(wall, 'Asia/Tokyo');
	expect(consequences).toContainEqual(expect.objectContaining({ metric: 'sales', scope: 'company', period: '2026-09', before: '€0', after: '€10' }));
	const [change] = wall.wall.changes.list({ of: 'settings' }).changes;
	expect(change).toMatchObject({ says: 'Time zone: Europe/Berlin → Asia/Tokyo', undo: { possible: true } });
	wall.wall.changes.undo(change?.entry ?? 0, 'ops');
	expect(await byDay(wall, 'sales')).toEqual({});
	expect(wall.wall.workspace()?.timeZone).toBe('Europe/Berlin');
});

test('an entry that is not kept leaves neither its zone nor its rates behind in memory', async () => {
	const wall = givenWall({ people: [...people], timeZone: 'Europe/Berlin', deals: [won({ owner: ana, on: '2026-08-31T23:30:00+02:00', amount: 10, currency: 'SEK' })] });
	wall.db.exec(`CREATE TRIGGER refuse BEFORE UPDATE ON deal BEGIN SELECT raise(ABORT, 'not now'); END`);
	await expect(moveTo(wall, 'Asia/Tokyo')).rejects.toThrow('not now');
	await expect(wall.wall.money.setRates({ currency: 'SEK', rates: [{ from: '2026-01-01', rate: '1' }] }, 'ops')).rejects.toThrow('not now');
	wall.db.exec('DROP TRIGGER refuse');
	expect(wall.wall.workspace()?.timeZone).toBe('Europe/Berlin');
	expect(wall.wall.money.state()).toMatchObject({ timeZone: 'Europe/Berlin', rates: [] });
});

const zones = ['Europe/Berlin', 'America/Santiago', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Pacific/Tongatapu', 'Pacific/Kiritimati', 'America/Los_Angeles', 'UTC'];
/** Around a change of the clocks in Berlin and Lord Howe, by the quarter of an hour. */
const instant = fc.integer({ min: 0, max: 400 }).map((quarter) => new Date(Date.UTC(2026, 9, 2) + quarter * 900_000).toISOString().replace('.000', ''));
const day = fc.integer({ min: 1, max: 6 }).map((number) => `2026-10-0${number}`);
const moment = fc.oneof(instant, day);
const step = fc.record({
	deal: fc.record({ external_id: fc.constantFrom('A', 'B', 'C', 'D'), status: fc.constantFrom('won', 'lost', 'open'), closed: moment, created: fc.oneof(moment, fc.constant(null)), changed: fc.oneof(moment, fc.constant(null)), amount: fc.integer({ min: 1, max: 99 }), owner: fc.constantFrom(ana, bo), account: fc.constantFrom('Acme', 'Bolt'), currency: fc.constantFrom('EUR', 'SEK') }),
	activity: fc.record({ external_id: fc.constantFrom('A', 'B', 'C'), kind: fc.constant('call'), direction: fc.constant('outbound'), at: moment, owner: fc.constantFrom(ana, bo) }),
	meeting: fc.record({ external_id: fc.constantFrom('A', 'B', 'C'), booked_at: moment, scheduled_for: moment, held_at: fc.oneof(moment, fc.constant(null)), status: fc.constantFrom('held', 'scheduled', 'no_show'), owner: fc.constantFrom(ana, bo) }),
});

/** As the page does, without asking each time what it changed. */
const moveAtOnce = (wall: GivenWall, timeZone: string): void => void wall.wall.journal.apply('time zone set', { timeZone }, wall.head());

describe('over any facts and any zones', () => {
	test.each(zones.slice(0, 3))('[M1] [R15] from %s the days are those of a floor that was in the zone all along, their sum stays, rebuilding changes nothing, and back is where it was', async (home) => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), fc.constantFrom(...zones), fc.constantFrom(...zones), async (steps, away, further) => {
				const made = (timeZone: string): GivenWall => {
					const wall = givenWall({ people: [...people], timeZone, now: '2026-10-07T12:00:00Z', stays: true });
					wall.wall.journal.apply('rates set', { currency: 'SEK', rates: [{ from: '2026-10-03', rate: '0.1' }, { from: '2026-10-05', rate: '0.3' }] }, wall.head());
					for (const { deal, activity, meeting } of steps) wall.push({ deals: [deal satisfies Row], activities: [activity], meetings: [meeting] });
					wall.wall.rollups.drain(Number.POSITIVE_INFINITY);
					return wall;
				};
				const wall = made(home);
				const there = made(away);
				try {
					const but = ['session', 'entry', 'setting'];
					const facts = ({ db }: GivenWall, table: string) => db.prepare(`SELECT * FROM ${table} ORDER BY id`).all();
					const before = wall.dump(but);
					const calls = () => wall.value('calls_made', { period: '2026' });
					const count = await calls();
					moveAtOnce(wall, away);
					// History alone may differ: what follows what was decided as it arrived.
					for (const table of ['deal', 'activity', 'meeting']) expect(facts(wall, table)).toEqual(facts(there, table));
					expect(await calls()).toBe(count);
					const { kept, rebuilt } = rollupsOf(wall);
					expect(kept).toEqual(rebuilt);
					expect(kept).toEqual(rollupsOf(there).kept);
					// The last state is what the deal says now, and none begins before the one it follows.
					expect(wall.db.prepare(`SELECT count(*) FROM deal d JOIN deal_history h ON h.deal = d.id AND h.until_at = 9000000000000000 WHERE h.status <> d.status`).pluck().get()).toBe(0);
					moveAtOnce(wall, further);
					moveAtOnce(wall, home);
					wall.wall.rollups.drain(Number.POSITIVE_INFINITY);
					expect(wall.dump(but)).toEqual(before);
				} finally {
					await wall.close();
					await there.close();
				}
			}),
			{ numRuns: 25 },
		);
	}, 120_000);
});
