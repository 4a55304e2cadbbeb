/** Old facts are taken out: what is behind the line is not known, and nothing on this side of it changes. */
import { describe, expect, test } from 'vitest';
import type { Retirable } from '../../../shared/retention-api.ts';
import { silentLog } from '../../../server/log.ts';
import { metricIds, metricOf } from '../../../server/metrics/catalogue.ts';
import { quantitiesBehind } from '../../../server/metrics/explain.ts';
import { restsOn } from '../../../server/metrics/retired-figures.ts';
import { createWall } from '../../../server/wall.ts';
import { openDatabase } from '../../../server/db/open.ts';
import { ana, bo, booked, call, dumpOf, email, givenWall, people, proposal, rollupsOf, won, type GivenWall } from '../../support/wall.ts';
import { deskOf } from '../../support/corrections.ts';
import { now, rawFloor, zone } from '../metrics/raw-floor.ts';

const line = '2026-04-01';
const retire = ({ wall, head }: GivenWall, of: Retirable, before = line, limit = 100_000): number => {
	let taken = 0;
	for (;;) {
		const step = wall.journal.apply('facts retired', { of, before, limit }, head());
		taken += step.taken;
		if (step.isDone) return taken;
	}
};
const countOf = ({ db }: GivenWall, table: string): number => db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;

describe('of a floor of thousands of facts', () => {
	const periods = ['2026-02', '2026-03', '2026-04', '2026-06', '2026-09', '2026-Q1', '2026-Q2', '2026-Q3', '2026', '2026-W14', '2026-W15', '2026-04-01'];
	const scopes = ['company', 'team:North', 'person:p3@x.example'];
	const given = (): GivenWall => {
		const floor = givenWall({ now, timeZone: zone });
		for (const rows of rawFloor(7).pushes) floor.push(rows);
		return floor;
	};
	const figures = async ({ explain }: GivenWall, only: readonly string[] = periods): Promise<Map<string, number | null>> => {
		const found = new Map<string, number | null>();
		for (const metric of metricIds) for (const scope of scopes) for (const period of only) found.set(`${metric} ${scope} ${period}`, (await explain(metric, { scope, period })).value);
		return found;
	};
	const beginsBefore = (period: string): boolean => ['2026-02', '2026-03', '2026-Q1', '2026', '2026-W14'].includes(period);

	test.each(['activities', 'meetings', 'proposals'] as const)('[M19] without old %s every figure of a period since is what it was, and one that begins earlier and rests on them is not known', async (of) => {
		const floor = given();
		const before = await figures(floor);
		expect(retire(floor, of)).toBeGreaterThan(60);
		for (const [key, value] of await figures(floor)) {
			const [metric = '', , period = ''] = key.split(' ');
			const id = metricIds.find((each) => each === metric);
			const { formula } = metricOf(id ?? 'sales');
			if (formula.kind === 'derived') continue;
			const rests = quantitiesBehind(formula).some((quantity) => restsOn(quantity, of));
			// States are of the end of their period, and stalled deals look back two weeks from there.
			const isState = ['meetings_upcoming', 'stalled_deals'].includes(metric);
			const isLost = rests && (isState ? ['2026-02', '2026-03', '2026-Q1', ...(metric === 'stalled_deals' ? ['2026-W14', '2026-W15', '2026-04-01'] : [])].includes(period) : beginsBefore(period));
			expect({ key, value }).toEqual({ key, value: isLost ? null : before.get(key) });
		}
		const { kept, rebuilt } = rollupsOf(floor);
		expect(kept).toEqual(rebuilt);
	}, 120_000);

	test('what is derived from it is not known either, and counts nobody as behind', async () => {
		const floor = given();
		floor.target('person:p3@x.example', '2026-03', 10, 'calls_made');
		floor.target('company', '2026-03', 100, 'calls_made');
		const derived = ['quota_attainment', 'reps_at_quota', 'pace', 'projected', 'growth'].map((each) => `${each}:calls_made`);
		for (const metric of derived) expect({ metric, value: await floor.value(metric, { period: '2026-03' }) }).not.toEqual({ metric, value: null });
		retire(floor, 'activities');
		for (const metric of derived) expect({ metric, value: await floor.value(metric, { period: '2026-03' }) }).toEqual({ metric, value: null });
		expect((await floor.explain('calls_made', { period: '2026-03', by: 'person' })).by).toEqual([]);
		expect(await floor.by('calls_made', 'month', { period: '2026-Q1' })).toEqual({ '2026-01': null, '2026-02': null, '2026-03': null });
		const year = await floor.by('calls_made', 'month', { period: '2026' });
		expect([year['2026-03'], year['2026-04']]).toEqual([null, await floor.value('calls_made', { period: '2026-04' })]);
		expect((await floor.explain('calls_made', { period: '2026-03' })).note).toBe('facts of that time are no longer kept');
	});

	test('in many steps it comes to the same as in one, and by the same entries to the same database', () => {
		const [once, often] = [given(), given()];
		retire(once, 'meetings');
		retire(often, 'meetings', line, 7);
		const but = ['entry', 'retired', 'session', 'dirty', 'rollup', 'sqlite_sequence'];
		expect(often.dump(but)).toEqual(once.dump(but));
		expect(rollupsOf(often).kept).toEqual(rollupsOf(once).kept);

		const again = given();
		retire(again, 'meetings', line, 7);
		expect(again.dump()).toEqual({ ...often.dump(), dirty: again.dump()['dirty'], rollup: again.dump()['rollup'] });
	});

	test('each source is said to have brought what is left of it', () => {
		const floor = given();
		for (const of of ['activities', 'meetings', 'proposals'] as const) retire(floor, of);
		const { facts, sources } = floor.wall.health();
		expect([facts['activities'], facts['meetings'], facts['proposals']]).toEqual(['activity', 'meeting', 'proposal'].map((table) => countOf(floor, table)));
		expect(sources.map(({ name, facts: brought }) => [name, brought['activities']])).toEqual(['crm', 'dialer'].map((source) => [source, floor.db.prepare<[string], number>('SELECT count(*) FROM activity WHERE source = ?').pluck().get(source)]));
	});
});

