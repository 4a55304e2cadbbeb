/**
 * The walls' sockets. A wall gets its whole board when it connects, and when it is to show another, and then what changes on it; one that
 * does not drain gets the newest whole board once it does, so that no queue grows behind a slow television. A beat says that the tick is
 * alive. A wall listens, and reports how it is.
 */
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import { WebSocketServer, type ServerOptions } from 'ws';
import { onAt, type ScreenSetup } from '../../shared/screen.ts';
import { beatMs, notPaired } from '../../shared/wire.ts';
import type { Clock } from '../clock.ts';
import { isDiskFailure } from '../errors.ts';
import type { KeptReport } from '../floor/screen-report.ts';
import type { Edition } from '../floor/screens.ts';
import type { Log } from '../log.ts';
import { createDelivery, type Issued } from './delivery.ts';
import { createFleet, type Fleet } from './fleet.ts';
import { limitPackets } from './packets.ts';
import { originOf, readPeer } from './peer.ts';
import { listenForReports } from './reports.ts';
import { isDrained, type Owed, type WallServer, type WallSocket } from './wall-socket.ts';

/** What the sockets need of the wall. */
export interface Shown extends Issued {
	asOfText: () => string;
	isTicking: () => boolean;
}

export interface Sockets {
	/** Walls connected now, which paired screens are among them, and how many need no pairing. */
	online: () => { walls: number; screens: Set<number>; unpaired: number };
	/** A screen, null for all that need no pairing, is told at once how it is set up now, and gets the board that it is to show. */
	tellScreen: (id: number | null) => void;
	/** Tells a screen that it is not paired any longer, and closes its sockets. */
	disconnectScreen: (id: number) => void;
	/** A screen, null for all that need no pairing, loads its page anew. */
	reloadScreen: (id: number | null) => void;
	/** How each screen is. */
	fleet: Fleet;
	/** The walls connected now. */
	walls: () => WallSocket[];
	/** Told of each wall that connects, once it was given what it shows. */
	onWall: (listener: (socket: WallSocket) => void) => void;
	close: () => void;
}

export interface SocketOptions {
	wall: Shown;
	clock: Clock;
	log: Log;
	/** In the demo anyone may look. */
	demo: boolean;
	trustProxy: number | null;
	screens: {
		screenOf: (token: string) => number | null;
		noteSeen: (id: number, report?: KeptReport | null, isGoing?: boolean) => void;
		writeSeen: () => void;
		setupOf: (id: number | null) => ScreenSetup;
		editionOf: (id: number | null) => Edition;
	};
	/** Told when the database can no longer be trusted. */
	onFatal: (error: unknown) => void;
	/** Connections held at most. */
	most?: MostConnections;
}

export interface MostConnections {
	total: number;
	perAddress: number;
	/** Of one token: a set that comes back may still hold its last one. */
	perScreen?: number;
}

/** By itself, once it has heard that it is revoked. */
const goesWithinMs = 400;
const goodbyeMs = 500;

const unlikeUsual = {
	// Whoever floods with the pings of WebSocket itself and reads no answer would fill the memory with them. Browsers send none.
	autoPong: false,
	// Whoever does not say goodbye in turn would hold the line, beyond all that is counted here, for half a minute.
	closeTimeout: goodbyeMs,
};
/** Made with `new`, as the engine does. */
const webSockets = function (options: ServerOptions): WebSocketServer {
	return new WebSocketServer({ ...options, ...unlikeUsual });
};

