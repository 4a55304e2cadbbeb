/** Backups that are put back one after the other: neither undoes what the database between them was too old to know. */
import { expect, test } from 'vitest';
import { givenServer, refusal, withKey } from '../http/support.ts';
import { backUp, push, restore } from './support.ts';

type Given = Awaited<ReturnType<typeof givenServer>>;

const pushOlga = async (given: Given): Promise<number> =>
	(await given.call('POST', '/api/v1/facts', { body: { source: 'crm', people: [{ id: 'u-7', email: 'olga@x.example', name: 'Olga Nyberg' }] }, headers: withKey })).json.inserted;
const names = (given: Given): string[] => given.server.wall().people.list().map(({ name }) => name);
const erase = async (given: Given, headers: Record<string, string>, name: string): Promise<void> => {
	const person = given.server.wall().people.list().find((one) => one.name === name);
	expect((await given.call('POST', `/api/v1/people/${person?.id}/erasure`, { body: { name }, headers })).status).toBe(200);
};
const contentsOf = async (given: Given, headers: Record<string, string>, name: string) => (await given.call('GET', `/api/v1/backups/${name}/contents`, { headers })).json;

test('[M18] who was erased stays erased in a backup from before they were known, and in a later one that is put back after it', { timeout: 120_000 }, async () => {
	const given = await givenServer();
	const session = given.session();
	await push(given, 'D-1');
	const before = await backUp(given, session);
	expect(await pushOlga(given)).toBe(1);
	const known = await backUp(given, session);
	await erase(given, session, 'Olga Nyberg');
	expect(await pushOlga(given)).toBe(0);

	await restore(given, session, before.name);
	expect(await pushOlga(given)).toBe(0);
	expect(names(given)).not.toContain('Olga Nyberg');
	// What she sold counts under a key that nobody else has or gets.
	await given.call('POST', '/api/v1/facts', { body: { source: 'crm', people: [{ email: 'per@x.example', name: 'Per Ek' }], deals: [{ external_id: 'D-9', status: 'won', amount: 100, owner: 'olga@x.example', created: '2026-11-01', closed: '2026-11-20' }] }, headers: withKey });
	await erase(given, session, 'Per Ek');
	const { db } = given.server.wall().options;
	const [owner] = db.prepare<[], string>(`SELECT owner_key FROM deal WHERE external_id = 'D-9'`).pluck().all();
	expect(owner).toMatch(/^erased:/);
	expect(db.prepare<[string], number>('SELECT count(*) FROM identity WHERE key = ?').pluck().get(owner ?? '')).toBe(0);

	expect((await contentsOf(given, session, known.name)).stays.erased).toBe(2);
	await restore(given, session, known.name);
	expect(names(given)).not.toContain('Olga Nyberg');
	expect(await pushOlga(given)).toBe(0);
	expect(names(given)).not.toContain('Olga Nyberg');
});

test('[check 6] what was revoked stays so when a backup that does not know it is put back, and then one in which it works; a screen shows no more than it may', { timeout: 120_000 }, async () => {
	const given = await givenServer();
	const session = given.session();
	const head = { at: given.now.ms, author: 'admin' };
	await push(given, 'D-1');
	const [before, alike] = [await backUp(given, session), await backUp(given, session)];
	const { key, secret } = (await given.call('POST', '/api/v1/keys', { body: { name: 'leaked', scopes: ['read'], source: null, until: null }, headers: session })).json;
	const [taken, lobby] = [await given.pairScreen(session, 'Hall'), await given.pairScreen(session, 'Lobby')];
	const { journal } = given.server.wall();
	const close = journal.apply('month closed', { uid: 'a-close', month: '2026-10', parts: [{ scope: 'company', sections: [], figures: [] }], revision: journal.revision(), byItself: false }, head);
	const { link, path } = (await given.call('POST', '/api/v1/review/links', { body: { close, scope: 'company', label: 'The board', days: 30 }, headers: session })).json;
	const known = await backUp(given, session);
	for (const one of [`/api/v1/keys/${key.id}`, `/api/v1/screens/${taken.id}`, `/api/v1/review/links/${link.id}`]) expect((await given.call('DELETE', one, { headers: session })).status).toBe(200);
	journal.apply('screen set up', { screen: lobby.id, setup: { ...given.server.wall().screens.setupStanding(lobby.id).chosen, privacy: 'lobby' } }, head);

	await restore(given, session, before.name);
	// It is carried on by a database that never knew any of it.
	await restore(given, session, alike.name);
	expect((await contentsOf(given, session, known.name)).stays).toMatchObject({ keys: ['leaked'], screens: ['Hall'], links: 1 });
	await restore(given, session, known.name);
	const statusOf = async (at: string, token: string): Promise<number> => (await given.call('GET', at, { headers: { Authorization: `Bearer ${token}` } })).status;
	expect([await statusOf('/api/v1/health', secret), await statusOf('/api/v1/handout', path.replace('/review#link=', ''))]).toEqual([401, 401]);
	expect(await refusal(given.connect({ token: taken.token, origin: given.origin }))).toBe('not_paired');
	expect(given.server.wall().screens.setupStanding(lobby.id).chosen.privacy).toBe('lobby');
});

test('what has come since is counted from where a backup and what there is now part, also when there are fewer entries now than in it', { timeout: 120_000 }, async () => {
	const given = await givenServer();
	const session = given.session();
	await push(given, 'D-1');
	const before = await backUp(given, session);
	const since = async ({ name }: { name: string }): Promise<number> => (await contentsOf(given, session, name)).entriesSince;
	const pushes = async (of: string, count: number): Promise<void> => {
		for (let one = 1; one <= count; one += 1) await push(given, `${of}-${one}`);
	};
	expect(await since(before)).toBe(0);
	await pushes('E', 20);
	const later = await backUp(given, session);
	expect([await since(before), await since(later)]).toEqual([20, 0]);
	await restore(given, session, before.name);
	await pushes('F', 5);
	// And that it was put back, which is an entry as well.
	expect([await since(before), await since(later)]).toEqual([6, 6]);
	const between = await backUp(given, session);
	await restore(given, session, later.name);
	await push(given, 'G-1');
	// It has the pushes of E and not those of F.
	expect([await since(before), await since(between), await since(later)]).toEqual([22, 22, 2]);
	// One that nothing is known of is not taken for the same.
	const newest = await backUp(given, session);
	expect(await since(newest)).toBe(0);
	given.server.wall().options.db.exec('UPDATE entry SET at = at + 1 WHERE id = (SELECT max(id) FROM entry)');
	expect(await since(newest)).toBeGreaterThan(0);
});