test('a fact goes once it lies before the line with all its days', () => {
	const given = givenWall({
		now: '2026-09-15T09:00', people: [...people],
		meetings: [
			booked({ external_id: 'gone', on: '2026-03-02', by: bo, scheduled_for: '2026-03-05', status: 'held' }),
			booked({ external_id: 'held later', on: '2026-03-30', by: bo, scheduled_for: '2026-04-02', status: 'held' }),
			booked({ external_id: 'without a day', on: '2026-03-30', by: bo }),
		],
	});
	expect(retire(given, 'meetings')).toBe(2);
	expect(given.db.prepare('SELECT external_id FROM meeting').pluck().all()).toEqual(['held later']);
});

test('a meeting that one on this side of the line was moved to is kept: what became of that one is still asked', async () => {
	const moved = { by: bo, status: 'rescheduled', moved_by: 'seller' };
	const given = givenWall({
		now: '2026-09-15T09:00', people: [...people],
		meetings: [
			booked({ external_id: 'first', on: '2026-03-01', scheduled_for: '2026-04-10', ...moved }),
			// Moved to an earlier day, and again.
			booked({ external_id: 'second', on: '2026-03-02', scheduled_for: '2026-03-20', replaces: 'first', ...moved, moved_by: 'buyer' }),
			booked({ external_id: 'third', on: '2026-03-03', scheduled_for: '2026-03-10', replaces: 'second', by: bo, status: 'held' }),
			booked({ external_id: 'other', on: '2026-03-03', scheduled_for: '2026-03-10', replaces: 'long gone', by: bo, status: 'held' }),
		],
	});
	const asked = { period: '2026-04' };
	expect(await given.value('reschedule_loss_rate', asked)).toBe(0);
	expect(retire(given, 'meetings', line, 1)).toBe(1);
	expect(await given.value('reschedule_loss_rate', asked)).toBe(0);
});

