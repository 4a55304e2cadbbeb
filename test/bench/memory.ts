/** B9: what the server holds in memory over ten million facts, with a hundred walls and a fact a second. */
import type { Budget } from './budget.ts';
import { atMost, pause, whole } from './budget.ts';
import { floorFolder, newFact } from './floor.ts';
import { connectWalls, startProcess } from './process.ts';

const large = 10_000_000;
const walls = 100;
const seconds = 60;
const mib = 1_048_576;

async function mostResident(facts: number, wallCount: number): Promise<number> {
	const server = await startProcess(floorFolder(facts));
	const connected = await connectWalls(server.port, wallCount);
	let most = 0;
	for (let second = 0; second < seconds; second += 1) {
		await server.push(JSON.stringify(newFact(`m${second}`, second)));
		await pause(1000);
		most = Math.max(most, server.resident());
	}
	connected.close();
	await server.close();
	return most / mib;
}

export const memory: Budget = {
	id: 'B9',
	what: `resident memory of the server over ${seconds} s with a fact a second`,
	measure: async () => {
		const most = await mostResident(large, walls);
		const least = await mostResident(10_000, 0);
		return [{ what: `at most, on ${whole(large)} facts with ${walls} walls`, ...atMost(most, 200, (value) => `${whole(value)} MB`), baseline: `on 10,000 facts without a wall ${whole(least)} MB` }];
	},
};
