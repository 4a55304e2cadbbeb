/** The server as a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { apiKey, ask, givenFolder, withKey } from './support.ts';

interface Started {
	child: ChildProcess;
	output: () => string;
	exit: Promise<number | null>;
	dataDir: string;
}

const start = (env: Record<string, string>): Started => {
	const dataDir = env['DATA_DIR'] ?? join(givenFolder(), 'made', 'by', 'itself');
	const { NODE_OPTIONS: _, ...outer } = process.env;
	const child = spawn(process.execPath, ['server/main.ts'], { env: { ...outer, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'warn', ...env, DATA_DIR: dataDir }, stdio: 'pipe' });
	onTestFinished(() => void child.kill('SIGKILL'));
	let output = '';
	child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
	return { child, dataDir, output: () => output, exit: new Promise((resolve) => child.once('exit', (code) => resolve(code))) };
};

const portOf = async ({ output }: Started): Promise<number> => {
	await expect.poll(output, { timeout: 20_000 }).toMatch(/Admin: +http:\/\/127\.0\.0\.1:\d+\//);
	return Number(/Wall: +http:\/\/127\.0\.0\.1:(\d+)/.exec(output())?.[1]);
};
const isUp = (port: number) => expect.poll(async () => (await ask(port, 'GET', '/healthz')).status, { timeout: 10_000 }).toBe(200);

test.each(['SIGTERM', 'SIGINT'] as const)('[R12] %s ends it within 5 s with exit code 0 and the write-ahead log emptied, with connections open', async (signal) => {
	const started = start({ DEMO: 'off', API_KEY: apiKey });
	const port = await portOf(started);
	await isUp(port);
	expect((await ask(port, 'POST', '/api/v1/facts', { body: { source: 'crm', people: [{ name: 'Ana' }] }, headers: withKey })).status).toBe(200);
	const lasting = await fetch(`http://127.0.0.1:${port}/api/v1/session`); // keep-alive
	const polling = fetch(`http://127.0.0.1:${port}/socket.io/?EIO=4&transport=polling`).catch(() => undefined);
	await lasting.text();
	const begun = performance.now();
	started.child.kill(signal);
	expect(await started.exit).toBe(0);
	expect(performance.now() - begun).toBeLessThan(5000);
	await polling;
	const wal = join(started.dataDir, 'floorcast.sqlite-wal');
	expect(existsSync(wal) ? statSync(wal).size : 0).toBe(0);
});

test('it prints where the wall and the admin page are, and the set-up code; the folder it makes is its own alone', async () => {
	const started = start({ DEMO: 'off' });
	await portOf(started);
	expect(started.output()).toMatch(/Admin: http:\/\/127\.0\.0\.1:\d+\/admin/);
	await expect.poll(started.output).toMatch(/Set-up code: [A-Z]{4}-[A-Z]{4}/);
	expect(statSync(started.dataDir).mode & 0o777).toBe(0o700);
	expect(statSync(join(started.dataDir, 'floorcast.sqlite')).mode & 0o077).toBe(0);
});

test('a killed server leaves nothing that hinders the next start', async () => {
	const first = start({ DEMO: 'off', API_KEY: apiKey });
	const port = await portOf(first);
	expect((await ask(port, 'POST', '/api/v1/facts', { body: { source: 'crm', people: [{ name: 'Ana' }] }, headers: withKey })).json).toMatchObject({ inserted: 1 });
	first.child.kill('SIGKILL');
	await first.exit;
	const second = start({ DEMO: 'off', API_KEY: apiKey, DATA_DIR: first.dataDir });
	const { json } = await ask(await portOf(second), 'GET', '/api/v1/health', { headers: withKey });
	expect(json.facts.people).toBe(1);
});

test('a bad setting stops the start with exit code 1 and every bad key', async () => {
	const started = start({ DEMO: 'maybe', TICK_MS: '1' });
	expect(await started.exit).toBe(1);
	expect(started.output()).toMatch(/TICK_MS: expected .*\n.*DEMO: expected|DEMO: expected .*\n.*TICK_MS: expected/);
	expect(started.output()).not.toContain('node:internal');
});

test('a port in use, a folder that cannot be made and a password everybody has are said in one sentence', async () => {
	const running = start({ DEMO: 'off' });
	const port = await portOf(running);
	const cases = [
		[{ PORT: String(port) }, /PORT: \d+ is in use/],
		[{ DATA_DIR: '/dev/null/x' }, /DATA_DIR: /],
		[{ ADMIN_PASSWORD: 'password123' }, /ADMIN_PASSWORD: .*most common/],
	] as const;
	for (const [env, said] of cases) {
		const started = start({ DEMO: 'off', ...env });
		expect(await started.exit).toBe(1);
		expect(started.output()).toMatch(said);
		expect(started.output()).not.toContain('    at ');
	}
});
