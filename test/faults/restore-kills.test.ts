/** A restore that is killed: there is the old database or the new one afterwards, whole, and never neither. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { finish, preparedFile } from '../../server/backup/swap.ts';
import { openDatabase } from '../../server/db/open.ts';
import { createRandom } from '../../server/sources/demo/random.ts';
import { ask, cookieOf, givenFolder, withKey } from '../server/http/support.ts';
import { faultsLibrary, givenFaults } from '../support/faults.ts';
import { inspect, isUp, portOf, startProcess, tryToAsk } from '../support/process.ts';
import { givenWall } from '../support/wall.ts';

const name = 'floorcast.sqlite';
const dealsIn = (file: string): number => {
	const db = openDatabase(file);
	try {
		expect([db.pragma('integrity_check', { simple: true }), db.pragma('foreign_key_check')]).toEqual(['ok', []]);
		return db.prepare<[], number>('SELECT count(*) FROM deal').pluck().get() ?? -1;
	} finally {
		db.close();
	}
};
const deals = (count: number) => Array.from({ length: count }, (_, index) => ({ external_id: `D-${index}`, status: 'won', closed: '2026-09-01', amount: 1 }));

/** An old database as a killed server leaves it, with facts that only its log has, and a prepared one beside it. */
const givenBoth = async (old: number, prepared: number): Promise<{ file: string; prepared: string }> => {
	const made = join(givenFolder(), name);
	const before = givenWall({ file: made, deals: deals(old) });
	const file = join(givenFolder(), name);
	for (const ending of ['', '-wal']) copyFileSync(made + ending, file + ending);
	await before.close();
	const preparedAt = preparedFile(file);
	const after = givenWall({ file: preparedAt, deals: deals(prepared) });
	await after.close();
	mkdirSync(`${file}-imports`);
	for (const left of [`${file}-imports/4.file`, `${file}.suspect`]) writeFileSync(left, '');
	return { file, prepared: preparedAt };
};

test.skipIf(faultsLibrary === null)('[R16] [R17] killed before any write, sync, rename or removal of the swap, the next start has the old database or the new one', { timeout: 240_000 }, async () => {
	const swap = `import { decide, finish } from './server/backup/swap.ts'; const [file, prepared] = process.argv.slice(1); decide(file, prepared); finish(file);`;
	const found: number[] = [];
	for (let nth = 1, isKilled = true; isKilled; nth += 1) {
		const { file, prepared } = await givenBoth(3, 5);
		const faults = givenFaults(dirname(file));
		faults.fail({ on: ['write', 'sync', 'cut', 'move', 'remove'], nth, with: 'kill' });
		const { signal, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', swap, file, prepared], { env: { ...process.env, ...faults.env } });
		isKilled = signal === 'SIGKILL';
		expect([isKilled, status]).toEqual(isKilled ? [true, null] : [false, 0]);
		// What the next start does first.
		finish(file);
		found.push(dealsIn(file));
		expect(readdirSync(dirname(file)).filter((one) => one !== name && !/-(wal|shm|imports)$|\.suspect$/.test(one))).toEqual([]);
		if (found.at(-1) === 5) expect([existsSync(`${file}-imports`), existsSync(`${file}.suspect`)]).toEqual([false, false]);
	}
	// The old one up to the decision, the new one ever after.
	expect(found).toEqual([...found].sort((a, b) => a - b));
	expect([found[0], found.at(-1), found.length > 8]).toEqual([3, 5, true]);
});

const kills = Number(process.env['KILLS'] ?? 4);

test('[R16] [R17] a server that is killed while it puts a backup back has everything or what was put back, and can do it again', { timeout: 60_000 + kills * 30_000 }, async () => {
	const random = createRandom(`restores ${process.env['SEED'] ?? 'any'}`);
	const env = { DATA_DIR: givenFolder(), ADMIN_PASSWORD: 'correct horse battery', TICK_MS: '200', TIME_ZONE: 'Europe/Berlin' };
	const signIn = async (port: number): Promise<Record<string, string>> => ({ Cookie: cookieOf((await ask(port, 'POST', '/api/v1/session', { body: { account: 'admin', password: env.ADMIN_PASSWORD } })).headers), Origin: `http://127.0.0.1:${port}` });
	const push = async (port: number, count: number): Promise<void> => expect((await ask(port, 'POST', '/api/v1/facts', { body: { source: 'crm', deals: deals(count) }, headers: withKey })).status).toBe(200);
	let started = startProcess(env);
	let port = await portOf(started);
	await isUp(port);
	let session = await signIn(port);
	await push(port, 10);
	await ask(port, 'POST', '/api/v1/backups', { body: {}, headers: session });
	const list = async () => (await ask(port, 'GET', '/api/v1/backups', { headers: session })).json;
	await expect.poll(async () => (await list()).running, { timeout: 60_000 }).toBe(null);
	const backup: string = (await list()).backups[0].name;

	const seen = new Set<number>();
	for (let kill = 0; kill <= kills; kill += 1) {
		await push(port, 200);
		const begun = await ask(port, 'POST', `/api/v1/backups/${backup}/restore`, { body: { workspace: 'Sales floor' }, headers: session });
		expect(begun.status).toBe(200);
		if (kill < kills) await pass(random.whole(0, 3_000));
		else await expect.poll(async () => (await tryToAsk(port, 'GET', '/api/v1/backups', { headers: session }))?.json?.restored?.name, { timeout: 60_000 }).toBe(backup);
		started.child.kill('SIGKILL');
		await started.exit;
		started = startProcess(env);
		port = await portOf(started);
		await isUp(port);
		const { facts } = (await ask(port, 'GET', '/api/v1/health', { headers: withKey })).json;
		expect([10, 200]).toContain(facts.deals);
		seen.add(facts.deals);
		session = await signIn(port);
		expect(readdirSync(env.DATA_DIR).filter((one) => /prepar|\.new/.test(one))).toEqual([]);
	}
	expect(seen.has(10)).toBe(true);
	started.child.kill('SIGTERM');
	await started.exit;
	await inspect(env.DATA_DIR).close();
});
