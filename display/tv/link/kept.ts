/**
 * The last board, kept on the TV, so that a wall that starts without its server shows what it showed last, dated. What is
 * said of its age is never younger than the board itself.
 */
import { usualSetup, type ScreenSetup } from '../../../shared/screen.ts';
import type { BoardView } from '../../../shared/views.ts';
import { hasViews, isOfThisForm } from './readable.ts';

export interface Kept {
	board: BoardView;
	setup: ScreenSetup;
	/** The server's time when it was last heard. */
	saidAt: number;
	/** What to add to the TV's own clock to have the server's, as it was then. */
	dateOffset: number;
}

export interface Store {
	read(place: string): string | null;
	/** Null takes it away. Returns whether it is as wanted now. */
	write(place: string, text: string | null): boolean;
}

export interface Keeper {
	/** What an earlier page kept; null when there is nothing that this display can show. */
	read(): Kept | null;
	/** What is on the wall now; it is written when its time has come. */
	keep(kept: Kept): void;
	/** What is kept next is written as soon as may be. */
	hurry(): void;
	/** Called about once a second, on the page's own clock. */
	check(at: number): void;
	/** Writes at once what is not written yet: the page is about to go. */
	flush(): void;
	/** The screen may not show it any more. */
	forget(): void;
}

const boardPlace = 'floorcast.board';
const heardPlace = 'floorcast.heard';
const keptFormat = 1;
const mostCharacters = 200_000;
const boardEveryMs = 30_000;
const heardEveryMs = 60_000;

function parsed(text: string | null): unknown {
	try {
		return text === null ? null : JSON.parse(text);
	} catch {
		return null; // cut short, or somebody else's: as if there were none
	}
}

function readKept(store: Store): Kept | null {
	// Written by this display or by one of the same format, if it is what it says; looked at before use.
	const stored = parsed(store.read(boardPlace)) as (Partial<Kept> & { format?: unknown }) | null;
	if (stored?.format !== keptFormat || !stored.board || !isOfThisForm(stored.board) || !hasViews(stored.board)) return null;
	if (typeof stored.saidAt !== 'number' || typeof stored.dateOffset !== 'number') return null;
	const { board, setup, saidAt, dateOffset } = stored as Kept;
	const later = parsed(store.read(heardPlace));
	const [laterAt, laterOffset]: unknown[] = Array.isArray(later) ? later : [];
	// Not compared: the server's clock may have been set back since the board was written.
	const isLater = typeof laterAt === 'number' && typeof laterOffset === 'number';
	return {
		board,
		setup: { ...usualSetup, ...setup },
		saidAt: isLater ? laterAt : saidAt,
		dateOffset: isLater ? laterOffset : dateOffset,
	};
}

export function createKeeper(store: Store): Keeper {
	let latest: Kept | null = null;
	let written: Kept | null = null;
	let boardWrittenAt = -Infinity;
	let heardWrittenAt = -Infinity;

	const isWritten = () => written?.board === latest?.board && written?.setup === latest?.setup;

	function forget(): void {
		latest = written = null;
		store.write(boardPlace, null);
		store.write(heardPlace, null);
	}
	function write(kept: Kept): void {
		const text = JSON.stringify({ format: keptFormat, ...kept });
		// First, for whatever ends the browser in between: it is of the board before.
		store.write(heardPlace, null);
		// Where there is no room for this one, an older one would be shown as the last.
		if (text.length > mostCharacters || !store.write(boardPlace, text)) store.write(boardPlace, null);
		written = kept;
	}
	return {
		read() {
			const kept = readKept(store);
			if (!kept) forget();
			return kept;
		},
		keep(kept) {
			// A past moment is not what the wall shows last.
			if (kept.board.replay === null) latest = kept;
		},
		hurry() {
			boardWrittenAt = -Infinity;
		},
		check(at) {
			if (!latest || latest === written) return;
			if (!isWritten()) {
				// That it was heard later is noted only of the very board that is kept.
				if (at - boardWrittenAt < boardEveryMs) return;
				write(latest);
				boardWrittenAt = heardWrittenAt = at;
			} else if (at - heardWrittenAt >= heardEveryMs) {
				store.write(heardPlace, JSON.stringify([latest.saidAt, latest.dateOffset]));
				written = latest;
				heardWrittenAt = at;
			}
		},
		flush() {
			if (latest && latest !== written) write(latest);
		},
		forget,
	};
}
