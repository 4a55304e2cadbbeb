/** No file descriptors are left, since somebody opens connections without end: who is there stays served, and it passes by itself. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { ask, withKey } from '../server/http/support.ts';
import { isUp, portOf, startProcess, watchWall } from '../support/process.ts';

const mayLimit = process.platform === 'linux' && spawnSync('prlimit', ['--version']).status === 0;
if (!mayLimit) console.warn('The test of descriptors needs Linux and prlimit.');

test.runIf(mayLimit)('[R13] walls that are connected and a source that pushes go on, and new ones come in once there is room, with no restart', async () => {
	const started = startProcess({ TICK_MS: '200' });
	const port = await portOf(started);
	await isUp(port);
	const wall = watchWall(port);
	await expect.poll(() => wall.boards.length).toBeGreaterThan(0);
	// One connection of a source, which stays open from push to push.
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	onTestFinished(() => agent.destroy());
	const push = (id: string): Promise<number> =>
		new Promise((resolve, reject) => {
			const body = JSON.stringify({ source: 'crm', people: [{ email: 'ana@x.example', name: 'Ana', team: 'West' }], deals: [{ external_id: id, owner: 'ana@x.example', status: 'won', amount: '10', closed: Temporal.Now.plainDateISO().toString() }] });
			const asked = request({ host: '127.0.0.1', port, agent, method: 'POST', path: '/api/v1/facts', headers: { ...withKey, 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) } }, (response) => {
				response.resume();
				response.on('end', () => resolve(response.statusCode ?? 0));
			});
			asked.on('error', reject);
			asked.end(body);
		});
	expect(await push('D-0')).toBe(200);

	const { pid = 0 } = started.child;
	const open = (): number => readdirSync(`/proc/${pid}/fd`).length;
	const limit = open() + 20;
	expect(spawnSync('prlimit', ['--pid', String(pid), `--nofile=${limit}:${limit}`]).status).toBe(0);
	const idle: Socket[] = Array.from({ length: 200 }, () => connect({ host: '127.0.0.1', port }).on('error', () => undefined));
	onTestFinished(() => idle.forEach((socket) => socket.destroy()));
	await expect.poll(open).toBeGreaterThanOrEqual(limit - 3);

	const { revision = 0 } = wall.boards.at(-1) ?? {};
	const { beats } = wall;
	for (let pushed = 1; pushed <= 20; pushed += 1) expect(await push(`D-${pushed}`)).toBe(200);
	await expect.poll(() => wall.boards.at(-1)?.revision ?? 0).toBeGreaterThan(revision);
	await expect.poll(() => wall.beats, { timeout: 20_000 }).toBeGreaterThan(beats);
	expect(open()).toBeGreaterThanOrEqual(limit - 3);

	for (const socket of idle) socket.destroy();
	await expect.poll(async () => (await ask(port, 'GET', '/healthz').catch(() => null))?.status, { timeout: 30_000 }).toBe(200);
	expect((await ask(port, 'GET', '/api/v1/health', { headers: withKey })).json).toMatchObject({ status: 'ok', lastError: null, facts: { deals: 21 } });
	expect([started.child.exitCode, wall.beats > beats]).toEqual([null, true]);
}, 120_000);
