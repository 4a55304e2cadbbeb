/**
 * The wall under everything that a day can bring, faster: panels change without a pause, facts are pushed, and one fault follows the
 * other. After each of them the wall must show what the server has; at the end the page must hold no more than at the beginning.
 */
import type { Browser } from 'playwright-core';
import { heldText, leaksBetween, type Held } from '../support/leaks.ts';
import type { Fault } from './fault-list.ts';
import type { Floor } from './floor.ts';
import { openWatchedWall } from './watched-wall.ts';

export interface Plan {
	/** One after the other, from the beginning again after the last. */
	faults: Fault[];
	/** Changes of the panel between two faults. */
	changesBetween: number;
	isOver: (changes: number) => boolean;
	/** Told how things stand: at first, about once a minute, at the end, and of each problem. */
	say: (line: string) => void;
}

export interface Verdict {
	changes: number;
	/** Of the faults, how long it took at most until the wall was right again, in milliseconds. */
	slowestMs: number;
	/** In a sentence each; empty when the wall has stood the test. */
	problems: string[];
}

/** What the page held when it had shown and met everything once; `loads` says which page that was. */
interface Beginning {
	held: Held;
	loads: number;
}

const rightWithinMs = 10_000;
const minuteMs = 60_000;
const batch = 50;
/** The page fetches the rest of itself twenty seconds after its start, and an engine compiles what runs often anew. */
const warmUpMs = 30_000;

export async function soak(browser: Browser, floor: Floor, { faults, changesBetween, isOver, say }: Plan): Promise<Verdict> {
	const problems: string[] = [];
	const begun = performance.now();
	let doing = 'at the start';
	const note = (problem: string): void => {
		problems.push(`${doing}: ${problem}`);
		say(`!  ${doing}: ${problem}`);
	};
	const wall = await openWatchedWall(browser, floor.url, note);
	let changes = 0;
	let slowestMs = 0;

	const turnDuring = async (work: Promise<void>): Promise<void> => {
		let isDone = false;
		const done = work.finally(() => (isDone = true));
		// It is awaited below; until then its failure is not one that nobody sees.
		done.catch(() => undefined);
		while (!isDone) changes += await wall.turn(batch);
		await done;
	};
	const check = async (): Promise<void> => {
		const from = performance.now();
		const wrong = await wall.whatIsWrong(floor, rightWithinMs);
		if (wrong !== null) note(`${rightWithinMs / 1000} s later, ${wrong}`);
		slowestMs = Math.max(slowestMs, performance.now() - from);
	};
	const held = async (): Promise<Held> => {
		const goOn = await floor.hold();
		const now = await wall.held();
		goOn();
		return now;
	};
	const warmUp = async (): Promise<Beginning> => {
		for (const until = performance.now() + warmUpMs; performance.now() < until; ) {
			for (let batches = 0; batches < 4; batches += 1) await wall.turn(batch);
			floor.line.cut();
		}
		await check();
		return { held: await held(), loads: wall.loads() };
	};
	const report = (now: Held, what: string): void => {
		const minutes = Math.round((performance.now() - begun) / minuteMs);
		say(`${minutes} min  ${changes.toLocaleString('en')} changes, ${floor.pushed().toLocaleString('en')} facts; ${heldText(now)}; server ${Math.round(floor.server().resident() / 1_048_576)} MB; ${what}`);
	};

	let beginning = await warmUp();
	/** What a page has that was loaded anew has nothing to do with what the one before held. */
	const count = async (): Promise<void> => {
		const now = await held();
		report(now, doing);
		if (beginning.loads === wall.loads()) for (const leak of leaksBetween(beginning.held, now)) note(leak);
		else beginning = await warmUp();
	};

	report(beginning.held, doing);
	let countedAt = performance.now();
	for (let turns = 0; !isOver(changes); turns += 1) {
		const fault = faults[turns % faults.length];
		doing = 'between faults';
		for (const until = changes + changesBetween; changes < until; ) changes += await wall.turn(batch);
		if (!fault) continue;
		if (fault.loadsAnew) await count();
		doing = fault.name;
		// A wall at which somebody stands, pressing keys, is not loaded anew.
		const over = fault.run(floor, wall);
		await (fault.loadsAnew ? over : turnDuring(over)).catch((error: unknown) => note(error instanceof Error ? error.message : String(error)));
		await check();
		if (performance.now() - countedAt < minuteMs) continue;
		countedAt = performance.now();
		await count();
	}
	doing = 'at the end';
	await count();
	await wall.page.close();
	return { changes, slowestMs, problems };
}
