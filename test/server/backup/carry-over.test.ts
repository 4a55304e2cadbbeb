/** What was taken from somebody since a backup does not come back with it. */
import { expect, test } from 'vitest';
import type { ImportChoices } from '../../../shared/imports-api.ts';
import { hashPassword } from '../../../server/floor/passwords.ts';
import { givenServer, refusal, withKey } from '../http/support.ts';
import { backUp, dealsNow, list, push, restore } from './support.ts';

test('screens, links and keys that were revoked, passwords that were changed and people who were erased stay so; the page says so before', { timeout: 60_000 }, async () => {
	const given = await givenServer();
	const session = given.session();
	const { journal } = given.server.wall();
	const head = { at: given.now.ms, author: 'admin' };
	await given.call('POST', '/api/v1/facts', { body: { source: 'crm', people: [{ email: 'ana@x.example', name: 'Ana Lindqvist' }, { email: 'bo@x.example', name: 'Bo Ek' }] }, headers: withKey });
	await push(given, 'D-1');
	const [kept, revoked] = [await given.pairScreen(session, 'Hall'), await given.pairScreen(session, 'Lobby')];
	const close = journal.apply('month closed', { uid: 'a-close', month: '2026-10', parts: [{ scope: 'company', sections: [], figures: [] }], revision: journal.revision(), byItself: false }, head);
	const link = async (): Promise<string> => (await given.call('POST', '/api/v1/review/links', { body: { close, scope: 'company', label: 'The board', days: 30 }, headers: session })).json.path.replace('/review#link=', '');
	const [openLink, takenLink] = [await link(), await link()];
	const key = async (name: string): Promise<{ id: number; secret: string }> => {
		const made = (await given.call('POST', '/api/v1/keys', { body: { name, scopes: ['read'], source: null, until: null }, headers: session })).json;
		return { id: made.key?.id ?? made.id, secret: made.secret };
	};
	const [goodKey, badKey] = [await key('dashboard'), await key('leaked')];
	const ana = journal.apply('account created', { name: 'ana', role: 'ops', passwordHash: await hashPassword('an old password') }, head);
	const feed = (sheet: string) => journal.apply('feed saved', { id: null, name: sheet, choices: { kind: 'deals', source: sheet } as ImportChoices, host: 'sheets.example', hasHeader: false, sealed: 'sealed', everyMs: 3_600_000, isOn: true }, head);
	const [, wrongSheet, pausedSheet, movedSheet] = [feed('Right sheet'), feed('Wrong sheet'), feed('Paused sheet'), feed('Moved sheet')];
	journal.apply('feed saved', { id: pausedSheet, name: 'Paused sheet', choices: { kind: 'deals', source: 'Paused sheet' } as ImportChoices, host: 'sheets.example', hasHeader: false, sealed: 'sealed', everyMs: 3_600_000, isOn: false }, head);
	const { name } = await backUp(given, session);

	// Since then:
	journal.apply('feed removed', { id: wrongSheet, takenBack: false }, head);
	feed('New sheet');
	journal.apply('feed saved', { id: movedSheet, name: 'Moved sheet', choices: { kind: 'deals', source: 'Moved sheet' } as ImportChoices, host: 'sheets.example', hasHeader: false, sealed: 'sealed anew', everyMs: 3_600_000, isOn: true }, head);
	for (const screen of [kept.id, null]) journal.apply('screen set up', { screen, setup: { ...given.server.wall().screens.setupStanding(screen).chosen, privacy: 'lobby' } }, head);
	expect((await given.call('DELETE', `/api/v1/screens/${revoked.id}`, { headers: session })).status).toBe(200);
	expect((await given.call('DELETE', '/api/v1/review/links/2', { headers: session })).status).toBe(200);
	expect((await given.call('DELETE', `/api/v1/keys/${badKey.id}`, { headers: session })).status).toBe(200);
	journal.apply('password changed', { account: ana, passwordHash: await hashPassword('a new password') }, head);
	const erased = given.server.wall().people.list().find((person) => person.name === 'Ana Lindqvist');
	expect((await given.call('POST', `/api/v1/people/${erased?.id}/erasure`, { body: { name: 'Ana Lindqvist' }, headers: session })).status).toBe(200);
	await given.pairScreen(session, 'Kitchen');
	await key('new');
	journal.apply('account created', { name: 'eva', role: 'ops', passwordHash: 'none' }, head);
	await push(given, 'D-2');

	const contents = await given.call('GET', `/api/v1/backups/${name}/contents`, { headers: session });
	expect(contents.json).toMatchObject({
		name, workspace: 'Sales floor', isOurs: true, isOlder: false, staysSignedIn: true, administrators: ['admin'],
		gone: { screens: ['Kitchen'], keys: ['new'], feeds: ['New sheet'] },
		comes: { screens: [], keys: [], links: 0 },
		stays: { accounts: ['ana'], screens: ['Lobby'], keys: ['leaked'], feeds: ['Moved sheet', 'Wrong sheet'], links: 1, erased: 1 },
	});
	expect(contents.json.entriesSince).toBeGreaterThan(7);
	await restore(given, session, name);

	expect(await dealsNow(given)).toBe(1);
	expect(await refusal(given.connect({ token: revoked.token, origin: given.origin }))).toBe('not_paired');
	expect(await new Promise((resolve) => given.connect({ token: kept.token, origin: given.origin }).once('connect', () => resolve('connected')))).toBe('connected');
	expect(given.server.wall().options.db.prepare('SELECT name, is_on FROM feed ORDER BY name').raw().all()).toEqual([['Moved sheet', 0], ['Paused sheet', 0], ['Right sheet', 1], ['Wrong sheet', 0]]);
	for (const screen of [kept.id, null]) expect(given.server.wall().screens.setupStanding(screen).chosen.privacy).toBe('lobby');
	const linkStatus = async (token: string): Promise<number> => (await given.call('GET', '/api/v1/handout', { headers: { Authorization: `Bearer ${token}` } })).status;
	expect([await linkStatus(openLink), await linkStatus(takenLink)]).toEqual([200, 401]);
	const keyStatus = async (secret: string): Promise<number> => (await given.call('GET', '/api/v1/health', { headers: { Authorization: `Bearer ${secret}` } })).status;
	expect([await keyStatus(goodKey.secret), await keyStatus(badKey.secret)]).toEqual([200, 401]);
	const signIn = async (password: string): Promise<number> => (await given.call('POST', '/api/v1/session', { body: { account: 'ana', password } })).status;
	expect([await signIn('an old password'), await signIn('a new password')]).toEqual([401, 200]);
	const { db } = given.server.wall().options;
	for (const table of db.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all()) expect([table, JSON.stringify(db.prepare(`SELECT * FROM "${table}"`).all()).match(/Lindqvist|ana@x/)]).toEqual([table, null]);
	expect(given.server.wall().people.list().map((person) => person.name)).toContain('Bo Ek');
	// What she is called in a push is unnamed still.
	await given.call('POST', '/api/v1/facts', { body: { source: 'crm', people: [{ email: 'ana@x.example', name: 'Ana Lindqvist' }] }, headers: withKey });
	expect(JSON.stringify(given.server.wall().people.list())).not.toContain('Lindqvist');
	expect((await list(given, session)).restored).toMatchObject({ author: 'admin', name });
});

test('what was celebrated since is not celebrated again', { timeout: 60_000 }, async () => {
	const given = await givenServer();
	const session = given.session();
	await push(given, 'D-1');
	const { name } = await backUp(given, session);
	const celebrated = async (): Promise<string[]> => (await given.call('GET', '/api/v1/celebrations?since=2026-11-01T00:00:00Z', { headers: session })).json.map(({ view }: { view: { id: string } }) => view.id);
	const win = (id: string) => given.call('POST', '/api/v1/facts', { body: { source: 'crm', deals: [{ external_id: id, status: 'won', amount: 100, owner: 'ana@x.example', created: '2026-11-01', closed: '2026-11-23T08:59:00Z' }] }, headers: withKey });
	await win('D-2');
	await expect.poll(celebrated).toHaveLength(1);
	const [first] = await celebrated();
	await restore(given, session, name);
	expect(await celebrated()).toEqual([first]);
	// Its source sends both again, as it would after an outage.
	await win('D-2');
	await win('D-3');
	await expect.poll(celebrated).toHaveLength(2);
	expect(await celebrated()).toContain(first);
});
