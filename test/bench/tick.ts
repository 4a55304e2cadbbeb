/** B2: one tick of the floor board, and one of all boards, with one fact more each time, on ten million facts of history against ten thousand. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Db } from '../../server/db/open.ts';
import { readyMade } from '../../server/panels/ready-made.ts';
import type { Wall } from '../../server/wall.ts';
import type { Budget } from './budget.ts';
import { atMost, median, ms, pause, percentile, whole } from './budget.ts';
import { createFloorWall, floorFile, newFact, showAllBoards } from './floor.ts';

const large = 10_000_000;
const small = 10_000;
const ticks = 400;
const ticksOfAll = 120;
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

interface Floor {
	db: Db;
	wall: Wall;
	spent: Spent[];
}

/** Both floors in turn, so that the machine's moods meet both alike. */
async function inTurn(count: number, tickedAfter: (wall: Wall, index: number) => Promise<Spent>, begin: (wall: Wall) => Promise<unknown>): Promise<[Spent[], Spent[]]> {
	const folder = mkdtempSync(join(tmpdir(), 'floorcast-bench-'));
	const open = async (facts: number): Promise<Floor> => {
		const file = join(folder, `${facts}.sqlite`);
		copyFileSync(floorFile(facts), file);
		const db = openDatabase(file);
		const wall = createFloorWall(db);
		await begin(wall);
		return { db, wall, spent: [] };
	};
	const floors = [await open(large), await open(small)] as const;
	for (let index = 0; index < count + warmUp; index += 1) {
		for (const { wall, spent } of floors) {
			const ticked = await tickedAfter(wall, index);
			if (index >= warmUp) spent.push(ticked);
		}
	}
	for (const { db, wall } of floors) {
		await wall.close();
		db.close();
	}
	rmSync(folder, { recursive: true, force: true });
	return [floors[0].spent, floors[1].spent];
}

/** With every board on some screen, as the server's own tick builds them. */
async function tickOfAllAfter(wall: Wall, index: number): Promise<Spent> {
	const before = wall.health().computedAt;
	const cpu = process.threadCpuUsage();
	wall.push(newFact(`t${index}`, index), 'bench');
	while (wall.health().computedAt === before) await pause(5);
	const { user, system } = process.threadCpuUsage(cpu);
	await pause(60);
	return { ownMs: (user + system) / 1000, clockMs: wall.health().tick.lastMs ?? 0 };
}

/** The past of figures comes in the ticks after the first. */
async function beginWithAll(wall: Wall): Promise<void> {
	await showAllBoards(wall);
	for (let last = ''; last !== wall.health().computedAt; await pause(1_000)) last = wall.health().computedAt ?? '';
}

const figuresOf = (spent: readonly Spent[]) => {
	const [own, clock] = [spent.map(({ ownMs }) => ownMs), spent.map(({ clockMs }) => clockMs)];
	return { median: median(own), p99: percentile(own, 0.99), byClock: `by the clock ${ms(median(clock))}, p99 ${ms(percentile(clock, 0.99))}` };
};

export const tick: Budget = {
	id: 'B2',
	what: `a tick after one more fact, ${whole(large)} facts of history against ${whole(small)}, in turn: ${ticks} of the floor board, ${ticksOfAll} of all ${readyMade.length} boards`,
	measure: async () => {
		const [of7, of4] = (await inTurn(ticks, tickAfter, async () => undefined)).map(figuresOf);
		const [all7, all4] = (await inTurn(ticksOfAll, tickOfAllAfter, beginWithAll)).map(figuresOf);
		if (!of7 || !of4 || !all7 || !all4) return [];
		const besides = ({ median: middle, p99, byClock }: typeof of4): string => `on ${whole(small)} facts ${ms(middle)}, p99 ${ms(p99)}, ${byClock}`;
		return [
			{ what: `median on ${whole(large)} facts, as a ratio`, ...atMost(of7.median / of4.median, 1.2, (value) => value.toFixed(2)), baseline: `${ms(of7.median)}; ${besides(of4)}` },
			{ what: `p99 of the tick's own time on ${whole(large)} facts`, ...atMost(of7.p99, 10, ms), baseline: `${of7.byClock}; ${besides(of4)}` },
			{ what: 'median with all boards on screens, as a ratio', ...atMost(all7.median / all4.median, 1.2, (value) => value.toFixed(2)), baseline: `${ms(all7.median)}; ${besides(all4)}` },
			{ what: 'p99 with all boards on screens, a board', ...atMost(all7.p99 / readyMade.length, 10, ms), baseline: `all ${ms(all7.p99)}, ${all7.byClock}; ${besides(all4)}` },
		];
	},
};
