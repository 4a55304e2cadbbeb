/** Backups of a real server under load: what they hold, what a restore loses, and a backup that is ended half-way. */
import { copyFileSync, readdirSync, rmSync, statfsSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { BackupList } from '../../shared/backups-api.ts';
import { ask, cookieOf, givenFolder, withKey } from '../server/http/support.ts';
import { FloorModel, zone } from '../support/floor-model.ts';
import { givenSmallDisk, mayMount } from '../support/machine.ts';
import { inspect, isUp, portOf, startProcess, tryToAsk, watchWall, type Started } from '../support/process.ts';
import { processesOf } from '../support/processes.ts';
import { createWriter, modelled, stored, type Writer } from '../support/writer.ts';

const password = 'correct horse battery';
const seed = process.env['SEED'] ?? 'any';

interface Ground {
	started: Started;
	port: number;
	session: Record<string, string>;
	list: () => Promise<BackupList>;
	/** Resolves once nothing is being done. */
	idle: () => Promise<BackupList>;
	begin: () => Promise<void>;
}

const given = async (env: Record<string, string> = {}): Promise<Ground> => {
	const started = startProcess({ ADMIN_PASSWORD: password, TICK_MS: '200', TIME_ZONE: zone, ...env });
	const port = await portOf(started);
	await isUp(port);
	const session = { Cookie: cookieOf((await ask(port, 'POST', '/api/v1/session', { body: { account: 'admin', password } })).headers), Origin: `http://127.0.0.1:${port}` };
	const list = async (): Promise<BackupList> => (await ask(port, 'GET', '/api/v1/backups', { headers: session })).json;
	return {
		started, port, session, list,
		idle: async () => {
			await expect.poll(async () => (await list()).running, { timeout: 60_000 }).toBe(null);
			return list();
		},
		begin: async () => expect((await ask(port, 'POST', '/api/v1/backups', { body: {}, headers: session })).status).toBe(200),
	};
};

/** A wall over a backup alone, whose sums are those of its facts. */
const openBackup = (dataDir: string, name: string) => {
	const folder = givenFolder();
	copyFileSync(join(dataDir, 'backups', name), join(folder, 'floorcast.sqlite'));
	return inspect(folder);
};

/** A backup is what the floor was after some push of each writer: not before what was acknowledged when it began, not after what was sent. */
async function expectMoment(dataDir: string, name: string, writers: readonly Writer[], before: readonly number[]): Promise<void> {
	const found = openBackup(dataDir, name);
	for (const [index, { source, acknowledged, unanswered }] of writers.entries()) {
		const sent = [...acknowledged, ...(unanswered() ? [unanswered()] : [])];
		const model = new FloorModel();
		const rows = JSON.stringify(stored(found, source));
		let at = -1;
		for (const [place, batch] of sent.entries()) {
			if (batch) model.push(batch, 0);
			if (place + 1 >= (before[index] ?? 0) && JSON.stringify(modelled(model, source)) === rows) at = place + 1;
		}
		expect([source, at >= (before[index] ?? 0)]).toEqual([source, true]);
	}
	await found.close();
}

test('[R16] under load each backup is one moment of the floor, with all that was acknowledged before it began; what a restore replaces is kept to the last push', { timeout: 240_000 }, async () => {
	const dataDir = givenFolder();
	const { port, session, begin, idle, list } = await given({ DATA_DIR: dataDir });
	const writers = ['one', 'two', 'three'].map((source, index) => createWriter(source, seed, index === 0 ? 500 : 50));
	let isOver = false;
	let writing = writers.map((writer) => writer.write(port, () => isOver));
	const rowsOf = () => writers.reduce((sum, { acknowledged }) => sum + acknowledged.reduce((all, { deals, meetings, activities, proposals, deleted }) => all + deals.length + meetings.length + activities.length + proposals.length + deleted.length, 0), 0);
	await pass(1_000);
	const begun = performance.now();
	const rowsBefore = rowsOf();
	const befores = new Map<string, number[]>();
	for (let backup = 0; backup < 4; backup += 1) {
		const before = writers.map(({ acknowledged }) => acknowledged.length);
		await begin();
		const { failures, backups } = await idle();
		expect(failures).toEqual([]);
		befores.set(backups[0]?.name ?? '', before);
	}
	console.warn(`four backups under ${Math.round(((rowsOf() - rowsBefore) / (performance.now() - begun)) * 1000)} facts a second`);
	isOver = true;
	await Promise.all(writing);
	for (const [name, before] of befores) await expectMoment(dataDir, name, writers, before);

	// One of them is put back, under load: from some moment on nothing is taken, and what was is in what the restore put aside.
	isOver = false;
	writing = writers.map((writer) => writer.write(port, () => isOver));
	const [name = ''] = [...befores.keys()].slice(1);
	expect((await ask(port, 'POST', `/api/v1/backups/${name}/restore`, { body: { workspace: 'Sales floor' }, headers: session })).status).toBe(200);
	// A writer ends with its first refusal.
	await Promise.all(writing);
	await expect.poll(async () => (await tryToAsk(port, 'GET', '/api/v1/backups', { headers: session }))?.json?.restored?.name, { timeout: 60_000 }).toBe(name);
	const { backups } = await list();
	const aside = backups.find(({ why }) => why === 'before-restore')?.name ?? '';
	await expectMoment(dataDir, aside, writers, writers.map(({ acknowledged }) => acknowledged.length));
	// And what was put back is taken on from there.
	expect((await ask(port, 'POST', '/api/v1/facts', { body: { source: 'four', activities: [{ external_id: 'C', kind: 'call', at: '2026-09-01' }] }, headers: withKey })).json.inserted).toBe(1);
});

/** Its process, as soon as there is one. */
const jobOf = async ({ child }: Started): Promise<number> => {
	const find = () => processesOf(child.pid ?? 0).find(({ command }) => command.includes('backup/job.ts'))?.pid;
	await expect.poll(find, { timeout: 20_000, interval: 5 }).toEqual(expect.any(Number));
	return find() ?? 0;
};

test.skipIf(process.platform !== 'linux')('[R12] [R16] a backup that is under way keeps nobody: the server stops at once, and nothing half-made is left after the next start', async () => {
	const dataDir = givenFolder();
	const { started, begin } = await given({ DATA_DIR: dataDir });
	await begin();
	process.kill(await jobOf(started), 'SIGSTOP');
	started.child.kill('SIGTERM');
	expect(await started.exit).toBe(0);
	await isUp(await portOf(startProcess({ DATA_DIR: dataDir })));
	expect(readdirSync(join(dataDir, 'backups'))).toEqual([]);
});

test.skipIf(process.platform !== 'linux')('[R16] a backup whose process dies, or behind which the log grows, is given up, said, and the wall goes on', { timeout: 60_000 }, async () => {
	const dataDir = givenFolder();
	const { started, port, begin, idle } = await given({ DATA_DIR: dataDir });
	const wall = watchWall(port);
	await begin();
	const job = await jobOf(started);
	process.kill(job, 'SIGSTOP');
	process.kill(job, 'SIGKILL');
	expect((await idle()).failures).toMatchObject([{ work: 'backup', code: 'failed', message: 'It ended before it was done.' }]);

	await begin();
	process.kill(await jobOf(started), 'SIGSTOP');
	// As large as if much had come in; SQLite does not read what it has not written.
	const log = join(dataDir, 'floorcast.sqlite-wal');
	truncateSync(log, statSync(log).size + 520_000_000);
	expect((await idle()).failures).toMatchObject([{ work: 'backup', code: 'log_large' }]);
	const { backups, status } = (await ask(port, 'GET', '/api/v1/health', { headers: withKey })).json;
	expect([status, backups.last, backups.failing.code, readdirSync(join(dataDir, 'backups'))]).toEqual(['ok', null, 'log_large', []]);
	const { beats } = wall;
	await expect.poll(() => wall.beats, { timeout: 20_000 }).toBeGreaterThan(beats);

	await begin();
	const { failures, lastGood } = await idle();
	expect([failures, lastGood]).toEqual([[], expect.any(String)]);
});

test.skipIf(!mayMount)('[R5] [R16] a backup gives way when the disk runs full meanwhile: what it has written is the facts’ again', { timeout: 60_000 }, async () => {
	const dataDir = join(givenSmallDisk('420m'), 'floor');
	const { started, port, begin, idle } = await given({ DATA_DIR: dataDir });
	await begin();
	process.kill(await jobOf(started), 'SIGSTOP');
	writeFileSync(join(dataDir, 'filled'), Buffer.alloc(statfsSync(dataDir).bavail * statfsSync(dataDir).bsize - 40_000_000));
	expect((await idle()).failures).toMatchObject([{ work: 'backup', code: 'no_room' }]);
	expect(readdirSync(join(dataDir, 'backups'))).toEqual([]);
	expect((await ask(port, 'POST', '/api/v1/facts', { body: { source: 'crm', activities: [{ external_id: 'C', kind: 'call', at: '2026-09-01' }] }, headers: withKey })).status).toBe(200);
	await begin();
	expect((await idle()).failures).toMatchObject([{ code: 'no_room', message: expect.stringMatching(/MB are needed/) }]);
	rmSync(join(dataDir, 'filled'));
	await begin();
	expect((await idle()).failures).toEqual([]);
});
