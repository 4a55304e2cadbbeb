/** Walls that are connected and read nothing, or hardly: what each costs, and that no other is kept waiting by it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../../server/log.ts';
import { usualEdition, type Issue, type IssueListener } from '../../../server/push/editions.ts';
import { createSockets } from '../../../server/push/sockets.ts';
import type { WallSocket as ServerSide } from '../../../server/push/wall-socket.ts';
import { usualSetup } from '../../../shared/screen.ts';
import type { BoardView } from '../../../shared/views.ts';
import { connectRaw } from '../../support/raw-wall.ts';
import { onBoards, type WallSocket } from '../http/support.ts';

/** A large board: the floor's own has a few kilobytes. */
const boardBytes = 40_000;
const mostHeld = 65_536;

/** What the process holds for a wall: frames that the system has not taken, and packets that have not become frames. */
function heldFor({ conn }: ServerSide): number {
	// Both are private to the engine; what they hold is what the test is about.
	const { writeBuffer, transport } = conn as unknown as { writeBuffer: { data?: string }[]; transport: { socket: { bufferedAmount: number } } };
	return transport.socket.bufferedAmount + writeBuffer.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
}

test('[R9] walls that read nothing cost no more than 64 kB each, and those that read get every board', async () => {
	const http = createServer();
	let listener: IssueListener = () => undefined;
	let issue: Issue | null = null;
	const sockets = createSockets(http, {
		wall: { latest: () => issue, hold: () => () => undefined, asOfText: () => '14:29', isTicking: () => true, onIssue: (added) => ((listener = added), () => undefined) },
		clock: { now: () => 1 },
		log: silentLog,
		demo: true,
		trustProxy: null,
		screens: { screenOf: () => null, noteSeen: () => undefined, writeSeen: () => undefined, setupOf: () => usualSetup, editionOf: () => usualEdition },
		onFatal: () => undefined,
	});
	await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
	const { port } = http.address() as AddressInfo;
	onTestFinished(() => {
		sockets.close();
		http.close();
	});
	const show = (revision: number): void => {
		const before = issue;
		const filling = String(revision).padEnd(boardBytes, 'x');
		const board: BoardView = { format: 2, build: 'dev', revision, id: filling, title: 'Floor', name: 'Floor', language: 'en', locale: 'en', seconds: 20, replay: null, clock: { offsetMinutes: 0, changesAt: null, offsetAfterMinutes: 0 }, empty: null, panels: [] };
		issue = { edition: usualEdition, board, number: (before?.number ?? 0) + 1 };
		listener(issue, before?.board ?? null);
	};
	show(1);
	const reading = Array.from({ length: 3 }, () => {
		const socket: WallSocket = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], forceNew: true, reconnection: false, extraHeaders: { Origin: `http://127.0.0.1:${port}` } });
		onTestFinished(() => void socket.disconnect());
		const revisions: number[] = [];
		onBoards(socket, ({ revision }) => revisions.push(revision));
		return revisions;
	});
	await expect.poll(() => reading.map((revisions) => revisions.at(-1))).toEqual([1, 1, 1]);
	const well = new Set(sockets.walls().map(({ id }) => id));
	for (let deaf = 0; deaf < 50; deaf += 1) await connectRaw(port, { isDeaf: true });
	await expect.poll(() => sockets.walls().length).toBe(53);
	const deaf = sockets.walls().filter(({ id }) => !well.has(id));

	// Until the system takes no more for any of them, and well beyond.
	const last = 300;
	for (let revision = 2; revision <= last; revision += 1) {
		show(revision);
		for (const revisions of reading) await expect.poll(() => revisions.at(-1), { interval: 1 }).toBe(revision);
	}
	expect(deaf.filter(({ conn }) => !conn.transport.writable).length).toBe(50);
	expect(reading.map((revisions) => revisions.length)).toEqual([last, last, last]);
	const held = deaf.map(heldFor);
	expect(Math.max(...held)).toBeLessThanOrEqual(mostHeld);
	expect(Math.max(...held)).toBeGreaterThan(0);
}, 240_000);
