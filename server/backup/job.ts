/**
 * What takes long, or reads a file that nobody knows, as a program of its own: while SQLite copies or checks, nothing in the same process could
 * stop it. It is told what to do by its argument, and says how it went in one line. It never touches what is in use but to read.
 */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { asBackupError } from './backup-error.ts';
import { copyVerified } from './copy.ts';
import { inspect } from './inspect.ts';
import { prepare } from './prepare.ts';

const jobSchema = z.discriminatedUnion('what', [
	z.object({ what: z.literal('copy'), from: z.string(), to: z.string() }),
	z.object({ what: z.literal('inspect'), file: z.string(), isWhole: z.boolean() }),
	z.object({ what: z.literal('prepare'), from: z.string(), to: z.string() }),
]);

const attempt = (work: () => void): void => {
	try {
		work();
	} catch {
		return; // it may not: then it competes with the wall
	}
};
/** The wall goes first; and where memory runs out, this is what ends. */
const standBack = (): void => {
	attempt(() => setPriority(10));
	if (process.platform === 'linux') attempt(() => writeFileSync('/proc/self/oom_score_adj', '1000'));
};

/** Does what writes a file of gigabytes, which is brought to the disk as it grows. */
const flushed = async <T>(file: string, write: () => T): Promise<T> => {
	const flusher = new Worker(new URL('flush.ts', import.meta.url), { workerData: file });
	// Until then it has not begun, and nothing here would let it.
	await once(flusher, 'online');
	const over = once(flusher, 'exit');
	over.catch(() => undefined); // what the writing says goes first
	try {
		const value = write();
		flusher.postMessage('over');
		await over;
		return value;
	} finally {
		await flusher.terminate();
	}
};

const run = async (): Promise<unknown> => {
	const job = jobSchema.parse(JSON.parse(process.argv[2] ?? 'null'));
	switch (job.what) {
		case 'copy':
			return await flushed(job.to, () => copyVerified(job.from, job.to));
		case 'inspect':
			return inspect(job.file, job);
		case 'prepare':
			return await flushed(job.to, () => prepare(job.from, job.to));
	}
};

const say = (answer: object): void => void process.stdout.write(`${JSON.stringify(answer)}\n`);

process.umask(0o077);
standBack();
try {
	say({ value: await run() });
} catch (error) {
	const known = asBackupError(error, 'it');
	say({ problem: known ? { code: known.code, message: known.message } : { code: 'failed', message: error instanceof Error ? error.message : String(error) } });
}
