/** A disk that fails a call now and then, or for good, under a real server. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ask, givenFolder, withKey, type Answer } from '../server/http/support.ts';
import { faultsLibrary, givenFaults, type Fault } from '../support/faults.ts';
import { FloorModel, zone } from '../support/floor-model.ts';
import { inspect, isUp, portOf, startProcess, tryToAsk, type Started } from '../support/process.ts';
import { createWriter, expectKept } from '../support/writer.ts';

const password = 'correct horse battery';
const withFaults = test.skipIf(faultsLibrary === null);

/** It ended of itself and said why, in words and without its innards. */
const expectStopped = async ({ exit, output }: Started): Promise<void> => {
	expect(await exit).toBe(1);
	const said = output().split('\n').filter((line) => line !== '' && !line.startsWith('{') && !/^(Wall|Admin|Set-up code):/.test(line));
	expect(said).toEqual([expect.stringMatching(/^The (disk failed under|database) .*(start again|start empty)\.$/)]);
};

withFaults('[R4] after any failed call it has not acknowledged what it has not, stops with words that help, and has it all at the next start', async () => {
	const dataDir = givenFolder();
	const faults = givenFaults(dataDir);
	const env = { ...faults.env, DATA_DIR: dataDir, TIME_ZONE: zone, TICK_MS: '100' };
	const writer = createWriter('one', 'failing', 200);
	const model = new FloorModel();
	const known = new Map<string, number>();
	const sweep: Fault[] = [
		{ on: ['write'], nth: 1, with: 'EIO' },
		{ on: ['write'], nth: 9, with: 'EIO' },
		{ on: ['write'], nth: 60, with: 'EIO', forEver: true },
		{ on: ['sync'], nth: 1, with: 'EIO' },
		{ on: ['sync'], nth: 4, with: 'EIO', forEver: true },
		{ on: ['write', 'sync', 'cut', 'open', 'read'], nth: 3, with: 'EIO', forEver: true },
	];
	for (const fault of sweep) {
		faults.heal();
		const started = startProcess(env);
		const port = await portOf(started);
		await isUp(port);
		const soFar = writer.acknowledged.length;
		await writer.write(port, () => writer.acknowledged.length >= soFar + 2);
		faults.fail(fault);
		await writer.write(port, () => started.child.exitCode !== null);
		expect(faults.failed()).toBeGreaterThan(0);
		await expectStopped(started);
		faults.heal();
		const found = inspect(dataDir);
		expectKept(found, [writer], model, known);
		await found.close();
	}
	const started = startProcess({ ...env, LD_PRELOAD: '' });
	await isUp(await portOf(started));
});

withFaults('[R4] [R5] no room for any one write is a 507 for that push; the next is taken', async () => {
	const dataDir = givenFolder();
	const faults = givenFaults(dataDir);
	const started = startProcess({ ...faults.env, DATA_DIR: dataDir, TICK_MS: '600000' });
	const port = await portOf(started);
	await isUp(port);
	const push = (id: string): Promise<Answer> => ask(port, 'POST', '/api/v1/facts', { body: { source: 'crm', people: [{ name: `Ana ${id}`, team: `Team ${id}` }], deals: [{ external_id: id, status: 'won', closed: '2026-09-15', amount: 1 }], targets: [{ metric: 'sales', scope: 'company', period: '2026-09', value: id }] }, headers: withKey });
	expect((await push('100')).status).toBe(200);
	// In the push itself, or later when its sums are brought up to date.
	const statuses: number[] = [];
	for (const nth of [1, 2, 5, 13, 34, 55, 80, 120]) {
		faults.fail({ on: ['write'], nth, with: 'ENOSPC' });
		const { status } = await push(String(nth));
		statuses.push(status);
		if (status === 507) expect((await push(String(nth))).status).toBe(200);
		await tryToAsk(port, 'GET', '/api/v1/wall', { headers: withKey });
	}
	faults.heal();
	expect([...new Set(statuses)].sort()).toEqual([200, 507]);
	const { json } = await ask(port, 'GET', '/api/v1/explain?metric=sales&scope=company&period=2026-09&asOf=2026-09-30', { headers: withKey });
	expect([json.value, json.target]).toEqual([9, 120]);
	expect((await ask(port, 'GET', '/healthz')).status).toBe(200);
	started.child.kill('SIGTERM');
	expect(await started.exit).toBe(0);
	inspect(dataDir);
});

