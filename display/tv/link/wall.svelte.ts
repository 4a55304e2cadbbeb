/** What the server says to this screen: the board, the beats, or that the screen must be paired first. */
import { changedBoard } from '../../../shared/board-change.ts';
import type { CelebrationView } from '../../../shared/celebration.ts';
import type { SentReport } from '../../../shared/report.ts';
import { usualSetup, type ScreenSetup } from '../../../shared/screen.ts';
import type { BoardView } from '../../../shared/views.ts';
import { beatMs } from '../../../shared/wire.ts';
import { nothingHeard, type Heard } from './age.ts';
import { createServerClock } from './clock.ts';
import { fetchText } from './fetching.ts';
import { createKeeper } from './kept.ts';
import { createLine } from './line.ts';
import { pair, type Reply, type Shown } from './pairing.ts';
import { hasViews, isOfThisForm } from './readable.ts';
import { readStored, writeStored } from './storage.ts';
import { createSleepCheck } from './suspension.ts';
import { keepToken, readToken } from './token.ts';

/** An open line that has missed two beats is opened anew, before the numbers grey out if that is all there is to it. */
const reopenAfterMs = 2.5 * beatMs;
const reopenEveryMs = 90_000;
/** More than can wait until what celebrates is loaded, were it all that a floor has to celebrate. */
const mostTidings = 50;

/** What came to be celebrated, or what was taken back (`celebration` is then null), on the page's own clock. */
export interface Tidings {
	id: string;
	celebration: CelebrationView | null;
	at: number;
}

async function post(path: string, body: object): Promise<Reply> {
	const headers = { 'content-type': 'application/json' };
	const { status, text } = await fetchText(path, { method: 'POST', headers, body: JSON.stringify(body) });
	return { status, body: text ? JSON.parse(text) : null };
}

export class Wall {
	/** The latest board, at the start the one kept from before; null when there is none and while the screen is not paired. */
	board = $state.raw<BoardView | null>(null);
	/** How this screen is set up. */
	setup = $state.raw<ScreenSetup>(usualSetup);
	/** When a source last reported, as the server writes it. */
	asOf = $state('');
	heard = $state.raw<Heard>(nothingHeard);
	/** What to add to the page's own clock to have the server's; null while it is not known. */
	offset = $state<number | null>(null);
	/** What the pairing screen shows; null while no pairing is needed. */
	pairing = $state.raw<Shown | null>(null);
	/** The display that the server serves, and whether this one can read its boards; null before the first board. */
	served = $state.raw<{ build: string; isReadable: boolean } | null>(null);

	/** What nobody has taken yet, in the order in which it came. */
	tidings = $state.raw<readonly Tidings[]>([]);

	/** How often the line has ended or not come to be. */
	setbacks = $state(0);
	/** Of the board that changes lead on from; null until this connection brought one that this display can show. */
	number = $state.raw<number | null>(null);
	/** Ops want the page to be loaded anew. */
	isReloadWished = false;

	#line = createLine(() => void this.#pair());
	#keeper = createKeeper({ read: readStored, write: writeStored });
	#clock = createServerClock();
	#slept = createSleepCheck();
	#now: () => number;
	#date: () => number;
	/** What to add to the TV's own clock to have the server's; null before anything was heard. */
	#dateOffset: number | null = null;
	#closed = false;
	#connections = 0;
	#connectedAt: number | null = null;
	/** When the line was opened anew for want of beats; null since the last one. */
	#reopenedAt: number | null = null;

	/** `now`: the page's own clock. `date`: the TV's. */
	constructor(now: () => number, date: () => number) {
		this.#now = now;
		this.#date = date;
		const kept = this.#keeper.read();
		if (kept) {
			this.board = kept.board;
			this.setup = kept.setup;
			this.heard = { ...nothingHeard, saidAt: kept.saidAt, isOld: true };
			this.#dateOffset = kept.dateOffset;
		}
		this.#listen();
	}

	/** The server's time as far as the TV's own clock tells, which may be wrong; null before anything was heard. */
	guessNow(): number | null {
		return this.#dateOffset === null ? null : this.#date() + this.#dateOffset;
	}

