/** What the numbers above must be read with; nothing at all when all is well. */
import type { BoardView, ShownView } from '../../../shared/views.ts';
import { fill, type Translation } from '../../../shared/words/language.ts';
import type { tvWords } from '../../../shared/words/tv.ts';
import type { Freshness } from './freshness.ts';

export interface Note {
	id: string;
	text: string;
	tone: 'watch' | 'plain';
}

export interface Notes {
	/** Over the whole width, in a line of its own; null when there is none. */
	band: string | null;
	/** Side by side. */
	notes: Note[];
	/** How high all of them are; what is above has so much less height. */
	lines: 0 | 1 | 2;
	/** There is room for one line at the foot besides; false: for two. */
	tight: boolean;
}

interface Known {
	words: Translation<typeof tvWords.en>;
	board: BoardView;
	view: ShownView | null;
	freshness: Freshness | null;
	/** Titles of panels that could not be shown. */
	broken: string[];
	/** Something else stands at the foot of the picture: all together has the height of two lines. */
	foot: boolean;
}

export function notesOf({ words, board, view, freshness, broken, foot }: Known): Notes {
	const notes: Note[] = [];
	// The header says it in any case.
	const band = freshness?.long && !foot ? freshness.silent : null;
	if (board.replay) notes.push({ id: 'replay', text: board.replay, tone: 'plain' });
	if (view?.failed) notes.push({ id: 'failed', text: view.failed, tone: 'watch' });
	if (view?.stale) notes.push({ id: 'stale', text: view.stale, tone: 'watch' });
	// The titles come last: where they are too long, it is they that are cut.
	if (broken.length > 0) notes.push({ id: 'broken', text: fill(words.panelsBroken, { titles: [...new Set(broken)].join(', ') }), tone: 'plain' });
	return { band, notes, lines: foot || (band && notes.length > 0) ? 2 : band || notes.length > 0 ? 1 : 0, tight: notes.length > 0 };
}