describe('what the server writes and reads of itself is not swallowed either', () => {
	const given = async (env: Record<string, string> = {}) => {
		const dataDir = givenFolder();
		const faults = givenFaults(dataDir);
		const started = startProcess({ ...faults.env, DATA_DIR: dataDir, ADMIN_PASSWORD: password, TICK_MS: '100', ...env });
		const port = await portOf(started);
		await isUp(port);
		const origin = `http://127.0.0.1:${port}`;
		const { headers } = await ask(port, 'POST', '/api/v1/session', { body: { account: 'admin', password } });
		return { dataDir, faults, started, port, session: { Cookie: [headers['set-cookie']].flat()[0]?.split(';')[0] ?? '', Origin: origin }, origin };
	};

	withFaults('[R4] a sum that cannot be written', async () => {
		const { started, port, faults, dataDir } = await given();
		const activities = Array.from({ length: 4_000 }, (_, index) => ({ external_id: String(index), kind: 'call', direction: 'outbound', at: '2026-09-15', owner: `p${index}@x.example` }));
		const { status } = await ask(port, 'POST', '/api/v1/facts', { body: { source: 'dialer', activities }, headers: withKey });
		faults.fail({ on: ['write'], with: 'EIO' });
		expect(status).toBe(200);
		await expectStopped(started);
		expect(inspect(dataDir).db.prepare('SELECT count(*) FROM activity').pluck().get()).toBe(4_000);
	});

	withFaults('[R4] that someone signed in was here', async () => {
		const { started, port, faults, session } = await given();
		faults.clock(120_000);
		faults.fail({ on: ['write'], with: 'EIO' });
		const answer = await tryToAsk(port, 'GET', '/api/v1/targets', { headers: session });
		expect([answer?.status, answer?.json.error]).toEqual([503, 'disk_failure']);
		await expectStopped(started);
	});

	withFaults('[R4] that a screen is there', async () => {
		const { started, port, faults, session, origin } = await given();
		const { json } = await ask(port, 'POST', '/api/v1/pairing', { body: {} });
		expect((await ask(port, 'POST', '/api/v1/screens', { body: { code: json.userCode, name: 'Lobby' }, headers: session })).status).toBe(200);
		const { token } = (await ask(port, 'POST', '/api/v1/pairing/claim', { body: { deviceCode: json.deviceCode } })).json;
		faults.fail({ on: ['write'], with: 'EIO' });
		const socket = io(origin, { transports: ['websocket'], auth: { token }, extraHeaders: { Origin: origin } });
		onTestFinished(() => void socket.disconnect());
		await expectStopped(started);
	});
});

withFaults('[R4] a start that a failing disk stops says so in a sentence, and changes nothing', async () => {
	const dataDir = givenFolder();
	const faults = givenFaults(dataDir);
	const env = { ...faults.env, DATA_DIR: dataDir };
	const first = startProcess(env);
	await isUp(await portOf(first));
	first.child.kill('SIGTERM');
	expect(await first.exit).toBe(0);
	const file = join(dataDir, 'floorcast.sqlite');
	const before = readFileSync(file);
	const sweep: Fault[] = [
		{ on: ['read'], nth: 1, with: 'EIO', forEver: true },
		{ on: ['read'], nth: 6, with: 'EIO', forEver: true },
		{ on: ['open'], nth: 1, with: 'EMFILE', forEver: true },
		{ on: ['open'], nth: 3, with: 'EACCES', forEver: true },
	];
	for (const fault of sweep) {
		faults.fail(fault);
		const started = startProcess(env);
		expect(await started.exit).toBe(1);
		expect(faults.failed()).toBeGreaterThan(0);
		const said = started.output().trim();
		expect(said).toMatch(/disk failed|cannot be written|cannot be read/);
		expect(said.split('\n')).toHaveLength(1);
		expect(readFileSync(file).equals(before)).toBe(true);
	}
	faults.heal();
	await isUp(await portOf(startProcess(env)));
});
