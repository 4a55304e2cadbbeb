/** Each way in which a session ends: over HTTP, for a live stream, and for a page that waits for a meeting; nobody else notices. */
import { request } from 'node:http';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { givenAccount, isIn, tokenOf, use, type Headers, type Someone } from './account-support.ts';
import { listen } from './live-support.ts';
import { backUp, dealsNow, idle, list, push, workspace } from '../backup/support.ts';
import { givenServer, password, withKey, type Given } from './support.ts';

interface Scene {
	given: Given;
	eva: Someone;
	/** The session that is ended. */
	session: Headers;
}

const byAdmin = ({ given }: Scene, method: string, path: string, body?: unknown) => given.call(method, path, { ...(body === undefined ? {} : { body }), headers: given.session() });

const ways: Record<string, (scene: Scene) => Promise<unknown>> = {
	'signing out': ({ given, session }) => given.call('DELETE', '/api/v1/session', { headers: session }),
	'signing out everywhere else, elsewhere': ({ given, eva }) => given.call('DELETE', '/api/v1/sessions', { headers: eva.session() }),
	'being signed out everywhere by an administrator': (scene) => byAdmin(scene, 'DELETE', `/api/v1/accounts/${scene.eva.id}/sessions`),
	'a change of the password elsewhere': ({ given, eva }) => given.call('PUT', '/api/v1/password', { body: { current: password, next: 'another password' }, headers: eva.session() }),
	'a reset of the password': async (scene) => use(scene.given, tokenOf(await byAdmin(scene, 'POST', `/api/v1/accounts/${scene.eva.id}/reset`, {}))),
	'being disabled': (scene) => byAdmin(scene, 'PUT', `/api/v1/accounts/${scene.eva.id}`, { isDisabled: true }),
	'being removed': (scene) => byAdmin(scene, 'DELETE', `/api/v1/accounts/${scene.eva.id}`),
	'signing in anew in the same browser': ({ given, session }) => given.call('POST', '/api/v1/session', { body: { account: 'eva', password }, headers: session }),
};

/** A meeting, which needs figures to go through. */
async function givenMeeting({ call, session, server }: Given): Promise<number> {
	await call('POST', '/api/v1/facts', { body: { source: 'crm', people: [{ email: 'ana@x.example', name: 'Ana', team: 'North' }], deals: [{ external_id: 'D-1', status: 'won', owner: 'ana@x.example', closed: '2026-11-10', amount: 100 }] }, headers: withKey });
	const { month } = server.wall().workspace() ?? { month: '' };
	const started = await call('POST', '/api/v1/review/meetings', { body: { month, scope: 'company', close: null, screens: [] }, headers: session() });
	if (started.status !== 200) throw new Error(`the meeting was refused: ${started.text}`);
	return started.json.id;
}

test.each(Object.keys(ways))('[check 6] %s ends what is asked for, what is heard live, and what is waited for', async (way) => {
	const given = await givenServer();
	const eva = await givenAccount(given, 'manager', 'eva');
	const bo = (await givenAccount(given, 'manager', 'bo')).session();
	const meeting = await givenMeeting(given);
	const session = eva.session();
	const [live, others] = [await listen(given, session), await listen(given, bo)];
	const waiting = (headers: Headers) => given.call('GET', `/api/v1/review/meetings/${meeting}?after=1000`, { headers });
	const waited = waiting(session);
	const otherWaits = waiting(bo);
	let isOthersAnswered = false;
	void otherWaits.then(() => (isOthersAnswered = true));
	await expect.poll(() => live.messages.length).toBe(1);

	const scene = { given, eva, session };
	await ways[way]?.(scene);
	await expect.poll(() => live.events, { timeout: 1000 }).toEqual(['ended', 'closed']);
	const { status, json } = await waited;
	expect([status, json.error]).toEqual([401, 'unauthorized']);
	expect((await given.call('GET', '/api/v1/targets', { headers: session })).status).toBe(401);

	expect([others.events, isOthersAnswered, await isIn(given, bo)]).toEqual([[], false, true]);
	// Lets go of it.
	await given.call('DELETE', `/api/v1/review/meetings/${meeting}`, { headers: bo });
	await otherWaits;
});

