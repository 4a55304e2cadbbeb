/** B8: how soon a server over ten million facts listens, and shows its first board. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../server/db/open.ts';
import type { Budget } from './budget.ts';
import { atMost, median, ms, whole } from './budget.ts';
import { createFloorWall, floorFolder, showAllBoards } from './floor.ts';
import { startProcess } from './process.ts';

const large = 10_000_000;
const small = 10_000;
const rounds = 3;

async function startsOn(facts: number): Promise<{ listeningMs: number[]; readyMs: number[] }> {
	const found = { listeningMs: [] as number[], readyMs: [] as number[] };
	for (let round = 0; round < rounds; round += 1) {
		const server = await startProcess(floorFolder(facts));
		found.listeningMs.push(server.listeningMs);
		found.readyMs.push(server.readyMs);
		await server.close();
	}
	return found;
}

/** Of the wall alone, without the loading of its sources; median of the rounds. */
async function allBoardsOn(facts: number): Promise<number> {
	const found: number[] = [];
	for (let round = 0; round < rounds; round += 1) {
		const folder = floorFolder(facts);
		const db = openDatabase(join(folder, 'floorcast.sqlite'));
		const wall = createFloorWall(db);
		found.push(await showAllBoards(wall));
		await wall.close();
		db.close();
		rmSync(folder, { recursive: true, force: true });
	}
	return median(found);
}

export const start: Budget = {
	id: 'B8',
	what: `start with ${whole(large)} facts, median of ${rounds}`,
	measure: async () => {
		const [of7, of4] = [await startsOn(large), await startsOn(small)];
		return [
			{ what: 'listening', ...atMost(median(of7.listeningMs), 1_000, ms), baseline: `on ${whole(small)} facts ${ms(median(of4.listeningMs))}` },
			{ what: 'first of all boards, without the loading of sources', ...atMost(await allBoardsOn(large), 2_000, ms), baseline: `on ${whole(small)} facts ${ms(await allBoardsOn(small))}` },
			{ what: 'first board', ...atMost(median(of7.readyMs), 2_000, ms), baseline: `on ${whole(small)} facts ${ms(median(of4.readyMs))}` },
		];
	},
};
