/** B2: one tick of the floor board, with one fact more each time, on ten million facts of history against ten thousand. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../server/db/open.ts';
import type { Wall } from '../../server/wall.ts';
import type { Budget } from './budget.ts';
import { atMost, median, ms, pause, percentile, whole } from './budget.ts';
import { createFloorWall, floorFile, newFact } from './floor.ts';

const large = 10_000_000;
const small = 10_000;
const ticks = 400;
const warmUp = 60;

/** Milliseconds of the tick that follows one more fact. */
interface Spent {
	/** Of the processor: what the tick itself takes, whatever else runs on the machine. */
	ownMs: number;
	/** By the clock. */
	clockMs: number;
}

async function tickAfter(wall: Wall, index: number): Promise<Spent> {
	wall.push(newFact(`t${index}`, index), 'bench');
	// As on a floor: the last tick was a while ago, and the caches have forgotten it.
	await pause(20);
	const [cpu, clock] = [process.threadCpuUsage(), performance.now()];
	while (!wall.rollups.drain(20)) await new Promise((resolve) => setImmediate(resolve));
	await wall.boardAt({});
	const { user, system } = process.threadCpuUsage(cpu);
	const spent = { ownMs: (user + system) / 1000, clockMs: performance.now() - clock };
	// Until the wall's own tick has been, too.
	await pause(60);
	return spent;
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
			return { db, wall, spent: [] as Spent[] };
		};
		const floors = [await open(large), await open(small)] as const;
		for (let index = 0; index < ticks + warmUp; index += 1) {
			for (const { wall, spent } of floors) {
				const ticked = await tickAfter(wall, index);
				if (index >= warmUp) spent.push(ticked);
			}
		}
		for (const { db, wall } of floors) {
			await wall.close();
			db.close();
		}
		rmSync(folder, { recursive: true, force: true });
		const figures = ({ spent }: { spent: Spent[] }) => {
			const [own, clock] = [spent.map(({ ownMs }) => ownMs), spent.map(({ clockMs }) => clockMs)];
			return { median: median(own), p99: percentile(own, 0.99), byClock: `by the clock ${ms(median(clock))}, p99 ${ms(percentile(clock, 0.99))}` };
		};
		const [of7, of4] = [figures(floors[0]), figures(floors[1])];
		const baseline = `on ${whole(small)} facts ${ms(of4.median)}, p99 ${ms(of4.p99)}, ${of4.byClock}`;
		return [
			{ what: `median on ${whole(large)} facts, as a ratio`, ...atMost(of7.median / of4.median, 1.2, (value) => value.toFixed(2)), baseline: `${ms(of7.median)}; ${baseline}` },
			{ what: `p99 of the tick's own time on ${whole(large)} facts`, ...atMost(of7.p99, 10, ms), baseline: `${of7.byClock}; ${baseline}` },
		];
	},
};
