/** Walls that are connected and read nothing, or hardly: what each costs, and that no other is kept waiting by it. */
import { expect, test } from 'vitest';
import type { WallSocket as ServerSide } from '../../../server/push/wall-socket.ts';
import { connectRaw } from '../../support/raw-wall.ts';
import { onBoards } from '../http/support.ts';
import { givenSockets } from './support.ts';

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
	const { sockets, connect, show: showBoard, origin } = await givenSockets();
	const show = (revision: number): void => showBoard(revision, String(revision).padEnd(boardBytes, 'x'));
	show(1);
	const reading = Array.from({ length: 3 }, () => {
		const socket = connect();
		const revisions: number[] = [];
		onBoards(socket, ({ revision }) => revisions.push(revision));
		return revisions;
	});
	await expect.poll(() => reading.map((revisions) => revisions.at(-1))).toEqual([1, 1, 1]);
	const well = new Set(sockets.walls().map(({ id }) => id));
	for (let deaf = 0; deaf < 50; deaf += 1) await connectRaw(Number(new URL(origin).port), { isDeaf: true });
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
