/** The record of who came in, who was turned away, and who changed what from where. */
import { describe, expect, test } from 'vitest';
import type { AuditRow } from '../../../shared/accounts-api.ts';
import { givenAccount, invite, signedInBy, tokenOf, use, type Headers } from './account-support.ts';
import { givenServer, password, withKey, type Given } from './support.ts';

const rowsOf = async ({ call }: Given, by: Headers, query = ''): Promise<AuditRow[]> => (await call('GET', `/api/v1/audit?limit=200${query}`, { headers: by })).json.rows;
const short = (rows: AuditRow[]): string[] => rows.map(({ what, who, about, roles, fields }) => [what, who, about, roles.join(' → '), ...fields].filter((part) => part !== '').join(' | '));
const from = (address: string): Headers => ({ 'X-Forwarded-For': address });

test('[check 42] who signed in, failed to, and signed out, with address and UTC time, newest first', async () => {
	const given = await givenServer({ env: { TRUST_PROXY: '1' } });
	const signIn = (account: string, withPassword: string, address: string) => given.call('POST', '/api/v1/session', { body: { account, password: withPassword }, headers: from(address) });
	await signIn('nobody', 'wrong password', '192.0.2.1');
	given.now.ms += 1000;
	await signIn(' ADMIN', 'wrong password', '192.0.2.2');
	given.now.ms += 1000;
	const admin = signedInBy(given, await signIn('admin', password, '::ffff:192.0.2.3'));
	given.now.ms += 1000;
	await given.call('PUT', '/api/v1/password', { body: { current: 'not it at all', next: 'another password' }, headers: { ...admin, ...from('192.0.2.4') } });
	await given.call('DELETE', '/api/v1/sessions', { headers: { ...admin, ...from('192.0.2.6') } });
	await given.call('DELETE', '/api/v1/session', { headers: { ...admin, ...from('192.0.2.5') } });
	expect((await rowsOf(given, given.session())).slice(0, 6)).toEqual([
		{ id: expect.stringMatching(/^n\d+$/), at: '2026-11-23T09:00:03Z', what: 'signed out', who: 'admin', about: '', roles: [], fields: [], address: '192.0.2.5' },
		{ id: expect.any(String), at: '2026-11-23T09:00:03Z', what: 'signed out everywhere', who: 'admin', about: '', roles: [], fields: [], address: '192.0.2.6' },
		{ id: expect.any(String), at: '2026-11-23T09:00:03Z', what: 'password refused', who: 'admin', about: '', roles: [], fields: [], address: '192.0.2.4' },
		{ id: expect.any(String), at: '2026-11-23T09:00:02Z', what: 'signed in', who: 'admin', about: '', roles: [], fields: [], address: '192.0.2.3' },
		{ id: expect.any(String), at: '2026-11-23T09:00:01Z', what: 'sign-in failed', who: 'ADMIN', about: '', roles: [], fields: [], address: '192.0.2.2' },
		{ id: expect.any(String), at: '2026-11-23T09:00:00Z', what: 'sign-in failed', who: 'nobody', about: '', roles: [], fields: [], address: '192.0.2.1' },
	]);
});

