/** The working week, holidays and leave as ops change them; what the log says, and taking it back. */
import { describe, expect, test } from 'vitest';
import type { CalendarChanged, CalendarState } from '../../../shared/calendar-api.ts';
import type { AreaChanges } from '../../../shared/changes-api.ts';
import { givenServer, withKey } from './support.ts';

// The server's now is Monday, 23 November 2026, 10:00 in Stockholm.
async function givenCalendar(env: Record<string, string> = {}) {
	const given = await givenServer({ env: { LOCALE: 'en-GB', ...env } });
	const headers = given.session();
	await given.call('POST', '/api/v1/facts', {
		body: { source: 'crm', people: [{ email: 'ana@x.example', name: 'Ana Ek', team: 'North', role: 'ae' }, { email: 'bo@x.example', name: 'Bo Alm', team: 'North', role: 'ae', end: '2026-06-30' }] },
		headers: withKey,
	});
	const people: { id: number; name: string }[] = (await given.call('GET', '/api/v1/people', { headers })).json;
	const idOf = (name: string): number => people.find((each) => each.name === name)?.id ?? 0;
	const state = async (): Promise<CalendarState> => (await given.call('GET', '/api/v1/calendar', { headers })).json;
	const put = (part: string, body: unknown) => given.call('PUT', `/api/v1/calendar/${part}`, { body, headers });
	const changes = async (): Promise<AreaChanges['changes']> => (await given.call('GET', '/api/v1/changes?of=calendar', { headers })).json.changes;
	const undo = (entry = 0) => given.call('POST', '/api/v1/changes/undo', { body: { entry }, headers });
	const says = async (): Promise<string[]> => (await changes()).map((change) => change.says);
	return { ...given, headers, idOf, state, put, changes, undo, says };
}

describe('holidays', () => {
	test('of a ready set are added at once, said in one sentence, and taken back exactly', async () => {
		const { put, state, says, changes, undo, call, headers } = await givenCalendar();
		await put('holidays', { days: [{ day: '2027-05-01', name: 'Our own first of May' }] });
		const { holidays } = (await call('GET', '/api/v1/calendar/sets?country=SE&year=2027', { headers })).json;
		expect(holidays).toHaveLength(13);
		const fresh = holidays.filter(({ day }: { day: string }) => day !== '2027-05-01');
		const { status, json } = await put('holidays', { days: fresh.map((each: object) => ({ ...each, was: null })), of: { country: 'SE', year: 2027, name: 'Sweden' } });
		expect([status, json.calendar.holidays.length, json.calendar.usualSet]).toEqual([200, 13, { country: 'SE' }]);
		expect(await says()).toEqual(['Added 12 holidays of Sweden for 2027.', 'Added the holiday Our own first of May, 1 May 2027.']);
		await undo((await changes())[0]?.entry);
		expect((await state()).holidays).toEqual([{ day: '2027-05-01', name: 'Our own first of May' }]);
		expect((await says())[0]).toBe('Removed 12 holidays.');
		await undo((await changes())[0]?.entry);
		expect((await state()).holidays).toHaveLength(13);
	});
	test('are added, renamed and removed one by one', async () => {
		const { put, says, state } = await givenCalendar();
		await put('holidays', { days: [{ day: '2026-12-23', name: 'Party' }] });
		await put('holidays', { days: [{ day: '2026-12-23', name: 'Christmas party', was: 'Party' }] });
		expect((await state()).holidays).toEqual([{ day: '2026-12-23', name: 'Christmas party' }]);
		await put('holidays', { days: [{ day: '2026-12-23', name: null, was: 'Christmas party' }] });
		expect((await state()).holidays).toEqual([]);
		expect(await says()).toEqual(['Removed the holiday Christmas party, 23 Dec 2026.', 'The holiday of 23 Dec 2026 is Christmas party (was Party).', 'Added the holiday Party, 23 Dec 2026.']);
	});
	test('that somebody else changed meanwhile are a conflict, and nothing of the list is kept', async () => {
		const { put, state } = await givenCalendar();
		await put('holidays', { days: [{ day: '2026-12-23', name: 'Party' }] });
		expect(await put('holidays', { days: [{ day: '2026-12-22', name: 'Day before' }, { day: '2026-12-23', name: 'Mine', was: null }] })).toMatchObject({ status: 409, json: { error: 'conflict', field: 'days.2026-12-23' } });
		expect((await state()).holidays).toEqual([{ day: '2026-12-23', name: 'Party' }]);
	});
	test('that stand already are no entry', async () => {
		const { put, says } = await givenCalendar();
		for (let time = 0; time < 2; time += 1) await put('holidays', { days: [{ day: '2026-12-23', name: 'Party' }] });
		expect(await says()).toHaveLength(1);
	});
	test('years of the half-year ahead without any are named', async () => {
		const { put, state } = await givenCalendar();
		expect((await state()).missingYears).toEqual([2026, 2027]);
		await put('holidays', { days: [{ day: '2026-12-25', name: 'Christmas' }] });
		expect((await state()).missingYears).toEqual([2027]);
	});
	test('the country that the locale names is proposed until one was chosen', async () => {
		expect((await (await givenCalendar()).state()).usualSet).toEqual({ country: 'GB' });
		expect((await (await givenCalendar({ LOCALE: 'sv' })).state()).usualSet).toBeNull();
	});
	test('[M8] say which figures read otherwise', async () => {
		const { put, call, headers } = await givenCalendar();
		await call('PUT', '/api/v1/targets', { body: [{ metric: 'sales', scope: 'company', period: '2026-11', value: 6_000 }], headers });
		const { consequences }: CalendarChanged = (await put('holidays', { days: [{ day: '2026-11-30', name: 'Free' }] })).json;
		// At 10:00 an eighth of today is over: 6,000 over 5.875 days, then over 4.875.
		expect(consequences.find(({ metric, scope, period }) => metric === 'required_per_day' && scope === 'company' && period === '2026-11')).toMatchObject({ label: 'Needed per day', name: 'Company', periodLabel: 'November 2026', before: '€1,021', after: '€1,231' });
	});
});

