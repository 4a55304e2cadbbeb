/**
 * Which panel is on show, and for how long. Plain state and functions of it, so that nothing a panel does can stop the
 * rotation: time is added from outside, a panel that cannot be shown is simply not among the turns.
 */

/** A panel that takes its turn. */
export interface Turn {
	id: string;
	pages: number;
	/** How long it is on show, unless it has more pages than fit. */
	seconds: number;
}

export interface Rotation {
	/** The panel on show; null while there is none to show. */
	panel: string | null;
	/** Its place among the turns, kept so that the rotation goes on from there when the panel disappears. */
	place: number;
	shownMs: number;
	/** Since when it stands still; null while it turns. */
	pausedMs: number | null;
}

export const pauseEndsAfterMs = 5 * 60_000;
const pageMs = 8_000;
/** After a suspended night the wall goes on where it was, it does not race through what it missed. */
const longestStepMs = 5_000;

export const atRest: Rotation = { panel: null, place: 0, shownMs: 0, pausedMs: null };

function showing(rotation: Rotation, turns: readonly Turn[], place: number): Rotation {
	const turn = turns[place];
	return { ...rotation, panel: turn?.id ?? null, place: turn ? place : 0, shownMs: 0 };
}

const pageMsOf = (turn: Turn): number => Math.min(pageMs, turn.seconds * 1000);

/** How long a panel is on show: until all its pages were seen. */
export function turnMs(turn: Turn): number {
	return Math.max(turn.seconds * 1000, turn.pages * pageMsOf(turn));
}

/** After the turns changed: the panel on show stays; when it is gone, the one that took its place is shown. */
export function settle(rotation: Rotation, turns: readonly Turn[]): Rotation {
	const place = turns.findIndex((turn) => turn.id === rotation.panel);
	if (place === rotation.place && place >= 0) return rotation;
	if (place >= 0) return { ...rotation, place };
	if (turns.length === 0 && rotation.panel === null) return rotation;
	return showing(rotation, turns, rotation.place < turns.length ? rotation.place : 0);
}

/** By hand: the next panel, or the one before. */
export function step(rotation: Rotation, turns: readonly Turn[], by: 1 | -1): Rotation {
	if (turns.length === 0) return settle(rotation, turns);
	return showing(rotation, turns, (rotation.place + by + turns.length) % turns.length);
}

export function togglePause(rotation: Rotation): Rotation {
	return { ...rotation, pausedMs: rotation.pausedMs === null ? 0 : null };
}

/** Time goes by. Whoever pauses and leaves does not stop the wall: a pause ends by itself. */
export function advance(rotation: Rotation, byMs: number, turns: readonly Turn[]): Rotation {
	const settled = settle(rotation, turns);
	const turn = turns[settled.place];
	if (!turn) return settled;
	const passedMs = Math.min(Math.max(0, byMs), longestStepMs);
	if (settled.pausedMs !== null) {
		const pausedMs = settled.pausedMs + Math.max(0, byMs);
		return { ...settled, pausedMs: pausedMs >= pauseEndsAfterMs ? null : pausedMs };
	}
	const shownMs = settled.shownMs + passedMs;
	return shownMs >= turnMs(turn) ? step(settled, turns, 1) : { ...settled, shownMs };
}

/** The page of the panel on show; the last one stays until the turn ends. */
export function pageNow(rotation: Rotation, turns: readonly Turn[]): number {
	const turn = turns[rotation.place];
	if (!turn) return 0;
	return Math.min(turn.pages - 1, Math.floor(rotation.shownMs / pageMsOf(turn)));
}

/** How much of its turn the panel has had, 0–1. */
export function shareShown(rotation: Rotation, turns: readonly Turn[]): number {
	const turn = turns[rotation.place];
	return turn ? Math.min(1, rotation.shownMs / turnMs(turn)) : 0;
}
