/** What the server says to this screen: the board, the beats, or that the screen must be paired first. */
import { io, type Socket } from 'socket.io-client';
import { changedBoard } from '../../../shared/board-change.ts';
import { usualSetup, type ScreenSetup } from '../../../shared/screen.ts';
import { boardFormat, type BoardView } from '../../../shared/views.ts';
import { notPaired, type ServerToWall, type WallAuth, type WallToServer } from '../../../shared/wire.ts';
import type { Heard } from './age.ts';
import { clockOffset } from './clock.ts';
import { pair, type Reply } from './pairing.ts';
import { keepToken, readToken } from './token.ts';

/** An open socket without a beat for so long is closed and opened anew. */
const reopenAfterMs = 90_000;
const askTimeoutMs = 10_000;

async function post(path: string, body: object): Promise<Reply> {
	const stop = new AbortController();
	const timeout = setTimeout(() => stop.abort(), askTimeoutMs);
	try {
		const response = await fetch(path, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
			signal: stop.signal,
		});
		const text = await response.text();
		return { status: response.status, body: text ? JSON.parse(text) : null };
	} finally {
		clearTimeout(timeout);
	}
}

export class Wall {
	/** The latest board; null before the first and while the screen is not paired. */
	board = $state.raw<BoardView | null>(null);
	/** How this screen is set up. */
	setup = $state.raw<ScreenSetup>(usualSetup);
	/** When a source last reported, as the server writes it. */
	asOf = $state('');
	heard = $state.raw<Heard>({ connectedAt: null, beatAt: null });
	/** What to add to this machine's clock to have the server's; null before the first beat. */
	offset = $state<number | null>(null);
	/** What the pairing screen shows; null while no pairing is needed. */
	pairing = $state.raw<{ code: string | null; trouble: boolean } | null>(null);

	#socket: Socket<ServerToWall, WallToServer>;
	#closed = false;
	#knock: ReturnType<typeof setTimeout> | undefined;
	#reopenedAt = 0;
	#connections = 0;
	/** Of the board that changes lead on from, and whether this display can read it. */
	#number = 0;
	#isReadable = true;

	/** `onBoard` hears of each board as it arrives. */
	constructor(onBoard: (board: BoardView) => void) {
		this.#socket = io({
			transports: ['websocket', 'polling'],
			reconnectionDelay: 500,
			reconnectionDelayMax: 3000,
			randomizationFactor: 0.5,
			timeout: askTimeoutMs,
			auth: (give) => {
				const token = readToken();
				const auth: WallAuth = token === null ? {} : { token };
				give(auth);
			},
		});
		this.#socket.on('connect', () => {
			this.pairing = null;
			this.#connections += 1;
			this.heard = { connectedAt: Date.now(), beatAt: this.heard.beatAt };
		});
		this.#socket.on('screen', (setup) => {
			this.setup = setup;
		});
		const take = (board: BoardView, number: number): void => {
			this.#number = number;
			// A board of another form is meant for a newer display, which is on its way: the last one stays until then.
			this.#isReadable = board.format === boardFormat;
			if (this.#isReadable) this.board = board;
			onBoard(board);
		};
		this.#socket.on('board', take);
		this.#socket.on('change', (change, number) => {
			if (!this.#isReadable) return;
			if (this.board === null || number !== this.#number + 1) this.#reopen(Date.now());
			else take(changedBoard(this.board, change), number);
		});
		this.#socket.on('beat', (now, asOf) => {
			const localNow = Date.now();
			this.offset = clockOffset(now, localNow);
			this.asOf = asOf;
			this.heard = { connectedAt: this.heard.connectedAt, beatAt: localNow };
		});
		// Refused or sent away by the server, the socket does not come back by itself.
		this.#socket.on('disconnect', () => {
			if (!this.#socket.active) this.#knockSoon();
		});
		this.#socket.on('connect_error', (error) => {
			if (error.message === notPaired) void this.#pair();
			else if (!this.#socket.active) this.#knockSoon();
		});
	}

	/** By what the wall is connected, if it is, and how often it has been. */
	connection(): { transport: string | null; times: number } {
		const transport = this.#socket.connected ? this.#socket.io.engine.transport.name : null;
		return { transport, times: this.#connections };
	}

	/** Called every second: a connection that has gone quiet is opened anew. */
	check(now: number): void {
		const quietSince = Math.max(this.heard.beatAt ?? this.heard.connectedAt ?? now, this.#reopenedAt);
		if (!this.#socket.connected || now - quietSince < reopenAfterMs) return;
		this.#reopen(now);
	}

	close(): void {
		this.#closed = true;
		clearTimeout(this.#knock);
		this.#socket.removeAllListeners();
		this.#socket.disconnect();
	}

	/** Whoever connects gets the whole board. */
	#reopen(now: number): void {
		this.#reopenedAt = now;
		this.#socket.disconnect().connect();
	}

	#knockSoon(): void {
		clearTimeout(this.#knock);
		this.#knock = setTimeout(() => this.#socket.connect(), 1000 + Math.random() * 2000);
	}

	/** The server does not know this screen, or no longer: what it was given is void. */
	async #pair(): Promise<void> {
		keepToken(null);
		this.board = null;
		this.heard = { connectedAt: null, beatAt: null };
		const token = await pair({
			post,
			wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
			show: (code, trouble) => {
				this.pairing = { code, trouble };
			},
			isOver: () => this.#closed,
		});
		if (this.#closed) return;
		if (token !== null) keepToken(token);
		this.#socket.connect();
	}
}