describe('touches', () => {
	const lead = { external_id: 'L1', owner: ana, created: '2026-03-01' };
	const touch = (external_id: string, on: string) => call({ external_id, on, owner: ana, lead: 'L1' });
	const followUps = ({ value }: GivenWall) => Promise.all(['2026-04', '2026-05'].map((period) => value('follow_ups', { period })));

	test('that are left came after those that were taken out, whatever arrives later', async () => {
		const given = givenWall({ now: '2026-09-15T09:00', people: [...people] });
		given.push({ leads: [lead], activities: [touch('a', '2026-03-02'), touch('b', '2026-04-02'), touch('c', '2026-05-02')] });
		retire(given, 'activities');
		expect(await followUps(given)).toEqual([1, 1]);
		given.push({ activities: [touch('d', '2026-05-03'), touch('c', '2026-05-04')] });
		expect(await followUps(given)).toEqual([1, 2]);
		expect(await given.value('one_touch_leads', { period: '2026-04' })).toBe(0);
	});
	test('a lead touched once on each side of the line was not touched once', async () => {
		const given = givenWall({ now: '2026-09-15T09:00', people: [...people] });
		given.push({ leads: [lead], activities: [touch('a', '2026-03-02'), touch('b', '2026-04-02')] });
		retire(given, 'activities');
		expect(await given.value('one_touch_leads', { period: '2026-04' })).toBe(0);
		expect(await given.value('touches_per_prospect', { period: '2026-04' })).toBeNull();
	});
	test('that come too late to be taken make what is here a follow-up all the same', async () => {
		const given = givenWall({ now: '2026-09-15T09:00', people: [...people] });
		given.push({ leads: [lead], activities: [touch('b', '2026-04-02')] });
		retire(given, 'activities');
		expect(await followUps(given)).toEqual([0, 0]);
		given.push({ activities: [touch('a', '2026-03-02')] });
		expect(await followUps(given)).toEqual([1, 0]);
		expect(rollupsOf(given).kept).toEqual(rollupsOf(given).rebuilt);
	});
	test('are counted from the first again once older ones are taken again', async () => {
		const given = givenWall({ now: '2026-09-15T09:00', people: [...people] });
		given.push({ leads: [lead], activities: [touch('a', '2026-03-02'), touch('b', '2026-04-02'), touch('c', '2026-05-02')] });
		retire(given, 'activities');
		given.wall.journal.apply('retention lifted', { of: 'activities' }, given.head());
		expect([await given.value('calls_made', { period: '2026-03' }), await followUps(given)]).toEqual([0, [0, 1]]);
		given.push({ activities: [touch('a', '2026-03-02')] });
		expect([await given.value('calls_made', { period: '2026-03' }), await followUps(given)]).toEqual([1, [1, 1]]);
	});
});

describe('a push of what is behind the line', () => {
	test('is answered with a warning and not taken; what is on this side of it is', () => {
		const given = givenWall({ now: '2026-09-15T09:00', people: [...people] });
		for (const of of ['activities', 'meetings', 'proposals'] as const) retire(given, of);
		const reply = given.push({
			activities: [call({ on: '2026-03-31T23:59', owner: ana }), call({ on: '2026-04-01T00:00', owner: ana })],
			meetings: [booked({ on: '2026-03-01', by: bo, scheduled_for: '2026-03-02' }), booked({ on: '2026-03-01', by: bo, scheduled_for: '2026-04-02' })],
			proposals: [proposal({ on: '2026-03-31', owner: ana }), proposal({ on: '2026-04-01', owner: ana })],
		});
		expect(reply).toMatchObject({ inserted: 3, unchanged: 3, rejected: [] });
		const warning = { code: 'too_old', index: 0 };
		expect(reply.warnings).toEqual([
			expect.objectContaining({ ...warning, entity: 'meetings', field: 'booked_at' }),
			expect.objectContaining({ ...warning, entity: 'activities', field: 'at', message: 'before 2026-04-01, from which day on activities are kept here; it is not taken' }),
			expect.objectContaining({ ...warning, entity: 'proposals', field: 'sent' }),
		]);
		expect(['activity', 'meeting', 'proposal'].map((table) => countOf(given, table))).toEqual([1, 1, 1]);
	});
	test('moves what is here away, and it goes next time', async () => {
		const given = givenWall({ now: '2026-09-15T09:00', people: [...people], activities: [email({ external_id: 'e', on: '2026-04-02', owner: ana })] });
		retire(given, 'activities');
		expect(given.push({ activities: [email({ external_id: 'e', on: '2026-03-02', owner: ana })] })).toMatchObject({ updated: 1, warnings: [] });
		expect(await given.value('emails_sent', { period: '2026-04' })).toBe(0);
		expect(retire(given, 'activities')).toBe(1);
	});
	test('what had been taken out before is taken once it lies on this side', () => {
		const given = givenWall({ now: '2026-09-15T09:00', people: [...people], activities: [email({ external_id: 'e', on: '2026-03-02', owner: ana })] });
		retire(given, 'activities');
		expect(given.push({ activities: [email({ external_id: 'e', on: '2026-05-02', owner: ana })] })).toMatchObject({ inserted: 1, warnings: [] });
	});
});