test('[check 42] what administrators do to accounts, and what was done with links, by name and from where', async () => {
	const given = await givenServer({ env: { TRUST_PROXY: '1' } });
	const admin = { ...given.session(), ...from('192.0.2.9') };
	const call = (method: string, path: string, body?: unknown) => given.call(method, path, { ...(body === undefined ? {} : { body }), headers: admin });
	const made = await invite(given, admin, { role: 'ops', note: 'Eva, North' });
	const used = await given.call('POST', '/api/v1/invitations/use', { body: { token: tokenOf(made), account: 'eva', password: 'a fine password' }, headers: from('192.0.2.10') });
	const { id } = given.server.wall().accounts.list().find(({ name }) => name === 'eva') ?? { id: 0 };
	await call('PUT', `/api/v1/accounts/${id}`, { role: 'viewer' });
	await call('DELETE', `/api/v1/accounts/${id}/sessions`);
	await use(given, tokenOf(await call('POST', `/api/v1/accounts/${id}/reset`, {})), { account: undefined, password: 'another password' });
	await use(given, 'x'.repeat(43));
	const open = await invite(given, admin, { role: 'viewer' });
	await call('DELETE', `/api/v1/invitations/${open.json.invitation.id}`);
	await call('PUT', `/api/v1/accounts/${id}`, { isDisabled: true });
	await call('PUT', `/api/v1/accounts/${id}`, { isDisabled: false });
	await call('DELETE', `/api/v1/accounts/${id}`);
	const rows = await rowsOf(given, admin);
	const expected = [
		'account removed | admin | eva | viewer',
		'account enabled | admin | eva',
		'account disabled | admin | eva',
		'invitation revoked | admin | viewer',
		'invitation made | admin | viewer',
		'link refused',
		'signed in | eva',
		'reset link used | eva | eva',
		'reset link made | admin | eva',
		'signed out everywhere | admin | eva',
		'role changed | admin | eva | ops → viewer',
		'signed in | eva',
		'invitation used | eva | eva, Eva, North | ops',
		'invitation made | admin | Eva, North | ops',
	];
	// All at one instant, where what the machine noted comes before entries.
	expect(short(rows).sort()).toEqual(expect.arrayContaining([...expected].sort()));
	const addresses = Object.fromEntries(rows.map(({ what, address }) => [what, address]));
	expect(addresses).toMatchObject({ 'account removed': '192.0.2.9', 'role changed': '192.0.2.9', 'invitation used': '192.0.2.10', 'account created': '' });
	expect([signedInBy(given, used)['Cookie'], used.status]).toEqual([expect.any(String), 200]);
});

test('[check 42] keys, screens and settings are in it; facts, targets and people are not', async () => {
	const given = await givenServer();
	const admin = given.session();
	const { id } = await given.pairScreen(admin, 'Lobby');
	await given.call('PUT', `/api/v1/screens/${id}`, { body: { name: 'Hall', place: '' }, headers: admin });
	await given.call('DELETE', `/api/v1/screens/${id}`, { headers: admin });
	await given.call('PUT', '/api/v1/settings', { body: { name: 'North floor' }, headers: admin });
	await given.call('PUT', '/api/v1/screens/unpaired/setup', { body: { theme: 'light' }, headers: admin });
	const key = await given.call('POST', '/api/v1/keys', { body: { name: 'CRM', scopes: ['ingest'], source: null, until: null }, headers: admin });
	await given.call('DELETE', `/api/v1/keys/${key.json.key.id}`, { headers: admin });
	await given.call('PUT', '/api/v1/targets', { body: [{ metric: 'sales', scope: 'company', period: '2026-11', value: 5 }], headers: admin });
	await given.call('POST', '/api/v1/people', { body: { people: [{ name: 'Ana' }] }, headers: admin });
	const rows = await rowsOf(given, admin);
	expect(short(rows)).toEqual(['api key revoked | admin | CRM', 'api key made | admin | CRM', 'screen set up | admin | theme', 'settings changed | admin | name', 'screen revoked | admin | Hall', 'screen renamed | admin | Hall | name', 'screen paired | admin | Lobby', 'account created | test | admin | admin', 'workspace created | environment | Sales floor, Europe/Stockholm']);
	expect(rows.map(({ address }) => address)).toEqual([...Array<string>(7).fill('127.0.0.1'), '', '']);
});