	/** By what the wall is connected, if it is, when it last came to be, and how often it has. */
	connection(): { transport: string | null; at: number | null; times: number } {
		const { socket } = this.#line;
		return { transport: socket.connected ? socket.io.engine.transport.name : null, at: this.#connectedAt, times: this.#connections };
	}

	/** What does not get through is not sent later: it would be old. */
	report(report: SentReport): void {
		this.#line.socket.volatile.emit('report', report);
	}

	/** Called every second. */
	check(at: number): void {
		this.#lookForSleep(at);
		const quietSince = this.#reopenedAt ?? this.heard.beatAt ?? this.heard.firstConnectedAt ?? at;
		const patienceMs = this.#reopenedAt === null ? reopenAfterMs : reopenEveryMs;
		if (this.#line.socket.connected && at - quietSince >= patienceMs) this.#reopen(at);
		this.#keeper.check(at);
	}

	/** The page is seen again, or the network is back: a line that has missed a beat is not waited for. */
	lookAgain(at: number): void {
		const { beatAt } = this.heard;
		if (beatAt === null || at - beatAt > 2 * beatMs) this.#reopen(at);
	}

	takeTidings(): readonly Tidings[] {
		const taken = this.tidings;
		// Whoever waits for some is not told of none.
		if (taken.length > 0) this.tidings = [];
		return taken;
	}

	/** The page is about to go. */
	keepNow(): void {
		this.#keeper.flush();
	}

	/** The picture has failed. A board kept from before would go on failing for as long as the server is away. */
	dropKept(): void {
		if (this.heard.beatAt === null && this.heard.saidAt !== null) this.#forget();
	}

	close(): void {
		this.#closed = true;
		this.#line.close();
	}

	#listen(): void {
		const { socket } = this.#line;
		/** Whatever the server said that this display cannot take: a new connection brings the whole board. */
		const guarded = <Said extends unknown[]>(take: (...said: Said) => void) => (...said: Said) => {
			try {
				take(...said);
			} catch (error) {
				console.error(error);
				this.number = null;
				this.#line.openLater();
			}
		};
		socket.on('connect', () => {
			this.pairing = null;
			this.number = null;
			this.#connections += 1;
			this.#connectedAt = this.#now();
			this.heard = { ...this.heard, firstConnectedAt: this.heard.firstConnectedAt ?? this.#connectedAt };
		});
		socket.on('disconnect', () => {
			this.setbacks += 1;
			// What is still to be shown of it, and how, the next connection says.
			this.tidings = [];
		});
		socket.on('connect_error', () => {
			this.setbacks += 1;
		});
		socket.on('screen', guarded((setup) => {
			this.setup = { ...usualSetup, ...setup };
		}));
		socket.on('reload', () => (this.isReloadWished = true));
		// At once, not when the line ends: it is not tried anew for seconds then.
		socket.on('revoked', () => {
			this.#void();
			this.#line.openAnew();
		});
		socket.on('board', guarded((board, number) => {
			this.#take(board, number);
			// It may be another than the last, or be shown to others: that one must not come back after a restart.
			this.#keeper.hurry();
			this.#keep();
		}));
		socket.on('change', guarded((change, number) => {
			if (this.served?.isReadable === false) return;
			if (this.board === null || this.number === null || number !== this.number + 1) this.#reopen(this.#now());
			else this.#take(changedBoard(this.board, change), number);
		}));
		socket.on('celebrate', guarded((celebration) => this.#tell(celebration.id, celebration)));
		socket.on('withdraw', (id) => this.#tell(id, null));
		socket.on('beat', guarded((serverNow, asOf) => this.#beat(serverNow, asOf)));
	}

	#take(board: BoardView, number: number): void {
		// A board of another form is meant for a newer display, which is on its way: the last one stays until then, and ages.
		const isReadable = isOfThisForm(board);
		if (isReadable && !hasViews(board)) throw new Error('a board without views');
		this.served = { build: board.build, isReadable };
		this.number = isReadable ? number : null;
		if (!isReadable) return;
		this.board = board;
		// What was kept from before is not on the wall any more.
		if (this.heard.beatAt === null) this.heard = { ...nothingHeard, firstConnectedAt: this.heard.firstConnectedAt };
	}

	#tell(id: string, celebration: CelebrationView | null): void {
		const known = celebration && this.tidings.find((one) => one.id === id);
		if (known) this.tidings = this.tidings.map((one) => (one === known ? { ...one, celebration } : one));
		else this.tidings = [...this.tidings, { id, celebration, at: this.#now() }].slice(-mostTidings);
	}

	/** Whether the machine has just woken. */
	#lookForSleep(at: number): boolean {
		if (!this.#slept(at, this.#date())) return false;
		this.heard = { ...this.heard, isOld: true };
		this.#clock.forget();
		this.offset = null;
		this.#reopen(at);
		return true;
	}

	#beat(serverNow: number, asOf: string): void {
		const at = this.#now();
		// What arrives on waking may have been said before the sleep.
		if (this.#lookForSleep(at)) return;
		this.#clock.heard(serverNow, at);
		this.offset = this.#clock.offset();
		this.#dateOffset = serverNow - this.#date();
		// The server lives, but what is on the wall is not its latest board.
		if (this.board === null || this.number === null) return;
		this.asOf = asOf;
		this.heard = { firstConnectedAt: this.heard.firstConnectedAt, beatAt: at, saidAt: serverNow, isOld: false };
		this.#reopenedAt = null;
		this.#keep();
	}

	#keep(): void {
		const { saidAt } = this.heard;
		if (this.board && saidAt !== null && this.#dateOffset !== null) this.#keeper.keep({ board: this.board, setup: this.setup, saidAt, dateOffset: this.#dateOffset });
	}

	#reopen(at: number): void {
		// Whoever waits to be paired knocks when that is done.
		if (this.pairing) return;
		this.#reopenedAt = at;
		this.number = null;
		this.#line.openAnew();
	}

	#forget(): void {
		this.#keeper.forget();
		this.board = null;
		this.setup = usualSetup;
		this.heard = nothingHeard;
		this.tidings = [];
	}

	/** The server does not know this screen, or no longer: nothing that it was given counts. */
	#void(): void {
		keepToken(null);
		this.#forget();
	}

	async #pair(): Promise<void> {
		const hadToken = readToken() !== null;
		this.#void();
		if (hadToken && readToken() === null) {
			// Without one it may be let in all the same.
			this.#line.openAnew();
			return;
		}
		const token = await pair({
			post,
			wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
			show: (shown) => (this.pairing = shown),
			isOver: () => this.#closed,
		});
		if (this.#closed) return;
		if (token !== null) keepToken(token);
		this.#line.openAnew();
	}
}