describe('nothing of a fact that was taken out is left', () => {
	const meeting = (part: object) => booked({ external_id: 'M', on: '2026-03-02', by: bo, scheduled_for: '2026-03-05', ...part });
	const traces = (given: GivenWall): string[] => Object.entries(given.dump(['entry', 'session'])).flatMap(([table, rows]) => (JSON.stringify(rows).includes('"M\\"') ? [table] : []));

	test('neither what was replaced of it nor what was corrected', () => {
		const given = givenWall({ now: '2026-09-15T09:00', people: [...people], meetings: [meeting({ status: 'scheduled' })] });
		given.push({ meetings: [meeting({ status: 'held' })] });
		deskOf(given).correct('M', { status: 'no_show' }, 'meetings');
		expect(traces(given)).toEqual(['correction', 'meeting', 'replaced_row']);
		retire(given, 'meetings');
		expect(traces(given)).toEqual([]);
	});
	test('nor what was left out by hand', () => {
		const given = givenWall({ now: '2026-09-15T09:00', people: [...people], meetings: [meeting({ status: 'held' })] });
		deskOf(given).exclude('M', 'meetings');
		retire(given, 'meetings');
		expect([traces(given), given.wall.health().facts['meetings']]).toEqual([[], 0]);
	});
});

test('deals, leads and customers are as they were', async () => {
	const given = givenWall({ now: '2026-09-15T09:00', people: [...people], deals: [won({ owner: ana, on: '2026-03-03', amount: 500, account: 'Acme' })], activities: [call({ on: '2026-03-03', owner: ana, account: 'Acme' })] });
	retire(given, 'activities');
	expect([await given.value('sales', { period: '2026-03' }), await given.value('active_accounts', { period: '2026-03' }), await given.value('new_customers', { period: '2026' })]).toEqual([500, 1, 1]);
});

test('the line never moves back', () => {
	const given = givenWall({ now: '2026-09-15T09:00', people: [...people], activities: [call({ on: '2026-03-31', owner: ana })] });
	retire(given, 'activities');
	retire(given, 'activities', '2026-01-01');
	expect(given.push({ activities: [call({ on: '2026-02-02', owner: ana })] }).warnings).toHaveLength(1);
});

test('a wall that has shown figures all along and one that was just started say the same', async () => {
	const given = givenWall({ now: '2026-09-15T09:00', people: [...people] });
	given.push({ activities: ['2026-02-03', '2026-03-03', '2026-04-03', '2026-05-03'].map((on) => call({ on, owner: ana })) });
	const query = { board: 'sdr' };
	await given.wall.boardAt(query);
	retire(given, 'activities');
	const fresh = createWall({ db: given.db, log: silentLog, clock: { now: () => given.ms('2026-09-15T09:00') }, tickMs: 60_000, demo: false, build: 'test', version: '0' });
	expect((await given.wall.boardAt(query)).panels).toEqual((await fresh.boardAt(query)).panels);
});

test('a database of before knows nothing of it and keeps everything', () => {
	const db = openDatabase(':memory:');
	expect([dumpOf(db)['retired'], dumpOf(db)['retired_touch']]).toEqual([[], []]);
	db.close();
});
