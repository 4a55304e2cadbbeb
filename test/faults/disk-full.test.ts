/** A disk of 16 MB that fills up under a real server. */
import { closeSync, openSync, rmSync, statfsSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ask, withKey, type Answer } from '../server/http/support.ts';
import { givenFreePort, givenSmallDisk, mayMount } from '../support/machine.ts';
import { inspect, isUp, portOf, startProcess, tryToAsk, watchWall } from '../support/process.ts';

const password = 'correct horse battery';
const rowsAtOnce = 400;
let made = 0;
/** Calls of one day, so that one number says how many there are. */
const calls = (count = rowsAtOnce) => Array.from({ length: count }, () => ({ external_id: `C-${(made += 1)}`, kind: 'call', direction: 'outbound', at: '2026-09-15', owner: `p${made % 50}@x.example`, account: 'An account with a long name '.repeat(6) }));

/** Writes until nothing more goes in. */
const fillUp = (file: string): void => {
	const handle = openSync(file, 'a');
	const page = Buffer.alloc(4096, 1);
	try {
		for (;;) writeSync(handle, page);
	} catch (error) {
		expect(error).toMatchObject({ code: 'ENOSPC' });
	} finally {
		closeSync(handle);
	}
};

test.skipIf(!mayMount)('[R5] a full disk refuses what is new, the wall goes on and says so, and all heals by itself', async () => {
	const disk = givenSmallDisk('16m');
	const dataDir = join(disk, 'floor');
	// What another program keeps there.
	writeFileSync(join(disk, 'other'), Buffer.alloc(4_000_000));
	const env = { DATA_DIR: dataDir, TICK_MS: '500', TIME_ZONE: 'Europe/Berlin', ADMIN_PASSWORD: password };
	const started = startProcess(env);
	const port = await portOf(started);
	await isUp(port);
	const signedIn = await ask(port, 'POST', '/api/v1/session', { body: { account: 'admin', password } });
	const session = { Cookie: [signedIn.headers['set-cookie']].flat()[0]?.split(';')[0] ?? '' };
	const push = (count?: number): Promise<Answer> => ask(port, 'POST', '/api/v1/facts', { body: { source: 'dialer', activities: calls(count) }, headers: withKey });
	const value = async (at = port): Promise<number> => {
		const { status, json } = await ask(at, 'GET', '/api/v1/explain?metric=calls_made&scope=company&period=2026-09&asOf=2026-09-30', { headers: withKey });
		expect(status).toBe(200);
		return json.value;
	};
	const wall = watchWall(port);

	let acknowledged = 0;
	let refused: Answer | null = null;
	while (!refused) {
		const answer = await push();
		if (answer.status === 200) acknowledged += rowsAtOnce;
		else refused = answer;
	}
	expect([refused.status, refused.json.error]).toEqual([507, 'disk_full']);
	expect(acknowledged).toBeGreaterThan(0);
	// To the last byte, as another program would.
	fillUp(join(disk, 'filled'));
	expect(statfsSync(disk).bavail).toBe(0);

	// Nothing of a refused push is kept, and no read is broken.
	for (let tries = 0; tries < 3; tries += 1) expect((await push()).status).toBe(507);
	expect(await value()).toBe(acknowledged);
	const health = async (): Promise<Answer['json']> => (await ask(port, 'GET', '/api/v1/health', { headers: withKey })).json;
	expect(await health()).toMatchObject({ status: 'ok', facts: { activities: acknowledged }, lastError: { message: 'the disk is full' } });
	for (const path of ['/healthz', '/api/v1/wall', '/api/v1/wall?asOf=2026-09-20', '/api/v1/session']) expect([path, (await ask(port, 'GET', path, { headers: path === '/healthz' ? {} : withKey })).status]).toEqual([path, 200]);
	for (const path of ['/api/v1/targets', '/api/v1/targets/grid', '/api/v1/targets/log', '/api/v1/screens']) expect([path, (await ask(port, 'GET', path, { headers: session })).status]).toEqual([path, 200]);
	// What is small may find a place in the log still.
	expect([200, 507]).toContain((await ask(port, 'POST', '/api/v1/session', { body: { account: 'admin', password } })).status);

	// The wall keeps its board, says what is wrong, and hears that the tick is alive.
	await expect.poll(() => wall.boards.at(-1)?.panels.every(({ stale }) => stale?.startsWith('Disk full: nothing new since ')), { timeout: 60_000 }).toBe(true);
	const before = wall.beats;
	await expect.poll(() => wall.beats, { timeout: 60_000 }).toBeGreaterThan(before);
	expect(started.child.exitCode).toBe(null);

	// A start on the full disk shows the last numbers, also after a kill, and when not even its output can be written.
	started.child.kill('SIGKILL');
	await started.exit;
	expect(statfsSync(disk).bavail).toBe(0);
	const again = startProcess(env);
	const portAgain = await portOf(again);
	await isUp(portAgain);
	expect(await value(portAgain)).toBe(acknowledged);
	again.child.kill('SIGTERM');
	expect(await again.exit).toBe(0);
	fillUp(join(disk, 'filled'));
	const last = await givenFreePort();
	const silent = startProcess({ ...env, LOG_LEVEL: 'trace', PORT: String(last) }, { into: '/dev/full' });
	await expect.poll(async () => (await tryToAsk(last, 'GET', '/healthz'))?.status, { timeout: 60_000 }).toBe(200);
	expect(await value(last)).toBe(acknowledged);
	const lastWall = watchWall(last);
	expect((await ask(last, 'POST', '/api/v1/facts', { body: { source: 'dialer', activities: calls() }, headers: withKey })).status).toBe(507);
	await expect.poll(() => lastWall.boards.at(-1)?.panels[0]?.stale, { timeout: 60_000 }).toMatch(/^Disk full/);

	// Room again: no restart, nobody does anything.
	for (const name of ['filled', 'other']) rmSync(join(disk, name));
	const freed = performance.now();
	await expect.poll(() => lastWall.boards.at(-1)?.panels[0]?.stale, { timeout: 10_000 }).toBe(null);
	const { status, json } = await ask(last, 'POST', '/api/v1/facts', { body: { source: 'dialer', activities: calls(10) }, headers: withKey });
	expect([status, json.inserted]).toEqual([200, 10]);
	expect(performance.now() - freed).toBeLessThan(10_000);
	expect(await value(last)).toBe(acknowledged + 10);
	silent.child.kill('SIGTERM');
	expect(await silent.exit).toBe(0);
	const found = inspect(dataDir);
	expect(found.db.prepare('SELECT count(*) FROM activity').pluck().get()).toBe(acknowledged + 10);
});

test.skipIf(!mayMount)('[R5] the demo goes on, and starts, on a full disk; its set-up waits for room', async () => {
	const disk = givenSmallDisk('160m');
	const env = { DATA_DIR: join(disk, 'floor'), DEMO: 'auto', API_KEY: '' };
	const first = startProcess(env);
	await isUp(await portOf(first));
	fillUp(join(disk, 'filled'));
	first.child.kill('SIGKILL');
	await first.exit;
	const started = startProcess(env);
	const port = await portOf(started);
	await isUp(port);
	const code = /Set-up code: (\S+)/.exec(started.output())?.[1];
	const setUp = () => ask(port, 'POST', '/api/v1/setup', { body: { code, account: 'ana', password, workspace: { name: 'Ours', currency: 'EUR', timeZone: 'Europe/Berlin', locale: 'en' } } });
	const refused = await setUp();
	expect([refused.status, refused.json.error]).toEqual([507, 'disk_full']);
	expect((await ask(port, 'GET', '/healthz')).status).toBe(200);
	rmSync(join(disk, 'filled'));
	expect((await setUp()).status).toBe(200);
});
