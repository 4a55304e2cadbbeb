/** Reads and understands one file in a thread of its own. What takes too long, or more memory than there should be, ends the thread, never the server. */
import { totalmem } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ImportChoices, ImportDraft, ImportKind, ImportOutlook } from '../../../shared/imports-api.ts';
import { InputError } from '../../errors.ts';
import type { DecimalSign } from './decimals.ts';
import type { Remembered } from './proposals.ts';
import type { WrittenTargets } from './target-sheet.ts';
import type { Note, PushRow, Rejection } from './understand.ts';

export interface OpenedBy {
	/** Where it lies, or its bytes. */
	file: string | Uint8Array;
	/** As it was called where it came from. */
	name: string;
	/** Mappings that come along, as JSON. */
	shipped: { name: string; json: string }[];
	remembered: Remembered[];
	/** The workspace's. */
	currency: string | null;
	today: string;
}

export interface Asks {
	/** @param keep how the file is to be read; `kind` null is the likeliest. */
	propose: { kind: ImportKind | null; keep: ImportChoices | null };
	plan: { choices: ImportChoices };
	understand: null;
	/** @param most of them; a file of more is refused. */
	targets: { sheet: string | null; decimal: DecimalSign | null; most: number };
	rows: { from: number; count: number };
	/** Good rows by their places. */
	picked: { at: number[] };
	keys: null;
	introduced: { from: number; count: number };
	/** @param refused by the facts, each by its place among the good rows. */
	rejectedFile: { refused: { index: number; field: string; message: string }[] };
}

export interface Answers {
	propose: { choices: ImportChoices; mapping: ImportDraft['mapping']; outlook: ImportOutlook };
	plan: { outlook: ImportOutlook };
	understand: { good: number; introduced: number; rejected: number; repeated: number; notes: Note[]; owners: [string, number][]; shown: Rejection[] };
	targets: { kind: 'csv' | 'xlsx'; name: string | null; names: string[]; written: WrittenTargets };
	rows: { row: PushRow; line: number }[];
	picked: PushRow[];
	/** Of each good row its key and a digest of all of it; and the ids of those rejected, as far as a column has them: null where none does. */
	keys: { rows: [key: string, digest: string][]; rejected: string[] | null };
	introduced: PushRow[];
	rejectedFile: string;
}

export interface Asked {
	id: number;
	what: keyof Asks;
	given: unknown;
}

interface Answered {
	id: number;
	value?: unknown;
	refused?: { code: string; status: number; message: string };
}

export interface SheetReader {
	/** @throws InputError when the file cannot be read, is too large, or takes too long. */
	ask: <K extends keyof Asks>(what: K, given: Asks[K]) => Promise<Answers[K]>;
	close: () => void;
}

/** A file of 60 MB takes some 20 s on a small box. */
const patienceMs = 120_000;
/** Half of what the machine or its container has, so that the wall beside it lives on: 512 MB of a box with 1 GB. */
const mostMemoryMb = Math.min(1_200, Math.max(256, Math.floor(Math.min(totalmem(), process.constrainedMemory() || Infinity) / 2 ** 21)));

const tooSlow = (): InputError => new InputError('This file takes too long to read here. Bring it in with npm run import, or split it.', { status: 413, code: 'too_slow', field: 'file' });
const tooMuch = (): InputError => new InputError('This file needs more memory than there is for it here. Bring it in with npm run import, or split it.', { status: 413, code: 'too_large', field: 'file' });

export function createSheetReader(opened: OpenedBy): SheetReader {
	const worker = new Worker(new URL('./sheet-worker.ts', import.meta.url), { workerData: opened, resourceLimits: { maxOldGenerationSizeMb: mostMemoryMb }, execArgv: [] });
	// A server that stops does not wait for it.
	worker.unref();
	const waiting = new Map<number, { settle: (answer: Answered) => void; fail: (error: unknown) => void }>();
	let asked = 0;
	let ended: Error | null = null;
	const end = (error: Error): void => {
		ended ??= error;
		for (const { fail } of waiting.values()) fail(ended);
		waiting.clear();
	};
	// What the worker posts is written by it and nobody else.
	worker.on('message', (answer: Answered) => {
		waiting.get(answer.id)?.settle(answer);
		waiting.delete(answer.id);
	});
	worker.on('error', (error: Error & { code?: string }) => end(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch() : error));
	const over = (): InputError => new InputError('The reading of this file was ended.', { status: 409, code: 'conflict', field: 'file' });
	worker.on('exit', () => end(over()));

	return {
		ask: (what, given) =>
			new Promise((resolve, reject) => {
				if (ended) {
					reject(ended);
					return;
				}
				const id = (asked += 1);
				const timer = setTimeout(() => {
					end(tooSlow());
					void worker.terminate();
				}, patienceMs).unref();
				waiting.set(id, {
					settle: ({ value, refused }) => {
						clearTimeout(timer);
						if (!refused) resolve(value as Answers[typeof what]); // the worker's handler of `what` gave it
						else if (refused.status >= 500) reject(new Error(refused.message));
						else reject(new InputError(refused.message, { status: refused.status, code: refused.code, field: 'file' }));
					},
					fail: (error) => {
						clearTimeout(timer);
						reject(error instanceof Error ? error : new Error(String(error)));
					},
				});
				worker.postMessage({ id, what, given } satisfies Asked);
			}),
		close: () => {
			end(over());
			void worker.terminate();
		},
	};
}
