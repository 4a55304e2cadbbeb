/**
 * Brings the good rows of an understood file into the facts, in pushes small enough, and with pauses long enough, that the wall and
 * requests breathe. The same rows can be rehearsed, which says what would come of them and leaves nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { PushReply } from '../../shared/api.ts';
import type { ImportChoices } from '../../shared/imports-api.ts';
import type { SheetReader } from '../sources/sheet/sheet-reader.ts';

/** Some 15 ms of work on a small box. */
const rowsAtOnce = 300;
const leastPauseMs = 4;

export interface Warned {
	code: string;
	message: string;
	line: number;
}

export interface Brought {
	reply: PushReply;
	/** Good rows done with. */
	through: number;
	isPeople: boolean;
	/** Rows that the facts refused, by their places among the good ones. */
	refused: { index: number; field: string; message: string }[];
	warned: Warned[];
}

export interface RunOptions {
	reader: SheetReader;
	choices: Pick<ImportChoices, 'kind' | 'source'>;
	/** How many rows of each there are. */
	good: number;
	introduced: number;
	/** Good rows that are in already. */
	from: number;
	/** One push of so many rows of the file, or of people. */
	take: (body: unknown, place?: { from: number; through: number }) => PushReply;
	isStopped: () => boolean;
	onBrought: (brought: Brought) => void;
}

/** True when all rows went through; false when it was stopped. What `take` throws ends it. */
export async function bring({ reader, choices: { kind, source }, good, introduced, from, take, isStopped, onBrought }: RunOptions): Promise<boolean> {
	const body = (of: string, rows: readonly unknown[]) => ({ source, file: true, [of]: rows });
	/** As long a pause as the push took: half of the time is everybody else's. */
	const breathe = (since: number): Promise<void> => sleep(Math.max(leastPauseMs, performance.now() - since));
	for (let at = 0; at < introduced; at += rowsAtOnce) {
		const people = await reader.ask('introduced', { from: at, count: rowsAtOnce });
		if (isStopped()) return false;
		const since = performance.now();
		onBrought({ reply: take(body('people', people)), through: 0, isPeople: true, refused: [], warned: [] });
		await breathe(since);
	}
	for (let at = from; at < good; at += rowsAtOnce) {
		const rows = await reader.ask('rows', { from: at, count: rowsAtOnce });
		if (isStopped()) return false;
		const since = performance.now();
		const through = at + rows.length;
		const reply = take(body(kind, rows.map(({ row }) => row)), { from: at, through });
		onBrought({
			reply,
			through,
			isPeople: false,
			refused: reply.rejected.map(({ index, field, message }) => ({ index: at + index, field, message })),
			warned: reply.warnings.map(({ index, code, message }) => ({ code, message, line: rows[index]?.line ?? 0 })),
		});
		await breathe(since);
	}
	return true;
}
