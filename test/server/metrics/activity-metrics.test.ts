/** Metrics of activity and funnel: cases by hand, and a second way for those that no single query over raw rows can tell. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { givenWall, type GivenWall } from '../../support/wall.ts';
import { now, rawFloor, zone } from './raw-floor.ts';

const ana = { email: 'ana@x.example', name: 'Ana', team: 'West', role: 'ae' };
const bo = { email: 'bo@x.example', name: 'Bo', team: 'East', role: 'sdr' };
const setting = { now: '2026-09-30T18:00', people: [ana, bo] };
let made = 0;
const touch = (lead: string, at: string, more: object = {}) => ({ external_id: `A-${(made += 1)}`, kind: 'call', direction: 'outbound', owner: bo.email, lead, at, ...more });

describe('touches', () => {
	test('the first touch of a lead is none of its follow-ups, an earlier one that arrives late takes its place, and a deletion gives it back', async () => {
		const given = givenWall(setting);
		given.push({ activities: [touch('L-1', '2026-09-10', { external_id: 'A' }), touch('L-1', '2026-09-12', { external_id: 'B' }), touch('L-1', '2026-09-14', { external_id: 'C', direction: 'inbound' }), touch('L-1', '2026-09-15', { external_id: 'D', kind: 'note' })] });
		expect(await given.value('follow_ups')).toBe(1);
		given.push({ activities: [touch('L-1', '2026-09-01', { external_id: 'E' })] });
		expect(await given.by('follow_ups', 'day')).toEqual({ '2026-09-10': 1, '2026-09-12': 1 });
		given.push({ deleted: [{ entity: 'activities', external_id: 'E' }] });
		expect(await given.by('follow_ups', 'day')).toEqual({ '2026-09-12': 1 });
	});
	test('without a lead it is the deal that is followed up; a touch of a lead is none of its deal', async () => {
		const given = givenWall(setting);
		given.push({ activities: [touch('', '2026-09-10', { lead: null, deal: 'D-1' }), touch('', '2026-09-11', { lead: null, deal: 'D-1', kind: 'linkedin' }), touch('L-1', '2026-09-12', { deal: 'D-1' })] });
		expect(await given.by('follow_ups', 'day')).toEqual({ '2026-09-11': 1 });
	});
	test('a follow-up that turns out to belong to no lead and no deal is none any more, and one that moves to another lead is the first there', async () => {
		const given = givenWall(setting);
		given.push({ activities: [touch('L-1', '2026-09-10', { external_id: 'A' }), touch('L-1', '2026-09-12', { external_id: 'B' }), touch('L-1', '2026-09-14', { external_id: 'C' })] });
		expect(await given.by('follow_ups', 'day')).toEqual({ '2026-09-12': 1, '2026-09-14': 1 });
		given.push({ activities: [touch('', '2026-09-12', { external_id: 'B', lead: null })] });
		expect(await given.by('follow_ups', 'day')).toEqual({ '2026-09-14': 1 });
		given.push({ activities: [touch('L-2', '2026-09-14', { external_id: 'C' })] });
		expect(await given.value('follow_ups')).toBe(0);
		expect(await given.explain('touches_per_prospect')).toMatchObject({ value: 1, numerator: 2, denominator: 2 });
	});
	test('touches per prospect count four weeks from the first, for who made that', async () => {
		const given = givenWall(setting);
		given.push({ activities: [touch('L-1', '2026-08-20'), touch('L-1', '2026-09-17', { owner: ana.email }), touch('L-1', '2026-09-18'), touch('L-2', '2026-08-30')] });
		expect(await given.explain('touches_per_prospect', { period: '2026-08' })).toMatchObject({ value: 1.5, numerator: 3, denominator: 2, unit: 'ratio', text: '1.5' });
		expect(await given.value('touches_per_prospect', { period: '2026-08', asOf: '2026-08-31' })).toBe(1);
		expect(await given.value('touches_per_prospect', { period: '2026-08', scope: 'person:ana@x.example' })).toBeNull();
	});
	test('one touch and two weeks of silence; a second touch, or less than two weeks, is none', async () => {
		const given = givenWall(setting);
		given.push({ leads: ['L-1', 'L-2', 'L-3'].map((external_id) => ({ external_id, created: '2026-08-01', owner: ana.email })), activities: [touch('L-1', '2026-09-16'), touch('L-2', '2026-09-01'), touch('L-2', '2026-09-29'), touch('L-3', '2026-09-17')] });
		expect(await given.explain('one_touch_leads')).toMatchObject({ numerator: 1, denominator: 3 });
		expect(await given.value('leads_worked', { scope: 'person:ana@x.example' })).toBe(3);
		expect(await given.value('leads_worked', { scope: 'person:bo@x.example' })).toBe(0);
	});
	test('a lead that nobody knows counts as worked for who was first', async () => {
		const given = givenWall(setting);
		given.push({ activities: [touch('L-9', '2026-09-02'), touch('L-9', '2026-09-03', { owner: ana.email })] });
		expect(await given.by('leads_worked', 'person')).toEqual({ 'bo@x.example': 1 });
	});
});

describe('leads', () => {
	test('[M4] new leads credit the owner, what follows their SDR, else their owner', async () => {
		const given = givenWall(setting);
		given.push({ leads: [{ external_id: 'L-1', created: '2026-09-01', owner: ana.email, sdr: bo.email, mql: '2026-09-02', sql: '2026-09-03', accepted: '2026-09-04' }, { external_id: 'L-2', created: '2026-09-01', owner: ana.email, mql: '2026-09-02' }] });
		expect(await given.by('new_leads', 'person')).toEqual({ 'ana@x.example': 2 });
		expect(await given.by('mqls', 'person')).toEqual({ 'ana@x.example': 1, 'bo@x.example': 1 });
		expect(await given.explain('mql_to_sql_rate')).toMatchObject({ value: 0.5, numerator: 1, denominator: 2 });
		expect(await given.explain('mql_to_sql_rate', { asOf: '2026-09-02' })).toMatchObject({ value: 0, denominator: 2 });
		expect((await given.explain('mql_to_opportunity_rate', { scope: 'person:bo@x.example' })).value).toBe(1);
	});
	test('[M8] the response time is working time: a lead on Friday at five, answered on Monday at half past nine, waited half an hour', async () => {
		const given = givenWall(setting);
		given.push({ leads: [{ external_id: 'L-1', owner: ana.email, created: '2026-09-04T17:00:00+02:00', first_response: '2026-09-07T09:30:00+02:00' }, { external_id: 'L-2', owner: ana.email, created: '2026-09-08T10:00:00+02:00', first_response: '2026-09-08T11:30:00+02:00' }, { external_id: 'L-3', owner: ana.email, created: '2026-09-08', first_response: '2026-09-09' }, { external_id: 'L-4', owner: ana.email, created: '2026-09-08T10:00:00+02:00' }] });
		expect(await given.explain('lead_response_time')).toMatchObject({ value: 3600, numerator: 7200, denominator: 2, unit: 'seconds', text: '1.0\u00a0h', note: 'median 1.0\u00a0h; by the clock 33.0\u00a0h' });
	});
	test('what the leads of a month were won for counts for the lead’s owner, whenever it was won', async () => {
		const given = givenWall(setting);
		given.push({ leads: [{ external_id: 'L-1', created: '2026-08-01', owner: ana.email }, { external_id: 'L-2', created: '2026-08-09', owner: ana.email }], deals: [{ external_id: 'D-1', status: 'won', closed: '2026-09-10', owner: bo.email, amount: '900.00', lead: 'L-1' }, { external_id: 'D-2', status: 'lost', closed: '2026-09-10', amount: '50.00', lead: 'L-2' }] });
		expect(await given.explain('value_per_lead', { period: '2026-08' })).toMatchObject({ value: 450, numerator: 900, denominator: 2 });
		expect(await given.value('value_per_lead', { period: '2026-08', asOf: '2026-09-01' })).toBe(0);
		expect(await given.value('value_per_lead', { period: '2026-08', scope: 'person:bo@x.example' })).toBeNull();
	});
	test('a rate that one side knows no outcome of is not told apart by outcomes', async () => {
		const given = givenWall(setting);
		given.push({ activities: [touch('L-1', '2026-09-02', { outcome: 'connected' })], meetings: [{ external_id: 'M-1', booked_by: bo.email, booked_at: '2026-09-02' }] });
		expect((await given.explain('connect_to_meeting_rate', { by: 'outcome' })).by).toEqual([]);
	});
});

describe('computed a second time, row by row', () => {
	const floor = rawFloor(20_260_916);
	let wall: GivenWall;
	beforeAll(() => {
		wall = givenWall({ now, timeZone: zone, stays: true });
		for (const rows of floor.pushes) expect(wall.push(rows).rejected).toEqual([]);
	});
	afterAll(async () => {
		await wall.close();
		floor.raw.close();
	});
	const until = Temporal.PlainDateTime.from(now).toZonedDateTime(zone).epochMilliseconds;
	const today = now.slice(0, 10);
	interface Raw { [column: string]: string | number | null }
	const all = (sql: string): Raw[] => floor.raw.prepare<[], Raw>(sql).all();
	const isPast = (row: Raw, day = 'day', ms = 'ms'): boolean => String(row[day]) < today || (row[day] === today && (row[ms] === null || Number(row[ms]) <= until));
	const isIn = (row: Raw, month: string, day = 'day'): boolean => String(row[day]).startsWith(month);
	const months = ['2026-03', '2026-08', '2026-09'];

	test('leads worked, and those that were touched once', async () => {
		const activities = all('SELECT * FROM raw_activity WHERE lead IS NOT NULL').filter((row) => isPast(row));
		for (const month of months) {
			const worked = new Set(activities.filter((row) => isIn(row, month)).map(({ source, lead }) => `${String(source)} ${String(lead)}`));
			const once = [...worked].filter((key) => {
				const touches = activities.filter(({ source, lead, direction }) => `${String(source)} ${String(lead)}` === key && direction === 'outbound');
				return touches.length === 1 && Temporal.PlainDate.from(String(touches[0]?.['day'])).until(today).days >= 14;
			});
			expect([month, await wall.value('leads_worked', { period: month })]).toEqual([month, worked.size]);
			expect([month, await wall.explain('one_touch_leads', { period: month })]).toEqual([month, expect.objectContaining({ numerator: once.length, denominator: worked.size })]);
		}
	});

	test('per rep: by those employed on a working day of the month', async () => {
		for (const month of months) {
			const activities = all('SELECT * FROM raw_activity').filter((row) => isPast(row) && isIn(row, month));
			const [calls, emails] = ['call', 'email'].map((kind) => activities.filter((row) => row['kind'] === kind && row['direction'] === 'outbound').length);
			// One left at the end of August, three began in March.
			const people = month === '2026-09' ? 11 : 12;
			for (const [metric, count] of [['activities_per_rep', activities.length], ['calls_per_rep', calls], ['emails_per_rep', emails]] as const) {
				expect([month, metric, await wall.explain(metric, { period: month })]).toEqual([month, metric, expect.objectContaining({ numerator: count, denominator: people, value: expect.closeTo((count ?? 0) / people, 3) as number })]);
			}
		}
	});

	test('meetings to come, as of several days', async () => {
		const meetings = all('SELECT * FROM raw_meeting WHERE agreed_day IS NOT NULL');
		for (const day of ['2026-03-29', '2026-06-30', '2026-09-14']) {
			const end = Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds - 1;
			const standing = meetings.filter((row) => !['cancelled', 'rescheduled'].includes(String(row['status'])) && String(row['day']) <= day && Number(row['agreed_ms']) > end);
			expect([day, await wall.value('meetings_upcoming', { asOf: day })]).toEqual([day, standing.length]);
		}
	});

	test('the response time, in working hours of Monday to Friday from nine to five', async () => {
		const working = (from: number, to: number): number => {
			let sum = 0;
			const [first, last] = [from, to].map((ms) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDate());
			for (let day = first; day && last && Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
				if (day.dayOfWeek > 5) continue;
				const [open, close] = ['09:00', '17:00'].map((time) => day?.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds ?? 0);
				sum += Math.max(0, Math.min(to, close ?? 0) - Math.max(from, open ?? 0));
			}
			return Math.round(sum / 1000);
		};
		for (const month of months) {
			const answered = all('SELECT * FROM raw_lead WHERE response_ms IS NOT NULL AND ms IS NOT NULL').filter((row) => isIn(row, month) && isPast(row) && Number(row['response_ms']) <= until);
			const seconds = answered.reduce((sum, { ms, response_ms }) => sum + working(Number(ms), Number(response_ms)), 0);
			expect([month, await wall.explain('lead_response_time', { period: month })]).toEqual([month, expect.objectContaining({ numerator: expect.closeTo(seconds, -1) as number, denominator: answered.length })]);
		}
	});
});
