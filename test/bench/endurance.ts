/** B7: what a day of the wall leaves behind, in its page and in the server, compressed into minutes. */
import { openFloor } from '../soak/floor.ts';
import { openWatchedWall } from '../soak/watched-wall.ts';
import type { Held } from '../support/leaks.ts';
import { withBrowser } from './browser.ts';
import type { Budget } from './budget.ts';
import { atMost, pause, whole } from './budget.ts';
import { inspectHeap } from './server-heap.ts';

const changes = 10_000;
const reconnects = 50;
/** A working day's facts, which come while the panels change. */
const everyMs = 50;
const warmUpRounds = 10;
const restSeconds = 60;

interface Standing {
	page: Held;
	/** Bytes after garbage collection, and resident. */
	server: number;
	resident: number;
}

const megabytes = (value: number): string => `${(value / 1_000_000).toFixed(2)} MB`;
const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;

export const endurance: Budget = {
	id: 'B7',
	what: `a day in minutes: ${whole(changes)} panels, ${reconnects} reconnects, facts all the while`,
	measure: async () => {
		const heap = await inspectHeap();
		const floor = await openFloor(everyMs, heap.env);
		const problems: string[] = [];
		const { first, last, rested, pushed } = await withBrowser(async (browser) => {
			const wall = await openWatchedWall(browser, floor.url, (problem) => problems.push(problem));
			const stand = async (): Promise<Standing> => {
				const goOn = await floor.hold();
				const standing = { page: await wall.held(), server: await heap.held(), resident: floor.server().resident() };
				goOn();
				return standing;
			};
			const round = async (): Promise<void> => {
				for (let turned = 0; turned < changes / reconnects; ) turned += await wall.turn(50);
				floor.line.cut();
			};
			for (let rounds = 0; rounds < warmUpRounds; rounds += 1) await round();
			const before = floor.pushed();
			const first = await stand();
			for (let rounds = 0; rounds < reconnects; rounds += 1) await round();
			const wrong = await wall.whatIsWrong(floor, 10_000);
			if (wrong !== null) problems.push(wrong);
			const last = await stand();
			const pushed = floor.pushed() - before;
			const goOn = await floor.hold();
			await pause(restSeconds * 1000);
			goOn();
			return { first, last, rested: await stand(), pushed };
		});
		await floor.close();
		if (problems.length > 0) throw new Error(problems.join('; '));
		const growth = (what: keyof Held): number => last.page[what] / first.page[what] - 1;
		const atRest = (value: string): string => `${value} in a minute at rest`;
		return [
			{ what: `heap of the page, more after ${whole(changes)} panels and ${whole(pushed)} facts`, ...atMost(last.page.heap - first.page.heap, 1_000_000, megabytes), baseline: `of ${megabytes(first.page.heap)}; ${atRest(megabytes(rested.page.heap - last.page.heap))}` },
			{ what: 'nodes, more', ...atMost(growth('nodes'), 0.05, percent), baseline: `of ${first.page.nodes}; ${atRest(String(rested.page.nodes - last.page.nodes))}` },
			{ what: 'listeners, more', ...atMost(growth('listeners'), 0.05, percent), baseline: `of ${first.page.listeners}; ${atRest(String(rested.page.listeners - last.page.listeners))}` },
			{ what: 'heap of the server, more', ...atMost(last.server - first.server, 1_000_000, megabytes), baseline: `of ${megabytes(first.server)}; ${atRest(megabytes(rested.server - last.server))}; resident ${megabytes(first.resident)}, then ${megabytes(last.resident)}` },
		];
	},
};
