/** B5: bytes between the server and one wall: idle, and with a won deal every second. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../server/db/open.ts';
import { silentLog } from '../../server/log.ts';
import { createWall } from '../../server/wall.ts';
import { changeOf } from '../../shared/board-change.ts';
import { reportMs, type ScreenReport, type SentReport } from '../../shared/report.ts';
import type { Budget } from './budget.ts';
import { atMost, pause, whole } from './budget.ts';
import { floorFile, floorFolder, newFact, timeZone } from './floor.ts';
import { connectWalls, startProcess, type Wall } from './process.ts';

const seconds = 60;
const hour = 3_600;
const perHour = hour / seconds;

/** All bytes of the wall's connection so far, in both directions, frames and pings included. */
function bytesOf({ io }: Wall): number {
	const { transport } = io.engine;
	const ws: unknown = 'ws' in transport ? transport.ws : null;
	const socket: unknown = typeof ws === 'object' && ws !== null && '_socket' in ws ? ws._socket : null;
	if (typeof socket !== 'object' || socket === null || !('bytesRead' in socket) || !('bytesWritten' in socket)) throw new Error('the connection is no WebSocket of ws');
	return Number(socket.bytesRead) + Number(socket.bytesWritten);
}

/** What an event takes on the connection: the engine's and Socket.IO's signs, and the frame's four bytes. */
const frame = (event: string, carried: unknown): number => 6 + Buffer.byteLength(JSON.stringify([event, carried, 1_000]));

/** Bytes of what a screen says of itself in an hour: whole once a minute, in between what changes, a panel each time. A frame to the server has four bytes more. */
function reportsAlone(): number {
	const whole: ScreenReport = { build: 'dc3a5afbc9b9', engine: 122, width: 1920, height: 1080, panel: 'Meetings booked by week', board: 12_345, frames: 30, inMs: 501, heap: 13_952_724, sound: 'waits', wake: 'video', isAsleep: false, isHidden: false, isPaused: false };
	const { frames, inMs, panel, board, heap } = whole;
	const part: SentReport = { panel, board, heap, frames, inMs };
	const size = (report: SentReport): number => frame('report', report) + 4;
	const [reports, minutes] = [(hour * 1000) / reportMs, hour / 60];
	return minutes * size(whole) + (reports - minutes) * size(part);
}

/** Bytes of the changes that time alone makes in one working hour, and of the whole boards they stand for: nothing is pushed. */
async function timeAlone(): Promise<{ changes: number; boards: number; board: number }> {
	const folder = mkdtempSync(join(tmpdir(), 'floorcast-bench-'));
	const file = join(folder, 'floor.sqlite');
	copyFileSync(floorFile(10_000), file);
	const db = openDatabase(file);
	// The last working day at eleven, so that a working hour follows.
	let day = Temporal.Now.plainDateISO(timeZone);
	while (day.dayOfWeek > 5) day = day.subtract({ days: 1 });
	let now = day.toZonedDateTime({ timeZone, plainTime: '11:00' }).epochMilliseconds;
	const wall = createWall({ db, clock: { now: () => now }, log: silentLog, tickMs: 600_000, demo: false, build: 'bench', version: '0' });
	let before = await wall.boardAt({});
	const sum = { changes: 0, boards: 0, board: frame('board', before) };
	for (let second = 0; second < hour; second += 5) {
		now += 5_000;
		const board = await wall.boardAt({});
		const change = changeOf(before, board);
		before = board;
		if (change === null) continue;
		sum.changes += frame('change', change);
		sum.boards += frame('board', board);
	}
	await wall.close();
	db.close();
	rmSync(folder, { recursive: true, force: true });
	return sum;
}

export const traffic: Budget = {
	id: 'B5',
	what: `bytes of one wall; the connection measured for ${seconds} s each, what time alone changes over a whole working hour`,
	measure: async () => {
		const server = await startProcess(floorFolder(10_000));
		const { walls, close } = await connectWalls(server.port, 1);
		const [wall] = walls;
		if (!wall) throw new Error('no wall connected');
		let changed = 0;
		wall.on('change', (change) => (changed += frame('change', change)));
		await pause(3_000);

		const atRest = bytesOf(wall) - changed;
		await pause(seconds * 1000);
		const idle = (bytesOf(wall) - changed - atRest) * perHour;

		const before = bytesOf(wall);
		for (let second = 0; second < seconds; second += 1) {
			const next = performance.now() + 1000;
			await server.push(JSON.stringify(newFact(`b${second}`, 3 * second)));
			await pause(next - performance.now());
		}
		const busy = (bytesOf(wall) - before) * perHour;
		close();
		await server.close();

		const alone = await timeAlone();
		const inKb = (value: number): string => `${whole(value / 1000)} kB/h`;
		const inMb = (value: number): string => `${(value / 1_000_000).toFixed(1)} MB/h`;
		return [
			{ what: 'idle in working hours', ...atMost(idle + alone.changes, 60_000, inKb), baseline: `beats and pings ${inKb(idle)}; with whole boards ${inKb(idle + alone.boards)}` },
			{ what: 'a screen’s own reports', ...atMost(reportsAlone(), 60_000, inKb), baseline: 'counted apart' },
			{ what: 'a won deal a second, on a board of six panels', ...atMost(busy, 40_000_000, inMb), baseline: `with whole boards ${inMb(alone.board * hour)}` },
		];
	},
};
