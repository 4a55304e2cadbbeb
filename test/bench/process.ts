/** The server as a process of its own, as it runs on the box. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import type { ServerToWall, WallToServer } from '../../shared/wire.ts';
import { pause } from './budget.ts';
import { timeZone } from './floor.ts';

export const apiKey = 'bench-key-of-more-than-32-characters';

export interface ServerProcess {
	port: number;
	dataDir: string;
	/** Milliseconds from the start of the process until it listened. */
	listeningMs: number;
	/** Milliseconds from the start of the process until the first board was built. */
	readyMs: number;
	/** Resident memory now, in bytes. */
	resident: () => number;
	/** Milliseconds until the facts were acknowledged. @throws Error unless they are. */
	push: (body: string) => Promise<number>;
	signal: (signal: NodeJS.Signals) => void;
	/** Ends it by a signal; its folder stays. */
	end: (signal?: NodeJS.Signals) => Promise<void>;
	/** Stops it and removes its folder. */
	close: () => Promise<void>;
}

export interface StartOptions {
	/** A free one unless given. */
	port?: number;
	env?: Record<string, string>;
	/** What is run instead of `server/main.ts`, with its arguments. */
	entry?: string[];
}

const root = fileURLToPath(new URL('../../', import.meta.url));
/** As `npm start` runs it. */
const [, ...startArguments] = z.object({ scripts: z.object({ start: z.string() }) }).parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).scripts.start.split(' ');

/** In `dataDir`, else in an empty folder. */
export async function startProcess(dataDir = mkdtempSync(join(tmpdir(), 'floorcast-bench-')), { port: wished = 0, env = {}, entry }: StartOptions = {}): Promise<ServerProcess> {
	const { NODE_OPTIONS: _, ...outer } = process.env;
	const begun = performance.now();
	const child = spawn(process.execPath, entry ? [...startArguments.slice(0, -1), ...entry] : startArguments, {
		cwd: root,
		env: { ...outer, HOST: '127.0.0.1', PORT: String(wished), DEMO: 'off', API_KEY: apiKey, TIME_ZONE: timeZone, LOG_LEVEL: 'error', ...env, DATA_DIR: dataDir },
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	// Whatever ends us, it does not outlive us.
	const kill = (): void => void child.kill('SIGKILL');
	process.once('exit', kill);
	const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	void exit.then(() => process.off('exit', kill));
	const end = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
		child.kill(signal);
		await exit;
	};
	const close = async (): Promise<void> => {
		await end();
		rmSync(dataDir, { recursive: true, force: true });
	};
	const port = await new Promise<number>((resolve, reject) => {
		let printed = '';
		child.stdout.on('data', (chunk: Buffer) => {
			printed += chunk.toString();
			const found = /Wall: +http:\/\/127\.0\.0\.1:(\d+)/.exec(printed);
			if (found) resolve(Number(found[1]));
		});
		void exit.then(() => reject(new Error('the server stopped before it listened')));
	});
	const listeningMs = performance.now() - begun;
	while ((await fetch(`http://127.0.0.1:${port}/healthz`)).status !== 200) await pause(5);
	const readyMs = performance.now() - begun;
	return {
		port,
		dataDir,
		listeningMs,
		readyMs,
		resident: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) * 1024,
		push: async (body) => {
			const from = performance.now();
			const response = await fetch(`http://127.0.0.1:${port}/api/v1/facts`, { method: 'POST', headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' }, body });
			const answer = await response.text();
			if (response.status !== 200 || !answer.includes('"rejected":[]')) throw new Error(`the facts were not taken: ${answer.slice(0, 300)}`);
			return performance.now() - from;
		},
		signal: (signal) => void child.kill(signal),
		end,
		close,
	};
}

export type Wall = Socket<ServerToWall, WallToServer>;

/** Walls that have their first board; `close` disconnects them. */
export async function connectWalls(port: number, count: number): Promise<{ walls: Wall[]; close: () => void }> {
	const origin = `http://127.0.0.1:${port}`;
	const walls = Array.from({ length: count }, (): Wall => io(origin, { transports: ['websocket'], forceNew: true, extraHeaders: { Origin: origin } }));
	await Promise.all(walls.map((wall) => new Promise((resolve) => wall.once('board', resolve))));
	return { walls, close: () => walls.forEach((wall) => wall.disconnect()) };
}