test('[check 42] what says how figures are read, compared, kept and shown to others is in it, one row each', async () => {
	const given = await givenServer({ env: { TRUST_PROXY: '1' } });
	let admin = { ...given.session(), ...from('192.0.2.9') };
	const good = async (method: string, path: string, body?: unknown) => {
		const { status, json, text } = await given.call(method, `/api/v1/${path}`, { ...(body === undefined ? {} : { body }), headers: admin });
		if (status !== 200) throw new Error(`${method} ${path}: ${status} ${text}`);
		return json;
	};
	await good('PUT', 'money/currency', { currency: 'USD' });
	const facts = { source: 'crm', people: [{ email: 'ana@x.example', name: 'Ana Ek', team: 'North', role: 'ae' }], deals: [{ external_id: 'D-1', owner: 'ana@x.example', stage: 'Talks', status: 'open', amount: '900', created: '2026-11-02' }] };
	await given.call('POST', '/api/v1/facts', { body: facts, headers: withKey });
	const [{ id }] = await good('GET', 'people');
	await good('PUT', 'money/rates', { currency: 'SEK', rates: [{ from: '2026-01-01', rate: '11.2' }] });
	await good('PUT', 'money/authority', { of: 'deals', source: 'crm' });
	await good('PUT', 'money/time-zone', { timeZone: 'Europe/Berlin' });
	await good('PUT', 'money/stages', { stages: ['Talks'] });
	await good('PUT', 'money/stalled', { days: 21 });
	await good('PUT', 'calendar/week', { week: [...Array.from({ length: 5 }, () => ['08:00', '16:00']), null, null] });
	await good('PUT', 'calendar/holidays', { days: [{ day: '2026-12-24', name: 'Christmas Eve' }] });
	await good('PUT', 'calendar/leave', { person: id, add: { from: '2026-12-01', to: '2026-12-05' } });
	given.server.wall().journal.apply('calendar saved', { holidays: [] }, { at: given.now.ms, author: 'admin' });
	await good('PUT', 'celebrations/rules', { deals: { on: true, threshold: 5, types: ['new_business'] }, targets: { on: false, scopes: ['company'] }, streaks: { on: true, days: 3 }, quiet: [] });
	await good('PUT', 'retention', { keep: { activities: 24, meetings: null, proposals: null }, confirm: 'Sales floor' });
	const { id: close } = await good('POST', 'review/closes', { month: '2026-10' });
	await good('POST', 'review/links', { close, scope: 'company', label: 'The board', days: 7 });
	await good('DELETE', `review/links/${(await good('GET', 'review/links')).links[0].id}`);
	await good('POST', `people/${id}/erasure`, { name: 'Ana Ek' });
	// Targets of a month are locked once it is over.
	given.now.ms += 60 * 86_400_000;
	admin = { ...given.session(), ...from('192.0.2.9') };
	for (const locked of [false, true]) await good('PUT', 'targets/lock', { period: '2026-11', locked });
	const rows = await rowsOf(given, admin);
	expect(short(rows)).toEqual([
		'targets locked | admin',
		'targets unlocked | admin',
		'person erased | admin',
		'link revoked | admin | 1',
		'link given | admin | The board',
		'retention set | admin | activities',
		'celebrations set | admin | deals | targets | streaks',
		'calendar saved | admin',
		'leave changed | admin',
		'holidays changed | admin',
		'week changed | admin | week',
		'stalled days set | admin | stalledDays',
		'stages ordered | admin | stageOrder',
		'time zone set | admin | timeZone',
		'authority set | admin | deals',
		'rates set | admin | SEK',
		'currency set | admin | currency',
		'account created | test | admin | admin',
		'workspace created | environment | Sales floor, Europe/Stockholm',
	]);
	// What no request made has none.
	expect(rows.filter(({ address }) => address !== '192.0.2.9').map(({ what }) => what)).toEqual(['calendar saved', 'account created', 'workspace created']);
});

