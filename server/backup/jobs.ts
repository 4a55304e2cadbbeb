/** Runs jobs, each in a process of its own, which ends when it is not wanted any more or takes too long. */
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { backupProblems } from '../../shared/backups-api.ts';
import { BackupError } from './backup-error.ts';
import type { Copied } from './copy.ts';
import type { Inspected } from './inspect.ts';

export interface Jobs {
	copy: { given: { from: string; to: string }; value: Copied };
	inspect: { given: { file: string; isWhole: boolean }; value: Inspected };
	prepare: { given: { from: string; to: string }; value: Inspected };
}

const program = fileURLToPath(new URL('job.ts', import.meta.url));
/** A gigabyte takes some ten seconds, on a slow card a few minutes. */
const patienceMs = 60 * 60_000;
const mostSaid = 10_000_000;

const argumentsFor = <K extends keyof Jobs>(what: K, given: Jobs[K]['given']): string[] => ['--disable-proto=delete', '--max-old-space-size=256', program, JSON.stringify({ what, ...given })];

const answerSchema = z.union([z.object({ value: z.unknown() }), z.object({ problem: z.object({ code: z.enum(backupProblems), message: z.string() }) })]);

/** What a job of ours said last. @throws BackupError when that is what it said, or it ended without a word. */
function answerIn<T>(said: string): T {
	const line = said.trim().split('\n').at(-1) ?? '';
	const answer = answerSchema.safeParse(line.startsWith('{') ? JSON.parse(line) : null);
	if (!answer.success) throw new BackupError('failed', 'It ended before it was done.');
	if ('problem' in answer.data) throw new BackupError(answer.data.problem.code, answer.data.problem.message);
	// The job of that name gave it.
	return answer.data.value as T;
}

/** @param signal ends it; what it throws is then the signal's reason. @throws BackupError */
export function runJob<K extends keyof Jobs>(what: K, given: Jobs[K]['given'], signal: AbortSignal): Promise<Jobs[K]['value']> {
	return new Promise((resolve, reject) => {
		signal.throwIfAborted();
		const child = spawn(process.execPath, argumentsFor(what, given), { stdio: ['ignore', 'pipe', 'inherit'] });
		let said = '';
		const late = setTimeout(() => end(new BackupError('timed_out', `It took longer than ${patienceMs / 60_000} minutes.`)), patienceMs);
		let ended: unknown = null;
		const end = (why: unknown): void => {
			ended ??= why;
			child.kill('SIGKILL');
		};
		const aborted = (): void => end(signal.reason);
		signal.addEventListener('abort', aborted);
		child.stdout.on('data', (chunk: Buffer) => {
			said += chunk.toString();
			if (said.length > mostSaid) end(new BackupError('failed', 'It said too much.'));
		});
		child.on('error', (error) => end(error));
		child.on('close', () => {
			clearTimeout(late);
			signal.removeEventListener('abort', aborted);
			try {
				if (ended !== null) throw ended;
				resolve(answerIn(said));
			} catch (error) {
				reject(error instanceof Error ? error : new Error(String(error)));
			}
		});
	});
}

/** The same, before there is a wall that would have to wait. @throws BackupError */
export function runJobNow<K extends keyof Jobs>(what: K, given: Jobs[K]['given']): Jobs[K]['value'] {
	const { stdout, error } = spawnSync(process.execPath, argumentsFor(what, given), { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8', timeout: patienceMs, killSignal: 'SIGKILL', maxBuffer: mostSaid });
	if (error) throw new BackupError('failed', error.message, { cause: error });
	return answerIn(stdout);
}