describe('leave', () => {
	test('is added, changed and removed, also of who left, and each is taken back', async () => {
		const { put, state, says, changes, undo, idOf } = await givenCalendar();
		const person = idOf('Bo Alm');
		await put('leave', { person, add: { from: '2026-06-01', to: '2026-06-05' } });
		expect((await state()).leave).toEqual([{ person, name: 'Bo Alm', from: '2026-06-01', to: '2026-06-05' }]);
		await put('leave', { person, remove: { from: '2026-06-01', to: '2026-06-05' }, add: { from: '2026-06-02', to: '2026-06-02' } });
		await put('leave', { person, remove: { from: '2026-06-02', to: '2026-06-02' } });
		expect(await says()).toEqual(['The leave of Bo Alm, 2 Jun 2026, was removed.', 'Bo Alm is on leave 2 Jun 2026 (was 1–5 Jun 2026).', 'Bo Alm is on leave 1–5 Jun 2026.']);
		expect((await changes())[1]?.undo).toEqual({ possible: false, reason: 'a later change stands on it' });
		await undo((await changes())[0]?.entry);
		expect((await state()).leave).toMatchObject([{ from: '2026-06-02', to: '2026-06-02' }]);
		await undo((await changes())[2]?.entry);
		expect((await state()).leave).toMatchObject([{ from: '2026-06-01', to: '2026-06-05' }]);
	});
	test('that overlaps is joined, and taken apart again by undo', async () => {
		const { put, state, says, changes, undo, idOf } = await givenCalendar();
		const person = idOf('Ana Ek');
		await put('leave', { person, add: { from: '2026-12-01', to: '2026-12-04' } });
		await put('leave', { person, add: { from: '2026-12-08', to: '2026-12-11' } });
		await put('leave', { person, add: { from: '2026-12-03', to: '2026-12-08' } });
		expect((await state()).leave).toMatchObject([{ from: '2026-12-01', to: '2026-12-11' }]);
		expect((await says())[0]).toBe('Ana Ek is on leave 1–11 Dec 2026 (was 1–4 Dec 2026, 8–11 Dec 2026).');
		// Within what is there: nothing changes.
		await put('leave', { person, add: { from: '2026-12-03', to: '2026-12-08' } });
		expect(await says()).toHaveLength(3);
		await undo((await changes())[0]?.entry);
		expect((await state()).leave).toMatchObject([{ from: '2026-12-01', to: '2026-12-04' }, { from: '2026-12-08', to: '2026-12-11' }]);
	});
	test('of one person is taken back though another’s, or theirs elsewhere, changed since', async () => {
		const { put, changes, undo, state, idOf } = await givenCalendar();
		await put('leave', { person: idOf('Ana Ek'), add: { from: '2026-12-01', to: '2026-12-04' } });
		await put('leave', { person: idOf('Bo Alm'), add: { from: '2026-12-01', to: '2026-12-04' } });
		await put('leave', { person: idOf('Ana Ek'), add: { from: '2027-01-04', to: '2027-01-08' } });
		expect((await undo((await changes())[2]?.entry)).status).toBe(200);
		expect((await state()).leave).toMatchObject([{ name: 'Ana Ek', from: '2027-01-04' }, { name: 'Bo Alm' }]);
	});
	test('that somebody else removed meanwhile is a conflict, and of nobody a 404', async () => {
		const { put, idOf } = await givenCalendar();
		expect(await put('leave', { person: idOf('Ana Ek'), remove: { from: '2026-12-01', to: '2026-12-04' } })).toMatchObject({ status: 409, json: { field: 'remove' } });
		expect(await put('leave', { person: 999, add: { from: '2026-12-01', to: '2026-12-04' } })).toMatchObject({ status: 404, json: { field: 'person' } });
	});
});

