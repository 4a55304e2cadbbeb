import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ActivityRow, DealRow, MeetingRow } from '../../../server/facts/schema.ts';
import { silentLog } from '../../../server/log.ts';
import { startDemo } from '../../../server/sources/demo/demo.ts';
import { dealsOf, factKinds, ms, now, rowsOf, run, share, timeZone, told, type Body, type Told } from './demo-support.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

describe('18 months of history', () => {
	let floor: Told;
	let deals: DealRow[];
	let meetings: MeetingRow[];
	let calls: ActivityRow[];
	beforeAll(() => {
		floor = told(run(now));
		deals = dealsOf(floor);
		meetings = [...floor.meetings.values()];
		calls = [...floor.activities.values()].filter(({ kind }) => kind === 'call');
	});

	test('the same clock gives the same rows', () => {
		expect(JSON.stringify(run(now)) === JSON.stringify(floor.bodies)).toBe(true);
	});

	test('no push has more than 10,000 rows, and none names a fact twice', () => {
		for (const body of floor.bodies) {
			const kinds = Object.keys(body).filter((key) => key !== 'source');
			expect(kinds.reduce((sum, kind) => sum + rowsOf(body, kind).length, 0)).toBeLessThanOrEqual(10_000);
			for (const kind of kinds.filter((name) => name !== 'people' && name !== 'targets')) {
				const ids = rowsOf(body, kind).map((row) => (row as { external_id: string }).external_id);
				expect(new Set(ids).size).toBe(ids.length);
			}
		}
	});

	test('some thirty people in 4 teams at any time, of whom one moves; in every month somebody begins and somebody leaves', () => {
		const people = [...new Map(floor.people.filter(({ team_from }) => !team_from).map((person) => [person.email, person])).values()];
		const emails = new Set<string | null | undefined>(people.map(({ email }) => email));
		expect(new Set(people.flatMap(({ team }) => team ?? [])).size).toBe(4);
		expect(floor.people.filter(({ team_from }) => team_from)).toHaveLength(1);
		for (let month = Temporal.PlainYearMonth.from('2025-05'); month.toString() <= '2026-11'; month = month.add({ months: 1 })) {
			const middle = `${month}-15`;
			const employed = people.filter(({ start, end }) => (start ?? '') <= middle && (end ?? '9999') >= middle).length;
			expect({ month: `${month}`, joined: people.filter(({ start }) => start?.startsWith(`${month}`)).length, left: people.filter(({ end }) => end?.startsWith(`${month}`)).length, fits: employed >= 28 && employed <= 32 }).toEqual({ month: `${month}`, joined: 1, left: 1, fits: true });
		}
		expect(new Set(people.map(({ role }) => role))).toEqual(new Set(['sdr', 'ae', 'am', 'sdrm', 'lead', 'enb']));
		for (const { manager } of people) if (manager) expect(emails).toContain(manager);
		expect([...calls, ...deals].filter(({ owner }) => !emails.has(owner ?? ''))).toEqual([]);
	});

	test('who has left does nothing more: no call, no meeting, no deal won or lost', () => {
		const ends = new Map(floor.people.flatMap(({ email, end }) => (email && end ? [[email, end] as const] : [])));
		const late = (owner: string | null, at: string | null): boolean => at !== null && at.slice(0, 10) > (ends.get(owner ?? '') ?? '9999');
		expect([...floor.activities.values()].filter(({ owner, at }) => late(owner, at))).toEqual([]);
		expect(meetings.filter(({ booked_by, booked_at }) => late(booked_by, booked_at))).toEqual([]);
		expect(deals.filter(({ owner, closed }) => late(owner, closed))).toEqual([]);
	});

	test('volumes are those of such a company', () => {
		expect(calls.length).toBeGreaterThan(40_000);
		expect(floor.activities.size).toBeLessThan(150_000);
		expect(meetings.length).toBeGreaterThan(3_000);
		expect(deals.length).toBeGreaterThan(1_500);
		expect(deals.filter(({ status }) => status === 'open').length).toBeGreaterThan(60);
		const wins = deals.filter(({ status }) => status === 'won');
		const mean = wins.reduce((sum, { amount }) => sum + Number(amount), 0) / wins.length;
		expect(mean).toBeGreaterThan(8_000);
		expect(mean).toBeLessThan(20_000);
	});

	test('rates are believable', () => {
		const connected = share(calls, ({ outcome }) => outcome === 'connected');
		// No fewer, or the reach rate (35 % of all touches and more) could not be: whom nobody reached, nobody talked to.
		expect(connected).toBeGreaterThan(0.4);
		expect(connected).toBeLessThan(0.5);
		const due = meetings.filter(({ status }) => status === 'held' || status === 'no_show');
		const missed = share(due, ({ status }) => status === 'no_show');
		expect(missed).toBeGreaterThan(0.1);
		expect(missed).toBeLessThan(0.2);
		const won = share(deals.filter(({ status }) => status !== 'open'), ({ status }) => status === 'won');
		expect(won).toBeGreaterThan(0.2);
		expect(won).toBeLessThan(0.3);
	});

	test('it takes 20 to 60 days from the first touch to the win', () => {
		const days = deals.filter(({ status }) => status === 'won').map(({ first_touch, closed }) => (ms(closed ?? '') - ms(first_touch ?? '')) / 86_400_000);
		const typical = days.toSorted((one, other) => one - other)[Math.floor(days.length / 2)];
		expect(typical).toBeGreaterThan(25);
		expect(typical).toBeLessThan(50);
		expect(share(days, (length) => length >= 20 && length <= 62)).toBeGreaterThan(0.98);
	});

	test('meetings follow calls', () => {
		const lastConnect = new Map<string, number[]>();
		for (const { owner, account, at, outcome } of calls) {
			if (outcome !== 'connected') continue;
			const key = `${owner} ${account}`;
			lastConnect.set(key, [...(lastConnect.get(key) ?? []), ms(at)]);
		}
		const booked = meetings.filter(({ replaces }) => !replaces);
		const hasCall = ({ booked_by, account, booked_at }: MeetingRow) =>
			(lastConnect.get(`${booked_by} ${account}`) ?? []).some((at) => at < ms(booked_at) && ms(booked_at) - at < 30 * 60_000);
		expect(booked.filter((meeting) => !hasCall(meeting))).toEqual([]);
		for (const { scheduled_for, booked_at } of meetings) expect(ms(scheduled_for ?? '')).toBeGreaterThan(ms(booked_at));
	});

	test('deals follow held meetings, and wins follow proposals', () => {
		const heldAt = new Map<string, number>();
		for (const { account, owner, status, scheduled_for } of meetings) {
			const key = `${owner} ${account}`;
			if (status === 'held') heldAt.set(key, Math.min(heldAt.get(key) ?? Infinity, ms(scheduled_for ?? '')));
		}
		for (const { account, owner, created } of deals) expect(heldAt.get(`${owner} ${account}`)).toBeLessThan(ms(created ?? ''));
		const sentAt = new Map([...floor.proposals.values()].map(({ deal, sent }) => [deal, ms(sent)]));
		for (const { external_id, status, closed } of deals) if (status === 'won') expect(sentAt.get(external_id)).toBeLessThan(ms(closed ?? ''));
	});

	test('office hours: nobody calls on a Sunday, before 9 or after 17:30', () => {
		for (const { at } of calls) {
			const local = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone);
			if (local.dayOfWeek > 5 || local.hour < 9 || local.hour * 60 + local.minute > 17 * 60 + 30) throw new Error(`a call at ${local}`);
		}
	});

	test('nothing has happened after now, except meetings to come and closings expected', () => {
		const instants = [
			...calls.map(({ at }) => at),
			...meetings.flatMap(({ booked_at, held_at }) => [booked_at, held_at ?? booked_at]),
			...deals.flatMap(({ created, closed, changed }) => [created ?? '', closed ?? created ?? '', changed ?? '']),
			...[...floor.proposals.values()].map(({ sent }) => sent),
		];
		expect(Math.max(...instants.slice(-20_000).map(ms))).toBeLessThanOrEqual(ms(now));
		for (const { status, scheduled_for } of meetings) if (status === 'held') expect(ms(scheduled_for ?? '')).toBeLessThan(ms(now));
		expect(meetings.filter(({ status, scheduled_for }) => status === 'scheduled' && ms(scheduled_for ?? '') > ms(now)).length).toBeGreaterThan(20);
		for (const { status, expected_close } of deals) if (status === 'open') expect((expected_close ?? '') >= '2026-11-23').toBe(true);
	});

	test('the changes of deals are told in the order of time, and dated', () => {
		const last = new Map<string, number>();
		for (const { external_id, changed } of floor.dealVersions) {
			expect(ms(changed ?? '')).toBeGreaterThan(last.get(external_id) ?? 0);
			last.set(external_id, ms(changed ?? ''));
		}
		expect(floor.dealVersions.length).toBeGreaterThan(1.3 * deals.length);
	});

	test('months end near their target; some people are ahead, some behind', () => {
		const months = ['2026-04', '2026-05', '2026-06', '2026-09', '2026-10'];
		const ownerAttainment: number[] = [];
		for (const month of months) {
			const won = deals.filter(({ status, closed }) => status === 'won' && closed?.startsWith(month));
			const targets = floor.targets.filter(({ metric, period }) => metric === 'sales' && period === month);
			const result = won.reduce((sum, { amount }) => sum + Number(amount), 0);
			const target = targets.reduce((sum, { value }) => sum + Number(value), 0);
			expect(result / target).toBeGreaterThan(0.75);
			expect(result / target).toBeLessThan(1.25);
			for (const { scope, value } of targets) {
				const own = won.filter(({ owner }) => scope === `person:${owner}`).reduce((sum, { amount }) => sum + Number(amount), 0);
				ownerAttainment.push(own / Number(value));
			}
		}
		expect(share(ownerAttainment, (attainment) => attainment >= 1)).toBeGreaterThan(0.25);
		expect(share(ownerAttainment, (attainment) => attainment < 1)).toBeGreaterThan(0.25);
	});
});