test('[check 6] a stream begins anew when its account may do something else, and a wait is answered by what it may do then', async () => {
	const given = await givenServer();
	const eva = await givenAccount(given, 'manager', 'eva');
	const meeting = await givenMeeting(given);
	const session = eva.session();
	const live = await listen(given, session);
	const waited = given.call('GET', `/api/v1/review/meetings/${meeting}?after=1000`, { headers: session });
	await expect.poll(() => live.messages.length).toBe(1);
	await given.call('PUT', `/api/v1/accounts/${eva.id}`, { body: { role: 'viewer' }, headers: given.session() });
	await expect.poll(() => live.events, { timeout: 1000 }).toEqual(['ended', 'closed']);
	expect((await waited).status).toBe(200);
	expect([await isIn(given, session), (await given.call('PUT', `/api/v1/review/meetings/${meeting}`, { body: { isBlank: true }, headers: session })).status]).toEqual([true, 403]);
});

test('[check 6] who is shut out while their request is on its way writes nothing with it', async () => {
	const given = await givenServer();
	const boss = await givenAccount(given, 'admin', 'boss');
	const body = JSON.stringify({ role: 'admin', note: '' });
	const answered = new Promise<number>((resolve, reject) => {
		const asked = request({ host: '127.0.0.1', port: given.server.port, method: 'POST', path: '/api/v1/invitations', headers: { ...boss.session(), 'Content-Type': 'application/json', 'Content-Length': body.length } }, (response) => {
			response.resume();
			resolve(response.statusCode ?? 0);
		});
		asked.on('error', reject);
		asked.write(body.slice(0, -1), () => {
			void given.call('DELETE', `/api/v1/accounts/${boss.id}`, { headers: given.session() }).then(() => asked.end(body.slice(-1)));
		});
	});
	expect(await answered).toBe(401);
	expect((await given.call('GET', '/api/v1/accounts', { headers: given.session() })).json.invitations).toEqual([]);
});

describe('[check 6] who is shut out while what they began goes on', () => {
	const remove = async ({ call, session }: Given, { id }: Someone): Promise<void> => void expect((await call('DELETE', `/api/v1/accounts/${id}`, { headers: session() })).status).toBe(200);

	test('takes out no old facts once the backup before it is made', async () => {
		const given = await givenServer();
		const boss = await givenAccount(given, 'admin', 'boss');
		const headers = given.session();
		const saved = given.call('PUT', '/api/v1/retention', { body: { keep: { activities: 13, meetings: null, proposals: null }, confirm: workspace }, headers: boss.session() });
		await expect.poll(async () => (await list(given, headers)).running?.work).toBe('backup');
		await remove(given, boss);
		expect((await list(given, headers)).running?.work).toBe('backup');
		expect((await saved).status).toBe(401);
		expect((await idle(given, headers)).backups.map(({ why }) => why)).toEqual(['before-retention']);
		expect((await given.call('GET', '/api/v1/retention', { headers })).json.kinds[0].months).toBe(null);
	});

	test('puts no backup back', async () => {
		const given = await givenServer();
		const boss = await givenAccount(given, 'admin', 'boss');
		const headers = given.session();
		await push(given, 'D-1');
		const { name } = await backUp(given, headers);
		await push(given, 'D-2');
		expect((await given.call('POST', `/api/v1/backups/${name}/restore`, { body: { workspace }, headers: boss.session() })).json.running.work).toBe('restore');
		await remove(given, boss);
		const { failures, backups, restored } = await idle(given, headers);
		expect([failures.map(({ work, message }) => [work, message]), backups.map(({ why }) => why), restored]).toEqual([[['restore', 'boss has been signed out or may not put one back any more']], ['by-hand'], null]);
		expect(await dealsNow(given)).toBe(2);
	});
});

test.each([
	['being signed out everywhere by an administrator', undefined],
	['being removed', undefined],
	['being disabled', { isDisabled: false }],
	['a reset of the password', undefined],
])('[check 6] %s ends a change of the password that is on its way', async (way, after) => {
	const given = await givenServer();
	const eva = await givenAccount(given, 'manager', 'eva');
	const session = eva.session();
	const { accounts } = given.server.wall();
	const { check } = accounts;
	// The old password was right; the new one is still to be hashed.
	const checking = vi.spyOn(accounts, 'check').mockImplementation(async (...asked) => {
		const found = await check(...asked);
		checking.mockRestore();
		await ways[way]?.({ given, eva, session });
		if (after) await given.call('PUT', `/api/v1/accounts/${eva.id}`, { body: after, headers: given.session() });
		return found;
	});
	onTestFinished(() => checking.mockRestore());
	const changed = await given.call('PUT', '/api/v1/password', { body: { current: password, next: 'a password of theirs' }, headers: session });
	expect([changed.status, changed.headers['set-cookie']]).toEqual([401, undefined]);
	await expect(given.signIn('eva', 'a password of theirs')).rejects.toThrow('401');
	if (way === 'a reset of the password') expect(accounts.sessionsOf(eva.id)).toHaveLength(1);
});
