/** Many walls at once: sockets that connect, and try again, as the display does, each from an address of its own. */
import { io } from 'socket.io-client';
import { onTestFinished } from 'vitest';
import type { BoardView } from '../../shared/views.ts';
import { onBoards, type WallSocket } from '../server/http/support.ts';

export interface FleetWall {
	socket: WallSocket;
	board: BoardView | null;
	/** When the board came, by `performance.now()`. */
	at: number;
}

/** What counts of a board: all but the number of the entry after which it was made. */
export const contentOf = (board: BoardView | null): string => JSON.stringify(board && { ...board, revision: 0 });

const openWithinMs = 4_000;
const [shortestWaitMs, longestWaitMs] = [500, 3_000];

/** On Linux, all of 127.0.0.0/8 is this machine: a server that counts connections by address sees as many machines. */
export function connectFleet(port: number, count: number): FleetWall[] {
	const origin = `http://127.0.0.1:${port}`;
	return Array.from({ length: count }, (_, index) => {
		const options = {
			transports: ['websocket', 'polling'],
			reconnection: false,
			timeout: openWithinMs,
			forceNew: true,
			extraHeaders: { Origin: origin },
			localAddress: `127.0.0.${2 + (index % 250)}`,
		};
		const wall: FleetWall = { socket: io(origin, options), board: null, at: Number.NEGATIVE_INFINITY };
		let wait: NodeJS.Timeout | undefined;
		const openLater = (): void => {
			clearTimeout(wait);
			wait = setTimeout(() => wall.socket.disconnect().connect(), shortestWaitMs + Math.random() * (longestWaitMs - shortestWaitMs));
			wall.socket.disconnect();
		};
		wall.socket.on('disconnect', (reason) => {
			if (reason !== 'io client disconnect') openLater();
		});
		wall.socket.on('connect_error', openLater);
		onTestFinished(() => {
			clearTimeout(wait);
			wall.socket.removeAllListeners();
			wall.socket.disconnect();
		});
		onBoards(wall.socket, (board) => {
			wall.board = board;
			wall.at = performance.now();
		});
		return wall;
	});
}
