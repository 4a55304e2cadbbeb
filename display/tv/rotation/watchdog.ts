/**
 * Whether the wall still moves. Looked at by a timer of its own, by every beat of the server and whenever the line to it
 * fails, so that nothing that stops the ticker stops this, too.
 */

export interface WatchdogOutside {
	/** The ticker has not ticked. */
	restartTicker(): void;
	/** It ticks, but the panel on show has long had its turn. */
	resetRotation(): void;
	/** Neither helped. */
	giveUp(at: number): void;
}

/** The rotation as it stands. */
export interface Standing {
	panel: string | null;
	/** How long its turn is. */
	turnMs: number;
	/** There is another panel to give way to, and nobody has paused. */
	mayMove: boolean;
}

export interface Watchdog {
	ticked(at: number): void;
	/** `at` is on the page's own clock. */
	look(at: number, standing: Standing): void;
}

const tickWithinMs = 10_000;
const graceMs = 30_000;
/** Looked at more rarely than this, the page slept or was out of sight, and nothing had to move. */
const awakeMs = 30_000;

export function createWatchdog(outside: WatchdogOutside): Watchdog {
	let tickedAt = 0;
	let lookedAt = 0;
	let movedAt = 0;
	/** Undefined after a reset, which is no move of the rotation's own. */
	let panel: string | null | undefined = null;
	/** How often the rotation was reset since it last moved by itself. */
	let resets = 0;
	return {
		ticked(at) {
			tickedAt = at;
		},
		look(at, standing) {
			const slept = at - lookedAt >= awakeMs;
			lookedAt = at;
			if (slept) tickedAt = movedAt = at;
			if (at - tickedAt >= tickWithinMs) {
				tickedAt = at;
				outside.restartTicker();
				return;
			}
			if (panel === undefined) {
				panel = standing.panel;
			} else if (standing.panel !== panel || !standing.mayMove) {
				panel = standing.panel;
				movedAt = at;
				resets = 0;
			} else if (at - movedAt >= 2 * standing.turnMs + graceMs) {
				movedAt = at;
				panel = undefined;
				resets += 1;
				if (resets > 1) outside.giveUp(at);
				else outside.resetRotation();
			}
		},
	};
}
