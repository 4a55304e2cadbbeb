/**
 * The line to the server. It is opened for ever: whatever ended it, it is tried again within three seconds, at random, so that
 * a floor full of screens does not come at once. The library's own trying again doubles its wait until the number overflows,
 * an hour into an outage, and half the time has no wait at all from then on.
 */
import { io, type Socket } from 'socket.io-client';
import { notPaired, type ServerToWall, type WallAuth, type WallToServer } from '../../../shared/wire.ts';
import { readToken } from './token.ts';

/** A line that has healed is open after this and the longest wait. */
const openWithinMs = 4_000;
const shortestWaitMs = 500;
const longestWaitMs = 3_000;

// In turns, for each has its troubles: proxies refuse WebSockets or let them hang, and Chromium makes those that keep failing
// wait for seconds; what begins with polling may be given a connection that has long been dead.
const straight = ['websocket', 'polling'];
const roundabout = ['polling', 'websocket'];

export interface Line {
	socket: Socket<ServerToWall, WallToServer>;
	/** Ends the connection, if there is one, and opens another at once. */
	openAnew(): void;
	/** The same after the usual wait: what is wrong may go on being wrong. */
	openLater(): void;
	close(): void;
}

/** `onNotPaired`: the server does not know the screen; it is not tried again until `openAnew`. */
export function createLine(onNotPaired: () => void): Line {
	const socket: Line['socket'] = io({
		transports: straight,
		reconnection: false,
		timeout: openWithinMs,
		auth: (give) => {
			const token = readToken();
			const auth: WallAuth = token === null ? {} : { token };
			give(auth);
		},
	});
	/** Since it was last open. */
	let failures = 0;
	let wait: ReturnType<typeof setTimeout> | undefined;

	function openAnew(): void {
		clearTimeout(wait);
		socket.io.opts.transports = failures % 2 === 0 ? straight : roundabout;
		socket.disconnect().connect();
	}
	function openLater(): void {
		clearTimeout(wait);
		wait = setTimeout(openAnew, shortestWaitMs + Math.random() * (longestWaitMs - shortestWaitMs));
		socket.disconnect();
	}

	socket.on('connect', () => {
		failures = 0;
	});
	socket.on('disconnect', (reason) => {
		if (reason !== 'io client disconnect') openLater();
	});
	socket.on('connect_error', (error) => {
		if (error.message === notPaired) {
			onNotPaired();
			return;
		}
		failures += 1;
		openLater();
	});
	return {
		socket,
		openAnew,
		openLater,
		close() {
			clearTimeout(wait);
			socket.removeAllListeners();
			socket.disconnect();
		},
	};
}
