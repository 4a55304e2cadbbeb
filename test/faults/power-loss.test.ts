/**
 * The power fails under ingest: what the disk then holds is copied while the server stands still, and started from. The disk is a file with
 * ext4 on it, so that what the system keeps in memory and has not written through is gone. `POWER_CUTS=50` takes longer.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createRandom } from '../../server/sources/demo/random.ts';
import { FloorModel, zone } from '../support/floor-model.ts';
import { givenImagedDisk, mayMountImages } from '../support/machine.ts';
import { inspect, portOf, startProcess } from '../support/process.ts';
import { createWriter, expectKept } from '../support/writer.ts';

const cuts = Number(process.env['POWER_CUTS'] ?? 4);
const seed = process.env['SEED'] ?? 'any';

test.runIf(mayMountImages)('[R2] [R3] when the power fails, nothing that was acknowledged is lost, nothing is there twice, and it starts again', { timeout: 60_000 + cuts * 30_000 }, async () => {
	const random = createRandom(`power ${seed}`);
	const writers = ['one', 'two', 'three'].map((source, index) => createWriter(source, seed, index === 0 ? 300 : 30));
	const model = new FloorModel();
	const known = new Map<string, number>();
	let image: string | undefined;
	for (let cut = 0; cut < cuts; cut += 1) {
		const disk = givenImagedDisk(image);
		const started = startProcess({ DATA_DIR: join(disk.folder, 'floor'), TIME_ZONE: zone, TICK_MS: '100' });
		const port = await portOf(started);
		const writing = writers.map((writer) => writer.write(port));
		await pass(random.whole(100, 1_500));
		// Nobody is promised this: the disk of this test forgets as one does.
		writeFileSync(join(disk.folder, 'unsynced'), `never written through ${cut}`);
		started.child.kill('SIGSTOP');
		image = disk.fail();
		started.child.kill('SIGKILL');
		await Promise.all(writing);
		await started.exit;
		disk.unplug();

		const after = givenImagedDisk(image);
		expect(readOrNothing(join(after.folder, 'unsynced'))).not.toBe(`never written through ${cut}`);
		const found = inspect(join(after.folder, 'floor'));
		expectKept(found, writers, model, known);
		await found.close();
		after.unplug();
	}
	const acknowledged = writers.reduce((sum, writer) => sum + writer.acknowledged.length, 0);
	console.warn(`${cuts} failures of power: ${acknowledged} pushes acknowledged`);
	expect(acknowledged).toBeGreaterThan(cuts);
});

const readOrNothing = (file: string): string => {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return ''; // not even its name was written
	}
};
