/** The general settings as ops change them. */
import { describe, expect, test } from 'vitest';
import type { AreaChanges } from '../../../shared/changes-api.ts';
import type { GeneralChanged, GeneralState } from '../../../shared/settings-api.ts';
import { fromElsewhere, givenServer, next, onBoards, withKey } from './support.ts';

// The server's now is Monday, 23 November 2026, 10:00 in Stockholm.
async function givenSettings() {
	const given = await givenServer({ env: { LOCALE: 'en-GB' } });
	const headers = given.session();
	const state = async (): Promise<GeneralState> => (await given.call('GET', '/api/v1/settings', { headers })).json;
	const set = (body: unknown) => given.call('PUT', '/api/v1/settings', { body, headers });
	const changes = async (): Promise<AreaChanges['changes']> => (await given.call('GET', '/api/v1/changes?of=settings', { headers })).json.changes;
	const undo = (entry = 0) => given.call('POST', '/api/v1/changes/undo', { body: { entry }, headers });
	const explain = async (query: string) => (await given.call('GET', `/api/v1/explain?${query}`, { headers })).json;
	return { ...given, headers, state, set, changes, undo, explain };
}

test('each is changed, said from and to, and taken back; what changes nothing is no entry', async () => {
	const { set, state, changes, undo } = await givenSettings();
	const before = await state();
	await set({ name: 'North  ', was: { name: before.name } });
	await set({ weekStart: 7, fiscalYearStart: 4 });
	await set({ name: 'North', weekStart: 7, fiscalYearStart: 4, locale: 'en-GB' });
	expect(await state()).toMatchObject({ name: 'North', weekStart: 7, fiscalYearStart: 4, locale: 'en-GB' });
	const [both, name, ...none] = await changes();
	expect(none).toEqual([]);
	expect(both?.says).toBe('Weeks begin on Sunday (began on Monday). The fiscal year begins in April (began in January).');
	expect(name?.says).toBe(`The workspace is called North (was ${before.name}).`);
	await undo(both?.entry);
	await undo(name?.entry);
	expect(await state()).toEqual(before);
	expect((await changes())[2]?.undo).toEqual({ possible: false, reason: 'a later change stands on it' });
});

test('what somebody else changed meanwhile is a conflict that names it, and nothing is kept', async () => {
	const { set, state } = await givenSettings();
	await set({ weekStart: 7 });
	expect(await set({ name: 'North', weekStart: 6, was: { weekStart: 1 } })).toMatchObject({ status: 409, json: { error: 'conflict', field: 'weekStart' } });
	expect(await state()).toMatchObject({ weekStart: 7 });
	expect((await state()).name).not.toBe('North');
});

test('two at once: one of them is a conflict, though neither had been written when both were asked for', async () => {
	const { set, changes } = await givenSettings();
	const replies = await Promise.all([set({ weekStart: 7, was: { weekStart: 1 } }), set({ weekStart: 6, was: { weekStart: 1 } })]);
	expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
	expect(await changes()).toHaveLength(1);
});

test.each([[{}, 'body'], [{ name: ' ' }, 'name'], [{ name: 'a'.repeat(61) }, 'name'], [{ locale: 'swedish please' }, 'locale'], [{ weekStart: 0 }, 'weekStart'], [{ weekStart: '1' }, 'weekStart'], [{ fiscalYearStart: 13 }, 'fiscalYearStart'], [{ weekStart: 1, was: { weekStart: 9 } }, 'was.weekStart']])(
	'%o is refused and the field named',
	async (body, field) => {
		const { set, changes } = await givenSettings();
		expect(await set(body)).toMatchObject({ status: 400, json: { field } });
		expect(await changes()).toEqual([]);
	},
);

describe('another fiscal year', () => {
	test('[M1] leaves targets with the names of their quarters and years, says how many there are, and which figures read otherwise', async () => {
		const { call, headers, set, state, explain } = await givenSettings();
		const targets = [
			{ metric: 'sales', scope: 'company', period: '2026-Q4', value: 90_000 },
			{ metric: 'sales', scope: 'company', period: '2027', value: 400_000 },
			{ metric: 'sales', scope: 'company', period: '2026-11', value: 30_000 },
			{ metric: 'calls_made', scope: 'company', period: '2026-W48', value: 100 },
		];
		expect((await call('PUT', '/api/v1/targets', { body: targets, headers })).status).toBe(200);
		expect((await state()).targets).toEqual({ weeks: 1, quartersAndYears: 2 });
		const { consequences }: GeneralChanged = (await set({ fiscalYearStart: 4 })).json;
		// Today's quarter was Q4, with a target; it is the third of the fiscal year 2027, without one of its own.
		expect(consequences.find(({ metric, scope, period }) => metric === 'required_per_day' && scope === 'company' && period === '2027-Q3')).toMatchObject({ after: '–' });
		expect((await state()).targets).toEqual({ weeks: 1, quartersAndYears: 2 });
		expect(await explain('metric=sales&scope=company&period=2026-Q4')).toMatchObject({ target: 90_000 });
		// October to December lie in it no more, January to March do.
		await call('POST', '/api/v1/facts', { body: { source: 'crm', deals: [{ external_id: 'D-1', status: 'won', amount: '10', closed: '2026-11-02' }, { external_id: 'D-2', status: 'won', amount: '7', closed: '2026-02-02' }] }, headers: withKey });
		expect(await explain('metric=sales&scope=company&period=2026-Q4')).toMatchObject({ value: 7 });
		expect(await explain('metric=sales&scope=company&period=2027-Q3')).toMatchObject({ value: 10 });
	});
});

test('[M13] another first day of the week cuts and numbers weeks anew', async () => {
	const { call, set, explain } = await givenSettings();
	// A Sunday: the last day of week 47 of weeks from Monday, the first of the week whose Wednesday lies in week 48.
	await call('POST', '/api/v1/facts', { body: { source: 'crm', deals: [{ external_id: 'D-1', status: 'won', amount: '10', closed: '2026-11-22' }] }, headers: withKey });
	const weeks = async () => [(await explain('metric=sales&scope=company&period=2026-W47')).value, (await explain('metric=sales&scope=company&period=2026-W48')).value];
	expect(await weeks()).toEqual([10, 0]);
	await set({ weekStart: 7 });
	expect(await weeks()).toEqual([0, 10]);
});

test('another language is spoken at once by the session, the walls and the log', async () => {
	const { call, headers, set, changes, connect, pairScreen } = await givenSettings();
	const { token } = await pairScreen(headers);
	const socket = connect({ token, headers: fromElsewhere });
	const languages: string[] = [];
	onBoards(socket, ({ language, locale }) => languages.push(`${language} ${locale}`));
	await next(socket, 'board');
	await set({ locale: 'sv-se' });
	await expect.poll(() => languages.at(-1), { timeout: 10_000 }).toBe('sv sv-SE');
	expect((await call('GET', '/api/v1/session', { headers })).json.workspace).toMatchObject({ locale: 'sv-SE', language: 'sv' });
	expect((await changes())[0]?.says).toBe('Språk och region är sv-SE (var en-GB).');
	socket.close();
});