describe('throttling', () => {
	test('[check 42] what is throttled is noted too, with the name where it was read', async () => {
		const given = await givenServer();
		for (let tries = 0; tries < 11; tries += 1) await given.call('POST', '/api/v1/session', { body: { account: 'eva', password: 'wrong password' } });
		for (let tries = 0; tries < 11; tries += 1) await given.call('POST', '/api/v1/session', { body: { account: `n${tries}`, password: 'wrong password' } });
		const said = short(await rowsOf(given, given.session()));
		expect(said.filter((line) => line === 'sign-in failed | eva')).toHaveLength(10);
		expect(said).toEqual(expect.arrayContaining(['sign-in throttled | eva', 'sign-in throttled']));
	});
});

test('[check 42] a name as it was typed is cut and cleaned, and what is typed as a password is nowhere', async () => {
	const given = await givenServer();
	const typed = `=HYPERLINK("x")\u202e\n\u0000${'a'.repeat(500)}`;
	await given.call('POST', '/api/v1/session', { body: { account: typed, password: 'a very secret password' } });
	const [row] = await rowsOf(given, given.session());
	expect(row?.who).toBe(`=HYPERLINK("x") ${'a'.repeat(44)}`);
	const file = await given.call('GET', '/api/v1/audit/csv', { headers: given.session() });
	expect(file.headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="audit.csv"' });
	expect(file.text).toContain(`"'=HYPERLINK(""x"") aaa`);
	expect(file.text.split('\r\n')[0]).toBe('\ufeff"Time (UTC)","What","Who","Concerning","Address"');
	expect((await given.call('GET', '/api/v1/audit/csv?language=sv', { headers: given.session() })).text).toContain('"inloggning misslyckades";');
	for (const text of [file.text, JSON.stringify(await rowsOf(given, given.session()))]) expect(text).not.toMatch(/secret|scrypt|[0-9a-f]{64}/);
});

test('[check 42] it is paged without a gap or a double, also where the clock was set back', async () => {
	const given = await givenServer();
	const eva = await givenAccount(given, 'ops', 'eva');
	const admin = given.session();
	for (let round = 0; round < 12; round += 1) {
		given.now.ms += round % 3 === 0 ? -3_600_000 : 1000;
		await given.call('DELETE', `/api/v1/accounts/${eva.id}/sessions`, { headers: admin });
		if (round % 2 === 0) await given.call('PUT', `/api/v1/accounts/${eva.id}`, { body: { role: round % 4 === 0 ? 'viewer' : 'ops' }, headers: admin });
	}
	const all = (await rowsOf(given, admin)).map(({ id }) => id);
	expect(all).toHaveLength(12 + 6 + 3);
	const paged: string[] = [];
	let before = '';
	do {
		const { json } = await given.call('GET', `/api/v1/audit?limit=4${before === '' ? '' : `&before=${before}`}`, { headers: admin });
		expect(json.rows.length).toBeLessThanOrEqual(4);
		paged.push(...json.rows.map(({ id }: AuditRow) => id));
		before = json.older ?? '';
	} while (before !== '');
	expect(paged).toEqual(all);
	expect(new Set(paged).size).toBe(paged.length);
	for (const bad of ['before=x', 'before=1', 'limit=0', 'limit=201']) expect((await given.call('GET', `/api/v1/audit?${bad}`, { headers: admin })).status).toBe(400);
});

test('[check 42] set-up is in it, with the code that was wrong', async () => {
	const given = await givenServer({ administrator: false });
	const body = { code: 'BBBB-BBBB', account: 'Ana', password: 'a fine password', workspace: { name: 'North floor', currency: 'EUR', timeZone: 'Europe/Stockholm', locale: 'en' } };
	await given.call('POST', '/api/v1/setup', { body });
	const done = await given.call('POST', '/api/v1/setup', { body: { ...body, code: given.setupCode() } });
	const rows = await rowsOf(given, signedInBy(given, done));
	expect(short(rows)).toEqual(expect.arrayContaining(['set-up code refused | ana', 'account created | ana | ana | admin', 'signed in | ana']));
	expect(rows.find(({ what }) => what === 'account created')?.address).toBe('127.0.0.1');
});
