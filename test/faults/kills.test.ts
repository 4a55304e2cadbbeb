/** The server killed at any moment, over and over. `KILLS=100 npx vitest run test/faults/kills.test.ts` takes longer. */
import { setTimeout as pass } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createRandom } from '../../server/sources/demo/random.ts';
import { ask, givenFolder, withKey } from '../server/http/support.ts';
import { faultsLibrary, givenFaults } from '../support/faults.ts';
import { FloorModel, zone } from '../support/floor-model.ts';
import { inspect, isUp, portOf, startProcess } from '../support/process.ts';
import { createWriter, expectKept } from '../support/writer.ts';

const kills = Number(process.env['KILLS'] ?? 10);
const seed = process.env['SEED'] ?? 'any';

test('[R1] [R3] [R6] killed under ingest, it has lost nothing that it acknowledged, has nothing twice, and starts again', { timeout: 60_000 + kills * 20_000 }, async () => {
	const random = createRandom(`kills ${seed}`);
	const env = { DATA_DIR: givenFolder(), TIME_ZONE: zone, TICK_MS: '100' };
	const writers = ['one', 'two', 'three'].map((source, index) => createWriter(source, seed, index === 0 ? 500 : 30));
	const model = new FloorModel();
	const known = new Map<string, number>();
	for (let kill = 0; kill < kills; kill += 1) {
		const started = startProcess(env);
		// One in four while it starts or has just started, before or during its first tick.
		const isEarly = random.chance(0.25);
		if (isEarly) await pass(random.whole(50, 900));
		else {
			const port = await portOf(started);
			const writing = writers.map((writer) => writer.write(port));
			await pass(random.whole(50, 1_200));
			started.child.kill('SIGKILL');
			await Promise.all(writing);
		}
		started.child.kill('SIGKILL');
		await started.exit;
		if (kill === 0 && isEarly) continue;
		const found = inspect(env.DATA_DIR);
		expectKept(found, writers, model, known);
		await found.close();
	}

	const last = startProcess(env);
	const port = await portOf(last);
	await Promise.all(writers.map((writer) => writer.write(port, () => true)));
	const batches = writers.flatMap(({ acknowledged }) => acknowledged);
	const rows = batches.reduce((sum, batch) => sum + batch.deals.length + batch.meetings.length + batch.activities.length + batch.proposals.length + batch.deleted.length, 0);
	console.warn(`${kills} kills: ${batches.length} pushes of ${rows} rows acknowledged`);
	expect(batches.length).toBeGreaterThan(kills);
	// Everything once more, in any order and at once.
	const again = batches.map((batch) => ({ batch, place: random.share() })).sort((one, other) => one.place - other.place);
	const replies: unknown[] = [];
	const replay = async (): Promise<void> => {
		for (let next = again.pop(); next; next = again.pop()) {
			const { status, json } = await ask(port, 'POST', '/api/v1/facts', { body: next.batch, headers: withKey });
			replies.push([status, json.inserted, json.updated, json.deleted]);
		}
	};
	await Promise.all([replay(), replay(), replay(), replay()]);
	expect(replies.filter((reply) => JSON.stringify(reply) !== '[200,0,0,0]')).toEqual([]);

	// The first to learn what was unanswered at the last kill.
	for (const { source, acknowledged } of writers) for (const batch of acknowledged.slice(known.get(source) ?? 0)) model.push(batch, 0);
	const sumOf = (measure: string): number => model.sums().reduce((sum, [of, slice, , , amount]) => sum + (of === measure && slice === '' ? Number(amount) : 0), 0);
	const explained = async (metric: string): Promise<unknown> => (await ask(port, 'GET', `/api/v1/explain?metric=${metric}&scope=company&period=2026&asOf=2026-12-31`, { headers: withKey })).json.value;
	expect(await explained('calls_made')).toBe(sumOf('calls_made'));
	expect(await explained('sales')).toBe(sumOf('sales') / 100);
	expect((await ask(port, 'GET', '/api/v1/health', { headers: withKey })).json).toMatchObject({
		status: 'ok',
		lastError: null,
		facts: Object.fromEntries((['deals', 'meetings', 'activities', 'proposals'] as const).map((entity) => [entity, model.of(entity).length])),
	});
	last.child.kill('SIGTERM');
	expect(await last.exit).toBe(0);
	const found = inspect(env.DATA_DIR);
	expectKept(found, writers, model, known);
});

test.skipIf(faultsLibrary === null)('[R17] killed before any write of its first start, it starts anew; nothing hinders it', async () => {
	const dataDir = givenFolder();
	const faults = givenFaults(dataDir);
	const env = { ...faults.env, DATA_DIR: dataDir, ADMIN_PASSWORD: 'correct horse battery' };
	const ends: (number | null)[] = [];
	// Each kill further on, in one folder: what the last one left must not matter either.
	for (const nth of [1, 2, 15, 21, 26]) {
		faults.fail({ on: ['write', 'sync', 'cut'], nth, with: 'kill' });
		const started = startProcess(env);
		ends.push(await Promise.race([started.exit, portOf(started).then(isUp, () => undefined).then(() => 0)]));
		started.child.kill('SIGKILL');
		await started.exit;
	}
	expect(ends).toEqual(ends.map(() => null));
	faults.heal();
	const port = await portOf(startProcess(env));
	await isUp(port);
	expect((await ask(port, 'POST', '/api/v1/session', { body: { account: 'admin', password: 'correct horse battery' } })).status).toBe(200);
});

test.skipIf(faultsLibrary === null)('killed while it tells the history of the demo, it tells it from the beginning, once', async () => {
	const dataDir = givenFolder();
	const faults = givenFaults(dataDir);
	const env = { ...faults.env, DATA_DIR: dataDir, DEMO: 'on' };
	faults.fail({ on: ['write', 'sync'], nth: 300, with: 'kill' });
	expect(await startProcess(env).exit).toBe(null);
	faults.heal();
	const started = startProcess(env);
	const port = await portOf(started);
	await isUp(port);
	const { facts } = (await ask(port, 'GET', '/api/v1/health', { headers: withKey })).json;
	expect(facts.people).toBeGreaterThan(28);
	for (const entity of ['deals', 'meetings', 'activities', 'proposals']) expect(facts[entity]).toBeGreaterThan(500);
	started.child.kill('SIGKILL');
	await started.exit;
	inspect(dataDir, 'demo.sqlite');
});
