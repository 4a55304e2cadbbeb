/** `npm run reset-password`, for whoever has lost the last administrator's password. */
import Database from 'better-sqlite3';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeOlderDatabase } from '../support/older.ts';
import { isIn, signedInBy, use } from './http/account-support.ts';
import { givenFolder, givenServer, password } from './http/support.ts';

function run(args: string[], env: Record<string, string>): { code: number | null; said: string } {
	const { NODE_OPTIONS: _, ...outer } = process.env;
	const { status, stdout, stderr } = spawnSync(process.execPath, ['server/reset-password.ts', ...args], { encoding: 'utf8', env: { ...outer, HOST: '127.0.0.1', PORT: '4321', ...env } });
	return { code: status, said: stdout + stderr };
}

test('[check 6] it prints a link, good once, by which an administrator chooses a new password; every session of theirs ends', async () => {
	const given = await givenServer();
	const DATA_DIR = given.config.dataDir;
	const before = given.session();
	expect(run(['admin'], { DATA_DIR })).toEqual({ code: 1, said: expect.stringMatching(/another Floorcast is running/) });
	await given.server.close();

	const { code, said } = run([' Admin'], { DATA_DIR });
	expect([code, said]).toEqual([0, expect.stringMatching(/24 hours.*\n {2}http:\/\/127\.0\.0\.1:4321\/admin#reset=[\w-]{43}\n$/)]);
	const token = /#reset=(\S+)/.exec(said)?.[1] ?? '';

	const again = await givenServer({ env: { DATA_DIR } });
	// The command goes by the machine's clock.
	again.now.ms = Date.now();
	await expect(again.signIn('admin', 'another password')).rejects.toThrow('401');
	const used = await use(again, token, { account: undefined, password: 'another password' });
	expect([used.status, used.json.account]).toEqual([200, { name: 'admin', role: 'admin' }]);
	expect((await use(again, token)).status).toBe(404);
	await expect(again.signIn('admin', password)).rejects.toThrow('401');
	const admin = signedInBy(again, used);
	expect([await isIn(again, { ...before, Origin: again.origin }), await isIn(again, admin)]).toEqual([false, true]);
	const { rows } = (await again.call('GET', '/api/v1/audit', { headers: admin })).json;
	expect(rows).toEqual(expect.arrayContaining([expect.objectContaining({ what: 'reset link made', who: 'command', about: 'admin' })]));
});

test('[R17] a database of an earlier version it leaves to the server, which copies it first', () => {
	const DATA_DIR = givenFolder();
	const file = join(DATA_DIR, 'floorcast.sqlite');
	makeOlderDatabase(file, 3);
	expect(run(['admin'], { DATA_DIR })).toEqual({ code: 1, said: expect.stringMatching(/^The database is of an earlier version\. Start the server once, .*nothing was changed\.\n$/) });
	const db = new Database(file, { readonly: true });
	expect(db.pragma('user_version', { simple: true })).toBe(3);
	db.close();
});

test('what it cannot do it says, and changes nothing', async () => {
	const given = await givenServer();
	const { dataDir } = given.config;
	await given.server.close();
	expect(run([], { DATA_DIR: dataDir })).toEqual({ code: 1, said: expect.stringContaining('Usage: npm run reset-password -- <account>') });
	expect(run(['ana', 'bo'], { DATA_DIR: dataDir }).code).toBe(1);
	expect(run(['ana'], { DATA_DIR: dataDir })).toEqual({ code: 1, said: 'There is no account ana. Administrators: admin.\n' });
	const empty = givenFolder();
	expect(run(['admin'], { DATA_DIR: empty })).toEqual({ code: 1, said: expect.stringContaining('there is no') });
	const bad = run(['admin'], { DATA_DIR: dataDir, PORT: 'x' });
	expect([bad.code, bad.said]).toEqual([1, expect.stringContaining('PORT')]);
	const again = await givenServer({ env: { DATA_DIR: dataDir } });
	expect(again.server.wall().invitations.list(0)).toEqual([]);
});
