/** The command `npm run import` as a process of its own. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export interface Imported {
	code: number | null;
	/** What it said, on either stream. */
	output: string;
}

export interface RunningImport {
	done: Promise<Imported>;
	output: () => string;
	stop: (signal: NodeJS.Signals) => void;
}

const command = fileURLToPath(new URL('../../server/import.ts', import.meta.url));

/** @param folder where it is run, and leaves its file of rejected rows. */
export function startImport(folder: string, args: readonly string[], env: Record<string, string> = {}): RunningImport {
	const { NODE_OPTIONS: _options, npm_lifecycle_event: _script, PORT: _port, API_KEY: _key, ...outer } = process.env;
	const child = spawn(process.execPath, [command, ...args], { cwd: folder, env: { ...outer, ...env }, stdio: 'pipe' });
	onTestFinished(() => void child.kill('SIGKILL'));
	let output = '';
	const hear = (chunk: Buffer): void => {
		output += chunk.toString();
	};
	child.stdout.on('data', hear);
	child.stderr.on('data', hear);
	return {
		done: new Promise((resolve) => child.once('close', (code) => resolve({ code, output }))),
		output: () => output,
		stop: (signal) => void child.kill(signal),
	};
}

export const runImport = (...given: Parameters<typeof startImport>): Promise<Imported> => startImport(...given).done;
