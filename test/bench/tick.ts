/** B2: one tick of the floor board, with one fact more each time, on ten million facts of history against ten thousand. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../server/db/open.ts';
import type { Wall } from '../../server/wall.ts';
import type { Budget } from './budget.ts';
import { atMost, median, ms, percentile, whole } from './budget.ts';
import { createFloorWall, floorFile, newFact } from './floor.ts';

const large = 10_000_000;
const small = 10_000;
const ticks = 400;
const warmUp = 60;

/** Milliseconds of work in the tick that follows one more fact. */
async function tickAfter(wall: Wall, index: number): Promise<number> {
	const ticked = new Promise<void>((resolve) => {
		const forget = wall.onBoard(() => (forget(), resolve()));
	});
	wall.push(newFact(`t${index}`, index), 'bench');
	await ticked;
	return wall.health().tick.lastMs ?? Number.NaN;
}

export const tick: Budget = {
	id: 'B2',
	what: `a tick of the floor board after one more fact, ${whole(large)} facts of history against ${whole(small)}, ${ticks} ticks each in turn`,
	measure: async () => {
		const folder = mkdtempSync(join(tmpdir(), 'floorcast-bench-'));
		const open = async (facts: number) => {
			const file = join(folder, `${facts}.sqlite`);
			copyFileSync(floorFile(facts), file);
			const db = openDatabase(file);
			const wall = createFloorWall(db);
			await wall.start();
			return { db, wall, spentMs: [] as number[] };
		};
		const floors = [await open(large), await open(small)] as const;
		for (let index = 0; index < ticks + warmUp; index += 1) {
			for (const { wall, spentMs } of floors) {
				const spent = await tickAfter(wall, index);
				if (index >= warmUp) spentMs.push(spent);
			}
		}
		for (const { db, wall } of floors) {
			await wall.close();
			db.close();
		}
		rmSync(folder, { recursive: true, force: true });
		const [of7, of4] = floors.map(({ spentMs }) => spentMs) as [number[], number[]];
		const baseline = `on ${whole(small)} facts ${ms(median(of4))}, p99 ${ms(percentile(of4, 0.99))}`;
		return [
			{ what: `median on ${whole(large)} facts, as a ratio`, ...atMost(median(of7) / median(of4), 1.2, (value) => value.toFixed(2)), baseline: `${ms(median(of7))}; ${baseline}` },
			{ what: `p99 on ${whole(large)} facts`, ...atMost(percentile(of7, 0.99), 10, ms), baseline },
		];
	},
};
