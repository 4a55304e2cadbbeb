/** The server as a process of its own, as `npm start` runs it, and what it left behind in its folder. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, copyFileSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { expect, onTestFinished } from 'vitest';
import type { BoardView } from '../../shared/views.ts';
import { apiKey, ask, givenFolder, onBoards, type Answer, type WallSocket } from '../server/http/support.ts';
import { givenWall, rollupsOf, type GivenWall } from './wall.ts';

export interface Started {
	child: ChildProcess;
	output: () => string;
	/** The exit code; null when a signal ended it. */
	exit: Promise<number | null>;
	dataDir: string;
}

const { scripts }: { scripts: { start: string } } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
/** What Node is given by `npm start`. */
export const startArgs = scripts.start.split(' ').slice(1);

/** A real floor on a free port with a key, unless `env` says otherwise. `into`: a file that gets its output. */
export const startProcess = (env: Record<string, string> = {}, { into, ...as }: { uid?: number; gid?: number; into?: string } = {}): Started => {
	const dataDir = env['DATA_DIR'] ?? join(givenFolder(), 'made', 'by', 'itself');
	const { NODE_OPTIONS: _, ...outer } = process.env;
	const file = into === undefined ? null : openSync(into, 'w');
	const child = spawn(process.execPath, startArgs, {
		env: { ...outer, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'warn', DEMO: 'off', API_KEY: apiKey, ...env, DATA_DIR: dataDir },
		stdio: file === null ? 'pipe' : ['ignore', file, file],
		...as,
	});
	if (file !== null) closeSync(file);
	onTestFinished(() => void child.kill('SIGKILL'));
	let output = '';
	child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
	child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
	return { child, dataDir, output: () => output, exit: new Promise((resolve) => child.once('close', (code) => resolve(code))) };
};

/** Resolves once it listens. */
export const portOf = async ({ output, child }: Started): Promise<number> => {
	await expect
		.poll(() => {
			if (child.exitCode !== null) throw new Error(`the server ended: ${output()}`);
			return output();
		}, { timeout: 60_000 })
		.toMatch(/Admin: +http:\/\/127\.0\.0\.1:\d+\//);
	return Number(/Wall: +http:\/\/127\.0\.0\.1:(\d+)/.exec(output())?.[1]);
};

/** Resolves once there is a first board. */
export const isUp = (port: number) => expect.poll(async () => (await ask(port, 'GET', '/healthz')).status, { timeout: 60_000 }).toBe(200);

/** What a wall on the server's own machine has been shown so far. */
export function watchWall(port: number): { boards: BoardView[]; beats: number } {
	const origin = `http://127.0.0.1:${port}`;
	const socket: WallSocket = io(origin, { transports: ['websocket'], forceNew: true, extraHeaders: { Origin: origin } });
	onTestFinished(() => void socket.disconnect());
	const seen = { boards: [] as BoardView[], beats: 0 };
	onBoards(socket, (board) => seen.boards.push(board));
	socket.on('beat', () => (seen.beats += 1));
	return seen;
}

/** The answer, or null when the connection broke: whether it was kept is then not known. */
export const tryToAsk = (...call: Parameters<typeof ask>): Promise<Answer | null> => ask(...call).catch(() => null);

/** A wall over a copy of what a stopped server left, whose file is whole. */
export function inspect(dataDir: string, name = 'floorcast.sqlite'): GivenWall {
	const copy = join(givenFolder(), name);
	for (const ending of ['', '-wal']) {
		const left = join(dataDir, name + ending);
		if (existsSync(left)) copyFileSync(left, copy + ending);
	}
	const given = givenWall({ file: copy, now: '2026-09-28T12:00' });
	expect(given.db.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
	expect(given.db.pragma('foreign_key_check')).toEqual([]);
	const { kept, rebuilt } = rollupsOf(given);
	expect(kept).toEqual(rebuilt);
	return given;
}