describe('the working week', () => {
	const sunToThu = [['09:00', '17:00'], ['09:00', '17:00'], ['09:00', '17:00'], ['09:00', '15:30'], null, null, ['08:00', '24:00']];
	test('is set and taken back, and set to what it is it is no entry', async () => {
		const { put, state, says, changes, undo } = await givenCalendar();
		const { week: usual } = await state();
		expect((await put('week', { week: sunToThu, was: usual })).json.calendar.week).toEqual(sunToThu);
		expect((await put('week', { week: sunToThu })).status).toBe(200);
		expect(await says()).toEqual(['Changed the working week.']);
		expect(await put('week', { week: usual, was: usual })).toMatchObject({ status: 409, json: { field: 'week' } });
		await undo((await changes())[0]?.entry);
		expect((await state()).week).toEqual(usual);
	});
});

test.each([
	['week', { week: [null, null, null, null, null, null, null] }, 'week'],
	['week', { week: [['17:00', '09:00'], null, null, null, null, null, null] }, 'week[0]'],
	['week', { week: [['9:00', '17:00'], null, null, null, null, null, null] }, 'week[0][0]'],
	['week', { week: [['09:00', '17:00']] }, 'week'],
	['holidays', { days: [] }, 'days'],
	['holidays', { days: [{ day: '2027-02-29', name: 'x' }] }, 'days[0].day'],
	['holidays', { days: [{ day: '2027-02-28', name: ' ' }] }, 'days[0].name'],
	['holidays', { days: [{ day: '2027-02-28', name: 'x' }], of: { country: 'SE', year: 27, name: 'Sweden' } }, 'of.year'],
	['leave', { person: 1 }, 'add'],
	['leave', { person: 'ana', add: { from: '2026-12-01', to: '2026-12-01' } }, 'person'],
	['leave', { person: 1, add: { from: '2026-12-02', to: '2026-12-01' } }, 'add.to'],
	['leave', { person: 1, add: { from: '12/01/2026', to: '2026-12-01' } }, 'add.from'],
])('%s refuses %o and names the field', async (part, body, field) => {
	const { put, says } = await givenCalendar();
	expect(await put(part, body)).toMatchObject({ status: 400, json: { field } });
	expect(await says()).toEqual([]);
});

test('an old journal’s calendar is told of as a whole and stays as it is', async () => {
	const { server, changes, now } = await givenCalendar();
	server.wall().journal.apply('calendar saved', { holidays: [{ day: '2026-12-25', name: 'Christmas' }] }, { at: now.ms, author: 'admin' });
	expect(await changes()).toMatchObject([{ says: 'The calendar was saved as a whole.', undo: { possible: false, reason: 'what it needs is no longer kept' } }]);
});

test('leave says what it does to the figures of the person, and so does taking it back; before it is undone nothing else is', async () => {
	const { call, headers, idOf, put, changes, undo } = await givenCalendar();
	await call('POST', '/api/v1/facts', { body: { source: 'crm', deals: [{ external_id: 'D-1', status: 'won', closed: '2026-11-02', owner: 'ana@x.example', amount: '1000' }] }, headers: withKey });
	await call('PUT', '/api/v1/targets', { body: [{ metric: 'sales', scope: 'person:ana@x.example', period: '2026-11', value: 2000 }], headers });
	const { json } = await put('leave', { person: idOf('Ana Ek'), add: { from: '2026-11-24', to: '2026-11-27' } });
	const pace = (list: { metric: string; scope: string; period: string; before: string; after: string }[]) => list.find(({ metric, scope, period }) => metric === 'pace' && scope === 'person:ana@x.example' && period === '2026-11');
	const found = pace(json.consequences);
	expect(found).toBeDefined();
	const undone = await undo((await changes())[0]?.entry);
	expect(pace(undone.json.consequences)).toMatchObject({ before: found?.after, after: found?.before });
	expect((await undo((await changes())[1]?.entry)).json).toMatchObject({ error: 'conflict' });
});

test('the log calls a country in the language that is read in now, whatever it was added in', async () => {
	const { put, says, call, headers } = await givenCalendar();
	await put('holidays', { days: [{ day: '2027-06-06', name: 'National day' }, { day: '2027-12-25', name: 'Christmas' }], of: { country: 'SE', year: 2027, name: 'Sweden' } });
	await call('PUT', '/api/v1/settings', { body: { locale: 'sv-SE' }, headers });
	expect((await says())[0]).toContain('Sverige');
});