export function createSockets(http: HttpServer, options: SocketOptions): Sockets {
	const { wall, clock, log, demo, trustProxy, screens, onFatal } = options;
	const uptime = (): number => performance.now();
	const most = { perScreen: 10, ...(options.most ?? { total: 2000, perAddress: 200 }) };
	const connections = new Map<string, number>();

	const mayConnect = (request: IncomingMessage): boolean => {
		const peer = readPeer(request, trustProxy);
		const origin = originOf(request, peer);
		// A browser always sends Origin with a WebSocket, and leaves it out of a same-origin GET, which polling begins with.
		const isUpgrade = request.headers.upgrade !== undefined;
		const isOwnPage = origin === 'same' ? !isUpgrade || request.headers.origin !== undefined : origin === 'absent' && !isUpgrade;
		// JSON with padding is for other sites' pages, whose scripts carry no Origin.
		const isPadded = new URLSearchParams((request.url ?? '').replace(/^[^?]*/, '')).has('j');
		return isOwnPage && !isPadded && io.engine.clientsCount < most.total && (connections.get(peer.ip) ?? 0) < most.perAddress;
	};

	const io: WallServer = new Server(http, {
		transports: ['websocket', 'polling'],
		serveClient: false,
		perMessageDeflate: false,
		httpCompression: false,
		wsEngine: webSockets,
		maxHttpBufferSize: 65_536,
		allowEIO3: false,
		// One that answers no more is dropped after 14 to 23 s: not before its silence was noticed.
		pingInterval: 9_000,
		pingTimeout: 14_000,
		connectTimeout: 10_000,
		allowRequest: (request, answer) => answer(null, mayConnect(request)),
	});

	io.engine.on('connection', (connection: WallSocket['conn']) => {
		const { ip } = readPeer(connection.request, trustProxy);
		limitPackets(connection, uptime, () => {
			log.warn({ ip }, 'a connection was closed for how much it said');
			connection.close(true);
		});
		const held = (connections.get(ip) ?? 0) + 1;
		connections.set(ip, held);
		connection.once('close', () => {
			const left = (connections.get(ip) ?? 1) - 1;
			if (left > 0) connections.set(ip, left);
			else connections.delete(ip);
		});
		// Those that asked in one breath were all let in, since none of them was there yet.
		if (held > most.perAddress || io.engine.clientsCount > most.total) connection.close(true);
	});

	let isClosed = false;
	const walls = (): WallSocket[] => [...io.sockets.sockets.values()];

	const noteFailure = (error: unknown, message: string, screen: number | null = null): void => {
		if (isDiskFailure(error)) onFatal(error);
		else log.error({ err: error, screen }, message);
	};

	const joined = new WeakSet<WallSocket['conn']>();
	io.use((socket, next) => {
		// What is noted of a connection is noted once, however often it asks to be let in.
		if (joined.has(socket.conn)) {
			next(new Error('already connected'));
			return;
		}
		const { token }: { token?: unknown } = socket.handshake.auth;
		let screen: number | null;
		try {
			screen = typeof token === 'string' ? screens.screenOf(token) : null;
		} catch (error) {
			noteFailure(error, 'could not look up a screen');
			// Not that it is not paired: the screen would throw its token away.
			next(new Error('failed'));
			return;
		}
		// Nobody who was removed comes in as somebody else without knowing it.
		const isAdmitted = screen !== null || (token === undefined && (demo || readPeer(socket.request, trustProxy).isSameMachine));
		if (!isAdmitted) {
			next(new Error(notPaired));
			return;
		}
		joined.add(socket.conn);
		const [oldest, ...others] = screen === null ? [] : walls().filter(({ data }) => data.screen === screen);
		if (oldest && others.length + 1 >= most.perScreen) oldest.conn.close(true);
		socket.data = { screen, owed: new Set(), told: null, shows: null, holds: null };
		next();
	});

	const asOfText = (): string => {
		try {
			return wall.asOfText();
		} catch (error) {
			noteFailure(error, 'could not read when a source last reported');
			return '';
		}
	};

	/** As it is set up now, unless that is not known. */
	const setupOf = ({ data }: WallSocket): ScreenSetup | null => {
		try {
			return screens.setupOf(data.screen);
		} catch (error) {
			noteFailure(error, 'could not read how a screen is set up', data.screen);
			return data.told;
		}
	};

	const delivery = createDelivery(io, {
		wall,
		editionOf: (screen) => {
			try {
				return screens.editionOf(screen);
			} catch (error) {
				noteFailure(error, 'could not read what a screen may show', screen);
				return null;
			}
		},
		oweBoard: (socket) => owe(socket, 'board'),
	});

	const catchUp = (socket: WallSocket): void => {
		const { owed } = socket.data;
		if (!socket.connected || owed.size === 0) return;
		if (!isDrained(socket)) {
			socket.conn.transport.once('ready', () => catchUp(socket));
			return;
		}
		const setup = owed.has('screen') ? setupOf(socket) : null;
		if (setup) {
			socket.emit('screen', setup);
			socket.data.told = setup;
		}
		if (owed.has('board')) delivery.send(socket);
		if (owed.has('beat') && wall.isTicking()) socket.emit('beat', clock.now(), asOfText());
		owed.clear();
	};

	const owe = (socket: WallSocket, what: Owed): void => {
		const isWaiting = socket.data.owed.size > 0;
		socket.data.owed.add(what);
		if (!isWaiting) catchUp(socket);
	};

	const isOn = (screen: number | null): boolean => {
		try {
			return onAt(screens.setupOf(screen).on, clock.now()).isOn;
		} catch (error) {
			noteFailure(error, 'could not read when a screen is on', screen);
			return true;
		}
	};
	const fleet = createFleet({ now: clock.now, uptime, isOn });

	const writeSeen = (): void => {
		try {
			screens.writeSeen();
		} catch (error) {
			noteFailure(error, 'could not note which screens were seen');
		}
	};
	const noteSeen = ({ data, id }: WallSocket, isGoing = false): void => {
		if (data.screen === null || isClosed) return;
		try {
			screens.noteSeen(data.screen, fleet.reportOf(id), isGoing);
		} catch (error) {
			// A full disk must not cost a wall its board.
			noteFailure(error, 'could not note that a screen was seen', data.screen);
		}
	};

	io.on('connection', (socket: WallSocket) => {
		fleet.connected(socket.id, socket.data.screen, readPeer(socket.request, trustProxy).ip);
		noteSeen(socket);
		listenForReports(
			socket,
			uptime,
			(report) => fleet.reported(socket.id, report, socket.data.holds),
			(why) => {
				// Its connection was closed for how much it said, and this is the rest of it.
				if (!socket.connected) return;
				log.warn({ screen: socket.data.screen, why }, 'a wall was disconnected for what it said');
				socket.disconnect(true);
			},
		);
		socket.on('disconnect', () => {
			if (isClosed) return;
			noteSeen(socket, true);
			fleet.disconnected(socket.id);
		});
		// After the change from polling to WebSocket the old transport never becomes ready again.
		socket.conn.on('upgrade', () => catchUp(socket));
		owe(socket, 'screen');
		owe(socket, 'board');
		owe(socket, 'beat');
	});

	const beats = setInterval(() => {
		writeSeen();
		for (const socket of walls()) {
			noteSeen(socket);
			// Its days to come, when a day is over; its holidays; that its test card is over.
			if (setupOf(socket) !== socket.data.told) owe(socket, 'screen');
			if (delivery.follow(socket)) owe(socket, 'board');
			if (wall.isTicking()) owe(socket, 'beat');
		}
	}, beatMs);

	return {
		online: () => {
			const all = walls();
			const screens = all.flatMap(({ data }) => (data.screen === null ? [] : [data.screen]));
			return { walls: all.length, screens: new Set(screens), unpaired: all.length - screens.length };
		},
		tellScreen: (id) => {
			for (const socket of walls()) {
				if (socket.data.screen !== id) continue;
				owe(socket, 'screen');
				if (delivery.follow(socket)) owe(socket, 'board');
			}
		},
		disconnectScreen: (id) => {
			for (const socket of walls()) {
				if (socket.data.screen !== id) continue;
				// Whoever hears it goes by itself, and knocks anew at once. For the others the connection is closed, not the socket: the
				// client then tries again, and learns that it must pair.
				socket.emit('revoked');
				setTimeout(() => socket.conn.close(true), goesWithinMs).unref();
			}
		},
		reloadScreen: (id) => {
			for (const socket of walls()) if (socket.data.screen === id) socket.emit('reload');
		},
		fleet,
		walls,
		onWall: (listener) => void io.on('connection', listener),
		close: () => {
			for (const socket of walls()) noteSeen(socket, true);
			writeSeen();
			isClosed = true;
			clearInterval(beats);
			delivery.close();
			io.engine.close();
		},
	};
}
