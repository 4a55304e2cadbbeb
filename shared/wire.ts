import type { BoardChange } from './board-change.ts';
import type { CelebrationView } from './celebration.ts';
import type { SentReport } from './report.ts';
import type { ScreenSetup } from './screen.ts';
import type { BoardView } from './views.ts';

/** What the server says to a wall. */
export interface ServerToWall {
	/**
	 * The whole board: on connecting, when the screen is to show another or more or less of it, and whenever a wall did not get the one
	 * before. `number` counts what was issued of this board at this privacy, so that it may be lower than the last of another.
	 */
	board: (board: BoardView, number: number) => void;
	/** What leads from board `number − 1` to board `number`. A wall that holds another asks for the whole by connecting anew. */
	change: (change: BoardChange, number: number) => void;
	/** How the screen is set up: on connecting, before its board, and whenever ops change it. */
	screen: (setup: ScreenSetup) => void;
	/**
	 * The tick is alive. `now`: the server's clock in epoch milliseconds.
	 * `asOf`: when a source last reported, ready to show ("14:29", "Fri 17:42"); empty when none ever did.
	 */
	beat: (now: number, asOf: string) => void;
	/**
	 * Something to celebrate, at once and on connecting soon after; a wall shows each `id` once. Told again when it may be shown otherwise by
	 * then: what waits or is on show becomes that. What waited when a connection ended is void; the next brings what is still new.
	 */
	celebrate: (celebration: CelebrationView) => void;
	/** What was celebrated was taken back: it is not shown, or not any longer. */
	withdraw: (id: string) => void;
	/** Load the page anew, when that is safe. */
	reload: () => void;
	/** Ops took the screen's token back: its board goes at once, and it knocks anew. */
	revoked: () => void;
}

/** A wall listens, and says how it is; whoever says anything else is disconnected. */
export interface WallToServer {
	report: (report: SentReport) => void;
}

/** What a wall presents on connecting (the socket's `auth`). Never in a URL. */
export interface WallAuth {
	/** The screen's token; absent on the server's own machine and in the demo. */
	token?: string;
}

/** The `message` of a refused connection, for which the wall shows a pairing code. */
export const notPaired = 'not_paired';

/** Milliseconds between beats. */
export const beatMs = 5_000;

/** Without a beat for so long, the wall greys out. It looks once a second, and does so within 15 s of the last beat. */
export const silentAfterMs = 14_000;
