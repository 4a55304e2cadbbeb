/** Accounts when a backup is put back: what was taken from somebody since stays taken. */
import { expect, test } from 'vitest';
import { givenAccount, invite, isIn, tokenOf, use } from '../http/account-support.ts';
import { givenServer, password } from '../http/support.ts';
import { backUp, bring, push, restore } from './support.ts';

test('[R16] [check 6] who was removed, disabled or given another role since is not what they were then; links of then are dead', async () => {
	const given = await givenServer();
	const admin = given.session();
	await push(given, 'D-1');
	const [gone, off, demoted, stays, promoted] = [await givenAccount(given, 'admin', 'gone'), await givenAccount(given, 'ops', 'off'), await givenAccount(given, 'admin', 'demoted'), await givenAccount(given, 'viewer', 'stays'), await givenAccount(given, 'viewer', 'promoted')];
	const [old, open] = [stays.session(), tokenOf(await invite(given, admin))];
	const { name } = await backUp(given, admin);
	const change = (method: string, id: number, body?: unknown) => given.call(method, `/api/v1/accounts/${id}`, { ...(body === undefined ? {} : { body }), headers: admin });
	await change('DELETE', gone.id);
	await change('PUT', off.id, { isDisabled: true });
	await change('PUT', demoted.id, { role: 'manager' });
	await change('PUT', promoted.id, { role: 'ops' });
	await givenAccount(given, 'ops', 'new');
	await given.call('POST', '/api/v1/session', { body: { account: 'somebody', password: 'wrong password' } });
	const { stays: otherwise, administrators, staysSignedIn } = (await given.call('GET', `/api/v1/backups/${name}/contents`, { headers: admin })).json;
	expect([otherwise.accounts, administrators, staysSignedIn]).toEqual([['demoted', 'gone', 'off', 'promoted'], ['admin'], true]);

	await restore(given, admin, name);
	const { accounts, invitations } = (await given.call('GET', '/api/v1/accounts', { headers: admin })).json;
	expect(accounts.map(({ name: one, role, isDisabled }: Record<string, unknown>) => [one, role, isDisabled])).toEqual([['admin', 'admin', false], ['demoted', 'manager', false], ['new', 'ops', false], ['off', 'ops', true], ['promoted', 'ops', false], ['stays', 'viewer', false]]);
	expect([invitations, (await use(given, open)).status, await isIn(given, old)]).toEqual([[], 404, false]);
	for (const account of ['gone', 'off']) expect((await given.call('POST', '/api/v1/session', { body: { account, password } })).status).toBe(401);
	expect(await given.signIn('stays')).toHaveProperty('Cookie');
	// Who came in and who was turned away since is no less so.
	const { rows } = (await given.call('GET', '/api/v1/audit', { headers: admin })).json;
	expect(rows).toEqual(expect.arrayContaining([expect.objectContaining({ what: 'sign-in failed', who: 'somebody' }), expect.objectContaining({ what: 'backup restored', who: 'admin', about: name })]));
});

test('[check 42] who made, downloaded, deleted and brought a backup is in the record', async () => {
	const given = await givenServer();
	const admin = given.session();
	await push(given, 'D-1');
	const { name } = await backUp(given, admin);
	expect((await given.call('HEAD', `/api/v1/backups/${name}`, { headers: admin })).status).toBe(200);
	const downloaded = await given.call('GET', `/api/v1/backups/${name}`, { headers: admin });
	expect(downloaded.status).toBe(200);
	await given.call('DELETE', `/api/v1/backups/${name}`, { headers: admin });
	const brought = await bring(given, admin, downloaded.bytes);
	const { rows } = (await given.call('GET', '/api/v1/audit?limit=4', { headers: admin })).json;
	expect(rows.map(({ what, who, about, address }: Record<string, string>) => [what, who, about, address])).toEqual([
		['backup brought', 'admin', brought.json.name, '127.0.0.1'],
		['backup deleted', 'admin', name, '127.0.0.1'],
		['backup downloaded', 'admin', name, '127.0.0.1'],
		['backup made', 'admin', '', '127.0.0.1'],
	]);
});

test('[R16] [check 6] who puts it back stays an administrator, also of a backup that does not know them; whom they removed since is not let in again', async () => {
	const given = await givenServer();
	const admin = given.session();
	await push(given, 'D-1');
	const boss = await givenAccount(given, 'admin', 'boss');
	const { name } = await backUp(given, admin);
	const eva = await givenAccount(given, 'admin', 'eva');
	const by = eva.session();
	const { id } = given.server.wall().accounts.list().find((one) => one.name === 'admin') ?? { id: 0 };
	for (const gone of [id, boss.id]) expect((await given.call('DELETE', `/api/v1/accounts/${gone}`, { headers: by })).status).toBe(200);
	const { administrators } = (await given.call('GET', `/api/v1/backups/${name}/contents`, { headers: by })).json;
	await restore(given, by, name);
	expect([administrators, given.server.wall().accounts.list().map(({ name: one, role }) => [one, role]), await isIn(given, by)]).toEqual([['eva'], [['eva', 'admin']], true]);
	for (const account of ['admin', 'boss']) expect((await given.call('POST', '/api/v1/session', { body: { account, password } })).status).toBe(401);
	expect(await given.signIn('eva')).toHaveProperty('Cookie');
});
