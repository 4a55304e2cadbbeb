/** The server as a process of its own. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { runJob, runJobNow } from '../../../server/backup/jobs.ts';
import { openDatabase } from '../../../server/db/open.ts';
import { needlessRights } from '../../../server/rights.ts';
import { FloorModel, zone } from '../../support/floor-model.ts';
import { inspect, isUp, portOf, startArgs, startProcess } from '../../support/process.ts';
import { createWriter, expectKept } from '../../support/writer.ts';
import { ask, givenFolder, withKey } from './support.ts';

test.each(['SIGTERM', 'SIGINT'] as const)('[R12] %s ends it within 5 s with exit code 0 and the write-ahead log emptied, under ingest and with connections open; nothing acknowledged is lost', async (signal) => {
	const started = startProcess({ TIME_ZONE: zone });
	const port = await portOf(started);
	await isUp(port);
	const writers = ['one', 'two', 'three'].map((source) => createWriter(source, signal, 100));
	const writing = Promise.all(writers.map((writer) => writer.write(port)));
	await pass(500);
	const lasting = await fetch(`http://127.0.0.1:${port}/api/v1/session`); // keep-alive
	const polling = fetch(`http://127.0.0.1:${port}/socket.io/?EIO=4&transport=polling`).catch(() => undefined);
	await lasting.text();
	const begun = performance.now();
	started.child.kill(signal);
	expect(await started.exit).toBe(0);
	expect(performance.now() - begun).toBeLessThan(5000);
	await Promise.all([polling, writing]);
	const wal = join(started.dataDir, 'floorcast.sqlite-wal');
	expect(existsSync(wal) ? statSync(wal).size : 0).toBe(0);
	expectKept(inspect(started.dataDir), writers, new FloorModel(), new Map());
});

test('[check 40] it prints where the wall and the admin page are, and the set-up code; the folder it makes is its own alone', async () => {
	const started = startProcess();
	await portOf(started);
	expect(started.output()).toMatch(/Admin: http:\/\/127\.0\.0\.1:\d+\/admin/);
	await expect.poll(started.output).toMatch(/Set-up code: [A-Z]{4}-[A-Z]{4}/);
	expect(statSync(started.dataDir).mode & 0o777).toBe(0o700);
	expect(statSync(join(started.dataDir, 'floorcast.sqlite')).mode & 0o077).toBe(0);
});

test.each([
	[{ uid: 0, isContainer: false, mode: 0o700 }, [/runs as root/]],
	[{ uid: 0, isContainer: true, mode: 0o700 }, []],
	[{ uid: 1000, isContainer: false, mode: 0o700 }, []],
	[{ uid: 1000, isContainer: false, mode: 0o750 }, [/Others .* chmod 700 \/srv\/floor/]],
	[{ uid: 0, isContainer: false, mode: 0o777 }, [/as root/, /Others/]],
	[{ uid: null, isContainer: false, mode: 0o777 }, []],
])('[check 40] of %j it warns as it should, and says what to do', (standing, says) => {
	const said = needlessRights('/srv/floor', standing);
	expect(said).toHaveLength(says.length);
	says.forEach((pattern, at) => expect(said[at]).toMatch(pattern));
});

test('[check 40] a folder that others may look into is said at the start, and left as it is', async () => {
	const dataDir = givenFolder();
	chmodSync(dataDir, 0o755);
	const started = startProcess({ DATA_DIR: dataDir });
	await portOf(started);
	expect(started.output()).toContain(`Warning: Others on this machine may look into ${dataDir}.`);
	expect(started.output().includes('Warning: The server runs as root')).toBe(process.getuid?.() === 0 && !existsSync('/.dockerenv') && !existsSync('/run/.containerenv'));
	expect(statSync(dataDir).mode & 0o777).toBe(0o755);
	for (const file of readdirSync(dataDir)) expect([file, statSync(join(dataDir, file)).mode & 0o077]).toEqual([file, 0]);
});

test('[check 32] nothing in the process, nor in its threads, reaches a prototype by a key: it runs without __proto__', () => {
	const flags = startArgs.slice(0, startArgs.indexOf('server/main.ts'));
	const look = 'const { Worker, isMainThread } = require("node:worker_threads"); console.log(({}).__proto__, Object.hasOwn(Object.prototype, "__proto__")); if (isMainThread) new Worker(process.argv[1]);';
	const script = join(givenFolder(), 'look.cjs');
	writeFileSync(script, look);
	expect(execFileSync(process.execPath, [...flags, script], { encoding: 'utf8' })).toBe('undefined false\nundefined false\n');
});

test('[check 32] nor does anything in the processes that copy and check backups, nor in their threads', async () => {
	const folder = givenFolder();
	const [script, seen, file, copy] = [join(folder, 'look.cjs'), join(folder, 'seen'), join(folder, 'floorcast.sqlite'), join(folder, 'copy.sqlite')];
	openDatabase(file).close();
	writeFileSync(script, `require("node:fs").appendFileSync(${JSON.stringify(seen)}, [require("node:worker_threads").isMainThread, String(({}).__proto__), Object.hasOwn(Object.prototype, "__proto__")].join(" ") + "\\n")`);
	vi.stubEnv('NODE_OPTIONS', `--require ${JSON.stringify(script)}`);
	onTestFinished(() => void vi.unstubAllEnvs());
	await runJob('copy', { from: file, to: copy }, new AbortController().signal);
	runJobNow('inspect', { file: copy, isWhole: false });
	expect(readFileSync(seen, 'utf8')).toBe('true undefined false\nfalse undefined false\ntrue undefined false\n');
});

test('a killed server leaves nothing that hinders the next start', async () => {
	const first = startProcess();
	const port = await portOf(first);
	expect((await ask(port, 'POST', '/api/v1/facts', { body: { source: 'crm', people: [{ name: 'Ana' }] }, headers: withKey })).json).toMatchObject({ inserted: 1 });
	first.child.kill('SIGKILL');
	await first.exit;
	const second = startProcess({ DATA_DIR: first.dataDir });
	const { json } = await ask(await portOf(second), 'GET', '/api/v1/health', { headers: withKey });
	expect(json.facts.people).toBe(1);
});

test('a bad setting stops the start with exit code 1 and every bad key', async () => {
	const started = startProcess({ DEMO: 'maybe', TICK_MS: '1' });
	expect(await started.exit).toBe(1);
	expect(started.output()).toMatch(/TICK_MS: expected .*\n.*DEMO: expected|DEMO: expected .*\n.*TICK_MS: expected/);
	expect(started.output()).not.toContain('node:internal');
});

test('a port in use, a folder that cannot be made and a password everybody has are said in one sentence', async () => {
	const running = startProcess();
	const port = await portOf(running);
	const cases = [
		[{ PORT: String(port) }, /PORT: \d+ is in use/],
		[{ DATA_DIR: '/dev/null/x' }, /DATA_DIR: /],
		[{ ADMIN_PASSWORD: 'password123' }, /ADMIN_PASSWORD: .*most common/],
	] as const;
	for (const [env, said] of cases) {
		const started = startProcess(env);
		expect(await started.exit).toBe(1);
		expect(started.output()).toMatch(said);
		expect(started.output()).not.toContain('    at ');
	}
});