describe('live', () => {
	const sundayNight = '2026-11-22T02:00:00Z';

	const live = (bodies: Body[]): Told => told(bodies.filter((body) => JSON.stringify(body).includes('live-')));
	const scheduled = ({ meetings }: Told): number => [...meetings.values()].filter(({ status }) => status === 'scheduled').length;

	test('at night on a Sunday too: touches every few seconds, a meeting every few minutes, and a win within ten', () => {
		const bodies = run(sundayNight, { isEmpty: false, live: 10 * 60_000 });
		const floor = live(bodies);
		const wins = [...floor.deals.values()];
		expect(floor.activities.size).toBeGreaterThan(40);
		expect(scheduled(floor)).toBeGreaterThanOrEqual(3);
		expect(wins.length).toBeGreaterThanOrEqual(1);
		for (const { status, closed, changed } of wins) expect({ status, changed }).toEqual({ status: 'won', changed: closed });
		for (const body of floor.bodies) expect(Object.keys(body).reduce((sum, kind) => sum + rowsOf(body, kind).length, 0)).toBeLessThan(30);
	});

	test('left running for a working day, it shows no more than such a company does in one', () => {
		const floor = live(run('2026-11-22T02:00:00Z', { isEmpty: false, live: 8 * 3_600_000 }));
		// A working day of the office has some 13 bookings, 190 touches and 1.6 wins, which are larger.
		expect(scheduled(floor)).toBeLessThan(20);
		expect(floor.deals.size).toBeLessThan(9);
		expect(floor.activities.size).toBeLessThan(320);
		expect(floor.activities.size).toBeGreaterThan(150);
	});

	test('what an earlier run has shown is taken back at the start', () => {
		const shown = [{ entity: 'meetings', external_id: 'live-x-1-m' }] as const;
		const [first] = run(sundayNight, { isEmpty: false, shown: [...shown] });
		expect(first).toEqual({ source: 'demo', deleted: shown });
	});

	test('nothing is pushed after close', () => {
		const bodies: unknown[] = [];
		const present = ms(now);
		const demo = startDemo({ push: (body) => bodies.push(body), clock: { now: () => present }, log: silentLog, isEmpty: false, timeZone });
		demo.close();
		const before = bodies.length;
		vi.advanceTimersByTime(600_000);
		expect(bodies.length).toBe(before);
		expect(vi.getTimerCount()).toBe(0);
	});

	test.each([1, 24, 24 * 40])('[R14] a clock that is set back by %d hours, or forward again, does not silence it', (hours) => {
		const bodies: unknown[] = [];
		let offMs = 0;
		const from = ms(sundayNight);
		let elapsedMs = 0;
		const demo = startDemo({ push: (body) => bodies.push(body), clock: { now: () => from + offMs + elapsedMs }, log: silentLog, isEmpty: false, timeZone });
		for (const off of [0, -hours, 0, hours, 0]) {
			offMs = off * 3_600_000;
			const before = bodies.length;
			for (let second = 0; second < 60; second += 1) {
				elapsedMs += 1000;
				vi.advanceTimersByTime(1000);
			}
			expect(bodies.length).toBeGreaterThan(before + 5);
		}
		demo.close();
	});

	test('a push that fails is made again', () => {
		const bodies = run(sundayNight, { isEmpty: false, live: 120_000, fail: (count) => count > 3 && count < 9 });
		const whole = run(sundayNight, { isEmpty: false, live: 120_000 });
		expect(bodies[4]).toEqual(whole[4]);
	});

	test('what a running floor told through a day is what a floor seeded at the end of it tells', () => {
		const end = '2026-11-24T15:00:00Z';
		const seeded = told(run(end), { parsed: false });
		const isOffice = (row: { external_id: string }) => !row.external_id.startsWith('live-');
		const lived = told([...run('2026-11-24T07:30:00Z'), ...run('2026-11-24T07:30:01Z', { isEmpty: false, live: 7.5 * 3_600_000 })], { parsed: false });
		for (const kind of factKinds) {
			const known = [...lived[kind].values()].filter(isOffice);
			expect(new Map(known.map((row) => [row.external_id, row]))).toEqual(seeded[kind]);
		}
	});

	test('started again after a stop, it tells what it missed, and repeats without changing', () => {
		const before = told(run('2026-11-16T15:00:00Z'), { parsed: false });
		const after = told(run('2026-11-30T09:00:00Z', { isEmpty: false }), { parsed: false });
		const seeded = told(run('2026-11-30T09:00:00Z'), { parsed: false });
		for (const kind of factKinds.filter((name) => name !== 'activities')) for (const [id, row] of seeded[kind]) expect(after[kind].get(id) ?? before[kind].get(id)).toEqual(row);
		expect([...seeded.activities.keys()].filter((id) => !after.activities.has(id) && !before.activities.has(id))).toEqual([]);
		expect(after.people).toEqual([]);
		expect(after.targets).toEqual([]);
	});

	test('the next day takes back what was only shown', () => {
		const bodies = run('2026-11-22T22:55:00Z', { isEmpty: false, live: 10 * 60_000 });
		const shown = bodies.flatMap((body) => factKinds.flatMap((kind) => rowsOf(body, kind) as { external_id: string }[])).filter(({ external_id }) => external_id.startsWith('live-'));
		const withdrawn = new Set(bodies.flatMap((body) => rowsOf(body, 'deleted') as { external_id: string }[]).map(({ external_id }) => external_id));
		expect(withdrawn.size).toBeGreaterThan(50);
		expect(shown.filter(({ external_id }) => withdrawn.has(external_id))).toHaveLength(withdrawn.size);
		expect(shown.length).toBeGreaterThan(withdrawn.size);
	});
});
